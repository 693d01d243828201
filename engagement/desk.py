"""The desk: a private DuckDB in memory on which a sheet is taken apart, and what every connection is denied."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:  # a page that only reads needs no Arrow
    import pyarrow as pa

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


class Desk:
    """A private DuckDB in memory on which an uploaded sheet is taken apart. Nothing on it reaches a disk."""

    def __init__(self, folder: Path) -> None:
        """A desk that may read and write files in `folder` and nowhere else."""
        self._connection = connection = duckdb.connect(":memory:")
        connection.execute("set threads = 1")
        connection.execute("set disabled_optimizers = 'join_order'")
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

    def execute(
        self,
        sql: str,
        values: Mapping[str, Any] | list[Any] | None = None,
        *,
        found: "pa.Table | None" = None,
    ) -> None:
        """Run a statement for its effect; in it, `found` is the table given under that name."""
        with self._beside(found) as connection:
            connection.execute(sql, values)

    def answer(self, sql: str, *, found: "pa.Table") -> "pa.Table":
        """The answer of a query, in which `found` is the table given."""
        with self._beside(found) as connection:
            return connection.sql(sql).to_arrow_table()

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

    @contextmanager
    def _beside(self, found: "pa.Table | None") -> Iterator[duckdb.DuckDBPyConnection]:
        if found is None:
            yield self._connection
            return
        self._connection.register("found", found)
        try:
            yield self._connection
        finally:
            self._connection.unregister("found")


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
