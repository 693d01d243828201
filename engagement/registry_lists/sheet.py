"""The sheet of a list: which of its columns are ours, what its rows hold, and what is found on the way.

Titles are those of `data/list_columns.csv`, in English and French, and our own names. Columns that are not ours are
not read, and named.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from engagement import validation
from engagement.cells import names
from engagement.cells.footers import is_footer
from engagement.cells.names import clean
from engagement.errors import MappingError, UnreadableFileError
from engagement.files import readers
from engagement.files.blocks import Given
from engagement.files.sheet import BadCell, Cells, Grid, Row
from engagement.files.table import is_hashtags
from engagement.folding import fold
from engagement.model import Problem, ProblemSeverity
from engagement.reference import table
from engagement.settings import Settings
from engagement.validation import MAX_LISTED

_LOOK_AT = 50
"""Rows in which the header is looked for."""

_MAX_SHOWN = 100

REQUIRED = {
    "organisations": ("name",),
    "mechanisms": ("name_en", "name_fr", "code"),
    "seats": ("organisation",),
    "expectations": ("type",),
    "categories": ("category",),
}
"""By kind of list, the columns of which it must have one."""


class Findings:
    """What is found in a list, and the rows it keeps out."""

    def __init__(self) -> None:
        self.refused: set[int] = set()
        self._found: list[Problem] = []

    def note(self, row: int | None, column: str | None, code: str, value: str | None = None, **params: Any) -> None:
        """Keep a finding; one that is blocking keeps its row out."""
        shown = None if value is None else clean(value)[:_MAX_SHOWN]
        said = {name: str(each) for name, each in params.items()}
        found = validation.problem(row, column, code, shown, **said)
        self._found.append(found)
        if found.severity is ProblemSeverity.BLOCKING and row is not None:
            self.refused.add(row)

    def add(self, noted: Iterable[Problem]) -> None:
        """Keep what was found in the file before it was a list."""
        self._found += noted

    def counts(self) -> dict[str, int]:
        """How many of each kind, the most frequent first."""
        return dict(Counter(each.code for each in self._found).most_common())

    def listed(self) -> tuple[Problem, ...]:
        """The findings in the order of the sheet, at most `MAX_LISTED` of each kind in each column."""
        times = Counter[tuple[str | None, str]]()
        kept = []
        for each in sorted(self._found, key=lambda each: (each.row or 0, each.column or "", each.code)):
            times[each.column, each.code] += 1
            if times[each.column, each.code] <= MAX_LISTED:
                kept.append(each)
        return tuple(kept)


@dataclass(frozen=True)
class ListSheet:
    """The rows that can be read, each with those of its cells that are not blank, by our column."""

    rows: tuple[tuple[int, dict[str, str]], ...]
    rows_in_file: int
    rows_blank: int
    findings: Findings
    header: Cells
    lines: tuple[Row, ...]  # as they stand, those that cannot be read too


def read(given: Given, kind: str, *, sheet: str | None = None, encoding: str | None = None) -> ListSheet:
    """The sheet of a list of `kind`: organisations, mechanisms or seats.

    Raises UnreadableFileError, or MappingError when none of the required columns is there or one is there twice.
    """
    grid = readers.read_grid(given, sheet=sheet, encoding=encoding, limits=Settings())
    position, columns = _header(grid, kind)
    number, header = grid.rows[position]
    below = tuple(islice(grid.rows, position + 1, None))
    if not below:
        raise UnreadableFileError("file-header-only")
    findings = Findings()
    findings.add(grid.notes)
    _note_unread(header, columns, findings)
    bad = {each.row: each for each in grid.bad_cells if each.position in columns}
    rows = [row for row in below if not _is_tags(row[1])]
    blank = sum(each > number for each in grid.blank_rows) + len(below) - len(rows)
    width = _width(header, rows)
    readable = tuple(
        (row, _cells(row, cells, columns, findings))
        for row, cells in rows
        if _is_readable(row, cells, header, width, bad.get(row), findings)
    )
    return ListSheet(readable, len(rows) + blank, blank, findings, header, tuple(rows))


# ---- the header ---------------------------------------------------------------------------------------------------


def titles(kind: str) -> dict[str, str]:
    """Our column for each folded title of a kind of list."""
    return _titles(kind)


@cache
def _titles(kind: str) -> dict[str, str]:
    rows = [row for row in table("list_columns") if row["list"] == kind]
    ours = {fold(row["column"]): row["column"] for row in rows}
    return ours | {fold(row["term"]): row["column"] for row in rows}


def _header(grid: Grid, kind: str) -> tuple[int, dict[int, str]]:
    """The position of the first row with the title of a required column, and our columns by their positions in it."""
    for position, (_, cells) in enumerate(grid.rows[:_LOOK_AT]):
        columns = {place: column for place, cell in enumerate(cells) if (column := titles(kind).get(fold(cell)))}
        if set(REQUIRED[kind]) & set(columns.values()):
            _refuse_twice(columns)
            return position, columns
    raise MappingError("list-column-missing", column=" / ".join(REQUIRED[kind]), columns=", ".join(_ours(kind)))


def _ours(kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(titles(kind).values()))


def _refuse_twice(columns: dict[int, str]) -> None:
    twice = [column for column, times in Counter(columns.values()).items() if times > 1]
    if twice:
        raise MappingError("column-mapped-twice", column=twice[0])


def _note_unread(header: Cells, columns: dict[int, str], findings: Findings) -> None:
    unread = [clean(title) for place, title in enumerate(header) if place not in columns and title.strip()]
    named = [title for title in unread if not names.holds_address(title)]
    if named:
        findings.note(None, None, "list-columns-not-read", headers=", ".join(named))


# ---- the rows -----------------------------------------------------------------------------------------------------


def _is_tags(cells: Cells) -> bool:
    """Whether a row is one of HXL tags, which say nothing of any organisation."""
    return sum(bool(cell.strip()) for cell in cells) > 1 and is_hashtags(cells)


def _width(header: Cells, rows: Sequence[Row]) -> int:
    """How many cells a row has: those of the header, and as many blank ones more as every row has."""
    widths = {len(cells) for _, cells in rows}
    is_same_blank = len(widths) == 1 and not any(any(map(str.strip, cells[len(header) :])) for _, cells in rows)
    return max(len(header), *widths) if is_same_blank else len(header)


def _is_readable(row: int, cells: Cells, header: Cells, width: int, bad: BadCell | None, findings: Findings) -> bool:
    """Whether the cells of a row are what they seem; if not, it is said why the row is refused."""
    if len(cells) != width:
        findings.note(row, None, "row-width")
    elif tuple(map(fold, cells)) == tuple(map(fold, header)):
        findings.note(row, None, "header-again")
    elif any(is_footer(cell) for cell in cells[:1]):
        findings.note(row, None, "total-row", cells[0])
    elif bad:
        findings.note(row, None, bad.code, bad.value, address=bad.address)
    return row not in findings.refused


def _cells(row: int, cells: Cells, columns: dict[int, str], findings: Findings) -> dict[str, str]:
    """The cells that hold something, by our column; addresses of people are kept nowhere, and keep the row out."""
    said = {column: cells[place] for place, column in columns.items() if cells[place].strip()}
    for column in [column for column, cell in said.items() if names.holds_address(cell)]:
        findings.note(row, column, "personal-data")
        del said[column]
    return said
