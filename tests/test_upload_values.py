"""The Upload page on what stands in the cells: values asked about, findings corrected, and long work."""

import re
from pathlib import Path
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest
from uploading import (
    COLUMNS,
    LOG,
    SMALL,
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

from dashboard import upload_check
from engagement import actions, indicators
from engagement.batches import Receipt
from engagement.model import Selection
from engagement.progress import Progress, Step
from engagement.store import Store


@pytest.fixture
def folder(app_folder: Path) -> Path:
    return app_folder


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
