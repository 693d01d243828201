"""What the record itself leaves in doubt: batch by batch, label by label, day by day. Reads only; `indicators` is their
door.

Nothing here is a verdict on who took part: it is what somebody can mend.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from engagement import measures, scopes
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.model import CategoryKind, Held, Share, Value
from engagement.scopes import Scope
from engagement.store import Reader


class UnreadLabel(Value):
    """A label of a category that nobody has recognised, as files spell it; '' where none was written."""

    label: str
    rows: int
    organisation_events: int
    organisations: int


class DoubtfulActivity(Held):
    """An activity that is known to a month or a year which lies only partly in the period, and so is left out."""


class BatchQuality(Value):
    """One import that stands: what it brought to the scope, and what was found in its file.

    `organisation_events` = classified + unclassified + institutional; `other` are among the classified. A share is None
    below 10. `problems` are findings by code, most frequent first, of the whole file.
    """

    batch: str
    kind: str  # log, organisations, mechanisms, seats
    file: str
    imported_at: datetime
    is_illustrative: bool
    rows_read: int
    rows_accepted: int
    rows_refused: int
    rows_duplicate: int
    organisation_events: int
    classified: int
    unclassified: int
    institutional: int
    other: int
    classified_share: Share | None
    other_share: Share | None
    problems: dict[str, int]


class Unsaid(Value):
    """Of the activities and organisation-events of a scope, how many do not say something that a figure rests on."""

    activities: int
    without_openness: int
    organisation_events: int
    without_level: int
    nameless: int  # head-counts without an organisation


class Settled(Value):
    """Who has said of which category the organisations of a scope are: by rule, by a person, by the organisation
    itself, or nobody beyond what the logs write. In organisation-events that are classified."""

    by_rule: int
    by_person: int
    by_organisation: int
    by_logs: int


class Quality(Value):
    """What the record of a scope leaves in doubt."""

    labels: tuple[UnreadLabel, ...]  # most organisation-events first
    in_doubt: tuple[DoubtfulActivity, ...]  # oldest first
    batches: tuple[BatchQuality, ...]  # newest first
    unsaid: Unsaid
    settled: Settled


def quality(store: Reader, scope: Scope, rows: Iterable[tuple[str, CategoryKind, int]]) -> Quality:
    """What the record of a scope leaves in doubt. `rows` are those of a taxonomy for the list asked for."""
    kinds = {code: kind for code, kind, _ in rows}
    return Quality(
        labels=tuple(UnreadLabel(**row) for row in _rows(store, "took_part", _LABELS, scope)),
        in_doubt=tuple(DoubtfulActivity.of(row) for row in _rows(store, "in_doubt", _IN_DOUBT, scope)),
        batches=_batches(store, scope, kinds),
        unsaid=_unsaid(store, scope),
        settled=Settled(**_rows(store, "organisation_event", _SETTLED, scope)[0]),
    )


def _rows(store: Reader, macro: str, query: str, scope: Scope) -> list[Row]:
    """The answer of a query in which `asked` are the rows of a macro."""
    return scopes.rows(store, macro, scope, query)


# ---- labels, days and what is not said ----------------------------------------------------------------------------

_LABELS = """
    , unread as (
        select label_key, sum(rows)::bigint as rows, count(distinct organisation_id) as organisations,
            count(distinct (activity_id, organisation_id)) as organisation_events
        from asked where category = 'UNK' group by label_key
    )
    select coalesce(spelling.text, '') as label, rows, organisations, organisation_events
    from unread left join spelling on spelling.key = unread.label_key
    order by organisation_events desc, label
"""
_IN_DOUBT = """
    select activity.* from asked join activity using (activity_id) order by date_from, date_to, mechanism, title
"""
_UNSAID = """
    select count(*) as organisation_events, count(*) filter (level is null) as without_level,
        count(*) filter (organisation_id is null) as nameless
    from asked
"""
# Of the words that were said of an organisation's category the last counts; a merge that settled it is a person's.
_SETTLED = """
    , said as (
        select coalesce(identity.organisation_id, name_id) as organisation_id,
            arg_max(classified_by, batch) as classified_by
        from engagement.classification left join engagement.identity using (name_id) group by 1
    ),
    settled as (
        select coalesce(classified_by, if(standing.category is null, 'logs', 'person')) as who
        from asked
        left join standing on standing.organisation_id = asked.organisation_id and standing.valid_to is null
        left join said on said.organisation_id = asked.organisation_id
        where asked.category <> 'UNK'
    )
    select count(*) filter (who = 'rule') as by_rule, count(*) filter (who = 'person') as by_person,
        count(*) filter (who = 'organisation') as by_organisation, count(*) filter (who = 'logs') as by_logs
    from settled
"""
_OPENNESS = (
    "select count(*) as activities, count(*) filter (open_to_stakeholders is null) as without_openness from asked"
)


def _unsaid(store: Reader, scope: Scope) -> Unsaid:
    events, activities = _rows(store, "organisation_event", _UNSAID, scope), _rows(store, "held", _OPENNESS, scope)
    return Unsaid(**events[0], **activities[0])


# ---- batches ------------------------------------------------------------------------------------------------------

# An organisation that a batch classifies at an activity is not unclassified there because another row of it is.
_OF_BATCHES = """
    , one as (select distinct batch, activity_id, organisation_id, category from asked)
    select batch, category, count(*) as organisation_events
    from one
    where category <> 'UNK' or organisation_id is null or not exists (
        from one as known where known.batch = one.batch and known.activity_id = one.activity_id
            and known.organisation_id = one.organisation_id and known.category <> 'UNK'
    )
    group by all
"""
_STANDING = """
    select batch, kind, file_name as file, imported_at, is_illustrative, rows_read, rows_accepted, rows_refused,
        rows_duplicate, problem_counts
    from engagement.batch where undone_at is null order by batch desc
"""


def _batches(store: Reader, scope: Scope, kinds: Mapping[str, CategoryKind]) -> tuple[BatchQuality, ...]:
    """Every import that stands; those that brought nothing to the scope count nothing in it."""
    counts: dict[int, Counter[CategoryKind]] = defaultdict(Counter)
    for row in _rows(store, "took_part", _OF_BATCHES, scope):
        counts[row["batch"]][kinds[row["category"]]] += row["organisation_events"]
    return tuple(_batch(row, counts[row["batch"]]) for row in store.rows(_STANDING))


def _batch(row: Row, counts: Counter[CategoryKind]) -> BatchQuality:
    other, unclassified = counts[CategoryKind.OTHER], counts[CategoryKind.UNCLASSIFIED]
    institutional = counts[CategoryKind.INSTITUTIONAL]
    classified = counts.total() - unclassified - institutional
    found = json.loads(row["problem_counts"])
    return BatchQuality(
        batch=batch_name(row["batch"]),
        imported_at=row["imported_at"].replace(tzinfo=UTC),
        organisation_events=counts.total(),
        classified=classified,
        unclassified=unclassified,
        institutional=institutional,
        other=other,
        classified_share=measures.rate(classified, classified + unclassified),
        other_share=measures.rate(other, classified),
        problems=dict(sorted(found.items(), key=lambda each: (-each[1], each[0]))),
        **{name: row[name] for name in _AS_IT_IS},
    )


_AS_IT_IS = ("kind", "file", "is_illustrative", "rows_read", "rows_accepted", "rows_refused", "rows_duplicate")
