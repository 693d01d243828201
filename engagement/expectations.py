"""What can be expected, and which of several declarations holds. Pure: no store, no language.

What each type counts, and which values it takes, stands in `data/expectation_types.csv`; ready-made sets of
expectations in `data/expectation_presets.csv`. Nothing that was declared is ever overwritten: a newer declaration of
the same type, scope and category holds from its own first day to its own last, the older on every other day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache

from engagement.model import Expectation, GapType, Value
from engagement.reference import table

SUM_MAY_BE_OFF_BY = Fraction(1, 1000)
"""How far from 1 the reference shares of a scope may add up."""

_DAY = timedelta(days=1)

Key = tuple[GapType, str | None, str | None]
Days = tuple[date, date]


# ---- types --------------------------------------------------------------------------------------------------------


class ValueKind(StrEnum):
    """What the value of an expectation is."""

    RATE = "rate"  # from 0 to 1
    COUNT = "count"  # a whole number from 0
    TIMES = "times"  # a whole number from 1
    DAYS = "days"  # a whole number of days from 1

    def takes(self, value: Fraction) -> bool:
        """Whether a value can be one of this kind."""
        if self is ValueKind.RATE:
            return 0 <= value <= 1
        return value.denominator == 1 and value >= (0 if self is ValueKind.COUNT else 1)


class TypeRule(Value):
    """What a type of expectation counts and takes. `category` is yes, no or optional."""

    type: GapType
    value: ValueKind
    category: str
    is_at_most: bool
    unit: str
    needed_unit: str


@cache
def rule(kind: GapType) -> TypeRule:
    """The rule of a type."""
    row = next(row for row in table("expectation_types") if row["type"] == kind.value)
    return TypeRule.model_validate(row | {"is_at_most": row["is_at_most"] == "yes"})


def number(text: str) -> Fraction:
    """A value as files write it: 1/2, 0.5 or 50%. ValueError or ZeroDivisionError for what is none.

    >>> number("75 %"), number("1/3")
    (Fraction(3, 4), Fraction(1, 3))
    """
    text = text.strip()
    return Fraction(text[:-1].strip()) / 100 if text.endswith("%") else Fraction(text)


# ---- ready-made ---------------------------------------------------------------------------------------------------


class Preset(Value):
    """One expectation of a ready-made set; whoever declares it says for which network, as whom and when."""

    preset: str
    type: GapType
    category: str | None
    value: Fraction
    basis: str
    source: str


def presets(language: str = "en") -> tuple[Preset, ...]:
    """Every expectation of every ready-made set, with its basis in English or French."""
    return tuple(
        Preset(
            preset=row["preset"],
            type=GapType(row["type"]),
            category=row["category"] or None,
            value=number(row["value"]),
            basis=row["basis_fr" if language == "fr" else "basis_en"],
            source=row["source"],
        )
        for row in table("expectation_presets")
    )


def defaults() -> tuple[Expectation, ...]:
    """What the tool expects where nobody has declared anything."""
    return tuple(
        Expectation(
            type=GapType(row["type"]),
            mechanism=None,
            category=None,
            value=number(row["value"]),
            author="",
            date=None,
            basis=row["basis_en"],
            is_tool_default=True,
        )
        for row in table("expectations")
    )


# ---- versions -----------------------------------------------------------------------------------------------------


def key(expectation: Expectation) -> Key:
    """What two versions of one expectation have in common."""
    return expectation.type, expectation.mechanism, expectation.category


def validity(expectation: Expectation) -> Days:
    """The first and the last day an expectation was declared for."""
    return expectation.valid_from or date.min, expectation.valid_to or date.max


def do_overlap(one: Expectation, other: Expectation) -> bool:
    """Whether two declarations say something of the same day."""
    (first, last), (from_, to) = validity(one), validity(other)
    return key(one) == key(other) and first <= to and from_ <= last


def stretches(declared: Iterable[Expectation]) -> Iterator[tuple[Expectation, Days]]:
    """The days each declaration holds, `declared` being newest first; none where newer ones have taken all of them."""
    taken: dict[Key, list[Days]] = {}
    for each in declared:
        spoken_for = taken.setdefault(key(each), [])
        for days in _without(validity(each), spoken_for):
            yield each, days
        spoken_for.append(validity(each))


def _without(days: Days, taken: Iterable[Days]) -> list[Days]:
    left = [days]
    for first, last in taken:
        before = [(start, min(end, first - _DAY)) for start, end in left if first > start]
        after = [(max(start, last + _DAY), end) for start, end in left if last < end]
        left = sorted({*before, *after})
    return left


def in_force(declared: Sequence[Expectation]) -> tuple[Expectation, ...]:
    """What was declared, newest first, each with the days it holds as its validity; what never holds is left out."""
    return tuple(
        each.model_copy(
            update={
                "valid_from": None if first == date.min else first,
                "valid_to": None if last == date.max else last,
            }
        )
        for each, (first, last) in stretches(declared)
    )


def standing(declared: Sequence[Expectation], first_day: date | None, last_day: date | None) -> tuple[Expectation, ...]:
    """The one version of each expectation that a period is held against: of those that hold in it, the last.

    `declared` is newest first and may end with defaults; days are inclusive, None is an open end.
    """
    latest: dict[Key, tuple[date, Expectation]] = {}
    for each, (first, last) in stretches(each for each in declared if not each.is_tool_default):
        is_in_period = first <= (last_day or date.max) and last >= (first_day or date.min)
        if is_in_period and (key(each) not in latest or latest[key(each)][0] < first):
            latest[key(each)] = (first, each)
    return (*(each for _, each in latest.values()), *(each for each in declared if each.is_tool_default))


def applying(
    standing_: Iterable[Expectation], kind: GapType, mechanism: str, category: str | None
) -> Expectation | None:
    """The expectation that applies: the most particular one; None where nothing is expected."""
    fitting = [
        each
        for each in standing_
        if each.type is kind and each.mechanism in (None, mechanism) and each.category in (None, category)
    ]
    return min(fitting, key=_generality, default=None)


def _generality(each: Expectation) -> tuple[bool, bool, bool]:
    return each.is_tool_default, each.mechanism is None, each.category is None


# ---- reference shares ---------------------------------------------------------------------------------------------


def references(
    standing_: Sequence[Expectation], mechanism: str | None, groups: Sequence[str]
) -> dict[str, Expectation]:
    """The declared shares of every group of a list: those of the mechanism, or those for all.

    Empty where a scope does not give a share to every group, or where they do not add up to 1.
    """
    for scope in dict.fromkeys((mechanism, None)):
        said = {each.category: each for each in standing_ if each.type is GapType.SHARE and each.mechanism == scope}
        found = {group: said[group] for group in groups if group in said}
        if len(found) == len(groups) and is_whole(each.value for each in found.values()):
            return found
    return {}


def is_whole(shares: Iterable[Fraction]) -> bool:
    """Whether shares add up to 1, 0.001 either way.

    >>> is_whole([Fraction(1, 2), Fraction("0.501")]), is_whole([Fraction(1, 2), Fraction("0.502")])
    (True, False)
    """
    return abs(sum(shares, Fraction(-1))) <= SUM_MAY_BE_OFF_BY
