"""The document as one HTML file that asks for nothing else: no script, no font, no request.

`page.css` says how it looks. A cell whose number a program may want carries it beside its words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from engagement.document import Column, Document, Entry, Paragraph, Property, Section, Table
from engagement.exports.bars import drawing
from engagement.exports.pictures import svg
from engagement.exports.sides import Words, sides, words
from engagement.locale import direction
from engagement.safe_text import legible

_LOOK = Path(__file__).with_name("page.css")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What the browser may do with the file: read its style, and nothing else."""


def write(document: Document) -> bytes:
    """UTF-8. Every text is text; the number of a cell is the `value` of its `<data>`, absent where nothing is known.

    Sections and tables have the ids `section-<code>` and `table-<code>`, the same in every language.
    """
    page = _Page(sides(document), document.places())
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{_text(document.language)}" dir="{direction(document.language)}">',
        *_about(document),
        "<body>",
        "<main>",
        *page.head(),
        *(line for together in page.sections() for line in page.section(together)),
        "</main>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(parts) + "\n").encode("utf-8")


def _about(document: Document) -> list[str]:
    return [
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_text(_POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(document.title)}</title>",
        f"<style>\n{_LOOK.read_text(encoding='utf-8')}</style>",
        "</head>",
    ]


@dataclass(frozen=True)
class _Page:
    """The document in each of its languages, and where its figures lead to."""

    shown: Sequence[Document]
    places: Mapping[str, int]

    def said(self, texts: Iterable[str]) -> str:
        """One text as it is; two in an element each, with their language and direction."""
        return _markup(words(texts, self.shown))

    def element(self, tag: str, texts: Iterable[str], look: str = "", place: str = "") -> str:
        """An element of one text, or of two that stand side by side."""
        found = words(texts, self.shown)
        looks = [look] if len(found) == 1 else [look, "beside"]
        written = (("id", place), ("class", " ".join(filter(None, looks))))
        attributes = "".join(f' {name}="{value}"' for name, value in written if value)
        return f"<{tag}{attributes}>{_markup(found)}</{tag}>"

    def sections(self) -> Iterable[tuple[Section, ...]]:
        """Each section in each of the languages."""
        return zip(*(each.sections for each in self.shown), strict=True)

    def head(self) -> list[str]:
        notices = [each.notice or "" for each in self.shown]
        notice = [self.element("p", notices, "notice")] if any(notices) else []
        return [
            *notice,
            self.element("h1", (each.title for each in self.shown)),
            self.element("p", (each.subtitle for each in self.shown), "subtitle"),
            *self._properties(zip(*(each.properties for each in self.shown), strict=True)),
        ]

    def _properties(self, lines: Iterable[Sequence[Property]]) -> list[str]:
        written = [
            f"<dt>{self.said(each.label for each in line)}</dt><dd>{self.said(each.text for each in line)}</dd>"
            for line in lines
        ]
        return ["<dl>", *written, "</dl>"] if written else []

    def section(self, together: Sequence[Section]) -> list[str]:
        section = together[0]
        place, level = _text(f"section-{section.code}"), section.level + 1
        heading = self.element(f"h{level}", (each.heading for each in together), place=f"{place}-heading")
        blocks = [line for each in zip(*(side.blocks for side in together), strict=True) for line in self._block(each)]
        return [f'<section id="{place}" aria-labelledby="{place}-heading">', heading, *blocks, "</section>"]

    def _block(self, together: Sequence[Paragraph | Table]) -> list[str]:
        tables = [each for each in together if isinstance(each, Table)]
        if tables:
            return self._table(tables)
        said = [each for each in together if isinstance(each, Paragraph)]
        return [self.element("p", (each.text for each in said), said[0].role)]

    def _table(self, together: Sequence[Table]) -> list[str]:
        """Wider than a telephone, a table is moved within its own frame, with the keyboard too."""
        place = _text(f"table-{together[0].code}")
        columns = list(zip(*(each.columns for each in together), strict=True))
        notes = [each.note or "" for each in together]
        return [
            *self._drawing(together),
            f'<div class="table" role="region" tabindex="0" aria-labelledby="{place}-caption">',
            f'<table id="{place}">',
            f'<caption id="{place}-caption">{self.said(each.caption for each in together)}</caption>',
            f"<thead><tr>{''.join(map(self._heading, columns))}</tr></thead>",
            "<tbody>",
            *(self._row(columns, each) for each in zip(*(side.rows for side in together), strict=True)),
            "</tbody>",
            "</table>",
            "</div>",
            *([self.element("p", notes, "note")] if any(notes) else []),
        ]

    def _drawing(self, together: Sequence[Table]) -> list[str]:
        drawn = drawing(together, self.shown)
        if drawn is None:
            return []
        said = _text(drawn.alternative)
        return [f'<div class="drawing" role="img" tabindex="0" aria-label="{said}">{svg(drawn)}</div>']

    def _heading(self, columns: Sequence[Column]) -> str:
        return f'<th scope="col"{_look(columns[0])}>{self.said(each.title for each in columns)}</th>'

    def _row(self, columns: Iterable[Sequence[Column]], rows: Sequence[Sequence[Entry]]) -> str:
        cells = [
            f'<th scope="row"{_look(column[0])}{self._place(entries[0])}>{self._entry(entries)}</th>'
            if position == 0
            else f"<td{_look(column[0])}{self._place(entries[0])}>{self._entry(entries)}</td>"
            for position, (column, entries) in enumerate(zip(columns, zip(*rows, strict=True), strict=True))
        ]
        return f"<tr>{''.join(cells)}</tr>"

    def _entry(self, entries: Sequence[Entry]) -> str:
        """The words of a cell; a figure leads to the place where it is told what it was counted from."""
        entry = entries[0]
        said = self.said(each.text for each in entries)
        if entry.value not in (None, entry.text):
            said = f'<data value="{_text(str(entry.value))}">{said}</data>'
        place = self.places.get(entry.trace or "")
        return said if place is None else f'<a href="#place-{place}">{said}</a>'

    def _place(self, entry: Entry) -> str:
        place = self.places.get(entry.anchor or "")
        return "" if place is None else f' id="place-{place}"'


def _markup(found: Words) -> str:
    if len(found) == 1:
        return _text(found[0].words)
    return "".join(
        f'<span lang="{_text(each.language)}" dir="{direction(each.language)}">{_text(each.words)}</span>'
        for each in found
    )


def _look(column: Column) -> str:
    return ' class="number"' if column.is_number else ""


def _text(said: str) -> str:
    return escape(legible(said))
