"""M11: who came back and who is new. No target: few returns are one-off invitations, no newcomers a closed circle."""

from collections.abc import Hashable, Set
from typing import TypeVar

from engagement import measured
from engagement.measured import Measured
from engagement.model import Value

Body = TypeVar("Body", bound=Hashable)


class Continuity(Value):
    """M11. Merged and renamed organisations look new: the names that nobody has matched are counted beside."""

    returned: Measured  # organisations of the last period that were seen again
    new: Measured  # organisations first seen now, of all now
    unmatched_names: int


def continuity(
    last: int | None, returned: int | None, now: int, new: int | None, *, unmatched_names: int = 0
) -> Continuity:
    """M11 of numbers of organisations; `last` is None where there is no earlier period, and then there is no data.

    >>> found = continuity(24, 18, 23, 5)
    >>> found.returned.value, [round(end, 2) for end in found.returned.interval], found.new.value
    (Fraction(3, 4), [0.55, 0.88], Fraction(5, 23))
    """
    if last is None or returned is None or new is None:
        nothing = measured.no_data("organisation")
        return Continuity(returned=nothing, new=nothing, unmatched_names=unmatched_names)
    return Continuity(
        returned=measured.rate(returned, last, "organisation"),
        new=measured.rate(new, now, "organisation"),
        unmatched_names=unmatched_names,
    )


def between(earlier: Set[Body], last: Set[Body] | None, now: Set[Body], *, unmatched_names: int = 0) -> Continuity:
    """M11 of the organisations seen before the last period, in it, and now.

    One that was away in the last period and seen before it has neither returned nor is it new.
    """
    if last is None:
        return continuity(None, None, len(now), None, unmatched_names=unmatched_names)
    return continuity(len(last), len(last & now), len(now), len(now - last - earlier), unmatched_names=unmatched_names)
