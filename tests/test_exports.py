"""Every file says what the document says, number for number and text for text, and runs nothing."""

import csv
import io
import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from engagement.document import Column, Document, Entry, Paragraph, Property, Section, Table
from engagement.exports import FORMATS, file_name
from engagement.exports.as_xlsx import sheet_names
from engagement.safe_text import is_formula, neutralised

GOLDEN = Path(__file__).parent / "golden"

HOSTILE_NAMES = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "Union \"Les Amis\", d'ici; & d'ailleurs",
    "Réseau \u202eغير مسجل\u202c",
    "https://example.org/?a=1&b=2",
    "@SUM(1+1)",
    "{=1+1}",
    "+33 1 23",
    "-5",
    "1E5",
    "\u200b =1+1",
    "＝1+1",
    "two\nlines",
]


def hostile_table(title: str, missing: str, share: str) -> Table:
    """One row per hostile name: a count, a count as "n of 12", a share, and a share nobody knows."""
    return Table(
        code="organisations",
        caption=f"{title}: [all]/*?",
        columns=(
            Column(code="organisation", title=title),
            Column(code="events", title="=1+1", is_number=True),
            Column(code="of_all", title="of 12", is_number=True),
            Column(code="share", title="%", is_number=True),
            Column(code="women", title="♀", is_number=True),
        ),
        row_codes=tuple(f"org-{position}" for position in range(len(HOSTILE_NAMES))),
        rows=tuple(
            (
                Entry(text=name, value=name),
                Entry(text=f"{position * 1000:,}", value=position * 1000),
                Entry(text=f"{position} of 12", value=position),
                Entry(text=share, value=0.125),
                Entry(text=missing, value=None),
            )
            for position, name in enumerate(HOSTILE_NAMES)
        ),
        note="=HYPERLINK(note)",
    )


ENGLISH = Document(
    language="en",
    title="Inclusion summary: Chad & Mali, 2026",
    subtitle="Regional network",
    notice="Illustrative data & nothing else",
    properties=(
        Property(code="scope", label="Scope", text='=cmd|"scope"'),
        Property(code="list", label="List of groups", text="Global Compact, paragraph 44"),
    ),
    sections=(
        Section(
            code="presence",
            heading="Who took part",
            blocks=(
                Paragraph(text="Nine of twelve groups were recorded.", role="lead"),
                hostile_table("Organisation", "not recorded", "12.5%"),
                Paragraph(text="Absence from the record is not proof of absence.", role="note"),
            ),
        ),
        Section(
            code="trend",
            heading="Year by year",
            blocks=(
                Table(
                    code="years",
                    caption="Years",
                    columns=(
                        Column(code="year", title="Year"),
                        Column(code="ratio", title="Ratio", is_number=True),
                    ),
                    row_codes=("2025", "2026"),
                    rows=(
                        (Entry(text="2025", value="2025"), Entry(text="0.00", value=0)),
                        (Entry(text="2026", value="2026"), Entry(text="−0.33", value=-1 / 3)),
                    ),
                ),
            ),
        ),
    ),
)

FRENCH = Document(
    language="fr",
    title="Résumé de l’inclusion : cœur du Réseau",
    subtitle="Réseau régional",
    notice="Données fictives",
    properties=(Property(code="scope", label="Périmètre", text="Réseau régional"),),
    sections=(
        Section(
            code="presence",
            heading="Qui a pris part",
            blocks=(hostile_table("Organisation", "non renseigné", "12,5\u202f%"),),
        ),
    ),
)

ARABIC = FRENCH.model_copy(update={"language": "ar", "title": "ملخص الإدماج"})

both_languages = pytest.mark.parametrize("document", [ENGLISH, FRENCH], ids=["en", "fr"])
every_format = pytest.mark.parametrize("name", list(FORMATS))


def tables(document: Document) -> list[Table]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Table)]


def csv_rows(document: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FORMATS["csv"].write(document).decode("utf-8-sig"), newline="")))


def workbook(document: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(document)))


def word(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(FORMATS["docx"].write(document)))


def members(name: str, document: Document) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(FORMATS[name].write(document))) as file:
        for member in file.infolist():
            yield member, file.read(member)


# ---- all formats --------------------------------------------------------------------------------------------------


def test_importing_the_exports_loads_no_writer() -> None:
    program = "import sys, engagement.exports; print({'docx', 'xlsxwriter', 'lxml'} & set(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert loaded.stdout == "set()\n"


def test_a_format_has_a_suffix_and_a_media_type() -> None:
    assert {name: (kind.suffix, kind.media_type) for name, kind in FORMATS.items()} == {
        "docx": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "pdf": (".pdf", "application/pdf"),
        "html": (".html", "text/html"),
        "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "csv": (".csv", "text/csv"),
        "json": (".json", "application/json"),
    }


@every_format
@both_languages
def test_the_same_document_gives_the_same_bytes_on_another_day(
    name: str, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = FORMATS[name].write(document)

    in_five_years = time.time() + 5 * 365 * 86_400
    there = time.localtime(in_five_years)
    monkeypatch.setattr(time, "time", lambda: in_five_years)
    monkeypatch.setattr(time, "localtime", lambda *_: there)
    after = FORMATS[name].write(document.model_copy(deep=True))

    assert after == before


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_nothing_in_the_file_tells_when_by_whom_or_where_it_was_made(name: str) -> None:
    found = list(members(name, ENGLISH))
    properties = next(content for member, content in found if member.filename == "docProps/core.xml").decode()

    assert {member.date_time for member, _ in found} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r"\d{4}-\d\d-\d\dT", properties) == (["2000-01-01T"] * 2 if name == "xlsx" else [])
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy|dc:description)>[^<]", properties) == []
    here = str(Path(__file__).parent.parent).encode()
    assert [member.filename for member, content in found if here in content or b"python-docx" in content] == []


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Inclusion summary: Chad & Mali, 2026", "inclusion-summary-chad-mali-2026-en"),
        ("Résumé de l’inclusion : cœur du Réseau", "resume-de-l-inclusion-coeur-du-reseau-en"),
        ("Сводка: Чад", "svodka-chad-en"),
        ("ملخص", "en"),
        ("../../etc/passwd\0.exe", "etc-passwd-exe-en"),
        ("=cmd|'/C calc'!A0", "cmd-c-calc-a0-en"),
    ],
)
def test_a_file_is_named_by_title_language_and_content(title: str, stem: str) -> None:
    name = file_name(ENGLISH.model_copy(update={"title": title}), ".csv")

    assert re.sub(r"-?[0-9a-f]{8}\.csv$", "", name) == stem
    assert re.fullmatch(r"[a-z0-9-]{1,60}\.csv", name)


def test_a_long_title_still_leaves_room_for_language_and_content() -> None:
    name = file_name(ENGLISH.model_copy(update={"title": "participation " * 40}), ".docx")

    assert re.fullmatch(r"(participation-){3}partic-en-[0-9a-f]{8}\.docx", name)


def test_one_changed_figure_gives_the_file_another_name() -> None:
    corrected = Document.model_validate_json(ENGLISH.model_dump_json().replace("−0.33", "−0.34"))

    assert file_name(corrected, ".csv") != file_name(ENGLISH, ".csv")


@every_format
def test_an_empty_document_is_still_a_file(name: str) -> None:
    empty = Document(language="en", title="", subtitle="", notice=None, properties=(), sections=())

    assert FORMATS[name].write(empty)


# ---- formulas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x"),
        *("＝1", "＋1", "－1", "＠x", "﹢1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\x07=1"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_a_quote(text: str) -> None:
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Women", "a=b", "1+1", "'quoted'", "−5", "…", "é-1", "(=1)"])
def test_what_a_spreadsheet_would_show_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "'a", "a"])
def test_the_original_can_be_had_back(text: str) -> None:
    written = neutralised(text)

    assert (written[1:] if written != text else written) == text
    assert is_formula(written.lstrip("'")) == (written != text)


# ---- CSV ----------------------------------------------------------------------------------------------------------


@both_languages
def test_csv_is_what_it_was(document: Document) -> None:
    assert FORMATS["csv"].write(document) == (GOLDEN / f"summary-{document.language}.csv").read_bytes()


@both_languages
def test_csv_has_a_row_for_each_figure(document: Document) -> None:
    expected = [
        {
            "document": document.title,
            "section": section.code,
            "table": table.code,
            "row_code": row_code,
            "row": neutralised(row[0].text),
            "column_code": column.code,
            "column": neutralised(column.title),
            "value": "" if entry.value is None else str(entry.value),
            "text": neutralised(entry.text),
            "language": document.language,
            **{line.code: neutralised(line.text) for line in document.properties},
            "notice": document.notice,
        }
        for section in document.sections
        for table in section.blocks
        if isinstance(table, Table)
        for row_code, row in zip(table.row_codes, table.rows, strict=True)
        for column, entry in zip(table.columns[1:], row[1:], strict=True)
    ]

    assert csv_rows(document) == expected


def test_csv_opens_in_a_spreadsheet_with_its_accents() -> None:
    content = FORMATS["csv"].write(FRENCH)

    assert content.startswith(b"\xef\xbb\xbfdocument,section,table,")
    assert content.endswith(b"\r\n")


def test_csv_runs_nothing() -> None:
    cells = [cell for row in csv_rows(ENGLISH) for column, cell in row.items() if column != "value"]

    assert [cell for cell in cells if is_formula(cell)] == []


def test_csv_keeps_a_negative_number_a_number() -> None:
    assert [row["value"] for row in csv_rows(ENGLISH) if row["table"] == "years"] == ["0", "-0.3333333333333333"]


def test_csv_keeps_a_property_apart_from_a_column_of_the_same_name() -> None:
    document = ENGLISH.model_copy(update={"properties": (Property(code="language", label="Languages", text="all"),)})

    assert {(row["language"], row["document_language"]) for row in csv_rows(document)} == {("en", "all")}


# ---- JSON ---------------------------------------------------------------------------------------------------------


@both_languages
def test_json_is_what_it_was(document: Document) -> None:
    assert FORMATS["json"].write(document) == (GOLDEN / f"summary-{document.language}.json").read_bytes()


@both_languages
def test_json_is_the_document(document: Document) -> None:
    content = FORMATS["json"].write(document)

    assert Document.model_validate_json(content) == document
    assert list(json.loads(content)) == ["language", "title", "subtitle", "notice", "properties", "sections"]
    assert content.endswith(b"}\n")


# ---- workbook -----------------------------------------------------------------------------------------------------


@both_languages
def test_xlsx_has_every_number_as_a_number_and_every_text_as_text(document: Document) -> None:
    _, *sheets = workbook(document).worksheets

    for sheet, table in zip(sheets, tables(document), strict=True):
        header, *rows = sheet.iter_rows(min_row=4, max_row=4 + len(table.rows))
        assert [cell.value for cell in header] == [column.title for column in table.columns]
        for cells, entries in zip(rows, table.rows, strict=True):
            assert [cell.value for cell in cells] == [
                pytest.approx(entry.value, rel=1e-15) if isinstance(entry.value, int | float) else entry.text
                for entry in entries
            ]
        assert sheet.cell(sheet.max_row, 1).value == (table.note or table.rows[-1][0].text)


@both_languages
def test_xlsx_shows_a_percentage_only_where_the_document_does(document: Document) -> None:
    sheet = workbook(document).worksheets[1]

    assert [cell.number_format for cell in sheet[5]] == ["General", "#,##0", "#,##0", "0.0%", "General"]


def test_xlsx_keeps_the_words_around_a_number_as_a_comment() -> None:
    sheet = workbook(ENGLISH).worksheets[1]

    assert [cell.comment.text if cell.comment else None for cell in sheet[6]] == [None, None, "1 of 12", None, None]


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
    assert [sheet.sheet_view.rightToLeft for sheet in workbook(ARABIC)] == [True, True]
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in workbook(FRENCH)] == [False, False]


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


# ---- word processor -----------------------------------------------------------------------------------------------


def cell_texts(table: WordTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@both_languages
def test_docx_has_every_table_as_the_document_words_it(document: Document) -> None:
    head, *data = word(document).tables

    assert cell_texts(head) == [[line.label, line.text] for line in document.properties]
    assert [cell_texts(table) for table in data] == [
        [[column.title for column in table.columns], *([entry.text for entry in row] for row in table.rows)]
        for table in tables(document)
    ]


def test_docx_has_every_sentence_in_its_style() -> None:
    assert [(paragraph.style.name, paragraph.text) for paragraph in word(ENGLISH).paragraphs] == [
        ("Notice", "Illustrative data & nothing else"),
        ("Title", "Inclusion summary: Chad & Mali, 2026"),
        ("Subtitle", "Regional network"),
        ("Heading 1", "Who took part"),
        ("Lead", "Nine of twelve groups were recorded."),
        ("Caption", "Organisation: [all]/*?"),
        ("Note", "=HYPERLINK(note)"),
        ("Note", "Absence from the record is not proof of absence."),
        ("Heading 1", "Year by year"),
        ("Caption", "Years"),
        ("Note", ""),
    ]


@both_languages
def test_docx_says_the_notice_and_the_page_number_on_every_page(document: Document) -> None:
    (page,) = word(document).sections

    assert [paragraph.text for paragraph in page.header.paragraphs] == [document.notice]
    assert page.header.paragraphs[0].style.font.color.rgb == docx.shared.RGBColor(0x9B, 0x1C, 0x1C)
    assert not page.different_first_page_header_footer
    (footer,) = page.footer.paragraphs
    assert footer.text.endswith(f"\t{document.title}")
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_docx_is_an_a4_page() -> None:
    (page,) = word(ENGLISH).sections

    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)


def test_docx_repeats_the_header_row_and_cuts_no_row() -> None:
    for table in word(ENGLISH).tables[1:]:
        properties = [row._tr.trPr for row in table.rows]
        assert [p.find(qn("w:cantSplit")) is not None for p in properties] == [True] * len(properties)
        assert [p.find(qn("w:tblHeader")) is not None for p in properties] == [True] + [False] * (len(properties) - 1)


def test_docx_fills_the_width_between_the_margins() -> None:
    document = word(ENGLISH)
    (page,) = document.sections
    between = page.page_width - page.left_margin - page.right_margin

    widths = [sum(column.width for column in table.columns) for table in document.tables]

    assert widths == pytest.approx([between] * 3, rel=0.001)


def test_docx_turns_the_page_for_a_wide_table_and_only_for_it() -> None:
    matrix = Table(
        code="matrix",
        caption="Matrix",
        columns=tuple(Column(code=f"network-{n}", title="Mediterranean") for n in range(12)),
        row_codes=("row",),
        rows=(tuple(Entry(text="no report", value=None) for _ in range(12)),),
    )
    wide = Section(code="matrix", heading="Matrix", blocks=(matrix,))

    file = word(ENGLISH.model_copy(update={"sections": (wide, *ENGLISH.sections)}))

    assert [page.page_width > page.page_height for page in file.sections] == [False, True, False]
    assert [page.header.paragraphs[0].text for page in file.sections] == [ENGLISH.notice] * 3
    assert [cell.text for cell in file.tables[1].rows[1].cells] == ["no report"] * 12


def test_docx_sets_numbers_to_the_right() -> None:
    rows = word(ENGLISH).tables[2].rows

    styles = [[cell.paragraphs[0].style.name for cell in row.cells] for row in rows]

    assert styles == [
        ["Table Heading", "Table Number Heading"],
        ["Table Text", "Table Number"],
        ["Table Text", "Table Number"],
    ]


@both_languages
def test_docx_knows_its_title_subject_and_language(document: Document) -> None:
    file = word(document)
    spelling = [place.get(qn("w:val")) for place in file.styles.element.iter(qn("w:lang"))]

    properties = file.core_properties

    assert (properties.title, properties.subject, properties.language) == (
        document.title,
        document.subtitle,
        document.language,
    )
    assert spelling == [{"en": "en-GB", "fr": "fr-FR"}[document.language]]
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert (properties.created, properties.modified) == (None, None)


def test_docx_reads_from_the_right_in_arabic() -> None:
    body = word(ARABIC).element.body

    paragraphs = list(body.iter(qn("w:p")))

    assert [p for p in paragraphs if p.pPr.find(qn("w:bidi")) is None] == []
    assert len(list(body.iter(qn("w:bidiVisual")))) == len(list(body.iter(qn("w:tbl"))))
    assert body.sectPr.find(qn("w:bidi")) is not None
    assert list(word(FRENCH).element.body.iter(qn("w:bidi"), qn("w:rtl"), qn("w:bidiVisual"))) == []


def test_docx_shows_a_character_it_cannot_hold() -> None:
    assert word(ENGLISH.model_copy(update={"subtitle": "a\x07b\ufffe"})).paragraphs[2].text == "a\ufffdb\ufffd"


def test_docx_uses_only_styles_it_has() -> None:
    file = word(ENGLISH)
    known = {style.style_id for style in file.styles}

    parts = [file.element, file.sections[0].header._element, file.sections[0].footer._element]
    tags = (qn("w:pStyle"), qn("w:tblStyle"))

    assert {use.get(qn("w:val")) for part in parts for use in part.iter(*tags)} <= known
