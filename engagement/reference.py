"""The tables of `data/`: what words mean, kept where they can be edited without Python."""

import csv
from functools import cache
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent / "data"
_INSTALLED = Path(__file__).resolve().parent / "data"


@cache
def folder() -> Path:
    """Where the reference tables are: beside the package in a checkout, inside it once installed."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.csv`, every cell as text, blank as ''."""
    with (folder() / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
