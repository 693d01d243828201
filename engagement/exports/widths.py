"""How wide the columns of a table are on a page: enough for their words, the rest to those with long cells."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from engagement.codebook import bars
from engagement.document import Entry, Table

_LINE = 110
"""What a line of an A4 page holds, in characters of the tables' type size."""

SMALL = 0.82
"""Small type beside that of other tables."""

_SHORT, _HALF, _GAP = 26, 36, 0.7
"""So many lines are about a third of a page, and what is left of one below bars; the room between two rows."""

_OF_ANNEX = ("annex", "annex-activities")

_BOLD = 1.06
"""Bold letters are wider than others."""

_BREAK = re.compile(r"\s+|(?<=-)")
_MOST_LINES = 2
"""More lines than these for one, on the whole, are towers."""

_NARROWEST, _LONGEST_WORD, _PADDING = 6, 16, 2.5


class Part(NamedTuple):
    """Columns of a table that fit on one page, by their places, and a width for each, in characters."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


def is_wide(table: Table) -> bool:
    """Whether the table's words would be broken on a page, or many of its rows be towers of lines."""
    needed = _needed_widths(table)
    if sum(needed) > _LINE:
        return True
    whole = Part(tuple(range(len(needed))), _shares(table, range(len(needed)), needed, _LINE))
    said = sum(max(cell.text.count("\n") + 1 for cell in row) for row in table.rows)
    return sum(_row_lines(row, whole) for row in table.rows) > _MOST_LINES * said


def is_small(table: Table) -> bool:
    """Whether the table is set in small type: that of an annex, and a wide one that is whole only so, or one that
    would part from its bars."""
    return (
        table.code in _OF_ANNEX
        or (is_wide(table) and sum(_needed_widths(table)) <= _LINE / SMALL)
        or (bars(table) is not None and sum(_height(part, table.rows) for part in _parts(table, _LINE)) > _HALF)
    )


def is_short(table: Table, part: Part) -> bool:
    """Whether a page may leave room at its end rather than part the table; not with bars above it, which take more."""
    return bars(table) is None and _height(part, table.rows) <= _SHORT


def kept_rows(table: Table, part: Part) -> int:
    """How many of its last rows stand on one page, with the note: the last two, unless they are tall."""
    last = range(min(2, len(table.rows) - 1), 0, -1)
    return next((rows for rows in last if _height(part, table.rows[-rows:]) <= _SHORT), 0)


def _height(part: Part, rows: Sequence[tuple[Entry, ...]]) -> float:
    """About how many lines of text the rows are as high as."""
    return sum(_row_lines(row, part) for row in rows) + _GAP * len(rows)


def _row_lines(row: Sequence[Entry], part: Part) -> int:
    return max((_folded(row[place].text, width) for place, width in zip(*part, strict=True)), default=1)


def _folded(words: str, width: float) -> int:
    """How many lines words take in a column of this width."""
    return sum(_lines_of(line, width - _PADDING) for line in words.split("\n"))


def _lines_of(words: str, room: float) -> int:
    """Broken between words; a word that is wider than the column is broken where its edge is."""
    if shown_width(words) <= room:
        return 1
    lines, taken = 1, 0.0
    for word in words.split():
        wide = shown_width(word)
        if taken and taken + 1 + wide > room:
            lines, taken = lines + 1, 0.0
        over = ceil(wide / room) - 1
        lines, taken = lines + over, (taken + 1 if taken else 0) + wide - over * room
    return lines


def parts(table: Table) -> tuple[Part, ...]:
    """The table in one part, or in several of like width that fit across a page; each begins with the rows' names."""
    return _parts(table, _LINE / (SMALL if is_small(table) else 1))


def _parts(table: Table, line: float) -> tuple[Part, ...]:
    needed = _needed_widths(table)
    return tuple(Part(places, _shares(table, places, needed, line)) for places in _places(needed, line))


def _places(needed: list[float], line: float) -> list[tuple[int, ...]]:
    """The places of columns by part. No part is wider than a line unless a column alone is."""
    names, *others = needed or [0.0]
    room = max(1.0, line - names)
    if sum(others) <= room:
        return [tuple(range(len(needed)))]
    fewest = len(_filled(others, room))
    narrower = (room - less for less in range(int(room), -1, -1))  # of like width: the narrowest that is not one more
    even = next(each for each in narrower if len(_filled(others, each)) == fewest)
    return [(0, *part) for part in _filled(others, even)]


def _filled(widths: Iterable[float], room: float) -> list[list[int]]:
    """Places from 1 on, each part as full as it may be."""
    parts: list[list[int]] = []
    taken = room + 1
    for place, width in enumerate(widths, 1):
        if taken + width > room:
            parts.append([])
            taken = 0.0
        parts[-1].append(place)
        taken += width
    return parts


def _shares(table: Table, places: Sequence[int], needed: list[float], line: float) -> tuple[float, ...]:
    """What is left of the line is shared evenly; no column gets more than its longest cell asks, so short ones fit."""
    given = {place: needed[place] for place in places}
    wished = {place: max(0.0, _longest_cell(table, place) - needed[place]) for place in places}
    spare = max(0.0, line - sum(given.values()))
    for rank, place in enumerate(sorted(places, key=lambda place: wished[place])):
        more = min(wished[place], spare / (len(places) - rank))
        given[place] += more
        spare -= more
    return tuple(given.values())


def shown_width(words: str) -> float:
    """In characters of Latin; those of Chinese count twice, with half a character of room between them and others;
    Cyrillic and Arabic ones are a little wider, a percent sign half as wide again."""
    shown = len(words) + 0.5 * words.count("%")
    if words.isascii():
        return shown
    wide = [unicodedata.east_asian_width(character) in "WF" for character in words]
    meeting = sum(one != next_ for one, next_ in pairwise(wide)) if any(wide) else 0
    return shown + sum(wide) + 0.5 * meeting + 0.15 * sum("\u0400" <= each <= "\u06ff" for each in words)


def _needed_widths(table: Table) -> list[float]:
    return [_needed_width(table, position) for position in range(len(table.columns))]


def _needed_width(table: Table, position: int) -> float:
    column = table.columns[position]
    cells = _lines(table, position)
    pieces = cells if column.is_number else [word for cell in cells for word in cell.split()]
    title = _BOLD * _longest(_BREAK.split(column.title))
    return max(_NARROWEST, title, min(_longest(pieces), _LONGEST_WORD)) + _PADDING


def _longest_cell(table: Table, position: int) -> float:
    """What the column would fill: its longest cell, or its title in three lines."""
    title = _BOLD * shown_width(table.columns[position].title) / 3
    return max(_longest(_lines(table, position)), title) + _PADDING


def _lines(table: Table, position: int) -> list[str]:
    return [line for row in table.rows for line in row[position].text.split("\n")]


def _longest(pieces: Iterable[str]) -> float:
    return max(map(shown_width, pieces), default=0)
