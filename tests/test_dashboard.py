"""The dashboard: every page on an empty and on the demonstration store, in both languages, with the right figures."""

import io
import json
import logging
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from prepared import Prepared, demonstrated
from streamlit.testing.v1 import AppTest

from dashboard import session, summary_file
from engagement import exports, headlines, indicators, locale, summary
from engagement.exports import annex
from engagement.model import GapStatus, Selection
from engagement.store import Store
from engagement.summary import styles, tracing

TOP = Path(__file__).resolve().parent.parent
VIEWS = ("overview", "gaps", "networks", "organisations", "summary", "upload", "quality", "settings")
TITLES = {
    "overview": "overview.title",
    "gaps": "gaps.title",
    "networks": "networks.title",
    "organisations": "organisations.title",
    "summary": "summary-page.title",
    "upload": "upload.title",
    "quality": "data-quality.title",
    "settings": "settings.title",
}
EXAMPLE = "Example regional network (illustrative)"


@pytest.fixture
def demonstration(app_folder: Path, prepared: Prepared) -> Store:
    """The store of the app of this process, with the demonstration in it."""
    prepared.put(demonstrated, app_folder)
    return session.store()


def opened(view: str = "overview", language: str = "en", **parameters: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": language, **parameters})
    return (app if view == "overview" else app.switch_page(f"views/{view}.py")).run()


def words(app: AppTest) -> str:
    """Everything written on the page as HTML, without its tags."""
    return tagless(html(app))


def tagless(markup: str) -> str:
    return re.sub(r"<[^>]+>", " ", markup)


def html(app: AppTest) -> str:
    """Everything written on the page as HTML, the tables of its components too."""
    tables = (json.loads(each.proto.json).get("table", "") for each in app.get("bidi_component"))
    return " ".join([*(each.proto.body for each in app.get("html")), *tables])


def address(app: AppTest) -> dict[str, str | list[str]]:
    return {name: value for name, value in app.query_params.items() if name != "lang"}


def button(app: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(each for each in app.button if each.label == label)


# ---- every page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", locale.INTERFACE_LANGUAGES)
def test_every_page_of_an_empty_store_opens_in_every_language(empty: Store, language: str) -> None:
    shown = {view: opened(view, language) for view in VIEWS}

    assert {view: ([*app.exception], [*app.error]) for view, app in shown.items()} == dict.fromkeys(VIEWS, ([], []))
    assert titles(shown) == {view: locale.text(TITLES[view], language) for view in VIEWS}


@pytest.mark.parametrize("language", locale.INTERFACE_LANGUAGES)
def test_every_page_of_the_demonstration_says_what_is_invented_and_as_of_when(
    demonstration: Store, language: str
) -> None:
    invented = tagless(locale.text("illustrative.banner", language))
    unit = locale.text("method.unit", language)

    shown = {view: opened(view, language) for view in VIEWS}

    assert {view: ([*app.exception], [*app.error]) for view, app in shown.items()} == dict.fromkeys(VIEWS, ([], []))
    assert titles(shown) == {view: locale.text(TITLES[view], language) for view in VIEWS}
    assert [view for view, app in shown.items() if invented not in words(app)] == []
    assert {view: words(app).count(unit) for view, app in shown.items()} == dict.fromkeys(VIEWS, 1)


def titles(shown: dict[str, AppTest]) -> dict[str, str]:
    return {view: app.title[0].value for view, app in shown.items()}


# ---- Overview -----------------------------------------------------------------------------------------------------


def test_overview_shows_the_figures_of_the_library(demonstration: Store) -> None:
    figures = indicators.indicators(demonstration, Selection())
    gaps = indicators.gaps(demonstration, Selection())
    confirmed = sum(1 for each in gaps if each.status is GapStatus.CONFIRMED)
    records = figures.records
    assert records.classified_share is not None

    shown = words(opened())

    assert f"The record shows {figures.coverage.recorded} of {figures.coverage.expected} groups across" in shown
    assert f"the {figures.mechanisms_with_log} networks and working groups with a log" in shown
    assert card(shown, "Groups recorded") == f"{figures.coverage.recorded} of {figures.coverage.expected}"
    assert card(shown, "Confirmed gaps") == str(confirmed)
    assert card(shown, "Activities with a log") == f"{records.activities_with_log} of {records.activities_held}"
    assert card(shown, "Classified") == locale.percent(records.classified_share, "en")


def card(shown: str, label: str) -> str:
    found = re.search(rf"  {label}  (.+?)  ", shown)
    assert found
    return found[1]


def test_overview_without_any_log_has_no_report_and_never_zero(demonstration: Store) -> None:
    shown = words(opened(network="NET-AP"))

    assert card(shown, "Groups recorded") == "No report"
    assert card(shown, "Confirmed gaps") == "No report"
    assert "The one network or working group has no log, so who took part cannot be said." in shown


def test_overview_says_in_how_many_networks_before_it_adds_them_up(demonstration: Store) -> None:
    found = indicators.networks(demonstration, Selection())
    missing = headlines.widely_missing(found)

    shown = words(opened())

    said = f"{len(missing)} of {len(found.groups)} groups are not recorded in half or more of the {len(found.with_log)}"
    assert 0 <= shown.find(said) < shown.find("The record shows")


def test_overview_shows_the_state_of_every_group_in_every_network(demonstration: Store) -> None:
    grid = headlines.grid(indicators.networks(demonstration, Selection()), 8)

    table = opened().get("bidi_component")[0].proto.json

    states = re.findall(r'<td class=\\"(\w+)\\"><button', table)
    assert states == [state.value for row in grid.rows for state in row.states]


def test_a_cell_of_the_overview_tells_its_gap_and_leads_to_the_gaps_page(demonstration: Store) -> None:
    app = opened(cell=["TUN", EXAMPLE])

    assert app.subheader[0].value == f"Trade unions: {EXAMPLE}"
    assert "Trade unions: recorded at 0 of the 9 activities open to stakeholders." in words(app)
    links = [each.proto.query_string for each in app.get("page_link") if each.proto.label.startswith("All about it")]
    assert [parse_qs(each)["cell"] for each in links] == [["TUN", EXAMPLE]]


def test_the_furthest_have_a_sentence_and_a_table_twin(demonstration: Store) -> None:
    first = headlines.furthest(indicators.gaps(demonstration, Selection()), 5)[0].gap

    shown = words(opened())

    assert f"recorded at {first.recorded} of {first.denominator} activities, expected at" in shown
    assert re.search(rf"Trade unions\s+{re.escape(EXAMPLE)}\s+{first.recorded} of {first.denominator}\s", shown)


def test_trend_has_a_table_twin_with_the_same_figures(demonstration: Store) -> None:
    by_year = indicators.indicators(demonstration, Selection(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31)))

    shown = words(opened())

    assert re.search(rf"2026\s+{by_year.coverage.recorded} of {by_year.coverage.expected}\s", shown)
    assert re.search(r"2022\s+No report\s", shown)


def test_illustrative_data_is_removed_with_one_click(demonstration: Store) -> None:
    app = button(opened(), "Remove the illustrative data").click().run()

    assert "is invented" not in words(app)
    assert [each.batch for each in indicators.batches(demonstration) if each.undone_at] == ["B0003"]


# ---- filters ------------------------------------------------------------------------------------------------------


def test_address_selects_what_is_shown(demonstration: Store) -> None:
    chosen = Selection(networks=(EXAMPLE,), first_day=date(2025, 1, 1), last_day=date(2025, 7, 31), list="para15j")
    figures = indicators.indicators(demonstration, chosen)

    shown = words(opened(network=EXAMPLE, **{"from": "2025", "to": "2025-07", "list": "para15j"}))

    assert card(shown, "Groups recorded") == f"{figures.coverage.recorded} of {figures.coverage.expected}"
    assert "Paragraph 15(j) (10 groups)" in shown
    assert "January–July 2025" in shown.replace(" – ", "–")


def test_choosing_a_filter_writes_its_code_into_the_address(demonstration: Store) -> None:
    app = opened(language="fr")

    app.multiselect[0].select(EXAMPLE).run()

    assert address(app) == {"network": EXAMPLE}


def test_a_default_leaves_the_address_clean(demonstration: Store) -> None:
    app = opened(list="seed")

    next(each for each in app.sidebar.selectbox if each.label == "Groups named in").select("para44").run()

    assert address(app) == {}


def test_what_the_address_names_wrongly_is_left_out_and_a_wrong_day_is_said(demonstration: Store) -> None:
    app = opened(network="Atlantis", **{"from": "yesterday", "list": "all"})

    assert [each.value for each in app.warning] == ["“yesterday” is not a day. Write 2025, 2025-07 or 2025-07-15."]
    assert "The record shows 11 of 12 groups across" in words(app)


@pytest.mark.parametrize("view", ["overview", "gaps", "summary"])
def test_filters_that_leave_nothing_say_so_and_can_be_cleared(demonstration: Store, view: str) -> None:
    app = opened(view, **{"from": "2019", "to": "2019-06"})
    assert "No activity is recorded for these filters." in words(app)

    app.button(key="clear-empty").click().run()

    assert (address(app), "No activity is recorded" in words(app)) == ({}, False)


# ---- Gaps ---------------------------------------------------------------------------------------------------------


def test_gaps_are_named_when_they_can_be_assessed_and_counted_when_not(demonstration: Store) -> None:
    gaps = indicators.gaps(demonstration, Selection())
    vague = sum(1 for each in gaps if each.status is GapStatus.NOT_ASSESSABLE)

    shown = words(opened("gaps", all="1"))

    assert f"{len(gaps) - vague} gaps, the most certain and most severe first" in shown
    assert f"{vague} further comparisons are not named" in shown
    assert "Absence from the record is not proof of absence from the room, nor of exclusion." in shown
    assert "a tool default, not a United Nations standard" in shown


def test_gaps_are_filtered_by_status_and_kind_in_the_address(demonstration: Store) -> None:
    wanted = [
        each
        for each in indicators.gaps(demonstration, Selection())
        if (each.status.value, each.type.value) == ("confirmed", "absence")
    ]

    app = opened("gaps", status="confirmed", type="absence")

    assert f"{len(wanted)} gaps, the most certain" in words(app)


def test_a_tie_is_marked(demonstration: Store) -> None:
    ranks = [each.rank for each in indicators.gaps(demonstration, Selection())]

    shown = re.findall(r'<th scope="row" data-column="Rank">(\d+=?)</th>', html(opened("gaps")))

    assert shown == [f"{rank}=" if ranks.count(rank) > 1 else str(rank) for rank in ranks[:20]]


def test_a_chosen_cell_names_the_activities_behind_it(demonstration: Store) -> None:
    held = [each for each in indicators.activities(demonstration, Selection()) if each.mechanism == EXAMPLE]
    there = [each for each in held if any(label.category == "ACA" for label in each.labels)]

    app = opened("gaps", cell=["ACA", EXAMPLE])

    assert app.subheader[0].value == f"Academia: {EXAMPLE}"
    assert f"{len(there)} activities with the group · {len(held) - len(there)} with a log, the group not" in words(app)
    assert [each.title for each in held if each.title not in words(app)] == []


@pytest.mark.parametrize("rows", ["category", "label"])
@pytest.mark.parametrize("by", ["mechanism", "year"])
def test_matrix_shows_every_cell_of_the_library_with_its_state(demonstration: Store, by: str, rows: str) -> None:
    expected = indicators.matrix(demonstration, Selection(), by, rows)  # type: ignore[arg-type]

    table = opened("gaps", by=by, rows=rows).get("bidi_component")[0].proto.json

    states = re.findall(r'<td class=\\"(\w+)\\"', table)
    assert states == [cell.state.value for cell in expected.cells]


# ---- Summary ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(exports.FORMATS))
def test_summary_offers_the_file_of_the_document_that_it_shows(demonstration: Store, name: str) -> None:
    document = summary.inclusion_summary(demonstration, Selection(), "fr")

    app = opened("summary", document="fr", format=name)

    assert [each for each in document.sections if each.heading not in words(app)] == []
    assert [each.proto.deferred_file_id != "" for each in app.get("download_button")] == [True, True]
    made = summary_file.maker(Selection(), "fr", "neutral", None, exports.FORMATS[name])()
    assert made == exports.FORMATS[name].write(tracing.written(demonstration, Selection(), "fr"))


def test_summary_says_the_licence_that_somebody_types_and_so_does_its_file(demonstration: Store) -> None:
    line = "Licence  CC-BY-4.0"

    assert [line in words(opened("summary", licence=said)) for said in ("", " ", " CC-BY-4.0 ")] == [False, False, True]
    made = summary_file.maker(Selection(), "en", "neutral", None, exports.FORMATS["json"], "CC-BY-4.0")()
    assert json.loads(made)["properties"][-1] == {"code": "licence", "label": "Licence", "text": "CC-BY-4.0"}


@pytest.mark.parametrize("name", list(styles.styles()))
def test_summary_is_arranged_by_the_style_of_the_address(demonstration: Store, name: str) -> None:
    document = summary.inclusion_summary(demonstration, Selection(), "en", name)

    app = opened("summary", style=name)

    assert locale.text(f"summary.style-{name}-about", "en") in words(app)
    assert " · ".join(each.heading for each in document.sections if each.level == 1) + "." in words(app)
    assert [each.heading for each in document.sections if each.heading not in words(app)] == []


def test_summary_in_two_languages_shows_both_and_offers_what_can_hold_them(demonstration: Store) -> None:
    app = opened("summary", document="fr", beside="es", format="pdf")

    for language in ("fr", "es"):
        assert locale.text("summary.title", language) in words(app)
    (kinds,) = (each for each in app.get("button_group") if "PDF" in str(each.proto))
    offered = [each.content for each in kinds.proto.options]
    assert offered == [locale.text(f"summary-page.{name}", "en") for name in exports.BILINGUAL]
    assert [each.proto.label for each in app.get("download_button")] == [
        locale.text("summary-page.download", "en", file=locale.text("summary-page.pdf", "en")),
        locale.text("summary-page.annex", "en"),
    ]


def test_summary_offers_the_whole_annex(demonstration: Store) -> None:
    written = io.BytesIO()
    annex.write(demonstration, Selection(), written)
    opened("summary")

    assert summary_file.annex_maker(Selection())() == written.getvalue()


def test_summary_names_the_command_for_an_annex_that_takes_long(
    demonstration: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.summary_file.ANNEX_AT_ONCE", 100)

    app = opened("summary")

    assert "engagement annex --out annex.csv" in words(app)
    assert len(app.get("download_button")) == 1


# ---- the last net -------------------------------------------------------------------------------------------------


def test_unexpected_error_shows_a_reference_and_tells_the_log_no_cell(
    demonstration: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Selection) -> None:
        raise ValueError("what stood in somebody's cell")

    monkeypatch.setattr(session, "figures", broken)
    with caplog.at_level(logging.ERROR, logger="dashboard"):
        app = opened()

    reference = re.search(r"reference (\w{8})", app.error[0].value)
    assert reference
    assert [record.message.split()[:2] for record in caplog.records] == [[reference[1], "ValueError"]]
    assert "cell" not in caplog.text.replace("cell_details", "")
