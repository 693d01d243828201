"""What is said and done about gaps: marks, no report, whom to ask, outreach, and what is behind a figure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from logs import load
from tables import log
from test_cli import run

from engagement import actions, indicators
from engagement.efforts import OutreachStep, Prospect
from engagement.errors import InputError, UnknownNameError
from engagement.mapping import Mapping
from engagement.model import GapType, Selection
from engagement.store import Store
from engagement.taxonomy import SHIPPED

ALL = Selection()
IN_2026 = Selection(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
MECHANISMS = """
    code  | kind          | name_en       | parent | country | region | from | to   | reporting_expected
    COAST | network       | Coast Network |        | Chad    | ECA    |      |      | yes
    SEA   | working_group | Sea Group     | COAST  |         |        |      |      | yes
    FISH  | working_group | Fish Group    | COAST  |         |        |      |      |
    HILLS | network       | Hill Network  |        | Kenya   | ECA    |      |      | yes
    LAKES | network       | Lake Network  |        | Nepal   | ESCAP  |      |      | no
    OLD   | network       | Old Network   |        |         |        | 2019 | 2021 | yes
"""


@pytest.fixture
def places(store: Store) -> Store:
    actions.import_mechanisms(store, log(MECHANISMS), file_name="groups.csv", by="tester")
    return store


def imported(store: Store, drawing: str, file_name: str = "log.csv") -> str:
    receipt = actions.import_log(store, log(drawing), file_name=file_name, mapping=Mapping(), by="tester")
    assert receipt.batch is not None
    return receipt.batch


# ---- not expected here --------------------------------------------------------------------------------------------

SAID: dict[str, Any] = {"said_by": "Secretariat", "by": "tester"}


def marks(store: Store, selection: Selection = ALL) -> list[tuple[str | None, str, str]]:
    return [(each.mechanism, each.category, each.reason) for each in indicators.not_expected(store, selection)]


def test_a_mark_stands_from_its_day_until_a_later_one_takes_it_back(places: Store) -> None:
    actions.mark_not_expected(places, "Sea Group", "media", reason="Closed sessions", on=date(2026, 3, 1), **SAID)
    actions.mark_not_expected(places, None, "TUN", reason="No unions at sea", on=date(2026, 1, 1), **SAID)
    actions.mark_expected(places, "SEA", "MED", reason="Open since June", on=date(2026, 6, 1), **SAID)

    def until(day: date) -> list[tuple[str | None, str, str]]:
        return marks(places, Selection(working_groups=("SEA",), last_day=day))

    everywhere = (None, "TUN", "No unions at sea")
    assert until(date(2025, 12, 31)) == []
    assert until(date(2026, 2, 28)) == [everywhere]
    assert until(date(2026, 5, 31)) == [("SEA", "MED", "Closed sessions"), everywhere]
    assert until(date(2026, 6, 1)) == [everywhere] == marks(places)
    assert marks(places, Selection(networks=("HILLS",))) == [everywhere]
    history = indicators.not_expected(places, ALL, is_history=True)
    assert [(each.category, each.is_expected, each.stands, each.said_by) for each in history] == [
        ("MED", False, False, "Secretariat"),
        ("TUN", False, True, "Secretariat"),
        ("MED", True, False, "Secretariat"),
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "mark-without-reason"),
        ({"said_by": ""}, "mark-without-said-by"),
        ({"reason": "ask a.b@c.org"}, "note-personal"),
        ({"said_by": "the desk, +235 66 12 34 56"}, "note-personal"),
        ({"reason": "x" * 501}, "note-too-long"),
        ({"category": "Gremium"}, "category-not-one-of-ours"),
        ({"category": "UNK"}, "category-not-one-of-ours"),
        ({"on": datetime.now(UTC).date() + timedelta(days=2)}, "day-to-come"),
    ],
)
def test_a_mark_without_reason_or_with_something_personal_is_refused(
    places: Store, given: dict[str, Any], code: str
) -> None:
    said = {"category": "MED", "reason": "Closed", "on": date(2026, 3, 1), **SAID} | given
    version = places.version
    with pytest.raises(InputError) as caught:
        actions.mark_not_expected(places, "SEA", **said)

    assert (caught.value.code, bool(str(caught.value)), places.version) == (code, True, version)


def test_only_a_mark_that_stands_can_be_taken_back(places: Store) -> None:
    said = {"reason": "Open", "on": date(2026, 6, 1), **SAID}
    with pytest.raises(InputError, match="nothing to take back"):
        actions.mark_expected(places, "SEA", "MED", **said)
    with pytest.raises(UnknownNameError):
        actions.mark_not_expected(places, "SEE", "MED", **said)


# ---- no report ----------------------------------------------------------------------------------------------------

HELD = """
    date    | activity | network       | working_group | organisation | category | log_complete
    2026-02-03 | Hearing  | Coast Network |            | Relief       | CSO      | yes
    2026-03-03 | Panel    | Coast Network | Sea Group  |              |          | no
    2026-04-03 | Forum    | Coast Network | Fish Group | Relief       | CSO      | no
    2025-05-03 | Council  | Hill Network  |            | Relief       | CSO      | yes
    2026       | Retreat  | Lake Network  |            |              |          | no
"""


def silent(store: Store, selection: Selection) -> tuple[list[str], list[tuple[str, bool]]]:
    found = indicators.silent(store, selection)
    return [each.mechanism for each in found.mechanisms], [(each.title, each.is_begun) for each in found.activities]


def test_who_was_to_report_and_did_not_is_named_and_so_is_every_activity_without_a_complete_log(places: Store) -> None:
    imported(places, HELD)
    open_ = [("Panel", False), ("Forum", True)]

    assert silent(places, IN_2026) == (["HILLS", "SEA"], [("Retreat", False), *open_])
    # the hill network has reported once; the old one was not there any more in 2026
    assert silent(places, ALL) == (["OLD", "SEA"], [("Retreat", False), *open_])
    # in February the retreat is in doubt and the panel is still to come
    february = Selection(first_day=date(2026, 2, 1), last_day=date(2026, 2, 28))
    assert silent(places, february) == (["HILLS", "SEA"], [])
    assert silent(places, Selection(networks=("HILLS",), first_day=date(2026, 1, 1))) == (["HILLS"], [])
    (hills,) = indicators.silent(places, Selection(networks=("HILLS",), first_day=date(2026, 1, 1))).mechanisms
    assert (hills.activities, hills.in_doubt) == (0, 0)


def test_the_groups_of_a_network_report_for_it(places: Store) -> None:
    imported(
        places,
        """
        date       | activity | network       | working_group | organisation | category
        2026-02-03 | Hearing  | Coast Network | Fish Group    | Relief       | CSO
        """,
    )
    assert silent(places, IN_2026)[0] == ["HILLS", "SEA"]
    assert silent(places, Selection(networks=("COAST",)))[0] == ["SEA"]


def test_a_log_that_arrives_ends_the_silence_and_its_undoing_brings_it_back(places: Store) -> None:
    before = indicators.silent(places, IN_2026)
    batch = imported(places, HELD.replace("2025-05-03", "2026-05-03").replace("| no\n", "| yes\n", 1))
    assert "HILLS" not in silent(places, IN_2026)[0]

    actions.undo_batch(places, batch, by="tester")
    assert indicators.silent(places, IN_2026) == before


# ---- whom to ask --------------------------------------------------------------------------------------------------

UNIONS = """
    date       | activity  | network       | working_group | organisation     | category | country | stage
    2026-05-04 | Sea talk  | Coast Network | Sea Group     | Relief           | CSO      |         |
    2026-05-05 | Fish talk | Coast Network | Fish Group    | Fishers Union    | TUN      |         |
    2026-06-05 | Fish week | Coast Network | Fish Group    | Fishers Union    | TUN      |         |
    2026-05-05 | Fish talk | Coast Network | Fish Group    | Boat Union       | TUN      |         |
    2026-05-06 | Hill talk | Hill Network  |               | Miners Union     | TUN      |         |
    2026-05-07 | Lake talk | Lake Network  |               | Porters Union    | TUN      | Chad    |
    2026-05-07 | Lake talk | Lake Network  |               | Weavers Union    | TUN      |         |
    2024-05-08 | Old talk  | Coast Network | Sea Group     | Salt Union       | TUN      |         |
    2026-05-04 | Sea talk  | Coast Network | Sea Group     | Shy Union        | TUN      |         | invited
    2026-05-04 | Sea talk  | Coast Network | Sea Group     | Choir            | FBO      |         |
"""
LIST = """
    name        | category | country
    Quiet Union | TUN      | Mali
    Chad Union  | TUN      | Chad
"""


def called(prospects: tuple[Prospect, ...]) -> list[tuple[str, list[str], str | None]]:
    return [(each.organisation, [reason.value for reason in each.reasons], each.last_seen_in) for each in prospects]


@pytest.fixture
def unions(places: Store) -> Store:
    imported(places, UNIONS)
    actions.import_organisations(places, log(LIST), file_name="list.csv", by="tester")
    return places


def test_organisations_that_could_fill_a_gap_are_listed_nearest_first_with_the_evidence(unions: Store) -> None:
    found = indicators.call_list(unions, IN_2026, "SEA", "TUN")

    assert called(found) == [
        ("Fishers Union", ["sibling", "country", "region"], "FISH"),
        ("Boat Union", ["sibling", "country", "region"], "FISH"),
        ("Porters Union", ["country", "region", "elsewhere"], "LAKES"),
        ("Chad Union", ["country", "region", "never_invited"], None),
        ("Miners Union", ["region", "elsewhere"], "HILLS"),
        ("Salt Union", ["lapsed"], "SEA"),
        ("Weavers Union", ["elsewhere"], "LAKES"),
        ("Quiet Union", ["never_invited"], None),
        ("Shy Union", ["not_come"], None),
    ]
    first = found[0]
    assert [(each.mechanism, each.activities, each.first_seen, each.last_seen) for each in first.seen] == [
        ("FISH", 2, date(2026, 5, 5), date(2026, 6, 5))
    ]
    assert (first.activities, first.last_seen, found[-1].invitations) == (2, date(2026, 6, 5), 1)


def test_who_takes_part_already_is_not_called_and_who_lapsed_is(unions: Store) -> None:
    assert "Salt Union" in [each.organisation for each in indicators.call_list(unions, ALL, "SEA", "TUN")]
    in_2024 = Selection(first_day=date(2024, 1, 1), last_day=date(2024, 12, 31))
    assert "Salt Union" not in [each.organisation for each in indicators.call_list(unions, in_2024, "SEA", "TUN")]
    assert called(indicators.call_list(unions, IN_2026, "SEA", "FBO")) == []


def test_a_seat_in_a_sibling_group_is_a_reason_while_it_is_held(unions: Store) -> None:
    roster = "mechanism | organisation | to\nFISH | Quiet Union | \nFISH | Weavers Union | 2025"
    actions.import_seats(unions, log(roster), file_name="roster.csv", by="tester")
    found = {each.organisation: each for each in indicators.call_list(unions, IN_2026, "SEA", "TUN")}

    assert (found["Quiet Union"].reasons, found["Quiet Union"].seats) == (("sibling", "never_invited"), ("FISH",))
    assert (found["Weavers Union"].reasons, found["Weavers Union"].seats) == (("elsewhere",), ("FISH",))


def test_names_that_are_one_organisation_are_called_once(unions: Store) -> None:
    actions.merge(unions, "Boat Union", "Fishers Union", by="tester", note="one body")
    names = [each.organisation for each in indicators.call_list(unions, IN_2026, "SEA", "TUN")]

    assert len([name for name in names if name in ("Boat Union", "Fishers Union")]) == 1


def test_who_carries_a_tag_is_called_for_women_children_and_youth(places: Store) -> None:
    imported(
        places,
        """
        date       | activity  | network      | organisation | category | tags
        2026-05-06 | Hill talk | Hill Network | Girls League | CSO      | women; youth
        2026-05-06 | Hill talk | Hill Network | Elders       | CSO      |
        """,
    )
    assert [each.organisation for each in indicators.call_list(places, IN_2026, "SEA", "WCY")] == ["Girls League"]


# ---- outreach -----------------------------------------------------------------------------------------------------


def test_outreach_is_counted_by_organisation_at_each_step_and_nothing_is_inferred(unions: Store) -> None:
    for organisation, step, day in (
        ("Fishers Union", OutreachStep.INVITED, 1),
        ("Fishers Union", OutreachStep.INVITED, 8),
        ("Boat Union", OutreachStep.INVITED, 2),
        ("Boat Union", OutreachStep.CAME, 9),
    ):
        on = date(2026, 7, day)
        actions.record_outreach(unions, "Sea Group", "trade unions", organisation, step=step, on=on, by="tester")

    (effort,) = indicators.outreach(unions, ALL)
    assert (effort.mechanism, effort.category) == ("SEA", "TUN")
    assert (effort.organisations, effort.invited, effort.answered, effort.came) == (2, 2, 0, 1)
    assert (effort.last_on, [each.organisation for each in effort.records]) == (
        date(2026, 7, 9),
        ["Boat Union", "Fishers Union", "Boat Union", "Fishers Union"],
    )
    assert indicators.outreach(unions, Selection(networks=("HILLS",))) == ()
    until_5 = indicators.outreach(unions, Selection(last_day=date(2026, 7, 5)))
    assert [(each.invited, each.came) for each in until_5] == [(2, 0)]
    called_ = {each.organisation: each for each in indicators.call_list(unions, IN_2026, "SEA", "TUN")}
    assert (called_["Boat Union"].last_step, called_["Boat Union"].last_step_on) == ("came", date(2026, 7, 9))
    assert called_["Miners Union"].last_step is None


def test_outreach_turns_never_invited_into_not_come(unions: Store) -> None:
    asked = {"step": OutreachStep.INVITED, "on": date(2026, 7, 1), "by": "tester"}
    entry = actions.record_outreach(unions, "SEA", "TUN", "Quiet Union", **asked)
    assert ("Quiet Union", ["not_come"], None) in called(indicators.call_list(unions, IN_2026, "SEA", "TUN"))

    actions.withdraw_outreach(unions, entry, by="tester")
    assert ("Quiet Union", ["never_invited"], None) in called(indicators.call_list(unions, IN_2026, "SEA", "TUN"))
    assert indicators.outreach(unions, ALL) == ()
    with pytest.raises(InputError, match=str(entry)):
        actions.withdraw_outreach(unions, entry, by="tester")


@pytest.mark.parametrize(
    ("note", "is_kept"),
    [
        ("letter of 2026-03-15, no. 12/2026, sent again on 01.06.2026", True),
        ("wrote to ana.b@union.org", False),
        ("wrote to ana (at) union.org", False),
        ("phone +235 66 12 34 56", False),
        ("phone 0235 66 12 34", False),
        ("phone 00235 6612 3456", False),
    ],
)
def test_a_note_holds_no_address_and_no_number(unions: Store, note: str, is_kept: bool) -> None:
    asked: dict[str, Any] = {"step": OutreachStep.INVITED, "on": date(2026, 7, 1), "by": "tester"}
    if is_kept:
        actions.record_outreach(unions, "SEA", "TUN", "Quiet Union", note=note, **asked)
        assert indicators.outreach(unions, ALL)[0].records[0].note == note
    else:
        with pytest.raises(InputError) as caught:
            actions.record_outreach(unions, "SEA", "TUN", "Quiet Union", note=note, **asked)
        assert caught.value.code == "note-personal"


def test_outreach_to_nobody_we_know_is_refused_with_names_that_are_near(unions: Store) -> None:
    with pytest.raises(UnknownNameError, match="Quiet Union"):
        actions.record_outreach(
            unions, "SEA", "TUN", "Quiet Onion", step=OutreachStep.INVITED, on=date(2026, 7, 1), by="tester"
        )


def test_marks_and_outreach_are_there_again_when_the_index_was_deleted(unions: Store) -> None:
    actions.mark_not_expected(unions, "SEA", "MED", reason="Closed", on=date(2026, 3, 1), **SAID)
    asked: dict[str, Any] = {"step": OutreachStep.INVITED, "on": date(2026, 7, 1), "by": "tester"}
    gone = actions.record_outreach(unions, "SEA", "TUN", "Boat Union", **asked)
    actions.record_outreach(unions, "SEA", "TUN", "Quiet Union", **asked)
    actions.withdraw_outreach(unions, gone, by="tester")
    before = (indicators.not_expected(unions, ALL), indicators.outreach(unions, ALL))
    unions.close()
    with Store.open(unions.folder) as again:  # as it was closed
        assert (indicators.not_expected(again, ALL), indicators.outreach(again, ALL)) == before
        assert again.broken_invariants() == []
    (unions.folder / "index.duckdb").unlink()

    with Store.open(unions.folder) as again:
        assert (indicators.not_expected(again, ALL), indicators.outreach(again, ALL)) == before


# ---- what is behind a figure --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("demonstration")) as store:
        actions.load_demonstration(store, by="tester")
        yield store


@pytest.mark.parametrize("list_", SHIPPED.lists)
@pytest.mark.parametrize("first_day", [None, date(2023, 1, 1)])
def test_behind_every_figure_there_are_as_many_organisation_events_as_it_says(
    demonstration: Store, list_: str, first_day: date | None
) -> None:
    selection = Selection(list=list_, first_day=first_day)
    for each in indicators.indicators(demonstration, selection).categories:
        found = indicators.explain(demonstration, selection, each.category)
        assert (each.category, found.organisation_events, found.activities_with, found.present, found.assessed) == (
            *(each.category, each.organisation_events, each.activities, each.present, each.assessed),
        )


def test_behind_every_gap_there_is_what_it_counts(demonstration: Store) -> None:
    counted = {GapType.ABSENCE: "activities_with", GapType.PRESENCE: "present", GapType.RECORDS: "organisation_events"}
    gaps = [each for each in indicators.gaps(demonstration, ALL) if each.type in counted]
    assert gaps
    for gap in gaps:
        found = indicators.explain(demonstration, ALL, gap.category, gap.mechanism)
        assert (gap, getattr(found, counted[gap.type])) == (gap, gap.recorded)


def test_an_event_leads_to_file_sheet_and_every_row_it_stands_in(store: Store) -> None:
    rows = """
        organisation | category      | people | country
        Relief       | Civil society |        |
        Mystery      |               |        |
        RELIEF       | NGO           |        | Chad
        Relief       |               |        |
                     | Civil society | 12     |
    """
    load(store, rows, file_name="january.csv")
    load(store, "organisation | category | country\nrelief | Civil society | Mali", file_name="again.csv")
    (activity,) = indicators.explain(store, ALL, "CSO").activities

    def behind(events: Any) -> list[tuple[str | None, tuple[str, ...], list[tuple[str, str, tuple[int, ...]]]]]:
        return [
            (each.organisation, each.spelled, [(one.file, one.batch, one.rows) for one in each.sources])
            for each in events
        ]

    assert behind(activity.events) == [
        (
            "relief",
            ("Relief", "RELIEF", "relief"),
            [("january.csv", "B0001", (2, 4)), ("again.csv", "B0002", (2,))],
        ),
        (None, (), [("january.csv", "B0001", (6,))]),
    ]
    assert behind(activity.unclassified) == [("Mystery", ("Mystery",), [("january.csv", "B0001", (3,))])]
    assert [(each.file, each.batch) for each in activity.described_in] == [
        ("january.csv", "B0001"),
        ("again.csv", "B0002"),
    ]


def test_a_gap_where_nothing_is_recorded_is_explained_by_the_activities_and_what_is_not_classified(
    places: Store,
) -> None:
    imported(
        places,
        """
        date       | activity | network       | organisation | category | open_to_stakeholders
        2026-02-03 | Hearing  | Coast Network | Relief       | CSO      | yes
        2026-03-03 | Panel    | Coast Network | Mystery      |          | yes
        2026-04-03 | Closed   | Coast Network | Relief       | CSO      | no
        """,
    )
    found = indicators.explain(places, ALL, "TUN", "COAST")

    assert (found.organisation_events, found.unclassified, found.present, found.assessed) == (0, 1, 0, 2)
    assert [(each.title, each.is_assessed, len(each.events), len(each.unclassified)) for each in found.activities] == [
        ("Hearing", True, 0, 0),
        ("Panel", True, 0, 1),
        ("Closed", False, 0, 0),
    ]


def test_an_undone_file_is_behind_nothing(store: Store) -> None:
    load(store, "organisation | category\nRelief | Civil society", file_name="january.csv")
    before = indicators.explain(store, ALL, "CSO")
    load(store, "organisation | category\nAid | Civil society", file_name="again.csv")
    actions.undo_batch(store, "B0002", by="tester")

    assert indicators.explain(store, ALL, "CSO") == before


# ---- the command line ---------------------------------------------------------------------------------------------

MEETINGS = """
    date       | activity  | network       | working_group | organisation  | category
    2026-05-04 | Sea talk  | Coast Network | Sea Group     | Relief        | CSO
    2026-05-11 | Sea week  | Coast Network | Sea Group     | Relief        | CSO
    2026-05-18 | Sea month | Coast Network | Sea Group     | Relief        | CSO
    2026-05-05 | Fish talk | Coast Network | Fish Group    | Fishers Union | TUN
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("groups", MECHANISMS), ("log", MEETINGS)):
        (tmp_path / f"{name}.csv").write_bytes(log(content))
    assert run(tmp_path, "mechanisms", "import", str(tmp_path / "groups.csv")).code == 0
    assert run(tmp_path, "import", str(tmp_path / "log.csv")).code == 0
    return tmp_path


def test_a_gap_is_explained_by_its_rank_and_ties_together(folder: Path) -> None:
    gaps = run(folder, "gaps", "--working-group", "SEA", "--json").json["gaps"]
    tied = [each for each in gaps if each["rank"] == 1]
    said = run(folder, "gaps", "--working-group", "SEA", "--explain", "1", "--json").json["gaps"]

    assert len(tied) > 1
    assert [each["gap"] for each in said] == tied
    assert {each["explanation"]["assessed"] for each in said} == {3}
    words = run(folder, "explain", "CSO", "--working-group", "SEA")
    assert (words.code, "Sea talk, SEA, 4 May 2026: 1 recorded, 0 not classified" in words.stdout) == (0, True)
    assert "Relief (Civil society): log.csv, rows 2 (B0002)" in words.stdout
    as_json = run(folder, "explain", "CSO", "--working-group", "SEA", "--json").json
    assert (as_json["organisation_events"], as_json["activities"][0]["events"][0]["sources"][0]["rows"]) == (3, [2])


def test_whom_to_call_and_what_was_done(folder: Path) -> None:
    scope = ("--working-group", "SEA", "--category", "TUN")
    rank = str(run(folder, "gaps", *scope, "--json").json["gaps"][0]["rank"])
    call = run(folder, "gaps", *scope, "--call", rank, "--json").json["gaps"][0]["call_list"]
    words = run(folder, "gaps", *scope, "--call", rank)

    assert [(each["organisation"], each["reasons"][0], each["last_seen"]) for each in call] == [
        ("Fishers Union", "sibling", "2026-05-05")
    ]
    assert "active in a group of the same network" in words.stdout
    recorded = run(folder, "outreach", "record", "SEA", "TUN", "Fishers Union", "invited", "--on", "2026-06-01")
    listed = run(folder, "outreach", "list", "--json").json
    assert (recorded.code, [(each["invited"], each["came"]) for each in listed]) == (0, [(1, 0)])
    withdrawn = run(folder, "outreach", "withdraw", str(listed[0]["records"][0]["entry"]))
    assert (withdrawn.code, run(folder, "outreach", "list", "--json").json) == (0, [])


def test_a_group_is_marked_and_the_mark_withdrawn(folder: Path) -> None:
    said = ("--mechanism", "SEA", "--said-by", "Secretariat", "--on", "2026-06-01")
    marked = run(folder, "not-expected", "mark", "media", "--reason", "Closed", *said)
    listed = run(folder, "not-expected", "list", "--json").json
    withdrawn = run(folder, "not-expected", "withdraw", "media", "--reason", "Open", *said)

    assert (marked.code, withdrawn.code) == (0, 0)
    assert [(each["mechanism"], each["category"], each["reason"]) for each in listed] == [("SEA", "MED", "Closed")]
    assert run(folder, "not-expected", "list", "--json").json == []
    assert len(run(folder, "not-expected", "list", "--history", "--json").json) == 2


def test_silence_is_listed(folder: Path) -> None:
    assert [each["mechanism"] for each in run(folder, "silent", "--from", "2026", "--json").json["mechanisms"]] == [
        "HILLS"
    ]
    assert "HILLS" in run(folder, "silent", "--from", "2026").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("gaps", "--explain", "999"), 3, "999"),
        (("gaps", "--call", "999", "--category", "MED", "--to", "1990"), 3, "no gap"),
        (("explain", "Gremium"), 3, "Gremium"),
        (("outreach", "record", "SEA", "TUN", "Nobody at All", "invited"), 4, "Nobody at All"),
        (("outreach", "record", "SEA", "TUN", "Relief", "shouted"), 2, "shouted"),
        (("outreach", "record", "SEA", "TUN", "Relief", "invited", "--on", "2199"), 3, "2199"),
        (("outreach", "record", "SEE", "TUN", "Relief", "invited"), 4, "SEE"),
        (("outreach", "withdraw", "7"), 3, "7"),
        (("not-expected", "mark", "MED", "--said-by", "x"), 2, "--reason"),
    ],
)
def test_how_it_ends(folder: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = run(folder, *arguments)

    assert (answer.code, said in answer.stderr, answer.stdout) == (code, True, ""), answer.stderr
