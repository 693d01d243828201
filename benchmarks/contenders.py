"""What is measured, each in a process of its own: `python -m benchmarks.contenders NAME FILE` prints what it took.

Every contender begins with its libraries loaded and an empty folder, and ends with its rows on disk (those marked
`checks` only judge them).
"""

import csv
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

Contender = Callable[[Path, Path], int]
"""(the file, an empty folder) -> rows"""


def raw() -> Contender:
    """DuckDB's bare read into a table of text in a database file."""
    import duckdb

    def run(file: Path, folder: Path) -> int:
        with duckdb.connect(str(folder / "raw.duckdb"), config={"threads": _cores()}) as connection:
            connection.execute("create table log as from read_csv($1, all_varchar = true, header = true)", [str(file)])
            return _count(connection.execute("select count(*) from log").fetchone())

    return run


def plenum(*, is_check: bool = False) -> Contender:
    """Our import: every value read, every row judged, journal and index written."""
    from engagement import actions
    from engagement.errors import InvalidLogError
    from engagement.mapping import Mapping
    from engagement.store import Store

    def run(file: Path, folder: Path) -> int:
        with Store.open(folder / "store") as store:
            try:
                receipt = actions.import_log(
                    store, file, file_name=file.name, mapping=Mapping(), by="benchmark", is_check=is_check
                )
            except InvalidLogError as error:
                return int(error.values["rows"])
            return receipt.rows_read

    return run


def pydantic_rows() -> Contender:
    """The usual way: a model for a row, a loop over `csv.DictReader`, a set of what was seen. It stores nothing."""
    from pydantic import BaseModel, ValidationError, field_validator, model_validator

    class Line(BaseModel):
        date: date
        activity: str
        network: str
        working_group: str
        organisation: str
        category: str
        country: str
        role: str
        stage: str
        level: str
        people: int
        women: int
        men: int
        mode: str
        place: str

        @field_validator("activity", "network", "organisation")
        @classmethod
        def is_given(cls, text: str) -> str:
            if not text.strip():
                raise ValueError("missing")
            return " ".join(text.split())

        @model_validator(mode="after")
        def counts_agree(self) -> "Line":
            if self.women + self.men > self.people:
                raise ValueError("counts contradict")
            return self

    def run(file: Path, folder: Path) -> int:
        seen: set[int] = set()
        kept, problems, number = [], [], 0
        with file.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=1):
                if (key := hash(tuple(row.values()))) in seen:
                    continue
                seen.add(key)
                try:
                    kept.append(Line.model_validate(row))
                except ValidationError as error:
                    problems.append((number, error.errors(include_url=False)))
        return number

    return run


def csv_reader() -> Contender:
    """Python's csv module alone, the cells counted and thrown away."""

    def run(file: Path, folder: Path) -> int:
        with file.open(encoding="utf-8", newline="") as lines:
            return sum(1 for _ in csv.reader(lines)) - 1

    return run


def frictionless() -> Contender:
    """`frictionless validate` with a schema of the same types; it knows no synonyms and stores nothing."""
    from frictionless import Resource, Schema, fields

    counts = [fields.IntegerField(name=name) for name in ("people", "women", "men")]
    words = ("activity", "network", "working_group", "organisation", "category", "country", "role", "stage", "level")
    schema = Schema(
        fields=[
            fields.DateField(name="date"),
            *(fields.StringField(name=name) for name in words),
            *counts,
            *(fields.StringField(name=name) for name in ("mode", "place")),
        ]
    )

    def run(file: Path, folder: Path) -> int:
        os.chdir(file.parent)  # it refuses absolute paths
        report = Resource(path=file.name, schema=schema).validate(limit_errors=1_000_000)
        return int(report.tasks[0].stats["rows"])

    return run


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "raw": raw,
    "plenum": plenum,
    "plenum checks": lambda: plenum(is_check=True),
    "pydantic checks": pydantic_rows,
    "csv reader": csv_reader,
    "frictionless checks": frictionless,
}


def measure(name: str, file: Path) -> dict[str, float]:
    """Seconds (wall and processor), bytes at the peak, and rows."""
    contender = CONTENDERS[name]()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        loaded = _peak(resource.RUSAGE_SELF)
        used, began = _processor(), time.perf_counter()
        rows = contender(file, Path(folder))
        seconds, processor = time.perf_counter() - began, _processor() - used
    children = _peak(resource.RUSAGE_CHILDREN)
    return {
        "rows": rows,
        "seconds": seconds,
        "processor": processor,
        "peak": _peak(resource.RUSAGE_SELF),
        "loaded": loaded,
        "children": children,
    }


def _processor() -> float:
    """Seconds of processor time of this process and of those it waited for."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak(who: int) -> int:
    """Bytes; Linux counts in units of 1,024."""
    return resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _count(answer: tuple[Any, ...] | None) -> int:
    return int(answer[0]) if answer else 0


if __name__ == "__main__":
    json.dump(measure(sys.argv[1], Path(sys.argv[2])), sys.stdout)
