"""What the visitor may write: a button that would be refused is not offered, and says why."""

from collections.abc import Collection
from typing import Any

from dashboard import session
from engagement import access, locale
from engagement.access import Person
from engagement.errors import AccessError


def admitted() -> tuple[Person, ...]:
    """Who may write in the store that is looked at; none: everybody."""
    return session.recalled(access.people)


def may(act: str, *places: str | None, wrote: Collection[str] = ()) -> dict[str, Any]:
    """Keyword arguments for a button that does something of data/permissions.csv, in places if they are known.

    A place of None is everywhere, or the whole record. `wrote` are those whose entries would be taken back.
    """
    why = reason(act, *places, wrote=wrote)
    return {"disabled": True, "help": why} if why else {}


def reason(act: str, *places: str | None, wrote: Collection[str] = ()) -> str:
    """Why the visitor may not do something there; nothing where they may, as far as can be said before it is done."""
    try:
        by = session.actor()
    except AccessError as error:
        return _words(error)
    refused = access.refusal(admitted(), by, access.act(act), writers=wrote, places=_there(places))
    return _words(refused) if refused else ""


def _there(places: Collection[str | None]) -> access.Places | None:
    """Places with the network of each working group; None where none is known."""
    if not places:
        return None
    above = {each.code: each.parent for each in session.known_mechanisms()} if any(places) else {}
    return {place: [above.get(place or "")] for place in places}


def name() -> str:
    """What the visitor is called in the journal; a dash where nobody said it."""
    try:
        return session.actor()
    except AccessError:
        return "–"


def words() -> str:
    """Who the visitor is here, and in which role."""
    try:
        by = session.actor()
    except AccessError as error:
        return _words(error)
    person = access.known(admitted(), by)
    role = session.text(f"person-role.{person.role}" if person else "settings.people.no-role")
    return session.text("settings.people.you", handle=by, role=role)


def _words(error: AccessError) -> str:
    return locale.error_text(error.code, error.values, session.language())
