"""A file in parts that end where a row ends, so that memory holds little of it at once."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from engagement.errors import UnreadableFileError
from engagement.files.sheet import Row

Given = bytes | Path
"""A file: what is in it, or where it is on this machine."""

BLOCK_BYTES = 24_000_000
"""How much of a file is taken apart at a time: what memory holds at once, and how often progress is said."""


def opened(given: Given) -> BinaryIO:
    """The file, to be read from its beginning. Raises UnreadableFileError when it is not there."""
    if isinstance(given, bytes):
        return io.BytesIO(given)
    try:
        return given.open("rb")
    except OSError as error:
        raise UnreadableFileError("file-not-there", file=given.name, reason=error.strerror) from None


def blocks(file: BinaryIO, skipped: int, is_quoted: bool) -> Iterator[bytes | memoryview]:
    """The bytes of a CSV in parts that end where a row ends; the first rows are left out."""
    _skip(file, skipped)
    rest = b""
    while more := file.read(BLOCK_BYTES):
        part = rest + more
        end = _last_row_end(part, is_quoted)
        rest = part[end:]
        if end:
            yield memoryview(part)[:end]
    if rest:
        yield rest


def _skip(file: BinaryIO, rows: int) -> None:
    """Past the byte-order mark and the first rows, none of which goes on over a line's end: the reader looked."""
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)
    for _ in range(rows):
        file.readline()


def _last_row_end(part: bytes, is_quoted: bool) -> int:
    """Where the last whole row ends: after a line's end outside quotes, where the number of quotes is even."""
    end = part.rfind(b"\n") + 1
    if is_quoted:
        quotes = part.count(b'"', 0, end)
        while end and quotes % 2:
            before = part.rfind(b"\n", 0, end - 1) + 1
            quotes -= part.count(b'"', before, end)
            end = before
    return end


def written(rows: Iterable[Row]) -> Iterator[bytes]:
    """Rows as blocks of CSV, each row after its number."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for number, row in rows:
        writer.writerow((number, *row))
        if lines.tell() > BLOCK_BYTES:
            yield lines.getvalue().encode("utf-8", "backslashreplace")
            lines.seek(0)
            lines.truncate()
    if lines.tell():
        yield lines.getvalue().encode("utf-8", "backslashreplace")
