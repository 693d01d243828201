"""The directory: what is known of each organisation, under all its names. Reads only; `indicators` is their door."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from engagement import identity, matching, reference
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.errors import AmbiguousNameError, UnknownNameError
from engagement.folding import fold
from engagement.identity import as_id
from engagement.listed import IDENTIFIERS
from engagement.matching import Match, Name, Outcome
from engagement.model import UNCLASSIFIED
from engagement.organisations import (
    Candidate,
    Classification,
    Classified,
    Judgement,
    KeptOut,
    NameRecord,
    OrganisationPage,
    Presence,
    Recheck,
    Side,
    Verdict,
)
from engagement.store import Reader

RULE = "rule"
"""Who judged where nobody was asked."""


# ---- one organisation ---------------------------------------------------------------------------------------------


def key_of(store: Reader, name: str) -> int:
    """The key of the organisation with this id or any of these names.

    Raises UnknownNameError with names spelled almost like it, AmbiguousNameError when an acronym is that of several.
    """
    key = identity.key_of_id(name) or identity.name_key(name)
    found = store.rows("select distinct organisation_id from named where $1 in (name_id, organisation_id)", [key])
    if not found:
        acronyms = "select distinct organisation_id, name from titled where lower(acronym) = lower($1) order by name"
        found = store.rows(acronyms, [name.strip()])
    if len(found) > 1:
        raise AmbiguousNameError(
            "organisation-ambiguous", name=name, candidates=", ".join(row["name"] for row in found)
        )
    if not found:
        near = _nearest(store, name)
        code = "organisation-unknown" if near else "organisation-unknown-alone"
        raise UnknownNameError(code, name=name, suggestions=", ".join(near))
    key = found[0]["organisation_id"]
    return int(key)


def _nearest(store: Reader, name: str) -> list[str]:
    known = {fold(row["name"]): row["name"] for row in store.rows("select distinct name from named order by name")}
    return [known[each] for each in get_close_matches(fold(name), known, n=3, cutoff=0.7)]


def organisation(store: Reader, name: str) -> OrganisationPage:
    """Everything recorded of one organisation, by its id or any of its names. Raises as `key_of`."""
    key = key_of(store, name)
    about = store.rows(_ABOUT, [key])[0]
    presence = store.rows(_PRESENCE, [key])
    events = store.rows(_SEEN, [key])[0]
    names = store.rows(_NAMES, [key])
    kept_out = store.rows(_KEPT_OUT, [key])
    return OrganisationPage(
        id=as_id(key),
        **{part: about[part] for part in ("name", "acronym", "country", "members", "verified_on", "notes")},
        categories=_categories(store, key),
        tags=tuple((about["tags"] or "").split(";")) if about["tags"] else (),
        identifiers={name: about[name] for name in IDENTIFIERS if about[name]},
        is_declared=about["is_declared"],
        is_kept_out=bool(kept_out),
        kept_out=KeptOut(**kept_out[0]) if kept_out else None,
        names=tuple(NameRecord(**row) for row in names),
        presence=tuple(Presence(**row) for row in presence),
        seats=_seats(store, key, (row["name"] for row in names)),
        judgements=tuple(judgements(store, key)),
        classifications=_classifications(store, key),
        **events,
    )


_ABOUT = """
    select titled.* replace (sided.country as country)
    from titled join sided using (organisation_id)
    where organisation_id = $1
"""
_KEPT_OUT = """
    select kept_out.entry, reason, actor as by, written_at as at
    from kept_out join engagement.entry on sequence = kept_out.entry
    where organisation_id = $1
"""
_PRESENCE = """
    select mechanism, count(distinct activity_id) as activities, min(date_from) as first_seen,
        max(date_to) as last_seen, max(level) as highest_level,
        coalesce(list(distinct role order by role) filter (role is not null), []) as roles
    from took_part()
    where organisation_id = $1 group by mechanism order by activities desc, mechanism
"""
_SEEN = """
    select count(distinct activity_id) as activities, count(distinct activity_id) as organisation_events,
        min(date_from) as first_seen, max(date_to) as last_seen
    from took_part()
    where organisation_id = $1
"""
_NAMES = """
    select name, max(language) as language, min(source) as source, max(organisation_events) as organisation_events
    from named where organisation_id = $1 group by name order by organisation_events desc, name
"""


def _categories(store: Reader, key: int) -> tuple[str, ...]:
    """The category that stands today, or those of the logs where nobody has said one."""
    said = store.rows("select category from standing where organisation_id = $1 and valid_to is null", [key])
    if said:
        return (said[0]["category"],)
    return tuple(row["category"] for row in store.rows(_OF_LOGS, [key]))


_OF_LOGS = """
    select distinct category from took_part() where organisation_id = $1 order by category
"""


def _seats(store: Reader, key: int, names: Iterable[str]) -> tuple[str, ...]:
    """Where an organisation has, or had, a seat: by the rosters that ship, and by those recorded here."""
    keys = {identity.name_key(name) for name in names}
    shipped = reference.table("working_group_members")
    recorded = [row["mechanism"] for row in store.rows(_SEATED, [key])]
    known = [row["working_group"] for row in shipped if identity.name_key(row["organisation"]) in keys]
    return tuple(dict.fromkeys((*known, *recorded)))


_SEATED = "select distinct mechanism from engagement.seated where organisation_id = $1 order by mechanism"


def _classifications(store: Reader, key: int) -> tuple[Classification, ...]:
    rows = store.rows(
        """select category, valid_from, classified_by, reason, actor as by, written_at as at
           from engagement.classification left join engagement.identity using (name_id)
           join engagement.entry on sequence = batch
           where coalesce(identity.organisation_id, name_id) = $1 order by batch desc""",
        [key],
    )
    return tuple(Classification(**row) for row in rows)


# ---- judgements ---------------------------------------------------------------------------------------------------


def judgements(store: Reader, organisation: int | None = None) -> Iterator[Judgement]:
    """What was said of names, newest first; of one organisation, or of all."""
    rows = store.rows(
        """select sequence as entry, kind, left_name as left, right_name as right, verdict, score, reasons, note,
               category, if(by_rule, $rule, actor) as by, written_at as at
           from engagement.judgement join engagement.entry on sequence = batch
           left join engagement.identity as one on one.name_id = left_id
           left join engagement.identity as other on other.name_id = right_id
           where $key is null or $key in (
               coalesce(one.organisation_id, left_id), coalesce(other.organisation_id, right_id)
           )
           order by batch desc, position desc""",
        {"key": organisation, "rule": RULE},
    )
    for row in rows:
        batch = batch_name(row["entry"]) if row.pop("kind") == "log-imported" else None
        reasons = tuple(filter(None, row.pop("reasons").split(";")))
        yield Judgement(**row, reasons=reasons, batch=batch)


def verdicts(store: Reader) -> list[Row]:
    """The last verdict on each pair of names: left_id, right_id, left_name, right_name, verdict."""
    return store.rows(
        "select left_id, right_id, left_name, right_name, verdict from verdict order by left_id, right_id"
    )


def same_pairs(store: Reader) -> list[tuple[int, int]]:
    """The pairs of names that are one, by a verdict or by a list."""
    return [(row["left_id"], row["right_id"]) for row in store.rows("from same_pair order by all")]


def heads(store: Reader) -> dict[int, int]:
    """The organisation of each name that is one with another."""
    return {row["name_id"]: row["organisation_id"] for row in store.rows("from engagement.identity")}


# ---- verdicts as they are written ----


def named(store: Reader, name: str) -> tuple[int, str]:
    """The key and the text of a name; of an organisation given by its id, those of its head. Raises as `key_of`."""
    key = key_of(store, name)
    own = identity.name_key(name)
    found = store.rows(
        """select name_id, name from named where organisation_id = $key
           order by name_id <> $own, name_id <> $key, name limit 1""",
        {"key": key, "own": own},
    )
    return found[0]["name_id"], name.strip() if found[0]["name_id"] == own else found[0]["name"]


def verdict_row(one: tuple[int, str], other: tuple[int, str], verdict: Verdict, **further: Any) -> Row:
    """A verdict on two names, each a key and a text, as the journal and the index keep it."""
    (left_id, left_name), (right_id, right_name) = sorted((one, other))
    return {
        "left_id": left_id,
        "right_id": right_id,
        "left_name": left_name,
        "right_name": right_name,
        "verdict": verdict.value,
        "score": None,
        "reasons": "",
        "note": "",
        "category": None,
        "by_rule": False,
        **further,
    }


def verdicts_said(rows: Iterable[Row]) -> dict[str, Any]:
    """What an entry of the journal says of names."""
    judged = [{"position": position, **row} for position, row in enumerate(rows)]
    return {"judgement": judged, "classification": []}


def as_merged(store: Reader, left: str, right: str, category: str | None) -> dict[str, Any]:
    """What the journal would say of a merge, for a trial. Raises as `key_of`."""
    return verdicts_said([verdict_row(named(store, left), named(store, right), Verdict.SAME, category=category)])


# ---- candidates ---------------------------------------------------------------------------------------------------


def duplicates(store: Reader, limit: int = 200) -> tuple[Candidate, ...]:
    """Organisations that may be one and of which nobody has said so, worst first.

    Worst is where most organisation-events would be counted otherwise, then where the names are most alike.
    """
    names = store.rows(_EVERY_NAME)
    apart = parted(store)
    best: dict[tuple[int, int], tuple[Row, Row, Match]] = {}
    for match in _within(tuple(_named(row) for row in names)):
        left, right = names[match.left], names[match.right]
        pair = ends(left["organisation_id"], right["organisation_id"])
        if pair[0] != pair[1] and pair not in apart and (pair not in best or match.score > best[pair][2].score):
            best[pair] = (left, right, match)
    worst = sorted(best.values(), key=_worst_first)[:limit]
    known = _sides(store, {row["organisation_id"] for left, right, _ in worst for row in (left, right)})
    return tuple(_candidate(known, *each) for each in worst)


@lru_cache(maxsize=1)
def _within(names: tuple[Name, ...]) -> list[Match]:
    """Names compared with each other: a queue asks after every answer, and most change none of them."""
    return matching.within(names)


def _worst_first(found: tuple[Row, Row, Match]) -> tuple[int, float, str, str]:
    left, right, match = found
    touched = min(left["organisation_events"], right["organisation_events"])
    return -touched, -match.score, left["called"], right["called"]


def parted(store: Reader, *verdict: Verdict) -> set[tuple[int, int]]:
    """Pairs of organisations of which somebody has said that they are not the same, or another of these verdicts."""
    head, wanted = heads(store), verdict or (Verdict.DIFFERENT,)
    return {
        ends(identity.head_of(row["left_id"], head), identity.head_of(row["right_id"], head))
        for row in verdicts(store)
        if row["verdict"] in wanted
    }


def ends(left: int, right: int) -> tuple[int, int]:
    """The two keys of a pair, the smaller first."""
    return (left, right) if left <= right else (right, left)


def _named(row: Row) -> Name:
    return Name(row["name"], row["country"], row["category"], row["organisation_id"])


_EVERY_NAME = """
    select
        organisation_id, named.name, any_value(country) as country, any_value(category) as category,
        any_value(sided.name) as called, any_value(sided.organisation_events) as organisation_events
    from named left join sided using (organisation_id)
    group by organisation_id, named.name order by organisation_id, named.name
"""


def _candidate(sides: Mapping[int, Side], left: Row, right: Row, match: Match) -> Candidate:
    return Candidate(
        left=sides[left["organisation_id"]],
        right=sides[right["organisation_id"]],
        left_name=left["name"],
        right_name=right["name"],
        score=match.score,
        reasons=match.reasons,
    )


def sides(store: Reader, *keys: int) -> tuple[Side, ...]:
    """Organisations as ones of a pair, in the order of their keys."""
    known = _sides(store, keys)
    return tuple(known[key] for key in keys)


def _sides(store: Reader, keys: Iterable[int]) -> dict[int, Side]:
    asked = sorted(set(keys))
    names = {row["organisation_id"]: row["names"] for row in store.rows(_NAMES_OF, [asked])}
    return {
        key: Side(id=as_id(key), names=names[key], **row)
        for row in store.rows(_SIDES_OF, [asked])
        for key in (row.pop("organisation_id"),)
    }


_SIDES_OF = """
    select organisation_id, name, country, categories, mechanisms, organisation_events, last_seen
    from sided_of($1::ubigint[])
"""
_NAMES_OF = """
    select organisation_id, list(distinct name order by name) as names
    from named where organisation_id in (select unnest($1::ubigint[])) group by organisation_id
"""


def body(side: Side) -> identity.Body:
    """An organisation as something that grows: its key and its categories."""
    return identity.key_of_id(side.id) or 0, frozenset(side.categories) - {UNCLASSIFIED}


# ---- looked at again ----------------------------------------------------------------------------------------------


def recheck_sample(store: Reader, n: int = 20, seed: int | None = None) -> tuple[Classified, ...]:
    """Organisations with the category that counts for them, drawn at random from the classified rows."""
    keys = [row["organisation_id"] for row in store.rows(_CLASSIFIED)]
    drawn = random.Random(seed).sample(keys, min(n, len(keys)))
    found = {row.pop("organisation_id"): row for row in store.rows(_CLASSIFIED_AS, [drawn])}
    return tuple(Classified(id=as_id(key), **found[key]) for key in drawn)


_CLASSIFIED = """
    select distinct organisation_id from took_part()
    where category <> 'UNK' and organisation_id is not null order by organisation_id
"""
_CLASSIFIED_AS = """
    select distinct on (organisation_id) organisation_id, titled.name, category, mechanism,
        coalesce(spelling.text, '') as label
    from took_part() as took_part join titled using (organisation_id)
    left join spelling on spelling.key = took_part.label
    where category <> 'UNK' and list_contains($1::ubigint[], organisation_id)
    order by organisation_id, category, mechanism, label
"""


def rechecks(store: Reader) -> tuple[Recheck, ...]:
    """How often those who looked again agreed, newest first."""
    rows = store.rows(
        """select sequence as entry, count(*) as asked, count(*) filter (is_agreed) as agreed, any_value(actor) as by,
               any_value(written_at) as at
           from engagement.recheck join engagement.entry on sequence = batch group by sequence order by sequence desc"""
    )
    return tuple(Recheck(**row) for row in rows)


# ---- names on their way in ----------------------------------------------------------------------------------------


def known_names(store: Reader) -> list[Row]:
    """Every name of every organisation: organisation_id, name_id, name, country, category."""
    return store.rows(
        """select distinct on (named.name_id) named.organisation_id, named.name_id, named.name, country, category
           from named left join sided using (organisation_id) order by named.name_id, named.name"""
    )


def grouped(matches: Iterable[Match]) -> dict[Outcome, list[Match]]:
    """Matches by what is to be done with them."""
    found: dict[Outcome, list[Match]] = defaultdict(list)
    for match in matches:
        found[match.outcome].append(match)
    return found


def as_names(rows: Iterable[dict[str, Any]]) -> list[Name]:
    """Rows of names as the matcher takes them."""
    return [_named(row) for row in rows]
