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
           bool_and(log_complete),
           -- a list of the invited is no report of who took part
           bool_or(category is not null and coalesce(stage not in ('invited', 'registered'), true))
    from read_parquet($payload) group by activity_id
"""
_PARTICIPATION = """
    insert into engagement.participation
    select $batch, activity_id, organisation_id, organisation, category, category_label, tags, country, role, stage,
           level, people, women, men, other_gender, gender_recorded, source_rows
    from read_parquet($payload) where category is not null
    order by activity_id, category, organisation_id, source_rows
"""
_FINGERPRINTS = """
    select sequence, sum(fingerprint) from (
        select batch as sequence, hash(participation) as fingerprint from engagement.participation
        union all select batch, hash(activity) from engagement.activity
        union all select batch, hash(mechanism) from engagement.mechanism
        union all select imported.batch, hash(imported) from engagement.batch as imported
        union all select sequence, hash(expectation) from engagement.expectation
    ) where $sequence is null or sequence = $sequence group by sequence
"""


def apply(cursor: "DuckDBPyConnection", entry: Entry, payload: Path | None) -> None:
    """Write one entry into the index. Call it inside a transaction."""
    if entry.kind not in _APPLY:
        raise StoreVersionError("store-newer", found=entry.kind, expected=", ".join(_APPLY))
    _APPLY[entry.kind](cursor, entry, payload)
    cursor.execute("insert into engagement.entry values ($1, $2, $3, $4, $5, 0)", list(as_indexed(entry)))
    _seal(cursor, entry.sequence)


def as_indexed(entry: Entry) -> tuple[Any, ...]:
    """What the index says of an entry."""
    return entry.sequence, entry.kind, entry.by, _utc(entry), entry.hash


def indexed(cursor: "DuckDBPyConnection") -> list[tuple[Any, ...]]:
    """Every entry the index holds, oldest first, to be compared with `as_indexed`."""
    return cursor.execute("select * exclude fingerprint from engagement.entry order by sequence").fetchall()


def is_as_written(cursor: "DuckDBPyConnection") -> bool:
    """Whether the index holds the rows that were written and no others. Reads every cell."""
    sealed = cursor.execute("select sequence, fingerprint from engagement.entry where fingerprint <> 0").fetchall()
    return dict(sealed) == _fingerprints(cursor, None)


def _seal(cursor: "DuckDBPyConnection", sequence: int) -> None:
    """Keep the fingerprint of the rows an entry has in the index now."""
    cursor.execute(
        "update engagement.entry set fingerprint = $1 where sequence = $2",
        [_fingerprints(cursor, sequence).get(sequence, 0), sequence],
    )


def _fingerprints(cursor: "DuckDBPyConnection", sequence: int | None) -> dict[int, int]:
    """A number per entry that changes when any cell of its rows in the index does."""
    return dict(cursor.execute(_FINGERPRINTS, {"sequence": sequence}).fetchall())


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
               $imported_by, $imported_at, null, null)""",
        {
            "batch": entry.sequence,
            **{name: said[name] for name in _COPIED},
            "mapping": json.dumps(said["mapping"], ensure_ascii=False),
            "problem_counts": json.dumps(said["problem_counts"]),
            "imported_by": entry.by,
            "imported_at": _utc(entry),
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
        "update engagement.batch set undone_at = $1, undone_by = $2 where batch = $3",
        [_utc(entry), entry.by, batch],
    )
    _seal(cursor, batch)


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
