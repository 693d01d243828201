"""What may be told outside: which organisations may be named, and of how few people nothing is said. Reads only."""

from engagement import brought, declared, registry, scopes
from engagement import people as persons
from engagement.batches import batch_name
from engagement.identity import as_id
from engagement.model import Selection, Value
from engagement.parity import K
from engagement.people import Asked, People
from engagement.scopes import Scope
from engagement.store import Reader


class PublicOrganisation(Value):
    """An organisation of a scope that may be named."""

    id: str
    name: str
    country: str | None
    categories: tuple[str, ...]
    activities: int


class Named(Value):
    """The organisations of a scope: those that may be named, and how many are counted without a name."""

    organisations: tuple[PublicOrganisation, ...]  # by name
    kept_out: int  # that asked not to be named
    persons: int  # that may be no more than a person, or a group of persons
    unnamed: frozenset[str]  # every name, folded, of those of the whole record that may not be named


def organisations(store: Reader, selection: Selection) -> Named:
    """Who took part in a selection, by name where that may be. Raises UnknownNameError or AmbiguousNameError."""
    rows = scopes.rows(store, "organisation_naming", _scope(store, selection))
    public = (row for row in rows if row["naming"] == "public")
    return Named(
        organisations=tuple(
            PublicOrganisation(
                id=as_id(row["organisation_id"]),
                **{name: row[name] for name in ("name", "country", "categories", "activities")},
            )
            for row in public
        ),
        **{why: sum(row["naming"] == why for row in rows) for why in ("kept_out", "persons")},
        unnamed=frozenset(row["folded"] for row in store.rows(_UNNAMED)),
    )


_UNNAMED = "select distinct folded from named join naming using (organisation_id) where naming <> 'public'"


def sources(store: Reader, selection: Selection) -> frozenset[str]:
    """The batches behind the figures of a selection: logs of its activities, and all lists. Raises as above."""
    return frozenset(batch_name(row["batch"]) for row in scopes.rows(store, "sources", _scope(store, selection)))


def people(store: Reader, selection: Selection) -> People:
    """How many people took part in a selection, by group and by gender or age, as far as that may be told.

    Raises UnknownNameError or AmbiguousNameError.
    """
    scope = _scope(store, selection)
    everywhere = scope | {"mechanisms": None}
    known = (*registry.known_mechanisms("en"), *declared.created_mechanisms(store, "en"))
    above = {each.code: each.parent or each.code for each in known}
    said = least_people(store)
    of_network: dict[str | None, int] = {None: said[None]}
    for mechanism, least in said.items():
        network = None if mechanism is None else above.get(mechanism, mechanism)
        of_network[network] = max(least, of_network.get(network, said[None]))
    rows = scopes.rows(store, "people_counts", everywhere)
    asked = Asked(
        mechanisms=None if scope["mechanisms"] is None else frozenset(scope["mechanisms"]),
        network_of=lambda mechanism: above.get(mechanism, mechanism),
        least=lambda network: of_network.get(network, said[None]),
        order=brought.taxonomy(store).codes,
    )
    wider = rows if everywhere == scopes.EVERYTHING else scopes.rows(store, "people_counts", scopes.EVERYTHING)
    return persons.people(rows, wider, asked)


def _scope(store: Reader, selection: Selection) -> Scope:
    return scopes.scope(store, selection, declared.created_mechanisms(store, "en"))


def least_people(store: Reader) -> dict[str | None, int]:
    """Fewer than how many people each network tells nothing of, as it was set; None: all of them. At least 5."""
    rows = store.rows(
        "from engagement.least_people qualify row_number() over (partition by mechanism order by sequence desc) = 1"
    )
    said: dict[str | None, int] = {row["mechanism"]: max(row["least"], K) for row in rows}
    return {None: K, **said}
