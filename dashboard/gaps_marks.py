"""'Not expected here': who says so, since when and why; to say it, and to take it back."""

import streamlit as st

from dashboard import components, session, visitor
from dashboard.gaps_frame import attempt, day
from dashboard.session import text
from engagement import actions, indicators
from engagement.efforts import NotExpected
from engagement.model import Selection


def draw(mechanism: str, category: str, chosen: Selection) -> None:
    """The mark that stands, or the way to make one."""
    st.markdown(f"#### {text('mark.title')}")
    found = [
        each
        for each in session.recalled(indicators.not_expected, chosen)
        if each.category == category and each.mechanism in (None, mechanism)
    ]
    for each in found:
        _say(each)
    if not found:
        components.quiet(text("mark.none"))
    stands = found[0] if found else None
    label = text("mark.take-back" if stands else "mark.make")
    with st.popover(label, key="mark"), st.form(session.fresh("mark"), border=False):
        reason = st.text_input(text("mark.reason"), max_chars=300)
        said_by = st.text_input(text("mark.said-by"), help=text("note.owner-help"), max_chars=120)
        written = st.text_input(text("mark.on"), value=session.today().isoformat(), help=text("day.help"))
        place = stands.mechanism if stands else mechanism
        if st.form_submit_button(label, type="primary", **visitor.may("mark", place)):
            _write(stands, mechanism, category, reason, said_by, written)


def _say(each: NotExpected) -> None:
    place = text("mark.everywhere") if each.mechanism is None else text("mark.here")
    components.quiet(text("mark.said", place=place, reason=each.reason, who=each.said_by, day=each.marked_on))


def _write(stands: NotExpected | None, mechanism: str, category: str, reason: str, said_by: str, written: str) -> None:
    on = day(written)
    if on is None:
        return
    store, by = session.store(), session.actor()

    def write() -> int:
        if stands:
            return actions.mark_expected(
                store, stands.mechanism, category, reason=reason, said_by=said_by, on=on, by=by
            )
        return actions.mark_not_expected(store, mechanism, category, reason=reason, said_by=said_by, on=on, by=by)

    attempt(write, text("mark.taken-back" if stands else "mark.made"), "mark")
