"""The fast reader and the strict one read the very same cells: what is called plain, DuckDB may read by itself.

DuckDB is told everything and guesses nothing. It may complain; it may never read anything else.
"""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.desk import Desk, ForeignCsvError
from engagement.errors import UnreadableFileError
from engagement.files import blocks, delimited
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


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = Desk(tmp_path_factory.mktemp("journal"))
    yield opened
    opened.close()


Read = list[tuple[int, Cells | None]]
"""Rows with their numbers; no cells where the row has another width than the header."""


def fast(desk: Desk, content: bytes, sheet: Sheet, dialect: Dialect) -> Read | None:
    """The rows as an import has DuckDB read them; None when it complains."""
    names = [f"c{position}" for position in range(len(sheet.header))]
    quote = '"' if dialect.is_quoted else ""
    options = {"delim": dialect.delimiter, "quote": quote, "escape": quote}
    rows: Read = []
    for block in blocks.blocks(io.BytesIO(content), dialect.first_row - 1, dialect.is_quoted):
        try:
            desk.load(block, names, columns=names, constants={}, answered_blanks=(), dialect=options)
        except ForeignCsvError:
            return None
        for row in desk.rows("from block order by rowid"):
            cells = tuple(row[name] or "" for name in names)
            rows.append((dialect.first_row + len(rows), None if row["is_odd"] else cells))
    return [(number, cells) for number, cells in rows if cells is None or any(cell.strip() for cell in cells)]


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
    return [(number, cells if len(cells) == len(sheet.header) else None) for number, cells in sheet.rows]


def read_alike(desk: Desk, content: bytes) -> bool | None:
    """Whether DuckDB reads what the strict reader reads; None when it complains or need not read it."""
    sheet = plain(content)
    if sheet is None or sheet.dialect is None:
        return None
    rows = fast(desk, content, sheet, sheet.dialect)
    return None if rows is None else rows == strict(content, sheet.dialect.delimiter)


QUIET = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUIET
@given(SOUP, st.sampled_from(["", "a,b\n", "a,b,c\r\n", "date;place\n1;2\n", "\ufeffa\tb\n", 'a,"b c"\n']))
def test_whatever_stands_in_a_file(desk: Desk, soup: str, beginning: str) -> None:
    assert read_alike(desk, (beginning + soup).encode()) is not False


@QUIET
@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(range(4)))
def test_whatever_a_program_writes(desk: Desk, rows: list[list[str]], delimiter: str, end: str, quoting: int) -> None:
    assert read_alike(desk, written(rows, delimiter, end, quoting)) is not False


def written(rows: list[list[str]], delimiter: str, end: str, quoting: int) -> bytes:
    lines = io.StringIO(newline="")
    style = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_MINIMAL][quoting]
    writer = csv.writer(lines, delimiter=delimiter, lineterminator=end, quoting=style)
    writer.writerows([[f"column {position}" for position in range(len(rows[0]))], *rows])
    return lines.getvalue().encode()
