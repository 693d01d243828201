"""Step 1 of the Upload page: a file, and what has to be known before it can be read."""

import streamlit as st

from dashboard import components, drafts, session
from dashboard.session import plural, text
from dashboard.upload_corrections import withdraw
from dashboard.upload_draft import Draft, Step
from dashboard.upload_found import heading, shown
from dashboard.upload_frame import choose, error_words, explain, go_on, plain, short
from engagement.errors import EngagementError, MappingError, UnreadableFileError
from engagement.files.readers import ENCODINGS
from engagement.files.sheet import Rows, Sheet
from engagement.settings import Settings

_PREVIEW_ROWS, _PREVIEW_COLUMNS = 3, 12
_ASKED = ("file-encoding", "sheet-choose")
"""Why a file cannot be read until somebody answers."""


def ask_new_file() -> None:
    """The place to put a file. A file that is no table is one sentence, and the place stays."""
    limits = Settings()
    st.header(text("upload.file"))
    st.markdown(
        text(
            "upload.file.limits",
            megabytes=limits.max_file_bytes // 1_000_000,
            rows=limits.max_rows,
            columns=limits.max_columns,
        )
    )
    # No `type`: the browser would refuse a PDF without saying why.
    if mistake := session.said_before("mistake"):
        st.error(mistake)
    given = st.file_uploader(text("upload.file.choose"), key=session.fresh("file"))
    if given:
        _take(Draft(given.name, given.getvalue(), categories=session.taxonomy()))
    components.quiet(text("upload.privacy"))
    components.templates()


def _take(draft: Draft) -> None:
    with st.spinner(text("upload.file.busy")):
        failure = _failure(draft)
    session.renew("file")
    if failure and failure.code not in _ASKED:
        session.say(text("upload.file.refused", file=plain(draft.file_name), why=error_words(failure)), "mistake")
    else:
        drafts.keep("batch", draft)
    if not failure:
        go_on(draft)
    st.rerun()


def _failure(draft: Draft) -> EngagementError | None:
    """Why the file cannot be read as answered so far."""
    try:
        draft.laid()
    except (UnreadableFileError, MappingError) as error:
        return error
    return None


def ask_about_file(draft: Draft) -> None:
    """Which sheet, which letters, which row holds the titles: shown, and confirmed by going on."""
    st.header(text("upload.file"))
    st.markdown(text("upload.file.chosen", file=plain(draft.file_name)))
    if draft.corrected is not None:
        st.markdown(plural("upload.mend.done", draft.corrected_rows))
        st.button(text("upload.mend.withdraw"), key="withdraw", on_click=withdraw, args=(draft,))
        _offer_to_go_on(draft)
        return
    failure = _failure(draft)
    if names := draft.sheet_names():
        _ask_sheet(draft, names)
    if draft.encoding or (failure and failure.code.startswith("file-encoding")):
        _ask_encoding(draft)
    if failure and failure.code == "header-row-missing":
        explain(failure)
        draft.header_row, failure = None, _failure(draft)
    if failure:
        if failure.code not in _ASKED:  # the question says it already
            explain(failure)
        _offer_another()
        return
    _ask_header_row(draft)
    preview(draft)
    _offer_to_go_on(draft)


def _offer_to_go_on(draft: Draft) -> None:
    with st.container(horizontal=True):
        if st.button(text("upload.go-on"), type="primary", key="go-on:file"):
            go_on(draft)
            st.rerun()
        _offer_another()


def _offer_another() -> None:
    st.button(text("upload.file.other"), key="other", on_click=discard)


def discard() -> None:
    """Let go of the file."""
    drafts.drop("batch")


def _ask_sheet(draft: Draft, names: tuple[str, ...]) -> None:
    def take(name: str) -> None:
        draft.sheet, draft.header_row = name or None, None

    options = {"": text("upload.choose")} | {name: name for name in names}
    choose(text("upload.sheet"), options, draft.sheet or "", take, key="sheet")


def _ask_encoding(draft: Draft) -> None:
    def take(name: str) -> None:
        draft.encoding = name or None

    st.markdown(text("upload.encoding.why"))
    options = {"": text("upload.choose")} | {name: text(f"upload.encoding.{name}") for name in ENCODINGS[1:]}
    choose(text("upload.encoding"), options, draft.encoding or "", take, key="encoding")


def _ask_header_row(draft: Draft) -> None:
    def take(row: int) -> None:
        draft.header_row = int(row)

    sheet = draft.laid().sheet
    st.number_input(
        text("upload.header-row"),
        min_value=1,
        max_value=max(sheet.header_row, _last_row(sheet)),
        help=text("upload.header-row.help"),
        width=340,
        **session.answer("header-row", sheet.header_row, take),
    )


def _last_row(sheet: Sheet) -> int:
    """The last row in which the titles may be; a large file is not read for it."""
    rows = sheet.rows
    return (rows.head if isinstance(rows, Rows) else rows)[-1][0]


def preview(draft: Draft) -> None:
    """The first rows as they are read."""
    sheet, chosen = draft.laid().sheet, draft.chosen()
    titles = sheet.header[:_PREVIEW_COLUMNS]
    rows = [
        (str(number), *(_cell(title, chosen[title], each) for title, each in zip(titles, cells, strict=False)))
        for number, cells in sheet.rows[:_PREVIEW_ROWS]
    ]
    components.table(text("upload.preview"), [text("upload.row"), *(heading(draft, each) for each in titles)], rows)


def _cell(title: str, column: str, content: str) -> str:
    return short(shown(title, column, content), 60)


def file_words(draft: Draft) -> str:
    """The file in a line: its name, its sheet, how many columns, where the titles stand."""
    sheet = draft.laid().sheet
    parts = [draft.file_name, *([sheet.name] if sheet.name else [])]
    if not isinstance(sheet.rows, Rows):
        parts.append(plural("upload.rows", len(sheet.rows) + sheet.blank_rows))
    if sheet.header_row != 1 and draft.step is not Step.FILE:
        parts.append(text("upload.file.header-row", row=str(sheet.header_row)))
    if draft.corrected_rows:
        parts.append(plural("upload.mend.done", draft.corrected_rows))
    return " · ".join(parts)
