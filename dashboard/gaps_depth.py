"""Depth: at which level each group took part, as bars of steps and as a table."""

from collections.abc import Sequence

import streamlit as st

from dashboard import charts, components, gaps_charts, session
from dashboard.components import Content, group_name, number
from dashboard.gaps_charts import STEPS, Bars
from dashboard.gaps_frame import key_of
from dashboard.session import language, plural, text
from engagement import indicators, locale
from engagement.depth import LEVELS
from engagement.locale import prose
from engagement.measured import Form, Measured
from engagement.measuring import GroupMeasures
from engagement.model import Indicators, Selection

_BELOW = 0


def draw(chosen: Selection, _figures: Indicators) -> None:
    """The sentence, the bars and the table."""
    st.header(text("depth.title"))
    groups = session.recalled(indicators.measures, chosen).groups
    there = [each for each in groups if _events(each)]
    known = [each for each in there if each.depth.distribution]
    if not known:
        components.lead(text("depth.none"))
        components.quiet(text("depth.how"))
        return
    sentence = lead(groups)
    components.lead(sentence)
    components.counted_in(text("depth.caption"), chosen)
    _chart(there, sentence)
    shown = (_BELOW, *LEVELS) if any(each.depth.below for each in groups) else LEVELS
    heads = [text("column.group"), *(text(f"level.L{level}") for level in shown)]
    heads += [text("depth.unsaid"), text("depth.meaningful")]
    rows = [_row(each, shown) for each in groups]
    components.table(text("depth.caption"), heads, rows, numbers=range(1, len(heads) - 1), is_named_above=True)
    components.quiet(text("depth.note"))


def lead(groups: Sequence[GroupMeasures]) -> str:
    """How many of the groups of which a level is recorded came to level 3, and how many have none."""
    known = [each for each in groups if each.depth.distribution]
    deep = sum(1 for each in known if each.depth.meaningful.numerator)
    unsaid = sum(1 for each in groups if _events(each) and not each.depth.distribution)
    said = plural("depth.lead", len(known), deep=deep)
    return prose((said, plural("depth.lead-unsaid", unsaid) if unsaid else ""), language())


def _events(each: GroupMeasures) -> int:
    return sum((each.depth.distribution or {}).values()) + each.depth.below + each.depth.not_recorded


def _chart(groups: Sequence[GroupMeasures], alt: str) -> None:
    theme = "dark" if session.is_dark() else "light"
    palette = charts.DARK if session.is_dark() else charts.LIGHT
    parts = [
        Bars(text(f"level.L{level}"), [(each.depth.distribution or {}).get(level, 0) for each in groups], colour)
        for level, colour in zip(LEVELS, STEPS[theme], strict=True)
    ]
    unsaid = [each.depth.not_recorded + each.depth.below for each in groups]
    parts.append(Bars(text("depth.unsaid-or-below"), unsaid, palette.line, is_hatched=True))
    key_of(parts)
    figure = gaps_charts.stacked([group_name(each.category) for each in groups], parts, palette, number)
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="depth", alt=alt)


def _row(each: GroupMeasures, shown: Sequence[int]) -> list[Content]:
    depth, name = each.depth, group_name(each.category)
    if not _events(each):
        return [name, *([""] * (len(shown) + 1)), components.mark("not_recorded", text("cell.not_recorded"))]
    known = {**(depth.distribution or {}), _BELOW: depth.below}
    counts = [number(known[level]) if depth.distribution else "–" for level in shown]
    return [name, *counts, number(depth.not_recorded), rate(depth.meaningful)]


def rate(figure: Measured) -> str:
    """x of n, and the percentage where it may be shown; words where nothing is recorded."""
    if figure.shown_as is Form.NO_DATA or figure.numerator is None or figure.denominator is None:
        return text("no-data")
    said = text("x-of-n", x=int(figure.numerator), n=int(figure.denominator))
    if figure.shown_as is not Form.PERCENT or figure.value is None:
        return said
    return f"{said} · {locale.percent(figure.value, language())}"
