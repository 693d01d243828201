"""How far a long import has come, and the wish to stop it: shared by the thread that works and the one that looks."""

import time
from enum import StrEnum

from engagement.errors import CancelledError


class Step(StrEnum):
    """What an import is doing, in order."""

    READING = "reading"  # the file, and what each distinct value means
    ROWS = "rows"  # every row is judged
    RECORDING = "recording"  # journal and index


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
        """An estimate from the rows done so far; None when there is nothing to estimate from."""
        done = (list(Step).index(self.step) + (self.rows / self.total if self.total else 0)) / len(Step)
        passed = time.monotonic() - self._began
        return passed * (1 - done) / done if done else None
