"""Columns and values of somebody's sheet -> ours. What is not sure is asked, never guessed."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from difflib import get_close_matches
from typing import Literal

from engagement.cells.dates import DateOrder
from engagement.errors import MappingError
from engagement.folding import fold
from engagement.model import Value
from engagement.suggestions import Suggestion, by_words, suggest

__all__ = ("COLUMNS", "Mapping", "Suggestion", "header_unknown", "over", "resolve", "suggest")

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
    "age_band",
    "youth",
    "tags",
    "mode",
    "place",
    "activity_type",
    "open_to_stakeholders",
    "log_complete",
    "objectives",
    "review",
    "mark",
    "person",
)
"""Our columns, in the order in which a log is best read."""


class Mapping(Value):
    """How to read one sheet: answers a person gave, and nothing else. It is kept with the batch.

    `columns` maps a header of the sheet to one of `COLUMNS` (or to '' to leave it out); `values` maps, per column, a
    value of the sheet to one of ours; `constants` fill a column for the whole file. `layout` names the shape of the
    sheet (None: as recognised; 'plain': as it stands). `profile` says which saved answers these began with.
    """

    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    date_order: DateOrder | None = None
    serial_dates: Literal["1900", "1904"] | None = None  # 45355 is a day, counted from this year
    century: Literal[1900, 2000] | None = None  # of '24
    thousands: Literal[".", ",", "'"] | None = None  # 1.234 is 1234
    near_copies: Literal["keep", "set-aside"] = "keep"
    layout: str | None = None
    profile: str | None = None  # name@version
    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None


def over(beneath: Mapping, said: Mapping) -> Mapping:
    """The answers of `said`, and those of `beneath` where it says nothing."""
    values = {
        column: {**beneath.values.get(column, {}), **said.values.get(column, {})}
        for column in {*beneath.values, *said.values}
    }
    merged = {
        "columns": {**beneath.columns, **said.columns},
        "constants": {**beneath.constants, **said.constants},
        "values": values,
    }
    return beneath.model_copy(update={name: getattr(said, name) for name in said.model_fields_set} | merged)


def resolve(header: tuple[str, ...], mapping: Mapping, suggested: Dictionary[str, str] | None = None) -> dict[str, str]:
    """Which header feeds which of our columns: the answers given first, then what the layout says, then the headers.

    `suggested` is what the layout of the file says of its headers ('' leaves one out). Raises MappingError for a
    header or column that does not exist, or a column that is fed twice.
    """
    for title, column in mapping.columns.items():
        if title not in header:
            raise header_unknown(title, header)
        _refuse_unknown_column(column)
    for column in (*mapping.constants, *mapping.values):
        _refuse_unknown_column(column)
    chosen = {title: column for title, column in mapping.columns.items() if column}
    if twice := [column for column, times in Counter(chosen.values()).items() if times > 1]:
        raise MappingError("column-mapped-twice", column=twice[0])
    for title, column in _certain(header, mapping, suggested or {}):
        taken = {*mapping.columns.values(), *mapping.constants, *chosen.values()}
        if (
            column
            and column not in taken
            and not _is_superseded(column, {*mapping.columns.values(), *mapping.constants})
        ):
            chosen[title] = column
    return {column: title for title, column in chosen.items()}


def _certain(header: tuple[str, ...], mapping: Mapping, suggested: Dictionary[str, str]) -> Iterator[tuple[str, str]]:
    """What is certain of the headers nobody answered for, the surest first."""
    yield from ((title, column) for title, column in suggested.items() if title not in mapping.columns)
    yield from by_words([title for title in header if title not in {*mapping.columns, *suggested}]).items()


def header_unknown(title: str, header: tuple[str, ...]) -> MappingError:
    """The error that names the headers most like one that the sheet does not have."""
    return MappingError("header-unknown", header=title, headers=_some(header, title))


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
