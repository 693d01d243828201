"""Who may write what: people, the role each has, and what each role may do.

`data/permissions.csv` names every kind of entry of the journal; what it does not name, nobody may write. The store asks
`require` before an entry is written and `require_places` before it counts; entries of the past are never judged again.
While nobody is admitted, everybody who reaches the store may write everything.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from engagement import reference, replay
from engagement.cells import names
from engagement.desk import Row, named
from engagement.errors import AccessError, InputError
from engagement.journal import Entry
from engagement.model import Value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from engagement.store import Reader

ADMINISTRATOR = "administrator"
Places = Mapping[str | None, Collection[str | None]]
"""Codes of networks and working groups, None for everywhere; each with what it is a working group of, None for none."""

_HANDLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


class May(StrEnum):
    """Whether a role may do something; `own`: only to what the same person has written."""

    NO = "no"
    OWN = "own"
    YES = "yes"


class Act(Value):
    """Something that can be done to the record: the kinds of entry it is written as, and which role may do it."""

    code: str
    kinds: tuple[str, ...]
    roles: dict[str, May]

    @property
    def granted_to(self) -> tuple[str, ...]:
        """The roles that may do it to whatever anybody wrote, lowest first."""
        return tuple(role for role, may in self.roles.items() if may is May.YES)


class Person(Value):
    """What was said of a handle: an office or a user name. `role` None: their access has ended.

    `networks` are the codes of the networks and working groups the role is held for; none: for the whole record.
    """

    handle: str
    role: str | None
    networks: tuple[str, ...]
    entry: int
    since: datetime
    admitted_by: str


# ---- the table of permissions -------------------------------------------------------------------------------------


@cache
def acts() -> tuple[Act, ...]:
    """Everything that can be done to the record."""
    return tuple(
        Act(
            code=row.pop("act"),
            kinds=tuple(row.pop("kinds").split()),
            roles={role: May(may) for role, may in row.items()},
        )
        for row in map(dict, reference.table("permissions"))
    )


@cache
def roles() -> tuple[str, ...]:
    """The roles there are, lowest first."""
    return tuple(acts()[0].roles)


def act(code: str) -> Act:
    """Something that can be done, by its code."""
    return next(each for each in acts() if each.code == code)


def act_of(kind: str) -> Act:
    """What an entry of a kind does. Raises AccessError for a kind without a rule."""
    for each in acts():
        if kind in each.kinds:
            return each
    raise AccessError("access-no-rule", kind=kind)


# ---- people -------------------------------------------------------------------------------------------------------


_EVERY = """
    select handle, role, networks, sequence as entry, written_at as since, actor as admitted_by
    from engagement.person join engagement.entry using (sequence)
"""
_STANDING = (
    "from (" + _EVERY + " qualify row_number() over (partition by handle order by sequence desc) = 1)"
    " where role is not null order by handle"
)


def people(store: "Reader") -> tuple[Person, ...]:
    """Who is admitted, by handle; none: whoever reaches the store may write everything."""
    return _persons(store.recalled(_STANDING))


def history(store: "Reader") -> tuple[Person, ...]:
    """Everything that was ever said of anybody, newest first."""
    return _persons(store.rows(_EVERY + " order by entry desc"))


def _persons(rows: Sequence[Row]) -> tuple[Person, ...]:
    return tuple(Person(**row | {"since": row["since"].replace(tzinfo=UTC)}) for row in rows)


def administrators(admitted: Sequence[Person]) -> tuple[str, ...]:
    """The handles of those who may admit others."""
    return tuple(each.handle for each in admitted if each.role == ADMINISTRATOR)


def handle(given: str) -> str:
    """A handle as it is kept, in small letters. Raises InputError for an address or what cannot be one."""
    said = given.strip()
    if names.holds_address(said):
        raise InputError("handle-address")
    if not _HANDLE.fullmatch(said):
        raise InputError("handle-unfit")
    return said.lower()


def signed_in(said: object) -> str:
    """The handle of whoever a proxy says has signed in. Raises AccessError where it says nothing, or an address."""
    if not isinstance(said, str) or not said.strip():
        raise AccessError("access-not-signed-in")
    try:
        return handle(said)
    except InputError:
        raise AccessError("access-header-unfit") from None


def known(admitted: Sequence[Person], by: str) -> Person | None:
    """Which of those admitted somebody is; None: none of them."""
    said = by.strip()
    spelled = said.lower() if _HANDLE.fullmatch(said) else None  # no letter that only looks like another
    return next((each for each in admitted if each.handle == spelled), None)


# ---- may they? ----------------------------------------------------------------------------------------------------


def refusal(
    admitted: Sequence[Person],
    by: str,
    act: Act,
    *,
    writers: Collection[str] = (),
    places: Places | None = None,
) -> AccessError | None:
    """Why somebody may not do something to what `writers` have written, said of `places`; None: they may.

    A role that may take back its own is refused where somebody else wrote any of it. Places of None are not known yet.
    A role for a network is one for its working groups.
    """
    if not admitted:
        return None
    whom = {"by": by, "administrators": administrators(admitted)}
    person = known(admitted, by)
    if person is None or person.role is None:
        return AccessError("access-unknown", **whom)
    may = act.roles.get(person.role, May.NO)
    is_own = all(known([person], each) for each in writers)
    if may is May.NO or (may is May.OWN and not is_own):
        code = "access-own" if may is May.OWN else "access-role"
        return AccessError(code, role=person.role, act=act.code, roles=act.granted_to, **whom)
    if places is None or not person.networks:
        return None
    return _elsewhere(person, places, whom)


def _elsewhere(person: Person, places: Places, whom: dict[str, Any]) -> AccessError | None:
    """Why a role held for some networks does not reach places: none, or one of None, is of the whole record."""
    whom = whom | {"networks": person.networks}
    if None in places or not places:
        return AccessError("access-whole", **whom)
    held = set(person.networks)
    outside = [place for place, above in places.items() if place and place not in held and not held.issuperset(above)]
    return AccessError("access-elsewhere", places=tuple(sorted(outside)), **whom) if outside else None


# ---- asked by the store -------------------------------------------------------------------------------------------


def require(cursor: "DuckDBPyConnection", kind: str, by: str, parameters: Mapping[str, Any]) -> str:
    """As whom the journal says an entry is written: the handle of somebody admitted, else what `by` says.

    Raises AccessError when their role does not allow it, and for an address: asked before any of it is written. A file
    that takes the place of another takes its rows out, as undoing it does.
    """
    said = " ".join(by.split())
    if not said or not said.isprintable() or names.holds_address(said):
        raise AccessError("access-actor-unfit")
    admitted = _admitted(cursor)
    asked = [(act_of(kind), parameters.get("batch"))]
    if replaced := parameters.get("replaces"):
        asked.append((act_of(replay.UNDONE), replaced))
    for act, batch in asked:
        if refused := refusal(admitted, said, act, writers=_writers(cursor, batch)):
            raise refused
    person = known(admitted, said)
    return person.handle if person else said


def _writers(cursor: "DuckDBPyConnection", batch: int | None) -> list[str]:
    wrote = cursor.execute("select actor from engagement.entry where sequence = $1", [batch]).fetchall()
    return [actor for (actor,) in wrote]


_PLACES = """
    with said(place) as (
        select mechanism from engagement.activity where batch = $entry
        union select code from engagement.mechanism where batch = $entry
        union select code from engagement.mechanism_detail where batch = $entry
        union select mechanism from engagement.seat where batch = $entry
        union select mechanism from engagement.expectation where sequence = $entry
        union select mechanism from engagement.not_expected where sequence = $entry
        union select mechanism from engagement.outreach where sequence = $entry
        union select mechanism from engagement.gap_note where sequence = $entry
        union select mechanism from engagement.least_people where sequence = $entry
        union select version.mechanism from engagement.expectation_end as ended
            join engagement.expectation_version as version
                on version.sequence = ended.declared_in and version.place = ended.place
            where ended.sequence = $entry
    )
    select place, list(parent) from said left join mechanism on code = place group by place
"""
_TAKEN_BACK = ("batch", "replaces", "entry")
"""Where an entry names one whose rows it takes out of the index."""


def places_taken_back(cursor: "DuckDBPyConnection", by: str, parameters: Mapping[str, Any]) -> Places | None:
    """Where the entries that one takes back say something: asked before it is applied. None: the role is for all."""
    person = known(_admitted(cursor), by)
    if person is None or not person.networks:
        return None
    return _places(cursor, *(parameters.get(name) for name in _TAKEN_BACK))


def require_places(cursor: "DuckDBPyConnection", entry: Entry, taken: Places | None) -> None:
    """Raise AccessError when an entry, applied and not yet committed, reaches beyond the networks of who wrote it."""
    if taken is None:
        return
    reached = _places(cursor, entry.sequence, entry.parameters.get("restores"))
    places = {place: [*taken.get(place, ()), *reached.get(place, ())] for place in (*taken, *reached)}
    if refused := refusal(_admitted(cursor), entry.by, act_of(entry.kind), places=places):
        raise refused


def _admitted(cursor: "DuckDBPyConnection") -> tuple[Person, ...]:
    return _persons(named(cursor.execute(_STANDING)))


def _places(cursor: "DuckDBPyConnection", *entries: int | None) -> Places:
    said: dict[str | None, list[str | None]] = {}
    for entry in filter(None, entries):
        for place, above in cursor.execute(_PLACES, {"entry": entry}).fetchall():
            said.setdefault(place, []).extend(above)
    return said
