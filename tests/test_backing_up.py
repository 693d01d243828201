"""A backup is one file; what comes back from it is the same store, or nothing."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from prepared import Copied
from typer.testing import CliRunner

from engagement import actions, indicators
from engagement.backing_up import restore_backup, write_backup
from engagement.cli import app
from engagement.errors import EngagementError
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Store
from tests.logs import load

LOG = """
activity | date       | organisation   | category
Hearing  | 2024-05-02 | Caritas Chad   | CSO
Forum    | 2024-06-02 | City of Athens | LOC
"""


@pytest.fixture
def store(copied: Copied) -> Store:
    return copied(logged_and_undone)


def logged_and_undone(store: Store) -> None:
    load(store, LOG)
    actions.undo_batch(store, load(store, LOG + "Forum | 2024-06-03 | Media House | MED").batch or "", by="test")


def test_a_store_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"

    made = write_backup(store, file)
    restored = restore_backup(tmp_path / "other", file)

    assert (made.entries, restored) == (3, made)
    with Store.open(tmp_path / "other") as other:
        assert indicators.indicators(other, Selection()) == indicators.indicators(store, Selection())
        assert indicators.audit(other) == indicators.audit(store)


def test_answers_kept_for_a_sheet_come_back_too(store: Store, tmp_path: Path) -> None:
    actions.save_profile(
        store, "monthly sheet", b"Titel,Datum\nForum,2024-06-02\n", Mapping(columns={"Titel": "activity"})
    )
    write_backup(store, tmp_path / "backup.zip")

    restore_backup(tmp_path / "other", tmp_path / "backup.zip")

    with Store.open(tmp_path / "other") as other:
        assert indicators.known_profiles(other) == indicators.known_profiles(store)
        assert "monthly sheet" in [each.name for each in indicators.known_profiles(other)]


def test_a_backup_holds_the_journal_and_no_index(store: Store) -> None:
    out = io.BytesIO()

    write_backup(store, out)

    names = zipfile.ZipFile(out).namelist()
    assert [name for name in names if name.endswith(".json")] == [
        "journal/00000001.json",
        "journal/00000002.json",
        "journal/00000003.json",
        "plenum.json",
    ]
    assert {Path(name).suffix for name in names} == {".json", ".parquet"}


def test_a_backup_is_not_written_over_a_store(store: Store, tmp_path: Path) -> None:
    write_backup(store, tmp_path / "backup.zip")

    with pytest.raises(EngagementError, match="holds a store already"):
        restore_backup(store.folder, tmp_path / "backup.zip")


def changed(file: Path, name: str, content: str | None) -> Path:
    """The file with one part of it changed, or left out."""
    out = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(out, "w") as after:
        for each in before.namelist():
            if each != name:
                after.writestr(each, before.read(each))
        if content is not None:
            after.writestr(name, content)
    return out


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("../outside.json", "{}", "is not a backup of this software"),
        ("plenum.json", None, "is not a backup of this software"),
        ("journal/00000003.json", None, "not what was written"),
        ("journal/00000002.json", "{}", "00000002.json"),
        ("journal/00000001.fact.parquet", "nothing", "00000001.fact.parquet"),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_leaves_nothing(
    store: Store, tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    write_backup(store, tmp_path / "backup.zip")

    with pytest.raises(EngagementError, match=message):
        restore_backup(tmp_path / "other", changed(tmp_path / "backup.zip", name, content))

    assert list((tmp_path / "other").rglob("*")) == []


def test_a_file_that_is_no_archive_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("activity,date\n")

    with pytest.raises(EngagementError, match=r"log\.csv is not a backup"):
        restore_backup(tmp_path / "other", tmp_path / "log.csv")


def test_backup_and_restore_from_the_command_line(store: Store, tmp_path: Path) -> None:
    file, other = tmp_path / "backup.zip", tmp_path / "other"

    made = CliRunner().invoke(app, ["backup", str(file), "--store", str(store.folder)])
    back = CliRunner().invoke(app, ["restore", str(file), "--store", str(other)])
    told = CliRunner().invoke(app, ["audit", "--json", "--most", "1", "--store", str(other)])

    assert (made.exit_code, made.stderr) == (0, f"Backup of 3 entries: {file}\n")
    assert (back.exit_code, back.stderr) == (0, f"3 entries restored into {other}.\n")
    assert [each["kind"] for each in json.loads(told.stdout)] == ["batch-undone"]
