"""The store loses nothing: not by a crash, not by a damaged index, not by what is changed by hand."""

import random
import shutil
from pathlib import Path

import duckdb
import pytest
from stored import Rows, content, everything, imported

from engagement import actions, importing
from engagement.errors import JournalDamagedError, StoreError, StoreVersionError
from engagement.store import Store

EXPECTATION = "type,mechanism,category,value,author,date,basis\nabsence,Coast,MIG,1,Secretariat,2024-01-01,plan\n"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original")
    with Store.open(folder) as store:
        for number in range(3):
            imported(store, number)
        actions.undo_batch(store, "B0002", by="tester")
        actions.declare_expectations(store, EXPECTATION, by="tester")
    return folder


@pytest.fixture
def filled(original: Path, tmp_path: Path) -> Path:
    """The folder of a closed store with three imports, one of them undone, and one expectation."""
    return shutil.copytree(original, tmp_path / "filled")


@pytest.fixture(scope="module")
def before(original: Path) -> Rows:
    """Every row of the store that `filled` is a copy of."""
    return content(original)


def quarantined(folder: Path) -> list[str]:
    return sorted(path.name.rsplit("-", 1)[1] for path in folder.glob("quarantine-*"))


def changed_by_hand(folder: Path, statement: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("attach '" + str(folder / "index.duckdb") + "' as engagement")
        connection.execute(statement)


# ---- the index can be thrown away ----


def test_an_empty_store_is_sound(store: Store) -> None:
    assert (store.version, store.broken_invariants()) == (0, [])
    assert set(map(len, everything(store).values())) == {0}
    store.verify()


def test_a_store_comes_back_as_it_was_closed(filled: Path, before: Rows) -> None:

    assert {table: len(rows) for table, rows in before.items()} == {
        "entry": 5,
        "batch": 3,
        "mechanism": 2,
        "activity": 2,
        "fact": 6,
        "spelling": 12,
        "expectation": 1,
    }
    assert content(filled) == before
    assert quarantined(filled) == []


def test_deleting_the_index_loses_nothing(filled: Path, before: Rows) -> None:
    for path in filled.glob("index.duckdb*"):
        path.unlink()

    assert content(filled) == before


@pytest.mark.parametrize("harm", ["garbage", "zeroed", "truncated", "no bytes", "text", "sqlite"])
def test_a_damaged_index_is_put_aside_and_rebuilt(filled: Path, before: Rows, harm: str) -> None:
    path = filled / "index.duckdb"
    whole = path.read_bytes()
    path.write_bytes(
        {
            "garbage": random.Random(1).randbytes(len(whole)),
            "zeroed": bytes(len(whole)),
            "truncated": whole[: len(whole) // 2],
            "no bytes": b"",
            "text": b"date,activity\n",
            "sqlite": b"SQLite format 3\0" + bytes(4080),
        }[harm]
    )

    assert content(filled) == before
    assert harm == "no bytes" or quarantined(filled) == ["index.duckdb"]


def test_flipped_bytes_anywhere_in_the_index_change_no_figure(filled: Path, before: Rows) -> None:
    path = filled / "index.duckdb"
    chance = random.Random(20)
    for _ in range(12):
        whole = bytearray(path.read_bytes())
        for _ in range(20):
            whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(whole)

        assert content(filled) == before


def test_the_index_of_another_store_is_put_aside(filled: Path, before: Rows, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other") as other:
        imported(other, 9)
    (filled / "index.duckdb").write_bytes((tmp_path / "other" / "index.duckdb").read_bytes())

    assert content(filled) == before
    assert quarantined(filled) == ["index.duckdb"]


def test_a_log_of_writes_that_is_not_ours_changes_nothing(filled: Path, before: Rows) -> None:
    (filled / "index.duckdb.wal").write_bytes(random.Random(2).randbytes(5000))

    assert content(filled) == before


@pytest.mark.parametrize(
    "change",
    [
        "update engagement.fact set people = 5 where people = 4 and batch = 1",
        "update engagement.fact set category = 'MIG' where category = 'UNK' and batch = 3",
        "delete from engagement.spelling where batch = 1 and text = 'Blue Union'",
        "delete from engagement.fact where batch = 1",
        "insert into engagement.fact from engagement.fact where batch = 1 limit 1",
        "update engagement.fact set batch = 3 where batch = 1",
        "update engagement.activity set title = 'Meating' where batch = 1",
        "update engagement.activity set open_to_stakeholders = false where batch = 1",
        "insert into engagement.activity select 2, * exclude batch from engagement.activity where batch = 1",
        "update engagement.mechanism set name = 'Coats' where batch = 1",
        "delete from engagement.mechanism",
        "update engagement.batch set rows_unclassified = 0 where batch = 1",
        "update engagement.batch set file_name = 'other.csv' where batch = 3",
        "update engagement.batch set is_illustrative = true where batch = 3",
        "update engagement.batch set undone_at = null where batch = 2",
        "delete from engagement.batch where batch = 2",
        "update engagement.expectation set value = '9'",
        "delete from engagement.expectation",
        "update engagement.entry set actor = 'somebody' where sequence = 1",
        "update engagement.entry set hash = 'x' where sequence = 5",
        "delete from engagement.entry where sequence = 2",
        "delete from engagement.entry",
    ],
)
def test_one_cell_changed_in_the_index_is_noticed_at_the_next_opening(filled: Path, before: Rows, change: str) -> None:
    changed_by_hand(filled, change)

    assert content(filled) == before
    assert quarantined(filled) == ["index.duckdb"]


def test_what_was_written_while_the_index_was_away_is_taken_in(filled: Path) -> None:
    """The power went after the entry reached the disk and before the index did."""
    older = (filled / "index.duckdb").read_bytes()
    with Store.open(filled) as store:
        imported(store, 7)
        expected = everything(store)
    (filled / "index.duckdb").write_bytes(older)
    (filled / "index.duckdb.wal").unlink(missing_ok=True)

    assert content(filled) == expected
    assert quarantined(filled) == []


# ---- the journal is the record ----


@pytest.mark.parametrize("harm", ["head", "hole", "table", "table gone"])
@pytest.mark.parametrize("is_index_there", [True, False])
def test_a_damaged_journal_is_named_and_nothing_is_changed(filled: Path, harm: str, is_index_there: bool) -> None:
    name = "00000003.json" if harm in ("head", "hole") else "00000003.fact.parquet"
    path = filled / "journal" / name
    path.unlink() if harm in ("hole", "table gone") else path.write_bytes(path.read_bytes()[:-9] + b"something")
    if not is_index_there:
        (filled / "index.duckdb").unlink()

    with pytest.raises(JournalDamagedError) as caught, Store.open(filled) as store:
        store.verify()
    assert (caught.value.code, caught.value.entry) == ("journal-damaged", name)


def test_rows_that_were_changed_before_the_index_took_them_in_are_named(filled: Path) -> None:
    """A readable Parquet file with other rows than those that were written."""
    older = (filled / "index.duckdb").read_bytes()
    with Store.open(filled) as store:
        imported(store, 7)
    (filled / "index.duckdb").write_bytes(older)
    folder = filled / "journal"
    (folder / "00000006.fact.parquet").write_bytes((folder / "00000001.fact.parquet").read_bytes())

    with pytest.raises(JournalDamagedError) as caught:
        Store.open(filled)
    assert caught.value.entry == "00000006.fact.parquet"


def test_a_journal_that_lost_its_end_is_noticed_by_the_index(filled: Path) -> None:
    (filled / "journal" / "00000005.json").unlink()

    with pytest.raises(JournalDamagedError) as caught:
        Store.open(filled)
    assert caught.value.entry == "00000005.json"


def test_a_store_that_could_not_be_opened_can_be_opened_once_it_is_mended(filled: Path, before: Rows) -> None:
    path = filled / "journal" / "00000003.json"
    whole = path.read_bytes()
    path.write_bytes(b"{}")
    with pytest.raises(JournalDamagedError):
        Store.open(filled)
    path.write_bytes(whole)

    assert content(filled) == before
    assert quarantined(filled) == []


def test_a_store_written_by_a_newer_version_is_refused_by_name(filled: Path) -> None:
    changed_by_hand(filled, "insert into engagement.migration values (9001, '9001_later.sql', '')")

    with pytest.raises(StoreVersionError) as caught:
        Store.open(filled)
    assert (caught.value.code, caught.value.found) == ("store-newer", "9001")


def test_an_entry_of_a_kind_we_do_not_know_is_refused_by_name(store: Store) -> None:
    journal = store._journal
    journal.commit(journal.prepare("moon-landed", by="tester", parameters={}, previous=None))

    with pytest.raises(StoreVersionError) as caught:
        store.refresh()
    assert caught.value.found == "moon-landed"
    assert store.version == 0


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path / "file")
    assert caught.value.code == "store-folder"


# ---- what must never hold ----


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("delete from engagement.activity", "participation without its activity"),
        ("insert into engagement.activity from engagement.activity", "activity listed twice in one batch"),
        (
            "update engagement.batch set undone_at = imported_at",
            "rows of a batch that is not there or was undone",
        ),
        ("delete from engagement.batch", "rows of a batch that is not there or was undone"),
        ("delete from engagement.mechanism", "activity of an unknown mechanism"),
        ("update engagement.fact set category = 'ZZZ'", "category that is in no list"),
        ("update engagement.batch set rows_read = rows_read + 1", "a batch does not account for every row read"),
        (
            "update engagement.fact set gender_recorded = 5 where people = 4",
            "more women, men and others than people",
        ),
        ("update engagement.activity set date_to = date_from - 1", "an activity that ends before it begins"),
        (
            "insert into engagement.batch select * replace (2 as batch) from engagement.batch",
            "the same sheet imported twice",
        ),
        ("insert into engagement.entry from engagement.entry", "an entry of the journal indexed twice"),
    ],
)
def test_what_is_broken_by_hand_is_reported(store: Store, change: str, finding: str) -> None:
    imported(store, 0)
    assert store.broken_invariants() == []

    store._connection.cursor().execute(change)

    assert {row[0] for row in store.broken_invariants()} == {finding}


def test_a_write_that_would_break_an_invariant_leaves_no_trace(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(store, 0)
    before = everything(store)
    judged = importing.Import.judged
    false = lambda work, desk: judged(work, desk).model_copy(update={"rows_read": 99})  # noqa: E731
    monkeypatch.setattr(importing.Import, "judged", false)

    with pytest.raises(StoreError) as caught:
        imported(store, 1)

    assert (caught.value.code, caught.value.finding) == (
        "invariant-broken",
        "a batch does not account for every row read",
    )
    assert (everything(store), store.version) == (before, 1)
    monkeypatch.undo()
    assert imported(store, 1).batch == "B0002"


def test_a_disk_that_fills_up_leaves_no_half_import(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(store, 0)
    before = everything(store)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store._journal, "_write_durably", full)
    with pytest.raises(StoreError) as caught:
        imported(store, 1)
    monkeypatch.undo()

    assert caught.value.code == "store-folder"
    assert (everything(store), store.version) == (before, 1)
    assert imported(store, 1).batch == "B0002"


# ---- hardening ----


@pytest.mark.parametrize(
    "statement",
    [
        "from read_text('/etc/hostname')",
        "from read_csv('/etc/passwd')",
        "from glob('/*')",
        "copy (select 1) to '/tmp/leak.csv'",
        "attach '/tmp/elsewhere.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
    ],
)
def test_nothing_outside_the_folder_can_be_reached(store: Store, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        store.rows(statement)
    with store.desk() as desk, pytest.raises(duckdb.Error):
        desk.rows(statement)
