"""The arithmetic of the measures against published numbers."""

import doctest
from fractions import Fraction
from math import sqrt

import example
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement import measures, taxonomy
from engagement.measures import (
    coverage_upper,
    interval,
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


WORKED = {tuple(map(int, name.split("/"))): ends for name, ends in example.EXPECTED["wilson"].items()}


@pytest.mark.parametrize(("count", "ends"), WORKED.items(), ids=str)
def test_wilson_intervals_of_the_worked_example_are_those_of_r(count: tuple[int, int], ends: list[float]) -> None:
    assert interval(*count) == pytest.approx(tuple(ends), abs=1e-4)


@pytest.mark.parametrize(("x", "n", "low", "high"), [(1, 1, 0.21, 1.0), (1, 6, 0.03, 0.56), (0, 1, 0.0, 0.79)])
def test_an_interval_can_stand_beside_x_of_n(x: int, n: int, low: float, high: float) -> None:
    assert interval(x, n) == pytest.approx((low, high), abs=0.005)
    assert (interval(0, 0), wilson(x, n)) == (None, None)


def test_published_interval_of_a_difference_follows_from_two_wilson_intervals() -> None:
    """P5: 56 of 70 less 48 of 80, Newcombe 1998, method 10."""
    (low_1, high_1), (low_2, high_2) = wilson(56, 70) or (1, 0), wilson(48, 80) or (1, 0)
    first, second = 56 / 70, 48 / 80

    low = first - second - sqrt((first - low_1) ** 2 + (high_2 - second) ** 2)
    high = first - second + sqrt((high_1 - first) ** 2 + (second - low_2) ** 2)

    assert [round(low, 4), round(high, 4)] == example.PUBLISHED["Newcombe_1998_difference"]["56/70 - 48/80"]


def test_published_table_with_unknown() -> None:
    """P6: PMC10697932, table 1. Its shares are of all 1,804, which is the low end of the bounds."""
    table = example.PUBLISHED["eye_trials_table1"]
    counted, unknown, total = table["race_counts"], table["race_counts"]["Unknown"], table["total"]

    low, high = share_bounds(counted["Caucasian"], total - unknown, unknown) or (Fraction(0), Fraction(0))

    assert sum(counted.values()) == total
    assert round(100 * float(low), 2) == table["caucasian_pct"]
    assert round(100 * float(rate(unknown, total) or 0), 2) == table["unknown_pct"]
    assert high - low == Fraction(unknown, total)


def test_ratio_and_organisation_events_needed_of_every_group_of_the_worked_example() -> None:
    shares = {
        group: (count, rate(count, 40) or Fraction(0), reference)
        for (group, reference), count in zip(example.REFERENCE.items(), example.COUNTS, strict=True)
    }

    ratios = {group: float(share / reference) for group, (_, share, reference) in shares.items()}
    needed = {
        group: organisation_events_needed(count, 40, reference) for group, (count, _, reference) in shares.items()
    }

    assert ratios == pytest.approx(example.EXPECTED["representation_ratio"])
    assert needed == example.EXPECTED["organisations_to_close"]
    assert sum(share / reference * reference for _, share, reference in shares.values()) == 1


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
