"""Overview: who is missing, where, is it getting better, can the record be trusted, what next."""

from html import escape

import streamlit as st

from dashboard import components, first_steps, gaps_change, overview_figures, overview_grid, session, welcome
from dashboard import overview_words as words
from dashboard.components import group_name
from dashboard.session import text
from engagement import changes, headlines, indicators, tallies
from engagement.model import Indicators, Selection
from engagement.networks import Networks

_CHANGES = 4


def draw() -> None:
    """The page."""
    st.title(text("overview.title"))
    if session.is_empty():
        welcome.draw()
        return
    chosen = session.selection()
    figures = session.figures(chosen)
    if not figures.records.activities_held:
        components.nothing_here()
        return
    found = session.recalled(indicators.networks, chosen)
    first_steps.ticked(figures)
    with st.container(key="brief", gap="small"):
        headline(figures, found)
        components.cards(words.cards(figures, session.gaps(chosen)))
        where_and_whether(chosen, figures, found)
    record_quality(figures)


def headline(figures: Indicators, found: Networks) -> None:
    """What sums it up, in networks first and together second, and what to do next."""
    states = tallies.states(figures)
    said = words.lead(figures, states)
    components.lead(words.wide(found) or said, said if words.wide(found) else "", is_brief=True)
    with st.container(key="onward", horizontal=True, gap="medium"):
        for page in ("gaps", "quality", "summary"):
            st.page_link(
                f"views/{page}.py",
                label=text(f"next.{page}"),
                icon=":material/arrow_forward:",
                query_params=session.onward(),
            )


def where_and_whether(chosen: Selection, figures: Indicators, found: Networks) -> None:
    """Who is missing where, and whether it gets better; what has changed, and what is furthest from the expectation."""
    left, right = st.columns([2, 1], gap="medium")
    with left, st.container(gap="small"):
        overview_grid.draw(chosen, found)
        overview_figures.years(chosen, figures)
    with right, st.container(gap="small"):
        since_review(chosen)
        overview_figures.furthest(chosen)


def since_review(chosen: Selection) -> None:
    """What has changed most since the last review, in percentage points."""
    st.header(text("change.title"))
    scope = chosen.model_copy(update={"first_day": None, "last_day": None})
    periods = changes.usual(session.recalled(indicators.spans, scope))
    if periods is None:
        components.quiet(text("change.one-period"))
        return
    change = session.recalled(indicators.change, scope, *periods)
    st.html(f"<p>{escape(gaps_change.lead(change))}</p>")
    if moved := headlines.largest(change, _CHANGES):
        items = "".join(
            f"<div><dt>{escape(group_name(each.category))}</dt><dd>{escape(gaps_change.points(each))}</dd></div>"
            for each in moved
        )
        st.html(f'<dl class="pl-moves">{items}</dl>')
    st.page_link(
        "views/gaps.py",
        label=text("next.change"),
        icon=":material/arrow_forward:",
        query_params=session.onward(tab="change"),
    )


def record_quality(figures: Indicators) -> None:
    """How far the record can be trusted."""
    st.header(text("quality.title"))
    st.html(f"<p>{escape(words.quality(figures))}</p>")


draw()
