"""Take a Parquet file apart in a process of its own: `python -m engagement.files.columnar SECONDS BYTES ROWS COLUMNS`.

DuckDB wants a file that it can open by name: the content is held in memory under a number, where the system can.
"""

import math
import os
import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import duckdb

from engagement.errors import UnreadableFileError
from engagement.files import confined
from engagement.files.confined import Bad
from engagement.files.workbook import text

_SHOWN = 60
_MOMENTS = ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE")


def take_apart(content: bytes, arguments: Sequence[str]) -> tuple[confined.Answer, Sequence[Sequence[str]]]:
    """The columns and rows of a Parquet file as text; a cell that holds a list or a structure is a bad one.

    Raises UnreadableFileError.
    """
    max_rows, max_columns = map(int, arguments[:2])
    bad: list[Bad] = []
    with _named(content) as path:
        header, found = _read(path, max_rows + 1, max_columns)
    rows = [header, *([_text(cell) for cell in row] for row in found)]
    for number, row in enumerate(found, start=2):
        bad += [(number, place, "cell-nested", _text(each)) for place, each in enumerate(row) if _is_nested(each)]
    return {"bad": bad}, [row if any(row) else [] for row in rows]


@contextmanager
def _named(content: bytes) -> Iterator[str]:
    """The path of a file that is nowhere but in memory."""
    if not hasattr(os, "memfd_create"):
        raise UnreadableFileError("file-not-table")
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(content), len(content)))
    held = os.memfd_create("held")
    with os.fdopen(held, "wb") as file:
        file.write(content)
        file.flush()
        yield f"/proc/self/fd/{held}"


def _read(path: str, max_rows: int, max_columns: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    with duckdb.connect() as connection:
        connection.execute("set allowed_paths = ['" + path + "']")
        connection.execute(_HARDENING)
        try:
            columns = connection.execute("from read_parquet($path, binary_as_string = true) limit 0", {"path": path})
            kinds = {str(name): str(kind) for name, kind, *_ in columns.description}
            if len(kinds) > max_columns:
                raise UnreadableFileError("file-too-many-columns", limit=max_columns)
            cells = ", ".join(_cell(name, kind) for name, kind in kinds.items())
            found = connection.execute(
                "select " + cells + " from read_parquet($path, binary_as_string = true) limit $rows",  # noqa: S608 - quoted
                {"path": path, "rows": max_rows},
            )
            return list(kinds), found.fetchall()
        except duckdb.Error:
            raise UnreadableFileError("file-unreadable") from None


_HARDENING = """
    set threads = 1;
    set memory_limit = '500MB';
    set temp_directory = '';
    set autoinstall_known_extensions = false;
    set autoload_known_extensions = false;
    set enable_external_access = false;
    set lock_configuration = true;
"""


def _cell(name: str, kind: str) -> str:
    """A column in SQL; moments with a time zone as text in UTC, as they are stored: DuckDB has no other value of them.

    What holds such moments stays nested, as a list of its text.
    """
    column = '"' + name.replace('"', '""') + '"'
    if "WITH TIME ZONE" not in kind:
        return column
    text = column + "::varchar"
    return text if kind in _MOMENTS else "if(" + column + " is null, null, [" + text + "])"


def _is_nested(cell: object) -> bool:
    return isinstance(cell, list | tuple | dict | bytes)


def _text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return f"{cell}"[:_SHOWN] if _is_nested(cell) else text(cell)


if __name__ == "__main__":
    confined.answer(take_apart)
