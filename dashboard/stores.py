"""The stores of this process, the record and the example in a folder of its own, and who writes if nobody signs in."""

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import RLock

from engagement.settings import Settings
from engagement.store import Store

_EXAMPLE = "example"
_open: dict[str, Store] = {}
_opening = RLock()


def record() -> Store:
    """What this office has recorded, in the folder that the settings name."""
    folder = _folder(os.environ.get("ENGAGEMENT_STORE"))
    return _kept(folder, lambda: Store.open(Path(folder)))


def example() -> Store:
    """Invented and public records to look around in. They go with the process; all visitors see the same ones."""
    return _kept(_EXAMPLE, _make_example)


def _make_example() -> Store:
    opened = Store.open(Path(tempfile.mkdtemp(prefix="plenum-example-")))
    from engagement import actions  # and with them all that reads files: no page waits for that

    actions.load_demonstration(opened, by="example")
    return opened


def _kept(name: str, make: Callable[[], Store]) -> Store:
    """A store by its name, opened once however many visitors come at the same moment."""
    with _opening:
        if name not in _open:
            _open[name] = make()
        return _open[name]


def is_open(is_example: bool) -> bool:
    """Whether the example, or else the record, is open, so that nobody has to wait for it."""
    return (_EXAMPLE if is_example else _folder(os.environ.get("ENGAGEMENT_STORE"))) in _open


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


def actor() -> str:
    """Who writes, as the settings say."""
    return _actor(os.environ.get("ENGAGEMENT_ACTOR"))


@cache
def _actor(_setting: str | None) -> str:
    """Asked for every button that writes, so looked up once for each setting."""
    return Settings().actor


def close() -> None:
    """Close the stores and take the example away: the process ends."""
    with _opening:
        for each in _open.values():
            each.close()
        if _EXAMPLE in _open:
            shutil.rmtree(_open[_EXAMPLE].folder, ignore_errors=True)
        _open.clear()
