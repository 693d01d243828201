"""Two editions handed out are read beside each other: a number less another can be a few people."""

from datetime import date

import pytest
from logs import load
from typer.testing import CliRunner

from engagement import actions, editions
from engagement.cli import app
from engagement.errors import UnknownNameError
from engagement.model import Selection
from engagement.store import Store
from engagement.subtracting import Beside, told_beside

LOG = """
network | activity | date       | organisation | category | women | men | people
North   | Hearing  | 2025-03-01 | Relief       | CSO      | 20    | 20  | 40
North   | Forum    | 2025-11-10 | Relief       | CSO      | 2     | 0   | 2
North   | Dialogue | 2026-05-05 | Relief       | CSO      | 30    | 30  | 60
South   | Hearing  | 2025-03-01 | Guild        | TUN      | 21    | 19  | 40
South   | Dialogue | 2026-05-05 | Guild        | TUN      | 30    | 30  | 60
"""
YEAR = Selection(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))
UNTIL_OCTOBER = Selection(first_day=date(2025, 1, 1), last_day=date(2025, 10, 31))
FROM_NOVEMBER = Selection(first_day=date(2025, 11, 1), last_day=date(2026, 12, 31))


def at(network: str, selection: Selection) -> Selection:
    return selection.model_copy(update={"networks": (network,)})


@pytest.fixture
def store(store: Store) -> Store:
    load(store, LOG)
    return store


def freeze(store: Store, name: str, selection: Selection) -> None:
    editions.freeze(store, name, selection, "en", by="test", formats=("json",))


def beside(store: Store, one: Selection, other: Selection) -> list[tuple[Beside, ...]]:
    freeze(store, "One", one)
    freeze(store, "Other", other)
    return [told_beside(store, name) for name in ("One", "Other")]


def test_a_period_within_another_tells_the_few_who_came_in_between(store: Store) -> None:
    """Of civil society 2 women and 2 people; the same of all groups together."""
    assert beside(store, YEAR, UNTIL_OCTOBER) == [
        (Beside(edition="Other", figures=4, k=5),),
        (Beside(edition="One", figures=4, k=5),),
    ]


@pytest.mark.parametrize(
    "other",
    [YEAR, FROM_NOVEMBER, Selection(), at("South", UNTIL_OCTOBER)],
    ids=["the same", "partly", "all time", "of other groups"],
)
def test_where_nobody_is_left_by_taking_one_from_the_other_nothing_is_said(store: Store, other: Selection) -> None:
    assert beside(store, YEAR, other) == [(), ()]


def test_scopes_side_by_side_do_not_lie_within_each_other(store: Store) -> None:
    """Women of North and South differ by one, and are not the same women."""
    assert beside(store, at("North", UNTIL_OCTOBER), at("South", UNTIL_OCTOBER)) == [(), ()]


def test_a_correction_of_a_few_people_is_told_by_the_edition_before_it(store: Store) -> None:
    freeze(store, "Before", YEAR)
    load(
        store,
        "network | activity | date | organisation | category | women | men | people\n"
        "South | Forum | 2025-12-01 | Guild | TUN | 3 | 0 | 3",
    )
    freeze(store, "After", YEAR)

    assert told_beside(store, "After") == (Beside(edition="Before", figures=4, k=5),)


def test_a_higher_least_number_is_what_few_means(store: Store) -> None:
    freeze(store, "Year", at("South", YEAR))
    load(
        store,
        "network | activity | date | organisation | category | women | men | people\n"
        "South | Forum | 2025-12-01 | Guild | TUN | 6 | 0 | 6",
    )
    freeze(store, "Later", at("South", YEAR))
    assert told_beside(store, "Later") == ()

    actions.set_least_people(store, "South", 7, by="test")

    assert told_beside(store, "Later") == (Beside(edition="Year", figures=4, k=7),)


def test_an_edition_that_nobody_froze_is_not_known(store: Store) -> None:
    with pytest.raises(UnknownNameError):
        told_beside(store, "Year")


def test_whoever_freezes_is_told(store: Store) -> None:
    freeze(store, "Year", YEAR)

    said = CliRunner().invoke(
        app, ["editions", "freeze", "October", "--from", "2025", "--to", "2025-10", "--store", str(store.folder)]
    )

    assert said.exit_code == 0
    assert "Beside the edition “Year” it tells 4 numbers of fewer than 5 people" in said.stderr
