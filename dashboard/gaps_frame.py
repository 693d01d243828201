"""How this page writes: what is refused is said beside the form, what is done is said at the top after a redraw."""

from collections.abc import Callable, Iterable
from datetime import date
from html import escape

import streamlit as st

from dashboard import session
from dashboard.gaps_charts import Bars
from dashboard.session import language, text
from engagement import locale
from engagement.errors import EngagementError


def attempt(write: Callable[[], object], done: str, form: str) -> None:
    """Do it, say so, make the form blank and draw the page anew; or say why it could not be done."""
    try:
        write()
    except EngagementError as error:
        st.error(locale.error_text(error.code, error.values, language()))
        return
    session.say(done)
    session.renew(form)
    st.rerun()


def key_of(parts: Iterable[Bars]) -> None:
    """What the colours of bars mean, as words that wrap on a narrow screen."""
    items = "".join(
        f'<li><span class="pl-swatch{" hatched" if each.is_hatched else ""}" style="background-color: {each.colour}"'
        f' aria-hidden="true"></span> {escape(each.name)}</li>'
        for each in parts
    )
    st.html(f'<ul class="pl-legend">{items}</ul>')


def day(written: str) -> date | None:
    """A day as it is typed, 2026-11-23; None, which is then said, for anything else."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        st.error(text("day.not-a-day", value=written))
        return None
