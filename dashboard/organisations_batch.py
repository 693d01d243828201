"""Many pairs at once: those above a likeness the visitor sets, and those a rule is certain of."""

from collections.abc import Sequence

import streamlit as st

from dashboard import components, session, visitor
from dashboard.organisations_sitting import Sitting, can_be_accepted_at_once, judge
from dashboard.organisations_words import error_words, likeness, reason_words
from dashboard.session import plural, text
from engagement import actions
from engagement.errors import EngagementError
from engagement.organisations import Candidate, Verdict

_LEAST, _USUAL = 50, 95  # percent
_SHOWN = 100


def offer_to_accept(sitting: Sitting, candidates: Sequence[Candidate]) -> None:
    """A threshold, the pairs it would accept, and one button."""
    if not candidates:
        return
    with st.expander(text("batch.title")):
        percent = st.slider(text("batch.threshold"), _LEAST, 100, _USUAL, format="%d%%", key="threshold")
        above = [each for each in candidates if each.score * 100 >= percent]
        accepted = [each for each in above if can_be_accepted_at_once(each)]
        if len(above) > len(accepted):
            components.quiet(plural("batch.left-out", len(above) - len(accepted)))
        if not accepted:
            components.quiet(text("batch.none"))
            return
        _list(accepted)
        st.button(
            plural("batch.do", len(accepted)),
            key="accept",
            type="primary",
            on_click=_accept,
            args=(sitting, accepted, session.store().version),
            **visitor.may("judge", None),
        )


def _list(accepted: Sequence[Candidate]) -> None:
    rows = [
        (each.left_name, each.right_name, likeness(each.score), " · ".join(reason_words(each.reasons)))
        for each in accepted[:_SHOWN]
    ]
    caption = plural("batch.list", len(accepted))
    if len(accepted) > _SHOWN:
        caption = text("organisations.showing", first=1, last=_SHOWN, n=len(accepted))
    heads = [text(f"batch.column.{code}") for code in ("left", "right", "likeness", "why")]
    components.table(caption, heads, rows, numbers=(2,))


def _accept(sitting: Sitting, accepted: Sequence[Candidate], version: int) -> None:
    """Accept what was shown. A second click in haste finds another store and does nothing."""
    if session.store().version != version:
        return
    try:
        judge(sitting, accepted, Verdict.SAME)
    except EngagementError as error:
        session.say(error_words(error), "mistake")
        return
    sitting.turn += 1
    sitting.last_words = f"{plural('batch.done', len(accepted))} {text('pair.undo-how')}"
    session.say(plural("batch.done", len(accepted)))


def offer_to_match() -> None:
    """Let a rule record the names that are certainly one."""
    with st.expander(text("match.title")):
        components.quiet(text("match.what"))
        st.button(text("match.do"), key="match", on_click=_match, **visitor.may("judge", None))


def _match() -> None:
    try:
        with session.busy("pair.busy"):
            matched, left = actions.match_names(session.store(), by=session.actor())
    except EngagementError as error:
        session.say(error_words(error), "mistake")
        return
    session.say(f"{plural('match.done', matched)} {plural('match.left', left)}")
