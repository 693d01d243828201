"""What a verdict leaves counted, and what it has counted anew."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prepared import Prepared

from engagement import actions, indicators, schema
from engagement.errors import EngagementError
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
    """The store, and what was counted anew since: everything, or so many names."""
    load(store, LOG)
    store.rows("select 1")
    made: list[Any] = []
    count, recount = schema.count, schema.recount

    def watched(cursor: Any) -> None:
        made.append("everything")
        count(cursor)

    def watched_names(cursor: Any, names: Any) -> None:
        made.append(len(names))
        recount(cursor, names)

    monkeypatch.setattr(schema, "count", watched)
    monkeypatch.setattr(schema, "recount", watched_names)
    return store, made


def names(store: Store) -> int:
    return int(store.rows("select count(distinct organisation_id) as n from took_part()")[0]["n"])


def test_that_two_are_not_one_counts_nothing_anew(counted: Counted) -> None:
    store, made = counted
    actions.judge(store, [(*PAIR, Verdict.DIFFERENT)], by="test")

    assert (names(store), made) == (3, [])


def test_what_makes_or_parts_an_organisation_counts_its_names_anew_and_no_others(counted: Counted) -> None:
    store, made = counted
    actions.judge(store, [(*PAIR, Verdict.SAME)], by="test")
    assert (names(store), made) == (2, [2])

    indicators.merge_preview(store, PAIR[0], "Blue Union", "MDO")
    assert (names(store), made) == (2, [2, 3])

    actions.judge(store, [(*PAIR, Verdict.UNDECIDED)], by="test")
    assert (names(store), made) == (3, [2, 3, 2])


def test_many_names_are_counted_with_everything(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    store, made = counted
    monkeypatch.setattr("engagement.store._MOST_RECOUNTED", 1)

    actions.judge(store, [(*PAIR, Verdict.SAME)], by="test")

    assert (names(store), made) == (2, ["everything"])


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


# ---- some names, or everything: the same tables --------------------------------------------------------------------

BODIES = ("Alpha Union", "Beta Council", "Gamma League", "Delta Forum", "Delta Forum International")
SAID = st.one_of(
    st.tuples(
        st.sampled_from((Verdict.SAME, Verdict.DIFFERENT, Verdict.UNDECIDED)),
        st.lists(st.sampled_from(BODIES), min_size=2, max_size=2, unique=True),
        st.sampled_from(("CSO", "TUN", "WCY")),
    ),
    st.tuples(st.sampled_from(("CSO", "WCY")), st.sampled_from(BODIES), st.sampled_from((None, date(2024, 5, 20)))),
)
PARTED = [
    {
        "activity": f"Meeting {day % 3}",
        "date": f"2024-{4 + day % 4:02}-{day + 1:02}",
        "network": "AB"[day % 2],
        "organisation": BODIES[(day * step) % len(BODIES)] if (day + step) % 7 else "",
        "category": ("CSO", "TUN", "WCY", "", "women")[(day + 2 * step) % 5],
        "role": ("speaker", "participant", "")[(day * step) % 3],
        "participation_stage": ("", "invited", "attended")[(day + step) % 3],
        "people": str(day % 4 or ""),
    }
    for day in range(9)
    for step in (1, 2, 3)
]


def tables(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that figures are counted from."""
    found = store.rows("select table_name from duckdb_tables() where schema_name = 'counted' and table_name <> 'made'")
    return {
        name: [tuple(row.values()) for row in store.rows(f"from engagement.counted.{name} order by all")]
        for name in sorted(row["table_name"] for row in found)
    }


def say(store: Store, said: tuple[Any, Any, Any]) -> None:
    """One thing about names; what the library refuses is not said."""
    what, of, more = said
    try:
        if isinstance(what, Verdict):
            actions.judge(store, [(*of, what)], by="test", note="said", category=more if what is Verdict.SAME else None)
        else:
            actions.classify(store, of, what, valid_from=more, by="test", reason="said")
    except EngagementError:
        return


def parted(store: Store) -> None:
    load(store, PARTED)


@settings(max_examples=15, deadline=None)
@given(said=st.lists(SAID, min_size=1, max_size=6))
def test_names_counted_by_themselves_leave_what_counting_everything_does(
    tmp_path_factory: pytest.TempPathFactory, prepared: Prepared, said: list[tuple[Any, Any, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("parted") / "store"
    prepared.put(parted, folder)
    with Store.open(folder) as store:
        before = tables(store)
        for each in said:
            say(store, each)
            by_themselves = tables(store)
            with store._connection.cursor() as cursor:
                schema.count(cursor)
            assert by_themselves == tables(store)
        assert before.keys() == by_themselves.keys() >= {"participation", "named", "head_count", "stage_event"}
