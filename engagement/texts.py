"""The distinct texts of a column, each read once, and what they were read as: arrays with a place for each text.

Rows are then no more than numbers, and what a row says is looked up in these arrays, a block at a time.
"""

import json
from collections.abc import Mapping as Dictionary
from functools import cache
from itertools import count
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import compute

from engagement import arrays, reference, vocabulary
from engagement.cells import cell as cells
from engagement.cells.reading import Reading
from engagement.desk import Desk
from engagement.errors import MappingError
from engagement.files.blocks import Coded
from engagement.mapping import Mapping
from engagement.model import DatePrecision
from engagement.taxonomy import Taxonomy

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
    """The codes of the columns that have few and the same everywhere; those of categories are of a taxonomy."""
    return {
        "date_precision": tuple(DatePrecision),
        "country": tuple(row["alpha2"] for row in reference.table("countries")),
        **{column: vocabulary.codes(column) for column in _WORDS},
    }


class Texts:
    """The distinct texts of one column so far. Each has a number from 1 on, its place in the arrays; 0 is blank.

    `raw` are keys of the texts, within this process; `said`, `near`, `value` and `until` those of what they were read
    as, the same everywhere: see sql/desk.sql. `numbers` are the values themselves: counts, days since 1970, or places
    among the codes of the column; `last` the last days of dates; `details` the places of their precisions.
    """

    def __init__(self, column: str, title: str, mapping: Mapping, categories: Taxonomy) -> None:
        self.column = column
        self.said, self.near, self.value, self.until, self.raw = np.zeros((5, 1), np.uint64)
        self.numbers, self.last, self.details = np.full((3, 1), NOTHING, np.int32)
        self.is_bad = np.zeros(1, bool)
        self.readings = [Reading()]  # of free texts
        self._title, self._mapping, self.categories = title, mapping, categories
        self._answer = mapping.values.get(column, {}).get("")  # what a blank cell was said to mean
        self._known = arrays.text([] if self._answer else [""])
        self._number_of = np.zeros(len(self._known), np.int32)  # each of them
        self.blank = -1 if self._answer else 0  # the number of a blank cell
        self.header = -1  # the number of the title of the column as a text in it; -1: not met

    def number(self, coded: Coded) -> Numbers:
        """The number of the text of each row; all have been met."""
        numbers: Numbers = self._number_of[arrays.numpy(compute.index_in(coded.texts, value_set=self._known))]
        return numbers[coded.places]

    def meet(self, texts: pa.StringArray) -> pa.Table | None:
        """Number and read the texts not met before, for the table `cell`; all that are blank have one number.

        Raises MappingError as they are read.
        """
        new = texts.filter(compute.index_in(texts, value_set=self._known).is_null())
        if not len(new):
            return None
        words = new.to_pylist()
        filled = [word for word in words if word.strip()]
        raws, meant = filled, filled
        if self._answer and self.blank < 0 and len(filled) < len(words):
            self.blank = len(self.raw)
            raws, meant = ["", *filled], [self._answer, *filled]
        numbers = count(len(self.raw) + len(raws) - len(filled))
        numbered = [next(numbers) if word.strip() else self.blank for word in words]
        if self._title in words:
            self.header = numbered[words.index(self._title)]
        self._known = pa.concat_arrays([self._known, new])
        self._number_of = np.append(self._number_of, np.array(numbered, np.int32))
        return self._as_table(raws, self._read(meant)) if raws else None

    def extend(self, found: pa.Table) -> None:
        """Put what texts were read as, with their keys, behind the arrays."""
        for kind in ("said", "near", "value", "until"):
            self._append(kind, arrays.numpy(found[f"{kind}_key"].combine_chunks()))
        self._append("raw", keys_of(self.column, found["raw"].to_pylist()))
        self._append("is_bad", [problem is not None for problem in found["problem"].to_pylist()])
        value, until, detail = (found[name].combine_chunks() for name in ("value", "until", "detail"))
        if self.column in DATES:
            self._append("numbers", _numbers(value.cast(pa.date32())))
            self._append("last", _numbers(until.cast(pa.date32())))
            self._append("details", _places(detail, codes()["date_precision"]))
        elif self.column in COUNTS:
            self._append("numbers", _numbers(value))
        elif self.column == "category":
            self._append("numbers", _places(value, self.categories.codes))
        elif self.column in codes():
            self._append("numbers", _places(value, codes()[self.column]))

    def _read(self, texts: list[str]) -> list[Reading]:
        """The readings of texts. Raises MappingError when a column of dates, numbers or known words holds others.

        Such a column was mistaken for another; to judge a million of its cells one by one helps nobody.
        """
        readings = cells.read_values(self.column, texts[:MAX_UNLIKE], self._mapping, self.categories)
        if self.column not in FREE_TEXT and len(readings) == MAX_UNLIKE and all(each.problem for each in readings):
            raise MappingError("column-unlike", header=self._title, column=self.column)
        readings += cells.read_values(self.column, texts[MAX_UNLIKE:], self._mapping, self.categories)
        if self.column in FREE_TEXT:
            self.readings += readings
        return readings

    def _as_table(self, raws: list[str], readings: list[Reading]) -> pa.Table:
        values, untils, details, problems, params = zip(*readings, strict=True)
        first = len(self.raw)
        return pa.table(
            {
                "column_name": arrays.text([self.column]).take(arrays.arrow(np.zeros(len(raws), np.int8))),
                "raw": arrays.text(raws),
                "number": arrays.arrow(np.arange(first, first + len(raws), dtype=np.uint32)),
                "value": arrays.text([None if value is None else str(value) for value in values]),
                "until": arrays.text(untils),
                "detail": arrays.text(details),
                "problem": arrays.text(problems),
                "params": arrays.text([json.dumps(each) if each else None for each in params]),
            }
        )

    def _append(self, kind: str, further: NDArray[Any] | list[bool]) -> None:
        setattr(self, kind, np.append(getattr(self, kind), further))


def numbers(desk: Desk, texts: Dictionary[str, Texts], columns: Dictionary[str, Coded]) -> dict[str, Numbers]:
    """The numbers of the texts of each column, once those not met before are read. Raises MappingError as they are."""
    met = {column: texts[column].meet(coded.texts) for column, coded in columns.items()}
    if new := [found for found in met.values() if found]:
        found = desk.answer(_KEYS, found=pa.concat_tables(new))
        desk.execute("insert into cell by name select * exclude (said_key, near_key) from found", found=found)
        first = 0
        for column, of_column in met.items():
            if of_column:
                texts[column].extend(found.slice(first, len(of_column)))
                first += len(of_column)
    return {column: texts[column].number(coded) for column, coded in columns.items()}


def _numbers(values: pa.Array) -> Numbers:
    return arrays.numpy(values.cast(pa.int32()), NOTHING)


def _places(values: pa.Array, known: tuple[str, ...]) -> Numbers:
    return _numbers(compute.index_in(values, value_set=arrays.text(known)))


# Keys have 58 bits, so that those of all columns of a row can be added up. What a name, a word or a number was read as
# follows from its value alone.
_KEYS = """
    select
        * exclude (is_date),
        case
            when is_date or column_name = 'category' then
                (md5_number(concat_ws(chr(31), column_name, coalesce(value, raw), until, detail)) >> 70)::ubigint
            else coalesce(value_key, (md5_number(concat_ws(chr(31), column_name, raw)) >> 70)::ubigint)
        end as said_key,
        case
            when is_date then said_key
            when column_name = 'category' then coalesce(value_key, said_key)
            else coalesce(until_key, said_key)
        end as near_key
    from (
        select
            *,
            (md5_number(if(is_date, 'from', column_name) || chr(31) || value) >> 70)::ubigint as value_key,
            (md5_number(if(is_date, 'to', column_name) || chr(31) || until) >> 70)::ubigint as until_key
        from (select *, column_name in ('date', 'date_from', 'date_to') as is_date from found)
    )
"""


def keys_of(column: str, texts: list[str]) -> Keys:
    """A key for each text of a column, good for the life of the process; 0 for no text."""
    hashed = np.fromiter((hash((column, text)) if text else 0 for text in texts), np.int64, len(texts))
    return hashed.view(np.uint64)
