"""The options that say how the sheets of a file are to be read: together they are a `Mapping`."""

from typing import Annotated, Any, Literal

import typer
from pydantic import ValidationError

from engagement.arguments import Command, EncodingOption, Options, made_of
from engagement.cells import dates
from engagement.errors import InputError, MappingError
from engagement.mapping import Mapping

_Header = Annotated[int | None, typer.Option("--header-row", min=1, help="Row of the headers, from 1.")]
_DateOrder = Annotated[dates.DateOrder | None, typer.Option("--date-order", help="Order of 03/04/2024.")]
_SerialDates = Annotated[
    Literal["1900", "1904"] | None, typer.Option("--serial-dates", help="45355 is a day, counted from this year.")
]
_NearCopies = Annotated[
    Literal["keep", "set-aside"] | None, typer.Option("--near-copies", help="Rows equal but for case and accents.")
]


def _option(given: type, name: str, words: str) -> Any:
    return Annotated[given | None, typer.Option(name, help=words)]


_ANSWERS: Options = {
    name: (option, None)
    for name, option in {
        "network": _option(str, "--network", "Network of the whole file."),
        "working_group": _option(str, "--working-group", "Working group of the whole file."),
        "columns": _option(list[str], "--map", "SOURCE=COLUMN: a header and what it is."),
        "values": _option(list[str], "--value", "COLUMN:SOURCE=OURS: what a value means."),
        "constants": _option(list[str], "--set", "COLUMN=VALUE for the whole file."),
        "layout": _option(str, "--layout", "The shape of the file; plain: a table as it stands."),
        "sheet": _option(str, "--sheet", "Which sheet of a workbook."),
        "header_row": _Header,
        "encoding": EncodingOption,
        "date_order": _DateOrder,
        "serial_dates": _SerialDates,
        "century": _option(int, "--century", "1900 or 2000: the century of '24."),
        "thousands": _option(str, "--thousands", "What parts thousands: . , or '"),
        "near_copies": _NearCopies,
    }.items()
}


def answered(command: Command) -> Command:
    """A command about a `mapping` takes the options that make one in its place."""
    return made_of("mapping", _ANSWERS, _mapping)(command)


def _mapping(
    network: str | None,
    working_group: str | None,
    columns: list[str] | None,
    values: list[str] | None,
    constants: list[str] | None,
    **plain: Any,
) -> Mapping:
    """What was said, and nothing of what was left out. Raises InputError or MappingError."""
    places = {"network": network, "working_group": working_group}
    said = {
        "columns": _pairs(columns),
        "values": _values(values),
        "constants": _pairs(constants) | {name: place for name, place in places.items() if place},
        **{name: value for name, value in plain.items() if value is not None},
    }
    try:
        return Mapping(**said)
    except ValidationError as error:
        fault = error.errors()[0]
        raise InputError("option-unreadable", option=str(fault["loc"][0]), value=str(fault["input"])) from None


def _pairs(given: list[str] | None) -> dict[str, str]:
    """SOURCE=OURS, split at the last sign, so that a header may hold one."""
    pairs = {}
    for each in given or []:
        source, sign, ours = each.rpartition("=")
        if not sign or not source:
            raise MappingError("pair-unreadable", pair=each)
        pairs[source.strip()] = ours.strip()
    return pairs


def _values(given: list[str] | None) -> dict[str, dict[str, str]]:
    """COLUMN:SOURCE=OURS; a blank SOURCE stands for a blank cell."""
    values: dict[str, dict[str, str]] = {}
    for each in given or []:
        column, colon, rest = each.partition(":")
        source, sign, ours = rest.rpartition("=")
        if not colon or not sign:
            raise MappingError("value-pair-unreadable", pair=each)
        values.setdefault(column.strip(), {})[source.strip()] = ours.strip()
    return values
