"""The record of every write, readable without this software.

A journal is a folder. Entry 7 is `00000007.json` (who, when, what, and the hash of entry 6) and, when it carries
rows, a file for each table of them: `00000007.activity.parquet`. An entry is complete once its JSON file exists; it is
never changed afterwards. The DuckDB file beside the journal is an index over it and can be deleted at any time.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engagement.errors import JournalDamagedError, StoreError, StoreVersionError
from engagement.model import Value

GENESIS = "0" * 64
"""What the first entry names as the hash of the entry before it."""


class Entry(Value):
    """One write. `hash` covers every other field; `previous` is the hash of the entry before."""

    sequence: int
    kind: str
    by: str
    at: datetime
    parameters: dict[str, Any]
    tables: dict[str, str] = {}  # the SHA-256 of the file of each table it carries
    previous: str
    hash: str


class Journal:
    """The entries in one folder. Any number of processes may read; writers take turns through `locked()`.

    With `until` it ends with that entry, whatever was written after: then it may be read only.
    """

    def __init__(self, folder: Path, until: int | None = None) -> None:
        self.folder = folder
        self._until = until
        folder.mkdir(parents=True, exist_ok=True)

    def tables(self, entry: Entry) -> dict[str, Path]:
        """The Parquet file of each table an entry carries."""
        return {name: self.path(entry.sequence, name) for name in entry.tables}

    def path(self, sequence: int, table: str) -> Path:
        """The Parquet file of a table of an entry."""
        return self._path(sequence, f"{table}.parquet")

    def after(self, last: Entry | None) -> Iterator[Entry]:
        """The entries written after `last`, oldest first. Raises JournalDamagedError at the first broken link."""
        while self._goes_on_after(last.sequence if last else 0):
            last = self._read(last)
            yield last

    def _goes_on_after(self, sequence: int) -> bool:
        is_within = self._until is None or sequence < self._until
        return is_within and self._path(sequence + 1, "json").exists()

    def parameters(self, sequence: int) -> dict[str, Any]:
        """The parameters of an entry that is there."""
        head: dict[str, Any] = json.loads(self._path(sequence, "json").read_text(encoding="utf-8"))
        parameters: dict[str, Any] = head["parameters"]
        return parameters

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the writers' lock, which every process on this folder respects. Raises StoreError for a past journal."""
        if self._until is not None:
            raise StoreError("journal-past", entry=str(self._until))
        with (self.folder / "writer.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def prepare(
        self,
        kind: str,
        *,
        by: str,
        parameters: dict[str, Any],
        previous: Entry | None,
        tables: Mapping[str, Callable[[Path], None]] | None = None,
    ) -> Entry:
        """Write the tables of the next entry and return the entry, which counts only once it is committed.

        Call it inside `locked()`.
        """
        sequence = previous.sequence + 1 if previous else 1
        written = {name: self._write_table(sequence, name, write) for name, write in (tables or {}).items()}
        return self.draft(kind, by=by, parameters=parameters, previous=previous, tables=written)

    def draft(
        self,
        kind: str,
        *,
        by: str,
        parameters: dict[str, Any],
        previous: Entry | None,
        tables: Mapping[str, str] | None = None,
    ) -> Entry:
        """The entry that would come next; `tables` are the SHA-256 of its files. Nothing is written."""
        head: dict[str, Any] = {
            "sequence": previous.sequence + 1 if previous else 1,
            "kind": kind,
            "by": by,
            "at": datetime.now(UTC).isoformat(),
            "parameters": parameters,
            "tables": dict(tables or {}),
            "previous": previous.hash if previous else GENESIS,
        }
        return Entry(**head, hash=_hash(head))

    def commit(self, entry: Entry) -> None:
        """Make a prepared entry part of the record, so that it survives a power cut."""
        head = {**entry.model_dump(), "at": entry.at.isoformat()}
        self._write_durably(self._path(entry.sequence, "json"), json.dumps(head, ensure_ascii=False, indent=1) + "\n")

    def holds(self, entry: Entry) -> bool:
        """Whether the entry was committed."""
        return self._path(entry.sequence, "json").exists()

    def discard_loose_tables(self) -> None:
        """Remove what was written for an entry that never came to be. Call it inside `locked()`."""
        for path in self.folder.glob("[0-9]*.part"):
            path.unlink()
        for path in self.folder.glob("[0-9]*.parquet"):
            if not self._path(int(path.name[:8]), "json").exists():
                path.unlink()

    def refuse_holes(self) -> None:
        """Raise JournalDamagedError when an entry is missing between the first and the last."""
        written = {int(path.stem) for path in self.folder.glob("[0-9]*.json") if path.stem.isdecimal()}
        missing = sorted(set(range(1, max(written, default=0) + 1)) - written)
        if missing:
            raise JournalDamagedError("journal-damaged", entry=self._path(missing[0], "json").name)

    def verify_tables(self, entry: Entry) -> None:
        """Raise JournalDamagedError when the entry's rows are not the ones that were written."""
        for name, path in self.tables(entry).items():
            if not path.exists() or _sha256(path) != entry.tables[name]:
                raise JournalDamagedError("journal-damaged", entry=path.name)

    def _path(self, sequence: int, suffix: str) -> Path:
        return self.folder / f"{sequence:08d}.{suffix}"

    def _read(self, last: Entry | None) -> Entry:
        path = self._path(last.sequence + 1 if last else 1, "json")
        try:
            head = json.loads(path.read_text(encoding="utf-8"))
            if "payload_sha256" in head:
                raise StoreVersionError("store-older", found="0.1.0", expected="0.2.0")
            entry = Entry(**head)
        except (TypeError, ValueError, RecursionError):
            raise JournalDamagedError("journal-damaged", entry=path.name) from None
        del head["hash"]
        if entry.hash != _hash(head) or entry.previous != (last.hash if last else GENESIS):
            raise JournalDamagedError("journal-damaged", entry=path.name)
        return entry

    def _write_table(self, sequence: int, name: str, write: Callable[[Path], None]) -> str:
        path = self.path(sequence, name)
        part = path.with_suffix(".part")
        write(part)
        digest = _sha256(part)
        _sync(part)
        part.rename(path)
        return digest

    def _write_durably(self, path: Path, content: str) -> None:
        part = path.with_suffix(".part")
        part.write_text(content, encoding="utf-8")
        _sync(part)
        part.rename(path)
        _sync(self.folder)


def _hash(head: dict[str, Any]) -> str:
    canonical = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Flush a file, or the list of files in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
