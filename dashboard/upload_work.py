"""Long work done beside the page, so that the page can say how far it is and take a wish to stop."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache

from engagement.batches import Receipt
from engagement.errors import CancelledError
from engagement.progress import Progress, Step

_AT_A_TIME = 2
"""Imports that run at once in this process; others wait their turn."""

_SPANS = {Step.READING: (0, 0.75), Step.ROWS: (0.75, 0.85), Step.NAMES: (0.85, 0.9), Step.RECORDING: (0.9, 1)}
"""Of the whole, where each step begins and ends: most of an import is reading."""


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=_AT_A_TIME, thread_name_prefix="import")


class Work:
    """One check or one recording. `question` is what it answers, `is_check` whether it only looks."""

    def __init__(self, question: object, task: Callable[[Progress], Receipt], *, is_check: bool) -> None:
        self.question, self.is_check = question, is_check
        self.progress = Progress()
        self._future: Future[Receipt] = _workers().submit(task, self.progress)

    @property
    def is_done(self) -> bool:
        """Whether it has come to an end, good or bad."""
        return self._future.done()

    @property
    def is_waiting(self) -> bool:
        """Whether other imports have to end first."""
        return not self._future.running() and not self._future.done()

    @property
    def can_stop(self) -> bool:
        """Whether a wish to stop still leaves nothing behind."""
        return not self.is_done and self.progress.step is not Step.RECORDING

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1, as far as one can tell."""
        begin, end = _SPANS[self.progress.step]
        within = min(self.progress.rows / self.progress.total, 1) if self.progress.total else 0
        return begin + (end - begin) * within

    def wait(self, seconds: float) -> bool:
        """Give it some time; whether it is done."""
        wait([self._future], timeout=seconds)
        return self.is_done

    def stop(self) -> None:
        """Ask it to stop; nothing will have been recorded."""
        self._future.cancel()
        self.progress.cancel()

    def receipt(self) -> Receipt:
        """What came of it. Raises what the work raised, and CancelledError when it was stopped before it began."""
        if self._future.cancelled():
            raise CancelledError("import-cancelled")
        return self._future.result()
