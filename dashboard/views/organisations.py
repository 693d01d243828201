"""Organisations: the list, one organisation's own page, pairs that may be one, and a second look at categories."""

from pathlib import Path

import streamlit as st

from dashboard import (
    organisations_list,
    organisations_page,
    organisations_queue,
    organisations_recheck,
    session,
    welcome,
)
from dashboard.session import text

_STYLE = Path(__file__).parent.parent / "organisations.css"
_TASKS = {
    "list": organisations_list.draw,
    "review": organisations_queue.draw,
    "recheck": organisations_recheck.draw,
}


def draw() -> None:
    """The page."""
    st.html(_STYLE)
    _colour_dialogs()
    asked = session.addressed("organisation")[:1]
    if asked and organisations_page.draw(asked[0]):
        return
    st.title(text("organisations.title"))
    _say()
    if session.is_empty():
        welcome.elsewhere()
        return
    tasks = list(_TASKS)
    st.segmented_control(
        text("organisations.task"),
        tasks,
        required=True,
        label_visibility="collapsed",
        format_func=session.said("organisations.task.", tasks),
        **session.choice("task", tasks, "list"),
    )
    chosen = [task for task in session.addressed("task") if task in _TASKS]
    _TASKS[chosen[0] if chosen else "list"]()


def _colour_dialogs() -> None:
    """Streamlit tells the page, and no dialog, whether it is light or dark."""
    scheme = "dark" if session.is_dark() else "light"
    st.html(f'<style>[role="dialog"] {{ color-scheme: {scheme}; }}</style>')


def _say() -> None:
    if said := session.said_before():
        st.success(said)
    if mistake := session.said_before("mistake"):
        st.error(mistake)


draw()
