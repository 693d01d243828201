"""Where drafts wait: in the memory of this process, under names nobody can guess, and not for ever."""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import RLock
from typing import Protocol

MAX_DRAFTS = 40
MAX_BYTES = 300_000_000
MAX_SECONDS = 2 * 60 * 60
"""How many drafts are kept, how much of files they hold together, and how long one is kept that nobody looks at."""


class Shelved(Protocol):
    """What can wait on the shelf."""

    @property
    def size(self) -> int:
        """How many bytes of files it holds."""

    def let_go(self) -> None:
        """Stop what runs on its behalf: nobody will come back for it."""


@dataclass
class _Place:
    held: Shelved
    last_seen: float


class Shelf:
    """Drafts by name. Too many, too large or too old: those that waited longest go first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._places: dict[str, _Place] = {}
        self._lock = RLock()

    def put(self, held: Shelved) -> str:
        """Keep a draft; its new name."""
        with self._lock:
            name = secrets.token_urlsafe(18)
            self._places[name] = _Place(held, self._clock())
            self._make_room(name)
            return name

    def get(self, name: str) -> Shelved | None:
        """The draft of that name, if it is still there."""
        with self._lock:
            self._make_room(name)
            place = self._places.get(name)
            if place:
                place.last_seen = self._clock()
            return place.held if place else None

    def drop(self, name: str) -> None:
        """Let a draft go."""
        with self._lock:
            if place := self._places.pop(name, None):
                place.held.let_go()

    def clear(self) -> None:
        """Let every draft go."""
        for name in list(self._places):
            self.drop(name)

    def _make_room(self, kept: str) -> None:
        for name in list(self._too_old()):
            self.drop(name)
        waiting = sorted(self._places, key=lambda name: self._places[name].last_seen)
        for name in waiting:
            if name != kept and self._is_full():
                self.drop(name)

    def _too_old(self) -> Iterator[str]:
        now = self._clock()
        return (name for name, place in self._places.items() if now - place.last_seen > MAX_SECONDS)

    def _is_full(self) -> bool:
        return len(self._places) > MAX_DRAFTS or sum(each.held.size for each in self._places.values()) > MAX_BYTES


SHELF = Shelf()
"""That of this process."""
