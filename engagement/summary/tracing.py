"""The way back from a document's figures: what each was counted from, as data for programs and as an annex to read.

It is laid upon a document that is finished, so that nobody waits for it who only looks.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from engagement import indicators, wording
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.document import Document, Entry, Section, Table, Trace, TracedActivity, TracedEntry, TracedFile
from engagement.locale import text
from engagement.model import Selection
from engagement.provenance import Origin
from engagement.store import Store
from engagement.summary import annex, inclusion_summary
from engagement.summary.places import Place, Places, in_order
from engagement.summary.styles import NEUTRAL


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
    return _traced(document, store, Places(store, selection))


def _traced(document: Document, store: Store, places: Places) -> Document:
    marking = _Marking(places)
    sections = tuple(marking.section(each) for each in document.sections)
    if not marking.asked:
        return document
    words = _Words(document.language, store, places, marking.asked)
    asked = in_order(marking.asked, words.groups)
    ids = {number: f"{row['activity_id']:016x}" for number, row in places.counted.activities.items()}
    said_in = _Entries(places, asked)
    traces = tuple(_trace(place, places, words, ids, said_in) for place in asked)
    activities = _activities(places, traces, ids)
    changes = {
        "sections": (*sections, annex.section(traces, activities, words.language, words.name, _sources(document))),
        "traces": traces,
        "activities": activities,
        "beside": document.beside and _traced(document.beside, store, places),
    }
    return document.model_copy(update=changes)


def _sources(document: Document) -> frozenset[str]:
    """The batches whose files the document names."""
    blocks = (block for section in document.sections for block in section.blocks if isinstance(block, Table))
    return frozenset(code for table in blocks if table.code == "sources" for code in table.row_codes)


# ---- which figure was counted from what ---------------------------------------------------------------------------


class _Marking:
    """Marks the figures of a document with the code of what they were counted from. `asked` are these, each with the
    words that the row of the first figure begins with."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.asked: dict[Place, str] = {}

    def section(self, shown: Section) -> Section:
        """The section with its figures marked."""
        blocks = tuple(self._table(each) if isinstance(each, Table) else each for each in shown.blocks)
        return shown.model_copy(update={"blocks": blocks})

    def _table(self, table: Table) -> Table:
        rows = (
            tuple(self._entry(table, code, place, row) for place in range(len(row)))
            for code, row in zip(table.row_codes, table.rows, strict=True)
        )
        return table.model_copy(update={"rows": tuple(rows)})

    def _entry(self, table: Table, code: str, position: int, row: tuple[Entry, ...]) -> Entry:
        column, entry = table.columns[position], row[position]
        is_figure = column.is_number or (table.code.startswith("matrix") and position > 0)
        place = self._places.of_figure(table.code, code, column.code) if is_figure else None
        if place is None:
            return entry
        self._ask(place, row[0].text)
        return Entry(text=entry.text, value=entry.value, of=entry.of, trace=place.code, anchor=entry.anchor)

    def _ask(self, place: Place, row_title: str) -> None:
        if place in self.asked:
            return
        self.asked[place] = row_title
        wider = self._places.whole(place)
        while wider is not None:
            self.asked.setdefault(wider, row_title)
            wider = self._places.whole(wider)


# ---- the traces ---------------------------------------------------------------------------------------------------


class _Words:
    """The names and words of one language, and the order in which groups are read."""

    def __init__(self, language: str, store: Store, places: Places, asked: Mapping[Place, str]) -> None:
        self.language = language
        self._places, self._asked = places, asked
        self._taxonomy = indicators.taxonomy(store)
        self._names = {each.code: each.name for each in indicators.all_mechanisms(store, language)}
        self.groups = {code: place for place, code in enumerate(self._taxonomy.codes)}

    def name(self, mechanism: str) -> str:
        """A network or working group by its name."""
        return self._names.get(mechanism, mechanism)

    def title(self, place: Place) -> str:
        """What a figure is of."""
        if place.kind == "group" and place.name.startswith("year:"):
            return f"{self._say('trace.all')} · {place.name.removeprefix('year:')}"
        if place.kind in ("group", "led", "reach", "like"):
            return self._of_group(place)
        return " · ".join(self._parts(place))

    def _of_group(self, place: Place) -> str:
        code, _, mechanism = place.name.partition("@")
        group = self._say("trace.all") if code == "all" else self._taxonomy.label(code, self.language)
        if place.kind in ("reach", "like"):
            return self._say(f"trace.{place.kind}", group=group)
        further = self._say("summary.column-led") if place.kind == "led" else mechanism and self.name(mechanism)
        return f"{group} · {further}" if further else group

    def _parts(self, place: Place) -> tuple[str, ...]:
        """The words of figures that are of no group."""
        kind, name = place
        if kind == "expected":
            expectation = self._places.declared.expectations[place]
            return self._say(f"gap-type.{expectation.type.value}"), wording.basis(expectation, self.language)
        if kind in ("silent", "held"):
            return self.name(name), self._say(
                "summary.column-without_log" if kind == "silent" else "summary.record-held"
            )
        if kind == "record":
            return self._say("summary.heading-records"), self._say(f"summary.record-{name}")
        if kind == "label":
            group, _, label = name.partition(":")
            return self._say("summary.column-label"), label or self._say("summary.blank"), self._group(group)
        if kind in ("seats", "outreach"):
            group, _, mechanism = name.partition("@" if kind == "seats" else ":")
            where = (self.name(mechanism),) if mechanism else ()
            return self._say(f"summary.heading-{kind}"), self._group(group), *where
        return self._say(f"summary.column-{kind}"), self._asked[place]

    def _group(self, code: str) -> str:
        return self._say("trace.all") if code == "all" else self._taxonomy.label(code, self.language)

    def _say(self, code: str, **values: str) -> str:
        return text(code, self.language, **values)


class _Entries:
    """What the journal says of the entries that traces name."""

    def __init__(self, places: Places, asked: Iterable[Place]) -> None:
        self._places, self._asked = places, asked

    @cached_property
    def _known(self) -> Mapping[int, Row]:
        origins = (self._places.origin(place) for place in self._asked)
        return self._places.counted.entries(entry for origin in origins if origin for entry in origin.entries)

    def of(self, origin: Origin) -> tuple[TracedEntry, ...]:
        """The entries that an origin rests on."""
        return tuple(_entry(self._known[each]) for each in origin.entries)


def _entry(row: Row) -> TracedEntry:
    is_list = row["file_name"] is not None
    return TracedEntry(
        entry=row["sequence"],
        kind=row["kind"],
        on=row["written_at"].date(),
        batch=batch_name(row["sequence"]) if is_list else None,
        file=row["file_name"],
    )


def _trace(place: Place, places: Places, words: _Words, ids: Mapping[int, str], said_in: _Entries) -> Trace:
    origin, whole = places.origin(place) or Origin(), places.whole(place)
    return Trace(
        code=place.code,
        title=words.title(place),
        of=whole.code if whole else None,
        organisation_events=origin.organisation_events,
        activities=tuple(map(ids.__getitem__, origin.activities)),
        files=tuple(_file(places.counted.batches[batch], rows.said, rows.n) for batch, rows in origin.rows.items()),
        entries=said_in.of(origin),
    )


def _file(about: Row, rows: str, n: int) -> TracedFile:
    return TracedFile(batch=batch_name(about["batch"]), file=about["file_name"], sheet=about["sheet"], rows=rows, n=n)


def _activities(places: Places, traces: Iterable[Trace], ids: Mapping[int, str]) -> tuple[TracedActivity, ...]:
    """Those that are named, in the order in which they ended."""
    named: set[str] = set()
    for each in traces:
        named.update(each.activities)
    known = sorted(places.counted.activities.items())
    return tuple(TracedActivity.of(row) for number, row in known if ids[number] in named)
