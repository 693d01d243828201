"""Files in the shapes that other systems write become rows of a log; what is only probable stays a question."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_files import (
    FILES,
    FOLDER,
    HXL,
    INDICO,
    KOBO,
    MATRIX,
    PARTICIPANTS,
    PLAIN,
    TEAMS_OLD,
    ZOOM_BLOCK,
    ZOOM_FR,
    ZOOM_PEOPLE,
    as_csv,
    cells,
)

from engagement import layouts
from engagement.errors import MappingError, UnreadableFileError
from engagement.files import readers
from engagement.files.sheet import BadCell, Grid, Rows
from engagement.layouts import LAYOUTS, Laid
from engagement.layouts.attendance import looks_like_organisation
from engagement.locale import error_text, problem_text, text
from engagement.mapping import COLUMNS, suggest
from engagement.model import Problem, ProblemSeverity
from engagement.reference import folder
from engagement.settings import Settings

LIMITS = Settings()
TESTS = Path(__file__).parent


def lay(content: bytes, layout: str | None = None, header_row: int | None = None, sheet: str | None = None) -> Laid:
    grid = readers.read_grid(content, sheet=sheet, encoding=None, limits=LIMITS)
    return layouts.read(grid, layout=layout, header_row=header_row, limits=LIMITS)


def meant(laid: Laid) -> list[dict[str, str]]:
    """The rows by our columns, blank cells left out, with the number of each as 'row'."""
    places = {column: laid.sheet.header.index(title) for title, column in ours(laid).items()}
    return [
        {"row": str(number)} | {column: cells[at] for column, at in places.items() if cells[at]}
        for number, cells in laid.sheet.rows
    ]


def ours(laid: Laid) -> dict[str, str]:
    return {
        title: each.column
        for title, each in suggest(laid.sheet, laid.columns).items()
        if each.confidence.value == "certain"
    }


def in_columns(drawing: str) -> list[dict[str, str]]:
    header, *rows = cells(drawing)
    return [{title: cell for title, cell in zip(header, row, strict=True) if cell} for row in rows]


def unnamed(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with people as P1, P2, ... in the order in which they come."""
    names: dict[str, str] = {}
    return [row | {"person": names.setdefault(row["person"], f"P{len(names) + 1}")} for row in rows]


# ---- recognising --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_the_test_files_are_what_their_generator_makes_and_are_recognised_by_content(name: str) -> None:
    kept = (FOLDER / name).read_bytes()

    assert name.endswith(".xlsx") or kept == FILES[name]
    assert lay(kept).layout == re.split("[._]", name)[0]


def real_files() -> list[tuple[str, str | None]]:
    texts = sorted(TESTS.glob("files/*/*.csv")) + sorted(folder().glob("demonstration/*.csv"))
    sheets = {"tcd_3w_avr2025.xlsx": ("3W Physique",), "event_affiliation_energy.xlsx": (None,)}
    books = [path for path in sorted(TESTS.glob("files/*/*.xlsx")) if path.name in sheets]
    plain = [path for path in texts if path.parent.name not in ("layouts", "hostile") and path.stem != "illustrative"]
    return [(str(path), None) for path in plain] + [(str(path), sheet) for path in books for sheet in sheets[path.name]]


@pytest.mark.parametrize(("path", "sheet"), real_files())
def test_a_plain_file_stays_plain(path: str, sheet: str | None) -> None:
    assert lay(Path(path).read_bytes(), sheet=sheet).layout == "plain"


@pytest.mark.parametrize(
    "drawing",
    [
        # a survey: answers look like marks
        "Organisation | Do you work in camps? | Do you work in cities? | Do you have funds?\nA | yes | no | yes",
        # counts of women, men and others are 0 and 1
        "Organisation | Date | Women | Men | Other gender\nA | 2026-01-01 | 1 | 0 | 0",
        # a name and an e-mail, without minutes
        "Name | Email | Organisation | Date\nPerson 1 | none | A | 2026-01-01",
        # an ID first, and a name, of an organisation
        "ID | Name | Country | Type\n1 | A | Chad | NGO",
        # one title of a collecting server is anybody's
        "_id | Organisation | Date\n1 | A | 2026-01-01",
        # honorifics in a table
        "Honorific | Person name | Organisation\nMr. | P1 | A\nMs. | P2 | B\nDr. | P3 | C\nMr. | P4 | D",
        # hashtags in cells
        "Tag | Organisation\n#one | A\n#two | B",
    ],
)
def test_what_looks_like_a_layout_and_is_none_stays_plain(drawing: str) -> None:
    laid = lay(as_csv(cells(drawing)))

    assert (laid.layout, laid.columns, laid.values, laid.constants, laid.notes) == ("plain", {}, {}, {}, ())


def test_a_large_file_is_recognised_without_being_read() -> None:
    def refuse() -> tuple[tuple[int, tuple[str, ...]], ...]:
        raise AssertionError

    head = tuple((number, ("2026-01-01", "Hearing", "A")) for number in range(2, 100))
    rows = Rows(((1, ("Date", "Event", "Organisation")), *head), refuse)

    assert layouts.recognise(Grid(name=None, rows=rows, delimiter=",", is_plain=True)) == "plain"


def test_a_layout_asked_for_is_used_or_refused() -> None:
    assert lay(as_csv(PLAIN), layout="plain").layout == "plain"
    assert lay(as_csv(INDICO), layout="plain").columns == {}
    with pytest.raises(MappingError) as caught:
        lay(as_csv(PLAIN), layout="zooom")
    assert caught.value.code == "layout-unknown"


def unfit(rows: list[list[str]], layout: str, header_row: int | None = None) -> tuple[str, tuple[str, ...]]:
    """Which sentence says that a file does not have a layout, and what it names."""
    with pytest.raises(MappingError) as caught:
        lay(as_csv(rows), layout=layout, header_row=header_row)
    assert caught.value.layout == layout
    named = caught.value.values["titles" if caught.value.code.endswith("columns") else "missing"]
    for language in ("en", "fr"):
        assert all(each in error_text(caught.value.code, caught.value.values, language) for each in named)
    return caught.value.code, named


OF_ZOOM = "User Email / Join Time / Leave Time / Guest / In Waiting Room"
OF_INDICO = "Registration date / Registration state / Checked in / Modification date"


@pytest.mark.parametrize(
    ("layout", "drawing", "missing"),
    [
        ("zoom", "Who | When\nA | B", ("Name (Original Name)", "Duration (Minutes)", OF_ZOOM)),
        ("zoom", "Report |\nName | Email | Minutes\nA | B | 5", ("Duration (Minutes)",)),
        ("zoom", "Nom | Durée (minutes)\nA | 5", (OF_ZOOM,)),
        ("teams", "Name | First Join | Role\nA | 10:00 | Guest", ("Last Leave / User Action",)),
        ("indico", "Name | ID | State\nA | 1 | Completed", ("ID (A)", "Name (B)")),
        ("indico", "ID | Name | Country\n1 | A | Chad", (OF_INDICO,)),
        ("kobo", "_uuid | Organisation\n1 | A", ("_submission_time",)),
        ("matrix", "Country | Meeting 1\nChad | x", ("Organisation", "x")),
        ("matrix", "Organisation | Meeting 1\nA | often", ("x",)),
        ("participants", "Name\nPerson One", ("H.E. Mr.",)),
        (
            "template",
            "date | activity\n1 | 2",
            ("network", "working_group", "organisation", "category", "country", "+12"),
        ),
    ],
)
def test_a_layout_that_does_not_fit_names_what_is_missing(layout: str, drawing: str, missing: tuple[str, ...]) -> None:
    assert unfit(cells(drawing), layout) == ("layout-unfit", missing)


def test_a_layout_that_does_not_fit_names_the_columns_that_are_too_many() -> None:
    template = (folder() / "template.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    further = [f"Question {number}" for number in range(7)]

    assert unfit(PLAIN, "matrix") == ("layout-unfit-columns", ("Date", "Event"))
    assert unfit([[*template, *further], ["x"] * 26], "template") == (
        "layout-unfit-columns",
        (*further[:5], "+2"),
    )


def test_what_is_missing_is_looked_for_in_the_header_row_asked_for() -> None:
    rows = cells("Name | Email | Minutes\nWho | Time | Duration (Minutes)\nA | B | 5")

    assert unfit(rows, "zoom") == ("layout-unfit", ("Duration (Minutes)",))
    assert unfit(rows, "zoom", header_row=2) == ("layout-unfit", ("Name (Original Name)", OF_ZOOM))


def test_a_header_row_that_is_not_the_layouts_own_is_that_of_a_plain_table() -> None:
    block = as_csv([*ZOOM_BLOCK, [], *ZOOM_PEOPLE])

    assert [lay(block, header_row=row).layout for row in (None, 1, 4)] == ["zoom", "plain", "zoom"]


@pytest.mark.parametrize("rows", [INDICO[:1], ZOOM_PEOPLE[:1], KOBO[:1], TEAMS_OLD[:7]])
def test_a_header_without_rows_is_said(rows: list[list[str]]) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        lay(as_csv(rows))
    assert caught.value.code == "file-header-only"


def test_everything_said_is_of_our_columns_and_the_layout_is_noted_with_its_reasons() -> None:
    for name, content in FILES.items():
        laid = lay(content)
        said = {*laid.columns.values(), *laid.values, *laid.constants} - {""}
        assert said <= set(COLUMNS)
        assert set(laid.columns) <= set(laid.sheet.header)
        if laid.layout != "plain":
            assert (laid.notes[0].code, laid.notes[0].value, bool(laid.reasons)) == (
                "layout-recognised",
                laid.layout,
                True,
            ), name


def test_no_address_and_no_name_of_an_attendance_list_leaves_its_layout() -> None:
    for name in ("zoom.csv", "zoom_people_only.csv", "zoom_fr.csv", "teams.csv", "teams_older.csv"):
        sheet = lay(FILES[name]).sheet
        texts = [cell for _, row in sheet.rows for cell in row]
        assert not [text for text in texts if "Person" in text or "@" in text.lstrip("@")], name


# ---- our template -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["template.csv", "template.fr.csv"])
def test_our_template_is_known_in_its_languages(name: str) -> None:
    laid = lay((folder() / name).read_bytes())

    assert (laid.layout, len(laid.columns), set(laid.columns)) == ("template", 19, set(laid.sheet.header))


# ---- Indico -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["indico.csv", "indico.xlsx"])
def test_registrations_tell_stage_and_category_from_two_columns_each(name: str) -> None:
    laid = lay(FILES[name])

    assert meant(laid) == in_columns("""
        row | person | organisation         | country | stage     | category
        2   | 1      | Association of Lakes | Chad    | attended  | Civil society
        3   | 2      | Commission of Hills  | Kenya   | Completed | NHRI
        4   | 3      | University of Coasts | Peru    | Withdrawn | Academia
        5   | 4      | Union of Ports       | Peru    | Pending   | Trade union
        6   | 5      | Club of Rivers       | Peru    | Rejected  | Other
    """)
    assert laid.values == {"stage": {"Completed": "registered", "Withdrawn": "", "Rejected": ""}}


def test_registrations_withdrawn_or_rejected_are_refused_by_row() -> None:
    sheet = lay(FILES["indico.csv"]).sheet

    stage = sheet.header.index("Registration state + Checked in")
    assert sheet.bad_cells == (
        BadCell(row=4, position=stage, code="stage-withdrawn", value="Withdrawn"),
        BadCell(row=6, position=stage, code="stage-withdrawn", value="Rejected"),
    )


def test_equal_titles_keep_their_columns() -> None:
    assert [title for title in lay(FILES["indico.csv"]).sheet.header if title.startswith("Type")] == [
        "Type",
        "Type (2)",
    ]


def test_states_are_read_in_the_language_of_the_exporter() -> None:
    laid = lay(FILES["indico_fr.csv"])

    assert [(row["stage"], row["category"]) for row in meant(laid)] == [
        ("attended", "Société civile"),
        ("Retirée", "Syndicats"),
        ("Complétée", "Autorités locales"),
    ]
    assert (laid.values, [bad.value for bad in laid.sheet.bad_cells]) == (
        {"stage": {"Complétée": "registered", "Retirée": ""}},
        ["Retirée"],
    )


@pytest.mark.parametrize(
    ("state", "yes", "stage"),
    [
        ("Complété", "Oui", "attended"), ("Completado", "Sí", "attended"), ("Completato", "Sì", "attended"),
        ("Concluído", "Sim", "attended"), ("Abgeschlossen", "Ja", "attended"), ("Zakończone", "Tak", "attended"),
        ("已完成", "是", "attended"), ("Completed", "True", "attended"), ("Completed", "1", "attended"),
        ("Completado", "No", "Completado"), ("Abgeschlossen", "Nein", "Abgeschlossen"), ("已完成", "否", "已完成"),
    ],
)  # fmt: skip
def test_check_in_comes_before_the_state(state: str, yes: str, stage: str) -> None:
    rows = [["ID", "Name", "Affiliation", "Registration state", "Checked in"], ["1", "Person 1", "A", state, yes]]
    laid = lay(as_csv(rows))

    assert (meant(laid)[0]["stage"], laid.values) == (stage, {"stage": {state: "registered"}})


def test_a_state_is_known_by_its_words_under_any_title() -> None:
    rows = [
        ["ID", "Nome", "Affiliazione", "Stato", "Data di registrazione"],
        ["1", "Persona 1", "A", "Completato", "x"],
    ]
    laid = lay(as_csv(rows))

    assert (laid.layout, laid.columns["Stato"], laid.values) == (
        "indico",
        "stage",
        {"stage": {"Completato": "registered"}},
    )


def test_registrations_without_state_or_check_in_say_no_stage() -> None:
    laid = lay(as_csv([["ID", "Name", "Affiliation", "Registration date"], ["1", "Person 1", "A", "2026-01-01"]]))

    assert meant(laid) == [{"row": "2", "person": "1", "organisation": "A"}]


def test_two_registrations_with_one_name_are_two_people() -> None:
    rows = [
        ["ID", "Name", "Affiliation", "Registration date"],
        ["7", "Person 1", "A", "2026-01-01"],
        ["8", "Person 1", "A", "2026-01-02"],
    ]

    assert [row["person"] for row in meant(lay(as_csv(rows)))] == ["7", "8"]


# ---- Zoom ---------------------------------------------------------------------------------------------------------

ZOOM_MEANT = """
    row | person | organisation         | stage
    5   | P1     | @caritas.example.org | attended
    6   | P1     | @caritas.example.org | attended
    7   | P2     | (IOM)                | attended
    8   | P3     |                      | attended
    9   | P4     | (UNHCR)              | attended
    10  | P4     | (UNHCR)              | attended
"""


def test_a_person_who_comes_back_is_one_and_the_organisation_is_a_candidate() -> None:
    laid = lay(FILES["zoom.csv"])

    assert unnamed(meant(laid)) == in_columns(ZOOM_MEANT)
    assert laid.constants == {
        "mode": "online",
        "activity": "Hearing on labour routes",
        "date": "03/12/2026 09:55:00 AM",
    }


def test_time_in_the_waiting_room_is_refused_by_row() -> None:
    assert [(bad.row, bad.code) for bad in lay(FILES["zoom.csv"]).sheet.bad_cells] == [(10, "waiting-room")]


def test_without_the_block_above_the_day_is_that_of_every_arrival() -> None:
    laid = lay(FILES["zoom_people_only.csv"])

    assert laid.constants == {"mode": "online", "date": "03/12/2026"}
    assert [row["person"] for row in unnamed(meant(laid))] == ["P1", "P1", "P2", "P3", "P4", "P4"]


def test_arrivals_on_two_days_leave_the_day_to_be_asked() -> None:
    rows = [*ZOOM_FR, ["Personne 3", "", "13/03/2026 00:01:00", "13/03/2026 00:10:00", "9", "Oui"]]

    assert lay(as_csv(rows)).constants == {"mode": "online"}


def test_the_shape_that_repeats_topic_and_start_in_every_row() -> None:
    laid = lay(
        as_csv(
            cells("""
        Topic   | Meeting ID | Start Time       | Name (Original Name) | User Email         | Total Duration (Minutes)
        Hearing | 987        | 2026-03-12 09:55 | Person 1             | p1@one.example.org | 32
    """)
        )
    )

    assert unnamed(meant(laid)) == in_columns("""
        row | person | activity | date             | organisation     | stage
        2   | P1     | Hearing  | 2026-03-12 09:55 | @one.example.org | attended
    """)


def test_registered_people_who_did_not_attend_a_webinar() -> None:
    laid = lay(
        as_csv(
            cells("""
        Attended | User Name (Original Name) | First Name | Email | Organization | Time in Session (minutes) | Country
        Yes      | Person 1 | Person | p1@one.example.org | Union of Ports | 60 | Peru
        No       | Person 2 | Person | p2@two.example.org |                |    | Chad
    """)
        )
    )

    assert unnamed(meant(laid)) == in_columns("""
        row | person | country | organisation     | stage
        2   | P1     | Peru    | Union of Ports   | Yes
        3   | P2     | Chad    | @two.example.org | No
    """)
    assert laid.values == {"stage": {"Yes": "attended", "No": "registered"}}


def test_rows_given_back_and_sent_again_keep_what_was_worked_out() -> None:
    first = lay(FILES["zoom_people_only.csv"])
    again = lay(as_csv([[*first.sheet.header, "Reasons"], *([*row, "why"] for _, row in first.sheet.rows)]))

    assert (again.layout, meant(again)) == ("zoom", meant(first))


@pytest.mark.parametrize(
    ("part", "is_one"),
    [
        ("IOM", True), ("UN Women", True), ("UNHCR", True), ("UN-Habitat", True), ("University of Coasts", True),
        ("Ministerio de Aguas", True), ("ONG Rivières", True), ("Person One", False), ("she/her", False),
        ("Host", False), ("", False), ("p1@example.org", False),
    ],
)  # fmt: skip
def test_only_what_looks_like_an_organisation_becomes_a_candidate(part: str, is_one: bool) -> None:
    assert looks_like_organisation(part) is is_one


@pytest.mark.parametrize(
    ("name", "email", "candidate"),
    [
        ("Person 1", "P1@Mail.Example.ORG", "@mail.example.org"),
        ("Person 1", "p1@gmail.com", ""),
        ("Person 1", "p1@yahoo.fr", ""),
        ("Person 1 (IOM)", "p1@gmail.com", "(IOM)"),
        ("Person 1 (Œuvre des Dunes)", "p1@dunes.example.org", "(Œuvre des Dunes) @dunes.example.org"),
        ("Person 1 (Person One)", "p1@dunes.example.org", "@dunes.example.org"),
        ("IOM - Person 1", "p1@dunes.example.org", "@dunes.example.org"),
        ("Person 1" + 9_000 * " " + "- IOM", "", "(IOM)"),
        ("a - " * 2_000, "a" * 9_000 + "@", ""),
        ("IOM_Person 1", "", "(IOM)"),
        ("Person 1 | UNHCR", "", "(UNHCR)"),
        ("Person 1, Union of Ports", "", "(Union of Ports)"),
        ("Person 1 [she/her]", "", ""),
        ("IOM", "", ""),
    ],
)
def test_what_stands_in_brackets_and_the_domain_come_before_a_part_of_the_name(
    name: str, email: str, candidate: str
) -> None:
    rows = [["Name", "Email", "Duration (Minutes)", "Guest"], [name, email, "5", "Yes"]]

    assert meant(lay(as_csv(rows)))[0].get("organisation", "") == candidate


def test_a_person_has_one_organisation_whatever_a_single_stay_says() -> None:
    laid = lay(
        as_csv(
            cells("""
        Name           | Email              | Join Time        | Duration (Minutes)
        Person 1       |                    | 2026-03-12 10:00 | 5
        Person 1       | p1@one.example.org | 2026-03-12 10:10 | 50
        Person 2 (IOM) | p2@two.example.org | 2026-03-12 10:00 | 5
        Person Two     | p2@two.example.org | 2026-03-12 10:10 | 50
    """)
        )
    )

    assert unnamed(meant(laid)) == in_columns("""
        row | person | organisation           | stage
        2   | P1     | @one.example.org       | attended
        3   | P1     | @one.example.org       | attended
        4   | P2     | (IOM) @two.example.org | attended
        5   | P2     | (IOM) @two.example.org | attended
    """)


def test_the_columns_that_are_added_have_our_own_names() -> None:
    header = lay(FILES["zoom.csv"]).sheet.header

    assert (header[0], header[-3:]) == ("Name (Original Name)", ("organisation", "category", "stage"))


def test_an_organisation_that_people_named_themselves_stands_in_one_column() -> None:
    rows = [["Name", "organisation", "Join Time", "Duration (Minutes)"], ["Person 1", "A", "2026-03-12 10:00", "5"]]
    first = lay(as_csv(rows))
    again = lay(as_csv([[*first.sheet.header], *(list(row) for _, row in first.sheet.rows)]))

    assert first.sheet.header == ("Name", "Join Time", "Duration (Minutes)", "organisation", "category", "stage")
    assert (meant(first)[0]["organisation"], meant(again)) == ("A", meant(first))


def test_a_row_with_a_name_and_nothing_else_is_a_person() -> None:
    laid = lay(as_csv([*ZOOM_PEOPLE[:3], ["Person 9"], *ZOOM_PEOPLE[3:]]))

    assert [row for row, _ in laid.sheet.rows] == [2, 3, 4, 5, 6, 7, 8]


def test_a_header_that_is_asked_for_may_lack_the_minutes() -> None:
    laid = lay(as_csv(cells("List |\nName | Email\nPerson 1 | p1@one.example.org")), layout="zoom", header_row=2)

    assert unnamed(meant(laid)) == [
        {"row": "3", "person": "P1", "organisation": "@one.example.org", "stage": "attended"}
    ]


WEBINAR = """
    Attendee Report |
    Topic | Webinar ID | Start Time
    Hearing on labour routes | 987 | 2026-03-12 09:55
    Host Details |
    Attended | User Name (Original Name) | Email | Join Time | Leave Time | Time in Session (minutes) | Is Guest
    Yes | Person 1 | p1@one.example.org | 2026-03-12 09:50 | 2026-03-12 11:00 | 70 | No
    Attendee Details |
    Attended | User Name (Original Name) | First Name | Email | Organization | Join Time | Time in Session (minutes)
    Yes | Person 2 | Person | p2@two.example.org | Union of Ports | 2026-03-12 10:00 | 60
    No | Person 3 | Person | p3@three.example.org | | |
    Other Attended |
    User Name | Join Time | Leave Time | Time in Session (minutes) | Country/Region Name
    Person 4 (IOM) | 2026-03-12 10:00 | 2026-03-12 10:30 | 30 | Peru
    Person 5 | | | |
"""


def test_every_list_of_a_webinar_is_read_by_its_own_header() -> None:
    laid = lay(as_csv([[cell for cell in row if cell or row[1:] != [""]] for row in cells(WEBINAR)]))

    assert unnamed(meant(laid)) == in_columns("""
        row | person | organisation     | stage    | country
        6   | P1     | @one.example.org | Yes      |
        9   | P2     | Union of Ports   | Yes      |
        10  | P3     | @three.example.org | No     |
        13  | P4     | (IOM)            | attended | Peru
        14  | P5     |                  | attended |
    """)
    assert {len(row) for _, row in laid.sheet.rows} == {len(laid.sheet.header)}
    assert (laid.constants["activity"], [note.code for note in laid.notes]) == (
        "Hearing on labour routes",
        ["layout-recognised"],
    )


def test_a_list_of_a_webinar_that_is_none_of_people_is_named() -> None:
    further = [["Sign-ups"], ["Name", "Email", "Questions"], ["Person 8", "p8@one.example.org", "why"]]
    laid = lay(as_csv([*ZOOM_PEOPLE, *further]))

    assert [row for row, _ in laid.sheet.rows] == [2, 3, 4, 5, 6, 7]
    assert [(note.code, note.row) for note in laid.notes] == [("layout-recognised", None), ("further-table", 8)]


@pytest.mark.parametrize(
    ("topic", "activity"),
    [
        ("Person One's Zoom Meeting", None),
        ("Person One’s Personal Meeting Room", None),
        ("Réunion Zoom de Personne Un", None),
        ("Reunión de Zoom de Persona Uno", None),
        ("Zoom-Meeting von Person Eins", None),
        ("Конференция Zoom Персона", None),
        ("甲的 Zoom 会议", None),
        ("Regional Zoom Meeting", "Regional Zoom Meeting"),
        ("Hearing on labour routes", "Hearing on labour routes"),
    ],
)
def test_a_topic_that_only_names_who_opened_the_meeting_is_no_title(topic: str, activity: str | None) -> None:
    above = [["Topic", "Start Time", "Meeting ID"], [topic, "2026-03-12 09:55", "987"]]
    row = [["Topic", "Name", "Join Time", "Duration (Minutes)"], [topic, "Person 1", "2026-03-12 10:00", "5"]]
    beside = lay(as_csv(row))

    assert lay(as_csv([*above, *ZOOM_PEOPLE])).constants.get("activity") == activity
    assert meant(beside)[0].get("activity") == activity
    assert [topic for _, cells in beside.sheet.rows for topic in cells if "One" in topic] == []


# ---- Teams --------------------------------------------------------------------------------------------------------


def test_an_identity_is_an_address_where_the_address_is_blank() -> None:
    laid = lay(
        as_csv(
            cells("""
        Full Name | Join Time             | Leave Time             | Email            | Role      | Participant ID (UPN)
        Person 1  | 3/12/2021, 9:58:20 AM | 3/12/2021, 10:15:03 AM |                  | Presenter | p1@one.example.org
        Person 1  | 3/12/2021, 9:58:20 AM | 3/12/2021, 10:15:03 AM | pone@example.org | Presenter | p1@one.example.org
    """)
        )
    )

    assert unnamed(meant(laid)) == in_columns("""
        row | person | organisation     | stage
        2   | P1     | @one.example.org | attended
        3   | P1     | @one.example.org | attended
    """)


def test_the_participants_of_a_report_in_sections() -> None:
    laid = lay(FILES["teams.csv"])

    assert unnamed(meant(laid)) == in_columns("""
        row | person | organisation     | stage
        11  | P1     | @iom.example.org | attended
        12  | P2     |                  | attended
        13  | P3     | (ILO)            | attended
    """)
    assert laid.constants == {
        "mode": "online",
        "activity": "Hearing on labour routes",
        "date": "3/12/26, 9:58:12 AM",
    }
    assert [(note.code, note.row) for note in laid.notes] == [("layout-recognised", None), ("further-table", 15)]


def test_the_older_list_under_a_summary() -> None:
    laid = lay(FILES["teams_older.csv"])

    assert [row["person"] for row in unnamed(meant(laid))] == ["P1", "P1", "P2"]
    assert laid.constants == {
        "mode": "online",
        "activity": "Hearing on labour routes",
        "date": "3/12/2021, 9:58:12 AM",
    }


def test_the_oldest_list_of_who_joined_and_left() -> None:
    laid = lay(
        as_csv(
            cells("""
        Full Name | User Action | Timestamp
        Person 1  | Joined      | 3/12/2021 9:58
        Person 1  | Left        | 3/12/2021 10:58
        Person 2  | Joined      | 3/12/2021 9:59
    """)
        )
    )

    assert (laid.layout, [row["person"] for row in unnamed(meant(laid))]) == ("teams", ["P1", "P1", "P2"])


# ---- KoBo and HXL -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["kobo.csv", "kobo.xlsx"])
def test_groups_in_titles_are_looked_through_and_choices_are_one_column(name: str) -> None:
    laid = lay(FILES[name])

    assert meant(laid) == in_columns("""
        row | activity | date       | organisation         | category                | country
        2   | Hearing  | 2026-03-12 | Association of Lakes | civil_society           | TD
        3   | Hearing  | 2026-03-12 | University of Coasts | civil_society; academia | PE
    """)


def test_choices_without_their_column_together_are_joined() -> None:
    laid = lay(
        as_csv(
            cells("""
        Date       | Type of organisation/Civil society | Type of organisation/Academia | _id | _uuid
        2026-03-12 | TRUE                               | FALSE                         | 1   | a
        2026-03-13 | TRUE                               | TRUE                          | 2   | b
    """)
        )
    )

    assert [row["category"] for row in meant(laid)] == ["Civil society", "Civil society; Academia"]


def test_questions_of_a_group_answered_with_1_and_0_stay_questions() -> None:
    laid = lay(
        as_csv(
            cells("""
        Date       | Organisation | people/women | people/men | access/ramp | access/lift | _id | _uuid
        2026-03-12 | A            | 1            | 0          | 1           | 0           | 1   | a
        2026-03-13 | B            | 0            | 1          | 1           | 1           | 2   | b
    """)
        )
    )

    assert meant(laid) == in_columns("""
        row | date       | organisation | women | men
        2   | 2026-03-12 | A            | 1     | 0
        3   | 2026-03-13 | B            | 0     | 1
    """)
    assert [title for title in laid.sheet.header if "/" in title] == [
        "people/women", "people/men", "access/ramp", "access/lift",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["hxl.csv", "hxl.xlsx"])
def test_tags_drive_the_columns_whatever_the_titles(name: str) -> None:
    assert meant(lay(FILES[name])) == in_columns("""
        row | date       | activity | organisation         | category      | place
        3   | 2026-03-12 | Hearing  | Association of Lakes | Civil society | Coast
        4   | 2026-03-13 | Workshop | University of Coasts | Academia      | Hills
    """)


def test_a_real_tagged_sheet() -> None:
    book = (TESTS / "files/ocha_3w/tcd_3w_avr2025.xlsx").read_bytes()
    laid = lay(book, sheet="3W Opérationnelle")

    assert (laid.layout, laid.columns, len(laid.sheet.rows)) == ("hxl", {"Province": "place"}, 1556)


# ---- matrices -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["matrix.csv", "matrix.xlsx"])
def test_each_mark_of_a_matrix_is_a_row_with_its_meeting_and_day(name: str) -> None:
    laid = lay(FILES[name])

    assert meant(laid) == in_columns("""
        row | organisation         | category      | activity   | date          | mark
        3   | Association of Lakes | Civil society | Hearing    | 12 March 2026 | x
        3   | Association of Lakes | Civil society | 12/05/2026 | 12/05/2026    | ✓
        4   | University of Coasts | Academia      | Hearing    | 12 March 2026 | x
        4   | University of Coasts | Academia      | Workshop   | 2026-04-02    | -
        4   | University of Coasts | Academia      | 12/05/2026 | 12/05/2026    | excused
        5   | Union of Ports       | Trade union   |            |               |
    """)
    assert [(bad.row, bad.code) for bad in laid.sheet.bad_cells] == [(5, "mark-missing")]


def test_titles_over_days() -> None:
    assert meant(lay(FILES["matrix_two_rows.csv"])) == in_columns("""
        row | organisation         | activity | date       | mark
        3   | Association of Lakes | Hearing  | 2026-03-12 | 1
        3   | Association of Lakes | Workshop | 2026-04-02 | 0
        3   | Association of Lakes | Review   | 2026-05-12 | 1
        4   | University of Coasts | Hearing  | 2026-03-12 | 0
        4   | University of Coasts | Workshop | 2026-04-02 | 1
    """)


def test_days_under_titles() -> None:
    drawing = """
        Organisation | Hearing    | Workshop   | Review
                     | 12 March 2026 | 2 April 2026 | 12 May 2026
        A            | x          |            | x
    """

    assert meant(lay(as_csv(cells(drawing)))) == in_columns("""
        row | organisation | activity | date          | mark
        3   | A            | Hearing  | 12 March 2026 | x
        3   | A            | Review   | 12 May 2026   | x
    """)


def test_titles_without_any_day_leave_the_days_to_be_asked() -> None:
    laid = lay(as_csv(cells("Organisation | Hearing | Workshop | Review\nA | x | | x\nB | | x |")))

    assert (laid.layout, [row["activity"] for row in meant(laid)]) == ("matrix", ["Hearing", "Review", "Workshop"])
    assert "date" not in laid.columns.values()


def test_unknown_marks_leave_no_meeting_out() -> None:
    laid = lay(
        as_csv(
            cells("""
        Organisation | Hearing 2026-03-12 | Workshop | Review 2026-05-12 | Panel 2026-06-12
        A            | x                  | V        | #N/A              | to come
        B            | x                  | x        | x                 | to come
    """)
        )
    )

    assert [(row["organisation"], row["activity"], row["mark"]) for row in meant(laid)] == [
        ("A", "Hearing", "x"), ("A", "Workshop", "V"), ("A", "Review", "#N/A"), ("A", "Panel", "to come"),
        ("B", "Hearing", "x"), ("B", "Workshop", "x"), ("B", "Review", "x"), ("B", "Panel", "to come"),
    ]  # fmt: skip


def test_a_column_among_meetings_without_days_is_one() -> None:
    laid = lay(as_csv(cells("Organisation | Hearing | Talk | Workshop | Review\nA | x | V | x | x\nB | x | V | x | ")))

    assert [row["activity"] for row in meant(laid) if row["mark"] == "V"] == ["Talk", "Talk"]


def test_remarks_are_no_meeting_even_beside_a_day() -> None:
    drawing = """
        Organisation | 2026-03-12 | Remarks            | 2026-04-02 | 2026-05-12 | Remarks 2026-05-12
        A            | x          | came with a friend | x          | x          | left before the end of it
    """

    assert [row["activity"] for row in meant(lay(as_csv(cells(drawing))))] == ["2026-03-12", "2026-04-02", "2026-05-12"]


def test_marks_of_many_kinds_over_a_row_of_days_are_a_matrix() -> None:
    laid = lay(
        as_csv(
            cells("""
        Organisation | Audience   | Atelier    | Revue
                     | 12/03/2026 | 02/04/2026 | 12/05/2026
        A            | x          | abs        | P
        B            | exc.       |            | ?
    """)
        )
    )

    assert (laid.layout, [(row["organisation"], row["activity"], row["mark"]) for row in meant(laid)]) == (
        "matrix",
        [
            ("A", "Audience", "x"),
            ("A", "Atelier", "abs"),
            ("A", "Revue", "P"),
            ("B", "Audience", "exc."),
            ("B", "Revue", "?"),
        ],
    )


def test_a_matrix_that_is_asked_for_may_have_one_meeting_and_marks_nobody_knows() -> None:
    drawing = "Attendance of 2026 |\nOrganisation | Hearing\nA | x\nB | v\nC | w"

    assert lay(as_csv(cells(drawing))).layout == "plain"
    assert [row["mark"] for row in meant(lay(as_csv(cells(drawing)), layout="matrix", header_row=2))] == ["x", "v", "w"]


@pytest.mark.parametrize(
    "drawing",
    [
        # money and people under years
        "Organisation | 2023 | 2024 | 2025\nA | 120 | 1 | 90\nB | 3 | 80 | 0",
        # what was done in a year
        "Organisation | Done 2024 | Done 2025 | Planned 2026\nA | a hearing | - | two hearings\nB | none | talks | -",
    ],
)
def test_columns_of_years_are_no_matrix(drawing: str) -> None:
    assert lay(as_csv(cells(drawing))).layout == "plain"


@pytest.mark.parametrize("total", ["Total", "TOTAL :", "Sous-total", "Source: registration desk"])
def test_a_line_of_totals_stays_one_row_and_no_meeting_is_lost_for_it(total: str) -> None:
    laid = lay(
        as_csv(cells(f"Organisation | Hearing | Workshop | Review\nA | x | x |\nB | | | x\n{total} | 14 | 1 | 7"))
    )

    assert [(row["row"], row["organisation"], row.get("mark")) for row in meant(laid)] == [
        ("2", "A", "x"), ("2", "A", "x"), ("3", "B", "x"), ("4", total, None),
    ]  # fmt: skip
    assert [(bad.row, bad.code) for bad in laid.sheet.bad_cells] == []  # the cell is read as what it is


def test_a_line_of_totals_that_stands_in_another_column_is_refused() -> None:
    laid = lay(
        as_csv(cells("Ref | Organisation | Hearing | Workshop | Review\na1 | A | x | x | x\nTotal | | 1 | 1 | 1"))
    )

    assert [(row["row"], row.get("mark")) for row in meant(laid)] == [("2", "x"), ("2", "x"), ("2", "x"), ("3", None)]
    assert laid.sheet.bad_cells == (BadCell(row=3, position=3, code="total-row", value="Total"),)


def test_an_organisation_whose_name_begins_like_a_total_is_one() -> None:
    laid = lay(as_csv(cells("Organisation | Hearing | Workshop | Review\nTotal Energies | x | x | \nB | x | | x")))

    assert [row["organisation"] for row in meant(laid)] == ["Total Energies", "Total Energies", "B", "B"]


@pytest.mark.parametrize(
    ("title", "activity", "date"),
    [
        ("Consultation – 3 mars 2026", "Consultation", "3 mars 2026"),
        ("2026-03-12 Hearing", "Hearing", "2026-03-12"),
        ("Hearing (Lima), 12.03.2026", "Hearing (Lima)", "12.03.2026"),
        ("March 2026", "March 2026", "March 2026"),
        ("Meeting 3", "Meeting 3", None),
    ],
)
def test_title_and_day_of_a_meeting_are_told_apart(title: str, activity: str, date: str | None) -> None:
    rows = [["Organisation", title, "2026-01-05", "2026-01-06"], ["A", "x", "x", "x"]]
    first = meant(lay(as_csv(rows)))[0]

    assert (first["activity"], first.get("date")) == (activity, date)


# ---- lists of participants ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["participants.csv", "participants.xlsx"])
def test_people_under_headings_are_counted_and_not_named(name: str) -> None:
    laid = lay(FILES[name])

    assert meant(laid) == in_columns("""
        row | category                       | organisation           | country | person
        5   | MEMBER STATES                  | Chad                   | Chad    | 5
        6   | MEMBER STATES                  | Chad                   | Chad    | 6
        8   | MEMBER STATES                  | Peru                   | Peru    | 8
        10  | INTERGOVERNMENTAL ORGANIZATIONS | Organization of Rivers |        |
        12  | INTERGOVERNMENTAL ORGANIZATIONS | Organization of Dunes |         | 12
        16  | NON-GOVERNMENTAL ORGANIZATIONS | Association of Lakes   |         | 16
        17  | NON-GOVERNMENTAL ORGANIZATIONS | Association of Lakes   |         | 17
    """)


def test_headings_that_only_such_lists_have_are_known() -> None:
    lines = ["Observer States", "Peru", "Ms. Person 1", "Mr. Person 2", "Specialized agencies", "Agency of Winds"]
    laid = lay(as_csv([[line] for line in [*lines, "Ms. Person 3", "Mr. Person 4"]]))

    assert laid.values == {"category": {"Observer States": "GOV", "Specialized agencies": "UNS"}}


@pytest.mark.parametrize(
    "delegations",
    [("Caritas", "Red Cross", "Agency of Winds"), ("CARITAS", "RED CROSS", "AGENCY OF WINDS")],
)
def test_a_delegation_whose_name_may_mean_a_category_is_no_group(delegations: tuple[str, ...]) -> None:
    first, second, third = delegations
    lines = [
        "NON-GOVERNMENTAL ORGANIZATIONS", first, "Ms. Person 1", second, "Mr. Person 2", "Ms. Person 3",
        third, "Mr. Person 4",
    ]  # fmt: skip

    assert [(row["category"], row["organisation"]) for row in meant(lay(as_csv([[line] for line in lines])))] == [
        ("NON-GOVERNMENTAL ORGANIZATIONS", each) for each in (first, second, second, third)
    ]


def test_a_delegation_without_people_is_none_either() -> None:
    lines = ["Academia", "Caritas", "Red Cross", "Ms. Person 1", "Mr. Person 2", "Club", "Ms. Person 3", "Mr. Person 4"]

    assert [(row["category"], row["organisation"]) for row in meant(lay(as_csv([[line] for line in lines])))] == [
        ("Academia", each) for each in ("Caritas", "Red Cross", "Red Cross", "Club", "Club")
    ]


def test_a_heading_that_is_numbered_over_a_delegation_is_a_group() -> None:
    lines = ["I. Academia", "School", "Ms. Person 1", "II. NGO", "Club", "Mr. Person 2", "Ms. Person 3", "Mr. Person 4"]

    assert [(row["category"], row["organisation"]) for row in meant(lay(as_csv([[line] for line in lines])))] == [
        ("Academia", "School"), ("NGO", "Club"), ("NGO", "Club"), ("NGO", "Club"),
    ]  # fmt: skip


def test_honorific_name_and_title_in_columns_of_their_own() -> None:
    rows = [
        ["Member States", "", ""],
        ["Chad", "", ""],
        ["Mme", "Personne 1", "Conseillère"],
        ["M.", "Personne 2", "Ministre"],
        ["Pérou", "", ""],
        ["S.E. M.", "Personne 3", "Ambassadeur"],
        ["Dr", "Personne 4", ""],
    ]

    assert [(row["organisation"], row["country"]) for row in meant(lay(as_csv(rows)))] == [
        ("Chad", "Chad"), ("Chad", "Chad"), ("Pérou", "Pérou"), ("Pérou", "Pérou"),
    ]  # fmt: skip


def test_bad_cells_of_a_workbook_follow_their_row() -> None:
    bad = (
        BadCell(row=3, position=2, code="cell-error", value="#REF!"),
        BadCell(row=2, position=0, code="cell-error", value="#N/A"),
    )
    rows = tuple((number, tuple(row)) for number, row in enumerate(MATRIX, start=1))
    laid = layouts.read(Grid(name="S", rows=rows, bad_cells=bad), layout=None, header_row=None, limits=LIMITS)

    mark = laid.sheet.header.index("mark")
    assert laid.sheet.bad_cells[0] == BadCell(row=3, position=mark, code="cell-error", value="#REF!")
    assert [each.code for each in laid.sheet.bad_cells] == ["cell-error", "mark-missing"]


# ---- nothing is cut, nothing falls over ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["indico.csv", "zoom_people_only.csv", "kobo.csv", "matrix.csv", "teams_older.csv"])
def test_a_row_longer_than_its_header_keeps_its_length(name: str) -> None:
    grid = readers.read_grid(FILES[name], sheet=None, encoding=None, limits=LIMITS)
    *rows, (number, last) = grid.rows
    longer = replace(grid, rows=(*rows, (number, (*last, "", "one more"))))

    sheet = layouts.read(longer, layout=None, header_row=None, limits=LIMITS).sheet
    assert [at for at, row in sheet.rows if len(row) != len(sheet.header)] == [number]


SHAPES = (INDICO, ZOOM_BLOCK, ZOOM_PEOPLE, TEAMS_OLD, KOBO, HXL, MATRIX, PARTICIPANTS)
PIECES = st.sampled_from(
    [
        *(cell for rows in SHAPES for row in rows for cell in row),
        "", "x", "1", "0", "2026-03-12", "#org", "# ", "ID", "Name", "(", "M.", "\u202e", "@", "+", "1. Summary",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=9), min_size=1, max_size=12), st.sampled_from((None, *LAYOUTS)))
def test_any_grid_is_laid_out_or_refused(rows: list[list[str]], layout: str | None) -> None:
    filled = tuple(
        (number, tuple(row)) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)
    )
    grid = Grid(name=None, rows=filled, delimiter=",")
    try:
        laid = layouts.read(grid, layout=layout, header_row=None, limits=LIMITS)
    except (MappingError, UnreadableFileError):
        return

    assert (len(set(laid.sheet.header)), bool(laid.sheet.rows)) == (len(laid.sheet.header), True)
    assert set(laid.columns) <= set(laid.sheet.header)
    given_numbers = {number for number, _ in filled}
    assert {number for number, _ in laid.sheet.rows} <= given_numbers
    assert {bad.row for bad in laid.sheet.bad_cells} <= given_numbers


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_layout_has_a_name(language: str) -> None:
    for name in LAYOUTS:
        note = Problem(
            row=None,
            column=None,
            code="layout-recognised",
            severity=ProblemSeverity.WARNING,
            value=name,
            params={"layout": name, "reasons": ""},
        )
        assert text(f"layout.{name}", language) in problem_text(note, language)
