"""The figures of the Gaps page: slope, depth, reach. Pure: rows in, plain Plotly figures out; no Streamlit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import FONT, Palette
from engagement.changes import GroupChange

STEPS = {
    "light": ("#B9D7EA", "#86B8D9", "#4E95C4", "#1F6A9C", "#0B3A57"),
    "dark": ("#214A63", "#2C6C93", "#4FA8E0", "#93CCF0", "#DDF0FC"),
}
"""From the first to the last of five steps, in one hue: darker on light, and lighter on dark, is further."""

_GAP = 0.055
"""How far apart two labels are at least, as a part of the height."""


def _layout(palette: Palette, height: int, **more: Any) -> dict[str, Any]:
    return {
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 8, "b": 28},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": palette.ink},
        "hoverlabel": {"font": {"family": FONT, "size": 14}},
        "dragmode": False,
        "showlegend": False,
    } | more


# ---- slope --------------------------------------------------------------------------------------------------------


def slope(
    groups: Sequence[GroupChange],
    periods: tuple[str, str],
    palette: Palette,
    *,
    group_name: Callable[[str], str],
    percent: Callable[[float], str],
) -> go.Figure:
    """A line for each group that has a share in both periods. The largest rise and the largest fall stand out."""
    drawn = list(_drawn(groups))
    told = _standing_out(drawn)
    labels = spread_out([after for _, _, after in drawn])
    figure = go.Figure()
    for (each, before, after), label in zip(drawn, labels, strict=True):
        colour, width = (palette.ink, 3) if each.category in told else (palette.quiet, 1.5)
        name = group_name(each.category)
        figure.add_trace(
            go.Scatter(
                x=[0, 1],
                y=[before, after],
                mode="lines+markers",
                line={"color": colour, "width": width},
                marker={"size": 8, "color": colour},
                name=name,
                text=[
                    f"{name} · {period} · {percent(share)}"
                    for period, share in zip(periods, (before, after), strict=True)
                ],
                hovertemplate="%{text}<extra></extra>",
            )
        )
        weight = "<b>" if each.category in told else ""
        figure.add_annotation(
            x=1.02,
            y=label,
            xref="x",
            yref="y",
            text=f"{weight}{percent(after)} {_short(name)}",
            showarrow=False,
            xanchor="left",
            font={"size": 13, "color": palette.ink if weight else palette.quiet},
        )
    figure.update_layout(**_layout(palette, 120 + 26 * max(6, len(drawn)), margin={"l": 44, "r": 4, "t": 8, "b": 32}))
    figure.update_xaxes(
        tickvals=[0, 1],
        ticktext=list(periods),
        range=[-0.04, 1.9],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"color": palette.ink, "size": 13},
    )
    figure.update_yaxes(
        range=[-0.06, 1.06],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=[percent(each / 4) for each in range(5)],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        tickfont={"color": palette.quiet, "size": 13},
    )
    for share in (0, 0.25, 0.5, 0.75, 1):  # as far as the lines go: the labels stand on no line
        figure.add_shape(
            type="line", x0=0, x1=1, y0=share, y1=share, layer="below", line={"color": palette.line, "width": 1}
        )
    return figure


def _drawn(groups: Sequence[GroupChange]) -> Iterator[tuple[GroupChange, float, float]]:
    for each in groups:
        if each.earlier and each.later and each.earlier.share is not None and each.later.share is not None:
            yield each, float(each.earlier.share), float(each.later.share)


def _standing_out(drawn: Sequence[tuple[GroupChange, float, float]]) -> set[str]:
    """The groups that rose and fell most, ties included."""
    moves = {each.category: after - before for each, before, after in drawn}
    ends = {max(moves.values(), default=0), min(moves.values(), default=0)} - {0}
    return {category for category, move in moves.items() if move in ends}


def _short(name: str, most: int = 26) -> str:
    """A name that fits beside its line; the whole of it stands in the table."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def spread_out(values: Sequence[float], apart: float = _GAP) -> list[float]:
    """Places for labels near their values, in their order and never closer than `apart`.

    >>> [round(each, 2) for each in spread_out([0.5, 0.5, 0.9], 0.1)]
    [0.45, 0.55, 0.9]
    """
    order = sorted(range(len(values)), key=lambda place: values[place])
    blocks: list[list[float]] = []  # the sum of the wanted first places, and how many labels
    for place in order:
        blocks.append([values[place], 1])
        while len(blocks) > 1 and _end(blocks[-2], apart) > _start(blocks[-1], apart) + 1e-9:
            last = blocks.pop()
            blocks[-1] = [
                (blocks[-1][0] * blocks[-1][1] + last[0] * last[1]) / (blocks[-1][1] + last[1]),
                blocks[-1][1] + last[1],
            ]
    found = [_start(block, apart) + apart * step for block in blocks for step in range(int(block[1]))]
    placed = dict(zip(order, found, strict=True))
    return [placed[place] for place in range(len(values))]


def _start(block: Sequence[float], apart: float) -> float:
    """Where the first label of a block stands: the block is centred on what its labels wanted."""
    return block[0] - apart * (block[1] - 1) / 2


def _end(block: Sequence[float], apart: float) -> float:
    """Where the label after a block could stand."""
    return _start(block, apart) + apart * block[1]


# ---- bars by group ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bars:
    """One part of every bar: what it is called, its length for each group, and how wide it is drawn."""

    name: str
    lengths: Sequence[int]
    colour: str
    width: float = 0.7
    is_hatched: bool = False


def stacked(groups: Sequence[str], parts: Sequence[Bars], palette: Palette, words: Callable[[int], str]) -> go.Figure:
    """Horizontal bars, one for each group, the parts one after the other."""
    return _bars(groups, parts, palette, words, "stack")


def nested(groups: Sequence[str], parts: Sequence[Bars], palette: Palette, words: Callable[[int], str]) -> go.Figure:
    """Horizontal bars, one for each group, each step drawn inside the one before it."""
    return _bars(groups, parts, palette, words, "overlay")


def _bars(
    groups: Sequence[str], parts: Sequence[Bars], palette: Palette, words: Callable[[int], str], mode: str
) -> go.Figure:
    figure = go.Figure()
    names = [_folded(name) for name in groups]
    for part in parts:
        figure.add_trace(
            go.Bar(
                y=names,
                x=list(part.lengths),
                orientation="h",
                width=part.width,
                name=part.name,
                marker={
                    "color": part.colour,
                    "line": {"width": 0},
                    "pattern": {"shape": "/" if part.is_hatched else "", "fgcolor": palette.quiet, "size": 5},
                },
                text=[f"{name} · {part.name} · {words(n)}" for name, n in zip(groups, part.lengths, strict=True)],
                textposition="none",
                hovertemplate="%{text}<extra></extra>",
            )
        )
    figure.update_layout(
        **_layout(
            palette,
            44 + 54 * max(3, len(groups)),
            barmode=mode,
            margin={"l": 4, "r": 12, "t": 8, "b": 28},
        )
    )
    figure.update_xaxes(
        gridcolor=palette.line,
        zeroline=False,
        fixedrange=True,
        rangemode="tozero",
        tickformat=",d",
        tickfont={"color": palette.quiet, "size": 13},
        nticks=6,
    )
    figure.update_yaxes(
        autorange="reversed",
        automargin=True,
        fixedrange=True,
        showgrid=False,
        ticks="outside",
        ticklen=6,
        tickcolor="rgba(0,0,0,0)",
        tickfont={"color": palette.ink, "size": 13},
    )
    return figure


def _folded(name: str, most: int = 23, lines: int = 3) -> str:
    """A name over several lines, so that the bars keep their room on a narrow screen; the whole is in the table."""
    found: list[str] = []
    for word in name.split(" "):
        if found and len(found[-1]) + len(word) < most:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return "<br>".join(found if len(found) <= lines else [*found[: lines - 1], f"{found[lines - 1]}…"])
