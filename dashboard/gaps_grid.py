"""The grid over the whole width, and under it what stands behind the cell chosen."""

from typing import cast

import streamlit as st

from dashboard import cell_details, components, gaps_cell, grid_columns, matrix, session
from dashboard.matrix import Chosen
from dashboard.session import plural, text
from engagement import tallies
from engagement.model import Matrix, Selection

_BY, _ROWS = ("mechanism", "year"), ("category", "label")


def draw(chosen: Selection) -> None:
    """The matrix and, for the cell chosen, what is behind it."""
    st.header(text("matrix.title"))
    by, rows = _switches()
    is_label = rows == "label"
    shown = session.matrix(chosen, by, rows)
    components.legend(tallies.states_in(shown))
    components.quiet(text(f"matrix.caption-{rows}"))
    before = _addressed(shown)
    cell = matrix.choose(_markup(_page(shown, before), chosen, is_label=is_label), before)
    if cell and cell != before:
        gaps_cell.open_at("cell", cell.row, cell.column)
    cell = cell or before
    if cell is None or not _is_in(cell, shown):
        return
    if by == "mechanism" and not is_label:
        gaps_cell.draw(cell.column, cell.row, chosen, shown)
    else:
        cell_details.draw(cell, shown, chosen, is_label=is_label)


def _markup(page: Matrix, chosen: Selection, *, is_label: bool) -> str:
    expected = () if is_label else tuple(each.category for each in tallies.named(session.figures(chosen)))

    def written() -> str:
        return matrix.markup(page, expected=expected, is_label=is_label)

    return session.drawn("matrix", written, chosen, page.columns, is_label)


def _page(shown: Matrix, chosen: Chosen | None) -> Matrix:
    """The columns to draw: those of the page that was asked for, or that the cell chosen is on."""
    pages = grid_columns.pages(shown)
    if len(pages) == 1:
        return shown
    numbers = [str(number) for number in range(1, len(pages) + 1)]
    found = next((number for number, page in zip(numbers, pages, strict=True) if chosen and chosen.column in page), "1")
    number = st.selectbox(
        plural("grid-columns.page", len(shown.columns)),
        numbers,
        format_func={each: _span(int(each), len(shown.columns)) for each in numbers}.__getitem__,
        help=text("grid-columns.help"),
        width=360,
        **session.choice("columns", numbers, found),
    )
    return grid_columns.only(shown, pages[int(number or found) - 1])


def _span(page: int, columns: int) -> str:
    last = min(page * grid_columns.MOST, columns)
    return text("grid-columns.span", first=(page - 1) * grid_columns.MOST + 1, last=last)


def _switches() -> tuple[session.By, session.Rows]:
    with st.container(horizontal=True, gap="medium"):
        by = st.segmented_control(
            text("matrix.by"),
            _BY,
            format_func=session.said("matrix.by-", _BY),
            required=True,
            **session.choice("by", _BY, "mechanism"),
        )
        rows = st.segmented_control(
            text("matrix.rows"),
            _ROWS,
            format_func=session.said("matrix.rows-", _ROWS),
            required=True,
            **session.choice("rows", _ROWS, "category"),
        )
    return cast(session.By, by), cast(session.Rows, rows)


def _addressed(shown: Matrix) -> Chosen | None:
    named = session.addressed("cell")
    return Chosen(*named) if len(named) == 2 and _is_in(Chosen(*named), shown) else None


def _is_in(cell: Chosen, shown: Matrix) -> bool:
    return cell.row in shown.rows and cell.column in shown.columns
