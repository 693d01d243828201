"""The document as a workbook: what it is about and says, one sheet per table with its chart, and a codebook."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from engagement.codebook import chart, codebook
from engagement.document import Column, Document, Entry, Paragraph, Table
from engagement.exports.palette import ACCENT, QUIET, TINT, WARNING
from engagement.exports.xlsx_charts import alternative, drawn
from engagement.locale import direction, text
from engagement.safe_text import legible

_TOP = {"valign": "top", "text_wrap": True}
_HEADER = {"bold": True, "font_color": ACCENT, "bg_color": TINT, "bottom": 1, "bottom_color": ACCENT, **_TOP}
_LOOKS = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "heading": {"bold": True, "font_size": 12, "font_color": ACCENT},
    "notice": {"bold": True, "font_color": WARNING},
    "label": {"bold": True, **_TOP},
    "text": _TOP,
    "note": {"italic": True, "font_color": QUIET, **_TOP},
    "header": _HEADER,
    "number_header": {"align": "right", "indent": 1, **_HEADER},
    "no_number": {"align": "right", "indent": 1, "font_color": QUIET, **_TOP},
}
_SHEET_NAME_LENGTH = 31
_CELL_LENGTH = 32_767
_PAGE_HEADER_LENGTH = 200
_A4 = 9
_NARROWEST, _WIDEST = 10, 48  # of a column, in characters
_UPRIGHT = 110  # in characters, what a page held upright shows in a readable size
_LABELS, _TEXTS = 30, 90  # the columns of the first sheet
_LINE_HEIGHT, _MOST_LINES = 15, 25  # in points; a row can be 409 points high
_CODEBOOK = {"table": 30, "column": 24, "code": 20, "meaning": 70, "unit": 22, "type": 16}
"""The columns of the codebook and their widths, in characters."""

CREATED = datetime(2000, 1, 1)  # the format wants a day of creation; one that never changes keeps files comparable
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]+")
_NUMERAL = re.compile(r"[\s\d.,'’٫٬+\-−%٪]*")
_DECIMALS = re.compile(r"[.,٫](\d+)\s*[%٪]$")
_NUMBER_FIRST = re.compile(r"(\d+)(\D.*)", re.DOTALL)
_LONGEST_FORMAT = 200


def write(document: Document) -> bytes:
    """Numbers are numbers (a share of 0.25 is shown as 25%), words are words: nothing is a formula or a link.

    A number that the document puts into words ("3 of 12") is shown in them; where that cannot be, they are a comment.
    Text longer than a cell holds ends with an ellipsis. The format keeps 16 significant digits.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, options) as workbook:
        workbook.set_properties(
            {"title": legible(document.title), "subject": legible(document.subtitle), "created": CREATED}
        )
        _Sheets(workbook, document).write()
    return content.getvalue()


class _Sheets:
    """The sheets of one workbook; formats are made once and shared, as the file wants them."""

    def __init__(self, workbook: Workbook, document: Document) -> None:
        self._workbook = workbook
        self._document = document
        order = {"reading_order": 2} if direction(document.language) == "rtl" else {}
        self._order: dict[str, object] = {**order}
        self._looks = {name: workbook.add_format({**look, **order}) for name, look in _LOOKS.items()}
        self._number_looks: dict[tuple[str, bool], Format] = {}
        self._tables = [block for part in document.sections for block in part.blocks if isinstance(block, Table)]

    def write(self) -> None:
        about = text("exports.about", self._document.language)
        captions = [table.caption or table.code for table in self._tables]
        first, last, *others = sheet_names([about, text("codebook.title", self._document.language), *captions])
        self._write_about(self._add_sheet(first), others)
        for name, table in zip(others, self._tables, strict=True):
            self._write_table(self._add_sheet(name), table)
        self._write_codebook(self._add_sheet(last))

    def _add_sheet(self, name: str) -> Worksheet:
        sheet = self._workbook.add_worksheet(name)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer(f"&L{_for_page(self._document.title)}&R&P / &N")
        if direction(self._document.language) == "rtl":
            sheet.right_to_left()
        if self._document.notice:
            sheet.set_header(f'&C&"-,Bold"&K{WARNING[1:]} {_for_page(self._document.notice)}')
            self._put(sheet, 0, 0, self._document.notice, "notice")
        return sheet

    def _put(self, sheet: Worksheet, row: int, column: int, words: str, look: str) -> None:
        sheet.write_string(row, column, _fitting(words), self._looks[look])

    def _put_across(self, sheet: Worksheet, row: int, words: str, widths: Sequence[int]) -> None:
        """Under all columns, so that a page is no wider than its table."""
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", self._looks["note"])
        self._put(sheet, row, 0, words, "note")
        _set_height(sheet, row, [(words, sum(widths))])

    def _put_line(self, sheet: Worksheet, row: int, label: str, words: str, look: str = "text") -> None:
        self._put(sheet, row, 0, label, "label")
        self._put(sheet, row, 1, words, look)
        _set_height(sheet, row, [(label, _LABELS), (words, _TEXTS)])

    def _write_about(self, sheet: Worksheet, table_sheets: Iterable[str]) -> None:
        document, names = self._document, iter(table_sheets)
        sheet.set_column(0, 0, _LABELS)
        sheet.set_column(1, 1, _TEXTS)
        row = 1 if document.notice else 0
        self._put(sheet, row, 0, document.title, "title")
        sheet.set_row(row, 2 * _LINE_HEIGHT)
        self._put(sheet, row + 1, 0, document.subtitle, "heading")
        row += 3
        for line in document.properties:
            self._put_line(sheet, row, line.label, line.text)
            row += 1
        for section in document.sections:
            self._put(sheet, row + 1, 0, section.heading, "heading")
            row += 2
            for block in section.blocks:
                self._write_block(sheet, row, block, names)
                row += 1

    def _write_block(self, sheet: Worksheet, row: int, block: Paragraph | Table, names: Iterator[str]) -> None:
        if isinstance(block, Table):
            self._put_line(sheet, row, next(names), block.caption)
        else:
            self._put_line(sheet, row, "", block.text, "note" if block.role == "note" else "text")

    def _write_table(self, sheet: Worksheet, table: Table) -> None:
        header = 3 if self._document.notice else 2
        last = header + len(table.rows)
        widths = [_width(table, position) for position in range(len(table.columns))]
        self._put(sheet, header - 2, 0, table.caption, "heading")
        for position, column in enumerate(table.columns):
            sheet.set_column(position, position, widths[position])
            self._put(sheet, header, position, column.title, "number_header" if column.is_number else "header")
        _set_height(sheet, header, zip((column.title for column in table.columns), widths, strict=True))
        for row, entries in enumerate(table.rows, start=header + 1):
            self._write_row(sheet, row, table.columns, entries)
            _set_height(sheet, row, zip((entry.text for entry in entries), widths, strict=True))
        if table.note:
            self._put_across(sheet, last + 2, table.note, widths)
        if sum(widths) > _UPRIGHT and not chart(table):  # which stands below, on the same page
            sheet.set_landscape()
        sheet.freeze_panes(header + 1, 1)
        sheet.repeat_rows(header)
        if table.rows:
            sheet.autofilter(header, 0, last, len(table.columns) - 1)
        if table.rows and chart(table):
            below = last + (4 if table.note else 2)
            made = drawn(self._workbook, sheet.name, table, header, self._document.language)
            sheet.insert_chart(below, 0, made, alternative(table))

    def _write_codebook(self, sheet: Worksheet) -> None:
        """What each column holds, the same words as in the data package."""
        language, header = self._document.language, 4 if self._document.notice else 3
        titles = [text(f"codebook.{each}", language) for each in _CODEBOOK]
        self._put(sheet, header - 3, 0, text("codebook.title", language), "heading")
        self._put_across(sheet, header - 2, text("codebook.lead", language), list(_CODEBOOK.values()))
        for position, (title, width) in enumerate(zip(titles, _CODEBOOK.values(), strict=True)):
            sheet.set_column(position, position, width)
            self._put(sheet, header, position, title, "header")
        captions = {table.code: table.caption for table in self._tables}
        for row, each in enumerate(codebook(self._document), start=header + 1):
            unit = text(f"codebook.unit-{each.unit}", language) if each.unit else ""
            kind = text(f"codebook.type-{each.kind}", language)
            cells = (captions[each.table], each.title, each.column, each.meaning, unit, kind)
            for position, words in enumerate(cells):
                self._put(sheet, row, position, words, "text")
            _set_height(sheet, row, zip(cells, _CODEBOOK.values(), strict=True))
        sheet.set_landscape()
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(header)

    def _write_row(self, sheet: Worksheet, row: int, columns: Iterable[Column], entries: Iterable[Entry]) -> None:
        for position, (column, entry) in enumerate(zip(columns, entries, strict=True)):
            if entry.value is None or isinstance(entry.value, str):
                self._put(sheet, row, position, entry.text, "no_number" if column.is_number else "text")
            else:
                sheet.write_number(row, position, entry.value, self._number_look(entry, column))
                if not _is_shown(entry):
                    sheet.write_comment(row, position, legible(entry.text))

    def _number_look(self, entry: Entry, column: Column) -> Format:
        """To the side of its column's numbers; among words, like a word."""
        pattern = _number_format(entry), column.is_number
        if pattern not in self._number_looks:
            words = "right" if self._order else "left"
            side = {"align": "right", "indent": 1} if column.is_number else {"align": words}
            look = {"num_format": pattern[0], "valign": "top", **side, **self._order}
            self._number_looks[pattern] = self._workbook.add_format(look)
        return self._number_looks[pattern]


def _set_height(sheet: Worksheet, row: int, cells: Iterable[tuple[str, int]]) -> None:
    """Room for the longest text of the row: not every program makes room for wrapped text by itself."""
    lines = max(sum(-(-max(1, _shown_width(line)) // width) for line in words.split("\n")) for words, width in cells)
    sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES))


def sheet_names(captions: Iterable[str]) -> list[str]:
    """A name a workbook accepts for each caption, none twice whatever the case.

    >>> sheet_names(["Gaps: 2026/27", "gaps 2026 27"])
    ['Gaps 2026 27', 'gaps 2026 27 (2)']
    """
    taken: set[str] = {"history"}  # kept by Excel for itself
    names = []
    for caption in captions:
        name = _free_name(" ".join(_NOT_IN_A_SHEET_NAME.sub(" ", caption).split()).strip("'") or "-", taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def _free_name(wanted: str, taken: set[str]) -> str:
    name, count = _shortened(wanted, _SHEET_NAME_LENGTH), 1
    while name.casefold() in taken:
        count += 1
        ending = f" ({count})"
        name = _shortened(wanted, _SHEET_NAME_LENGTH - len(ending)) + ending
    return name


def _shortened(words: str, length: int) -> str:
    """`words` in at most `length` UTF-16 units, cut at a space where one is near, the cut shown by an ellipsis."""
    if _units(words) <= length:
        return words
    kept = words[:length]
    while _units(kept) >= length:
        kept = kept[:-1]
    at_space = kept.rfind(" ")
    return (kept[:at_space] if at_space > length // 2 else kept).rstrip() + "…"


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def _fitting(words: str) -> str:
    return _shortened(legible(words), _CELL_LENGTH)


def _for_page(words: str) -> str:
    """For a printed header: one line, short enough, `&` doubled because a single one is a command there."""
    return _shortened(" ".join(legible(words).split()), _PAGE_HEADER_LENGTH // 2).replace("&", "&&")


def _without_marks(words: str) -> str:
    return "".join(character for character in words if unicodedata.category(character) != "Cf")


def _is_shown(entry: Entry) -> bool:
    """Whether the cell shows the document's words."""
    return bool(_NUMERAL.fullmatch(_without_marks(entry.text))) or _around(entry) is not None


def _around(entry: Entry) -> str | None:
    """What stands behind the number in words that begin with it, as a part of a number format."""
    found = _NUMBER_FIRST.fullmatch(_without_marks(legible(entry.text)).strip())
    is_plain = found is not None and found[1] == str(entry.value) and not set(found[2]) & set('"\n\r\t')
    return f'"{found[2]}"' if found and is_plain and len(found[2]) < _LONGEST_FORMAT else None


def _number_format(entry: Entry) -> str:
    words = _without_marks(entry.text).strip()
    if not _NUMERAL.fullmatch(words) and (around := _around(entry)):
        return f"0{around}"
    if words.endswith(("%", "٪")):
        decimals = _DECIMALS.search(words)
        return f"0.{'0' * len(decimals[1])}%" if decimals else "0%"
    return "#,##0" if isinstance(entry.value, int) else "#,##0.00"


def _width(table: Table, position: int) -> int:
    """In characters: the longest cell of the column or word of its title, within bounds; room for the filter."""
    words = [_shown_width(word) for word in table.columns[position].title.split()]
    cells = [_shown_width(row[position].text) for row in table.rows]
    return min(max([_NARROWEST, *words, *cells]) + 3, _WIDEST)


def _shown_width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)
