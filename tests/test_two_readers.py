"""The fast reader and the strict one read the very same cells: what is called plain, DuckDB may read by itself.

DuckDB is told everything and guesses nothing. It may complain; it may never read anything else.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagement.errors import UnreadableFileError
from engagement.files import delimited
from engagement.files.sheet import Dialect, Row, Sheet
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
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("set threads = 1")
        yield opened


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plain") / "log.csv"


def fast(connection: duckdb.DuckDBPyConnection, path: Path, sheet: Sheet, dialect: Dialect) -> list[Row] | None:
    """The rows as DuckDB reads them, numbered; None when it complains."""
    quote = '"' if dialect.is_quoted else ""
    columns = ", ".join(f"'c{position}': 'varchar'" for position in range(len(sheet.header)))
    options = (
        f"columns = {{{columns}}}, auto_detect = false, header = false, strict_mode = true, null_padding = false, "
        f"delim = '{dialect.delimiter}', quote = '{quote}', escape = '{quote}', skip = {dialect.first_row - 1}, "
        "compression = 'none'"
    )
    try:
        rows = connection.execute(f"from read_csv('{path}', {options})").fetchall()
    except duckdb.Error:
        return None
    return [(number, tuple(cell or "" for cell in row)) for number, row in enumerate(rows, dialect.first_row)]


def plain(content: bytes) -> Sheet | None:
    """The table of a file that is plain."""
    try:
        grid = delimited.read(content, None)
        return table(grid, None, LIMITS) if grid.is_plain else None
    except UnreadableFileError:
        return None


def strict(content: bytes, delimiter: str) -> list[Row] | None:
    """The rows of the same table as the strict reader reads them; None when it refuses the file."""
    try:
        grid = delimited._whole(content, "utf-8-sig", delimiter)
        return list(table(grid, None, LIMITS).rows)
    except UnreadableFileError:
        return None


def read_alike(connection: duckdb.DuckDBPyConnection, path: Path, content: bytes) -> bool | None:
    """Whether DuckDB reads what the strict reader reads; None when it complains or need not read it."""
    sheet = plain(content)
    if sheet is None or sheet.dialect is None:
        return None
    path.write_bytes(content)
    rows = fast(connection, path, sheet, sheet.dialect)
    return None if rows is None else rows == strict(content, sheet.dialect.delimiter)


QUIET = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUIET
@given(SOUP, st.sampled_from(["", "a,b\n", "a,b,c\r\n", "date;place\n1;2\n", "\ufeffa\tb\n", 'a,"b c"\n']))
def test_whatever_stands_in_a_file(
    connection: duckdb.DuckDBPyConnection, path: Path, soup: str, beginning: str
) -> None:
    assert read_alike(connection, path, (beginning + soup).encode()) is not False


@QUIET
@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(range(4)))
def test_whatever_a_program_writes(
    connection: duckdb.DuckDBPyConnection, path: Path, rows: list[list[str]], delimiter: str, end: str, quoting: int
) -> None:
    assert read_alike(connection, path, written(rows, delimiter, end, quoting)) is not False


def written(rows: list[list[str]], delimiter: str, end: str, quoting: int) -> bytes:
    lines = io.StringIO(newline="")
    style = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_MINIMAL][quoting]
    writer = csv.writer(lines, delimiter=delimiter, lineterminator=end, quoting=style)
    writer.writerows([[f"column {position}" for position in range(len(rows[0]))], *rows])
    return lines.getvalue().encode()
