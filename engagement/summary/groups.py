"""Who is in the record: what was found, in how many networks, of whom, where and when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from engagement import tallies, wording
from engagement.document import Column, Entry, Paragraph, Section, Table
from engagement.locale import prose
from engagement.model import ENGAGED, CategoryFigures, CategoryKind, Cell, CellState, GapStatus, Matrix
from engagement.networks import GroupInNetworks
from engagement.summary import comparing
from engagement.summary.parts import columns, counted, nothing, said, section, share, share_range, unrecorded, x_of_n
from engagement.summary.told import Told

_SENTENCES_OF_GAPS = 3
_NAMED, _FIRST = 6, 5
"""Up to how many networks a cell names, and of more how many."""


def findings(told: Told) -> Section:
    """The key findings in sentences: networks first, what adds them up second, then gaps, then what all rests on."""
    themes = (_in_networks(told), _in_all(told), _first_gaps(told), [wording.records(told.figures, told.language)])
    blocks = [block for theme in themes for block in _theme(each for each in theme if each)]
    return section("findings", told.language, (*blocks, Paragraph(text=told.say("absence"), role="note")))


def _theme(sentences: Iterable[str]) -> Iterator[Paragraph]:
    """The first sentence leads the others."""
    for place, sentence in enumerate(sentences):
        yield Paragraph(text=sentence, role="body" if place else "lead")


def _in_all(told: Told) -> list[str]:
    """What the scope says taken together."""
    figures, language = told.figures, told.language
    return [
        wording.coverage(figures, language),
        wording.not_recorded(figures, language, told.taxonomy),
        _marked(told),
        _all_closed(told),
        wording.women(told.people, language) if figures.records.activities_with_log else "",
    ]


def _in_networks(told: Told) -> list[str]:
    """For several networks: how many were told of, and the groups missing from half of them or more."""
    if not told.networks.is_several or not told.networks.with_log:
        return []
    missing = [each for each in told.networks.groups if 2 * len(each.recorded_in) <= len(told.networks.with_log)]
    missing.sort(key=lambda each: len(each.recorded_in))
    return [
        wording.every_network(told.networks, told.language),
        *in_networks(told, missing),
        wording.without_report(told.networks, told.language),
    ]


def in_networks(told: Told, ordered: Iterable[GroupInNetworks]) -> list[str]:
    """In how many networks groups are recorded; those that are, and may be, in as many, in one sentence."""
    alike: dict[tuple[int, int], list[GroupInNetworks]] = defaultdict(list)
    for each in ordered:
        alike[len(each.recorded_in), len(each.possible_in)].append(each)
    return [
        wording.in_networks(same[0], told.networks.unit, [told.group(each.category) for each in same], told.language)
        for same in alike.values()
    ]


def _marked(told: Told) -> str:
    """How many groups of the list are marked as not expected; the list stays as long as it is."""
    marked = {each.category for each in told.marks} & set(told.groups)
    return told.count("marked", len(marked), expected=len(told.groups)) if marked else ""


def _all_closed(told: Told) -> str:
    """That no activity was open to stakeholders, where that is so: then presence is counted over none."""
    record = told.figures.records
    is_all = 0 < record.activities_held == record.activities_closed
    return told.count("closed", record.activities_closed) if is_all else ""


def _first_gaps(told: Told) -> list[str]:
    confirmed = [each for each in told.gaps if each.status is GapStatus.CONFIRMED]
    if not told.figures.records.activities_with_log:
        return []
    if not confirmed:
        return [told.say("no-confirmed-gap")]
    first = (
        wording.gap(each, told.name(each.mechanism), told.language, told.taxonomy)
        for each in confirmed[:_SENTENCES_OF_GAPS]
    )
    return [told.count("confirmed-gaps", len(confirmed)), *first]


# ---- in k of n networks -------------------------------------------------------------------------------------------


def networks(told: Told) -> Section | None:
    """In how many of the networks with a log each group is recorded; None where there is only one network."""
    if not told.networks.is_several:
        return None
    language = told.language
    silent = told.say("silent", mechanisms=told.named(told.networks.no_report)) if told.networks.no_report else ""
    if not told.networks.with_log:
        return section("networks", language, [Paragraph(text=told.say("no-log")), Paragraph(text=silent)])
    table = Table(
        code="networks",
        caption=told.say(f"networks-caption-{told.networks.unit}"),
        columns=columns(("group", "networks", "networks_high", "missing_in"), language),
        row_codes=tuple(each.category for each in told.networks.groups),
        rows=tuple(_network_row(each, told) for each in told.networks.groups),
        note=told.say("networks-note"),
    )
    return section("networks", language, (table, Paragraph(text=silent)) if silent else (table,))


def _network_row(each: GroupInNetworks, told: Told) -> tuple[Entry, ...]:
    present = {*each.recorded_in, *each.not_expected_in}
    missing = tuple(code for code in told.networks.with_log if code not in present)
    marked = told.say("not-expected-in", mechanisms=told.named(each.not_expected_in)) if each.not_expected_in else ""
    words = _missing(missing, told) if missing else ""
    if words and marked:
        words = told.say("missing-and-marked", missing=words, marked=marked)
    return (
        said(told.group(each.category)),
        x_of_n(len(each.recorded_in), len(told.networks.with_log), told.language),
        counted(len(each.recorded_in) + len(each.possible_in), told.language),
        Entry(text=words or marked, value=";".join(missing)) if words or marked else nothing(told.language),
    )


def _missing(codes: tuple[str, ...], told: Told) -> str:
    """The first few by name and how many more; beyond a few, all of them are "all". The value holds every code."""
    if len(codes) <= _NAMED:
        return told.named(codes)
    if len(codes) == len(told.networks.with_log):
        return told.count("missing-in-all", len(codes))
    return told.count("missing-in-more", len(codes) - _FIRST, first=told.named(codes[:_FIRST]))


# ---- coverage -----------------------------------------------------------------------------------------------------


def coverage(told: Told) -> Section:
    """M2 to M4 of every group, all of the scope taken together. Without a record there is no table of noughts."""
    if not any(each.rows for each in told.figures.categories):
        return unrecorded("coverage", told.language, told.say("no-log"))
    shown = [
        each
        for each in told.figures.categories
        if each.kind is not CategoryKind.INSTITUTIONAL or each.organisation_events
    ]
    codes = ("group", "organisation_events", "organisations", "activities")
    table = Table(
        code="coverage",
        caption=told.say("coverage-caption"),
        columns=columns((*codes, "presence", "presence_high", "share", "share_bounds"), told.language),
        row_codes=tuple(each.category for each in shown),
        rows=tuple(_coverage_row(each, told) for each in shown),
        note=told.say("coverage-note", list=told.list_name),
    )
    return section("coverage", told.language, (table,))


def _coverage_row(each: CategoryFigures, told: Told) -> tuple[Entry, ...]:
    language = told.language
    is_shared = each.kind in (CategoryKind.NAMED, CategoryKind.OTHER) and told.figures.records.classified > 0
    return (
        said(told.group(each.category)),
        counted(each.organisation_events, language),
        counted(each.organisations, language),
        counted(each.activities, language),
        x_of_n(each.present, each.assessed, language),
        counted(each.present_high, language) if each.assessed else nothing(language),
        share(each.share, language) if is_shared else nothing(language),
        share_range(each.share_low, each.share_high, language),
    )


# ---- by network, by year ------------------------------------------------------------------------------------------


def matrix(told: Told) -> Section:
    """The mechanisms that reported, as a table; those that did not, by name."""
    shown, language = told.by_mechanism, told.language
    cells = {(cell.row, cell.column): cell for cell in shown.cells}
    reporting = [code for code in shown.columns if _has_report(shown, code)]
    silent = tuple(code for code in shown.columns if code not in reporting)
    first = Column(code="group", title=told.say("column-group"))
    table = Table(
        code="matrix",
        caption=told.say("matrix-caption"),
        columns=(first, *(Column(code=code, title=told.name(code)) for code in reporting)),
        row_codes=shown.rows,
        rows=tuple(
            (said(told.group(row)), *(_cell(cells[row, column], told) for column in reporting)) for row in shown.rows
        ),
        note=told.say("matrix-note"),
    )
    unheard = told.say("silent", mechanisms=told.named(silent)) if silent else ""
    nobody = "" if shown.columns else told.say("no-activities")
    said_instead = [each for each in (unheard, nobody) if each]
    if not reporting:
        return unrecorded("matrix", language, prose(said_instead, language))
    return section("matrix", language, (table, *(Paragraph(text=each) for each in said_instead)))


def _has_report(shown: Matrix, column: str) -> bool:
    return any(cell.column == column and cell.state is not CellState.NO_REPORT for cell in shown.cells)


def _cell(cell: Cell, told: Told) -> Entry:
    if cell.state in ENGAGED and cell.assessed:  # at a closed activity a group is recorded, and present at none of 0
        return x_of_n(cell.present, cell.assessed, told.language)
    return Entry(text=wording.state(cell.state, told.language), value=cell.state.value)


def trend(told: Told) -> Section:
    """How many groups were recorded in each year."""
    years = tallies.years(told.by_year, told.groups)
    table = Table(
        code="trend",
        caption=told.say("trend-caption"),
        columns=columns(("year", "recorded", "assessed"), told.language),
        row_codes=told.by_year.columns,
        rows=tuple(_year(each, told.language) for each in years),
        note=told.say("trend-note"),
    )
    if not years:
        return unrecorded("trend", told.language, told.say("no-activities"))
    return section("trend", told.language, (table, *comparing.like(told)))


def _year(year: tallies.Year, language: str) -> tuple[Entry, Entry, Entry]:
    if not year.has_report:
        return said(year.year), Entry(text=wording.state(CellState.NO_REPORT, language), value=None), nothing(language)
    return said(year.year), x_of_n(year.recorded, len(year.states), language), counted(year.activities, language)
