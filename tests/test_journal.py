"""The journal: a chain of entries on disk that can be read without us, and that says which link is broken."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tables import log

from engagement import actions
from engagement.errors import JournalDamagedError, StoreVersionError
from engagement.journal import GENESIS, Entry, Journal
from engagement.mapping import Mapping
from engagement.store import Store

LOG = log("""
    date       | activity  | network | organisation | category    | people
    -----------+-----------+---------+--------------+-------------+-------
    2024-03-04 | Hearing   | Coast   | Blue Union   | trade union | 4
    2024-03-05 | Workshop  | Coast   | Lake College | academia    |
""")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


def chain(journal: Journal, length: int) -> list[Entry]:
    entries: list[Entry] = []
    for number in range(1, length + 1):
        with journal.locked():
            entries.append(written(journal, entries[-1] if entries else None, f"word {number}"))
    return entries


def written(journal: Journal, previous: Entry | None, word: str) -> Entry:
    entry = journal.prepare(
        "noted", by="tester", parameters={"word": word}, previous=previous, tables={"word": writer(word)}
    )
    journal.commit(entry)
    return entry


def writer(word: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(word, encoding="utf-8") and None


def damage(journal: Journal, name: str, before: str, after: str) -> None:
    path = journal.folder / name
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after), encoding="utf-8")


def test_an_empty_journal_has_no_entries(journal: Journal) -> None:
    assert list(journal.after(None)) == []


def test_entries_come_back_as_they_were_written_oldest_first(journal: Journal) -> None:
    entries = chain(journal, 3)

    assert list(journal.after(None)) == entries
    assert list(journal.after(entries[0])) == entries[1:]
    assert list(journal.after(entries[2])) == []


def test_every_entry_names_the_hash_of_the_one_before(journal: Journal) -> None:
    entries = chain(journal, 3)

    assert [each.previous for each in entries] == [GENESIS, entries[0].hash, entries[1].hash]
    assert [each.sequence for each in entries] == [1, 2, 3]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"word 2"', '"word 9"'),
        ('"by": "tester"', '"by": "someone"'),
        ('"kind": "noted"', '"kind": "other"'),
        ('"sequence": 2', '"sequence": 3'),
        ('"sequence": 2', '"sequence": "2"'),
        ('"word": "', '"word": "0'),
        ('"parameters"', '"surplus": 1, "parameters"'),
        ("}", ""),
    ],
)
def test_a_changed_entry_is_named_and_those_before_it_are_still_read(journal: Journal, before: str, after: str) -> None:
    entries = chain(journal, 3)
    damage(journal, "00000002.json", before, after)
    read = journal.after(None)

    assert next(read) == entries[0]
    with pytest.raises(JournalDamagedError) as caught:
        next(read)
    assert (caught.value.code, caught.value.entry) == ("journal-damaged", "00000002.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"7", b"\xff\xfe", b"{}", b'{"hash": 1}', b"[" * 100_000])
def test_an_entry_that_is_no_entry_at_all_is_named(journal: Journal, content: bytes) -> None:
    chain(journal, 2)
    (journal.folder / "00000002.json").write_bytes(content)

    with pytest.raises(JournalDamagedError) as caught:
        list(journal.after(None))
    assert caught.value.entry == "00000002.json"


def test_an_entry_taken_from_another_journal_does_not_fit_the_chain(journal: Journal, tmp_path: Path) -> None:
    other = Journal(tmp_path / "other")
    chain(journal, 3)
    written(other, written(other, None, "word 1"), "word 2")
    (journal.folder / "00000002.json").write_bytes((other.folder / "00000002.json").read_bytes())

    with pytest.raises(JournalDamagedError) as caught:
        list(journal.after(None))
    assert caught.value.entry == "00000002.json"


def test_a_hole_is_named(journal: Journal) -> None:
    chain(journal, 4)
    (journal.folder / "00000002.json").unlink()
    (journal.folder / "00000003.json").unlink()

    with pytest.raises(JournalDamagedError) as caught:
        journal.refuse_holes()
    assert caught.value.entry == "00000002.json"


def test_a_whole_journal_has_no_hole_even_with_other_files_beside_it(journal: Journal) -> None:
    chain(journal, 2)
    (journal.folder / "copy of 00000001.json").write_text("{}", encoding="utf-8")
    (journal.folder / "notes.txt").write_text("", encoding="utf-8")

    journal.refuse_holes()


@pytest.mark.parametrize("harm", ["changed", "deleted"])
def test_a_damaged_table_is_named(journal: Journal, harm: str) -> None:
    entries = chain(journal, 3)
    table = journal.folder / "00000002.word.parquet"
    table.unlink() if harm == "deleted" else table.write_text("word 3", encoding="utf-8")

    journal.verify_tables(entries[0])
    journal.verify_tables(entries[2])
    with pytest.raises(JournalDamagedError) as caught:
        journal.verify_tables(entries[1])
    assert caught.value.entry == "00000002.word.parquet"


def test_rows_written_without_their_entry_count_for_nothing_and_are_written_over(journal: Journal) -> None:
    """A crash between the two files leaves rows that no entry names."""
    first = chain(journal, 1)[0]
    lost = journal.prepare("noted", by="tester", parameters={}, previous=first, tables={"word": writer("lost")})

    assert not journal.holds(lost)
    assert list(journal.after(None)) == [first]
    journal.refuse_holes()

    second = written(journal, first, "kept")
    assert list(Journal(journal.folder).after(None)) == [first, second]
    journal.verify_tables(second)


def test_a_write_that_fails_half_way_leaves_no_entry(journal: Journal) -> None:
    def broken(path: Path) -> None:
        path.write_bytes(b"half of the ro")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        journal.prepare("noted", by="tester", parameters={}, previous=None, tables={"word": broken})

    assert list(journal.after(None)) == []
    assert list(journal.folder.glob("*.parquet")) == []


def test_writers_take_turns(journal: Journal) -> None:
    """Twenty writers that each read the last entry and write the next never write the same one."""

    def write() -> None:
        own = Journal(journal.folder)
        with own.locked():
            last = [*own.after(None), None][-2] if (journal.folder / "00000001.json").exists() else None
            written(own, last, threading.current_thread().name)

    writers = [threading.Thread(target=write, name=f"writer {number}") for number in range(20)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()

    entries = list(journal.after(None))
    assert [each.sequence for each in entries] == list(range(1, 21))
    assert {each.parameters["word"] for each in entries} == {each.name for each in writers}


def test_a_journal_of_the_first_version_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "00000001.json").write_text('{"sequence": 1, "payload_sha256": null}', encoding="utf-8")

    with pytest.raises(StoreVersionError) as caught:
        Store.open(tmp_path)
    assert (caught.value.code, caught.value.found) == ("store-older", "0.1.0")


def test_an_import_can_be_read_without_this_software(store: Store) -> None:
    """JSON says who, when and what; any Parquet reader shows the rows."""
    actions.import_log(store, LOG, file_name="coast.csv", mapping=Mapping(), by="tester")
    folder = store.folder / "journal"

    head = json.loads((folder / "00000001.json").read_text(encoding="utf-8"))
    tables = {name: duckdb.read_parquet(f"{folder}/00000001.{name}.parquet") for name in head["tables"]}
    activity, fact, spelling = tables["activity"], tables["fact"], tables["spelling"]
    rows = duckdb.sql(
        """select title, mechanism, spelling.text, category, people, row
           from fact join activity using (activity_id) join spelling on spelling.key = fact.organisation order by row"""
    ).fetchall()

    assert (len(activity), len(fact), len(spelling)) == (2, 2, 4)
    assert (head["kind"], head["by"], head["parameters"]["file_name"]) == ("log-imported", "tester", "coast.csv")
    assert head["parameters"]["rows_read"] == 2
    assert rows == [
        ("Hearing", "Coast", "Blue Union", "TUN", 4, 2),
        ("Workshop", "Coast", "Lake College", "ACA", None, 3),
    ]


def test_an_import_leaves_one_entry_its_tables_and_the_lock(store: Store) -> None:
    actions.import_log(store, LOG, file_name="coast.csv", mapping=Mapping(), by="tester")

    files = sorted(path.name for path in (store.folder / "journal").iterdir())
    tables = ("activity", "fact", "spelling")
    assert files == sorted(["00000001.json", *(f"00000001.{name}.parquet" for name in tables), "writer.lock"])
