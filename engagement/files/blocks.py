"""The rows of a file block by block, each column as its distinct texts and which of them stands in each row.

Two ways, one meaning: a plain CSV file is read by Arrow, which meets each text of a block once; the rows of any other
file come from Python. A block holds little enough that memory never holds much of a file.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow

from engagement import arrays
from engagement.errors import UnreadableFileError
from engagement.files.sheet import Dialect, Row

Given = bytes | Path
"""A file: what is in it, or where it is on this machine."""

BLOCK_BYTES = 16000000
"""How much of a file is taken apart at a time: what memory holds at once, and how often progress is said."""

BLOCK_ROWS = 50_000
"""The same, where the rows come from Python."""

_CHUNK_BYTES = 1_000_000
"""How much of a block Arrow reads at a time: what the processor has at hand."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class ForeignCsvError(Exception):
    """Arrow might read other cells than the strict reader; nothing was taken from the file."""


class Coded(NamedTuple):
    """A column: its distinct texts, and the place of the text of each row among them."""

    texts: pa.StringArray
    places: NDArray[np.int32]


class Block(NamedTuple):
    """Rows one after the other: their numbers in the file, and their columns in the order of the header."""

    numbers: NDArray[np.int32]
    columns: list[Coded]
    odd: list[int] = []  # the numbers of rows of another width, whose cells are not here
    end: int = 0  # how many bytes of the file came before and in the block, where that is known


def opened(given: Given) -> BinaryIO:
    """The file, to be read from its beginning. Raises UnreadableFileError when it is not there."""
    if isinstance(given, bytes):
        return io.BytesIO(given)
    try:
        return given.open("rb")
    except OSError as error:
        raise UnreadableFileError("file-not-there", file=given.name, reason=error.strerror) from None


# ---- from a plain CSV ----


def of_file(given: Given, dialect: Dialect, width: int) -> Iterator[Block]:
    """The rows of a plain CSV file. Raises ForeignCsvError when the strict reader must look at it."""
    number, end = dialect.first_row, 0
    with opened(given) as file:
        for part in _parts(file, dialect.first_row - 1, dialect.is_quoted):
            columns, odd, count = _read(part, dialect, width)
            end += len(part)
            numbers = np.delete(np.arange(number, number + count, dtype=np.int32), odd)
            yield Block(numbers, columns, [number + place for place in odd], end)
            number += count


def _parts(file: BinaryIO, skipped: int, is_quoted: bool) -> Iterator[bytes | memoryview]:
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
    if file.read(3) != _BYTE_ORDER_MARK:
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


def _read(part: bytes | memoryview, dialect: Dialect, width: int) -> tuple[list[Coded], list[int], int]:
    """The columns of some rows, the places of rows of another width, which are left out, and how many rows there were.

    Arrow takes letters after a closing quote for part of the cell, and a quote at the very end for closed, where the
    strict reader complains; and it passes over a byte-order mark in the middle of a file.
    """
    if part[:3] == _BYTE_ORDER_MARK or (dialect.is_quoted and not _are_quotes_strict(part, dialect.delimiter)):
        raise ForeignCsvError
    odd: list[int] = []

    def set_aside(row: arrow.InvalidRow) -> str:
        if not any(map(str.strip, next(csv.reader([row.text], delimiter=dialect.delimiter)))):
            return "error"  # a blank row, which is no row of another width
        odd.append(row.number - 1)
        return "skip"

    names = [str(place) for place in range(width)]
    try:
        table = arrow.read_csv(
            pa.BufferReader(part),
            arrow.ReadOptions(use_threads=False, block_size=_CHUNK_BYTES, column_names=names),
            arrow.ParseOptions(
                delimiter=dialect.delimiter,
                newlines_in_values=dialect.is_quoted,
                ignore_empty_lines=False,
                invalid_row_handler=set_aside,
            ),
            arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise ForeignCsvError from error
    found = [column.chunk(0) for column in table.unify_dictionaries().combine_chunks().columns]
    coded = [Coded(array.dictionary, arrays.numpy(array.indices)) for array in found]
    return coded, odd, table.num_rows + len(odd)


def _are_quotes_strict(part: bytes | memoryview, delimiter: str) -> bool:
    """Whether every cell in quotes begins with one, ends with one, and doubles those inside."""
    letters = np.frombuffer(part, np.uint8)
    chunks = range(0, len(letters), _CHUNK_BYTES)
    quotes = np.concatenate([np.flatnonzero(letters[at : at + _CHUNK_BYTES] == ord('"')) + at for at in chunks])
    if len(quotes) % 2:
        return False
    between = np.zeros(256, bool)
    between[[ord(letter) for letter in (delimiter, "\n", "\r", '"')]] = True
    opening, closing = quotes[::2], quotes[1::2]
    before, after = letters[opening[opening > 0] - 1], letters[closing[closing < len(letters) - 1] + 1]
    return bool(between[before].all() and between[after].all())


# ---- from rows ----


def of_rows(rows: Iterable[Row], width: int) -> Iterator[Block]:
    """Rows as the strict reader gives them, in one block at least."""
    rows = iter(rows)
    some = list(islice(rows, BLOCK_ROWS))
    while True:
        whole = [row for row in some if len(row[1]) == width]
        columns = zip(*(cells for _, cells in whole), strict=True) if whole else ((),) * width
        yield Block(
            np.fromiter((number for number, _ in whole), np.int32, len(whole)),
            [_code(cells) for cells in columns],
            [number for number, cells in some if len(cells) != width],
        )
        if not (some := list(islice(rows, BLOCK_ROWS))):
            return


def _code(cells: tuple[str, ...]) -> Coded:
    """A column coded."""
    places: dict[str, int] = {}
    coded = np.fromiter((places.setdefault(cell, len(places)) for cell in cells), np.int32, len(cells))
    return Coded(arrays.text(list(places)), coded)
