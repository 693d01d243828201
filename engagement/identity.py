"""Which names are one organisation: what was declared and judged, taken together.

A name has a key of 58 bits, the same in every store. Names that are one organisation go by the key of one of them, its
head; `O1k3...` is how that is written.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set

from engagement.cells import names

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST = 12  # digits of 58 bits


def name_key(name: str) -> int:
    """The key of a name, as the desk makes it (engagement/texts): 0 for no name."""
    found = names.read(name)
    if not found.until:
        return 0
    digest = hashlib.md5(f"organisation\x1f{found.until}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little") >> 6


def as_id(key: int) -> str:
    """How the key of an organisation is written.

    >>> as_id(35), key_of_id("O0z"), key_of_id("Oxfam")
    ('O0z', 35, None)
    """
    digits = ""
    while key:
        key, digit = divmod(key, 36)
        digits = _DIGITS[digit] + digits
    return f"O0{digits}"


def key_of_id(text: str) -> int | None:
    """The key in an organisation's id; None for anything else."""
    digits = text.removeprefix("O0")
    is_id = text.startswith("O0") and 0 < len(digits) <= _LONGEST and set(digits) <= set(_DIGITS)
    return int(digits, 36) if is_id else None


def organisations(same: Iterable[tuple[int, int]], heads: Sequence[int] = ()) -> dict[int, int]:
    """Every name that is one with another -> the head of its organisation.

    `same` are pairs of names that are one; an organisation goes by the first of `heads` among its names, or by the
    smallest key.

    >>> organisations([(1, 2), (5, 2), (7, 8)], heads=[5])
    {1: 5, 2: 5, 5: 5, 7: 7, 8: 7}
    """
    parents: dict[int, int] = {}

    def head(name: int) -> int:
        while parents.setdefault(name, name) != name:
            parents[name] = name = parents[parents[name]]
        return name

    for left, right in same:
        first, second = sorted((head(left), head(right)))
        parents[second] = first
    chosen = {head(name): name for name in reversed(heads) if name in parents}
    return {name: chosen.get(head(name), head(name)) for name in sorted(parents)}


def head_of(name: int, heads: Mapping[int, int]) -> int:
    """The head of a name; a name that stands alone is its own."""
    return heads.get(name, name)


def are_one(left: int, right: int, heads: Mapping[int, int]) -> bool:
    """Whether two names are one organisation."""
    return head_of(left, heads) == head_of(right, heads)


def chain(left: int, right: int, same: Iterable[tuple[int, int]]) -> list[int]:
    """The shortest row of names from one to another, each the same as the next; empty when there is none."""
    neighbours: dict[int, list[int]] = {}
    for one, other in same:
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    came_from = {left: left}
    reached = [left]
    for name in reached:
        for next_name in neighbours.get(name, ()):
            if next_name not in came_from:
                came_from[next_name] = name
                reached.append(next_name)
    return _backwards(right, came_from) if right in came_from else []


def _backwards(name: int, came_from: Mapping[int, int]) -> list[int]:
    row = [name]
    while came_from[row[-1]] != row[-1]:
        row.append(came_from[row[-1]])
    return row[::-1]


Body = tuple[int, frozenset[str]]
"""An organisation by its key, and the categories it has."""


class Groups:
    """Organisations that grow as their names are found to be one: never into two categories, nor against a verdict."""

    def __init__(self, apart: Set[tuple[int, int]]) -> None:
        """`apart` are pairs of organisations that somebody has called different, the smaller key first."""
        self._apart = apart
        self._groups: dict[int, tuple[set[int], frozenset[str]]] = {}  # of each key: all its group, and the categories

    def is_one(self, one: Body, other: Body) -> bool:
        """Whether two organisations have become one."""
        return one[0] == other[0] or (one[0] in self._groups and other[0] in self._groups[one[0]][0])

    def join(self, one: Body, other: Body) -> bool:
        """Make two organisations one; False where they are one already, or must not be."""
        left, left_categories = self._groups.setdefault(one[0], ({one[0]}, one[1]))
        right, right_categories = self._groups.setdefault(other[0], ({other[0]}, other[1]))
        categories = left_categories | right_categories
        if (
            left is right
            or len(categories) > 1
            or any((min(a, b), max(a, b)) in self._apart for a in left for b in right)
        ):
            return False
        both = left | right
        self._groups |= dict.fromkeys(both, (both, categories))
        return True
