"""A meeting that never had a sheet, written down by hand: the same findings, check and receipt as a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import ClassVar

import streamlit as st

from dashboard import components, drafts, session, visitor
from dashboard.session import plural, text
from dashboard.upload_check import sentence
from dashboard.upload_done import ask_to_undo, show_imports
from dashboard.upload_found import codes, grouped
from dashboard.upload_frame import choose, explain, meaning, write
from engagement import actions, indicators
from engagement.batches import HandRecord, HeadCount, Receipt
from engagement.errors import EngagementError, InvalidLogError
from engagement.model import Problem, ProblemSeverity

OWN_SENTENCES = frozenset(
    (
        "activity-missing",
        "date-missing",
        "date-unreadable",
        "date-ambiguous",
        "date-impossible",
        "date-two-digit-year",
        "date-serial",
        "mechanism-missing",
        "mechanism-ambiguous",
        "mechanism-new",
        "who-missing",
        "personal-data",
        "text-too-long",
        "count-ambiguous",
        "count-too-large",
        "row-copy",
        "row-copy-kept",
        "row-copy-store",
        "row-near-copy",
        "total-row",
        "header-again",
        "organisation-confirm",
    )
)
"""Findings whose own sentence speaks of a file: on the form they have another."""

_NEW = "+"
_ROWS_AT_FIRST = 3
_COUNTS = ("people", "women", "men")


@dataclass
class HandDraft:
    """What was written so far. A blank head-count is none."""

    size: ClassVar[int] = 0
    about: dict[str, str] = field(default_factory=dict)
    head_counts: list[dict[str, str]] = field(default_factory=lambda: [{} for _ in range(_ROWS_AT_FIRST)])
    outcome: Receipt | EngagementError | None = None
    checked: HandRecord | None = None
    recorded: Receipt | None = None
    turn: "RLock" = field(default_factory=RLock)

    def let_go(self) -> None:
        """Nothing runs on its behalf."""

    def record(self) -> HandRecord:
        """The meeting as it would be recorded."""
        about = {name: self.about.get(name, "").strip() for name in _ABOUT}
        return HandRecord(**about, head_counts=tuple(HeadCount(**row) for row in self.filled()))

    def filled(self) -> list[dict[str, str]]:
        """The head-counts in which something is said."""
        rows = [{name: value.strip() for name, value in row.items()} for row in self.head_counts]
        return [row for row in rows if any(row.values())]


_PAIRS = (("activity", "date"), ("network", "working_group"), ("open_to_stakeholders", "place"))
_ABOUT = tuple(column for pair in _PAIRS for column in pair)
_CHOSEN = ("open_to_stakeholders",)


def show_by_hand() -> None:
    """The form, what the check says of it, and what was recorded."""
    draft = drafts.draft("meeting", HandDraft)
    if draft is None:
        draft = HandDraft()
        drafts.keep("meeting", draft)
    with draft.turn:
        if draft.recorded:
            _show_receipt(draft.recorded)
            show_imports(draft.recorded.batch)
            return
        _ask(draft)
        _show_outcome(draft)


def _ask(draft: HandDraft) -> None:
    st.header(text("by-hand.meeting"))
    st.markdown(text("by-hand.why"))
    for pair in _PAIRS:
        for half, column in zip(st.columns(2), pair, strict=True):
            with half:
                _ask_about(draft, column)
    st.header(text("by-hand.who"))
    st.markdown(text("by-hand.who.why"))
    for place in range(len(draft.head_counts)):
        _ask_head_count(draft, place)
    st.button(text("by-hand.more"), key="more", icon=":material/add:", on_click=draft.head_counts.append, args=({},))
    st.button(text("by-hand.check"), key="check", type="primary", on_click=_check, args=(draft,))


def _ask_about(draft: HandDraft, column: str) -> None:
    label = text(f"column.{column}")
    if column in ("network", "working_group"):
        _ask_mechanism(draft, column)
    elif column in _CHOSEN:
        names = {"": text("upload.choose-none")} | {code: meaning(column, code) for code in codes(column)}
        choose(label, names, draft.about.get(column, ""), _take(draft.about, column), key=f"hand:{column}")
    else:
        example = text(f"upload.whole-file.{column}.example")
        standing = draft.about.get(column, "")
        write(label, standing, _take(draft.about, column), key=f"hand:{column}", placeholder=example)


def _take(answers: dict[str, str], name: str) -> Callable[[str], None]:
    def take(answer: str) -> None:
        answers[name] = answer

    return take


def _ask_mechanism(draft: HandDraft, column: str) -> None:
    """A network or working group there is, or the name of a new one."""
    network, now = draft.about.get("network", ""), draft.about.get(column, "")
    every = [each for each in indicators.all_mechanisms(session.store(), session.language()) if each.kind == column]
    known = {each.code: each.name for each in every if not (network and each.parent) or each.parent == network}
    new = f"new {column}"
    is_new = bool(draft.about.get(new)) or bool(now and now not in known)

    def take(code: str) -> None:
        draft.about[new] = code if code == _NEW else ""
        draft.about[column] = "" if code == _NEW else code

    options = {"": text("upload.choose-none"), _NEW: text("upload.new"), **known}
    choose(text(f"column.{column}"), options, _NEW if is_new else now, take, key=f"hand:{column}")
    if is_new:
        write(text(f"upload.new.{column}"), now, _take(draft.about, column), key=f"hand:{new}")


def _ask_head_count(draft: HandDraft, place: int) -> None:
    """One group: which, and how many came."""
    row = draft.head_counts[place]
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"head-count-{place}"):
        names = {"": text("upload.choose")} | {code: meaning("category", code) for code in codes("category")}
        label = text("by-hand.group", row=str(place + 1))
        st.selectbox(
            label,
            list(names),
            format_func=names.__getitem__,
            width=280,
            **session.answer(f"hand:{place}:category", row.get("category", ""), _take(row, "category")),
        )
        st.text_input(
            text("by-hand.organisation", row=str(place + 1)),
            width=240,
            **session.answer(f"hand:{place}:organisation", row.get("organisation", ""), _take(row, "organisation")),
        )
        for count in _COUNTS:
            st.text_input(
                text("by-hand.count", column=text(f"column.{count}"), row=str(place + 1)),
                width=125,
                **session.answer(f"hand:{place}:{count}", row.get(count, ""), _take(row, count)),
            )


# ---- check and record ---------------------------------------------------------------------------------------------


def _check(draft: HandDraft) -> None:
    draft.checked = draft.record()
    draft.outcome = _tried(draft.checked, is_check=True)


def _record(draft: HandDraft) -> None:
    """Write the meeting, once: a second click finds what the first has written."""
    with draft.turn:
        if draft.recorded or draft.checked is None:
            return
        outcome = _tried(draft.checked, is_check=False)
        if isinstance(outcome, Receipt):
            draft.recorded = outcome
        else:
            draft.outcome = outcome


def _tried(record: HandRecord, *, is_check: bool) -> Receipt | EngagementError:
    if not record.head_counts:
        return InvalidLogError("by-hand-empty")
    try:
        return actions.record_by_hand(session.store(), record, by=session.actor(), is_check=is_check)
    except EngagementError as error:
        return error


def _show_outcome(draft: HandDraft) -> None:
    """What the check found; what has been written since then has to be checked anew."""
    if draft.outcome is None:
        return
    st.header(text("by-hand.check.header"))
    if draft.checked != draft.record():
        st.info(text("by-hand.stale"))
        return
    if isinstance(draft.outcome, EngagementError):
        if draft.outcome.code == "by-hand-empty":
            st.error(text("by-hand.empty"))
        else:
            explain(draft.outcome)
        return
    _show_check(draft, draft.outcome)


def _show_check(draft: HandDraft, receipt: Receipt) -> None:
    if receipt.already_imported:
        st.info(text("by-hand.already", batch=receipt.batch))
        return
    rows = {"accepted": receipt.rows_accepted, "refused": receipt.rows_refused, "duplicate": receipt.rows_duplicate}
    st.markdown(plural("by-hand.accepted", receipt.rows_read, **rows))
    for severity in ProblemSeverity:
        said = [
            form_sentence(each.first) for each in grouped(_numbered(receipt), {}) if each.first.severity is severity
        ]
        if said:
            title = text(f"by-hand.{severity}")
            components.table(title, [text("upload.problems.what")], [(each,) for each in said])
    if receipt.rows_accepted:
        label = plural("by-hand.record", receipt.rows_accepted)
        st.button(label, key="record", type="primary", on_click=_record, args=(draft,), **visitor.may("import"))


def form_sentence(problem: Problem) -> str:
    """A finding in words that fit the form: it has groups, where a file has rows and columns."""
    place = {"row": str(problem.row), "column": text(f"column.{problem.column}") if problem.column else ""}
    if problem.code in OWN_SENTENCES:
        said = text(f"by-hand.{problem.code}", **{"value": problem.value or "", **problem.params, **place})
        near = problem.params.get("nearest")
        return text("problem.nearest", sentence=said, nearest=near) if near else said
    said = sentence(problem)
    for name in ("place", "row"):
        said = said.replace(text(f"by-hand.{name}-in-file", **place), text(f"by-hand.{name}", **place), 1)
    return said


def _numbered(receipt: Receipt) -> list[Problem]:
    """The findings with the numbers of the groups on the page: row 2 of the log is the first."""
    return [_of_group(each) for each in receipt.problems]


def _of_group(problem: Problem) -> Problem:
    first = problem.params.get("first")
    params = problem.params | ({"first": str(int(first) - 1)} if first else {})
    return problem.model_copy(update={"row": problem.row and problem.row - 1, "params": params})


def _show_receipt(receipt: Receipt) -> None:
    st.header(text("upload.step.done"))
    st.success(plural("by-hand.recorded", receipt.rows_accepted, batch=receipt.batch))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("views/gaps.py", label=text("upload.see-gaps"), icon=":material/arrow_forward:", width="content")
        st.button(text("by-hand.another"), key="another", on_click=drafts.drop, args=("meeting",))
        ask_to_undo(receipt.batch or "", place="receipt")
