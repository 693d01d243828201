"""The filters beside every page. Each stands in the address, so that a link opens the same view for somebody else."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import asked, components, networks_words, session
from dashboard.session import language, text
from engagement import locale, narrowing
from engagement.model import PARA44, MechanismKind

_SCRIPT = Path(__file__).parent / "copy_link.js"


def draw() -> None:
    """Networks, working groups, days, the list, further filters, and what to do with them all."""
    names = {each.code: each.name for each in session.mechanisms()}
    networks = [each.code for each in session.mechanisms() if each.kind is MechanismKind.NETWORK]
    _several("network", text("filters.network"), networks, names.__getitem__)
    if groups := _working_groups():
        _several("group", text("filters.group"), groups, names.__getitem__)
    _days()
    lists = session.taxonomy().lists
    st.selectbox(
        text("filters.list"),
        lists,
        format_func={code: components.list_name(code) for code in lists}.__getitem__,
        **session.choice("list", lists, PARA44),
    )
    _further()
    if session.is_filtered():
        st.button(text("filters.clear"), on_click=session.clear_filters, icon=":material/filter_alt_off:")
    copy_link()


def copy_link() -> None:
    """A button that takes the address of this view, without the language: who opens it reads it in their own."""
    words = {name: escape(text(f"link.{name}")) for name in ("copy", "copied", "failed")}
    st.html(
        f'<button type="button" class="pl-button" data-copy data-copied="{words["copied"]}" '
        f'data-failed="{words["failed"]}">{words["copy"]}</button>'
        '<span class="pl-hidden" role="status" data-copy-status></span>'
        f"<script>{_SCRIPT.read_text(encoding='utf-8')}</script>",
        unsafe_allow_javascript=True,
    )


def _several(name: str, label: str, codes: Sequence[str], said: Callable[[str], str]) -> None:
    words = {code: said(code) for code in codes}  # looked up now: Streamlit asks again when no page is being drawn
    st.multiselect(
        label,
        codes,
        format_func=words.__getitem__,
        placeholder=text("filters.all"),
        **session.choices(name, codes),
    )


def _working_groups() -> list[str]:
    """Those of the networks chosen, or all."""
    chosen = session.selection().networks
    return [
        each.code
        for each in session.mechanisms()
        if each.kind is MechanismKind.WORKING_GROUP and (not chosen or each.parent in chosen)
    ]


def _days() -> None:
    recorded = session.period()
    years = [str(year) for year in range(recorded[0].year, recorded[1].year + 1)] if recorded else []
    for name in ("from", "to"):
        typed = [value for value in session.addressed(name)[:1] if value not in years]
        st.selectbox(
            text(f"filters.{name}"),
            years + typed,
            index=None,
            accept_new_options=True,
            placeholder=text(f"filters.{name}-open"),
            help=text("filters.day-help"),
            **session.written(name),
        )
    for value in session.unreadable():
        st.warning(text("filters.day-unreadable", value=value))


# ---- further filters ----------------------------------------------------------------------------------------------


def _further() -> None:
    names = (*asked.FURTHER, asked.CHAMPIONS)
    possible = session.possible_codes()
    with st.expander(text("filters.further"), expanded=any(session.addressed(name) for name in names)):
        for name in asked.FURTHER:
            if possible[name]:
                _several(name, text(f"filters.{name}"), possible[name], partial(_said, name))
        st.checkbox(text("filters.champions"), **session.ticked(asked.CHAMPIONS))


def _said(name: str, code: str) -> str:
    """What a code of a further filter is called in the language of the page."""
    match name:
        case "region":
            return networks_words.region(code)
        case "country":
            return locale.country_name(code, language()) or code
        case "objective":
            return narrowing.objective(code, language())
        case "review":
            return narrowing.review(code)
    return text(f"{name}.{code}")
