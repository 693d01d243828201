"""Text is read to the letter, or refused with the row and the column where it cannot be."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from engagement.errors import EngagementError, UnreadableFileError
from engagement.files import readers
from engagement.files.sheet import Dialect, Rows, Sheet
from engagement.locale import error_text
from engagement.settings import Settings

HEADER = b"date,activity,organisation\n"
ROW = b"2024-03-04,Hearing,Blue Union\n"


def read(given: bytes | Path, encoding: str | None = None, limits: Settings | None = None) -> Sheet:
    return readers.read(given, sheet=None, header_row=None, encoding=encoding, limits=limits or Settings())


def refused(given: bytes | Path, encoding: str | None = None) -> tuple[str, Any, Any]:
    """Code, row and column of the refusal. Its sentence exists in both languages."""
    with pytest.raises(EngagementError) as caught:
        read(given, encoding)
    values = caught.value.values
    assert all(error_text(caught.value.code, values, language) for language in ("en", "fr"))
    return caught.value.code, values.get("row"), values.get("column")


# ---- where the trouble is ----


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"2024-03-04,Hea\0ring,Blue\n", ("file-nul", 2, "activity")),
        (ROW + b"\n2024-03-04,Hearing,\0Blue\n", ("file-nul", 4, "organisation")),
        (b"2024-03-04,Hearing,Bl\xffue\n", ("file-encoding", 2, "organisation")),
        (ROW + b"2024-03-04,Hearing,Bl\xc3", ("file-encoding", 3, "organisation")),
        (b'2024-03-04,"Hear\n\xff",Blue\n', ("file-encoding", 2, "activity")),
        (b"2024-03-04,Hearing,\xed\xa0\xbd\xed\xb8\x80\n", ("file-encoding", 2, "organisation")),
        (b'2024-03-04,"Hearing,Blue\n' + ROW, ("file-quotes", 2, "activity")),
        (ROW + b'2024-03-04,"Hearing,Blue\n' + ROW + b'2024-03-05,"Work",Blue\n', ("file-quotes", 3, "activity")),
        (b'2024-03-04,"Hear"ing,Blue\n', ("file-quotes", 2, "activity")),
        (b'2024-03-04,"He said \\"hi\\", left",Blue\n', ("file-quotes-backslash", 2, "activity")),
        (ROW + b"2024-03-04," + b"x" * 10_001 + b",Blue\n", ("file-cell-long", 3, "activity")),
        (b'2024-03-04,Hearing,"' + b"x" * 200_000 + b'"\n', ("file-cell-long", 2, "organisation")),
        (b'2024-03-04,"Hearing,Blue\n' + ROW * 1_000, ("file-quotes", 2, "activity")),
        (b'2024-03-04,"Hearing,Blue\n' + ROW * 1_000 + b'"\n', ("file-quotes", 2, "activity")),
        (b"2024-03-04,Hearing,Blue,more,\xff\n", ("file-encoding", 2, "[E]")),
    ],
)
def test_the_row_and_the_column_of_the_trouble_are_named(body: bytes, trouble: tuple[str, int, str]) -> None:
    assert refused(HEADER + body) == trouble


def test_a_cell_of_ten_thousand_characters_is_read() -> None:
    assert len(read(HEADER + b"2024-03-04," + b"x" * 10_000 + b",Blue\n").rows[0][1][1]) == 10_000


def test_the_trouble_is_found_below_title_rows() -> None:
    assert refused(b"Log of the coast\n\n" + HEADER + b"2024-03-04,Hear\0ing,Blue\n") == ("file-nul", 4, "activity")


def test_quotes_inside_a_cell_that_does_not_begin_with_one_are_text() -> None:
    assert read(HEADER + b'2024-03-04,12" screen,Org "X" Ltd\n').rows == (
        (2, ("2024-03-04", '12" screen', 'Org "X" Ltd')),
    )


# ---- letters ----


def test_utf_7_stays_as_it_is() -> None:
    assert read(HEADER + b"2024-03-04,R+AOk-seau,Blue\n").rows[0][1][1] == "R+AOk-seau"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_asked(encoding: str) -> None:
    content = (HEADER + ROW).decode().encode(encoding)

    assert refused(content)[0] == "file-encoding"
    assert read(content, encoding).rows == ((2, ("2024-03-04", "Hearing", "Blue Union")),)


# ---- line ends ----


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\n\r", b"\r\r\n"])
def test_line_ends_of_every_kind_are_one_line_end(end: bytes) -> None:
    sheet = read((HEADER + ROW + ROW.replace(b"04", b"05")).replace(b"\n", end))

    assert ([number for number, _ in sheet.rows], sheet.blank_rows) == ([2, 3], 0)


def test_line_ends_may_differ_within_a_file() -> None:
    assert [number for number, _ in read(HEADER + ROW + ROW[:-1] + b"\r" + ROW[:-1] + b"\r\n" + ROW).rows] == [
        2,
        3,
        4,
        5,
    ]


@pytest.mark.parametrize("end", [b"", b"\n", b"\x1a", b"\n\x1a"])
def test_the_end_of_a_file_is_no_row(end: bytes) -> None:
    assert read(HEADER + ROW[:-1] + end).rows == ((2, ("2024-03-04", "Hearing", "Blue Union")),)


def test_a_separator_too_many_at_the_end_of_every_row_is_a_blank_column() -> None:
    sheet = read(HEADER + b"2024-03-04,Hearing,Blue,\n2024-03-05,Workshop,Lake,\n")

    assert (len(sheet.header), [len(cells) for _, cells in sheet.rows]) == (4, [4, 4])


def test_a_separator_too_many_in_one_row_makes_that_row_odd() -> None:
    """A comma inside a name that nobody quoted has moved the cells after it: none of them may be believed."""
    sheet = read(HEADER + b"2024-03-04,Hear,ing,\n2024-03-05,Workshop,Lake\n")

    assert (len(sheet.header), [len(cells) for _, cells in sheet.rows]) == (3, [4, 3])


# ---- separators ----


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('2024-03-04;"Blue, Red, and Green"', ("2024-03-04", "Blue, Red, and Green")),
        ("2024-03-04,a; b; c", ("2024-03-04", "a; b; c")),
        ("2024-03-04\tBlue, Red", ("2024-03-04", "Blue, Red")),
    ],
)
def test_a_separator_inside_a_cell_does_not_mislead(line: str, cells: tuple[str, str]) -> None:
    separator = line[10]
    sheet = read(f"date{separator}organisation\n{line}\n{line}\n".encode())

    assert [row for _, row in sheet.rows] == [cells, cells]


# ---- quotes that our exports put before formulas ----


def test_our_quotes_are_taken_off_and_those_of_others_are_text() -> None:
    ours = read(b"activity,organisation\n'=1+1,''-x\nHearing,'tHart\n")
    theirs = read(b"activity,organisation\n'=1+1,=2+2\nHearing,'tHart\n")

    assert [row for _, row in ours.rows] == [("=1+1", "'-x"), ("Hearing", "'tHart")]
    assert [row for _, row in theirs.rows] == [("'=1+1", "=2+2"), ("Hearing", "'tHart")]


# ---- plain files ----

MANY = HEADER + b"".join(b"2024-03-04,Hearing %d,Blue\n" % number for number in range(20_000))
PLAIN = HEADER + b"2024-03-04,Hearing,Blue\n2024-03-05,Workshop,Lake\n"


def test_of_a_large_plain_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    place = tmp_path / "log[1]*.csv"
    place.write_bytes(MANY)
    for given in (place, MANY):
        sheet = read(given)
        assert isinstance(sheet.rows, Rows)
        assert (len(sheet.rows.head), sheet.dialect) == (199, Dialect(delimiter=",", first_row=2, is_quoted=False))
        assert sheet.rows[:2] == ((2, ("2024-03-04", "Hearing 0", "Blue")), (3, ("2024-03-04", "Hearing 1", "Blue")))
        assert (len(sheet.rows), sheet.rows[-1]) == (20_000, (20_001, ("2024-03-04", "Hearing 19999", "Blue")))


def test_a_small_plain_file_is_read_and_says_how_it_may_be_read_again() -> None:
    sheet = read(PLAIN)

    assert (len(sheet.rows), sheet.dialect) == (2, Dialect(delimiter=",", first_row=2, is_quoted=True))


@pytest.mark.parametrize(
    "content",
    [
        PLAIN + b"\n",
        PLAIN + b",,\n",
        PLAIN + b" , ,\xc2\xa0",
        PLAIN + b'"",,\n',
        b"\n" + PLAIN,
        PLAIN + b"\x1a",
        PLAIN[:-1] + b"\x1a",
        PLAIN + b"2024-03-06,'=1,Blue\n",
        PLAIN.replace(b"\n", b"\r", 1),
        PLAIN.replace(b"\n", b"\r"),
        PLAIN.decode().encode("utf-16"),
        b"sep=,\n" + PLAIN,
        b"date\n2024-03-04\n2024-03-05\n",
        b'date,"acti\nvity"\n2024-03-04,Hearing\n',
        b"date,activity\n2024-03-04," + b"x" * 9_999 + b"\n",
    ],
)
def test_what_two_readers_might_read_differently_is_not_plain(content: bytes) -> None:
    assert read(content).dialect is None


def test_what_is_wrong_in_the_unread_rows_is_said_when_they_are_read() -> None:
    sheet = read(MANY + b"2024-03-06,Talk,Bl\xffue\n")
    assert isinstance(sheet.rows, Rows)

    with pytest.raises(UnreadableFileError) as caught:
        sheet.rows.whole()
    assert (caught.value.code, caught.value.row, caught.value.column) == ("file-encoding", 20_002, "organisation")


def test_limits_hold_for_what_is_sent_and_not_for_a_file_at_hand(tmp_path: Path) -> None:
    place = tmp_path / "log.csv"
    place.write_bytes(MANY)
    few, small = Settings(max_rows=19_999), Settings(max_file_bytes=len(MANY) - 1)

    for limits, code in ((few, "file-too-many-rows"), (small, "file-too-large")):
        assert len(read(place, limits=limits).rows) == 20_000
        with pytest.raises(UnreadableFileError) as caught:
            read(MANY, limits=limits)
        assert caught.value.code == code
    assert len(read(MANY, limits=Settings(max_rows=20_000)).rows) == 20_000


def test_columns_are_limited_everywhere(tmp_path: Path) -> None:
    place = tmp_path / "wide.csv"
    lines = io.StringIO()
    csv.writer(lines).writerows([[f"column {number}" for number in range(201)], [1] * 201])
    place.write_text(lines.getvalue(), encoding="utf-8")

    assert refused(place)[0] == "file-too-many-columns"


def test_a_place_where_no_file_is_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "no.csv")[0] == "file-not-there"
    assert refused(tmp_path)[0] == "file-not-there"
