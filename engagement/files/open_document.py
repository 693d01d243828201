"""What the markup of an OpenDocument sheet says that a reader of cells does not, as `markup.py` finds it in XLSX."""

import re
from html import unescape

from engagement.errors import UnreadableFileError
from engagement.files.markup import Findings

_TOKEN = re.compile(rb"<table:(table-column|table-row|table-cell|covered-table-cell)\b([^>]*)>")
_SPEAKS = (b'value-type="error"', b"table:formula=", b"-spanned=", b"table:visibility=")
_VISIBLE = re.compile(rb'table:visibility="(?:collapse|filter)"')
_SAVED = re.compile(rb"office:(?:value|string-value|date-value|time-value|boolean-value)=")
_SHOWN = re.compile(rb"<text:p[^>]*>([^<]*)")
_REPEATED = re.compile(rb'table:number-(?:rows|columns)-repeated="\d{4,}"')
_MAX_NAMED = 10_000
_MAX_BAD = 500_000
"""How many cells may hold errors: more than any sheet has by mistake."""
_LENGTH = 60


def findings(parts: dict[str, bytes], sheet: str) -> Findings:
    """What the markup of a sheet says: errors, formulas without a saved value, what is hidden or merged.

    Raises UnreadableFileError for an error that is repeated all over the sheet.
    """
    xml = _table(parts["content.xml"], sheet)
    found = Findings([], [], [], [])
    if not any(word in xml for word in _SPEAKS):
        return found
    row, height, column = 0, 1, 0  # rows count from 1: the first is one below the columns
    for token in _TOKEN.finditer(xml):
        kind, attributes = token[1], token[2]
        times = _number(attributes, b"columns-repeated")
        if kind == b"table-row":
            row, height, column = row + height, _number(attributes, b"rows-repeated"), 0
            _note_hidden(found.hidden_rows, attributes, row, height)
        elif kind == b"table-column":
            _note_hidden(found.hidden_columns, attributes, column, times)
            column += times
        else:
            rows, columns = range(row, row + height), range(column, column + times)
            _note_cell(found, attributes, xml[token.end() : token.end() + 500], rows, columns)
            column += times
    return found


def is_inflated(parts: dict[str, bytes]) -> bool:
    """Whether a sheet says of rows or columns that they are repeated many times; blank ones at its end often are."""
    return bool(_REPEATED.search(parts.get("content.xml", b"")))


def _table(xml: bytes, name: str) -> bytes:
    """The markup inside one sheet; nothing when it is not found."""
    for match in re.finditer(rb'<table:table\s[^>]*table:name="([^"]*)"[^>]*>', xml):
        if unescape(match[1].decode("utf-8", "replace")) == name:
            return xml[match.end() : xml.find(b"</table:table>", match.end())]
    return b""


def _number(attributes: bytes, name: bytes) -> int:
    found = re.search(b"table:number-" + name + rb'="(\d{1,7})"', attributes)
    return int(found[1]) if found else 1


def _note_hidden(hidden: list[int], attributes: bytes, first: int, times: int) -> None:
    if _VISIBLE.search(attributes):
        hidden.extend(range(first, first + min(times, _MAX_NAMED)))


def _note_cell(found: Findings, attributes: bytes, inside: bytes, rows: range, columns: range) -> None:
    """Note what one cell says, in all the rows and columns that it is repeated in."""
    shown = _SHOWN.match(inside)
    text = unescape(shown[1].decode("utf-8", "replace"))[:_LENGTH] if shown else ""
    if b'value-type="error"' in attributes:
        _note_bad(found, rows, columns, "cell-error", text or "#?")
    elif b"table:formula=" in attributes and not (shown or _SAVED.search(attributes)):
        _note_bad(found, rows, columns, "formula-unsaved", "=")
    wide, tall = _number(attributes, b"columns-spanned"), _number(attributes, b"rows-spanned")
    if wide > 1 or tall > 1:
        top, left = rows.start - 1, columns.start
        found.merged.append((top, left, top + tall - 1, left + wide - 1))


def _note_bad(found: Findings, rows: range, columns: range, code: str, text: str) -> None:
    if len(found.bad) + len(rows) * len(columns) > _MAX_BAD:
        raise UnreadableFileError("file-bomb")
    found.bad.extend((row, column, code, text) for row in rows for column in columns)
