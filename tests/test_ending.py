"""Declared expectations that end, are withdrawn and stand again; nothing declared is ever lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engagement import actions, indicators
from engagement.errors import InputError, UnknownNameError
from engagement.model import Selection
from engagement.store import Store
from engagement.versions import Stretch, VersionState

HALF = {
    "type": "presence",
    "mechanism": "",
    "category": "CSO",
    "value": "50%",
    "author": "Secretariat",
    "date": "2026-01-12",
    "basis": "Terms of reference, paragraph 7",
    "valid_from": "2026-01-01",
    "valid_to": "",
}
THIRD = HALF | {"value": "1/3", "date": "2025-01-10", "valid_from": "2025-01-01", "basis": "First terms of reference"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store") as opened:
        yield opened


def declare(store: Store, *rows: dict[str, str]) -> list[str]:
    """The names of the versions that rows declare, in their order."""
    return [f"{actions.declare_by_hand(store, row, by='test').entry}.1" for row in rows]


def held(store: Store) -> dict[str, tuple[Stretch, ...]]:
    return {each.version: each.holds for each in indicators.expectation_versions(store)}


def days(first: tuple[int, int, int] | None, last: tuple[int, int, int] | None = None) -> tuple[Stretch, ...]:
    return (Stretch(first=date(*first) if first else None, last=date(*last) if last else None),)


def test_a_newer_version_holds_for_its_days_and_the_older_for_the_others(store: Store) -> None:
    old, new = declare(store, THIRD, HALF)

    assert held(store) == {old: days((2025, 1, 1), (2025, 12, 31)), new: days((2026, 1, 1))}
    states = {each.version: each.state_on(date(2026, 6, 1)) for each in indicators.expectation_versions(store)}
    assert states == {new: VersionState.IN_FORCE, old: VersionState.OVER}


def test_an_ended_version_gives_its_later_days_back_to_the_one_before(store: Store) -> None:
    old, new = declare(store, THIRD, HALF)

    actions.end_expectation(
        store, new, last_day=date(2026, 6, 30), said_by="Secretariat", reason="Decision 4", by="test"
    )

    assert held(store) == {
        new: days((2026, 1, 1), (2026, 6, 30)),
        old: (*days((2025, 1, 1), (2025, 12, 31)), *days((2026, 7, 1))),
    }
    ended = indicators.expectation_versions(store)[0]
    assert (ended.ended_on, ended.ended_by, ended.ended_because) == (date(2026, 6, 30), "Secretariat", "Decision 4")
    assert ended.expectation.valid_to is None  # as it was declared


def test_a_withdrawn_version_holds_on_no_day_and_stays_in_the_history(store: Store) -> None:
    (version,) = declare(store, HALF)

    actions.withdraw_expectation(store, version, said_by="Secretariat", reason="Typed twice", by="test")

    assert held(store) == {version: ()}
    assert indicators.expectation_versions(store)[0].state_on(date(2026, 6, 1)) is VersionState.WITHDRAWN
    assert [each for each in indicators.expectations(store, Selection()) if not each.is_tool_default] == []


def test_what_was_ended_or_withdrawn_can_stand_again(store: Store) -> None:
    (version,) = declare(store, HALF)
    before = held(store)
    actions.end_expectation(store, version, last_day=date(2026, 6, 30), said_by="Secretariat", by="test")
    actions.withdraw_expectation(store, version, said_by="Secretariat", by="test")

    actions.restore_expectation(store, version, by="test")

    assert held(store) == before
    with pytest.raises(InputError, match="neither ended nor withdrawn"):
        actions.restore_expectation(store, version, by="test")


def test_the_whole_of_a_declaration_can_be_withdrawn(store: Store) -> None:
    made = actions.declare_preset(
        store, "tool-defaults", mechanism=None, author="Secretariat", declared_on=date(2026, 1, 12), by="test"
    )

    actions.withdraw_declaration(store, made.entry or 0, said_by="Secretariat", by="test")

    assert [each.state_on(date(2026, 6, 1)) for each in indicators.expectation_versions(store)] == [
        VersionState.WITHDRAWN
    ] * 6


@pytest.mark.parametrize(
    ("version", "day", "office", "error", "message"),
    [
        ("9.1", date(2026, 6, 30), "Secretariat", UnknownNameError, "There is no declared expectation with number 9.1"),
        ("1.1", date(2025, 6, 30), "Secretariat", InputError, "lies before the first"),
        ("1.1", date(2026, 6, 30), " ", InputError, "Say which office or function says so"),
        ("1.1", date(2026, 6, 30), "a.b@example.org", InputError, "holds an e-mail address"),
    ],
)
def test_an_impossible_end_is_refused_and_nothing_is_written(
    store: Store, version: str, day: date, office: str, error: type[Exception], message: str
) -> None:
    declare(store, HALF)

    with pytest.raises(error, match=message):
        actions.end_expectation(store, version, last_day=day, said_by=office, by="test")

    assert store.version == 1


def test_an_end_is_the_same_after_the_index_is_made_anew(store: Store) -> None:
    (version,) = declare(store, HALF)
    actions.end_expectation(store, version, last_day=date(2026, 6, 30), said_by="Secretariat", by="test")
    before = indicators.expectation_versions(store)

    with Store.open(store.folder) as beside:  # the file is held: this one replays the journal
        assert indicators.expectation_versions(beside) == before


@pytest.mark.parametrize("column", ["author", "basis"])
def test_an_expectation_names_no_person(store: Store, column: str) -> None:
    checked = actions.declare_by_hand(store, HALF | {column: "jane.doe@example.org"}, by="test", is_check=True)

    assert (checked.declared, checked.rows_refused) == (0, 1)
    assert [(each.column, each.code, each.value) for each in checked.problems] == [
        (column, "expectation-cell-missing", None),
        (column, "personal-data", None),
    ]


def test_the_journal_is_told_newest_first(store: Store) -> None:
    (version,) = declare(store, HALF)
    actions.end_expectation(store, version, last_day=date(2026, 6, 30), said_by="Secretariat", by="office")

    told = indicators.audit(store)

    assert [(each.entry, each.kind, each.by, each.about) for each in told.entries] == [
        (2, "expectation-ended", "office", {"n": "1"}),
        (1, "expectations-declared", "test", {"n": "1"}),
    ]
    assert [each.entry for each in indicators.audit(store, skip=1, most=1).entries] == [1]
