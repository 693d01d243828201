"""A figure that is never a bare number: what was counted, of how many, what is unknown, and how it may be shown.

    rate            x / n, both ends moved by what is unknown: it joins the denominator
    count_of        x of a fixed list of n (groups covered, networks with a group)
    number          an index, a ratio, an effective number: no share of anything
    no_data         nothing was counted: never 0
    fewer_than_k    people too few to be shown

All values are exact fractions or whole numbers; only the ends of a Wilson interval are floats.
"""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from engagement import measures
from engagement.model import Share, Value

Number = int | Share
"""A count, or an exact ratio that becomes a decimal in JSON."""


class Form(StrEnum):
    """How a figure may be shown."""

    NO_DATA = "no_data"
    FEWER_THAN_K = "fewer_than_k"  # people: '<5'
    COUNT_OF = "x_of_n"  # a denominator below 10, or a list
    PERCENT = "percent"
    NUMBER = "number"


class Measured(Value):
    """One figure. `value`, `low` and `high` are what may be published: None where only 'x of n' may be shown.

    Bounds are the smallest and largest value over all ways to settle what is `unknown`; those of two groups cannot
    in general be reached together. The interval is Wilson's at 95 %.
    """

    unit: str  # what is counted: organisation-event, organisation, activity, group, slot, person
    shown_as: Form
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    unknown: int = 0  # of the same unit, kept apart
    numerator_high: int | None = None  # if all that is unknown counted
    denominator_high: int | None = None
    low: Number | None = None
    high: Number | None = None
    interval: tuple[float, float] | None = None
    list_used: str | None = None  # the list of groups it rests on

    @property
    def ratio(self) -> Fraction | None:
        """Numerator over denominator, exact at any size: to compare with an expectation, not to show."""
        if not self.denominator or self.numerator is None:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator)

    def using(self, list_code: str) -> "Measured":
        """The figure with the name of the list printed under it."""
        return self.model_copy(update={"list_used": list_code})


# ---- ways to make one ---------------------------------------------------------------------------------------------


def no_data(unit: str, unknown: int = 0) -> Measured:
    """Nothing was counted, though something unknown may be there."""
    return Measured(unit=unit, shown_as=Form.NO_DATA, unknown=unknown)


def rate(numerator: int, denominator: int, unit: str, unknown: int = 0) -> Measured:
    """A share of what is known; the unknown may all have been of it, or none.

    >>> depth = rate(0, 1, "organisation-event", unknown=1)
    >>> depth.value, depth.numerator, depth.numerator_high, depth.denominator_high
    (None, 0, 1, 2)
    """
    if denominator == 0:
        return no_data(unit, unknown)
    most, of_most = numerator + unknown, denominator + unknown
    is_shown = denominator >= measures.SHOWN_FROM
    return Measured(
        unit=unit,
        shown_as=Form.PERCENT if is_shown else Form.COUNT_OF,
        value=measures.rate(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        unknown=unknown,
        numerator_high=most,
        denominator_high=of_most,
        low=Fraction(numerator, of_most) if is_shown else None,
        high=Fraction(most, of_most) if is_shown else None,
        interval=measures.interval(numerator, denominator),
    )


def count_of(numerator: int, most: int, denominator: int, unit: str, unknown: int = 0) -> Measured:
    """So many of a list, up to `most` if what is unknown were what is missing. A list is no sample: no interval."""
    if denominator == 0:
        return no_data(unit, unknown)
    return Measured(
        unit=unit,
        shown_as=Form.COUNT_OF,
        value=numerator,
        numerator=numerator,
        denominator=denominator,
        unknown=unknown,
        numerator_high=most,
        denominator_high=denominator,
        low=numerator,
        high=most,
    )


def number(
    value: Number | None,
    unit: str,
    *,
    numerator: Number | None = None,
    denominator: Number | None = None,
    bounds: tuple[Number | None, Number | None] = (None, None),
    unknown: int = 0,
) -> Measured:
    """A figure that is no share: shown as it is, without an interval; no data where there is no value."""
    low, high = bounds
    return Measured(
        unit=unit,
        shown_as=Form.NO_DATA if value is None else Form.NUMBER,
        value=value,
        numerator=numerator,
        denominator=denominator,
        unknown=unknown,
        low=low,
        high=high,
    )


def fewer_than_k(unit: str, denominator: int | None = None, unknown: int = 0) -> Measured:
    """People too few to be shown. Nothing derived from the hidden count is kept."""
    return Measured(unit=unit, shown_as=Form.FEWER_THAN_K, denominator=denominator, unknown=unknown)


# ---- display ------------------------------------------------------------------------------------------------------


def counts(figure: Measured) -> tuple[Number, int, Number] | None:
    """The three numbers of 'x to y of n', the unknown within n; None where no count may be shown.

    >>> counts(rate(0, 1, "organisation-event", unknown=1)), counts(rate(5, 10, "activity"))
    ((0, 1, 2), (5, 5, 10))
    """
    if figure.numerator is None or figure.numerator_high is None or figure.denominator_high is None:
        return None
    return figure.numerator, figure.numerator_high, figure.denominator_high


def people(count: int | None, k: int = 5) -> int | None:
    """A head-count that may be shown; None of fewer than k, which is shown as '<k', and of what nobody counted.

    >>> people(4), people(5), people(0)
    (None, 5, 0)
    """
    return None if count is None or 0 < count < k else count


def in_scopes(present: Iterable[bool], possible: Iterable[bool], unit: str) -> Measured:
    """In k of n networks: said before anything pooled. `possible` tells where an unclassified row could be of it.

    >>> figure = in_scopes([True, False, False], [False, True, False], "network")
    >>> figure.value, figure.high, figure.denominator
    (1, 2, 3)
    """
    seen = list(present)
    most = sum(here or could for here, could in zip(seen, possible, strict=True))
    return count_of(sum(seen), most, len(seen), unit, unknown=most - sum(seen))
