"""The way back from a document's figures: what each was counted from, as data for programs and as an annex to read.

It is laid upon a document that is finished, so that nobody waits for it who only looks.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from engagement import indicators
from engagement.batches import batch_name
from engagement.document import Document, Entry, Paragraph, Section, Table, Trace, TracedActivity, TracedFile
from engagement.locale import day, plural, text
from engagement.model import GapType, Selection
from engagement.origins import Origin, Origins, ranges
from engagement.store import Store
from engagement.summary import inclusion_summary
from engagement.summary.parts import columns, counted, nothing, said, section
from engagement.summary.styles import NEUTRAL

MOST_ENTRIES = 400
"""So many entries the annex of a document has. All of them stand among its traces."""

_ALL_NAMED, _MOST_ACTIVITIES = 150, 12
"""Up to so many activities the annex names each; of more, so many of each entry."""

_MOST_RANGES = 12

_OF_GROUPS = {
    *("networks", "coverage", "depth", "voice", "leadership", "rating"),
    *("people-by-gender", "people-by-age"),
}
"""Tables with a row for each group, whose figures were counted from the same."""

_ONLY = {
    "gaps": {"recorded", "best_case"},
    "leadership": {"organisation_events", "led"},
    "rating": {"presence"},
}
"""Of these tables, the figures that were counted from logs; others were declared, or are of seats and of outreach."""

_OF_SEATS = {GapType.SEAT_FILLED, GapType.SEAT_ATTENDANCE, GapType.CONSECUTIVE_ABSENCES}
"""Gaps that are counted from rosters, too."""


class _Place(NamedTuple):
    """What a figure is of: a group (None: all) in a network or working group (None: all), its way there, or a year."""

    category: str | None
    mechanism: str | None = None
    is_reach: bool = False
    year: str = ""

    @property
    def code(self) -> str:
        """As the document names it: 'MIG', 'MIG@NET-AP', 'all@NET-AP', 'reach:MIG', 'year:2026'."""
        if self.year:
            return f"year:{self.year}"
        where = f"@{self.mechanism}" if self.mechanism else ""
        return f"{'reach:' if self.is_reach else ''}{self.category or 'all'}{where}"


def written(
    store: Store, selection: Selection, language: str, style: str = NEUTRAL, beside: str | None = None
) -> Document:
    """The summary of a selection as it goes into files: with what its figures were counted from.

    Raises as `inclusion_summary`.
    """
    return traced(inclusion_summary(store, selection, language, style, beside), store, selection)


def traced(document: Document, store: Store, selection: Selection) -> Document:
    """The document with what its figures were counted from, and an annex that tells it.

    Raises UnknownNameError or AmbiguousNameError for the names of the selection.
    """
    return _traced(document, store, indicators.origins(store, selection))


def _traced(document: Document, store: Store, found: Origins) -> Document:
    marking = _Marking(found)
    sections = tuple(marking.section(each) for each in document.sections)
    if not marking.asked:
        return document
    words = _Words(document.language, store)
    traces = tuple(_trace(place, found, words) for place in sorted(marking.asked, key=words.order))
    activities = _activities(found, traces)
    changes = {
        "sections": (*sections, _annex(traces, activities, words)),
        "traces": traces,
        "activities": activities,
        "beside": document.beside and _traced(document.beside, store, found),
    }
    return document.model_copy(update=changes)


# ---- which figure was counted from what ---------------------------------------------------------------------------


class _Marking:
    """Marks the figures of a document with the code of what they were counted from, and remembers what was asked."""

    def __init__(self, found: Origins) -> None:
        self._found = found
        self.asked: set[_Place] = set()

    def section(self, shown: Section) -> Section:
        """The section with its figures marked."""
        blocks = tuple(self._table(each) if isinstance(each, Table) else each for each in shown.blocks)
        return shown.model_copy(update={"blocks": blocks})

    def _table(self, table: Table) -> Table:
        rows = (
            (row[0], *(self._entry(table, code, position, entry) for position, entry in enumerate(row[1:], 1)))
            for code, row in zip(table.row_codes, table.rows, strict=True)
        )
        return table.model_copy(update={"rows": tuple(rows)})

    def _entry(self, table: Table, row: str, position: int, entry: Entry) -> Entry:
        column = table.columns[position]
        is_figure = column.is_number or table.code.startswith("matrix")
        place = self._place(table.code, row, column.code) if is_figure else None
        if place is None:
            return entry
        self.asked |= {place, _Place(None, place.mechanism)}
        return entry.model_copy(update={"trace": place.code})

    def _place(self, table: str, row: str, column: str) -> _Place | None:
        if column not in _ONLY.get(table, {column}):
            return None
        if table == "reach":
            return _Place(row, is_reach=True)
        return _Place(None, year=row) if table == "trend" else self._of_record(table, row, column)

    def _of_record(self, table: str, row: str, column: str) -> _Place | None:
        if table in _OF_GROUPS:
            return self._recorded(row, None)
        if table.startswith("matrix"):
            return self._recorded(row, column)
        if table == "records":
            return self._recorded(None, None)
        return self._gap(row) if table == "gaps" else None

    def _gap(self, row: str) -> _Place | None:
        kind, category, mechanism = row.split(":", 2)
        return None if kind in _OF_SEATS else self._recorded(None if category == "all" else category, mechanism)

    def _recorded(self, category: str | None, mechanism: str | None) -> _Place | None:
        """Of a group that is not recorded: all that was looked at."""
        if (category, mechanism) in self._found.behind:
            return _Place(category, mechanism)
        return _Place(None, mechanism) if mechanism in self._found.looked_at else None


# ---- the traces ---------------------------------------------------------------------------------------------------


class _Words:
    """The names and words of one language, and the order in which they are read."""

    def __init__(self, language: str, store: Store) -> None:
        self.language = language
        self._taxonomy = indicators.taxonomy(store)
        self._names = {each.code: each.name for each in indicators.all_mechanisms(store, language)}
        self._order = {code: place for place, code in enumerate(self._taxonomy.codes)}

    def order(self, place: _Place) -> tuple[bool, str, str, int, str]:
        """All together, then each network; all groups, then each of them; the way there, and the years, last."""
        category = -1 if place.category is None else self._order.get(place.category, len(self._order))
        return place.is_reach, place.year, place.mechanism or "", category, place.code

    def name(self, mechanism: str) -> str:
        """A network or working group by its name."""
        return self._names.get(mechanism, mechanism)

    def title(self, place: _Place) -> str:
        """What a figure is of."""
        group = (
            self._taxonomy.label(place.category, self.language) if place.category else text("trace.all", self.language)
        )
        if place.is_reach:
            return text("trace.reach", self.language, group=group)
        where = place.year or (place.mechanism and self.name(place.mechanism))
        return f"{group} · {where}" if where else group


def _trace(place: _Place, found: Origins, words: _Words) -> Trace:
    origin = _origin(place, found)
    is_whole = place.category is None
    return Trace(
        code=place.code,
        title=words.title(place),
        of=None if is_whole else _Place(None, place.mechanism).code,
        organisation_events=origin.organisation_events,
        activities=tuple(_id(found, number) for number in sorted(origin.activities)),
        files=tuple(_file(found, batch, rows) for batch, rows in origin.rows.items()),
    )


def _origin(place: _Place, found: Origins) -> Origin:
    """With a place that is of all groups go the activities with a log at which nobody was recorded."""
    if place.is_reach and place.category:
        return found.of_reach(place.category)
    if place.year:
        return found.of_year(int(place.year))
    origin = found.at(place.category, place.mechanism)
    if place.category is not None:
        return origin
    held = found.looked_at.get(place.mechanism, frozenset())
    return Origin(origin.organisation_events, origin.activities | held, origin.rows)


def _id(found: Origins, number: int) -> str:
    return f"{found.activities[number]['activity_id']:016x}"


def _file(found: Origins, batch: int, rows: list[int]) -> TracedFile:
    about = found.batches[batch]
    return TracedFile(
        batch=batch_name(batch),
        file=about["file_name"],
        sheet=about["sheet"],
        rows=ranges(rows),
        n=len(set(rows)),
    )


def _activities(found: Origins, places: Iterable[Trace]) -> tuple[TracedActivity, ...]:
    """Those that are named, in the order in which they ended."""
    named = {activity for each in places for activity in each.activities}
    said = ("title", "mechanism", "date_from", "date_to", "date_precision")
    return tuple(
        TracedActivity(activity=_id(found, number), **{name: row[name] for name in said})
        for number, row in sorted(found.activities.items())
        if _id(found, number) in named
    )


# ---- the annex ----------------------------------------------------------------------------------------------------


def _annex(traces: tuple[Trace, ...], activities: tuple[TracedActivity, ...], words: _Words) -> Section:
    told, most = traces[:MOST_ENTRIES], len(activities) if len(activities) <= _ALL_NAMED else _MOST_ACTIVITIES
    mentioned = {activity for each in told for activity in each.activities[:most]}
    numbers = {each.activity: number for number, each in enumerate(activities, 1)}
    named = [each for each in activities if each.activity in mentioned]
    entries = _entries(told, [_numbered(each, numbers, most, words) for each in told], len(traces), words)
    lead = Paragraph(text=text("trace.lead", words.language))
    return section("annex", words.language, (lead, entries, _named(named, numbers, words)))


def _entries(told: tuple[Trace, ...], at: list[Entry], of: int, words: _Words) -> Table:
    language = words.language
    return Table(
        code="annex",
        caption=text("summary.annex-caption", language),
        columns=columns(("figure", "organisation_events", "activities", "numbers", "files"), language),
        row_codes=tuple(each.code for each in told),
        rows=tuple(
            (
                Entry(text=each.title, value=each.code, anchor=each.code),
                counted(each.organisation_events, language),
                counted(len(each.activities), language),
                numbers,
                _files(each, language),
            )
            for each, numbers in zip(told, at, strict=True)
        ),
        note=plural("trace.limit", len(told), language, total=of) if of > len(told) else None,
    )


def _numbered(trace: Trace, numbers: Mapping[str, int], most: int, words: _Words) -> Entry:
    """The activities by their numbers in the table below, the first of them where they are many."""
    further = len(trace.activities) - most
    shown = ranges(numbers[each] for each in trace.activities[:most])
    parts = (_dashed(shown), plural("trace.more-activities", further, words.language) if further > 0 else "")
    said_of_it = " ".join(part for part in parts if part)
    return Entry(text=said_of_it, value=shown) if said_of_it else nothing(words.language)


def _files(trace: Trace, language: str) -> Entry:
    lines = "\n".join(_rows(each, language) for each in trace.files)
    return said(lines) if lines else nothing(language)


def _rows(each: TracedFile, language: str) -> str:
    """The file of a batch and its rows, the first of their ranges."""
    runs = each.rows.split(", ")
    file = each.file if each.sheet is None else f"{each.file} · {each.sheet}"
    code = "trace.rows" if len(runs) <= _MOST_RANGES else "trace.rows-more"
    shown = _dashed(", ".join(runs[:_MOST_RANGES]))
    return plural(code, each.n, language, batch=each.batch, file=file, rows=shown)


def _dashed(numbers: str) -> str:
    return numbers.replace("-", "–")


def _named(named: list[TracedActivity], numbers: Mapping[str, int], words: _Words) -> Table:
    return Table(
        code="annex-activities",
        caption=text("summary.annex-activities-caption", words.language),
        columns=columns(("number", "held_on", "activity", "mechanism"), words.language),
        row_codes=tuple(each.activity for each in named),
        rows=tuple(_activity(each, numbers[each.activity], words) for each in named),
    )


def _activity(each: TracedActivity, number: int, words: _Words) -> tuple[Entry, ...]:
    when = day(each.date_from, each.date_to, each.date_precision, words.language)
    return (
        counted(number, words.language),
        Entry(text=when, value=each.date_from.isoformat()),
        said(each.title),
        said(words.name(each.mechanism)),
    )
