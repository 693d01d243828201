"""How far a long import has come, and the wish to stop it: shared by the thread that works and the one that looks."""

import time
from enum import StrEnum

from engagement.errors import CancelledError


class Step(StrEnum):
    """What an import is doing, in order."""

    READING = "reading"  # the file, and what each distinct value means
    ROWS = "rows"  # every row is judged
    NAMES = "names"  # organisations are compared with those that are known
    RECORDING = "recording"  # journal and index


_READING_SHARE = 0.75
"""How much of an import of a million rows is over when they are read (measured)."""


class Progress:
    """`rows` of `total` are done in the present step (`total` None: not known yet)."""

    def __init__(self) -> None:
        self.step = Step.READING
        self.rows = 0
        self.total: int | None = None
        self._is_cancelled = False
        self._began = time.monotonic()

    def reach(self, step: Step, rows: int = 0, total: int | None = None) -> None:
        """Say where the work is. Raises CancelledError when somebody has asked to stop."""
        if self._is_cancelled:
            raise CancelledError("import-cancelled")
        self.step, self.rows, self.total = step, rows, max(total or self.total or 0, rows) or None

    def cancel(self) -> None:
        """Ask the work to stop; nothing will have been recorded. Too late once it is being recorded."""
        self._is_cancelled = True

    @property
    def seconds_left(self) -> float | None:
        """An estimate while the rows are read, which is most of the work; None when there is nothing to tell from."""
        if self.step is not Step.READING or not self.rows or not self.total:
            return None
        passed = time.monotonic() - self._began
        return passed * (self.total / self.rows / _READING_SHARE - 1)
