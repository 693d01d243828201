"""From a figure back to the rows it was counted from: file, sheet and row. Reads only; `indicators` is their door.

The rules are those of `organisation_event` in sql/indicators.sql: an organisation counts once at an activity, and one
that is classified there is not unclassified beside it.
"""

from collections import defaultdict
from collections.abc import Iterable

from engagement import brought, scopes
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.efforts import ExplainedActivity, ExplainedEvent, Explanation, Source
from engagement.identity import as_id
from engagement.model import UNCLASSIFIED, CategoryKind, Selection
from engagement.scopes import Scope
from engagement.store import Reader
from engagement.taxonomy import Taxonomy

_TAG = "WCY"
"""The category whose own row counts everything that carries a tag of it."""


def explanation(store: Reader, scope: Scope, selection: Selection, category: str | None) -> Explanation:
    """What is behind the figures of a category in a scope; of None: behind those of all groups together."""
    counted, unclear = _events(store, scope, selection, category)
    files: dict[int, list[Row]] = defaultdict(list)
    for row in store.rows(_DESCRIBED_IN):
        files[row["activity_id"]].append(row)
    activities = tuple(
        _activity(row, files[row["activity_id"]], counted[row["activity_id"]], unclear[row["activity_id"]])
        for row in _held(store, scope)
    )
    assessed = [each for each in activities if each.is_assessed]
    return Explanation(
        category=category,
        organisation_events=sum(len(each.events) for each in activities),
        unclassified=sum(len(each.unclassified) for each in activities),
        activities_with=sum(bool(each.events) for each in activities),
        present=sum(bool(each.events) for each in assessed),
        assessed=len(assessed),
        activities=activities,
    )


def _held(store: Reader, scope: Scope) -> list[Row]:
    return scopes.rows(store, "held", scope, "from asked order by date_from, date_to, mechanism, title")


_DESCRIBED_IN = """
    select activity_id, batch, file_name, sheet
    from engagement.activity join engagement.batch using (batch) order by batch
"""

# Each row of the participation of a scope with all that it says, under the category it counts for there.
_ROWS = """
    select
        asked.activity_id, asked.organisation_id, titled.name, spelled.text as spelled, label.text as label,
        category, is_tagged, asked.batch, file_name, sheet, row, further_rows,
        category <> 'UNK' or asked.organisation_id is null or count(*) filter (category <> 'UNK') over (
            partition by asked.activity_id, asked.organisation_id
        ) = 0 as is_counted
    from asked
    join engagement.batch using (batch)
    left join titled using (organisation_id)
    left join spelling as spelled on spelled.key = asked.organisation
    left join spelling as label on label.key = asked.label
    qualify $category is null or category in ($category, 'UNK') or ($category = 'WCY' and is_tagged)
    order by asked.activity_id, titled.name, asked.organisation_id, category, asked.batch, row
"""

Events = dict[int, list[ExplainedEvent]]


def _events(store: Reader, scope: Scope, selection: Selection, category: str | None) -> tuple[Events, Events]:
    """The organisation-events of a category by activity, and those that are not classified."""
    rows = scopes.rows(store, "took_part", scope, _ROWS, category=category)
    unclear = [row for row in rows if row["category"] == UNCLASSIFIED and row["is_counted"]]
    taxonomy = brought.taxonomy(store)
    counted = [row for row in rows if _is_of(row, category, selection, taxonomy)]
    return _grouped(counted, by_category=category != _TAG), _grouped(unclear, by_category=True)


def _is_of(row: Row, category: str | None, selection: Selection, taxonomy: Taxonomy) -> bool:
    if category == _TAG:
        return bool(row["is_tagged"])
    if category is not None:
        return bool(row["category"] == category and row["is_counted"])
    outside = (CategoryKind.INSTITUTIONAL, CategoryKind.UNCLASSIFIED)
    return taxonomy.kind(row["category"], selection.list) not in outside


def _grouped(rows: Iterable[Row], *, by_category: bool) -> Events:
    """Rows of one organisation at one activity, of one category, are one event; so are head-counts without a name."""
    of_event: dict[tuple[int, int | None, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        of_event[row["activity_id"], row["organisation_id"], row["category"] if by_category else None].append(row)
    events: Events = defaultdict(list)
    for (activity, _, _), behind in of_event.items():
        events[activity].append(_event(behind))
    return events


def _event(rows: list[Row]) -> ExplainedEvent:
    key = rows[0]["organisation_id"]
    return ExplainedEvent(
        organisation=rows[0]["name"],
        organisation_id=as_id(key) if key is not None else None,
        spelled=_distinct(rows, "spelled"),
        category=rows[0]["category"],
        labels=_distinct(rows, "label"),
        sources=_sources(rows),
    )


def _distinct(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[column] for row in rows if row[column] is not None))


def _sources(rows: Iterable[Row]) -> tuple[Source, ...]:
    of_batch: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        of_batch[row["batch"]].append(row)
    return tuple(
        _source(behind[0], (number for row in behind for number in (row["row"], *(row["further_rows"] or ()))))
        for _, behind in sorted(of_batch.items())
    )


def _source(about: Row, rows: Iterable[int]) -> Source:
    return Source(
        batch=batch_name(about["batch"]),
        file=about["file_name"],
        sheet=about["sheet"],
        rows=tuple(sorted(set(rows))),
    )


def _activity(
    row: Row, files: Iterable[Row], events: list[ExplainedEvent], unclassified: list[ExplainedEvent]
) -> ExplainedActivity:
    return ExplainedActivity.of(
        row,
        has_log=row["has_log"],
        open_to_stakeholders=row["open_to_stakeholders"],
        is_assessed=row["is_assessed"],
        described_in=tuple(_source(each, ()) for each in files),
        events=tuple(events),
        unclassified=tuple(unclassified),
    )
