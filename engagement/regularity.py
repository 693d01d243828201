"""How regularly two sides met: the longest interval between activities at which both were recorded."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from engagement.model import ActivityFigures, Value

SIX_MONTHS = 183
"""Days: "at least every six months" is the rule of the Open Government Partnership for a forum."""


GOVERNMENTS = "GOV"
"""Code of the category of national governments."""


class Regularity(Value):
    """Activities with a log, those of them at which governments and a named group were recorded, and the intervals."""

    with_log: int
    together: int
    longest: int | None  # days from the end of one to the beginning of the next; None below two
    since: date | None  # the interval's ends
    until: date | None

    @property
    def is_regular(self) -> bool | None:
        """Whether no interval is longer than six months; None where there is none to measure."""
        return None if self.longest is None else self.longest <= SIX_MONTHS


def regularity(activities: Iterable[ActivityFigures], groups: Iterable[str]) -> Regularity:
    """The measure of some activities; `groups` are the codes that the list names."""
    named = set(groups)
    with_log = [each for each in activities if each.has_log]
    met = sorted((each.date_from, each.date_to) for each in with_log if _is_together(each, named))
    intervals = [(max(0, (later[0] - earlier[1]).days), earlier[1], later[0]) for earlier, later in pairwise(met)]
    longest = max(intervals, key=lambda each: each[0]) if intervals else None
    return Regularity(
        with_log=len(with_log),
        together=len(met),
        longest=longest[0] if longest else None,
        since=longest[1] if longest else None,
        until=longest[2] if longest else None,
    )


def _is_together(activity: ActivityFigures, named: set[str]) -> bool:
    present = {each.category for each in activity.labels}
    return GOVERNMENTS in present and bool(present & named)
