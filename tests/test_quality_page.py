"""The Data quality page: what can be mended, each line with the way to mend it; what is in order; import by import."""

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tables import log

from engagement import actions, locale, reference
from engagement.store import Store
from tests.logs import load

TOP = Path(__file__).resolve().parent.parent
LOG = """
    activity | date       | organisation     | category     | level | open_to_stakeholders | log_complete
    Forum    | 2026-01-10 | Blue Union       | trade unions | 3     | yes                  | yes
    Forum    | 2026-01-10 | Boat Club        | boaters      |       | yes                  | yes
    Forum    | 2026-01-10 | Friends of boats | OTH          | 2     | yes                  | yes
    Hearing  | 2026       |                  | academia     | 1     |                      | no
    Hearing  | never      | Nobody           | academia     |       |                      | no
"""
CLEAN = """
    activity | date       | organisation | category     | level | open_to_stakeholders | log_complete
    Forum    | 2026-01-10 | Blue Union   | trade unions | 3     | yes                  | yes
"""
EXPECTED = """
    code  | kind    | name_en      | rhythm  | reporting_expected
    HILLS | network | Hill Network | monthly | yes
"""


@pytest.fixture
def store(empty: Store) -> Store:
    return empty


def opened(language: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": language, **address})
    app = app.switch_page("views/quality.py").run()
    assert [each.value for each in app.exception] == []
    assert [each.value for each in app.error] == []
    return app


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def words(app: AppTest) -> str:
    return plain("\n".join(each.proto.body for each in app.get("html") if "<style" not in each.proto.body))


def table(app: AppTest, caption: str) -> list[list[str]]:
    html = next(each.proto.body for each in app.get("html") if f"<caption>{caption}" in each.proto.body)
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", html)[1:]
    ]


def links(app: AppTest) -> dict[str, str]:
    return {each.proto.label: f"{each.proto.page}?{each.proto.query_string}" for each in app.get("page_link")}


@pytest.mark.parametrize(("language", "title"), [("en", "Data quality"), ("fr", "Qualité des données")])
def test_an_empty_store_shows_a_way_to_begin(store: Store, language: str, title: str) -> None:
    app = opened(language)

    assert [each.value for each in app.title] == [title]
    assert len(app.main.button) == 2  # upload a log, open the demonstration


def test_what_can_be_mended_is_said_with_its_count_of_how_many(store: Store) -> None:
    load(store, LOG)
    actions.import_mechanisms(store, log(EXPECTED), file_name="groups.csv", by="tester")
    page = words(opened(**{"from": "2026", "to": "2026"}))

    for said in (
        "3 of 4 organisation-events are classified. 1 of 2 activities have a complete log.",
        "Something can be mended in 8 of 9 respects.",
        "1 of 4 organisation-events is of no known group: it widens the bounds of every figure.",
        "1 network or working group is expected to report and has sent no log for this period.",
        "1 of 2 activities was held and has no complete log: who took part cannot be said.",
        "1 of 6 rows of all imports that stand was refused",
        "1 of 3 classified organisation-events is “other”",
        "1 of 2 activities does not say whether it was open to stakeholders, and counts as open.",
        "1 of 4 organisation-events has no level: depth cannot be said of it.",
        "1 of 4 organisation-events is a head-count without an organisation",
        "No two names are waiting for a decision.",
        "✓ No date lies only partly in the period.",
    ):
        assert said in page


def test_behind_a_count_stands_what_it_counts(store: Store) -> None:
    load(store, LOG)
    actions.import_mechanisms(store, log(EXPECTED), file_name="groups.csv", by="tester")
    app = opened()

    assert table(app, "Not classified") == [["boaters", "1", "1", "1"]]
    assert table(app, "No report where one is expected") == [["Hill Network", "Every month", "0", "0"]]
    assert table(app, "Activities without a complete log") == [["Hearing", "2026", "Network A", "Some participation"]]
    assert table(opened(**{"from": "2026-01-05"}), "Dates in doubt") == [["Hearing", "2026", "Network A"]]


def test_every_line_leads_to_the_page_that_mends_it(store: Store) -> None:
    load(store, LOG)
    actions.import_mechanisms(store, log(EXPECTED), file_name="groups.csv", by="tester")

    assert links(opened(**{"from": "2026"})) == {
        "Classify the organisations": "organisations?from=2026&lang=en&task=list&category=UNK",
        "See who is expected to report": "settings?from=2026&lang=en&section=networks",
        "Upload a missing log": "upload?from=2026&lang=en",
        "Upload a corrected file": "upload?from=2026&lang=en",
        "Look at these organisations": "organisations?from=2026&lang=en&task=list&category=OTH",
        "Upload a corrected file, or undo an import": "upload?from=2026&lang=en",
        "Re-check twenty at random": "organisations?from=2026&lang=en&task=recheck",
    }


def test_names_that_look_alike_wait_for_a_decision(store: Store) -> None:
    load(
        store,
        [
            {"organisation": name, "category": "academia"}
            for name in ("African Diaspora Network", "African Diaspora Network Europe")
        ],
    )
    app = opened()

    assert "1 pair of names is waiting for a decision." in words(app)
    assert links(app)["Decide on the names"] == "organisations?lang=en&task=review"


def test_each_import_says_how_far_it_can_be_trusted_and_what_was_found(store: Store) -> None:
    load(store, LOG)
    actions.import_mechanisms(store, log(EXPECTED), file_name="groups.csv", by="tester")
    found = table(opened(), "2 imports that stand")

    assert [[row[0], *row[2:]] for row in found] == [
        ["B0002 · groups.csv", "1", "1", "0", "0", "–", "–", "–"],
        [
            *("B0001 · log.csv", "5", "4", "1", "0", "3 of 4", "1 of 3"),
            "Category not recognised × 1, Date not readable × 1, New network or working group × 1",
        ],
    ]


def test_a_record_without_doubt_says_so(store: Store) -> None:
    load(store, CLEAN)
    page = words(opened())

    assert "1 of 1 organisation-events are classified. 1 of 1 activities have a complete log." in page
    assert "Nothing that was looked for needs mending." in page
    assert page.count("✓") == 9


def test_a_second_look_at_categories_is_said_or_asked_for(store: Store) -> None:
    load(store, CLEAN)

    page = words(opened())

    assert "Organisation-events by who has said their category, institutions included: 1 by the log alone." in page
    assert "No classification was looked at again at random." in page


def test_filters_that_leave_nothing_are_said(store: Store) -> None:
    load(store, CLEAN)

    assert "No activity is recorded for these filters." in words(opened(**{"from": "1990", "to": "1990"}))


def test_what_files_say_is_written_as_text(store: Store) -> None:
    load(store, [{"organisation": "A", "category": "<img src=x>"}], file_name="<b>log</b>.csv")
    app = opened()

    assert not any("<img" in each.proto.body or "<b>log" in each.proto.body for each in app.get("html"))


@pytest.mark.parametrize("language", locale.INTERFACE_LANGUAGES)
def test_every_finding_of_an_import_has_a_short_name(language: str) -> None:
    codes = [row["code"] for row in reference.table("problems") if not row["code"].startswith("expectation-")]

    assert [code for code in codes if not locale.text(f"finding.{code}", language)] == []
