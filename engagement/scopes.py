"""A selection as the queries take it: codes instead of names, and every word of it known."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from engagement import brought, declared, reference, registry, vocabulary
from engagement.cells import countries
from engagement.errors import UnknownNameError
from engagement.listed import ListedMechanism
from engagement.model import Mechanism, MechanismKind, Selection
from engagement.registry import Mechanisms
from engagement.store import Reader, Row, Within

Scope = dict[str, Any]
"""The fields of the variable `scope` of sql/indicators.sql; None where a question is not narrowed."""

_FIELDS = {
    "mechanisms": "varchar[]",
    "first_day": "date",
    "last_day": "date",
    "modes": "varchar[]",
    "gcm_objectives": "varchar[]",
    "reviews": "varchar[]",
    "roles": "varchar[]",
    "stages": "varchar[]",
}
_TYPE = ", ".join(f"{name} {kind}" for name, kind in _FIELDS.items())
_OBJECTIVES = range(1, 24)

EVERYTHING: Scope = dict.fromkeys(_FIELDS)


def scope(store: Reader, selection: Selection, created: Iterable[Mechanism]) -> Scope:
    """The parameters of a selection; `created` are the mechanisms beyond those of `data/`.

    Raises UnknownNameError or AmbiguousNameError for what it names and nobody knows: its list, too.
    """
    brought.taxonomy(store).expected(selection.list)
    return EVERYTHING | {
        "mechanisms": _mechanisms(store, selection, list(created)),
        "first_day": selection.first_day,
        "last_day": selection.last_day,
        "modes": _known("mode", selection.modes, vocabulary.codes("mode")),
        "gcm_objectives": _known("objective", map(str, selection.objectives), [str(each) for each in _OBJECTIVES]),
        "reviews": _known("review", selection.reviews, [row["code"] for row in reference.table("review_rounds")]),
        "roles": _known("role", selection.roles, vocabulary.codes("role")),
        "stages": _known("stage", selection.stages, vocabulary.codes("stage")),
    }


def rows(store: Reader, macro: str, asked: Scope, query: str = "from asked", **further: Any) -> list[Row]:
    """The rows of a macro of the SQL files for a scope, or of a query that calls them `asked`."""
    return store.rows(_sql(macro, asked, query), further or None, within=_within(macro, asked))


def counts(store: Reader, macro: str, asked: Scope, **taken: Any) -> list[Row]:
    """The same of a macro that several figures of one page are made of: kept for the next one, so only to read.

    `taken` is what the macro takes, by its names and in its order.
    """
    return store.recalled(_sql(macro, asked, "from asked", taken), taken or None, within=_within(macro, asked))


def _sql(macro: str, asked: Scope, query: str, taken: Iterable[str] = ()) -> str:
    if macro in _WORKED_OUT and _is_everything(asked):
        return f"with asked as (from engagement.counted.whole_{macro}) {query}"
    return f"with asked as (from {macro}{_way(macro, asked)}({', '.join(f'${name}' for name in taken)})) {query}"


_WORKED_OUT = frozenset(
    {
        *("activity_counts", "category_counts", "head_counts", "group_needs"),
        *("frequencies", "levels", "voice_slots", "reach"),
    }
)
"""The macros whose answer about everything lies ready: see sql/counted.sql."""


def _is_everything(asked: Scope) -> bool:
    return {name: asked[name] for name in _FIELDS} == EVERYTHING


def _within(macro: str, asked: Scope) -> Within | None:
    """What sets up a scope for a macro; nothing does of everything."""
    if _is_everything(asked):
        return None
    scope = {name: asked[name] for name in _FIELDS}
    needs_events = _is_of_rows(asked) and macro not in _WITHOUT_EVENTS
    return Within((*_OF_ACTIVITIES, *(_OF_ROWS if needs_events else ())), {"scope": scope})


def within(asked: Scope, *further: str) -> Within:
    """A scope set up together with `further` statements, which ask for no organisation-event, for several questions."""
    return Within((*_OF_ACTIVITIES, *further), {"scope": {name: asked[name] for name in _FIELDS}})


_WITHOUT_EVENTS = frozenset(
    {
        *("held", "in_doubt", "latest_import", "took_part", "kept", "head_counts"),
        *("continuity_counts", "people_counts", "organisation_naming", "sources"),
    }
)
"""The macros that ask for no organisation-event."""


_OF_ACTIVITIES = (
    f"set variable scope = $scope::struct({_TYPE})",
    "create temp table asked_activity as from activity_of_scope()",
)

# Organisation-events of some participation only are made for the question, in the place of those that counted.sql has
# made of all. Which of them came before is not asked there: distinct organisations are counted one by one.
_OF_ROWS = (
    """create temp table organisation_event_or_tag as
       select *, null::date as earlier, null::date as earlier_here, null::date as earlier_in_year
       from organisation_event_or_tag_of_rows()""",
    """create temp table category_event as
       select * replace (null::int as first_seen, null::int as first_seen_here, null::int as first_seen_in_year)
       from category_event_of_events()""",
    "create temp view stage_event as from stage_event_of_rows()",
)


def _is_of_rows(asked: Scope) -> bool:
    return asked["roles"] is not None or asked["stages"] is not None


_OF_A_PART = ("mechanisms", "modes", "gcm_objectives", "reviews", "roles", "stages")


def _way(macro: str, asked: Scope) -> str:
    """Which of the ways to count distinct organisations or spellings fits a scope: see sql/indicators.sql."""
    is_part = any(asked[name] is not None for name in _OF_A_PART)
    if macro == "category_counts":
        return "_of_part" if is_part else "_of_period" if asked["first_day"] is not None else ""
    if macro == "head_counts" and (is_part or asked["first_day"] is not None):
        return "_of_part"
    return ""


def _known(what: str, given: Iterable[str], possible: Iterable[str]) -> list[str] | None:
    """What was asked for, if it is known; None when nothing was."""
    known, asked = list(possible), list(given)
    for each in asked:
        if each not in known:
            raise UnknownNameError("scope-unknown", what=what, name=each, possible=", ".join(known))
    return asked or None


def _mechanisms(store: Reader, selection: Selection, created: list[Mechanism]) -> list[str] | None:
    """The codes of the mechanisms selected, networks with their working groups; None for all."""
    sets = [each for each in (_named(selection, created), _placed(store, selection)) if each is not None]
    return sorted(set.intersection(*sets)) if sets else None


def _named(selection: Selection, created: list[Mechanism]) -> set[str] | None:
    if not selection.networks and not selection.working_groups:
        return None
    names = Mechanisms(created)
    chosen = {names.find(name, MechanismKind.NETWORK).code for name in selection.networks}
    groups = {names.find(name, MechanismKind.WORKING_GROUP).code for name in selection.working_groups}
    children = {each.code for each in (*registry.known_mechanisms("en"), *created) if each.parent in chosen}
    # A working group narrows the networks chosen; alone, it is the scope.
    return groups or chosen | children


def _placed(store: Reader, selection: Selection) -> set[str] | None:
    """The mechanisms of the regions and countries asked for; a working group is where its network is."""
    wanted = _countries(selection)
    if not selection.regions and wanted is None:
        return None
    known = {each.code: each for each in declared.listed_mechanisms(store)}
    regions = {_said(each, "region", known) for each in known.values()} - {None}
    _known("region", selection.regions, sorted(map(str, regions)))
    return {
        code
        for code, each in known.items()
        if (not selection.regions or _said(each, "region", known) in selection.regions)
        and (wanted is None or _said(each, "country", known) in wanted)
    }


def _countries(selection: Selection) -> set[str] | None:
    if not selection.countries and not selection.champions_only:
        return None
    asked = {_country(each) for each in selection.countries}
    if not selection.champions_only:
        return asked
    champions = {_country(row["country_en"]) for row in reference.table("champion_countries")}
    return asked & champions if asked else champions


def _country(name: str) -> str:
    code = countries.recognise(name)
    if code is None:
        raise UnknownNameError("scope-unknown", what="country", name=name, possible="TD, TCD, Chad")
    return code


def _said(mechanism: ListedMechanism, part: str, known: Mapping[str, ListedMechanism]) -> str | None:
    own: str | None = getattr(mechanism, part)
    above = known.get(mechanism.parent or "")
    return own or (_said(above, part, known) if above else None)


def earlier(first: date, last: date) -> date:
    """The first day of the period of the same length just before: of whole months where it is made of them."""
    following = last + timedelta(days=1)
    if first.day == following.day == 1:
        months = 12 * (following.year - first.year) + following.month - first.month
        place = 12 * first.year + first.month - 1 - months
        return date(place // 12, place % 12 + 1, 1)
    return first - (following - first)
