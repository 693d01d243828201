"""The Networks page: every network and working group, one of them, its activities as a line of time, both languages."""

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from prepared import Prepared
from streamlit.testing.v1 import AppTest
from tables import log

from dashboard import charts, networks_charts, session
from engagement import actions, indicators
from engagement.model import ActivityFigures, Selection
from engagement.store import Store
from tests.logs import load

TOP = Path(__file__).resolve().parent.parent
MECHANISMS = """
    code  | kind          | name_en       | name_fr     | parent | country | region | rhythm  | reporting_expected
    COAST | network       | Coast Network | Réseau Côte |        | Chad    | ECA    | monthly | yes
    SEA   | working_group | Sea Group     | Groupe Mer  | COAST  |         |        |         |
    HILLS | network       | Hill Network  |             |        | Kenya   | ECA    |         | yes
"""
LOG = """
    network       | working_group | activity | date       | organisation | category     | open | log_complete
    Coast Network |               | Forum    | 2025-03-01 | Blue Union   | trade unions | yes  | yes
    Coast Network |               | Forum    | 2025-03-01 | Boat Club    | boaters      | yes  | yes
    Coast Network |               | Market   | 2025-04-01 | Lake College | academia     | yes  | yes
    Coast Network |               | Fair     | 2025-05-01 | Lake College | academia     | yes  | yes
    Coast Network |               | Desk     | 2025-06-01 | Lake College | academia     | no   | yes
    Coast Network |               | Quay     | 2025-07    | Blue Union   | trade unions |      | no
    Coast Network | Sea Group     | Hearing  | 2025-09-01 | Blue Union   | trade unions |      | yes
"""
ROSTER = """
    mechanism | organisation | category     | role   | from | selected by
    COAST     | Blue Union   | trade unions | member | 2024 | own constituency
    COAST     | Lake College | academia     | lead   |      | convener
"""
IN_2025 = {"from": "2025", "to": "2025"}


@pytest.fixture
def store(app_folder: Path, prepared: Prepared) -> Store:
    """The store of the app of this process: a network that reports, its working group, a network that does not."""
    prepared.put(networks, app_folder)
    return session.store()


def networks(store: Store) -> None:
    actions.import_mechanisms(store, log(MECHANISMS), file_name="groups.csv", by="tester")
    load(store, LOG.replace("| open |", "| open_to_stakeholders |"))
    actions.import_seats(store, log(ROSTER), file_name="roster.csv", by="tester")


def opened(language: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": language, **address})
    app = app.switch_page("views/networks.py").run()
    assert [each.value for each in app.exception] == []
    return app


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def words(app: AppTest) -> str:
    """Everything the page says, without its tags."""
    bodies = [each.proto.body for each in app.get("html") if "<style" not in each.proto.body]
    tables = [json.loads(each.proto.json)["table"] for each in app.get("bidi_component")]
    return plain(
        "\n".join([*(each.value for kind in (app.title, app.header, app.error) for each in kind), *bodies, *tables])
    )


def rows(html: str) -> list[list[str]]:
    """The rows of a table, without its head."""
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", html)[1:]
    ]


def table(app: AppTest, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so."""
    return next(rows(each.proto.body) for each in app.get("html") if f"<caption>{caption}" in each.proto.body)


# ---- the list -----------------------------------------------------------------------------------------------------


def test_the_list_says_what_was_received_and_what_is_to_be_looked_at(store: Store) -> None:
    app = opened(**IN_2025)

    assert rows(json.loads(app.get("bidi_component")[0].proto.json)["table"]) == [
        ["Coast Network", "Africa (ECA)", "5", "4 of 5", "2 of 12", "2", "June 2025", ""],
        ["Sea Group", "", "1", "1 of 1", "1 of 12", "–", "September 2025", ""],
        ["Hill Network", "Africa (ECA)", "0", "–", "–", "–", "–", "⚑ No report where one is expected"],
    ]
    assert (
        "3 networks and working groups are on record."
        " 1 is expected to report and has sent no log for this period." in words(app)
    )


def test_a_list_in_which_nobody_says_a_region_has_no_column_for_it(store: Store) -> None:
    app = opened(find="Sea Group", **IN_2025)

    (shown,) = (json.loads(each.proto.json)["table"] for each in app.get("bidi_component"))
    assert (rows(shown), "Region" in shown) == (
        [["Sea Group", "1", "1 of 1", "1 of 12", "–", "September 2025", ""]],
        False,
    )


def test_the_list_can_be_narrowed_to_those_with_a_flag(store: Store) -> None:
    flagged = opened(show="flagged", **IN_2025)

    assert [row[0] for row in rows(json.loads(flagged.get("bidi_component")[0].proto.json)["table"])] == [
        "Hill Network"
    ]


def test_the_list_can_be_searched_whatever_the_case_and_a_group_by_its_network(store: Store) -> None:
    found = opened(find="COAST", **IN_2025)

    assert [row[0] for row in rows(json.loads(found.get("bidi_component")[0].proto.json)["table"])] == [
        "Coast Network",
        "Sea Group",
    ]
    assert "No network or working group has such a name or flag." in words(opened(find="zzz", **IN_2025))


def test_a_long_list_is_shown_a_hundred_at_a_time(store: Store) -> None:
    load(store, [{"network": f"Network {n:03}", "organisation": "A", "date": "2025-08-01"} for n in range(120)])
    second = rows(json.loads(opened(page="2", **IN_2025).get("bidi_component")[0].proto.json)["table"])

    assert (len(second), second[-1][0]) == (23, "Network 119")


def test_twelve_months_without_a_log_raise_a_flag(store: Store) -> None:
    page = words(opened(mechanism="COAST"))  # to this day, whatever it is: the log is of 2025

    expected = session.today() >= date(2026, 9, 1)
    assert ("No log for 12 months: its own last activity with a log was held in June 2025." in page) is expected


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Networks and working groups"), ("fr", "Réseaux et groupes de travail")]
)
def test_an_empty_store_shows_a_way_to_begin(empty: Store, language: str, title: str) -> None:
    app = opened(language)

    assert [each.value for each in app.title] == [title]
    assert len(app.main.button) == 2  # upload a log, open the demonstration


# ---- one of them --------------------------------------------------------------------------------------------------


def test_each_group_stands_against_what_is_expected_of_it(store: Store) -> None:
    found = table(opened(mechanism="COAST", **IN_2025), "Of 3 activities")

    assert {row[0]: row[1:] for row in found if row[0] in ("Academia", "Trade unions", "Media")} == {
        "Academia": ["2 of 3", "2", "● Recorded"],
        "Trade unions": ["1 of 3", "2", "◐ Thin"],
        "Media": ["0 of 3", "2", "◌ Possible"],
    }


def test_a_bullet_shows_what_is_recorded_what_could_be_and_the_mark_to_reach(store: Store) -> None:
    app = opened(mechanism="COAST", **IN_2025)
    html = next(each.proto.body for each in app.get("html") if "pl-bullets" in each.proto.body)
    academia = next(row for row in re.findall(r"<tr>(.*?)</tr>", html) if "Academia" in row)

    assert '<i class="there" style="width:66.7%"></i><b style="left:66.7%"></b>' in academia


def test_the_page_says_what_it_is_and_when_it_last_reported(store: Store) -> None:
    page = words(opened(mechanism="COAST", **IN_2025))

    for said in (
        "Coast Network",
        "Kind Network Working groups Sea Group Region Africa (ECA) Country Chad Reports Every month"
        " Expected to report Yes Last activity with a log June 2025",
        "5 activities are on record, held between 1 March 2025 and 31 July 2025."
        " 3 were open to stakeholders, or do not say, and have a log. 1 was closed and has a log."
        " 1 has no complete log: no report.",
        "2 of 12 groups have a seat; there are 2 seats in all.",
        "Organisation Group Role Since Selected by Blue Union Trade unions Member 2024 Its own constituency",
        "Lake College Academia Lead – The convener",
    ):
        assert said in page


def test_activities_stand_as_a_table_beside_the_line_of_time(store: Store) -> None:
    assert table(opened(mechanism="COAST", **IN_2025), "5 activities") == [
        ["July 2025", "Quay", "Not recorded", "No", "1"],
        ["1 June 2025", "Desk", "No", "Yes", "1"],
        ["1 May 2025", "Fair", "Yes", "Yes", "1"],
        ["1 April 2025", "Market", "Yes", "Yes", "1"],
        ["1 March 2025", "Forum", "Yes", "Yes", "2"],
    ]


def test_no_report_is_said_and_never_shown_as_nobody(store: Store) -> None:
    page = words(opened(mechanism="HILLS", **IN_2025))

    assert "It is expected to report, and no log was received for this period: who took part cannot be said." in page
    assert "No report: there is no log of its own" in page
    assert "0 of" not in page


def test_marks_stand_beside_the_expectations_with_reason_office_and_day(store: Store) -> None:
    actions.mark_not_expected(
        store, "COAST", "MED", reason="Closed sessions", said_by="Secretariat", on=date(2025, 2, 1), by="tester"
    )
    app = opened(mechanism="COAST", **IN_2025)

    assert table(app, "1 group is marked as not expected here") == [
        ["Media", "Closed sessions", "Secretariat", "1 February 2025"]
    ]
    assert "1 is marked as not expected here." in words(app)


def test_links_lead_to_the_gaps_and_the_expectations_of_the_same_place(store: Store) -> None:
    links = {
        each.proto.label: each.proto.query_string for each in opened(mechanism="COAST", **IN_2025).get("page_link")
    }

    assert links["See its gaps and whom to ask"] == "from=2025&to=2025&lang=en&network=COAST"
    assert links["Edit the expectations"] == "from=2025&to=2025&lang=en&section=expectations&mechanism=COAST"


def test_what_is_no_network_is_said_above_the_list(store: Store) -> None:
    app = opened(mechanism="ATLANTIS")

    assert [each.value for each in app.error] == ["No network or working group has the code “ATLANTIS”."]
    assert [each.value for each in app.title] == ["Networks and working groups"]


def test_what_files_say_is_written_as_text(store: Store) -> None:
    load(
        store, [{"network": "Coast Network", "activity": "<b>Bold</b> talk", "organisation": "A", "date": "2025-08-01"}]
    )
    app = opened(mechanism="COAST", **IN_2025)

    assert not any("<b>Bold" in each.proto.body for each in app.get("html"))
    assert "<b>Bold" not in app.get("plotly_chart")[0].proto.spec


@pytest.mark.parametrize("mechanism", ["COAST", "SEA", "HILLS"])
def test_the_page_speaks_french(store: Store, mechanism: str) -> None:
    page = words(opened("fr", mechanism=mechanism, **IN_2025))

    assert "Chaque groupe et ce qui est attendu" in page
    assert "Each group" not in page


# ---- the line of time ---------------------------------------------------------------------------------------------


def test_every_activity_is_one_mark_in_the_lane_of_what_is_known_of_it(store: Store) -> None:
    held = [each for each in indicators.activities(store, Selection()) if each.mechanism == "COAST"]

    def title(each: ActivityFigures) -> str:
        return each.title

    figure = networks_charts.timeline(held, charts.LIGHT, lane_name=str.upper, words=title)
    marks = {trace.name: list(trace.text) for trace in figure.data if trace.mode == "markers"}

    assert marks == {"open": ["Forum", "Market", "Fair"], "closed": ["Desk"], "no_log": ["Quay"]}
    assert [each.text for each in figure.layout.annotations] == ["NO_LOG · 1", "CLOSED · 1", "OPEN · 3"]
    spans = [list(trace.x) for trace in figure.data if trace.mode == "lines" and trace.x]
    assert spans == [[date(2025, 7, 1), date(2025, 7, 31), None]]
    assert figure.layout.font.family == charts.FONT  # with letters for every language of the pages
