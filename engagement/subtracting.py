"""What two editions tell together of people: one number taken from another can leave a few of them.

Tables are protected against those of the other networks and of all time (`people`). Of periods that lie within one
another, and of what a correction has changed, only what was handed out can be known: the editions.
"""

from collections.abc import Iterator

from engagement import freezing, indicators
from engagement.freezing import Edition
from engagement.model import Selection, Value
from engagement.parity import is_hidden
from engagement.store import Store

_TABLES = ("people-by-gender", "people-by-age")


class Beside(Value):
    """Another edition, and how many numbers differ from its own by 1 to k - 1 people."""

    edition: str
    figures: int
    k: int


def told_beside(store: Store, name: str) -> tuple[Beside, ...]:
    """The editions beside which this one tells of a few people, newest first: of the same scope at another time, or of
    one that lies within the other. Raises UnknownNameError."""
    edition = freezing.edition(store, name)
    k = indicators.people(store, edition.selection).k
    counted = ((each, _few(edition, each, k)) for each in freezing.editions(store) if _is_nested(edition, each))
    return tuple(Beside(edition=each.name, figures=figures, k=k) for each, figures in counted if figures)


def _few(one: Edition, other: Edition, k: int) -> int:
    """Numbers printed in both that differ by a few."""
    theirs = dict(_printed(other))
    return sum(is_hidden(abs(count - theirs[place]), k) for place, count in _printed(one) if place in theirs)


def _printed(edition: Edition) -> Iterator[tuple[tuple[str, str, str], int]]:
    for table in _TABLES:
        for row, columns in edition.numbers.get(table, {}).items():
            yield from (((table, row, column), count) for column, count in columns.items() if isinstance(count, int))


def _is_nested(one: Edition, other: Edition) -> bool:
    return one.entry != other.entry and (
        _is_within(one.selection, other.selection) or _is_within(other.selection, one.selection)
    )


def _is_within(inner: Selection, outer: Selection) -> bool:
    """Whether whoever counts in the first counts in the second, too. What a part leaves empty is all."""
    parts = ("networks", "working_groups", "regions", "countries", "modes", "objectives", "reviews", "roles", "stages")
    return (
        (outer.first_day is None or (inner.first_day is not None and inner.first_day >= outer.first_day))
        and (outer.last_day is None or (inner.last_day is not None and inner.last_day <= outer.last_day))
        and (inner.champions_only or not outer.champions_only)
        and all(_is_part(getattr(inner, part), getattr(outer, part)) for part in parts)
    )


def _is_part(inner: tuple[str | int, ...], outer: tuple[str | int, ...]) -> bool:
    return not outer or (bool(inner) and set(inner) <= set(outer))
