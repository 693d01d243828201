"""What was judged of an organisation's names, newest first, and the way back from each verdict that stands."""

import streamlit as st

from dashboard import components, session, visitor
from dashboard.organisations_merge import merge_dialog
from dashboard.organisations_words import error_words, judged_words
from dashboard.session import text
from engagement import actions
from engagement.errors import EngagementError
from engagement.organisations import Judgement, OrganisationPage, Verdict


def show_judgements(page: OrganisationPage) -> None:
    """Every verdict, and the button that says this organisation is the same as another."""
    st.header(text("judgements.title"))
    if not page.judgements:
        components.quiet(text("judgements.none"))
    settled: set[frozenset[str]] = set()
    for each in page.judgements:
        names = frozenset((each.left, each.right))
        _show(each, stands=names not in settled)
        settled.add(names)
    if st.button(text("merge.open"), key="merge", icon=":material/merge:", **visitor.may("judge", None)):
        merge_dialog(page)


def _show(judgement: Judgement, *, stands: bool) -> None:
    """One verdict. An older one of the same two names is history and has no way back."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
        components.quiet(judged_words(judgement))
        if stands and judgement.verdict is not Verdict.UNDECIDED:
            _offer_to_take_back(judgement)


def _offer_to_take_back(judgement: Judgement) -> None:
    kind = judgement.verdict.value
    key = f"{judgement.entry}:{judgement.left}:{judgement.right}"
    with st.popover(text(f"judgements.undo-{kind}"), key=f"undo:{key}"):
        st.markdown(text(f"judgements.sure-{kind}"))
        note = st.text_input(text("judgements.note"), max_chars=300, key=f"note:{key}")
        if st.button(text(f"judgements.do-{kind}"), type="primary", key=f"do:{key}", **visitor.may("judge", None)):
            _take_back(judgement, note.strip())


def _take_back(judgement: Judgement, note: str) -> None:
    try:
        with session.busy("busy.undoing"):
            actions.unmerge(session.store(), judgement.left, judgement.right, by=session.actor(), note=note)
    except EngagementError as error:
        st.error(error_words(error))
        return
    session.say(text("judgements.undone", left=judgement.left, right=judgement.right))
    st.rerun()
