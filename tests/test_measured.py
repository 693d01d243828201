"""What a figure carries, and how it may be shown."""

import doctest
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement import (
    continuity,
    coverage,
    depth,
    imbalance,
    measured,
    parity,
    reach,
    reliance,
    spread,
    voice,
)
from engagement.measured import Form, Measured
from engagement.model import as_json

cases = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(0, 5)))


def test_a_share_carries_all_that_is_printed_with_it() -> None:
    """MDO of the worked example: 6 of 40, 4 unclassified."""
    figure = measured.rate(6, 40, "organisation-event", unknown=4).using("para44")

    assert as_json(figure) == {
        "unit": "organisation-event",
        "shown_as": "percent",
        "value": 0.15,
        "numerator": 6,
        "denominator": 40,
        "unknown": 4,
        "numerator_high": 10,
        "denominator_high": 44,
        "low": 6 / 44,
        "high": 10 / 44,
        "interval": [pytest.approx(0.07061187717), pytest.approx(0.2907232437)],
        "list_used": "para44",
    }


@pytest.mark.parametrize(
    ("denominator", "form"), [(0, Form.NO_DATA), (1, Form.COUNT_OF), (9, Form.COUNT_OF), (10, Form.PERCENT)]
)
def test_below_ten_it_is_x_of_n_and_of_nothing_no_data(denominator: int, form: Form) -> None:
    figure = measured.rate(denominator, denominator, "activity")

    assert figure.shown_as is form
    assert (figure.value, figure.low, figure.high) == ((1, 1, 1) if form is Form.PERCENT else (None, None, None))
    assert figure.numerator == (denominator or None)


def test_one_activity_of_one_has_an_interval_all_the_same() -> None:
    figure = measured.rate(1, 1, "activity")

    assert (figure.shown_as, figure.numerator, figure.denominator) == (Form.COUNT_OF, 1, 1)
    assert figure.interval == pytest.approx((0.2065, 1.0), abs=1e-4)


@given(cases)
def test_bounds_hold_the_value_and_are_reached(case: tuple[int, int, int]) -> None:
    x, n, unknown = case
    figure = measured.rate(x, n, "person", unknown=unknown)
    readings = [Fraction(x + settled, n + unknown) for settled in range(unknown + 1)] if n >= 10 else [None]

    assert (figure.low, figure.high) == (readings[0], readings[-1])
    assert figure.ratio == (Fraction(x, n) if n else None)
    assert figure.value in (None, figure.ratio)


@given(cases)
def test_zero_never_stands_for_no_data(case: tuple[int, int, int]) -> None:
    x, _, unknown = case
    for figure in (
        measured.rate(0, 0, "person", unknown=unknown),
        measured.count_of(0, x, 0, "group", unknown=unknown),
        measured.number(None, "group", unknown=unknown),
        measured.fewer_than_k("person"),
    ):
        assert figure.shown_as in (Form.NO_DATA, Form.FEWER_THAN_K)
        assert 0 not in (figure.value, figure.numerator, figure.denominator, figure.low, figure.high)
        assert measured.counts(figure) is None


def test_several_scopes_are_counted_before_they_are_pooled() -> None:
    figure = measured.in_scopes([True, False, True, False], [True, True, False, False], "network")

    assert (figure.shown_as, figure.value, figure.high, figure.denominator) == (Form.COUNT_OF, 2, 3, 4)
    assert (figure.numerator, figure.unknown) == (2, 1)
    assert measured.in_scopes([], [], "network").shown_as is Form.NO_DATA


@pytest.mark.parametrize(
    ("count", "k", "shown"), [(None, 5, None), (0, 5, 0), (1, 5, None), (4, 5, None), (5, 5, 5), (9, 10, None)]
)
def test_fewer_than_five_people_are_not_shown(count: int | None, k: int, shown: int | None) -> None:
    assert measured.people(count, k) == shown


def test_counts_stay_whole_and_ratios_exact_until_they_leave() -> None:
    figure = Measured(unit="group", shown_as=Form.NUMBER, value=Fraction(4, 2), numerator=4, low=Fraction(1, 3))

    assert (type(figure.value), type(figure.numerator), figure.low) == (Fraction, int, Fraction(1, 3))
    assert (as_json(figure)["value"], as_json(figure)["numerator"]) == (2.0, 4)


@pytest.mark.parametrize(
    "module", [continuity, coverage, depth, imbalance, measured, parity, reach, reliance, spread, voice]
)
def test_examples_in_the_documentation_hold(module: object) -> None:
    found = doctest.testmod(module)

    assert (found.failed, found.attempted > 0) == (0, True)
