"""The annex of a document: what its figures were counted from, to be read."""

from collections.abc import Callable, Collection, Mapping

from engagement.document import Entry, Paragraph, Section, Table, Trace, TracedActivity, TracedEntry, TracedFile
from engagement.locale import day, plural, text
from engagement.provenance import ranges
from engagement.summary.parts import columns, counted, nothing, on, said
from engagement.summary.parts import section as headed

MOST_ENTRIES = 400
"""So many entries the annex of a document has. All of them stand among its traces."""

_ALL_NAMED, _MOST_ACTIVITIES = 150, 12
"""Up to so many activities the annex names each; of more, so many of each entry."""

_MOST_RANGES = 12


def section(
    traces: tuple[Trace, ...],
    activities: tuple[TracedActivity, ...],
    language: str,
    name: Callable[[str], str],
    sources: Collection[str],
) -> Section:
    """The annex of a document; `name` says what a network or working group is called, `sources` are the batches whose
    files the document names."""
    told, most = traces[:MOST_ENTRIES], len(activities) if len(activities) <= _ALL_NAMED else _MOST_ACTIVITIES
    mentioned = {activity for each in told for activity in each.activities[:most]}
    numbers = {each.activity: number for number, each in enumerate(activities, 1)}
    named = [each for each in activities if each.activity in mentioned]
    at = [_numbered(each, numbers, most, language) for each in told]
    files = [_files(each, language, sources) for each in told]
    entries = _entries(told, at, files, len(traces), language)
    lead = Paragraph(text=text("trace.lead", language))
    return headed("annex", language, (lead, entries, _named(named, numbers, language, name)))


def _entries(told: tuple[Trace, ...], at: list[Entry], files: list[Entry], of: int, language: str) -> Table:
    return Table(
        code="annex",
        caption=text("summary.annex-caption", language),
        columns=columns(("figure", "organisation_events", "activities", "numbers", "files"), language),
        row_codes=tuple(each.code for each in told),
        rows=tuple(
            (
                Entry(text=each.title, value=each.code, anchor=each.code),
                nothing(language) if each.organisation_events is None else counted(each.organisation_events, language),
                counted(len(each.activities), language) if each.activities else nothing(language),
                numbers,
                rows,
            )
            for each, numbers, rows in zip(told, at, files, strict=True)
        ),
        note=plural("trace.limit", len(told), language, total=of) if of > len(told) else None,
    )


def _numbered(trace: Trace, numbers: Mapping[str, int], most: int, language: str) -> Entry:
    """The activities by their numbers in the table below, the first of them where they are many."""
    further = len(trace.activities) - most
    shown = ranges(numbers[each] for each in trace.activities[:most])
    parts = (_dashed(shown), plural("trace.more-activities", further, language) if further > 0 else "")
    said_of_it = " ".join(part for part in parts if part)
    return Entry(text=said_of_it, value=shown) if said_of_it else nothing(language)


def _files(trace: Trace, language: str, sources: Collection[str]) -> Entry:
    lines = [
        *(_rows(each, language, sources) for each in trace.files),
        *(_declared(each, language) for each in trace.entries),
    ]
    return said("\n".join(lines)) if lines else nothing(language)


def _declared(each: TracedEntry, language: str) -> str:
    """The list of a batch, or an entry of the journal with its day."""
    if each.file is not None:
        return text("trace.list", language, batch=each.batch or "", file=each.file)
    return text("trace.entry", language, entry=str(each.entry), day=on(each.on, language).text)


def _rows(each: TracedFile, language: str, sources: Collection[str]) -> str:
    """A batch, with its file where the document does not name it elsewhere, and its rows, the first of their ranges."""
    runs = each.rows.split(", ")
    file = [] if each.batch in sources else [part for part in (each.file, each.sheet) if part is not None]
    source = " · ".join((each.batch, *file))
    code = "trace.rows" if len(runs) <= _MOST_RANGES else "trace.rows-more"
    shown = _dashed(", ".join(runs[:_MOST_RANGES]))
    return plural(code, each.n, language, source=source, rows=shown)


def _dashed(numbers: str) -> str:
    return numbers.replace("-", "–")


def _named(named: list[TracedActivity], numbers: Mapping[str, int], language: str, name: Callable[[str], str]) -> Table:
    return Table(
        code="annex-activities",
        caption=text("summary.annex-activities-caption", language),
        columns=columns(("number", "held_on", "activity", "mechanism"), language),
        row_codes=tuple(each.activity for each in named),
        rows=tuple(_activity(each, numbers[each.activity], language, name) for each in named),
    )


def _activity(each: TracedActivity, number: int, language: str, name: Callable[[str], str]) -> tuple[Entry, ...]:
    when = day(each.date_from, each.date_to, each.date_precision, language)
    return (
        counted(number, language),
        Entry(text=when, value=each.date_from.isoformat()),
        said(each.title),
        said(name(each.mechanism)),
    )
