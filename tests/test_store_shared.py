"""The store loses nothing between threads or processes."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from stored import content, everything, imported

from engagement import actions
from engagement.errors import BatchConflictError
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent


def test_a_second_store_on_the_folder_works_and_the_first_sees_its_import(tmp_path: Path) -> None:
    with Store.open(tmp_path) as first, Store.open(tmp_path) as second:
        imported(first, 0)
        imported(second, 1)

        assert (first.version, second.version) == (1, 2)
        assert first.refresh() == 2
        assert everything(first) == everything(second)
        assert [path.name for path in tmp_path.glob("index.duckdb")] == ["index.duckdb"]


IMPORTER = """
import sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {top!r}]
from stored import imported
from engagement.store import Store

with Store.open(Path(sys.argv[1])) as store:
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        print(imported(store, number).batch, number, flush=True)
"""


def importer(folder: Path, first: int, last: int) -> "subprocess.Popen[str]":
    """Another process that imports the logs `first` to `last` and acknowledges each."""
    script = IMPORTER.format(tests=str(TOP / "tests"), top=str(TOP))
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder), str(first), str(last)], stdout=subprocess.PIPE, text=True
    )


def test_another_process_imports_while_the_first_holds_the_store(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        imported(store, 0)
        with importer(tmp_path, 1, 4) as other:
            said, _ = other.communicate(timeout=60)

        assert (other.returncode, said.split("\n")[:-1]) == (0, ["B0002 1", "B0003 2", "B0004 3"])
        assert store.version == 1
        assert store.refresh() == 4
        assert store.broken_invariants() == []
        assert imported(store, 2).already_imported
        after = everything(store)
    assert content(tmp_path) == after


def test_three_processes_importing_at_once_lose_nothing(tmp_path: Path) -> None:
    others = [importer(tmp_path, 10 * each, 10 * each + 4) for each in range(3)]
    said = [each.communicate(timeout=60)[0].split() for each in others]

    assert [each.returncode for each in others] == [0, 0, 0]
    assert sorted(name for lines in said for name in lines[::2]) == [f"B{number:04}" for number in range(1, 13)]
    assert [(row["rows_accepted"]) for row in content(tmp_path)["batch"]] == [3] * 12


@pytest.fixture(scope="module")
def moments() -> Iterator[float]:
    """Random moments, the same in every run, between the first and the fortieth import."""
    chance = random.Random(40)
    return iter([chance.uniform(0.0, 0.35) for _ in range(6)])


@pytest.mark.parametrize("attempt", range(6))
def test_killing_a_process_loses_no_import_it_acknowledged(
    tmp_path: Path, moments: Iterator[float], attempt: int
) -> None:
    with importer(tmp_path, 0, 300) as other:
        assert other.stdout is not None
        acknowledged = [other.stdout.readline()]
        time.sleep(next(moments))
        os.kill(other.pid, signal.SIGKILL)
        acknowledged += other.stdout.readlines()

    whole = {int(line.split()[1]) for line in acknowledged if line.endswith("\n")}
    batches = content(tmp_path)["batch"]
    kept = {int(row["file_name"].removeprefix("log ").removesuffix(".csv")) for row in batches}

    assert other.returncode == -signal.SIGKILL
    assert whole <= kept <= {*whole, max(whole) + 1}
    with Store.open(tmp_path) as store:
        assert imported(store, 299).batch == f"B{len(kept) + 1:04}"


def test_eight_threads_read_right_answers_while_one_writes(store: Store) -> None:
    """Every answer is that of some whole number of imports: as many activities as batches, three rows each."""
    writing = threading.Event()

    def read() -> set[tuple[int, int, int]]:
        seen = set()
        while not writing.is_set():
            answer = store.rows("""
                select (select count(*) from engagement.batch) as batches,
                       (select count(*) from activity) as activities,
                       (select count(*) from engagement.participation) as rows
            """)[0]
            seen.add((answer["batches"], answer["activities"], answer["rows"]))
            time.sleep(0.005)  # whoever writes wants its turn
        return seen

    with ThreadPoolExecutor(8) as readers:
        answers = [readers.submit(read) for _ in range(8)]
        for number in range(8):
            imported(store, number)
        writing.set()
        seen = set().union(*(each.result(timeout=30) for each in answers))

    assert seen <= {(number, number, 3 * number) for number in range(9)}
    assert len(seen) > 1


def test_the_same_file_from_five_threads_is_imported_once(store: Store) -> None:
    with ThreadPoolExecutor(5) as uploaders:
        receipts = list(uploaders.map(lambda _: imported(store, 0), range(5)))

    assert sorted(each.already_imported for each in receipts) == [False, True, True, True, True]
    assert {each.batch for each in receipts} == {"B0001"}
    assert len(everything(store)["batch"]) == 1


def test_a_batch_undone_from_five_threads_is_undone_once(store: Store) -> None:
    imported(store, 0)

    def undo(_: int) -> str:
        try:
            actions.undo_batch(store, "B0001", by="tester")
        except BatchConflictError as refusal:
            return refusal.code
        return "undone"

    with ThreadPoolExecutor(5) as people:
        assert sorted(people.map(undo, range(5))) == ["batch-undone"] * 4 + ["undone"]
