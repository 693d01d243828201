"""The desk: a private DuckDB in memory on which a sheet is taken apart, and what every connection is denied."""

import os
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

_HARDENING = """
    set autoinstall_known_extensions = false;
    set autoload_known_extensions = false;
    set allow_community_extensions = false;
    set allow_persistent_secrets = false;
    set python_enable_replacements = false;
    set temp_directory = '';
    set enable_external_access = false;
    set lock_configuration = true;
"""

Row = dict[str, Any]

_MAX_LINE = 8_000_000


class ForeignCsvError(Exception):
    """DuckDB would not read a CSV as it was told to; nothing was taken from it."""


class Desk:
    """A private DuckDB in memory on which an uploaded sheet is taken apart. Nothing on it reaches a disk.

    The rows of a file come to it through a pipe, at a place that stays the same for the life of the desk.
    """

    def __init__(self, folder: Path) -> None:
        """A desk that may read and write files in `folder` and nowhere else."""
        self._connection = connection = duckdb.connect(":memory:")
        self._end = _dry_pipe()
        self._pipe = f"/dev/fd/{self._end}"
        connection.execute("set disabled_optimizers = 'join_order'")
        connection.execute("set allowed_paths = [" + quoted(self._pipe) + "]")
        harden(connection, folder)

    def start(self, sql: str, codes: Mapping[str, Sequence[str]]) -> None:
        """Make the tables of `sql` on an empty desk; `codes` of each column stand in the table `code`."""
        self.execute("drop schema if exists desk cascade; create schema desk; use desk")
        self.execute("create table code (column_name varchar, code varchar, position integer)")
        for column, known in codes.items():
            self.execute(
                "insert into code select $column, code, position from"
                " (select unnest($codes::varchar[]) as code, unnest(range(len($codes))) as position)",
                {"column": column, "codes": [str(code) for code in known]},
            )
        self.execute(sql)

    def load(
        self,
        content: bytes,
        names: list[str],
        *,
        constants: Mapping[str, str],
        answered_blanks: Collection[str],
        delimiter: str,
        is_quoted: bool,
        is_ours: bool,
    ) -> None:
        """Put the rows of a CSV (UTF-8, no header) into the table `block`, blank cells as null.

        `names` are the columns of the CSV: those of the block by their names, all others begin with "rest", and only
        a hash of their cells is kept. A blank cell of `answered_blanks` stays an empty text. A row with another number
        of cells is marked in `is_odd`. In a CSV that is ours every cell is quoted and rows end in a line feed.
        Raises ForeignCsvError.

        DuckDB drops a blank cell too many in silence, which would hide that a separator inside a cell has moved the
        others. So it is asked for one column more: rows are padded with null, blank cells are empty texts, and a row
        is whole when its last cell is a text and the cell after it is null.
        """
        rest = [name for name in names if name.startswith("rest")]
        kept = [name for name in names if name not in rest]
        cells = [name if name in answered_blanks else f"nullif({name}, '') as {name}" for name in kept]
        hashed = ", ".join(map(_identifier, rest))
        sql = "".join(
            (
                "insert into block by name select ",
                ", ".join((*cells, *(f"nullif(trim(${name}), '') as {name}" for name in constants))),
                f", case when concat({hashed}) <> '' then hash({hashed}) end as rest" if rest else "",
                f", {_identifier(names[-1])} is null or surplus is not null as is_odd",
                " from read_csv(" + quoted(self._pipe) + ", columns = {",
                ", ".join(f"{_identifier(name)}: 'varchar'" for name in (*names, "surplus")),
                "}, auto_detect = false, header = false, strict_mode = true, null_padding = true, nullstr = chr(1)",
                ", parallel = false, compression = 'none'",
                ", new_line = '\\n'" if is_ours else "",  # or a carriage return inside quotes would end a row
                ", max_line_size = ",
                str(_MAX_LINE),
                ", buffer_size = 8000000",
                f", delim = {quoted(delimiter)}, quote = {_quote(is_quoted)}, escape = {_quote(is_quoted)})",
            )
        )
        with _piped(content, self._end):
            try:
                self._connection.execute(sql, dict(constants))
            except duckdb.Error as error:
                raise ForeignCsvError from error

    def execute(self, sql: str, values: Mapping[str, Any] | list[Any] | None = None) -> None:
        """Run a statement for its effect."""
        self._connection.execute(sql, values)

    def rows(self, sql: str, values: Mapping[str, Any] | list[Any] | None = None) -> list[Row]:
        """The answer of a query as named rows."""
        return named(self._connection.execute(sql, values))

    def set(self, **values: Any) -> None:
        """Give the views of the desk what they ask for by `getvariable`."""
        for name, value in values.items():
            self.execute("set variable " + name + " = $value", {"value": value})

    def write_parquet(self, table: str, path: Path) -> None:
        """Write a table or view of the desk to a file in the folder the desk was opened for."""
        self.execute("copy " + table + " to " + quoted(str(path)) + " (format parquet, compression zstd)")

    def close(self) -> None:
        """Forget everything on the desk."""
        self._connection.close()
        os.close(self._end)


@contextmanager
def _piped(content: bytes, end: int) -> Iterator[None]:
    """Let `content` be read from the descriptor `end` for the length of the block."""
    reader, writer = os.pipe()
    os.dup2(reader, end)
    os.close(reader)
    feeder = threading.Thread(target=_feed, args=(writer, content))
    feeder.start()
    try:
        yield
    finally:
        dry = _dry_pipe()
        os.dup2(dry, end)  # whoever still writes hears that nobody reads
        os.close(dry)
        feeder.join()


def _dry_pipe() -> int:
    """The reading end of a pipe that nobody writes to. (A place that is a file has another name to DuckDB's lock.)"""
    reader, writer = os.pipe()
    os.close(writer)
    return reader


def _feed(writer: int, content: bytes) -> None:
    # Nobody reads on when DuckDB has found the rows odd.
    with suppress(BrokenPipeError), os.fdopen(writer, "wb", buffering=0) as pipe:
        view = memoryview(content)
        while view:
            view = view[pipe.write(view) :]


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quote(is_quoted: bool) -> str:
    return quoted('"' if is_quoted else "")


# ---- any connection ----


def harden(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute("set allowed_directories = [" + quoted(f"{folder}/") + "]")
    connection.execute(_HARDENING)


def named(answer: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def quoted(text: str) -> str:
    """`text` as an SQL string, for the few statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
