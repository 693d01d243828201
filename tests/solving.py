"""A reader who solves for what tables of people hide: integer programming, independent of how it is hidden."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

from engagement.document import Document, Table
from engagement.people import SPLITS, People

EVERYWHERE = ""
"""In the place of a network: all of them together."""

Columns = Mapping[str, tuple[str, ...]]


class Statement(NamedTuple):
    """So many people, in a network, of some groups, by one column of an attribute (None: all). None is hidden."""

    network: str
    groups: frozenset[str]
    attribute: str
    column: str | None
    count: int | None


def said_by_document(network: str, document: Document, groups: Sequence[str]) -> Iterator[Statement]:
    """Every number, and every hidden one, of the tables of people in a document. Groups without a row have nobody."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.code.startswith("people-by-"):
                yield from _said_by_table(network, block, groups)


def _said_by_table(network: str, table: Table, groups: Sequence[str]) -> Iterator[Statement]:
    attribute = table.code.removeprefix("people-by-")
    has_groups = len(table.row_codes) > 1
    for code in set(groups) - set(table.row_codes) if has_groups else ():
        yield Statement(network, frozenset({code}), attribute, None, 0)
    for code, row in zip(table.row_codes, table.rows, strict=True):
        of = frozenset(groups) if code == "all" else frozenset({code})
        for column, entry in zip(table.columns, row, strict=True):
            if column.code in (*SPLITS[attribute], "people"):
                count = entry.value
                assert count is None or isinstance(count, int)
                yield Statement(network, of, attribute, None if column.code == "people" else column.code, count)


def said_by_people(network: str, people: People, groups: Sequence[str]) -> Iterator[Statement]:
    """The same of what the library answers."""
    everybody = frozenset(groups)
    for split in people.splits:
        if people.total is not None or people.withheld is None:
            yield Statement(network, everybody, split.attribute, None, people.total)
        for column, count in zip(split.columns, split.totals, strict=True):
            if count is not None or people.withheld is None:
                yield Statement(network, everybody, split.attribute, column, count)
        if people.withheld is not None:
            continue
        for group in everybody - set(people.groups):
            yield Statement(network, frozenset({group}), split.attribute, None, 0)
        for group, of_group, row in zip(people.groups, people.of_groups, split.rows, strict=True):
            yield Statement(network, frozenset({group}), split.attribute, None, of_group)
            for column, count in zip(split.columns, row, strict=True):
                yield Statement(network, frozenset({group}), split.attribute, column, count)


class Reader:
    """Knows every number that is said, and that people are counted in whole numbers that add up."""

    def __init__(
        self, said: Sequence[Statement], networks: Sequence[str], groups: Sequence[str], columns: Columns
    ) -> None:
        self._networks, self._columns = networks, columns
        cells = (
            (network, group, attribute, column)
            for network in networks
            for group in groups
            for attribute, names in columns.items()
            for column in names
        )
        self._place = {cell: number for number, cell in enumerate(cells)}
        self._known = [(self._terms(each), each.count) for each in said if each.count is not None]
        self.hidden = [each for each in said if each.count is None]
        one, *others = columns
        for other in others:  # the people of a group are the same in every table
            for network in networks:
                for group in groups:
                    same = [Statement(network, frozenset({group}), each, None, None) for each in (one, other)]
                    less = dict.fromkeys(self._terms(same[1]), -1)
                    self._known.append((self._terms(same[0]) | less, 0))

    def told(self) -> list[tuple[Statement, int, int]]:
        """The hidden numbers that cannot be three different ones, with the least and the most that they can be."""
        found = []
        for each in self.hidden:
            terms = self._terms(each)
            least, most = self._extreme(terms, 1), self._extreme(terms, -1)
            if most - least < 2 or not self._solved({}, [*self._known, (terms, least + 1)]).success:
                found.append((each, least, most))
        return found

    def _terms(self, said: Statement) -> dict[int, int]:
        return {
            self._place[network, group, said.attribute, column]: 1
            for network in (self._networks if said.network == EVERYWHERE else (said.network,))
            for group in said.groups
            for column in self._columns[said.attribute]
            if said.column in (None, column)
        }

    def _extreme(self, terms: Mapping[int, int], sign: int) -> int:
        found = self._solved(dict.fromkeys(terms, sign), self._known)
        assert found.success, found.message
        return round(sign * found.fun)

    def _solved(self, goal: Mapping[int, int], known: Sequence[tuple[Mapping[int, int], int | None]]) -> OptimizeResult:
        entries = [(row, place, factor) for row, (terms, _) in enumerate(known) for place, factor in terms.items()]
        rows, places, factors = zip(*entries, strict=True)
        matrix = csr_array((factors, (rows, places)), shape=(len(known), len(self._place)))
        sums = [count for _, count in known]
        cost = np.zeros(len(self._place))
        cost[list(goal)] = list(goal.values())
        return milp(
            cost,
            constraints=LinearConstraint(matrix, sums, sums),
            integrality=np.ones(len(self._place)),
            bounds=Bounds(0, _MOST),
        )


_MOST = 1_000_000
"""No number of people is above this."""
