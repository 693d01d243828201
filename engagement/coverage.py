"""M2: which of the expected groups took part at all, and how many would have at equal effort. Exact."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import comb, lcm

from engagement import measured, measures
from engagement.measured import Measured


def named_groups(recorded: int, expected: int, unclassified_bodies: int = 0, *, activities: int) -> Measured:
    """Groups of the list with at least one organisation-event, of those expected; at most one more for each distinct
    unclassified organisation. Without an activity there is no data, which is not '0 of 12'.

    >>> figure = named_groups(9, 12, 4, activities=10)
    >>> figure.value, figure.denominator, figure.high
    (9, 12, 12)
    """
    if activities == 0:
        return measured.no_data("group", unclassified_bodies)
    most = measures.coverage_upper(recorded, expected, unclassified_bodies)
    return measured.count_of(recorded, most, expected, "group", unknown=unclassified_bodies)


def at_effort(attended: Sequence[int], activities: int, effort: int) -> Fraction | None:
    """C_m: groups to expect in `effort` activities drawn from `activities` without replacement (Hurlbert).

    `attended` is the number of activities of each group. Scopes are compared at the effort of the smallest one. None
    where the scope has not that many activities: the list of groups is closed, nothing is extrapolated.

    >>> at_effort([2, 0], activities=2, effort=1), at_effort([1, 1], activities=2, effort=1)
    (Fraction(1, 1), Fraction(1, 1))
    """
    if not 1 <= effort <= activities:
        return None
    draws = comb(activities, effort)
    return sum((1 - Fraction(comb(activities - each, effort), draws) for each in attended), Fraction(0))


def equal_effort(attended: Sequence[int], activities: int) -> tuple[Fraction, ...]:
    """C_1 to C_E. The last is the number of groups recorded.

    C(E-x, m) / C(E, m) is C(E-m, x) / C(E, x), so that one denominator serves the whole curve.
    """
    groups = Counter(each for each in attended if each)
    ways = {each: comb(activities, each) for each in groups}
    whole = lcm(*ways.values())
    missed = [0] * (activities + 1)
    for each, number in groups.items():
        for effort, absent in enumerate(_absences(activities, each)):
            missed[effort] += number * absent * (whole // ways[each])
    return tuple(groups.total() - Fraction(each, whole) for each in missed[1:])


def _absences(activities: int, attended: int) -> list[int]:
    """C(E-m, x) for m from 0 to E, each made from the one before."""
    found = [comb(activities, attended)]
    for left in range(activities, 0, -1):
        found.append(found[-1] * (left - attended) // left if left >= attended else 0)
    return found
