"""The whole record as one file, and the way back. A backup is a zip file that any program opens.

    plenum.json             what it holds: entries, the seal of the last one, when it was made
    journal/00000001.json   the journal as it lies in the store
    profiles/kobo.toml      answers kept for sheets that come again

The index is left out: it is made anew from the journal.
"""

import json
import re
import shutil
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from engagement.errors import InputError, StoreError, UnreadableFileError
from engagement.journal import Journal
from engagement.model import Value
from engagement.store import Store

CONTENTS = "plenum.json"
_PART = re.compile(r"journal/\d{8}\.(json|[a-z_]+\.parquet)|profiles/[\w .()-]+\.toml")
_PACKED = (".parquet",)  # compressed already


class Backup(Value):
    """What a backup holds. `seal` is the hash of the last entry: it covers every entry before it."""

    entries: int
    seal: str
    files: int
    made_at: datetime


def write_backup(store: Store, out: Path | IO[bytes]) -> Backup:
    """Write the journal and the profiles of a store into one zip file, while nobody writes to the store.

    Raises OSError when the file cannot be written.
    """
    with store.at_rest() as last, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = [path for path in _parts(store.folder) if _PART.fullmatch(_name(store.folder, path))]
        for path in parts:
            how = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
            archive.write(path, _name(store.folder, path), how)
        made = Backup(
            entries=last.sequence if last else 0,
            seal=last.hash if last else "",
            files=len(parts),
            made_at=datetime.now(UTC),
        )
        archive.writestr(CONTENTS, made.model_dump_json(indent=1))
    return made


def _parts(folder: Path) -> list[Path]:
    return sorted([*(folder / "journal").glob("*"), *(folder / "profiles").glob("*")])


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def restore_backup(folder: Path, given: Path) -> Backup:
    """Make a store of a backup in a folder that holds none. Every entry is checked before anything is in its place.

    Raises UnreadableFileError for a file that is no backup, StoreError for a folder with a journal,
    JournalDamagedError for entries that are not as they were written.
    """
    if any((folder / "journal").glob("[0-9]*.json")):
        raise StoreError("restore-not-empty", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        said = _unpack(given, Path(place))
        _verify(Journal(Path(place) / "journal"), said)
        for part in ("journal", "profiles"):
            if (Path(place) / part).exists():
                shutil.copytree(Path(place) / part, folder / part, dirs_exist_ok=True)
    return said


def _unpack(given: Path, place: Path) -> Backup:
    try:
        with zipfile.ZipFile(given) as archive:
            names = [name for name in archive.namelist() if name != CONTENTS]
            if not all(map(_PART.fullmatch, names)):
                raise UnreadableFileError("backup-unreadable", name=given.name)
            said = Backup.model_validate(json.loads(archive.read(CONTENTS)))
            archive.extractall(place, names)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise UnreadableFileError("backup-unreadable", name=given.name) from None
    return said


def _verify(journal: Journal, said: Backup) -> None:
    journal.refuse_holes()
    last = None
    for last in journal.after(None):
        journal.verify_tables(last)
    if (last.sequence if last else 0, last.hash if last else "") != (said.entries, said.seal):
        raise InputError("backup-incomplete", entries=said.entries)
