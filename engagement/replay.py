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

TableOf = Callable[[int, str], Path]

_TABLES = {"activity": "*", "fact": "* exclude (key, further_keys)", "spelling": "*"}
"""The tables an import carries, each as its file of the journal, and what of it the index holds; `batch` is added."""

_FINGERPRINTS = """
    select sequence, sum(fingerprint) from (
        select batch as sequence, hash(fact) as fingerprint from engagement.fact
        union all select batch, hash(spelling) from engagement.spelling
        union all select batch, hash(activity) from engagement.activity
        union all select batch, hash(mechanism) from engagement.mechanism
        union all select imported.batch, hash(imported) from engagement.batch as imported
        union all select sequence, hash(expectation) from engagement.expectation
    ) where $sequence is null or sequence = $sequence group by sequence
"""


def apply(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    """Write one entry into the index, inside a transaction. `table_of(batch, name)` is a file of the journal."""
    if entry.kind not in _APPLY:
        raise StoreVersionError("store-newer", found=entry.kind, expected=", ".join(_APPLY))
    _APPLY[entry.kind](cursor, entry, table_of)
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


def _import(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    said = entry.parameters
    _bring_in(cursor, entry.sequence, said["mechanisms"], table_of)
    if said["replaces"]:
        _take_back(cursor, entry, said["replaces"])
    cursor.execute(
        """insert into engagement.batch values ($batch, $file_name, $sha256, $sheet, $mapping, $rows_read,
               $rows_accepted, $rows_refused, $rows_duplicate, $rows_corrected, $rows_unclassified, $problem_counts,
               $copies_of, $replaces, $is_illustrative, $imported_by, $imported_at, null, null)""",
        {
            "batch": entry.sequence,
            **{name: said[name] for name in _COPIED},
            "mapping": json.dumps(said["mapping"], ensure_ascii=False),
            **{name: json.dumps(said[name]) for name in ("problem_counts", "copies_of")},
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
    "rows_corrected",
    "rows_unclassified",
    "replaces",
    "is_illustrative",
)


def _bring_in(cursor: "DuckDBPyConnection", batch: int, mechanisms: list[dict[str, Any]], table_of: TableOf) -> None:
    """Put the rows of a batch into the index, as its files in the journal have them."""
    cursor.execute(
        """insert into engagement.mechanism
           select $batch, unnest($code::varchar[]), unnest($kind::varchar[]), unnest($parent::varchar[]),
               unnest($name::varchar[])""",
        {"batch": batch} | {part: [each[part] for each in mechanisms] for part in ("code", "kind", "parent", "name")},
    )
    for name, columns in _TABLES.items():
        cursor.execute(
            "insert into engagement." + name + " by name"  # noqa: S608 - names of this module
            " select $batch as batch, " + columns + " from read_parquet($path)",
            {"batch": batch, "path": str(table_of(batch, name))},
        )


def _undo(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    said = entry.parameters
    _take_back(cursor, entry, said["batch"])
    if said["restores"]:
        _bring_in(cursor, said["restores"], said["mechanisms"], table_of)
        cursor.execute(
            "update engagement.batch set undone_at = null, undone_by = null where batch = $1", [said["restores"]]
        )
        _seal(cursor, said["restores"])


def _take_back(cursor: "DuckDBPyConnection", entry: Entry, batch: int) -> None:
    for name in (*_TABLES, "mechanism"):
        cursor.execute("delete from engagement." + name + " where batch = $1", [batch])  # noqa: S608 - as above
    cursor.execute(
        "update engagement.batch set undone_at = $1, undone_by = $2 where batch = $3",
        [_utc(entry), entry.by, batch],
    )
    _seal(cursor, batch)


def _declare(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    for expectation in entry.parameters["expectations"]:
        cursor.execute(
            """insert into engagement.expectation values ($sequence, $type, $mechanism, $category, $value, $author,
                   $declared_on, $basis, $valid_from, $valid_to)""",
            {"sequence": entry.sequence, **expectation},
        )


_APPLY: dict[str, Callable[["DuckDBPyConnection", Entry, TableOf], None]] = {
    IMPORTED: _import,
    UNDONE: _undo,
    EXPECTED: _declare,
}


def _utc(entry: Entry) -> datetime:
    return entry.at.astimezone(UTC).replace(tzinfo=None)
