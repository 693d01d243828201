"""The workbook says what the document says: numbers as numbers, texts as texts, nothing run and nothing linked."""

import io
import re

import openpyxl
import pytest
from documents import tables
from exported import ARABIC, ENGLISH, FRENCH, both_languages, members

from engagement.document import Column, Document, Entry, Paragraph, Section, Table
from engagement.exports import FORMATS
from engagement.exports.as_xlsx import sheet_names


def workbook(document: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(document)))


@both_languages
def test_xlsx_has_every_number_as_a_number_and_every_text_as_text(document: Document) -> None:
    _, *sheets, _ = workbook(document).worksheets

    for sheet, table in zip(sheets, tables(document), strict=True):
        header, *rows = sheet.iter_rows(min_row=4, max_row=4 + len(table.rows))
        assert [cell.value for cell in header] == [column.title for column in table.columns]
        for cells, entries in zip(rows, table.rows, strict=True):
            assert [cell.value for cell in cells] == [
                pytest.approx(entry.value, rel=1e-15) if isinstance(entry.value, int | float) else entry.text
                for entry in entries
            ]
        below = [sheet.cell(row, 1).value for row in range(5 + len(table.rows), sheet.max_row + 1)]
        assert [words for words in below if words] == ([table.note] if table.note else [])


@both_languages
def test_xlsx_shows_a_percentage_only_where_the_document_does(document: Document) -> None:
    sheet = workbook(document).worksheets[1]

    assert [cell.number_format for cell in sheet[5]] == ["General", "#,##0", '0" of 12"', "0.0%", "General"]


def test_xlsx_shows_a_number_in_the_words_of_the_document() -> None:
    sheet = workbook(ENGLISH).worksheets[1]

    assert (sheet["C6"].value, sheet["C6"].number_format, sheet["C6"].comment) == (1, '0" of 12"', None)


@pytest.mark.parametrize("words", ["up to 7", '7 "and more"'])
def test_xlsx_keeps_words_that_a_format_cannot_hold_as_a_comment(words: str) -> None:
    table = tables(ENGLISH)[1].model_copy(
        update={"rows": ((Entry(text="2025", value="2025"), Entry(text=words, value=7)),) * 2}
    )
    section = ENGLISH.sections[1].model_copy(update={"blocks": (table,)})
    sheet = workbook(ENGLISH.model_copy(update={"sections": (section,)})).worksheets[1]

    assert (sheet["B5"].value, sheet["B5"].comment.text) == (7, words)


@both_languages
def test_xlsx_runs_nothing_and_links_nowhere(document: Document) -> None:
    cells = [cell for sheet in workbook(document) for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    assert [
        m.filename for m, content in members("xlsx", document) if b"<f>" in content or b"hyperlink" in content
    ] == []


@both_languages
def test_xlsx_says_the_notice_on_each_sheet_and_each_printed_page(document: Document) -> None:
    sheets = workbook(document).worksheets

    assert {sheet["A1"].value for sheet in sheets} == {document.notice}
    assert {sheet.oddHeader.center.text.strip() for sheet in sheets} == {str(document.notice).replace("&", "&&")}
    assert {sheet.oddFooter.left.text for sheet in sheets} == {document.title.replace("&", "&&")}


def test_xlsx_begins_with_what_the_document_is_and_says() -> None:
    about = workbook(ENGLISH).worksheets[0]

    rows = [tuple(cell.value or "" for cell in row) for row in about.iter_rows(max_col=2)]

    assert (about.title, rows) == (
        "About",
        [
            ("Illustrative data & nothing else", ""),
            ("Inclusion summary: Chad & Mali, 2026", ""),
            ("Regional network", ""),
            ("", ""),
            ("Scope", '=cmd|"scope"'),
            ("List of groups", "Global Compact, paragraph 44"),
            ("", ""),
            ("Who took part", ""),
            ("", "Nine of twelve groups were recorded."),
            ("Organisation all", "Organisation: [all]/*?"),
            ("", "Absence from the record is not proof of absence."),
            ("", ""),
            ("Year by year", ""),
            ("Years", "Years"),
        ],
    )


def test_xlsx_keeps_the_header_in_sight_and_on_each_printed_page() -> None:
    sheet = workbook(ENGLISH).worksheets[1]

    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B5", "$4:$4")


def test_xlsx_reads_from_the_right_in_arabic() -> None:
    assert [sheet.sheet_view.rightToLeft for sheet in workbook(ARABIC)] == [True, True, True]
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in workbook(FRENCH)] == [False, False, False]


def test_xlsx_shows_that_a_text_was_too_long_for_a_cell() -> None:
    long = ENGLISH.model_copy(update={"subtitle": "x" * 40_000})

    assert workbook(long).worksheets[0]["A3"].value == "x" * 32_766 + "…"


@pytest.mark.parametrize(
    ("captions", "names"),
    [
        (["Gaps: 2026/27", "gaps 2026 27"], ["Gaps 2026 27", "gaps 2026 27 (2)"]),
        (["History", "'quoted'", "[]:*?/\\"], ["History (2)", "quoted", "-"]),
        (["Participation of stakeholder categories"] * 2, ["Participation of stakeholder…", "Participation of… (2)"]),
        (["利益攸关方" * 10], ["利益攸关方" * 6 + "…"]),
        (["😀" * 40], ["😀" * 15 + "…"]),
    ],
)
def test_a_sheet_name_is_one_the_workbook_accepts(captions: list[str], names: list[str]) -> None:
    assert sheet_names(captions) == names


# ---- charts and the codebook --------------------------------------------------------------------------------------


def summary(*tables: Table) -> Document:
    """A document of one section."""
    return ENGLISH.model_copy(
        update={"sections": (Section(code="s", heading="S", blocks=(Paragraph(text="P"), *tables)),)}
    )


COVERAGE = Table(
    code="coverage",
    caption="Participation by group",
    columns=(
        Column(code="group", title="Group"),
        Column(code="presence", title="Present", is_number=True),
        Column(code="share", title="Share", is_number=True),
    ),
    row_codes=("MIG", "MED"),
    rows=(
        (
            Entry(text="=Migrants", value="=Migrants"),
            Entry(text="3 of 7", value=3, of=7),
            Entry(text="25.0%", value=0.25),
        ),
        (
            Entry(text="Media", value="Media"),
            Entry(text="0 of 7", value=0, of=7),
            Entry(text="fewer than 10", value=None),
        ),
    ),
)


def test_xlsx_draws_the_shares_of_the_groups_from_the_cells() -> None:
    (chart,) = workbook(summary(COVERAGE)).worksheets[1]._charts
    (series,) = chart.ser

    assert (series.cat.strRef or series.cat.numRef).f == "'Participation by group'!$A$5:$A$6"
    assert series.val.numRef.f == "'Participation by group'!$C$5:$C$6"
    drawn = next(content for each, content in members("xlsx", summary(COVERAGE)) if "charts/chart1" in each.filename)
    labels = drawn.decode().partition("<c:dLbls>")[2].partition("</c:dLbls>")[0]
    assert re.findall("<a:t>([^<]*)", labels) == ["25.0%", "fewer than 10"]


def test_xlsx_draws_nothing_where_nothing_is_known() -> None:
    unknown = COVERAGE.model_copy(update={"rows": COVERAGE.rows[1:], "row_codes": ("MED",)})

    assert workbook(summary(unknown)).worksheets[1]._charts == []


def test_xlsx_ends_with_what_each_column_holds() -> None:
    *_, codebook = workbook(summary(COVERAGE)).worksheets

    rows = [tuple(cell.value for cell in row) for row in codebook.iter_rows(min_row=5)]
    assert (codebook.title, rows[0], codebook.freeze_panes, codebook.print_title_rows) == (
        "Codebook",
        ("Table", "Column", "Code", "Meaning, and how it is computed", "Unit", "Type"),
        "A6",
        "$5:$5",
    )
    assert [(row[0], row[1], row[2], row[4], row[5]) for row in rows[1:]] == [
        ("Participation by group", "Group", "group", "", "text"),
        ("Participation by group", "Present", "presence", "activities", "k of n"),
        ("Participation by group", "Share", "share", "organisation-events", "share, 0 to 1"),
    ]
    assert all(row[3].endswith(".") for row in rows[1:])
