"""The compact grid of the Overview: groups down, networks across, and what stands behind the cell chosen."""

from html import escape

import streamlit as st

from dashboard import components, gap_words, grid_columns, matrix, session
from dashboard.components import SYMBOLS, group_name
from dashboard.matrix import Chosen
from dashboard.session import plural, text
from engagement import headlines
from engagement.headlines import Grid, Row
from engagement.model import CellState, Gap, Selection
from engagement.networks import Networks

_MOST = 8
"""How many networks fit beside what else the first screen says; the Gaps page has them all."""


def draw(chosen: Selection, found: Networks) -> None:
    """The grid, what its symbols mean, and the drill-down."""
    st.header(text("matrix.title"))
    grid = headlines.grid(found, _MOST)
    _key(grid)
    before = _addressed(grid)
    cell = matrix.choose(_markup(grid), before, key="grid")
    if cell and cell != before:
        session.address("cell", cell.row, cell.column)
    if grid.left_out:
        components.quiet(plural("grid.left-out", grid.left_out))
    if shown := cell or before:
        _behind(shown, grid, session.gaps(chosen))


def _key(grid: Grid) -> None:
    """The symbols that are drawn, each with its word."""
    drawn = {state for row in grid.rows for state in row.states}
    items = "".join(
        f'<li><span class="pl-state {state.value}" aria-hidden="true">{SYMBOLS[state]}</span> '
        f"{escape(text(f'cell.{state.value}'))}</li>"
        for state in CellState
        if state in drawn
    )
    st.html(f'<ul class="pl-legend">{items}<li>{escape(text("grid.choose"))}</li></ul>')


def _addressed(grid: Grid) -> Chosen | None:
    named = session.addressed("cell")
    is_there = len(named) == 2 and named[0] in {row.category for row in grid.rows} and named[1] in grid.columns
    return Chosen(*named) if is_there else None


def _markup(grid: Grid) -> str:
    names = {code: components.full_name(code) for code in grid.columns}
    heads = "".join(
        f'<th scope="col" title="{escape(name)}"><span class="pl-hidden">{escape(name)}</span>'
        f'<span aria-hidden="true">{escape(short)}</span></th>'
        for name, short in zip(names.values(), grid_columns.told_apart(list(names.values())), strict=True)
    )
    title = text("matrix.title")
    return (
        f'<div class="pl-box" role="region" tabindex="0" aria-label="{escape(title)}">'
        f'<table class="pl-table pl-matrix pl-compact"><caption class="pl-hidden">{escape(title)}</caption>'
        f'<thead><tr><th scope="col">{escape(text("column.group"))}</th>'
        f'<th scope="col">{escape(text("grid.recorded-in"))}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(_row(row, names) for row in grid.rows)}</tbody></table></div>"
    )


def _row(row: Row, names: dict[str, str]) -> str:
    group = group_name(row.category)
    counted = text("x-of-n", x=row.recorded, n=row.of) if row.of else text("cell.no_report")
    cells = "".join(
        matrix.cell_button(Chosen(row.category, code), state, group, name, "")
        for (code, name), state in zip(names.items(), row.states, strict=True)
    )
    name = f'<th scope="row" title="{escape(group)}">{escape(group)}</th>'
    return f'<tr>{name}<td class="count">{escape(counted)}</td>{cells}</tr>'


def _behind(cell: Chosen, grid: Grid, gaps: tuple[Gap, ...]) -> None:
    """What the record says of a group in a network, the gap if there is one, and the way to everything about it."""
    row = next(each for each in grid.rows if each.category == cell.row)
    state = row.states[grid.columns.index(cell.column)]
    group, place = group_name(cell.row), components.full_name(cell.column)
    with st.container(border=True):
        st.subheader(text("grid.cell", group=group, place=place))
        said = [text("grid.state", state=text(f"cell.{state.value}"), meaning=text(f"cell-definition.{state.value}"))]
        gap = next((each for each in gaps if (each.category, each.mechanism) == (cell.row, cell.column)), None)
        if gap:
            said += [gap_words.story(gap), gap_words.closes(gap)]
        st.html(f"<p>{escape(' '.join(said))}</p>")
        st.page_link(
            "views/gaps.py",
            label=text("grid.open"),
            icon=":material/arrow_forward:",
            query_params=session.onward() | {"cell": [cell.row, cell.column]},
        )
