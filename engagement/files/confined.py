"""Work on a stranger's file in a process of its own, with limits: a parser that is killed costs one sentence.

The file goes in by a pipe; out come a line of JSON and, below it, rows of cells parted by characters that XML and
every keyboard lack. Nothing touches a disk.
"""

import contextlib
import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engagement.errors import EngagementError, UnreadableFileError

_CELL, _ROW = "\x1f", "\x1e"

_ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""With -P: a worker runs our modules, whatever lies in the folder somebody works in.

Arrow's own pool takes a gigabyte of addresses before it is asked for anything, and those are what the limit counts.
"""

Bad = tuple[int, int, str, str]
"""A cell that holds no value: row from 1, column from 0, code of the sentence, and what is shown there."""
Answer = dict[str, Any]
"""What a worker says in JSON; `rows` beside it are lists of cells, a blank row being an empty list."""


def ask(module: str, content: bytes, *arguments: str, seconds: int, memory: int) -> tuple[Answer, list[list[str]]]:
    """What `python -m module` makes of a file. Raises UnreadableFileError when it says so, fails or hangs."""
    command = [sys.executable, "-P", "-m", module, str(seconds), str(memory), *arguments]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=seconds, check=False, env=_ENVIRONMENT
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFileError("file-unreadable") from None
    if done.returncode != 0:
        raise UnreadableFileError("file-unreadable")
    said, _, body = done.stdout.partition(b"\n")
    answer: Answer = json.loads(said)
    if "code" in answer:
        raise UnreadableFileError(answer["code"], **answer["values"])
    return answer, _unpacked(body)


def answer(make: Callable[[bytes, list[str]], tuple[Answer, Sequence[Sequence[str]]]]) -> None:
    """Read standard input within the limits given as arguments (SECONDS BYTES ...) and say what `make` makes of it.

    Whatever goes wrong ends the process with a code: a parser's panic is caught by nobody but the operating system.
    """
    gc.disable()  # this process ends soon
    seconds, memory = int(sys.argv[1]), int(sys.argv[2])
    _limit(seconds, memory)
    try:
        said, rows = make(sys.stdin.buffer.read(), sys.argv[3:])
    except EngagementError as refusal:
        said, rows = {"code": refusal.code, "values": refusal.values}, ()
    body = _packed(rows)
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + body)


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, memory))
    if sys.platform == "linux":  # macOS refuses to limit the address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(OSError):
        os.nice(5)


def _packed(rows: Sequence[Sequence[str]]) -> bytes:
    packed = _ROW.join([_CELL.join(row) for row in rows])
    parts = sum(map(len, rows)) - sum(map(bool, rows))
    if packed.count(_CELL) != parts or packed.count(_ROW) != max(len(rows) - 1, 0):
        raise UnreadableFileError("file-unreadable")
    return packed.encode()


def _unpacked(body: bytes) -> list[list[str]]:
    return [row.split(_CELL) if row else [] for row in body.decode().split(_ROW)] if body else []
