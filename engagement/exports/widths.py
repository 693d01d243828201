"""How wide the columns of a table are on a page: enough for their words, the rest to those with long cells."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engagement.document import Section, Table

_UPRIGHT_CHARACTERS = 110
"""What a line of an upright A4 page holds, in characters of the tables' type size."""

_SIDEWAYS = 257 / 170
"""The text of an A4 page held sideways is this much wider than that of one held upright."""

_BREAK = re.compile(r"\s+|(?<=-)")
_MOST_LINES = 3.5
_NARROWEST, _LONGEST_WORD, _WIDEST, _PADDING = 6, 16, 40, 3


class Part(NamedTuple):
    """Columns of a table that fit on one page, by their places, and a width for each, in characters."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


def is_wide(table: Table) -> bool:
    """Whether the table's words would be broken on an upright page, or its cells be towers of lines."""
    needed = _needed_widths(table)
    widths = _shares(table, range(len(needed)), needed, _UPRIGHT_CHARACTERS)
    return sum(needed) > _UPRIGHT_CHARACTERS or any(
        _longest(_lines(table, place)) > _MOST_LINES * (width - _PADDING) for place, width in enumerate(widths)
    )


def sideways(sections: Sequence[Section]) -> list[bool]:
    """For each section whether its page is held sideways. One without a table stays on the page before it; one that is
    only a heading goes to the page after it."""
    held: list[bool] = []
    for place, section in enumerate(sections):
        shown = section if section.blocks else next((each for each in sections[place:] if each.blocks), section)
        tables = [block for block in shown.blocks if isinstance(block, Table)]
        held.append(any(map(is_wide, tables)) if tables else bool(held and held[-1]))
    return held


def parts(table: Table, is_sideways: bool) -> tuple[Part, ...]:
    """The table in one part, or in several of like width that fit across a page; each begins with the rows' names."""
    needed = _needed_widths(table)
    line = _UPRIGHT_CHARACTERS * (_SIDEWAYS if is_sideways else 1)
    return tuple(
        Part(places, _shares(table, places, needed, line)) for places in _places(needed, line if is_sideways else 0)
    )


def _places(needed: list[float], line: float) -> list[tuple[int, ...]]:
    """The places of columns by part; `line` 0: all in one. No part is wider than a line unless a column alone is."""
    names, *others = needed or [0.0]
    room = max(1.0, line - names)
    if not line or sum(others) <= room:
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
    """In characters of Latin; those of Chinese count twice, Cyrillic and Arabic ones are a little wider."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in words)
    return len(words) + wide + 0.15 * sum("\u0400" <= character <= "\u06ff" for character in words)


def _needed_widths(table: Table) -> list[float]:
    return [_needed_width(table, position) for position in range(len(table.columns))]


def _needed_width(table: Table, position: int) -> float:
    column = table.columns[position]
    cells = _lines(table, position)
    pieces = cells if column.is_number else [word for cell in cells for word in cell.split()]
    title = _longest(_BREAK.split(column.title))
    return max(_NARROWEST, title, min(_longest(pieces), _LONGEST_WORD)) + _PADDING


def _longest_cell(table: Table, position: int) -> float:
    return min(_longest(_lines(table, position)), _WIDEST) + _PADDING


def _lines(table: Table, position: int) -> list[str]:
    return [line for row in table.rows for line in row[position].text.split("\n")]


def _longest(pieces: Iterable[str]) -> float:
    return max(map(shown_width, pieces), default=0)
