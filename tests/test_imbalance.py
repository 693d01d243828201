"""M7: against published tables, against every allocation, and by its laws."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement
from math import sqrt

import example
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.imbalance import complete, extremes, imbalance, root
from engagement.measured import Form, Measured

few = settings(max_examples=60, deadline=None, derandomize=True)

DECLARED = list(example.REFERENCE.values())


def allocations(counts: list[int], unclassified: int) -> Iterator[list[int]]:
    """Every way to give each unclassified organisation-event to a group."""
    for chosen in combinations_with_replacement(range(len(counts)), unclassified):
        yield [count + chosen.count(group) for group, count in enumerate(counts)]


@st.composite
def cases(draw: st.DrawFn, least: int = 0) -> tuple[list[int], list[Fraction], int]:
    """Counts of at least ten in all, declared shares (from `least` parts each) that are 1 together, unclassified."""
    counts = draw(st.lists(st.integers(0, 12), min_size=1, max_size=5).filter(lambda found: sum(found) >= 10))
    size = len(counts)
    parts = draw(st.lists(st.integers(least, 9), min_size=size, max_size=size).filter(any))
    return counts, [Fraction(part, sum(parts)) for part in parts], draw(st.integers(0, 4))


def distances(counts: list[int], declared: list[Fraction]) -> list[Fraction]:
    return [Fraction(count, sum(counts)) - share for count, share in zip(counts, declared, strict=True)]


def half_the_sum(counts: list[int], declared: list[Fraction]) -> Fraction:
    return sum(map(abs, distances(counts, declared)), Fraction(0)) / 2


def gallagher(counts: list[int], declared: list[Fraction]) -> Fraction:
    return root(sum((each**2 for each in distances(counts, declared)), Fraction(0)) / 2)


def sainte_lague(counts: list[int], declared: list[Fraction]) -> Fraction:
    """The second of the two printed forms: sum t (RR - 1)^2."""
    ratios = [Fraction(count, sum(counts)) / share for count, share in zip(counts, declared, strict=True)]
    return sum((share * (ratio - 1) ** 2 for share, ratio in zip(declared, ratios, strict=True)), Fraction(0))


# ---- numbers ------------------------------------------------------------------------------------------------------


def test_worked_example_22_of_100_places_would_have_to_change_group() -> None:
    found = imbalance(example.COUNTS, DECLARED, example.UNCLASSIFIED)

    assert found.loosemore_hanby == Measured(
        unit="organisation-event",
        shown_as=Form.PERCENT,
        value=Fraction(22, 100),
        numerator=Fraction(88, 10),
        denominator=40,
        unknown=4,
        low=Fraction(91, 550),
        high=Fraction(141, 550),
    )
    expected = example.EXPECTED
    assert [Fraction(91, 550), Fraction(141, 550)] == pytest.approx(expected["loosemore_hanby_bounds"], abs=1e-15)
    assert found.loosemore_hanby.value == pytest.approx(expected["loosemore_hanby"], abs=1e-15)
    assert found.gallagher.value == Fraction(13, 100) == pytest.approx(expected["gallagher"], abs=1e-15)
    assert found.sainte_lague.value == pytest.approx(expected["sainte_lague"], abs=1e-15)


def test_bounds_of_the_worked_example_are_those_of_all_1365_allocations() -> None:
    ways = list(allocations(example.COUNTS, example.UNCLASSIFIED))
    found = imbalance(example.COUNTS, DECLARED, example.UNCLASSIFIED)

    assert len(ways) == 1365
    for figure, index in (
        (found.loosemore_hanby, half_the_sum),
        (found.gallagher, gallagher),
        (found.sainte_lague, sainte_lague),
    ):
        values = [index(way, DECLARED) for way in ways]
        assert (figure.low, figure.high) == (min(values), max(values))


def test_published_seats_of_a_chamber_of_35() -> None:
    """P7: 503, 304 and 193 votes, 17, 11 and 7 seats (electowiki, Sainte-Lague)."""
    table = example.PUBLISHED["electowiki_35_seats"]
    found = imbalance(table["seats"], [Fraction(each, 1000) for each in table["votes"]])

    assert [round(100 * each / 35, 2) for each in table["seats"]] == table["seat_pct"]
    assert {
        "loosemore_hanby": round(float(found.loosemore_hanby.value or 0), 7),
        "gallagher": round(float(found.gallagher.value or 0), 7),
        "sainte_lague": round(float(found.sainte_lague.value or 0), 7),
    } == table["computed"]


# ---- edges --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "reference"),
    [
        ([], []),
        ([0, 0], [Fraction(1, 2), Fraction(1, 2)]),
        ([12, 8], [Fraction(1, 2), None]),  # no group without a reference
        ([12, 8], [Fraction(1, 2), Fraction(2, 5)]),  # 0.9 together
        ([12, 8], [Fraction(3, 2), Fraction(-1, 2)]),
    ],
)
def test_without_data_or_a_whole_reference_there_is_no_figure(
    counts: list[int], reference: list[Fraction | None]
) -> None:
    found = imbalance(counts, reference, 3)

    for figure in (found.loosemore_hanby, found.gallagher, found.sainte_lague):
        assert figure == Measured(unit="organisation-event", shown_as=Form.NO_DATA, unknown=3)


@pytest.mark.parametrize(
    ("last", "is_complete"), [("0.499", True), ("0.501", True), ("0.4989", False), ("0.5011", False)]
)
def test_references_are_one_together_to_a_thousandth(last: str, is_complete: bool) -> None:
    assert (complete([Fraction(1, 2), Fraction(last)]) is not None) == is_complete


def test_a_reference_of_zero_is_one_for_loosemore_hanby_and_none_for_sainte_lague() -> None:
    found = imbalance([6, 4], [Fraction(1), Fraction(0)])

    assert (found.loosemore_hanby.value, found.gallagher.value) == (Fraction(2, 5), Fraction(2, 5))
    assert (found.sainte_lague.value, found.sainte_lague.shown_as) == (None, Form.NO_DATA)


def test_below_ten_organisation_events_the_places_are_said_and_not_the_share() -> None:
    figure = imbalance([6, 3], [Fraction(1, 3), Fraction(2, 3)], 1).loosemore_hanby

    assert (figure.shown_as, figure.value, figure.low, figure.high) == (Form.COUNT_OF, None, None, None)
    assert (figure.numerator, figure.denominator, figure.ratio) == (3, 9, Fraction(1, 3))


# ---- laws ---------------------------------------------------------------------------------------------------------


@few
@given(cases())
def test_it_is_zero_where_shares_are_as_declared_and_only_there_and_never_above_one(
    case: tuple[list[int], list[Fraction], int],
) -> None:
    counts, declared, _ = case
    value = imbalance(counts, declared).loosemore_hanby.value

    assert value is not None
    assert (value == 0) == (not any(distances(counts, declared)))
    assert 0 <= value <= 1


@given(cases())
def test_it_is_zero_of_any_counts_that_are_the_reference(case: tuple[list[int], list[Fraction], int]) -> None:
    counts = case[0]
    found = imbalance(counts, [Fraction(count, sum(counts)) for count in counts])

    assert (found.loosemore_hanby.value, found.gallagher.value) == (0, 0)


@few
@given(cases())
def test_bounds_are_those_of_every_allocation(case: tuple[list[int], list[Fraction], int]) -> None:
    counts, declared, unclassified = case
    found = imbalance(counts, declared, unclassified)
    ways = list(allocations(counts, unclassified))

    for figure, index in ((found.loosemore_hanby, half_the_sum), (found.gallagher, gallagher)):
        values = [index(way, declared) for way in ways]
        assert (figure.value, figure.low, figure.high) == (index(counts, declared), min(values), max(values))


@few
@given(cases(least=1))
def test_bounds_of_sainte_lague_are_those_of_every_allocation(case: tuple[list[int], list[Fraction], int]) -> None:
    counts, declared, unclassified = case
    figure = imbalance(counts, declared, unclassified).sainte_lague
    values = [sainte_lague(way, declared) for way in allocations(counts, unclassified)]

    assert (figure.value, figure.low, figure.high) == (sainte_lague(counts, declared), min(values), max(values))


@few
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 400), st.integers(1, 7)), min_size=1, max_size=6),
    st.integers(0, 300),
    st.booleans(),
)
def test_the_least_is_what_walking_along_the_cheapest_steps_finds(
    groups: list[tuple[int, int, int]], unclassified: int, is_square: bool
) -> None:
    """Far beyond what can be enumerated: of convex costs, always taking the cheapest next step is best."""

    def cost(group: int, held: int) -> int:
        _, wanted, weight = groups[group]
        distance = abs(5 * held - wanted)
        return weight * distance * (distance if is_square else 1)

    held = [count for count, _, _ in groups]
    for _ in range(unclassified):
        prices = [cost(group, count + 1) - cost(group, count) for group, count in enumerate(held)]
        held[prices.index(min(prices))] += 1

    least = sum(cost(group, count) for group, count in enumerate(held))
    assert extremes(cost, [count for count, _, _ in groups], unclassified)[0] == least


def test_a_history_of_a_million_rows_has_the_bounds_that_its_shares_allow() -> None:
    """Every group short of its share can be filled: the least is what the group in excess keeps too much."""
    declared = [Fraction(1, 10), Fraction(2, 10), Fraction(7, 10)]
    figure = imbalance([200_000, 100_000, 200_000], declared, 500_000).loosemore_hanby

    assert (figure.low, figure.high) == (Fraction(1, 10), Fraction(6, 10))


@given(st.fractions(0, 1))
def test_the_root_is_that_of_the_exact_number(value: Fraction) -> None:
    assert float(root(value)) == pytest.approx(sqrt(value), abs=1e-15)
