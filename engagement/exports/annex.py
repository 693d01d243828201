"""The whole annex of a selection as a table: one line for each organisation-event, with the rows it was read from.

Written activity by activity, so that its length costs time and no memory.
"""

import codecs
import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import IO, Any

from engagement import indicators
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.figures import TAG
from engagement.model import Selection
from engagement.provenance import ranges
from engagement.safe_text import neutralised
from engagement.store import Store

COLUMNS = (
    *("figures", "activity", "title", "date_from", "date_to", "date_precision", "mechanism"),
    *("organisation", "category", "batch", "file", "sheet", "rows"),
)
"""`figures` are the codes of the traces of a document that count the line; `organisation` is blank where none is named
or it may not be; several batches, files, sheets and rows are parted by '; ', in the same order."""


def write(store: Store, selection: Selection, file: IO[bytes]) -> int:
    """Write the annex as CSV, UTF-8 with a byte-order mark and CRLF, and return how many lines it has.

    Raises UnknownNameError or AmbiguousNameError for the names of the selection, OSError.
    """
    file.write(codecs.BOM_UTF8)
    lines = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    written = 0
    for line in _lines(store, selection):
        writer.writerow([neutralised(each) if isinstance(each, str) else each for each in line])
        written += 1
    lines.flush()
    lines.detach()
    return written


def _lines(store: Store, selection: Selection) -> Iterator[tuple[Any, ...]]:
    return map(_line, indicators.counted_events(store, selection))


def _line(event: Row) -> tuple[Any, ...]:
    files = _files(event["sources"])
    return (
        "; ".join([*_figures(event["category"], event["mechanism"], event["is_tagged"]), _year(event)]),
        f"{event['activity_id']:016x}",
        *(event[name] for name in _AS_RECORDED),
        *("; ".join(each) for each in zip(*files, strict=True)),
    )


_AS_RECORDED = ("title", "date_from", "date_to", "date_precision", "mechanism", "organisation", "category")


def _figures(category: str, mechanism: str, is_tagged: bool) -> list[str]:
    """The codes of the figures that count an organisation-event; the group of a tag counts all that carry it."""
    groups = ["all", *([TAG] if is_tagged else []), *([category] if category != TAG else [])]
    return [code for group in groups for code in (group, f"{group}@{mechanism}")]


def _year(event: Row) -> str:
    """The code of the figures of its year."""
    return f"year:{event['date_from'].year}"


def _files(sources: Iterable[Row]) -> list[tuple[str, str, str, str]]:
    """Batch, file, sheet and rows of each file that says it."""
    rows: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
    for each in sources:
        said = (each["batch"], each["file_name"], each["sheet"] or "")
        rows[said] += [each["row"], *(each["further_rows"] or ())]
    return [(batch_name(batch), file, sheet, ranges(found)) for (batch, file, sheet), found in sorted(rows.items())]
