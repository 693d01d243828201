"""What an import does and what taking it back undoes: every row accounted for, every figure restored."""

import json
from pathlib import Path
from typing import Any

import pytest
from small_log import LOG, findings, imported, participation
from tables import log

from engagement import actions, indicators
from engagement.batches import Receipt
from engagement.errors import BatchConflictError, BatchNotFoundError, InvalidLogError
from engagement.mapping import Mapping
from engagement.model import Selection, as_json
from engagement.store import Store
from engagement.taxonomy import SHIPPED

OTHER = log("""
    date       | activity | network | working_group | organisation | category    | people
    -----------+----------+---------+---------------+--------------+-------------+-------
    2025-06-01 | Review   | Coast   |               | Blue Union   | academia    | 9
    2025-06-02 | Meeting  | Inland  | Data          | Lake College | trade union | 2
""")


def figures(store: Store) -> str:
    """Every figure of the store as JSON: all lists, the matrices, the gaps, activities and organisations."""
    values: list[Any] = []
    for each in SHIPPED.lists:
        selection = Selection(list=each)
        values += [indicators.indicators(store, selection), *indicators.gaps(store, selection)]
        values += [indicators.matrix(store, selection, by=by, rows=rows) for by, rows in PAGES]
    values += [*indicators.activities(store, Selection()), *indicators.organisations(store, Selection())]
    return json.dumps([as_json(each) for each in values], indent=1)


PAGES = (("mechanism", "category"), ("mechanism", "label"), ("year", "category"), ("year", "label"))


def files(store: Store) -> list[str]:
    return sorted(path.name for path in (store.folder / "journal").iterdir())


# ---- every row is accounted for ----


def test_a_receipt_accounts_for_every_row(store: Store) -> None:
    receipt = imported(store, LOG)

    assert as_json(receipt) | {"problems": None, "sha256": None} == {
        "batch": "B0001",
        "file": "log.csv",
        "sha256": None,
        "sheet": None,
        "header_row": 1,
        "layout": "plain",
        "constants": {},
        "columns": {
            each: each
            for each in (
                *("date", "activity", "network", "working_group", "organisation", "category"),
                *("people", "women", "men"),
            )
        },
        "columns_not_stored": [],
        "rows_in_file": 6,
        "rows_read": 6,
        "rows_accepted": 3,
        "rows_refused": 2,
        "rows_duplicate": 1,
        "rows_blank": 0,
        "rows_corrected": 0,
        "rows_unclassified": 1,
        "activities": 2,
        "organisations": 3,
        "organisations_as_spelled": 3,
        "labels": {"academia": "ACA", "friendly giant": "UNK", "trade union": "TUN"},
        "names": {
            "known": 0,
            "matched": [],
            "matched_names": 0,
            "suggested": [],
            "suggested_names": 0,
            "new": 3,
            "is_compared_later": False,
        },
        "problems": None,
        "problem_counts": {
            "category-unknown": 2,
            "counts-contradict": 1,
            "date-impossible": 1,
            "mechanism-new": 2,
            "row-copy": 1,
        },
        "copies_of": {},
        "overlaps": {},
        "replaces": None,
        "added": None,
        "changed": None,
        "removed": None,
        "differences": [],
        "set_aside": {},
        "already_imported": False,
    }
    assert findings(receipt) == [
        (2, "network", "mechanism-new"),
        (4, "category", "category-unknown"),
        (4, "working_group", "mechanism-new"),
        (5, None, "row-copy"),
        (5, "category", "category-unknown"),
        (6, "date", "date-impossible"),
        (7, "people", "counts-contradict"),
    ]


def test_the_batch_says_what_the_receipt_says(store: Store) -> None:
    receipt = imported(store, LOG)

    batch = indicators.batches(store)[0]
    shared = set(Receipt.model_fields) & set(type(batch).model_fields)
    assert {"file", "sha256", "rows_read", "rows_accepted", "rows_refused", "rows_duplicate"} <= shared
    assert batch.model_dump(include=shared) == receipt.model_dump(include=shared)
    assert (batch.imported_by, batch.is_illustrative, batch.undone_at) == ("tester", False, None)


def test_a_file_that_may_correct_another_is_noticed_even_when_every_row_has_changed(store: Store) -> None:
    imported(store, LOG)
    imported(store, OTHER)
    changed = OTHER.replace(b",9", b",10").replace(b",2\n", b",3\n").replace(b",2\r\n", b",3\r\n")
    receipt = imported(store, changed, file_name="corrected.csv", is_check=True)

    assert (receipt.copies_of, receipt.rows_accepted, receipt.overlaps) == ({}, 2, {"B0002": 2})


def test_the_accepted_rows_are_stored_as_they_were_given(store: Store) -> None:
    imported(store, LOG)

    assert participation(store, "organisation", "category", "category_label", "people", "women", "source_rows") == [
        ("Blue Union", "TUN", "trade union", 4, 1, [2]),
        ("Lake College", "ACA", "academia", None, None, [3]),
        ("Odd Fellows", "UNK", "friendly giant", 2, 2, [4]),
    ]


def test_a_check_gives_the_numbers_of_the_import_and_writes_nothing(store: Store) -> None:
    before = files(store)

    checked = imported(store, LOG, is_check=True)

    assert (store.version, checked.batch, [name for name in files(store) if name != "writer.lock"]) == (0, None, before)
    assert imported(store, LOG) == checked.model_copy(update={"batch": "B0001"})


def test_a_log_of_which_every_row_is_refused_is_not_imported(store: Store) -> None:
    content = log("""
        date       | activity | network | organisation | category
        30/02/2024 | Hearing  | Coast   | Blue Union   | academia
        2024-03-04 |          | Coast   | Blue Union   | academia
    """)

    assert imported(store, content, is_check=True).rows_refused == 2
    with pytest.raises(InvalidLogError) as caught:
        imported(store, content)
    assert (caught.value.code, caught.value.rows, store.version) == ("log-all-refused", 2, 0)


def test_the_order_of_rows_and_columns_changes_no_figure(tmp_path: Path) -> None:
    content = log("""
        date       | activity | network | organisation | category    | people
        2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | 4
        2024-03-05 | Workshop | Coast   | Lake College | academia    | 2
        2024-03-05 | Workshop | Coast   | LAKE COLLEGE | academia    | 1
    """)
    turned = log("""
        people | category    | note | organisation | network | activity | date
        1      | academia    | x    | LAKE COLLEGE | Coast   | Workshop | 2024-03-05
        4      | trade union | y    | Blue Union   | Coast   | Hearing  | 2024-03-04
        2      | academia    | z    | Lake College | Coast   | Workshop | 2024-03-05
    """)
    answers = []
    for name, each in (("one", content), ("two", turned)):
        with Store.open(tmp_path / name) as store:
            imported(store, each)
            store._connection.execute("update engagement.batch set imported_at = '2026-01-01'")
            answers.append(figures(store))

    assert answers[0] == answers[1]


# ---- the same again, and back ----


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    first = imported(store, LOG)
    before = figures(store)

    again = imported(store, LOG, file_name="renamed.csv")

    assert again.already_imported
    assert (again.batch, again.rows_read, again.rows_accepted, again.rows_refused, again.rows_duplicate) == (
        first.batch,
        6,
        0,
        0,
        6,
    )
    assert (again.problems, store.version, figures(store)) == ((), 1, before)


def test_the_same_file_read_another_way_is_a_conflict(store: Store) -> None:
    imported(store, LOG)

    for is_check in (True, False):
        with pytest.raises(BatchConflictError) as caught:
            imported(store, LOG, mapping=Mapping(columns={"women": ""}), is_check=is_check)
        assert (caught.value.code, caught.value.batch) == ("batch-other-mapping", "B0001")
    assert store.version == 1


def test_undoing_an_import_restores_every_figure(store: Store) -> None:
    imported(store, OTHER)
    before = figures(store)

    imported(store, LOG)
    assert figures(store) != before
    actions.undo_batch(store, "B0002", by="tester")

    assert figures(store) == before
    assert store.broken_invariants() == []


def test_undoing_the_import_that_first_named_a_network_keeps_it_for_the_others(store: Store) -> None:
    """`Coast` came with the first batch; the second stands on it too."""
    imported(store, LOG)
    imported(store, OTHER)

    actions.undo_batch(store, "B0001", by="tester")

    assert store.broken_invariants() == []
    alone = json.loads(figures(store))
    held = [each for each in alone if "title" in each]
    assert [(each["title"], each["mechanism"], each["network"]) for each in held] == [
        ("Review", "Coast", "Coast"),
        ("Meeting", "Inland/Data", "Inland"),
    ]


def test_an_undone_import_can_be_made_again_another_way(store: Store) -> None:
    imported(store, LOG)
    before = participation(store, "organisation", "category", "people", "women", "men")
    actions.undo_batch(store, "B0001", by="tester")
    assert participation(store, "organisation") == []

    receipt = imported(store, LOG, mapping=Mapping(values={"category": {"Friendly  GIANT": "FBO"}}))

    assert (receipt.batch, receipt.already_imported, receipt.rows_unclassified) == ("B0003", False, 0)
    assert receipt.labels["friendly giant"] == "FBO"
    assert participation(store, "organisation", "category", "people", "women", "men") == [
        (name, "FBO" if category == "UNK" else category, *counts) for name, category, *counts in before
    ]


def test_undoing_twice_or_what_is_not_there_is_an_error(store: Store) -> None:
    imported(store, LOG)
    actions.undo_batch(store, "B0001", by="tester")

    with pytest.raises(BatchConflictError) as twice:
        actions.undo_batch(store, "B0001", by="tester")
    assert twice.value.code == "batch-undone"
    for name in ("B0002", "B0099", "", "B", "7b", "²"):
        with pytest.raises(BatchNotFoundError):
            actions.undo_batch(store, name, by="tester")
    assert store.version == 2


def test_the_undone_batch_is_still_listed_with_its_rows(store: Store) -> None:
    imported(store, LOG)
    actions.undo_batch(store, "B0001", by="tester")

    batch = indicators.batches(store)[0]
    assert (batch.batch, batch.rows_accepted, batch.undone_at is not None) == ("B0001", 3, True)


def test_the_demonstration_can_be_loaded_twice_and_its_invented_part_removed(store: Store) -> None:
    actions.load_demonstration(store, by="tester")
    version = store.version
    actions.load_demonstration(store, by="tester")
    assert store.version == version
    assert indicators.indicators(store, Selection()).is_illustrative

    removed = actions.remove_illustrative(store, by="tester")

    assert (removed, actions.remove_illustrative(store, by="tester")) == (1, 0)
    assert not indicators.indicators(store, Selection()).is_illustrative
    assert store.broken_invariants() == []
