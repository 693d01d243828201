"""What lists have declared of organisations, networks, working groups and seats, as a list would say it. Reads only."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from engagement import registry
from engagement.cells.names import spelling_key
from engagement.desk import Row
from engagement.listed import (
    IDENTIFIERS,
    KnownMechanisms,
    KnownNames,
    KnownSeats,
    ListedMechanism,
    ListedOrganisation,
    ListedSeat,
)
from engagement.model import Mechanism
from engagement.registry import mechanisms_of_reference
from engagement.store import Reader

_PLAIN = (
    *("name", "acronym", "category", "country", "members"),
    *("classified_by", "classified_on", "verified_on", "notes"),
)
"""What is said of an organisation in one cell of its own."""


def listed_organisations(store: Reader) -> tuple[ListedOrganisation, ...]:
    """The organisations that lists have declared, as a list would say them."""
    aliases: dict[int, list[Row]] = defaultdict(list)
    for row in store.rows(_ALIASES):
        aliases[row["organisation_id"]].append(row)
    return tuple(_listed(row, aliases[row["organisation_id"]]) for row in store.rows(_DECLARED))


_ALIASES = """
    with every as (
        from engagement.alias
        union all by name  -- of two declared organisations that are one now, the other's name
        select batch, name_id, name as alias from engagement.organisation
    )
    select coalesce(identity.organisation_id, name_id) as organisation_id, alias, language
    from every left join engagement.identity using (name_id) order by batch, alias
"""
_DECLARED = """
    select declared.*, standing.category, said.classified_by
    from declared
    left join standing on standing.organisation_id = declared.organisation_id and valid_to is null
    left join (
        select coalesce(identity.organisation_id, name_id) as organisation_id,
            arg_max(classified_by, batch) as classified_by
        from engagement.classification left join engagement.identity using (name_id) group by 1
    ) as said on said.organisation_id = declared.organisation_id
    order by declared.name
"""


def _listed(row: Row, aliases: list[Row]) -> ListedOrganisation:
    """An organisation as lists say it; of two names in one language the later stands, and the other is an alias."""
    names = {each["language"]: each["alias"] for each in aliases if each["language"]}
    others = {spelling_key(each["alias"]): each["alias"] for each in aliases if each["alias"] not in names.values()}
    others.pop(spelling_key(row["name"]), None)
    return ListedOrganisation(
        **{name: row[name] for name in _PLAIN},
        aliases=tuple(alias for _, alias in sorted(others.items())),
        names=names,
        tags=tuple(row["tags"].split(";")) if row["tags"] else (),
        identifiers={name: row[name] for name in IDENTIFIERS if row[name]},
    )


def declared_names(store: Reader) -> KnownNames:
    """What is declared, beside which a list of organisations is judged."""
    listed = {spelling_key(each.name): each for each in listed_organisations(store)}
    owners = store.rows(
        """select named.name, declared.name as owner from named join declared using (organisation_id)
           order by named.name"""
    )
    return KnownNames(organisations=listed, owners={spelling_key(row["name"]): row["owner"] for row in owners})


def created_mechanisms(store: Reader, language: str) -> tuple[Mechanism, ...]:
    """The networks and working groups that logs and lists have brought, beyond those of `data/`."""
    return store.kept(f"mechanisms created {language}", lambda: _created_mechanisms(store, language))


def _created_mechanisms(store: Reader, language: str) -> tuple[Mechanism, ...]:
    known = {each.code for each in registry.known_mechanisms("en")}
    rows = store.rows(
        """select code, kind, parent, if($language = 'fr', coalesce(name_fr, name), name) as name, region
           from created_mechanism order by code""",
        {"language": language},
    )
    return tuple(Mechanism(**row) for row in rows if row["code"] not in known)


def listed_mechanisms(store: Reader) -> tuple[ListedMechanism, ...]:
    """The networks and working groups of `data/`, logs and lists, as a list would say them."""
    return store.kept("mechanisms listed", lambda: _listed_mechanisms(store))


_LEVELS = ("global", "regional", "country")


def reading_order(store: Reader, told: Iterable[str] = ()) -> Callable[[str], tuple[bool, int, str, bool, str]]:
    """How the codes of networks and working groups are ordered wherever they stand beside each other.

    The families of those `told`, which have a log, before the others; in each the global network, the regional, the
    national ones and those of which no level is said; each network before its working groups.
    """
    known = {each.code: each for each in listed_mechanisms(store)}
    families = {known[code].parent or code for code in told}

    def place(code: str) -> tuple[bool, int, str, bool, str]:
        network = known[code].parent or code
        level = known[network].level if network in known else None
        rank = _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)
        return network not in families, rank, network, code != network, code

    return place


def _listed_mechanisms(store: Reader) -> tuple[ListedMechanism, ...]:
    details = {row["code"]: row for row in store.rows(_DETAILS)}
    known = {each.code: each for each in mechanisms_of_reference()}
    for row in store.rows("select code, kind, parent, name as name_en from created_mechanism order by code"):
        known.setdefault(row["code"], ListedMechanism(**row))
    return tuple(_completed(each, details.get(each.code, {})) for each in known.values())


_DETAILS = """
    select code, arg_max(name_fr, batch) as name_fr, arg_max(level, batch) as level, arg_max(region, batch) as region,
        arg_max(country, batch) as country, arg_max(since, batch) as since, arg_max(until, batch) as until,
        arg_max(rhythm, batch) as rhythm, arg_max(reporting_expected, batch) as reporting_expected
    from engagement.mechanism_detail group by code
"""


def _completed(mechanism: ListedMechanism, detail: Row) -> ListedMechanism:
    """A mechanism with what a list says of it where it says nothing itself."""
    said = mechanism.model_dump()
    return mechanism.model_copy(update={name: value for name, value in detail.items() if said[name] is None})


def known_mechanisms(store: Reader) -> KnownMechanisms:
    """The mechanisms beside which a list of them is judged."""
    return KnownMechanisms(
        mechanisms={each.code: each for each in listed_mechanisms(store)},
        of_reference=frozenset(each.code for each in mechanisms_of_reference()),
    )


def listed_seats(store: Reader) -> tuple[ListedSeat, ...]:
    """The seats that stand, ended ones too, as a roster would list them."""
    rows = store.rows(
        """select mechanism, name as organisation, organisation_id as owner, category, role, since, until, selected_by
           from engagement.seated order by mechanism, lower(name), valid_from nulls first, batch, name"""
    )
    return tuple(ListedSeat(**row) for row in rows)


def known_seats(store: Reader) -> KnownSeats:
    """What a roster is judged beside."""
    heads = store.rows("from engagement.identity")
    return KnownSeats(
        seats=listed_seats(store),
        mechanisms={each.code: each for each in listed_mechanisms(store)},
        heads={row["name_id"]: row["organisation_id"] for row in heads},
    )
