"""The sentences and cards of the Overview, from the same figures as its chart and table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from math import ceil

from dashboard.components import Card, full_name, group_name, number
from dashboard.session import language, plural, text
from engagement import headlines, locale
from engagement.headlines import Distance
from engagement.model import ENGAGED, CellState, Gap, GapSeverity, GapStatus, Indicators
from engagement.networks import Networks
from engagement.tallies import Year

_SEVERAL, _NAMED = 2, 3
"""From how many networks on they are spoken of, and how many groups are named."""
_BOLD, _PLAIN = 38, 42
"""How many letters of a group, and of a place, fit above a line of the chart."""


def state(of: CellState) -> str:
    """Recorded, possible, not recorded, no report."""
    return text(f"cell.{of.value}")


def lead(figures: Indicators, states: Mapping[str, CellState]) -> str:
    """How many groups are recorded, which are not, in how many networks and working groups."""
    places = figures.mechanisms_with_log
    if not places:
        return plural("overview.lead-no-log", figures.mechanisms)
    missing = _missing(states)
    if not missing:
        return plural("overview.lead-all", places, k=figures.coverage.expected)
    return plural("overview.lead", places, k=figures.coverage.recorded, of=figures.coverage.expected, groups=missing)


def wide(found: Networks) -> str:
    """In how many networks groups are missing: said before any figure that adds the networks up. '' for one alone."""
    n = len(found.with_log)
    if n < _SEVERAL:
        return ""
    places = plural(f"headline.places-{found.unit}", n)
    missing = headlines.widely_missing(found)
    if not missing:
        return text("headline.none", places=places)
    named = [
        text("headline.group", group=group_name(each.category), k=len(each.recorded_in), of=n)
        for each in missing[:_NAMED]
    ]
    said = plural("headline.wide", len(missing), of=len(found.groups), places=places)
    return f"{said} {text('headline.recorded-in', groups=named)}"


def _missing(states: Mapping[str, CellState]) -> list[str]:
    return [group_name(code) for code, found in states.items() if found not in ENGAGED]


def furthest(found: Distance) -> str:
    """One group in one place: at how many activities it is recorded, and at how many it is expected."""
    gap = found.gap
    return plural(
        "furthest.sentence",
        gap.denominator,
        group=group_name(gap.category or ""),
        place=full_name(gap.mechanism),
        x=gap.recorded,
        y=ceil(gap.expected),
    )


def place_label(found: Distance) -> str:
    """The group and below it the place, each short enough for a line of a chart; the whole is in the table."""
    group = _shortened(group_name(found.gap.category or ""), _BOLD)
    return f"<b>{escape(group)}</b><br>{escape(_shortened(full_name(found.gap.mechanism), _PLAIN))}"


def counted(found: Distance) -> str:
    """At how many activities, of how many."""
    return text("x-of-n", x=found.gap.recorded, n=found.gap.denominator)


def _shortened(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


# ---- cards --------------------------------------------------------------------------------------------------------


def cards(figures: Indicators, gaps: Sequence[Gap]) -> list[Card]:
    """Groups, gaps, logs, classification."""
    told = [_groups(figures), _gaps(gaps)] if figures.mechanisms_with_log else _untold()
    return [*told, _logs(figures), _classified(figures)]


def _untold() -> list[Card]:
    """Without any log there is no figure: not 0 of 12, and not 0 gaps."""
    return [Card(text(code), state(CellState.NO_REPORT), text("card.no-log")) for code in ("card.groups", "card.gaps")]


def _groups(figures: Indicators) -> Card:
    coverage = figures.coverage
    is_open = coverage.upper > coverage.recorded
    note = plural("card.groups-upper", coverage.upper) if is_open else text("card.groups-note")
    return Card(text("card.groups"), text("x-of-n", x=coverage.recorded, n=coverage.expected), note)


def _gaps(gaps: Sequence[Gap]) -> Card:
    counts = Counter(each.status for each in gaps)
    critical = sum(1 for each in gaps if each.severity is GapSeverity.CRITICAL)
    confirmed, vague = counts[GapStatus.CONFIRMED], counts[GapStatus.NOT_ASSESSABLE]
    note = plural("card.gaps-note", critical) if confirmed else plural("card.gaps-vague", vague)
    return Card(text("card.gaps"), number(confirmed), note)


def _logs(figures: Indicators) -> Card:
    held, logged = figures.records.activities_held, figures.records.activities_with_log
    return Card(text("card.logs"), text("x-of-n", x=logged, n=held), plural("card.logs-note", held - logged))


def _classified(figures: Indicators) -> Card:
    records = figures.records
    share = records.classified_share
    everything = records.classified + records.unclassified
    counted = text("x-of-n", x=records.classified, n=everything)
    shown = locale.percent(share, language()) if share is not None else counted
    if not everything:
        return Card(text("card.classified"), state(CellState.NO_REPORT), text("card.no-log"))
    return Card(text("card.classified"), shown, plural("card.classified-note", records.unclassified))


# ---- trend and record ---------------------------------------------------------------------------------------------


def trend(years: Sequence[Year]) -> str:
    """The last year with a log against the one before it, and the years that have none."""
    told = [year for year in years if year.has_report]
    silent = [year.year for year in years if not year.has_report]
    said = [_compared(told[-1], told[-2])] if len(told) > 1 else [_only(year) for year in told]
    if silent:
        said.append(text("trend.silent", years=silent))
    return " ".join(said)


def _compared(last: Year, before: Year) -> str:
    counts = {"k": last.recorded, "of": len(last.states), "before": before.recorded}
    return text("trend.compared", **counts, year=last.year, earlier=before.year)


def _only(year: Year) -> str:
    return text("trend.one-year", k=year.recorded, of=len(year.states), year=year.year)


def recorded(year: Year) -> str:
    """k of 12, or no report."""
    return text("x-of-n", x=year.recorded, n=len(year.states)) if year.has_report else state(CellState.NO_REPORT)


def quality(figures: Indicators) -> str:
    """M1 in one paragraph."""
    records = figures.records
    said = [
        text("quality.logs", logs=records.activities_with_log, held=records.activities_held),
        text("quality.open", open=records.activities_open, unsaid=records.openness_not_recorded),
    ]
    if everything := records.classified + records.unclassified:
        said.append(text("quality.classified", classified=records.classified, all=everything))
    if records.activities_in_doubt:
        said.append(plural("quality.in-doubt", records.activities_in_doubt))
    return " ".join([*said, text("absence.caveat")])
