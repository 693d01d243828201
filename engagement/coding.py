"""Rows as codes and keys: what the texts of a row were read as becomes one row of the table `log` of the desk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engagement.arrays import arrow, numpy, text
from engagement.model import UNCLASSIFIED, DatePrecision
from engagement.texts import NOTHING, Keys, Numbers, Texts, codes

_NOT_YET_THERE = ("invited", "registered")
_DAY, _PERIOD = (list(DatePrecision).index(each) for each in (DatePrecision.DAY, DatePrecision.PERIOD))


class Placed(NamedTuple):
    """The network or working group of each row: its number on the desk, and the key of its code."""

    numbers: Numbers
    keys: Keys


class Days(NamedTuple):
    """A date of each row: the first and the last day it may be, the place of its precision, and their keys."""

    first: Numbers
    last: Numbers
    precision: Numbers
    from_key: Keys
    to_key: Keys


class Said:
    """What the cells of some rows say: arrays with a place for each row. A column that is not there says nothing."""

    def __init__(self, texts: Mapping[str, Texts], numbers: Mapping[str, Numbers], length: int) -> None:
        """`numbers` are those of the texts of each column."""
        self.length, self.columns = length, numbers.keys()
        self._texts, self._numbers = texts, numbers
        self.categories = texts["category"].categories.codes

    def number(self, column: str) -> Numbers:
        """The number of each text, 0 where the cell is blank."""
        return self._numbers.get(column, np.zeros(self.length, np.int32))

    def value(self, column: str) -> Numbers:
        """Counts, or places among the codes of the column."""
        return self._of(column, "numbers", NOTHING)

    def key(self, column: str, kind: Literal["value", "until"]) -> Keys:
        """The keys of the values of the column, or of what follows them."""
        return self._of(column, kind, 0).astype(np.uint64, copy=False)

    def days(self, column: str) -> Days:
        """The dates of a column."""
        first, last, precision = (self._of(column, kind, NOTHING) for kind in ("numbers", "last", "details"))
        return Days(first, last, precision, self.key(column, "value"), self.key(column, "until"))

    def total(self, kind: Literal["raw", "said", "near"]) -> Keys:
        """The sum of the keys of all columns: rows that say the same have the same."""
        total = np.zeros(self.length, np.uint64)
        for column, numbers in self._numbers.items():
            total += getattr(self._texts[column], kind)[numbers]
        return total

    def wrong(self) -> pa.Table:
        """The cells with which something is wrong: the place of the row, the column, the number of the text."""
        found = []
        for column, numbers in self._numbers.items():
            is_bad = self._texts[column].is_bad
            if is_bad.any():
                places = np.flatnonzero(is_bad[numbers])
                names = pa.DictionaryArray.from_arrays(arrow(np.zeros(len(places), np.int8)), text([column]))
                found.append(pa.table({"place": arrow(places), "column_name": names, "number": arrow(numbers[places])}))
        return pa.concat_tables(found) if found else ()

    def _of(self, column: str, kind: str, nothing: int) -> NDArray[Any]:
        if column not in self._numbers:
            return np.full(self.length, nothing, np.int32)
        found: NDArray[Any] = getattr(self._texts[column], kind)[self._numbers[column]]
        return found


def pairs(first: Numbers, second: Numbers) -> tuple[list[tuple[int, int]], NDArray[np.int32]]:
    """The distinct pairs of two columns of numbers, as they first appear, and the place of each row's among them."""
    both = arrow(first.astype(np.int64) << 32 | second).dictionary_encode()
    found = [(pair >> 32, pair & 0xFFFFFFFF) for pair in both.dictionary.to_pylist()]
    return found, numpy(both.indices)


def log(said: Said, ids: NDArray[np.int64], rows: Numbers, rest: Keys, placed: Placed, tags: pa.Array) -> pa.Table:
    """The columns of the view `log` of the desk of which the sheet says something: see sql/desk.sql.

    `rest` is the key of what is not used of a row.
    """
    since, until, precision = _period(said)
    organisation = said.key("organisation", "value")
    category = said.value("category")
    unclassified = np.where(organisation > 0, said.categories.index(UNCLASSIFIED), NOTHING)
    activity = (placed.keys, said.key("activity", "until"), since.from_key, until.to_key)
    is_whole = np.logical_and.reduce([key > 0 for key in activity])
    return pa.table(
        {
            "id": arrow(ids),
            "row": arrow(rows),
            "activity_id": _keys(np.where(is_whole, sum(activity), 0)),
            "mechanism": _values(placed.numbers),
            "title": _keys(said.key("activity", "value")),
            "date_from": _dates(since.first),
            "date_to": _dates(until.last),
            "date_precision": _coded("date_precision", precision),
            "organisation_id": _keys(said.key("organisation", "until")),
            "organisation": _keys(organisation),
            "category": _among(said.categories, np.where(category == NOTHING, unclassified, category)),
            "label": _keys(said.key("category", "until")),
            "tags": tags,
            "stage": _coded("stage", _stages(said)),
            **{column: _PLAIN[column](said, column) for column in _PLAIN if column in said.columns},
            **{f"{kind}_key": arrow(said.total(kind)) for kind in ("raw", "said", "near")},
            "rest": arrow(rest),
        }
    )


def _period(said: Said) -> tuple[Days, Days, Numbers]:
    """The date an activity begins, the date it ends, and how exactly both are known together."""
    date, begun, ended = (said.days(column) for column in ("date", "date_from", "date_to"))
    is_begun, is_ended = said.number("date_from") > 0, ended.first != NOTHING
    since = _either(is_begun, begun, date)
    until = _either(is_ended, ended, since)
    is_one = (since.precision == until.precision) & ((since.precision != _DAY) | (since.first == until.last))
    return since, until, np.where(is_one, since.precision, _PERIOD)


def _either(is_one: NDArray[np.bool_], one: Days, other: Days) -> Days:
    parts: Iterator[tuple[NDArray[Any], NDArray[Any]]] = zip(one, other, strict=True)
    return Days(*(np.where(is_one, *part) for part in parts))


def _stages(said: Said) -> Numbers:
    """A role of invited or registered is a stage too, and is not participation."""
    stages, roles = said.value("stage"), said.value("role")
    for code in _NOT_YET_THERE:
        is_implied = (stages == NOTHING) & (roles == codes()["role"].index(code))
        stages = np.where(is_implied, codes()["stage"].index(code), stages)
    return stages


# ---- arrays as columns: nothing becomes null ----


def _values(values: Numbers) -> pa.Array:
    return arrow(values, values == NOTHING)


def _keys(keys: Keys) -> pa.Array:
    return arrow(keys, keys == 0)


def _dates(days: Numbers) -> pa.Array:
    return _values(days).view(pa.date32())


def _coded(column: str, places: Numbers) -> pa.Array:
    return _among(codes()[column], places)


def _among(known: Sequence[str], places: Numbers) -> pa.Array:
    return pa.DictionaryArray.from_arrays(_values(places), text(known))


def _number(said: Said, column: str) -> pa.Array:
    numbers = said.number(column)
    return arrow(numbers, numbers == 0)


def _count(said: Said, column: str) -> pa.Array:
    return _values(said.value(column))


def _code(said: Said, column: str) -> pa.Array:
    return _coded(column, said.value(column))


def _yes(said: Said, column: str) -> pa.Array:
    places = said.value(column)
    return arrow(places == codes()[column].index("yes"), places == NOTHING)


def _person(said: Said, column: str) -> pa.Array:
    return _keys(said.key(column, "value"))


_PLAIN: Mapping[str, Callable[[Said, str], pa.Array]] = {
    **dict.fromkeys(("place", "activity_type", "objectives", "review"), _number),
    **dict.fromkeys(("level", "people", "women", "men", "other_gender", "youth"), _count),
    **dict.fromkeys(("mode", "country", "role", "gender", "age_band", "mark"), _code),
    **dict.fromkeys(("open_to_stakeholders", "log_complete"), _yes),
    "person": _person,
}
"""Columns that say one thing, and nothing of others."""
