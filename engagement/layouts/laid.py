"""What a layout makes of a grid, and how layouts find their way in one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Protocol

from engagement import reference
from engagement.errors import MappingError, UnreadableFileError
from engagement.files.sheet import BadCell, Cells, Grid, Row, Rows, Sheet
from engagement.files.table import titles
from engagement.folding import fold
from engagement.model import Problem, ProblemSeverity
from engagement.settings import Settings
from engagement.taxonomy import Taxonomy

PLAIN = "plain"
_LOOK_AT = 200
_NAMED = 5
_OR = " / "


@dataclass(frozen=True)
class Laid:
    """A sheet in which each row is a row of a log, and what its layout says of it.

    `columns` gives our column for a header ('' for one to leave out), `values` our value for a value of the sheet per
    column, `constants` what holds for every row. `reasons` are the words of the file that showed the layout. Rows that
    were reshaped keep the number they have in the file.
    """

    sheet: Sheet
    layout: str
    reasons: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


class Layout(Protocol):
    """A module that knows one shape of file."""

    def fits(self, grid: Grid) -> bool:
        """Whether the first rows show this layout, beyond doubt."""

    def lay(self, grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
        """The grid as rows of a log. Raises MappingError when it does not have this layout."""


@cache
def words(layout: str, word: str) -> frozenset[str]:
    """The folded terms, in every language, for a word of a layout: the titles of a column, or the values of one."""
    rows = reference.table("layout_words")
    return frozenset(fold(row["term"]) for row in rows if (row["layout"], row["word"]) == (layout, word))


def is_word(text: str, layout: str, word: str) -> bool:
    """Whether a cell is that word, in any language."""
    return fold(text) in words(layout, word)


def place(header: Cells, layout: str, word: str) -> int | None:
    """The position of the first header that is that word."""
    return next((position for position, title in enumerate(header) if is_word(title, layout, word)), None)


def first_rows(grid: Grid) -> tuple[Row, ...]:
    """The rows that can be looked at without reading a whole large file."""
    return grid.rows.head[:_LOOK_AT] if isinstance(grid.rows, Rows) else tuple(grid.rows[:_LOOK_AT])


def find(grid: Grid, header_row: int | None, is_header: Callable[[Cells], bool]) -> int | None:
    """The position of the header among the rows: the row asked for, or the first that looks like one."""
    rows = first_rows(grid)
    if header_row is not None:
        return next((position for position, (number, _) in enumerate(rows) if number == header_row), None)
    return next((position for position, (_, cells) in enumerate(rows) if is_header(cells)), None)


def unfit(layout: str, missing: Sequence[str]) -> MappingError:
    """The error of a file that does not have the layout asked for, for it lacks these titles or words."""
    return MappingError("layout-unfit", layout=layout, missing=_first(missing))


def unfit_columns(layout: str, titles: Sequence[str]) -> MappingError:
    """The error of a file that does not have the layout asked for, for it has these columns."""
    return MappingError("layout-unfit-columns", layout=layout, titles=_first(titles))


def _first(named: Sequence[str]) -> tuple[str, ...]:
    further = (f"+{len(named) - _NAMED}",) if len(named) > _NAMED else ()
    return (*named[:_NAMED], *further)


def least(grid: Grid, header_row: int | None, lacking: Callable[[Cells], Sequence[str]]) -> Sequence[str]:
    """What the row asked for lacks to be a header, or the row that lacks least."""
    rows = [cells for number, cells in first_rows(grid) if header_row in (None, number)]
    return min(map(lacking, rows or [()]), key=len)


def without(cells: Cells, layout: str, wanted: Sequence[tuple[str, ...]]) -> list[str]:
    """The titles that a row lacks, each as the first term for its word. One of several words may do: 'Join / Leave'."""
    lacking = [each for each in wanted if all(place(cells, layout, word) is None for word in each)]
    return [_OR.join(term(layout, word) for word in each) for each in lacking]


def term(layout: str, word: str) -> str:
    """How a word of a layout is written, as the first of its terms."""
    rows = reference.table("layout_words")
    return next(row["term"] for row in rows if (row["layout"], row["word"]) == (layout, word))


def filled(cells: Cells) -> tuple[str, ...]:
    """The cells that are not blank, without spaces around them."""
    return tuple(cell.strip() for cell in cells if cell.strip())


def cell(cells: Cells, position: int | None) -> str:
    """A cell, stripped; '' beyond the end of the row or where there is no such column."""
    return cells[position].strip() if position is not None and position < len(cells) else ""


def beyond(cells: Cells, header: Cells) -> Cells:
    """What stands in a row beyond its header: it stays, so that the row is refused for its width and not cut."""
    return cells[len(header) :] if any(text.strip() for text in cells[len(header) :]) else ()


def reshaped(
    grid: Grid,
    header: Cells,
    header_row: int,
    rows: Sequence[Row],
    bad_cells: Sequence[BadCell] = (),
    moved: Mapping[int, int] | None = None,
) -> Sheet:
    """A sheet of new rows. `moved` says where the columns of the grid went (None: they stayed, others were added).

    Raises UnreadableFileError when there are no rows.
    """
    if not rows:
        raise UnreadableFileError("file-header-only")
    first, kept = rows[0][0], {number for number, _ in rows}
    places = moved if moved is not None else {position: position for position in range(len(header))}
    carried = tuple(
        replace(bad, position=places[bad.position])
        for bad in grid.bad_cells
        if bad.row in kept and bad.position in places
    )
    return Sheet(
        name=grid.name,
        header_row=header_row,
        header=titles(header),
        rows=tuple(rows),
        blank_rows=sum(first < number for number in grid.blank_rows),
        bad_cells=(*carried, *bad_cells),
        notes=grid.notes,
        above=tuple(row for row in first_rows(grid) if row[0] < header_row),
    )


def recognised(layout: str, reasons: Sequence[str]) -> Problem:
    """The note that says which layout a file was read by, and by which of its words it was known."""
    return Problem(
        row=None,
        column=None,
        code="layout-recognised",
        severity=ProblemSeverity.WARNING,
        value=layout,
        params={"layout": layout, "reasons": ", ".join(reasons)},
    )
