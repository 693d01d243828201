"""JSON records as rows: an array of flat objects, the same under one of `_LISTS`, or one object a line.

The keys are the header, in row 1; the first record is row 2, as it would be in a sheet.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engagement.errors import UnreadableFileError
from engagement.files.delimited import numbered, refuse_long_cells
from engagement.files.sheet import BadCell, Grid
from engagement.model import Problem, ProblemSeverity
from engagement.settings import Settings

_LISTS = ("records", "data", "results")  # the last is what the API of KoBo answers
_NEIGHBOURS = ("next", "previous")
_LOOSE = 1_000
_LONGEST_COUNT = 18


class _Pairs(list[tuple[str, Any]]):
    """An object as it stands: its keys may repeat."""


def is_records(beginning: str) -> bool:
    """Whether a text begins like JSON records and not like a CSV file with a bracket in its first cell."""
    start = beginning.lstrip("\ufeff \t\r\n")
    opens = {"{": ('"', "}"), "[": ("{", "]")}
    return start[1:].lstrip()[:1] in opens.get(start[:1], ())


def read(text: str, limits: Settings) -> Grid:
    """The records as a grid of text. Raises UnreadableFileError when they are not records, or too many."""
    if text.count("{") + text.count("[") > limits.max_rows + _LOOSE:
        raise UnreadableFileError("file-too-many-rows", limit=limits.max_rows)
    values, notes = _values(text)
    records = list(_records(values))
    header = list(dict.fromkeys(key for record in records for key, _ in record))
    if len(header) > limits.max_columns:
        raise UnreadableFileError("file-too-many-columns", limit=limits.max_columns)
    positions = {key: position for position, key in enumerate(header)}
    bad: list[BadCell] = []
    cells = [header]
    for row, record in enumerate(records, start=2):
        line = [""] * len(header)
        for key, value in record:
            line[positions[key]] = _cell(value)
            if isinstance(value, list):
                bad.append(BadCell(row, positions[key], "cell-nested", line[positions[key]]))
        cells.append(line)
    refuse_long_cells(cells)
    rows, blank = numbered(cells)
    return Grid(name=None, rows=rows, blank_rows=blank, bad_cells=tuple(bad), notes=notes)


def _records(values: Iterable[Any]) -> Iterator[_Pairs]:
    for row, each in enumerate(values, start=2):
        if not isinstance(each, _Pairs):
            raise UnreadableFileError("file-json-records", row=row)
        keys = [key for key, _ in each]
        if len(set(keys)) < len(keys):
            raise UnreadableFileError("file-json-key", row=row, key=next(key for key in keys if keys.count(key) > 1))
        yield each


def _values(text: str) -> tuple[list[Any], tuple[Problem, ...]]:
    """The list of records, wherever it is, and a note when there are more of them elsewhere."""
    try:
        whole = _parsed(text)
    except json.JSONDecodeError:
        return list(_lines(text)), ()
    return _under_a_key(whole) if isinstance(whole, _Pairs) else (list(whole), ())


def _under_a_key(whole: _Pairs) -> tuple[list[Any], tuple[Problem, ...]]:
    """The records of an object that holds a list of them; of two lists nobody can say which is meant."""
    lists = [value for key, value in whole if key in _LISTS and isinstance(value, list)]
    listed = [value for value in lists if not isinstance(value, _Pairs)]
    if sum(map(bool, listed)) > 1:
        raise UnreadableFileError("file-json-records", row=1)
    if not listed:
        return [whole], ()
    records = max(listed, key=len)
    return records, _page(dict(whole), len(records))


def _page(said: Mapping[str, Any], rows: int) -> tuple[Problem, ...]:
    """The note on a list that is one page of several: an API says beside it how many there are, or what follows."""
    count = str(said.get("count"))
    is_counted = count.isdecimal() and len(count) <= _LONGEST_COUNT and int(count) > rows
    if not is_counted and not any(said.get(each) for each in _NEIGHBOURS):
        return ()
    params = {"rows": str(rows), "count": count if is_counted else f"{rows}+"}
    return (Problem(row=None, column=None, code="file-page", severity=ProblemSeverity.WARNING, params=params),)


def _lines(text: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _parsed(line)
            except json.JSONDecodeError:
                raise UnreadableFileError("file-json", row=number) from None


def _parsed(text: str) -> Any:
    """JSON with its numbers as they are written."""
    try:
        return json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        raise UnreadableFileError("file-json", row=1) from None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        return f"{'{' if isinstance(value, _Pairs) else '['}…"
    return str(value)
