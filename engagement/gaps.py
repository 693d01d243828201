"""From counts and expectations to ranked gaps. Pure: no store, no language.

A gap is a shortfall from an expectation that was declared before the figures were drawn. It is computed twice, on
what is recorded and at the most favourable reading of what is not classified; its status says what the difference
leaves, its severity is an understatement.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import NamedTuple

from engagement.measures import shortfall
from engagement.model import Expectation, Gap, GapSeverity, GapStatus, GapType

LIKELY_UP_TO = Fraction(5, 100)
"""Up to this share of unclassified organisation-events an undecided gap is called likely, above it open."""

ASSESSABLE_FROM = 3
"""Activities below which nothing is called a gap."""

_HALF, _FIFTH = Fraction(1, 2), Fraction(1, 5)
_STATUSES = {status: place for place, status in enumerate(GapStatus)}
_SEVERITIES = {severity: place for place, severity in enumerate((*GapSeverity, None))}


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """What was counted for one category in one mechanism, against one expectation in the same unit.

    Where `is_at_most`, more than expected falls short: a longest interval, a run of absences.
    """

    expectation: Expectation
    mechanism: str
    category: str | None
    unit: str
    recorded: int
    best_case: int  # if every unclassified organisation-event that could be of the category were
    denominator: int
    expected: Fraction
    activities: int  # in the measure's own denominator
    is_nothing_recorded: bool
    classified: int
    unclassified: int
    is_record_sufficient: bool
    best_expected: Fraction | None = None  # at the most favourable reading, where that changes what is expected too
    is_at_most: bool = False
    needed: tuple[int, int] | None = None  # what would close it, at most favourable and as recorded; None: the rest
    needed_unit: str = "activity"
    is_of_record: bool = True  # judged on the log, so that the log must be there and be classified

    @cached_property
    def g_obs(self) -> Fraction:
        """The relative shortfall of what is recorded."""
        return self._short(self.recorded, self.expected)

    @cached_property
    def g_fav(self) -> Fraction:
        """The relative shortfall at the most favourable reading of what is not classified."""
        return self._short(self.best_case, self.expected if self.best_expected is None else self.best_expected)

    def _short(self, value: int, expected: Fraction) -> Fraction:
        return excess(value, expected) if self.is_at_most else shortfall(value, expected)


def excess(value: int, allowed: Fraction) -> Fraction:
    """How far a value is above what is allowed, relative to it: 0 where it is not.

    >>> excess(368, Fraction(184)), excess(100, Fraction(184)), excess(3, Fraction(0))
    (Fraction(1, 2), Fraction(0, 1), Fraction(1, 1))
    """
    return 1 - allowed / value if value > allowed else Fraction(0)


def found(shortfalls: Iterable[Shortfall], order: Sequence[str]) -> tuple[Gap, ...]:
    """The gaps among the shortfalls, most certain and most severe first. `order` is that of the list of groups."""
    missing = [each for each in shortfalls if each.g_obs > 0]
    scopes = Counter((each.expectation.type, each.category) for each in missing)
    judged = [_judged(each, scopes[each.expectation.type, each.category]) for each in missing]
    position = {category: index for index, category in enumerate(order)}

    def reading_order(found: _Judged) -> tuple[int, str, str]:
        each = found.shortfall
        return position.get(each.category or "", -1), each.expectation.type, each.mechanism

    judged.sort(key=lambda found: (found.weight, reading_order(found)))
    return tuple(_gap(each, rank) for rank, each in _ranked(judged))


def status(g_fav: Fraction, classified: int, unclassified: int) -> GapStatus:
    """What the unclassified rows leave of a shortfall that can be assessed."""
    if g_fav > 0:
        return GapStatus.CONFIRMED
    within = unclassified <= LIKELY_UP_TO * (classified + unclassified)
    return GapStatus.LIKELY if within else GapStatus.OPEN


def severity(g_fav: Fraction, is_nothing_recorded: bool) -> GapSeverity:
    """How large a confirmed gap is. Borders are exact: 0.2 is moderate, 0.5 is major."""
    if is_nothing_recorded:
        return GapSeverity.CRITICAL if g_fav >= _HALF else GapSeverity.MAJOR
    if g_fav >= _HALF:
        return GapSeverity.MAJOR
    return GapSeverity.MODERATE if g_fav >= _FIFTH else GapSeverity.MINOR


class _Judged(NamedTuple):
    """A shortfall with its status, its severity, and what would close it."""

    shortfall: Shortfall
    status: GapStatus
    severity: GapSeverity | None
    needed: tuple[int, int]
    scopes: int  # mechanisms with the same shortfall

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """What ranks a gap; equal weights are ties."""
        return _STATUSES[self.status], _SEVERITIES[self.severity], -self.needed[0], -self.scopes


def _judged(each: Shortfall, scopes: int) -> _Judged:
    standing = _standing(each)
    severe = severity(each.g_fav, each.is_nothing_recorded) if standing is GapStatus.CONFIRMED else None
    return _Judged(each, standing, severe, _needed(each), scopes)


def _ranked(judged: Sequence[_Judged]) -> Iterator[tuple[int, _Judged]]:
    rank, last = 1, None
    for position, each in enumerate(judged, start=1):
        weight = each.weight
        if weight != last:
            rank, last = position, weight
        yield rank, each


def _gap(judged: _Judged, rank: int) -> Gap:
    each = judged.shortfall
    return Gap(
        rank=rank,
        type=each.expectation.type,
        category=each.category,
        mechanism=each.mechanism,
        recorded=each.recorded,
        best_case=each.best_case,
        denominator=each.denominator,
        expected=each.expected,
        unit=each.unit,
        g_obs=each.g_obs,
        g_fav=each.g_fav,
        status=judged.status,
        severity=judged.severity,
        needed_low=judged.needed[0],
        needed_high=judged.needed[1],
        needed_unit=each.needed_unit,
        is_at_most=each.is_at_most,
        scopes=judged.scopes,
        expectation=each.expectation,
    )


def _needed(each: Shortfall) -> tuple[int, int]:
    if each.needed is not None:
        return each.needed
    return max(0, ceil(each.expected - each.best_case)), ceil(each.expected - each.recorded)


def _standing(each: Shortfall) -> GapStatus:
    if each.expectation.type is GapType.RECORDS:
        return GapStatus.CONFIRMED
    if each.is_of_record and (not each.is_record_sufficient or each.activities < ASSESSABLE_FROM):
        return GapStatus.NOT_ASSESSABLE
    return status(each.g_fav, each.classified, each.unclassified)
