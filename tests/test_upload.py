"""The Upload page: a messy sheet becomes a batch in five steps, and nothing on the way is lost."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from uploading import (
    COLUMNS,
    LOG,
    SMALL,
    TOP,
    answer,
    batches,
    choose_network,
    click,
    opened,
    settled,
    steps,
    upload,
    widget,
    words,
)

from engagement import indicators
from engagement.model import Selection
from engagement.store import Store

TEMPLATE = TOP / "data/template.csv"
PRECOPS = TOP / "tests/files/unfccc_precops/precops.min.csv"
ANSWERS = {
    "Delegation": "organisation",
    "Group_Type": "category",
    "Meeting": "activity",
    "Year": "date",
    "Female": "gender",
}
GENDERS = {"1": "women", "0": "men", "NA": "unknown"}


@pytest.fixture
def folder(app_folder: Path) -> Path:
    return app_folder


def go_back(app: AppTest, step: str) -> AppTest:
    """The button that opens a step again."""
    return settled(next(each for each in app.main.button if each.key == f"change:{step}").click().run())


def in_address(app: AppTest) -> str:
    """The name of the draft in the address."""
    found = app.query_params["batch"]
    return found if isinstance(found, str) else found[0]


def precops(app: AppTest) -> AppTest:
    """The UNFCCC roster with every question answered."""
    upload(app, PRECOPS.name, PRECOPS.read_bytes())
    answer(app, **ANSWERS)
    choose_network(app, "UNFCCC")
    click(app, "Continue")
    for value, gender in GENDERS.items():
        widget(app.main.selectbox, f"What “{value}” means").set_value(gender)
    return click(app, "Continue")


# ---- the way through ----------------------------------------------------------------------------------------------


def test_a_clean_template_is_recorded_with_the_file_and_one_click(folder: Path) -> None:
    app = upload(opened(), TEMPLATE.name, TEMPLATE.read_bytes())
    assert "**2 rows in the file** = 2 accepted + 0 refused + 0 duplicate + 0 blank." in words(app)

    click(app, "Record 2 rows")

    assert [(each.file, each.rows_accepted) for each in batches(folder)] == [("template.csv", 2)]


def test_a_roster_of_7830_rows_is_mapped_checked_and_recorded(folder: Path) -> None:
    app = precops(opened())

    assert "**7,830 rows in the file** = 7,830 accepted + 0 refused + 0 duplicate + 0 blank." in words(app)
    assert batches(folder) == []

    click(app, "Record 7,830 rows")

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
    app = click(precops(opened()), "Record 7,830 rows")

    click(app, "Yes, undo B0001")

    assert app.success[0].value == "Batch B0001 is undone: 7,830 rows."
    assert [each.undone_at is not None for each in batches(folder)] == [True]
    with Store.open(folder) as store:
        assert indicators.activities(store, Selection()) == ()
    assert len(app.main.file_uploader) == 1


def test_the_same_sheet_again_is_said_to_be_there(folder: Path) -> None:
    app = click(upload(opened(), "log.csv", LOG.encode()), "Record 3 rows")
    click(app, "Upload another file")

    upload(app, "log.csv", LOG.encode())

    assert app.main.info[0].value.startswith("This sheet is already imported, with the same answers, as batch B0001.")
    assert not [each for each in app.main.button if each.label.startswith("Record")]
    assert len(batches(folder)) == 1


# ---- nothing is lost ----------------------------------------------------------------------------------------------


def test_answers_survive_a_visit_to_another_page(folder: Path) -> None:
    app = precops(opened())

    settled(app.switch_page("views/gaps.py").run().switch_page("views/upload.py").run())

    assert "= 7,830 accepted" in words(app)
    go_back(app, "columns")
    assert widget(app.main.selectbox, "What “Delegation” is").value == "organisation"


def test_a_reload_and_a_second_window_find_the_draft_by_its_address(folder: Path) -> None:
    first = upload(opened(), "atelier.csv", SMALL.encode())
    answer(first, **COLUMNS)
    name = in_address(first)

    second = opened(batch=name)
    choose_network(second, "Réseau test")
    first.run()

    assert len(name) >= 20
    assert widget(second.main.selectbox, "What “Organisme” is").value == "organisation"
    assert widget(first.main.text_input, "Name of the new network").value == "Réseau test"


def test_an_address_that_is_no_longer_known_says_so(folder: Path) -> None:
    app = opened(batch="guessed")

    assert app.main.info[0].value.startswith("This upload is no longer here")
    assert len(app.main.file_uploader) == 1


def test_a_draft_discarded_is_gone_for_everyone_who_has_its_address(folder: Path) -> None:
    app = upload(opened(), "log.csv", LOG.encode())
    name = in_address(app)

    click(app, "Discard")

    assert (len(app.main.file_uploader), "batch" in app.query_params) == (1, False)
    assert opened(batch=name).main.info[0].value.startswith("This upload is no longer here")
    assert batches(folder) == []


# ---- columns ------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_before_one_can_go_on(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode())

    assert steps(app) == ["2. Columns"]
    assert app.main.warning[0].value == (
        "Still to be said before you go on: its date and the network or working group."
    )


def test_a_suggestion_says_why_and_how_sure_it_is(folder: Path) -> None:
    table = "Your organisation,Meeting,When,Country\nFriends,Hearing,2024-05-02,Chad\n"
    app = upload(opened(), "form.csv", table.encode())

    said = words(app)

    assert "Probably “Organisation”: part of its title says so. Please confirm." in said
    assert "Recognised as “Country”: its title says so." in said


def test_two_columns_said_to_be_the_same_are_one_sentence(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode())

    answer(app, Organisme="place", Réunion="organisation")
    answer(app, Organisme="organisation", Réunion="organisation")

    assert [each.value for each in app.main.error] == [
        "Two columns of the sheet are given as “Organisation”. Keep one, and leave the other unused."
    ]


def test_dates_that_could_be_read_both_ways_are_asked_about(folder: Path) -> None:
    app = upload(opened(), "log.csv", LOG.replace("2024-05-02", "03/04/2024").encode())

    click(app, "Continue")
    assert (steps(app), app.main.warning[0].value) == (
        ["2. Columns"],
        "Still to be said before you go on: in which order the dates are written.",
    )
    order = next(each for each in app.main.selectbox if each.label.startswith("The file has dates such as 03/04/2024"))
    order.set_value("dmy").run()
    click(app, "Continue")

    assert "= 3 accepted + 0 refused" in words(app)


@pytest.mark.parametrize(
    ("date", "people", "question", "said"),
    [
        ("45414", "3", "The file has numbers where dates belong, such as 45414", "1900"),
        ("02.05.24", "3", "The file has years in two digits, such as 02.05.24", "2000"),
        ("2024-05-02", "1.234", "The file has numbers such as 1.234", "."),
    ],
)
def test_what_one_answer_settles_for_the_whole_file_is_asked_once(
    folder: Path, date: str, people: str, question: str, said: str
) -> None:
    table = f"Activity,Date,Network,Organisation,Category,People\nHearing,{date},A,Friends,Civil society,{people}\n"
    app = upload(opened(), "log.csv", table.encode())

    asked = next(each for each in app.main.selectbox if each.label.startswith(question))
    asked.set_value(said).run()
    for order in [each for each in app.main.selectbox if "In which order" in each.label]:
        order.set_value("dmy").run()
    click(app, "Continue")

    assert "= 1 accepted + 0 refused" in words(app)
    assert "count-ambiguous" not in words(app)


def test_addresses_of_people_are_never_shown(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode())

    assert "example.org" not in words(app)
    assert "<b>Courriel</b><br>…" in words(app)


def test_a_second_file_fills_in_what_the_first_only_refers_to(folder: Path) -> None:
    app = upload(opened(), "log.csv", b"Meeting number;Organisation\n7;Les Amis\n8;Ville Y\n")
    choose_network(app, "Test network")

    app.main.file_uploader[0].upload(
        "dates.csv", b"Meeting number;Date\n7;2024-05-02\n8;2024-05-03\n", "text/csv"
    ).run()
    answer(app, **{"Meeting number": "activity", "Organisation": "organisation", "Date": "date"})
    click(app, "Continue")

    assert "= 2 accepted + 0 refused + 0 duplicate" in words(app)


# ---- files of other programs --------------------------------------------------------------------------------------


def test_an_attendance_report_is_recognised_and_its_domains_wait_for_a_person(folder: Path) -> None:
    app = upload(opened(), "report.csv", (TOP / "tests/files/layouts/zoom.csv").read_bytes())
    assert "Recognised by what is in it: **Attendance report of Zoom**" in words(app)

    choose_network(app, "Network A")
    next(each for each in app.main.selectbox if "In which order" in each.label).set_value("mdy").run()
    click(app, "Continue")
    waiting = [each for each in app.main.text_input if each.label.startswith("Organisation of “@")]
    for each in waiting:
        each.set_value("Caritas Tchad")
    app.run()
    click(app, "Continue")
    recorded = next(each for each in app.main.button if each.label.startswith("Record"))
    click(app, recorded.label)

    assert waiting
    assert batches(folder)[0].rows_accepted > 0


def test_a_layout_can_be_taken_as_a_table_as_it_stands(folder: Path) -> None:
    app = upload(opened(), "grid.csv", (TOP / "tests/files/layouts/matrix.csv").read_bytes())
    assert "What “Present or absent” is" in {each.label for each in app.main.selectbox}

    widget(app.main.selectbox, "How the file is laid out").set_value("plain").run()

    assert "What “Present or absent” is" not in {each.label for each in app.main.selectbox}


# ---- files that need a question, or cannot be read ----------------------------------------------------------------


def test_a_pdf_is_refused_in_one_sentence_and_nothing_is_recorded(folder: Path) -> None:
    app = upload(opened(), "log.pdf", b"%PDF-1.7 ...")

    assert [each.value for each in app.main.error] == [
        "log\\.pdf: This is a PDF, which has no rows to read. Ask for the table it was made from, as XLSX or CSV."
    ]
    assert (steps(app), batches(folder), "batch" in app.query_params) == (["1. File", "Imports"], [], False)


def test_letters_that_are_not_utf_8_are_asked_about(folder: Path) -> None:
    app = upload(opened(), "atelier.csv", SMALL.encode("windows-1252"))
    assert (not app.main.error, "not stored in the usual way (UTF-8)" in words(app)) == (True, True)

    widget(app.main.selectbox, "How was the file saved?").set_value("windows-1252").run()
    assert not app.main.error
    click(app, "Continue")

    assert widget(app.main.selectbox, "What “Catégorie” is").value == "category"


def test_a_workbook_with_several_sheets_asks_which(folder: Path) -> None:
    content = (TOP / "tests/files/ocha_3w/tcd_3w_avr2025.xlsx").read_bytes()
    app = upload(opened(), "3w.xlsx", content)

    sheets = widget(app.main.selectbox, "Which sheet holds the log?")

    assert (len(sheets.options) > 2, [each.value for each in app.main.error]) == (True, [])
    sheets.select_index(1).run()
    click(app, "Continue")
    assert steps(app) == ["2. Columns"]


def test_a_header_further_down_is_chosen_by_its_row(folder: Path) -> None:
    app = upload(opened(), "titled.csv", ("Atelier régional;;;;\n\n" + SMALL).encode())
    go_back(app, "file")
    assert widget(app.main.number_input, "Row that holds the column titles").value == 3

    widget(app.main.number_input, "Row that holds the column titles").set_value(4).run()
    click(app, "Continue")

    assert widget(app.main.selectbox, "What “Les Amis” is").value == ""


def test_the_page_speaks_french(folder: Path) -> None:
    app = upload(opened("fr"), "atelier.csv", SMALL.encode())

    assert steps(app) == ["2. Colonnes"]
    assert (
        app.main.warning[0].value
        == "À préciser avant de continuer\u202f: sa date et le réseau ou le groupe de travail."
    )
