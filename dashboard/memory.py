"""What was answered already, for every visitor of this process: answers are frozen values, so all may hold the same."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from engagement.recent import Recent

_NOTHING = object()


class Memory:
    """Answers by key; too many, and those not asked for longest go first. Nobody works out what another is just doing.

    Streamlit's own cache hashes every part of a question anew: on a page of hundreds of words that is most of the time.
    """

    def __init__(self, most: int) -> None:
        self._held = Recent(most)
        self._under_way: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        """Whether the answer is there, so that nobody has to wait for it."""
        return self._held.get(key, _NOTHING) is not _NOTHING

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer kept under a key, made when it is first asked for. What fails is not kept."""
        answer = self._held.get(key, _NOTHING)
        if answer is not _NOTHING:
            return answer
        with self._lock:
            turn = self._under_way.setdefault(key, Lock())
        with turn:
            answer = self._held.get(key, _NOTHING)
            return self._made(key, make) if answer is _NOTHING else answer

    def _made(self, key: Hashable, make: Callable[[], Any]) -> Any:
        try:
            answer = make()
            self._held.put(key, answer)
        finally:
            with self._lock:
                self._under_way.pop(key, None)
        return answer

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()
