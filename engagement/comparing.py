"""What a later correction has changed: an edition beside another, or beside what the record says now."""

from collections.abc import Iterator
from typing import NamedTuple

from engagement import editions, indicators, replay, summary
from engagement.auditing import Recorded
from engagement.batches import batch_name
from engagement.document import Document, Entry
from engagement.freezing import Edition
from engagement.model import Value
from engagement.store import Store
from engagement.summary.tracing import written


class Changed(Value):
    """A figure that differs between two documents, as both word it; None where one of them has no such figure.

    `batches` are those whose rows are behind the one and not the other; of a figure that is not traced to rows, all
    that came or went between. There are none where verdicts on names, expectations or the like have changed it.
    """

    table: str
    row: str
    column: str
    caption: str
    row_title: str
    column_title: str
    was: str | None
    is_now: str | None
    batches: tuple[str, ...]


class Comparison(Value):
    """How a later edition (None: what the record says now) differs from an earlier one.

    `written` are the entries of the journal between the two, oldest first.
    """

    earlier: str
    later: str | None
    method: str
    method_later: str
    changed: tuple[Changed, ...]
    written: tuple[Recorded, ...]


def compare(store: Store, earlier: Edition, later: Edition | None, language: str) -> Comparison:
    """What a later edition says otherwise than an earlier one, or what the record says now of the same scope.

    The figures are worded in `language`. Raises JournalDamagedError.
    """
    last = store.refresh() if later is None else later.position
    with store.as_of(earlier.position) as then:
        before = written(then, earlier.selection, language, earlier.style)
    with store.as_of(last) as then:
        after = written(then, (later or earlier).selection, language, (later or earlier).style)
    between = _between(store, earlier.position, last)
    return Comparison(
        earlier=earlier.name,
        later=later.name if later else None,
        method=earlier.method,
        method_later=later.method if later else summary.METHOD,
        changed=tuple(_changes(before, after, _come_or_gone(between))),
        written=between,
    )


def _between(store: Store, first: int, last: int) -> tuple[Recorded, ...]:
    if last <= first:
        return ()
    return tuple(reversed(indicators.audit(store, skip=store.version - last, most=last - first).entries))


def _come_or_gone(written: tuple[Recorded, ...]) -> tuple[str, ...]:
    """The batches that were imported, replaced or undone."""
    came = {batch_name(each.entry) for each in written if each.kind in (replay.IMPORTED, replay.LISTED)}
    return tuple(sorted(came | {each.about["batch"] for each in written if each.kind == replay.UNDONE}))


# ---- figure by figure ---------------------------------------------------------------------------------------------

Place = tuple[str, str, str]
"""A figure of a document: table, row, column."""


class _Figure(NamedTuple):
    entry: Entry
    caption: str
    row_title: str
    column_title: str


def _figures(document: Document) -> dict[Place, _Figure]:
    return {
        (table.code, code, column.code): _Figure(entry, table.caption, row[0].text, column.title)
        for table in editions.tables(document)
        for code, row in zip(table.row_codes, table.rows, strict=True)
        for column, entry in zip(table.columns, row, strict=True)
        if editions.is_figure(table, column, entry)
    }


def _changes(before: Document, after: Document, between: tuple[str, ...]) -> Iterator[Changed]:
    was, is_now = _figures(before), _figures(after)
    files = _files(before), _files(after)
    for place, about in (was | is_now).items():
        one, other = was.get(place), is_now.get(place)
        if (one and _said(one)) != (other and _said(other)):
            yield _changed(place, about, one, other, _batches(one, other, files, between))


def _said(figure: _Figure) -> tuple[object, ...]:
    return figure.entry.value, figure.entry.of, figure.entry.text


Files = dict[str, frozenset[tuple[str, str]]]
"""The rows of each batch behind a trace, with those behind all that it is a part of."""


def _changed(
    place: Place, about: _Figure, one: _Figure | None, other: _Figure | None, batches: tuple[str, ...]
) -> Changed:
    table, row, column = place
    return Changed(
        table=table,
        row=row,
        column=column,
        caption=about.caption,
        row_title=about.row_title,
        column_title=about.column_title,
        was=one.entry.text if one else None,
        is_now=other.entry.text if other else None,
        batches=batches,
    )


def _batches(
    one: _Figure | None, other: _Figure | None, files: tuple[Files, Files], between: tuple[str, ...]
) -> tuple[str, ...]:
    """The batches whose rows are not the same behind both."""
    traces = [each.entry.trace if each else None for each in (one, other)]
    if not any(traces):
        return between
    behind = [found.get(trace or "", frozenset()) for trace, found in zip(traces, files, strict=True)]
    return tuple(sorted({batch for batch, _ in behind[0] ^ behind[1]}))


def _files(document: Document) -> Files:
    own = {each.code: frozenset((file.batch, file.rows) for file in each.files) for each in document.traces}
    return {each.code: own[each.code] | own.get(each.of or "", frozenset()) for each in document.traces}
