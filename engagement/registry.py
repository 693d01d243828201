"""Networks and working groups: a name in somebody's sheet -> a mechanism, known or new.

A working group is the child of a network; the same name under two networks is two working groups.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache

from engagement import reference
from engagement.cells.countries import recognise
from engagement.errors import AmbiguousNameError, UnknownNameError
from engagement.folding import fold
from engagement.listed import ListedMechanism
from engagement.model import Mechanism, MechanismKind

NETWORK, WORKING_GROUP = MechanismKind.NETWORK, MechanismKind.WORKING_GROUP


@cache
def known_mechanisms(language: str) -> tuple[Mechanism, ...]:
    """The networks and working groups of `data/`, named in French or else in English."""
    suffix = "fr" if language == "fr" else "en"
    networks = (
        Mechanism(code=row["code"], kind=NETWORK, parent=None, name=row[f"name_{suffix}"], region=row["un_region"])
        for row in reference.table("networks")
    )
    groups = (
        Mechanism(code=row["code"], kind=WORKING_GROUP, parent=row["parent"], name=row[f"label_{suffix}"])
        for row in reference.table("working_groups")
    )
    return (*networks, *groups)


def mechanisms_of_reference() -> tuple[ListedMechanism, ...]:
    """The networks and working groups of `data/`, with what is evidenced of each."""
    return tuple(map(_of_table, (*reference.table("networks"), *reference.table("working_groups"))))


def _of_table(row: Mapping[str, str]) -> ListedMechanism:
    is_group = "label_en" in row
    name = "label" if is_group else "name"
    return ListedMechanism(
        code=row["code"],
        kind=MechanismKind.WORKING_GROUP if is_group else MechanismKind.NETWORK,
        name_en=row[f"{name}_en"],
        name_fr=row[f"{name}_fr"],
        parent=row.get("parent") or None,
        level=row.get("level") or None,
        region=row.get("un_region") or None,
        country=recognise(row["country"]) if row.get("country") else None,
        since=row.get("from") or None,
        until=row.get("to") or None,
    )


class Mechanisms:
    """The mechanisms of `data/` and those earlier logs brought; `place` adds what a log names for the first time."""

    def __init__(self, created: Iterable[Mechanism] = ()) -> None:
        self.created = list(created)
        self.added: list[Mechanism] = []
        self._codes: set[str] = set()
        self._by_name: dict[tuple[MechanismKind, str], list[Mechanism]] = {}
        for language in ("en", "fr"):
            for known in known_mechanisms(language):
                self._learn(known)
        for mechanism in self.created:
            self._learn(mechanism)

    def place(self, network: str | None, working_group: str | None) -> Mechanism | None:
        """The mechanism a row belongs to, created if nobody has named it before; None when the row names none."""
        parent = self._found_or_new(network, NETWORK, None) if network else None
        if not working_group:
            return parent
        return self._found_or_new(working_group, WORKING_GROUP, parent)

    def find(self, name: str, kind: MechanismKind) -> Mechanism:
        """The one mechanism with this code or name. Raises UnknownNameError or AmbiguousNameError."""
        return self._one(name, self._by_name.get((kind, fold(name)), []), kind)

    def code_of(self, name: str) -> str:
        """The code of a working group or network by code or name. Raises UnknownNameError or AmbiguousNameError."""
        every = (*self._by_name.get((NETWORK, fold(name)), ()), *self._by_name.get((WORKING_GROUP, fold(name)), ()))
        return self._one(name, every, NETWORK).code

    def _one(self, name: str, found: Sequence[Mechanism], kind: MechanismKind) -> Mechanism:
        """The one that is meant: whose code it is, whatever others are called, or else the only one of that name."""
        coded = [each for each in found if fold(each.code) == fold(name)]
        meant = coded if len(coded) == 1 else found
        if len(meant) > 1:
            raise AmbiguousNameError("name-ambiguous", name=name, candidates=", ".join(each.code for each in meant))
        if not meant:
            raise UnknownNameError(f"{kind.value}-unknown", name=name, suggestions=", ".join(self.nearest(name, kind)))
        return meant[0]

    def nearest(self, name: str, kind: MechanismKind) -> list[str]:
        """Names of mechanisms that are spelled almost like this one."""
        names = {key: found[0].name for (each, key), found in self._by_name.items() if each is kind}
        return [names[key] for key in get_close_matches(fold(name), names, n=3, cutoff=0.75)]

    def _found_or_new(self, name: str, kind: MechanismKind, parent: Mechanism | None) -> Mechanism:
        found = self._by_name.get((kind, fold(name)), [])
        same = [each for each in found if parent is None or each.parent == parent.code]
        if len(same) == 1:
            return same[0]
        if len(same) > 1:
            raise AmbiguousNameError("name-ambiguous", name=name, candidates=", ".join(each.code for each in same))
        code = f"{parent.code}/{name}" if parent else name
        if code in self._codes:  # a working group may be called what a network is called
            code = f"{code} ({kind.value.replace('_', ' ')})"
        return self._add(Mechanism(code=code, kind=kind, parent=parent.code if parent else None, name=name))

    def _add(self, mechanism: Mechanism) -> Mechanism:
        self.added.append(mechanism)
        self._learn(mechanism)
        return mechanism

    def _learn(self, mechanism: Mechanism) -> None:
        self._codes.add(mechanism.code)
        for key in {fold(mechanism.code), fold(mechanism.name)}:
            known = self._by_name.setdefault((mechanism.kind, key), [])
            if all(each.code != mechanism.code for each in known):
                known.append(mechanism)
