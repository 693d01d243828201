"""What the commands are given: options that several share, and their texts as values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from engagement import actions, indicators
from engagement.answers import Form
from engagement.cells import dates
from engagement.errors import InputError, MappingError
from engagement.lookups import Lookup
from engagement.model import NARROWED_BY, PARA44, Selection
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


Command = Callable[..., None]
Options = Mapping[str, tuple[Any, object]]
"""What typer is to read for each name, and what it is when it was left out."""

_SCOPE: Options = {
    "network": (NetworkOption, None),
    "working_group": (GroupOption, None),
    "first": (FromOption, None),
    "last": (ToOption, None),
    "list_": (ListOption, PARA44),
    "only": (OnlyOption, None),
}


def scoped(*options: str) -> Callable[[Command], Command]:
    """A command about a `selection` takes the options that make one in its place: those named here, or all of them."""
    return made_of("selection", {name: _SCOPE[name] for name in options or _SCOPE}, selection_of)


def answering(command: Command) -> Command:
    """A read takes `--json` and `--csv` in the place of the `form` of its answer."""
    return made_of("form", {"is_json": (JsonOption, False), "is_csv": (CsvOption, False)}, Form)(command)


def made_of(value: str, options: Options, make: Callable[..., Any]) -> Callable[[Command], Command]:
    """A command about a `value` takes the options that `make` one in its place; they are named as `make` names them."""

    def with_options(command: Command) -> Command:
        @wraps(command)
        def run(**given: Any) -> None:
            made = make(**{name: given.pop(name) for name in options})
            command(**{value: made}, **given)

        # Where typer reads what a command is given.
        run.__signature__ = _with_options(signature(command), value, options)  # type: ignore[attr-defined]
        return run

    return with_options


def _with_options(written: Signature, value: str, options: Options) -> Signature:
    """The signature with the options in the place of the value; a command is called by name alone."""
    parameters: list[Parameter] = []
    for each in written.parameters.values():
        if each.name != value:
            parameters.append(each.replace(kind=Parameter.KEYWORD_ONLY))
            continue
        for name, (option, default) in options.items():
            parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=option))
    return written.replace(parameters=parameters)


def _narrowed(given: Iterable[str]) -> dict[str, Any]:
    """WHAT=VALUE as parts of a selection; whether a value is known is asked later. Raises InputError."""
    parts: dict[str, Any] = {}
    for each in given:
        what, _, value = each.partition("=")
        if each == "champions=yes":
            parts["champions_only"] = True
        elif what not in NARROWED_BY or not value or (what == "objective" and not value.isdecimal()):
            raise InputError("only-unreadable", only=each, possible=", ".join((*NARROWED_BY, "champions=yes")))
        else:
            found = int(value) if what == "objective" else value
            parts[NARROWED_BY[what]] = (*parts.get(NARROWED_BY[what], ()), found)
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
