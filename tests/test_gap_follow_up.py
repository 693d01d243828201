"""What is said and done about gaps: marks, no report, whom to ask and outreach."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from followed import ALL, declare, imported, silent
from prepared import Copied
from tables import log

from engagement import actions, indicators
from engagement.efforts import OutreachStep, Prospect
from engagement.errors import InputError, UnknownNameError
from engagement.model import Selection
from engagement.store import Store

IN_2026 = Selection(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))


@pytest.fixture
def places(copied: Copied) -> Store:
    return copied(declare)


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
