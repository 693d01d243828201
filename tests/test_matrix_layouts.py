"""Matrices of organisations by meeting, and lists of participants under headings, become rows of a log."""

import pytest
from laid_out import LIMITS, in_columns, lay, meant
from layout_files import (
    FILES,
    MATRIX,
    as_csv,
    cells,
)

from engagement import layouts
from engagement.files.sheet import BadCell, Grid

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


def test_a_log_is_no_matrix_though_one_of_its_rows_reads_like_the_head_of_one() -> None:
    log = """
        organisation | date       | role        | stage     | mode
        Blue Union   | 2024-07-05 |             | spoke     | in person
                     | 2024-01-28 | participant | submitted | online
        Lake College | 2024-01-28 |             | attended  | online
    """
    assert lay(as_csv(cells(log))).layout == "plain"


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
