"""Our own template, in any of its languages."""

import csv
from functools import cache

from engagement.files.sheet import Cells, Grid
from engagement.files.table import table
from engagement.folding import fold
from engagement.layouts.laid import Laid, find, recognised, unfit
from engagement.reference import folder
from engagement.settings import Settings
from engagement.suggestions import column_of

_ENOUGH = 0.8
"""The share of the template's columns that a sheet must still have, and of its columns that must be the template's."""


def fits(grid: Grid) -> bool:
    """Nearly all the titles of the template, and few others."""
    return find(grid, None, _is_header) is not None


def lay(grid: Grid, header_row: int | None, limits: Settings) -> Laid:
    """The table as it stands; its columns are those of the template."""
    sheet = table(grid, header_row, limits)
    if not _is_header(sheet.header):
        raise unfit("template")
    columns = {title: column for title in sheet.header if (column := column_of(title))}
    return Laid(
        sheet=sheet,
        layout="template",
        reasons=tuple(columns),
        columns=columns,
        notes=(recognised("template", tuple(columns)),),
    )


def _is_header(cells: Cells) -> bool:
    titles = {fold(cell) for cell in cells if cell.strip()}
    return any(len(titles & ours) >= _ENOUGH * max(len(ours), len(titles)) for ours in _headers())


@cache
def _headers() -> tuple[frozenset[str], ...]:
    return tuple(_header(path.name) for path in sorted(folder().glob("template*.csv")))


def _header(name: str) -> frozenset[str]:
    with (folder() / name).open(encoding="utf-8-sig", newline="") as lines:
        return frozenset(fold(title) for title in next(csv.reader(lines)))
