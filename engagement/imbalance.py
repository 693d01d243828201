"""M7: how far the shares of the groups are from those declared, over the whole list. Exact.

    Loosemore-Hanby  1/2 sum |s - t|              the share of places that would have to change group
    Gallagher        sqrt(1/2 sum (s - t)^2)      for experts
    Sainte-Lague     sum (s - t)^2 / t            for experts; this form, not its square root

Shares are of the organisation-events of the groups that the list names. Not used to rank scopes: the figures are
biased upwards where there are few organisation-events.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import lcm

from engagement import measured, measures
from engagement.measured import Form, Measured
from engagement.model import Value
from engagement.spread import DIGITS, PLACES

TOLERANCE = Fraction(1, 1000)
"""How far the declared shares may be from 1 together."""

Bounds = tuple[Fraction, Fraction]
Cost = Callable[[int, int], int]
"""What a group (by its place) adds to an index, scaled to whole numbers, with so many organisation-events."""

_UNIT = "organisation-event"


class Imbalance(Value):
    """M7. There is no interval."""

    loosemore_hanby: Measured  # the numerator is the number of places that would have to change group
    gallagher: Measured
    sainte_lague: Measured  # no data where a group has a reference of 0


def imbalance(counts: Sequence[int], reference: Sequence[Fraction | None], unclassified: int = 0) -> Imbalance:
    """M7 with its exact bounds over every way to give what is unclassified to groups of the list.

    `counts` and `reference` are those of every group of the list, zeros included, in the same order. No data without
    a complete reference, or without an organisation-event. Equal shares are a choice to be declared, never filled in.
    """
    declared = complete(reference)
    if declared is None or sum(counts) == 0:
        nothing = measured.no_data(_UNIT, unclassified)
        return Imbalance(loosemore_hanby=nothing, gallagher=nothing, sainte_lague=nothing)
    return Imbalance(
        loosemore_hanby=_loosemore_hanby(counts, declared, unclassified),
        gallagher=_gallagher(counts, declared, unclassified),
        sainte_lague=_sainte_lague(counts, declared, unclassified),
    )


def complete(reference: Sequence[Fraction | None]) -> list[Fraction] | None:
    """The declared shares if there is one of each group, none is negative, and together they are 1 +/- 0.001."""
    declared = [each for each in reference if each is not None]
    is_whole = len(declared) == len(reference) and abs(sum(declared, Fraction(-1))) <= TOLERANCE
    return declared if is_whole and all(each.numerator >= 0 for each in declared) else None


# ---- the three indices --------------------------------------------------------------------------------------------


def _loosemore_hanby(counts: Sequence[int], declared: Sequence[Fraction], unclassified: int) -> Measured:
    def index(counts: Sequence[int], unclassified: int) -> Bounds:
        places = sum(counts) + unclassified
        scale, wanted = _scaled([share * places for share in declared])
        ends = extremes(lambda group, held: abs(scale * held - wanted[group]), counts, unclassified)
        return _over(ends, 2 * scale * places)

    total = sum(counts)
    value, (low, high) = index(counts, 0)[0], index(counts, unclassified)
    is_shown = total >= measures.SHOWN_FROM
    return Measured(
        unit=_UNIT,
        shown_as=Form.PERCENT if is_shown else Form.COUNT_OF,
        value=value if is_shown else None,
        numerator=value * total,
        denominator=total,
        unknown=unclassified,
        low=low if is_shown else None,
        high=high if is_shown else None,
    )


def _gallagher(counts: Sequence[int], declared: Sequence[Fraction], unclassified: int) -> Measured:
    def index(counts: Sequence[int], unclassified: int) -> Bounds:
        places = sum(counts) + unclassified
        scale, wanted = _scaled([share * places for share in declared])
        ends = extremes(lambda group, held: (scale * held - wanted[group]) ** 2, counts, unclassified)
        low, high = _over(ends, 2 * (scale * places) ** 2)
        return root(low), root(high)

    return _shown(index(counts, 0)[0], index(counts, unclassified), counts, unclassified)


def _sainte_lague(counts: Sequence[int], declared: Sequence[Fraction], unclassified: int) -> Measured:
    if min(declared) == 0:
        return measured.no_data(_UNIT, unclassified)

    def index(counts: Sequence[int], unclassified: int) -> Bounds:
        places = sum(counts) + unclassified
        scale, wanted = _scaled([share * places for share in declared])
        by, weights = _scaled([1 / share for share in declared])
        ends = extremes(lambda group, held: weights[group] * (scale * held - wanted[group]) ** 2, counts, unclassified)
        return _over(ends, by * (scale * places) ** 2)

    return _shown(index(counts, 0)[0], index(counts, unclassified), counts, unclassified)


def _shown(value: Fraction, bounds: Bounds, counts: Sequence[int], unclassified: int) -> Measured:
    return measured.number(value, _UNIT, denominator=sum(counts), bounds=bounds, unknown=unclassified)


def _scaled(values: Sequence[Fraction]) -> tuple[int, list[int]]:
    """A common denominator, and the values as whole numbers over it."""
    scale = lcm(*(value.denominator for value in values))
    return scale, [int(value * scale) for value in values]


def _over(ends: tuple[int, int], divisor: int) -> Bounds:
    return Fraction(ends[0], divisor), Fraction(ends[1], divisor)


def root(value: Fraction) -> Fraction:
    """The square root to 20 decimal places, rounded half to even.

    >>> root(Fraction(9, 4)), float(root(Fraction(2)))
    (Fraction(3, 2), 1.4142135623730951)
    """
    with localcontext(prec=DIGITS):
        found = (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()
        return Fraction(found.quantize(Decimal(1).scaleb(-PLACES)))


# ---- bounds -------------------------------------------------------------------------------------------------------


def extremes(cost: Cost, counts: Sequence[int], unclassified: int) -> tuple[int, int]:
    """The least and the greatest sum of costs over every way to give `unclassified` to groups, all costs convex.

    Greatest: a convex function on the simplex of allocations is greatest at a corner, all in one group. Least: each
    next one to a group costs at least as much as the one before, so that taking the cheapest steps of all groups is
    taking the first steps of each. The price of the last step taken is found by halving, never by walking.
    """
    now = [cost(group, held) for group, held in enumerate(counts)]
    if unclassified == 0:
        return sum(now), sum(now)
    corners = [cost(group, held + unclassified) - now[group] for group, held in enumerate(counts)]
    return sum(now) + _cheapest(cost, counts, unclassified), sum(now) + max(corners)


def _cheapest(cost: Cost, counts: Sequence[int], unclassified: int) -> int:
    """What the cheapest `unclassified` steps add."""

    def price(group: int, step: int) -> int:
        held = counts[group] + step
        return cost(group, held + 1) - cost(group, held)

    def steps(group: int, limit: int) -> int:
        return bisect_right(range(unclassified), limit, key=lambda step: price(group, step))

    groups = range(len(counts))
    last = _least(
        min(price(group, 0) for group in groups),
        max(price(group, unclassified - 1) for group in groups),
        lambda limit: sum(steps(group, limit) for group in groups) >= unclassified,
    )
    taken = [steps(group, last - 1) for group in groups]  # all that is cheaper; the rest costs `last` each
    added = sum(cost(group, counts[group] + more) - cost(group, counts[group]) for group, more in enumerate(taken))
    return added + last * (unclassified - sum(taken))


def _least(low: int, high: int, is_enough: Callable[[int], bool]) -> int:
    """The least number from low to high that is enough; high is. (bisect cannot: prices may pass the machine word.)"""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low
