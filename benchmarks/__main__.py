"""`python -m benchmarks`: what an import costs beside DuckDB's bare read of the same file, on one core.

Each measurement is a process of its own; the contenders take turns in an order that moves on every round, and a figure
is the median over the rounds of its ratio to what was measured in the same round. Times alone say little: the machine
may be shared.

    python -m benchmarks                      100,000 and 1,000,000 rows, five rounds
    python -m benchmarks --rounds 3 --rows 100000
    python -m benchmarks --large              10,000,000 rows too (2 GB of disk for the file)
    python -m benchmarks --frictionless PYTHON    an interpreter that has frictionless
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import made_logs

RESULTS = Path(__file__).parent / "results.json"
Run = dict[str, float]


class Figure(NamedTuple):
    """One line of the table: `contender` on `file`, and what it is compared with."""

    contender: str
    file: str
    compared: tuple[str, str]  # contender, file
    goal: str = ""


HUNDRED, MILLION, TEN_MILLION = 100_000, 1_000_000, 10_000_000
NAMES = {HUNDRED: "100k", MILLION: "1M", TEN_MILLION: "10M"}


def figures(rows: list[int], has_frictionless: bool) -> list[Figure]:
    """What is measured on logs of these lengths."""
    listed = []
    for name in (NAMES.get(count, str(count)) for count in rows):
        listed += [Figure("raw", name, ("raw", name)), Figure("plenum", name, ("raw", name), "1.3 or less")]
    if HUNDRED in rows:
        listed += [
            Figure("csv reader", "100k", ("raw", "100k")),
            Figure("plenum", "100k.xlsx", ("plenum", "100k"), "4 or less"),
        ]
        if has_frictionless:
            listed.append(Figure("frictionless checks", "100k", ("plenum", "100k"), "15 or more"))
    if MILLION in rows:
        listed += [
            Figure("csv reader", "1M", ("raw", "1M")),
            Figure("plenum checks", "1M", ("plenum", "1M")),
            Figure("plenum checks", "1M-wrong", ("plenum checks", "1M"), "2 or less"),
            Figure("pydantic checks", "1M", ("plenum", "1M"), "5 or more"),
        ]
    return listed


def made(name: str, folder: Path) -> Path:
    """The log of this name."""
    length, _, kind = name.partition(".")
    length, _, wrong = length.partition("-")
    count = next((count for count, known in NAMES.items() if known == length), None) or int(length)
    if kind == "xlsx":
        return made_logs.write_workbook(folder / f"{name}", made(length, folder))
    return made_logs.write(folder / f"{name}.csv", count, is_wrong=bool(wrong))


def measured(contender: str, file: Path, python: str) -> Run:
    """One run in a process of its own, on one core."""
    command = [python, "-m", "benchmarks.contenders", contender, str(file)]
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{contender} on {file.name}: {done.stderr.strip().splitlines()[-1]}")
    run: Run = json.loads(done.stdout)
    return run


def rounds(
    listed: list[Figure], files: dict[str, Path], times: int, pythons: dict[str, str]
) -> dict[tuple[str, str], list[Run]]:
    """Every contender on every file, `times` over, beginning at another one each time."""
    wanted = list(dict.fromkeys(pair for each in listed for pair in (each.compared, (each.contender, each.file))))
    runs: dict[tuple[str, str], list[Run]] = {pair: [] for pair in wanted}
    for number in range(times):
        turn = number % len(wanted)
        for contender, name in wanted[turn:] + wanted[:turn]:
            run = measured(contender, files[name], pythons.get(contender, sys.executable))
            runs[contender, name].append(run)
            say(f"round {number + 1}: {contender}, {name}: {run['seconds']:.2f} s")
    return runs


def summary(figure: Figure, runs: dict[tuple[str, str], list[Run]]) -> dict[str, object]:
    """Medians over the rounds: seconds, peak memory, and the ratios to what it is compared with."""
    own, other = runs[figure.contender, figure.file], runs[figure.compared]
    return {
        "contender": figure.contender,
        "file": figure.file,
        "rows": int(own[0]["rows"]),
        "seconds": round(median(run["seconds"] for run in own), 3),
        "peak_mb": round(median(_peak(run) for run in own) / 1e6),
        "compared_with": " on ".join(figure.compared),
        "time_ratio": round(median(a["seconds"] / b["seconds"] for a, b in zip(own, other, strict=True)), 2),
        "processor_ratio": round(median(a["processor"] / b["processor"] for a, b in zip(own, other, strict=True)), 2),
        "peak_ratio": round(median(_peak(a) / _peak(b) for a, b in zip(own, other, strict=True)), 2),
        "goal": figure.goal,
    }


def shown(lines: list[dict[str, object]]) -> str:
    """The results as a table of text."""
    titles = ("contender", "file", "rows", "seconds", "peak_mb", "compared_with", "time_ratio", "peak_ratio", "goal")
    table = [titles, *(tuple(str(line[title]) for title in titles) for line in lines)]
    widths = [max(len(row[place]) for row in table) for place in range(len(titles))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table)


def say(text: str) -> None:
    """Progress, to standard error: standard output is for the table."""
    sys.stderr.write(f"{text}\n")


def main() -> None:
    """Measure, print the table, and write `results.json`."""
    asked = _arguments()
    one_core()
    rows = sorted({*asked.rows, *([TEN_MILLION] if asked.large else [])})
    listed = figures(rows, bool(asked.frictionless))
    asked.folder.mkdir(parents=True, exist_ok=True)
    names = {name for each in listed for name in (each.file, each.compared[1])}
    files = {name: made(name, asked.folder) for name in sorted(names)}
    runs = rounds(listed, files, asked.rounds, {"frictionless checks": asked.frictionless or ""})
    lines = [summary(each, runs) for each in listed]
    sys.stdout.write(shown(lines) + "\n")
    if not asked.frictionless:
        say("frictionless was not measured: give --frictionless the Python of an environment that has it")
    asked.results.write_text(json.dumps(_results(asked.rounds, lines), indent=1) + "\n", encoding="utf-8")


def one_core() -> None:
    """Keep this process and those it starts to the last core it may use; where that cannot be done, say so."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    else:
        say("every core is used: this system cannot keep a process to one")


def _results(times: int, lines: list[dict[str, object]]) -> dict[str, object]:
    import duckdb

    return {
        "measured": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "machine": platform.machine(),
        "rounds": times,
        "lines": lines,
    }


def _peak(run: Run) -> float:
    return max(run["peak"], run["children"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, nargs="+", default=[HUNDRED, MILLION])
    parser.add_argument("--large", action="store_true", help="10,000,000 rows too")
    parser.add_argument("--frictionless", metavar="PYTHON", help="an interpreter that has frictionless")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "plenum-bench", help="where the logs are made"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are written")
    return parser.parse_args()


if __name__ == "__main__":
    main()
