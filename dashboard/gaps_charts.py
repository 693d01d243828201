"""The figures of the Gaps page: slope, depth, reach. Pure: rows in, plain Plotly figures out; no Streamlit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts import Palette, axis, layout
from engagement.changes import GroupChange

STEPS = {
    "light": ("#B9D7EA", "#86B8D9", "#4E95C4", "#1F6A9C", "#0B3A57"),
    "dark": ("#214A63", "#2C6C93", "#4FA8E0", "#93CCF0", "#DDF0FC"),
}
"""From the first to the last of five steps, in one hue: darker on light, and lighter on dark, is further."""

_LETTER = 8
"""Pixels that a digit takes at most."""
_GAP = 0.068
"""How far apart two labels of two lines are at least, as a part of the height."""


# ---- slope --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    """The shares of one group in both periods, and whether it rose or fell most."""

    name: str
    before: float
    after: float
    stands_out: bool


def slope(
    groups: Sequence[GroupChange],
    periods: tuple[str, str],
    palette: Palette,
    *,
    group_name: Callable[[str], str],
    percent: Callable[[float], str],
) -> go.Figure:
    """A line for each group that has a share in both periods. The largest rise and the largest fall stand out."""
    lines = _lines(groups, group_name)
    figure = go.Figure()
    for line, place in zip(
        lines, spread_out([line.after for line in lines], min(_GAP, 1.1 / max(1, len(lines)))), strict=True
    ):
        figure.add_trace(_drawn(line, periods, palette, percent))
        figure.add_annotation(_beside(line, place, palette, percent))
    figure.update_layout(layout(palette, 120 + 40 * max(6, len(lines)), (44, 4, 8, 32)))
    _name_periods(figure, periods, palette)
    _scale(figure, palette, percent)
    return figure


def _lines(groups: Sequence[GroupChange], group_name: Callable[[str], str]) -> list[_Line]:
    """Of the groups with a share in both periods; ties stand out together."""
    shares = [
        (group_name(each.category), float(each.earlier.share), float(each.later.share))
        for each in groups
        if each.earlier and each.later and each.earlier.share is not None and each.later.share is not None
    ]
    moves = [after - before for _, before, after in shares]
    ends = {max(moves, default=0), min(moves, default=0)} - {0}
    return [_Line(*each, stands_out=move in ends) for each, move in zip(shares, moves, strict=True)]


def _drawn(line: _Line, periods: tuple[str, str], palette: Palette, percent: Callable[[float], str]) -> go.Scatter:
    colour, width = (palette.ink, 3) if line.stands_out else (palette.quiet, 1.5)
    shares = (line.before, line.after)
    return go.Scatter(
        x=[0, 1],
        y=list(shares),
        mode="lines+markers",
        line={"color": colour, "width": width},
        marker={"size": 8, "color": colour},
        name=line.name,
        text=[f"{line.name} · {period} · {percent(share)}" for period, share in zip(periods, shares, strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )


def _beside(line: _Line, place: float, palette: Palette, percent: Callable[[float], str]) -> go.layout.Annotation:
    """The share and the name at the end of a line."""
    return go.layout.Annotation(
        x=1.02,
        y=place,
        xref="x",
        yref="y",
        text=f"{'<b>' if line.stands_out else ''}{_folded(f'{percent(line.after)} {line.name}', lines=2)}",
        showarrow=False,
        align="left",
        xanchor="left",
        font={"size": 13, "color": palette.ink if line.stands_out else palette.quiet},
    )


def _name_periods(figure: go.Figure, periods: tuple[str, str], palette: Palette) -> None:
    figure.update_xaxes(
        tickvals=[0, 1], ticktext=list(periods), range=[-0.04, 2.3], showgrid=False, **axis(palette.ink)
    )


def _scale(figure: go.Figure, palette: Palette, percent: Callable[[float], str]) -> None:
    """Quarters from nothing to all, each a rule as far as the lines go: the labels stand on none."""
    quarters = (0, 0.25, 0.5, 0.75, 1)
    figure.update_yaxes(
        range=[-0.06, 1.06],
        tickvals=list(quarters),
        ticktext=[percent(each) for each in quarters],
        showgrid=False,
        **axis(palette.quiet),
    )
    for share in quarters:
        rule = {"color": palette.line, "width": 1}
        figure.add_shape(type="line", x0=0, x1=1, y0=share, y1=share, layer="below", line=rule)


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
    """Horizontal bars, one for each group, the parts one after the other; at its end what they add up to."""
    ends = [sum(lengths) for lengths in zip(*(part.lengths for part in parts), strict=True)]
    figure = _bars(groups, parts, palette, words, "stack")
    return _with_ends(figure, groups, ends, [words(end) for end in ends], palette)


def nested(groups: Sequence[str], parts: Sequence[Bars], palette: Palette, words: Callable[[int], str]) -> go.Figure:
    """Horizontal bars, one for each group, each step drawn inside the one before it; at its end how many each has."""
    steps = list(zip(*(part.lengths for part in parts), strict=True))
    figure = _bars(groups, parts, palette, words, "overlay")
    return _with_ends(figure, groups, list(map(max, steps)), [" → ".join(map(words, each)) for each in steps], palette)


def _with_ends(
    figure: go.Figure, groups: Sequence[str], ends: Sequence[int], said: Sequence[str], palette: Palette
) -> go.Figure:
    """What a bar counts, in numbers beyond its end, and as much more room as they need."""
    for name, end, what in zip(groups, ends, said, strict=True):
        place = {"x": end, "y": _folded(name), "xanchor": "left", "xshift": 4, "showarrow": False}
        figure.add_annotation(text=what, font={"size": 13, "color": palette.ink}, **place)
    figure.update_xaxes(range=[0, max(1, *ends)])
    return figure.update_layout(margin_r=12 + _LETTER * max(map(len, said), default=0))


def _bars(
    groups: Sequence[str], parts: Sequence[Bars], palette: Palette, words: Callable[[int], str], mode: str
) -> go.Figure:
    figure = go.Figure([_part(groups, part, palette, words) for part in parts])
    figure.update_layout(layout(palette, 44 + 54 * max(3, len(groups)), (4, 12, 8, 28)), barmode=mode)
    figure.update_xaxes(gridcolor=palette.line, rangemode="tozero", tickformat=",d", nticks=6, **axis(palette.quiet))
    figure.update_yaxes(
        autorange="reversed",
        automargin=True,
        showgrid=False,
        ticks="outside",
        ticklen=6,
        tickcolor="rgba(0,0,0,0)",
        **axis(palette.ink),
    )
    return figure


def _part(groups: Sequence[str], part: Bars, palette: Palette, words: Callable[[int], str]) -> go.Bar:
    return go.Bar(
        y=[_folded(name) for name in groups],
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


def _folded(name: str, most: int = 23, lines: int = 3) -> str:
    """A name over several lines, so that what is drawn keeps its room on a narrow screen; the table has the whole."""
    found: list[str] = []
    for word in name.split(" "):
        if found and len(found[-1]) + len(word) < most:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return "<br>".join(found if len(found) <= lines else [*found[: lines - 1], f"{found[lines - 1]}…"])
