"""The desk: a private DuckDB in memory on which a sheet is taken apart, and what every connection is denied."""

import codecs
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

_READ_CSV = {
    "auto_detect": "false",
    "header": "false",
    "strict_mode": "true",
    "null_padding": "true",
    "nullstr": "chr(1)",
    "parallel": "false",
    "compression": "'none'",
    "max_line_size": "8000000",
    "buffer_size": "8000000",
}
"""How DuckDB reads a CSV: as told, never by its guesses."""


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
        connection.execute("set threads = 1")
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
        content: bytes | memoryview,
        names: Sequence[str],
        *,
        columns: Sequence[str],
        constants: Mapping[str, str],
        answered_blanks: Collection[str],
        dialect: Mapping[str, str],
    ) -> None:
        """Make the table `block` of the rows of a CSV (UTF-8, no header), blank cells as null.

        `columns` are those the block has; `names` those of the CSV. Of names that are no columns only a hash of their
        cells is kept, in `rest`. `constants` fill columns; a blank cell of `answered_blanks` stays an empty text.
        `dialect` are further options of read_csv. Raises ForeignCsvError.

        DuckDB drops a blank cell too many in silence, which would hide that a separator inside a cell has moved the
        others. So it is asked for one column more: rows are padded with null, blank cells are empty texts, and a row
        is whole when its last cell is a text and the cell after it is null. All others are marked in `is_odd`.
        """
        if bytes(content[:3]) == codecs.BOM_UTF8:  # DuckDB would take the first letter of a cell for a mark of the file
            raise ForeignCsvError
        rest = [name for name in names if name not in columns]
        cells = {
            **dict.fromkeys(columns, "null::varchar"),
            **{column: f"nullif(trim(${column}), '')" for column in constants},
            **{name: name if name in answered_blanks else f"nullif({name}, '')" for name in names if name in columns},
            "rest": _hash_of(rest),
            "is_odd": f"{_identifier(names[-1])} is null or surplus is not null",
        }
        options = {
            "columns": "{" + ", ".join(f"{_identifier(name)}: 'varchar'" for name in (*names, "surplus")) + "}",
            **_READ_CSV,
            **{option: quoted(value) for option, value in dialect.items()},
        }
        sql = "".join(
            (
                "create table block as select ",
                ", ".join(f"{cell} as {column}" for column, cell in cells.items()),
                " from read_csv(" + quoted(self._pipe) + ", ",
                ", ".join(f"{option} = {value}" for option, value in options.items()) + ")",
            )
        )
        self.execute("drop table if exists block")  # before the next, so that memory holds one of them
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
def _piped(content: bytes | memoryview, end: int) -> Iterator[None]:
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


def _feed(writer: int, content: bytes | memoryview) -> None:
    # Nobody reads on when DuckDB has found the rows odd.
    with suppress(BrokenPipeError), os.fdopen(writer, "wb", buffering=0) as pipe:
        view = memoryview(content)
        while view:
            view = view[pipe.write(view) :]


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _hash_of(names: Sequence[str]) -> str:
    """A hash of several columns, null where all are blank."""
    if not names:
        return "null::ubigint"
    listed = ", ".join(map(_identifier, names))
    return f"case when concat({listed}) <> '' then hash({listed}) end"


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
