"""What a visitor has begun: it waits in this process under a name that only the address and the visit know.

So it outlives a visit to another page, a reload and a second window.
"""

from typing import TypeVar

from dashboard import session
from dashboard.upload_shelf import SHELF, Shelved

Held = TypeVar("Held", bound=Shelved)


def draft(name: str, kind: type[Held]) -> Held | None:
    """The draft that the address names in `?name=`, else the one this visitor last had; None when there is none."""
    wanted = [*session.addressed(name)[:1], session.begun().get(name, "")]
    for code in filter(None, wanted):
        if isinstance(held := SHELF.get(code), kind):
            _remember(name, code)
            return held
    return None


def is_gone(name: str) -> bool:
    """Whether the address names a draft that is no longer kept."""
    return any(SHELF.get(code) is None for code in session.addressed(name)[:1])


def keep(name: str, held: Shelved) -> None:
    """Keep a draft and write its name into the address."""
    _remember(name, SHELF.put(held))


def drop(name: str) -> None:
    """Let go of the visitor's draft; the address forgets it."""
    for code in {*session.addressed(name)[:1], session.begun().pop(name, "")}:
        SHELF.drop(code)
    session.address(name)


def _remember(name: str, code: str) -> None:
    session.begun()[name] = code
    if session.addressed(name) != [code]:
        session.address(name, code)
