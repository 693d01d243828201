"""The Upload page: a messy sheet becomes a batch in five steps, and every mistake on the way is one sentence."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import session, upload_check
from engagement import actions, indicators
from engagement.batches import Batch, Receipt
from engagement.model import Selection
from engagement.progress import Progress, Step
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent
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
SMALL = """Réunion;Jour;Organisme;Catégorie;Courriel
Atelier;2024-05-02;Les Amis;Syndicat;a.b@example.org
Atelier;2024-05-02;Université X;Milieux universitaires;c.d@example.org
Atelier;demain;Ville Y;Chose inconnue;e.f@example.org
"""
COLUMNS = {"Réunion": "activity", "Jour": "date", "Organisme": "organisation", "Catégorie": "category"}
LOG = """Activity,Date,Network,Organisation,Category
Hearing,2024-05-02,Network A,Friends,Civil society
Hearing,2024-05-02,Network A,Workers,Trade unions
Hearing,2024-05-02,Network A,City,Local authorities
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store for the app of this process."""
    monkeypatch.setenv("ENGAGEMENT_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("ENGAGEMENT_DEMO", raising=False)
    yield tmp_path / "store"
    session.store().close()
    st.cache_resource.clear()


def opened(language: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    for name, value in {"lang": language, **address}.items():
        app.query_params[name] = value
    return settled(app.run().switch_page("views/upload.py").run())


def settled(app: AppTest) -> AppTest:
    """The page once nothing works beside it any more."""
    for _ in range(60):
        assert [each.value for each in app.exception] == []
        if not [each for each in app.main.button if each.key == "stop"]:
            return app
        app.run()
    raise TimeoutError


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    return settled(app.main.file_uploader[0].upload(name, content, "application/octet-stream").run())


def widget(widgets, label: str):  # type: ignore[no-untyped-def]
    return next(each for each in widgets if each.label == label)


def click(app: AppTest, label: str) -> AppTest:
    return settled(widget(app.main.button, label).click().run())


def go_back(app: AppTest, step: str) -> AppTest:
    """The button that opens a step again."""
    return settled(next(each for each in app.main.button if each.key == f"change:{step}").click().run())


def answer(app: AppTest, **columns: str) -> None:
    """Say what each column is; every other one is left out."""
    for box in app.main.selectbox:
        title = (box.key or "").removeprefix("column:")
        if title != box.key:
            box.set_value(columns.get(title, ""))
    app.run()


def choose_network(app: AppTest, name: str) -> None:
    widget(app.main.selectbox, "Network").set_value("+").run()
    widget(app.main.text_input, "Name of the new network").set_value(name).run()


def words(app: AppTest) -> str:
    """Everything the page says."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.error, app.success, app.info, app.warning)
    said = [each.value for kind in kinds for each in kind]
    return "\n".join([*said, *(each.proto.body for each in app.get("html"))])


def in_address(app: AppTest) -> str:
    """The name of the draft in the address."""
    found = app.query_params["batch"]
    return found if isinstance(found, str) else found[0]


def steps(app: AppTest) -> list[str]:
    return [each.value for each in app.main.header]


def batches(folder: Path) -> list[Batch]:
    with Store.open(folder) as store:
        return list(indicators.batches(store))


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


# ---- values -------------------------------------------------------------------------------------------------------


def in_values(app: AppTest, content: str = SMALL) -> AppTest:
    """The small log with its columns answered."""
    upload(app, "atelier.csv", content.encode())
    answer(app, **COLUMNS)
    choose_network(app, "Réseau test")
    return click(app, "Continue")


def test_labels_that_are_not_known_are_asked_and_the_others_listed(folder: Path) -> None:
    app = in_values(opened())

    asked = {each.label: each.value for each in app.main.selectbox if "means" in each.label}

    assert asked == {
        "What “Syndicat” means": "",
        "What “Chose inconnue” means": "",
        "What “Milieux universitaires” means": "ACA",
    }
    assert "Can mean: Trade unions · Private sector · Local authorities" in words(app)


def test_a_label_answered_for_is_recorded_under_that_category(folder: Path) -> None:
    app = in_values(opened(), SMALL.replace("demain", "2024-05-03"))
    widget(app.main.selectbox, "What “Syndicat” means").set_value("TUN").run()
    click(app, "Continue")

    click(app, "Record 3 rows")

    with Store.open(folder) as store:
        found = indicators.activities(store, Selection())
    assert {label.label: label.category for each in found for label in each.labels} == {
        "Syndicat": "TUN",
        "Milieux universitaires": "ACA",
        "Chose inconnue": "UNK",
    }


def test_organisations_taken_from_brackets_or_addresses_wait_for_a_person(folder: Path) -> None:
    table = LOG.replace("Friends", "(IOM)").replace("Workers", "@caritas-td.org")
    app = upload(opened(), "log.csv", table.encode())

    click(app, "Take the name in brackets as it stands")
    widget(app.main.text_input, "Organisation of “@caritas-td.org” (1 row)").set_value("Caritas Tchad").run()
    click(click(app, "Continue"), "Record 3 rows")

    with Store.open(folder) as store:
        assert {each.name for each in indicators.organisations(store, Selection())} == {"IOM", "Caritas Tchad", "City"}


def test_answers_saved_under_a_name_are_used_for_the_next_file(folder: Path) -> None:
    app = in_values(opened(), SMALL.replace("demain", "2024-05-03"))
    widget(app.main.selectbox, "What “Syndicat” means").set_value("TUN").run()
    click(click(app, "Continue"), "Record 3 rows")
    widget(app.main.text_input, "Name, for example “Indico Geneva”").set_value("Ateliers").run()
    click(app, "Save the answers")
    assert app.main.success[-1].value == "Saved as “Ateliers”. Choose it at the beginning next time."

    click(app, "Upload another file")
    upload(app, "atelier2.csv", SMALL.replace("2024-05-02", "2024-06-02").encode())
    widget(app.main.selectbox, "Begin with saved answers").set_value("Ateliers").run()

    network = widget(app.main.selectbox, "Network")
    assert network.options[network.index] == "Réseau test"
    answer(app, **COLUMNS)
    click(app, "Continue")
    assert widget(app.main.selectbox, "What “Syndicat” means").value == "TUN"


def test_saved_answers_that_no_longer_fit_name_the_column_that_is_gone(folder: Path) -> None:
    app = in_values(opened(), SMALL.replace("demain", "2024-05-03"))
    click(click(app, "Continue"), "Record 3 rows")
    widget(app.main.text_input, "Name, for example “Indico Geneva”").set_value("Ateliers").run()
    click(click(app, "Save the answers"), "Upload another file")

    upload(app, "atelier2.csv", SMALL.replace("Organisme", "Structure").encode())
    widget(app.main.selectbox, "Begin with saved answers").set_value("Ateliers").run()

    assert "“Organisme”" in app.main.error[0].value


# ---- check --------------------------------------------------------------------------------------------------------


def in_check(app: AppTest, content: str = SMALL) -> AppTest:
    return click(in_values(app, content), "Continue")


def test_findings_are_grouped_and_name_their_rows(folder: Path) -> None:
    app = in_check(opened())

    assert "**3 rows in the file** = 2 accepted + 1 refused + 0 duplicate + 0 blank." in words(app)
    assert "Row 4: “demain” is not a date we can read." in words(app)
    assert [each.label for each in app.get("download_button")] == ["Download the refused rows with the reasons"]


def test_a_refused_row_is_corrected_on_the_page_and_checked_again(folder: Path) -> None:
    app = click(in_check(opened()), "Correct the refused rows here")
    cell = widget(app.main.text_input, "Jour")
    assert cell.value == "demain"

    cell.set_value("2024-05-03").run()
    click(app, "Check with these corrections")

    assert "= 3 accepted + 0 refused" in words(app)
    click(app, "Record 3 rows")
    assert "1 row corrected by hand" in words(app)
    assert [each.rows_accepted for each in batches(folder)] == [3]


def test_corrections_can_be_taken_back(folder: Path) -> None:
    app = click(in_check(opened(), SMALL + "Atelier;hier;Ville Z;Chose inconnue;\n"), "Correct the refused rows here")
    widget(app.main.text_input, "Jour").set_value("2024-05-03").run()
    click(app, "Check with these corrections")
    assert "= 3 accepted + 1 refused" in words(app)

    click(app, "Back to the file as it was")

    assert "= 2 accepted + 2 refused" in words(app)


def test_a_corrected_file_shows_what_it_changes_before_it_replaces_the_old_batch(folder: Path) -> None:
    app = click(upload(opened(), "log.csv", LOG.encode()), "Record 3 rows")
    click(app, "Upload another file")
    changed = LOG.replace("Workers,Trade unions", "Workers,Academia") + "Hearing,2024-05-02,Network A,Press,Media\n"

    upload(app, "log.csv", changed.encode())
    widget(app.main.selectbox, "Is this a corrected version of something recorded?").set_value("B0001").run()
    settled(app)
    assert "**Against B0001:** 1 added, 1 changed, 0 gone. The other rows are as they were." in words(app)
    assert "Hearing · 2024-05-02 · Network A · Workers · Academia" in words(app)
    click(app, "Replace B0001 by 4 rows")

    found = [(each.batch, each.rows_accepted, each.undone_at is None) for each in batches(folder)]
    assert found[0] == ("B0002", 4, True)
    with Store.open(folder) as store:
        names = {each.name for each in indicators.organisations(store, Selection())}
    assert names == {"Friends", "Workers", "City", "Press"}


@pytest.mark.parametrize("name", ["log.csv", "corrected.csv"])
def test_rows_that_stand_in_another_batch_wait_for_whether_it_is_replaced(folder: Path, name: str) -> None:
    app = click(upload(opened(), "log.csv", LOG.encode()), "Record 3 rows")
    click(app, "Upload another file")
    question = "Is this a corrected version of something recorded?"

    upload(app, name, LOG.replace("Workers", "Workers of A").encode())
    assert widget(app.main.selectbox, question).value == ""
    assert app.main.warning[0].value.startswith("Say whether this replaces something recorded before you go on.")
    assert not [each for each in app.main.button if each.key == "record"]

    widget(app.main.selectbox, question).set_value("new").run()
    click(settled(app), "Record 1 row")

    assert [(each.batch, each.rows_accepted) for each in batches(folder)] == [("B0002", 1), ("B0001", 3)]


def test_a_row_that_is_refused_is_not_said_to_be_recorded_all_the_same(folder: Path) -> None:
    row = "Hearing,tomorrow,Network A,Press,An odd label\n"
    app = upload(opened(), "log.csv", (LOG + row).encode())
    if steps(app) == ["3. Values"]:
        click(app, "Continue")

    told = words(app)

    assert "“tomorrow” is not a date we can read" in told
    assert "do not know the category “An odd label”" not in told


def test_a_stage_nobody_knows_is_said_to_keep_its_rows_out(folder: Path) -> None:
    table = LOG.replace("Category", "Category,Stage").replace("Civil society", "Civil society,attended")
    table = table.replace("Trade unions", "Trade unions,pencilled").replace("Local authorities", "Local authorities,")
    app = upload(opened(), "log.csv", table.encode())

    box = widget(app.main.selectbox, "What “pencilled” means")

    assert "We do not know what 1 value means. Rows with it are not recorded until you say." in words(app)
    assert box.options[box.index] == "Not said: the rows are not recorded"


def test_a_total_row_shows_all_its_cells_and_can_be_left_out(folder: Path) -> None:
    table = "No,Activity,Date,Network,Organisation,Category,People\n"
    table += "1,Hearing,2024-05-02,Network A,Friends,Civil society,14\nSum of all,,,,,,14\n"
    app = click(upload(opened(), "log.csv", table.encode()), "Correct the refused rows here")
    assert "No: Sum of all" in words(app)

    widget(app.main.checkbox, "Leave row 3 out: it is no entry of the log").check().run()
    click(app, "Check with these corrections")

    assert "= 1 accepted + 0 refused + 0 duplicate" in words(app)
    click(app, "Record 1 row")
    assert [each.rows_accepted for each in batches(folder)] == [1]


def test_what_holds_for_the_whole_file_is_shown_with_its_value(folder: Path) -> None:
    app = upload(opened(), "log.csv", b"Organisation,Category\nFriends,Civil society\n\nWorkers,Trade unions\n")
    choose_network(app, "Network A")
    widget(app.main.text_input, "Activity").set_value("Hearing").run()
    widget(app.main.text_input, "Date").set_value("2024-05-02").run()
    click(app, "Continue")

    said = words(app)

    assert "For the whole file: Network: Network A, Activity: Hearing and Date: 2024-05-02." in said
    assert ("log.csv · 3 rows" in said, "**3 rows in the file**" in said) == (True, True)


def test_near_copies_are_kept_or_set_aside_as_the_coordinator_says(folder: Path) -> None:
    app = upload(opened(), "log.csv", (LOG + "Hearing,2024-05-02,Network A,friends ,Civil society\n").encode())
    assert "= 4 accepted" in words(app)

    widget(app.main.radio, "Some rows are nearly the same as others. What shall become of them?").set_value(
        "set-aside"
    ).run()

    assert "= 3 accepted + 0 refused + 1 duplicate" in words(settled(app))


# ---- long work ----------------------------------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Imports take as long as this event is not set, and the page does not wait for them."""
    go, real = Event(), actions.import_log

    def import_log(*given: object, progress: Progress, **named: object) -> Receipt:
        while not go.wait(0.01):
            progress.reach(Step.READING, 30, 100)
        return real(*given, progress=progress, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "import_log", import_log)
    monkeypatch.setattr(upload_check, "_AT_ONCE", 0.1)
    return go


def test_long_work_says_how_far_it_is(folder: Path, slow: Event) -> None:
    app = opened()
    app.main.file_uploader[0].upload("log.csv", LOG.encode(), "text/csv").run()

    assert re.search(r"\d+% · 30 of 100 rows · about \d+ seconds? left", words(app))

    slow.set()
    assert "= 3 accepted" in words(settled(app))


def test_a_check_that_is_stopped_leaves_nothing_behind(folder: Path, slow: Event) -> None:
    app = opened()
    app.main.file_uploader[0].upload("log.csv", LOG.encode(), "text/csv").run()

    click(app, "Stop")
    assert (app.main.info[0].value, batches(folder)) == ("Stopped. Nothing was recorded.", [])

    slow.set()
    click(app, "Check again")
    assert "= 3 accepted" in words(app)


def test_a_recording_that_is_stopped_leaves_nothing_behind(folder: Path, slow: Event) -> None:
    slow.set()
    app = upload(opened(), "log.csv", LOG.encode())
    slow.clear()

    widget(app.main.button, "Record 3 rows").click().run()
    click(app, "Stop")

    assert (batches(folder), len(list(folder.rglob("*.parquet")))) == ([], 0)


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
