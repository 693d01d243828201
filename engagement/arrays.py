"""Arrow arrays from numpy and Python, and back.

`pyarrow.array` and `to_numpy` would do, if they did not load pandas on the way, which takes longer than the import of a
small sheet and as much memory as a hundred thousand rows.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def arrow(values: NDArray[Any], is_null: NDArray[np.bool_] | None = None) -> pa.Array:
    """Numbers or truths as an Arrow array."""
    kind = pa.from_numpy_dtype(values.dtype)
    bits = np.packbits(values, bitorder="little") if values.dtype == bool else np.ascontiguousarray(values)
    valid = None if is_null is None or not is_null.any() else pa.py_buffer(np.packbits(~is_null, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(bits)])


def text(words: Sequence[str | None]) -> pa.StringArray:
    """Texts as an Arrow array; letters that no file can hold are spelled out."""
    if words.count(None) == len(words):
        return pa.nulls(len(words), pa.string())
    letters = [(word or "").encode("utf-8", "backslashreplace") for word in words]
    ends = np.zeros(len(words) + 1, np.int32)
    np.cumsum([len(each) for each in letters], out=ends[1:])
    is_null = np.fromiter((word is None for word in words), bool, len(words))
    valid = pa.py_buffer(np.packbits(~is_null, bitorder="little")) if is_null.any() else None
    return pa.StringArray.from_buffers(len(words), pa.py_buffer(ends), pa.py_buffer(b"".join(letters)), valid)


def numpy(array: pa.Array, nothing: int = 0) -> NDArray[Any]:
    """The numbers of an Arrow array, `nothing` where one is null."""
    valid, values = array.buffers()
    part = slice(array.offset, array.offset + len(array))
    found = np.frombuffer(values, array.type.to_pandas_dtype())[part]
    if not array.null_count:
        return found
    is_valid = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")[part]
    return np.where(is_valid, found, nothing)
