"""The Upload page: a messy sheet becomes a batch, and every mistake on the way is one sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import session
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
    yield tmp_path / "store"
    session.store().close()
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
    for box in app.main.selectbox:
        _, is_column, title = (box.key or "").partition(":column:")
        if is_column:
            box.set_value(columns.get(title, ""))
    app.run()


def choose_network(app: AppTest, name: str) -> None:
    widget(app.main.selectbox, "Network").set_value("+").run()
    widget(app.main.text_input, "Name of the new network").set_value(name).run()


def words(app: AppTest) -> str:
    """Everything the page says."""
    said = [
        each.value for kind in (app.title, app.header, app.markdown, app.error, app.success, app.info) for each in kind
    ]
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
        each.label: each.value
        for each in app.main.selectbox
        if each.label.startswith("What “") and "means" in each.label
    }

    assert asked == {
        "What “Syndicat” means": "",
        "What “Chose inconnue” means": "",
        "What “Milieux universitaires” means": "ACA",
    }
    assert "Can mean: Trade unions · Private sector · Local authorities" in words(app)


def test_a_label_answered_for_is_recorded_under_that_category(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.replace("demain", "2024-05-03").encode())
    answer(app, Réunion="activity", Jour="date", Organisme="organisation", Catégorie="category")
    widget(app.main.selectbox, "What “Syndicat” means").set_value("TUN").run()
    choose_network(app, "Réseau test")

    widget(app.main.button, "Record 3 rows").click().run()

    with Store.open(folder) as store:
        found = indicators.activities(store, Selection())
    assert {label.label: label.category for each in found for label in each.labels} == {
        "Syndicat": "TUN",
        "Milieux universitaires": "ACA",
        "Chose inconnue": "UNK",
    }


def test_findings_are_grouped_and_name_their_rows(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode())
    answer(app, Réunion="activity", Jour="date", Organisme="organisation", Catégorie="category")
    choose_network(app, "Réseau test")

    assert "**3 rows read** = 2 accepted + 1 refused + 0 duplicate." in words(app)
    assert "Row 4: “demain” is not a date we can read." in words(app)
    assert [each.label for each in app.get("download_button")] == ["Download the refused rows with the reasons"]


def test_addresses_of_people_are_never_shown(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode())

    assert "example.org" not in words(app)
    assert "<b>Courriel</b><br>…" in words(app)


# ---- files that need a question, or cannot be read ----------------------------------------------------------------


def test_a_pdf_is_refused_in_one_sentence_and_nothing_is_recorded(folder: Path) -> None:
    app = upload(opened(), "log.pdf", b"%PDF-1.7 ...")

    assert [each.value for each in app.main.error] == [
        "This is a PDF, which has no rows to read. Ask for the table it was made from, as XLSX or CSV."
    ]
    assert ([each.value for each in app.main.header], batches(folder)) == (["1. File", "Imports"], [])


def test_letters_that_are_not_utf_8_are_asked_about(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode("windows-1252"))
    assert app.main.error[0].value.startswith("The letters of line 1 are not UTF-8")

    widget(app.main.selectbox, "How was the file saved?").set_value("windows-1252").run()

    assert not app.main.error
    assert widget(app.main.selectbox, "What “Catégorie” is").value == "category"


def test_a_workbook_with_several_sheets_asks_which(folder: Path) -> None:
    content = (TOP / "tests/files/ocha_3w/tcd_3w_avr2025.xlsx").read_bytes()
    app = upload(opened(), "3w.xlsx", content)

    sheets = widget(app.main.selectbox, "Which sheet holds the log?")

    assert (len(sheets.options) > 2, [each.value for each in app.main.error]) == (True, [])
    sheets.select_index(1).run()
    assert "2. Columns" in [each.value for each in app.main.header]


def test_a_header_further_down_is_chosen_by_its_row(folder: Path) -> None:
    app = upload(opened(), "titled.csv", ("Atelier régional;;;;\n\n" + SMALL).encode())
    assert widget(app.main.number_input, "Row that holds the column titles").value == 3

    widget(app.main.number_input, "Row that holds the column titles").set_value(4).run()

    assert widget(app.main.selectbox, "What “Les Amis” is").value == ""


def test_two_columns_said_to_be_the_same_are_one_sentence(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode())

    answer(app, Organisme="organisation", Réunion="organisation")

    assert [each.value for each in app.main.error] == [
        "Two columns of the sheet are given as “Organisation”. Keep one, and leave the other unused."
    ]


def test_dates_that_could_be_read_both_ways_are_asked_about(folder: Path) -> None:
    app = upload(opened(), "dates.csv", SMALL.replace("2024-05-02", "03/04/2024").encode())
    answer(app, Réunion="activity", Jour="date", Organisme="organisation", Catégorie="category")
    choose_network(app, "Réseau test")
    order = next(each for each in app.main.selectbox if each.label.startswith("The file has dates such as 03/04/2024"))
    assert "**3 rows read** = 0 accepted + 3 refused" in words(app)

    order.set_value("dmy").run()

    assert "**3 rows read** = 2 accepted + 1 refused" in words(app)


def test_the_page_speaks_french(folder: Path) -> None:
    app = upload(opened("fr"), "atelier.csv", SMALL.encode())
    answer(app, Réunion="activity")

    assert [each.value for each in app.main.header] == [
        "1. Fichier",
        "2. Colonnes",
        "3. Valeurs",
        "4. Vérification",
        "5. Enregistrement",
        "Imports",
    ]


def test_a_second_file_fills_in_what_the_first_only_refers_to(folder: Path) -> None:
    app = upload(opened(), "log.csv", b"Meeting number;Organisation\n7;Les Amis\n8;Ville Y\n")

    app.main.file_uploader[0].upload(
        "dates.csv", b"Meeting number;Date\n7;2024-05-02\n8;2024-05-03\n", "text/csv"
    ).run()
    answer(app, **{"Meeting number": "activity", "Organisation": "organisation", "Date": "date"})
    choose_network(app, "Test network")

    assert "**2 rows read** = 2 accepted + 0 refused + 0 duplicate." in words(app)
