"""Settings: expectations, seats, marks, networks, lists, people, backup, the journal, and what this is."""

from pathlib import Path

import streamlit as st

from dashboard import (
    components,
    session,
    settings_about,
    settings_audit,
    settings_expectations,
    settings_lists,
    settings_marks,
    settings_networks,
    settings_people,
    settings_seats,
)
from dashboard.session import text
from dashboard.settings_frame import show_last_act

_STYLE = Path(__file__).parent.parent / "settings.css"
_SECTIONS = {
    "expectations": settings_expectations.draw,
    "seats": settings_seats.draw,
    "marks": settings_marks.draw,
    "networks": settings_networks.draw,
    "lists": settings_lists.draw,
    "people": settings_people.draw,
    "backup": settings_about.draw_backup,
    "audit": settings_audit.draw,
    "about": settings_about.draw_about,
}
# What the address says of the section that is shown, and of no other. (Streamlit would print a string here.)
_OF_ONE_SECTION = ("view", "version", "type", "set", "page", "find", "mechanism", "labels")


def draw() -> None:
    """The page."""
    st.html(_STYLE)
    st.title(text("settings.title"))
    sections = list(_SECTIONS)
    chosen = next((each for each in session.addressed("section") if each in _SECTIONS), sections[0])
    st.segmented_control(
        text("settings.section"),
        sections,
        required=True,
        label_visibility="collapsed",
        format_func=session.said("settings.section.", sections),
        **session.choice_of_part("section", sections, sections[0], _OF_ONE_SECTION),
    )
    if session.is_filtered():
        components.quiet(text("settings.unfiltered"))
    st.header(text(f"settings.section.{chosen}"))
    show_last_act()
    _SECTIONS[chosen]()


draw()
