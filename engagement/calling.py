"""Whom to ask: organisations of a missing group that could fill a gap, and what was done already. Reads only;
`indicators` is their door.

Organisations are named with where, when and how often they took part; nothing of any person is looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from engagement import declared
from engagement.desk import Row
from engagement.efforts import Effort, Outreach, OutreachStep, Prospect, Reason, Sighting
from engagement.identity import as_id
from engagement.listed import ListedMechanism
from engagement.model import MechanismKind
from engagement.scopes import Scope
from engagement.store import Reader

ACTIVE_WITHIN = timedelta(days=365)
"""Where no first day was asked for, who took part in the last year of the record is active; a default of the tool."""

_EVERY_REGION = "global"


# ---- whom to ask --------------------------------------------------------------------------------------------------


def call_list(store: Reader, scope: Scope, mechanism: str, category: str) -> tuple[Prospect, ...]:
    """The organisations of a category that do not take part in a mechanism of late, those nearest to it first.

    Active is who took part since the first day of the scope's period, or in the last year of the record.
    """
    since = scope["first_day"] or _last_year(store)
    place = _placed(mechanism, {each.code: each for each in declared.listed_mechanisms(store)})
    found = _candidates(store, mechanism, category)
    prospects = (_prospect(each, place, since) for each in found if not _is_here(each, mechanism, since))
    return tuple(sorted(prospects, key=_best_first))


def _last_year(store: Reader) -> date:
    last = store.rows("select max(date_to) as day from engagement.activity")[0]["day"]
    return last - ACTIVE_WITHIN if last else date.min


def _best_first(each: Prospect) -> tuple[int, int, int, str]:
    last = each.last_seen.toordinal() if each.last_seen else 0
    return list(Reason).index(each.reasons[0]), -each.activities, -last, each.organisation


@dataclass(frozen=True)
class _Place:
    """Where a gap is: the groups of the same network, its country and region, and those of all mechanisms."""

    mechanism: str
    siblings: frozenset[str]
    country: str | None
    region: str | None
    country_of: Mapping[str, str | None]
    region_of: Mapping[str, str | None]
    regions_of_country: Mapping[str, frozenset[str]]


def _placed(mechanism: str, known: Mapping[str, ListedMechanism]) -> _Place:
    country_of = {code: _inherited(code, "country", known) for code in known}
    region_of = {code: _inherited(code, "region", known) for code in known}
    regions: dict[str, set[str]] = defaultdict(set)
    for code, country in country_of.items():
        if country and (region := _narrow(region_of[code])):
            regions[country].add(region)
    return _Place(
        mechanism=mechanism,
        siblings=_siblings(mechanism, known),
        country=country_of.get(mechanism),
        region=_narrow(region_of.get(mechanism)),
        country_of=country_of,
        region_of=region_of,
        regions_of_country={country: frozenset(found) for country, found in regions.items()},
    )


def _narrow(region: str | None) -> str | None:
    return None if region == _EVERY_REGION else region


def _inherited(code: str, part: str, known: Mapping[str, ListedMechanism]) -> str | None:
    """What is said of a mechanism, or else of the network it is in."""
    own: str | None = getattr(known[code], part)
    parent = known[code].parent
    return own or (_inherited(parent, part, known) if parent and parent in known else None)


def _siblings(mechanism: str, known: Mapping[str, ListedMechanism]) -> frozenset[str]:
    """The network of a mechanism and the groups of that network, but for the mechanism itself."""
    own = known.get(mechanism)
    top = own.parent if own and own.kind is MechanismKind.WORKING_GROUP else mechanism
    if top is None:
        return frozenset()
    return frozenset(code for code, each in known.items() if top in (code, each.parent)) - {mechanism}


# ---- what is known of them ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Candidate:
    """An organisation of the category, with all that was recorded of it."""

    key: int
    name: str
    country: str | None
    seen: list[Sighting] = field(default_factory=list)
    seats: list[Row] = field(default_factory=list)
    invited_here: int = 0
    invited: int = 0
    steps: list[Row] = field(default_factory=list)


def _candidates(store: Reader, mechanism: str, category: str) -> list[_Candidate]:
    seen, seats, steps = (defaultdict[int, list[Row]](list) for _ in range(3))
    asked = {"mechanism": mechanism, "category": category}
    for kind, query, wanted in ((seen, _SEEN, {}), (seats, _SEATS, {}), (steps, _STEPS, asked)):
        for row in store.rows(query, wanted):
            kind[row.pop("organisation_id")].append(row)
    invited = {row["organisation_id"]: row for row in store.rows(_INVITED, {"mechanism": mechanism})}
    return [
        _Candidate(
            key=key,
            name=row["name"],
            country=row["country"],
            seen=[Sighting(**each) for each in seen[key]],
            seats=seats[key],
            invited_here=invited.get(key, _NEVER)["here"],
            invited=invited.get(key, _NEVER)["anywhere"],
            steps=steps[key],
        )
        for row in store.rows(_OF_CATEGORY, {"category": category})
        for key in [row["organisation_id"]]
    ]


_NEVER = {"here": 0, "anywhere": 0}

# Of whom logs say two categories, and nobody has said which holds, comes into question for both; of whom no log says
# that it took part, what an invitation or a roster says; women, children and youth are also a mark that an organisation
# of any category may carry.
_OF_CATEGORY = """
    select sided.organisation_id, sided.name, sided.country
    from sided join titled using (organisation_id)
    where sided.category = $category
        or (sided.category is null and list_contains(categories, $category))
        or (sided.category is null and sided.organisation_id in (
            select organisation_id from engagement.seated where category = $category
            union all
            select coalesce(identity.organisation_id, fact.organisation_id)
            from engagement.fact left join engagement.identity on identity.name_id = fact.organisation_id
            where category = $category and stage in ('invited', 'registered')
        ))
        or ($category = 'WCY' and (titled.tags is not null or sided.organisation_id in (
            select organisation_id from took_part() where is_tagged
        )))
"""
_SEEN = """
    select organisation_id, mechanism, count(distinct activity_id) as activities, min(date_from) as first_seen,
        max(date_to) as last_seen
    from took_part()
    where organisation_id is not null group by organisation_id, mechanism
    order by last_seen desc, activities desc, mechanism
"""
_SEATS = "select organisation_id, mechanism, valid_to from engagement.seated order by mechanism"
_INVITED = """
    select coalesce(identity.organisation_id, fact.organisation_id) as organisation_id,
        count(distinct activity_id) filter (mechanism = $mechanism) as here, count(distinct activity_id) as anywhere
    from engagement.fact join (select activity_id, mechanism from activity) using (activity_id)
    left join engagement.identity on identity.name_id = fact.organisation_id
    where stage in ('invited', 'registered') and fact.organisation_id is not null group by 1
"""
_STEPS = """
    select coalesce(identity.organisation_id, name_id) as organisation_id, step, happened_on
    from engagement.outreach left join engagement.identity using (name_id)
    where mechanism = $mechanism and category = $category order by happened_on, sequence
"""


# ---- what speaks for them -----------------------------------------------------------------------------------------


def _is_here(each: _Candidate, mechanism: str, since: date) -> bool:
    return any(sighting.mechanism == mechanism and sighting.last_seen >= since for sighting in each.seen)


def _prospect(each: _Candidate, place: _Place, since: date) -> Prospect:
    latest = each.seen[0] if each.seen else None
    step = each.steps[-1] if each.steps else None
    return Prospect(
        organisation=each.name,
        organisation_id=as_id(each.key),
        country=each.country,
        reasons=tuple(_reasons(each, place, since)),
        activities=sum(sighting.activities for sighting in each.seen),
        last_seen=latest.last_seen if latest else None,
        last_seen_in=latest.mechanism if latest else None,
        seen=tuple(each.seen),
        seats=tuple(dict.fromkeys(seat["mechanism"] for seat in each.seats)),
        invitations=each.invited_here,
        last_step=OutreachStep(step["step"]) if step else None,
        last_step_on=step["happened_on"] if step else None,
    )


def _reasons(each: _Candidate, place: _Place, since: date) -> Iterable[Reason]:
    active = {sighting.mechanism for sighting in each.seen if sighting.last_seen >= since}
    seated = {seat["mechanism"] for seat in each.seats if (seat["valid_to"] or date.max) >= since}
    if (active | seated) & place.siblings:
        yield Reason.SIBLING
    if place.country and place.country in {each.country, *(place.country_of.get(code) for code in active)}:
        yield Reason.COUNTRY
    if place.region and place.region in _regions(each, active, place):
        yield Reason.REGION
    if each.seen and not active:
        yield Reason.LAPSED
    if active - place.siblings:
        yield Reason.ELSEWHERE
    if not each.seen:
        yield Reason.NOT_COME if each.invited or each.steps else Reason.NEVER_INVITED


def _regions(each: _Candidate, active: Iterable[str], place: _Place) -> set[str | None]:
    return {place.region_of.get(code) for code in active} | set(place.regions_of_country.get(each.country or "", ()))


# ---- what was done ------------------------------------------------------------------------------------------------


def outreach(store: Reader, scope: Scope) -> tuple[Effort, ...]:
    """What was done for the groups of a scope in its period, by place and group."""
    of_gap: dict[tuple[str, str], list[Outreach]] = defaultdict(list)
    if not store.rows("select 1 from engagement.outreach limit 1"):
        return ()  # to look up what organisations are called costs more than all the rest of a page
    for row in store.rows(_OUTREACH, {name: scope[name] for name in ("mechanisms", "first_day", "last_day")}):
        record = Outreach(**row | {"organisation_id": as_id(row["organisation_id"])})
        of_gap[record.mechanism, record.category].append(record)
    return tuple(_effort(mechanism, category, found) for (mechanism, category), found in sorted(of_gap.items()))


_OUTREACH = """
    with said as (
        select outreach.*, coalesce(identity.organisation_id, name_id) as organisation_id
        from engagement.outreach left join engagement.identity using (name_id)
    )
    select sequence as entry, mechanism, category, coalesce(titled.name, said.name) as organisation, organisation_id,
        step, happened_on, note
    from said left join titled using (organisation_id)
    where ($mechanisms is null or list_contains($mechanisms, mechanism))
        and ($first_day is null or happened_on >= $first_day) and ($last_day is null or happened_on <= $last_day)
    order by happened_on desc, sequence desc
"""


def _effort(mechanism: str, category: str, records: list[Outreach]) -> Effort:
    """Organisations are counted once at each step; a step that nobody recorded is not inferred from a later one."""
    at = {step: {each.organisation_id for each in records if each.step is step} for step in OutreachStep}
    return Effort(
        mechanism=mechanism,
        category=category,
        organisations=len({each.organisation_id for each in records}),
        **{step.value: len(found) for step, found in at.items()},
        last_on=records[0].happened_on,
        records=tuple(records),
    )
