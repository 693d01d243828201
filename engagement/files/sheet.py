"""A file as it stands: rows of text cells that remember where they were. Nothing is interpreted here.

A `Grid` is every row of one sheet; a `Sheet` is the table in it: a header and the rows under it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from engagement.model import Problem

Cells = tuple[str, ...]
Row = tuple[int, Cells]
"""The number of a row in its sheet, from 1, and its cells."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that shows something other than a value: an error, or a formula whose result was not saved."""

    row: int
    position: int  # of its column, from 0
    code: str  # of the problem's sentence: cell-error, formula-unsaved
    value: str  # as the spreadsheet shows it: #REF!

    @property
    def address(self) -> str:
        """As a spreadsheet calls the cell: B3."""
        return f"{column_letters(self.position)}{self.row}"


def column_letters(position: int) -> str:
    """What a spreadsheet calls a column: 0 is A, 26 is AA."""
    return ("" if position < 26 else column_letters(position // 26 - 1)) + chr(ord("A") + position % 26)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the very same rows may be read from the file by Arrow: UTF-8, quotes doubled inside quotes."""

    delimiter: str
    first_row: int  # the number of the first row of data, from 1: rows before it are skipped
    is_quoted: bool


class Rows(Sequence[Row]):
    """Rows of a large file: the first are at hand, all are read when somebody asks for more than those."""

    def __init__(self, head: tuple[Row, ...], read: Callable[[], tuple[Row, ...]]) -> None:
        self.head = head
        self._read = read
        self._all: tuple[Row, ...] | None = None

    def whole(self) -> tuple[Row, ...]:
        """Every row, read at the first call."""
        if self._all is None:
            self._all = self._read()
        return self._all

    def __len__(self) -> int:
        return len(self.whole())

    def __iter__(self) -> Iterator[Row]:
        return iter(self.whole())

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, slice) and index.start is None and 0 <= (index.stop or -1) <= len(self.head):
            return self.head[index]
        return self.whole()[index]


@dataclass(frozen=True)
class Grid:
    """Every row of one sheet, blank rows left out."""

    name: str | None  # of the sheet, in a workbook
    rows: Sequence[Row]
    blank_rows: tuple[int, ...] = ()  # their numbers
    bad_cells: tuple[BadCell, ...] = ()
    notes: tuple[Problem, ...] = ()  # what a person should know: hidden sheets, merged cells, a second table
    delimiter: str | None = None  # of a text file
    is_plain: bool = False  # whether Arrow may read it from the file


@dataclass(frozen=True)
class Sheet:
    """A table of text: a header, and rows under it, blank ones left out."""

    name: str | None
    header_row: int
    header: Cells
    rows: Sequence[Row]
    hashtags: Cells | None = None  # a row of HXL tags under the header
    blank_rows: int = 0  # among or under the rows
    bad_cells: tuple[BadCell, ...] = ()
    notes: tuple[Problem, ...] = ()
    dialect: Dialect | None = None  # None: the rows are only here
    above: tuple[Row, ...] = field(default=())  # what stands over the header: a title, the topic of a meeting
