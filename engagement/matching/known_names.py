"""The names and acronyms of well-known organisations (`data/organisation_names.csv`), in several languages."""

from collections import defaultdict
from functools import cache
from typing import NamedTuple, TypeVar

from engagement import reference
from engagement.matching.answers import Name
from engagement.matching.reading import Reading, bare, read, taken_apart

Bag = tuple[tuple[str, ...], frozenset[str]]
Codes = frozenset[str]
_NONE: Codes = frozenset()
_MOST_BESIDE = 2
K = TypeVar("K")


class Table(NamedTuple):
    """Codes by the words of a name, by what it says, and by acronym."""

    spelled: dict[str, Codes]
    names: dict[Bag, Codes]
    acronyms: dict[str, Codes]
    readings: tuple[Reading, ...]  # of the names, each with its code


def resolve(reading: Reading) -> Reading:
    """`reading` with the codes of the organisations it may name, and the countries it names beside them."""
    codes, residue = _codes(reading)
    if codes and not residue:
        reading.is_joint = False
    elif reading.parts:
        shared, beside = _shared_by_parts(reading.parts)
        if shared:
            codes, residue, reading.is_joint = shared, beside, False
    if given := {code for acronym in reading.acronyms for code in table().acronyms.get(acronym, _NONE)}:
        codes = codes & given or codes
    reading.codes, reading.residue = codes, residue
    return reading


def _codes(reading: Reading) -> tuple[Codes, frozenset[str]]:
    spelled, names, acronyms, _ = table()
    found = spelled.get(reading.joined) or names.get((reading.bag, reading.countries))
    if found := found or acronyms.get(reading.whole) or acronyms.get(reading.joined):
        return found, frozenset()
    for country in sorted(reading.countries):
        if found := names.get((reading.bag, reading.countries - {country})):
            return found, frozenset({country})
    word = "".join(term.word for term in reading.terms).replace(" ", "")
    if found := acronyms.get(word) if word and reading.countries else None:
        return found, reading.countries
    return _section(reading)


def _section(reading: Reading) -> tuple[Codes, frozenset[str]]:
    """`MSF-H`, `UNHCR Goma`: a known acronym, and what it is a part of it by. No country: a question mark before it."""
    first, *others = reading.terms or (None,)
    if first is None or not 0 < len(others) <= _MOST_BESIDE or not reading.is_led_by_acronym:
        return _NONE, frozenset()
    rest = "?" + " ".join(sorted(term.concept for term in others))
    return table().acronyms.get(first.word, _NONE), reading.countries | {rest}


def _shared_by_parts(parts: tuple[str, ...]) -> tuple[Codes, frozenset[str]]:
    """The one organisation that every part of a name names, each in its own way."""
    found = [_codes(read(Name(part))) for part in parts]
    shared = frozenset.intersection(*(codes for codes, _ in found)) if found else _NONE
    return shared, frozenset().union(*(residue for _, residue in found))


@cache
def table() -> Table:
    """The table, read once."""
    spelled: dict[str, set[str]] = defaultdict(set)
    names: dict[Bag, set[str]] = defaultdict(set)
    acronyms: dict[str, set[str]] = defaultdict(set)
    readings = []
    for row in reference.table("organisation_names"):
        if row["kind"] == "acronym":
            acronyms[bare(taken_apart(row["name"])[0])].add(row["code"])
            continue
        reading = read(Name(row["name"]))
        spelled[reading.joined].add(row["code"])
        names[reading.bag, reading.countries].add(row["code"])
        reading.codes = frozenset({row["code"]})
        readings.append(reading)
    return Table(_frozen(spelled), _frozen(names), _frozen(acronyms), tuple(readings))


def _frozen(sets: dict[K, set[str]]) -> dict[K, Codes]:
    return {key: frozenset(codes) for key, codes in sets.items()}
