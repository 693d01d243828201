"""A file becomes a sheet of text cells that remember their row numbers. Nothing is interpreted here.

CSV is read with an explicit dialect by Python's strict reader. A workbook goes through a guard and then to a process
with limits (`workbook.py`).
"""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Sequence
from itertools import count

from engagement.errors import MappingError, UnreadableFileError
from engagement.model import Value
from engagement.safe_text import is_formula
from engagement.settings import Settings

ENCODINGS = ("utf-8", "windows-1252", "windows-1256", "windows-1251", "mac-roman", "gb18030", "shift-jis")
"""What a person may choose when a CSV file does not say how its letters are stored."""

_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NOT_A_TABLE = (
    (b"\xd0\xcf\x11\xe0", "file-old-excel"),
    (b"%PDF", "file-pdf"),
    (b"\x1f\x8b", "file-compressed"),
    (b"PAR1", "file-not-table"),
    (b"\x89PNG", "file-not-table"),
    (b"\xff\xd8\xff", "file-not-table"),
)
_DELIMITERS = ",;\t|"
_LOOK_AT = 50
_MAX_ENTRIES, _MAX_INFLATED = 2_000, 150_000_000

Cells = tuple[str, ...]


class Sheet(Value):
    """A table of text. `rows` are (row number in the file, cells); blank rows are left out, the header too."""

    name: str | None
    header_row: int
    header: Cells
    rows: tuple[tuple[int, Cells], ...]
    hashtags: Cells | None  # a row of HXL tags under the header


def read(content: bytes, *, sheet: str | None, header_row: int | None, encoding: str | None, limits: Settings) -> Sheet:
    """The table in a CSV file or a workbook.

    `header_row` counts from 1; when it is None the first row that looks like a header is taken. Raises
    UnreadableFileError, or MappingError when the sheet or header row asked for is not there.
    """
    if not content.strip():
        raise UnreadableFileError("file-empty")
    if len(content) > limits.max_file_bytes:
        raise UnreadableFileError("file-too-large", limit=limits.max_file_bytes // 1_000_000)
    for mark, code in _NOT_A_TABLE:
        if content.startswith(mark):
            raise UnreadableFileError(code)
    if content.startswith(b"PK\x03\x04"):
        name, grid = _workbook(content, sheet, limits)
    else:
        name, grid = None, _csv(content, sheet, encoding)
    return _sheet(name, grid, header_row, limits)


# ---- the table in the grid ----


def _sheet(name: str | None, grid: list[Cells], header_row: int | None, limits: Settings) -> Sheet:
    numbered = [(number, row) for number, row in enumerate(grid, start=1) if any(cell.strip() for cell in row)]
    if not numbered:
        raise UnreadableFileError("file-empty")
    position = _header_position(numbered, header_row)
    number, header = numbered[position]
    below = numbered[position + 1 :]
    hashtags = below[0][1] if below and _is_hashtags(below[0][1]) else None
    rows = below[1:] if hashtags else below
    if not rows:
        raise UnreadableFileError("file-header-only")
    if len(rows) > limits.max_rows:
        raise UnreadableFileError("file-too-many-rows", limit=limits.max_rows)
    width = len(header) if name is None else max(len(header), *(len(row) for _, row in rows))
    if width > limits.max_columns:
        raise UnreadableFileError("file-too-many-columns", limit=limits.max_columns)
    return Sheet(name=name, header_row=number, header=_titles(header), rows=tuple(rows), hashtags=hashtags)


def _header_position(numbered: list[tuple[int, Cells]], wanted: int | None) -> int:
    """Where the header is: the row asked for, or the first one that is nearly as full as the fullest."""
    if wanted is not None:
        for position, (number, _) in enumerate(numbered):
            if number == wanted:
                return position
        raise MappingError("header-row-missing", row=wanted)
    filled = [sum(bool(cell.strip()) for cell in row) for _, row in numbered[:_LOOK_AT]]
    return next(position for position, cells in enumerate(filled) if cells >= 0.6 * max(filled))


def _is_hashtags(row: Cells) -> bool:
    """Whether a row is made of HXL tags (#adm1+name) and blanks."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return bool(filled) and all(cell.startswith("#") and cell[1:2].isalpha() for cell in filled)


def _titles(header: Cells) -> Cells:
    """Headers made unique: a blank one is named by its letter, a second 'Type' becomes 'Type (2)'."""
    titles: dict[str, None] = {}
    for index, cell in enumerate(header):
        title = " ".join(cell.split()) or f"[{_letter(index)}]"
        further = (f"{title} ({number})" for number in count(2))
        titles[title if title not in titles else next(each for each in further if each not in titles)] = None
    return tuple(titles)


def _letter(index: int) -> str:
    """The spreadsheet letter of a column: 0 -> A, 26 -> AA."""
    return ("" if index < 26 else _letter(index // 26 - 1)) + chr(ord("A") + index % 26)


# ---- CSV ----


def _csv(content: bytes, sheet: str | None, encoding: str | None) -> list[Cells]:
    if sheet is not None:
        raise MappingError("sheet-in-csv", sheet=sheet)
    text = _decoded(content, encoding).removesuffix("\x1a")
    start = text.lstrip()[:200].casefold()
    if start.startswith(("<!doctype", "<html", "<?xml", "{\\rtf")):
        raise UnreadableFileError("file-not-table")
    if "\x00" in text:
        raise UnreadableFileError("file-nul", row=text[: text.index("\x00")].count("\n") + 1)
    delimiter, text = _declared_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True)
    try:
        return [tuple(_unquoted(cell) for cell in row) for row in reader]
    except csv.Error:
        raise UnreadableFileError("file-quotes", row=reader.line_num) from None


def _decoded(content: bytes, encoding: str | None) -> str:
    """The text of a file. Only a byte-order mark or valid UTF-8 is certain; anything else is asked."""
    if encoding and encoding not in ENCODINGS:
        raise MappingError("encoding-unknown", encoding=encoding, encodings=", ".join(ENCODINGS))
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), None)
    chosen = marked or encoding or "utf-8"
    try:
        return content.decode(chosen)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        code = "file-encoding" if chosen == "utf-8" else "file-encoding-wrong"
        raise UnreadableFileError(code, row=row, encoding=chosen, encodings=", ".join(ENCODINGS[1:])) from None


def _unquoted(cell: str) -> str:
    """A cell without the quote that our exports put before text a spreadsheet would run as a formula."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell


def _declared_delimiter(text: str) -> tuple[str | None, str]:
    """The delimiter of a first line `sep=;` as Excel writes it, and the text; the line is kept blank for the count."""
    first, end, rest = text.partition("\n")
    declared = first.strip().casefold()
    if declared.startswith("sep=") and len(declared) == 5 and declared[4] != '"':
        return first.strip()[4], end + rest
    return None, text


def _delimiter(text: str) -> str:
    """The separator whose count is the same in most of the first lines; a comma when there is none."""
    lines = [line for line in text[:200_000].splitlines()[:_LOOK_AT] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = Counter(times for line in lines if (times := line.count(delimiter)))
        fields, agreeing = max(counts.items(), key=lambda item: item[1], default=(0, 0))
        return agreeing, fields

    best = max(_DELIMITERS, key=agreement)
    return best if agreement(best)[0] else ","


# ---- workbooks ----


def _workbook(content: bytes, sheet: str | None, limits: Settings) -> tuple[str, list[Cells]]:
    _guard(content)
    command = [sys.executable, "-m", "engagement.workbook", str(limits.reader_seconds), str(limits.reader_memory_bytes)]
    try:
        done = subprocess.run(
            [*command, *([sheet] if sheet else [])],
            input=content,
            capture_output=True,
            timeout=2 * limits.reader_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFileError("file-unreadable") from None
    if done.returncode != 0:
        code = "file-password" if b"password" in done.stderr.lower() else "file-unreadable"
        raise UnreadableFileError(code)
    answer = json.loads(done.stdout)
    if "rows" not in answer:
        code = "sheet-unknown" if sheet else "sheet-choose"
        raise MappingError(code, sheet=sheet, sheets=_list(answer["sheets"]))
    if not answer["rows"]:
        raise UnreadableFileError("sheet-empty", sheet=answer["sheet"])
    return answer["sheet"], [tuple(row) for row in answer["rows"]]


def _guard(content: bytes) -> None:
    """Refuse an archive that is not a plain workbook before anything unpacks it."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise UnreadableFileError("file-unreadable") from None
    names = {entry.filename for entry in entries}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise UnreadableFileError("file-not-table")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFileError("file-macros")
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_INFLATED:
        raise UnreadableFileError("file-bomb")


def _list(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
