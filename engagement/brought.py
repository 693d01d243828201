"""The lists of categories that a store was brought, as values. Reads only."""

from functools import lru_cache
from itertools import groupby
from typing import Any

from engagement.desk import Row
from engagement.model import CategoryKind
from engagement.store import Reader
from engagement.taxonomy import LANGUAGES, CategoryList, ListedCategory, Taxonomy, taxonomy_of

_STANDING = "from engagement.category_list order by list, position"


def taxonomy(store: Reader) -> Taxonomy:
    """The categories and lists of a store: what is shipped, and what it was brought."""
    return taxonomy_of(category_lists(store))


def category_lists(store: Reader) -> tuple[CategoryList, ...]:
    """The lists that stand, by their codes."""
    return store.kept("category lists", lambda: _lists(tuple(tuple(row.items()) for row in store.rows(_STANDING))))


@lru_cache(maxsize=32)
def _lists(rows: tuple[tuple[tuple[str, Any], ...], ...]) -> tuple[CategoryList, ...]:
    """The lists of these rows: the same value for the same rows, for every page asks."""
    found = groupby(map(dict, rows), key=lambda row: (row["list"], row["list_name"]))
    return tuple(
        CategoryList(code=code, name=name, categories=tuple(map(_category, each))) for (code, name), each in found
    )


def _category(row: Row) -> ListedCategory:
    return ListedCategory(
        category=row["category"],
        kind=CategoryKind(row["kind"]),
        synonyms=tuple(filter(None, row["synonyms"].split(";"))),
        **{f"label_{language}": row[f"label_{language}"] for language in LANGUAGES},
    )


def used(store: Reader) -> frozenset[str]:
    """The codes of which something in the store is: rows of logs, organisations, seats, expectations, marks."""
    return frozenset(row["category"] for row in store.rows(_USED))


_USED = """
    select distinct category from engagement.fact
    union select category from engagement.classification
    union select category from engagement.judgement where category is not null
    union select category from engagement.seat where category is not null
    union select category from engagement.expectation where category is not null
    union select category from engagement.not_expected
    union select category from engagement.outreach
    union select category from engagement.gap_note where category is not null
"""


def lost_without(store: Reader, batch: int) -> tuple[str, ...]:
    """The codes that the store uses and nobody would know any more if a list was taken back."""
    return tuple(row["category"] for row in store.rows("with used as (" + _USED + ")" + _LOST, {"batch": batch}))


_LOST = """
    , others as (
        from engagement.listed_category where batch <> $batch qualify batch = max(batch) over (partition by list)
    )
    select category from used
    where category in (select category from engagement.category_list)
        and category not in (select category from others)
        and category not in (select code from shipped_category)
    order by category
"""
