"""Journal entries become rows of the index: the same statements on the day of writing and at every rebuild."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engagement.errors import StoreVersionError
from engagement.identity import organisations
from engagement.journal import Entry

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

IMPORTED = "log-imported"
LISTED = "list-imported"
UNDONE = "batch-undone"
EXPECTED = "expectations-declared"
EXPECTATION_ENDED = "expectation-ended"
JUDGED = "names-judged"
RECHECKED = "categories-rechecked"
MARKED = "group-marked"
REACHED_OUT = "outreach-recorded"
OUTREACH_WITHDRAWN = "outreach-withdrawn"
NOTED = "gap-noted"
FROZEN = "edition-frozen"
NAMING = "naming-decided"
LEAST_PEOPLE = "least-people-set"
ADMITTED = "person-admitted"
ACCESS_ENDED = "person-ended"

TableOf = Callable[[int, str], Path]

_TABLES = {"activity": "*", "fact": "* exclude (key, further_keys)", "spelling": "*"}
"""The tables an import carries, each as its file of the journal, and what of it the index holds; `batch` is added."""

OF_LISTS = ("organisation", "alias", "classification", "mechanism_detail", "seat", "listed_category")
"""What a list of organisations, mechanisms, seats or categories brings beside mechanisms."""

_FINGERPRINTS = """
    select sequence, sum(fingerprint) from (
        select batch as sequence, hash(fact) as fingerprint from engagement.fact
        union all select batch, hash(spelling) from engagement.spelling
        union all select batch, hash(activity) from engagement.activity
        union all select batch, hash(mechanism) from engagement.mechanism
        union all select imported.batch, hash(imported) from engagement.batch as imported
        union all select sequence, hash(expectation) from engagement.expectation
        union all select sequence, hash(expectation_end) from engagement.expectation_end
        union all select batch, hash(organisation) from engagement.organisation
        union all select batch, hash(alias) from engagement.alias
        union all select batch, hash(judgement) from engagement.judgement
        union all select batch, hash(classification) from engagement.classification
        union all select batch, hash(mechanism_detail) from engagement.mechanism_detail
        union all select batch, hash(recheck) from engagement.recheck
        union all select batch, hash(seat) from engagement.seat
        union all select batch, hash(listed_category) from engagement.listed_category
        union all select sequence, hash(not_expected) from engagement.not_expected
        union all select sequence, hash(outreach) from engagement.outreach
        union all select sequence, hash(gap_note) from engagement.gap_note
        union all select sequence, hash(kept_out) from engagement.kept_out
        union all select sequence, hash(least_people) from engagement.least_people
        union all select sequence, hash(person) from engagement.person
    ) where $sequence is null or sequence = $sequence group by sequence
"""


Changed = frozenset[int] | None
"""The names whose organisation or category is perhaps another than before; None for any of them."""


def apply(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> Changed:
    """Write one entry into the index, inside a transaction, and say for which names figures are to be counted anew.

    `table_of(batch, name)` is a file of the journal.
    """
    if entry.kind not in _APPLY:
        raise StoreVersionError("store-newer", found=entry.kind, expected=", ".join(_APPLY))
    changes_names = entry.kind in _OF_NAMES and not _only_parts(cursor, entry)
    said_of = _said_of(entry) if changes_names else frozenset()
    changed = said_of and _with_others(cursor, said_of)
    _APPLY[entry.kind](cursor, entry, table_of)
    if changes_names:
        identify(cursor)
        cursor.execute("delete from engagement.counted.made")
        changed = changed and changed | _with_others(cursor, changed)
    cursor.execute("insert into engagement.entry values ($1, $2, $3, $4, $5, 0)", list(as_indexed(entry)))
    _seal(cursor, entry.sequence)
    return changed


def _said_of(entry: Entry) -> Changed:
    """The names that an entry judges; None where it does more."""
    if entry.kind != JUDGED:
        return None
    judged = (row[side] for row in entry.parameters["judgement"] for side in ("left_id", "right_id"))
    return frozenset((*judged, *(row["name_id"] for row in entry.parameters["classification"])))


def _with_others(cursor: "DuckDBPyConnection", names: frozenset[int]) -> frozenset[int]:
    """Names, and all that are one organisation with any of them now."""
    found = cursor.execute(
        """select name_id from engagement.identity where organisation_id in (
               select organisation_id from engagement.identity where name_id in (select unnest($1::ubigint[])))""",
        [list(names)],
    )
    return names.union(name for (name,) in found.fetchall())


def _only_parts(cursor: "DuckDBPyConnection", entry: Entry) -> bool:
    """Whether all an entry says is of names that are not one that they are not: figures stay as they are."""
    if entry.kind != JUDGED or entry.parameters["classification"]:
        return False
    said = entry.parameters["judgement"]
    if any(row["verdict"] == "same" for row in said):
        return False
    one = set(cursor.execute("select left_id, right_id from same_pair").fetchall())
    return one.isdisjoint((row["left_id"], row["right_id"]) for row in said)


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


def identify(cursor: "DuckDBPyConnection") -> None:
    """Work out anew which names are one organisation."""
    same = cursor.execute("select left_id, right_id from same_pair order by all").fetchall()
    heads = cursor.execute("select distinct name_id from engagement.organisation order by name_id").fetchall()
    found = organisations(same, [name for (name,) in heads])
    cursor.execute("delete from engagement.identity")
    _insert(cursor, "identity", [{"name_id": name, "organisation_id": head} for name, head in found.items()])


def _insert(cursor: "DuckDBPyConnection", table: str, rows: list[dict[str, Any]], **of_all: Any) -> None:
    """Put rows, which have the same columns, into a table of the index."""
    if rows:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        cursor.execute(
            "insert into engagement." + table + " (" + ", ".join((*of_all, *columns)) + ")"
            " select " + ", ".join((*(f"${name}" for name in of_all), *(f"unnest(${name})" for name in columns))),
            {**of_all, **columns},
        )


def _import(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    said = entry.parameters
    _bring_in(cursor, entry.sequence, said, table_of)
    if said["replaces"]:
        _take_back(cursor, entry, said["replaces"])
    _note_batch(
        cursor,
        entry,
        {name: said[name] for name in _COPIED}
        | {"kind": "log", "mapping": json.dumps(said["mapping"], ensure_ascii=False)}
        | {name: json.dumps(said[name]) for name in ("problem_counts", "copies_of")},
    )


def _list(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    said = entry.parameters
    for table in ("mechanism", *OF_LISTS):
        _insert(cursor, table, said.get(table, []), batch=entry.sequence)  # entries before there were seats have none
    _note_batch(
        cursor,
        entry,
        {name: said[name] for name in ("kind", "file_name", "sha256", "sheet")}
        | {name: said[name] for name in ("rows_read", "rows_accepted", "rows_refused", "rows_duplicate")}
        | {"rows_corrected": 0, "rows_unclassified": 0, "replaces": None, "is_illustrative": False}
        | {"mapping": "{}", "copies_of": "{}", "problem_counts": json.dumps(said["problem_counts"])},
    )


def _note_batch(cursor: "DuckDBPyConnection", entry: Entry, about: dict[str, Any]) -> None:
    about |= {"imported_by": entry.by, "imported_at": _utc(entry), "undone_at": None, "undone_by": None}
    _insert(cursor, "batch", [about], batch=entry.sequence)


def _judge(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    _insert(cursor, "judgement", entry.parameters["judgement"], batch=entry.sequence)
    _insert(cursor, "classification", entry.parameters["classification"], batch=entry.sequence)


def _recheck(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    _insert(cursor, "recheck", entry.parameters["recheck"], batch=entry.sequence)


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


def _bring_in(cursor: "DuckDBPyConnection", batch: int, said: dict[str, Any], table_of: TableOf) -> None:
    """Put the rows of a batch into the index, as its entry and its files in the journal have them."""
    _insert(cursor, "mechanism", said["mechanisms"], batch=batch)
    _insert(cursor, "judgement", said.get("judgement", []), batch=batch)  # entries before the registry have none
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
        _bring_in(cursor, said["restores"], said, table_of)
        cursor.execute(
            "update engagement.batch set undone_at = null, undone_by = null where batch = $1", [said["restores"]]
        )
        _seal(cursor, said["restores"])


def _take_back(cursor: "DuckDBPyConnection", entry: Entry, batch: int) -> None:
    for name in (*_TABLES, "mechanism", *OF_LISTS, "judgement"):
        cursor.execute("delete from engagement." + name + " where batch = $1", [batch])  # noqa: S608 - as above
    cursor.execute(
        "update engagement.batch set undone_at = $1, undone_by = $2 where batch = $3",
        [_utc(entry), entry.by, batch],
    )
    _seal(cursor, batch)


def _into(table: str, said_as: str | None = None) -> "Apply":
    """An entry whose rows go into a table as they are, marked with its number; they have the name of the table."""

    def apply(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
        _insert(cursor, table, entry.parameters[said_as or table], sequence=entry.sequence)

    return apply


def _freeze(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    """An edition rests on the entries before it and changes nothing: the journal alone holds it."""


def _withdraw_outreach(cursor: "DuckDBPyConnection", entry: Entry, table_of: TableOf) -> None:
    withdrawn = entry.parameters["entry"]
    cursor.execute("delete from engagement.outreach where sequence = $1", [withdrawn])
    _seal(cursor, withdrawn)


Apply = Callable[["DuckDBPyConnection", Entry, TableOf], None]
"""What an entry of a kind does to the index."""

_APPLY: dict[str, Apply] = {
    IMPORTED: _import,
    UNDONE: _undo,
    EXPECTED: _into("expectation", said_as="expectations"),
    EXPECTATION_ENDED: _into("expectation_end"),
    LISTED: _list,
    JUDGED: _judge,
    RECHECKED: _recheck,
    MARKED: _into("not_expected"),
    REACHED_OUT: _into("outreach"),
    OUTREACH_WITHDRAWN: _withdraw_outreach,
    NOTED: _into("gap_note"),
    FROZEN: _freeze,
    NAMING: _into("kept_out"),
    LEAST_PEOPLE: _into("least_people"),
    ADMITTED: _into("person"),
    ACCESS_ENDED: _into("person"),
}


_OF_NAMES = {IMPORTED, UNDONE, LISTED, JUDGED}
"""The entries that change who took part, or which names are one organisation of which category."""


def _utc(entry: Entry) -> datetime:
    return entry.at.astimezone(UTC).replace(tzinfo=None)
