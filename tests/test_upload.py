"""The Upload page: a messy sheet becomes a batch, and every mistake on the way is one sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from engagement import indicators
from engagement.model import Batch, Selection
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent
PRECOPS = TOP / "tests/files/unfccc_precops/precops.min.csv"
ANSWERS = {
    "Delegation": "organisation",
    "Group_Type": "category",
    "Meeting": "activity",
    "Year": "date",
    "Female": "gender",
}
GENDERS = {"1": "women", "0": "men", "NA": "unknown"}
SMALL = """Réunion;Jour;Organisme;Catégorie;Courriel
Atelier;2024-05-02;Les Amis;Syndicat;a.b@example.org
Atelier;2024-05-02;Université X;Milieux universitaires;c.d@example.org
Atelier;demain;Ville Y;Chose inconnue;e.f@example.org
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store for the app of this process."""
    monkeypatch.setenv("ENGAGEMENT_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("ENGAGEMENT_DEMO", raising=False)
    st.cache_resource.clear()
    yield tmp_path / "store"
    st.cache_resource.clear()


def opened(language: str = "en") -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params["lang"] = language
    return app.run().switch_page("views/upload.py").run()


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    return app.file_uploader[0].upload(name, content, "application/octet-stream").run()


def widget(widgets, label: str):  # type: ignore[no-untyped-def]
    return next(each for each in widgets if each.label == label)


def answer(app: AppTest, **columns: str) -> None:
    """Say what each column is; every other one is left out."""
    for box in [each for each in app.main.selectbox if each.label.startswith("What “") and "” is" in each.label]:
        box.set_value(columns.get(box.label.removeprefix("What “").removesuffix("” is"), ""))
    app.run()


def choose_network(app: AppTest, name: str) -> None:
    widget(app.main.selectbox, "Network").set_value("+").run()
    widget(app.main.text_input, "Name of the new network").set_value(name).run()


def words(app: AppTest) -> str:
    """Everything the page says."""
    said = [each.value for kind in (app.title, app.header, app.markdown, app.error, app.success, app.info) for each in kind]
    return "\n".join([*said, *(each.proto.body for each in app.get("html"))])


def batches(folder: Path) -> list[Batch]:
    with Store.open(folder) as store:
        return list(indicators.batches(store))


def precops(app: AppTest) -> AppTest:
    """The UNFCCC roster with every question answered."""
    upload(app, PRECOPS.name, PRECOPS.read_bytes())
    answer(app, **ANSWERS)
    for value, gender in GENDERS.items():
        widget(app.main.selectbox, f"What “{value}” means").set_value(gender)
    choose_network(app, "UNFCCC")
    return app


# ---- the way through ----------------------------------------------------------------------------------------------


def test_a_roster_of_7830_rows_is_mapped_checked_and_recorded(folder: Path) -> None:
    app = precops(opened())

    assert "**7,830 rows read** = 7,830 accepted + 0 refused + 0 duplicate." in words(app)
    assert batches(folder) == []

    widget(app.main.button, "Record 7,830 rows").click().run()

    assert "7,830 rows recorded as batch B0001. Activities: 11." in app.success[0].value
    assert [(each.file, each.rows_accepted, each.undone_at) for each in batches(folder)] == [(PRECOPS.name, 7830, None)]
    with Store.open(folder) as store:
        first = indicators.activities(store, Selection())[0]
    found = {each.label: (each.people, each.women, each.men) for each in first.labels}
    assert (first.title, found["Parties"], found["Intergovernmental organizations"]) == (
        "INC 1",
        (422, 62, 356),
        (19, 4, 15),
    )


def test_undo_leaves_an_empty_store(folder: Path) -> None:
    app = precops(opened())
    widget(app.main.button, "Record 7,830 rows").click().run()

    widget(app.main.button, "Yes, undo B0001").click().run()

    assert app.success[0].value == "Batch B0001 is undone."
    assert [each.undone_at is not None for each in batches(folder)] == [True]
    with Store.open(folder) as store:
        assert indicators.activities(store, Selection()) == ()
    assert len(app.main.file_uploader) == 1


def test_the_same_sheet_again_is_said_to_be_there(folder: Path) -> None:
    app = precops(opened())
    widget(app.main.button, "Record 7,830 rows").click().run()
    widget(app.main.button, "Upload another file").click().run()

    precops(app)

    assert app.main.info[0].value.startswith("This sheet is already imported, with the same answers, as batch B0001.")
    assert not [each for each in app.main.button if each.label.startswith("Record")]
    assert len(batches(folder)) == 1


def test_answers_survive_a_visit_to_another_page(folder: Path) -> None:
    app = precops(opened())

    app.switch_page("views/gaps.py").run().switch_page("views/upload.py").run()

    assert "**7,830 rows read** = 7,830 accepted" in words(app)
    assert widget(app.main.selectbox, "What “Delegation” is").value == "organisation"
    assert widget(app.main.selectbox, "What “1” means").value == "women"


# ---- labels nobody knows ------------------------------------------------------------------------------------------


def test_labels_that_are_not_known_are_asked_and_the_others_listed(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode())

    asked = {
        each.label: each.value for each in app.main.selectbox if each.label.startswith("What “") and "means" in each.label
    }

    assert asked == {
        "What “Syndicat” means": "",
        "What “Chose inconnue” means": "",
        "What “Milieux universitaires” means": "ACA",
    }
    assert "May be: Trade unions, Private sector and Local authorities" in words(app) + "".join(
        each.value for each in app.main.caption
    )
