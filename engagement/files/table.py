"""The table in a grid: which row is its header, what its columns are called, where it ends."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count

from engagement import vocabulary
from engagement.cells.names import clean
from engagement.errors import MappingError, UnreadableFileError
from engagement.files.sheet import Cells, Dialect, Grid, Row, Rows, Sheet, column_letters
from engagement.model import Problem, ProblemSeverity
from engagement.settings import Settings

_LOOK_AT = 50
"""Rows in which the header is looked for."""
_FEW = 5
_HASHTAG = re.compile(r"#[^\W\d_]\w*(?:\s*\+\s*[^\W\d_]\w*)*")


class Unread(Rows):
    """The rows of a plain file of which only the head is read."""

    def __init__(self, head: tuple[Row, ...], read: Callable[[], tuple[Row, ...]], *, is_quoted: bool) -> None:
        super().__init__(head, read)
        self.is_quoted = is_quoted


def table(grid: Grid, header_row: int | None, limits: Settings) -> Sheet:
    """The table of a grid: its first one, or the one whose header is in row `header_row` (from 1).

    Raises UnreadableFileError when there is no table, MappingError when the header row asked for is not there.
    """
    if not grid.rows[:1]:
        raise UnreadableFileError("file-empty")
    start = header_position(grid.rows, header_row)
    number, header = grid.rows[: start + 1][start]
    _refuse_too_wide(grid, header, limits)
    hashtags, start = _hashtags(grid.rows, header, start)
    rows = _below(grid, start + 1)
    header = _widened(header, rows)
    rows, notes = _first_table(rows, grid.blank_rows)
    if not rows[:1]:
        raise UnreadableFileError("file-header-only")
    last = None if isinstance(rows, Rows) else rows[-1][0]
    dialect = None if notes else _dialect(grid, start)
    return Sheet(
        name=grid.name,
        header_row=number,
        header=titles(header),
        rows=rows,
        hashtags=hashtags,
        blank_rows=sum(blank > number and (not notes or blank < (last or 0)) for blank in grid.blank_rows),
        bad_cells=tuple(bad for bad in grid.bad_cells if rows[0][0] <= bad.row <= (last or bad.row)),
        notes=(*grid.notes, *notes, *_repeats(header)),
        dialect=dialect,
        above=tuple(row for row in grid.rows[: start + 1] if row[0] < number),
    )


def header_position(rows: Sequence[Row], wanted: int | None) -> int:
    """Where the header is among the rows: the row asked for, the one over HXL tags, or the first nearly full one."""
    if wanted is not None:
        for position, (number, _) in enumerate(rows):
            if number == wanted:
                return position
        raise MappingError("header-row-missing", row=wanted)
    first = [cells for _, cells in rows[:_LOOK_AT]]
    tagged = next((position for position, cells in enumerate(first) if _tags(cells) > 1), None)
    if tagged is not None:
        return max(tagged - 1, 0)
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in first]
    usual = _usual_width(filled)
    return next(position for position, cells in enumerate(filled) if _is_nearly(cells, usual))


def _usual_width(filled: Sequence[int]) -> int:
    """The most filled cells that more than a tenth of the rows nearly have: one stray wide row says nothing.

    Of fewer than five rows the widest, for a header may stand over a row that is nearly blank.
    """
    enough = 1 if len(filled) < _FEW else max(2, len(filled) // 10 + 1)
    widths = sorted(set(filled), reverse=True)
    return next(width for width in widths if sum(_is_nearly(cells, width) for cells in filled) >= enough)


def _is_nearly(cells: int, width: int) -> bool:
    return cells >= 0.6 * width


def is_hashtags(cells: Cells) -> bool:
    """Whether a row is made of HXL tags (#adm1+name) and blanks."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(map(_HASHTAG.fullmatch, filled))


def _tags(cells: Cells) -> int:
    return sum(map(bool, cells)) if is_hashtags(cells) else 0


def titles(header: Cells) -> Cells:
    """Headers made unique: a blank one is named by its letter, a second 'Type' becomes 'Type (2)'."""
    unique: dict[str, None] = {}
    for index, cell in enumerate(header):
        title = clean(cell) or f"[{column_letters(index)}]"
        further = (f"{title} ({number})" for number in count(2))
        unique[title if title not in unique else next(each for each in further if each not in unique)] = None
    return tuple(unique)


def _repeats(header: Cells) -> tuple[Problem, ...]:
    """One note for each title that several columns have."""
    times = Counter(title for cell in header if (title := clean(cell)))
    return tuple(
        Problem(
            row=None, column=None, code="header-repeated", severity=ProblemSeverity.WARNING, params={"header": title}
        )
        for title, count in times.items()
        if count > 1
    )


def _refuse_too_wide(grid: Grid, header: Cells, limits: Settings) -> None:
    """A text row that is too long is one bad row; a workbook has the same width everywhere."""
    width = len(header) if grid.delimiter else max(len(cells) for _, cells in grid.rows)
    if width > limits.max_columns:
        raise UnreadableFileError("file-too-many-columns", limit=limits.max_columns)


def _hashtags(rows: Sequence[Row], header: Cells, start: int) -> tuple[Cells | None, int]:
    """The HXL tags of the table, if any, and the position of the last row that is not data."""
    if is_hashtags(header):
        return header, start
    below = rows[: start + 2][start + 1 :]
    return (below[0][1], start + 1) if below and is_hashtags(below[0][1]) else (None, start)


def _below(grid: Grid, start: int) -> Sequence[Row]:
    rows = grid.rows
    if isinstance(rows, Rows):
        return Rows(rows.head[start:], lambda: rows.whole()[start:])
    return tuple(rows[start:])


def _widened(header: Cells, rows: Sequence[Row]) -> Cells:
    """The header, with blank titles where every row ends in as many blank cells more.

    A blank cell too many at the end of one row is another matter: a separator inside an earlier cell has then moved
    all that follow it, and the row is refused for its width.
    """
    first = [cells for _, cells in (rows.head if isinstance(rows, Rows) else rows)]
    widths = {len(cells) for cells in first}
    if len(widths) != 1 or any(any(cells[len(header) :]) for cells in first):
        return header
    return (*header, *("",) * (widths.pop() - len(header)))


def _dialect(grid: Grid, start: int) -> Dialect | None:
    """How the rows below position `start` may be read from the file; lines before them are counted, not rows."""
    before = grid.rows[: start + 1]
    is_broken = any("\n" in cell or "\r" in cell for _, cells in before for cell in cells)
    if not (grid.is_plain and grid.delimiter) or is_broken or len(before[-1][1]) < 2:
        return None
    is_quoted = grid.rows.is_quoted if isinstance(grid.rows, Unread) else True
    return Dialect(delimiter=grid.delimiter, first_row=before[-1][0] + 1, is_quoted=is_quoted)


# ---- a second table on the same sheet ----


def _first_table(rows: Sequence[Row], blank_rows: tuple[int, ...]) -> tuple[Sequence[Row], tuple[Problem, ...]]:
    """The rows before a second header that stands below a blank row, and what to say of it."""
    if not blank_rows or isinstance(rows, Rows):
        return rows, ()
    gaps = set(blank_rows)
    for position, (number, cells) in enumerate(rows[1:], start=1):
        if number - 1 in gaps and len(rows) > position + 1 and _is_header(cells, rows[:position]):
            note = Problem(row=number, column=None, code="further-table", severity=ProblemSeverity.WARNING)
            return rows[:position], (note,)
    return rows, ()


def _is_header(cells: Cells, above: Sequence[Row]) -> bool:
    """Whether most of the cells are titles that we know and that are no words of the rows above."""
    filled = [cell for cell in cells if cell.strip()]
    meant = {column for cell in filled if (column := vocabulary.column_for(cell))}
    if len(meant) < max(2, len(filled) / 2):
        return False
    used = {cell for _, row in above[:_LOOK_AT] for cell in row}
    return not used.intersection(filled)
