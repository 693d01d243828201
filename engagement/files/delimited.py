"""Text in rows: CSV and its kin, in any encoding, read by Python's strict reader.

Nothing is certain about letters but a byte-order mark and valid UTF-8; everything else is asked. Of a large file in
plain UTF-8 only the beginning is read here: `blocks` may read the rest, and reads the very same cells.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from engagement import safe_text
from engagement.errors import MappingError, UnreadableFileError
from engagement.files import collector
from engagement.files.blocks import Given, opened
from engagement.files.sheet import Grid, Row
from engagement.files.table import Unread, header_position, titles

ENCODINGS = (
    "utf-8",
    "windows-1252",
    "windows-1256",
    "windows-1251",
    "mac-roman",
    "gb18030",
    "shift-jis",
    "utf-16-le",
    "utf-16-be",
)
"""What a person may choose when a text file does not say how its letters are stored."""

MAX_CELL = 10_000
"""Characters of a cell."""

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = ",;\t|"
_LOOK_AT = 50
_BEGINNING = 256_000
_PIECE = 1_000_000
_HEAD = 200
_LEADING_QUOTE = re.compile("'(?<=[,;\t|\n\r\"]')")


def read(given: Given, encoding: str | None) -> Grid:
    """Every row of a text file.

    Raises UnreadableFileError naming row and column when it is not clear what the rows are, MappingError when
    `encoding` is not one of `ENCODINGS`.
    """
    with opened(given) as file:
        chosen = _encoding(file.read(4), encoding)
        if chosen in ("utf-8", "utf-8-sig") and (plain := _plain(given, file, chosen)):
            return plain
    return _whole(given, chosen)


def _whole(given: Given, encoding: str, known_delimiter: str | None = None) -> Grid:
    text = _normal(_decoded(given, encoding))
    if (place := text.find("\x00")) >= 0:
        raise _nul(text, place, encoding)
    declared, text = _declared_delimiter(text)
    delimiter = declared or known_delimiter or _delimiter(text)
    rows, blank = numbered(_cells(text, delimiter))
    return Grid(name=None, rows=rows, blank_rows=blank, delimiter=delimiter)


def _nul(text: str, place: int, encoding: str) -> UnreadableFileError:
    """What a NUL says: of every second character, that the letters have two bytes each."""
    beginning = text[:_LOOK_AT]
    code = "file-encoding" if 1 / 4 < beginning.count("\x00") / len(beginning) < 3 / 4 else "file-nul"
    return UnreadableFileError(code, encoding=encoding, encodings=", ".join(ENCODINGS[1:]), **_place(text[:place]))


def numbered(cells: Iterable[list[str]]) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Rows with their numbers, and the numbers of the blank rows, which are left out."""
    rows: list[Row] = []
    blank: list[int] = []
    for number, row in enumerate(cells, start=1):
        if any(map(str.strip, row)):
            rows.append((number, tuple(row)))
        else:
            blank.append(number)
    return tuple(rows), tuple(blank)


def glimpse(beginning: bytes) -> str:
    """The beginning of a file as text, for a look at what it is."""
    mark = _mark(beginning)
    return beginning.decode(mark or "latin-1", "ignore")


def decoded(given: Given, encoding: str | None) -> str:
    """The text of a file. Raises as `read` does."""
    with opened(given) as file:
        return _decoded(given, _encoding(file.read(4), encoding))


def lines(given: Given) -> int:
    """How many lines a file has, at least."""
    with opened(given) as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b""))


def refuse_long_cells(rows: list[list[str]]) -> None:
    """Raises UnreadableFileError for a cell that is too long to be one."""
    for row, cells in enumerate(rows, start=1):
        if max(map(len, cells), default=0) > MAX_CELL:
            position = next(position for position, cell in enumerate(cells) if len(cell) > MAX_CELL)
            raise UnreadableFileError("file-cell-long", limit=MAX_CELL, **_named(rows, row, position))


# ---- letters ----


def _encoding(beginning: bytes, encoding: str | None) -> str:
    if encoding and encoding not in ENCODINGS:
        raise MappingError("encoding-unknown", encoding=encoding, encodings=", ".join(ENCODINGS))
    return _mark(beginning) or encoding or "utf-8"


def _mark(beginning: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS if beginning.startswith(mark)), None)


def _decoded(given: Given, encoding: str) -> str:
    """The text of a file. Only a byte-order mark or valid UTF-8 is certain; anything else is asked."""
    with opened(given) as file:
        content = file.read()
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "ignore")
        code = "file-encoding" if encoding.startswith("utf-8") else "file-encoding-wrong"
        choices = ", ".join(ENCODINGS[1:])
        raise UnreadableFileError(code, encoding=encoding, encodings=choices, **_place(before)) from None


def _normal(text: str) -> str:
    """The text without the mark that old systems put at its end, and with line ends that are one line end each."""
    text = text.removesuffix("\x1a")
    feeds, returns = text.count("\n"), text.count("\r")
    if feeds and feeds == returns == text.count("\n\r") and text.find("\n") < text.find("\r"):
        return text.replace("\n\r", "\n")
    if feeds and returns == 2 * feeds == 2 * text.count("\r\r\n"):
        return text.replace("\r\r\n", "\r\n")
    return text


# ---- separators ----


def _declared_delimiter(text: str) -> tuple[str | None, str]:
    """The delimiter of a first line `sep=;` as Excel writes it, and the text; the line is kept blank for the count."""
    first, end, rest = text.partition("\n")
    declared = first.strip().casefold()
    if declared.startswith("sep=") and len(declared) == 5 and declared[4] != '"':
        return first.strip()[4], end + rest
    return None, text


def _delimiter(text: str) -> str:
    """The separator with which most of the first rows have the same number of cells; a comma when there is none."""
    beginning = text[:_BEGINNING]

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in islice(_loose(beginning, delimiter), _LOOK_AT) if len(row) > 1]
        return max(((widths.count(width), width) for width in set(widths)), default=(0, 0))

    best = max(_DELIMITERS, key=agreement)
    return best if agreement(best)[0] else ","


# ---- rows ----


def _cells(text: str, delimiter: str) -> list[list[str]]:
    """The cells of every row. Raises UnreadableFileError where the quotes or a cell cannot be meant."""
    rows = _strict(text, delimiter)
    if rows is None or any(max(map(len, row), default=0) > MAX_CELL for row in rows):
        raise _trouble(text, delimiter)
    return _without_our_quotes(rows) if text.startswith("'") or _LEADING_QUOTE.search(text) else rows


def _strict(text: str, delimiter: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _without_our_quotes(rows: list[list[str]]) -> list[list[str]]:
    """The cells without the quotes that our exports put before text a spreadsheet would run as a formula.

    A file with such text and no quote before it is not one of ours: its quotes are text.
    """
    if any(safe_text.is_formula(cell) for row in rows for cell in row):
        return rows
    return [[safe_text.unneutralised(cell) for cell in row] for row in rows]


# ---- what is wrong, and where ----

_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')


def _loose(text: str, delimiter: str) -> Iterator[list[str]]:
    """Rows as far as they can be read, for a look at a text that may be broken."""
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _place(before: str) -> dict[str, int | str]:
    """The row and the column of the cell that follows some text."""
    declared, before = _declared_delimiter(before)
    rows = list(_loose(before + "?", declared or _delimiter(before)))
    return _named(rows, len(rows), len(rows[-1]) - 1) if rows else {"row": 1, "column": titles(("",))[0]}


def _named(rows: list[list[str]], row: int, position: int) -> dict[str, int | str]:
    """Row number and title of a column, or its letter where it has no title."""
    above, _ = numbered(rows[: min(row - 1, _LOOK_AT)])
    header = above[header_position(above, None)][1] if above else ()
    named = titles((*header[: position + 1], *[""] * (position + 1 - len(header))))
    return {"row": row, "column": named[position]}


def _trouble(text: str, delimiter: str) -> UnreadableFileError:
    """Which cell of which row stopped the strict reader, found by reading again row by row."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(iter(lines.readline, ""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    start = 0
    try:
        for row in reader:
            rows.append(row)
            if any(len(cell) > MAX_CELL for cell in row):
                rows.pop()
                break
            start = lines.tell()
    except csv.Error:
        pass
    position, code = _bad_cell(text, start, delimiter)
    return UnreadableFileError(code, limit=MAX_CELL, **_named(rows, len(rows) + 1, position))


def _bad_cell(text: str, start: int, delimiter: str) -> tuple[int, str]:
    """The position and the fault of the first cell of the row at `start` that cannot be read."""
    unquoted = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    position = 0
    while start < len(text):
        is_quoted = text[start] == '"'
        match = (_QUOTED if is_quoted else unquoted).match(text, start)
        end = match.end() if match else len(text)
        after = text[end : end + 1]
        if fault := _fault(text[start:end], is_quoted, is_closed=bool(match) and after in (delimiter, "\r", "\n", "")):
            return position, fault
        start, position = end + 1, position + (after == delimiter)
        if after != delimiter:
            break
    return position, "file-quotes"


def _fault(cell: str, is_quoted: bool, *, is_closed: bool) -> str | None:
    if is_quoted and not is_closed:
        return "file-quotes-backslash" if '\\"' in cell[:MAX_CELL] else "file-quotes"
    if len(cell) > MAX_CELL:
        return "file-quotes" if is_quoted and "\n" in cell else "file-cell-long"
    return None


# ---- plain files ----

_SPACES = rb"\s,;|\"\x1c-\x1f\x80-\x8a\x9a\x9f\xa0\xa8\xa9\xaf\xc2\xe1\xe2\xe3"  # with the bytes of wide spaces
_BLANK_ROW = re.compile(rb"\n[" + _SPACES + rb"]*\n")
_CELL_QUOTE = re.compile(rb"'(?<=[,;\t|\n\r\"]')")


def _plain(given: Given, file: BinaryIO, encoding: str) -> Grid | None:
    """The grid of a file whose rows `blocks` reads as the strict reader does, cell for cell, or refuses.

    It keeps NUL, and knows nothing of blank rows between two tables, our quotes before formulas or the limit on a cell:
    a file with any of those is none of these. All else that could differ, it refuses.
    """
    file.seek(0)
    beginning = file.read(_BEGINNING)
    is_whole = len(beginning) < _BEGINNING
    head = _head(beginning, is_whole)
    file.seek(0)
    is_quoted = _is_quoted(file) if head else None
    if head is None or is_quoted is None:
        return None
    rows, delimiter = head
    if is_whole:
        return Grid(None, rows, delimiter=delimiter, is_plain=True)

    def rest() -> tuple[Row, ...]:
        with collector.resting():
            return tuple(_whole(given, encoding, delimiter).rows)

    unread = Unread(rows, rest, is_quoted=is_quoted)
    return Grid(None, unread, delimiter=delimiter, is_plain=True)


def _head(beginning: bytes, is_whole: bool) -> tuple[tuple[Row, ...], str] | None:
    """The first rows of a plain file and its delimiter."""
    if beginning.count(b"\r") > beginning.count(b"\r\n") or b"\n" not in beginning:
        return None  # lines before the table are counted by their line feeds
    whole_lines = beginning if is_whole else beginning[: beginning.rfind(b"\n") + 1]
    try:
        text = whole_lines.decode("utf-8-sig")
        delimiter = _delimiter(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows, blank = numbered(reader if is_whole else islice(reader, _HEAD))
    except (UnicodeDecodeError, csv.Error):
        return None
    is_odd = blank or not rows or _declared_delimiter(text)[0]
    return None if is_odd or (not is_whole and len(rows) < _HEAD) else (rows, delimiter)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file in pieces of whole lines, each after a line end; the last is a line too long to be one."""
    rest = b"\n"
    while more := file.read(_PIECE):
        piece = rest + more
        end = piece.rfind(b"\n") + 1
        yield piece[:end]
        rest = piece[end - 1 :]
        if len(rest) > MAX_CELL + 1:
            break
    yield rest if rest == b"\n" else rest + b"\n"


def _is_quoted(file: BinaryIO) -> bool | None:
    """Whether there are quotes in the lines of a file; None when the lines are not plain."""
    is_quoted = False
    for piece in _lines(file):
        if _is_odd(piece):
            return None
        is_quoted |= b'"' in piece
    return is_quoted


def _is_odd(piece: bytes) -> bool:
    is_damaged = b"\0" in piece or b"\x1a" in piece or not _are_short(piece)
    return is_damaged or bool(_BLANK_ROW.search(piece) or _CELL_QUOTE.search(piece))


def _are_short(piece: bytes) -> bool:
    """Whether a line ends often enough that no cell is too long."""
    place = 0
    while len(piece) - place > MAX_CELL:
        end = piece.rfind(b"\n", place, place + MAX_CELL)
        if end < 0:
            return False
        place = end + 1
    return True
