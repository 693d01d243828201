"""The document as one HTML file that asks for nothing else: no script, no font, no picture, no request.

`page.css` says how it looks. A cell whose number a program may want carries it beside its words.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from engagement.document import Column, Document, Entry, Paragraph, Property, Section, Table
from engagement.locale import direction
from engagement.safe_text import legible

_LOOK = Path(__file__).with_name("page.css")

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What the browser may do with the file: read its style, and nothing else."""


def write(document: Document) -> bytes:
    """UTF-8. Every text is text; the number of a cell is the `value` of its `<data>`, absent where nothing is known.

    Sections and tables have the ids `section-<code>` and `table-<code>`, the same in every language.
    """
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{_text(document.language)}" dir="{direction(document.language)}">',
        *_about(document),
        "<body>",
        "<main>",
        *_head(document),
        *(line for section in document.sections for line in _section(section)),
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


def _head(document: Document) -> list[str]:
    notice = [f'<p class="notice">{_text(document.notice)}</p>'] if document.notice else []
    return [
        *notice,
        f"<h1>{_text(document.title)}</h1>",
        f'<p class="subtitle">{_text(document.subtitle)}</p>',
        *_properties(document.properties),
    ]


def _properties(properties: Sequence[Property]) -> list[str]:
    lines = [f"<dt>{_text(line.label)}</dt><dd>{_text(line.text)}</dd>" for line in properties]
    return ["<dl>", *lines, "</dl>"] if lines else []


def _section(section: Section) -> list[str]:
    place = _text(f"section-{section.code}")
    blocks = [
        line for each in section.blocks for line in (_table(each) if isinstance(each, Table) else [_paragraph(each)])
    ]
    opening = [f'<section id="{place}" aria-labelledby="{place}-heading">']
    return [*opening, f'<h2 id="{place}-heading">{_text(section.heading)}</h2>', *blocks, "</section>"]


def _paragraph(paragraph: Paragraph) -> str:
    return f'<p class="{paragraph.role}">{_text(paragraph.text)}</p>'


def _table(table: Table) -> list[str]:
    """Wider than a telephone, a table is moved within its own frame, with the keyboard too."""
    place = _text(f"table-{table.code}")
    return [
        f'<div class="table" role="region" tabindex="0" aria-labelledby="{place}-caption">',
        f'<table id="{place}">',
        f'<caption id="{place}-caption">{_text(table.caption)}</caption>',
        f"<thead><tr>{''.join(map(_heading, table.columns))}</tr></thead>",
        "<tbody>",
        *(_row(table.columns, entries) for entries in table.rows),
        "</tbody>",
        "</table>",
        "</div>",
        *([f'<p class="note">{_text(table.note)}</p>'] if table.note else []),
    ]


def _heading(column: Column) -> str:
    return f'<th scope="col"{_look(column)}>{_text(column.title)}</th>'


def _row(columns: Iterable[Column], entries: Sequence[Entry]) -> str:
    cells = [
        f'<th scope="row"{_look(column)}>{_entry(entry)}</th>'
        if position == 0
        else f"<td{_look(column)}>{_entry(entry)}</td>"
        for position, (column, entry) in enumerate(zip(columns, entries, strict=True))
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _look(column: Column) -> str:
    return ' class="number"' if column.is_number else ""


def _entry(entry: Entry) -> str:
    words = _text(entry.text)
    return words if entry.value in (None, entry.text) else f'<data value="{_text(str(entry.value))}">{words}</data>'


def _text(words: str) -> str:
    return escape(legible(words))
