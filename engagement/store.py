"""The store: a journal, and a DuckDB index over it that can be thrown away.

    <folder>/journal/        the record
    <folder>/index.duckdb    the index of the process that holds index.lock

The first process on a folder keeps the index in the file. Any other process on the same folder replays the journal
into memory instead, so `engagement import` works while the dashboard runs; the dashboard sees the new entries at its
next `refresh()`. Nobody ever opens the file of somebody else (opening and closing it would drop DuckDB's own lock).

Only this module and `desk` speak to DuckDB.
"""

import fcntl
import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol, Self

import duckdb

from engagement import reference, registry, replay, taxonomy
from engagement.desk import Desk, Row, harden, named, quoted
from engagement.errors import JournalDamagedError, StoreError, StoreVersionError
from engagement.journal import Entry, Journal

_SQL = Path(__file__).parent / "sql"


class _OtherSchemaError(Exception):
    """The index was made by another text of its schema: the journal makes it anew."""


class Writer:
    """The right to append to the journal, held for the length of `Store.writing()`."""

    def __init__(self, append: Callable[..., Entry]) -> None:
        self.append = append


class Reader(Protocol):
    """Whoever answers queries: the store, or the store as it would be after one more entry."""

    def rows(self, sql: str, values: Mapping[str, Any] | list[Any] | None = None) -> list[Row]:
        """The answer of a query as named rows."""


class Trial:
    """A store as it would be after one more entry."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def rows(self, sql: str, values: Mapping[str, Any] | list[Any] | None = None) -> list[Row]:
        """The answer of a query as named rows."""
        return named(self._cursor.execute(sql, values))


class Store:
    """An open store. Reads may come from any thread; writes take turns, across processes too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._journal = Journal(self.folder / "journal")
        self._lock = threading.RLock()
        self._index_lock = _try_lock(self.folder / "index.lock")
        self._last: Entry | None = None
        self._connection = duckdb.connect(":memory:")
        try:
            self._open_index()
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the store in `folder`, creating it when it is not there.

        Raises JournalDamagedError or StoreVersionError; a damaged index is put aside and rebuilt without a word lost.
        """
        try:
            return cls(folder)
        except OSError as error:
            raise _folder_refused(folder, error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index and of its lock."""
        self._connection.close()
        if self._index_lock:
            self._index_lock.close()

    @property
    def version(self) -> int:
        """The sequence of the last entry the index holds: the cache key of everything read from it."""
        return self._last.sequence if self._last else 0

    def refresh(self) -> int:
        """Take in what other processes have written since, and return the version."""
        with self._lock:
            for entry in self._journal.after(self._last):
                self._apply(entry)
            return self.version

    def rows(self, sql: str, values: Mapping[str, Any] | list[Any] | None = None) -> list[Row]:
        """The answer of a query on a cursor of its own, as named rows."""
        with self._connection.cursor() as cursor:
            return named(cursor.execute(sql, values))

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The only way to write: inside, no other thread or process writes and the index is up to date."""
        with self._lock, self._journal.locked():
            self.refresh()
            yield Writer(self._append)

    @contextmanager
    def trial(self, kind: str, parameters: dict[str, Any]) -> Iterator[Trial]:
        """What the store would say after one more entry without rows; nothing of it stays."""
        with self._lock, self._connection.cursor() as cursor:
            self.refresh()
            entry = self._journal.draft(kind, by="", parameters=parameters, previous=self._last)
            cursor.begin()
            try:
                replay.apply(cursor, entry, self._journal.path)
                yield Trial(cursor)
            finally:
                cursor.rollback()

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """A desk that may write files into the journal and nowhere else."""
        desk = Desk(self._journal.folder)
        try:
            yield desk
        finally:
            desk.close()

    def recorded(self, batch: int, table: str) -> Path:
        """The file of the journal that holds a table of a batch; a desk may read it."""
        return self._journal.path(batch, table)

    def said_at(self, batch: int) -> dict[str, Any]:
        """What was said when a batch was recorded: the parameters of its entry in the journal."""
        return self._journal.parameters(batch)

    def broken_invariants(self) -> list[tuple[Any, ...]]:
        """What must never hold and does; empty when the store is sound."""
        with self._connection.cursor() as cursor:
            return _broken_invariants(cursor, None)

    def verify(self) -> None:
        """Raise JournalDamagedError when a payload of the journal is not what was written."""
        self._journal.refuse_holes()
        for entry in self._journal.after(None):
            self._journal.verify_tables(entry)

    # ---- the journal becomes the index ----

    def _append(
        self,
        kind: str,
        *,
        by: str,
        parameters: dict[str, Any],
        tables: Mapping[str, Callable[[Path], None]] | None = None,
    ) -> Entry:
        entry = None
        try:
            entry = self._journal.prepare(kind, by=by, parameters=parameters, previous=self._last, tables=tables)
            with self._connection.cursor() as cursor, _transaction(cursor):
                replay.apply(cursor, entry, self._journal.path)
                self._refuse_broken(cursor, entry)
                self._journal.commit(entry)
            self._last = entry
        except OSError as error:
            raise _folder_refused(self.folder, error) from error
        except duckdb.Error as error:
            if not entry or not self._journal.holds(entry):
                raise StoreError("index-refused", reason=str(error).splitlines()[0]) from error
            # The entry is on disk, so it is saved; an index that cannot take it is rebuilt from the journal.
            self._rebuild()
        finally:
            self._journal.discard_loose_tables()
        return entry

    def _refuse_broken(self, cursor: duckdb.DuckDBPyConnection, entry: Entry) -> None:
        if broken := _broken_invariants(cursor, entry.sequence):
            raise StoreError("invariant-broken", finding=str(broken[0][0]))

    def _apply(self, entry: Entry) -> None:
        self._journal.verify_tables(entry)
        with self._connection.cursor() as cursor, _transaction(cursor):
            replay.apply(cursor, entry, self._journal.path)
        self._last = entry

    def _open_index(self) -> None:
        self._journal.refuse_holes()
        entries = list(self._journal.after(None))
        try:
            self._connect()
            held = self._held_entries(entries)
        except (duckdb.Error, _OtherSchemaError):
            held = None
        if held is None:
            self._rebuild()
        else:
            self._last = entries[held - 1] if held else None
            self.refresh()

    def _held_entries(self, entries: list[Entry]) -> int | None:
        """How many entries the index holds; None when it is not a faithful beginning of the journal.

        Raises JournalDamagedError when the index holds entries that the journal has lost.
        """
        with self._connection.cursor() as cursor:
            held, written = replay.indexed(cursor), [replay.as_indexed(entry) for entry in entries]
            if written and len(held) > len(written) and held[: len(written)] == written:
                raise JournalDamagedError("journal-damaged", entry=f"{len(written) + 1:08d}.json")
            faithful = held == written[: len(held)]
            return len(held) if faithful and replay.is_as_written(cursor) else None

    def _rebuild(self) -> None:
        """Start again from an empty index; a file that was there is kept aside, nothing is thrown away."""
        self._connection.close()
        if self._index_lock:
            self._quarantine()
        self._connect()
        self._last = None
        for entry in self._journal.after(None):
            self._apply(entry)

    def _quarantine(self) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        for name in ("index.duckdb", "index.duckdb.wal"):
            if (self.folder / name).exists():
                (self.folder / name).rename(self.folder / f"quarantine-{stamp}-{name}")

    def _connect(self) -> None:
        self._connection = duckdb.connect(":memory:")
        if self._index_lock:
            path = quoted(str(self.folder / "index.duckdb"))
            self._connection.execute("attach " + path + " as engagement (type duckdb, storage_version 'v1.5.0')")
        else:
            self._connection.execute("attach ':memory:' as engagement")
        # In any order: a large batch is otherwise written twice, and takes twice the room.
        self._connection.execute("set preserve_insertion_order = false")
        harden(self._connection, self.folder)
        _migrate(self._connection)
        _load_reference(self._connection)
        for name in ("indicators.sql", "measures.sql", "gaps.sql"):
            self._connection.execute((_SQL / name).read_text(encoding="utf-8"))


def _folder_refused(folder: Path, error: OSError) -> StoreError:
    return StoreError("store-folder", folder=str(folder), reason=error.strerror or str(error))


# ---- connection and schema ----


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Apply the numbered files of `sql/` that the index has not seen, each with its record in one transaction.

    Raises StoreVersionError for an index of a later version, _OtherSchemaError when a file has another text now.
    """
    connection.execute(
        """create table if not exists engagement.migration
           (number integer not null, name varchar not null, sha256 varchar not null)"""
    )
    applied = dict(connection.execute("select number, sha256 from engagement.migration").fetchall())
    known = {int(path.name[:4]): path for path in sorted(_SQL.glob("[0-9]*.sql"))}
    if unknown := applied.keys() - known.keys():
        raise StoreVersionError("store-newer", found=str(max(unknown)), expected=str(max(known)))
    for number, path in sorted(known.items()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if applied.get(number, digest) != digest:
            raise _OtherSchemaError
        if number not in applied:
            with _transaction(connection):
                connection.execute(path.read_text(encoding="utf-8"))
                connection.execute("insert into engagement.migration values ($1, $2, $3)", [number, path.name, digest])


def _load_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the reference tables that queries join beside the index, in memory: `data/` stays their only home."""
    connection.execute(
        "create table known_category as select unnest($codes::varchar[]) as code", {"codes": list(taxonomy.CODES)}
    )
    roles = reference.table("participation_roles")
    connection.execute(
        """create table known_role as
           select unnest($codes::varchar[]) as code, unnest($has_voice::boolean[]) as has_voice""",
        {"codes": [row["code"] for row in roles], "has_voice": [row["is_voice"] == "yes" for row in roles]},
    )
    known = registry.known_mechanisms("en")
    connection.execute(
        """create table known_mechanism as select unnest($codes::varchar[]) as code, unnest($kinds::varchar[]) as kind,
               unnest($parents::varchar[]) as parent""",
        {
            "codes": [each.code for each in known],
            "kinds": [each.kind.value for each in known],
            "parents": [each.parent for each in known],
        },
    )


def _broken_invariants(cursor: duckdb.DuckDBPyConnection, batch: int | None) -> list[tuple[Any, ...]]:
    statements = cursor.extract_statements((_SQL / "invariants.sql").read_text(encoding="utf-8"))
    return [row for each in statements for row in cursor.execute(each, {"batch": batch}).fetchall()]


@contextmanager
def _transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    cursor.begin()
    try:
        yield
    except BaseException:
        cursor.rollback()
        raise
    cursor.commit()


def _try_lock(path: Path) -> IO[str] | None:
    """The lock on `path`, or None when another process or another Store holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


__all__ = ["Desk", "JournalDamagedError", "Row", "Store", "Writer"]
