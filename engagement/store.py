"""The store: a journal, and a DuckDB index over it that can be thrown away.

    <folder>/journal/        the record
    <folder>/index.duckdb    the index of the process that holds index.lock

The first process on a folder keeps the index in the file. Any other process on the same folder replays the journal
into memory instead, so `engagement import` works while the dashboard runs; the dashboard sees the new entries at its
next `refresh()`. Nobody ever opens the file of somebody else (opening and closing it would drop DuckDB's own lock).

Only this module and `desk` speak to DuckDB.
"""

import fcntl
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol, Self, TypeVar

import duckdb

from engagement import access, replay, schema
from engagement.desk import Desk, Row, harden, named, quoted
from engagement.errors import JournalDamagedError, StoreError
from engagement.journal import Entry, Journal
from engagement.recent import Recent

_MOST_ANSWERS_KEPT = 32
_MOST_CURSORS_KEPT = 8
_MOST_RECOUNTED = 1_000
"""So many names and fewer are counted anew by themselves: of more, everything is nearly as quick."""


Values = Mapping[str, Any] | list[Any] | None
"""The parameters of a query."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Within:
    """What a scope sets up on a connection before anything is asked there: statements, and their parameters."""

    statements: tuple[str, ...]
    values: Mapping[str, Any]

    def set_up(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Make the cursor one of the scope."""
        for statement in self.statements:
            cursor.execute(statement, self.values if "$" in statement else None)


class Writer:
    """The right to append to the journal, held for the length of `Store.writing()`."""

    def __init__(self, append: Callable[..., Entry]) -> None:
        self.append = append


class Reader(Protocol):
    """Whoever answers queries: the store, or the store as it would be after one more entry."""

    def rows(self, sql: str, values: Values = None, *, within: Within | None = None) -> list[Row]:
        """The answer of a query as named rows, within some scope or of everything."""

    def recalled(self, sql: str, values: Values = None, *, within: Within | None = None) -> list[Row]:
        """The same, to be read and not changed: it may be kept for whoever asks next."""

    def kept(self, name: str, make: Callable[[], Answer]) -> Answer:
        """What `make` works out of the store as it is now: under one name always the same, so that it may be kept."""


class Trial:
    """A store as it would be after one more entry."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def rows(self, sql: str, values: Values = None, *, within: Within | None = None) -> list[Row]:
        """The answer of a query about everything: what sets up a scope would stay on the connection."""
        if within:
            raise ValueError("a trial is asked about everything")
        return named(self._cursor.execute(sql, values))

    recalled = rows

    def kept(self, name: str, make: Callable[[], Answer]) -> Answer:
        """What `make` answers: nothing is kept."""
        return make()


class Store:
    """An open store. Reads may come from any thread; writes take turns, across processes too."""

    def __init__(self, folder: Path, until: int | None = None) -> None:
        self.folder = folder.resolve()
        self._journal = Journal(self.folder / "journal", until)
        self._lock = threading.RLock()
        self._index_lock = _try_lock(self.folder / "index.lock") if until is None else None
        self._last: Entry | None = None
        self._is_counted = False
        self._facts: dict[str, Any] = {}
        self._answers = Recent(_MOST_ANSWERS_KEPT)
        self._prepared: OrderedDict[str, duckdb.DuckDBPyConnection] = OrderedDict()
        self._connection = duckdb.connect(":memory:")
        with ExitStack() as undone:
            undone.callback(self.close)
            self._open_index()
            undone.pop_all()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the store in `folder`, creating it when it is not there.

        Raises JournalDamagedError or StoreVersionError; a damaged index is put aside and rebuilt without a word lost.
        """
        try:
            return cls(folder)
        except OSError as error:
            raise _folder_refused(folder, error) from None

    def as_of(self, entry: int) -> Self:
        """The same store as it was after an entry of the journal, replayed into memory: to be read, and closed.

        Raises JournalDamagedError; StoreError for what is written to it.
        """
        return type(self)(self.folder, until=entry)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index and of its lock."""
        self._forget()
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

    def rows(self, sql: str, values: Values = None, *, within: Within | None = None) -> list[Row]:
        """The answer of a query on a cursor of its own, as named rows."""
        if not self._is_counted:
            self._count()
        with self._set_up(within) as cursor:
            return named(cursor.execute(sql, values))

    def recalled(self, sql: str, values: Values = None, *, within: Within | None = None) -> list[Row]:
        """The same, kept for whoever asks next while the store stays as it is: one page asks for one count often."""
        return self.answered(f"{sql} {values} {within}", lambda: self.rows(sql, values, within=within))

    def answered(self, question: str, make: Callable[[], Answer]) -> Answer:
        """What `make` answers to a question of some scope, kept for whoever asks it next while nothing is written."""
        asked = f"{self.version} {question}"
        found: Answer | None = self._answers.get(asked)
        if found is None:
            found = make()
            self._answers.put(asked, found)
        return found

    def kept(self, name: str, make: Callable[[], Answer]) -> Answer:
        """What `make` works out of the store as it is now: few things, under names, that every page asks for."""
        asked = f"{self.version} {name}"
        found: Answer | None = self._facts.get(asked)
        if found is None:
            self._facts[asked] = found = make()
        return found

    @contextmanager
    def _set_up(self, within: Within | None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on which a scope is set up; the next question of the same scope finds it ready."""
        asked = f"{self.version} {within}"
        ready = self._prepared.pop(asked, None)
        cursor = ready or self._connection.cursor()
        with ExitStack() as spoilt:
            spoilt.callback(cursor.close)
            if within and not ready:
                within.set_up(cursor)
            yield cursor
            if not within:
                return
            spoilt.pop_all()
        self._prepared[asked] = cursor
        while len(self._prepared) > _MOST_CURSORS_KEPT:
            self._prepared.popitem(last=False)[1].close()

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The only way to write: inside, no other thread or process writes and the index is up to date."""
        with self._lock, self._journal.locked():
            self.refresh()
            yield Writer(self._append)

    @contextmanager
    def at_rest(self) -> Iterator[Entry | None]:
        """The last entry, while no thread or process writes: the folder can be copied."""
        with self._lock, self._journal.locked():
            self.refresh()
            yield self._last

    @contextmanager
    def trial(self, kind: str, parameters: dict[str, Any]) -> Iterator[Trial]:
        """What the store would say after one more entry without rows; nothing of it stays."""
        with self._lock, self._connection.cursor() as cursor:
            self.refresh()
            entry = self._journal.draft(kind, by="", parameters=parameters, previous=self._last)
            cursor.begin()
            try:
                changed = replay.apply(cursor, entry, self._journal.path)
                if not self._recounted(cursor, changed):
                    schema.count(cursor)
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
            return schema.broken_invariants(cursor, None)

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
        with self._connection.cursor() as cursor:
            by = access.require(cursor, kind, by, parameters)
        try:
            entry = self._journal.prepare(kind, by=by, parameters=parameters, previous=self._last, tables=tables)
            with self._connection.cursor() as cursor, schema.transaction(cursor):
                taken = access.places_taken_back(cursor, by, parameters)
                changed = replay.apply(cursor, entry, self._journal.path)
                is_counted = self._recounted(cursor, changed)
                access.require_places(cursor, entry, taken)
                self._refuse_broken(cursor, entry)
                self._journal.commit(entry)
            self._take_in(entry, is_counted)
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
        for batch in filter(None, (entry.sequence, entry.parameters.get("restores"))):
            if broken := schema.broken_invariants(cursor, batch):
                raise StoreError("invariant-broken", finding=str(broken[0][0]))

    def _apply(self, entry: Entry) -> None:
        self._journal.verify_tables(entry)
        with self._connection.cursor() as cursor, schema.transaction(cursor):
            is_counted = self._recounted(cursor, replay.apply(cursor, entry, self._journal.path))
        self._take_in(entry, is_counted)

    def _take_in(self, entry: Entry, is_counted: bool) -> None:
        self._last, self._is_counted = entry, is_counted
        self._forget()

    def _recounted(self, cursor: duckdb.DuckDBPyConnection, changed: replay.Changed) -> bool:
        """Whether what figures are counted from is that of the index again: where little has changed, it is made so."""
        if not self._is_counted or changed is None or len(changed) > _MOST_RECOUNTED:
            return False
        if changed:
            schema.recount(cursor, changed)
        return True

    def _forget(self) -> None:
        """Let go of what was kept for the store as it was."""
        self._facts.clear()
        self.forget_scopes()

    def forget_scopes(self) -> None:
        """Let go of what was answered of one scope or another: the next question of it is a first one."""
        self._answers.clear()
        while self._prepared:
            self._prepared.popitem()[1].close()

    def _count(self) -> None:
        """Make what figures are counted from anew, once for all that was written since they were last asked for."""
        with self._lock:
            if not self._is_counted:
                with self._connection.cursor() as cursor, schema.transaction(cursor):
                    schema.count(cursor)
                self._is_counted = True

    def _open_index(self) -> None:
        self._journal.refuse_holes()
        entries = list(self._journal.after(None))
        try:
            self._connect()
            held = self._held_entries(entries)
        except (duckdb.Error, schema.OtherSchemaError):
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
        self._forget()
        self._connection.close()
        if self._index_lock:
            self._quarantine()
        self._connection = duckdb.connect(":memory:")
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
        self._attach()
        schema.prepare(self._connection)
        self._is_counted = True

    def _attach(self) -> None:
        """Attach the index (its file, or memory while another process holds it) and deny the connection all else."""
        if self._index_lock:
            path = quoted(str(self.folder / "index.duckdb"))
            self._connection.execute("attach " + path + " as engagement (type duckdb, storage_version 'v1.5.0')")
        else:
            self._connection.execute("attach ':memory:' as engagement")
        # In any order: a large batch is otherwise written twice, and takes twice the room.
        self._connection.execute("set preserve_insertion_order = false")
        harden(self._connection, self.folder)


def _folder_refused(folder: Path, error: OSError) -> StoreError:
    return StoreError("store-folder", folder=str(folder), reason=error.strerror or str(error))


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
