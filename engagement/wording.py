"""Figures as sentences, the same on a page and in a document.

Wording rules (methodology, section 5): say what was recorded, of how many, and what the unclassified rows leave open.
Never that a group was excluded, that anybody complied or failed, nor one percentage for inclusion.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil

from engagement import measured, vocabulary
from engagement.locale import LANGUAGES, day, joined, number, percent, plural, prose, text
from engagement.measured import Form, Measured
from engagement.measures import SHOWN_FROM
from engagement.model import (
    CategoryFigures,
    CategoryKind,
    CellState,
    DatePrecision,
    Expectation,
    Gap,
    GapStatus,
    GapType,
    Indicators,
    Mechanism,
    Selection,
)
from engagement.networks import GroupInNetworks, Networks
from engagement.people import People
from engagement.taxonomy import Taxonomy

FEW = 5
"""Counts of people from 1 up to below this are not published."""


def coverage(figures: Indicators, language: str) -> str:
    """How many groups of the list are recorded, and how many there can be at most."""
    cover = figures.coverage
    if not figures.records.activities_with_log:
        return text("summary.no-log", language)
    said = [plural("summary.coverage", cover.recorded, language, expected=cover.expected)]
    if cover.upper > cover.recorded:
        unclassified = figures.records.unclassified
        said.append(plural("summary.coverage-upper", unclassified, language, upper=cover.upper))
    return prose(said, language)


def not_recorded(figures: Indicators, language: str, taxonomy: Taxonomy) -> str:
    """Which groups of the list have no record at all, or none among what is classified; '' when each has one."""
    missing = [each for each in _named(figures) if not each.organisation_events]
    if not missing or not figures.records.activities_with_log:
        return ""
    names = [taxonomy.label(each.category, language) for each in missing]
    is_all_known = not figures.records.unclassified
    code = "summary.not-recorded" if is_all_known else "summary.not-recorded-classified"
    return text(code, language, groups=joined(names, language))


def every_network(found: Networks, language: str) -> str:
    """How many networks sent a log, and how many groups were recorded in each of them."""
    everywhere = sum(1 for each in found.groups if each.networks.numerator == each.networks.denominator)
    return plural(
        f"summary.{found.unit}s-with-log",
        len(found.with_log),
        language,
        everywhere=everywhere,
        groups=len(found.groups),
    )


def in_networks(each: GroupInNetworks, unit: str, groups: Sequence[str], language: str) -> str:
    """'Media: recorded in 1 of 3 networks', of several groups each, and how many there can be at most."""
    here, total = len(each.recorded_in), each.networks.denominator or 0
    code = f"summary.in-{unit}s" if len(groups) == 1 else f"summary.in-{unit}s-each"
    said = plural(code, here, language, group=joined(groups, language), total=total)
    most = here + len(each.possible_in)
    upper = text("summary.in-networks-upper", language, most=most) if most > here else ""
    return prose((said, upper), language)


def without_report(found: Networks, language: str) -> str:
    """How many networks sent no log; '' when each did."""
    silent, total = len(found.no_report), len(found.no_report) + len(found.with_log)
    return plural(f"summary.{found.unit}s-silent", silent, language, total=total) if silent else ""


def records(figures: Indicators, language: str) -> str:
    """M1 in words: logs received, and how much of them is classified."""
    record = figures.records
    if not record.activities_held:
        return text("summary.no-activities", language)
    said = [plural("summary.logs", record.activities_held, language, with_log=record.activities_with_log)]
    total, classified = record.classified + record.unclassified, record.classified
    if record.classified_share is not None:
        share = percent(record.classified_share, language)
        said.append(plural("summary.classified-share", total, language, classified=classified, share=share))
    elif total:
        said.append(plural("summary.classified", total, language, classified=classified))
    return prose(said, language)


def gap(found: Gap, mechanism: str, language: str, taxonomy: Taxonomy) -> str:
    """One gap as a full sentence, with the expectation it is measured against."""
    group = taxonomy.label(found.category, language) if found.category else ""
    values = {
        "group": group,
        "mechanism": mechanism,
        "recorded": found.recorded,
        "best_case": found.best_case,
        "denominator": found.denominator,
        "expected": ceil(found.expected),
        "basis": basis(found.expectation, language),
    }
    is_below = found.type is GapType.ABSENCE and found.recorded > 0  # expected more often than it was recorded
    code = f"summary.gap-{found.type.value}" + ("-below" if is_below else "")
    said = [plural(code, found.recorded if found.type in _IN_A_ROW else found.denominator, language, **values)]
    if found.best_case > found.recorded:
        said.append(text("summary.gap-best-case", language, **values))
    if found.best_case < found.recorded:
        said.append(text("summary.gap-best-case-least", language, **values))
    said.append(text(f"summary.gap-expectation{bound(found)}", language, **values))
    return prose(said, language)


_IN_A_ROW = (GapType.FREQUENCY, GapType.CONSECUTIVE_ABSENCES)
"""Gaps of which a sentence counts what was recorded, and not the denominator."""

_OF_THE_DENOMINATOR = (GapType.RECORDS, GapType.ABSENCE, GapType.PRESENCE, GapType.SHARE, GapType.SEAT_ATTENDANCE)


def bound(found: Gap) -> str:
    """Whether an expectation is so many of the denominator, or a number of its own that is a least or a most."""
    if found.is_at_most:
        return "-most"
    return "" if found.type in _OF_THE_DENOMINATOR else "-least"


def needed(found: Gap, language: str) -> str:
    """What would close a gap: '3 to 5 more activities'."""
    unit = "organisation-events" if found.type is GapType.RECORDS else _NEEDED[found.needed_unit]
    if found.needed_low == found.needed_high:
        return plural(f"summary.needed-{unit}", found.needed_high, language)
    return plural(f"summary.needed-range-{unit}", found.needed_high, language, low=found.needed_low)


_NEEDED = {
    "": "activities",
    "activity": "activities",
    "organisation-event": "events",
    "organisation": "organisations",
    "seat": "seats",
    "slot": "slots",
    "attendance": "attendances",
    "group": "groups",
}


def standing(found: Gap, language: str) -> str:
    """Status and, of a confirmed gap, severity."""
    said = text(f"gap-status.{found.status.value}", language)
    if not found.severity:
        return said
    severity = text(f"severity.{found.severity.value}", language).lower()
    return text("summary.standing", language, status=said, severity=severity)


def basis(expectation: Expectation, language: str) -> str:
    """Who declared an expectation, when and on what basis."""
    if expectation.is_tool_default or expectation.date is None:
        return text("summary.tool-default", language)
    author, on = expectation.author, _date(expectation, language)
    return text("summary.basis", language, author=author, day=on, basis=expectation.basis)


def _date(expectation: Expectation, language: str) -> str:
    return day(expectation.date, expectation.date, DatePrecision.DAY, language) if expectation.date else ""


def rank(found: Gap, gaps: Iterable[Gap]) -> str:
    """'4=' where gaps tie, '4' where they do not."""
    tied = sum(1 for each in gaps if each.rank == found.rank)
    return f"{found.rank}=" if tied > 1 else str(found.rank)


def not_assessable(gaps: Iterable[Gap], language: str) -> str:
    """How many expectations could not be judged, and why; '' when all could."""
    count = sum(1 for each in gaps if each.status is GapStatus.NOT_ASSESSABLE)
    return plural("summary.not-assessable", count, language) if count else ""


def share_of(numerator: int, denominator: int, language: str) -> str:
    """'x of n', and the percentage from 10 in the denominator on."""
    said = text("summary.x-of-n", language, x=number(numerator, language), n=number(denominator, language))
    return f"{said} ({percent(numerator / denominator, language)})" if denominator >= SHOWN_FROM else said


def figure(shown: Measured, language: str) -> str:
    """A figure as it may be shown: 'no data', 'fewer than 5', 'x of n', with its percentage, or a number."""
    if shown.shown_as is Form.NO_DATA:
        return text("summary.no-data", language)
    if shown.shown_as is Form.FEWER_THAN_K:
        return text("summary.fewer", language, k=FEW)
    if shown.shown_as is not Form.NUMBER:
        said = text("summary.x-of-n", language, x=shown.numerator, n=shown.denominator)
        return f"{said} ({_percent(_ratio(shown.value), language)})" if shown.shown_as is Form.PERCENT else said
    return number(_rounded(shown.value), language)


def bounds(shown: Measured, language: str) -> str:
    """The least and the most that a figure can be; 'none' where all of it is known or nothing is."""
    ends = measured.counts(shown)
    if ends is None or not shown.unknown:
        return text("summary.none", language)
    low, high, total = ends
    return text("summary.from-to-of", language, low=low, high=high, n=total)


def _percent(share: Fraction, language: str) -> str:
    """Whole percentages; a decimal below 1 %, so that few are not written as none."""
    return percent(share, language, 1 if 0 < share < Fraction(1, 100) else 0)


def _ratio(value: int | Fraction | None) -> Fraction:
    return Fraction(value or 0)


def _rounded(value: int | Fraction | None) -> Decimal:
    return Decimal(round(_ratio(value) * 100)) / 100


def state(of_cell: CellState, language: str) -> str:
    """The state of a cell in a word or two."""
    return text(f"cell.{of_cell.value}", language)


def gap_type(found: Gap, language: str) -> str:
    """What kind of expectation is not met."""
    return text(f"gap-type.{found.type.value}", language)


def activity_type(kind: str, language: str) -> str:
    """A kind of activity by its name where files use that name, in any language; else as they spell it.

    'plenary' is a meeting, and stays a plenary.
    """
    code = vocabulary.recognise("activity_type", kind)
    if code is None:
        return kind
    names = [text(f"activity-type.{code}", each) for each in LANGUAGES]
    return text(f"activity-type.{code}", language) if kind in (code, *map(str.lower, names)) else kind


def rhythm(code: str, language: str) -> str:
    """How often a network or working group meets."""
    return text(f"summary.rhythm-{code}", language)


def women(found: People, language: str) -> str:
    """M12 for the whole scope: women of all people. A share only where every gender is recorded; few are withheld."""
    split = found.split("gender")
    if split is None:
        return text("summary.gender-not-collected", language)
    if found.total is None or any(each is None for each in split.totals):
        return text("summary.gender-withheld", language, k=found.k)
    *recorded, unknown = (each or 0 for each in split.totals)
    if not any(recorded):
        return plural("summary.gender-unknown", found.total, language) if found.total else ""
    if unknown:
        return plural("summary.women-unknown", recorded[0], language, people=found.total, unknown=unknown)
    return text("summary.women", language, rate=share_of(recorded[0], sum(recorded), language))


def scope(selection: Selection, mechanisms: Iterable[Mechanism], language: str) -> str:
    """The networks and working groups of a selection by name."""
    names = {each.code: each.name for each in mechanisms}
    chosen = selection.working_groups or selection.networks
    if not chosen:
        return text("summary.scope-all", language)
    return joined([names.get(code, code) for code in chosen], language)


def period(selection: Selection, language: str) -> str:
    """The period of a selection in words."""
    first, last = selection.first_day, selection.last_day
    if first and last:
        return day(first, last, DatePrecision.PERIOD, language)
    if first:
        return text("summary.period-from", language, day=first)
    return text("summary.period-to", language, day=last) if last else text("summary.period-all", language)


def _named(figures: Indicators) -> list[CategoryFigures]:
    return [each for each in figures.categories if each.kind is CategoryKind.NAMED]
