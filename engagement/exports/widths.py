"""How wide the columns of a table are on a page: enough for their words, the rest to those with long cells."""

import re
import unicodedata
from collections.abc import Iterable

from engagement.document import Section, Table

_UPRIGHT_CHARACTERS = 110
"""What a line of an upright A4 page holds, in characters of the tables' type size."""

_BREAK = re.compile(r"\s+|(?<=-)")
_NARROWEST, _LONGEST_WORD, _WIDEST, _PADDING = 5, 16, 40, 3


def is_wide(table: Table) -> bool:
    """Whether the table's words would be broken on an upright page."""
    return sum(_needed_widths(table)) > _UPRIGHT_CHARACTERS


def sideways(sections: Iterable[Section]) -> list[bool]:
    """For each section whether its page is held sideways; one without a table stays on the page before it."""
    held = [False]
    for section in sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        held.append(any(map(is_wide, tables)) if tables else held[-1])
    return held[1:]


def shares(table: Table, page: float) -> list[float]:
    """A width for each column, in characters; `page` is the page's width as a multiple of an upright one's."""
    needed = _needed_widths(table)
    wished = [max(need, _longest_cell(table, position)) - need for position, need in enumerate(needed)]
    spare = max(0.0, _UPRIGHT_CHARACTERS * page - sum(needed))
    return [need + spare * wish / max(1, sum(wished)) for need, wish in zip(needed, wished, strict=True)]


def _shown_width(words: str) -> int:
    """In characters; those of Chinese count twice."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def _needed_widths(table: Table) -> list[int]:
    return [_needed_width(table, position) for position in range(len(table.columns))]


def _needed_width(table: Table, position: int) -> int:
    column = table.columns[position]
    cells = [row[position].text for row in table.rows]
    pieces = cells if column.is_number else [word for cell in cells for word in cell.split()]
    title = _longest(_BREAK.split(column.title))
    return max(_NARROWEST, title, min(_longest(pieces), _LONGEST_WORD)) + _PADDING


def _longest_cell(table: Table, position: int) -> int:
    return min(_longest(row[position].text for row in table.rows), _WIDEST) + _PADDING


def _longest(pieces: Iterable[str]) -> int:
    return max(map(_shown_width, pieces), default=0)
