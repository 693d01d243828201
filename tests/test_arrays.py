"""Arrays go to Arrow and back as pyarrow itself would take them, and pandas stays on its shelf."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from engagement import arrays

NUMBERS = st.lists(st.none() | st.integers(-(2**31) + 1, 2**31 - 1), max_size=40)


@given(NUMBERS)
def test_numbers(numbers: list[int | None]) -> None:
    values = np.array([number or 0 for number in numbers], np.int32)
    found = arrays.arrow(values, np.array([number is None for number in numbers], bool))

    assert (found.type, found.to_pylist()) == (pa.int32(), numbers)
    assert arrays.numpy(found, -7).tolist() == [-7 if number is None else number for number in numbers]
    assert arrays.numpy(found.slice(3), -7).tolist() == [-7 if each is None else each for each in numbers[3:]]


@given(st.lists(st.booleans(), max_size=40))
def test_truths(truths: list[bool]) -> None:
    assert arrays.arrow(np.array(truths, bool)).to_pylist() == truths


@given(st.lists(st.none() | st.text(), max_size=20))
def test_texts(words: list[str | None]) -> None:
    found = arrays.text(words)
    found.validate(full=True)

    assert (found.type, found.to_pylist()) == (pa.string(), words)


def test_letters_that_no_file_can_hold_are_spelled_out() -> None:
    assert arrays.text(["a\udcffb"]).to_pylist() == ["a\\udcffb"]


def test_an_import_does_not_load_pandas(tmp_path: object) -> None:
    script = f"""
import sys
from pathlib import Path
from engagement import actions
from engagement.mapping import Mapping
from engagement.store import Store
log = b"date,activity,network,organisation,category,people\\n2024-03-04,Hearing,Coast,Blue Union,NGO,3\\n"
with Store.open(Path({str(tmp_path)!r})) as store:
    actions.import_log(store, log, file_name="log.csv", mapping=Mapping(), by="tester")
print("pandas" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.stderr, done.stdout) == ("", "False\n")
