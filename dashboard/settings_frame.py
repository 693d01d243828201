"""What every section of the Settings page does alike: the last act with its undo, mistakes, findings, pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import components, paging, session
from dashboard.organisations_words import error_words
from dashboard.session import text
from engagement.errors import EngagementError
from engagement.model import Problem

AT_ONCE, FEW = 50, 15
"""Rows of a table on one page; few where a form stands below it."""

_MOST_PROBLEMS = 200


# ---- the last act -------------------------------------------------------------------------------------------------


@dataclass
class LastAct:
    """What this visitor has just done, in words, and the way back; it stays until the next act or another section."""

    section: str = ""
    words: str = ""
    undo: Callable[[], object] | None = None


def section() -> str:
    """The section of the address; whether there is such a section is the page's to say."""
    return next(iter(session.addressed("section")), "")


def show_last_act() -> None:
    """The act, and its undo beside it."""
    act = session.own("settings-act", LastAct)
    if act.section != section():
        act.words, act.undo = "", None
    if act.words:
        with st.container(horizontal=True, vertical_alignment="center", key="last-act"):
            st.success(act.words)
            if act.undo:
                st.button(text("settings.undo"), key="undo", icon=":material/undo:", on_click=_undo, args=(act,))
    if mistake := session.said_before("mistake"):
        st.error(mistake)


def _undo(act: LastAct) -> None:
    """Take the act back, once."""
    undo, act.undo = act.undo, None
    try:
        if undo:
            with session.busy("busy.undoing"):
                undo()
            act.words = text("settings.undone")
    except EngagementError as error:
        act.words = ""
        session.say(error_words(error), "mistake")


def done(words: str, undo: Callable[[], object] | None = None) -> None:
    """Say what was done, make the forms blank and draw the page again. Does not return."""
    act = session.own("settings-act", LastAct)
    act.section, act.words, act.undo = section(), words, undo
    session.renew("settings")
    st.rerun()


def attempt(act: Callable[[], None]) -> None:
    """Do something; a mistake is a sentence where it was made."""
    try:
        act()
    except EngagementError as error:
        st.error(error_words(error))


def key(name: str) -> str:
    """The key of a widget of a form, which is blank again after each act."""
    return session.fresh("settings") + f":{name}"


def choose(label: str, names: Mapping[str, str], chosen: str | None = None, *, width: int = 640) -> str | None:
    """One of these codes by its name, `chosen` to begin with; `label` is the code of the words above it."""
    return st.selectbox(
        text(label),
        list(names),
        index=None if chosen is None else list(names).index(chosen),
        format_func=names.__getitem__,
        placeholder=text("classify.choose"),
        width=width,
    )


# ---- findings -----------------------------------------------------------------------------------------------------


def form_problems(problems: Iterable[Problem]) -> None:
    """What is wrong with what was written into a form. Nothing is saved."""
    problems = list(problems)
    explained = {each.column for each in problems if each.code != "expectation-cell-missing"}
    for each in problems:
        if each.code != "expectation-cell-missing" or each.column not in explained:
            st.error(_of_form(each))


def _of_form(problem: Problem) -> str:
    """A finding in words that fit a form: it has fields, where a file has rows and columns."""
    said = components.finding(problem)
    column = problem.column or ""
    said = said.replace(text("settings.column-in-file", row="2", column=column), _field(column) + " ", 1)
    said = said.removeprefix(text("settings.row-in-file", row="2"))
    return said[:1].upper() + said[1:]


def _field(column: str) -> str:
    try:
        return text("settings.of-field", field=text(f"settings.field.{column}"))
    except KeyError:
        return text("settings.of-field", field=column)


def file_problems(problems: Sequence[Problem]) -> None:
    """What is wrong with a file, row by row."""
    if not problems:
        return
    rows = [
        (components.number(each.row) if each.row else "–", components.finding(each))
        for each in problems[:_MOST_PROBLEMS]
    ]
    columns = [text("settings.problems.row"), text("settings.problems.what")]
    components.table(session.plural("settings.problems", len(problems)), columns, rows)


# ---- pages --------------------------------------------------------------------------------------------------------


def shown(n: int, one: str, at_once: int = AT_ONCE) -> str:
    """The caption of a table: how many there are, and which of them are shown."""
    if n <= at_once:
        return session.plural(one, n)
    skip = paging.first(n, at_once)
    return text("organisations.showing", first=skip + 1, last=min(skip + at_once, n), n=n)
