"""What the figures of a whole scope were counted from: by group, by network, by both. `explaining` tells all of one
figure; this says of every figure at once where it comes from, for a document that is written.

Reads only; `indicators` is their door. The rules are those of sql/indicators.sql.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product

from engagement import declared, scopes
from engagement.desk import Row
from engagement.figures import TAG
from engagement.model import Selection
from engagement.store import Reader

Place = tuple[str | None, str | None]
"""A group and a network or working group; None for all of them."""


@dataclass(frozen=True)
class Origin:
    """What one figure was counted from: organisation-events, activities by their number, the rows of each batch."""

    organisation_events: int
    activities: frozenset[int]
    rows: Mapping[int, list[int]]


@dataclass(frozen=True)
class Origins:
    """Where the figures of a scope come from, and the activities and batches that are named by number.

    `looked_at` are the activities with a log of each network, of None all of them. What stands at a place is put
    together when it is asked for: a document names some of thousands.
    """

    counts: Mapping[Place, int]
    of_years: Mapping[int, int]
    behind: Mapping[Place, list[Row]]
    reached: Mapping[Place, list[Row]]
    looked_at: Mapping[str | None, frozenset[int]]
    activities: Mapping[int, Row]
    batches: Mapping[int, Row]

    def at(self, category: str | None, mechanism: str | None = None) -> Origin:
        """Where the figures of a group in a network come from; empty where nothing is recorded."""
        place = category, mechanism
        return _origin(self.counts.get(place, 0), self.behind.get(place, []))

    def of_year(self, year: int) -> Origin:
        """Where the figures of a year come from, all groups together, with its activities at which nobody was."""
        held = {number for number in self.looked_at.get(None, ()) if self.activities[number]["date_from"].year == year}
        rows: defaultdict[int, list[int]] = defaultdict(list)
        for each in self.behind.get((None, None), []):
            for number, row, further in zip(each["activities"], each["rows"], each["further_rows"], strict=True):
                if self.activities[number]["date_from"].year == year:
                    held.add(number)
                    rows[each["batch"]] += [row, *further]
        return Origin(self.of_years.get(year, 0), frozenset(held), dict(sorted(rows.items())))

    def of_reach(self, category: str) -> Origin:
        """Where the reach funnel of a group comes from, which counts invitations and registrations too."""
        return _origin(self.counts.get((category, None), 0), self.reached.get((category, None), []))


def _origin(events: int, behind: Iterable[Row]) -> Origin:
    activities: set[int] = set()
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for each in behind:
        activities.update(each["activities"])
        rows[each["batch"]] += [*each["rows"], *chain.from_iterable(each["further_rows"])]
    return Origin(events, frozenset(activities), dict(sorted(rows.items())))


def origins(store: Reader, selection: Selection) -> Origins:
    """Where every figure of a selection comes from. Raises UnknownNameError or AmbiguousNameError for its names."""
    asked = scopes.scope(store, selection, declared.created_mechanisms(store, "en"))
    held = scopes.rows(store, "held", asked, _HELD)
    counts = scopes.counts(store, "category_counts", asked)
    return Origins(
        counts=_counts(counts),
        of_years=_of_years(counts),
        behind=_by_place(scopes.rows(store, "took_part", asked, _TOOK_PART)),
        reached=_by_place(scopes.rows(store, "held", asked, _REACHED, roles=asked["roles"])),
        looked_at=_looked_at(held),
        activities={row["number"]: row for row in held},
        batches={row["batch"]: row for row in store.rows("select batch, file_name, sheet from engagement.batch")},
    )


_HELD = "select number, activity_id, mechanism, title, date_from, date_to, date_precision, has_log from asked"

# The rows of each group in each network by batch. Who is classified at an activity is not unclassified beside it. What
# carries a tag of women, children or youth is behind the row of that group too: 'TAG'.
_TOOK_PART = """
    , classified as (
        select distinct number, organisation_id from asked
        where category <> 'UNK' and organisation_id in (select organisation_id from asked where category = 'UNK')
    ),
    kept as (
        from asked where category <> 'UNK'
        union all
        from asked anti join classified using (number, organisation_id) where category = 'UNK'
        union all
        select * replace ('TAG' as category) from asked where is_tagged
    )
    select
        category, mechanism, batch, list(number) as activities, list(row) as rows,
        list(coalesce(further_rows, [])) as further_rows
    from kept group by category, mechanism, batch order by all
"""

_REACHED = """
    select
        category, null as mechanism, batch, list(number) as activities, list(row) as rows,
        list(coalesce(further_rows, [])) as further_rows
    from engagement.counted.participation semi join asked using (number)
    where $roles is null or list_contains($roles, role)
    group by category, batch order by category, batch
"""


def _by_place(rows: Iterable[Row]) -> dict[Place, list[Row]]:
    """By group and network, and by each of them alone. A tag's rows are its group's; all together have them already."""
    found: defaultdict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        category, mechanism, is_tag = row["category"], row["mechanism"], row["category"] == "TAG"
        for place in {(TAG, mechanism), (TAG, None)} if is_tag else set(product((category, None), (mechanism, None))):
            found[place].append(row)
    return dict(found)


def _counts(rows: Iterable[Row]) -> dict[Place, int]:
    """Organisation-events of each place. The group of a tag has those of the tag, and among all it has its own."""
    found: Counter[Place] = Counter()
    for row in rows:
        category, mechanism, events = row["category"], row["mechanism"], row["organisation_events"]
        if row["held_in"] is None and category == "TAG":
            found[TAG, mechanism] = events
        elif row["held_in"] is None:
            found[None, mechanism] += events
            if category != TAG:
                found[category, mechanism] = events
    return found


def _of_years(rows: Iterable[Row]) -> dict[int, int]:
    """Organisation-events of each year, all groups together."""
    found: Counter[int] = Counter()
    for row in rows:
        if row["held_in"] is not None and row["category"] != "TAG":
            found[row["held_in"]] += row["organisation_events"]
    return found


def _looked_at(held: Iterable[Row]) -> dict[str | None, frozenset[int]]:
    found: defaultdict[str | None, set[int]] = defaultdict(set)
    for row in held:
        if row["has_log"]:
            found[row["mechanism"]].add(row["number"])
            found[None].add(row["number"])
    return {mechanism: frozenset(numbers) for mechanism, numbers in found.items()}


# ---- one by one ---------------------------------------------------------------------------------------------------

_ACTIVITIES_AT_A_TIME = 250

_EVENTS = """
    , few as (from asked where number between $low and $high),
    classified as (
        select distinct number, organisation_id from few
        where category <> 'UNK' and organisation_id in (select organisation_id from few where category = 'UNK')
    ),
    kept as (
        from few where category <> 'UNK'
        union all
        from few anti join classified using (number, organisation_id) where category = 'UNK'
    )
    select
        number, kept.activity_id, held.title, held.date_from, held.date_to, held.date_precision, held.mechanism,
        any_value(public.name) as organisation, organisation_id, category, bool_or(is_tagged) as is_tagged,
        list(
            {'batch': kept.batch, 'file_name': file_name, 'sheet': sheet, 'row': row, 'further_rows': further_rows}
            order by kept.batch, row
        ) as sources
    from kept
    join engagement.counted.activity as held using (number)
    join engagement.batch on batch.batch = kept.batch
    left join (select organisation_id, name from naming where naming = 'public') as public using (organisation_id)
    group by all
    order by number, category, organisation_id
"""


def events(store: Reader, selection: Selection) -> Iterator[Row]:
    """The organisation-events of a selection one by one, in the order of their activities, with the rows behind each.

    An organisation has its name where it may be named. However many there are, no more than those of some activities
    are held at a time. Raises UnknownNameError or
    AmbiguousNameError for the names of the selection.
    """
    asked = scopes.scope(store, selection, declared.created_mechanisms(store, "en"))
    numbers = [row["number"] for row in scopes.rows(store, "held", asked, "select number from asked order by number")]
    for start in range(0, len(numbers), _ACTIVITIES_AT_A_TIME):
        few = numbers[start : start + _ACTIVITIES_AT_A_TIME]
        yield from scopes.rows(store, "took_part", asked, _EVENTS, low=few[0], high=few[-1])


def ranges(rows: Iterable[int]) -> str:
    """Row numbers as ranges, each row once: "2-14, 17"."""
    ordered = sorted(set(rows))
    first = [row for row, before in zip(ordered, [None, *ordered], strict=False) if before is None or row - before > 1]
    last = [row for row, after in zip(ordered, [*ordered[1:], None], strict=False) if after is None or after - row > 1]
    return ", ".join(str(one) if one == end else f"{one}-{end}" for one, end in zip(first, last, strict=True))
