"""The arithmetic of the measures against published numbers."""

import doctest
from fractions import Fraction

import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement import measures, taxonomy
from engagement.measures import (
    coverage_upper,
    organisation_events_needed,
    rate,
    share_bounds,
    shortfall,
    wilson,
)

counts = st.integers(10, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        # Newcombe 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # 7 of 17 bodies at gender balance (UNFCCC, FCCC/CP/2021/4)
        (7, 17, 0.2161, 0.6400),
        # the worked example
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (0, 10, 0.0000, 0.2775),
        (6, 40, 0.0706, 0.2907),
        (16, 40, 0.2635, 0.5540),
        (6, 16, 0.1848, 0.6136),
        (31, 66, 0.3543, 0.5884),
        (1388, 7551, 0.1752, 0.1927),
    ],
)
def test_wilson_intervals_are_those_published(x: int, n: int, low: float, high: float) -> None:
    assert wilson(x, n) == pytest.approx((low, high), abs=1e-4)


@given(counts)
def test_wilson_lies_in_the_unit_interval_mirrors_and_holds_the_rate(count: tuple[int, int]) -> None:
    x, n = count
    low, high = wilson(x, n) or (1, 0)
    mirrored = wilson(n - x, n) or (1, 0)

    assert 0 <= low <= x / n <= high <= 1
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=1e-12)
    assert (low, high) == pytest.approx(oracle.wilson(x, n), abs=1e-9)


def test_wilson_starts_at_zero_exactly_where_nothing_was_counted() -> None:
    assert (wilson(0, 10) or (1, 0))[0] == 0.0
    assert (wilson(10, 10) or (1, 0))[1] == 1.0


@pytest.mark.parametrize("n", [0, 1, 9])
def test_below_ten_there_is_no_rate_no_interval_and_no_bound(n: int) -> None:
    assert (rate(0, n), wilson(0, n), share_bounds(0, n, 5)) == (None, None, None)


def test_from_ten_on_there_is() -> None:
    assert rate(3, 10) == Fraction(3, 10)
    assert wilson(3, 10) is not None
    assert share_bounds(3, 10, 0) == (Fraction(3, 10), Fraction(3, 10))


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(6, Fraction(6, 44), Fraction(10, 44)), (0, Fraction(0), Fraction(4, 44)), (40, Fraction(40, 44), Fraction(1))],
)
def test_share_bounds_give_the_rest_to_the_others_or_to_the_group(count: int, low: Fraction, high: Fraction) -> None:
    assert share_bounds(count, 40, 4) == (low, high)


def test_share_bounds_of_the_delegates_before_the_first_conference() -> None:
    """1,388 women of 7,551 marked, 279 not marked."""
    low, high = share_bounds(1388, 7551, 279) or (Fraction(0), Fraction(0))

    assert (round(float(low), 4), round(float(high), 4)) == (0.1773, 0.2129)


@pytest.mark.parametrize(
    ("recorded", "expected", "bodies", "upper"), [(9, 12, 4, 12), (9, 12, 2, 11), (12, 12, 5, 12), (0, 12, 3, 3)]
)
def test_coverage_can_rise_by_one_for_each_unclassified_body(
    recorded: int, expected: int, bodies: int, upper: int
) -> None:
    assert coverage_upper(recorded, expected, bodies) == upper


@given(count=counts, reference=st.fractions(0, 1, max_denominator=200))
def test_organisation_events_needed_are_the_fewest_that_reach_the_share(
    count: tuple[int, int], reference: Fraction
) -> None:
    n, total = count
    needed = organisation_events_needed(n, total, reference)

    if needed is None:
        assert reference == 1
        assert n < total
        return
    assert Fraction(n + needed, total + needed) >= reference
    assert needed == 0 or Fraction(n + needed - 1, total + needed - 1) < reference


@pytest.mark.parametrize(
    ("value", "expected", "short"),
    [
        (0, Fraction(5), Fraction(1)),
        (2, Fraction(5), Fraction(3, 5)),
        (4, Fraction(5), Fraction(1, 5)),  # 1 - 0.8 is 0.19999999999999996 in floating point
        (5, Fraction(5), Fraction(0)),
        (7, Fraction(5), Fraction(0)),
        (0, Fraction(0), Fraction(0)),
    ],
)
def test_a_shortfall_is_relative_and_exact(value: int, expected: Fraction, short: Fraction) -> None:
    assert shortfall(value, expected) == short


def test_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(measures).attempted > 5
    assert doctest.testmod(measures).failed == 0
    assert doctest.testmod(taxonomy).failed == 0
