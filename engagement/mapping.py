"""Columns and values of somebody's sheet -> ours. What is not sure is asked, never guessed."""

from collections import Counter
from collections.abc import Mapping as Dictionary
from difflib import get_close_matches

from engagement import vocabulary
from engagement.dates import DateOrder
from engagement.errors import MappingError
from engagement.folding import fold
from engagement.model import Value
from engagement.readers import Sheet

COLUMNS = (
    "activity",
    "date",
    "date_from",
    "date_to",
    "network",
    "working_group",
    "organisation",
    "category",
    "country",
    "role",
    "stage",
    "level",
    "people",
    "women",
    "men",
    "other_gender",
    "gender",
    "tags",
    "mode",
    "place",
    "activity_type",
    "open_to_stakeholders",
    "log_complete",
    "person",
)
"""Our columns, in the order in which a log is best read."""


class Mapping(Value):
    """How to read one sheet: answers a person gave, and nothing else. It is kept with the batch.

    `columns` maps a header of the sheet to one of `COLUMNS` (or to '' to leave it out); `values` maps, per column, a
    value of the sheet to one of ours; `constants` fill a column for the whole file.
    """

    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    date_order: DateOrder | None = None
    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None


class Lookup(Value):
    """A second table: its rows fill further columns of the first where `key`, a column of both, is equal."""

    key: str
    sheet: Sheet
    file: str
    sha256: str


class Staged(Value):
    """The mapped columns of a sheet as text. `copies` gives, per row, the first row with the very same cells."""

    row_numbers: tuple[int, ...]
    columns: dict[str, tuple[str | None, ...]]
    copies: tuple[int | None, ...]
    sources: dict[str, str]  # our column -> header
    not_stored: tuple[str, ...]
    wrong_width: tuple[int, ...]
    keys_not_found: tuple[tuple[int, str], ...]


def suggest(header: tuple[str, ...]) -> dict[str, str]:
    """Headers whose words nearly always mean one of our columns; a column two headers could mean is left out."""
    found = {title: column for title in header if (column := vocabulary.column_for(title))}
    times = Counter(found.values())
    return {title: column for title, column in found.items() if times[column] == 1}


def resolve(header: tuple[str, ...], mapping: Mapping) -> dict[str, str]:
    """Which header feeds which of our columns: the answers given first, then what the headers say themselves.

    Raises MappingError for a header or column that does not exist, or a column that is fed twice.
    """
    for title, column in mapping.columns.items():
        if title not in header:
            raise MappingError("header-unknown", header=title, headers=_some(header, title))
        _refuse_unknown_column(column)
    for column in (*mapping.constants, *mapping.values):
        _refuse_unknown_column(column)
    taken = {*mapping.columns.values(), *mapping.constants}
    suggested = {
        title: column
        for title, column in suggest(tuple(title for title in header if title not in mapping.columns)).items()
        if column not in taken and not _is_superseded(column, taken)
    }
    chosen = {title: column for title, column in mapping.columns.items() if column} | suggested
    if twice := [column for column, times in Counter(chosen.values()).items() if times > 1]:
        raise MappingError("column-mapped-twice", column=twice[0])
    return {column: title for title, column in chosen.items()}


def stage(sheet: Sheet, mapping: Mapping, lookup: Lookup | None = None) -> Staged:
    """The sheet's rows under our column names, still text; cells of columns we do not use are left behind here."""
    header, rows, keys_not_found = _joined(sheet, lookup)
    sources = resolve(header, mapping)
    width = len(header)
    whole = [(number, cells) for number, cells in rows if len(cells) == width]
    positions = {column: header.index(title) for column, title in sources.items()}
    columns: dict[str, tuple[str | None, ...]] = {
        column: tuple(_blank_to_none(cells[position]) for _, cells in whole) for column, position in positions.items()
    }
    columns |= {column: (value.strip() or None,) * len(whole) for column, value in mapping.constants.items()}
    return Staged(
        row_numbers=tuple(number for number, _ in whole),
        columns=columns,
        copies=_copies(whole),
        sources=sources,
        not_stored=tuple(title for title in header if title not in sources.values()),
        wrong_width=tuple(number for number, cells in rows if len(cells) != width),
        keys_not_found=keys_not_found,
    )


Rows = tuple[tuple[int, tuple[str, ...]], ...]


def _joined(sheet: Sheet, lookup: Lookup | None) -> tuple[tuple[str, ...], Rows, tuple[tuple[int, str], ...]]:
    """The sheet with the lookup's further columns beside its own, and the keys the lookup does not have."""
    if lookup is None:
        return sheet.header, sheet.rows, ()
    answers = _answers(lookup, sheet)
    position = sheet.header.index(lookup.key)
    further = tuple(title for title in lookup.sheet.header if title not in sheet.header)
    blank = ("",) * len(further)
    joined: list[tuple[int, tuple[str, ...]]] = []
    missing: list[tuple[int, str]] = []
    for number, cells in sheet.rows:
        key = cells[position].strip() if position < len(cells) else ""
        if key not in answers:
            missing.append((number, key))
        joined.append((number, (*cells, *answers.get(key, blank))))
    return (*sheet.header, *further), tuple(joined), tuple(missing)


def _answers(lookup: Lookup, sheet: Sheet) -> Dictionary[str, tuple[str, ...]]:
    for header in (sheet.header, lookup.sheet.header):
        if lookup.key not in header:
            raise MappingError("header-unknown", header=lookup.key, headers=_some(header, lookup.key))
    position = lookup.sheet.header.index(lookup.key)
    kept = [index for index, title in enumerate(lookup.sheet.header) if title not in sheet.header]
    answers: dict[str, tuple[str, ...]] = {}
    for number, cells in lookup.sheet.rows:
        answer = tuple(cells[index] if index < len(cells) else "" for index in kept)
        key = cells[position].strip() if position < len(cells) else ""
        if answers.setdefault(key, answer) != answer:
            raise MappingError("lookup-contradicts", key=key, row=number)
    return answers


def _copies(rows: list[tuple[int, tuple[str, ...]]]) -> tuple[int | None, ...]:
    first: dict[tuple[str, ...], int] = {}
    return tuple(None if (seen := first.setdefault(cells, number)) == number else seen for number, cells in rows)


def _is_superseded(column: str, taken: set[str]) -> bool:
    """Whether another answer already says what this column would."""
    return (column == "date" and "date_from" in taken) or (column in ("date_from", "date_to") and "date" in taken)


def _refuse_unknown_column(column: str) -> None:
    if column and column not in COLUMNS:
        nearest = get_close_matches(column, COLUMNS, n=1, cutoff=0.0)
        raise MappingError("column-unknown", column=column, nearest=nearest[0], columns=", ".join(COLUMNS))


def _some(header: tuple[str, ...], wanted: str) -> str:
    """The headers spelled most like the one wanted, or the first few."""
    folded = {fold(title): title for title in header}
    near = [folded[key] for key in get_close_matches(fold(wanted), folded, n=3, cutoff=0.6)]
    return ", ".join(near or header[:8])


def _blank_to_none(cell: str) -> str | None:
    return cell if cell.strip() else None
