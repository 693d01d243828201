"""Hostile workbooks whose sheets are the trouble: a function a file, named as the file is."""

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from hostile.contents import MARKERS
from hostile.texts import HEADER, LOG

Parts = dict[str, bytes]
Page = Any  # a worksheet of xlsxwriter, which has no types

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
CALENDAR_1904 = 1_462  # days between the two ways to count


def log_sheet(book: Any, name: str = "Log") -> Page:
    """A sheet with the four rows: real dates, real numbers."""
    page = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, HEADER)
    for number, (written, *cells) in enumerate(LOG, start=1):
        page.write_datetime(number, 0, date.fromisoformat(written), day)
        page.write_row(number, 1, [int(cell) if cell.isdigit() else cell for cell in cells])
    return page


def workbook(fill: Callable[[Any], object] = log_sheet, **options: object) -> bytes:
    """A workbook that `fill` has put its sheets in."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        fill(book)
    return content.getvalue()


def parts(content: bytes) -> Parts:
    """The entries of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def packed(entries: Parts | Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of these entries, in this order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a name is there twice is what some of these files are for
        for name, data in entries.items() if isinstance(entries, dict) else entries:
            archive.writestr(name, data)
    return content.getvalue()


def changed(name: str, old: bytes, new: bytes, content: bytes | None = None) -> bytes:
    """A workbook with one replacement in one part of it."""
    entries = parts(content or workbook())
    assert old in entries[name]
    return packed({**entries, name: entries[name].replace(old, new, 1)})


# ---- sheets ----


def x001_plain() -> bytes:
    return workbook()


def x002_sheets_to_choose() -> bytes:
    return workbook(lambda book: (log_sheet(book, "2024"), log_sheet(book, "2025")))


def x003_hidden_sheets() -> bytes:
    def fill(book: Any) -> None:
        log_sheet(book)
        log_sheet(book, "Hidden").hide()
        log_sheet(book, "VeryHidden").very_hidden()

    return workbook(fill)


def x004_hidden_rows_cols() -> bytes:
    def fill(book: Any) -> None:
        page = log_sheet(book)
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(7, 7, None, None, {"hidden": True})
        page.autofilter(0, 0, 4, 8)

    return workbook(fill)


def x005_merged_cells() -> bytes:
    def fill(book: Any) -> None:
        page = log_sheet(book)
        page.merge_range(1, 2, 2, 2, "Data")

    return workbook(fill)


def x006_formulas_uncached() -> bytes:
    def fill(book: Any) -> None:
        page = log_sheet(book)
        for row in range(1, 5):
            page.write_formula(row, 7, f"=1+{row}", None, "")

    return workbook(fill)


def x007_error_cells() -> bytes:
    def fill(book: Any) -> None:
        page = log_sheet(book)
        for row, error in enumerate(("#REF!", "#N/A", "#DIV/0!", "#NAME?"), start=1):
            page.write_formula(row, 7, "=NA()", None, error)

    return workbook(fill)


def x008_formulas_with_saved_values() -> bytes:
    def fill(book: Any) -> None:
        page = log_sheet(book)
        for row, (*_, people, _) in enumerate(LOG, start=1):
            page.write_formula(row, 7, f"={people}+0", None, int(people))

    return workbook(fill)


def x009_date1904() -> bytes:
    return workbook(date_1904=True)


def x010_serial_dates() -> bytes:
    return workbook(lambda book: _serial(book, 0))


def x011_serial_dates_1904() -> bytes:
    return workbook(lambda book: _serial(book, CALENDAR_1904), date_1904=True)


def x012_empty_workbook() -> bytes:
    return workbook(lambda book: book.add_worksheet())


def x013_chartsheet_first() -> bytes:
    def fill(book: Any) -> None:
        log_sheet(book)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Log!$H$2:$H$5"})
        view = book.add_chartsheet()
        view.set_chart(chart)
        view.activate()

    return workbook(fill)


def x014_second_table() -> bytes:
    def fill(book: Any) -> None:
        page = log_sheet(book)
        page.write_row(8, 0, ("organisation", "category", "participants"))
        page.write_row(9, 0, ("Org", "academia", 3))

    return workbook(fill)


def x015_blank_formatted() -> bytes:
    def blank(row: int) -> str:
        cells = "".join(f'<c r="{letter}{row}" s="1"/>' for letter in "ABCDEFGHI")
        return f'<row r="{row}" spans="1:9">{cells}</row>'

    return changed(SHEET, b"</sheetData>", "".join([*map(blank, range(6, 100_001)), "</sheetData>"]).encode())


def x016_rich_text_links_comments() -> bytes:
    def fill(book: Any) -> None:
        page, bold = log_sheet(book), book.add_format({"bold": True})
        name = LOG[0][4]
        page.write_rich_string(1, 4, bold, name[:6], name[6:])
        page.write_url(2, 4, "https://example.org/", None, LOG[1][4])
        page.write_comment(3, 4, "internal remark: do not share")

    return workbook(fill)


def x017_true_and_false() -> bytes:
    def fill(book: Any) -> None:
        page = log_sheet(book)
        page.write_row(0, 9, ("open_to_stakeholders",))
        page.write_column(1, 9, (True, False, True, False))

    return workbook(fill)


def x018_16384_cols() -> bytes:
    def fill(book: Any) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, [f"c{number}" for number in range(16_384)])
        page.write_row(1, 0, [1] * 16_384)

    return workbook(fill)


def x019_docprops_personal() -> bytes:
    def fill(book: Any) -> None:
        log_sheet(book)
        book.set_properties({"author": MARKERS[0], "company": MARKERS[3], "comments": MARKERS[4]})

    return workbook(fill)


def x020_strings_that_look_like_numbers() -> bytes:
    def fill(book: Any) -> None:
        page = log_sheet(book)
        for row, (*_, people, _) in enumerate(LOG, start=1):
            page.write_string(row, 7, people)

    return workbook(fill)


def x021_100k_rows() -> bytes:
    letters = "ABCDEFGHI"

    def row(number: int, cells: Sequence[str]) -> str:
        written = "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for letter, cell in zip(letters, cells, strict=True)
        )
        return f'<row r="{number}">{written}</row>'

    ordinary = ("academia", "SN", "1", "speaker")
    rows = [row(each, ("2024-03-04", "N", "WG", "Event", f"Org {each}", *ordinary)) for each in range(2, 100_002)]
    entries = parts(workbook())
    start, _, rest = entries[SHEET].partition(b"<sheetData>")
    data = "".join(["<sheetData>", row(1, HEADER), *rows]).encode()
    return packed({**entries, SHEET: start + data + rest[rest.index(b"</sheetData>") :]})


def x022_one_cell_far_away() -> bytes:
    def fill(book: Any) -> None:
        log_sheet(book).write_string(1_048_575, 16_383, "far")

    return workbook(fill)


def _serial(book: Any, earlier: int) -> None:
    page = book.add_worksheet()
    page.write_row(0, 0, HEADER)
    for number, (written, *cells) in enumerate(LOG, start=1):
        days = (date.fromisoformat(written) - date(1899, 12, 30)).days - earlier
        page.write_row(number, 0, [days, *(int(cell) if cell.isdigit() else cell for cell in cells)])
