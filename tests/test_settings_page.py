"""The Settings page: nine sections in both languages; what is declared there can be taken back there."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from prepared import Prepared
from streamlit.testing.v1 import AppTest

from dashboard import session
from engagement import actions, indicators
from engagement.model import Selection
from engagement.store import Store
from engagement.versions import VersionState
from tests.logs import load

TOP = Path(__file__).resolve().parent.parent
SECTIONS = ("expectations", "seats", "marks", "networks", "lists", "people", "backup", "audit", "about")
LOG = """
activity | date       | network   | organisation   | category
Hearing  | 2026-05-02 | Network A | Caritas Chad   | CSO
Forum    | 2026-06-02 | Network A | City of Athens | LOC
"""
HALF = {
    "type": "presence",
    "mechanism": "Network A",
    "category": "CSO",
    "value": "1/2",
    "author": "Secretariat",
    "date": "2026-01-12",
    "basis": "Terms of reference",
    "valid_from": "2026-01-01",
    "valid_to": "",
}
ROSTER = (
    b"mechanism,organisation,category,role,from,to,selected_by\nNetwork A,Caritas Chad,CSO,member,2025,,constituency\n"
)


@pytest.fixture
def store(app_folder: Path, prepared: Prepared) -> Store:
    """The store of the app of this process, with two activities of one network."""
    prepared.put(two_activities, app_folder)
    return session.store()


def two_activities(store: Store) -> None:
    load(store, LOG)


def opened(section: str, language: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": language, "section": section, **address})
    return settled(app.switch_page("views/settings.py").run())


def settled(app: AppTest) -> AppTest:
    assert [each.value for each in app.exception] == []
    return app


def words(app: AppTest) -> str:
    """Everything the page says, without its tags."""
    parts = [each.proto.body for each in app.get("html")]
    said = [each.value for kind in (app.title, app.header, app.subheader, app.markdown, app.info) for each in kind]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", "\n".join([*said, *parts])))).strip()


def errors(app: AppTest) -> list[str]:
    return [each.value for each in app.error]


def success(app: AppTest) -> list[str]:
    return [each.value for each in app.success]


def write(app: AppTest, **fields: str) -> AppTest:
    """Fill in fields by their labels, with _ for a blank."""
    for label, value in fields.items():
        next(each for each in app.main.text_input if each.label == label.replace("_", " ")).set_value(value)
    return app


def choose(app: AppTest, label: str, value: str) -> AppTest:
    next(each for each in app.main.selectbox if each.label == label).set_value(value)
    return app


def click(app: AppTest, label: str) -> AppTest:
    return settled(next(each for each in app.main.button if each.label == label).click().run())


def tables(app: AppTest) -> list[list[str]]:
    """The rows of every table, the heads left out."""
    rows = re.findall(r"<tr>(.*?)</tr>", "".join(each.proto.body for each in app.main.get("html")))
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows if 'scope="col"' not in row]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


# ---- every section ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_on_an_empty_store(empty: Store, section: str, language: str) -> None:
    app = opened(section, language)

    assert [each.value for each in app.title] == ["Settings" if language == "en" else "Paramètres"]
    assert (len(app.header), errors(app)) == (1, [])


@pytest.mark.parametrize("view", ["force", "history", "declare", "preset", "import"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_view_of_expectations_opens(store: Store, view: str, language: str) -> None:
    actions.declare_by_hand(store, HALF, by="test")

    assert errors(opened("expectations", language, view=view)) == []


def test_a_section_that_does_not_exist_is_the_first(store: Store) -> None:
    assert [each.value for each in opened("nowhere").header] == ["Expectations"]


# ---- expectations -------------------------------------------------------------------------------------------------


def declare(app: AppTest, **fields: str) -> AppTest:
    written = {"Value": "50%", "Office_or_function_that_says_so": "Secretariat", "Basis": "Terms of reference"}
    return click(write(app, **written | fields), "Declare")


def test_an_expectation_is_declared_and_undone(store: Store) -> None:
    app = declare(opened("expectations", view="declare", mechanism="Network A", type="presence"), From="2026")

    (version,) = indicators.expectation_versions(store)
    each = version.expectation
    assert (str(each.type), each.mechanism, each.category, each.value) == ("presence", "Network A", None, 0.5)
    assert (each.author, each.basis, each.valid_from) == ("Secretariat", "Terms of reference", date(2026, 1, 1))
    assert success(app) == ["The expectation is declared."]

    app = click(app, "Undo")

    assert success(app) == ["Undone. The journal keeps both."]
    assert [each.is_withdrawn for each in indicators.expectation_versions(store)] == [True]
    assert "Undo" not in [each.label for each in app.main.button]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Value": "1.4"}, "“1.4” cannot be expected of type “presence”. Write a share between 0 and 1"),
        ({"From": "2026-02", "To": "2026-01"}, "It ends (2026-01) before it begins (2026-02)"),
        ({"Basis": ""}, "Please fill in: Basis. Nothing was saved."),
        ({"Office_or_function_that_says_so": "jane@example.org"}, "Office or function: there is an e-mail address."),
    ],
)
def test_an_impossible_expectation_is_refused_in_place_and_nothing_is_saved(
    store: Store, fields: dict[str, str], message: str
) -> None:
    app = declare(opened("expectations", view="declare", type="presence"), **fields)

    assert len(errors(app)) == 1
    assert message in errors(app)[0]
    assert not errors(app)[0].startswith("Row")
    assert indicators.expectation_versions(store) == ()


def test_what_is_in_force_says_what_where_since_when_and_on_what_basis(store: Store) -> None:
    actions.declare_by_hand(store, HALF, by="test")

    rows = tables(opened("expectations"))

    assert rows[0] == [
        "Presence",
        "Civil society",
        "at least 50%",
        "Network A",
        "since 1\u00a0January 2026",
        "Terms of reference (by Secretariat, 12\u00a0January 2026)",
    ]
    assert rows[1:] == [
        ["Records", "at least 80%", "The share of organisation-events that have a category."],
        ["Absence", "at least 1 activity", "Activities at which the group is recorded."],
        [
            "Presence",
            "at least 50%",
            "The share of activities open to stakeholders at which the group is recorded.",
        ],
    ]


def test_a_version_is_withdrawn_and_let_stand_again(store: Store) -> None:
    actions.declare_by_hand(store, HALF, by="test")
    app = opened("expectations", version="2.1")
    app = settled(next(each for each in app.main.radio).set_value("withdraw").run())

    app = click(write(app, Office_or_function_that_says_so="Secretariat", Reason="Typed twice"), "Withdraw")

    assert success(app)[0].startswith("Withdrawn: Presence · Civil society")
    assert states(store) == [VersionState.WITHDRAWN]
    click(app, "Undo")
    assert states(store) == [VersionState.IN_FORCE]


def states(store: Store) -> list[VersionState]:
    return [each.state_on(date(2026, 11, 23)) for each in indicators.expectation_versions(store)]


def test_a_version_is_replaced_from_a_day_on(store: Store) -> None:
    actions.declare_by_hand(store, HALF, by="test")
    app = opened("expectations", version="2.1")

    fields = {
        "Value": "60%",
        "From": "2026-07",
        "Office_or_function_that_says_so": "Secretariat",
        "Basis": "Decision 4",
    }
    app = click(write(app, **fields), "Replace")

    assert success(app) == [
        "The expectation is declared. It takes days from an earlier version, which stays in the history."
    ]
    assert [
        (str(each.expectation.value), [(stretch.first, stretch.last) for stretch in each.holds])
        for each in indicators.expectation_versions(store)
    ] == [
        ("3/5", [(date(2026, 7, 1), None)]),
        ("1/2", [(date(2026, 1, 1), date(2026, 6, 30))]),
    ]


def test_a_version_cannot_end_before_it_begins(store: Store) -> None:
    actions.declare_by_hand(store, HALF, by="test")
    app = opened("expectations", version="2.1")
    app = settled(next(each for each in app.main.radio).set_value("end").run())

    app = click(write(app, Last_day="2025", Office_or_function_that_says_so="Secretariat"), "End")

    assert "lies before the first" in errors(app)[0]
    assert store.version == 2


def test_a_ready_made_set_is_shown_with_its_label_and_declared(store: Store) -> None:
    app = opened("expectations", view="preset", set="tool-defaults")
    assert {row[3] for row in tables(app)} == {"tool default, not a United Nations standard"}

    app = click(write(app, Office_or_function_that_says_so="Secretariat"), "Declare this set")

    assert success(app) == ["6 expectations of the set are declared."]
    assert len(indicators.expectation_versions(store)) == 6


def test_a_list_with_a_fault_is_not_taken_and_every_fault_is_named(store: Store) -> None:
    app = opened("expectations", view="import")
    rows = (
        b"type,category,value,author,date,basis\npresence,CSO,1.4,Office,2026-01-01,x\ndepth,,1,Office,2026-01-01,x\n"
    )

    app = settled(app.main.get("file_uploader")[0].upload("mine.csv", rows, "text/csv").run())

    assert tables(app)[0][0] == "2"
    assert "“1.4” cannot be expected" in tables(app)[0][1]
    assert errors(app) == ["1 row cannot be taken, so nothing of the list is: mend it and choose the file again."]
    assert not [each for each in app.main.button if each.label.startswith("Record")]


# ---- seats --------------------------------------------------------------------------------------------------------


def test_a_roster_is_checked_recorded_and_undone(store: Store) -> None:
    app = settled(opened("seats").main.get("file_uploader")[0].upload("roster.csv", ROSTER, "text/csv").run())
    assert indicators.listed_seats(store) == ()

    app = click(app, "Record 1 row")

    assert [each.organisation for each in indicators.listed_seats(store)] == ["Caritas Chad"]
    assert tables(app)[0] == [
        "Caritas Chad",
        "Network A",
        "Civil society",
        "member",
        "from 2025",
        "its own constituency",
    ]
    click(app, "Undo")
    assert indicators.listed_seats(store) == ()


def test_a_seat_is_added_and_ended_by_hand(store: Store) -> None:
    app = choose(opened("seats", mechanism="Network A"), "Where", "Network A")
    app = click(write(app, Organisation="City of Athens", Since="2025"), "Add")
    assert success(app) == ["The seat of City of Athens is recorded."]

    app = choose(app, "Seat", "0")
    app = click(write(app, Last_day="2026-06"), "End this seat")

    assert [(each.since, each.until) for each in indicators.listed_seats(store)] == [("2025", "2026-06")]
    click(app, "Undo")
    assert [(each.since, each.until) for each in indicators.listed_seats(store)] == [("2025", None)]


# ---- marks --------------------------------------------------------------------------------------------------------


def test_a_group_is_marked_and_expected_again(store: Store) -> None:
    app = choose(opened("marks", mechanism="Network A"), "Group", "PAR")
    app = click(
        write(app, Office_or_function_that_says_so="Secretariat", Reason="A technical group of officials"), "Mark"
    )

    assert success(app) == ["Not expected: Parliamentarians · Network A."]
    (mark,) = indicators.not_expected(store, Selection())
    assert (mark.mechanism, mark.category, mark.reason) == ("Network A", "PAR", "A technical group of officials")

    app = click(app, "Undo")

    assert indicators.not_expected(store, Selection()) == ()
    assert "Every group is expected everywhere" in words(app)


def test_a_mark_without_a_reason_is_refused(store: Store) -> None:
    app = choose(opened("marks"), "Group", "PAR")

    app = click(write(app, Office_or_function_that_says_so="Secretariat"), "Mark")

    assert errors(app) == ["Say why the group is not expected, or is expected again, in one sentence."]
    assert store.version == 1


# ---- networks -----------------------------------------------------------------------------------------------------


def test_a_network_is_added_and_completed(store: Store) -> None:
    app = click(write(opened("networks"), Name_in_English="Network B", Country="Chad"), "Save")
    assert success(app) == ["Network B is added."]

    app = opened("networks", mechanism="Network B")
    app = click(choose(write(app, Since="2024"), "Meets", "quarterly"), "Save")

    (written,) = (each for each in indicators.listed_mechanisms(store) if each.code == "Network B")
    assert (written.country, written.since, written.rhythm) == ("TD", "2024", "quarterly")
    click(app, "Undo")
    (written,) = (each for each in indicators.listed_mechanisms(store) if each.code == "Network B")
    assert (written.country, written.since, written.rhythm) == ("TD", None, None)


def test_networks_are_found_by_their_names(store: Store) -> None:
    rows = tables(opened("networks", find="network a"))

    assert [row[0] for row in rows if row[-1] == "Network A"] == ["Network A"]


# ---- the rest -----------------------------------------------------------------------------------------------------


def test_names_that_are_not_official_carry_a_mark(store: Store) -> None:
    rows = {row[2]: row for row in tables(opened("lists"))}

    assert rows["CSO"][:2] == ["Civil society", "named group"]
    assert "◇" in rows["MIG"][5]  # Arabic
    assert "◇" not in rows["CSO"][5]


def test_a_backup_is_made_when_asked_for(store: Store) -> None:
    app = opened("backup")
    assert len(app.main.get("download_button")) == 0

    app = click(app, "Make a backup")

    assert len(app.main.get("download_button")) == 1
    assert "Entries: 1. Seal of the last one:" in words(app)


def test_the_journal_says_who_did_what_newest_first(store: Store) -> None:
    actions.declare_by_hand(store, HALF, by="office")
    actions.undo_batch(store, "B0001", by="office")

    rows = tables(opened("audit"))

    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("3", "office", "Batch B0001 undone"),
        ("2", "office", "1 expectation declared"),
        ("1", "test", "Log log.csv imported; rows accepted: 2, refused: 0 (undone since)"),
    ]


def test_the_journal_says_why_an_organisation_is_not_named(store: Store) -> None:
    actions.keep_out(store, "Caritas Chad", by="office", reason="Its members are at risk.")
    actions.name_again(store, "Caritas Chad", by="office")

    assert [row[3] for row in tables(opened("audit"))][:2] == [
        "Documents name Caritas Chad again",
        "Documents no longer name Caritas Chad: Its members are at risk.",
    ]


def test_another_section_keeps_nothing_of_the_one_before_in_the_address(store: Store) -> None:
    app = opened("expectations", view="history", page="2")

    app = settled(app.main.get("button_group")[0].set_value("audit").run())

    assert dict(app.query_params) == {"lang": "en", "section": "audit"}


def test_a_list_of_another_process_is_brought_and_shown(store: Store) -> None:
    rows = b"list,list_name,category,kind,label_en\nmine,My process,FARM,named,Farmers\nmine,My process,ACA,named,\n"
    app = settled(opened("lists").main.get("file_uploader")[0].upload("mine.csv", rows, "text/csv").run())

    click(app, "Record 2 rows")

    app = opened("lists", labels="mine")
    assert "This list names 2 groups." in words(app)
    assert [row[:3] for row in tables(app)][:2] == [
        ["Farmers ◇ (not the official wording)", "named group", "FARM"],
        ["Academia", "named group", "ACA"],
    ]


def test_a_roster_of_which_no_row_can_be_taken_says_so(store: Store) -> None:
    rows = ROSTER.replace(b"Network A", b"Atlantis")

    app = settled(opened("seats").main.get("file_uploader")[0].upload("roster.csv", rows, "text/csv").run())

    assert len(errors(app)) == 1
    assert errors(app)[0].startswith("1 row cannot be taken")
