"""What an import makes of people, networks, names and tags, and what it writes to no disk."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_log import LOG, findings, imported, participation
from tables import log

from engagement import actions, indicators
from engagement.errors import BatchConflictError, MappingError
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Row, Store

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
