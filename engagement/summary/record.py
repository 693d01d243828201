"""What the figures rest on: the record itself, the method, the files."""

from collections.abc import Sequence

from engagement import locale, wording
from engagement.batches import Batch
from engagement.disclosure import LEAST_PEOPLE
from engagement.document import Entry, Paragraph, Section, Table
from engagement.expectations import ValueKind, rule
from engagement.folding import fold
from engagement.model import Expectation, LabelFigures
from engagement.summary.parts import Unrecorded, columns, counted, nothing, on, said, section, unrecorded
from engagement.summary.told import METHOD, Told

_LABEL_COUNTS = ("rows", "organisation_events", "organisations", "organisations_as_spelled")


def records(told: Told) -> Section:
    """M1: how complete the record is, and the category labels it was read from."""
    record = told.figures.records
    if not record.activities_held:
        return unrecorded("records", told.language, told.say("no-activities"))
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
        caption=told.say("records-caption"),
        columns=columns(("item", "count"), told.language),
        row_codes=tuple(counts),
        rows=tuple((said(told.say(f"record-{code}")), counted(count, told.language)) for code, count in counts.items()),
    )
    sentences = [Paragraph(text=each) for each in (wording.records(told.figures, told.language), _bounds(told)) if each]
    return section("records", told.language, (*sentences, table, *_labels(told)))


def _bounds(told: Told) -> str:
    """How far what is not classified leaves the coverage open; '' where nothing is."""
    cover = told.figures.coverage
    if not told.figures.records.unclassified:
        return ""
    return told.say("classified-bounds", **{name: getattr(cover, name) for name in ("recorded", "expected", "upper")})


def _labels(told: Told) -> tuple[Table, ...]:
    """The labels as files spell them, but for those that are the name of an organisation that may not be named."""
    shown = tuple(each for each in told.labels if fold(each.label) not in told.named_organisations.unnamed)
    unsaid = len(told.labels) - len(shown)
    if not told.labels:
        return ()
    table = Table(
        code="labels",
        caption=told.say("labels-caption"),
        columns=columns(("label", "group", *_LABEL_COUNTS), told.language),
        row_codes=tuple(f"{each.category}:{each.label}" for each in shown),
        rows=tuple(_label_row(each, told) for each in shown),
        note=told.count("labels-unnamed", unsaid) if unsaid else None,
    )
    return (table,)


def _label_row(each: LabelFigures, told: Told) -> tuple[Entry, ...]:
    counts = (counted(getattr(each, name), told.language) for name in _LABEL_COUNTS)
    return said(each.label or told.say("blank")), said(told.group(each.category)), *counts


def gathered(told: Told, found: Sequence[Unrecorded]) -> Section | None:
    """The parts of which the record holds nothing, each with its sentence; None where it holds something of all."""
    table = Table(
        code="unrecorded",
        caption=told.say("unrecorded-caption"),
        columns=columns(("part", "why"), told.language),
        row_codes=tuple(each.code for each in found),
        rows=tuple((said(each.heading), said(each.sentence)) for each in found),
    )
    return section("unrecorded", told.language, (table,)) if found else None


def method(told: Told) -> Section:
    """How the figures are made: what was used, the rules in sentences, what was expected of whom."""
    listed, selection = told.list_name, told.selection
    steps = ("unit", "list", "bounds", "presence", "gaps", "silence")
    used = {
        "method": METHOD,
        "scope": wording.scope(selection, told.mechanisms, told.language),
        "period": wording.period(selection, told.language),
        "unit": told.say("unit-is"),
    }
    declared = tuple(each for each in told.expectations if not each.is_tool_default)
    sentences = (
        told.say("method-used", **used),
        _narrowed(told),
        *(told.say(f"method-{step}", list=listed) for step in steps),
        told.say("method-people", most=told.people.k - 1, least=LEAST_PEOPLE),
        told.say("method-names"),
        told.count("method-expectations", len(declared)) if declared else told.say("all-default"),
    )
    blocks = [Paragraph(text=each) for each in sentences if each]
    return section("method", told.language, (*blocks, _expectations(declared, told)) if declared else blocks)


_NARROWED = {"modes": "mode", "stages": "stage", "roles": "role"}


def _narrowed(told: Told) -> str:
    """What the scope leaves out beside networks and period; '' where nothing."""
    selection, language = told.selection, told.language
    what = [
        *(
            locale.text(f"{term}.{each}", language)
            for part, term in _NARROWED.items()
            for each in getattr(selection, part)
        ),
        *selection.reviews,
        *(f"{each}" for each in selection.objectives),
        *selection.regions,
        *(locale.country_name(each, language) or each for each in selection.countries),
    ]
    return told.say("method-narrowed", what=locale.joined(what, language)) if what else ""


def _expectations(declared: tuple[Expectation, ...], told: Told) -> Table:
    return Table(
        code="expectations",
        caption=told.say("expectations-caption"),
        columns=columns(
            ("type", "mechanism", "group", "value", "author", "on", "ground", "holds_from", "holds_to"), told.language
        ),
        row_codes=tuple(str(place) for place in range(1, len(declared) + 1)),
        rows=tuple(_expectation(each, told) for each in declared),
    )


def _expectation(each: Expectation, told: Told) -> tuple[Entry, ...]:
    language, kind = told.language, rule(each.type).value
    value = (
        locale.percent(each.value, language, 1) if kind is ValueKind.RATE else locale.number(int(each.value), language)
    )
    dates = (each.date, each.valid_from, each.valid_to)
    declared_on, first, last = (on(day, language) if day else nothing(language) for day in dates)
    return (
        said(locale.text(f"gap-type.{each.type.value}", language)),
        said(told.name(each.mechanism) if each.mechanism else told.say("everywhere")),
        said(told.group(each.category) if each.category else told.say("all-groups")),
        Entry(text=value, value=float(each.value)),
        said(each.author),
        declared_on,
        said(each.basis),
        first,
        last,
    )


def sources(told: Told) -> Section:
    """The files, with their hashes."""
    table = Table(
        code="sources",
        caption=told.say("sources-caption"),
        columns=columns(("batch", "file", "imported", "rows", "kind", "sha256"), told.language),
        row_codes=tuple(each.batch for each in told.batches),
        rows=tuple(_source_row(each, told) for each in told.batches),
    )
    if not told.batches:
        return unrecorded("sources", told.language, told.say("no-sources"))
    return section("sources", told.language, (table,))


def _source_row(each: Batch, told: Told) -> tuple[Entry, ...]:
    return (
        said(each.batch),
        said(each.file if each.sheet is None else f"{each.file} · {each.sheet}"),
        on(each.imported_at.date(), told.language),
        counted(each.rows_accepted, told.language),
        said(told.say("source-illustrative" if each.is_illustrative else "source-log")),
        Entry(text=each.sha256[:12], value=each.sha256),
    )
