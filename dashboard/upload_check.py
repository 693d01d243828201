"""Step 4 of the Upload page: what recording would do, and every finding in words. Nothing is written."""

from collections.abc import Iterable
from functools import partial

import streamlit as st

from dashboard import components, session
from dashboard.session import plural, text
from dashboard.upload_draft import Draft, ProblemGroup, grouped
from dashboard.upload_steps import explain
from engagement import actions, locale
from engagement.errors import EngagementError
from engagement.exports.refused import refused_rows
from engagement.model import Problem, ProblemSeverity, Receipt
from engagement.readers import Sheet


def import_log(draft: Draft, *, is_check: bool) -> Receipt:
    """The draft's file through the one door for logs. Raises EngagementError."""
    return actions.import_log(
        session.store(),
        draft.content or b"",
        file_name=draft.file_name,
        mapping=draft.mapping(),
        lookup=draft.lookup,
        by=session.actor(),
        is_check=is_check,
    )


def check(draft: Draft) -> Receipt | None:
    """Step 4: what recording would do. Nothing is written."""
    st.header(text("upload.check"))
    question = (draft.question(), session.store().version)
    try:
        with st.spinner(text("upload.check.busy")):
            receipt = draft.remembered_check(question) or import_log(draft, is_check=True)
    except EngagementError as error:
        explain(error)
        return None
    draft.remember_check(question, receipt)
    return receipt


def show_check(sheet: Sheet, receipt: Receipt) -> None:
    """The counts, the findings by kind, and the refused rows to take away."""
    if receipt.already_imported:
        st.info(text("upload.check.already", batch=receipt.batch))
        return
    st.markdown(
        plural(
            "upload.check.rows",
            receipt.rows_read,
            accepted=receipt.rows_accepted,
            refused=receipt.rows_refused,
            duplicate=receipt.rows_duplicate,
        )
    )
    if receipt.rows_accepted:
        st.markdown(
            text("upload.check.counts", activities=receipt.activities, organisations=receipt.organisations)
            + (
                " " + plural("upload.check.unclassified", receipt.rows_unclassified)
                if receipt.rows_unclassified
                else ""
            )
        )
    show_problems(receipt.problems)
    if receipt.rows_refused:
        st.download_button(
            text("upload.check.refused"),
            partial(refused_rows, sheet, receipt, session.language()),  # made when it is asked for
            file_name=text("upload.check.refused-file"),
            mime="text/csv",
            on_click="ignore",
        )


def show_problems(problems: Iterable[Problem]) -> None:
    """One line for each kind of finding: what keeps rows out, then what is only said."""
    groups = grouped(problems)
    for severity in ProblemSeverity:
        lines = [_line(group) for group in groups if group.first.severity is severity]
        if lines:
            titles = [text(f"upload.problems.{name}") for name in ("what", "rows", "first")]
            components.table(text(f"upload.problems.{severity}"), titles, lines, numbers=(1,))


def _line(group: ProblemGroup) -> tuple[str, str, str]:
    first_rows = ", ".join(map(str, group.first_rows)) + (", …" if group.rows > len(group.first_rows) else "")
    return sentence(group), components.number(group.rows), first_rows


def sentence(group: ProblemGroup) -> str:
    """The first finding in words, its column as the reader calls it."""
    named = text(f"column.{group.first.column}") if group.first.column else None
    return locale.problem_text(group.first.model_copy(update={"column": named}), session.language())
