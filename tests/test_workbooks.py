"""What a workbook shows besides its cells is said or refused, and no workbook harms the process that reads it."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from tables import cells
from xlsxwriter.worksheet import Worksheet

from engagement.errors import EngagementError, UnreadableFileError
from engagement.files import readers
from engagement.files.sheet import Sheet
from engagement.locale import error_text
from engagement.settings import Settings

TABLE = """
    date       | activity | organisation | people
    2024-03-04 | Hearing  | Blue Union   | 3
    2024-03-05 | Workshop | Lake League  | 4
    2024-03-06 | Review   | Hill Forum   | 5
"""
ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Log">'
)


def drawn(drawing: str, further: Callable[[Worksheet], object] = lambda _: None) -> bytes:
    """A workbook of one sheet, with what `further` does to it; digits alone are numbers."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_numbers": True}) as book:
        page = book.add_worksheet("Log")
        for number, row in enumerate(cells(drawing)):
            page.write_row(number, 0, row)
        further(page)
    return content.getvalue()


def edited(content: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The workbook with entries changed; an entry that is not there begins empty."""
    answer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(answer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            inside = old.read(name) if name in old.namelist() else b""
            new.writestr(name, changes[name](inside) if name in changes else inside)
    return answer.getvalue()


def ods(rows: str) -> bytes:
    """An OpenDocument sheet with these rows of markup."""
    answer = io.BytesIO()
    with zipfile.ZipFile(answer, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        content = f"{ODS_HEAD}{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", "<manifest/>")
    return answer.getvalue()


def ods_cells(*texts: str) -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )


def read(content: bytes, sheet: str | None = None, header_row: int | None = None) -> Sheet:
    return readers.read(content, sheet=sheet, header_row=header_row, encoding=None, limits=Settings())


def refusal(content: bytes) -> str:
    with pytest.raises(EngagementError) as caught:
        read(content)
    assert all(error_text(caught.value.code, caught.value.values, language) for language in ("en", "fr"))
    return caught.value.code


def noted(sheet: Sheet) -> dict[str, dict[str, str]]:
    return {note.code: note.params for note in sheet.notes}


def bad(sheet: Sheet) -> list[tuple[str, str, str]]:
    return [(each.address, each.code, each.value) for each in sheet.bad_cells]


# ---- hidden ----


def test_hidden_rows_and_columns_are_read_and_named() -> None:
    def hide(page: Worksheet) -> None:
        page.set_row(2, None, None, {"hidden": True})
        page.set_row(3, None, None, {"hidden": True})
        page.set_column("B:B", None, None, {"hidden": True})

    sheet = read(drawn(TABLE, hide))

    assert len(sheet.rows) == 3
    assert noted(sheet) == {"rows-hidden": {"rows": "3–4"}, "columns-hidden": {"columns": "B"}}


def test_hidden_rows_below_the_table_are_nobodys_business() -> None:
    assert noted(read(drawn(TABLE, lambda page: page.set_row(40, None, None, {"hidden": True})))) == {}


def test_hidden_and_very_hidden_sheets_are_named_and_never_offered() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name in ("Log", "Old", "Older"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["date", "activity"])
            page.write_row(1, 0, ["2024-03-04", name])
        book.get_worksheet_by_name("Old").hide()
        book.get_worksheet_by_name("Older").very_hidden()

    assert readers.sheet_names(content.getvalue(), Settings()) == (("Log",), ("Old", "Older"))
    assert noted(read(content.getvalue())) == {"sheet-hidden": {"sheets": "“Old”, “Older”"}}
    assert noted(read(content.getvalue(), sheet="Old")) == {"sheet-hidden": {"sheets": "“Older”"}}
    assert readers.sheet_names(b"date,activity\n", Settings()) == ((), ())


def test_a_chart_is_not_a_sheet_of_rows() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Log!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)
        page = book.add_worksheet("Log")
        page.write_row(0, 0, ["date", "activity"])
        page.write_row(1, 0, ["2024-03-04", "Hearing"])

    assert readers.sheet_names(content.getvalue(), Settings()) == (("Log",), ())
    assert read(content.getvalue()).name == "Log"


# ---- errors and formulas ----


def test_errors_and_unsaved_formulas_are_named_by_their_address() -> None:
    def break_cells(page: Worksheet) -> None:
        page.write_formula("D2", "=1/0", None, "#DIV/0!")
        page.write_formula("D3", "=1+1", None, "")
        page.write_formula("D4", "=2+3", None, 5)

    def unsave(xml: bytes) -> bytes:
        return re.sub(rb"(<f>1\+1</f>)<v></v>", rb"\1", xml.replace(b' t="str"><f>1+1', b"><f>1+1"))

    sheet = read(edited(drawn(TABLE, break_cells), {"xl/worksheets/sheet1.xml": unsave}))

    assert bad(sheet) == [("D2", "cell-error", "#DIV/0!"), ("D3", "formula-unsaved", "=1+1")]
    assert [row[3] for _, row in sheet.rows] == ["#DIV/0!", "=1+1", "5"]


def test_a_formula_whose_result_is_an_empty_text_is_blank() -> None:
    content = drawn(TABLE, lambda page: page.write_formula("D2", '=IF(1,"","x")', None, ""))
    as_text = {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'r="D2"', b'r="D2" t="str"')}
    sheet = read(edited(content, as_text))

    assert (bad(sheet), sheet.rows[0][1][3]) == ([], "")


def test_a_row_of_nothing_but_errors_is_still_a_row() -> None:
    sheet = read(drawn(TABLE, lambda page: page.write_formula("F9", "=NA()", None, "#N/A")))

    assert (bad(sheet), sheet.rows[-1][0]) == ([("F9", "cell-error", "#N/A")], 9)


# ---- merged ----


def test_a_merged_cell_stands_in_every_row_it_covers_and_a_number_in_the_first() -> None:
    def merge(page: Worksheet) -> None:
        page.merge_range("B2:B4", "Hearing")
        page.merge_range("D2:D3", 30)

    sheet = read(drawn(TABLE.replace("| 4", "|"), merge))

    assert [row[1] for _, row in sheet.rows] == ["Hearing"] * 3
    assert [row[3] for _, row in sheet.rows] == ["30", "", "5"]
    assert noted(sheet) == {"merged-cells": {"cells": "B2:B4"}, "merged-numbers": {"cells": "D2:D3"}}


def test_a_title_merged_over_the_table_stays_above_it() -> None:
    def merge(page: Worksheet) -> None:
        page.merge_range("A1:D1", "Participation log of the coast")

    sheet = read(drawn("Log | | | \n" + TABLE.strip(), merge))

    assert (sheet.header_row, sheet.header[:2]) == (2, ("date", "activity"))
    assert [(number, row[0]) for number, row in sheet.above] == [(1, "Participation log of the coast")]


def test_a_header_of_two_rows_is_read_as_one() -> None:
    grouped = """
        date       | activity | organisation | people
                   |          | Women        | Men
        2024-03-04 | Hearing  | 3            | 4
        2024-03-05 | Workshop | 1            | 2
    """

    def merge(page: Worksheet) -> None:
        page.merge_range("A1:A2", "date")
        page.merge_range("B1:B2", "activity")
        page.merge_range("C1:D1", "Participants")

    sheet = read(drawn(grouped, merge))

    assert (sheet.header_row, sheet.header) == (2, ("date", "activity", "Women", "Men"))
    assert [number for number, _ in sheet.rows] == [3, 4]


def test_sub_titles_that_repeat_carry_the_title_above_them() -> None:
    grouped = """
        activity | 2023  |     | 2024  |
                 | Women | Men | Women | Men
        Hearing  | 3     | 4   | 5     | 6
    """

    def merge(page: Worksheet) -> None:
        page.merge_range("A1:A2", "activity")
        page.merge_range("B1:C1", "Spring")
        page.merge_range("D1:E1", "Autumn")

    header = read(drawn(grouped, merge)).header

    assert header == ("activity", "Spring / Women", "Spring / Men", "Autumn / Women", "Autumn / Men")


def test_a_title_merged_over_columns_without_titles_names_them_all() -> None:
    def merge(page: Worksheet) -> None:
        page.merge_range("C1:D1", "people")

    assert read(drawn(TABLE, merge)).header == ("date", "activity", "people", "people (2)")


# ---- further tables, blank rows ----


def test_a_second_table_is_named_and_left_alone_until_it_is_asked_for() -> None:
    two = drawn(
        TABLE.strip() + "\n | | | \n | | | \n"
        "organisation | category | country | \n Blue Union | trade union | Chad | \n Lake League | migrants | Mali |"
    )
    first, second = read(two), read(two, header_row=7)

    assert [(note.code, note.row) for note in first.notes] == [("further-table", 7)]
    assert ([number for number, _ in first.rows], first.blank_rows) == ([2, 3, 4], 0)
    assert (second.header[:3], [number for number, _ in second.rows]) == (
        ("organisation", "category", "country"),
        [8, 9],
    )


def test_totals_and_sources_below_a_gap_are_not_a_table() -> None:
    sheet = read(drawn(TABLE.strip() + "\n | | | \n TOTAL | | | 12 \n Source: lists | | |"))

    assert (noted(sheet), [number for number, _ in sheet.rows], sheet.blank_rows) == ({}, [2, 3, 4, 6, 7], 1)


def test_formatted_rows_below_the_table_are_not_counted() -> None:
    dressed = b"".join(b'<row r="%d" ht="30"><c r="A%d" s="1"/></row>' % (row, row) for row in range(10, 200))
    dress = {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"</sheetData>", dressed + b"</sheetData>")}

    assert read(edited(drawn(TABLE), dress)).blank_rows == 0


# ---- the guard ----


BREAKS: list[tuple[str, dict[str, Callable[[bytes], bytes]], str]] = [
    ("macros", {"xl/vbaProject.bin": lambda _: b"x"}, "file-macros"),
    ("a way out", {"../../evil.txt": lambda _: b"x"}, "file-unreadable"),
    ("an absolute place", {"/etc/evil": lambda _: b"x"}, "file-unreadable"),
    ("a drive", {"C:evil.txt": lambda _: b"x"}, "file-unreadable"),
    (
        "entities",
        {"xl/sharedStrings.xml": lambda xml: b'<!DOCTYPE lolz [<!ENTITY lol "lol">]>' + xml},
        "file-markup",
    ),
    ("UTF-16", {"xl/sharedStrings.xml": lambda xml: xml.decode().encode("utf-16")}, "file-markup"),
    ("depth", {"xl/sharedStrings.xml": lambda xml: xml + b"<a>" * 400_000}, "file-markup"),
    ("a long attribute", {"xl/styles.xml": lambda xml: xml + b'<a b="' + b"x" * 300_000 + b'"/>'}, "file-markup"),
    (
        "a far column",
        {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'r="A2"', b'r="XFD2"')},
        "file-too-many-columns",
    ),
    (
        "a far row",
        {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'r="A2"', b'r="A1048576"')},
        "file-too-many-rows",
    ),
    (
        "no such string",
        {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"<v>1</v>", b"<v>999999</v>")},
        "file-unreadable",
    ),
    ("no relations", {"xl/_rels/workbook.xml.rels": lambda _: b"<Relationships/>"}, "file-unreadable"),
    ("broken markup", {"xl/worksheets/sheet1.xml": lambda xml: xml[: len(xml) // 2]}, "file-unreadable"),
    ("no workbook", {"xl/workbook.xml": lambda _: b""}, "file-unreadable"),
]


@pytest.mark.parametrize(("changes", "code"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS])
def test_what_no_spreadsheet_program_writes_is_refused(changes: dict[str, Callable[[bytes], bytes]], code: str) -> None:
    assert refusal(edited(drawn(TABLE), changes)) == code


def test_an_entry_that_stands_twice_is_refused() -> None:
    content = io.BytesIO(drawn(TABLE))
    with zipfile.ZipFile(content, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr("xl/workbook.xml", b"x")

    assert refusal(content.getvalue()) == "file-unreadable"


def test_a_damaged_entry_is_refused() -> None:
    content = bytearray(drawn(TABLE))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.getinfo("xl/worksheets/sheet1.xml")
    content[sheet.header_offset + 30 + len(sheet.filename) + sheet.compress_size // 2] ^= 0xFF

    assert refusal(bytes(content)) == "file-unreadable"


def test_an_entry_that_unpacks_to_more_than_it_says_is_refused() -> None:
    content = edited(drawn(TABLE), {"xl/media/picture.bin": lambda _: bytes(1_000_000)})
    lying = content.replace((1_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    assert refusal(lying) == "file-unreadable"


def test_a_value_in_the_last_corner_is_refused_and_a_format_there_is_not() -> None:
    def empty_corner(xml: bytes) -> bytes:
        return xml.replace(b"</row></sheetData>", b'</row><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')

    assert refusal(drawn(TABLE, lambda page: page.write("XFD1048576", "far"))) == "file-too-many-columns"
    assert len(read(edited(drawn(TABLE), {"xl/worksheets/sheet1.xml": empty_corner})).rows) == 3


def test_a_worker_runs_nothing_that_lies_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "zipfile.py", "engagement.py"):
        (tmp_path / name).write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)

    assert len(read(drawn(TABLE)).rows) == 3


HEAVY = {"xl/sharedStrings.xml": lambda xml: xml.replace(b"</sst>", b"<si><t>text</t></si>" * 2_000_000 + b"</sst>")}


@pytest.mark.parametrize("limits", [Settings(reader_seconds=0), Settings(reader_memory_bytes=100_000_000)])
def test_a_worker_that_takes_too_long_or_too_much_costs_one_sentence(limits: Settings) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        readers.read(edited(drawn(TABLE), HEAVY), sheet=None, header_row=None, encoding=None, limits=limits)
    assert caught.value.code == "file-unreadable"


@pytest.mark.parametrize(
    ("stream", "code"),
    [("EncryptedPackage", "file-password"), ("WordDocument", "file-document"), ("Workbook", "file-old-excel")],
)
def test_what_an_old_office_file_is_its_streams_say(stream: str, code: str) -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)) == code


# ---- OpenDocument ----


def test_an_open_document_sheet_is_read_with_what_it_shows() -> None:
    hidden = 'table:visibility="filter"'
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
    sheet = read(
        ods(
            f"<table:table-row>{ods_cells('date', 'activity')}</table:table-row>"
            f"<table:table-row {hidden}>{ods_cells('2024-03-04', 'Hearing')}</table:table-row>"
            f"<table:table-row>{ods_cells('2024-03-05')}{error}<text:p>#DIV/0!</text:p></table:table-cell>"
            "</table:table-row>"
        )
    )

    assert sheet.rows == ((2, ("2024-03-04", "Hearing")), (3, ("2024-03-05", "#DIV/0!")))
    assert (bad(sheet), noted(sheet)) == ([("B3", "cell-error", "#DIV/0!")], {"rows-hidden": {"rows": "2"}})


def test_an_error_that_is_repeated_is_named_in_every_cell() -> None:
    error = 'office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    sheet = read(
        ods(
            f"<table:table-row>{ods_cells('date', 'activity', 'place')}</table:table-row>"
            f'<table:table-row table:number-rows-repeated="2">{ods_cells("2024-03-04")}'
            f'<table:table-cell table:number-columns-repeated="2" {error}</table:table-row>'
            f"<table:table-row>{ods_cells('2024-03-05', 'Hearing')}<table:table-cell {error}</table:table-row>"
        )
    )

    assert bad(sheet) == [(address, "cell-error", "#N/A") for address in ("B2", "C2", "B3", "C3", "C4")]


def test_an_error_that_is_repeated_all_over_the_sheet_is_refused() -> None:
    error = '<table:table-cell table:number-columns-repeated="60" calcext:value-type="error"/>'

    assert refusal(ods(f'<table:table-row table:number-rows-repeated="9000">{error}</table:table-row>')) == "file-bomb"


def test_a_cell_that_is_repeated_to_the_end_of_the_sheet_is_refused() -> None:
    cell = ods_cells("x").replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" ')

    assert (
        refusal(ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')) == "file-bomb"
    )
