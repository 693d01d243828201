"""What a verdict leaves counted, and what it has counted anew."""

from typing import Any

import pytest

from engagement import actions, indicators, schema
from engagement.matching import deciding
from engagement.organisations import Verdict
from engagement.store import Store
from tests.logs import load

Counted = tuple[Store, list[Any]]

LOG = """
activity | date       | organisation  | category
Hearing  | 2024-05-02 | African Diaspora Network | MDO
Forum    | 2024-06-02 | African Diaspora Network Europe | MDO
Forum    | 2024-06-02 | Blue Union    | TU
"""
PAIR = ("African Diaspora Network", "African Diaspora Network Europe")


@pytest.fixture
def counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The store, and how often figures were counted anew since."""
    load(store, LOG)
    store.rows("select 1")
    made: list[Any] = []
    count = schema.count

    def watched(cursor: Any) -> None:
        made.append(cursor)
        count(cursor)

    monkeypatch.setattr(schema, "count", watched)
    return store, made


def names(store: Store) -> int:
    return int(store.rows("select count(distinct organisation_id) as n from took_part()")[0]["n"])


def test_that_two_are_not_one_counts_nothing_anew(counted: Counted) -> None:
    store, made = counted
    actions.judge(store, [(*PAIR, Verdict.DIFFERENT)], by="test")

    assert (names(store), made) == (3, [])


def test_what_makes_or_parts_an_organisation_counts_anew(counted: Counted) -> None:
    store, made = counted
    actions.judge(store, [(*PAIR, Verdict.SAME)], by="test")
    assert (names(store), len(made)) == (2, 1)

    actions.judge(store, [(*PAIR, Verdict.UNDECIDED)], by="test")
    assert (names(store), len(made)) == (3, 2)


def test_names_are_compared_once_however_they_are_judged(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = counted
    deciding._alike.cache_clear()
    compared: list[Any] = []
    compare = deciding.compare

    def watched(left: Any, right: Any) -> Any:
        compared.append((left, right))
        return compare(left, right)

    monkeypatch.setattr(deciding, "compare", watched)
    indicators.duplicates(store)
    first = len(compared)

    actions.judge(store, [(*PAIR, Verdict.SAME)], by="test")
    indicators.duplicates(store)

    assert first > 0
    assert len(compared) == first
