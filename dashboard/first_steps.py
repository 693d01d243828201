"""The three steps from nothing to a summary: told on an empty store, ticked off after the first import, then gone."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import streamlit as st

from dashboard import session
from dashboard.session import text
from engagement.model import Indicators

_PAGES = {"upload": "upload", "check": "quality", "summary": "summary"}
"""Each step and the page on which it is done."""


class Step(NamedTuple):
    """One of the three, and whether it lies behind."""

    name: str
    is_done: bool


def told() -> None:
    """All three, before anything is recorded: what each asks for."""
    st.header(text("first.title"))
    items = "".join(
        f"<li><b>{escape(text(f'first.{name}'))}</b> {escape(text(f'first.{name}-more'))}</li>" for name in _PAGES
    )
    st.html(f'<ol class="pl-first">{items}</ol>')


def ticked(figures: Indicators) -> None:
    """After the first import: what is done, and the way to what is not."""
    found = steps(figures)
    if session.is_example() or len(_own_imports()) != 1 or all(each.is_done for each in found):
        return
    with st.container(key="first", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<p class="pl-first-title">{escape(text("first.title"))}</p>', width="content")
        for each in found:
            _shown(each)


def steps(figures: Indicators) -> Sequence[Step]:
    """A log is recorded; nothing is unclassified, or somebody has looked at it; the summary was opened."""
    looked = _looked_at()
    is_checked = not figures.records.unclassified or _PAGES["check"] in looked
    return (
        Step("upload", bool(_own_imports())),
        Step("check", is_checked),
        Step("summary", _PAGES["summary"] in looked),
    )


def look(page: str) -> None:
    """Remember for this visit that a page was opened."""
    _looked_at().add(page)


def _shown(step: Step) -> None:
    said = text(f"first.{step.name}")
    if step.is_done:
        done = f'<span class="pl-hidden">{escape(text("first.done"))}</span>'
        st.html(
            f'<p class="pl-first-done"><span aria-hidden="true">✓</span> {escape(said)} {done}</p>', width="content"
        )
        return
    st.page_link(
        f"views/{_PAGES[step.name]}.py",
        label=said,
        icon=":material/arrow_forward:",
        query_params=session.onward(),
        width="content",
    )


def _own_imports() -> list[str]:
    return [each.batch for each in session.batches() if each.undone_at is None and not each.is_illustrative]


def _looked_at() -> set[str]:
    return session.own("looked-at", set)
