"""Every organisation of the selection, to search, to sort and to open."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import components, long_list, session
from dashboard.components import Content, Markup
from dashboard.organisations_words import category_names, day, link
from dashboard.session import plural, text
from engagement.folding import fold
from engagement.model import Organisation

_ORDERS: dict[str, Callable[[Organisation], Any]] = {
    "name": lambda each: fold(each.name),
    "activities": lambda each: (-each.activities, fold(each.name)),
    "last": lambda each: (-each.last_seen.toordinal(), fold(each.name)),
    "names": lambda each: (-len(each.names), fold(each.name)),
}


def draw() -> None:
    """The list, or why it is empty."""
    every = session.organisations(session.selection())
    if not every:
        components.nothing_here()
        return
    found = _found(every)
    if not found:
        components.quiet(text("organisations.none-found"))
        return
    chosen = _show(found, len(every))
    if chosen:
        session.address("organisation", chosen)
        st.rerun()


# ---- what is looked for -------------------------------------------------------------------------------------------


def _found(every: Sequence[Organisation]) -> list[Organisation]:
    """The organisations that fit the words, the category and the order asked for."""
    present = {category for each in every for category in each.categories}
    categories = [code for code in session.taxonomy().codes if code in present]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            text("organisations.search"),
            placeholder=text("organisations.search-in"),
            type="search",
            icon=":material/search:",
            live=True,
            width=360,
            **session.written("find"),
        )
        st.selectbox(
            text("organisations.category"),
            categories,
            index=None,
            placeholder=text("organisations.category-all"),
            format_func={code: components.group_name(code) for code in categories}.__getitem__,
            width=280,
            **session.choice("category", categories),
        )
        orders = list(_ORDERS)
        st.selectbox(
            text("organisations.order"),
            orders,
            format_func=session.said("organisations.order.", orders),
            width=200,
            **session.choice("order", orders, "activities"),
        )
    fitting = [each for each in every if _fits(each)]
    order = next((each for each in session.addressed("order") if each in _ORDERS), "activities")
    return sorted(fitting, key=_ORDERS[order])


def _fits(each: Organisation) -> bool:
    """Whether any of its names holds the words looked for, and it is of the category."""
    words = fold(" ".join(session.addressed("find")[:1]))
    category = session.addressed("category")[:1]
    return (not category or category[0] in each.categories) and (
        not words or any(words in fold(name) for name in (each.name, *each.names))
    )


# ---- the table ----------------------------------------------------------------------------------------------------


def _show(found: Sequence[Organisation], every: int) -> str | None:
    """One page of the table; the organisation that was just chosen, if any."""
    first, shown = long_list.on_page(found)
    caption = _caption(first, len(shown), len(found), every)
    return long_list.choose("organisations", _markup(caption, shown), len(found))


def _caption(first: int, shown: int, found: int, every: int) -> str:
    if shown < found:
        return text("organisations.showing", first=first + 1, last=first + shown, n=found)
    if found < every:
        return text("organisations.of", n=found, every=every)
    return plural("organisations.count", found)


def _markup(caption: str, shown: Sequence[Organisation]) -> str:
    codes = ("name", "category", "places", "activities", "last", "names")
    heads = [text(f"organisations.column.{code}") for code in codes]
    return components.table_markup(caption, heads, [_row(each) for each in shown], numbers=(2, 3, 5))


def _row(each: Organisation) -> list[Content]:
    name = f'<a href="{escape(link(each.id))}" data-id="{escape(each.id)}">{escape(each.name)}</a>'
    return [
        Markup(name),
        category_names(each.categories),
        components.number(len(each.mechanisms)),
        components.number(each.activities),
        day(each.last_seen),
        components.number(len(each.names)),
    ]
