"""The measures against independent libraries: scikit-bio for effective numbers, statsmodels for intervals.

Neither is needed at run time. Where they are known to mean something else, the test says so.
"""

from fractions import Fraction
from math import log

import example
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skbio.diversity.alpha import hill, inv_simpson, pielou_e, shannon
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from engagement.measures import interval
from engagement.spread import effective_groups, hill_1, hill_2

many = settings(max_examples=200, deadline=None, derandomize=True)

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=40).filter(any)


@many
@given(counts)
def test_effective_numbers_are_those_of_scikit_bio(found: list[int]) -> None:
    assert float(hill_1(found) or 0) == pytest.approx(hill(np.array(found), order=1), rel=1e-9)
    assert float(hill_2(found) or 0) == pytest.approx(hill(np.array(found), order=2), rel=1e-9)
    assert float(hill_2(found) or 0) == pytest.approx(inv_simpson(np.array(found)), rel=1e-9)
    assert log(hill_1(found) or 1) == pytest.approx(shannon(np.array(found), base=np.e), abs=1e-9)


@pytest.mark.parametrize("name", ["iNEXT_spider_Girdled", "iNEXT_spider_Logged"])
def test_effective_numbers_of_the_spider_data_are_those_of_scikit_bio(name: str) -> None:
    data = example.PUBLISHED[name]["data"]

    assert float(hill_1(data) or 0) == pytest.approx(hill(np.array(data), order=1), rel=1e-12)


def test_scikit_bio_gives_an_evenness_of_one_group_and_we_give_none() -> None:
    """Evenness of one group is not defined; beside D1 stands its part of the whole list only."""
    found = effective_groups([7, 0, 0])

    assert pielou_e(np.array([7, 0, 0])) == 1.0
    assert found.d1_of_list.value == Fraction(1, 3)
    assert "evenness" not in type(found).model_fields


@many
@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_intervals_are_those_of_statsmodels(count: tuple[int, int]) -> None:
    assert interval(*count) == pytest.approx(proportion_confint(*count, method="wilson"), abs=1e-12)


def test_the_published_difference_of_rates_is_that_of_statsmodels() -> None:
    """P5, Newcombe 1998, method 10: the same numbers that our Wilson intervals give."""
    found = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")

    assert [round(end, 4) for end in found] == example.PUBLISHED["Newcombe_1998_difference"]["56/70 - 48/80"]
