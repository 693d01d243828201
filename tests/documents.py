"""Documents to write: one full of names that would do harm if they were read as markup, and real summaries."""

from collections.abc import Callable, Sequence

from engagement.document import Column, Document, Entry, Paragraph, Property, Section, Table
from engagement.exports.widths import parts

HOSTILE_NAMES = [
    *("=1+1", "+33 1 23", "-5", "@SUM(1+1)", "＝1+1", "#panic()", "#import sys", "$x^2$", "*bold* _emph_", "`raw`"),
    *("<script>alert(1)</script>", "<label>", "</table>", "&amp; & &#x3c;", "= Heading", "- item", "\\ \\u{41}"),
    *(
        "https://example.org/?a=1&b=2",
        "'quoted' \"twice\" -- ---",
        "@reference",
        "// not a comment",
        "[content] {code}",
    ),
    *("Réseau \u202eغير مسجل\u202c", "\u200b =1+1", "]]> <!-- -->", "<style>*{display:none}</style>", "~a~b"),
]


def organisations(
    names: Sequence[str], caption: str, note: str, organisation: str, **figures: tuple[str, Callable[[int], Entry]]
) -> Table:
    """A row for each organisation. Of each column of figures: its title, and what stands in the row of this place."""
    numbers = (Column(code=code, title=title, is_number=True) for code, (title, _) in figures.items())
    return Table(
        code="organisations",
        caption=caption,
        columns=(Column(code="organisation", title=organisation), *numbers),
        row_codes=tuple(f"org-{place}" for place in range(len(names))),
        rows=tuple(
            (Entry(text=name, value=name), *(entry(place) for _, entry in figures.values()))
            for place, name in enumerate(names)
        ),
        note=note,
    )


HOSTILE = Document(
    language="en",
    title="Summary: #title() <b>& more</b>",
    subtitle="*Regional* network",
    notice="Illustrative data & nothing #else",
    properties=(Property(code="scope", label="Scope $x$", text='=cmd|"scope"<br>'),),
    sections=(
        Section(
            code="presence",
            heading="Who took part in #today",
            blocks=(
                Paragraph(text="Nine of *twelve* groups were recorded.", role="lead"),
                organisations(
                    HOSTILE_NAMES,
                    "Organisations <caption>",
                    "A note with `code` & <i>more</i>.",
                    organisation="Organisation",
                    events=("#strong[1]", lambda place: Entry(text=f"{place} of 12", value=place)),
                    share=("%", lambda _: Entry(text="12.5%", value=0.125)),
                    women=("Women", lambda _: Entry(text="not recorded", value=None)),
                ),
                Paragraph(text="A sentence.\nAnother $line$.", role="body"),
                Paragraph(text="Absence from the record is not proof of absence.", role="note"),
            ),
        ),
    ),
)

EMPTY = Document(language="en", title="", subtitle="", notice=None, properties=(), sections=())


def tables(document: Document) -> list[Table]:
    """The tables of a document, in its order."""
    return [block for section in document.sections for block in section.blocks if isinstance(block, Table)]


def paragraphs(document: Document) -> list[str]:
    """What stands in sentences: paragraphs, and the notes below tables."""
    blocks = [block for section in document.sections for block in section.blocks]
    return [words for words in (each.text if isinstance(each, Paragraph) else each.note for each in blocks) if words]


def in_parts(document: Document) -> list[list[list[str]]]:
    """Every table as it stands on pages: a wide one in parts that each begin with the names of its rows."""
    return [grid(table, part.columns) for table in tables(document) for part in parts(table)]


def grid(table: Table, places: Sequence[int] | None = None) -> list[list[str]]:
    """The header and the rows of a table as they are worded; only some columns, if their places are given."""
    shown = range(len(table.columns)) if places is None else places
    titles = [table.columns[place].title for place in shown]
    return [titles, *([row[place].text for place in shown] for row in table.rows)]
