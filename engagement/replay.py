"""Journal entries become rows of the index: the same statements on the day of writing and at every rebuild."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engagement.errors import StoreVersionError
from engagement.journal import Entry

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IMPORTED = "log-imported"
UNDONE = "batch-undone"
EXPECTED = "expectations-declared"

_ACTIVITIES = """
    insert into engagement.activity
    select $batch, activity_id, any_value(mechanism), any_value(activity), any_value(date_from), any_value(date_to),
           any_value(date_precision), min(place), min(mode), min(activity_type),
           -- a log that says both yes and no has not said whether the activity was open
           case when count(distinct open_to_stakeholders) = 1 then bool_and(open_to_stakeholders) end,
           bool_and(log_complete), bool_or(category is not null)
    from read_parquet($payload) group by activity_id
"""
_PARTICIPATION = """
    insert into engagement.participation
    select $batch, activity_id, organisation_id, organisation, category, category_label, tags, country, role, stage,
           level, people, women, men, other_gender, gender_recorded, source_rows
    from read_parquet($payload) where category is not null
    order by activity_id, category, organisation_id, source_rows
"""
_FINGERPRINT = """
    select coalesce(bit_xor(fingerprint), 0) from (
        select hash(participation) as fingerprint from engagement.participation where batch = $batch
        union all
        select hash(activity) from engagement.activity where batch = $batch
    )
"""


def apply(cursor: "DuckDBPyConnection", entry: Entry, payload: Path | None) -> None:
    """Write one entry into the index. Call it inside a transaction."""
    if entry.kind not in _APPLY:
        raise StoreVersionError("store-newer", found=entry.kind, expected=", ".join(_APPLY))
    _APPLY[entry.kind](cursor, entry, payload)
    cursor.execute(
        "insert into engagement.entry values ($1, $2, $3, $4, $5)",
        [entry.sequence, entry.kind, entry.by, _utc(entry), entry.hash],
    )


def fingerprint(cursor: "DuckDBPyConnection", batch: int) -> int:
    """A number that changes when any cell of the batch's rows in the index does. Reads every column."""
    row = cursor.execute(_FINGERPRINT, {"batch": batch}).fetchone()
    return int(row[0]) if row else 0


def _import(cursor: "DuckDBPyConnection", entry: Entry, payload: Path | None) -> None:
    said = entry.parameters
    rows = {"batch": entry.sequence, "payload": str(payload)}
    for mechanism in said["mechanisms"]:
        cursor.execute(
            "insert into engagement.mechanism values ($batch, $code, $kind, $parent, $name)",
            {"batch": entry.sequence, **mechanism},
        )
    cursor.execute(_ACTIVITIES, rows)
    cursor.execute(_PARTICIPATION, rows)
    cursor.execute(
        """insert into engagement.batch values ($batch, $file_name, $sha256, $sheet, $mapping, $rows_read,
               $rows_accepted, $rows_refused, $rows_duplicate, $rows_unclassified, $problem_counts, $is_illustrative,
               $imported_by, $imported_at, null, null, $fingerprint)""",
        {
            "batch": entry.sequence,
            **{name: said[name] for name in _COPIED},
            "mapping": json.dumps(said["mapping"], ensure_ascii=False),
            "problem_counts": json.dumps(said["problem_counts"]),
            "imported_by": entry.by,
            "imported_at": _utc(entry),
            "fingerprint": fingerprint(cursor, entry.sequence),
        },
    )


_COPIED = (
    "file_name",
    "sha256",
    "sheet",
    "rows_read",
    "rows_accepted",
    "rows_refused",
    "rows_duplicate",
    "rows_unclassified",
    "is_illustrative",
)


def _undo(cursor: "DuckDBPyConnection", entry: Entry, payload: Path | None) -> None:
    batch = entry.parameters["batch"]
    cursor.execute("delete from engagement.participation where batch = $1", [batch])
    cursor.execute("delete from engagement.activity where batch = $1", [batch])
    cursor.execute("delete from engagement.mechanism where batch = $1", [batch])
    cursor.execute(
        "update engagement.batch set undone_at = $1, undone_by = $2, fingerprint = 0 where batch = $3",
        [_utc(entry), entry.by, batch],
    )


def _declare(cursor: "DuckDBPyConnection", entry: Entry, payload: Path | None) -> None:
    for expectation in entry.parameters["expectations"]:
        cursor.execute(
            """insert into engagement.expectation values ($sequence, $type, $mechanism, $category, $value, $author,
                   $declared_on, $basis, $valid_from, $valid_to)""",
            {"sequence": entry.sequence, **expectation},
        )


_APPLY: dict[str, Callable[["DuckDBPyConnection", Entry, Path | None], None]] = {
    IMPORTED: _import,
    UNDONE: _undo,
    EXPECTED: _declare,
}


def _utc(entry: Entry) -> datetime:
    return entry.at.astimezone(UTC).replace(tzinfo=None)


def indexed(cursor: "DuckDBPyConnection") -> list[tuple[int, str]]:
    """Sequence and hash of every entry the index holds, oldest first."""
    return cursor.execute("select sequence, hash from engagement.entry order by sequence").fetchall()


def damaged_batches(cursor: "DuckDBPyConnection") -> list[int]:
    """Batches whose rows in the index are not the ones that were written."""
    batches: list[tuple[Any, ...]] = cursor.execute("select batch, fingerprint from engagement.batch").fetchall()
    return [batch for batch, expected in batches if fingerprint(cursor, batch) != expected]
