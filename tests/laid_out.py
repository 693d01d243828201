"""Files laid out, and what a reader sees of them."""

from layout_files import (
    cells,
)

from engagement import layouts
from engagement.files import readers
from engagement.layouts import Laid
from engagement.mapping import suggest
from engagement.settings import Settings

LIMITS = Settings()


def lay(content: bytes, layout: str | None = None, header_row: int | None = None, sheet: str | None = None) -> Laid:
    grid = readers.read_grid(content, sheet=sheet, encoding=None, limits=LIMITS)
    return layouts.read(grid, layout=layout, header_row=header_row, limits=LIMITS)


def meant(laid: Laid) -> list[dict[str, str]]:
    """The rows by our columns, blank cells left out, with the number of each as 'row'."""
    places = {column: laid.sheet.header.index(title) for title, column in ours(laid).items()}
    return [
        {"row": str(number)} | {column: cells[at] for column, at in places.items() if cells[at]}
        for number, cells in laid.sheet.rows
    ]


def ours(laid: Laid) -> dict[str, str]:
    return {
        title: each.column
        for title, each in suggest(laid.sheet, laid.columns).items()
        if each.confidence.value == "certain"
    }


def in_columns(drawing: str) -> list[dict[str, str]]:
    header, *rows = cells(drawing)
    return [{title: cell for title, cell in zip(header, row, strict=True) if cell} for row in rows]
