"""The rows of files behind figures, as values, and one organisation-event after the other. Reads only; `indicators` is
their door. The rules are those of sql/indicators.sql.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from engagement import declared, scopes
from engagement.desk import Row
from engagement.model import Selection
from engagement.scopes import Scope
from engagement.store import Reader


@dataclass(frozen=True)
class Rows:
    """Rows of one file, `n` of them, as ranges: "2-14, 17"."""

    said: str
    n: int


@dataclass(frozen=True)
class Origin:
    """What a figure was counted from: organisation-events (None: it counts none), activities by their number, the rows
    of each batch. `entries` are those of the journal that say what was declared and not counted."""

    organisation_events: int | None = None
    activities: tuple[int, ...] = ()
    rows: Mapping[int, Rows] = field(default_factory=dict)
    entries: tuple[int, ...] = ()


Found = dict[str, Origin]
"""What the figures of one kind were counted from, by their names."""


def scope_of(store: Reader, selection: Selection) -> Scope:
    """The parameters of a selection. Raises UnknownNameError or AmbiguousNameError for its names."""
    return scopes.scope(store, selection, declared.created_mechanisms(store, "en"))


# ---- all of one kind at once --------------------------------------------------------------------------------------

# Of a table `listed` with the activities and the sorted rows of each batch: its rows as ranges, each row once.
_AS_RANGES = """
    , ended as (select * exclude (rows), runs(rows) as runs from listed)
    select * exclude (runs), run_text(runs) as said, run_length(runs) as n from ended order by all
"""


def listed(store: Reader, macro: str, scope: Scope, query: str, **further: object) -> list[Row]:
    """The rows behind figures by batch; `query` makes a table `listed` of what a macro of the SQL files holds."""
    return scopes.rows(store, macro, scope, query + _AS_RANGES, **further)


def put_together(rows: Iterable[Row], name: Callable[[Row], str], events: Mapping[str, int | None]) -> Found:
    """The origins of one kind: what several batches say of one figure, and its organisation-events."""
    by_name: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_name[name(row)].append(row)
    return {each: _origin(behind, events.get(each)) for each, behind in by_name.items()}


def _origin(behind: list[Row], events: int | None) -> Origin:
    activities = [row["activities"] for row in behind]
    return Origin(
        events,
        tuple(activities[0] if len(activities) == 1 else sorted({*chain(*activities)})),
        {row["batch"]: Rows(row["said"], row["n"]) for row in behind},
    )


def with_activities(origin: Origin | None, numbers: Iterable[int]) -> Origin:
    """The same, with activities at which nobody was recorded."""
    found = origin or Origin(0)
    return replace(found, activities=tuple(sorted({*found.activities, *numbers})))


# ---- one by one ---------------------------------------------------------------------------------------------------

_ACTIVITIES_AT_A_TIME = 250

_PUBLIC = "select organisation_id, name from naming where naming = 'public'"

_EVENTS = """
    , few as (from asked where number between $low and $high),
    classified as (
        select distinct number, organisation_id from few
        where category <> 'UNK' and organisation_id in (select organisation_id from few where category = 'UNK')
    ),
    counted as (
        from few where category <> 'UNK'
        union all
        from few anti join classified using (number, organisation_id) where category = 'UNK'
    )
    select
        number, counted.activity_id, held.title, held.date_from, held.date_to, held.date_precision, held.mechanism,
        organisation_id, category, bool_or(is_tagged) as is_tagged,
        list(
            {'batch': counted.batch, 'file_name': file_name, 'sheet': sheet, 'row': row, 'further_rows': further_rows}
            order by counted.batch, row
        ) as sources
    from counted
    join engagement.counted.activity as held using (number)
    join engagement.batch on batch.batch = counted.batch
    group by all
    order by number, category, organisation_id
"""


def events(store: Reader, selection: Selection) -> Iterator[Row]:
    """The organisation-events of a selection one by one, in the order of their activities, with the rows behind each.

    An organisation has its name where it may be named: names are held throughout, organisation-events only those of
    some activities at a time. Raises UnknownNameError or AmbiguousNameError for the names of the selection.
    """
    asked = scope_of(store, selection)
    public = {row["organisation_id"]: row["name"] for row in store.rows(_PUBLIC)}
    numbers = [row["number"] for row in scopes.rows(store, "held", asked, "select number from asked order by number")]
    for start in range(0, len(numbers), _ACTIVITIES_AT_A_TIME):
        few = numbers[start : start + _ACTIVITIES_AT_A_TIME]
        for event in scopes.rows(store, "took_part", asked, _EVENTS, low=few[0], high=few[-1]):
            yield event | {"organisation": public.get(event["organisation_id"])}


def ranges(rows: Iterable[int]) -> str:
    """Row numbers as ranges, each row once: "2-14, 17"."""
    ordered = sorted(set(rows))
    first = [row for row, before in zip(ordered, [None, *ordered], strict=False) if before is None or row - before > 1]
    last = [row for row, after in zip(ordered, [*ordered[1:], None], strict=False) if after is None or after - row > 1]
    return ", ".join(str(one) if one == end else f"{one}-{end}" for one, end in zip(first, last, strict=True))
