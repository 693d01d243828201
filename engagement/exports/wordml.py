"""Paragraphs and tables of a document as WordprocessingML elements. How they look is in `styles.xml`."""

from collections.abc import Iterable, Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from engagement.document import Column, Entry, Property, Table
from engagement.exports.widths import shares
from engagement.safe_text import legible

UPRIGHT, SIDEWAYS = 9412, 14343
"""Between the margins of an A4 page held either way, in twentieths of a point."""

_LABEL_WIDTH = 2600


def node(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """<w:tag w:attribute="..."> with its children."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(children)
    return element


def paragraph(words: str, style: str, is_rtl: bool, keep_next: bool = False) -> BaseOxmlElement:
    """A paragraph in the style of this id; line breaks in `words` are kept."""
    properties = node("pPr", node("pStyle", val=style))
    if keep_next:
        properties.append(node("keepNext"))
    if is_rtl:
        properties.append(node("bidi"))
    return node("p", properties, run(words, is_rtl))


def run(words: str, is_rtl: bool) -> BaseOxmlElement:
    """Text of one look."""
    element = OxmlElement("w:r")
    element.text = legible(words)
    if is_rtl:
        element.insert(0, node("rPr", node("rtl")))
    return element


def page_field(instruction: str, is_rtl: bool) -> BaseOxmlElement:
    """A number that the word processor fills in: PAGE or NUMPAGES."""
    return node("fldSimple", run("1", is_rtl), instr=instruction)


def properties_table(properties: Sequence[Property], is_rtl: bool) -> BaseOxmlElement:
    """The head of the document: a label and its text per row, no header row."""
    widths = (_LABEL_WIDTH, UPRIGHT - _LABEL_WIDTH)
    rows = [
        _row(
            [
                _cell(paragraph(line.label, "TableHeading", is_rtl), widths[0]),
                _cell(paragraph(line.text, "TableText", is_rtl), widths[1]),
            ]
        )
        for line in properties
    ]
    return _table(widths, rows, is_rtl, has_header=False, caption="")


def data_table(table: Table, page_width: int, is_rtl: bool) -> BaseOxmlElement:
    """The table with its header row repeated on each page; no row is cut by a page."""
    widths = _widths(table, page_width)
    kept = _rows_kept_with_next(table)
    rows = [
        _data_row(table.columns, entries, widths, is_rtl, keep_next=position in kept)
        for position, entries in enumerate(table.rows)
    ]
    header = _header_row(table.columns, widths, is_rtl)
    return _table(widths, [header, *rows], is_rtl, has_header=True, caption=table.caption)


def _rows_kept_with_next(table: Table) -> set[int]:
    """A page never begins with the last row or ends with the first; the last row stays with the note below."""
    last = len(table.rows) - 1
    return {0, last - 1, last} if table.note else {0, last - 1} - {last}


def _header_row(columns: Iterable[Column], widths: Iterable[int], is_rtl: bool) -> BaseOxmlElement:
    cells = [
        _cell(paragraph(column.title, "TableNumberHeading" if column.is_number else "TableHeading", is_rtl), width)
        for column, width in zip(columns, widths, strict=True)
    ]
    return _row(cells, is_header=True)


def _data_row(
    columns: Iterable[Column], entries: Iterable[Entry], widths: Iterable[int], is_rtl: bool, keep_next: bool
) -> BaseOxmlElement:
    return _row(
        [
            _cell(paragraph(entry.text, "TableNumber" if column.is_number else "TableText", is_rtl, keep_next), width)
            for column, entry, width in zip(columns, entries, widths, strict=True)
        ]
    )


def _row(cells: Iterable[BaseOxmlElement], is_header: bool = False) -> BaseOxmlElement:
    properties = node("trPr", node("cantSplit"))
    if is_header:
        properties.append(node("tblHeader"))
    return node("tr", properties, *cells)


def _cell(content: BaseOxmlElement, width: int) -> BaseOxmlElement:
    return node("tc", node("tcPr", node("tcW", w=str(width), type="dxa")), content)


def _table(
    widths: Sequence[int], rows: Iterable[BaseOxmlElement], is_rtl: bool, has_header: bool, caption: str
) -> BaseOxmlElement:
    properties = node("tblPr", node("tblStyle", val="SummaryTable"))
    if is_rtl:
        properties.append(node("bidiVisual"))
    first_row = "1" if has_header else "0"
    properties.extend(
        [
            node("tblW", w=str(sum(widths)), type="dxa"),
            node("tblLayout", type="fixed"),
            node("tblLook", val="0420" if has_header else "0400", firstRow=first_row, firstColumn="0", noVBand="1"),
        ]
    )
    if caption:
        properties.append(node("tblCaption", val=legible(caption)))  # what a screen reader says of the table
    grid = node("tblGrid", *(node("gridCol", w=str(width)) for width in widths))
    return node("tbl", properties, grid, *rows)


def _widths(table: Table, page_width: int) -> list[int]:
    """The page's width, in twentieths of a point, as the columns share it."""
    parts = shares(table, page_width / UPRIGHT)
    widths = [int(page_width * part / sum(parts)) for part in parts]
    widths[0] += page_width - sum(widths)
    return widths
