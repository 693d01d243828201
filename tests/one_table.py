"""One table of people with its totals, as the product protects many at once; and what a hidden cell can be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engagement.disclosure import LEAST_PEOPLE, Counts, Hidden, Node, Place, _flow, _network, protected
from engagement.model import Value
from engagement.parity import K_SENSITIVE, K, is_hidden


class Disclosed(Value):
    """What may be printed, totals in the last row and column: None is hidden, and so is every share made with it.

    `possible` is the smallest number of values that a hidden cell can still take; None where nothing is hidden.
    """

    cells: tuple[tuple[int | None, ...], ...]
    possible: int | None


@dataclass(frozen=True)
class Table:
    """Counts of one table with their totals in a last row and column."""

    cells: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, counts: Sequence[Sequence[int]]) -> "Table":
        """The table of these counts, without totals yet."""
        rows = [(*row, sum(row)) for row in counts]
        return cls((*rows, tuple(map(sum, zip(*rows, strict=True)))))

    def __getitem__(self, place: tuple[int, int]) -> int:
        return self.cells[place[0]][place[1]]

    @property
    def corner(self) -> tuple[int, int]:
        """The place of the grand total, which is always printed."""
        return len(self.cells) - 1, len(self.cells[0]) - 1

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """All places but the corner."""
        rows, columns = self.corner
        return (
            (row, column) for row in range(rows + 1) for column in range(columns + 1) if (row, column) != self.corner
        )

    def is_total(self, place: tuple[int, int]) -> bool:
        """Whether the place is in the last row or column."""
        return place[0] == self.corner[0] or place[1] == self.corner[1]

    @property
    def whole(self) -> Counts:
        """The table as counts that add up. A total counts the other way: what it gains its row or column gains."""
        counts: dict[Place, int] = {place: self[place] for place in self}
        return Counts(
            counts=counts,
            ends={place: self._ends(place) for place in self},
            room=dict.fromkeys(counts, self[self.corner]),
            loss=counts,
            totals=frozenset(place for place in self if self.is_total(place)),
        )

    def _ends(self, place: tuple[int, int]) -> tuple[Node, Node]:
        row, column = ("row", place[0]), ("column", place[1])
        return (column, row) if self.is_total(place) else (row, column)


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
    whole = table.whole
    hidden = protected([whole], small(table, max(k, K_SENSITIVE if is_sensitive else K), is_sensitive))
    if hidden is None:
        return None
    rows, columns = table.corner
    return Disclosed(
        cells=tuple(
            tuple(None if (row, column) in hidden else table[row, column] for column in range(columns + 1))
            for row in range(rows + 1)
        ),
        possible=min((len(possible(whole, hidden, place)) for place in hidden), default=None),
    )


def small(table: Table, k: int, is_sensitive: bool) -> Hidden:
    """The places that must not be printed themselves."""
    return frozenset(place for place in table if _is_small(table, place, k, is_sensitive))


def _is_small(table: Table, place: tuple[int, int], k: int, is_sensitive: bool) -> bool:
    """A 0 and an 'all' of a sensitive attribute say something of everyone in the row, if there is anyone."""
    row, columns = place[0], table.corner[1]
    everyone, count = table[row, columns], table[place]
    if place[1] == columns or not is_sensitive:
        return is_hidden(count, k)
    return everyone > 0 and (count == everyone or is_hidden(count, k, is_sensitive))


def possible(counts: Counts, hidden: Hidden, place: Place) -> range:
    """The values that a hidden count can take for a reader of everything that is printed."""
    tail, head = counts.ends[place]
    more, less = (_flow(_network(counts, hidden - {place}), *ends)[0] for ends in ((head, tail), (tail, head)))
    return range(
        counts[place] - min(less, counts.loss[place]),
        counts[place] + min(more, counts.room[place]) + 1,
    )
