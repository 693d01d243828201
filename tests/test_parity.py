"""M12, and what of people may be printed: against enumeration of every table that a reader could think of."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

import example
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_table import Disclosed, Table, disclosed, possible, small

from engagement.disclosure import Hidden, Place, protected
from engagement.measured import Form, Measured, counts
from engagement.measures import wilson
from engagement.parity import attribute, parity

few = settings(max_examples=60, deadline=None, derandomize=True)

# ---- M12 ----------------------------------------------------------------------------------------------------------


def test_women_are_47_of_100_with_bounds() -> None:
    """31 women, 33 men, 2 another gender, 6 not recorded."""
    figure = parity(31, 33, 2, 6).women

    assert figure == Measured(
        unit="person",
        shown_as=Form.PERCENT,
        value=Fraction(31, 66),
        numerator=31,
        denominator=66,
        unknown=6,
        numerator_high=37,
        denominator_high=72,
        low=Fraction(31, 72),
        high=Fraction(37, 72),
        interval=wilson(31, 66),
    )
    assert figure.interval == pytest.approx(example.EXPECTED["wilson"]["31/66"], abs=1e-4)


@pytest.mark.parametrize(
    ("women", "recorded", "not_recorded", "share", "low", "high"),
    [(1388, 7551, 279, 0.184, 0.177, 0.213), (376, 1576, 165, 0.239, 0.216, 0.311)],
    ids=["all delegates", "non-governmental"],
)
def test_delegates_before_the_first_conference(
    women: int, recorded: int, not_recorded: int, share: float, low: float, high: float
) -> None:
    """UNFCCC attendance data, precops.cleaned.csv, counted for the methodology; CC BY 4.0."""
    found = attribute(women, recorded, not_recorded)

    assert [round(float(each or 0), 3) for each in (found.value, found.low, found.high)] == [share, low, high]


def test_published_share_of_women_in_a_table_with_unknown() -> None:
    """P6, PMC10697932, table 1: 1,765 of 2,471."""
    assert round(100 * float(attribute(1765, 2471, 0).value or 0), 2) == 71.43


def test_the_ratio_to_men_moves_with_those_not_recorded() -> None:
    found = parity(31, 33, 0, 6).to_men

    assert (found.shown_as, found.value, found.low, found.high) == (
        Form.NUMBER,
        Fraction(31, 33),
        Fraction(31, 39),
        Fraction(37, 33),
    )
    assert found.interval is None


def test_the_ratio_to_men_is_hidden_where_it_would_tell_another_gender() -> None:
    """66 recorded, 31 women and 33 men leave 2."""
    assert parity(31, 33, 2, 6).to_men == Measured(unit="person", shown_as=Form.FEWER_THAN_K, unknown=6)


@pytest.mark.parametrize(
    ("women", "men", "form", "said"),
    [
        (0, 0, Form.NO_DATA, None),
        (0, 4, Form.FEWER_THAN_K, None),
        (2, 2, Form.FEWER_THAN_K, None),
        (0, 7, Form.COUNT_OF, (0, 3, 10)),
        (7, 0, Form.COUNT_OF, (7, 10, 10)),
        (5, 4, Form.FEWER_THAN_K, None),  # 9 less 5 tells 4
        (4, 36, Form.FEWER_THAN_K, None),
        (5, 5, Form.PERCENT, (5, 8, 13)),
        (0, 40, Form.PERCENT, (0, 3, 43)),
    ],
)
def test_fewer_than_five_people_are_hidden_and_fewer_than_ten_are_x_of_n(
    women: int, men: int, form: Form, said: tuple[int, int, int] | None
) -> None:
    found = parity(women, men, 0, 3).women

    assert (found.shown_as, counts(found)) == (form, said)


def test_a_hidden_figure_keeps_nothing_to_derive_the_count_from() -> None:
    found = attribute(3, 40, 2)

    assert found == Measured(unit="person", shown_as=Form.FEWER_THAN_K, denominator=40, unknown=2)
    assert attribute(3, 4, 2).denominator is None


@pytest.mark.parametrize(
    ("having", "shown"), [(0, False), (9, False), (10, True), (30, True), (31, False), (40, False)]
)
def test_of_a_sensitive_attribute_k_is_ten_and_none_and_all_are_hidden(having: int, shown: bool) -> None:
    found = attribute(having, 40, 0, is_sensitive=True)

    assert (found.shown_as is Form.PERCENT) == shown


@pytest.mark.parametrize(("k", "is_shown"), [(1, False), (5, False), (6, False), (4, False)])
def test_k_may_be_raised_and_not_lowered(k: int, is_shown: bool) -> None:
    assert (attribute(4, 40, 0, k=k).shown_as is Form.PERCENT) == is_shown
    assert (attribute(5, 40, 0, k=k).shown_as is Form.PERCENT) == (k <= 5)


# ---- tables: the published example --------------------------------------------------------------------------------


def test_worked_example_of_hiding() -> None:
    """Section 7: women and men of CSO 9/7, MDO 3/5, FBO 1/4. 3, 1 and 4 are small; 5 goes too, or 8 - 5 tells 3."""
    assert disclosed([[9, 7], [3, 5], [1, 4]], least_people=29) == Disclosed(
        cells=((9, 7, 16), (None, None, 8), (None, None, 5), (13, 16, 29)), possible=5
    )


def test_in_the_worked_example_a_reader_can_only_tell_that_the_women_are_four() -> None:
    table = Table.of([[9, 7], [3, 5], [1, 4]])
    hidden = frozenset({(1, 0), (1, 1), (2, 0), (2, 1)})

    assert {place: possible(table.whole, hidden, place) for place in hidden} == {
        (1, 0): range(5),
        (1, 1): range(4, 9),
        (2, 0): range(5),
        (2, 1): range(1, 6),
    }


def test_a_small_cell_is_hidden_with_the_square_of_fewest_people() -> None:
    """Each of the four can lose 3 or gain 20 against its neighbours."""
    found = disclosed([[3, 20, 20], [20, 20, 20], [20, 20, 5]])

    assert found == Disclosed(
        cells=((None, 20, None, 43), (20, 20, 20, 60), (None, 20, None, 45), (43, 60, 45, 148)), possible=24
    )


def test_cells_are_hidden_before_totals() -> None:
    found = disclosed([[3, 900], [800, 700]])

    assert found is not None
    assert found.cells == ((None, None, 903), (None, None, 1500), (803, 1600, 2403))


def test_a_square_that_protects_is_taken_before_one_of_fewer_people() -> None:
    """The 0 beside the small 1 would cost nobody and help nobody: their total is small too."""
    found = disclosed([[9, 20], [1, 0]])

    assert found == Disclosed(cells=((None, 20, None), (None, 0, None), (10, 20, 30)), possible=11)


def test_where_no_square_protects_several_are_hidden() -> None:
    found = disclosed([[1, 0], [0, 40]])

    assert found == Disclosed(cells=((None, 0, None), (0, None, None), (None, None, 41)), possible=42)


def test_two_values_are_not_enough() -> None:
    """Of a square of 1, 0, 0, 1 each cell can be 0 or 1 only."""
    table, square = Table.of([[1, 0, 9], [0, 1, 9], [9, 9, 9]]), frozenset({(0, 0), (0, 1), (1, 0), (1, 1)})

    hidden = protected([table.whole], square)

    assert {len(possible(table.whole, square, place)) for place in square} == {2}
    assert hidden is not None
    assert square < hidden
    assert min(len(possible(table.whole, hidden, place)) for place in hidden) >= 3


def test_what_is_small_of_a_sensitive_attribute() -> None:
    assert small(Table.of([[25, 0, 0], [10, 11, 12]]), 10, is_sensitive=True) == {(0, 0), (0, 1), (0, 2)}
    assert small(Table.of([[25, 0, 0], [10, 9, 12]]), 10, is_sensitive=False) == {(1, 1), (2, 1)}


def test_no_table_of_fewer_than_thirty_people() -> None:
    assert disclosed([[9, 7], [8, 5]]) is None
    assert disclosed([]) is None
    assert disclosed([[9, 7], [8, 6]]) == Disclosed(cells=((9, 7, 16), (8, 6, 14), (17, 13, 30)), possible=None)


def test_a_table_that_no_hiding_protects_is_not_printed() -> None:
    """Its only cell is the grand total."""
    assert disclosed([[3]], least_people=0) is None


def test_a_small_total_is_hidden_with_its_row() -> None:
    """Only one row is small: without another hidden total, the printed ones would add up to it."""
    found = disclosed([[20, 20], [1, 2], [12, 15]])

    assert found is not None
    assert found.cells[1] == (None, None, None)
    assert sum(row[2] is None for row in found.cells) == 2
    assert (found.possible or 0) >= 3


def test_none_and_all_of_a_sensitive_attribute_are_hidden() -> None:
    counted = [[0, 40], [25, 0], [20, 30], [30, 25]]

    plain, sensitive = disclosed(counted), disclosed(counted, is_sensitive=True)

    assert plain is not None
    assert plain.possible is None
    assert sensitive is not None
    assert [row[:2] for row in sensitive.cells[:2]] == [(None, None), (None, None)]


def test_a_row_of_nobody_says_nothing_of_anybody() -> None:
    found = disclosed([[20, 20], [0, 0], [30, 20]], is_sensitive=True)

    assert found == Disclosed(cells=((20, 20, 40), (0, 0, 0), (30, 20, 50), (50, 40, 90)), possible=None)


# ---- tables: laws -------------------------------------------------------------------------------------------------

tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 2), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@st.composite
def partly_hidden(draw: st.DrawFn) -> tuple[Table, Hidden]:
    table = Table.of(draw(tables))
    return table, draw(st.frozensets(st.sampled_from(list(table)), min_size=1, max_size=12))


def readings(table: Table, hidden: Hidden) -> Iterator[dict[Place, int]]:
    """Every table that agrees with all that is printed, by trying all numbers in all hidden places."""
    rows, columns = table.corner
    inner = [place for place in sorted(hidden) if not table.is_total(place)]
    for values in product(*(range(most(table, hidden, place) + 1) for place in inner)):
        cells = {(row, column): table[row, column] for row in range(rows) for column in range(columns)}
        cells |= dict(zip(inner, values, strict=True))
        across = {(row, columns): sum(cells[row, column] for column in range(columns)) for row in range(rows)}
        down = {(rows, column): sum(cells[row, column] for row in range(rows)) for column in range(columns)}
        read = cells | across | down
        printed = all(read[place] == table[place] for place in table if place not in hidden)
        if printed and sum(across.values()) == table[table.corner]:
            yield read


def most(table: Table, hidden: Hidden, place: Place) -> int:
    """No cell is more than a total of it that is printed."""
    row, column = table.corner
    totals = [each for each in ((place[0], column), (row, place[1]), table.corner) if each not in hidden]
    return min(table[each] for each in totals)


def tries(case: tuple[Table, Hidden]) -> int:
    table, hidden = case
    return prod(most(table, hidden, place) + 1 for place in hidden if not table.is_total(place))


@few
@given(partly_hidden().filter(lambda case: tries(case) < 20_000))
def test_what_a_hidden_cell_can_be_is_what_enumeration_finds(case: tuple[Table, Hidden]) -> None:
    table, hidden = case
    found = list(readings(table, hidden))

    for place in hidden:
        assert list(possible(table.whole, hidden, place)) == sorted({read[place] for read in found})


big = st.tuples(st.integers(1, 5), st.integers(2, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 25), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@few
@given(big, st.booleans())
def test_nothing_small_is_printed_and_nothing_hidden_can_be_told(counted: list[list[int]], is_sensitive: bool) -> None:
    found = disclosed(counted, is_sensitive=is_sensitive)
    table = Table.of(counted)
    assert (found is None) == (table[table.corner] < 30)
    if found is None:
        return

    hidden = frozenset(place for place in table if found.cells[place[0]][place[1]] is None)
    assert small(table, 10 if is_sensitive else 5, is_sensitive) <= hidden
    assert all(found.cells[row][column] == table[row, column] for row, column in set(table) - hidden)
    assert found.cells[-1][-1] == table[table.corner]
    assert all(len(possible(table.whole, hidden, place)) >= 3 for place in hidden)
    assert not any(
        0 < number < (10 if is_sensitive else 5) for row in found.cells for number in row if number is not None
    )


@few
@given(big)
def test_every_cell_that_is_not_small_is_hidden_for_a_reason(counted: list[list[int]]) -> None:
    table = Table.of(counted)
    needed = small(table, 5, is_sensitive=False)
    hidden = protected([table.whole], needed) if table[table.corner] >= 30 else None

    for place in (hidden or frozenset()) - needed:
        fewer = (hidden or frozenset()) - {place}
        assert any(len(possible(table.whole, fewer, other)) < 3 for other in fewer)


@few
@given(big)
def test_where_nothing_is_small_nothing_is_hidden(counted: list[list[int]]) -> None:
    table = Table.of([[count + 5 for count in row] for row in counted])

    assert disclosed([row[:-1] for row in table.cells[:-1]], least_people=0) == Disclosed(
        cells=table.cells, possible=None
    )
