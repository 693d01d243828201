"""Answers given once for the files of one source: chosen at the beginning, saved at the end."""

from pathlib import Path

import streamlit as st

from dashboard import session, visitor
from dashboard.session import text
from dashboard.upload_draft import Draft
from dashboard.upload_frame import choose, error_words, explain
from engagement import profiles
from engagement.errors import EngagementError, ProfileError
from engagement.profiles import Profile


def ask_profile(draft: Draft) -> None:
    """Which saved answers to begin with; those made for such a sheet are named so."""
    names = profiles.names(_place())
    if not names:
        return
    if draft.mistake:
        st.error(draft.mistake)
    fitting = [name for name in names if _is_made_for(name, draft)]
    said = {name: text("upload.profile.fits", name=name) if name in fitting else name for name in names}
    ordered = {name: said[name] for name in (*fitting, *names)}

    def take(name: str) -> None:
        draft.mistake = _begin_with(draft, name)

    standing = (draft.profile or "").rpartition("@")[0]
    choose(text("upload.profile"), {"": text("upload.profile.none")} | ordered, standing, take, key="profile")


def _place() -> Path:
    return session.store().folder / "profiles"


def _is_made_for(name: str, draft: Draft) -> bool:
    try:
        return profiles.is_made_for(profiles.find(_place(), name), draft.laid().sheet)
    except ProfileError:
        return False


def _begin_with(draft: Draft, name: str) -> str:
    """Take over the answers; the sentence that says why they do not fit, else ''."""
    try:
        if name:
            profile = profiles.find(_place(), name)
            draft.take(profiles.fit(profile, draft.laid().sheet))
        else:
            draft.start_afresh()
    except EngagementError as error:
        return error_words(error)
    return ""


def offer_to_save(draft: Draft) -> None:
    """Save the answers under a name, so that nothing is asked twice."""
    if draft.answered is None:
        return
    with st.expander(text("upload.save"), expanded=False):
        st.markdown(text("upload.save.why"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(text("upload.save.name"), value=_standing(draft), key="save-name", max_chars=60)
            if st.button(text("upload.save.do"), key="save-answers", **visitor.may("import")):
                _save(draft, name.strip())
        if draft.saved_as:
            st.success(text("upload.save.done", name=draft.saved_as))


def _standing(draft: Draft) -> str:
    return (draft.profile or "").rpartition("@")[0]


def _save(draft: Draft, name: str) -> None:
    if draft.answered is None or visitor.reason("import"):
        return
    answers, sheet = draft.answered
    try:
        profiles.refuse_name(name)
        known = profiles.find(_place(), name) if name in profiles.names(_place()) else Profile(name=name)
        draft.saved_as = profiles.save(_place(), profiles.learned(known, answers, sheet)).name
    except EngagementError as error:
        draft.saved_as = ""
        explain(error)
