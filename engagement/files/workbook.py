"""Take a workbook apart in a process of its own: `python -m engagement.files.workbook SECONDS BYTES ROWS COLUMNS`...

A single far cell makes the fastest reader abort its whole process, so no workbook is ever parsed in ours. The answer
is `{"sheets": [visible names], "hidden": [names], ...}` and the rows of the sheet that is meant, when that is clear.
What the reader of cells does not say is found in the markup of the sheet (`markup.py`).
"""

import datetime
import io
from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

import python_calamine
from python_calamine import SheetTypeEnum, SheetVisibleEnum

from engagement.errors import UnreadableFileError
from engagement.files import archive, confined, markup, merged, open_document

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
_EXACT = 2**53


def text(cell: Cell) -> str:
    """A cell as the text a person would read: whole numbers without a point, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= _EXACT:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


_TEXTS = {kind: lru_cache(100_000)(text) for kind in get_args(Cell)}
"""By kind, because True is 1 and 1.0 to a cache."""


def take_apart(content: bytes, arguments: Sequence[str]) -> tuple[confined.Answer, Sequence[Sequence[str]]]:
    """The sheets of a workbook, and the rows of the one named or of the only one that is visible.

    Raises UnreadableFileError.
    """
    rows, columns, *named = arguments
    parts = archive.parts(content)
    book = _opened(content, parts)
    pages = [page for page in book.sheets_metadata if page.typ == SheetTypeEnum.WorkSheet]
    visible = [page.name for page in pages if page.visible == SheetVisibleEnum.Visible]
    hidden = [page.name for page in pages if page.name not in visible]
    said: confined.Answer = {"sheets": visible, "hidden": hidden}
    wanted = named[0] if named else visible[0] if len(visible) == 1 else None
    if wanted is None or wanted not in (*visible, *hidden):
        return said, ()
    if "content.xml" in parts:
        findings = open_document.findings(parts, wanted)
    else:
        findings = markup.findings(parts, wanted, max_rows=int(rows), max_columns=int(columns))
    cells = _cells(book, wanted)
    seen = merged.settle(cells, findings)
    return {**said, **seen, "sheet": wanted, "bad": findings.bad}, _trimmed(cells)


def _opened(content: bytes, parts: dict[str, bytes]) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.CalamineError as error:
        if open_document.is_inflated(parts):  # then the reader only says that it does not know the format
            raise UnreadableFileError("file-bomb") from None
        raise _refusal(error) from None


def _cells(book: python_calamine.CalamineWorkbook, name: str) -> list[list[str]]:
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise _refusal(error) from None
    return [[cell if type(cell) is str else _TEXTS[type(cell)](cell) for cell in row] for row in rows]


def _refusal(error: python_calamine.CalamineError) -> UnreadableFileError:
    said = str(error).lower()
    code = "file-password" if "password" in said else "file-bomb" if "limit" in said else "file-unreadable"
    return UnreadableFileError(code)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """The rows without the blank ones that follow the last; a blank row is sent as nothing."""
    rows = [row if any(row) else [] for row in rows]
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    return rows


if __name__ == "__main__":
    confined.answer(take_apart)
