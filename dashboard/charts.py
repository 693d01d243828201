"""Rows become Plotly figures. Pure: no Streamlit, no store; every colour is given, for light and for dark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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

    A year without a log has no dots and says so in words.
    """
    figure = go.Figure()
    for state in _ORDER:
        figure.add_trace(_dots(years, state, palette, group_name, state_name))
    for place, year in enumerate(years):
        words = recorded(year) if year.has_report else no_report
        figure.add_annotation(x=place, text=words, **_label(year, palette))
    height = max((len(year.states) for year in years), default=1)
    figure.update_layout(
        height=20 * height + 96,
        margin={"l": 4, "r": 4, "t": 8, "b": 28},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 14, "color": palette.ink},
        hoverlabel={"font": {"family": FONT, "size": 14}},
        legend=_legend(palette),
        dragmode=False,
    )
    figure.update_xaxes(
        tickvals=list(range(len(years))),
        ticktext=[year.year for year in years],
        range=[-0.5, len(years) - 0.5],
        tickfont={"color": palette.ink, "size": 14},
        linecolor=palette.line,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(visible=False, range=[0.2, height + 1.4], fixedrange=True)
    return figure


def _dots(
    years: Sequence[Year],
    state: CellState,
    palette: Palette,
    group_name: Callable[[str], str],
    state_name: Callable[[CellState], str],
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
            "size": 13,
            "color": palette.states[state],
            "line": {"width": 2, "color": palette.states[state]},
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


def _label(year: Year, palette: Palette) -> dict[str, object]:
    top = len(_stacked(year)) + 0.85 if year.has_report else 1.5
    color = palette.ink if year.has_report else palette.quiet
    return {"y": top, "showarrow": False, "font": {"color": color, "size": 14}}


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
