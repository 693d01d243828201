"""A list of names to be looked up: one name in a line, or a table of names with countries and categories."""

from collections.abc import Iterable

from engagement.cells import countries
from engagement.cells import names as cells
from engagement.errors import MappingError
from engagement.files import readers
from engagement.files.blocks import Given
from engagement.files.sheet import Grid
from engagement.model import UNCLASSIFIED
from engagement.registry_lists import sheet
from engagement.registry_lists.listed import NamedRow
from engagement.settings import Settings
from engagement.taxonomy import recognise


def read_names(given: Given, *, encoding: str | None = None) -> tuple[NamedRow, ...]:
    """Every name of a list, with its row; a name that holds an address is left out.

    A list without a title we know is one of names alone, its first line too. Raises UnreadableFileError, or MappingError
    for a table of which no column holds names.
    """
    grid = readers.read_grid(given, sheet=None, encoding=encoding, limits=Settings())
    titles = [sheet.titles("organisations").get(sheet.fold(title)) for title in grid.rows[0][1]]
    if "name" in titles:
        return tuple(_named(grid, titles))
    if len(titles) > 1:
        raise MappingError("list-column-missing", column="name", columns="name, country, category")
    lines = ((number, (grid.delimiter or "").join(cells)) for number, cells in grid.rows)
    return tuple(_plain(lines))


def _plain(lines: Iterable[tuple[int, str]]) -> Iterable[NamedRow]:
    for number, line in lines:
        if not cells.holds_address(line) and (name := cells.read(line).value):
            yield NamedRow(number, name)


def _named(grid: Grid, titles: list[str | None]) -> Iterable[NamedRow]:
    places = {column: place for place, column in enumerate(titles) if column in ("name", "country", "category")}
    for number, row in grid.rows[1:]:
        said = {column: row[place] for column, place in places.items() if place < len(row)}
        for each in _plain([(number, said.get("name", ""))]):
            category = recognise(said.get("category")).category
            yield NamedRow(
                number,
                each.name,
                countries.recognise(said.get("country", "")),
                None if category == UNCLASSIFIED else category,
            )
