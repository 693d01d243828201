"""The worked example of the methodology (section 3, invented) and the numbers printed of it."""

import csv
import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

FILES = Path(__file__).parent / "files"


def _read(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


ROWS = _read("worked_example_rows.csv")
"""One row for each organisation-event: event_id, organisation_id, category_code, level_code, voice_slots."""

REFERENCE = {row["category_code"]: Fraction(row["reference_share"]) for row in _read("worked_example_targets.csv")}

GROUPS = tuple(REFERENCE)
"""The twelve groups, in the order of the printed table."""

NUMBERS: dict[str, Any] = json.loads((FILES / "oracle_values.json").read_text(encoding="utf-8"))
"""Computed with R, vegan, scikit-bio and statsmodels, or published; each with its source."""

EXPECTED = NUMBERS["worked_example"]
PUBLISHED = NUMBERS["published"]


def of(group: str) -> list[dict[str, str]]:
    """The organisation-events of a group."""
    return [row for row in ROWS if row["category_code"] == group]


COUNTS = [len(of(group)) for group in GROUPS]
ATTENDED = [len({row["event_id"] for row in of(group)}) for group in GROUPS]
UNCLASSIFIED = len(of("UNK"))


def by_organisation(group: str) -> list[int]:
    """The organisation-events of each organisation of a group."""
    return list(Counter(row["organisation_id"] for row in of(group)).values())


def levels(group: str) -> tuple[dict[int, int], int]:
    """The organisation-events of a group at each level, and those without one."""
    found = Counter(row["level_code"] for row in of(group))
    return {int(code[1]): count for code, count in found.items() if code != "LX"}, found["LX"]


def slots(group: str) -> list[int]:
    """The slots of each organisation-event of a group."""
    return [int(row["voice_slots"]) for row in of(group)]
