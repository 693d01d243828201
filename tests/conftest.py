"""An empty store per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engagement.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a folder of its own."""
    with Store.open(tmp_path / "store") as opened:
        yield opened
