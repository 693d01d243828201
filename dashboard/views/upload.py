"""Upload: a participation log becomes a batch, in five steps; or a meeting without a sheet is written down by hand."""

from pathlib import Path

import streamlit as st

from dashboard import drafts, session
from dashboard.session import text
from dashboard.upload_by_hand import show_by_hand
from dashboard.upload_check import show_check
from dashboard.upload_columns import ask_columns, columns_words
from dashboard.upload_done import show_imports, show_receipt
from dashboard.upload_draft import Draft, Step
from dashboard.upload_file import ask_about_file, ask_new_file, file_words
from dashboard.upload_frame import show_done, show_steps
from dashboard.upload_values import ask_values, values_words

_STYLE = Path(__file__).parent.parent / "upload.css"
_WIDTH = 980  # pixels: questions and answers stay side by side, lines stay readable
_WAYS = ["file", "hand"]
_ASKS = {
    Step.FILE: ask_about_file,
    Step.COLUMNS: ask_columns,
    Step.VALUES: ask_values,
    Step.CHECK: show_check,
}
_WORDS = {Step.FILE: file_words, Step.COLUMNS: columns_words, Step.VALUES: values_words}


def draw() -> None:
    """The page."""
    st.html(_STYLE)
    st.title(text("upload.title"))
    with st.container(width=_WIDTH):
        if said := session.said_before():
            st.success(said)
        st.segmented_control(
            text("upload.way"),
            _WAYS,
            required=True,
            label_visibility="collapsed",
            format_func=session.said("upload.way.", _WAYS),
            **session.choice("way", _WAYS, "file"),
        )
        if session.addressed("way") == ["hand"]:
            show_by_hand()
        else:
            _show_file()


def _show_file() -> None:
    draft = drafts.draft("batch", Draft)
    if draft is None:
        _begin()
        return
    with draft.turn:
        show_steps(draft.step)
        if draft.receipt:
            show_receipt(draft, draft.receipt)
            show_imports(draft.receipt.batch)
            return
        steps = list(Step)
        for step in steps[: steps.index(draft.step)]:
            show_done(draft, step, _WORDS[step](draft))
        _ASKS[draft.step](draft)


def _begin() -> None:
    """No file yet, or no longer."""
    if drafts.is_gone("batch"):
        st.info(text("upload.gone"))
    show_steps(Step.FILE)
    ask_new_file()
    show_imports()


draw()
