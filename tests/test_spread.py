"""M2 at equal effort and M6: against published tables, against every allocation, and by their laws."""

import csv
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, combinations_with_replacement
from math import exp, log
from pathlib import Path
from random import Random

import example
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement import coverage, spread
from engagement.measured import Form, Measured
from engagement.spread import effective_groups, evenest, fullest, hill_1, hill_2

few = settings(max_examples=60, deadline=None, derandomize=True)

groups = st.lists(st.integers(0, 9), min_size=1, max_size=6)
some = groups.filter(any)


def allocations(counts: list[int], unclassified: int) -> Iterator[list[int]]:
    """Every way to give each unclassified organisation-event to a group."""
    for chosen in combinations_with_replacement(range(len(counts)), unclassified):
        yield [count + chosen.count(group) for group, count in enumerate(counts)]


def decimals(figure: Measured, places: int) -> tuple[float, ...]:
    return tuple(round(float(number or 0), places) for number in (figure.value, figure.low, figure.high))


# ---- M2 -----------------------------------------------------------------------------------------------------------


def test_nine_of_twelve_groups_are_recorded_and_at_most_twelve() -> None:
    bodies = len(example.by_organisation("UNK"))
    recorded = sum(1 for count in example.COUNTS if count)

    assert coverage.named_groups(recorded, 12, bodies, activities=10) == Measured(
        unit="group",
        shown_as=Form.COUNT_OF,
        value=9,
        numerator=9,
        denominator=12,
        unknown=4,
        numerator_high=12,
        denominator_high=12,
        low=9,
        high=12,
    )


@pytest.mark.parametrize(("unclassified", "most"), [(0, 0), (3, 3), (12, 12), (40, 12)])
def test_where_all_is_unknown_coverage_is_none_of_twelve_up_to_the_unknown(unclassified: int, most: int) -> None:
    figure = coverage.named_groups(0, 12, unclassified, activities=2)

    assert (figure.value, figure.low, figure.high) == (0, 0, most)


def test_without_an_activity_coverage_is_not_zero_of_twelve() -> None:
    figure = coverage.named_groups(0, 12, 0, activities=0)

    assert (figure.value, figure.numerator, figure.shown_as) == (None, None, Form.NO_DATA)


def test_adding_one_event_of_an_absent_group_raises_coverage_by_one() -> None:
    recorded = [coverage.named_groups(count, 12, activities=10).value for count in range(13)]

    assert recorded == list(range(13))


def test_coverage_at_equal_effort_in_the_worked_example() -> None:
    """R vegan 2.6-4, specaccum(method="exact")."""
    curve = coverage.equal_effort(example.ATTENDED, 10)

    expected = example.EXPECTED["equal_effort_coverage"]
    assert [round(float(curve[effort - 1]), 4) for effort in (1, 5, 10)] == [
        expected["m1"],
        expected["m5"],
        expected["m10"],
    ]
    assert (curve[0], curve[9]) == (Fraction(33, 10), 9)


@pytest.mark.parametrize(
    ("name", "effort"), [("iNEXT_spider_Girdled", 84), ("iNEXT_spider_Logged", 126)], ids=["P1", "P2"]
)
def test_published_rarefaction_of_the_spider_data(name: str, effort: int) -> None:
    """P1 and P2, iNEXT vignette 3.0.0: the same formula with individuals in the place of activities."""
    table = example.PUBLISHED[name]
    found = coverage.at_effort(table["data"], table["n"], effort)

    assert (sum(table["data"]), len(table["data"])) == (table["n"], table["S"])
    assert found is not None
    assert round(float(found), 3) == table[f"rarefied_m{effort}"]


presences = st.integers(1, 6).flatmap(
    lambda held: st.tuples(st.lists(st.frozensets(st.integers(0, held - 1)), max_size=4), st.just(held))
)


@few
@given(presences)
def test_equal_effort_is_the_mean_over_every_choice_of_activities(case: tuple[list[frozenset[int]], int]) -> None:
    attended, held = case
    means = []
    for effort in range(1, held + 1):
        covered = [sum(1 for group in attended if group & set(drawn)) for drawn in combinations(range(held), effort)]
        means.append(Fraction(sum(covered), len(covered)))

    numbers = [len(group) for group in attended]
    assert list(coverage.equal_effort(numbers, held)) == means
    assert [coverage.at_effort(numbers, held, effort) for effort in range(1, held + 1)] == means


@pytest.mark.parametrize("effort", [0, 11])
def test_coverage_is_never_extrapolated(effort: int) -> None:
    assert coverage.at_effort([10, 4], 10, effort) is None


def test_members_of_two_working_groups_cover_five_six_and_together_seven_groups() -> None:
    """Page of the Network, 2021-22, as classified in the reference table; not the members of the United Nations."""
    path = Path(__file__).parent.parent / "data/working_group_members.csv"
    with path.open(newline="", encoding="utf-8") as lines:
        members = [row for row in csv.DictReader(lines) if row["is_un"] == "no"]
    covered = {
        group: {row["category"] for row in members if row["working_group"] == group} & set(example.GROUPS)
        for group in ("CWG-2.1", "CWG-2.2")
    }

    assert [len(each) for each in (*covered.values(), set().union(*covered.values()))] == [5, 6, 7]


# ---- M6: numbers --------------------------------------------------------------------------------------------------


def test_effective_groups_of_the_worked_example() -> None:
    found = effective_groups(example.COUNTS, example.UNCLASSIFIED)

    expected = example.EXPECTED
    assert found.present == 9
    assert decimals(found.d1, 12) == tuple(round(each, 12) for each in (expected["hill_1"], *expected["hill_1_bounds"]))
    assert decimals(found.d2, 12) == tuple(round(each, 12) for each in (expected["hill_2"], *expected["hill_2_bounds"]))
    assert found.concentration.value == Fraction(22, 100)
    assert (found.concentration.low, found.concentration.high) == (Fraction(358, 1936), Fraction(496, 1936))
    assert round(float(found.d1_of_list.value or 0), 12) == round(expected["evenness_vs_K_hill1_over_K"], 12)
    assert (found.d1.unknown, found.d1.denominator, found.d1.unit) == (4, 40, "group")


def test_an_effective_number_has_no_interval() -> None:
    found = effective_groups(example.COUNTS, example.UNCLASSIFIED)

    assert {found.d1.interval, found.d2.interval, found.d1_of_list.interval, found.concentration.interval} == {None}


def test_the_entropy_of_the_worked_example_is_in_nats() -> None:
    assert log(hill_1(example.COUNTS) or 1) == pytest.approx(example.EXPECTED["H_nats"], abs=1e-14)


@pytest.mark.parametrize("name", ["iNEXT_spider_Girdled", "iNEXT_spider_Logged"], ids=["P1", "P2"])
def test_published_hill_numbers_of_the_spider_data(name: str) -> None:
    """P1 and P2, iNEXT vignette 3.0.0, three decimals."""
    table = example.PUBLISHED[name]

    assert round(float(hill_1(table["data"]) or 0), 3) == table["hill_1"]
    assert round(float(hill_2(table["data"]) or 0), 3) == table["hill_2"]


def test_published_indices_of_cell_standard_1() -> None:
    """P3, alpha_rarefaction_10_6 (microbiome.forsyth.org), Shannon in bits.

    Counts are not published; ten individuals of six species with 1 - D = 0.8 can only be these.
    """
    counts, table = [3, 2, 2, 1, 1, 1], example.PUBLISHED["QIIME_CellStandard1"]

    d1, d2 = hill_1(counts), hill_2(counts)

    assert (d2, d2 and 1 - 1 / d2, d2 and round(float(d2 / 6), 7)) == (5, Fraction(4, 5), table["simpson_evenness"])
    assert log(d1 or 1, 2) == pytest.approx(table["shannon_base2"], abs=1e-11)
    assert log(d1 or 1) == pytest.approx(table["shannon_nats"], abs=1e-11)


# ---- M6: edges and laws -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("counts", "unclassified"), [([], 0), ([0] * 12, 0), ([0] * 12, 4)])
def test_of_nothing_there_is_no_effective_number(counts: list[int], unclassified: int) -> None:
    found = effective_groups(counts, unclassified)

    assert found.present == 0
    for figure in (found.d1, found.d2, found.d1_of_list, found.concentration):
        assert (figure.value, figure.low, figure.high, figure.shown_as) == (None, None, None, Form.NO_DATA)


def test_one_group_is_one_effective_group_exactly() -> None:
    found = effective_groups([0, 7, 0])

    assert (found.d1.value, found.d2.value, found.d1_of_list.value) == (1, 1, Fraction(1, 3))


@given(st.integers(1, 12), st.integers(1, 10**6))
def test_equal_groups_are_as_many_as_they_are_exactly(number: int, size: int) -> None:
    assert (hill_1([size] * number), hill_2([size] * number)) == (number, number)


@given(some, st.randoms(), st.integers(2, 1000))
def test_order_and_multiples_change_no_digit(counts: list[int], random: Random, factor: int) -> None:
    shuffled = list(counts)
    random.shuffle(shuffled)

    for hill in (hill_1, hill_2):
        assert hill(counts) == hill(shuffled) == hill([factor * count for count in counts])


@given(some)
def test_two_equal_disjoint_communities_have_twice_the_groups(counts: list[int]) -> None:
    """Jost 2006."""
    assert hill_2(counts * 2) == 2 * (hill_2(counts) or 0)
    assert abs((hill_1(counts * 2) or 0) - 2 * (hill_1(counts) or 0)) <= Fraction(3, 2) / 10**spread.PLACES


@given(some)
def test_effective_numbers_are_ordered_and_within_the_groups_present(counts: list[int]) -> None:
    present = sum(1 for count in counts if count)

    assert 1 <= (hill_2(counts) or 0) <= (hill_1(counts) or 0) <= present


@given(some)
def test_d1_is_the_exponential_of_the_entropy(counts: list[int]) -> None:
    shares = [count / sum(counts) for count in counts if count]

    assert float(hill_1(counts) or 0) == pytest.approx(exp(-sum(p * log(p) for p in shares)), rel=1e-12)


@given(some)
def test_d1_is_right_to_the_last_digit(counts: list[int]) -> None:
    """D1 to the power N is N^N / product of n^n, which whole numbers can tell: half a digit off would show."""
    total, half = sum(counts), Fraction(1, 2) / 10**spread.PLACES
    power = Fraction(total**total)
    for count in counts:
        power /= count**count
    found = hill_1(counts) or Fraction(0)

    assert (found - half) ** total <= power <= (found + half) ** total


@few
@given(groups, st.integers(0, 4))
def test_bounds_are_those_of_every_allocation(counts: list[int], unclassified: int) -> None:
    found = effective_groups(counts, unclassified)
    ways = [way for way in allocations(counts, unclassified) if any(counts)]
    ones, twos = [hill_1(way) for way in ways], [hill_2(way) for way in ways]

    assert (found.d1.low, found.d1.high) == (min(ones, default=None), max(ones, default=None))
    assert (found.d2.low, found.d2.high) == (min(twos, default=None), max(twos, default=None))


def test_bounds_of_the_worked_example_are_those_of_all_1365_allocations() -> None:
    ways = list(allocations(example.COUNTS, example.UNCLASSIFIED))
    ones = [hill_1(way) or Fraction(0) for way in ways]
    found = effective_groups(example.COUNTS, example.UNCLASSIFIED)

    assert len(ways) == 1365
    assert (found.d1.low, found.d1.high) == (min(ones), max(ones))


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.integers(0, 200))
def test_what_is_poured_raises_the_smallest_groups_one_by_one(counts: list[int], unclassified: int) -> None:
    poured = list(counts)
    for _ in range(unclassified):
        poured[poured.index(min(poured))] += 1

    assert evenest(counts, unclassified) == sorted(poured)
    assert sorted(fullest(counts, unclassified)) == [*sorted(counts)[:-1], max(counts) + unclassified]
