"""Files in the shapes of other systems are recognised by their content; what is only probable stays a question."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laid_out import LIMITS, in_columns, lay, meant
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
    ZOOM_PEOPLE,
    as_csv,
    cells,
)

from engagement import layouts
from engagement.errors import MappingError, UnreadableFileError
from engagement.files import readers
from engagement.files.sheet import Grid, Rows
from engagement.layouts import LAYOUTS
from engagement.locale import error_text, problem_text, text
from engagement.mapping import COLUMNS
from engagement.model import Problem, ProblemSeverity
from engagement.reference import folder

TESTS = Path(__file__).parent


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
