"""The figure of the Overview: how far from what is expected. Pure: rows in, a plain Plotly figure out."""

from collections.abc import Callable, Sequence

import plotly.graph_objects as go

from dashboard.charts import Palette, axis, layout
from engagement.headlines import Distance
from engagement.model import CellState

_ROW, _ASIDE = 64, 72
"""Pixels of one row, two lines of words and the line; and of what is counted, at its end."""


def distances(
    found: Sequence[Distance],
    palette: Palette,
    *,
    label: Callable[[Distance], str],
    counted: Callable[[Distance], str],
    words: Callable[[Distance], str],
    percent: Callable[[float], str],
    aim: str,
) -> go.Figure:
    """For each a dot at its share, a bar across at what is expected, and a line between them; the furthest on top.

    What each row is of stands above it, what is counted at its end, and above the first bar that it is the aim.
    """
    rows = list(range(len(found)))
    shares, aims = [float(each.share) for each in found], [float(each.expected) for each in found]
    colour = palette.states[CellState.NOT_RECORDED]
    figure = go.Figure()
    for row, share, end in zip(rows, shares, aims, strict=True):
        figure.add_shape(type="line", x0=share, x1=end, y0=row, y1=row, line={"color": colour, "width": 3})
    told = [words(each) for each in found]
    figure.add_trace(_marks(aims, rows, told, {"symbol": "line-ns", "size": 16, "line": _line(palette.ink)}))
    dots = ["circle-open" if not each.share else "circle" for each in found]
    ground = {"symbol": dots, "size": 12, "color": colour, "line": _line(colour)}
    figure.add_trace(_marks(shares, rows, told, ground))
    figure.update_layout(layout(palette, _ROW * len(found) + 32, (10, _ASIDE, 4, 28), size=13))
    figure.update_xaxes(
        range=[-0.04, 1.04],
        tickvals=[0, 0.5, 1],
        ticktext=[percent(each) for each in (0, 0.5, 1)],
        showgrid=False,
        showline=True,
        linecolor=palette.line,
        ticks="outside",
        tickcolor=palette.line,
        **axis(palette.quiet),
    )
    figure.update_yaxes(visible=False, range=[len(found) - 0.75, -0.75], fixedrange=True)
    for row, each in zip(rows, found, strict=True):
        figure.add_annotation(_above(row, label(each)))
        figure.add_annotation(_beside(row, counted(each)))
    figure.add_annotation(_at_the_bar(aims[0], aim, palette))
    return figure


def _above(row: int, label: str) -> dict[str, object]:
    """What a row is of, above its line: beside it, the names would leave no room for the line."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": -10, "y": row, "yanchor": "bottom", "yshift": 9}
    return place | {"text": label, "align": "left", "showarrow": False, "font": {"size": 13}}


def _beside(row: int, counted: str) -> dict[str, object]:
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": row, "yanchor": "middle"}
    return place | {"text": counted, "showarrow": False, "font": {"size": 13}}


def _at_the_bar(share: float, aim: str, palette: Palette) -> dict[str, object]:
    """On the side of the bar that has more room, and no line."""
    place = {"x": share, "xanchor": "left", "xshift": 8, "y": 0, "yanchor": "middle"}
    return place | {"text": aim, "showarrow": False, "font": {"size": 12, "color": palette.quiet}}


def _marks(x: Sequence[float], y: Sequence[int], told: Sequence[str], marker: dict[str, object]) -> go.Scatter:
    return go.Scatter(
        x=list(x), y=list(y), mode="markers", marker=marker, text=list(told), hovertemplate="%{text}<extra></extra>"
    )


def _line(colour: str) -> dict[str, object]:
    return {"width": 2.5, "color": colour}
