"""A file becomes a sheet of text cells that remember their row numbers. Nothing is interpreted here.

What a file is, its first bytes say; its name is never asked. Text is read in `delimited.py` and `records.py`;
workbooks and Parquet files are taken apart in processes with limits (`workbook.py`, `columnar.py`).
"""

import io
from collections.abc import Sequence

from engagement.errors import MappingError, UnreadableFileError
from engagement.files import archive, blocks, collector, confined, delimited, notes, records
from engagement.files.blocks import Given
from engagement.files.delimited import ENCODINGS
from engagement.files.sheet import BadCell, Grid, Rows, Sheet
from engagement.files.table import header_position, table
from engagement.model import Problem
from engagement.settings import Settings

_OLE = b"\xd0\xcf\x11\xe0"
_NOT_A_TABLE = (
    (b"%PDF", "file-pdf"),
    (b"\x1f\x8b", "file-compressed"),
    (b"BZh", "file-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "file-compressed"),
    (b"Rar!", "file-compressed"),
    (b"\xfd7zXZ", "file-compressed"),
    (b"\x28\xb5\x2f\xfd", "file-compressed"),
    (b"\x89PNG", "file-picture"),
    (b"\xff\xd8\xff", "file-picture"),
    (b"GIF8", "file-picture"),
    (b"{\\rtf", "file-document"),
)
_MARKUP = (("<!doctype html", "file-web-page"), ("<html", "file-web-page"), ("<table", "file-web-page"))
_PACKED, _PARQUET = b"PK\x03\x04", b"PAR1"
_LOOK_AT = 4_096
_PIECE = 1_000_000


def read(given: Given, *, sheet: str | None, header_row: int | None, encoding: str | None, limits: Settings) -> Sheet:
    """The table in a file: `table` of its `read_grid`."""
    return table(read_grid(given, sheet=sheet, encoding=encoding, limits=limits), header_row, limits)


def read_grid(given: Given, *, sheet: str | None, encoding: str | None, limits: Settings) -> Grid:
    """Every row of a text file, of one sheet of a workbook, or of records.

    The limits on size and rows hold for everything but a text file that is given by its place. Raises
    UnreadableFileError, or MappingError when the sheet or the encoding asked for is not there.
    """
    kind = _kind(given, limits)
    if kind != "workbook" and sheet is not None:
        raise MappingError("sheet-in-csv", sheet=sheet)
    with collector.resting():
        grid = _grid(given, kind, sheet, encoding, limits)
    is_limited = kind != "text" or isinstance(given, bytes)
    return _within_rows(grid, given, limits) if is_limited else grid


def _grid(given: Given, kind: str, sheet: str | None, encoding: str | None, limits: Settings) -> Grid:
    match kind:
        case "workbook":
            return _workbook(_content(given), sheet, limits)
        case "parquet":
            return _columnar(_content(given), limits)
        case "records":
            return records.read(delimited.decoded(given, encoding), limits)
    return delimited.read(given, encoding)


def sheet_names(given: Given, limits: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The visible and the hidden sheets of a workbook; none of any other file. Raises UnreadableFileError."""
    if _kind(given, limits) != "workbook":
        return (), ()
    said, _ = _taken_apart(_content(given), "\0", limits)
    return tuple(said["sheets"]), tuple(said["hidden"])


# ---- what a file is ----


def _kind(given: Given, limits: Settings) -> str:
    """What the first bytes say the file is. Raises UnreadableFileError when it holds no table or too much."""
    with blocks.opened(given) as file:
        beginning = file.read(_LOOK_AT)
        if not beginning.strip() and not any(piece.strip() for piece in iter(lambda: file.read(_PIECE), b"")):
            raise UnreadableFileError("file-empty")
        size = file.seek(0, io.SEEK_END)
    kind = _kind_of(beginning)
    if size > limits.max_file_bytes and (kind != "text" or isinstance(given, bytes)):
        raise UnreadableFileError("file-too-large", limit=limits.max_file_bytes // 1_000_000)
    if kind == "ole":
        raise UnreadableFileError(_ole(_content(given)))
    return kind


def _kind_of(beginning: bytes) -> str:
    for mark, code in _NOT_A_TABLE:
        if beginning.startswith(mark):
            raise UnreadableFileError(code)
    marks = ((_OLE, "ole"), (_PACKED, "workbook"), (_PARQUET, "parquet"))
    kind = next((kind for mark, kind in marks if beginning.startswith(mark)), None)
    return kind or _kind_of_text(delimited.glimpse(beginning))


def _content(given: Given) -> bytes:
    with blocks.opened(given) as file:
        return file.read()


def _kind_of_text(beginning: str) -> str:
    start = beginning.lstrip().casefold()
    for mark, code in _MARKUP:
        if start.startswith(mark):
            raise UnreadableFileError(code)
    if start.startswith(("<?xml", "<!doctype")):
        raise UnreadableFileError("file-web-page" if "<html" in start else "file-xml")
    return "records" if records.is_records(beginning) else "text"


def _ole(content: bytes) -> str:
    """What an old Office file is, by the names of the streams in it."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "file-password"
    is_document = "WordDocument".encode("utf-16-le") in content
    return "file-document" if is_document else "file-old-excel"


def _within_rows(grid: Grid, given: Given, limits: Settings) -> Grid:
    """The grid, when it has no more rows below its header than are allowed."""
    rows = grid.rows
    if isinstance(rows, Rows) and delimited.lines(given) <= limits.max_rows:
        return grid
    if rows and len(rows) - 1 - header_position(rows, None) > limits.max_rows:
        raise UnreadableFileError("file-too-many-rows", limit=limits.max_rows)
    return grid


# ---- processes with limits ----


def _workbook(content: bytes, sheet: str | None, limits: Settings) -> Grid:
    said, rows = _taken_apart(content, sheet, limits)
    if "sheet" not in said:
        code = "sheet-unknown" if sheet else "sheet-choose"
        raise MappingError(code, sheet=sheet, sheets=_list(said["sheets"]))
    if not rows:
        raise UnreadableFileError("sheet-empty", sheet=said["sheet"])
    return _numbered(said["sheet"], said, rows, notes.of_workbook(said))


def _taken_apart(content: bytes, sheet: str | None, limits: Settings) -> tuple[confined.Answer, list[list[str]]]:
    archive.check(content)
    wanted = [sheet.replace("\0", "")] if sheet is not None else []
    return _ask("engagement.files.workbook", content, wanted, limits)


def _columnar(content: bytes, limits: Settings) -> Grid:
    said, rows = _ask("engagement.files.columnar", content, [], limits)
    return _numbered(None, said, rows)


def _ask(
    module: str, content: bytes, wanted: Sequence[str], limits: Settings
) -> tuple[confined.Answer, list[list[str]]]:
    sizes = [str(limits.max_rows), str(limits.max_columns)]
    seconds, memory = limits.reader_seconds, limits.reader_memory_bytes
    return confined.ask(module, content, *sizes, *wanted, seconds=seconds, memory=memory)


def _numbered(name: str | None, said: confined.Answer, cells: list[list[str]], noted: tuple[Problem, ...] = ()) -> Grid:
    delimited.refuse_long_cells(cells)
    rows, blank = delimited.numbered(cells)
    bad_cells = tuple(BadCell(*bad) for bad in said["bad"])
    return Grid(name=name, rows=rows, blank_rows=blank, bad_cells=bad_cells, notes=noted)


def _list(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


__all__ = ["ENCODINGS", "Given", "Sheet", "read", "read_grid", "sheet_names", "table"]
