"""The rows of a list that were not taken, as they stand in the file, to be mended and sent again."""

from collections import defaultdict
from typing import Any

from engagement.files.blocks import Given
from engagement.files.sheet import Cells
from engagement.listed import ReadList
from engagement.model import Problem
from engagement.registry_lists import sheet

Refused = tuple[int, Cells, tuple[Problem, ...]]
"""The number of a row, its cells, and what is wrong with it."""


def refused_rows(
    given: Given, kind: str, found: ReadList[Any], *, encoding: str | None = None
) -> tuple[Cells, list[Refused]]:
    """The header of a list and its refused rows. `found` is what was read of that very file.

    Raises UnreadableFileError or MappingError, as the reading did.
    """
    read = sheet.read(given, kind, encoding=encoding)
    kept = {each.row for each in found.rows}
    problems: dict[int | None, list[Problem]] = defaultdict(list)
    for each in found.problems:
        problems[each.row].append(each)
    return read.header, [(row, cells, tuple(problems[row])) for row, cells in read.lines if row not in kept]
