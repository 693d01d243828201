"""Writes about what is not told outside: organisations that asked not to be named, and how few people are too few.

`actions` is their door.
"""

from engagement import directory, replay
from engagement.errors import InputError
from engagement.impersonal import impersonal
from engagement.indicators import created_mechanisms
from engagement.parity import K
from engagement.registry import Mechanisms
from engagement.store import Store

MOST = 1000
"""No threshold is above this."""


def keep_out(store: Store, organisation: str, *, by: str, reason: str = "") -> int:
    """Name an organisation in no list that leaves the store, as it asked; it is counted as before.

    Returns the number of the journal's entry. Raises UnknownNameError or AmbiguousNameError; InputError when it is kept
    out already, or for a reason with an address or a telephone number.
    """
    return _decide(store, organisation, by, reason=impersonal(reason, "reason"))


def name_again(store: Store, organisation: str, *, by: str) -> int:
    """Take back that an organisation is not to be named. Raises as `keep_out`; InputError when it is not kept out."""
    return _decide(store, organisation, by, reason=None)


def _decide(store: Store, organisation: str, by: str, *, reason: str | None) -> int:
    """Keep an organisation out for a reason, which may be blank; without one, name it again."""
    is_kept_out = reason is not None
    with store.writing() as writer:
        whole = directory.key_of(store, organisation)
        key, name = directory.named(store, organisation)
        if bool(store.rows("from kept_out where organisation_id = $1", [whole])) is is_kept_out:
            raise InputError("kept-out-already" if is_kept_out else "kept-out-not", name=name)
        said = [{"name_id": key, "name": name, "is_kept_out": is_kept_out, "reason": reason}]
        if not is_kept_out:
            said = [row | {"is_kept_out": False} for row in store.rows(_STANDING, [whole])]
        return writer.append(replay.NAMING, by=by, parameters={"kept_out": said}).sequence


_STANDING = """
    select name_id, name
    from (from engagement.kept_out qualify row_number() over (partition by name_id order by sequence desc) = 1)
    left join engagement.identity using (name_id)
    where is_kept_out and coalesce(identity.organisation_id, name_id) = $1
    order by name_id
"""


def set_least_people(store: Store, mechanism: str | None, least: int, *, by: str) -> int:
    """Say fewer than how many people a network (None: all) tells nothing of. It may be raised above 5, never lowered.

    Returns the number of the journal's entry. Raises UnknownNameError, AmbiguousNameError or InputError.
    """
    if not K <= least <= MOST:
        raise InputError("least-people", least=least, fewest=K, most=MOST)
    place = None if mechanism is None else Mechanisms(created_mechanisms(store)).code_of(mechanism)
    with store.writing() as writer:
        said = [{"mechanism": place, "least": least}]
        return writer.append(replay.LEAST_PEOPLE, by=by, parameters={"least_people": said}).sequence
