"""What an import does and what taking it back undoes: every row accounted for, every figure restored."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tables import log

from engagement import actions, indicators
from engagement.batches import Receipt
from engagement.errors import BatchConflictError, BatchNotFoundError, InvalidLogError, MappingError
from engagement.mapping import Mapping
from engagement.model import Selection, as_json
from engagement.store import Row, Store
from engagement.taxonomy import SHIPPED

LOG = log("""
    date       | activity  | network | working_group | organisation | category       | people | women | men
    -----------+-----------+---------+---------------+--------------+----------------+--------+-------+----
    2024-03-04 | Hearing   | Coast   |               | Blue Union   | trade union    | 4      | 1     | 3
    2024-03-04 | Hearing   | Coast   |               | Lake College | academia       |        |       |
    2024-03-05 | Workshop  | Coast   | Data          | Odd Fellows  | friendly giant | 2      | 2     | 0
    2024-03-05 | Workshop  | Coast   | Data          | Odd Fellows  | friendly giant | 2      | 2     | 0
    31/31/2024 | Workshop  | Coast   | Data          | Late Comers  | academia       | 1      |       |
    2024-03-05 | Workshop  | Coast   | Data          | Sum Society  | academia       | 1      | 1     | 1
""")
OTHER = log("""
    date       | activity | network | working_group | organisation | category    | people
    -----------+----------+---------+---------------+--------------+-------------+-------
    2025-06-01 | Review   | Coast   |               | Blue Union   | academia    | 9
    2025-06-02 | Meeting  | Inland  | Data          | Lake College | trade union | 2
""")


def imported(store: Store, content: bytes, **more: Any) -> Receipt:
    answers = {"file_name": "log.csv", "mapping": Mapping(), "by": "tester"} | more
    return actions.import_log(store, content, **answers)


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


def participation(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    rows = store.rows("from engagement.participation order by batch, source_rows[1], organisation")
    return [tuple(row[column] for column in columns) for row in rows]


def findings(receipt: Receipt) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.column, each.code) for each in receipt.problems]


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


# ---- heads ----

PEOPLE = log("""
    date       | activity | network | organisation | category    | participant | role     | sex
    -----------+----------+---------+--------------+-------------+-------------+----------+-------
    2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | Person A    | speaker  | woman
    2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | PERSON  a   | observer | woman
    2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | Person B    | speaker  | man
    2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | Person B    | speaker  | man
    2024-03-04 | Hearing  | Coast   | Lake College | academia    | Person A    | speaker  |
    2024-03-05 | Workshop | Coast   | Blue Union   | trade union | Person A    | speaker  | woman
""")
WITH_PERSONS = Mapping(columns={"participant": "person", "sex": "gender"})
WITHOUT_PERSONS = Mapping(columns={"participant": "", "sex": "gender"})


def heads(store: Store) -> list[tuple[Any, ...]]:
    """People, women, men and whose gender is recorded, per activity and organisation."""
    return [
        tuple(row.values())
        for row in store.rows("""
            select title, organisation, sum(people)::bigint, sum(women)::bigint, sum(men)::bigint,
                   sum(gender_recorded)::bigint
            from engagement.participation join activity using (activity_id) group by all order by all""")
    ]


def test_a_person_is_counted_once_per_organisation_and_activity(store: Store) -> None:
    """In two roles, spelled two ways, or listed twice: one person."""
    receipt = imported(store, PEOPLE, mapping=WITH_PERSONS)

    assert heads(store) == [
        ("Hearing", "Blue Union", 2, 1, 1, 2),
        ("Hearing", "Lake College", 1, 0, 0, 0),
        ("Workshop", "Blue Union", 1, 1, 0, 1),
    ]
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_duplicate) == (6, 5, 1)
    assert findings(receipt) == [
        (2, "network", "mechanism-new"),
        (3, "person", "person-again"),
        (5, None, "row-copy"),
        (6, "person", "person-again"),
    ]


def test_without_a_person_column_every_row_is_a_person_and_copies_are_kept(store: Store) -> None:
    receipt = imported(store, PEOPLE, mapping=WITHOUT_PERSONS)

    assert heads(store) == [
        ("Hearing", "Blue Union", 4, 2, 2, 4),
        ("Hearing", "Lake College", 1, 0, 0, 0),
        ("Workshop", "Blue Union", 1, 1, 0, 1),
    ]
    assert (receipt.rows_accepted, receipt.rows_duplicate) == (6, 0)
    assert findings(receipt) == [(2, "network", "mechanism-new"), (5, None, "row-copy-kept")]


def test_an_invited_person_who_came_is_one_who_came(store: Store) -> None:
    content = log("""
        date       | activity | network | organisation | category    | who      | stage
        2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | Person A | invited
        2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | Person A | attended
        2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | Person B | invited
    """)

    imported(store, content, mapping=Mapping(columns={"who": "person"}))

    assert [each.people for each in indicators.activities(store, Selection())] == [1]


def test_people_nobody_counted_are_none_and_never_zero(store: Store) -> None:
    content = log("""
        date       | activity | network | organisation | category    | people | women
        2024-03-04 | Hearing  | Coast   | Blue Union   | trade union |        |
        2024-03-04 | Hearing  | Coast   | Lake College | academia    | 0      | 0
    """)

    imported(store, content)

    assert participation(store, "organisation", "people", "women", "men", "gender_recorded") == [
        ("Blue Union", None, None, None, None),
        ("Lake College", 0, 0, None, 0),
    ]


def test_without_any_count_people_are_none(store: Store) -> None:
    imported(store, log("date|activity|network|organisation|category\n2024-03-04|Hearing|Coast|Blue Union|academia"))

    assert participation(store, "people", "women", "men", "other_gender", "gender_recorded") == [(None,) * 5]


def test_where_a_gender_was_asked_women_are_counted_among_those_whose_gender_is_recorded(store: Store) -> None:
    """No woman recorded is 0 women recorded; `gender_recorded` says of how many."""
    content = log("""
        date       | activity | network | organisation | category    | people | gender
        2024-03-04 | Hearing  | Coast   | Blue Union   | trade union |        | women
        2024-03-04 | Hearing  | Coast   | Lake College | academia    | 3      | women
        2024-03-04 | Hearing  | Coast   | Hill School  | academia    | 2      |
    """)

    imported(store, content)

    assert participation(store, "organisation", "people", "women", "men", "gender_recorded") == [
        ("Blue Union", None, 0, 0, 0),
        ("Lake College", 3, 3, 0, 3),
        ("Hill School", 2, 0, 0, 0),
    ]


def test_an_activity_without_a_log_is_an_activity(store: Store) -> None:
    content = log("""
        date       | activity | network | organisation | category | log_complete
        2024-03-04 | Hearing  | Coast   |              |          | no
        2024-03-05 | Workshop | Coast   | Blue Union   | academia | yes
        2024-03-06 | Review   | Coast   |              |          | yes
    """)

    receipt = imported(store, content)

    assert findings(receipt) == [(2, "network", "mechanism-new"), (4, "organisation", "who-missing")]
    held = indicators.activities(store, Selection())
    assert [(each.title, each.has_log, each.organisation_events) for each in held] == [
        ("Hearing", False, 0),
        ("Workshop", True, 1),
    ]


def test_unknown_labels_stay_visible_as_they_are_spelled(store: Store) -> None:
    imported(store, LOG)

    labels = indicators.labels(store, Selection())
    assert {(each.label, each.category, each.rows) for each in labels} == {
        ("academia", "ACA", 1),
        ("friendly giant", "UNK", 1),
        ("trade union", "TUN", 1),
    }


# ---- mechanisms ----


def test_only_the_networks_of_accepted_rows_are_created(store: Store) -> None:
    content = log("""
        date       | activity | network | working_group | organisation | category
        2024-03-04 | Hearing  | Coast   | Data          | Blue Union   | academia
        soon       | Hearing  | Inland  | Data          | Blue Union   | academia
        2024-03-04 | Hearing  | Upland  |               |              |
    """)

    imported(store, content)

    created = indicators.created_mechanisms(store)
    assert [(each.code, each.kind.value, each.parent) for each in created] == [
        ("Coast", "network", None),
        ("Coast/Data", "working_group", "Coast"),
    ]


def test_a_network_and_a_working_group_of_the_same_name_stay_two(store: Store) -> None:
    content = log("""
        date       | activity | network    | working_group | organisation | category
        2024-03-04 | Hearing  | Coast      |               | Blue Union   | academia
        2024-03-05 | Hearing  |            | Coast         | Blue Union   | academia
        2024-03-06 | Hearing  | NET-GLOBAL |               | Blue Union   | academia
        2024-03-07 | Hearing  |            | NET-GLOBAL    | Blue Union   | academia
    """)

    imported(store, content)

    codes = [row["mechanism"] for row in store.rows("select mechanism from activity")]
    assert len(set(codes)) == 4


# ---- nothing personal ----

MARKERS = ("Qwyjibo", "Zyzzogeton", "hidden.marker", "Mxyzptlk")


def personal_log() -> bytes:
    """People whose names and addresses stand in columns that are mapped, left out or unknown."""
    address = f"{MARKERS[2]}{chr(64)}example.org"
    return log(f"""
        date       | activity | network | organisation | category    | participant | email | remark | sex
        2024-03-04 | Hearing | Coast | Blue Union | trade union | {MARKERS[0]} A | {address} | {MARKERS[1]} | woman
        2024-03-04 | Hearing | Coast | Blue Union | trade union | {MARKERS[0]} B | {address} | {MARKERS[1]} | man
        2024-03-04 | Hearing  | Coast   | {address}    | academia    | {MARKERS[3]} | | | man
        2024-03-05 | Hearing  | Coast   | Lake College | {address}   | {MARKERS[3]} | | | man
        2024-03-05 | Hearing  | {address} | Lake College | academia  | {MARKERS[3]} | | | man
        2024-03-06 | Workshop | Coast   | Lake College | academia    | {MARKERS[3]} | | | {address}
    """)


def test_no_personal_name_is_anywhere_on_the_disk(tmp_path: Path) -> None:
    """Every byte of the folder, while the store is open and after; the Parquet files unpacked."""
    with Store.open(tmp_path) as store:
        imported(store, personal_log(), mapping=Mapping(columns={"participant": "person", "sex": "gender"}))
        assert found_on_disk(tmp_path) == []
        actions.undo_batch(store, "B0001", by="tester")
        assert found_on_disk(tmp_path) == []
    assert found_on_disk(tmp_path) == []


def found_on_disk(folder: Path) -> list[tuple[str, str]]:
    texts = {path.name: path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()}
    texts |= {
        f"{path.name} unpacked": repr(duckdb.read_parquet(str(path)).fetchall()).lower().encode()
        for path in folder.rglob("*.parquet")
    }
    assert any(b"blue union" in text for name, text in texts.items() if name.endswith("unpacked"))
    return [(name, each) for name, text in texts.items() for each in MARKERS if each.lower().encode() in text]


def test_an_address_in_a_stored_column_is_refused_and_not_repeated(store: Store) -> None:
    receipt = imported(store, personal_log(), mapping=Mapping(columns={"participant": "person", "sex": "gender"}))

    refused = [(each.row, each.column, each.value) for each in receipt.problems if each.code == "personal-data"]
    assert refused == [(4, "organisation", None), (5, "category", None), (6, "network", None), (7, "gender", None)]
    assert receipt.columns_not_stored == ("email", "remark")
    assert not any(marker in repr(receipt) for marker in MARKERS)


# ---- lookups and tags ----


def test_a_second_table_fills_further_columns(store: Store) -> None:
    people = log("""
        date       | event | organisation | category
        2024-03-04 | E1    | Blue Union   | trade union
        2024-03-05 | E2    | Lake College | academia
        2024-03-06 | E9    | Odd Fellows  | academia
    """)
    events = log("""
        event | activity | network
        E1    | Hearing  | Coast
        E2    | Workshop | Coast
    """)
    lookup = actions.read_lookup(events, file_name="events.csv", key="event")

    receipt = imported(store, people, mapping=Mapping(columns={"event": ""}), lookup=lookup)

    assert findings(receipt) == [
        (2, "network", "mechanism-new"),
        (4, None, "key-not-found"),
        (4, "activity", "activity-missing"),
        (4, "network", "mechanism-missing"),
    ]
    held = indicators.activities(store, Selection())
    assert [(each.title, each.network, each.organisations) for each in held] == [
        ("Hearing", "Coast", 1),
        ("Workshop", "Coast", 1),
    ]
    assert imported(store, people, mapping=Mapping(columns={"event": ""}), lookup=lookup).already_imported
    changed = actions.read_lookup(events + b"E3,Talk,Coast\r\n", file_name="events.csv", key="event")
    with pytest.raises(BatchConflictError):
        imported(store, people, mapping=Mapping(columns={"event": ""}), lookup=changed)


def test_a_row_of_tags_is_not_a_row_of_data(store: Store) -> None:
    content = log("""
        date       | activity    | network | organisation | category
        #date      | #event+name | #group  | #org         | #org+type
        2024-03-04 | Hearing     | Coast   | Blue Union   | trade union
    """)

    receipt = imported(store, content)

    assert (receipt.rows_read, receipt.rows_accepted) == (1, 1)
    assert participation(store, "organisation", "source_rows") == [("Blue Union", [3])]


def test_a_header_below_title_rows_gives_row_numbers_of_the_file(store: Store) -> None:
    content = log("""
        Log of the coast |          |         |              |
        date             | activity | network | organisation | category
        2024-03-04       | Hearing  | Coast   | Blue Union   | trade union
        tomorrow         | Hearing  | Coast   | Blue Union   | trade union
    """)

    receipt = imported(store, content)

    assert (receipt.header_row, receipt.rows_read, receipt.rows_accepted) == (2, 2, 1)
    assert findings(receipt) == [(3, "network", "mechanism-new"), (4, "date", "date-unreadable")]


def test_rows_of_another_width_are_refused_by_number(store: Store) -> None:
    content = LOG + b"2024-03-05,Workshop,Coast\r\n2024-03-05,Work,shop,Coast,Data,Wide Society,academia,1,,\r\n"

    receipt = imported(store, content)

    assert [found for found in findings(receipt) if found[2] == "row-width"] == [
        (8, None, "row-width"),
        (9, None, "row-width"),
    ]
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_refused, receipt.rows_duplicate) == (8, 3, 4, 1)


def test_an_answer_we_do_not_have_is_the_callers_mistake(store: Store) -> None:
    with pytest.raises(MappingError) as caught:
        imported(store, LOG, mapping=Mapping(values={"category": {"friendly giant": "ogre"}}))
    assert (caught.value.code, caught.value.value, store.version) == ("value-unknown", "ogre", 0)


def rows_of(store: Store, table: str) -> list[Row]:
    return store.rows("from engagement." + table + " order by all")


def test_two_batches_about_one_activity_are_one_activity(store: Store) -> None:
    more = log("""
        date       | activity | network | organisation | category | place
        2024-03-04 | HEARING  | coast   | Hill School  | academia | Dakar
    """)
    imported(store, LOG)
    imported(store, more, file_name="more.csv")

    held = indicators.activities(store, Selection())
    assert [(each.title, each.place, each.organisations) for each in held] == [
        ("Hearing", "Dakar", 3),
        ("Workshop", None, 1),
    ]
    assert len(rows_of(store, "activity")) == 3


def test_a_number_nobody_knows_stays_unknown(store: Store) -> None:
    content = log("""
        date       | activity | network | organisation | category    | people
        2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | 4
        2024-03-04 | Hearing  | Coast   | Blue Union   | trade union |
    """)

    imported(store, content)

    assert participation(store, "people", "source_rows") == [(4, [2]), (None, [3])]
