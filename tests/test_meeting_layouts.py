"""Registrations and attendance reports of meeting systems become rows of a log."""

import pytest
from laid_out import in_columns, lay, meant
from layout_files import (
    FILES,
    ZOOM_FR,
    ZOOM_PEOPLE,
    as_csv,
    cells,
)

from engagement.files.sheet import BadCell
from engagement.layouts.attendance import looks_like_organisation


def unnamed(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with people as P1, P2, ... in the order in which they come."""
    names: dict[str, str] = {}
    return [row | {"person": names.setdefault(row["person"], f"P{len(names) + 1}")} for row in rows]


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
