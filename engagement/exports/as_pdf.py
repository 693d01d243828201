"""The document as a tagged PDF: PDF/UA-1, bookmarks, its language, headers of columns on each page, headers of rows.

`summary.typ` says how it looks. The words go to the compiler as data, so nothing in a name is read as markup.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from engagement.document import Document, Entry, Paragraph, Section, Table
from engagement.errors import InputError
from engagement.exports import fonts, pictures, row_headers
from engagement.exports.bars import drawing
from engagement.exports.sides import Words, sides, stacked, words
from engagement.exports.widths import Part, is_short, is_small, kept_rows, parts
from engagement.locale import OWN_NAMES
from engagement.safe_text import legible

_LOOK = Path(__file__).with_name("summary.typ")

_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}

Shown = Callable[[str], str]
"""Makes words what the fonts can show."""


def write(document: Document) -> bytes:
    """A .pdf file; each table's numbers are as the document words them.

    Fonts of this computer are asked only for characters that the shipped ones lack (names in other scripts). What no
    font has is shown by its number, as [U+1F600]. Raises InputError when that concerns the document's own title and
    headings: then no font for its language is there.
    """
    unshown: set[str] = set()
    here = fonts.fonts()
    while True:
        try:
            return row_headers.marked(_compiled(document, _shown(unshown), here))
        except typst.TypstError as error:
            found = {_unescaped(each) for each in _UNSHOWN.findall(f"{error.message}\n{error.diagnostic}")} - unshown
            if not found:
                raise
            if here is not fonts.all_fonts():
                here = fonts.all_fonts()
                continue
            unshown |= found
            _require_headings(document, unshown)


def _compiled(document: Document, shown: Shown, here: typst.Fonts) -> bytes:
    families = {each.language: fonts.families(each.language, here) for each in sides(document)}
    data = _data(document, shown) | {"fonts": families}
    return typst.compile(
        pictures.LOOK.read_bytes() + _LOOK.read_bytes(),
        font_paths=here,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"] if document.title else [],  # which asks for a title
        timestamp=0,
    )


# ---- the data -----------------------------------------------------------------------------------------------------


def _data(document: Document, shown: Shown) -> dict[str, Any]:
    written = sides(document)
    notices = [each.notice or "" for each in written]
    return {
        "language": document.language,
        "is_bilingual": len(written) > 1,
        "title": shown(document.title),
        "subtitle": shown(document.subtitle),
        "titles": _said(words((each.title for each in written), written), shown),
        "subtitles": _said(words((each.subtitle for each in written), written), shown),
        "notice": _said(words(notices, written), shown) if document.notice else None,
        "properties": [
            {
                "label": _said(words((each.label for each in lines), written), shown),
                "text": _said(words((each.text for each in lines), written), shown),
            }
            for lines in zip(*(each.properties for each in written), strict=True)
        ],
        "sections": _sections(document, shown),
    }


def _sections(document: Document, shown: Shown) -> list[dict[str, Any]]:
    written = sides(document)
    page = _Page(written, shown, document.places())
    together = zip(*(each.sections for each in written), strict=True)
    return [_section(section, shape, page) for section, shape in zip(together, stacked(document), strict=True)]


@dataclass(frozen=True)
class _Page:
    """What every block is written with: the languages, what the fonts can show, where figures lead to."""

    written: Sequence[Document]
    shown: Shown
    places: Mapping[str, int]

    def said(self, texts: Iterable[str]) -> Any:
        return _said(words(texts, self.written), self.shown)


def _said(texts: Words, shown: Shown) -> str | list[dict[str, str]]:
    """One text as it is; two with the language of each."""
    if len(texts) == 1:
        return shown(texts[0].words)
    return [{"words": shown(each.words), "language": each.language} for each in texts]


def _section(section: Sequence[Section], shape: Section, page: _Page) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    for together, block in zip(zip(*(each.blocks for each in section), strict=True), shape.blocks, strict=True):
        if isinstance(block, Table):
            blocks.extend(_tables([each for each in together if isinstance(each, Table)], block, page))
        else:
            said = page.said(each.text for each in together if isinstance(each, Paragraph))
            if block.role == "note" and blocks and "notes" in blocks[-1]:
                blocks[-1]["notes"].append(said)  # below its table, so that no page begins with it
            else:
                blocks.append({"role": block.role, "text": said})
    return {"heading": page.said(each.heading for each in section), "level": shape.level, "blocks": blocks}


def _tables(together: Sequence[Table], shape: Table, page: _Page) -> list[dict[str, Any]]:
    """A table, or the parts of one that is wider than a page."""
    found, drawn = parts(shape), drawing(together, page.written)
    notes = [each.note or "" for each in together]
    return [
        {
            "caption": page.said(each.caption for each in together),
            "drawing": pictures.told(drawn, page.shown) if drawn and position == 1 else None,
            "part": f"{position}/{len(found)}" if len(found) > 1 else None,
            "is_small": is_small(shape),
            "is_short": is_short(shape, part),
            "kept": kept_rows(shape, part),
            **_part(together, part, page),
            "notes": [page.said(notes)] if any(notes) and position == len(found) else [],
        }
        for position, part in enumerate(found, 1)
    ]


def _part(together: Sequence[Table], part: Part, page: _Page) -> dict[str, Any]:
    columns = [[table.columns[place] for table in together] for place in part.columns]
    rows = zip(*(table.rows for table in together), strict=True)
    return {
        "widths": part.widths,
        "columns": [
            {"title": page.said(each.title for each in column), "is_number": column[0].is_number} for column in columns
        ],
        "rows": [[_cell([row[place] for row in each], page) for place in part.columns] for each in rows],
    }


def _cell(entries: Sequence[Entry], page: _Page) -> Any:
    """The words of a cell; with the number of the place that they lead to, or that they are."""
    said, places = page.said(each.text for each in entries), page.places
    at, to = places.get(entries[0].anchor or ""), places.get(entries[0].trace or "")
    return said if at is None and to is None else {"said": said, "at": at, "to": to}


# ---- characters without a font --------------------------------------------------------------------------------------


def _shown(unshown: Iterable[str]) -> Shown:
    pattern = re.compile("|".join(re.escape(each) for each in sorted(unshown, key=len, reverse=True)) or r"(?!)")
    return lambda said: pattern.sub(lambda found: _by_number(found[0]), legible(said))


def _by_number(characters: str) -> str:
    return "".join(f"[U+{ord(character):04X}]" for character in characters)


def _require_headings(document: Document, unshown: Iterable[str]) -> None:
    for side in sides(document):
        own = side.title + "".join(section.heading for section in side.sections)
        if any(each in own for each in unshown):
            raise InputError("font-missing", language=OWN_NAMES[side.language])


def _unescaped(words: str) -> str:
    """Words as the compiler quotes them."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else _PLAIN.get(found[2], found[2]), words)
