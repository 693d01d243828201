"""A version of the method stands for its figures: under one version, one record gives one number for each figure."""

import json
import re
from pathlib import Path

from test_tracing_all import with_all

from engagement.editions import numbers_of
from engagement.freezing import digest
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import METHOD, inclusion_summary

HELD_FAST = Path(__file__).parent / "golden/method.json"
"""Each version's digest of the numbers of each table of one record: the example, seats, outreach, an expectation."""

METHOD_MD = Path(__file__).parents[1] / "docs/method.md"


def test_the_figures_of_a_record_are_those_of_the_version_of_the_method(store: Store) -> None:
    with_all(store)
    numbers = numbers_of(inclusion_summary(store, Selection(), "en"))

    found = {table: digest(rows)[:16] for table, rows in numbers.items() if rows}

    held = json.loads(HELD_FAST.read_text(encoding="utf-8"))
    assert found == held.get(METHOD), (
        "The same record gives other figures. Where they are read otherwise, raise METHOD and say in docs/method.md, "
        "Versions, what changed; where only the record or the tables are others, hold these fast instead."
    )


def test_the_version_is_the_last_of_those_that_the_method_tells_of() -> None:
    _, versions = METHOD_MD.read_text(encoding="utf-8").split("## Versions\n")
    told, *_ = versions.split("\n## ")

    assert re.findall(r"^\| (\d+) \| ", told, re.MULTILINE)[-1] == METHOD
