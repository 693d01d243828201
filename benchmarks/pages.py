"""`python -m benchmarks.pages`: all figures of the Overview and of the Gaps page, beside the plain query of each.

The plain query is written for DuckDB, polars and pandas over rows that are ready for it, in memory; that their numbers
are those of the library is checked at every run. Each contender is a process of its own on one core; they take turns,
and a figure is the median. The first answer of a process is not counted.

    python -m benchmarks.pages                              100,000 and 1,000,000 rows beside DuckDB
    python -m benchmarks.pages --dataframes PYTHON          an interpreter that has polars, pandas and pyarrow
    python -m benchmarks.pages --rows 100000 --rounds 3
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import made_logs
from benchmarks.__main__ import NAMES, one_core, say

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "pages.json"
GOALS = {"100k": {"unfiltered": 25}, "1M": {"unfiltered": 110, "three filters": 30}}
TIMES = {"polars": 2, "pandas": 5}
"""How many times faster it should be, at a million rows."""


def ready(rows: int, folder: Path) -> Path:
    """A folder with a store of a made log of so many rows, the same rows flat, and the questions."""
    place = folder / f"pages-{NAMES.get(rows, str(rows))}"
    if not (place / "store" / "journal").is_dir():
        place.mkdir(parents=True, exist_ok=True)
        say(f"{place.name}: making the log and importing it")
        _import(made_logs.write(place / "log.csv", rows), place / "store")
    _run(sys.executable, "prepare", str(place))
    return place


def _import(path: Path, store: Path) -> None:
    from engagement import actions
    from engagement.mapping import Mapping
    from engagement.store import Store

    with Store.open(store) as opened:
        actions.import_log(opened, path, file_name=path.name, mapping=Mapping(), by="benchmark")


def _run(python: str, *arguments: str) -> str:
    command = [python, "-m", "benchmarks.page_contenders", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def differing(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Where the numbers of two contenders are not the same. Of gaps ours are only those that fall short."""
    return [
        f"{block} {key}: {numbers} and {theirs[block].get(key)}"
        for block, keyed in ours.items()
        for key, numbers in keyed.items()
        if any(numbers) and theirs[block].get(key) != numbers and not (block == "gaps" and key not in theirs[block])
    ]


def lines(name: str, runs: dict[str, list[dict[str, Any]]]) -> list[dict[str, object]]:
    """A line for each page, question and contender on the log called `name`."""
    found: list[dict[str, object]] = []
    for asked in runs["plenum"][0]:
        ours = _milliseconds(runs["plenum"], asked, "ms")
        for contender, answers in runs.items():
            taken = _milliseconds(answers, asked, "ms")
            line: dict[str, object] = {"file": name, "page": asked, "contender": contender, "ms": round(taken, 1)}
            if contender == "plenum":
                goal = GOALS.get(name, {}).get(asked.split(", ")[1])
                line |= {"query_ms": round(_milliseconds(answers, asked, "query_ms"), 1), "goal_ms": goal}
            else:
                line |= {"times_ours": round(taken / ours, 2), "goal": TIMES.get(contender) if name == "1M" else None}
            found.append(line)
    return found


def _milliseconds(runs: list[dict[str, Any]], asked: str, what: str) -> float:
    return median(each for run in runs for each in run[asked][what])


def compared(name: str, place: Path, pythons: dict[str, str], turns: int, rounds: int) -> list[dict[str, object]]:
    """Every contender on one log, in turns that begin at another one each time. Stops where numbers differ."""
    runs: dict[str, list[dict[str, Any]]] = {contender: [] for contender in pythons}
    for turn in range(turns):
        order = [*pythons][turn % len(pythons) :] + [*pythons][: turn % len(pythons)]
        for contender in order:
            runs[contender].append(json.loads(_run(pythons[contender], contender, str(place), str(rounds))))
            say(f"{name}, turn {turn + 1}: {contender}")
    for contender, (first, *_) in runs.items():
        for asked, answer in first.items():
            if wrong := differing(runs["plenum"][0][asked]["figures"], answer["figures"]):
                raise SystemExit(f"{contender}, {asked}: {len(wrong)} numbers differ, as {wrong[:3]}")
    return lines(name, runs)


def main() -> None:
    """Measure, check that the numbers agree, print the table and write `pages.json`."""
    asked = _arguments()
    one_core()
    pythons = {"plenum": sys.executable, "duckdb": sys.executable}
    if asked.dataframes:
        pythons |= {"polars": asked.dataframes, "pandas": asked.dataframes}
    else:
        say("polars and pandas were not measured: give --dataframes the Python of an environment that has them")
    found = []
    for rows in asked.rows:
        place = ready(rows, asked.folder)
        found += compared(NAMES.get(rows, str(rows)), place, pythons, asked.turns, asked.rounds)
    for line in found:
        sys.stdout.write("  ".join(f"{name} {value}" for name, value in line.items()) + "\n")
    written = {
        "measured": datetime.now(UTC).date().isoformat(),
        "versions": _versions(asked.dataframes),
        "lines": found,
    }
    asked.results.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _versions(dataframes: str | None) -> dict[str, str]:
    import duckdb

    found = {"python": sys.version.split()[0], "duckdb": duckdb.__version__}
    if dataframes:
        script = "import polars, pandas; print(polars.__version__, pandas.__version__)"
        said = subprocess.run([dataframes, "-c", script], capture_output=True, text=True, check=True).stdout.split()
        found |= dict(zip(("polars", "pandas"), said, strict=True))
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.pages", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--turns", type=int, default=3, help="processes of each contender")
    parser.add_argument("--rounds", type=int, default=7, help="answers of each process")
    parser.add_argument("--dataframes", metavar="PYTHON", help="an interpreter that has polars, pandas and pyarrow")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "plenum-bench")
    parser.add_argument("--results", type=Path, default=RESULTS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
