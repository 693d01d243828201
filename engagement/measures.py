"""The arithmetic of the measures, apart from any store. Everything that decides a class is an exact fraction.

Examples are from ten activities with 40 classified and 4 unclassified organisation-events.
"""

from fractions import Fraction
from math import ceil, sqrt

SHOWN_FROM = 10
"""Below this denominator a rate is shown as 'x of n' and not as a share."""

_Z = 1.959963984540054  # the 97.5th percentile of the normal distribution


def rate(numerator: int, denominator: int) -> Fraction | None:
    """The rate, or None below 10 in the denominator.

    >>> rate(6, 40), rate(3, 9)
    (Fraction(3, 20), None)
    """
    return Fraction(numerator, denominator) if denominator >= SHOWN_FROM else None


def wilson(numerator: int, denominator: int) -> tuple[float, float] | None:
    """The Wilson 95 % interval of a rate, or None below 10 in the denominator. Source: Wilson 1927.

    >>> [round(end, 4) for end in wilson(5, 10)]
    [0.2366, 0.7634]
    """
    return interval(numerator, denominator) if denominator >= SHOWN_FROM else None


def interval(numerator: int, denominator: int) -> tuple[float, float] | None:
    """The Wilson 95 % interval at any size, to stand beside 'x of n'; None of nothing.

    >>> [round(end, 2) for end in interval(1, 6)], interval(0, 0)
    ([0.03, 0.56], None)
    """
    if denominator == 0:
        return None
    p, n = numerator / denominator, denominator
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return (0.0 if numerator == 0 else low, 1.0 if numerator == denominator else high)


def share_bounds(count: int, classified: int, unclassified: int) -> tuple[Fraction, Fraction] | None:
    """Smallest and largest share of a group over all ways to classify what is not; None below 10 or without any.

    >>> share_bounds(6, 40, 4)
    (Fraction(3, 22), Fraction(5, 22))
    """
    everything = classified + unclassified
    if classified < SHOWN_FROM:
        return None
    return Fraction(count, everything), Fraction(count + unclassified, everything)


def coverage_upper(recorded: int, expected: int, unclassified_bodies: int) -> int:
    """The most groups there can have been, if every unclassified body were of a group not yet recorded.

    >>> coverage_upper(9, 12, 4)
    12
    """
    return min(expected, recorded + unclassified_bodies)


def organisation_events_needed(count: int, classified: int, reference: Fraction) -> int | None:
    """How many more organisation-events of a group would bring its share to the reference; None if no number would.

    >>> organisation_events_needed(1, 40, Fraction(6, 100)), organisation_events_needed(16, 40, Fraction(1, 4))
    (2, 0)
    """
    if count >= reference * classified:
        return 0
    if reference == 1:
        return None
    return ceil((reference * classified - count) / (1 - reference))


_NOTHING, _ALL = Fraction(0), Fraction(1)


def shortfall(value: Fraction | int, expected: Fraction) -> Fraction:
    """How far a value falls short of what was expected, relative to it: 0 where it does not, or nothing is expected.

    >>> shortfall(2, Fraction(5)), shortfall(0, Fraction(0))
    (Fraction(3, 5), Fraction(0, 1))
    """
    if value >= expected:
        return _NOTHING
    return 1 - value / expected if value else _ALL
