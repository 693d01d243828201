"""A document before it has a format: sections of paragraphs and tables, already in one language.

Every table cell carries both the text a reader sees and the value a machine reads, so all writers agree.
"""

from datetime import date
from typing import Literal

from engagement.model import Held, Value


class Entry(Value):
    """One cell. `value` is None where nothing is known; then `text` says so in words. `of` is the n of "3 of n".

    `trace` is the code of what the figure was counted from; the cell whose `anchor` is that code is where it is told.
    """

    text: str
    value: str | int | float | None
    of: int | None = None
    trace: str | None = None
    anchor: str | None = None


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
    """A heading and what stands under it. A section of level 2 belongs to the one of level 1 before it."""

    code: str
    heading: str
    blocks: tuple[Paragraph | Table, ...]
    level: Literal[1, 2] = 1


class Property(Value):
    """One line of the document's head: scope, period, list, unit, unclassified rows, data as of."""

    code: str
    label: str
    text: str


class TracedActivity(Held):
    """An activity that figures were counted from."""


class TracedFile(Value):
    """Rows of one file, `n` of them: "2-14, 17"."""

    batch: str
    file: str
    sheet: str | None
    rows: str
    n: int


class TracedEntry(Value):
    """An entry of the journal that says what was declared: list, expectation, outreach. `batch`: that of a list."""

    entry: int
    kind: str
    on: date
    batch: str | None
    file: str | None


class Trace(Value):
    """What a figure was counted from: organisation-events at `activities`, as rows of `files` say; what was declared
    and not counted rests on `entries`.

    `of` is the code of the trace of all that was looked at: the activities with a log, the figure's denominator.
    `organisation_events` is None where the figure counts none.
    """

    code: str
    title: str
    of: str | None
    organisation_events: int | None
    activities: tuple[str, ...]
    files: tuple[TracedFile, ...]
    entries: tuple[TracedEntry, ...] = ()


class Document(Value):
    """A whole document. `notice` is a warning that must stand on every page (illustrative data).

    `beside` is the same document in a second language, section by section and row by row: a bilingual edition.
    """

    language: str
    title: str
    subtitle: str
    notice: str | None
    properties: tuple[Property, ...]
    sections: tuple[Section, ...]
    traces: tuple[Trace, ...] = ()
    activities: tuple[TracedActivity, ...] = ()
    beside: "Document | None" = None

    def places(self) -> dict[str, int]:
        """The cells that figures lead to, numbered from 1, by their code."""
        cells = (
            entry
            for section in self.sections
            for block in section.blocks
            if isinstance(block, Table)
            for row in block.rows
            for entry in row
        )
        return {code: number for number, code in enumerate((each.anchor for each in cells if each.anchor), 1)}
