"""Who looks after a gap, and what it says of it: to read, to write, and to put back."""

import streamlit as st

from dashboard import components, session, visitor
from dashboard.gaps_frame import attempt
from dashboard.session import text
from engagement import actions, indicators
from engagement.efforts import GapNote
from engagement.model import Gap, Selection


def draw(gap: Gap, chosen: Selection) -> None:
    """The office and the note that stand, the form to write others, and the way back to those before."""
    st.markdown(f"#### {text('note.title', type=text(f'gap-type.{gap.type.value}').lower())}")
    said = [each for each in session.recalled(indicators.gap_notes, chosen, is_history=True) if _is_of(each, gap)]
    last = said[0] if said else None
    stands = last if last and last.stands else None
    if stands:
        components.quiet(text("note.said", who=stands.noted_by, day=stands.noted_at.date()))
    with st.form(session.fresh("note"), border=False):
        owner = st.text_input(
            text("note.owner"), value=stands.owner if stands else "", help=text("note.owner-help"), max_chars=120
        )
        note = st.text_area(text("note.note"), value=stands.note if stands else "", max_chars=500, height=96)
        if st.form_submit_button(text("note.save"), **visitor.may("note", gap.mechanism)):
            _save(gap, owner, note, text("note.saved"))
    if last:
        before = said[1] if len(said) > 1 else None
        allowed = visitor.may("note", gap.mechanism)
        if st.button(text("note.undo"), key="note-undo", type="tertiary", icon=":material/undo:", **allowed):
            _save(gap, before.owner if before else "", before.note if before else "", text("note.undone"))


def _is_of(said: GapNote, gap: Gap) -> bool:
    return (said.type, said.mechanism, said.category) == (gap.type, gap.mechanism, gap.category)


def _save(gap: Gap, owner: str, note: str, done: str) -> None:
    def write() -> None:
        actions.note_gap(
            session.store(), gap.type, gap.mechanism, gap.category, owner=owner, note=note, by=session.actor()
        )

    attempt(write, done, "note")
