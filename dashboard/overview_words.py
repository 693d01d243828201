"""The sentences and cards of the Overview, from the same figures as its chart and table."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard.components import Card, group_name, number
from dashboard.session import language, plural, text
from engagement import locale
from engagement.model import CellState, Gap, GapSeverity, GapStatus, Indicators
from engagement.tallies import Spread, Year


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


def fewest(spreads: Sequence[Spread], states: Mapping[str, CellState]) -> str:
    """The groups that are recorded, but in the fewest places."""
    thin = [each for each in spreads if states[each.category] is CellState.RECORDED and each.missing]
    if not thin:
        return ""
    names = [group_name(each.category) for each in thin if each.missing == thin[0].missing]
    return text("overview.fewest", groups=names, k=thin[0].missing, of=thin[0].reporting)


def ring(states: Mapping[str, CellState]) -> str:
    """What the ring shows, for those who do not see it."""
    missing = _missing(states)
    recorded = text("ring.alt", k=len(states) - len(missing), of=len(states))
    return f"{recorded} {text('ring.alt-missing', groups=missing)}" if missing else recorded


def _missing(states: Mapping[str, CellState]) -> list[str]:
    return [group_name(code) for code, found in states.items() if found is not CellState.RECORDED]


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
