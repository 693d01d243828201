"""`python -m benchmarks.documents`: what it takes to write a document of twenty pages, all its formats, and its annex.

The document is the summary of the example, its table of gaps repeated until the PDF has twenty pages. Each contender is
a process of its own on one core; they take turns, and a figure is the median over the rounds. The first file of a
process is told apart: it loads the writer.

    python -m benchmarks.documents                          our own formats
    python -m benchmarks.documents --weasyprint PYTHON      an interpreter that has weasyprint
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import made_logs
from benchmarks.__main__ import one_core, say
from engagement import actions
from engagement.document import Document
from engagement.exports import FORMATS
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "documents.json"
PAGES = 20
GOALS = {
    "pdf": "0.5 s or less",
    "pack": "2 s or less, 300 MB",
    "weasyprint": "15 times ours or more",
    "annex": "constant memory",
}
_PAGE = re.compile(rb"/Type\s*/Page\b")


def made_document(folder: Path, pages: int) -> tuple[Path, int]:
    """A summary whose PDF has `pages` pages or a few more, as JSON and as HTML, and how many it has."""
    with tempfile.TemporaryDirectory() as store_folder, Store.open(Path(store_folder) / "store") as store:
        actions.load_demonstration(store, by="benchmark")
        document = inclusion_summary(store, Selection(), "en")
    gaps = next(section for section in document.sections if section.code == "gaps")
    count = _pages(document)
    while count < pages:
        document = document.model_copy(update={"sections": (*document.sections, gaps)})
        count = _pages(document)
    place = folder / f"document-{pages}.json"
    place.write_bytes(document.model_dump_json().encode("utf-8"))
    place.with_suffix(".html").write_bytes(FORMATS["html"].write(document))
    return place, count


def _pages(document: Document) -> int:
    return len(_PAGE.findall(FORMATS["pdf"].write(document)))


def made_store(folder: Path, rows: int) -> Path:
    """A store with one log of `rows` rows."""
    place = folder / f"store-{rows}"
    if not place.exists():
        log = made_logs.write(folder / f"log-{rows}.csv", rows)
        with Store.open(place) as store:
            actions.import_log(store, log, file_name=log.name, mapping=Mapping(), by="benchmark")
    return place


def measured(python: str, contender: str, place: Path) -> dict[str, Any]:
    """One process."""
    command = [python, "-m", "benchmarks.document_contenders", contender, str(place)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{contender}: {done.stderr.strip().splitlines()[-1]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure, print the table and write `documents.json`."""
    asked = _arguments()
    one_core()
    asked.folder.mkdir(parents=True, exist_ok=True)
    document, pages = made_document(asked.folder, asked.pages)
    places = {"pdf": document, "pack": document, "slides": document}
    pythons = dict.fromkeys(places, sys.executable)
    if asked.weasyprint:
        places["weasyprint"], pythons["weasyprint"] = document, asked.weasyprint
    else:
        say("weasyprint was not measured: give --weasyprint the Python of an environment that has it")
    for rows in asked.rows:
        places[f"annex of {rows}"], pythons[f"annex of {rows}"] = made_store(asked.folder, rows), sys.executable
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in places}
    for turn in range(asked.rounds):
        names = [*places][turn % len(places) :] + [*places][: turn % len(places)]
        for name in names:
            runs[name].append(measured(pythons[name], name.split(maxsplit=1)[0], places[name]))
            say(f"round {turn + 1}: {name}: {runs[name][-1]['seconds']:.3f} s")
    lines = [_line(name, found, runs["pdf"]) for name, found in runs.items()]
    for line in lines:
        sys.stdout.write("  ".join(f"{name} {value}" for name, value in line.items()) + "\n")
    about = {"measured": datetime.now(UTC).date().isoformat(), "pages": pages, "rounds": asked.rounds}
    asked.results.write_text(json.dumps({**about, "lines": lines}, indent=1) + "\n", encoding="utf-8")


def _line(name: str, found: list[dict[str, Any]], ours: list[dict[str, Any]]) -> dict[str, object]:
    line: dict[str, object] = {
        "contender": name,
        "seconds": round(median(each["seconds"] for each in found), 3),
        "first_seconds": round(median(each["first"] for each in found), 3),
        "bytes": found[0]["bytes"],
        "peak_mb": round(median(each["peak"] for each in found) / 1e6),
        "peak_before_mb": round(median(each["peak_before"] for each in found) / 1e6),
        "goal": GOALS.get(name.split(maxsplit=1)[0], ""),
    }
    if name == "weasyprint":
        ratios = [each["seconds"] / own["seconds"] for each, own in zip(found, ours, strict=True)]
        line["times_ours"] = round(median(ratios), 1)
    return line


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.documents", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3, help="processes of each contender")
    parser.add_argument("--pages", type=int, default=PAGES, help="of the document")
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000], help="of the annexes")
    parser.add_argument("--weasyprint", metavar="PYTHON", help="an interpreter that has weasyprint")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "plenum-bench-documents")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are written")
    return parser.parse_args()


if __name__ == "__main__":
    main()
