"""The activities of one network or working group on a line of time. Pure: no Streamlit, no store."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from dashboard.charts import Palette, axis, layout
from engagement.model import ActivityFigures, CellState

LANES = ("open", "closed", "no_log")
"""Open to stakeholders, or not said, with a log; closed, with a log; without a complete log. From the top down."""

_SYMBOLS = {"open": "circle", "closed": "square-open", "no_log": "line-ew"}
_STATES = {"open": CellState.RECORDED, "closed": CellState.NO_REPORT, "no_log": CellState.NOT_RECORDED}


def lane(activity: ActivityFigures) -> str:
    """In which lane an activity stands."""
    if not activity.has_log:
        return "no_log"
    return "closed" if activity.open_to_stakeholders is False else "open"


def timeline(
    activities: Sequence[ActivityFigures],
    palette: Palette,
    *,
    lane_name: Callable[[str], str],
    words: Callable[[ActivityFigures], str],
) -> go.Figure:
    """A mark for each activity, in the lane of what is known of it; a thin line over the days it may have been on."""
    figure = go.Figure()
    for place, code in enumerate(reversed(LANES)):
        found = [each for each in activities if lane(each) == code]
        colour = palette.states[_STATES[code]]
        figure.add_trace(_span(found, place, colour))
        figure.add_trace(_marks(found, place, code, colour, words))
        figure.add_annotation(_above(place, f"{lane_name(code)} · {len(found)}", palette))
    figure.update_layout(layout(palette, 210, (8, 8, 4, 28)))
    figure.update_xaxes(
        type="date",
        range=_range(activities),
        tickformat=_ticks(activities),
        linecolor=palette.line,
        gridcolor=palette.line,
        nticks=6,
        **axis(palette.ink, 14),
    )
    figure.update_yaxes(visible=False, range=[-0.5, len(LANES) - 0.3], fixedrange=True)
    return figure


def _above(place: int, words: str, palette: Palette) -> dict[str, object]:
    """What a lane is of, above its marks."""
    at = {"x": 0, "xref": "paper", "xanchor": "left", "y": place + 0.42, "showarrow": False}
    return at | {"text": words, "font": {"color": palette.quiet, "size": 14}}


def _span(found: Sequence[ActivityFigures], place: int, colour: str) -> go.Scatter:
    """From the first to the last day of those that are not known to the day."""
    spans = [each for each in found if each.date_from != each.date_to]
    return go.Scatter(
        x=[day for each in spans for day in (each.date_from, each.date_to, None)],
        y=[place, place, None] * len(spans),
        mode="lines",
        line={"width": 2, "color": colour},
        opacity=0.5,
        hoverinfo="skip",
    )


def _marks(
    found: Sequence[ActivityFigures], place: int, code: str, colour: str, words: Callable[[ActivityFigures], str]
) -> go.Scatter:
    return go.Scatter(
        x=[each.date_from + (each.date_to - each.date_from) / 2 for each in found],
        y=[place] * len(found),
        mode="markers",
        name=code,
        marker={"symbol": _SYMBOLS[code], "size": 13, "color": colour, "line": {"width": 2.5, "color": colour}},
        text=[words(each) for each in found],
        hovertemplate="%{text}<extra></extra>",
    )


def _range(activities: Sequence[ActivityFigures]) -> list[date]:
    """From the first day to the last, with room for the marks on either side."""
    first, last = min(each.date_from for each in activities), max(each.date_to for each in activities)
    room = max((last - first) / 30, timedelta(days=7))
    return [first - room, last + room]


def _ticks(activities: Sequence[ActivityFigures]) -> str:
    """Years for a long time, months for a short one; both as numbers, which every language reads."""
    first, last = min(each.date_from for each in activities), max(each.date_to for each in activities)
    return "%Y" if last - first > timedelta(days=900) else "%Y-%m"
