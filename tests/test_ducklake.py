"""The index as a DuckLake, with the schema of the file and no other code: the same figures, sound after every write."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import oracle
import pytest
from lake_store import LakeStore, catalogue_of
from logs import load
from test_oracle import ACTIVITIES, by_name, everything, found_gaps, longer

from engagement import actions, indicators
from engagement.model import Selection
from engagement.store import Store

ALL = Selection()
LOG = longer(
    [
        {"organisation": "Organisation A", "category": "CSO", "level": "L3", "stage": "spoke", **ACTIVITIES[0]},
        {"organisation": "Organisation A", "category": "", **ACTIVITIES[1]},
        {"organisation": "Organisation B", "category": "", **ACTIVITIES[0]},
        {"organisation": "", "category": "MIG", "people": "7", **ACTIVITIES[2]},
        {"organisation": "Organisation C", "category": "WCY", "tags": "youth", **ACTIVITIES[5]},
        {"organisation": "Organisation D", "category": "GOV", **ACTIVITIES[9]},
    ]
)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Store]:
    with LakeStore.open(tmp_path / "lake-store") as opened:
        yield opened


def test_every_table_of_the_schema_is_in_the_catalogue(lake: Store, store: Store) -> None:
    asked = "select table_name from duckdb_tables() where database_name = 'engagement' order by table_name"

    assert catalogue_of(lake).is_file()
    assert [row["table_name"] for row in lake.rows(asked)] == [row["table_name"] for row in store.rows(asked)]


def test_a_log_is_read_as_from_the_file_and_as_by_the_oracle(lake: Store, store: Store) -> None:
    for each in (lake, store):
        load(each, LOG)

    assert everything(lake) == everything(store)
    assert found_gaps(lake, ALL) == by_name(oracle.gaps(oracle.activities(LOG)))
    assert lake.broken_invariants() == []


def test_what_is_undone_was_never_there(lake: Store) -> None:
    load(lake, LOG)
    before = everything(lake)

    batch = load(lake, [{"organisation": "Newcomer", "category": "RCM", **ACTIVITIES[0]}], file_name="b.csv").batch
    assert everything(lake) != before
    actions.undo_batch(lake, batch or "", by="test")

    assert everything(lake) == before


def test_everything_beside_the_logs_is_read_as_from_the_file(lake: Store, store: Store) -> None:
    roster = b"mechanism,organisation,category,role,selected_by\nAlpha,Organisation A,,member,convener\n"
    header = "type,mechanism,category,value,author,date,basis,valid_from,valid_to"
    expected = f"{header}\npresence,,TUN,0.3,Office,2026-01-01,agreed,,"
    for each in (lake, store):
        load(each, LOG)
        actions.import_seats(each, roster, file_name="roster.csv", by="test")
        actions.declare_expectations(each, expected, by="test")
        said = {"reason": "Elsewhere", "said_by": "Office", "on": date(2026, 1, 1), "by": "test"}
        actions.mark_not_expected(each, "Alpha", "MED", **said)

    assert beside(lake) == beside(store)
    assert found_gaps(lake, ALL) == found_gaps(store, ALL)


def beside(store: Store) -> tuple[object, ...]:
    measures, networks = indicators.measures(store, ALL), indicators.networks(store, ALL)
    return indicators.seats(store, ALL), indicators.not_expected(store, ALL), measures, networks


def test_a_lake_comes_back_as_it_was_closed(tmp_path: Path) -> None:
    with LakeStore.open(tmp_path) as first:
        load(first, LOG)
        before, version = everything(first), first.version
    with LakeStore.open(tmp_path) as again:
        assert (everything(again), again.version) == (before, version)
