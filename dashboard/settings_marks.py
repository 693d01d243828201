"""Groups that are not expected in a place: who says so and why; the list of groups is not shortened by it."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import components, session, settings_words, visitor
from dashboard.organisations_words import error_words
from dashboard.session import plural, text
from dashboard.settings_declare import ask_group, ask_office, ask_place
from dashboard.settings_frame import choose, done, key
from engagement import actions, indicators
from engagement.efforts import NotExpected
from engagement.errors import EngagementError
from engagement.model import Selection


def draw() -> None:
    """The section."""
    components.quiet(text("settings.marks.what"))
    marks = session.recalled(indicators.not_expected, Selection())
    if marks:
        columns = ("group", "where", "reason", "said-by", "on")
        heads = [text(f"settings.column.{code}") for code in columns]
        components.table(plural("settings.marks.count", len(marks)), heads, [_row(each) for each in marks])
        _offer_to_take_back(marks)
    else:
        components.quiet(text("settings.marks.none"))
    _offer_to_mark()
    _history()


def _row(mark: NotExpected) -> tuple[str, ...]:
    return (
        settings_words.group(mark.category),
        settings_words.place(mark.mechanism),
        mark.reason,
        mark.said_by,
        text("organisations.day", day=mark.marked_on),
    )


def _name(mark: NotExpected) -> str:
    return f"{settings_words.group(mark.category)} · {settings_words.place(mark.mechanism)}"


def _offer_to_take_back(marks: tuple[NotExpected, ...]) -> None:
    st.subheader(text("settings.marks.back"))
    known = {str(each.entry): each for each in marks}
    names = {entry: _name(each) for entry, each in known.items()}
    with st.form(key("mark-back"), border=False):
        chosen = choose("settings.marks.which", names)
        office, reason = ask_office(), _ask_reason()
        if st.form_submit_button(text("settings.marks.back-do"), **visitor.may("mark")):
            if chosen is None:
                st.error(text("settings.missing", fields=text("settings.marks.which")))
            else:
                mark = known[chosen]
                _say(mark.mechanism, mark.category, office, reason, is_expected=True)


def _offer_to_mark() -> None:
    st.subheader(text("settings.marks.add"))
    with st.form(key("mark"), border=False):
        category, mechanism = ask_group(is_needed=True), ask_place()
        office, reason = ask_office(), _ask_reason()
        if st.form_submit_button(text("settings.marks.add-do"), type="primary", **visitor.may("mark")):
            if category:
                _say(mechanism or None, category, office, reason, is_expected=False)
            else:
                st.error(text("settings.missing", fields=text("settings.column.group")))


def _ask_reason() -> str:
    return st.text_input(
        text("settings.field.reason"), help=text("organisations.no-persons"), max_chars=500, width=860
    ).strip()


def _say(mechanism: str | None, category: str, office: str, reason: str, *, is_expected: bool) -> None:
    """Mark a group, or take the mark back; the undo of each is the other, with the same words."""
    store, by, on = session.store(), session.actor(), datetime.now(UTC).date()
    acts = (actions.mark_not_expected, actions.mark_expected)
    act, undo = reversed(acts) if is_expected else acts
    said = {"reason": reason, "said_by": office, "on": on, "by": by}
    try:
        act(store, mechanism, category, **said)  # type: ignore[arg-type]
    except EngagementError as error:
        st.error(error_words(error))
        return
    where, group = settings_words.place(mechanism), settings_words.group(category)
    done(
        text(f"settings.marks.{'taken-back' if is_expected else 'marked'}", group=group, where=where),
        lambda: undo(store, mechanism, category, **said),  # type: ignore[arg-type]
    )


def _history() -> None:
    """Every mark that was ever made, those taken back too."""
    every = session.recalled(indicators.not_expected, Selection(), is_history=True)
    if not every:
        return
    with st.expander(text("settings.marks.history")):
        heads = [text(f"settings.column.{code}") for code in ("group", "where", "reason", "said-by", "on", "state")]
        rows = [(*_row(each), text(f"settings.mark.{_state(each)}")) for each in reversed(every)]
        components.table(plural("settings.marks.ever", len(every)), heads, rows)


def _state(mark: NotExpected) -> str:
    return "stands" if mark.stands else "back" if mark.is_expected else "over"
