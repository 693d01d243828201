"""The matrix: groups or labels down, networks and working groups or years across. A cell can be chosen."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

import streamlit as st

from dashboard import components, grid_columns
from dashboard.components import SYMBOLS, group_name
from dashboard.session import text
from engagement.model import Cell, CellState, Matrix, Mechanism

_SCRIPT = Path(__file__).parent / "matrix.js"


@dataclass(frozen=True)
class Chosen:
    """The row and the column of a cell."""

    row: str
    column: str


def choose(table: str, chosen: Chosen | None, key: str = "matrix") -> Chosen | None:
    """Draw a table whose cells are buttons, made by `cell_button`, and return the one that has just been chosen."""
    mount = st.components.v2.component(
        "plenum_matrix", html="<div data-matrix></div>", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )
    answer = mount(
        key=key,
        data={"table": table, "chosen": _written(chosen) if chosen else ""},
        on_cell_change=lambda: None,
    )
    value = answer.cell
    return Chosen(*json.loads(value)) if value else None


def markup(matrix: Matrix, *, expected: Collection[str], is_label: bool) -> str:
    """The HTML of the whole table."""
    cells = {(cell.row, cell.column): cell for cell in matrix.cells}
    count = _events if is_label else _activities
    names = {column: column_name(matrix, column) for column in matrix.columns}
    rows = "".join(
        f'<tr{_aside(row, expected)}><th scope="row">{escape(row_name(row, is_label=is_label))}</th>'
        + "".join(
            _button(cells[row, column], row_name(row, is_label=is_label), names[column], count)
            for column in matrix.columns
        )
        + "</tr>"
        for row in matrix.rows
    )
    head = _years(matrix.columns, is_label) if matrix.by == "year" else _mechanisms(matrix.columns, is_label)
    title = text("matrix.title")
    return (
        f'<div class="pl-box" role="region" tabindex="0" aria-label="{escape(title)}">'
        f'<table class="pl-table pl-matrix"><caption class="pl-hidden">{escape(title)}</caption>'
        f"<thead>{head}</thead><tbody>{rows}</tbody></table></div>"
    )


def row_name(row: str, *, is_label: bool) -> str:
    """A label as the files spell it, or the name of a group."""
    return row if is_label else group_name(row)


def column_name(matrix: Matrix, column: str) -> str:
    """A year, or the full name of a network or working group."""
    return column if matrix.by == "year" else components.full_name(column)


def _written(cell: Chosen) -> str:
    """A cell as the browser sends it back."""
    return json.dumps([cell.row, cell.column])


# ---- heads --------------------------------------------------------------------------------------------------------


def _corner(is_label: bool, rows: int) -> str:
    words = text("matrix.label") if is_label else text("column.group")
    return f'<th scope="col" rowspan="{rows}">{escape(words)}</th>'


def _years(columns: Sequence[str], is_label: bool) -> str:
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    return f"<tr>{_corner(is_label, 1)}{heads}</tr>"


def _mechanisms(columns: Sequence[str], is_label: bool) -> str:
    """Two rows: the networks, and under each its working groups."""
    known = components.mechanism_names()
    names = list(dict.fromkeys(known[known[column].parent or column].name for column in columns))
    short = dict(zip(names, grid_columns.told_apart(names), strict=True))
    above, below = "", ""
    for network, group in groupby((known[column] for column in columns), key=lambda each: each.parent or each.code):
        members = list(group)
        name = known[network].name
        if len(members) == 1 and members[0].parent is None:
            above += f'<th scope="col" rowspan="2"{heading(name, short[name])}</th>'
        else:
            above += f'<th scope="colgroup" colspan="{len(members)}">{escape(name)}</th>'
            below += "".join(f'<th scope="col">{escape(_short(each))}</th>' for each in members)
    return f"<tr>{_corner(is_label, 2)}{above}</tr><tr>{below}</tr>"


def heading(name: str, short: str) -> str:
    """The end of a head's tag and what it says: the name, of which the eye is shown what fits, and all on pointing."""
    if short == name:
        return f">{escape(name)}"
    return (
        f' title="{escape(name)}"><span class="pl-hidden">{escape(name)}</span>'
        f'<span aria-hidden="true">{escape(short)}</span>'
    )


def _short(mechanism: Mechanism) -> str:
    return mechanism.name if mechanism.parent else text("matrix.itself")


def _aside(row: str, expected: Collection[str]) -> str:
    """A row that no list expects is shown more quietly: its absence is no gap."""
    return "" if row in expected else ' class="aside"'


# ---- cells --------------------------------------------------------------------------------------------------------


def _button(cell: Cell, row: str, column: str, count: Callable[[Cell], str]) -> str:
    return cell_button(Chosen(cell.row, cell.column), cell.state, row, column, count(cell))


def cell_button(cell: Chosen, of: CellState, row: str, column: str, shown: str) -> str:
    """A cell that can be chosen: its state as a colour, a symbol and a word, and what is counted, if anything."""
    words = {"row": row, "column": column, "state": text(f"cell.{of.value}")}
    name = text("matrix.cell", **words, count=shown) if shown else text("matrix.cell-plain", **words)
    return (
        f'<td class="{of.value}"><button type="button" tabindex="-1" aria-pressed="false" '
        f'value="{escape(_written(cell))}" aria-label="{escape(name)}" title="{escape(name)}">'
        f'<span aria-hidden="true">{SYMBOLS[of]}</span> {escape(shown)}</button></td>'
    )


def _activities(cell: Cell) -> str:
    if cell.state in (CellState.NO_REPORT, CellState.NOT_EXPECTED) or not cell.assessed:
        return ""
    return text("x-of-n", x=cell.present, n=cell.assessed)


def _events(cell: Cell) -> str:
    nothing = (CellState.NO_REPORT, CellState.NOT_EXPECTED)
    return "" if cell.state in nothing else components.number(cell.organisation_events)
