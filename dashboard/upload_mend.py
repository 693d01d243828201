"""Rows to fix: the cells at fault, each beside what is wrong with it, to be put right on the page or taken away."""

from functools import partial
from html import escape

import streamlit as st

from dashboard import session
from dashboard.session import plural, text
from dashboard.upload_corrections import apply, cell, edit, edited, refused_row, untouched_errors, withdraw
from dashboard.upload_draft import Draft, RefusedRow
from dashboard.upload_found import HIDDEN, shown
from engagement import actions, locale
from engagement.exports.refused import refused_rows
from engagement.lookups import Lookup
from engagement.mapping import Mapping
from engagement.store import Store

_AT_ONCE = 10


def offer_refused_rows(draft: Draft, *, is_refused: bool) -> None:
    """Put the refused rows right here, or take them away as a file with the reasons."""
    with st.container(horizontal=True):
        if is_refused and not draft.is_mending:
            st.button(text("upload.mend"), key="mend", icon=":material/edit:", on_click=_mend, args=(draft,))
        if is_refused:
            _offer_refused_file(draft)
        if draft.corrected is not None:
            st.download_button(
                text("upload.mend.corrected"),
                draft.corrected,
                file_name=text("upload.mend.corrected-file"),
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
            )
            st.button(text("upload.mend.withdraw"), key="withdraw", on_click=withdraw, args=(draft,))
    if draft.is_mending and is_refused:
        _show_rows(draft)


def _offer_refused_file(draft: Draft) -> None:
    st.download_button(
        text("upload.check.refused"),
        partial(_as_file, session.store(), draft.given, draft.mapping(), draft.lookup, session.language()),
        file_name=text("upload.check.refused-file"),
        mime="text/csv",
        on_click="ignore",  # made when it is asked for, beside the page
        icon=":material/download:",
    )


def _as_file(store: Store, given: bytes, mapping: Mapping, lookup: Lookup | None, language: str) -> bytes:
    header, rows = actions.refused_rows(store, given, mapping=mapping, lookup=lookup)
    return refused_rows(header, rows, language)


def _mend(draft: Draft) -> None:
    draft.is_mending = True


def _show_rows(draft: Draft) -> None:
    refused, rows = _rows(draft)
    st.markdown(plural("upload.mend.how", refused))
    for place, row in enumerate(rows):
        _show_row(draft, place, row)
    if refused > len(rows):
        st.markdown(plural("upload.mend.more", refused - len(rows)))
    errors = untouched_errors(draft)
    if draft.edits and errors:
        st.warning(plural("upload.mend.errors", len(errors), cells=list(errors[:8])))
    st.button(
        text("upload.mend.do"),
        key="apply",
        type="primary" if draft.edits else "secondary",
        on_click=_apply,
        args=(draft,),
    )


def _apply(draft: Draft) -> None:
    if draft.edits and not untouched_errors(draft):
        apply(draft)


def _rows(draft: Draft) -> tuple[int, list[RefusedRow]]:
    """How many rows are refused, and the first of them; asked once for each state of the answers."""
    question = draft.question(session.store().version)
    if draft.refused is None or draft.refused[0] != question:
        with st.spinner(text("upload.check.busy")):
            _, rows = actions.refused_rows(session.store(), draft.given, mapping=draft.mapping(), lookup=draft.lookup)
        draft.refused = question, len(rows), [refused_row(draft, *each) for each in rows[:_AT_ONCE]]
    return draft.refused[1:]


def _show_row(draft: Draft, place: int, row: RefusedRow) -> None:
    """One row: what is wrong, what it is about, and a line to write in for each cell at fault."""
    with st.container(border=True, key=f"row-{place}"):
        named = [each.model_copy(update={"column": _named(each.column)}) for each in row.problems]
        reasons = dict.fromkeys(locale.problem_text(each, session.language()) for each in named)
        about = " · ".join(_about(draft, row))
        st.html(
            f'<p class="pl-reason">{"<br>".join(map(escape, reasons))}</p>'
            + (f'<p class="pl-quiet">{escape(about)}</p>' if about else "")
        )
        with st.container(horizontal=True):
            for title in row.titles:
                _ask_cell(draft, row, place, title)


def _named(column: str | None) -> str | None:
    return text(f"column.{column}") if column else None


def _about(draft: Draft, row: RefusedRow) -> list[str]:
    """The other cells of the row that are used, so that one knows it again."""
    chosen = draft.chosen()
    titles = [title for title in draft.sources().values() if title not in row.titles]
    known = [title for title in titles if title in draft.laid().sheet.header]
    cells = [shown(title, chosen[title], cell(draft, row, title).strip()) for title in known]
    return [each for each in cells if each and each != HIDDEN][:4]


def _ask_cell(draft: Draft, row: RefusedRow, place: int, title: str) -> None:
    """A line to write in. What may name a person is not shown; it stays unless something is written."""
    standing = edited(draft, row, title)
    visible = shown(title, draft.chosen()[title], standing)

    def take(answer: str) -> None:
        if answer or visible != HIDDEN:
            edit(draft, row, title, answer)

    st.text_input(
        title,
        placeholder=HIDDEN if visible == HIDDEN else "",
        width=260,
        **session.answer(f"cell:{place}:{title}", "" if visible == HIDDEN else standing, take),
    )
