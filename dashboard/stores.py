"""The stores of this process: the record, and the example in a folder of its own."""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import streamlit as st

from engagement import actions
from engagement.settings import Settings
from engagement.store import Store

_open_stores: list[Store] = []
_scratch: list[Path] = []


def record() -> Store:
    """What this office has recorded, in the folder that the settings name."""
    return _opened(_folder(os.environ.get("ENGAGEMENT_STORE")))


@st.cache_resource(show_spinner=False)
def example() -> Store:
    """Invented and public records to look around in. They go with the process; all visitors see the same ones."""
    folder = Path(tempfile.mkdtemp(prefix="plenum-example-"))
    _scratch.append(folder)
    opened = _opened(str(folder))
    actions.load_demonstration(opened, by="example")
    return opened


def begins_with_example() -> bool:
    """Whether a first visit begins in the example: it was asked for with `--demo`, and nothing is recorded."""
    return is_demonstration() and not record().version


def is_demonstration() -> bool:
    """Whether the dashboard was started with `--demo`."""
    return bool(os.environ.get("ENGAGEMENT_DEMO"))


@cache
def _folder(_setting: str | None) -> str:
    """Where the record is. Asked for every figure, so looked up once for each setting."""
    return str(Settings().store.resolve())


@st.cache_resource(show_spinner=False, max_entries=8)
def _opened(folder: str) -> Store:
    opened = Store.open(Path(folder))
    _open_stores.append(opened)
    return opened


def close() -> None:
    """Close the stores and take the example away: the process ends."""
    for opened in _open_stores:
        opened.close()
    for folder in _scratch:
        shutil.rmtree(folder, ignore_errors=True)
    _open_stores.clear()
    _scratch.clear()
