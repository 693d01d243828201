"""Standing membership: what a roster may say, what keeps a row out, who is counted, and that it goes out as it came."""

import json
from datetime import date
from pathlib import Path

import pytest
from tables import log
from test_cli import run

from engagement import actions, indicators, reference, replay
from engagement.errors import InvalidLogError, MappingError
from engagement.exports.lists import seats_csv
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.organisations import ListReceipt
from engagement.store import Store

ALL = Selection()
SHIPPED = reference.folder() / "working_group_members.csv"

MECHANISMS = """
    code   | kind          | name_en       | name_fr       | parent
    COAST  | network       | Coast Network | Réseau Côte   |
    SEA    | working_group | Sea Group     | Groupe Mer    | COAST
    HILLS  | network       | Hill Network  |               |
    SEA-H  | working_group | Sea Group     |               | HILLS
"""
ROSTER = """
    mechanism     | organisation   | category      | role     | from    | to         | selected by
    COAST         | Blue Union     | trade unions  | member   | 2024    |            | own constituency
    Coast Network | Lake College   | academia      | co-lead  | 2023-05 | 2024-12    | convener
    SEA           | Harbour Relief | civil society | observer |         |            |
    SEA           | Mystery        |               |          |         | 2024-06-30 |
"""


@pytest.fixture
def places(store: Store) -> Store:
    actions.import_mechanisms(store, log(MECHANISMS), file_name="groups.csv", by="tester")
    return store


def seated(store: Store, drawing: str | bytes, **further: bool) -> ListReceipt:
    given = log(drawing) if isinstance(drawing, str) else drawing
    return actions.import_seats(store, given, file_name="roster.csv", by="tester", **further)


def standing(store: Store, selection: Selection = ALL) -> list[tuple[str | None, ...]]:
    return [
        (each.mechanism, each.organisation, each.category, each.role, each.since, each.until, each.selected_by)
        for each in indicators.seats(store, selection).seats
    ]


def findings(receipt: ListReceipt) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.column, each.code) for each in receipt.problems]


def accounts(receipt: ListReceipt) -> tuple[int, ...]:
    return (receipt.added, receipt.changed, receipt.rows_unchanged, receipt.rows_refused)


# ---- the rosters that are published -------------------------------------------------------------------------------


@pytest.mark.parametrize(("groups", "recorded"), [(("CWG-2.1",), 5), (("CWG-2.2",), 6), (("CWG-2.1", "CWG-2.2"), 7)])
def test_published_rosters_seat_five_six_and_together_seven_of_twelve(
    store: Store, groups: tuple[str, ...], recorded: int
) -> None:
    receipt = seated(store, SHIPPED.read_bytes())
    found = indicators.seats(store, Selection(working_groups=groups))

    assert (receipt.rows_accepted, receipt.rows_refused, list(receipt.problem_counts)) == (
        *(35, 0),
        ["list-columns-not-read"],
    )
    assert (found.coverage.recorded, found.coverage.expected, found.coverage.upper) == (recorded, 12, recorded)


def test_each_roster_is_counted_beside_both_together(store: Store) -> None:
    seated(store, SHIPPED.read_bytes())
    found = indicators.seats(store, Selection(working_groups=("CWG-2.1", "CWG-2.2")))

    assert [(each.mechanism, each.coverage.recorded, each.seats, each.organisations) for each in found.mechanisms] == [
        ("CWG-2.1", 5, 15, 15),
        ("CWG-2.2", 6, 17, 17),
    ]
    groups = {each.category: (each.seats, each.organisations, each.leads) for each in found.categories if each.seats}
    assert groups == {
        "CSO": (1, 1, 0),
        "MDO": (2, 2, 0),
        "FBO": (3, 2, 0),
        "LOC": (2, 1, 0),
        "PRV": (2, 1, 0),
        "NHR": (1, 1, 0),
        "ACA": (1, 1, 0),
        "IGO": (2, 1, 0),
        "UNS": (18, 9, 5),
    }


# ---- what a row says ----------------------------------------------------------------------------------------------


def test_every_column_is_read_and_who_is_beside_the_seats_is_not_counted(places: Store) -> None:
    receipt = seated(places, ROSTER)
    found = indicators.seats(places, ALL)

    assert (receipt.batch, receipt.kind, accounts(receipt), receipt.problems) == ("B0002", "seats", (4, 0, 0, 0), ())
    assert standing(places) == [
        ("COAST", "Blue Union", "TUN", "member", "2024", None, "constituency"),
        ("COAST", "Lake College", "ACA", "co_lead", "2023-05", "2024-12", "convener"),
        ("SEA", "Harbour Relief", "CSO", "observer", None, None, "unknown"),
        ("SEA", "Mystery", "UNK", None, None, "2024-06-30", "unknown"),
    ]
    # of the observer's group nobody has a seat; the one that is not classified could be of any
    assert (found.coverage.recorded, found.coverage.upper) == (2, 3)
    counts = {each.category: each for each in found.categories if each.seats or each.observers}
    assert {
        code: (each.seats, each.leads, each.selected_by_constituency, each.selected_by_convener, each.observers)
        for code, each in counts.items()
    } == {"TUN": (1, 0, 1, 0, 0), "ACA": (1, 1, 0, 1, 0), "CSO": (0, 0, 0, 0, 1), "UNK": (1, 0, 0, 0, 0)}


def test_titles_and_words_may_be_french(places: Store) -> None:
    seated(
        places,
        """
        Réseau      | Organisme    | Collège   | Qualité      | Depuis     | Désignée par
        Réseau Côte | Collège Bleu | Syndicats | coresponsable | 15/03/2024 | son propre collège
        """,
    )
    assert [each[3:] for each in standing(places)] == [("co_lead", "2024-03-15", None, "constituency")]


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (None, "2023-04-30", {"Harbour Relief", "Mystery"}),
        (None, "2023-05-01", {"Harbour Relief", "Mystery", "Lake College"}),
        ("2024-12-31", None, {"Harbour Relief", "Blue Union", "Lake College"}),
        ("2025-01-01", None, {"Harbour Relief", "Blue Union"}),
        ("2024-06-30", "2024-06-30", {"Harbour Relief", "Blue Union", "Lake College", "Mystery"}),
    ],
)
def test_a_seat_counts_on_its_first_and_last_day_and_without_dates_in_every_period(
    places: Store, first: str | None, last: str | None, held: set[str]
) -> None:
    seated(places, ROSTER)
    period = Selection.model_validate({"first_day": first, "last_day": last})

    assert {each[1] for each in standing(places, period)} == held


def test_two_groups_of_one_name_are_told_apart_by_their_network(places: Store) -> None:
    receipt = seated(
        places,
        """
        network | working group | organisation
        HILLS   | Sea Group     | Hill School
                | Sea Group     | Blue Union
                | Sea Grop      | Lake College
        """,
    )
    assert [each[:2] for each in standing(places)] == [("SEA-H", "Hill School")]
    assert findings(receipt) == [
        (3, "working_group", "seat-mechanism-unknown"),
        (4, "working_group", "seat-mechanism-unknown"),
    ]
    assert "SEA" in receipt.problems[1].params["nearest"]


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ("COAST |            | member  |      |      |", ("organisation", "seat-organisation-missing")),
        ("      | Blue Union | member  |      |      |", ("mechanism", "seat-mechanism-missing")),
        ("NOWHERE | Blue Union |       |      |      |", ("mechanism", "seat-mechanism-unknown")),
        ("COAST | Blue Union | emerita |      |      |", ("role", "seat-role-unknown")),
        ("COAST | Blue Union |         | 2024 | 2023 |", ("to", "mechanism-period-reversed")),
        ("COAST | Blue Union |         | soon |      |", ("from", "date-unreadable")),
        ("COAST | a@b.org    |         |      |      |", ("organisation", "personal-data")),
    ],
)
def test_a_row_that_cannot_be_a_seat_is_refused_where_it_is_wrong(
    places: Store, row: str, finding: tuple[str, str]
) -> None:
    version = places.version
    drawing = f"mechanism | organisation | role | from | to | selected_by\n{row}"
    checked = seated(places, drawing, is_check=True)

    assert (findings(checked), checked.rows_refused) == ([(2, *finding)], 1)
    with pytest.raises(InvalidLogError):
        seated(places, drawing)
    assert places.version == version


def test_who_filled_a_seat_is_unknown_where_the_word_is(places: Store) -> None:
    receipt = seated(places, "mechanism | organisation | selected_by\nCOAST | Blue Union | the moon")

    assert (findings(receipt), receipt.rows_accepted) == ([(2, "selected_by", "selected-by-unknown")], 1)
    assert standing(places) == [("COAST", "Blue Union", "UNK", None, None, None, "unknown")]


def test_a_file_without_organisations_is_no_roster(places: Store) -> None:
    with pytest.raises(MappingError):
        seated(places, "mechanism | role\nCOAST | member")


# ---- one seat after another ---------------------------------------------------------------------------------------


def test_a_later_roster_says_more_of_the_same_seat_and_a_blank_cell_says_nothing(places: Store) -> None:
    seated(places, ROSTER)
    receipt = seated(places, "mechanism | organisation | role | from | to\nCOAST | BLUE UNION | lead | | 2024-10")

    assert accounts(receipt) == (0, 1, 0, 0)
    assert ("COAST", "Blue Union", "TUN", "lead", "2024", "2024-10", "constituency") in [
        (*each[:1], each[1].title() if each[1] else None, *each[2:]) for each in standing(places)
    ]

    actions.undo_batch(places, "B0003", by="tester")
    assert standing(places)[0] == ("COAST", "Blue Union", "TUN", "member", "2024", None, "constituency")


def test_one_seat_ends_and_another_begins(places: Store) -> None:
    seated(places, ROSTER)
    receipt = seated(
        places,
        """
        mechanism | organisation | role   | from | to
        COAST     | Blue Union   |        | 2024 | 2025
        COAST     | Blue Union   | lead   | 2026 |
        """,
    )
    assert accounts(receipt) == (1, 1, 0, 0)
    assert [each[3:6] for each in standing(places) if each[1] == "Blue Union"] == [
        ("member", "2024", "2025"),
        ("lead", "2026", None),
    ]


def test_two_seats_of_one_organisation_in_one_place_never_overlap(places: Store) -> None:
    seated(places, ROSTER)
    beside = "mechanism | organisation | from\nCOAST | Blue Union | 2025"
    within = "mechanism | organisation | from | to\nSEA | Hill School | 2020 | 2022\nSEA | Hill School | 2022 |"

    assert findings(seated(places, beside, is_check=True)) == [(2, "from", "seat-overlaps")]
    assert findings(seated(places, within, is_check=True)) == [
        (2, "organisation", "seat-twice"),
        (3, "organisation", "seat-twice"),
    ]


def test_a_row_that_stands_twice_counts_once(places: Store) -> None:
    receipt = seated(
        places, "mechanism | organisation | role\nCOAST | Blue Union | lead\nCoast Network | BLUE UNION | lead"
    )

    assert (findings(receipt), accounts(receipt)) == ([(3, "organisation", "row-copy")], (1, 0, 0, 1))


# ---- in, out and back ---------------------------------------------------------------------------------------------


def test_what_goes_out_comes_in_again_and_changes_nothing(places: Store) -> None:
    seated(places, ROSTER)
    out = seats_csv(indicators.listed_seats(places))
    again = seated(places, out)

    assert (again.already_imported, accounts(again), again.problems) == (True, (0, 0, 4, 0), ())
    with_formula = "mechanism | organisation\nCOAST | =Relief"
    seated(places, with_formula)
    assert b"'=Relief" in seats_csv(indicators.listed_seats(places))
    assert accounts(seated(places, seats_csv(indicators.listed_seats(places)))) == (0, 0, 5, 0)


def test_a_check_says_the_same_and_writes_nothing(places: Store) -> None:
    version = places.version
    checked = seated(places, ROSTER, is_check=True)
    assert places.version == version

    assert seated(places, ROSTER) == checked.model_copy(update={"batch": "B0002"})


def test_an_undone_roster_leaves_no_trace(places: Store) -> None:
    before = indicators.seats(places, ALL)
    seated(places, ROSTER)
    undone = actions.undo_batch(places, "B0002", by="tester")

    assert (undone.batch, undone.rows) == ("B0002", 4)
    assert indicators.seats(places, ALL) == before
    assert places.broken_invariants() == []


def test_seats_are_there_again_when_the_index_was_deleted(places: Store, tmp_path: Path) -> None:
    seated(places, ROSTER)
    before = indicators.seats(places, ALL)
    places.close()
    (places.folder / "index.duckdb").unlink()

    with Store.open(places.folder) as again:
        assert indicators.seats(again, ALL) == before


# ---- whose seat it is ---------------------------------------------------------------------------------------------


def test_names_that_are_one_organisation_have_one_seat_and_what_was_said_of_its_category_holds(places: Store) -> None:
    seated(places, ROSTER)
    actions.import_organisations(
        places,
        log("name | aliases | category\nUnited Dockers | Blue Union | TUN\nMystery | | FBO"),
        file_name="list.csv",
        by="tester",
    )
    receipt = seated(places, "mechanism | organisation | from\nCOAST | United Dockers | 2024")

    assert accounts(receipt) == (0, 0, 1, 0)
    assert [(each[1], each[2]) for each in standing(places)] == [
        ("Lake College", "ACA"),
        ("United Dockers", "TUN"),
        ("Harbour Relief", "CSO"),
        ("Mystery", "FBO"),
    ]


def test_a_category_changes_for_seats_that_are_held_after_the_change_only(places: Store) -> None:
    seated(places, "mechanism | organisation | to\nCOAST | Blue Union | 2023\nSEA | Blue Union |")
    actions.classify(places, "Blue Union", "TUN", valid_from=None, by="tester", reason="said")
    actions.classify(places, "Blue Union", "CSO", valid_from=date(2024, 5, 1), by="tester", reason="new statutes")

    assert [(each[0], each[2]) for each in standing(places)] == [("COAST", "TUN"), ("SEA", "CSO")]


def test_a_seat_is_held_for_the_group_that_the_roster_says_whatever_the_organisation_is(places: Store) -> None:
    seated(places, "mechanism | organisation | category\nCOAST | Blue Union | civil society")
    actions.classify(places, "Blue Union", "TUN", valid_from=None, by="tester", reason="said")

    assert [each[2] for each in standing(places)] == ["CSO"]


def test_a_seat_takes_its_category_from_the_logs_where_no_roster_says_it(places: Store) -> None:
    seated(places, "mechanism | organisation\nCOAST | Blue Union")
    assert standing(places)[0][2] == "UNK"
    actions.import_log(
        places,
        log("date | activity | network | organisation | category\n2024-03-04 | Hearing | COAST | Blue Union | TUN"),
        file_name="log.csv",
        mapping=Mapping(),
        by="tester",
    )
    assert standing(places)[0][2] == "TUN"


def test_the_page_of_an_organisation_shows_recorded_seats_beside_the_published_ones(places: Store) -> None:
    seated(places, "mechanism | organisation\nCOAST | ACT Alliance\nSEA | Blue Union")

    assert indicators.organisation(places, "ACT Alliance").seats == ("CWG-2.1", "CWG-2.2", "COAST")
    assert indicators.organisation(places, "Blue Union").seats == ("SEA",)


def test_another_list_counts_other_groups(places: Store) -> None:
    seated(
        places, "mechanism | organisation | category\nCOAST | Young | women, children and youth\nCOAST | Faith | FBO"
    )
    found = {code: indicators.seats(places, Selection(list=code)).coverage for code in ("para44", "para15j", "seed")}

    assert {code: (each.recorded, each.expected) for code, each in found.items()} == {
        "para44": (1, 12),
        "para15j": (0, 10),
        "seed": (2, 12),
    }


# ---- the command line ---------------------------------------------------------------------------------------------


def test_seats_come_in_are_counted_go_out_and_are_taken_back(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_bytes(SHIPPED.read_bytes())
    checked = run(tmp_path, "seats", "import", str(roster), "--check")
    imported = run(tmp_path, "seats", "import", str(roster), "--json")
    counted = run(tmp_path, "seats", "list", "--working-group", "CWG-2.1", "--json")
    words = run(tmp_path, "seats", "list", "--working-group", "CWG-2.2")
    exported = run(tmp_path, "seats", "export", "--out", str(tmp_path / "out.csv"))
    again = run(tmp_path, "seats", "import", str(tmp_path / "out.csv"), "--json")
    run(tmp_path, "undo", "B0001")
    after = run(tmp_path, "seats", "list", "--json")

    assert [each.code for each in (checked, imported, counted, words, exported, again, after)] == [0] * 7
    assert (imported.json["batch"], imported.json["rows_accepted"]) == ("B0001", 35)
    assert counted.json["coverage"] == {"recorded": 5, "expected": 12, "upper": 5}
    assert ("6 of 12 groups have a seat" in words.stderr, "ACT Alliance" in words.stdout) == (True, True)
    assert (again.json["already_imported"], again.json["problems"]) == (True, [])
    assert after.json["seats"] == []


def test_refused_rows_go_where_they_are_asked_for(tmp_path: Path) -> None:
    roster, rejects = tmp_path / "roster.csv", tmp_path / "rejects.csv"
    roster.write_bytes(log("mechanism | organisation\nNET-WCA | Blue Union\nNET-WCX | Lake College"))
    answer = run(tmp_path, "seats", "import", str(roster), "--rejects", str(rejects))

    assert (answer.code, "NET-WCX" in answer.stderr, "Nearest: NET-WCA" in answer.stderr) == (1, True, True)
    assert "Lake College" in rejects.read_text(encoding="utf-8-sig")
    assert json.loads(run(tmp_path, "seats", "list", "--json").stdout)["coverage"]["recorded"] == 0


def test_a_list_of_before_there_were_seats_is_still_read(store: Store) -> None:
    counts = {"rows_read": 1, "rows_accepted": 1, "rows_refused": 0, "rows_duplicate": 0, "problem_counts": {}}
    about = {"kind": "mechanisms", "file_name": "old.csv", "sha256": "", "sheet": None}
    network = {"code": "OLD", "kind": "network", "parent": None, "name": "Old Network"}
    empty: dict[str, list[str]] = {name: [] for name in ("organisation", "alias", "classification", "mechanism_detail")}
    with store.writing() as writer:
        writer.append(replay.LISTED, by="tester", parameters={**about, **counts, **empty, "mechanism": [network]})

    assert [each.code for each in indicators.created_mechanisms(store)] == ["OLD"]
    assert seated(store, "mechanism | organisation\nOLD | Blue Union").added == 1
