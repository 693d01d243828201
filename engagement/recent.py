"""The last answers that were given, by question."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any


class Recent:
    """Answers by question, from any thread; too many, and those not asked for longest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: Hashable, otherwise: Any = None) -> Any:
        """The answer to a question, if it is held."""
        with self._lock:
            if asked not in self._held:
                return otherwise
            self._held.move_to_end(asked)
            return self._held[asked]

    def put(self, asked: Hashable, answer: Any) -> None:
        """Hold an answer."""
        with self._lock:
            self._held[asked] = answer
            self._held.move_to_end(asked)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
