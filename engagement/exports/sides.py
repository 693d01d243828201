"""A document in one language, or in two side by side: each text as often as it is said differently."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engagement.document import Document, Section, Table
from engagement.errors import InputError
from engagement.locale import direction


class Said(NamedTuple):
    """A text and its language."""

    words: str
    language: str

    @property
    def is_rtl(self) -> bool:
        """Whether it is written from the right."""
        return direction(self.language) == "rtl"


Words = tuple[Said, ...]
"""What stands in one place: one text, or two where the languages of the document differ in it."""


def sides(document: Document) -> tuple[Document, ...]:
    """The document, and the one beside it."""
    return (document,) if document.beside is None else (document, document.beside)


def words(texts: Iterable[str], shown: Iterable[Document]) -> Words:
    """The same place in each language; a number or a name that both write alike stands there once."""
    said = tuple(Said(text, side.language) for text, side in zip(texts, shown, strict=True))
    return said[:1] if len({each.words for each in said}) == 1 else said


def stacked(document: Document) -> tuple[Section, ...]:
    """The sections as wide as both languages make them: each cell's texts one below the other."""
    together = zip(*(side.sections for side in sides(document)), strict=True)
    return tuple(_stacked_section(each) for each in together)


def _stacked_section(shown: Sequence[Section]) -> Section:
    blocks = zip(*(each.blocks for each in shown), strict=True)
    tables = {place: _stacked_table(each) for place, each in enumerate(blocks) if isinstance(each[0], Table)}
    first = shown[0].blocks
    return shown[0].model_copy(update={"blocks": tuple(tables.get(place, block) for place, block in enumerate(first))})


def _stacked_table(shown: Sequence[Table]) -> Table:
    columns = tuple(
        each[0].model_copy(update={"title": _lines(column.title for column in each)})
        for each in zip(*(table.columns for table in shown), strict=True)
    )
    rows = tuple(
        tuple(
            cells[0].model_copy(update={"text": _lines(cell.text for cell in cells)})
            for cells in zip(*each, strict=True)
        )
        for each in zip(*(table.rows for table in shown), strict=True)
    )
    return shown[0].model_copy(update={"columns": columns, "rows": rows})


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(texts))


def in_one_language(document: Document) -> Document:
    """The document. Raises InputError for a bilingual edition, which this format cannot hold."""
    if document.beside is not None:
        raise InputError("format-one-language")
    return document
