"""Two periods of one scope beside each other: how the presence of every group has changed. `indicators` is the door.

A difference is in percentage points, and there is none where either period has fewer than 10 activities to count: then
the two counts stand beside each other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from engagement import figures, measures, reference, scopes
from engagement.desk import Row
from engagement.measures import SHOWN_FROM
from engagement.model import Share, Value
from engagement.scopes import Scope
from engagement.store import Reader

_REVIEW = "imrf"
_SEEN = "S"
"""The evidence of a review that has a document with its day."""


class SpanKind(StrEnum):
    """What a period is bounded by."""

    YEAR = "year"
    UNTIL_REVIEW = "until_review"  # from the day after the review before it to its last day
    SINCE_REVIEW = "since_review"


class Span(Value):
    """A period that can be compared with another. `review` is the code of the review that bounds it."""

    code: str
    kind: SpanKind
    first_day: date | None
    last_day: date | None
    review: str | None = None
    review_day: date | None = None
    assessed: int = 0  # activities open to stakeholders with a log

    @property
    def days(self) -> dict[str, date | None]:
        """The part of a selection it stands for."""
        return {"first_day": self.first_day, "last_day": self.last_day}


class Presence(Value):
    """Of the activities open to stakeholders with a log, those with the group; `high` at most, `share` from 10 on."""

    present: int
    high: int
    assessed: int
    share: Share | None


class GroupChange(Value):
    """One group in both periods. None: no activity of the period has a log; `points` is later minus earlier."""

    category: str
    earlier: Presence | None
    later: Presence | None
    points: Share | None


class Change(Value):
    """Two periods of one scope."""

    earlier: Span
    later: Span
    groups: tuple[GroupChange, ...]  # in the order of the list


# ---- what can be compared -----------------------------------------------------------------------------------------


def spans(store: Reader, scope: Scope) -> tuple[Span, ...]:
    """The periods between reviews and the years in which anything of a scope was held."""
    held = scopes.rows(store, "held", scope | {"first_day": None, "last_day": None}, _DAYS)
    found = ((each, _within(each, held)) for each in (*_between_reviews(), *_years(held)))
    return tuple(
        each.model_copy(update={"assessed": sum(row["assessed"] for row in rows)}) for each, rows in found if rows
    )


_DAYS = "select date_from, date_to, count(*) filter (is_assessed) as assessed from asked group by date_from, date_to"


def _between_reviews() -> Iterator[Span]:
    before: Span | None = None
    for row in reference.table("review_rounds"):
        if row["kind"] != _REVIEW or row["date_precision"] != "day" or row["evidence"] != _SEEN:
            continue
        last = date.fromisoformat(row["end_date"])
        first = before.last_day + timedelta(days=1) if before and before.last_day else None
        before = Span(
            code=f"until-{row['code']}",
            kind=SpanKind.UNTIL_REVIEW,
            first_day=first,
            last_day=last,
            review=row["code"],
            review_day=date.fromisoformat(row["start_date"]),
        )
        yield before
    if before and before.last_day:
        yield before.model_copy(
            update={
                "code": f"since-{before.review}",
                "kind": SpanKind.SINCE_REVIEW,
                "first_day": before.last_day + timedelta(days=1),
                "last_day": None,
            }
        )


def _years(held: Iterable[Row]) -> Iterator[Span]:
    for year in sorted({row["date_from"].year for row in held}):
        yield Span(code=str(year), kind=SpanKind.YEAR, first_day=date(year, 1, 1), last_day=date(year, 12, 31))


def _within(span: Span, held: Iterable[Row]) -> list[Row]:
    """The activities that lie in a period as a whole: one that lies only partly in it is counted in none."""
    start, end = span.first_day or date.min, span.last_day or date.max
    return [row for row in held if start <= row["date_from"] and row["date_to"] <= end]


def usual(found: Sequence[Span]) -> tuple[Span, Span] | None:
    """The two periods compared where nobody has chosen: the last two that can be compared; None without two apart.

    Those between reviews come before the years. A period with too few activities is passed over, unless all have.
    """
    enough = [each for each in found if each.assessed >= SHOWN_FROM]
    for some in (enough, found):
        for kinds in ((SpanKind.UNTIL_REVIEW, SpanKind.SINCE_REVIEW), (SpanKind.YEAR,)):
            fitting = [each for each in some if each.kind in kinds]
            if len(fitting) > 1:
                return fitting[-2], fitting[-1]
    return None


def do_overlap(one: Span, other: Span) -> bool:
    """Whether two periods share a day."""
    return max(one.first_day or date.min, other.first_day or date.min) <= min(
        one.last_day or date.max, other.last_day or date.max
    )


# ---- the comparison -----------------------------------------------------------------------------------------------


def presences(store: Reader, scope: Scope, groups: Iterable[str]) -> dict[str, Presence | None]:
    """How often each group was there in a scope; None where none of its activities has a log."""
    counts = figures.by_category(scopes.counts(store, "category_sums", scope))
    total = figures.total_of(scopes.counts(store, "activity_counts", scope))
    assessed = int(total["assessed"])
    if not assessed:
        return dict.fromkeys(groups)
    return {
        group: Presence(
            present=(present := figures.number_of(counts, group, "present")),
            high=figures.present_high(counts.get(group), total),
            assessed=assessed,
            share=measures.rate(present, assessed),
        )
        for group in groups
    }


Presences = Mapping[str, Presence | None]


def between(earlier: Span, before: Presences, later: Span, after: Presences) -> Change:
    """The same groups in both periods."""
    return Change(
        earlier=earlier, later=later, groups=tuple(_changed(group, before[group], now) for group, now in after.items())
    )


def _changed(group: str, before: Presence | None, after: Presence | None) -> GroupChange:
    then, now = (each.share if each else None for each in (before, after))
    points = None if then is None or now is None else now - then
    return GroupChange(category=group, earlier=before, later=after, points=points)
