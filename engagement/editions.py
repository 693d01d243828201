"""Editions of the inclusion summary: frozen with what they rest on, made again from the journal as it was then, checked
number by number. `comparing` sets two beside each other."""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from engagement import about, actions, exports, freezing, indicators, summary
from engagement.document import Column, Document, Entry, Table
from engagement.errors import InputError
from engagement.freezing import Contents, Edition, Numbers, digest
from engagement.model import Selection, Value, as_json
from engagement.store import Store
from engagement.summary.styles import NEUTRAL
from engagement.summary.tracing import written

editions = freezing.editions
edition = freezing.edition

_NO_FIGURES = ("annex", "annex-activities", "unrecorded")


class Difference(Value):
    """A number of an edition that comes out differently now: by table, row and column, in codes."""

    table: str
    row: str
    column: str
    was: Any
    is_now: Any


class Verified(Value):
    """What agrees with what an edition has kept, when it is made again from the journal as it was.

    `is_journal`: the entries it rests on are those of then. `files`: whether each is the same byte for byte. Where the
    method or the software is another now, that may be why.
    """

    edition: str
    is_journal: bool
    numbers: int
    differing: tuple[Difference, ...]
    files: dict[str, bool]
    is_list: bool
    is_expectations: bool
    method: str
    method_now: str
    software: str | None
    software_now: str | None

    @property
    def holds(self) -> bool:
        """Whether every number is what it was, and so is what it rests on."""
        return self.is_journal and not self.differing and self.is_list and self.is_expectations


# ---- freezing -----------------------------------------------------------------------------------------------------


def freeze(
    store: Store,
    name: str,
    selection: Selection,
    language: str,
    *,
    by: str,
    style: str = NEUTRAL,
    beside: str | None = None,
    formats: Sequence[str] = tuple(exports.FORMATS),
) -> Edition:
    """Keep the summary of a selection as an edition: its numbers, what they rest on, the SHA-256 of each file.

    A format that cannot hold the document (two languages, letters without a font) is left out. Raises UnknownNameError
    or AmbiguousNameError for the selection, InputError for a name that cannot be kept and as `inclusion_summary`.
    """
    made = _contents(store, selection, language, style, beside, formats)
    while store.refresh() != made.position:  # somebody has written meanwhile
        made = _contents(store, selection, language, style, beside, formats)
    return actions.freeze_edition(store, name, made, by=by)


def _contents(
    store: Store, selection: Selection, language: str, style: str, beside: str | None, formats: Sequence[str]
) -> Contents:
    position = store.refresh()
    made = written(store, selection, language, style, beside)
    numbers = numbers_of(made)
    return Contents(
        selection=selection,
        language=language,
        beside=beside,
        style=style,
        cut_off=selection.last_day or _last_day(store, selection),
        data_as_of=indicators.indicators(store, selection).data_as_of,
        method=summary.METHOD,
        list_sha256=_list_digest(store, selection),
        expectations_sha256=_expectations_digest(store, selection),
        software=about.version(),
        position=position,
        seal=_seal(store, position),
        numbers=numbers,
        numbers_sha256=digest(numbers),
        files={each: seal for each in formats if (seal := _file_seal(made, each))},
    )


def numbers_of(document: Document) -> Numbers:
    """The numbers of a document, the same in every language."""
    found: Numbers = {}
    for table in tables(document):
        rows = found.setdefault(table.code, {})
        for code, row in zip(table.row_codes, table.rows, strict=True):
            figures = zip(table.columns, row, strict=True)
            found_here = {column.code: _value(cell) for column, cell in figures if is_figure(table, column, cell)}
            rows.setdefault(code, {}).update(found_here)
    return found


def tables(document: Document) -> Iterator[Table]:
    """The tables of a document that hold its figures."""
    for section in document.sections:
        yield from (each for each in section.blocks if isinstance(each, Table) and each.code not in _NO_FIGURES)


def is_figure(table: Table, column: Column, cell: Entry) -> bool:
    """Whether a cell is a number or a state, or says that none is known; words are neither."""
    if isinstance(cell.value, str):
        return (column.is_number or table.code == "matrix") and cell.value != cell.text
    return column.is_number or cell.value is not None


def _value(cell: Entry) -> Any:
    return cell.value if cell.of is None else [cell.value, cell.of]


def _last_day(store: Store, selection: Selection) -> date | None:
    held = indicators.activities(store, selection)
    return max((each.date_to for each in held), default=None)


def _list_digest(store: Store, selection: Selection) -> str:
    """Of the groups that the list names, and of what each other category is to it."""
    rows = indicators.taxonomy(store).rows(selection.list)
    return digest([[code, kind.value] for code, kind, _ in rows])


def _expectations_digest(store: Store, selection: Selection) -> str:
    return digest([as_json(each) for each in indicators.expectations(store, selection)])


def _seal(store: Store, position: int) -> str:
    """The hash of an entry; it covers every entry before it."""
    rows = store.rows("select hash from engagement.entry where sequence = $1", [position])
    return str(rows[0]["hash"]) if rows else ""


# ---- made again ---------------------------------------------------------------------------------------------------


def document(store: Store, kept: Edition) -> Document:
    """The document of an edition, made again from the journal as it was."""
    with store.as_of(kept.position) as then:
        return written(then, kept.selection, kept.language, kept.style, kept.beside)


def verify(store: Store, kept: Edition) -> Verified:
    """Make an edition again from the journal as it was, and say what of it comes out as it did."""
    with store.as_of(kept.position) as then:
        again = written(then, kept.selection, kept.language, kept.style, kept.beside)
        return Verified(
            edition=kept.name,
            is_journal=_seal(then, kept.position) == kept.seal and digest(kept.numbers) == kept.numbers_sha256,
            numbers=sum(1 for _ in _places(kept.numbers)),
            differing=tuple(_differing(kept.numbers, numbers_of(again))),
            files={each: _file_seal(again, each) == seal for each, seal in kept.files.items()},
            is_list=_list_digest(then, kept.selection) == kept.list_sha256,
            is_expectations=_expectations_digest(then, kept.selection) == kept.expectations_sha256,
            method=kept.method,
            method_now=summary.METHOD,
            software=kept.software,
            software_now=about.version(),
        )


def _file_seal(made: Document, name: str) -> str | None:
    """The SHA-256 of a document's file; None where the format is gone or cannot hold it."""
    try:
        return sha256(exports.FORMATS[name].write(made)).hexdigest() if name in exports.FORMATS else None
    except InputError:
        return None


Place = tuple[str, str, str]


def _places(numbers: Numbers) -> Iterator[tuple[Place, Any]]:
    for table, rows in numbers.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                yield (table, row, column), value


def _differing(was: Numbers, now: Numbers) -> Iterator[Difference]:
    before, after = dict(_places(was)), dict(_places(now))
    for place in dict.fromkeys((*before, *after)):
        if (place in before, before.get(place)) != (place in after, after.get(place)):
            table, row, column = place
            yield Difference(table=table, row=row, column=column, was=before.get(place), is_now=after.get(place))
