"""Every organisation of the selection, to search, to sort and to open."""

from collections.abc import Sequence
from html import escape
from typing import get_args

import streamlit as st

from dashboard import components, long_list, paging, session
from dashboard.components import Content, Markup
from dashboard.organisations_words import category_names, link, month
from dashboard.session import plural, text
from engagement import indicators
from engagement.searching import Found, Line, Order, Search

_ORDERS: tuple[Order, ...] = get_args(Order)


def draw() -> None:
    """The list, or why it is empty."""
    found = session.recalled(indicators.search, session.selection(), _looked_for())
    if not found.every:
        components.nothing_here()
        return
    _ask(found.categories)
    if not found.found:
        components.quiet(text("organisations.none-found"))
        return
    chosen = _show(found)
    if chosen:
        session.address("organisation", chosen)
        st.rerun()


# ---- what is looked for -------------------------------------------------------------------------------------------


def _looked_for() -> Search:
    """The words, the category, the order and the page that the address names."""
    return Search(
        words=next(iter(session.addressed("find")), ""),
        category=next(iter(session.addressed("category")), None),
        order=next((each for each in _ORDERS if [each] == session.addressed("order")[:1]), "activities"),
        page=paging.asked(),
        at_once=long_list.AT_ONCE,
    )


def _ask(present: Sequence[str]) -> None:
    """Where words are written, a category and an order are chosen."""
    categories = [code for code in session.taxonomy().codes if code in present]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            text("organisations.search"),
            placeholder=text("organisations.search-in"),
            type="search",
            icon=":material/search:",
            live=True,
            width=360,
            **session.dropping(("page",), session.written("find")),
        )
        st.selectbox(
            text("organisations.category"),
            categories,
            index=None,
            placeholder=text("organisations.category-all"),
            format_func={code: components.group_name(code) for code in categories}.__getitem__,
            width=280,
            **session.dropping(("page",), session.choice("category", categories)),
        )
        st.selectbox(
            text("organisations.order"),
            _ORDERS,
            format_func=session.said("organisations.order.", _ORDERS),
            width=200,
            **session.choice_of_part("order", _ORDERS, "activities", ("page",)),
        )


# ---- the table ----------------------------------------------------------------------------------------------------


def _show(found: Found) -> str | None:
    """One page of the table; the organisation that was just chosen, if any."""
    return long_list.choose("organisations", _markup(_caption(found), found.lines), found.found)


def _caption(found: Found) -> str:
    shown = len(found.lines)
    if shown < found.found:
        return text("organisations.showing", first=found.first + 1, last=found.first + shown, n=found.found)
    if found.found < found.every:
        return text("organisations.of", n=found.found, every=found.every)
    return plural("organisations.count", found.found)


def _markup(caption: str, shown: Sequence[Line]) -> str:
    codes = ("name", "category", "places", "activities", "last", "names")
    heads = [text(f"organisations.column.{code}") for code in codes]
    return components.table_markup(caption, heads, [_row(each) for each in shown], numbers=(2, 3, 5))


def _row(each: Line) -> list[Content]:
    name = f'<a href="{escape(link(each.id))}" data-id="{escape(each.id)}">{escape(each.name)}</a>'
    return [
        Markup(name),
        category_names(each.categories),
        components.number(each.places),
        components.number(each.activities),
        month(each.last_seen),
        components.number(each.names),
    ]
