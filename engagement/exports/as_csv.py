"""The document's tables as one tidy table: one figure per row, its scope beside it."""

import codecs
import csv
import io
from collections.abc import Iterator

from engagement.document import Column, Document, Entry, Table
from engagement.exports.sides import sides
from engagement.safe_text import neutralised

FIGURE_COLUMNS = (
    *("document", "section", "table", "row_code", "row", "column_code", "column"),
    *("value", "text", "language"),
)

CellValue = str | int | float | None


def write(document: Document) -> bytes:
    """UTF-8 with a byte-order mark and CRLF, as spreadsheets expect.

    `section`, `table`, `row_code`, `column_code` and the header are the same in every language. `value` is empty where
    nothing is known, and `text` says so. The document's properties and its notice stand in every row. A bilingual
    edition has the rows of its second language after those of its first.
    """
    columns = [_property_column(line.code) for line in document.properties]
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([*FIGURE_COLUMNS, *columns, "notice"])
    for side in sides(document):
        about = (*(line.text for line in side.properties), side.notice)
        for section, table, row_code, row, column, entry in figures(side):
            place = (side.title, section, table.code, row_code, row[0].text, column.code, column.title)
            figure = (*place, entry.value, entry.text, side.language)
            writer.writerow([_cell(value) for value in (*figure, *about)])
    return codecs.BOM_UTF8 + lines.getvalue().encode("utf-8")


def figures(document: Document) -> Iterator[tuple[str, Table, str, tuple[Entry, ...], Column, Entry]]:
    """Each figure with the code of its section, its table, the code of its row, the row, and its column."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for row_code, row, column, entry in _entries(block):
                    yield section.code, block, row_code, row, column, entry


def _entries(table: Table) -> Iterator[tuple[str, tuple[Entry, ...], Column, Entry]]:
    """Each cell with its row; the column that names the rows only where it is itself a figure, or stands alone."""
    for row_code, row in zip(table.row_codes, table.rows, strict=True):
        for position, (column, entry) in enumerate(zip(table.columns, row, strict=True)):
            if position > 0 or column.is_number or len(table.columns) == 1:
                yield row_code, row, column, entry


def _cell(value: CellValue) -> CellValue:
    return neutralised(value) if isinstance(value, str) else value


def _property_column(code: str) -> str:
    return f"document_{code}" if code in (*FIGURE_COLUMNS, "notice") else code
