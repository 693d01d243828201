"""Every hostile file by name, and what must come of it."""

import csv
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from hostile import archives, contents, texts, workbooks


class Expectation(NamedTuple):
    """What must come of a file.

    `outcome` is 'accepted', or the code of the refusal or question when no answer is given. `answers` are those of a
    `Mapping`; with them (or without, when there are none) the rows are counted as said. `rows` is None for a file that
    no answer helps; `findings` are the codes of the problems on the receipt with how many there are of each.
    """

    file: str
    what: str
    outcome: str
    answers: dict[str, Any]
    rows: tuple[int, int, int, int] | None  # read, accepted, refused, duplicate
    findings: dict[str, int]


@lru_cache(maxsize=20)
def content(name: str) -> bytes:
    """The bytes of a file."""
    made: bytes = functions()[Path(name).stem]()
    return made


def expectations() -> dict[str, Expectation]:
    """By file name."""
    text = (Path(__file__).parent / "expectations.csv").read_text(encoding="utf-8")
    return {row["file"]: _expectation(row) for row in csv.DictReader(text.splitlines())}


def functions() -> dict[str, Callable[[], bytes]]:
    """The functions that make a file, by name."""
    every = {name: made for module in (texts, contents, workbooks, archives) for name, made in vars(module).items()}
    return {name: made for name, made in every.items() if name[:1] in "cx" and name[1:4].isdigit()}


def _expectation(row: dict[str, str]) -> Expectation:
    read, accepted, refused, duplicate = (row[name] for name in ("read", "accepted", "refused", "duplicate"))
    counted = (each.split(":") for each in row["findings"].split())
    return Expectation(
        file=row["file"],
        what=row["what"],
        outcome=row["outcome"],
        answers=json.loads(row["answers"] or "{}"),
        rows=(int(read), int(accepted), int(refused), int(duplicate)) if read else None,
        findings={code: int(number) for code, number in counted},
    )
