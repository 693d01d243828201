"""Who has a seat: the standing members of a scope, by category. Reads only; `indicators` is their door.

Alternates and observers are shown beside the seats and not counted among them. A seat of which no dates are known
counts in every period.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from engagement import brought, measures
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.identity import as_id
from engagement.model import UNCLASSIFIED, CategoryKind, Coverage, Selection
from engagement.rosters import BESIDE, LEADING, Seat, SeatedMechanism, SeatFigures, SeatRole, Seats, SelectedBy
from engagement.scopes import Scope
from engagement.store import Reader


def seats(store: Reader, scope: Scope, selection: Selection) -> Seats:
    """The seats of a scope that are held at some day of its period, and how many groups of the list have one."""
    taxonomy = brought.taxonomy(store)
    expected = taxonomy.expected(selection.list)
    found = tuple(_seat(row) for row in store.rows(_SEATS, {name: scope[name] for name in _PARAMETERS}))
    of_mechanism: dict[str, list[Seat]] = defaultdict(list)
    of_category: dict[str, list[Seat]] = defaultdict(list)
    for seat in found:
        of_mechanism[seat.mechanism].append(seat)
        of_category[seat.category].append(seat)
    return Seats(
        coverage=_coverage(found, expected),
        mechanisms=tuple(_mechanism(code, of_mechanism[code], expected) for code in sorted(of_mechanism)),
        categories=tuple(
            _figures(code, kind, of_category[code]) for code, kind in taxonomy.shown(selection.list, tuple(of_category))
        ),
        seats=found,
    )


_PARAMETERS = ("mechanisms", "first_day", "last_day")

_SEATS = """
    select mechanism, seat.organisation_id, titled.name, role, since, until, seat.valid_from, seat.valid_to,
        selected_by, seat.batch, row, category
    from seated_for($last_day) as seat join titled using (organisation_id)
    where ($mechanisms is null or list_contains($mechanisms, mechanism))
        and ($first_day is null or valid_to is null or valid_to >= $first_day)
        and ($last_day is null or valid_from is null or valid_from <= $last_day)
    order by mechanism, titled.name, seat.valid_from nulls first, seat.batch
"""


def _seat(row: Row) -> Seat:
    as_it_is = ("mechanism", "category", "role", "since", "until", "valid_from", "valid_to", "selected_by", "row")
    return Seat(
        organisation=row["name"],
        organisation_id=as_id(row["organisation_id"]),
        batch=batch_name(row["batch"]),
        **{name: row[name] for name in as_it_is},
    )


def _counted(seats: Iterable[Seat]) -> list[Seat]:
    return [seat for seat in seats if seat.role not in BESIDE]


def _coverage(seats: Iterable[Seat], expected: Sequence[str]) -> Coverage:
    counted = _counted(seats)
    recorded = len({seat.category for seat in counted} & set(expected))
    unclassified = {seat.organisation_id for seat in counted if seat.category == UNCLASSIFIED}
    return Coverage(
        recorded=recorded,
        expected=len(expected),
        upper=measures.coverage_upper(recorded, len(expected), len(unclassified)),
    )


def _mechanism(code: str, seats: Sequence[Seat], expected: Sequence[str]) -> SeatedMechanism:
    counted = _counted(seats)
    return SeatedMechanism(
        mechanism=code, coverage=_coverage(seats, expected), seats=len(counted), organisations=_organisations(counted)
    )


def _organisations(seats: Iterable[Seat]) -> int:
    return len({seat.organisation_id for seat in seats})


def _figures(code: str, kind: CategoryKind, seats: Sequence[Seat]) -> SeatFigures:
    counted = _counted(seats)
    return SeatFigures(
        category=code,
        kind=kind,
        seats=len(counted),
        organisations=_organisations(counted),
        leads=sum(seat.role in LEADING for seat in counted),
        alternates=sum(seat.role is SeatRole.ALTERNATE for seat in seats),
        observers=sum(seat.role is SeatRole.OBSERVER for seat in seats),
        **{f"selected_by_{who}": sum(seat.selected_by is who for seat in counted) for who in SelectedBy},
    )
