"""A list from a file: what it may hold, what the check says row by row, and the button that records it."""

from collections.abc import Callable

import streamlit as st

from dashboard import components, session, visitor
from dashboard.organisations_words import error_words
from dashboard.session import plural, text
from dashboard.settings_frame import attempt, done, file_problems, key
from engagement import actions
from engagement.errors import EngagementError
from engagement.expecting import Declared
from engagement.organisations import ListReceipt

_WHOLE = ("categories",)
"""Kinds of lists that are taken whole or not at all."""

Outcome = Declared | ListReceipt
Import = Callable[..., Outcome]


def offer_list(kind: str, bring: Import, columns: tuple[str, ...], standing: Callable[[], bytes] | None) -> None:
    """The list as it stands, where it can be taken along; and the place for a new one."""
    st.subheader(text(f"settings.{kind}.list"))
    components.quiet(text("settings.list.columns", columns=", ".join(columns)))
    if standing:
        st.download_button(
            text("settings.list.take"),
            standing(),
            file_name=f"{kind}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"take:{kind}",
        )
    given = st.file_uploader(text("settings.list.choose"), key=key(f"file:{kind}"))
    if given:
        attempt(lambda: _checked(kind, bring, given.getvalue(), given.name))


def _checked(kind: str, bring: Import, content: bytes, name: str) -> None:
    """What recording the file would do; nothing is written before somebody says so."""
    with session.busy("busy.checking"):
        checked = bring(session.store(), content, file_name=name, by=session.actor(), is_check=True)
    file_problems(checked.problems)
    is_whole = isinstance(checked, Declared) or checked.kind in _WHOLE
    if checked.rows_refused and (is_whole or not _rows(checked)):
        st.error(plural("settings.list.all-or-nothing", checked.rows_refused))
        return
    if not _rows(checked):
        st.info(text("settings.list.nothing"))
        return
    st.markdown(plural("settings.list.ready", _rows(checked), **_beside(checked)))
    allowed = visitor.may("expect" if isinstance(checked, Declared) else "lists")
    if st.button(plural("settings.list.do", _rows(checked)), type="primary", key=key(f"bring:{kind}"), **allowed):
        _bring(bring, content, name)


def _bring(bring: Import, content: bytes, name: str) -> None:
    with session.busy("busy.recording"):
        made = bring(session.store(), content, file_name=name, by=session.actor())
    done(plural("settings.list.done", _rows(made), file=made.file), undo_of(made))


def undo_of(made: Outcome) -> Callable[[], object] | None:
    """The way back from a list that was recorded."""
    store, by = session.store(), session.actor()
    if isinstance(made, Declared):
        entry = made.entry
        return None if entry is None else lambda: _withdraw(entry)
    batch = made.batch
    return None if batch is None else lambda: actions.undo_batch(store, batch, by=by)


def _withdraw(entry: int) -> None:
    actions.withdraw_declaration(
        session.store(), entry, said_by=session.actor(), reason=text("settings.undo"), by=session.actor()
    )


def _rows(outcome: Outcome) -> int:
    return outcome.declared if isinstance(outcome, Declared) else outcome.rows_accepted


def _beside(outcome: Outcome) -> dict[str, int]:
    return {"unchanged": outcome.rows_unchanged, "refused": outcome.rows_refused}


def by_hand(record: Callable[..., ListReceipt], cells: dict[str, str], words: str) -> ListReceipt | None:
    """Record one row that was written into a form; the receipt of a row that was refused comes back, and says why."""
    store, by = session.store(), session.actor()
    try:
        checked = record(store, cells, by=by, is_check=True)
        if checked.rows_refused or not checked.rows_accepted:
            return checked
        done(words, undo_of(record(store, cells, by=by)))
    except EngagementError as error:
        st.error(error_words(error))
    return None
