"""A sheet with a row of HXL tags: the tags say what its columns are, whatever their titles."""

from engagement.files.sheet import Grid
from engagement.files.table import is_hashtags, table
from engagement.layouts.laid import Laid, first_rows, recognised
from engagement.settings import Settings
from engagement.suggestions import Confidence, by_tags
from engagement.taxonomy import Taxonomy

_HEADER_WITHIN = 25


def fits(grid: Grid) -> bool:
    """A row of tags of which at least one is known."""
    rows = [cells for _, cells in first_rows(grid)[:_HEADER_WITHIN] if is_hashtags(cells)]
    return any(by_tags(cells, cells) for cells in rows)


def lay(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """The table as it stands, its columns told by their tags."""
    sheet = table(grid, header_row, limits)
    found = by_tags(sheet.header, sheet.hashtags or ())
    columns = {title: each.column for title, each in found.items() if each.confidence is Confidence.CERTAIN}
    reasons = tuple(tag.strip() for tag in sheet.hashtags or () if tag.strip())
    return Laid(sheet=sheet, layout="hxl", reasons=reasons, columns=columns, notes=(recognised("hxl", reasons),))
