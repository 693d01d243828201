"""What the steps of the Upload page share: where we are, one answer, one sentence for a mistake."""

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from dashboard import session
from dashboard.session import text
from dashboard.upload_draft import Draft, Step
from dashboard.upload_found import asks_columns, asks_values
from engagement import locale
from engagement.errors import EngagementError
from engagement.mapping import COLUMNS

_PLAIN_CODES = ("review",)
_NAMED_AS = {"open_to_stakeholders": "answer", "log_complete": "answer"}


def explain(error: EngagementError) -> None:
    """One sentence for a mistake that changed nothing; our columns by the names the reader knows."""
    st.error(error_words(error))


def error_words(error: EngagementError) -> str:
    """The sentence of a mistake in the language of the page."""
    named = {name: text(f"column.{value}") for name, value in error.values.items() if value in COLUMNS}
    return locale.error_text(error.code, error.values | named, session.language())


# ---- the way ------------------------------------------------------------------------------------------------------


def show_steps(now: Step) -> None:
    """The five steps, and which of them this is."""
    steps = list(Step)
    items = "".join(_item(step, steps.index(step) - steps.index(now)) for step in steps)
    st.html(f'<ol class="pl-steps" aria-label="{escape(text("upload.steps"))}">{items}</ol>')


def _item(step: Step, ahead: int) -> str:
    state = "done" if ahead < 0 else "ahead" if ahead else "now"
    here = "" if ahead else ' aria-current="step"'
    return f'<li class="{state}"{here}>{escape(text(f"upload.step.{step.value}"))}</li>'


def show_done(draft: Draft, step: Step, said: str) -> None:
    """A step that lies behind: what was answered, and the way back to it."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
        name = escape(text(f"upload.step.{step.value}"))
        st.html(f'<p class="pl-answered"><b>{name}</b> {escape(said)}</p>')
        st.button(
            text("upload.change"),
            key=f"change:{step.value}",
            type="tertiary",
            help=text(f"upload.change.{step.value}"),
            on_click=go_to,
            args=(draft, step),
        )


def go_to(draft: Draft, step: Step) -> None:
    """Open a step; what runs for a later one is stopped."""
    with draft.turn:
        if draft.work and draft.work.is_check:
            draft.work.stop()
            draft.work = None
        draft.step = step


def go_on(draft: Draft) -> None:
    """Open the next step that has anything to ask."""
    asked = {Step.COLUMNS: asks_columns, Step.VALUES: asks_values}
    steps = list(Step)
    for step in steps[steps.index(draft.step) + 1 :]:
        if step not in asked or asked[step](draft):
            go_to(draft, step)
            return


# ---- answers ------------------------------------------------------------------------------------------------------


def choose(
    label: str,
    names: Mapping[str, str],
    standing: str,
    take: Callable[[str], None],
    *,
    key: str,
    is_label_shown: bool = True,
) -> None:
    """A select box over `names`, by code; `take` is told of another answer than the one that stands."""
    st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        label_visibility="visible" if is_label_shown else "collapsed",
        **session.answer(key, standing if standing in names else next(iter(names)), take),
    )


def write(label: str, standing: str, take: Callable[[str], None], *, key: str, placeholder: str = "") -> None:
    """A line to write in."""
    st.text_input(label, placeholder=placeholder, **session.answer(key, standing, take))


def meaning(column: str, code: str) -> str:
    """One of our values in the reader's language; '' is the value nobody has given."""
    if not code:
        return text("upload.value.unclassified" if column == "category" else "upload.value.unused")
    if column == "category":
        return session.taxonomy().label(code, session.language())
    if column == "country":
        return locale.country_name(code, session.language()) or code
    return code if column in _PLAIN_CODES else text(f"{_NAMED_AS.get(column, column)}.{code}")


def plain(words: str) -> str:
    """Text of somebody's file inside Markdown: nothing in it is a mark."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:" else letter for letter in words)


def describe(title: str, content: str, remark: str) -> None:
    """What a question is about, beside its answer."""
    small = f'<br><span class="pl-quiet">{escape(remark)}</span>' if remark else ""
    st.html(f'<div class="pl-question"><b>{escape(title)}</b><br>{escape(content)}{small}</div>')


def short(words: str, length: int) -> str:
    """Words cut where they grow too long for their place."""
    return words if len(words) <= length else f"{words[: length - 1]}…"
