"""Take a Parquet file apart in a process of its own: `python -m engagement.files.columnar SECONDS BYTES ROWS COLUMNS`.

It is read straight from memory, a block of rows at a time, and no further than the limits allow.
"""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import pyarrow as pa
from pyarrow import parquet, types

from engagement.errors import UnreadableFileError
from engagement.files import confined
from engagement.files.confined import Bad
from engagement.files.workbook import text

_BLOCK = 8_192
_SHOWN = 60
_MOMENTS = (types.is_date, types.is_time, types.is_timestamp)
_WHOLE_SECOND = re.compile(r"\.0+(?!\d)")
_MIDNIGHT = " 00:00:00"


def take_apart(content: bytes, arguments: Sequence[str]) -> tuple[confined.Answer, Sequence[Sequence[str]]]:
    """The columns and rows of a Parquet file as text; a cell that holds a list, a structure or bytes is a bad one.

    Raises UnreadableFileError.
    """
    max_rows, max_columns = map(int, arguments[:2])
    try:
        header, found = _read(content, max_rows, max_columns)
    except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError):
        raise UnreadableFileError("file-unreadable") from None
    bad: list[Bad] = []
    for number, row in enumerate(found, start=2):
        bad += [(number, place, "cell-nested", _text(each)) for place, each in enumerate(row) if _is_nested(each)]
    rows = [header, *([_text(cell) for cell in row] for row in found)]
    return {"bad": bad}, [row if any(row) else [] for row in rows]


def _read(content: bytes, max_rows: int, max_columns: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns, and the rows. What a file says of its own size is not believed: rows are counted."""
    file = parquet.ParquetFile(pa.BufferReader(content), pre_buffer=False, page_checksum_verification=True)
    header = file.schema_arrow.names
    if len(header) > max_columns:
        raise UnreadableFileError("file-too-many-columns", limit=max_columns)
    blocks = file.iter_batches(min(_BLOCK, max_rows + 1), use_threads=False)
    rows = list(islice(chain.from_iterable(map(_rows, blocks)), max_rows + 1))
    if len(rows) > max_rows:
        raise UnreadableFileError("file-too-many-rows", limit=max_rows)
    return header, rows


def _rows(block: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    block.validate(full=True)
    return zip(*map(_values, block.columns), strict=True)


def _values(column: pa.Array) -> list[Any]:
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if any(is_one(column.type) for is_one in _MOMENTS):
        return [each and _short(each) for each in _written(column).to_pylist()]
    return list(column.to_pylist())


def _written(moments: pa.Array) -> pa.Array:
    """Moments as text: in the time zone that they name, with its offset, or in UTC when nobody knows that zone."""
    with suppress(pa.ArrowInvalid):
        return moments.cast(pa.string())
    return moments.cast(pa.timestamp(moments.type.unit, "UTC")).cast(pa.string())


def _short(moment: str) -> str:
    """Without a part of a second, or of a day, that is nothing."""
    return _WHOLE_SECOND.sub("", moment).removesuffix(_MIDNIGHT)


def _is_nested(cell: object) -> bool:
    return isinstance(cell, list | tuple | dict | bytes)


def _text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, Decimal):
        return _plain(f"{cell:f}")
    return f"{cell}"[:_SHOWN] if _is_nested(cell) else text(cell)


def _plain(decimal: str) -> str:
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


if __name__ == "__main__":
    confined.answer(take_apart)
