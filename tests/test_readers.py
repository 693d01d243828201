"""Bytes become a sheet of text whose rows keep their numbers, or one sentence that says why not."""

import datetime as dt
import io

import pytest
import xlsxwriter
from tables import cells, log

from engagement.errors import EngagementError, MappingError, UnreadableFileError
from engagement.files import archive, readers
from engagement.files.readers import Sheet
from engagement.locale import error_text
from engagement.settings import Settings

LIMITS = Settings()
TABLE = """
    date       | activity | organisation
    2024-03-04 | Hearing  | Université de Dakar
    2024-03-05 | Workshop | Ligue “B”
"""
ROWS = (
    (2, ("2024-03-04", "Hearing", "Université de Dakar")),
    (3, ("2024-03-05", "Workshop", "Ligue “B”")),
)


def read(
    content: bytes,
    sheet: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    limits: Settings = LIMITS,
) -> Sheet:
    return readers.read(content, sheet=sheet, header_row=header_row, encoding=encoding, limits=limits)


def code_of(content: bytes, **answers: str | int | Settings) -> str:
    """The code of the refusal. Its sentence exists in both languages."""
    with pytest.raises(EngagementError) as caught:
        read(content, **answers)  # type: ignore[arg-type]
    assert all(error_text(caught.value.code, caught.value.values, language) for language in ("en", "fr"))
    return caught.value.code


def workbook(**sheets: str) -> bytes:
    """A workbook of drawings; a sheet whose name begins with `hidden` is hidden."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, drawing in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(cells(drawing)):
                page.write_row(number, 0, row)
            if name.startswith("hidden"):
                page.hide()
    return content.getvalue()


# ---- letters ----


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_a_question(encoding: str) -> None:
    sheet = read(log(TABLE).decode().encode(encoding))

    assert (sheet.header, sheet.rows) == (("date", "activity", "organisation"), ROWS)


@pytest.mark.parametrize("mark", ["le", "be"])
def test_both_orders_of_utf_16_are_read(mark: str) -> None:
    assert read(("\ufeff" + log(TABLE).decode()).encode(f"utf-16-{mark}")).rows == ROWS


def test_other_letters_are_asked_and_never_guessed() -> None:
    content = log(TABLE).decode().encode("windows-1252")

    assert code_of(content) == "file-encoding"
    assert read(content, encoding="windows-1252").rows == ROWS


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("windows-1256", "اتحاد المهاجرين"),
        ("windows-1251", "Союз мигрантов"),
        ("mac-roman", "Réseau d’été"),
        ("gb18030", "移民联盟"),
        ("shift-jis", "移民連合表"),
    ],
)
def test_each_encoding_on_offer_gives_the_right_letters(encoding: str, name: str) -> None:
    content = f"activity,organisation\nHearing,{name}\n".encode(encoding)

    assert encoding in readers.ENCODINGS
    assert code_of(content) == "file-encoding"
    assert read(content, encoding=encoding).rows == ((2, ("Hearing", name)),)


@pytest.mark.parametrize("encoding", ["klingon", "hex", "utf-7", "undefined", "idna", "a\0b", ""])
def test_an_encoding_that_is_not_on_offer_is_refused(encoding: str) -> None:
    content = b"activity,organisation\nHearing,+AOk-t\xe9\n"

    assert code_of(content, encoding=encoding) in ("encoding-unknown", "file-encoding")


def test_the_wrong_encoding_is_named_with_the_row_where_it_fails() -> None:
    content = b"activity,organisation\nHearing,Blue\nWorkshop,\x81\x20\n"

    with pytest.raises(UnreadableFileError) as caught:
        read(content, encoding="windows-1252")
    assert (caught.value.code, caught.value.row) == ("file-encoding-wrong", 3)


def test_a_nul_is_named_with_its_row() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(b"activity,organisation\nHearing,Blue\nWork\0shop,Lake\n")
    assert (caught.value.code, caught.value.row) == ("file-nul", 3)


# ---- separators, quotes, lines ----


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(delimiter: str) -> None:
    content = f"date{delimiter}activity\n2024-03-04{delimiter}Hearing\n".encode()

    assert read(content).rows == ((2, ("2024-03-04", "Hearing")),)


@pytest.mark.parametrize(
    ("first", "delimiter"), [("sep=;", ";"), ("SEP=,", ","), ("sep=|", "|"), ("sep=^", "^"), ("\ufeffsep=;", ";")]
)
def test_a_first_line_that_declares_the_separator_is_obeyed_and_counted(first: str, delimiter: str) -> None:
    content = f"{first}\r\ndate{delimiter}activity\r\n2024-03-04{delimiter}Hearing; a, b|c\r\n"
    content = content.replace("; a, b|c", "; a, b|c".replace(delimiter, " "))

    sheet = read(content.encode())

    assert (sheet.header_row, sheet.header) == (2, ("date", "activity"))
    assert [number for number, _ in sheet.rows] == [3]


@pytest.mark.parametrize("first", ['sep="', "sep=\r", "sep=", "sep=;;", "sep= "])
def test_a_declaration_that_makes_no_sense_never_crashes(first: str) -> None:
    content = f"{first}\ndate,activity\n2024-03-04,Hearing\n".encode()

    assert read(content).rows[-1] == (3, ("2024-03-04", "Hearing"))


def test_quotes_hold_separators_quotes_and_line_breaks() -> None:
    content = b'activity,organisation\r\n"Hearing, second","The ""Blue""\r\nUnion"\r\nWorkshop,Lake\r\n'

    assert read(content).rows == ((2, ("Hearing, second", 'The "Blue"\r\nUnion')), (3, ("Workshop", "Lake")))


@pytest.mark.parametrize("content", [b'a,b\n"open,1\n2,3\n', b'a,b\n"x"y,1\n'])
def test_a_quote_that_does_not_close_is_refused(content: bytes) -> None:
    assert code_of(content) == "file-quotes"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(end: str) -> None:
    assert read(f"date,activity{end}2024-03-04,Hearing{end}".encode()).rows == ((2, ("2024-03-04", "Hearing")),)


def test_blank_rows_are_left_out_and_counted() -> None:
    sheet = read(b"\n\ndate,activity\n,\n2024-03-04,Hearing\n\n2024-03-05,Workshop\n ,\n")

    assert sheet.header_row == 3
    assert sheet.rows == ((5, ("2024-03-04", "Hearing")), (7, ("2024-03-05", "Workshop")))


def test_ragged_rows_are_kept_as_they_are_for_the_check_to_list() -> None:
    sheet = read(b"date,activity,place\n2024-03-04,Hearing,Dakar\n2024-03-05,Workshop\n2024-03-06,Talk,Lima,Peru\n")

    assert [(number, len(row)) for number, row in sheet.rows] == [(2, 3), (3, 2), (4, 4)]


def test_the_quote_our_exports_put_before_a_formula_is_taken_off_again() -> None:
    sheet = read(b"activity,organisation\n'=1+1,''-x\nHearing,'tHart\n")

    assert sheet.rows == ((2, ("=1+1", "'-x")), (3, ("Hearing", "'tHart")))


# ---- the header ----


def test_the_header_is_found_below_title_rows() -> None:
    sheet = read(
        log("""
            Participation log of the coast |         |              |
            as of March                    |         |              |
            date                           | network | organisation | category
            2024-03-04                     | Coast   | Blue Union   | trade union
        """)
    )

    assert (sheet.header_row, sheet.header) == (3, ("date", "network", "organisation", "category"))
    assert sheet.rows == ((4, ("2024-03-04", "Coast", "Blue Union", "trade union")),)


@pytest.mark.parametrize(("rows", "place"), [(4, 0), (4, 2), (19, 0), (19, 7), (60, 30)])
def test_a_stray_wide_row_is_no_header(rows: int, place: int) -> None:
    lines = [f"2024-03-04,Hearing {number},Blue Union,,12" for number in range(rows)]
    lines.insert(place, "2024-03-05,Talk, held late, after all,,Blue Union,,12,,1,2,3,4,5")

    sheet = read("\n".join(["date,activity,organisation,place,people", *lines]).encode())

    assert (sheet.header_row, sheet.header[:2], len(sheet.rows)) == (1, ("date", "activity"), rows + 1)


@pytest.mark.parametrize("rows", [1, 2, 12])
def test_a_header_over_rows_that_are_mostly_blank_is_still_the_header(rows: int) -> None:
    header = "date,activity,organisation,category,people,women,men,place,country,level"
    lines = ["Log of the year", header, *["2024-03-04,Hearing,,,,,,,,"] * rows]

    assert read("\n".join(lines).encode()).header == tuple(header.split(","))


def test_the_header_row_that_was_asked_for_is_taken() -> None:
    sheet = read(log(TABLE), header_row=2)

    assert (sheet.header_row, sheet.header[1], len(sheet.rows)) == (2, "Hearing", 1)


@pytest.mark.parametrize("row", [0, -1, 99])
def test_a_header_row_that_is_not_there_is_refused(row: int) -> None:
    assert code_of(log(TABLE), header_row=row) == "header-row-missing"


def test_headers_are_made_unique_and_blank_ones_are_named_by_their_letter() -> None:
    assert read(b"type,,type,a  b\n1,2,3,4\n").header == ("type", "[B]", "type (2)", "a b")


def test_headers_stay_unique_when_one_already_looks_like_a_second() -> None:
    header = read(b"type,type (2),type,[E],\n1,2,3,4,5\n").header

    assert len(set(header)) == 5


def test_a_row_of_hxl_tags_is_kept_apart() -> None:
    sheet = read(b"date,activity,note\n#date,#event+name,\n2024-03-04,Hearing,x\n")

    assert sheet.hashtags == ("#date", "#event+name", "")
    assert sheet.rows == ((3, ("2024-03-04", "Hearing", "x")),)


def test_a_row_that_begins_with_a_number_sign_is_not_a_row_of_tags() -> None:
    assert read(b"date,activity\n#1,Hearing\n").rows == ((2, ("#1", "Hearing")),)


# ---- what is no table ----


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\t\n", "file-empty"),
        (b"\xef\xbb\xbf", "file-empty"),
        (b"\xef\xbb\xbf\r\n", "file-empty"),
        (b",,,\n,,,\n", "file-empty"),
        (b"date,activity\n", "file-header-only"),
        (b"date,activity\n,\n , \n", "file-header-only"),
        (b"date,activity\n#date,#event\n", "file-header-only"),
        (b"%PDF-1.7 ...", "file-pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file-old-excel"),
        (b"\x1f\x8b\x08", "file-compressed"),
        (b"PAR1....PAR1", "file-unreadable"),
        (b"\x89PNG\r\n", "file-picture"),
        (b" <!DOCTYPE html><table>", "file-web-page"),
        (b"\xef\xbb\xbf<html>", "file-web-page"),
        (b'<?xml version="1.0"?>', "file-xml"),
        (b"{\\rtf1 a,b\n}", "file-document"),
        (b"PK\x03\x04 but no archive", "file-unreadable"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_limits_are_kept() -> None:
    limits = Settings(max_rows=2, max_columns=3, max_file_bytes=100)

    assert len(read(b"a,b,c\n1,2,3\n4,5,6\n", limits=limits).rows) == 2
    assert code_of(b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n", limits=limits) == "file-too-many-rows"
    assert code_of(b"a,b,c,d\n1,2,3,4\n", limits=limits) == "file-too-many-columns"
    assert code_of(b"a,b\n" + b"1,2\n" * 30, limits=limits) == "file-too-large"


# ---- workbooks ----


def test_a_workbook_with_one_sheet_is_read_like_a_csv_file() -> None:
    sheet = read(workbook(Log=TABLE))

    assert (sheet.name, sheet.header, sheet.rows) == ("Log", ("date", "activity", "organisation"), ROWS)


def test_which_sheet_is_meant_is_asked() -> None:
    content = workbook(First=TABLE, Second="date | activity\n2024-05-01 | Review")

    with pytest.raises(MappingError) as caught:
        read(content)
    assert (caught.value.code, caught.value.sheets) == ("sheet-choose", "“First”, “Second”")
    assert read(content, sheet="Second").rows == ((2, ("2024-05-01", "Review")),)
    assert code_of(content, sheet="Third") == "sheet-unknown"


def test_hidden_sheets_are_read_only_when_they_are_asked_for() -> None:
    content = workbook(Log=TABLE, hidden="date | activity\n2024-05-01 | Review")

    assert read(content).rows == ROWS
    assert read(content, sheet="hidden").rows == ((2, ("2024-05-01", "Review")),)


def test_an_empty_sheet_is_named() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(workbook(Log=""))
    assert (caught.value.code, caught.value.sheet) == ("sheet-empty", "Log")


def test_a_csv_file_has_no_sheets() -> None:
    assert code_of(log(TABLE), sheet="Log") == "sheet-in-csv"


def test_numbers_days_and_truth_become_the_text_a_person_reads() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("Log")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, ["day", "people", "share", "open", "text"])
        page.write_datetime(1, 0, dt.datetime(2024, 3, 4), day)
        page.write_row(1, 1, [12, 0.5, True, "007"])

    assert read(content.getvalue()).rows == ((2, ("2024-03-04", "12", "0.5", "TRUE", "007")),)


def test_a_workbook_whose_parts_are_cut_or_flipped_never_crashes() -> None:
    """Every byte of the zip's directory flipped in turn: a table, or a refusal with a sentence."""
    whole = workbook(Log=TABLE)
    start = whole.rindex(b"PK\x01\x02", 0, whole.index(b"PK\x05\x06"))

    codes = {
        refusal_of_the_guard(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        for place in range(start, len(whole))
    }
    assert codes <= {None, "file-unreadable", "file-archive", "file-bomb", "file-password"}


def refusal_of_the_guard(content: bytes) -> str | None:
    try:
        archive.check(content)
    except UnreadableFileError as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("kept", [30, 1000, -100, -10])
def test_a_workbook_that_was_cut_off_is_unreadable(kept: int) -> None:
    assert code_of(workbook(Log=TABLE)[:kept]) == "file-unreadable"
