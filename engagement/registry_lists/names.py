"""A list of names to be looked up: one name in a line, or a table of names with countries and categories."""

from engagement.cells import countries
from engagement.cells import names as cells
from engagement.errors import MappingError
from engagement.files import readers
from engagement.files.blocks import Given
from engagement.files.sheet import Grid
from engagement.folding import fold
from engagement.listed import NamedRow
from engagement.model import UNCLASSIFIED, Problem
from engagement.registry_lists import sheet
from engagement.registry_lists.sheet import Findings
from engagement.settings import Settings
from engagement.taxonomy import SHIPPED, Taxonomy

_COLUMNS = ("name", "country", "category")


def read_names(
    given: Given, *, encoding: str | None = None, categories: Taxonomy = SHIPPED
) -> tuple[tuple[NamedRow, ...], tuple[Problem, ...]]:
    """Every name of a list with its row, and what is found wrong; a cell with somebody's address is no name.

    A list without a title we know is one of names alone, its first line too. Raises UnreadableFileError, or
    MappingError for a table of which no column holds names.
    """
    grid = readers.read_grid(given, sheet=None, encoding=encoding, limits=Settings())
    titles = [sheet.titles("organisations").get(fold(title)) for title in grid.rows[0][1]]
    if "name" not in titles and len(titles) > 1:
        raise MappingError("list-column-missing", column="name", columns=", ".join(_COLUMNS))
    findings = Findings()
    lines = _table(grid, titles) if "name" in titles else _lines(grid)
    found = [_named(row, said, findings, categories) for row, said in lines]
    return tuple(each for each in found if each is not None), findings.listed()


def _lines(grid: Grid) -> list[tuple[int, dict[str, str]]]:
    """The lines of a list of names, in which a separator is a part of the name."""
    return [(row, {"name": (grid.delimiter or "").join(line)}) for row, line in grid.rows]


def _table(grid: Grid, titles: list[str | None]) -> list[tuple[int, dict[str, str]]]:
    places = {column: place for place, column in enumerate(titles) if column in _COLUMNS}
    return [
        (row, {column: line[place] for column, place in places.items() if place < len(line)})
        for row, line in grid.rows[1:]
    ]


def _named(row: int, said: dict[str, str], findings: Findings, categories: Taxonomy) -> NamedRow | None:
    name = said.get("name", "")
    reading = cells.read(name)
    if cells.holds_address(name):
        findings.note(row, "name", "personal-data")
        return None
    if reading.value is None:
        code = reading.problem or "organisation-name-missing"
        findings.note(row, "name", code, **(reading.params or {}))
        return None
    category = categories.recognise(said.get("category")).category
    return NamedRow(
        row=row,
        name=reading.value,
        country=countries.recognise(said.get("country", "")),
        category=None if category == UNCLASSIFIED else category,
    )
