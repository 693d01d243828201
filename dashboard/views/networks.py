"""Networks and working groups: all of them with what is to be looked at, or one with everything about it."""

from pathlib import Path

import streamlit as st

from dashboard import networks_body, networks_list, session, welcome
from dashboard.session import text

_STYLE = Path(__file__).parent.parent / "networks.css"


def draw() -> None:
    """The page."""
    st.html(_STYLE)
    asked = session.addressed("mechanism")[:1]
    if asked and networks_body.draw(asked[0]):
        return
    st.title(text("networks.title"))
    if session.is_empty():
        welcome.elsewhere()
        return
    networks_list.draw()


draw()
