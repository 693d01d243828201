"""Rows to fix: the cells at fault, each beside what is wrong with it, to be put right on the page or taken away."""

from functools import partial
from html import escape

import streamlit as st

from dashboard import components, session
from dashboard.session import plural, text
from dashboard.upload_corrections import (
    apply,
    cell,
    edit,
    edited,
    has_corrections,
    is_left_out,
    leave_out,
    refused_row,
    untouched_errors,
    withdraw,
)
from dashboard.upload_draft import Draft, RefusedRow
from dashboard.upload_found import HIDDEN, heading, shown
from dashboard.upload_frame import short
from engagement import actions
from engagement.exports.refused import refused_rows
from engagement.locale import CategoryName
from engagement.lookups import Lookup
from engagement.mapping import Mapping
from engagement.store import Store

_AT_ONCE, _MOST_CELLS = 10, 8


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
        partial(
            _as_file,
            session.store(),
            draft.given,
            draft.mapping(),
            draft.lookup,
            session.language(),
            session.taxonomy().label,
        ),
        file_name=text("upload.check.refused-file"),
        mime="text/csv",
        on_click="ignore",  # made when it is asked for, beside the page
        icon=":material/download:",
    )


def _as_file(
    store: Store, given: bytes, mapping: Mapping, lookup: Lookup | None, language: str, names: CategoryName
) -> bytes:
    header, rows = actions.refused_rows(store, given, mapping=mapping, lookup=lookup)
    return refused_rows(header, rows, language, names)


def _mend(draft: Draft) -> None:
    draft.is_mending = True


def _show_rows(draft: Draft) -> None:
    refused, rows = _rows(draft)
    st.markdown(plural("upload.mend.how", refused))
    for place, row in enumerate(rows):
        _show_row(draft, place, row)
    if refused > len(rows):
        st.markdown(plural("upload.mend.more", refused - len(rows)))
    errors, waits = untouched_errors(draft), has_corrections(draft)
    if waits and errors:
        st.warning(plural("upload.mend.errors", len(errors), cells=list(errors[:8])))
    st.button(
        text("upload.mend.do"),
        key="apply",
        type="primary" if waits else "secondary",
        on_click=_apply,
        args=(draft,),
    )


def _apply(draft: Draft) -> None:
    if has_corrections(draft) and not untouched_errors(draft):
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
        reasons = dict.fromkeys(components.finding(each) for each in named)
        about = " · ".join(_about(draft, row))
        is_out = is_left_out(draft, row)
        st.html(
            f'<p class="pl-reason">{"<br>".join(map(escape, reasons))}</p>'
            + (f'<p class="pl-quiet">{escape(about)}</p>' if about else "")
        )
        with st.container(horizontal=True):
            for title in () if is_out else row.titles:
                _ask_cell(draft, row, place, title)
        answer = session.answer(f"leave-out:{place}", is_out, partial(leave_out, draft, row))
        st.checkbox(text("upload.mend.leave-out", row=str(row.number)), **answer)


def _named(column: str | None) -> str | None:
    return text(f"column.{column}") if column else None


def _about(draft: Draft, row: RefusedRow) -> list[str]:
    """The other cells of the row with their titles, used or not, so that one knows it again: the used ones first."""
    chosen = draft.chosen()
    titles = [title for title in draft.laid().sheet.header if title not in row.titles]
    cells = {title: shown(title, chosen[title], cell(draft, row, title).strip()) for title in titles}
    said = sorted((title for title in titles if cells[title] not in ("", HIDDEN)), key=lambda title: not chosen[title])
    return [
        text("upload.columns.value", column=heading(draft, title), value=short(cells[title], 60))
        for title in said[:_MOST_CELLS]
    ]


def _ask_cell(draft: Draft, row: RefusedRow, place: int, title: str) -> None:
    """A line to write in. What may name a person is not shown; it stays unless something is written."""
    standing = edited(draft, row, title)
    visible = shown(title, draft.chosen()[title], standing)

    def take(answer: str) -> None:
        if answer or visible != HIDDEN:
            edit(draft, row, title, answer)

    st.text_input(
        heading(draft, title),
        placeholder=HIDDEN if visible == HIDDEN else "",
        width=260,
        **session.answer(f"cell:{place}:{title}", "" if visible == HIDDEN else standing, take),
    )
