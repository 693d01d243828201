"""What the figures rest on: the record itself, the method, the files."""

from engagement.batches import Batch
from engagement.document import Entry, Paragraph, Section, Table
from engagement.model import LabelFigures
from engagement.summary.parts import columns, counted, on, said, section
from engagement.summary.told import Told

_LABEL_COUNTS = ("rows", "organisation_events", "organisations", "organisations_as_spelled")


def records(told: Told) -> Section:
    """M1: how complete the record is, and the category labels it was read from."""
    record = told.figures.records
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
    return section("records", told.language, (table, _labels(told)) if told.labels else (table,))


def _labels(told: Told) -> Table:
    return Table(
        code="labels",
        caption=told.say("labels-caption"),
        columns=columns(("label", "group", *_LABEL_COUNTS), told.language),
        row_codes=tuple(f"{each.category}:{each.label}" for each in told.labels),
        rows=tuple(_label_row(each, told) for each in told.labels),
    )


def _label_row(each: LabelFigures, told: Told) -> tuple[Entry, ...]:
    counts = (counted(getattr(each, name), told.language) for name in _LABEL_COUNTS)
    return said(each.label or told.say("blank")), said(told.group(each.category)), *counts


def method(told: Told) -> Section:
    """How the figures are made, in sentences."""
    listed = told.list_name
    steps = ("unit", "list", "bounds", "presence", "gaps", "silence")
    return section("method", told.language, (Paragraph(text=told.say(f"method-{step}", list=listed)) for step in steps))


def sources(told: Told) -> Section:
    """The files, with their hashes."""
    table = Table(
        code="sources",
        caption=told.say("sources-caption"),
        columns=columns(("batch", "file", "imported", "rows", "kind", "sha256"), told.language),
        row_codes=tuple(each.batch for each in told.batches),
        rows=tuple(_source_row(each, told) for each in told.batches),
    )
    return section("sources", told.language, (table,) if told.batches else (Paragraph(text=told.say("no-activities")),))


def _source_row(each: Batch, told: Told) -> tuple[Entry, ...]:
    return (
        said(each.batch),
        said(each.file if each.sheet is None else f"{each.file} · {each.sheet}"),
        on(each.imported_at.date(), told.language),
        counted(each.rows_accepted, told.language),
        said(told.say("source-illustrative" if each.is_illustrative else "source-log")),
        Entry(text=each.sha256[:12], value=each.sha256),
    )
