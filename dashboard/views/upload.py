"""Upload: a participation log becomes a batch, in five steps; below, the imports there have been."""

from pathlib import Path

import streamlit as st

from dashboard import components, session
from dashboard.session import plural, text
from dashboard.upload_check import check, import_log, show_check
from dashboard.upload_draft import Draft
from dashboard.upload_steps import ask_columns, ask_file, ask_values, explain
from engagement import actions
from engagement.errors import EngagementError
from engagement.model import Batch, Receipt

_STYLE = Path(__file__).parent.parent / "upload.css"
_SHOWN_IMPORTS = 10
_WIDTH = 960  # pixels: questions and answers stay side by side, lines stay readable


def draw() -> None:
    """The page."""
    st.html(_STYLE)
    st.title(text("upload.title"))
    draft = session.draft(Draft, Draft)
    with draft.turn, st.container(width=_WIDTH):
        if draft.undone:
            st.success(text("upload.undone", batch=draft.undone))
            draft.undone = None
        if draft.receipt:
            show_receipt(draft, draft.receipt)
        else:
            ask(draft)
        show_imports(draft)


def ask(draft: Draft) -> None:
    """Steps 1 to 5, as far as the answers reach."""
    sheet = ask_file(draft)
    staged = ask_columns(draft, sheet) if sheet else None
    if sheet and staged:
        ask_values(draft, staged)
        receipt = check(draft)
        if receipt:
            show_check(sheet, receipt)
            ask_to_record(draft, receipt)


# ---- 5 record -----------------------------------------------------------------------------------------------------


def ask_to_record(draft: Draft, receipt: Receipt) -> None:
    """Step 5. A second click waits its turn and finds the receipt; other sessions hear it from the store."""
    st.header(text("upload.record"))
    if not receipt.rows_accepted:
        st.markdown(text("upload.record.nothing"))
        return
    if st.button(plural("upload.record.do", receipt.rows_accepted), type="primary", key=f"{draft.edition}:record"):
        with st.spinner(text("upload.record.busy")):
            try:
                recorded = import_log(draft, is_check=False)
            except EngagementError as error:
                explain(error)
                return
            draft.start()
            draft.receipt = recorded
        st.rerun()


def show_receipt(draft: Draft, receipt: Receipt) -> None:
    """What was recorded, and where to go from here."""
    st.success(
        plural(
            "upload.recorded",
            receipt.rows_accepted,
            batch=receipt.batch,
            activities=receipt.activities,
            organisations=receipt.organisations,
        )
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("views/gaps.py", label=text("upload.see-gaps"), icon=":material/arrow_forward:", width="content")
        if st.button(text("upload.another"), key=f"{draft.edition}:another"):
            draft.start()
            st.rerun()
        ask_to_undo(draft, receipt.batch or "", place="receipt")


# ---- imports there have been --------------------------------------------------------------------------------------


def show_imports(draft: Draft) -> None:
    """Every import, newest first, and the way back from each."""
    batches = session.batches()
    st.header(text("upload.imports"))
    if not batches:
        st.markdown(text("upload.imports.none"))
    for batch in batches[:_SHOWN_IMPORTS]:
        show_import(draft, batch)
    if batches[_SHOWN_IMPORTS:]:
        with st.expander(plural("upload.imports.older", len(batches) - _SHOWN_IMPORTS)):
            for batch in batches[_SHOWN_IMPORTS:]:
                show_import(draft, batch)


def show_import(draft: Draft, batch: Batch) -> None:
    """One import in a line."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        components.quiet(import_words(batch))
        is_above = draft.receipt is not None and draft.receipt.batch == batch.batch
        if batch.undone_at is None and not is_above:
            ask_to_undo(draft, batch.batch, place="list")


def import_words(batch: Batch) -> str:
    """What a batch holds, whose it is and what has become of it."""
    rows = plural("upload.rows", batch.rows_accepted)
    by = text("upload.imports.by", who=batch.imported_by, day=batch.imported_at.date())
    parts = [batch.batch, batch.file, rows, by]
    if batch.is_illustrative:
        parts.append(text("upload.imports.illustrative"))
    if batch.undone_at:
        parts.append(text("upload.imports.undone", day=batch.undone_at.date()))
    return " · ".join(parts)


def ask_to_undo(draft: Draft, batch: str, place: str) -> None:
    """A button that asks once more before the batch is taken back."""
    with st.popover(text("upload.undo", batch=batch), key=f"{place}:{batch}"):
        st.markdown(text("upload.undo.sure", batch=batch))
        if st.button(text("upload.undo.do", batch=batch), type="primary", key=f"{place}:undo:{batch}"):
            try:
                actions.undo_batch(session.store(), batch, by=session.actor())
            except EngagementError as error:
                explain(error)
                return
            if draft.receipt and draft.receipt.batch == batch:
                draft.start()
            draft.undone = batch
            st.rerun()


draw()
