"""The frame around every page: the languages, the filters in the address, the example beside the record, the states."""

import json
import re
from pathlib import Path

import pytest
from prepared import Prepared, demonstrated
from streamlit.testing.v1 import AppTest

from dashboard import session, stores
from engagement import indicators, locale
from engagement.errors import StoreVersionError
from engagement.model import Selection
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent
EXAMPLE = "Example regional network (illustrative)"
OF_FIGURES = ("overview", "gaps", "networks", "organisations", "summary", "quality")
"""The pages that show a selection; the others take data in and settle how it is read."""


@pytest.fixture
def demonstration(app_folder: Path, prepared: Prepared) -> Store:
    """The store of the app of this process, with the demonstration in it."""
    prepared.put(demonstrated, app_folder)
    return session.store()


def opened(view: str = "overview", **parameters: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update(parameters)
    return (app if view == "overview" else app.switch_page(f"views/{view}.py")).run()


def words(app: AppTest) -> str:
    """Everything written on the page as HTML, without its tags; the tables of its components too."""
    tables = (json.loads(each.proto.json).get("table", "") for each in app.get("bidi_component"))
    return re.sub(r"<[^>]+>", " ", " ".join([*(each.proto.body for each in app.get("html")), *tables]))


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


# ---- languages ----------------------------------------------------------------------------------------------------


def test_the_chooser_names_each_language_in_itself_and_writes_it_into_the_address(empty: Store) -> None:
    app = opened()
    chooser = app.sidebar.selectbox[-1]

    app = chooser.select("ar").run()

    assert chooser.options == ["English", "Français", "Español", "العربية", "Русский", "中文"]
    assert app.query_params["lang"] == "ar"
    assert app.title[0].value == locale.text("overview.title", "ar")


@pytest.mark.parametrize(("asked", "spoken"), [("zh", "zh"), ("de", "en"), ("", "en")])
def test_a_language_nobody_speaks_here_falls_to_english(empty: Store, asked: str, spoken: str) -> None:
    assert opened(lang=asked).title[0].value == locale.text("overview.title", spoken)


@pytest.mark.parametrize("language", locale.INTERFACE_LANGUAGES)
def test_the_page_says_its_language_and_its_direction_to_the_browser(empty: Store, language: str) -> None:
    said = " ".join(each.proto.body for each in opened(lang=language).get("html"))

    assert f"window.plenumPage = {{ lang: '{language}', dir: '{locale.direction(language)}' }};" in said


# ---- filters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "narrowed"),
    [
        ({"mode": ["online", "hybrid"]}, Selection(modes=("online", "hybrid"))),
        ({"objective": "7"}, Selection(objectives=(7,))),
        ({"role": "speaker"}, Selection(roles=("speaker",))),
        ({"stage": "spoke"}, Selection(stages=("spoke",))),
        ({"review": "IMRF2"}, Selection(reviews=("IMRF2",))),
        ({"region": "ESCAP"}, Selection(regions=("ESCAP",))),
        ({"champions": "yes"}, Selection(champions_only=True)),
        ({"mode": "by_pigeon", "objective": "24", "champions": "maybe"}, Selection()),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_every_part_of_a_scope_stands_in_the_address(
    demonstration: Store, address: dict[str, str | list[str]], narrowed: Selection
) -> None:
    figures = indicators.indicators(demonstration, narrowed)
    held, logged = figures.records.activities_held, figures.records.activities_with_log

    shown = words(opened(lang="en", **address))

    assert (f"{logged} of {held}" if held else "No activity is recorded for these filters.") in shown


def test_a_further_filter_is_chosen_said_in_words_and_cleared(demonstration: Store) -> None:
    app = opened(lang="fr")
    modes = next(each for each in app.sidebar.multiselect if each.label == locale.text("filters.mode", "fr"))

    app = modes.select("online").run()
    assert (modes.options[0], app.query_params["mode"]) == (locale.text("mode.in_person", "fr"), "online")

    app = press(app, locale.text("filters.clear", "fr"))
    assert {name: value for name, value in app.query_params.items() if name != "lang"} == {}


def test_the_champion_countries_are_one_tick(demonstration: Store) -> None:
    app = opened(lang="en").sidebar.checkbox[0].check().run()
    assert app.query_params["champions"] == "yes"

    app = app.sidebar.checkbox[0].uncheck().run()
    assert "champions" not in app.query_params


# ---- the example --------------------------------------------------------------------------------------------------


def test_the_example_stands_beside_the_record_and_never_in_it(empty: Store) -> None:
    app = press(opened(lang="en"), "Look around with an example")

    assert "Public records of the Network and an invented log" in words(app)
    assert "The record shows 11 of 12 groups across" in words(app)
    assert app.query_params["example"] == "1"
    assert (empty.version, indicators.batches(empty)) == (0, ())


def test_one_click_leaves_the_example_with_nothing_of_it_behind(empty: Store) -> None:
    app = opened(lang="en", example="1", network=EXAMPLE)

    app = press(app, "Leave the example")

    assert dict(app.query_params) == {"lang": "en"}
    assert "Plenum shows which stakeholder groups take part" in words(app)
    assert empty.version == 0


def test_the_record_is_seen_again_as_it_was(demonstration: Store) -> None:
    before = demonstration.version

    app = press(opened(lang="en", example="1"), "Leave the example")

    assert "The log of the example networks is invented" in words(app)
    assert demonstration.version == before


def test_demo_begins_with_the_example_while_nothing_is_recorded(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGAGEMENT_DEMO", "1")

    app = opened(lang="en")
    assert "Public records of the Network and an invented log" in words(app)

    app = press(app, "Leave the example")
    assert ("Plenum shows which" in words(app), app.query_params["example"], empty.version) == (True, "0", 0)


def test_demo_shows_the_record_once_there_is_one(demonstration: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGAGEMENT_DEMO", "1")

    assert "Public records of the Network and an invented log" not in words(opened(lang="en"))


# ---- states -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", OF_FIGURES)
def test_first_run_offers_a_log_the_example_and_the_template(empty: Store, view: str) -> None:
    app = opened(view, lang="en")

    assert [each.label for each in app.main.button] == ["Upload a log", "Look around with an example"]
    assert len(app.main.get("download_button")) == 1


@pytest.mark.parametrize("view", OF_FIGURES)
def test_filters_that_leave_nothing_say_so_and_are_cleared_there(demonstration: Store, view: str) -> None:
    app = opened(view, lang="en", **{"from": "2019", "to": "2019-06"})
    assert "No activity is recorded for these filters." in words(app)

    app.button(key="clear-empty").click().run()

    assert (dict(app.query_params), "No activity is recorded" in words(app)) == ({"lang": "en"}, False)


@pytest.mark.parametrize("view", ["overview", "gaps"])
def test_where_no_log_came_the_page_says_no_report_and_no_zero(demonstration: Store, view: str) -> None:
    shown = words(opened(view, lang="en", network="NET-AP"))

    assert "No report" in shown
    assert not re.search(r"\b0 of \d+ groups|\b0 confirmed", shown)


def test_a_store_that_cannot_be_read_is_one_sentence(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Store:
        raise StoreVersionError("store-older", found="0.1.0", expected="0.2.0")

    monkeypatch.setattr(stores, "record", refused)
    brands: list[str] = []
    monkeypatch.setattr("streamlit.logo", lambda image, **_: brands.append(image))

    app = opened(lang="en")

    assert ([*app.exception], [each.value for each in app.title], len(app.error)) == ([], ["Overview"], 1)
    assert "This store was written by version 0.1.0" in app.error[0].value
    assert len(brands) == 1
