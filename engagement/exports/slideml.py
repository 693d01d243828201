"""What stands on a slide, as native shapes: words, tables and charts that can be edited, each with its language."""

import io
from collections.abc import Sequence
from typing import NamedTuple

from pptx.chart.chart import Chart as DrawnChart
from pptx.chart.data import ChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.slide import Slide as DrawnSlide
from pptx.table import Table as DrawnTable
from pptx.table import _Cell
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Inches, Length, Pt
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from engagement.codebook import Chart
from engagement.document import Entry, Table
from engagement.exports.as_xlsx import CREATED
from engagement.exports.palette import ACCENT, INK, QUIET, RULE, SERIES, TINT
from engagement.exports.widths import parts, shown_width
from engagement.exports.xlsx_charts import label
from engagement.locale import direction
from engagement.safe_text import legible

SPELLING = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA", "ru": "ru-RU", "zh": "zh-CN"}
_KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
}
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style "no style, no grid": rules and fills are the cells' own."""

_TABLE_SIZE, _HIGHEST_LINE, _ROOM_TO_GROW = Pt(13), Inches(0.46), Inches(0.35)
_AT_EASE = 14  # bars; more of them are written smaller
_CHARACTER = Inches(0.125)  # across, in a table

Box = tuple[Length, Length, Length, Length]
"""Left, top, width, height."""


class Letters(NamedTuple):
    """How words look; what is None stays as the layout of the slide has it."""

    size: Pt | None = None
    colour: str | None = None
    is_bold: bool | None = None
    at_end: bool = False


AS_THE_SLIDE_HAS_THEM = Letters()


class Pen:
    """Writes in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_rtl = direction(language) == "rtl"
        self.start = PP_ALIGN.RIGHT if self.is_rtl else PP_ALIGN.LEFT
        self.end = PP_ALIGN.LEFT if self.is_rtl else PP_ALIGN.RIGHT

    def box(self, slide: DrawnSlide, place: Box, name: str) -> TextFrame:
        """An empty box for words; `name` is what a selection pane calls it."""
        shape = slide.shapes.add_textbox(*place)
        shape.name = name
        frame: TextFrame = shape.text_frame
        frame.word_wrap = True
        without_margins(frame)
        return frame

    def write(self, frame: TextFrame, words: str, letters: Letters = AS_THE_SLIDE_HAS_THEM) -> _Paragraph:
        """Words into an empty frame or below those that stand there; line breaks in them are kept."""
        first = frame.paragraphs[0]
        is_empty = len(frame.paragraphs) == 1 and not first.runs
        paragraph = first if is_empty else frame.add_paragraph()  # type: ignore[no-untyped-call]
        return self.fill(paragraph, words, letters)

    def fill(self, paragraph: _Paragraph, words: str, letters: Letters = AS_THE_SLIDE_HAS_THEM) -> _Paragraph:
        """Words into an empty paragraph."""
        paragraph.alignment = self.end if letters.at_end else self.start
        if self.is_rtl:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
        for place, line in enumerate(legible(words).replace("\r", "\n").replace("\t", " ").split("\n")):
            if place:
                paragraph.add_line_break()  # type: ignore[no-untyped-call]
            run = paragraph.add_run()
            run.text = line
            run._r.get_or_add_rPr().set("lang", SPELLING.get(self.language, self.language))
            run.font.size, run.font.bold = letters.size, letters.is_bold
            if letters.colour:
                run.font.color.rgb = rgb(letters.colour)
        return paragraph

    # ---- tables ---------------------------------------------------------------------------------------------------

    def table(self, slide: DrawnSlide, table: Table, place: Box) -> None:
        """All rows of a table; the caption is its alternative text."""
        left, top, width, height = place
        across = Emu(min(width, _needed(table)))
        line = Emu(min(_HIGHEST_LINE, (height - _ROOM_TO_GROW) // (len(table.rows) + 1)))
        start = Emu(left + width - across) if self.is_rtl else left
        frame = slide.shapes.add_table(
            len(table.rows) + 1, len(table.columns), start, top, across, Emu(line * (len(table.rows) + 1))
        )
        describe(frame._element, table.caption, table.caption)
        drawn = frame.table
        _make_plain(drawn, self.is_rtl)
        wanted = parts(table)[0].widths
        for place_, share in enumerate(wanted):
            drawn.columns[place_].width = Emu(int(across * share / sum(wanted)))
        for place_, column in enumerate(table.columns):
            self._cell(drawn.cell(0, place_), column.title, column.is_number, is_header=True)
        for row, entries in enumerate(table.rows, start=1):
            for place_, (column, entry) in enumerate(zip(table.columns, entries, strict=True)):
                self._cell(drawn.cell(row, place_), entry.text, column.is_number, is_header=False)

    def _cell(self, cell: _Cell, words: str, is_number: bool, is_header: bool) -> None:
        colour = ACCENT if is_header else INK
        self.write(cell.text_frame, words, Letters(_TABLE_SIZE, colour, is_bold=is_header, at_end=is_number))
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_header else MSO_ANCHOR.MIDDLE
        cell.margin_left = cell.margin_right = Inches(0.07)
        cell.margin_top = cell.margin_bottom = Inches(0.04)
        if is_header:
            cell.fill.solid()  # type: ignore[no-untyped-call]
            cell.fill.fore_color.rgb = rgb(TINT)
        _rule_below(cell, ACCENT if is_header else RULE)

    # ---- charts ---------------------------------------------------------------------------------------------------

    def chart(self, slide: DrawnSlide, table: Table, plan: Chart, place: Box) -> None:
        """A native chart of some columns; its alternative text says every figure. Rows with nothing to say are left."""
        table = _drawn(table, plan)
        data = ChartData()  # type: ignore[no-untyped-call]
        data.categories = [_name(row, plan) for row in table.rows]
        for column in plan.places:
            numbers = [_number(row[column]) for row in table.rows]
            data.add_series(legible(table.columns[column].title), numbers)  # type: ignore[no-untyped-call]
        frame = slide.shapes.add_chart(_KINDS[plan.shape], *place, data)
        describe(frame._element, table.caption, f"{table.caption}: {_spoken(table, plan)}")
        drawn = frame.chart  # type: ignore[attr-defined]
        drawn.part.chart_workbook.update_from_xlsx_blob(_workbook(table, plan))
        self._look(drawn, table, plan)

    def _look(self, drawn: DrawnChart, table: Table, plan: Chart) -> None:
        drawn.has_title = False
        size = Pt(12) if len(table.rows) <= _AT_EASE else Pt(10)
        drawn.font.size, drawn.font.color.rgb = size, rgb(INK)
        drawn.has_legend = len(plan.places) > 1
        if drawn.has_legend:
            drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        plot = drawn.plots[0]
        plot.gap_width = 45
        if plan.shape == "stacked":
            plot.overlap = 100
        for place, series in enumerate(plot.series):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = rgb(ACCENT if len(plan.places) == 1 else SERIES[place % len(SERIES)])
            series.invert_if_negative = False
        self._axes(drawn, plan)
        if plan.shape != "stacked":
            for series, column in zip(plot.series, plan.places, strict=True):
                self._labels(series, [row[column] for row in table.rows])
        language = parse_xml(f'<c:lang {nsdecls("c")} val="{SPELLING.get(self.language, self.language)}"/>')
        drawn._chartSpace.find(qn("c:chart")).addprevious(language)
        rounded = drawn._chartSpace.find(qn("c:roundedCorners"))
        if rounded is not None:
            rounded.addprevious(language)

    def _axes(self, drawn: DrawnChart, plan: Chart) -> None:
        lies = plan.shape != "columns"
        names, values = drawn.category_axis, drawn.value_axis
        names.reverse_order = lies or self.is_rtl
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        names.major_tick_mark = XL_TICK_MARK.NONE
        every = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')  # no name left out where they stand close
        names._element.find(qn("c:noMultiLvlLbl")).addprevious(every)
        names.format.line.color.rgb = rgb(RULE)
        values.visible, values.has_major_gridlines, values.minimum_scale = False, False, 0  # nothing drawn is below
        values.reverse_order = lies and self.is_rtl

    def _labels(self, series: object, entries: Sequence[Entry]) -> None:
        """The document's own words at the end of each bar."""
        for place, entry in enumerate(entries):
            if _number(entry) is not None:
                shown = series.points[place].data_label  # type: ignore[attr-defined]
                self.fill(shown.text_frame.paragraphs[0], label(entry, self.is_rtl), Letters(Pt(12), INK))


def without_margins(frame: TextFrame) -> None:
    """Words begin where their box begins."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def rgb(colour: str) -> RGBColor:
    """A colour of the palette."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def describe(frame: BaseOxmlElement, name: str, words: str) -> None:
    """Name and alternative text of a table or chart."""
    properties = frame.find(f".//{qn('p:cNvPr')}")
    if properties is None:
        return
    properties.set("name", legible(name)[:200])
    properties.set("descr", legible(words))


def page_number(paragraph: _Paragraph, language: str) -> None:
    """The number of the slide, filled in by the program that shows it."""
    spelling = SPELLING.get(language, language)
    properties = f'<a:rPr lang="{spelling}" sz="1100"><a:solidFill><a:srgbClr val="{QUIET[1:]}"/></a:solidFill></a:rPr>'
    field = f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{properties}'
    paragraph._p.append(parse_xml(f"{field}<a:t>‹#›</a:t></a:fld>"))


def _needed(table: Table) -> int:
    """How wide a table is with every cell on one line."""
    cells = [[column.title, *(row[place].text for row in table.rows)] for place, column in enumerate(table.columns)]
    return int(sum((max(map(shown_width, words)) + 3) * _CHARACTER for words in cells))


def _make_plain(drawn: DrawnTable, is_rtl: bool) -> None:
    drawn.horz_banding = False
    properties = drawn._tbl.get_or_add_tblPr()
    properties.find(qn("a:tableStyleId")).text = _PLAIN_TABLE
    if is_rtl:
        properties.set("rtl", "1")


def _rule_below(cell: _Cell, colour: str) -> None:
    line = f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(line))


def _drawn(table: Table, plan: Chart) -> Table:
    """The rows that a chart has something to show or to say of."""
    kept = [
        place
        for place, row in enumerate(table.rows)
        if any(_number(row[column]) is not None or any(map(str.isalnum, row[column].text)) for column in plan.places)
    ]
    rows, codes = tuple(table.rows[place] for place in kept), tuple(table.row_codes[place] for place in kept)
    return table.model_copy(update={"rows": rows, "row_codes": codes})


def _number(entry: Entry) -> int | float | None:
    return entry.value if isinstance(entry.value, int | float) else None


def _name(row: Sequence[Entry], plan: Chart) -> str:
    """The name of a row, with what is said instead where there is no number."""
    unknown = [row[place].text for place in plan.places if _number(row[place]) is None]
    said = unknown[0] if len(unknown) == len(plan.places) and any(map(str.isalnum, unknown[0])) else ""
    return legible(f"{row[0].text} ({said})" if said else row[0].text)


def _spoken(table: Table, plan: Chart) -> str:
    return "; ".join(f"{row[0].text}: {', '.join(row[place].text for place in plan.places)}" for row in table.rows)


def _workbook(table: Table, plan: Chart) -> bytes:
    """The numbers behind a chart, where the program that edits it looks for them; names are text, never formulas."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as workbook:
        workbook.set_properties({"created": CREATED})
        sheet = workbook.add_worksheet()
        for row, entries in enumerate(table.rows, start=1):
            sheet.write_string(row, 0, _name(entries, plan))
        for place, column in enumerate(plan.places, start=1):
            sheet.write_string(0, place, legible(table.columns[column].title))
            for row, entries in enumerate(table.rows, start=1):
                if (number := _number(entries[column])) is not None:
                    sheet.write_number(row, place, number)
    return content.getvalue()
