"""What is measured of documents, each in a process of its own: `python -m benchmarks.document_contenders NAME FILE`.

Every contender finds its document (or its store) ready, and prints what one file took: the first, and the median of
those after it.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

PACK = ("pdf", "docx", "xlsx", "csv", "json", "package")
_TIMES = 3

Written = Callable[[], int]
"""Writes what is measured and returns how many bytes it has."""


def formats(*names: str) -> Callable[[Path], Written]:
    """Our writers, over the document of a JSON file."""

    def ready(file: Path) -> Written:
        from engagement.document import Document
        from engagement.exports import FORMATS

        document = Document.model_validate_json(file.read_bytes())
        return lambda: sum(len(FORMATS[name].write(document)) for name in names)

    return ready


def weasyprint(file: Path) -> Written:
    """The same document as HTML, made a tagged PDF by weasyprint."""
    from weasyprint import HTML

    page = file.with_suffix(".html").read_text(encoding="utf-8")
    return lambda: len(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))


def annex(folder: Path) -> Written:
    """One line for each organisation-event of a store, to a file."""
    from engagement.exports import annex as annexed
    from engagement.model import Selection
    from engagement.store import Store

    store = Store.open(folder)

    def written() -> int:
        place = folder.parent / "annex.csv"
        with place.open("wb") as file:
            annexed.write(store, Selection(), file)
        return place.stat().st_size

    return written


CONTENDERS: dict[str, Callable[[Path], Written]] = {
    "pdf": formats("pdf"),
    "slides": formats("pptx"),
    "pack": formats(*PACK),
    "weasyprint": weasyprint,
    "annex": annex,
}


def measured(name: str, file: Path) -> dict[str, Any]:
    """Seconds of the first file and the median of the next ones; the peak of the process in bytes, and before it."""
    write = CONTENDERS[name](file)
    before = _peak()
    taken = []
    size = 0
    for _ in range(1 + _TIMES):
        start = time.perf_counter()
        size = write()
        taken.append(time.perf_counter() - start)
    return {"first": taken[0], "seconds": median(taken[1:]), "bytes": size, "peak": _peak(), "peak_before": before}


def _peak() -> int:
    """In bytes. Linux remembers in `ru_maxrss` what the parent had, so it is asked elsewhere there."""
    status = Path("/proc/self/status")
    if status.exists():
        said = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(said.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(sys.argv[1], Path(sys.argv[2]))))
