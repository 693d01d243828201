"""An inclusion summary: the figures of a selection as a document of sentences and tables, in one language."""

from fractions import Fraction
from math import ceil

from engagement import indicators, tallies, taxonomy, wording
from engagement.batches import Batch
from engagement.document import Column, Document, Entry, Paragraph, Property, Section, Table
from engagement.locale import day, number, percent, plural, text
from engagement.model import (
    CategoryFigures,
    CategoryKind,
    Cell,
    CellState,
    DatePrecision,
    Gap,
    GapStatus,
    Indicators,
    Matrix,
    Mechanism,
    Selection,
)
from engagement.store import Store

METHOD = "1"
"""Version of the method; figures made by another version are not compared without saying so."""

_SENTENCES_OF_GAPS = 3


def inclusion_summary(store: Store, selection: Selection, language: str) -> Document:
    """The summary of a selection. Raises UnknownNameError or AmbiguousNameError for its names."""
    figures = indicators.indicators(store, selection)
    gaps = indicators.gaps(store, selection)
    mechanisms = indicators.all_mechanisms(store, language)
    batches = tuple(each for each in indicators.batches(store) if each.undone_at is None)
    by_mechanism = indicators.matrix(store, selection, "mechanism")
    by_year = indicators.matrix(store, selection, "year")
    names = {each.code: each.name for each in mechanisms}
    return Document(
        language=language,
        title=text("summary.title", language),
        subtitle=f"{wording.scope(selection, mechanisms, language)} · {wording.period(selection, language)}",
        notice=text("summary.illustrative", language) if figures.is_illustrative else None,
        properties=_properties(figures, mechanisms, language),
        sections=(
            _findings(figures, gaps, by_mechanism, names, language),
            _coverage(figures, language),
            _matrix(by_mechanism, names, language),
            _gaps(gaps, names, language),
            _trend(by_year, taxonomy.expected(selection.list), language),
            _records(figures, language),
            _method(figures, language),
            _sources(batches, language),
        ),
    )


def _properties(figures: Indicators, mechanisms: tuple[Mechanism, ...], language: str) -> tuple[Property, ...]:
    selection, record = figures.selection, figures.records
    as_of = figures.data_as_of
    written = {
        "scope": wording.scope(selection, mechanisms, language),
        "period": wording.period(selection, language),
        "list": text(f"list.{selection.list.value}", language),
        "unit": text("summary.unit-is", language),
        "unclassified": text(
            "summary.unclassified-of", language, n=record.unclassified, total=record.classified + record.unclassified
        ),
        "data_as_of": day(as_of.date(), as_of.date(), DatePrecision.DAY, language)
        if as_of
        else text("summary.none", language),
        "last_batch": figures.last_batch or text("summary.none", language),
        "method": METHOD,
    }
    return tuple(
        Property(code=code, label=text(f"summary.{code}", language), text=said) for code, said in written.items()
    )


# ---- sections -----------------------------------------------------------------------------------------------------


def _findings(
    figures: Indicators, gaps: tuple[Gap, ...], matrix: Matrix, names: dict[str, str], language: str
) -> Section:
    sentences = [
        wording.coverage(figures, language),
        wording.not_recorded(figures, language),
        *_in_networks(matrix, taxonomy.expected(figures.selection.list), language),
        wording.records(figures, language),
        wording.women(figures, language),
        *_first_gaps(gaps, names, language),
    ]
    lead, *body = [each for each in sentences if each]
    blocks = (Paragraph(text=lead, role="lead"), *(Paragraph(text=each) for each in body))
    caveat = Paragraph(text=text("summary.absence", language), role="note")
    return _section("findings", language, (*blocks, caveat))


def _in_networks(matrix: Matrix, groups: tuple[str, ...], language: str) -> list[str]:
    """For several networks and working groups: in how many of them the groups most often missing are not recorded."""
    silent = sum(1 for code in matrix.columns if not _has_report(matrix, code))
    said = [plural("summary.no-report", silent, language, total=len(matrix.columns))] if silent else []
    return said + [
        text(
            "summary.in-networks",
            language,
            group=taxonomy.label(each.category, language),
            absent=each.missing,
            total=each.reporting,
        )
        for each in tallies.spreads(matrix, groups)
        if each.reporting > 1 and 2 * each.missing >= each.reporting
    ]


def _first_gaps(gaps: tuple[Gap, ...], names: dict[str, str], language: str) -> list[str]:
    confirmed = [each for each in gaps if each.status is GapStatus.CONFIRMED]
    if not confirmed:
        return [text("summary.no-confirmed-gap", language)]
    counted = plural("summary.confirmed-gaps", len(confirmed), language)
    return [counted, *(wording.gap(each, names[each.mechanism], language) for each in confirmed[:_SENTENCES_OF_GAPS])]


def _coverage(figures: Indicators, language: str) -> Section:
    shown = [
        each for each in figures.categories if each.kind is not CategoryKind.INSTITUTIONAL or each.organisation_events
    ]
    columns = _columns(
        (
            "group",
            "organisation_events",
            "organisations",
            "activities",
            "presence",
            "presence_high",
            "share",
            "share_bounds",
        ),
        language,
    )
    table = Table(
        code="coverage",
        caption=text("summary.coverage-caption", language),
        columns=columns,
        row_codes=tuple(each.category for each in shown),
        rows=tuple(_coverage_row(each, figures, language) for each in shown),
        note=text("summary.coverage-note", language, list=text(f"list.{figures.selection.list.value}", language)),
    )
    return _section("coverage", language, (table,))


def _coverage_row(each: CategoryFigures, figures: Indicators, language: str) -> tuple[Entry, ...]:
    is_shared = each.kind in (CategoryKind.NAMED, CategoryKind.OTHER) and figures.records.classified > 0
    bounds = each.share_low is not None and each.share_high is not None
    return (
        _text(taxonomy.label(each.category, language)),
        _number(each.organisation_events, language),
        _number(each.organisations, language),
        _number(each.activities, language),
        _of(each.present, each.assessed, language),
        _number(each.present_high, language) if each.assessed else _none(language),
        _share(each.share, language) if is_shared else _none(language),
        Entry(
            text=f"{percent(each.share_low, language, 1)}–{percent(each.share_high, language, 1)}",
            value=f"{float(each.share_low):.6f}–{float(each.share_high):.6f}",
        )
        if bounds and each.share_low is not None and each.share_high is not None
        else _none(language),
    )


def _matrix(matrix: Matrix, names: dict[str, str], language: str) -> Section:
    """The mechanisms that reported, as a table; those that did not, by name."""
    cells = {(cell.row, cell.column): cell for cell in matrix.cells}
    reporting = [code for code in matrix.columns if _has_report(matrix, code)]
    silent = [names[code] for code in matrix.columns if code not in reporting]
    first = Column(code="group", title=text("summary.column-group", language))
    table = Table(
        code="matrix",
        caption=text("summary.matrix-caption", language),
        columns=(first, *(Column(code=code, title=names[code]) for code in reporting)),
        row_codes=matrix.rows,
        rows=tuple(
            (_text(taxonomy.label(row, language)), *(_cell(cells[row, column], language) for column in reporting))
            for row in matrix.rows
        ),
        note=text("summary.matrix-note", language),
    )
    said = text("summary.silent", language, mechanisms=silent) if silent else ""
    nothing = "" if matrix.columns else text("summary.no-activities", language)
    paragraphs = [Paragraph(text=each) for each in (said, nothing) if each]
    return _section("matrix", language, (table, *paragraphs) if reporting else tuple(paragraphs))


def _has_report(matrix: Matrix, column: str) -> bool:
    return any(cell.column == column and cell.state is not CellState.NO_REPORT for cell in matrix.cells)


def _cell(cell: Cell, language: str) -> Entry:
    if cell.state is CellState.RECORDED:
        return Entry(
            text=text("summary.x-of-n", language, x=cell.present, n=cell.assessed),
            value=f"{cell.present}/{cell.assessed}",
        )
    return Entry(text=text(f"cell.{cell.state.value}", language), value=cell.state.value)


def _gaps(gaps: tuple[Gap, ...], names: dict[str, str], language: str) -> Section:
    assessed = [each for each in gaps if each.status is not GapStatus.NOT_ASSESSABLE]
    codes = ("rank", "group", "mechanism", "type", "recorded", "best_case", "expected", "status", "needed", "basis")
    is_default = all(each.expectation.is_tool_default for each in assessed)
    shown = codes[:-1] if is_default else codes
    table = Table(
        code="gaps",
        caption=text("summary.gaps-caption", language),
        columns=_columns(shown, language),
        row_codes=tuple(f"{each.type.value}:{each.category or 'all'}:{each.mechanism}" for each in assessed),
        rows=tuple(_gap_row(each, assessed, names, language)[: len(shown)] for each in assessed),
        note=text("summary.all-default", language) if is_default else None,
    )
    rest = wording.not_assessable(gaps, language)
    notes = [Paragraph(text=each, role="note") for each in (rest, text("summary.absence", language)) if each]
    first = table if assessed else Paragraph(text=text("summary.no-gap", language))
    return _section("gaps", language, (Paragraph(text=text("summary.gap-definition", language)), first, *notes))


def _gap_row(each: Gap, gaps: list[Gap], names: dict[str, str], language: str) -> tuple[Entry, ...]:
    whole = text("summary.all-groups", language)
    return (
        Entry(text=wording.rank(each, gaps), value=each.rank),
        _text(taxonomy.label(each.category, language) if each.category else whole),
        _text(names[each.mechanism]),
        _text(text(f"gap-type.{each.type.value}", language)),
        _of(each.recorded, each.denominator, language),
        _number(each.best_case, language),
        _number(ceil(each.expected), language),
        _text(wording.standing(each, language)),
        _text(wording.needed(each, language)),
        _text(wording.basis(each.expectation, language)),
    )


def _trend(matrix: Matrix, groups: tuple[str, ...], language: str) -> Section:
    years = tallies.years(matrix, groups)
    table = Table(
        code="trend",
        caption=text("summary.trend-caption", language),
        columns=_columns(("year", "recorded", "assessed"), language),
        row_codes=matrix.columns,
        rows=tuple(_year(each, language) for each in years),
        note=text("summary.trend-note", language),
    )
    blocks = (table,) if years else (Paragraph(text=text("summary.no-activities", language)),)
    return _section("trend", language, blocks)


def _year(year: tallies.Year, language: str) -> tuple[Entry, Entry, Entry]:
    if not year.has_report:
        return _text(year.year), Entry(text=text("cell.no_report", language), value=None), _none(language)
    return _text(year.year), _of(year.recorded, len(year.states), language), _number(year.activities, language)


def _records(figures: Indicators, language: str) -> Section:
    record = figures.records
    counts = {
        "held": record.activities_held,
        "with_log": record.activities_with_log,
        "open": record.activities_open - record.openness_not_recorded,
        "closed": record.activities_closed,
        "openness_not_recorded": record.openness_not_recorded,
        "in_doubt": record.activities_in_doubt,
        "classified": record.classified,
        "unclassified": record.unclassified,
        "institutional": record.institutional,
        "level_known": record.level_known,
    }
    table = Table(
        code="records",
        caption=text("summary.records-caption", language),
        columns=_columns(("item", "count"), language),
        row_codes=tuple(counts),
        rows=tuple(
            (_text(text(f"summary.record-{code}", language)), _number(count, language))
            for code, count in counts.items()
        ),
    )
    labels = Table(
        code="labels",
        caption=text("summary.labels-caption", language),
        columns=_columns(
            ("label", "group", "rows", "organisation_events", "organisations", "organisations_as_spelled"),
            language,
        ),
        row_codes=tuple(f"{each.category}:{each.label}" for each in figures.labels),
        rows=tuple(
            (
                _text(each.label or text("summary.blank", language)),
                _text(taxonomy.label(each.category, language)),
                _number(each.rows, language),
                _number(each.organisation_events, language),
                _number(each.organisations, language),
                _number(each.organisations_as_spelled, language),
            )
            for each in figures.labels
        ),
    )
    return _section("records", language, (table, labels) if figures.labels else (table,))


def _method(figures: Indicators, language: str) -> Section:
    listed = text(f"list.{figures.selection.list.value}", language)
    sentences = [
        text(f"summary.method-{step}", language, list=listed)
        for step in ("unit", "list", "bounds", "presence", "gaps", "silence")
    ]
    return _section("method", language, tuple(Paragraph(text=each) for each in sentences))


def _sources(batches: tuple[Batch, ...], language: str) -> Section:
    table = Table(
        code="sources",
        caption=text("summary.sources-caption", language),
        columns=_columns(("batch", "file", "imported", "rows", "kind", "sha256"), language),
        row_codes=tuple(each.batch for each in batches),
        rows=tuple(
            (
                _text(each.batch),
                _text(each.file if each.sheet is None else f"{each.file} · {each.sheet}"),
                Entry(
                    text=day(each.imported_at.date(), each.imported_at.date(), DatePrecision.DAY, language),
                    value=each.imported_at.date().isoformat(),
                ),
                _number(each.rows_accepted, language),
                _text(text("summary.source-illustrative" if each.is_illustrative else "summary.source-log", language)),
                Entry(text=each.sha256[:12], value=each.sha256),
            )
            for each in batches
        ),
    )
    return _section(
        "sources", language, (table,) if batches else (Paragraph(text=text("summary.no-activities", language)),)
    )


# ---- parts --------------------------------------------------------------------------------------------------------


def _section(code: str, language: str, blocks: tuple[Paragraph | Table, ...]) -> Section:
    return Section(code=code, heading=text(f"summary.heading-{code}", language), blocks=blocks)


_NUMBERS = frozenset(
    {
        "organisation_events",
        "organisations",
        "organisations_as_spelled",
        "activities",
        "presence",
        "presence_high",
        "share",
        "share_bounds",
        "rows",
        "count",
        "recorded",
        "best_case",
        "expected",
        "assessed",
    }
)


def _columns(codes: tuple[str, ...], language: str) -> tuple[Column, ...]:
    return tuple(
        Column(code=code, title=text(f"summary.column-{code}", language), is_number=code in _NUMBERS) for code in codes
    )


def _text(said: str) -> Entry:
    return Entry(text=said, value=said)


def _number(count: int, language: str) -> Entry:
    return Entry(text=number(count, language), value=count)


def _none(language: str) -> Entry:
    return Entry(text=text("summary.none", language), value=None)


def _of(numerator: int, denominator: int, language: str) -> Entry:
    if not denominator:
        return _none(language)
    return Entry(text=text("summary.x-of-n", language, x=numerator, n=denominator), value=numerator)


def _share(share: Fraction | None, language: str) -> Entry:
    return (
        Entry(text=percent(share, language, 1), value=float(share))
        if share is not None
        else Entry(text=text("summary.too-few", language), value=None)
    )
