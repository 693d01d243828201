"""What was answered already, for every visitor of this process: answers are frozen values, so all may hold the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any


class Memory:
    """Answers by key; too many, and those not asked for longest go first. Nobody works out what another is just doing.

    Streamlit's own cache hashes every part of a question anew: on a page of hundreds of words that is most of the time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._under_way: dict[Hashable, Lock] = {}
        self._lock = RLock()

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The answer kept under a key, made when it is first asked for. What fails is not kept."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            turn = self._under_way.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._held:
                    return self._held[key]
            return self._made(key, make)

    def _made(self, key: Hashable, make: Callable[[], Any]) -> Any:
        try:
            answer = make()
            with self._lock:
                self._held[key] = answer
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
        finally:
            with self._lock:
                self._under_way.pop(key, None)
        return answer

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
