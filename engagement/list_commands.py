"""The commands that bring in and give out lists: of organisations, networks and working groups, seats, categories."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from engagement import actions, answers, declared, indicators, joining, locale
from engagement.arguments import (
    CsvOption,
    FromOption,
    GroupOption,
    JsonOption,
    ListOption,
    NetworkOption,
    StoreOption,
    ToOption,
    actor,
    check_file,
    opened_store,
    selection_of,
    write,
)
from engagement.errors import InvalidLogError, UnknownNameError
from engagement.exports import lists
from engagement.exports.refused import refused_rows as in_words
from engagement.files.blocks import Given
from engagement.model import PARA44, as_json
from engagement.organisations import ListReceipt
from engagement.registry_lists import read_mechanisms, read_organisations, read_seats, refused_rows
from engagement.store import Store
from engagement.taxonomy import Taxonomy

_FileArgument = Annotated[Path, typer.Argument(help="The list: CSV, XLSX or ODS, one in a row.")]
_CheckOption = Annotated[bool, typer.Option("--check", help="Check only; record nothing.")]
_RejectsOption = Annotated[
    Path | None, typer.Option("--rejects", help="Write the refused rows here, with what is wrong.")
]
_EncodingOption = Annotated[str | None, typer.Option(help="Letters of a CSV file that is not UTF-8.")]
_OutOption = Annotated[Path | None, typer.Option(help="File to write; standard output when left out.")]

mechanisms = typer.Typer(no_args_is_help=True, help="Networks and working groups: the list of them, in and out.")
seats = typer.Typer(no_args_is_help=True, help="Standing membership: who has a seat where, in and out.")
categories = typer.Typer(
    no_args_is_help=True, help="Lists of groups: those of the Compact, and those of other processes."
)


def add_organisations(app: typer.Typer) -> None:
    """Make import and export of organisations part of the commands about organisations."""
    app.command("import")(import_organisations)
    app.command("export")(export_organisations)


def import_organisations(
    file: _FileArgument,
    rejects: _RejectsOption = None,
    check: _CheckOption = False,
    encoding: _EncodingOption = None,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Declare the organisations of a list, with names, aliases, categories and identifiers. `undo` takes it back."""
    check_file(file)
    with opened_store(store) as opened:
        if rejects:
            listed = read_organisations(
                file, declared.declared_names(opened), encoding=encoding, categories=indicators.taxonomy(opened)
            )
            found = joining.without_doubtful(opened, listed)
            write(rejects, in_words(*refused_rows(file, "organisations", found, encoding=encoding), "en"))
        receipt = _imported(actions.import_organisations, opened, file, check, encoding)
    _answer(receipt, check, as_json_)


def export_organisations(out: _OutOption = None, store: StoreOption = None) -> None:
    """Write the organisations that were declared, as a list that `import` takes back."""
    with opened_store(store) as opened:
        content = lists.organisations_csv(declared.listed_organisations(opened))
    _given_out(content, out)


@mechanisms.command("import")
def import_mechanisms(
    file: _FileArgument,
    rejects: _RejectsOption = None,
    check: _CheckOption = False,
    encoding: _EncodingOption = None,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Declare the networks and working groups of a list, with level, region, parent, period and meeting rhythm."""
    check_file(file)
    with opened_store(store) as opened:
        if rejects:
            found = read_mechanisms(file, declared.known_mechanisms(opened), encoding=encoding)
            write(rejects, in_words(*refused_rows(file, "mechanisms", found, encoding=encoding), "en"))
        receipt = _imported(actions.import_mechanisms, opened, file, check, encoding)
    _answer(receipt, check, as_json_)


@mechanisms.command("export")
def export_mechanisms(out: _OutOption = None, store: StoreOption = None) -> None:
    """Write the networks and working groups, as a list that `import` takes back."""
    with opened_store(store) as opened:
        content = lists.mechanisms_csv(declared.known_mechanisms(opened).mechanisms.values())
    _given_out(content, out)


@mechanisms.command("list")
def list_mechanisms(as_json_: JsonOption = False, as_csv: CsvOption = False, store: StoreOption = None) -> None:
    """Every network and working group that is known."""
    with opened_store(store) as opened:
        known = declared.known_mechanisms(opened).mechanisms.values()
    answers.answer(known, as_json_, as_csv)


@seats.command("import")
def import_seats(
    file: _FileArgument,
    rejects: _RejectsOption = None,
    check: _CheckOption = False,
    encoding: _EncodingOption = None,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Record the seats of a roster: organisation, role, from, to, selected by. `undo` takes it back."""
    check_file(file)
    with opened_store(store) as opened:
        if rejects:
            found = read_seats(
                file, declared.known_seats(opened), encoding=encoding, categories=indicators.taxonomy(opened)
            )
            write(rejects, in_words(*refused_rows(file, "seats", found, encoding=encoding), "en"))
        receipt = _imported(actions.import_seats, opened, file, check, encoding)
    _answer(receipt, check, as_json_)


@seats.command("export")
def export_seats(out: _OutOption = None, store: StoreOption = None) -> None:
    """Write the seats, ended ones too, as a roster that `import` takes back."""
    with opened_store(store) as opened:
        content = lists.seats_csv(declared.listed_seats(opened))
    _given_out(content, out)


@seats.command("list")
def list_seats(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = PARA44,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """Who has a seat in a scope and period; in JSON also how many groups have one, and the seats of each group."""
    selection = selection_of(network, working_group, first, last, list_)
    with opened_store(store) as opened:
        found = indicators.seats(opened, selection)
    if as_json_:
        answers.print_json({**answers.scope_json(selection), **as_json(found)})
        return
    cover = found.coverage
    typer.echo(locale.text("cli.seats-coverage", "en", recorded=cover.recorded, expected=cover.expected), err=True)
    answers.answer(found.seats, as_json_=False, as_csv=as_csv)


@categories.command("import")
def import_categories(
    file: _FileArgument,
    check: _CheckOption = False,
    encoding: _EncodingOption = None,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Bring a list of the groups of another process, whole or not at all; then --list knows it. `undo` takes it back.

    Columns: list, list_name, category, kind (named, other, tag, institutional), label_en to label_zh, synonyms.
    """
    check_file(file)
    with opened_store(store) as opened:
        receipt = _imported(actions.import_categories, opened, file, check, encoding)
    if not receipt.rows_refused:
        _answer(receipt, check, as_json_)
        return
    _say_problems(receipt)
    values = {"rows": receipt.rows_in_file, "problems": receipt.rows_refused}
    typer.echo(locale.error_text("categories-refused", values, "en"), err=True)
    if as_json_:
        answers.print_json(_receipt_json(receipt))
    raise typer.Exit(1)


@categories.command("export")
def export_categories(
    list_: Annotated[str, typer.Argument(metavar="LIST", help="Code of a list that was brought.")],
    out: _OutOption = None,
    store: StoreOption = None,
) -> None:
    """Write a list that was brought, as a file that `import` takes back."""
    with opened_store(store) as opened:
        known = {each.code: each for each in indicators.taxonomy(opened).brought}
    if list_ not in known:
        raise UnknownNameError("list-not-brought", kind="list", name=list_, possible=", ".join(known) or "–")
    _given_out(lists.categories_csv(known[list_]), out)


@categories.command("list")
def list_categories(
    list_: Annotated[str | None, typer.Argument(metavar="LIST", help="Only the categories of this list.")] = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """The lists there are; or what each category is to one of them, in the order in which tables show it."""
    with opened_store(store) as opened:
        known = indicators.taxonomy(opened)
    rows = _lists(known) if list_ is None else _categories_of(known, list_)
    if as_json_:
        answers.print_json(rows)
    else:
        answers.print_rows(rows, as_csv)


def _lists(known: Taxonomy) -> list[dict[str, Any]]:
    brought = {each.code for each in known.brought}
    return [
        {
            "list": code,
            "name": known.list_name(code, "en"),
            "groups": len(known.expected(code)),
            "brought": code in brought,
        }
        for code in known.lists
    ]


def _categories_of(known: Taxonomy, list_: str) -> list[dict[str, Any]]:
    return [
        {"category": code, "kind": kind.value, "label": known.label(code, "en")} for code, kind in known.shown(list_)
    ]


# ---- in and out ---------------------------------------------------------------------------------------------------


def _imported(
    act: Callable[..., ListReceipt], store: Store, file: Path, check: bool, encoding: str | None
) -> ListReceipt:
    def imported(given: Given, *, is_check: bool) -> ListReceipt:
        return act(store, given, file_name=file.name, by=actor(), is_check=is_check, encoding=encoding)

    try:
        return imported(file, is_check=check)
    except InvalidLogError:
        _say_problems(imported(file, is_check=True))  # what to mend, before the sentence that says so
        raise


def _answer(receipt: ListReceipt, check: bool, as_json_: bool) -> None:
    """The receipt in words on standard error, and in JSON; exit code 1 when a row was refused."""
    _say_problems(receipt)
    code = "nothing" if not receipt.rows_accepted else "checked" if check else "imported"
    said = receipt.model_dump(exclude={"problems", "problem_counts", "sha256", "kind", "already_imported"})
    typer.echo(locale.text(f"cli.list-receipt-{code}", "en", **said), err=True)
    if as_json_:
        answers.print_json(_receipt_json(receipt))
    if receipt.rows_refused:
        raise typer.Exit(1)


def _say_problems(receipt: ListReceipt) -> None:
    for code, number in receipt.problem_counts.items():
        first = next(each for each in receipt.problems if each.code == code)
        typer.echo(f"{number} × {locale.problem_text(first, 'en')}", err=True)


def _receipt_json(receipt: ListReceipt) -> dict[str, Any]:
    said = as_json(receipt)
    said["problems"] = [{**as_json(each), "message": locale.problem_text(each, "en")} for each in receipt.problems]
    return said


def _given_out(content: bytes, out: Path | None) -> None:
    if out is None:
        typer.echo(content, nl=False)
    else:
        write(out, content)
        typer.echo(str(out))
