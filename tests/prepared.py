"""Stores that many tests begin with: filled once in a process, copied whenever one is wanted again."""

import shutil
from collections.abc import Callable
from pathlib import Path

from engagement import actions
from engagement.store import Store

Fill = Callable[[Store], object]
Copied = Callable[[Fill], Store]


class Prepared:
    """Folders of filled stores, each kept under what filled it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[Fill, Path] = {}

    def put(self, fill: Fill, folder: Path) -> None:
        """Make `folder` that of a store which `fill` has filled; it may then be written to."""
        if fill not in self._made:
            self._made[fill] = self._folder / str(len(self._made))
            with Store.open(self._made[fill]) as store:
                fill(store)
        shutil.copytree(self._made[fill], folder)


def left_empty(store: Store) -> None:
    """Nothing is recorded: making an index costs more than opening one."""


def demonstrated(store: Store) -> None:
    actions.load_demonstration(store, by="test")
