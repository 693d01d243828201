"""The matrix: what the record says of every group in every place or year, and the same by region. Reads only;
`indicators` is its door.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from engagement import brought, declared, expected, figures, scopes, silence
from engagement.desk import Row
from engagement.expectations import applying
from engagement.listed import ListedMechanism
from engagement.model import ABSENT, ENGAGED, CategoryKind, Cell, CellState, GapType, Matrix, Selection, Value
from engagement.scopes import Scope
from engagement.store import Reader

_COLUMN = {"mechanism": "mechanism", "year": "held_in"}
_SHOWN = (CategoryKind.NAMED, CategoryKind.TAG, CategoryKind.OTHER)


# ---- the matrix ---------------------------------------------------------------------------------------------------


def matrix(
    store: Reader,
    scope: Scope,
    selection: Selection,
    by: Literal["mechanism", "year"],
    rows: Literal["category", "label"],
) -> Matrix:
    """What the record says of every group (or label) in every year, or in every mechanism that held an activity.

    A mechanism that is expected to report and did not has a column too.
    """
    column = _COLUMN[by]
    activities = {row[column]: row for row in scopes.counts(store, "activity_counts", scope) if row[column] is not None}
    names, counts = _labels(store, scope, by) if rows == "label" else _categories(store, scope, selection)
    found = {(row[column], row["row"]): row for row in counts if row[column] is not None}
    places = _years(activities) if by == "year" else _mechanisms(store, scope, activities)
    expects = _nothing if rows == "label" else _expectations(store, scope, selection, by)
    return Matrix(
        by=by,
        columns=tuple(str(each) for each in places),
        rows=names,
        cells=tuple(
            figures.cell(str(each), name, found.get((each, name)), activities.get(each), **expects(each, name))
            for name in names
            for each in places
        ),
    )


def _labels(store: Reader, scope: Scope, by: str) -> tuple[tuple[str, ...], list[Row]]:
    counts = [row | {"row": row["label"]} for row in scopes.counts(store, "label_counts", scope, per=by)]
    return tuple(sorted({row["row"] for row in counts})), counts


def _categories(store: Reader, scope: Scope, selection: Selection) -> tuple[tuple[str, ...], list[Row]]:
    counts = figures.shown_rows(scopes.counts(store, "category_counts", scope))
    rows = brought.taxonomy(store).shown(selection.list, {row["row"] for row in counts})
    return tuple(code for code, kind in rows if kind in _SHOWN), counts


def _years(activities: Mapping[Any, Row]) -> list[int]:
    """The years without a gap."""
    years = sorted(activities)
    return list(range(years[0], years[-1] + 1)) if years else []


def _mechanisms(store: Reader, scope: Scope, activities: Mapping[Any, Row]) -> list[str]:
    """Those included that were to report and did not."""
    silent = {each.mechanism for each in silence.silent_mechanisms(store, scope)}
    told = (code for code, row in activities.items() if row["with_log"])
    return sorted({*activities, *silent}, key=declared.reading_order(store, told))


# ---- what is expected of a cell -----------------------------------------------------------------------------------

Expects = Callable[[Any, str], dict[str, Any]]


def _nothing(_column: Any, _row: str) -> dict[str, Any]:
    """Of a label as files spell it nothing is expected."""
    return {}


def _expectations(store: Reader, scope: Scope, selection: Selection, by: str) -> Expects:
    marks = silence.not_expected(store, scope)
    if by == "year":
        everywhere = {each.category: each.marked_on for each in marks if each.mechanism is None}
        return lambda year, row: {"is_marked": everywhere.get(row, date.max).year <= year}
    standing = expected.standing(store, selection)
    marked = {(each.mechanism, each.category) for each in marks}
    named = frozenset(brought.taxonomy(store).expected(selection.list))

    def presence(mechanism: str, row: str) -> Fraction | None:
        found = applying(standing, GapType.PRESENCE, mechanism, row)
        return found.value if found and (row in named or found.category == row) else None

    return lambda mechanism, row: {
        "presence": presence(mechanism, row),
        "is_marked": bool({(mechanism, row), (None, row)} & marked),
    }


# ---- by region ----------------------------------------------------------------------------------------------------


class GroupInRegion(Value):
    """In how many networks and working groups of a region a group is recorded. `places` have a log, and expect it."""

    category: str
    recorded: int
    possible: int  # not recorded, and an unclassified organisation could be of the group
    not_expected: int  # beside `places`
    places: int


class Region(Value):
    """The networks and working groups of one region; of None: those that are tied to none."""

    region: str | None
    mechanisms: int
    with_log: int
    groups: tuple[GroupInRegion, ...]  # in the order of the list

    @property
    def no_report(self) -> int:
        """How many have no log."""
        return self.mechanisms - self.with_log


def regions(shown: Matrix, known: Iterable[ListedMechanism], groups: Iterable[str]) -> tuple[Region, ...]:
    """The cells of a matrix by mechanism, counted by region, in the order of the codes of regions."""
    listed, wanted = {each.code: each for each in known}, list(groups)
    of_region: dict[str | None, list[str]] = defaultdict(list)
    for code in shown.columns:
        of_region[_region(code, listed)].append(code)
    cells = {(cell.column, cell.row): cell for cell in shown.cells}
    return tuple(
        _in_region(region, [[cells[code, group] for code in codes] for group in wanted])
        for region, codes in sorted(of_region.items(), key=lambda each: (each[0] is None, each[0] or ""))
    )


def _region(code: str, listed: Mapping[str, ListedMechanism]) -> str | None:
    """That of a mechanism, or else of the network it is in; the whole world is no region."""
    own = listed[code].region
    parent = listed[code].parent
    found = own or (_region(parent, listed) if parent and parent in listed else None)
    return None if found == "global" else found


def _in_region(region: str | None, rows: list[list[Cell]]) -> Region:
    columns = [list(column) for column in zip(*rows, strict=True)]
    reporting = [any(cell.state is not CellState.NO_REPORT for cell in column) for column in columns]
    return Region(
        region=region,
        mechanisms=len(columns),
        with_log=sum(reporting),
        groups=tuple(map(_group, rows)),
    )


def _group(cells: list[Cell]) -> GroupInRegion:
    states = [cell.state for cell in cells]
    return GroupInRegion(
        category=cells[0].row,
        recorded=sum(state in ENGAGED for state in states),
        possible=states.count(CellState.POSSIBLE),
        not_expected=states.count(CellState.NOT_EXPECTED),
        places=sum(state in (*ENGAGED, *ABSENT) for state in states),
    )
