"""The worklist, the matrix with its states, regions and two periods beside each other: what the library answers."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from logs import load
from prepared import Copied
from tables import log
from test_cli import run

from engagement import actions, indicators
from engagement.changes import SpanKind, do_overlap, usual
from engagement.efforts import OutreachStep
from engagement.errors import InputError
from engagement.model import Cell, CellState, GapType, Selection
from engagement.store import Store

ALL = Selection()
PLACES = """
    code  | kind          | name_en       | parent | region | reporting_expected
    COAST | network       | Coast Network |        | ECA    | yes
    SEA   | working_group | Sea Group     | COAST  |        |
    HILLS | network       | Hill Network  |        | ESCAP  | yes
    LAKES | network       | Lake Network  |        |        |
"""
HELD = """
    date       | activity | network       | working_group | organisation | category | log_complete
    2024-02-03 | One      | Coast Network |               | Relief       | CSO      | yes
    2024-03-03 | Two      | Coast Network |               | Relief       | CSO      | yes
    2024-03-03 | Two      | Coast Network |               | Union A      | TUN      | yes
    2024-04-03 | Three    | Coast Network |               | Relief       | CSO      | yes
    2024-05-03 | Four     | Coast Network | Sea Group     | Press Club   | MED      | yes
    2024-06-03 | Five     | Lake Network  |               | Who Knows    | Gremium  | yes
"""
SAID: dict[str, Any] = {"said_by": "Secretariat", "by": "tester", "on": date(2024, 1, 1)}


@pytest.fixture
def places(copied: Copied) -> Store:
    return copied(networks_and_log)


def networks_and_log(store: Store) -> None:
    actions.import_mechanisms(store, log(PLACES), file_name="groups.csv", by="tester")
    load(store, HELD)


def cells(store: Store, category: str, by: Any = "mechanism") -> dict[str, str]:
    shown = indicators.matrix(store, ALL, by)
    return {each.column: each.state.value for each in shown.cells if each.row == category}


def cell(store: Store, category: str, column: str) -> Cell:
    return next(each for each in indicators.matrix(store, ALL).cells if (each.row, each.column) == (category, column))


# ---- the matrix ---------------------------------------------------------------------------------------------------


def test_every_state_of_a_cell_is_told_apart(places: Store) -> None:
    actions.mark_not_expected(places, "SEA", "PAR", reason="Technical sessions", **SAID)

    # the hill network is expected to report and did not: it has a column and no cell that says anything
    assert cells(places, "CSO") == {
        "COAST": "recorded",
        "SEA": "not_recorded",
        "HILLS": "no_report",
        "LAKES": "possible",
    }
    assert cells(places, "TUN") == {"COAST": "thin", "SEA": "not_recorded", "HILLS": "no_report", "LAKES": "possible"}
    assert cells(places, "PAR") == {
        "COAST": "not_recorded",
        "SEA": "not_expected",
        "HILLS": "no_report",
        "LAKES": "possible",
    }


def test_a_cell_is_thin_against_the_expectation_in_force_there(places: Store) -> None:
    assert (cell(places, "TUN", "COAST").present, cell(places, "TUN", "COAST").expected) == (1, 2)

    declared = "type,mechanism,category,value,author,date,basis\npresence,COAST,TUN,1/3,Secretariat,2024-01-01,Terms"
    actions.declare_expectations(places, declared.encode(), by="tester")

    assert (cell(places, "TUN", "COAST").state, cell(places, "TUN", "COAST").expected) == (CellState.RECORDED, 1)


def test_what_is_recorded_where_nothing_is_expected_stays_recorded(places: Store) -> None:
    actions.mark_not_expected(places, None, "TUN", reason="No unions here", **SAID)

    found = cell(places, "TUN", "COAST")
    assert (found.state, found.expected, found.is_marked) == (CellState.RECORDED, None, True)
    assert cells(places, "TUN", "year") == {"2024": "recorded"}
    actions.mark_not_expected(places, None, "PAR", reason="No parliament", **SAID)
    assert cells(places, "PAR", "year") == {"2024": "not_expected"}


# ---- by region ----------------------------------------------------------------------------------------------------


def test_regions_count_the_networks_and_working_groups_where_a_group_is_recorded(places: Store) -> None:
    actions.mark_not_expected(places, "SEA", "TUN", reason="Technical sessions", **SAID)
    found = indicators.by_region(places, ALL)

    assert [(each.region, each.mechanisms, each.with_log, each.no_report) for each in found] == [
        ("ECA", 2, 2, 0),
        ("ESCAP", 1, 0, 1),
        (None, 1, 1, 0),
    ]
    unions = [next(group for group in each.groups if group.category == "TUN") for each in found]
    assert [(each.recorded, each.possible, each.not_expected, each.places) for each in unions] == [
        (1, 0, 1, 1),
        (0, 0, 0, 0),
        (0, 1, 0, 1),
    ]


# ---- who looks after a gap ----------------------------------------------------------------------------------------


def noted(store: Store) -> list[tuple[str, str]]:
    found = indicators.worklist(store, ALL)
    return [
        (each.owner, each.note)
        for each in found
        if (each.gap.type, each.gap.category, each.gap.mechanism) == (GapType.ABSENCE, "MED", "COAST")
    ]


def test_a_note_on_a_gap_is_versioned_and_never_overwritten(places: Store) -> None:
    about = (places, GapType.ABSENCE, "Coast Network", "media")
    first = actions.note_gap(*about, owner="Secretariat", note="Ask the press club", by="tester")
    again = actions.note_gap(*about, owner="Secretariat", note="Ask the press club", by="tester")
    second = actions.note_gap(*about, owner="Outreach desk", note="", by="tester")

    assert (first == again, second > first, noted(places)) == (True, True, [("Outreach desk", "")])
    history = indicators.gap_notes(places, ALL, is_history=True)
    assert [(each.entry, each.owner, each.stands) for each in history] == [
        (second, "Outreach desk", True),
        (first, "Secretariat", False),
    ]
    actions.note_gap(*about, owner="", note="", by="tester")
    assert (noted(places), indicators.gap_notes(places, ALL)) == ([("", "")], ())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"owner": "jo@example.org"}, "note-personal"),
        ({"note": "ring +235 66 12 34 56"}, "note-personal"),
        ({}, "gap-note-empty"),
        ({"category": None, "owner": "Desk"}, "gap-category"),
        ({"kind": GapType.RECORDS, "owner": "Desk"}, "gap-category"),
    ],
)
def test_a_note_that_names_a_person_or_no_gap_is_refused(places: Store, given: dict[str, Any], code: str) -> None:
    said = {"kind": GapType.ABSENCE, "category": "MED", "owner": "", "note": ""} | given
    version = places.version
    with pytest.raises(InputError) as caught:
        actions.note_gap(places, said.pop("kind"), "COAST", said.pop("category"), **said, by="tester")

    assert (caught.value.code, bool(str(caught.value)), places.version) == (code, True, version)


def test_the_worklist_is_the_gaps_in_their_order_with_what_was_done(places: Store) -> None:
    outreach: dict[str, Any] = {"on": date(2024, 7, 1), "by": "tester"}
    once = actions.record_outreach(places, "COAST", "MED", "Press Club", step=OutreachStep.INVITED, **outreach)
    twice = actions.record_outreach(places, "COAST", "MED", "Press Club", step=OutreachStep.INVITED, **outreach)
    found = indicators.worklist(places, ALL)

    assert (once == twice, tuple(each.gap for each in found)) == (True, indicators.gaps(places, ALL))
    done = {(each.gap.mechanism, each.gap.category, each.invited, each.answered, each.came) for each in found}
    assert {each for each in done if each[2] is not None} == {("COAST", "MED", 1, 0, 0)}


def test_notes_outlive_the_index(places: Store, tmp_path: Path) -> None:
    actions.note_gap(places, GapType.ABSENCE, "COAST", "MED", owner="Secretariat", note="", by="tester")
    with Store.open(places.folder) as again:  # the index is another process's: the journal is replayed
        assert noted(again) == [("Secretariat", "")]


# ---- two periods --------------------------------------------------------------------------------------------------


def years(store: Store, of: dict[int, int], with_union: dict[int, int]) -> None:
    """So many meetings in each year, the union at the first few of them."""
    load(
        store,
        [
            {"activity": f"Meeting {n}", "date": f"{year}-03-{n + 1:02}", "organisation": name, "category": category}
            for year, count in of.items()
            for n in range(count)
            for name, category in (("Relief", "CSO"), *([("Union A", "TUN")] if n < with_union[year] else []))
        ],
    )


def test_a_difference_is_in_points_where_both_periods_have_ten_activities(store: Store) -> None:
    years(store, {2024: 10, 2025: 20}, {2024: 2, 2025: 9})
    usually = usual(indicators.spans(store, ALL))
    assert usually is not None
    earlier, later = usually
    found = indicators.change(store, ALL, earlier, later)

    unions = next(each for each in found.groups if each.category == "TUN")
    assert (earlier.code, later.code, unions.points) == ("2024", "2025", Fraction(9, 20) - Fraction(1, 5))
    media = next(each for each in found.groups if each.category == "MED")
    assert (media.earlier and media.earlier.present, media.points) == (0, 0)


def test_there_is_no_difference_where_a_period_has_too_few_activities_or_no_log(store: Store) -> None:
    years(store, {2024: 9, 2025: 20}, {2024: 2, 2025: 9})
    spans = {each.code: each for each in indicators.spans(store, ALL)}
    found = indicators.change(store, ALL, spans["2024"], spans["2025"])
    nothing = indicators.change(
        store, ALL, spans["2024"].model_copy(update={"last_day": date(2024, 1, 31)}), spans["2025"]
    )

    unions = next(each for each in found.groups if each.category == "TUN")
    assert unions.earlier is not None
    assert (unions.earlier.present, unions.earlier.assessed, unions.earlier.share, unions.points) == (2, 9, None, None)
    assert [each.earlier for each in nothing.groups if each.earlier] == []


def test_periods_run_from_the_day_after_a_review_to_the_last_day_of_the_next(store: Store) -> None:
    days = ("2022-05-20", "2022-05-21", "2026-05-08", "2026-05-09")
    load(store, [{"activity": day, "date": day, "organisation": "Relief", "category": "CSO"} for day in days])
    found = indicators.spans(store, ALL)

    assert [
        (each.code, each.first_day, each.last_day, each.assessed) for each in found if each.kind is not SpanKind.YEAR
    ] == [
        ("until-IMRF1", None, date(2022, 5, 20), 1),
        ("until-IMRF2", date(2022, 5, 21), date(2026, 5, 8), 2),
        ("since-IMRF2", date(2026, 5, 9), None, 1),
    ]


def test_periods_that_share_days_are_not_compared_by_themselves(store: Store) -> None:
    years(store, {2024: 12}, {2024: 2})
    spans = indicators.spans(store, ALL)

    assert ([each.code for each in spans], usual(spans), do_overlap(*spans)) == (["until-IMRF2", "2024"], None, True)


# ---- the command line ---------------------------------------------------------------------------------------------


def test_the_command_line_notes_lists_and_compares(places: Store, tmp_path: Path) -> None:
    places.close()
    note = run(tmp_path, "worklist", "note", "absence", "COAST", "MED", "--owner", "Secretariat")
    listed = run(tmp_path, "worklist", "list", "--json").json["gaps"]
    history = run(tmp_path, "worklist", "history", "--json").json
    compared = run(tmp_path, "change")
    regions = run(tmp_path, "regions", "--csv")

    assert (note.code, note.stderr.startswith("absence, MED, COAST: said")) == (0, True)
    owners = {
        each["type"]: each["owner"] for each in listed if (each["category"], each["mechanism"]) == ("MED", "COAST")
    }
    assert (owners["absence"], owners["presence"]) == ("Secretariat", "")
    assert [(each["type"], each["owner"], each["stands"]) for each in history] == [("absence", "Secretariat", True)]
    assert (compared.code, "one period" in compared.stderr) == (3, True)
    assert "ECA,TUN,1,0,0,2" in regions.stdout.splitlines()
