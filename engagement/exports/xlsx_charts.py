"""A native chart beside its table: it draws the cells of the sheet, so that what is corrected there is drawn anew."""

import re
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.chart import Chart as DrawnChart  # type: ignore[import-untyped]

from engagement.codebook import Chart, chart
from engagement.document import Entry, Table
from engagement.exports.palette import ACCENT, SERIES
from engagement.locale import direction
from engagement.safe_text import legible

_KINDS = {"bars": {"type": "bar"}, "columns": {"type": "column"}, "stacked": {"type": "bar", "subtype": "stacked"}}
_WIDTH, _LINE, _HEAD = 760, 26, 110  # in pixels
_MOST = 900
_FROM_RIGHT, _ISOLATES = "\u200f", re.compile("[\u2066-\u2069]")


def drawn(workbook: Workbook, sheet: str, table: Table, header: int, language: str) -> DrawnChart:
    """The chart of a table whose header is in row `header` of `sheet`, its caption as title and alternative text.

    A value that is not known has no bar; its words stand in its place.
    """
    plan = chart(table)
    if plan is None:
        raise ValueError(table.code)
    made, is_rtl = workbook.add_chart(_KINDS[plan.shape]), direction(language) == "rtl"
    for series, place in enumerate(plan.places):
        made.add_series(_series(plan, sheet, table, header, place, series, is_rtl))
    caption = legible(table.caption)
    made.set_title({"name": caption, "overlay": False, "name_font": {"size": 12, "bold": True, "color": ACCENT}})
    made.set_legend({"none": True} if len(plan.places) == 1 else {"position": "bottom"})
    _set_axes(made, plan, is_rtl)
    lines = len(table.rows) * (len(plan.places) if plan.shape == "bars" else 1)
    height = min(_HEAD + _LINE * lines, _MOST) if plan.shape != "columns" else 340
    made.set_size({"width": _WIDTH, "height": height})
    return made


def alternative(table: Table) -> dict[str, str]:
    """What a screen reader says of the chart."""
    return {"description": legible(table.caption)}


def label(entry: Entry, is_rtl: bool) -> str:
    """The words of a bar. Charts have no direction of their own in every program; a mark gives their words one."""
    words = legible(entry.text)
    return f"{_FROM_RIGHT}{_ISOLATES.sub('', words)}" if is_rtl else words


def _series(
    plan: Chart, sheet: str, table: Table, header: int, place: int, series: int, is_rtl: bool
) -> dict[str, Any]:
    first, last = header + 1, header + len(table.rows)
    entries = [row[place] for row in table.rows]
    shown: dict[str, Any] = {
        "name": [sheet, header, place],
        "categories": [sheet, first, 0, last, 0],
        "values": [sheet, first, place, last, place],
        "fill": {"color": ACCENT if len(plan.places) == 1 else SERIES[series % len(SERIES)]},
        "gap": 45,
    }
    if plan.shape != "stacked":
        shown["data_labels"] = {
            "value": True,
            "font": {"size": 9},
            "custom": [_label(entry, is_rtl) for entry in entries],
        }
    return shown


def _label(entry: Entry, is_rtl: bool) -> dict[str, Any] | None:
    """As the document words it where it is not a bare number."""
    return None if entry.text == str(entry.value) else {"value": label(entry, is_rtl)}


def _set_axes(made: DrawnChart, plan: Chart, is_rtl: bool) -> None:
    quiet = {"visible": False}
    values = {"major_gridlines": quiet, "visible": False, "min": 0, "reverse": is_rtl and plan.shape != "columns"}
    names = {"reverse": plan.shape != "columns", "num_font": {"size": 9}, "line": {"color": "#C9D6DC"}}
    names |= {"major_tick_mark": "none", "label_position": "low", "interval_unit": 1}
    if plan.shape == "columns":
        made.set_x_axis(names | {"reverse": is_rtl})
        made.set_y_axis(values)
    else:
        made.set_y_axis(names)
        made.set_x_axis(values)
