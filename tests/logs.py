"""Participation logs as visible text, imported into a store."""

import csv
import io
from collections.abc import Iterable, Mapping

from engagement import actions
from engagement.batches import Receipt
from engagement.mapping import Mapping as Answers
from engagement.store import Store


def from_text(table: str) -> list[dict[str, str]]:
    """Rows of a table whose cells are parted by '|'; the first line is the header."""
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines]


def as_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as a CSV file with the columns any of them has."""
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(
    store: Store,
    rows: str | Iterable[Mapping[str, str]],
    file_name: str = "log.csv",
    values: dict[str, dict[str, str]] | None = None,
) -> Receipt:
    """Import rows whose headers are our columns; one meeting of one network unless they say otherwise."""
    listed = from_text(rows) if isinstance(rows, str) else list(rows)
    whole = [{"activity": "Meeting", "date": "2026-01-10", "network": "Network A", **row} for row in listed]
    answers = Answers(values=values or {})
    return actions.import_log(store, as_csv(whole), file_name=file_name, mapping=answers, by="test")
