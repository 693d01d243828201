"""Attendance as a meeting service records it: people who come and go, told by a name and sometimes an address.

The address is used here to know a person again and to read the domain of the organisation, and stays here. What may
name an organisation ('@example.org', '(IOM)', or '(IOM) @iom.int') is a candidate: the coordinator says what it is.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from engagement import reference
from engagement.cells.names import MAX_TEXT
from engagement.files.sheet import BadCell, Cells, Row
from engagement.folding import fold
from engagement.layouts.laid import beyond, cell
from engagement.suggestions import column_of
from engagement.taxonomy import SHIPPED

ADDED = ORGANISATION, CATEGORY, STAGE = "organisation", "category", "stage"
"""Titles of the columns that are added: our own names, which mean the same in every language."""

_ADDRESS = re.compile(r"[^\s@<>,;]*@([^\s@<>,;]+\.[^\s@<>,;.]+)")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]+)[)\]）]")
_PARTS = re.compile(r"\s+[-–—|/_]\s+|[|_]|\s*[,，]\s+|\s+@\s*")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z][A-Z&-]*(?:[ -][A-Z][\w'’]*)?")
_KEY_BYTES = 6


@dataclass(frozen=True)
class Places:
    """Where the columns of a list are; None for one it does not have."""

    name: int
    emails: tuple[int, ...]  # where an address may stand, the surest first
    said: int | None  # an organisation that people named themselves
    hidden: frozenset[int]  # further columns that hold addresses or names
    waiting: int | None = None
    attended: int | None = None


def said_by_people(header: Cells) -> int | None:
    """Where people named their organisation themselves, as some registration forms ask."""
    if _is_given_back(header):
        return None
    return next((at for at, title in enumerate(header) if column_of(title) == "organisation"), None)


def _is_given_back(header: Cells) -> bool:
    """Whether these are rows that were given back to be mended, with the columns that were added."""
    return set(ADDED) <= set(header)


def rows_of_people(header: Cells, places: Places, rows: Sequence[Row]) -> tuple[Cells, list[Row]]:
    """The list without names and addresses: a key for each person, and what may be their organisation.

    The header keeps the titles of the file; three columns are added: organisation, category and stage. Of what kind an
    organisation is no such list says: the cells are blank, and a person without an organisation is refused.
    """
    if _is_given_back(header):
        return _as_before(header, places, rows)
    kept = _kept(header, places, rows)
    keys = _keys(places, rows)
    organisations = _organisations(places, rows, keys)
    laid: list[Row] = []
    for (number, cells), key in zip(rows, keys, strict=True):
        others = tuple(cell(cells, position) for position in kept)
        said = (organisations[key], "", _stage(cells, places))
        laid.append((number, (key, *others, *said, *beyond(cells, header))))
    return (header[places.name], *(header[position] for position in kept), *ADDED), laid


def _as_before(header: Cells, places: Places, rows: Sequence[Row]) -> tuple[Cells, list[Row]]:
    """Rows that were given back to be mended, and come again: nothing is left to work out."""
    added = [header.index(title) for title in ADDED]
    kept = [at for at in range(len(header)) if at not in {places.name, *added}]
    order = [places.name, *kept, *added]
    laid = [(number, (*(cell(cells, at) for at in order), *beyond(cells, header))) for number, cells in rows]
    return tuple(header[at] for at in order), laid


def never_admitted(places: Places, rows: Sequence[Row], is_yes: frozenset[str], position: int) -> list[BadCell]:
    """Rows of time spent in the waiting room: nobody took part by waiting."""
    waiting = [number for number, cells in rows if fold(cell(cells, places.waiting)) in is_yes]
    return [BadCell(row=number, position=position, code="waiting-room", value="") for number in waiting]


def _kept(header: Cells, places: Places, rows: Sequence[Row]) -> list[int]:
    """The columns that hold neither names nor addresses."""
    dropped = {places.name, places.said, *places.emails, *places.hidden}
    with_address = {
        position
        for _, cells in rows
        for position, text in enumerate(cells)
        if "@" in text and (len(text) > MAX_TEXT or _ADDRESS.search(text))
    }
    return [position for position in range(len(header)) if position not in dropped | with_address]


def _stage(cells: Cells, places: Places) -> str:
    """Who is on the list attended, unless the list says for itself."""
    return "attended" if places.attended is None else cell(cells, places.attended)


# ---- people -------------------------------------------------------------------------------------------------------


def _keys(places: Places, rows: Sequence[Row]) -> list[str]:
    """One key for each row, equal for rows of the same person: the same address, or the same name without one."""
    same: dict[str, str] = {}
    known: dict[str, set[str]] = {}
    for _, cells in rows:
        if addresses := _addresses(cells, places):
            first = next((same[each] for each in addresses if each in same), addresses[0])
            same |= {each: same.get(each, first) for each in addresses}
            known.setdefault(fold(cell(cells, places.name)), set()).add(addresses[0])
    return [_key(fold(cell(cells, places.name)), _addresses(cells, places), same, known) for _, cells in rows]


def _key(name: str, addresses: list[str], same: dict[str, str], known: dict[str, set[str]]) -> str:
    of_name = {same[address] for address in known.get(name, ())}
    only = next(iter(of_name)) if len(of_name) == 1 else ""
    identity = (same[addresses[0]] if addresses else only) or name
    return hashlib.blake2b(identity.encode(), digest_size=_KEY_BYTES).hexdigest() if identity else ""


def _addresses(cells: Cells, places: Places) -> list[str]:
    """The addresses in a row that are one person's; '@example.org' is what is left of many."""
    found = (cell(cells, at) for at in places.emails)
    return [each.casefold() for each in found if _domain(each) and not each.startswith("@")]


def _domain(email: str) -> str:
    """The part of an address after the sign, in small letters; '' where there is none."""
    found = _ADDRESS.search(email) if "@" in email and len(email) <= MAX_TEXT else None
    return found[1].casefold() if found else ""


# ---- organisations ------------------------------------------------------------------------------------------------


def _organisations(places: Places, rows: Sequence[Row], keys: Sequence[str]) -> dict[str, str]:
    """What may be the organisation of each person: the best that any row of that person says."""
    found: dict[str, list[str]] = {key: [""] * 4 for key in keys}
    for (_, cells), key in zip(rows, keys, strict=True):
        found[key] = [before or now for before, now in zip(found[key], _candidates(cells, places), strict=True)]
    return {key: _best(*candidates) for key, candidates in found.items()}


def _best(said: str, in_brackets: str, domain: str, part: str) -> str:
    """The surest; what stands in brackets and the domain together, for either may be the one that is known."""
    return said or " ".join(filter(None, (in_brackets, domain))) or part


def _candidates(cells: Cells, places: Places) -> tuple[str, str, str, str]:
    """What may name the organisation, the surest first: what people said themselves, what stands in brackets after
    their name, the domain of their address unless anybody can have one, a part of their name."""
    name = " ".join(cell(cells, places.name).split())
    name = name if len(name) <= MAX_TEXT else ""
    domains = [domain for at in places.emails if (domain := _domain(cell(cells, at))) and not _is_public(domain)]
    parts = [part.strip() for part in _PARTS.split(_BRACKETS.sub(" ", name))]
    return (
        cell(cells, places.said),
        _in_brackets(part.strip() for part in _BRACKETS.findall(name)),
        f"@{domains[0]}" if domains else "",
        _in_brackets(parts if len(parts) > 1 else ()),
    )


def _in_brackets(parts: Iterable[str]) -> str:
    """The first part that looks like an organisation, as a candidate is written."""
    found = next((part for part in parts if looks_like_organisation(part)), "")
    return f"({found})" if found else ""


def looks_like_organisation(part: str) -> bool:
    """Whether a part of a name is an acronym, a known entity, or has a word for a kind of organisation.

    >>> looks_like_organisation("IOM"), looks_like_organisation("Person One")
    (True, False)
    """
    if not part or _ADDRESS.search(part):
        return False
    known = bool(set(fold(part).split()) & _organisation_words()) or fold(part) in _entities()
    return known or bool(_ACRONYM.fullmatch(part)) or SHIPPED.recognise(part).reason in ("label", "synonym")


@cache
def _organisation_words() -> frozenset[str]:
    rows = reference.table("layout_words")
    return frozenset(fold(row["term"]) for row in rows if (row["layout"], row["word"]) == ("any", "organisation"))


@cache
def _entities() -> frozenset[str]:
    rows = reference.table("un_entities")
    return frozenset(fold(value) for row in rows for key, value in row.items() if "acronym" in key and value)


@cache
def _providers() -> tuple[frozenset[str], tuple[str, ...]]:
    domains = [row["domain"] for row in reference.table("mail_providers")]
    return frozenset(domains), tuple(domain.removesuffix("*") for domain in domains if domain.endswith("*"))


def _is_public(domain: str) -> bool:
    whole, beginnings = _providers()
    return domain in whole or domain.startswith(beginnings)
