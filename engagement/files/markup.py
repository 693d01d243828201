"""What the markup of a sheet says that a reader of cells does not: errors, unsaved formulas, what is hidden or merged.

Found by patterns in the bytes of the sheet, of which no tree is built; the short list of sheets is parsed.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from engagement.errors import UnreadableFileError
from engagement.files.confined import Bad

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_ERROR = re.compile(rb"""\bt=["']e["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)")
_IS_TEXT = re.compile(rb"""\bt=["'](?:str|inlineStr)["']""")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,7})(\d{1,9})["']""")
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_MAX_MERGED = 20_000
_ABOVE = 100
_OPENING = 4_000
_SHOWN = 60


class Findings(NamedTuple):
    """What the markup of one sheet says."""

    bad: list[Bad]
    hidden_rows: list[int]  # numbers
    hidden_columns: list[int]  # positions
    merged: list[Area]


def findings(parts: dict[str, bytes], sheet: str, *, max_rows: int, max_columns: int) -> Findings:
    """What the markup of a sheet of an XLSX workbook says.

    Raises UnreadableFileError when the sheet is not found or a cell lies too far out.
    """
    xml = _sheet(parts, sheet)
    _refuse_far_cells(xml, max_rows, max_columns)
    start = max(xml.find(b"sheetData"), 0)
    return Findings(
        bad=list(_bad(xml)),
        hidden_rows=[int(number) for number in _hidden_rows(xml)],
        hidden_columns=[*_hidden_columns(xml[:start])],
        merged=_merged(xml, xml.rfind(b"sheetData>")),
    )


def _sheet(parts: dict[str, bytes], name: str) -> bytes:
    """The markup of a sheet, found by way of the workbook's list and its relations."""
    try:
        pages = ElementTree.fromstring(parts["xl/workbook.xml"]).iter()
        identifier = next(page.get(_RELATION) for page in pages if _is(page, "sheet") and page.get("name") == name)
        relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
        target = next(str(each.get("Target")) for each in relations if each.get("Id") == identifier)
        place = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return next(part for entry, part in parts.items() if entry.lower() == place.lower())
    except (ElementTree.ParseError, StopIteration, KeyError):
        raise UnreadableFileError("file-unreadable") from None


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _refuse_far_cells(xml: bytes, max_rows: int, max_columns: int) -> None:
    """A value in the last corner of a sheet makes a reader set aside memory for all the cells before it."""
    first, second = divmod(min(max(max_columns, 27), 701) - 1, 26)
    top, low = chr(64 + first), chr(65 + second)
    far = ["[A-Z]{3,}", *_later(top, low), "[A-Z]+(?=[0-9]{6})"]
    cells = re.compile(f' r="({"|".join(far)})([0-9]+)"[^>]*[^/>]>'.encode())
    for letters, number in cells.findall(xml):
        if _position(letters) >= max_columns:
            raise UnreadableFileError("file-too-many-columns", limit=max_columns)
        if int(number[:9]) > max_rows + _ABOVE:
            raise UnreadableFileError("file-too-many-rows", limit=max_rows)


def _later(top: str, low: str) -> Iterator[str]:
    """Patterns of the columns of two letters after one of them."""
    if low < "Z":
        yield f"{top}[{chr(ord(low) + 1)}-Z]"
    if top < "Z":
        yield f"[{chr(ord(top) + 1)}-Z][A-Z]"


def _bad(xml: bytes) -> Iterator[Bad]:
    """Cells that show an error, and cells whose formula has no saved value."""
    has_formulas = b"<f" in xml or (b":worksheet" in xml[:_OPENING] and b":f" in xml)
    if not (has_formulas or b't="e"' in xml or b"t='e'" in xml):
        return
    for match in _CELL.finditer(xml):
        bad = _fault(match[1], match[2])
        if bad is None:
            continue
        reference = _REFERENCE.search(match[1])
        if reference is None:
            raise UnreadableFileError("file-unreadable")
        yield int(reference[2]), _position(reference[1]), *bad


def _fault(attributes: bytes, inside: bytes) -> tuple[str, str] | None:
    value = _VALUE.search(inside)
    if _ERROR.search(attributes):
        return "cell-error", _shown(value[1] if value else b"#?")
    formula = _FORMULA.search(inside)
    if formula and not (value and (value[1] or _IS_TEXT.search(attributes))):
        return "formula-unsaved", _shown(b"=" + (formula[1] or b""))
    return None


def _shown(text: bytes) -> str:
    return text[:_SHOWN].decode("utf-8", "replace")


def _hidden_rows(xml: bytes) -> Iterator[bytes]:
    if b"hidden=" not in xml:
        return
    for row in _ROW.finditer(xml):
        number = re.search(rb"""\br=["'](\d{1,7})["']""", row[1])
        if number and _HIDDEN.search(row[1]):
            yield number[1]


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for column in _COLUMN.finditer(xml):
        bounds = [re.search(rb"\b" + name + rb"""=["'](\d{1,5})["']""", column[1]) for name in (b"min", b"max")]
        if _HIDDEN.search(column[1]) and bounds[0] and bounds[1]:
            yield from range(int(bounds[0][1]) - 1, min(int(bounds[1][1]), 16_384))


def _merged(xml: bytes, start: int) -> list[Area]:
    areas = [
        (int(top) - 1, _position(left), int(bottom) - 1, _position(right))
        for left, top, right, bottom in _MERGED.findall(xml, max(start, 0))
    ]
    if len(areas) > _MAX_MERGED:
        raise UnreadableFileError("file-bomb")
    return areas


def _position(letters: bytes) -> int:
    """Position of a column by its letters: A -> 0, AA -> 26."""
    position = 0
    for each in letters:
        position = position * 26 + each - 64
    return position - 1
