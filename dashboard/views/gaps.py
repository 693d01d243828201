"""Gaps: who is recorded where, what would close each gap, what has changed, how deep it went, who was lost where."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard import (
    components,
    gap_words,
    gaps_change,
    gaps_depth,
    gaps_grid,
    gaps_list,
    gaps_reach,
    gaps_regions,
    session,
    welcome,
)
from dashboard.session import text
from engagement.model import Indicators, Selection

_STYLE = Path(__file__).parent.parent / "gaps.css"


def draw() -> None:
    """The page."""
    st.html(_STYLE)
    st.title(text("gaps.title"))
    _say()
    if session.is_empty():
        welcome.elsewhere()
        return
    chosen = session.selection()
    figures = session.figures(chosen)
    if not figures.records.activities_held:
        components.nothing_here()
        return
    components.lead(gap_words.lead(session.gaps(chosen), figures))
    tabs = list(_TABS)
    tab = st.segmented_control(
        text("gaps.tab"),
        tabs,
        required=True,
        label_visibility="collapsed",
        format_func=session.said("gaps.tab-", tabs),
        **session.choice("tab", tabs, "now"),
    )
    _TABS[tab if tab in _TABS else "now"](chosen, figures)


def _say() -> None:
    if said := session.said_before():
        st.success(said)
    if mistake := session.said_before("mistake"):
        st.error(mistake)


def _now(chosen: Selection, figures: Indicators) -> None:
    gaps_grid.draw(chosen)
    gaps_list.draw(chosen, figures)


_TABS: dict[str, Callable[[Selection, Indicators], None]] = {
    "now": _now,
    "change": gaps_change.draw,
    "depth": gaps_depth.draw,
    "reach": gaps_reach.draw,
    "region": gaps_regions.draw,
}

draw()
