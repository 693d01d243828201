"""Writes about people: who is admitted in which role, and whose access ends. `actions` is their door.

A handle is an office or a user name; no personal name is needed, and an address is refused.
"""

from collections.abc import Sequence
from typing import Any

from engagement import access, replay
from engagement.access import ADMINISTRATOR, Person
from engagement.errors import InputError, UnknownNameError
from engagement.indicators import created_mechanisms
from engagement.registry import Mechanisms
from engagement.store import Store


def admit(store: Store, handle: str, role: str, *, networks: Sequence[str] = (), by: str) -> int:
    """Give somebody a role for some networks and working groups, or for all; what was said of them before is over.

    Returns the number of the journal's entry; that of the one that stands where it says the same. Raises InputError for
    a handle or a role that cannot be, the first person who is no administrator, and the last administrator made
    anything else; UnknownNameError, AmbiguousNameError, AccessError.
    """
    row = _row(store, handle, role, networks)
    with store.writing() as writer:
        admitted = access.people(store)
        for each in admitted:
            if each.model_dump(mode="json", include=set(row)) == row:
                return each.entry
        if role != ADMINISTRATOR:
            if not admitted:
                raise InputError("access-first")
            _keep_an_administrator(admitted, row["handle"])
        return writer.append(replay.ADMITTED, by=by, parameters={"person": [row]}).sequence


def end_access(store: Store, handle: str, *, by: str) -> int:
    """Let somebody write no longer. Raises UnknownNameError, InputError for the last administrator, AccessError."""
    with store.writing() as writer:
        admitted = access.people(store)
        known = [each.handle for each in admitted]
        said = handle.strip().lower()
        if said not in known:
            raise UnknownNameError("person-unknown", handle=handle, known=", ".join(known) or "–")
        _keep_an_administrator(admitted, said)
        ended: dict[str, Any] = {"handle": said, "role": None, "networks": []}
        return writer.append(replay.ACCESS_ENDED, by=by, parameters={"person": [ended]}).sequence


def _row(store: Store, handle: str, role: str, networks: Sequence[str]) -> dict[str, Any]:
    known = Mechanisms(created_mechanisms(store))
    codes = sorted({known.code_of(each) for each in networks})
    if role not in access.roles():
        raise InputError("access-role-unknown", given=role, possible=", ".join(access.roles()))
    if role == ADMINISTRATOR and codes:
        raise InputError("access-administrator-whole")
    return {"handle": access.handle(handle), "role": role, "networks": codes}


def _keep_an_administrator(admitted: Sequence[Person], handle: str) -> None:
    if access.administrators(admitted) == (handle,):
        raise InputError("access-last", handle=handle)
