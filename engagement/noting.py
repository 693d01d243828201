"""Writes beside the logs: groups that are not expected, outreach, who looks after a gap. `actions` is their door.

Nothing personal is kept.
"""

from datetime import UTC, date, datetime

from engagement import brought, directory, following, replay
from engagement.desk import Row
from engagement.efforts import OutreachStep
from engagement.errors import InputError
from engagement.expectations import rule
from engagement.impersonal import impersonal
from engagement.indicators import created_mechanisms
from engagement.model import UNCLASSIFIED, GapType
from engagement.registry import Mechanisms
from engagement.store import Store

# ---- groups that are not expected ---------------------------------------------------------------------------------


def mark_not_expected(
    store: Store, mechanism: str | None, category: str, *, reason: str, said_by: str, on: date, by: str
) -> int:
    """Say that a group is not expected in a mechanism (None: everywhere) from a day on, why, and which office says so.

    The list of groups is not shortened by it. Returns the number of the journal's entry; that of the same mark where it
    is the last one. Raises UnknownNameError, AmbiguousNameError or InputError.
    """
    with store.writing() as writer:
        row = _mark(store, mechanism, category, reason, said_by, on) | {"is_expected": False}
        last = _last_mark(store, row)
        if last and {**last, "marked_on": last["marked_on"].isoformat()} == row | {"sequence": last["sequence"]}:
            return int(last["sequence"])
        return writer.append(replay.MARKED, by=by, parameters={"not_expected": [row]}).sequence


def mark_expected(
    store: Store, mechanism: str | None, category: str, *, reason: str, said_by: str, on: date, by: str
) -> int:
    """Take back from a day on that a group is not expected; both stay in the record. Raises as `mark_not_expected`."""
    with store.writing() as writer:
        row = _mark(store, mechanism, category, reason, said_by, on) | {"is_expected": True}
        last = _last_mark(store, row)
        if last is None or last["is_expected"]:
            raise InputError("mark-nothing-to-take-back", category=category)
        return writer.append(replay.MARKED, by=by, parameters={"not_expected": [row]}).sequence


def _mark(store: Store, mechanism: str | None, category: str, reason: str, said_by: str, on: date) -> Row:
    row = {
        "mechanism": None if mechanism is None else _place(store, mechanism),
        "category": _group(store, category),
        "reason": impersonal(reason, "reason"),
        "said_by": impersonal(said_by, "said-by"),
        "marked_on": _past(on),
    }
    if not row["reason"]:
        raise InputError("mark-without-reason")
    if not row["said_by"]:
        raise InputError("mark-without-said-by")
    return row


def _last_mark(store: Store, row: Row) -> Row | None:
    last = store.rows(
        """from engagement.not_expected
           where mechanism is not distinct from $mechanism and category = $category order by sequence desc limit 1""",
        {name: row[name] for name in ("mechanism", "category")},
    )
    return last[0] if last else None


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

    Returns the number of the journal's entry; that of the same record where there is one already. Raises
    UnknownNameError or AmbiguousNameError, InputError for a day that has not come, or a note with an address or a
    telephone number.
    """
    place, group, said = _place(store, mechanism), _group(store, category), impersonal(note, "note")
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
        if again := store.rows(_SAME_OUTREACH, {name: row[name] for name in _OF_OUTREACH}):
            return int(again[0]["sequence"])
        return writer.append(replay.REACHED_OUT, by=by, parameters={"outreach": [row]}).sequence


_OF_OUTREACH = ("mechanism", "category", "name_id", "step", "happened_on", "note")
_SAME_OUTREACH = """
    select sequence from engagement.outreach
    where mechanism = $mechanism and category = $category and name_id = $name_id and step = $step
        and happened_on = $happened_on and note = $note
"""


def withdraw_outreach(store: Store, entry: int, *, by: str) -> int:
    """Take a record of outreach back, by the number of its entry in the journal, which keeps both.

    Raises InputError when there is no such record, or it was taken back before.
    """
    with store.writing() as writer:
        if not store.rows("select 1 from engagement.outreach where sequence = $1", [entry]):
            raise InputError("outreach-not-there", entry=str(entry))
        return writer.append(replay.OUTREACH_WITHDRAWN, by=by, parameters={"entry": entry}).sequence


# ---- gaps ---------------------------------------------------------------------------------------------------------


def note_gap(
    store: Store, kind: GapType, mechanism: str, category: str | None, *, owner: str, note: str, by: str
) -> int:
    """Say which office looks after a gap, and what there is to say of it; both empty take back what was said.

    A later note stands in the place of an earlier one, and both stay in the record. Returns the number of the journal's
    entry; that of the note that stands when it says the same. Raises UnknownNameError, AmbiguousNameError, InputError.
    """
    if (category is None) is not (rule(kind).category == "no"):
        raise InputError("gap-category", type=kind.value)
    place, group = _place(store, mechanism), None if category is None else _group(store, category)
    row = {
        "mechanism": place,
        "category": group,
        "type": kind.value,
        "owner": impersonal(owner, "owner"),
        "note": impersonal(note, "note"),
    }
    with store.writing() as writer:
        said = following.standing_note(store, kind, place, group)
        before = (said.owner, said.note) if said else ("", "")
        if said and (row["owner"], row["note"]) == before:
            return said.entry
        if not (row["owner"] or row["note"] or any(before)):
            raise InputError("gap-note-empty")
        return writer.append(replay.NOTED, by=by, parameters={"gap_note": [row]}).sequence


# ---- what is written ----------------------------------------------------------------------------------------------


def _place(store: Store, mechanism: str) -> str:
    return Mechanisms(created_mechanisms(store)).code_of(mechanism)


def _group(store: Store, category: str) -> str:
    taxonomy = brought.taxonomy(store)
    code = taxonomy.recognise(category).category
    if code is None or code == UNCLASSIFIED:
        raise InputError("category-not-one-of-ours", category=category, categories=", ".join(taxonomy.codes))
    return code


def _past(on: date) -> str:
    if on > datetime.now(UTC).date():
        raise InputError("day-to-come", day=on)
    return on.isoformat()
