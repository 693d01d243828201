"""Which figure of which table was counted from what, by name; and what was declared and not counted."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from engagement import indicators, origins
from engagement.batches import batch_number
from engagement.model import Expectation, GapType, Selection
from engagement.origins import Origins
from engagement.provenance import Found, Origin, Rows, ranges
from engagement.rosters import Seat
from engagement.store import Store

_OF_GROUPS = frozenset({*("networks", "coverage", "depth", "voice"), *("people-by-gender", "people-by-age")})
"""Tables with a row for each group, whose figures were counted from the same."""

_KIND_OF = {
    "reach": "reach",
    "records": "record",
    "labels": "label",
    "like": "like",
    "silent-activities": "silent",
    "silent-mechanisms": "held",
    "organisations": "organisation",
    "sources": "batch",
    "seats": "seats",
    "seats-by-group": "seats",
    "outreach": "outreach",
}
"""Tables whose rows each have an origin of their own."""

_OF_SEATS = {GapType.SEAT_FILLED, GapType.SEAT_ATTENDANCE, GapType.CONSECUTIVE_ABSENCES}
"""Gaps that are counted from rosters, too."""

_PARTS_OF_ALL = ("reach", "label", "organisation")


class Place(NamedTuple):
    """What a figure is of: one of the kinds of `origins`, or of what was declared, and its name there."""

    kind: str
    name: str

    @property
    def code(self) -> str:
        """As the document names it: 'MIG', 'MIG@NET-AP', 'all@NET-AP', 'year:2026', 'reach:MIG', 'label:CSO:NGO'."""
        return self.name if self.kind == "group" else f"{self.kind}:{self.name}"


ALL = Place("group", origins.place(None))


class Places:
    """The places of the figures of a document, and what each of them was counted from."""

    def __init__(self, store: Store, selection: Selection) -> None:
        self.counted: Origins = indicators.origins(store, selection)
        self.declared = Declared(store, selection)

    def origin(self, place: Place) -> Origin | None:
        """What a figure was counted from; None where nothing is recorded."""
        source = self.declared if place.kind in KINDS_DECLARED else self.counted
        return source.of(place.kind, place.name)

    def of_figure(self, table: str, row: str, column: str) -> Place | None:
        """Where the figure of a table comes from; of what is not recorded, all that was looked at."""
        wanted = self._wanted(table, row, column)
        while wanted is not None and self.origin(wanted) is None:
            wanted = _wider(wanted)
        return wanted

    def whole(self, place: Place) -> Place | None:
        """All that was looked at for a figure; None of what is all that there is of a network."""
        wider = None if place.kind == "group" and place.name.startswith("all@") else _wider(place)
        return wider if wider is not None and self.origin(wider) is not None else None

    def _wanted(self, table: str, row: str, column: str) -> Place | None:
        if table in _OF_GROUPS:
            return Place("group", row)
        if table.startswith("matrix"):
            return Place("group", origins.place(row, column))
        if table == "trend":
            return Place("group", origins.of_year(int(row)))
        if table == "seats":
            return Place("seats", f"all@{row}")
        if table in _KIND_OF:
            return Place(_KIND_OF[table], row)
        return self._of_several(table, row, column)

    def _of_several(self, table: str, row: str, column: str) -> Place | None:
        """Of tables whose columns come from here and there."""
        if table == "gaps":
            return self._gap(row, column)
        if table == "plan":
            return Place("outreach", row.split(":", 1)[1])
        if table == "expectations":
            return self.declared.listed(int(row))
        if column in ("leads", "seats"):
            return Place("seats", row)
        return Place("led" if column == "led" else "group", row) if table in ("leadership", "rating") else None

    def _gap(self, row: str, column: str) -> Place | None:
        kind, category, mechanism = row.split(":", 2)
        if column == "expected":
            return self.declared.of_gap(row)
        if column not in ("recorded", "best_case"):
            return None
        return Place("seats" if kind in _OF_SEATS else "group", origins.place(category, mechanism))


def _wider(place: Place) -> Place | None:
    """What a figure is a part of, of the same kind or of all that was looked at."""
    group, at, mechanism = place.name.partition("@")
    if place.kind == "group":
        if group != "all" and not group.startswith("year:"):
            return Place("group", f"all{at}{mechanism}")
        return None if place == ALL or not at else ALL
    if place.kind == "led":
        return Place("group", place.name)
    if place.kind == "seats":
        return Place("group", f"all{at}{mechanism}") if at else Place("seats", "all") if group != "all" else None
    if place.kind == "like":
        return Place("like", "all") if place.name != "all" else None
    return ALL if place.kind in _PARTS_OF_ALL else None


# ---- what was declared --------------------------------------------------------------------------------------------

KINDS_DECLARED = ("seats", "outreach", "expected")


class Declared:
    """What rests on a declaration: seats on the lists that name them, outreach and expectations on entries."""

    def __init__(self, store: Store, selection: Selection) -> None:
        self._store, self._selection = store, selection

    def of(self, kind: str, name: str) -> Origin | None:
        """The entries of the journal that say it; None where none does."""
        found: Found = {"seats": self._seats, "outreach": self._outreach, "expected": self._expected}[kind]
        return found.get(name)

    @cached_property
    def _seats(self) -> Found:
        said: defaultdict[str, list[Seat]] = defaultdict(list)
        for seat in indicators.seats(self._store, self._selection).seats:
            for group in (None, seat.category):
                for mechanism in (None, seat.mechanism):
                    said[origins.place(group, mechanism)].append(seat)
        return {name: _of_rosters(seats) for name, seats in said.items()}

    @cached_property
    def _outreach(self) -> Found:
        efforts = indicators.outreach(self._store, self._selection)
        return {
            f"{each.category}:{each.mechanism}": Origin(entries=tuple(sorted({step.entry for step in each.records})))
            for each in efforts
        }

    @cached_property
    def _expected(self) -> Found:
        said_in = {name: (int(name.split(".")[0]),) for name in self._versions.values()}
        return {place.name: Origin(entries=said_in.get(place.name, ())) for place in self.expectations}

    @cached_property
    def expectations(self) -> dict[Place, Expectation]:
        """Every expectation of the period and of the gaps, by its place."""
        return {self._place(each): each for each in (*self._in_period, *self._of_gaps.values())}

    def of_gap(self, row: str) -> Place | None:
        """The expectation that a gap falls short of."""
        found = self._of_gaps.get(row)
        return None if found is None else self._place(found)

    def listed(self, number: int) -> Place | None:
        """One of the expectations declared for the period, by its number in the list."""
        said = [each for each in self._in_period if not each.is_tool_default]
        return self._place(said[number - 1]) if number <= len(said) else None

    def _place(self, expectation: Expectation) -> Place:
        """'12.1', the first of entry 12; 'default:presence' of the tool's own."""
        version = self._versions.get(_said(expectation))
        return Place("expected", version or f"default:{expectation.type.value}")

    @cached_property
    def _in_period(self) -> tuple[Expectation, ...]:
        return indicators.expectations(self._store, self._selection)

    @cached_property
    def _of_gaps(self) -> dict[str, Expectation]:
        gaps = indicators.gaps(self._store, self._selection)
        return {f"{each.type.value}:{each.category or 'all'}:{each.mechanism}": each.expectation for each in gaps}

    @cached_property
    def _versions(self) -> dict[tuple[object, ...], str]:
        """The names of versions by what they say; of those that say the same, the newest."""
        return {
            _said(each.expectation): each.version for each in reversed(indicators.expectation_versions(self._store))
        }


def _of_rosters(seats: Iterable[Seat]) -> Origin:
    """The rows of the lists that say seats; the lists alone where their rows were not kept."""
    rows: defaultdict[int, set[int]] = defaultdict(set)
    for seat in seats:
        rows[batch_number(seat.batch)].update(() if seat.row is None else (seat.row,))
    kept = {batch: Rows(ranges(found), len(found)) for batch, found in sorted(rows.items()) if found}
    return Origin(rows=kept, entries=tuple(sorted(batch for batch, found in rows.items() if not found)))


def _said(each: Expectation) -> tuple[object, ...]:
    return each.type, each.mechanism, each.category, each.value, each.author, each.date, each.basis


def in_order(places: Iterable[Place], groups: dict[str, int]) -> list[Place]:
    """All networks together, then what is of groups in other ways, then network by network; what is of no group as the
    document has it."""
    return sorted(places, key=lambda place: _order(place, groups))


def _order(place: Place, groups: dict[str, int]) -> tuple[int, str, int]:
    group, _, mechanism = place.name.partition("@")
    known = groups.get(group.partition(":")[0], -1 if group == "all" else len(groups))
    if place.kind == "group" and mechanism:
        return len(_ORDER), mechanism, known
    kind = "year" if place.name.startswith("year:") and place.kind == "group" else place.kind
    return _ORDER.index(kind), mechanism, known


_ORDER = (
    *("group", "led", "reach", "like", "year", "record", "label", "organisation", "silent", "held"),
    *("seats", "outreach", "expected", "batch"),
)
