"""An empty store per test, and the same store for all that only read it."""

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest
from prepared import Copied, Fill, Prepared, demonstrated, left_empty

from engagement.store import Store

# `make lake` has the wheels of a DuckLake and runs these; the environment of development has another DuckDB.
collect_ignore = [] if find_spec("duckdb_extensions") else ["test_ducklake.py"]


@pytest.fixture
def store(copied: Copied) -> Store:
    """An empty store in a folder of its own."""
    return copied(left_empty)


@pytest.fixture
def app_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the app of this process keeps its store: a folder that is not there yet."""
    from dashboard import session

    monkeypatch.setenv("ENGAGEMENT_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("ENGAGEMENT_DEMO", raising=False)
    yield tmp_path / "store"
    session.close()


@pytest.fixture
def empty(app_folder: Path, prepared: Prepared) -> Store:
    """The empty store of the app of this process."""
    from dashboard import session

    prepared.put(left_empty, app_folder)
    return session.store()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The stores that were filled before in this process."""
    return Prepared(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def copied(tmp_path: Path, prepared: Prepared) -> Iterator[Copied]:
    """A store of its own for the test, filled as one was before."""
    with ExitStack() as opened:

        def copy(fill: Fill) -> Store:
            prepared.put(fill, tmp_path / "store")
            return opened.enter_context(Store.open(tmp_path / "store"))

        yield copy


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Iterator[Store]:
    """A store with the demonstration in it, to be read only."""
    folder = tmp_path_factory.mktemp("demonstration") / "store"
    prepared.put(demonstrated, folder)
    with Store.open(folder) as opened:
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
