"""From counts and expectations to ranked gaps. Pure: no store, no language.

A gap is a shortfall from an expectation that was declared before the figures were drawn. It is computed twice, on
what is recorded and at the most favourable reading of what is not classified; its status says what the difference
leaves, its severity is an understatement.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil

from engagement.measures import shortfall
from engagement.model import Expectation, Gap, GapSeverity, GapStatus, GapType, Value

LIKELY_UP_TO = Fraction(5, 100)
"""Up to this share of unclassified organisation-events an undecided gap is called likely, above it open."""

ASSESSABLE_FROM = 3
"""Activities below which nothing is called a gap."""

_HALF, _FIFTH = Fraction(1, 2), Fraction(1, 5)
_SEVERITIES: tuple[GapSeverity | None, ...] = (*GapSeverity, None)


class Shortfall(Value):
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

    @property
    def g_obs(self) -> Fraction:
        """The relative shortfall of what is recorded."""
        return self._short(self.recorded, self.expected)

    @property
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
    gaps = [_gap(each, scopes[each.expectation.type, each.category]) for each in missing]
    position = {category: index for index, category in enumerate(order)}
    gaps.sort(key=lambda gap: (*_weight(gap), position.get(gap.category or "", -1), gap.type, gap.mechanism))
    return tuple(_ranked(gaps))


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


def _gap(each: Shortfall, scopes: int) -> Gap:
    g_fav, standing = each.g_fav, _standing(each)
    needed_low, needed_high = _needed(each)
    return Gap(
        rank=0,
        type=each.expectation.type,
        category=each.category,
        mechanism=each.mechanism,
        recorded=each.recorded,
        best_case=each.best_case,
        denominator=each.denominator,
        expected=each.expected,
        unit=each.unit,
        g_obs=each.g_obs,
        g_fav=g_fav,
        status=standing,
        severity=severity(g_fav, each.is_nothing_recorded) if standing is GapStatus.CONFIRMED else None,
        needed_low=needed_low,
        needed_high=needed_high,
        needed_unit=each.needed_unit,
        is_at_most=each.is_at_most,
        scopes=scopes,
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


def _weight(gap: Gap) -> tuple[int, int, int, int]:
    """What ranks a gap; equal weights are ties."""
    return (list(GapStatus).index(gap.status), _SEVERITIES.index(gap.severity), -gap.needed_low, -gap.scopes)


def _ranked(gaps: list[Gap]) -> Iterable[Gap]:
    rank = 1
    for position, gap in enumerate(gaps):
        if position and _weight(gap) != _weight(gaps[position - 1]):
            rank = position + 1
        yield gap.model_copy(update={"rank": rank})
