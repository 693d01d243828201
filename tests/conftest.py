"""An empty store per test."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engagement.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a folder of its own."""
    with Store.open(tmp_path / "store") as opened:
        yield opened


def pytest_unconfigure() -> None:
    """Let go of the stores that pages kept open: at its own end the interpreter would complain of them."""
    if session := sys.modules.get("dashboard.session"):
        session.close()
    gc.collect()
