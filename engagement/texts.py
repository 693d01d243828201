"""The distinct texts of a column, each read once, and what they were read as: arrays with a place for each text.

Rows are then no more than numbers, and what a row says is looked up in these arrays, a block at a time.
"""

import json
from functools import cache
from itertools import count
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from engagement import reference, taxonomy, vocabulary
from engagement.cells import cell as cells
from engagement.cells.reading import Reading
from engagement.desk import Desk
from engagement.errors import MappingError
from engagement.files.blocks import Coded
from engagement.mapping import Mapping
from engagement.model import DatePrecision

Keys = NDArray[np.uint64]
"""0 where there is nothing."""

Numbers = NDArray[np.int32]
"""`NOTHING` where there is nothing."""

NOTHING = -(2**31)

MAX_UNLIKE = 10_000
"""So many different texts in one block, none of which can be read, are not what the column is said to be."""

FREE_TEXT = frozenset(
    ("activity", "network", "working_group", "organisation", "category", "tags", "place", "activity_type", "person")
)
"""Our columns in which any text may stand; a label of a category that nobody knows is kept."""

DATES = frozenset(("date", "date_from", "date_to"))
COUNTS = frozenset(("people", "women", "men", "other_gender", "youth", "level"))

_WORDS = ("mode", "role", "stage", "gender", "age_band", "mark", "open_to_stakeholders", "log_complete")


@cache
def codes() -> dict[str, tuple[str, ...]]:
    """The codes of the columns that have few."""
    return {
        "date_precision": tuple(DatePrecision),
        "category": taxonomy.CODES,
        "country": tuple(row["alpha2"] for row in reference.table("countries")),
        **{column: vocabulary.codes(column) for column in _WORDS},
    }


class Texts:
    """The distinct texts of one column so far. Each has a number from 1 on, its place in the arrays; 0 is blank.

    `raw` are keys of the texts, within this process; `said`, `near`, `value` and `until` those of what they were read
    as, the same everywhere: see sql/desk.sql. `numbers` are the values themselves: counts, days since 1970, or places
    among `codes`; `last` the last days of dates; `details` the places of their precisions.
    """

    def __init__(self, desk: Desk, column: str, title: str, mapping: Mapping) -> None:
        self.column = column
        self.said, self.near, self.value, self.until, self.raw = np.zeros((5, 1), np.uint64)
        self.numbers, self.last, self.details = np.full((3, 1), NOTHING, np.int32)
        self.is_bad = np.zeros(1, bool)
        self.readings = [Reading()]  # of free texts
        self._desk, self._title, self._mapping = desk, title, mapping
        self._answer = mapping.values.get(column, {}).get("")  # what a blank cell was said to mean
        self._known = pa.array([] if self._answer else [""], pa.string())
        self._number_of = np.zeros(len(self._known), np.int32)  # each of them
        self.blank = -1 if self._answer else 0  # the number of a blank cell
        self.header = -1  # the number of the title of the column as a text in it; -1: not met

    def number(self, coded: Coded) -> Numbers:
        """The number of the text of each row. Texts not met before are read; raises MappingError as they are."""
        found = compute.index_in(coded.texts, value_set=self._known)
        if found.null_count:
            self._learn(coded.texts.filter(found.is_null()))
            found = compute.index_in(coded.texts, value_set=self._known)
        numbers: Numbers = self._number_of[found.to_numpy()]
        return numbers[coded.places]

    def _learn(self, new: pa.StringArray) -> None:
        """Read texts and give them their numbers; all that are blank have one."""
        texts = new.to_pylist()
        filled = [text for text in texts if text.strip()]
        if self._answer and len(filled) < len(texts) and self.blank < 0:
            self.blank = len(self.raw)
            self._keep([""], self._read([self._answer]))
        further = count(len(self.raw))
        numbers = [next(further) if text.strip() else self.blank for text in texts]
        if filled:
            self._keep(filled, self._read(filled))
        if self._title in texts:
            self.header = numbers[texts.index(self._title)]
        self._known = pa.concat_arrays([self._known, new])
        self._number_of = np.append(self._number_of, np.array(numbers, np.int32))

    def _read(self, texts: list[str]) -> list[Reading]:
        """The readings of texts. Raises MappingError when a column of dates, numbers or known words holds others.

        Such a column was mistaken for another; to judge a million of its cells one by one helps nobody.
        """
        first = cells.read_values(self.column, texts[:MAX_UNLIKE], self._mapping)
        if self.column not in FREE_TEXT and len(first) == MAX_UNLIKE and all(reading.problem for reading in first):
            raise MappingError("column-unlike", header=self._title, column=self.column)
        return first + cells.read_values(self.column, texts[MAX_UNLIKE:], self._mapping)

    def _keep(self, texts: list[str], readings: list[Reading]) -> None:
        """Give texts the next places in the arrays and in the table `cell`."""
        found = _as_table(len(self.raw), texts, readings)
        keys = self._desk.answer(_KEYS, {"column": self.column, "is_date": self.column in DATES}, found=found)
        for name in ("value_key", "until_key"):
            found = found.append_column(name, keys[name])
        self._desk.execute(_INSERT, {"column": self.column}, found=found)

        for kind in ("said", "near", "value", "until"):
            self._append(kind, keys[f"{kind}_key"].fill_null(0))
        self._append("raw", keys_of(self.column, texts))
        self._append("is_bad", found["problem"].is_valid())
        if self.column in DATES:
            self._append("numbers", _numbers(found["value"].cast(pa.date32())))
            self._append("last", _numbers(found["until"].cast(pa.date32())))
            self._append("details", _places(found["detail"], codes()["date_precision"]))
        elif self.column in COUNTS:
            self._append("numbers", _numbers(found["value"]))
        elif self.column in codes():
            self._append("numbers", _places(found["value"], codes()[self.column]))
        if self.column in FREE_TEXT:
            self.readings += readings

    def _append(self, kind: str, further: pa.ChunkedArray | NDArray[Any]) -> None:
        setattr(self, kind, np.append(getattr(self, kind), further))


def _as_table(first: int, texts: list[str], readings: list[Reading]) -> pa.Table:
    """Texts and what they were read as, numbered from `first` on."""
    *parts, params = zip(*readings, strict=True)
    return pa.table(
        {
            "number": pa.array(np.arange(first, first + len(texts), dtype=np.uint32)),
            "raw": pa.array(texts, pa.string()),
            **{
                name: pa.array(part).cast(pa.string())
                for name, part in zip(("value", "until", "detail", "problem"), parts, strict=True)
            },
            "params": pa.array([json.dumps(each) if each else None for each in params], pa.string()),
        }
    )


def _numbers(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return values.cast(pa.int32()).fill_null(NOTHING)


def _places(values: pa.ChunkedArray, known: tuple[str, ...]) -> pa.ChunkedArray:
    return _numbers(compute.index_in(values, value_set=pa.array(known, pa.string())))


# Keys have 58 bits, so that those of all columns of a row can be added up. What a name, a word or a number was read as
# follows from its value alone.
_KEYS = """
    select
        value_key,
        until_key,
        case
            when $is_date or $column = 'category'
            then md5_number_lower($column || chr(31) || concat_ws(chr(31), coalesce(value, raw), until, detail)) >> 6
            else coalesce(value_key, md5_number_lower($column || chr(31) || raw) >> 6)
        end as said_key,
        case
            when $is_date then said_key
            when $column = 'category' then coalesce(value_key, said_key)
            else coalesce(until_key, said_key)
        end as near_key
    from (
        select
            raw, value, until, detail,
            md5_number_lower(if($is_date, 'from', $column) || chr(31) || value) >> 6 as value_key,
            md5_number_lower(if($is_date, 'to', $column) || chr(31) || until) >> 6 as until_key
        from found
    )
"""
_INSERT = """
    insert into cell
    select $column, raw, number, value, until, detail, value_key, until_key, problem, params from found
"""


def keys_of(column: str, texts: list[str]) -> Keys:
    """A key for each text of a column, good for the life of the process; 0 for no text."""
    hashed = np.fromiter((hash((column, text)) if text else 0 for text in texts), np.int64, len(texts))
    return hashed.view(np.uint64)
