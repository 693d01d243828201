"""Step 5 of the Upload page, and the imports there have been: what was recorded, and the way back."""

from collections.abc import Collection

import streamlit as st

from dashboard import components, drafts, session, visitor
from dashboard.session import plural, text
from dashboard.upload_check import account, show_problems
from dashboard.upload_draft import Draft
from dashboard.upload_frame import explain
from dashboard.upload_names import show_names
from dashboard.upload_profiles import offer_to_save
from engagement import actions
from engagement.batches import Batch, Receipt, Undone
from engagement.errors import EngagementError

_SHOWN_IMPORTS = 10


def show_receipt(draft: Draft, receipt: Receipt) -> None:
    """What was recorded, and where to go from here."""
    st.header(text("upload.done"))
    st.success(recorded_words(receipt))
    st.markdown(account(receipt))
    if draft.corrected_rows:
        st.markdown(plural("upload.mend.done", draft.corrected_rows))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("views/gaps.py", label=text("upload.see-gaps"), icon=":material/arrow_forward:", width="content")
        st.page_link("views/summary.py", label=text("next.summary"), icon=":material/arrow_forward:", width="content")
        st.button(text("upload.another"), key="another", on_click=drafts.drop, args=("batch",))
        ask_to_undo(receipt.batch or "", place="receipt")
    show_names(receipt)
    offer_to_save(draft)
    with st.expander(text("upload.receipt")):
        show_reading(receipt)


def recorded_words(receipt: Receipt) -> str:
    """What was recorded, in a sentence."""
    if receipt.already_imported:
        return text("upload.check.already", batch=receipt.batch)
    return plural(
        "upload.recorded",
        receipt.rows_accepted,
        batch=receipt.batch,
        activities=receipt.activities,
        organisations=receipt.organisations,
    )


def show_reading(receipt: Receipt) -> None:
    """How the file was read, and every finding."""
    rows = [(text(f"column.{column}"), title) for column, title in receipt.columns.items()]
    rows += [(text(f"column.{column}"), value) for column, value in receipt.constants.items()]
    components.table(
        text("upload.receipt.columns"), [text(f"upload.receipt.{name}") for name in ("ours", "theirs")], rows
    )
    if receipt.columns_not_stored:
        st.markdown(plural("upload.receipt.not-stored", len(receipt.columns_not_stored)))
    show_problems(receipt)


# ---- imports there have been --------------------------------------------------------------------------------------


def show_imports(shown: str | None = None) -> None:
    """Every import, newest first, and the way back from each; `shown` has its way back elsewhere on the page."""
    batches = session.batches()
    st.header(text("upload.imports"))
    if not batches:
        st.markdown(text("upload.imports.none"))
    for batch in batches[:_SHOWN_IMPORTS]:
        _show_import(batch, shown)
    if batches[_SHOWN_IMPORTS:]:
        with st.expander(plural("upload.imports.older", len(batches) - _SHOWN_IMPORTS)):
            for batch in batches[_SHOWN_IMPORTS:]:
                _show_import(batch, shown)


def _show_import(batch: Batch, shown: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        components.quiet(import_words(batch))
        if batch.undone_at is None and batch.batch != shown:
            ask_to_undo(batch.batch, place="list", wrote=(batch.imported_by,))


def import_words(batch: Batch) -> str:
    """What a batch holds, whose it is and what has become of it."""
    rows = plural("upload.rows", batch.rows_accepted)
    by = text("upload.imports.by", who=batch.imported_by, day=batch.imported_at.date())
    file = text("upload.by-hand") if batch.file == actions.BY_HAND else batch.file
    parts = [batch.batch, file, rows, by]
    if batch.replaces:
        parts.append(text("upload.imports.replaces", batch=batch.replaces))
    if batch.is_illustrative:
        parts.append(text("upload.imports.illustrative"))
    if batch.undone_at:
        parts.append(text("upload.imports.undone", day=batch.undone_at.date()))
    return " · ".join(parts)


# ---- undo ---------------------------------------------------------------------------------------------------------


def ask_to_undo(batch: str, place: str, wrote: Collection[str] = ()) -> None:
    """A button that asks once more before the batch is taken back; `wrote`: whoever recorded it, if not the visitor."""
    with st.popover(text("upload.undo", batch=batch), key=f"{place}:{batch}"):
        st.markdown(text("upload.undo.sure", batch=batch))
        allowed = visitor.may("undo", wrote=wrote)
        if st.button(text("upload.undo.do", batch=batch), type="primary", key=f"{place}:undo:{batch}", **allowed):
            try:
                with session.busy("busy.undoing"):
                    undone = actions.undo_batch(session.store(), batch, by=session.actor())
            except EngagementError as error:
                explain(error)
                return
            draft = drafts.draft("batch", Draft)
            if draft and draft.receipt and draft.receipt.batch == batch:
                drafts.drop("batch")
            session.say(undone_words(undone))
            st.rerun()


def undone_words(undone: Undone) -> str:
    """What taking a batch back did, and what it did not."""
    parts = [plural("upload.undone", undone.rows, batch=undone.batch)]
    parts += [plural("upload.undone.set-aside", rows, batch=later) for later, rows in undone.set_aside.items()]
    return " ".join(parts)
