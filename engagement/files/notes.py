"""What a person should know of a workbook before trusting its rows: what is hidden in it, and what is merged."""

from collections.abc import Iterator, Sequence

from engagement.files.confined import Answer
from engagement.files.sheet import column_letters
from engagement.model import Problem, ProblemSeverity

_NAMED = 10


def of_workbook(said: Answer) -> tuple[Problem, ...]:
    """The notes on a workbook, from what its worker says of it."""
    hidden = [f"“{name}”" for name in said["hidden"] if name != said["sheet"]]
    named = (
        ("sheet-hidden", "sheets", hidden),
        ("rows-hidden", "rows", _spans(said["rows_hidden"])),
        ("columns-hidden", "columns", [column_letters(position) for position in said["columns_hidden"]]),
        ("merged-cells", "cells", [_area(*area) for area in said["merged_cells"]]),
        ("merged-numbers", "cells", [_area(*area) for area in said["merged_numbers"]]),
    )
    return tuple(_note(code, field, names) for code, field, names in named if names)


def _note(code: str, field: str, names: Sequence[str]) -> Problem:
    more = [f"+{len(names) - _NAMED}"] if len(names) > _NAMED else []
    params = {field: ", ".join([*names[:_NAMED], *more])}
    return Problem(row=None, column=None, code=code, severity=ProblemSeverity.WARNING, params=params)


def _area(top: int, left: int, bottom: int, right: int) -> str:
    return f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"


def _spans(numbers: Sequence[int]) -> list[str]:
    """Numbers in order as spans: 3, 5–7."""
    return [str(first) if first == last else f"{first}–{last}" for first, last in _runs(numbers)]


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of numbers without a gap."""
    starts = [number for position, number in enumerate(numbers) if not position or numbers[position - 1] < number - 1]
    ends = [number for position, number in enumerate(numbers, 1) if numbers[position : position + 1] != [number + 1]]
    yield from zip(starts, ends, strict=True)
