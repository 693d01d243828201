"""Gaps: who is recorded where, the activities behind a cell, and what would close each gap."""

from collections.abc import Iterable
from typing import cast

import streamlit as st

from dashboard import cell_details, components, gap_words, matrix, session, welcome
from dashboard.matrix import Chosen
from dashboard.session import plural, text
from engagement import taxonomy
from engagement.model import Gap, GapStatus, GapType, Indicators, Matrix, Selection

_FIRST = 20
_BY, _ROWS = ("mechanism", "year"), ("category", "label")
_NAMED = [each.value for each in GapStatus if each is not GapStatus.NOT_ASSESSABLE]


def draw() -> None:
    """The page."""
    st.title(text("gaps.title"))
    if session.is_empty():
        welcome.elsewhere()
        return
    chosen = session.selection()
    figures = session.figures(chosen)
    if not figures.records.activities_held:
        components.nothing_here()
        return
    found = session.gaps(chosen)
    components.lead(gap_words.lead(found, figures))
    grid(chosen)
    components.method(figures)
    ranked(found, figures)
    components.method(figures)


# ---- the matrix ---------------------------------------------------------------------------------------------------


def grid(chosen: Selection) -> None:
    """The matrix and, for the cell chosen, the activities behind it."""
    st.header(text("matrix.title"))
    by, rows = _switches()
    is_label = rows == "label"
    shown = session.matrix(chosen, by, rows)
    components.legend()
    components.quiet(text(f"matrix.caption-{rows}"))
    before = _addressed(shown)
    expected = () if is_label else taxonomy.expected(chosen.list)
    cell = matrix.draw(shown, before, expected=expected, is_label=is_label) or before
    if cell and _is_in(cell, shown):
        session.address("cell", cell.row, cell.column)
        cell_details.draw(cell, shown, chosen, is_label=is_label)


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


# ---- the list -----------------------------------------------------------------------------------------------------


def ranked(found: tuple[Gap, ...], figures: Indicators) -> None:
    """The gaps that can be named, ranked; the others counted with the reason."""
    st.header(text("list.title"))
    shown = _filtered([each for each in found if each.status is not GapStatus.NOT_ASSESSABLE])
    if shown:
        _table(shown, found)
    else:
        components.quiet(text("list.none"))
    for sentence in gap_words.not_named(found, figures):
        components.quiet(sentence)
    components.quiet(text("absence.caveat"))


def _filtered(named: Iterable[Gap]) -> list[Gap]:
    types = [each.value for each in GapType]
    with st.container(horizontal=True, gap="medium"):
        statuses = st.pills(
            text("list.status"),
            _NAMED,
            selection_mode="multi",
            format_func=session.said("gap-status.", _NAMED),
            **session.choices("status", _NAMED),
        )
        kinds = st.pills(
            text("list.type"),
            types,
            selection_mode="multi",
            format_func=session.said("gap-type.", types),
            **session.choices("type", types),
        )
    return [
        each
        for each in named
        if (not statuses or each.status.value in statuses) and (not kinds or each.type.value in kinds)
    ]


def _table(shown: list[Gap], found: tuple[Gap, ...]) -> None:
    is_whole = session.addressed("all") == ["1"] or len(shown) <= _FIRST
    rows = [gap_words.row(each, found) for each in (shown if is_whole else shown[:_FIRST])]
    components.table(f"{plural('list.caption', len(shown))} {text('list.basis')}", gap_words.heads(), rows)
    if not is_whole:
        st.button(text("list.more", n=len(shown)), key="more", on_click=session.address, args=("all", "1"))
    elif len(shown) > _FIRST:
        st.button(text("list.fewer", n=_FIRST), key="fewer", on_click=session.address, args=("all",))


draw()
