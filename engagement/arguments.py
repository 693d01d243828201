"""What the commands are given: options that several share, and their texts as values."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from engagement import actions, indicators
from engagement.cells import dates
from engagement.errors import InputError, MappingError
from engagement.lookups import Lookup
from engagement.model import PARA44, Selection
from engagement.settings import Settings
from engagement.store import Store

StoreOption = Annotated[Path | None, typer.Option("--store", help="Folder of the store.", show_default="data/store")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Answer in CSV.")]
NetworkOption = Annotated[list[str] | None, typer.Option("--network", help="Code or name; may be repeated.")]
GroupOption = Annotated[list[str] | None, typer.Option("--working-group", help="Code or name; may be repeated.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First day, month, quarter or year: 2024, 2024-03.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last day, month, quarter or year.")]
ListOption = Annotated[
    str, typer.Option("--list", help="Which list names the groups: para44, para15j, seed, or one that was brought.")
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="WHAT=VALUE",
        help="Narrow to a region, country, mode, objective, review, role or stage; champions=yes for their networks.",
    ),
]
CategoryOption = Annotated[list[str] | None, typer.Option("--category", help="Only these categories.")]
CheckOption = Annotated[bool, typer.Option("--check", help="Check only; record nothing.")]
EncodingOption = Annotated[str | None, typer.Option(help="Letters of a CSV file that is not UTF-8.")]
RejectsOption = Annotated[
    Path | None, typer.Option("--rejects", help="Write the refused rows here, with what is wrong.")
]
OutOption = Annotated[Path | None, typer.Option(help="File to write; standard output when left out.")]


def folder(store: Path | None) -> Path:
    return store or Settings().store


def opened_store(store: Path | None) -> Store:
    return Store.open(folder(store))


def actor() -> str:
    """Who asks, as the journal will say. The account name of this machine may be a person's, so it is not taken."""
    return Settings().actor


def bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError("file-not-there", file=file.name, reason=error.strerror or "") from None


def check_file(file: Path) -> None:
    """Raise InputError when a file is not there or may not be read."""
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise InputError("file-not-there", file=file.name, reason=error.strerror or "") from None


def write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise InputError("file-not-written", file=str(file), reason=error.strerror or "") from None


def give_out(content: bytes, out: Path | None) -> None:
    """Write a file and say where it is, or give its content on standard output."""
    if out is None:
        typer.echo(content, nl=False)
    else:
        write(out, content)
        typer.echo(str(out))


def pairs(given: list[str] | None) -> dict[str, str]:
    """SOURCE=OURS, split at the last sign, so that a header may hold one."""
    pairs = {}
    for each in given or []:
        source, sign, ours = each.rpartition("=")
        if not sign or not source:
            raise MappingError("pair-unreadable", pair=each)
        pairs[source.strip()] = ours.strip()
    return pairs


def values(given: list[str] | None) -> dict[str, dict[str, str]]:
    """COLUMN:SOURCE=OURS; a blank SOURCE stands for a blank cell."""
    values: dict[str, dict[str, str]] = {}
    for each in given or []:
        column, colon, rest = each.partition(":")
        source, sign, ours = rest.rpartition("=")
        if not colon or not sign:
            raise MappingError("value-pair-unreadable", pair=each)
        values.setdefault(column.strip(), {})[source.strip()] = ours.strip()
    return values


def lookup(given: str | None) -> Lookup | None:
    if given is None:
        return None
    file, colon, key = given.rpartition(":")
    if not colon:
        raise MappingError("lookup-unreadable", lookup=given)
    return actions.read_lookup(bytes_of(Path(file)), file_name=Path(file).name, key=key)


def selection_of(
    network: Sequence[str] | None = None,
    working_group: Sequence[str] | None = None,
    first: str | None = None,
    last: str | None = None,
    list_: str = PARA44,
    only: Sequence[str] | None = None,
) -> Selection:
    return Selection(
        **_narrowed(only or ()),
        networks=tuple(network or ()),
        working_groups=tuple(working_group or ()),
        first_day=day(first, 0),
        last_day=day(last, 1),
        list=list_,
    )


_SCOPE: dict[str, tuple[Any, str | None]] = {
    "network": (NetworkOption, None),
    "working_group": (GroupOption, None),
    "first": (FromOption, None),
    "last": (ToOption, None),
    "list_": (ListOption, PARA44),
    "only": (OnlyOption, None),
}


def scoped(*options: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command about a `selection` takes the options that make one in its place: those named here, or all of them."""
    taken = options or tuple(_SCOPE)

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**given: Any) -> None:
            command(selection=selection_of(**{name: given.pop(name) for name in taken}), **given)

        # Where typer reads what a command is given.
        run.__signature__ = _with_scope(signature(command), taken)  # type: ignore[attr-defined]
        return run

    return with_options


def _with_scope(written: Signature, taken: Sequence[str]) -> Signature:
    """The signature with the options of a scope where it says `selection`; a command is called by name alone."""
    parameters: list[Parameter] = []
    for each in written.parameters.values():
        if each.name != "selection":
            parameters.append(each.replace(kind=Parameter.KEYWORD_ONLY))
            continue
        for name in taken:
            option, default = _SCOPE[name]
            parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=option))
    return written.replace(parameters=parameters)


_NARROWED = {
    "region": "regions",
    "country": "countries",
    "mode": "modes",
    "objective": "objectives",
    "review": "reviews",
    "role": "roles",
    "stage": "stages",
}


def _narrowed(given: Iterable[str]) -> dict[str, Any]:
    """WHAT=VALUE as parts of a selection; whether a value is known is asked later. Raises InputError."""
    parts: dict[str, Any] = {}
    for each in given:
        what, _, value = each.partition("=")
        if each == "champions=yes":
            parts["champions_only"] = True
        elif what not in _NARROWED or not value or (what == "objective" and not value.isdecimal()):
            raise InputError("only-unreadable", only=each, possible=", ".join((*_NARROWED, "champions=yes")))
        else:
            found = int(value) if what == "objective" else value
            parts[_NARROWED[what]] = (*parts.get(_NARROWED[what], ()), found)
    return parts


def day(text: str | None, end: int) -> date | None:
    if text is None:
        return None
    try:
        return dates.first_and_last(text)[end]
    except InputError:
        raise InputError("day-unreadable", day=text) from None


def categories(given: list[str] | None, store: Store) -> set[str]:
    codes, known = set(), indicators.taxonomy(store)
    for each in given or []:
        code = known.recognise(each).category
        if code is None:
            raise InputError("category-not-one-of-ours", category=each, categories=", ".join(known.codes))
        codes.add(code)
    return codes
