"""M6: over how many groups participation is spread, as an effective number (Hill 1973; Jost 2006). Exact.

Runs over the organisation-events of the groups that the list names; "other relevant stakeholders" and institutions
are no group of it. There is no interval: the bootstrap of an effective number covers the truth far too rarely.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import gcd

from engagement import measured
from engagement.measured import Measured
from engagement.model import Value

DIGITS = 60
PLACES = 20
"""D1 is worked out in 60 significant digits and rounded to 20 decimal places."""

Bounds = tuple[Fraction | None, Fraction | None]


class EffectiveGroups(Value):
    """'As even as if so many groups took part equally.' The denominator is the organisation-events it rests on."""

    present: int  # groups of the list with at least one organisation-event
    d1: Measured  # exp of the Shannon entropy in nats
    d2: Measured  # 1 / sum of squared shares
    d1_of_list: Measured  # D1 / K, between 0 and 1
    concentration: Measured  # HHI, 1 / D2: only if asked for


def effective_groups(counts: Sequence[int], unclassified: int = 0) -> EffectiveGroups:
    """M6 with its exact bounds. `counts` are the organisation-events of every group of the list, zeros included."""
    total = sum(counts)
    least, most = fullest(counts, unclassified), evenest(counts, unclassified)
    bounds_1 = _between(hill_1(least), hill_1(most), total)
    bounds_2 = _between(hill_2(least), hill_2(most), total)
    d1, d2 = hill_1(counts), hill_2(counts)

    def figure(value: Fraction | None, bounds: Bounds) -> Measured:
        return measured.number(value, "group", denominator=total or None, bounds=bounds, unknown=unclassified)

    return EffectiveGroups(
        present=sum(1 for count in counts if count),
        d1=figure(d1, bounds_1),
        d2=figure(d2, bounds_2),
        d1_of_list=_of_list(d1, bounds_1, len(counts), unclassified),
        concentration=figure(d2 and 1 / d2, _inverted(bounds_2)),
    )


# ---- Hill numbers -------------------------------------------------------------------------------------------------


def hill_1(counts: Sequence[int]) -> Fraction | None:
    """exp(-sum p ln p) to 20 decimal places, rounded half to even; None of nothing.

    It is N / product of n^(n/N), in general an irrational number. Counts are divided by what they have in common and
    put in order first: multiplying or permuting them changes no digit.

    >>> float(hill_1([16, 6, 5, 4, 3, 2, 2, 1, 1, 0, 0, 0])), hill_1([7, 7, 7])
    (6.169144848179289, Fraction(3, 1))
    """
    counts = _reduced(counts)
    if not counts:
        return None
    with localcontext(prec=DIGITS):
        total = Decimal(sum(counts))
        weighted = sum((count * Decimal(count).ln() for count in counts), Decimal(0))
        return Fraction((total.ln() - weighted / total).exp().quantize(Decimal(1).scaleb(-PLACES)))


def hill_2(counts: Sequence[int]) -> Fraction | None:
    """N^2 / sum of n^2; None of nothing.

    >>> hill_2([16, 6, 5, 4, 3, 2, 2, 1, 1, 0, 0, 0]), hill_2([0, 0])
    (Fraction(50, 11), None)
    """
    squares = sum(count * count for count in counts)
    return Fraction(sum(counts) ** 2, squares) if squares else None


def _reduced(counts: Sequence[int]) -> list[int]:
    divisor = gcd(*counts)
    return sorted(count // divisor for count in counts if count)


# ---- bounds -------------------------------------------------------------------------------------------------------


def fullest(counts: Sequence[int], unclassified: int) -> list[int]:
    """All that is unclassified in the largest group.

    The result majorises every other allocation, so that every Hill number is least there.
    """
    *smaller, largest = sorted(counts) or [0]
    return [*smaller, largest + unclassified]


def evenest(counts: Sequence[int], unclassified: int) -> list[int]:
    """What is unclassified poured into the smallest groups first.

    The result is majorised by every other allocation, so that every Hill number is greatest there.

    >>> evenest([3, 0, 1], 4)
    [2, 3, 3]
    """
    ordered = sorted(counts)
    for filled in range(len(ordered), 0, -1):
        level, over = divmod(sum(ordered[:filled]) + unclassified, filled)
        if level >= ordered[filled - 1]:
            return sorted([level] * (filled - over) + [level + 1] * over + ordered[filled:])
    return ordered


def _between(low: Fraction | None, high: Fraction | None, total: int) -> Bounds:
    """Bounds of a figure that has a value: where nothing is classified there is none."""
    return (low, high) if total else (None, None)


def _inverted(bounds: Bounds) -> Bounds:
    low, high = bounds
    return high and 1 / high, low and 1 / low


def _of_list(d1: Fraction | None, bounds: Bounds, groups: int, unclassified: int) -> Measured:
    low, high = bounds
    return measured.number(
        d1 and d1 / groups,
        "group",
        numerator=d1,
        denominator=groups or None,
        bounds=(low and low / groups, high and high / groups),
        unknown=unclassified,
    )
