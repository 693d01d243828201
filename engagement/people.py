"""How many people took part, by group and by gender or age: what may be published of it, and no more.

A reader may have the document of every network beside that of all of them together, and tables of gender and of age
have the people of each group in common. So what is hidden is chosen for all of them at once:

- the tables of one place are one network (`disclosure`), joined at the number of people of each group;
- what a network hides is hidden in the largest network too, so that people can be moved from one to the other and back:
  the sum of the two stays, and nothing is told by the sum of all networks;
- what the largest network would tell is hidden in one other, and what the sum of all would tell in the largest;
- of networks with too few people nothing is published but what is left when the others are taken from the whole; that
  is one more table to protect.

Of a part of a network, or of several, there is no table, and totals only where nothing is told by comparing them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engagement.desk import Row
from engagement.disclosure import LEAST_PEOPLE, Counts, Hidden, Node, Place, protected
from engagement.model import Value
from engagement.parity import is_hidden

SPLITS = {
    "gender": ("women", "men", "other_gender", "gender_not_recorded"),
    "age": ("youth", "older", "age_not_recorded"),
}
"""The attributes of people, and the columns of each. `older`: 25 and over, or no age said where it was asked."""

Tally = Counter[Place]
"""People at each place of the tables of one scope; places that are not in it hold nobody."""


class Withheld(StrEnum):
    """Why there is no table by group."""

    TOO_FEW = "too_few"  # people in the scope
    PART = "part"  # the scope is neither one network nor all of them
    TOLD = "told"  # a table would tell of a few


class Split(Value):
    """One attribute. None is withheld: a number from 1 to k - 1, or one that would tell it."""

    attribute: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int | None, ...], ...]  # a row for each group; none where there is no table
    totals: tuple[int | None, ...]


class People(Value):
    """What may be published of the people of a scope: attendances, so that who came twice is counted twice."""

    k: int
    total: int | None  # None: fewer than k
    groups: tuple[str, ...]
    of_groups: tuple[int | None, ...]  # people of each group, the same in every split
    splits: tuple[Split, ...]  # those that somebody asked people for
    withheld: Withheld | None  # None: the tables are there

    def split(self, attribute: str) -> Split | None:
        """An attribute; None where nobody was asked for it."""
        return next((each for each in self.splits if each.attribute == attribute), None)


@dataclass(frozen=True)
class Asked:
    """A question about people: the mechanisms asked for (None: all), and what is known of them."""

    mechanisms: frozenset[str] | None
    network_of: Callable[[str], str]
    least: Callable[[str | None], int]  # people of whom a network tells; None: all networks together
    order: Sequence[str]  # of the groups


def people(rows: Sequence[Row], wider: Sequence[Row], asked: Asked) -> People:
    """What may be published. `rows` are the head-counts of every category in every mechanism, `wider` those without any
    limit of period, mode and the like: nothing may be told by comparing the two either."""
    attributes = tuple(name for name in SPLITS if any(row[f"is_{name}_asked"] for row in rows))
    here = [row for row in rows if asked.mechanisms is None or row["mechanism"] in asked.mechanisms]
    tally = _tally(here, attributes)
    k = max([asked.least(each) for each in _networks(here, asked)], default=asked.least(None))
    family = _Family.of(rows, wider, attributes, asked)
    found = family.hidden_in(tally, {row["mechanism"] for row in here})
    groups = tuple(code for code in asked.order if tally["people", code])
    if isinstance(found, Withheld):
        hidden, groups = family.hidden_totals(tally, here, attributes, k), ()
    else:
        hidden = found
        groups = tuple(code for code in asked.order if tally["people", code] or ("people", code) in hidden)
    total = sum(row["people"] for row in here)
    return People(
        k=k,
        total=None if is_hidden(total, k) else total,
        groups=groups,
        of_groups=tuple(_shown(tally, hidden, ("people", code)) for code in groups),
        splits=tuple(_split(name, tally, hidden, groups) for name in attributes),
        withheld=found if isinstance(found, Withheld) else None,
    )


def _split(name: str, tally: Tally, hidden: Hidden, groups: Iterable[str]) -> Split:
    columns = SPLITS[name]
    return Split(
        attribute=name,
        columns=columns,
        rows=tuple(tuple(_shown(tally, hidden, (name, code, each)) for each in columns) for code in groups),
        totals=tuple(_shown(tally, hidden, ("total", name, each)) for each in columns),
    )


def _shown(tally: Tally, hidden: Hidden, place: Place) -> int | None:
    return None if place in hidden else tally[place]


def _networks(rows: Iterable[Row], asked: Asked) -> set[str]:
    return {asked.network_of(row["mechanism"]) for row in rows}


# ---- the tables of one scope --------------------------------------------------------------------------------------


def _tally(rows: Iterable[Row], attributes: Sequence[str]) -> Tally:
    found = Tally()
    for row in rows:
        found["people", row["category"]] += row["people"]
        for name in attributes:
            for column in SPLITS[name]:
                found[name, row["category"], column] += row[column]
                found["total", name, column] += row[column]
    return found


Ends = Mapping[Place, tuple[Node, Node]]


def _ends(groups: Iterable[str], attributes: Sequence[str]) -> dict[Place, tuple[Node, Node]]:
    """Between which nodes each place stands. Two attributes meet at the people of each group; a third cannot join."""
    found: dict[Place, tuple[Node, Node]] = {}
    for name, is_turned in zip(attributes, (False, True), strict=False):
        for column in SPLITS[name]:
            found["total", name, column] = _way((name, column), (name,), is_turned)
    for code in groups:
        for name, is_turned in zip(attributes, (False, True), strict=False):
            for column in SPLITS[name]:
                found[name, code, column] = _way((name, "group", code), (name, column), is_turned)
        further = (attributes[1], "group", code) if len(attributes) > 1 else ("people",)
        found["people", code] = (further, (attributes[0], "group", code))
    return found


def _way(start: Node, end: Node, is_turned: bool) -> tuple[Node, Node]:
    return (end, start) if is_turned else (start, end)


def _people(tally: Tally) -> int:
    return sum(count for place, count in tally.items() if place[0] == "people")


def _small(tally: Tally, k: int) -> Hidden:
    return frozenset(place for place, count in tally.items() if is_hidden(count, k))


# ---- all networks together ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Leaf:
    """A network, or those together of which nothing is published, with what must not be told of it."""

    mechanisms: frozenset[str]
    tally: Tally
    small: Hidden
    is_published: bool

    @property
    def size(self) -> tuple[int, list[str]]:
        """To put leaves in order."""
        return _people(self.tally), sorted(self.mechanisms)

    def with_(self, other: "_Leaf", k: int) -> "_Leaf":
        """Both as one, of which nothing is published."""
        tally = self.tally + other.tally
        return _Leaf(self.mechanisms | other.mechanisms, tally, _small(tally, k), is_published=False)


@dataclass(frozen=True)
class _Family:
    """What each network hides, and what the sum of all does; `whole` None: it has no table."""

    leaves: tuple[tuple[_Leaf, Hidden], ...]
    mechanisms: frozenset[str]
    networks: tuple[frozenset[str], ...]  # the mechanisms of each
    tally: Tally
    whole: Hidden | Withheld

    @classmethod
    def of(cls, rows: Sequence[Row], wider: Sequence[Row], attributes: Sequence[str], asked: Asked) -> "_Family":
        """The networks of the rows, protected together."""
        mechanisms = frozenset(row["mechanism"] for row in rows)
        k = max([asked.least(each) for each in _networks(rows, asked)], default=asked.least(None))
        tally = _tally(rows, attributes)
        small = _small(tally, k) | _differing(tally, _tally(wider, attributes), k)
        if not attributes or _people(tally) < LEAST_PEOPLE:
            return cls((), mechanisms, (), tally, Withheld.TOO_FEW)
        ends = _ends(sorted({row["category"] for row in rows}), attributes)
        single = _leaves(rows, wider, attributes, asked)
        networks, leaves = tuple(each.mechanisms for each in single), _gathered(single, k)
        while len(leaves) > 1:
            found = _protected(leaves, ends, _Leaf(mechanisms, tally, small, is_published=True))
            if not isinstance(found, _Leaf):
                return cls(tuple(zip(leaves, found[:-1], strict=True)), mechanisms, networks, tally, found[-1])
            leaves = _gathered([_unpublished(each) if each is found else each for each in leaves], k)
        hidden = protected([_counts(tally, tally, dict.fromkeys(ends, _people(tally)), ends)], small & ends.keys())
        return cls((), mechanisms, networks, tally, Withheld.TOLD if hidden is None else hidden)

    def hidden_in(self, tally: Tally, mechanisms: set[str]) -> Hidden | Withheld:
        """What a scope hides that counts in these mechanisms."""
        if _people(tally) < LEAST_PEOPLE:
            return Withheld.TOO_FEW
        if mechanisms == self.mechanisms:
            return self.whole
        leaf = next((each for each in self.leaves if each[0].mechanisms == mechanisms), None)
        if leaf is None:
            return Withheld.TOLD if mechanisms in self.networks else Withheld.PART
        return leaf[1] if leaf[0].is_published else Withheld.TOLD

    def hidden_totals(self, tally: Tally, rows: Sequence[Row], attributes: Sequence[str], k: int) -> Hidden:
        """The totals that a scope without tables hides: those of an attribute, if any one of them would tell of a few.

        That is so where it is small itself, where the rest of a network or of all is, or where those hide it.
        """
        inside = frozenset(row["mechanism"] for row in rows)
        around = [(self.tally, self.whole if not isinstance(self.whole, Withheld) else frozenset())]
        around += [(leaf.tally, hidden) for leaf, hidden in self.leaves if leaf.mechanisms & inside]
        hidden = set[Place]()
        for name in attributes:
            totals = [("total", name, column) for column in SPLITS[name]]
            if any(
                is_hidden(tally[place], k)
                or any(place in further or is_hidden(abs(whole[place] - tally[place]), k) for whole, further in around)
                for place in totals
            ):
                hidden.update(totals)
        return frozenset(hidden)


def _differing(tally: Tally, wider: Tally, k: int) -> Hidden:
    """The places where the scope and the same one without a period differ by a few."""
    return frozenset(place for place, count in wider.items() if tally[place] and is_hidden(count - tally[place], k))


def _leaves(rows: Sequence[Row], wider: Sequence[Row], attributes: Sequence[str], asked: Asked) -> list[_Leaf]:
    found = []
    for network in sorted(_networks(rows, asked)):
        own, all_own = (
            [row for row in some if asked.network_of(row["mechanism"]) == network] for some in (rows, wider)
        )
        tally, k = _tally(own, attributes), asked.least(network)
        found.append(
            _Leaf(
                mechanisms=frozenset(row["mechanism"] for row in own),
                tally=tally,
                small=_small(tally, k) | _differing(tally, _tally(all_own, attributes), k),
                is_published=_people(tally) >= LEAST_PEOPLE,
            )
        )
    return found


def _unpublished(leaf: _Leaf) -> _Leaf:
    return _Leaf(leaf.mechanisms, leaf.tally, leaf.small, is_published=False)


def _gathered(leaves: Iterable[_Leaf], k: int) -> list[_Leaf]:
    """The networks that are published, the smallest first, and all others as one."""
    found = sorted(leaves, key=lambda each: each.size)
    rest = [each for each in found if not each.is_published]
    together = rest[0] if rest else None
    for each in rest[1:]:
        together = together.with_(each, k) if together else each
    published = [each for each in found if each.is_published]
    return sorted([*([together] if together else []), *published], key=lambda each: each.size)


def _protected(leaves: list[_Leaf], ends: Ends, whole: _Leaf) -> list[Hidden] | _Leaf:
    """What each leaf hides, and last the whole; or the leaf that has to go to those of which nothing is published.

    The largest comes last. It can move with any other where both hide the same, and alone where the whole hides it too.
    """
    *others, largest = leaves
    found = [_beside(each, each.small, largest, ends) for each in others]
    for each, hidden in zip(others, found, strict=True):
        if hidden is None:
            return each if each.is_published else _next_to_go(leaves)
    room = dict.fromkeys(ends, _people(whole.tally))
    alone = [_counts(whole.tally, largest.tally, room, ends)]
    of_whole = protected(alone, whole.small & ends.keys())
    if of_whole is None:
        return _next_to_go(leaves)
    hidden_in = [each or frozenset() for each in found]
    rest = largest.small - of_whole
    shared = (_beside(largest, rest, each, ends) for each in others)
    place, more = next(((at, each) for at, each in reversed([*enumerate(shared)]) if each is not None), (None, None))
    if place is not None and more is not None:
        hidden_in[place] |= more
    else:
        of_whole = protected(alone, (whole.small | rest) & ends.keys())
        if of_whole is None:
            return _next_to_go(leaves)
    return [*hidden_in, of_whole.union(*hidden_in), of_whole]


def _beside(leaf: _Leaf, small: Hidden, other: _Leaf, ends: Ends) -> Hidden | None:
    """What both hide, so that what is small in the one is not told: people can be moved between the two."""
    return protected([_counts(leaf.tally, leaf.tally, other.tally, ends)], small & ends.keys())


def _next_to_go(leaves: list[_Leaf]) -> _Leaf:
    return next(each for each in leaves if each.is_published)


def _counts(tally: Tally, loss: Mapping[Place, int], room: Mapping[Place, int], ends: Ends) -> Counts:
    return Counts(
        counts={place: tally[place] for place in ends},
        ends=ends,
        room={place: room.get(place, 0) for place in ends},
        loss={place: loss.get(place, 0) for place in ends},
        totals=frozenset(place for place in ends if place[0] in ("total", "people")),
    )
