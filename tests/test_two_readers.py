"""The fast reader and the strict one read the very same cells: what is called plain, Arrow may read by itself.

It may complain; it may never read anything else.
"""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.errors import UnreadableFileError
from engagement.files import blocks, delimited
from engagement.files.blocks import Block, ForeignCsvError
from engagement.files.sheet import Cells, Dialect, Sheet
from engagement.files.table import table
from engagement.settings import Settings

LIMITS = Settings()
PIECES = [
    *("a", "1", "é", "移", "=", "-", "'", "#", "\\", "\u00a0", "\u2028", "\u3000", "\ufeff", "\x1a", "\0", "\x85"),
    *('"', '""', ' "', '" ', '"a', 'a"', '","', '\n"', '"\n', "'=", '\\"', "sep=;", "NULL", "nan"),
    *(",", ";", "\t", "|", ",,", " ", "  ", "\n", "\r", "\r\n", "\n\n", "\n\r", "\r\r\n", ",\n", "\n,\n"),
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
ROWS = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.lists(st.sampled_from(PIECES), max_size=2).map("".join), min_size=width, max_size=width),
        min_size=1,
        max_size=6,
    )
)


Read = list[tuple[int, Cells | None]]
"""Rows with their numbers; no cells where the row has another width than the header."""


def fast(content: bytes, sheet: Sheet) -> Read | None:
    """The rows as an import reads them from the file itself; None when the strict reader must look at it."""
    assert sheet.dialect is not None
    rows: Read = []
    try:
        for block in blocks.of_file(content, sheet.dialect, len(sheet.header)):
            rows += [*cells_of(block), *((number, None) for number in block.odd)]
    except ForeignCsvError:
        return None
    return sorted(((number, cells) for number, cells in rows if cells is None or any(map(str.strip, cells))), key=str)


def cells_of(block: Block) -> Read:
    columns = [column.texts.take(column.places).to_pylist() for column in block.columns]
    return list(zip(block.numbers.tolist(), zip(*columns, strict=True), strict=True))


def plain(content: bytes) -> Sheet | None:
    """The table of a file that is plain."""
    try:
        grid = delimited.read(content, None)
        return table(grid, None, LIMITS) if grid.is_plain else None
    except UnreadableFileError:
        return None


def strict(content: bytes, delimiter: str) -> Read | None:
    """The rows of the same table as the strict reader reads them; None when it refuses the file."""
    try:
        sheet = table(delimited._whole(content, "utf-8-sig", delimiter), None, LIMITS)
    except UnreadableFileError:
        return None
    return sorted(
        ((number, cells if len(cells) == len(sheet.header) else None) for number, cells in sheet.rows), key=str
    )


def read_alike(content: bytes) -> bool | None:
    """Whether both read the same; None when the fast one complains or need not read the file."""
    sheet = plain(content)
    if sheet is None or sheet.dialect is None:
        return None
    rows = fast(content, sheet)
    return None if rows is None else rows == strict(content, sheet.dialect.delimiter)


QUIET = settings(max_examples=1_000, deadline=None, derandomize=True)


@QUIET
@given(SOUP, st.sampled_from(["", "a,b\n", "a,b,c\r\n", "date;place\n1;2\n", "\ufeffa\tb\n", 'a,"b c"\n']))
def test_whatever_stands_in_a_file(soup: str, beginning: str) -> None:
    assert read_alike((beginning + soup).encode()) is not False


@QUIET
@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(range(4)))
def test_whatever_a_program_writes(rows: list[list[str]], delimiter: str, end: str, quoting: int) -> None:
    assert read_alike(written(rows, delimiter, end, quoting)) is not False


def written(rows: list[list[str]], delimiter: str, end: str, quoting: int) -> bytes:
    lines = io.StringIO(newline="")
    style = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_MINIMAL][quoting]
    writer = csv.writer(lines, delimiter=delimiter, lineterminator=end, quoting=style)
    writer.writerows([[f"column {position}" for position in range(len(rows[0]))], *rows])
    return lines.getvalue().encode()


@pytest.mark.parametrize("size", [1, 7, 40])
def test_blocks_end_where_a_row_ends(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'day,"the ""place"""\n1,"a\nb"\n2,"",\n3,c\n4\n5,"d,e"\n'
    sheet = plain(content)
    monkeypatch.setattr(blocks, "BLOCK_BYTES", size)

    assert sheet is not None
    assert fast(content, sheet) == [(2, ("1", "a\nb")), (3, None), (4, ("3", "c")), (5, None), (6, ("5", "d,e"))]


@pytest.mark.parametrize(
    "rows", ['1,"a"b\n', '1,a"b"\n', '1,"a\n', '"1"2,"a"\n', "1,a\n\ufeff2,b\n", "1,\udcff\n", "1,a\n \r\r\n2,b\n"]
)
def test_what_arrow_would_read_in_another_way_is_left_to_the_strict_reader(
    rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"day,place\n" + rows.encode("utf-8", "surrogateescape")
    sheet = Sheet(None, 1, ("day", "place"), (), dialect=Dialect(",", 2, is_quoted=True))
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 4)

    assert fast(content, sheet) is None
