"""The shapes that files come in, told by what is in them, never by their names. `plain` is a table as it stands."""

from collections.abc import Mapping

from engagement.errors import MappingError
from engagement.files.sheet import Grid
from engagement.files.table import table
from engagement.layouts import hxl, indico, kobo, matrix, participants, teams, template, zoom
from engagement.layouts.laid import PLAIN, Laid, Layout, first_rows
from engagement.settings import Settings
from engagement.taxonomy import SHIPPED, Taxonomy

_LAYOUTS: Mapping[str, Layout] = {
    "teams": teams,
    "zoom": zoom,
    "indico": indico,
    "kobo": kobo,
    "hxl": hxl,
    "participants": participants,
    "matrix": matrix,
    "template": template,
}
"""In the order in which they are looked for: the most peculiar first."""

_WIDEST = 500
"""Cells in a row: nobody lays out more, and looking would take long."""

LAYOUTS = (PLAIN, *_LAYOUTS)


def read(
    grid: Grid, *, layout: str | None, header_row: int | None, limits: Settings, categories: Taxonomy = SHIPPED
) -> Laid:
    """A grid as rows of a log: by the layout asked for, or else by the one that its content shows.

    A `header_row` (from 1) that is not a layout's own is that of a plain table. Raises UnreadableFileError, or
    MappingError when the layout or header row asked for is not there.
    """
    if layout is not None and layout not in LAYOUTS:
        raise MappingError("layout-unknown", layout=layout, layouts=", ".join(LAYOUTS))
    if layout is None:
        return _recognised(grid, header_row, limits, categories)
    if layout == PLAIN:
        return _plain(grid, header_row, limits)
    return _LAYOUTS[layout].lay(grid, header_row, limits, categories)


def _recognised(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """By the layout that the grid shows, unless the header asked for is not that layout's."""
    layout = recognise(grid)
    if layout == PLAIN:
        return _plain(grid, header_row, limits)
    try:
        return _LAYOUTS[layout].lay(grid, header_row, limits, categories)
    except MappingError:
        if header_row is None:
            raise
        return _plain(grid, header_row, limits)


def _plain(grid: Grid, header_row: int | None, limits: Settings) -> Laid:
    return Laid(sheet=table(grid, header_row, limits), layout=PLAIN)


def recognise(grid: Grid) -> str:
    """The layout of a grid; `plain` when it has none that we know."""
    if any(len(cells) > _WIDEST for _, cells in first_rows(grid)):
        return PLAIN
    return next((name for name, layout in _LAYOUTS.items() if layout.fits(grid)), PLAIN)
