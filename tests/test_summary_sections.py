"""What the sections of a summary say: networks first, effort, silence, seats, depth, voice, reach, who came back."""

import re
from datetime import date

import pytest
from logs import load
from tables import log
from test_networks import LOG, MECHANISMS
from test_summary import NEVER, column, findings, sentences, table
from test_tracing_all import YEAR, with_all
from told import paragraphs, shown

from engagement import actions, indicators
from engagement.document import Document
from engagement.efforts import OutreachStep
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary

ALL = Selection()
SAID = {"said_by": "Secretariat", "by": "tester"}

DEEP = """
    network | activity | date       | organisation | category | level | stage    | role
    Alpha   | One      | 2025-03-01 | Relief       | CSO      | L3    | spoke    |
    Alpha   | One      | 2025-03-01 | Guild        | TUN      | L2    | attended |
    Alpha   | Two      | 2026-03-01 | Relief       | CSO      | L4    | attended | speaker
    Alpha   | Two      | 2026-03-01 | Choir        | FBO      |       | attended |
    Alpha   | Two      | 2026-03-01 | Herald       | MED      |       | invited  |
"""


@pytest.fixture
def places(store: Store) -> Store:
    actions.import_mechanisms(store, log(MECHANISMS), file_name="groups.csv", by="tester")
    actions.import_log(store, log(LOG), file_name="log.csv", mapping=Mapping(), by="tester")
    return store


@pytest.fixture
def alpha(store: Store) -> Store:
    actions.import_log(store, log(DEEP), file_name="log.csv", mapping=Mapping(), by="tester")
    return store


def summary(store: Store, selection: Selection = ALL, language: str = "en") -> Document:
    return inclusion_summary(store, selection, language)


# ---- networks -----------------------------------------------------------------------------------------------------


def test_networks_come_first_and_what_adds_them_up_second(places: Store) -> None:
    said = findings(summary(places)).splitlines()

    assert said[0] == "2 networks sent a log; 1 of 12 groups were recorded in every one of them."
    assert said.index(
        "Trade unions: recorded in 1 of 2 networks with a log. Counting unclassified organisations, 2 at most."
    ) < said.index(next(each for each in said if "recorded at least once" in each))
    assert "2 of 4 networks sent no log: that is no report, not no participation." in said


def test_groups_that_are_recorded_in_as_many_networks_are_one_sentence(places: Store) -> None:
    """Ten lines that say the same hide the one that does not."""
    said = findings(summary(places)).splitlines()
    nowhere = [each for each in said if "recorded in 0 of 2 networks" in each]
    groups = [each.category for each in indicators.networks(places, ALL).groups if not each.recorded_in]

    assert len(groups) > 2
    assert len(nowhere) == 1
    assert nowhere[0].startswith("Migrants, ")
    assert ": each recorded in 0 of 2 networks with a log." in nowhere[0]


def test_the_table_of_networks_holds_the_figures_of_the_library(places: Store) -> None:
    document = summary(places)
    found = {each.category: each for each in indicators.networks(places, ALL).groups}

    assert column(document, "networks", "networks") == {code: len(each.recorded_in) for code, each in found.items()}
    assert column(document, "networks", "networks_high") == {code: each.networks.high for code, each in found.items()}
    assert shown(document, "networks")["TUN"] == ["1 of 2", "2", "Hill Network"]


def test_of_many_networks_a_cell_names_the_first_few_and_its_value_all(store: Store) -> None:
    networks = [f"N{place}" for place in range(1, 9)]
    rows = [{"network": each, "organisation": "Relief", "category": "CSO"} for each in networks]
    load(store, [*rows, {"network": "N1", "organisation": "Guild", "category": "TUN"}])
    document = summary(store)

    assert shown(document, "networks")["MED"] == ["0 of 8", "0", "all 8"]
    assert shown(document, "networks")["TUN"] == ["1 of 8", "1", "N2, N3, N4, N5 and N6, and 2 more"]
    assert column(document, "networks", "missing_in")["MED"] == ";".join(networks)


def test_one_mechanism_is_not_spoken_of_as_several(places: Store) -> None:
    document = summary(places, Selection(working_groups=("SEA",)))

    assert "networks" not in [each.code for each in document.sections]
    assert findings(document).startswith("1 of 12 groups was recorded at least once.")


# ---- effort, marks, silence ---------------------------------------------------------------------------------------


def test_outreach_is_told_by_group_and_place_with_everybody_counted_once(places: Store) -> None:
    for step, day in ((OutreachStep.INVITED, 2), (OutreachStep.ANSWERED, 9)):
        actions.record_outreach(places, "HILLS", "TUN", "Union", step=step, on=date(2026, 2, day), by="tester")

    document = summary(places)

    assert paragraphs(document, "outreach") == ["1 organisation was approached, for 1 of the groups."]
    assert shown(document, "outreach") == {"TUN:HILLS": ["Hill Network", "1", "1", "1", "0", "9\u00a0February 2026"]}


def test_marks_are_told_with_reason_office_and_day_and_leave_the_list_as_long_as_it_is(places: Store) -> None:
    actions.mark_not_expected(places, "HILLS", "MED", reason="Closed sessions", on=date(2026, 1, 1), **SAID)

    document = summary(places)

    assert shown(document, "not-expected") == {
        "MED:HILLS": ["Hill Network", "Closed sessions", "Secretariat", "1\u00a0January 2026"]
    }
    assert "1 of 12 groups is marked as not expected in some place; it still counts in the list." in findings(document)
    assert "of 12 groups were recorded at least once" in findings(document)


def test_what_has_no_report_is_named_and_is_not_called_absence(places: Store) -> None:
    document = summary(places)

    assert shown(document, "silent-mechanisms") == {"DUNES": ["–", "0", "0"]}
    assert shown(document, "silent-activities") == {"LAKES": ["1", "1", "14\u00a0January 2026", "14\u00a0January 2026"]}
    assert "1 activity was held without a complete log." in paragraphs(document, "no-report")


# ---- how groups take part -----------------------------------------------------------------------------------------


def test_depth_is_the_whole_distribution_and_never_an_average(alpha: Store) -> None:
    document = summary(alpha)

    assert shown(document, "depth") == {
        "CSO": ["0", "0", "1", "1", "0", "0", "2 of 2", "–"],
        "TUN": ["0", "1", "0", "0", "0", "0", "0 of 1", "–"],
    }
    assert "Faith-based organizations" in paragraphs(document, "depth")[0]  # by name, not as a row of noughts


def test_voice_shows_both_shares_and_no_ratio_of_small_numbers(alpha: Store) -> None:
    assert shown(summary(alpha), "voice") == {
        "CSO": ["2 of 2", "2 of 4", "no data"],
        "FBO": ["0 of 2", "1 of 4", "no data"],
        "TUN": ["0 of 2", "1 of 4", "no data"],
    }


def test_a_stage_that_nobody_wrote_down_is_not_nought(alpha: Store) -> None:
    assert shown(summary(alpha), "reach") == {
        "CSO": ["0", "not recorded", "2", "2", "not recorded", "Spoke or wrote"],
        "FBO": ["0", "not recorded", "1", "0", "not recorded", "Attended, no voice recorded"],
        "TUN": ["0", "not recorded", "1", "0", "not recorded", "Attended, no voice recorded"],
        "MED": ["1", "not recorded", "0", "0", "not recorded", "Invited, no attendance recorded"],
    }


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, "Told only of a period with a first and a last day"),
        ("2025-01-01", "2025-12-31", "There is no log of the period before"),
    ],
)
def test_why_nothing_is_said_of_who_came_back(alpha: Store, first: str | None, last: str | None, expected: str) -> None:
    chosen = Selection.model_validate({"first_day": first, "last_day": last})

    (why,) = shown(summary(alpha, chosen), "unrecorded")["continuity"]
    assert why.startswith(expected)


def test_who_came_back_is_said_where_there_is_a_period_before(alpha: Store) -> None:
    chosen = Selection(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))

    first, *_ = paragraphs(summary(alpha, chosen), "continuity")
    assert first == "Organisations of the period before that were recorded again: 1 of 2."


def test_seats_are_k_of_the_list_and_say_who_put_whom_there(alpha: Store) -> None:
    roster = """
        mechanism | organisation | category | role   | selected by
        Alpha     | Relief       | CSO      | member | convener
        Alpha     | Guild        | TUN      | lead   | own constituency
        Alpha     | Herald       | MED      | observer |
    """
    actions.import_seats(alpha, log(roster), file_name="roster.csv", by="tester")

    document = summary(alpha)

    assert paragraphs(document, "seats") == ["2 of 12 groups have a seat."]
    assert shown(document, "seats") == {"Alpha": ["2 of 12", "2", "2"]}
    seated = shown(document, "seats-by-group")
    assert (seated["CSO"], seated["TUN"], seated["MED"]) == (
        ["1", "1", "0", "0", "1", "0"],
        ["1", "1", "1", "1", "0", "0"],
        ["–"] * 6,
    )


# ---- no data ------------------------------------------------------------------------------------------------------

SAID_IN_WORDS = {
    "not-expected": "No group is marked as not expected in this scope.",
    "outreach": "No outreach is recorded for this scope and period.",
    "depth": "No level of participation is recorded in this scope and period.",
    "voice": "No speaking, drafting or leading is recorded in this scope and period.",
    "reach": "No invitation, registration or participation is recorded in this scope and period.",
    "seats": "No seats are recorded for this scope and period.",
    "trend": "No activity is on record for this scope and period.",
}


def test_where_there_is_no_data_words_say_so_and_no_table_of_noughts(store: Store) -> None:
    document = summary(store)

    gathered = shown(document, "unrecorded")
    assert {code: gathered[code] for code in SAID_IN_WORDS} == {code: [said] for code, said in SAID_IN_WORDS.items()}
    assert {each.code for each in document.sections} & SAID_IN_WORDS.keys() == set()
    assert [row[0].text for row in table(document, "unrecorded").rows][:2] == [
        "Who was recorded",
        "By network and working group",
    ]


@pytest.mark.parametrize("style", ["ogp", "ccm"])
def test_a_style_without_a_place_for_what_is_not_recorded_says_it_section_by_section(store: Store, style: str) -> None:
    document = inclusion_summary(store, Selection(), "en", style)

    assert paragraphs(document, "outreach") == [SAID_IN_WORDS["outreach"]]
    assert "unrecorded" not in {each.code for each in document.sections}


def test_a_record_that_holds_something_of_everything_has_no_section_for_the_rest(store: Store) -> None:
    with_all(store)
    actions.mark_not_expected(store, "North", "MED", reason="Elsewhere", on=date(2026, 1, 1), **SAID)

    assert "unrecorded" not in {each.code for each in summary(store, YEAR).sections}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_section_blames_or_scores(places: Store, language: str) -> None:
    actions.mark_not_expected(places, "HILLS", "MED", reason="Elsewhere", on=date(2026, 1, 1), **SAID)
    actions.record_outreach(
        places, "HILLS", "TUN", "Union", step=OutreachStep.INVITED, on=date(2026, 2, 1), by="tester"
    )
    document = summary(places, language=language)
    caveat = re.compile("Absence from the record is|L’absence de trace au registre")
    said = [each for each in sentences(document) if not caveat.match(each)]

    assert [each for each in said if re.search(NEVER[language], each, re.IGNORECASE)] == []
