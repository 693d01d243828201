"""Who has a seat: the standing members of a scope, by category. Reads only; `indicators` is their door.

Alternates and observers are shown beside the seats and not counted among them. A seat of which no dates are known
counts in every period.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from engagement import measures, taxonomy
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.identity import as_id
from engagement.model import UNCLASSIFIED, CategoryKind, Coverage, Selection
from engagement.rosters import BESIDE, LEADING, Seat, SeatedMechanism, SeatFigures, SeatRole, Seats, SelectedBy
from engagement.scopes import Scope
from engagement.store import Reader


def seats(store: Reader, scope: Scope, selection: Selection) -> Seats:
    """The seats of a scope that are held at some day of its period, and how many groups of the list have one."""
    found = tuple(_seat(row) for row in store.rows(_SEATS, {name: scope[name] for name in _PARAMETERS}))
    of_mechanism: dict[str, list[Seat]] = defaultdict(list)
    of_category: dict[str, list[Seat]] = defaultdict(list)
    for seat in found:
        of_mechanism[seat.mechanism].append(seat)
        of_category[seat.category].append(seat)
    return Seats(
        coverage=_coverage(found, selection),
        mechanisms=tuple(_mechanism(code, of_mechanism[code], selection) for code in sorted(of_mechanism)),
        categories=tuple(_figures(code, kind, of_category[code]) for code, kind, _ in taxonomy.rows(selection.list)),
        seats=found,
    )


_PARAMETERS = ("mechanisms", "first_day", "last_day")

# For which group a seat is held: what the roster says, else what somebody has said of the organisation for the last day
# of the seat, else what logs say of it where they agree.
_SEATS = """
    with here as (
        select *, least(valid_to, $last_day::date) as day
        from engagement.seated
        where ($mechanisms is null or list_contains($mechanisms, mechanism))
            and ($first_day is null or valid_to is null or valid_to >= $first_day)
            and ($last_day is null or valid_from is null or valid_from <= $last_day)
    ),
    logged as (
        select organisation_id, category from sided where organisation_id in (select organisation_id from here)
    )
    select mechanism, here.organisation_id, titled.name, role, since, until, here.valid_from, here.valid_to,
        selected_by, here.batch, coalesce(here.category, standing.category, logged.category, 'UNK') as category
    from here join titled using (organisation_id)
    left join logged using (organisation_id)
    left join standing on standing.organisation_id = here.organisation_id
        and standing.valid_from <= coalesce(day, date '9999-12-31')
        and (standing.valid_to is null or coalesce(day, date '9999-12-31') < standing.valid_to)
    order by mechanism, titled.name, here.valid_from nulls first, here.batch
"""


def _seat(row: Row) -> Seat:
    as_it_is = ("mechanism", "category", "role", "since", "until", "valid_from", "valid_to", "selected_by")
    return Seat(
        organisation=row["name"],
        organisation_id=as_id(row["organisation_id"]),
        batch=batch_name(row["batch"]),
        **{name: row[name] for name in as_it_is},
    )


def _counted(seats: Iterable[Seat]) -> list[Seat]:
    return [seat for seat in seats if seat.role not in BESIDE]


def _coverage(seats: Iterable[Seat], selection: Selection) -> Coverage:
    counted, expected = _counted(seats), taxonomy.expected(selection.list)
    recorded = len({seat.category for seat in counted} & set(expected))
    unclassified = {seat.organisation_id for seat in counted if seat.category == UNCLASSIFIED}
    return Coverage(
        recorded=recorded,
        expected=len(expected),
        upper=measures.coverage_upper(recorded, len(expected), len(unclassified)),
    )


def _mechanism(code: str, seats: Sequence[Seat], selection: Selection) -> SeatedMechanism:
    counted = _counted(seats)
    return SeatedMechanism(
        mechanism=code, coverage=_coverage(seats, selection), seats=len(counted), organisations=_organisations(counted)
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
