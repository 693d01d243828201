"""A document before it has a format: sections of paragraphs and tables, already in one language.

Every table cell carries both the text a reader sees and the value a machine reads, so all writers agree.
"""

from typing import Literal

from engagement.model import Value


class Entry(Value):
    """One cell. `value` is None where nothing is known; then `text` says so in words."""

    text: str
    value: str | int | float | None


class Column(Value):
    """One column of a table. `code` is the same in every language."""

    code: str
    title: str
    is_number: bool = False


class Table(Value):
    """A table with its caption. The first column names the row; `row_codes` are the same in every language."""

    code: str
    caption: str
    columns: tuple[Column, ...]
    row_codes: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    note: str | None = None


class Paragraph(Value):
    """A sentence or a few. A lead opens a section, a note stands below in small type."""

    text: str
    role: Literal["lead", "body", "note"] = "body"


class Section(Value):
    """A heading and what stands under it."""

    code: str
    heading: str
    blocks: tuple[Paragraph | Table, ...]


class Property(Value):
    """One line of the document's head: scope, period, list, unit, unclassified rows, data as of."""

    code: str
    label: str
    text: str


class Document(Value):
    """A whole document. `notice` is a warning that must stand on every page (illustrative data)."""

    language: str
    title: str
    subtitle: str
    notice: str | None
    properties: tuple[Property, ...]
    sections: tuple[Section, ...]
