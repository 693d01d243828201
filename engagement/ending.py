"""Writes that end a declared expectation, withdraw it, or let it stand again. `actions` is their door.

What was declared stays in the journal and in the index; only the days on which it holds change.
"""

from datetime import date

from engagement import replay, versions
from engagement.errors import InputError
from engagement.impersonal import impersonal
from engagement.store import Store


def end_expectation(store: Store, version: str, *, last_day: date, said_by: str, reason: str = "", by: str) -> int:
    """Let a version hold for the last time on a day; an older version holds after it where there is one.

    Returns the number of the journal's entry. Raises UnknownNameError for a version that is not there, InputError for a
    day before its first one.
    """
    return _end(store, version, last_day, said_by, reason, by=by, is_withdrawn=False)


def withdraw_expectation(store: Store, version: str, *, said_by: str, reason: str = "", by: str) -> int:
    """Let a version hold on no day, as after a mistake. Raises as `end_expectation`."""
    return _end(store, version, None, said_by, reason, by=by, is_withdrawn=True)


def withdraw_declaration(store: Store, entry: int, *, said_by: str, reason: str = "", by: str) -> int:
    """Withdraw every version that one entry of the journal has declared. Raises as `withdraw_expectation`."""
    office, why = _said(said_by, reason)
    with store.writing() as writer:
        rows = versions.of_entry(store, entry)
        ended = [_row(versions.name_of(row), None, office, why, is_withdrawn=True) for row in rows]
        return writer.append(replay.EXPECTATION_ENDED, by=by, parameters={"expectation_end": ended}).sequence


def restore_expectation(store: Store, version: str, *, by: str) -> int:
    """Let a version hold again on the days it was declared for.

    Raises UnknownNameError, or InputError when nobody has ended it.
    """
    with store.writing() as writer:
        row = versions.found(store, version)
        if not row["is_withdrawn"] and row["last_day"] is None:
            raise InputError("version-not-ended", version=version)
        ended = _row(version, None, "", "", is_withdrawn=False)
        return writer.append(replay.EXPECTATION_ENDED, by=by, parameters={"expectation_end": [ended]}).sequence


def _end(
    store: Store, version: str, last_day: date | None, said_by: str, reason: str, *, by: str, is_withdrawn: bool
) -> int:
    office, why = _said(said_by, reason)
    with store.writing() as writer:
        row = versions.found(store, version)
        if last_day and row["valid_from"] and last_day < row["valid_from"]:
            raise InputError("version-ends-before", day=last_day, first=row["valid_from"])
        ended = _row(version, last_day, office, why, is_withdrawn=is_withdrawn)
        return writer.append(replay.EXPECTATION_ENDED, by=by, parameters={"expectation_end": [ended]}).sequence


def _said(said_by: str, reason: str) -> tuple[str, str]:
    office, why = impersonal(said_by, "said-by"), impersonal(reason, "reason")
    if not office:
        raise InputError("version-without-said-by")
    return office, why


def _row(version: str, last_day: date | None, said_by: str, reason: str, *, is_withdrawn: bool) -> dict[str, object]:
    entry, _, place = version.strip().partition(".")
    return {
        "declared_in": int(entry),
        "place": int(place),
        "last_day": last_day.isoformat() if last_day else None,
        "is_withdrawn": is_withdrawn,
        "said_by": said_by,
        "reason": reason,
    }
