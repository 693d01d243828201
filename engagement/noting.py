"""Writes beside the logs: groups that are not expected, and outreach. `actions` is their door.

Nothing personal is kept.
"""

import re
from datetime import UTC, date, datetime

from engagement import directory, replay, taxonomy
from engagement.cells import names
from engagement.desk import Row
from engagement.efforts import OutreachStep
from engagement.errors import InputError
from engagement.indicators import created_mechanisms
from engagement.model import UNCLASSIFIED
from engagement.registry import Mechanisms
from engagement.store import Store

_TELEPHONE = re.compile(r"(?:\+|\b00)[\d (]{1,4}[\d ().-]{6,}|\b0\d{1,3}[ .-]\d{2,4}(?:[ .-]?\d{2,4}){1,4}\b")
_DAY = re.compile(r"\b\d{1,4}([./-])\d{1,2}\1\d{1,4}\b")


# ---- groups that are not expected ---------------------------------------------------------------------------------


def mark_not_expected(
    store: Store, mechanism: str | None, category: str, *, reason: str, said_by: str, on: date, by: str
) -> int:
    """Say that a group is not expected in a mechanism (None: everywhere) from a day on, why, and which office says so.

    The list of groups is not shortened by it. Returns the number of the journal's entry. Raises UnknownNameError,
    AmbiguousNameError or InputError.
    """
    with store.writing() as writer:
        row = _mark(store, mechanism, category, reason, said_by, on) | {"is_expected": False}
        return writer.append(replay.MARKED, by=by, parameters={"not_expected": [row]}).sequence


def mark_expected(
    store: Store, mechanism: str | None, category: str, *, reason: str, said_by: str, on: date, by: str
) -> int:
    """Take back from a day on that a group is not expected; both stay in the record. Raises as `mark_not_expected`."""
    with store.writing() as writer:
        row = _mark(store, mechanism, category, reason, said_by, on) | {"is_expected": True}
        if not _is_marked(store, row):
            raise InputError("mark-nothing-to-take-back", category=category)
        return writer.append(replay.MARKED, by=by, parameters={"not_expected": [row]}).sequence


def _mark(store: Store, mechanism: str | None, category: str, reason: str, said_by: str, on: date) -> Row:
    row = {
        "mechanism": None if mechanism is None else _place(store, mechanism),
        "category": _group(category),
        "reason": _impersonal(reason, "reason"),
        "said_by": _impersonal(said_by, "said-by"),
        "marked_on": _past(on),
    }
    if not row["reason"]:
        raise InputError("mark-without-reason")
    if not row["said_by"]:
        raise InputError("mark-without-said-by")
    return row


def _is_marked(store: Store, row: Row) -> bool:
    last = store.rows(
        """select is_expected from engagement.not_expected
           where mechanism is not distinct from $mechanism and category = $category order by sequence desc limit 1""",
        {name: row[name] for name in ("mechanism", "category")},
    )
    return bool(last) and not last[0]["is_expected"]


# ---- outreach -----------------------------------------------------------------------------------------------------


def record_outreach(
    store: Store,
    mechanism: str,
    category: str,
    organisation: str,
    *,
    step: OutreachStep,
    on: date,
    note: str = "",
    by: str,
) -> int:
    """Record that an organisation was invited for a group in a mechanism, has answered, or came.

    Returns the number of the journal's entry. Raises UnknownNameError or AmbiguousNameError, InputError for a day that
    has not come, or a note with an address or a telephone number.
    """
    place, group, said = _place(store, mechanism), _group(category), _impersonal(note, "note")
    with store.writing() as writer:
        key, name = directory.named(store, organisation)
        row = {
            "mechanism": place,
            "category": group,
            "name_id": key,
            "name": name,
            "step": step.value,
            "happened_on": _past(on),
            "note": said,
        }
        return writer.append(replay.REACHED_OUT, by=by, parameters={"outreach": [row]}).sequence


def withdraw_outreach(store: Store, entry: int, *, by: str) -> int:
    """Take a record of outreach back, by the number of its entry in the journal, which keeps both.

    Raises InputError when there is no such record, or it was taken back before.
    """
    with store.writing() as writer:
        if not store.rows("select 1 from engagement.outreach where sequence = $1", [entry]):
            raise InputError("outreach-not-there", entry=str(entry))
        return writer.append(replay.OUTREACH_WITHDRAWN, by=by, parameters={"entry": entry}).sequence


# ---- what is written ----------------------------------------------------------------------------------------------


def _place(store: Store, mechanism: str) -> str:
    return Mechanisms(created_mechanisms(store)).code_of(mechanism)


def _group(category: str) -> str:
    code = taxonomy.recognise(category).category
    if code is None or code == UNCLASSIFIED:
        raise InputError("category-not-one-of-ours", category=category, categories=", ".join(taxonomy.CODES))
    return code


def _past(on: date) -> str:
    if on > datetime.now(UTC).date():
        raise InputError("day-to-come", day=on)
    return on.isoformat()


def _impersonal(text: str, part: str) -> str:
    """A text as it is kept. Raises InputError when it holds an address or a telephone number, or is too long."""
    said = names.clean(text)
    if names.holds_address(text) or _TELEPHONE.search(_DAY.sub(" ", said)):
        raise InputError("note-personal", part=part)
    if len(said) > names.MAX_TEXT:
        raise InputError("note-too-long", part=part, limit=names.MAX_TEXT)
    return said
