"""A long import says on standard error how far it has come."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engagement import locale
from engagement.progress import Progress

_TERMINAL, _FILE = 0.3, 10.0
"""Seconds between two lines: a terminal shows one line anew, a file of messages gets a line now and then."""


@contextmanager
def watched(file: str) -> Iterator[Progress]:
    """A progress that is said while the block works, and not at all when the work is short."""
    progress, done = Progress(), threading.Event()
    watcher = threading.Thread(target=_say, args=(file, progress, done), daemon=True)
    watcher.start()
    try:
        yield progress
    finally:
        done.set()
        watcher.join()


def _say(file: str, progress: Progress, done: threading.Event) -> None:
    is_terminal = sys.stderr.isatty()
    was_said = False
    while not done.wait(_TERMINAL if is_terminal else _FILE):
        line = sentence(file, progress)
        sys.stderr.write(f"\r\x1b[K{line}" if is_terminal else f"{line}\n")
        sys.stderr.flush()
        was_said = True
    if was_said and is_terminal:
        sys.stderr.write("\r\x1b[K")


def sentence(file: str, progress: Progress) -> str:
    """Where the work is: step, rows, and about how long it will take."""
    left = progress.seconds_left
    code = "cli.progress" if left is None else "cli.progress-left"
    rows = locale.number(progress.rows, "en")
    step = locale.text(f"cli.progress.{progress.step}", "en")
    return locale.text(code, "en", file=file, step=step, rows=rows, seconds=round(left or 0))
