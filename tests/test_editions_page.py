"""Editions on the Summary page: freeze what it shows, check one, see what has changed since, make its file again."""

import re
from html import unescape
from pathlib import Path

import pytest
from prepared import Prepared
from streamlit.testing.v1 import AppTest

from engagement import actions, editions
from engagement.model import Selection
from engagement.store import Store
from tests.logs import load

TOP = Path(__file__).resolve().parent.parent
LOG = """
network | activity | date       | organisation     | category
North   | Hearing  | 2025-03-01 | Harbour House    | CSO
South   | Dialogue | 2025-09-05 | River Trust      | CSO
"""
LATER = """
network | activity | date       | organisation     | category
South   | Dialogue | 2025-09-05 | City of Athens   | LOC
"""


@pytest.fixture
def folder(app_folder: Path, prepared: Prepared) -> Path:
    """The store of the app of this process, with an edition of it."""
    prepared.put(frozen, app_folder)
    return app_folder


def frozen(store: Store) -> None:
    load(store, LOG)
    editions.freeze(store, "Review", Selection(), "en", by="test", formats=("csv", "json"))


def page(language: str = "en") -> AppTest:
    """The Summary page as a link to an edition opens it."""
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=120)
    app.query_params.update({"lang": language, "edition": "Review", "format": "csv"})
    return settled(app.switch_page("views/summary.py").run())


def settled(app: AppTest) -> AppTest:
    assert [each.value for each in app.exception] == []
    return app


def words(app: AppTest) -> str:
    """What stands in HTML, without its tags."""
    parts = [each.proto.body for each in app.get("html")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", "\n".join(parts)))).strip()


def press(app: AppTest, label: str) -> AppTest:
    return settled(next(each for each in app.button if each.label == label).click().run())


def test_the_editions_are_listed_with_what_they_are_of(folder: Path) -> None:
    said = words(page())

    assert "Editions of this record, newest first" in said
    assert re.search(r"Review .* All networks and working groups · Until 5 September 2025 English", said)


def test_what_the_page_shows_is_frozen_under_a_name(folder: Path) -> None:
    app = page()
    next(each for each in app.main.text_input if each.label == "Name of the new edition").set_value("Final")

    app = press(app, "Freeze this edition")

    assert [each.value for each in app.success] == ["The edition “Final” is frozen."]
    with Store.open(folder) as store:
        assert [each.name for each in editions.editions(store)] == ["Final", "Review"]


def test_a_name_that_is_taken_is_refused_in_words(folder: Path) -> None:
    app = page("fr")
    next(each for each in app.main.text_input if each.label == "Nom de la nouvelle édition").set_value("review")

    app = press(app, "Figer cette édition")

    assert ["Une édition n’est jamais remplacée" in each.value for each in app.error] == [True]


def test_an_edition_is_checked_after_its_batch_was_undone(folder: Path) -> None:
    with Store.open(folder) as store:
        actions.undo_batch(store, "B0001", by="test")
        load(store, LATER)

    app = press(page(), "Check every number")

    assert [re.sub(r"\d+", "n", each.value) for each in app.success] == [
        "All n numbers come out as they did when the edition was frozen."
    ]
    assert "Its 2 files come out the same, byte for byte." in words(app)


def test_a_later_import_is_shown_as_a_difference(folder: Path) -> None:
    with Store.open(folder) as store:
        load(store, LATER)

    app = press(page(), "Compare")

    said = words(app)
    assert re.search(r"\d+ figures differ since Review\.", said)
    assert "Local authorities and communities · Organisations 0 1 B0003" in said


def test_a_file_of_an_edition_is_made_again(folder: Path) -> None:
    app = press(page(), "Make the file again (CSV)")

    assert "Download this edition (CSV)" in [each.proto.label for each in app.get("download_button")]


def test_two_editions_are_compared(folder: Path) -> None:
    with Store.open(folder) as store:
        load(store, LATER)
        editions.freeze(store, "Final", Selection(), "en", by="test", formats=("csv",))
    app = page()
    next(each for each in app.main.selectbox if each.label == "Compare it with").set_value("Final")

    app = press(app, "Compare")

    assert "Local authorities and communities · Organisations 0 1 B0003" in words(app)
