"""Our own template, in any of its languages."""

import csv
from functools import cache

from engagement.errors import MappingError
from engagement.files.sheet import Cells, Grid
from engagement.files.table import table
from engagement.folding import fold
from engagement.layouts.laid import Laid, find, recognised, unfit, unfit_columns
from engagement.reference import folder
from engagement.settings import Settings
from engagement.suggestions import column_of
from engagement.taxonomy import Taxonomy

_ENOUGH = 0.8
"""The share of the template's columns that a sheet must still have, and of its columns that must be the template's."""


def fits(grid: Grid) -> bool:
    """Nearly all the titles of the template, and few others."""
    return find(grid, None, _is_header) is not None


def lay(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """The table as it stands; its columns are those of the template."""
    sheet = table(grid, header_row, limits)
    if not _is_header(sheet.header):
        raise _unfit(sheet.header)
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
    return any(len(titles & set(ours)) >= _ENOUGH * max(len(ours), len(titles)) for ours in _headers())


def _unfit(header: Cells) -> MappingError:
    """The columns of the template that are missing, in the language that comes nearest; or else those it has not."""
    titles = {fold(title): title for title in header}
    ours = max(_headers(), key=lambda each: len(each.keys() & titles.keys()))
    if len(titles.keys() & ours.keys()) >= _ENOUGH * len(ours):
        return unfit_columns("template", [title for key, title in titles.items() if key not in ours])
    return unfit("template", [title for key, title in ours.items() if key not in titles])


@cache
def _headers() -> tuple[dict[str, str], ...]:
    return tuple(_header(path.name) for path in sorted(folder().glob("template*.csv")))


def _header(name: str) -> dict[str, str]:
    """The titles of one of our templates, by the key that their spellings share."""
    with (folder() / name).open(encoding="utf-8-sig", newline="") as lines:
        return {fold(title): title for title in next(csv.reader(lines))}
