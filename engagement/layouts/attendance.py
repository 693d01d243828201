"""Attendance as a meeting service records it: people who come and go, told by a name and sometimes an address.

The address is used here to know a person again and to read the domain of the organisation, and stays here. What may
name an organisation ('@example.org', '(IOM)') is a candidate: the coordinator says what it is.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from engagement import reference, taxonomy
from engagement.folding import fold
from engagement.layouts.laid import beyond, cell
from engagement.model import UNCLASSIFIED
from engagement.sheet import BadCell, Cells, Row
from engagement.suggestions import column_of

ORGANISATION, CATEGORY, STAGE = "Organisation?", "Category?", "Stage?"
"""Titles of the columns that are added: their cells were worked out, so they ask."""

_ADDRESS = re.compile(r"[^\s@<>,;]*@([^\s@<>,;]+\.[^\s@<>,;.]+)")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]+)[)\]）]")
_PARTS = re.compile(r"\s+[-–—|/_]\s+|[|_]|\s*[,，]\s+|\s+@\s*")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z][A-Z&-]*(?:[ -][A-Z][\w'’]*)?")
_KEY_BYTES = 6


@dataclass(frozen=True)
class Places:
    """Where the columns of a list are; None for one it does not have."""

    name: int
    email: int | None
    said: int | None  # an organisation that people named themselves
    hidden: frozenset[int]  # further columns that hold addresses or names
    waiting: int | None = None
    attended: int | None = None


def said_by_people(header: Cells) -> int | None:
    """Where people named their organisation themselves, as some registration forms ask."""
    return next(
        (at for at, title in enumerate(header) if title != ORGANISATION and column_of(title) == "organisation"), None
    )


def rows_of_people(header: Cells, places: Places, rows: Sequence[Row]) -> tuple[Cells, list[Row]]:
    """The list without names and addresses: a key for each person, and what may be their organisation.

    The header keeps the titles of the file; three columns are added: organisation, category and stage.
    """
    if ORGANISATION in header:
        return _as_before(header, places, rows)
    kept = _kept(header, places, rows)
    keys = _keys(places, rows)
    laid: list[Row] = []
    for (number, cells), key in zip(rows, keys, strict=True):
        candidate = cell(cells, places.said) or _candidate(cell(cells, places.name), cell(cells, places.email))
        others = tuple(cell(cells, position) for position in kept)
        unknown = "" if candidate else UNCLASSIFIED
        said = (candidate, unknown, _stage(cells, places))
        laid.append((number, (key, *others, *said, *beyond(cells, header))))
    titles = (header[places.name], *(header[position] for position in kept), ORGANISATION, CATEGORY, STAGE)
    return titles, laid


def _as_before(header: Cells, places: Places, rows: Sequence[Row]) -> tuple[Cells, list[Row]]:
    """Rows that were given back to be mended, and come again: nothing is left to work out."""
    added = [header.index(title) for title in (ORGANISATION, CATEGORY, STAGE) if title in header]
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
    dropped = {places.name, places.email, *places.hidden}
    with_address = {
        position for _, cells in rows for position, text in enumerate(cells) if "@" in text and _ADDRESS.search(text)
    }
    return [position for position in range(len(header)) if position not in dropped | with_address]


def _stage(cells: Cells, places: Places) -> str:
    """Who is on the list attended, unless the list says for itself."""
    return "attended" if places.attended is None else cell(cells, places.attended)


# ---- people -------------------------------------------------------------------------------------------------------


def _keys(places: Places, rows: Sequence[Row]) -> list[str]:
    """One key for each row, equal for rows of the same person: the same address, or the same name without one."""
    known: dict[str, set[str]] = {}
    for _, cells in rows:
        if address := _identity(cell(cells, places.email)):
            known.setdefault(fold(cell(cells, places.name)), set()).add(address)
    return [_key(cell(cells, places.name), cell(cells, places.email), known) for _, cells in rows]


def _key(name: str, email: str, known: dict[str, set[str]]) -> str:
    addresses = known.get(fold(name), set())
    only = next(iter(addresses)) if len(addresses) == 1 else ""
    identity = _identity(email) or only or fold(name) or name
    return hashlib.blake2b(identity.encode(), digest_size=_KEY_BYTES).hexdigest() if identity else ""


def _identity(email: str) -> str:
    """An address that is one person's; '@example.org' is what is left of many."""
    return email.casefold() if _ADDRESS.search(email) and not email.startswith("@") else ""


# ---- organisations ------------------------------------------------------------------------------------------------


def _candidate(name: str, email: str) -> str:
    """What may name the organisation: the domain of the address unless anybody can have one, or a part of the name."""
    found = _ADDRESS.search(email)
    domain = found[1].casefold() if found else ""
    if domain and not _is_public(domain):
        return f"@{domain}"
    part = next((part for part in _parts(name) if looks_like_organisation(part)), "")
    return f"({part})" if part else ""


def _parts(name: str) -> list[str]:
    """What stands in brackets, then what stands between dashes and bars."""
    outside = [part.strip() for part in _PARTS.split(_BRACKETS.sub(" ", name))]
    return [*(part.strip() for part in _BRACKETS.findall(name)), *(outside if len(outside) > 1 else [])]


def looks_like_organisation(part: str) -> bool:
    """Whether a part of a name is an acronym, a known entity, or has a word for a kind of organisation.

    >>> looks_like_organisation("IOM"), looks_like_organisation("Person One")
    (True, False)
    """
    if not part or _ADDRESS.search(part):
        return False
    known = bool(set(fold(part).split()) & _organisation_words()) or fold(part) in _entities()
    return known or bool(_ACRONYM.fullmatch(part)) or taxonomy.recognise(part).reason in ("label", "synonym")


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
