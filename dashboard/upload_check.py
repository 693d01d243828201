"""Step 4 of the Upload page: what recording would do, every finding in words, and the button that records."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import components, drafts, session, visitor
from dashboard.session import plural, text
from dashboard.upload_corrections import has_corrections
from dashboard.upload_draft import Draft
from dashboard.upload_found import ProblemGroup, grouped, rows_said
from dashboard.upload_frame import choose, explain
from dashboard.upload_mend import offer_refused_rows
from dashboard.upload_names import show_names
from engagement import actions, locale
from engagement.batches import Batch, Change, Receipt
from engagement.errors import BatchConflictError, EngagementError
from engagement.model import Problem, ProblemSeverity
from engagement.progress import Progress

_AT_ONCE = 1.5
"""Seconds in which most checks are done: only then does the page show how far it is."""

_MOST_DIFFERENCES = 50
_ROW_BY_ROW = ("plain", "template")
"""Layouts in which a row of the sheet is one row of the log."""

_OF_MANY_ROWS = ("mechanism-new",)
"""Said of the first row only, and true of others."""

_NEW = "new"
_NEAR_COPIES = ("row-near-copy", "row-near-copy-left")


def import_log(draft: Draft, *, is_check: bool) -> Callable[[Progress], Receipt]:
    """The draft's file through the one door for logs, as it is answered now; to be called beside the page."""
    store, by = session.store(), session.actor()
    given, mapping, lookup, replaces = draft.given, draft.mapping(), draft.lookup, draft.replaces
    file_name, corrected_rows = draft.file_name, draft.corrected_rows

    def work(progress: Progress) -> Receipt:
        return actions.import_log(
            store,
            given,
            file_name=file_name,
            mapping=mapping,
            lookup=lookup,
            replaces=replaces,
            corrected_rows=corrected_rows,
            by=by,
            is_check=is_check,
            progress=progress,
        )

    return work


# ---- check --------------------------------------------------------------------------------------------------------


def show_check(draft: Draft) -> None:
    """The receipt of what recording would do; while that is being found out, how far it is."""
    st.header(text("upload.check"))
    question = draft.question(session.store().version)
    if draft.outcome(question) is None and not draft.is_stopped:
        draft.begin(question, import_log(draft, is_check=True), is_check=True)
    if draft.work and not draft.work.wait(_AT_ONCE):
        show_work(draft)
        return
    draft.finish()
    if draft.receipt:
        st.rerun()
    match draft.outcome(question):
        case Receipt() as receipt:
            _show(draft, receipt)
        case EngagementError() as error:
            _show_mistake(draft, error)
        case _:
            _say_stopped(draft)


def _show_mistake(draft: Draft, error: EngagementError) -> None:
    explain(error)
    if isinstance(error, BatchConflictError):
        _ask_what_it_replaces(draft, (str(error.values.get("batch", "")),))


@st.fragment(run_every=0.7)
def show_work(draft: Draft) -> None:
    """How far the work is, what is left, and the way to stop it."""
    work = draft.work
    if work is None or work.is_done:
        st.rerun()
    step = "waiting" if work.is_waiting else work.progress.step.value
    st.progress(work.share, text=text(f"upload.work.{step}"))
    st.html(f'<p class="pl-quiet" role="status">{_how_far(work.progress, work.share)}</p>')
    if work.can_stop and st.button(text("upload.work.stop"), key="stop"):
        work.stop()


def _how_far(progress: Progress, share: float) -> str:
    parts = [locale.percent(share, session.language())]
    if progress.rows:
        parts.append(_rows_done(progress))
    left = progress.seconds_left
    if left is not None and share > 0.1:
        parts.append(plural("upload.work.left", max(1, round(left))))
    return " · ".join(parts)


def _rows_done(progress: Progress) -> str:
    if progress.total:
        return text("upload.work.rows-of", rows=progress.rows, total=max(progress.rows, progress.total))
    return plural("upload.rows", progress.rows)


def _say_stopped(draft: Draft) -> None:
    st.info(text("upload.work.stopped"))
    if st.button(text("upload.check.again"), key="again", type="primary"):
        draft.is_stopped = False
        st.rerun()


# ---- what was found -----------------------------------------------------------------------------------------------


def _show(draft: Draft, receipt: Receipt) -> None:
    if receipt.already_imported:
        st.info(text("upload.check.already", batch=receipt.batch))
        st.button(text("upload.file.other"), key="other", on_click=drafts.drop, args=("batch",))
        return
    st.markdown(account(receipt) + " " + text("upload.check.not-yet"))
    if receipt.rows_accepted:
        st.markdown(_totals(receipt))
        show_names(receipt)
    is_said = _ask_what_it_replaces(draft, tuple(receipt.copies_of | receipt.overlaps))
    _show_difference(draft, receipt)
    _ask_near_copies(draft, receipt)
    show_problems(receipt)
    if receipt.rows_refused or draft.corrected is not None:
        offer_refused_rows(draft, is_refused=bool(receipt.rows_refused))
    if is_said:
        _offer_to_record(draft, receipt)
    elif receipt.rows_accepted:
        st.warning(text("upload.replaces.first"), icon=":material/edit:")


def account(receipt: Receipt) -> str:
    """Every row of the file: accepted, refused, duplicate or blank."""
    return plural(
        "upload.check.rows",
        receipt.rows_in_file,
        accepted=receipt.rows_accepted,
        refused=receipt.rows_refused,
        duplicate=receipt.rows_duplicate,
        blank=receipt.rows_blank,
    )


def _totals(receipt: Receipt) -> str:
    parts = [text("upload.check.counts", activities=receipt.activities, organisations=receipt.organisations)]
    if receipt.rows_unclassified:
        parts.append(plural("upload.check.unclassified", receipt.rows_unclassified))
    parts += [plural("upload.check.copies", rows, batch=batch) for batch, rows in receipt.copies_of.items()]
    parts += [plural("upload.check.overlaps", rows, batch=batch) for batch, rows in receipt.overlaps.items()]
    return " ".join(parts)


def show_problems(receipt: Receipt) -> None:
    """One line for each kind of finding: what keeps rows out, then what is only said."""
    groups = grouped(*_standing(receipt))
    for severity in ProblemSeverity:
        lines = [_line(group) for group in groups if group.first.severity is severity]
        if lines:
            titles = [text(f"upload.problems.{name}") for name in ("what", "rows", "first")]
            components.table(text(f"upload.problems.{severity}"), titles, lines, numbers=(1,))


def _standing(receipt: Receipt) -> tuple[list[Problem], dict[str, int]]:
    """The findings and their counts, without what is said beside a row that is left out anyway."""
    if receipt.layout not in _ROW_BY_ROW:
        return list(receipt.problems), receipt.problem_counts
    out = {each.row for each in receipt.problems if each.severity is ProblemSeverity.BLOCKING}
    standing, beside = [], Counter[str]()
    for each in receipt.problems:
        if each.severity is ProblemSeverity.WARNING and each.row in out and each.code not in _OF_MANY_ROWS:
            beside[each.code] += 1
        else:
            standing.append(each)
    return standing, dict(Counter(receipt.problem_counts) - beside)


def _line(group: ProblemGroup) -> tuple[str, str, str]:
    first_rows = ", ".join(map(str, group.first_rows)) + (", …" if group.rows > len(group.first_rows) else "")
    return sentence(group.first), components.number(group.rows) if group.rows else "", first_rows


def sentence(problem: Problem) -> str:
    """A finding in words, its column as the reader calls it."""
    named = text(f"column.{problem.column}") if problem.column else None
    return components.finding(problem.model_copy(update={"column": named}))


def _ask_near_copies(draft: Draft, receipt: Receipt) -> None:
    """Rows that are nearly the same: kept or set aside, as the coordinator says."""
    if not any(code in receipt.problem_counts for code in _NEAR_COPIES):
        return

    def take(answer: str) -> None:
        draft.near_copies = "set-aside" if answer == "set-aside" else "keep"

    st.radio(
        text("upload.near-copies"),
        ["keep", "set-aside"],
        format_func=session.said("upload.near-copies.", ["keep", "set-aside"]),
        **session.answer("near-copies", draft.near_copies, take),
    )


# ---- a corrected file ---------------------------------------------------------------------------------------------


def _ask_what_it_replaces(draft: Draft, likely: tuple[str, ...]) -> bool:
    """Whether this is a corrected version of something recorded; only where that is likely. Whether it is answered."""
    known = {each.batch: each for each in session.batches() if each.undone_at is None}
    named = [each.batch for each in known.values() if each.file == draft.file_name]
    offered = [batch for batch in dict.fromkeys((*named, *likely, draft.replaces or "")) if batch in known]
    if not offered:
        draft.replaces = None
        return True

    def take(answer: str) -> None:
        draft.is_new = answer == _NEW
        draft.replaces = None if answer in ("", _NEW) else answer

    # As new, rows that differ are added to those recorded: nobody but the coordinator can know that this is meant.
    options = {"": text("upload.choose"), _NEW: text("upload.replaces.none")}
    options |= {batch: _batch_words(known[batch]) for batch in offered}
    standing = draft.replaces or (_NEW if draft.is_new else "")
    choose(text("upload.replaces"), options, standing, take, key="replaces")
    return bool(standing)


def _batch_words(batch: Batch) -> str:
    rows = plural("upload.rows", batch.rows_accepted)
    return text("upload.replaces.batch", batch=batch.batch, file=batch.file, rows=rows, day=batch.imported_at.date())


def _show_difference(draft: Draft, receipt: Receipt) -> None:
    """What would be added, changed and gone against the batch that is replaced."""
    if receipt.replaces is None:
        return
    counts = {change.value: getattr(receipt, change.value) or 0 for change in Change}
    st.markdown(text("upload.difference", batch=receipt.replaces, **counts))
    shown = receipt.differences[:_MOST_DIFFERENCES]
    said = rows_said(draft, {each.row for each in shown if each.row is not None})
    rows = [
        (
            text(f"upload.difference.{each.change.value}"),
            _number(each.row),
            _number(each.earlier_row),
            said.get(each.row or 0, ""),
        )
        for each in shown
    ]
    if rows:
        titles = [text(f"upload.difference.{name}") for name in ("what", "row", "earlier", "now")]
        components.table(plural("upload.difference.first", len(rows)), titles, rows, numbers=(1, 2))


def _number(row: int | None) -> str:
    return "" if row is None else str(row)


# ---- record -------------------------------------------------------------------------------------------------------


def _offer_to_record(draft: Draft, receipt: Receipt) -> None:
    """The button that writes. Clicked thrice it writes once: the draft records once, and the store knows the file."""
    if not receipt.rows_accepted:
        st.markdown(text("upload.record.nothing"))
        return
    if has_corrections(draft):
        components.quiet(text("upload.mend.first"))
        return
    with st.container(horizontal=True):
        kind = "replace" if draft.replaces else "do"
        label = plural(f"upload.record.{kind}", receipt.rows_accepted, batch=draft.replaces or "")
        st.button(label, type="primary", key="record", on_click=_record, args=(draft,), **_may_record(draft))
        st.button(text("upload.discard"), key="discard", type="tertiary", on_click=drafts.drop, args=("batch",))


def _may_record(draft: Draft) -> dict[str, Any]:
    """Whether the visitor may: what takes the place of a batch takes its rows out, as undoing it does."""
    wrote = [each.imported_by for each in session.batches() if each.batch == draft.replaces]
    return visitor.may("import") or (visitor.may("undo", wrote=wrote) if wrote else {})


def _record(draft: Draft) -> None:
    draft.begin(draft.question(session.store().version), import_log(draft, is_check=False), is_check=False)
