"""An empty store: what this is, two ways to begin, the first steps, and the groups it looks for."""

from html import escape

import streamlit as st

from dashboard import components, first_steps, session
from dashboard.components import group_name
from dashboard.session import text
from engagement import tallies


def draw() -> None:
    """The welcome."""
    figures = session.figures(session.selection())
    components.lead(text("welcome.lead"))
    actions()
    components.quiet(text("example.note"))
    first_steps.told()
    st.header(text("welcome.groups"))
    names = "".join(f"<li>{escape(group_name(each.category))}</li>" for each in tallies.named(figures))
    ring = components.ring(tallies.states(figures), text("welcome.ring"))
    st.html(f'<div class="pl-hero">{ring}<div><ul class="pl-groups">{names}</ul></div></div>')
    components.quiet(components.list_name(figures.selection.list, is_short=False))


def actions() -> None:
    """Upload a log, look around with the demonstration, or take the template."""
    with st.container(horizontal=True):
        if st.button(text("welcome.upload"), type="primary", icon=":material/upload_file:"):
            st.switch_page("views/upload.py")
        if st.button(text("example.open"), icon=":material/explore:"):
            session.open_example()
            st.rerun()
        components.templates()


def elsewhere() -> None:
    """On the other pages, while nothing is recorded."""
    components.lead(text("welcome.elsewhere"))
    actions()
