"""Paragraphs and tables of a document as WordprocessingML elements. How they look is in `styles.xml`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.shared import Pt

from engagement.document import Column, Document, Entry, Property, Table
from engagement.exports import pictures
from engagement.exports.bars import WIDTH, Drawing
from engagement.exports.sides import Said, Words, sides, words
from engagement.exports.widths import Part, is_short, is_small
from engagement.safe_text import legible

_PAGE_WIDTH = 9412
"""Between the margins of an A4 page, in twentieths of a point."""

SPELLING = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA", "ru": "ru-RU", "zh": "zh-CN"}
"""The language that spelling and screen readers go by."""

_LABEL_WIDTH = 2600
_SECOND = {"TableText": "TableSecond", "TableNumber": "TableSecondNumber"}
"""The styles of the second language of a cell, which stands below the first."""

_CENTRED = ("Header",)


def node(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """<w:tag w:attribute="..."> with its children."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(children)
    return element


def paragraph(runs: Sequence[BaseOxmlElement], style: str, is_rtl: bool, keep_next: bool = False) -> BaseOxmlElement:
    """A paragraph in the style of this id."""
    properties = node("pPr", node("pStyle", val=style))
    if keep_next:
        properties.append(node("keepNext"))
    if is_rtl:
        properties.append(node("bidi"))
    return node("p", properties, *runs)


def run(text: str, is_rtl: bool = False, language: str | None = None) -> BaseOxmlElement:
    """Text of one look; line breaks in it are kept. `language` only where it is not the document's."""
    element = OxmlElement("w:r")
    element.text = legible(text)
    look = [node("rtl")] if is_rtl else []
    if language is not None:
        spelling = SPELLING.get(language, language)
        look.append(node("lang", val=spelling, eastAsia=spelling, bidi=spelling))
    if look:
        element.insert(0, node("rPr", *look))
    return element


def page_field(instruction: str, is_rtl: bool) -> BaseOxmlElement:
    """A number that the word processor fills in: PAGE or NUMPAGES."""
    return node("fldSimple", run("1", is_rtl), instr=instruction)


@dataclass(frozen=True)
class Writer:
    """Writes the words of a document, in one language or in two, and knows where its figures lead to."""

    document: Document
    places: Mapping[str, int]
    part: StoryPart

    @property
    def shown(self) -> tuple[Document, ...]:
        """The document in each of its languages."""
        return sides(self.document)

    def words(self, texts: Iterable[str]) -> Words:
        """The same place in each language."""
        return words(texts, self.shown)

    def run(self, said: Said) -> BaseOxmlElement:
        """The text, with its language where it is not the document's first."""
        return run(said.words, said.is_rtl, None if said.language == self.document.language else said.language)

    def line(self, said: Said, style: str, keep_next: bool = False) -> BaseOxmlElement:
        """A paragraph of one text."""
        return paragraph([self.run(said)], style, said.is_rtl, keep_next)

    def stacked(self, said: Words, style: str, keep_next: bool = False) -> list[BaseOxmlElement]:
        """A paragraph; in a bilingual edition the second language below the first."""
        first, *others = said
        lines = [self.line(first, style, keep_next)]
        for each in others:
            lines.append(self.line(each, _SECOND.get(style, style), keep_next))
            if each.is_rtl != first.is_rtl and style not in _CENTRED:  # at the edge of the first, not at its own
                lines[-1].pPr.append(node("jc", val="left" if "Number" in style else "right"))
        return lines

    def beside(self, said: Words, style: str) -> list[BaseOxmlElement]:
        """A paragraph; in a bilingual edition two columns, the first language at its own edge."""
        if len(said) == 1:
            return [self.line(said[0], style)]
        width = _PAGE_WIDTH // 2
        cells = [_cell([self.line(each, style)], width) for each in said]
        return [_table([width, width], [_row(cells)], said[0].is_rtl, style="Beside", caption="")]

    def heading(self, said: Words, style: str) -> BaseOxmlElement:
        """One line in the outline, however many languages: the second in the middle, or at its own edge of the page."""
        first, *others = said
        heading = paragraph([self.run(first)], style, first.is_rtl)
        for each in others:
            place = ("right", _PAGE_WIDTH) if each.is_rtl != first.is_rtl else ("left", _PAGE_WIDTH // 2)
            tabs = node("tabs", node("tab", val=place[0], pos=str(place[1])))
            heading.pPr.find(qn("w:pStyle")).addnext(tabs)
            heading.extend([node("r", node("tab")), self.run(each)])
        return heading

    def picture(self, drawn: Drawing) -> BaseOxmlElement:
        """A drawing in a paragraph of its own, with what a screen reader says of it."""
        inline = self.part.new_pic_inline(BytesIO(pictures.png(drawn)), Pt(WIDTH), Pt(drawn.height))
        inline.docPr.set("descr", drawn.alternative)
        return paragraph([node("r", node("drawing", inline))], "Picture", is_rtl=False)

    # ---- tables ---------------------------------------------------------------------------------------------------

    def properties_table(self, lines: Iterable[Sequence[Property]]) -> BaseOxmlElement:
        """The head of the document: a label and its text per row, no header row."""
        widths = (_LABEL_WIDTH, _PAGE_WIDTH - _LABEL_WIDTH)
        rows = [
            _row(
                [
                    _cell(self.stacked(self.words(each.label for each in line), "TableHeading"), widths[0]),
                    _cell(self.stacked(self.words(each.text for each in line), "TableText"), widths[1]),
                ]
            )
            for line in lines
        ]
        return _table(widths, rows, self._is_rtl, style="SummaryTable", caption="")

    def data_table(self, together: Sequence[Table], shape: Table, part: Part) -> BaseOxmlElement:
        """Columns of a table with their header row repeated on each page; no row is cut by a page. `shape` is the table
        as wide as all its languages make it."""
        first = together[0]
        widths = _widths(part)
        kept = _rows_kept_with_next(shape, part)
        columns = [[table.columns[place] for table in together] for place in part.columns]
        rows = [
            self._data_row(
                columns, [[row[place] for row in each] for place in part.columns], widths, keep_next=position in kept
            )
            for position, each in enumerate(zip(*(table.rows for table in together), strict=True))
        ]
        table = [self._header_row(columns, widths), *rows]
        if is_small(shape):
            _set_small(table)
        return _table(widths, table, self._is_rtl, style="SummaryTable", caption=first.caption)

    @property
    def _is_rtl(self) -> bool:
        return Said("", self.document.language).is_rtl

    def _header_row(self, columns: Iterable[Sequence[Column]], widths: Iterable[int]) -> BaseOxmlElement:
        cells = [
            _cell(
                self.stacked(
                    self.words(each.title for each in column),
                    "TableNumberHeading" if column[0].is_number else "TableHeading",
                ),
                width,
            )
            for column, width in zip(columns, widths, strict=True)
        ]
        return _row(cells, is_header=True)

    def _data_row(
        self,
        columns: Iterable[Sequence[Column]],
        cells: Iterable[Sequence[Entry]],
        widths: Iterable[int],
        keep_next: bool,
    ) -> BaseOxmlElement:
        return _row(
            [
                _cell(self._entry(entries, "TableNumber" if column[0].is_number else "TableText", keep_next), width)
                for column, entries, width in zip(columns, cells, widths, strict=True)
            ]
        )

    def _entry(self, entries: Sequence[Entry], style: str, keep_next: bool) -> list[BaseOxmlElement]:
        """The words of a cell; a figure leads to the place where it is told what it was counted from."""
        lines = self.stacked(self.words(each.text for each in entries), style, keep_next)
        to, at = (self.places.get(code or "") for code in (entries[0].trace, entries[0].anchor))
        if to is not None:
            for line in lines:
                runs = line.findall(qn("w:r"))
                line.append(node("hyperlink", *runs, anchor=_place(to)))
        if at is not None:
            start = node("bookmarkStart", id=str(at), name=_place(at))
            lines[0].pPr.addnext(start)
            lines[0].append(node("bookmarkEnd", id=str(at)))
        return lines


def _place(number: int) -> str:
    return f"place-{number}"


def _rows_kept_with_next(table: Table, part: Part) -> set[int]:
    """A page never begins with the last row or ends with the first; the last row stays with the note below, and a short
    table on one page."""
    last = len(table.rows) - 1
    kept = set(range(last)) if is_short(table, part) else {0, last - 1} - {last}
    return kept | {last} if table.note else kept


def _set_small(rows: Iterable[BaseOxmlElement]) -> None:
    for row in rows:
        for style in row.iter(qn("w:pStyle")):
            style.set(qn("w:val"), style.get(qn("w:val")) + "Small")


def _row(cells: Iterable[BaseOxmlElement], is_header: bool = False) -> BaseOxmlElement:
    properties = node("trPr", node("cantSplit"))
    if is_header:
        properties.append(node("tblHeader"))
    return node("tr", properties, *cells)


def _cell(content: Iterable[BaseOxmlElement], width: int) -> BaseOxmlElement:
    return node("tc", node("tcPr", node("tcW", w=str(width), type="dxa")), *content)


def _table(
    widths: Sequence[int], rows: Sequence[BaseOxmlElement], is_rtl: bool, style: str, caption: str
) -> BaseOxmlElement:
    properties = node("tblPr", node("tblStyle", val=style))
    if is_rtl:
        properties.append(node("bidiVisual"))
    has_header = rows[0].trPr.find(qn("w:tblHeader")) is not None
    first = "1" if has_header else "0"
    properties.extend(
        [
            node("tblW", w=str(sum(widths)), type="dxa"),
            node("tblLayout", type="fixed"),
            node("tblLook", val="04A0" if has_header else "0400", firstRow=first, firstColumn=first, noVBand="1"),
        ]
    )
    if caption:
        properties.append(node("tblCaption", val=legible(caption)))  # what a screen reader says of the table
    grid = node("tblGrid", *(node("gridCol", w=str(width)) for width in widths))
    return node("tbl", properties, grid, *rows)


def _widths(part: Part) -> list[int]:
    """The page's width, in twentieths of a point, as the columns share it."""
    widths = [int(_PAGE_WIDTH * each / sum(part.widths)) for each in part.widths]
    widths[0] += _PAGE_WIDTH - sum(widths)
    return widths
