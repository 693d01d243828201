"""The last like activities: each group's share now beside its share then. `indicators` is the door.

Alike are the activities of two rounds of one kind of review, or of one kind in two years. A difference is in percentage
points; there is none where either side has fewer than 10 organisation-events to share.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from engagement import brought, declared, figures, measures, reference, scopes
from engagement.desk import Row
from engagement.model import Selection, Share, Value
from engagement.store import Reader
from engagement.taxonomy import Taxonomy


class Occasion(Value):
    """Like activities that are taken together: a round of a review, or a year of one kind."""

    kind: str  # imrf, regional_review, or how files call the activities
    is_review: bool
    number: int  # the round, or the year
    activities: int  # with a log
    classified: int  # organisation-events that shares are of


class LikeShare(Value):
    """The organisation-events of one group then and now, and by how much its share differs: later minus earlier."""

    category: str
    earlier: int
    later: int
    points: Share | None


class Like(Value):
    """Two occasions that are alike."""

    earlier: Occasion
    later: Occasion
    groups: tuple[LikeShare, ...]  # in the order of the list


@dataclass
class _Held:
    """What is counted of one occasion."""

    rows: list[Row] = field(default_factory=list)
    activities: int = 0
    last_on: date = date.min


_Key = tuple[bool, str, int]


def last_like(store: Reader, selection: Selection) -> Like | None:
    """The last like activities in a selection and those before, also from before its period; None where none are alike.

    Raises UnknownNameError or AmbiguousNameError.
    """
    scope = scopes.scope(store, selection, declared.created_mechanisms(store, "en")) | {"first_day": None}
    held = _occasions(scopes.rows(store, "like_counts", scope))
    pairs = [
        (earlier, later)
        for earlier, later in _successive(held)
        if selection.first_day is None or held[later].last_on >= selection.first_day
    ]
    if not pairs:
        return None
    # a review comes before a kind of meeting, the latest first, and of those the kind with most activities
    found = max(pairs, key=lambda each: (each[1][0], each[1][2] if each[1][0] else 0, *_latest(held[each[1]]), each))
    categories = brought.taxonomy(store)
    earlier, later = ((key, held[key]) for key in found)
    return _compared(earlier, later, selection, categories)


def _latest(held: _Held) -> tuple[int, int]:
    return held.last_on.year, held.activities


def is_of(like: Like, activity: Row) -> bool:
    """Whether an activity is one of either occasion; `activity` has its `review`, `kind` and `held_in`."""
    key = _key(activity if like.later.is_review else activity | {"review": None})
    return key is not None and key in [(each.is_review, each.kind, each.number) for each in (like.earlier, like.later)]


def _key(row: Row) -> _Key | None:
    """The occasion of activities; None where their review is no round of any."""
    if row["review"] is None:
        return False, row["kind"], row["held_in"]
    kind, number = _rounds().get(row["review"], ("", ""))
    return (True, kind, int(number)) if number else None


@cache
def _rounds() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["kind"], row["round"]) for row in reference.table("review_rounds")}


def _occasions(rows: Iterable[Row]) -> dict[_Key, _Held]:
    found: defaultdict[_Key, _Held] = defaultdict(_Held)
    for row in rows:
        key = _key(row)
        if key is None:
            continue
        held = found[key]
        held.rows.append(row)
        held.activities = max(held.activities, row["activities"])
        held.last_on = max(held.last_on, row["last_on"])
    return found


def _successive(held: Iterable[_Key]) -> list[tuple[_Key, _Key]]:
    """Each kind's last occasion with the one before."""
    by_kind: defaultdict[tuple[bool, str], list[_Key]] = defaultdict(list)
    for key in sorted(held):
        by_kind[key[:2]].append(key)
    return [(keys[-2], keys[-1]) for keys in by_kind.values() if len(keys) > 1]


def _compared(
    before: tuple[_Key, _Held], after: tuple[_Key, _Held], selection: Selection, categories: Taxonomy
) -> Like:
    then, now = (_counts(held.rows) for _, held in (before, after))
    of_then, of_now = (figures.classified(counts, selection, categories) for counts in (then, now))

    def share(code: str) -> LikeShare:
        earlier, later = (figures.shared_of(code, counts, selection, categories) for counts in (then, now))
        rates = measures.rate(earlier, of_then), measures.rate(later, of_now)
        points = None if rates[0] is None or rates[1] is None else rates[1] - rates[0]
        return LikeShare(category=code, earlier=earlier, later=later, points=points)

    return Like(
        earlier=_occasion(*before, of_then),
        later=_occasion(*after, of_now),
        groups=tuple(map(share, categories.expected(selection.list))),
    )


def _counts(rows: Iterable[Row]) -> dict[str, Row]:
    """By category, as figures take them: reviews of several regions are added up."""
    summed: dict[str, Row] = {}
    for row in rows:
        into = summed.setdefault(
            row["category"],
            {
                "category": row["category"],
                "mechanism": None,
                "held_in": None,
                "organisation_events": 0,
                "level_known": 0,
            },
        )
        for name in ("organisation_events", "level_known"):
            into[name] += row[name]
    return figures.by_category(list(summed.values()))


def _occasion(key: _Key, held: _Held, classified: int) -> Occasion:
    return Occasion(is_review=key[0], kind=key[1], number=key[2], activities=held.activities, classified=classified)
