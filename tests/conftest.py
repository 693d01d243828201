"""An empty store per test."""

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from engagement.store import Store

# `make lake` has the wheels of a DuckLake and runs these; the environment of development has another DuckDB.
collect_ignore = [] if find_spec("duckdb_extensions") else ["test_ducklake.py"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a folder of its own."""
    with Store.open(tmp_path / "store") as opened:
        yield opened


def pytest_unconfigure() -> None:
    """Let go of the stores that pages kept open.

    DuckDB's bindings complain at the interpreter's very end of whatever a kept traceback still refers to; pytest has
    said its summary by then, and that stays the last word.
    """
    if session := sys.modules.get("dashboard.session"):
        session.close()
    gc.collect()
    atexit.register(os.dup2, os.open(os.devnull, os.O_WRONLY), 2)
