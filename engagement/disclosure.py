"""Tables of people, made safe to publish: small cells are hidden, and others with them until nothing can be derived.

A table has a row for each group and a column for each value of one attribute, with its totals. A reader of what is
printed knows that every row and column adds up. What a hidden cell could be is worked out exactly, as a network:
people can only be moved round closed ways of hidden cells, so that a cell can take every whole number between the
least and the greatest flow through it.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from engagement.model import Value
from engagement.parity import K_SENSITIVE, K, is_hidden

LEAST_PEOPLE = 30
"""No table of fewer people is published."""

LEAST_POSSIBLE = 3
"""Values that every hidden cell must still be able to take."""

Place = tuple[int, int]
"""Row and column; the last of each are the totals."""

Hidden = frozenset[Place]


class Disclosed(Value):
    """What may be printed, totals in the last row and column: None is hidden, and so is every share made with it.

    `possible` is the smallest number of values that a hidden cell can still take; None where nothing is hidden.
    """

    cells: tuple[tuple[int | None, ...], ...]
    possible: int | None


@dataclass(frozen=True)
class Table:
    """Counts with their totals in a last row and column."""

    cells: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, counts: Sequence[Sequence[int]]) -> "Table":
        """The table of these counts, without totals yet."""
        rows = [(*row, sum(row)) for row in counts]
        return cls((*rows, tuple(map(sum, zip(*rows, strict=True)))))

    def __getitem__(self, place: Place) -> int:
        return self.cells[place[0]][place[1]]

    @property
    def corner(self) -> Place:
        """The place of the grand total, which is always printed."""
        return len(self.cells) - 1, len(self.cells[0]) - 1

    def __iter__(self) -> Iterator[Place]:
        """All places but the corner."""
        rows, columns = self.corner
        return (
            (row, column) for row in range(rows + 1) for column in range(columns + 1) if (row, column) != self.corner
        )

    def is_total(self, place: Place) -> bool:
        """Whether the place is in the last row or column."""
        return place[0] == self.corner[0] or place[1] == self.corner[1]


def disclosed(
    counts: Sequence[Sequence[int]], *, k: int = K, is_sensitive: bool = False, least_people: int = LEAST_PEOPLE
) -> Disclosed | None:
    """The table of `counts` (a row for each group, a column for each value of one attribute), small cells hidden.

    k is at least 5, and 10 for disability and lived experience, of which a 0 and an 'all' are hidden too. None where
    there are too few people, or where no way of hiding keeps the small cells.

    >>> for row in disclosed([[9, 7], [3, 5], [1, 4]], least_people=29).cells:
    ...     print(row)
    (9, 7, 16)
    (None, None, 8)
    (None, None, 5)
    (13, 16, 29)
    """
    table = Table.of(counts) if counts else Table(((0,),))
    if table[table.corner] < least_people:
        return None
    hidden = protected(table, small(table, max(k, K_SENSITIVE if is_sensitive else K), is_sensitive))
    if hidden is None:
        return None
    rows, columns = table.corner
    return Disclosed(
        cells=tuple(
            tuple(None if (row, column) in hidden else table[row, column] for column in range(columns + 1))
            for row in range(rows + 1)
        ),
        possible=min((len(possible(table, hidden, place)) for place in hidden), default=None),
    )


# ---- what to hide -------------------------------------------------------------------------------------------------


def small(table: Table, k: int, is_sensitive: bool) -> Hidden:
    """The places that must not be printed themselves."""
    return frozenset(place for place in table if _is_small(table, place, k, is_sensitive))


def _is_small(table: Table, place: Place, k: int, is_sensitive: bool) -> bool:
    """A 0 and an 'all' of a sensitive attribute say something of everyone in the row, if there is anyone."""
    row, columns = place[0], table.corner[1]
    everyone, count = table[row, columns], table[place]
    if place[1] == columns or not is_sensitive:
        return is_hidden(count, k)
    return everyone > 0 and (count == everyone or is_hidden(count, k, is_sensitive))


def protected(table: Table, hidden: Hidden) -> Hidden | None:
    """More is hidden until every hidden cell can be at least 3 things; None if that cannot be.

    A cell is hidden with the other corners of a square, which is a second cell in its row and its column. All squares
    are tried. At the end, whatever need not have been hidden is printed after all, the most people first.
    """
    small = hidden
    while (certain := _first_certain(table, hidden)) is not None:
        more = min(_squares(table, hidden, certain), key=_loss(table, hidden, certain), default=None)
        if more is None:
            return None
        hidden |= more
    for place in sorted(hidden - small, key=lambda place: (-table[place], place)):
        if _first_certain(table, hidden - {place}) is None:
            hidden -= {place}
    return hidden


def _squares(table: Table, hidden: Hidden, place: Place) -> Iterator[Hidden]:
    """What is printed yet of every square with a corner at the place. The grand total is never hidden."""
    for row, column in product(range(table.corner[0] + 1), range(table.corner[1] + 1)):
        corners = frozenset({(place[0], column), (row, place[1]), (row, column)})
        if row != place[0] and column != place[1] and table.corner not in corners and not corners <= hidden:
            yield corners - hidden


def _loss(table: Table, hidden: Hidden, certain: Place) -> Callable[[Hidden], tuple[bool, int, list[Place]]]:
    """Best is what protects the cell, and then what hides the fewest people, which keeps totals for the last."""
    return lambda more: (
        is_certain(table, hidden | more, certain),
        sum(table[place] for place in more),
        sorted(more),
    )


def _first_certain(table: Table, hidden: Hidden) -> Place | None:
    return next((place for place in sorted(hidden) if is_certain(table, hidden, place)), None)


def is_certain(table: Table, hidden: Hidden, place: Place) -> bool:
    """Whether a reader could tell a hidden cell too exactly."""
    return len(possible(table, hidden, place)) < LEAST_POSSIBLE


# ---- what a reader can tell ---------------------------------------------------------------------------------------


def possible(table: Table, hidden: Hidden, place: Place) -> range:
    """The values that a hidden place can take for a reader of everything that is printed.

    A total counts the other way: what it gains its row or column has gained. Taken as 'so many short of a round
    number' it is a cell like any other, in a table in which all rows and columns add up to something known.
    """
    row, column = _row(place[0]), _column(place[1])
    up, down = (_flow(_network(table, hidden - {place}), *ends) for ends in ((column, row), (row, column)))
    more, less = (down, up) if table.is_total(place) else (up, down)
    return range(table[place] - min(less, table[place]), table[place] + more + 1)


Network = dict[int, dict[int, int]]
"""How much can still flow from one row or column to another."""


def _row(number: int) -> int:
    return number


def _column(number: int) -> int:
    return -1 - number


def _network(table: Table, hidden: Hidden) -> Network:
    """From row to column a cell gains, from column to row it loses, at most what it has."""
    everyone = table[table.corner]
    network: Network = {}
    for place in hidden:
        row, column = _row(place[0]), _column(place[1])
        gain, loss = (table[place], everyone) if table.is_total(place) else (everyone, table[place])
        network.setdefault(row, {})[column] = gain
        network.setdefault(column, {})[row] = loss
    return network


def _flow(network: Network, source: int, sink: int) -> int:
    """The greatest flow (Edmonds and Karp: always along a shortest way that is left)."""
    total = 0
    while way := _way(network, source, sink):
        amount = min(network[start][end] for start, end in way)
        for start, end in way:
            network[start][end] -= amount
            network[end][start] += amount
        total += amount
    return total


def _way(network: Network, source: int, sink: int) -> list[tuple[int, int]]:
    """A shortest way from source to sink along which something can flow; empty if there is none."""
    before: dict[int, int] = {source: source}
    waiting = deque([source])
    while waiting and sink not in before:
        start = waiting.popleft()
        for end, left in network.get(start, {}).items():
            if left and end not in before:
                before[end] = start
                waiting.append(end)
    way = []
    while sink in before and sink != source:
        way.append((before[sink], sink))
        sink = before[sink]
    return way
