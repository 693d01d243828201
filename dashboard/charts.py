"""Rows become Plotly figures. Pure: no Streamlit, no store; every colour is given, for light and for dark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import plotly.graph_objects as go

from engagement.model import CellState
from engagement.tallies import Year

CONFIG = {"displayModeBar": False, "responsive": True}
_ORDER = (CellState.RECORDED, CellState.POSSIBLE, CellState.NOT_RECORDED)
_MARKERS = {CellState.RECORDED: "circle", CellState.POSSIBLE: "circle-open-dot", CellState.NOT_RECORDED: "circle-open"}
FONT = (
    '"Source Sans", "Noto Sans Arabic", "Segoe UI", "Geeza Pro", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", '
    '"Microsoft YaHei", sans-serif'
)
_MOST_YEARS = 12
"""How many years have room for their name and for words."""
_SMALL = 7


@dataclass(frozen=True)
class Palette:
    """The colours of one theme: text at least 4.5:1 on its ground, marks at least 3:1."""

    ink: str
    quiet: str
    line: str
    states: dict[CellState, str]


LIGHT = Palette(
    ink="#14191D",
    quiet="#4A545C",
    line="#C9D1D6",
    states={
        CellState.RECORDED: "#1B6FB0",
        CellState.THIN: "#A85A0F",
        CellState.POSSIBLE: "#6B2E70",
        CellState.NOT_RECORDED: "#6E2007",
        CellState.NO_REPORT: "#777C80",
        CellState.NOT_EXPECTED: "#383C40",
    },
)
DARK = Palette(
    ink="#EEF2F4",
    quiet="#B4BEC5",
    line="#46525A",
    states={
        CellState.RECORDED: "#41A0F0",
        CellState.THIN: "#FFC060",
        CellState.POSSIBLE: "#C6A1D1",
        CellState.NOT_RECORDED: "#EE7150",
        CellState.NO_REPORT: "#7A7E83",
        CellState.NOT_EXPECTED: "#E2E5E9",
    },
)


def layout(palette: Palette, height: int, margin: tuple[int, int, int, int], size: int = 14) -> dict[str, Any]:
    """How every figure lies on its page; `margin` is left, right, top, bottom."""
    return {
        "height": height,
        "margin": dict(zip("lrtb", margin, strict=True)),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": size, "color": palette.ink},
        "hoverlabel": {"font": {"family": FONT, "size": 14}},
        "dragmode": False,
        "showlegend": False,
    }


def axis(colour: str, size: int = 13) -> dict[str, Any]:
    """An axis that stays where it is, with its words in this colour and size, and no line at 0."""
    return {"fixedrange": True, "zeroline": False, "tickfont": {"color": colour, "size": size}}


def groups_by_year(
    years: Sequence[Year],
    palette: Palette,
    *,
    group_name: Callable[[str], str],
    state_name: Callable[[CellState], str],
    recorded: Callable[[Year], str],
    no_report: str,
) -> go.Figure:
    """A column of dots for each year, one dot for each group: recorded below, not recorded above, the count on top.

    A year without a log has no dots and says so in words, or with a dash where many years leave no room for words.
    """
    figure = go.Figure()
    step = max(1, ceil(len(years) / _MOST_YEARS))
    for state in _ORDER:
        figure.add_trace(_dots(years, state, palette, group_name, state_name, size=_sizes(step)))
    for place, year in enumerate(years):
        words = recorded(year) if year.has_report else no_report if step == 1 else "–"
        figure.add_annotation(x=place, text=words, **_label(year, palette, size=14 if step == 1 else 12))
    height = max((len(year.states) for year in years), default=1)
    aside = 4 if step == 1 else 18
    figure.update_layout(layout(palette, 20 * height + 96, (aside, aside, 8, 28)))
    figure.update_layout(showlegend=True, legend=_legend(palette))
    figure.update_xaxes(
        tickvals=list(range(len(years)))[::step],
        ticktext=[year.year for year in years][::step],
        tickangle=0,
        range=[-0.5, len(years) - 0.5],
        linecolor=palette.line,
        showgrid=False,
        **axis(palette.ink, 14),
    )
    figure.update_yaxes(visible=False, range=[0.2, height + 1.4], fixedrange=True)
    return figure


def _dots(
    years: Sequence[Year],
    state: CellState,
    palette: Palette,
    group_name: Callable[[str], str],
    state_name: Callable[[CellState], str],
    *,
    size: int,
) -> go.Scatter:
    placed = [
        (across, up, f"{year.year} · {group_name(group)} · {state_name(state)}")
        for across, year in enumerate(years)
        for up, (group, found) in enumerate(_stacked(year), start=1)
        if found is state
    ]
    return go.Scatter(
        x=[across for across, _, _ in placed],
        y=[up for _, up, _ in placed],
        mode="markers",
        name=state_name(state),
        marker={
            "symbol": _MARKERS[state],
            "size": size,
            "color": palette.states[state],
            "line": {"width": 2 if size > _SMALL else 1.5, "color": palette.states[state]},
        },
        text=[words for _, _, words in placed],
        hovertemplate="%{text}<extra></extra>",
    )


def _stacked(year: Year) -> list[tuple[str, CellState]]:
    """The groups of a year from the ground up: recorded, possible, not recorded."""
    return sorted(
        ((group, state) for group, state in year.states.items() if state in _ORDER),
        key=lambda found: _ORDER.index(found[1]),
    )


def _sizes(step: int) -> int:
    """How large a dot may be, in pixels, where only each `step`-th year is named."""
    return {1: 13, 2: 10}.get(step, _SMALL)


def _label(year: Year, palette: Palette, *, size: int) -> dict[str, object]:
    top = len(_stacked(year)) + 0.85 if year.has_report else 1.5
    color = palette.ink if year.has_report else palette.quiet
    return {"y": top, "showarrow": False, "font": {"color": color, "size": size}}


def _legend(palette: Palette) -> dict[str, object]:
    return {
        "orientation": "h",
        "x": 0,
        "y": -0.14,
        "yanchor": "top",
        "font": {"color": palette.quiet, "size": 13},
        "itemclick": False,
        "itemdoubleclick": False,
    }
