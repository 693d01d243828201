"""Data quality: what the record leaves in doubt, each line with the way to mend it."""

from pathlib import Path

import streamlit as st

from dashboard import components, quality_batches, quality_checks, session, welcome
from dashboard import quality_words as words
from dashboard.session import text
from engagement import indicators

_STYLE = Path(__file__).parent.parent / "networks.css"


def draw() -> None:
    """The page."""
    st.html(_STYLE)
    st.title(text("data-quality.title"))
    if session.is_empty():
        welcome.elsewhere()
        return
    chosen = session.selection()
    figures = session.figures(chosen)
    if not figures.records.activities_held and not figures.records.activities_in_doubt:
        components.nothing_here()
        return
    found = session.recalled(indicators.quality, chosen)
    silence = session.recalled(indicators.silent, chosen)
    checks = quality_checks.checks(figures, found, silence)
    components.lead(words.lead(figures, checks))
    components.cards(words.cards(figures, silence))
    quality_checks.draw(checks)
    names = st.container()
    quality_batches.draw(found.batches)
    quality_checks.recheck(found.settled)
    with names:
        quality_checks.pairs()


draw()
