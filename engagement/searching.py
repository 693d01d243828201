"""Organisations looked for: in a scope by a part of any of their names, some at a time; or those most like another."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from engagement import declared, directory, matching, scopes
from engagement.folding import fold
from engagement.identity import as_id
from engagement.model import Selection, Value
from engagement.store import Reader, Row, Within

Order = Literal["name", "activities", "last", "names"]


class Search(Value):
    """What is looked for. `page` counts from 1."""

    words: str = ""
    category: str | None = None
    order: Order = "activities"
    page: int = 1
    at_once: int = 100


class Line(Value):
    """An organisation in a list, with how much there is of it in the scope."""

    id: str
    name: str
    categories: tuple[str, ...]
    places: int  # networks and working groups
    activities: int
    last_seen: date
    names: int


class Found(Value):
    """A page of what was found. Of a page beyond the last, the last."""

    lines: tuple[Line, ...]
    first: int  # how many come before the page
    found: int
    every: int  # of the scope, whatever is looked for
    categories: tuple[str, ...]  # of the scope


def search(store: Reader, selection: Selection, asked: Search) -> Found:
    """One page of the organisations of a selection. Raises UnknownNameError or AmbiguousNameError for its names."""
    lines = _lines(store, selection)
    words = fold(asked.words) or asked.words.strip()  # of signs alone nothing is left, and no name has them folded
    fits = {"words": words, "category": asked.category}
    counts = store.rows(_COUNTS, fits, within=lines)[0]
    pages = max(1, -(-counts["found"] // asked.at_once))
    first = (min(max(asked.page, 1), pages) - 1) * asked.at_once
    shown: Mapping[str, Any] = {**fits, "order": asked.order, "first": first, "most": asked.at_once}
    rows = store.rows(_PAGE, shown, within=lines)
    return Found(lines=tuple(map(_line, rows)), first=first, **counts)


def _line(row: Row) -> Line:
    return Line(id=as_id(row["organisation_id"]), **{name: row[name] for name in Line.model_fields if name != "id"})


def _lines(store: Reader, selection: Selection) -> Within:
    """What makes a line of every organisation of the scope, once for all that is looked for in it."""
    scope = scopes.scope(store, selection, declared.created_mechanisms(store, "en"))
    return scopes.within(scope, "create temp table line as from organisation_line()")


_COUNTS = """
    select
        count(*) filter (
            contains(words, $words) and ($category::varchar is null or list_contains(categories, $category))
        ) as found,
        count(*) as every,
        (select coalesce(list(distinct code order by code), []) from (select unnest(categories) as code from line))
            as categories
    from line
"""
_PAGE = """
    select organisation_id, name, categories, places, activities, last_seen, names
    from line
    where contains(words, $words) and ($category::varchar is null or list_contains(categories, $category))
    order by
        case $order
            when 'activities' then -activities
            when 'names' then -names
            when 'last' then -epoch(last_seen)
        end,
        sorted_as, name, organisation_id
    limit $most offset $first
"""


# ---- those most like another --------------------------------------------------------------------------------------


def likely(store: Reader, organisation: str) -> tuple[Line, ...]:
    """Organisations of the record that may be the same as one, by its id or a name: the most alike first.

    Not those of which somebody has said that they are others. Raises UnknownNameError or AmbiguousNameError.
    """
    own = directory.key_of(store, organisation)
    apart = directory.parted(store)
    rows = [row for row in store.rows(_NEAR, {"own": own}) if directory.ends(own, row["organisation_id"]) not in apart]
    mine, others = ([row for row in rows if (row["organisation_id"] == own) is is_own] for is_own in (True, False))
    matches = matching.match(directory.as_names(mine), directory.as_names(others))
    best = dict.fromkeys(
        others[match.right]["organisation_id"] for match in sorted(matches, key=lambda each: -each.score)
    )
    known = {row["organisation_id"]: row for row in store.rows(_OF_KEYS, [[*best]], within=_lines(store, Selection()))}
    return tuple(_line(known[key]) for key in best if key in known)


_NEAR = """
    select named.organisation_id, named.name, country, category
    from named join sided_of((
        select list(distinct organisation_id) from (from named_much_as($own) union all select $own)
    )) using (organisation_id)
    order by named.organisation_id, named.name
"""
_OF_KEYS = """
    select organisation_id, name, categories, places, activities, last_seen, names
    from line where list_contains($1::ubigint[], organisation_id)
"""
