"""The logs that are measured are what they say, and the one command that measures works."""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import made_logs
from engagement import actions
from engagement.errors import InvalidLogError
from engagement.mapping import Mapping
from engagement.store import Store

ROWS, IMPORTED = 20_000, 10_000


def test_a_made_log_has_the_columns_and_the_variety_it_promises(tmp_path: Path) -> None:
    path = made_logs.write(tmp_path / "log.csv", ROWS)
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)

    assert tuple(header) == made_logs.HEADER
    assert (len(rows), {len(cells) for cells in rows}) == (ROWS, {15})
    distinct = {name: len({cells[place] for cells in rows} - {""}) for place, name in enumerate(header)}
    assert (distinct["network"], distinct["working_group"], distinct["category"]) == (60, 20, 147)
    assert distinct["country"] == made_logs.COUNTRIES + 1  # one of them is not a country
    assert path.stat().st_size / ROWS == pytest.approx(210, abs=10)


def test_one_row_in_a_hundred_is_wrong_and_one_in_two_hundred_a_copy(store: Store, tmp_path: Path) -> None:
    path = made_logs.write(tmp_path / "log.csv", IMPORTED)
    with path.open(encoding="utf-8", newline="") as lines:
        copies = IMPORTED - len(Counter(tuple(cells) for cells in csv.reader(lines))) + 1

    receipt = actions.import_log(store, path, file_name=path.name, mapping=Mapping(), by="tester")

    assert (receipt.rows_read, receipt.rows_duplicate) == (IMPORTED, copies)
    assert copies == pytest.approx(IMPORTED / 200, rel=0.2)
    wrong = {code: receipt.problem_counts[code] for code in made_logs.ERRORS}
    assert sum(wrong.values()) == pytest.approx(IMPORTED / 100, rel=0.2)
    assert min(wrong.values()) > IMPORTED / 1_000


def test_nothing_is_right_in_a_wrong_log(store: Store, tmp_path: Path) -> None:
    path = made_logs.write(tmp_path / "wrong.csv", 500, is_wrong=True)

    with pytest.raises(InvalidLogError) as refused:
        actions.import_log(store, path, file_name=path.name, mapping=Mapping(), by="tester")

    assert refused.value.values["rows"] == 500


def test_one_command_measures_and_writes_down_what_it_found(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--rows", "1000", "--rounds", "1"]
    command += ["--folder", str(tmp_path), "--results", str(tmp_path / "results.json")]

    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)

    lines = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["lines"]
    assert [(line["contender"], line["rows"]) for line in lines] == [("raw", 1_000), ("plenum", 1_000)]
    assert [line.split()[:3] for line in done.stdout.splitlines()[1:]] == [
        ["raw", "1000", "1000"],
        ["plenum", "1000", "1000"],
    ]


def test_the_plain_query_of_a_page_says_what_the_library_says(tmp_path: Path) -> None:
    """The one command stops where a number differs."""
    command = [sys.executable, "-m", "benchmarks.pages", "--rows", "3000", "--turns", "1", "--rounds", "1"]
    command += ["--folder", str(tmp_path), "--results", str(tmp_path / "pages.json")]

    subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)

    lines = json.loads((tmp_path / "pages.json").read_text(encoding="utf-8"))["lines"]
    assert [(line["page"], line["contender"]) for line in lines] == [
        (f"{page}, {question}", contender)
        for page in ("overview", "gaps")
        for question in ("unfiltered", "three filters")
        for contender in ("plenum", "duckdb")
    ]


def test_documents_are_measured_by_one_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.documents", "--pages", "1", "--rounds", "1", "--rows"]
    command += ["--folder", str(tmp_path), "--results", str(tmp_path / "documents.json")]

    subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, check=True)

    lines = json.loads((tmp_path / "documents.json").read_text())["lines"]
    assert [line["contender"] for line in lines] == ["pdf", "pack", "slides"]
    assert all(line["bytes"] > 10_000 and line["peak_mb"] >= line["peak_before_mb"] for line in lines)
