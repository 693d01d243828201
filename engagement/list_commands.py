"""The commands that bring in and give out lists: of organisations, networks and working groups, seats, categories."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from engagement import actions, answers, declared, indicators, joining, locale
from engagement.answers import Form
from engagement.arguments import (
    CheckOption,
    EncodingOption,
    JsonOption,
    OutOption,
    RejectsOption,
    StoreOption,
    actor,
    answering,
    check_file,
    give_out,
    opened_store,
    scoped,
    write,
)
from engagement.errors import UnknownNameError
from engagement.exports import lists
from engagement.exports.refused import refused_rows as in_words
from engagement.listed import ReadList
from engagement.locale import CategoryName
from engagement.model import Selection, as_json
from engagement.organisations import ListReceipt
from engagement.registry_lists import read_mechanisms, read_organisations, read_seats, refused_rows
from engagement.store import Store
from engagement.taxonomy import Taxonomy

_FileArgument = Annotated[Path, typer.Argument(help="The list: CSV, XLSX or ODS, one in a row.")]

mechanisms = typer.Typer(no_args_is_help=True, help="Networks and working groups: the list of them, in and out.")
seats = typer.Typer(no_args_is_help=True, help="Standing membership: who has a seat where, in and out.")
categories = typer.Typer(
    no_args_is_help=True, help="Lists of groups: those of the Compact, and those of other processes."
)


def _organisations(store: Store, file: Path, encoding: str | None) -> ReadList[Any]:
    names, known = declared.declared_names(store), indicators.taxonomy(store)
    return joining.without_doubtful(store, read_organisations(file, names, encoding=encoding, categories=known))


def _mechanisms(store: Store, file: Path, encoding: str | None) -> ReadList[Any]:
    return read_mechanisms(file, declared.known_mechanisms(store), encoding=encoding)


def _seats(store: Store, file: Path, encoding: str | None) -> ReadList[Any]:
    known = indicators.taxonomy(store)
    return read_seats(file, declared.known_seats(store), encoding=encoding, categories=known)


def _import_of(
    kind: str, read: Callable[[Store, Path, str | None], ReadList[Any]], act: Callable[..., ListReceipt]
) -> Callable[..., None]:
    """The command that takes in a list of this kind, and gives back on request the rows that it refuses."""

    def import_(
        file: _FileArgument,
        rejects: RejectsOption = None,
        check: CheckOption = False,
        encoding: EncodingOption = None,
        as_json_: JsonOption = False,
        store: StoreOption = None,
    ) -> None:
        check_file(file)
        with opened_store(store) as opened:
            names = indicators.taxonomy(opened).label
            if rejects:
                refused = refused_rows(file, kind, read(opened, file, encoding), encoding=encoding)
                write(rejects, in_words(*refused, "en", names))
            receipt = _imported(act, opened, file, check, encoding)
        _answer(receipt, check, as_json_, names)

    return import_


def add_organisations(app: typer.Typer) -> None:
    """Make import and export of organisations part of the commands about organisations."""
    taken_in = "Declare the organisations of a list, with names, aliases, categories and identifiers."
    import_ = _import_of("organisations", _organisations, actions.import_organisations)
    app.command("import", help=f"{taken_in} `undo` takes it back.")(import_)
    app.command("export")(export_organisations)


def export_organisations(out: OutOption = None, store: StoreOption = None) -> None:
    """Write the organisations that were declared, as a list that `import` takes back."""
    with opened_store(store) as opened:
        content = lists.organisations_csv(declared.listed_organisations(opened))
    give_out(content, out)


mechanisms.command(
    "import",
    help="Declare the networks and working groups of a list, with level, region, parent, period and meeting rhythm.",
)(_import_of("mechanisms", _mechanisms, actions.import_mechanisms))


@mechanisms.command("export")
def export_mechanisms(out: OutOption = None, store: StoreOption = None) -> None:
    """Write the networks and working groups, as a list that `import` takes back."""
    with opened_store(store) as opened:
        content = lists.mechanisms_csv(declared.known_mechanisms(opened).mechanisms.values())
    give_out(content, out)


@mechanisms.command("list")
@answering
def list_mechanisms(form: Form, store: StoreOption = None) -> None:
    """Every network and working group that is known."""
    with opened_store(store) as opened:
        known = declared.known_mechanisms(opened).mechanisms.values()
    answers.answer(known, form)


seats.command(
    "import", help="Record the seats of a roster: organisation, role, from, to, selected by. `undo` takes it back."
)(_import_of("seats", _seats, actions.import_seats))


@seats.command("export")
def export_seats(out: OutOption = None, store: StoreOption = None) -> None:
    """Write the seats, ended ones too, as a roster that `import` takes back."""
    with opened_store(store) as opened:
        content = lists.seats_csv(declared.listed_seats(opened))
    give_out(content, out)


@seats.command("list")
@scoped("network", "working_group", "first", "last", "list_")
@answering
def list_seats(selection: Selection, form: Form, store: StoreOption = None) -> None:
    """Who has a seat in a scope and period; in JSON also how many groups have one, and the seats of each group."""
    with opened_store(store) as opened:
        found = indicators.seats(opened, selection)
    if form.is_json:
        answers.print_json({**answers.scope_json(selection), **as_json(found)})
        return
    cover = found.coverage
    answers.say("cli.seats-coverage", recorded=cover.recorded, expected=cover.expected)
    answers.answer(found.seats, form)


@categories.command("import")
def import_categories(
    file: _FileArgument,
    check: CheckOption = False,
    encoding: EncodingOption = None,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Bring a list of the groups of another process, whole or not at all; then --list knows it. `undo` takes it back.

    Columns: list, list_name, category, kind (named, other, tag, institutional), label_en to label_zh, synonyms.
    """
    check_file(file)
    with opened_store(store) as opened:
        names = indicators.taxonomy(opened).label
        receipt = _imported(actions.import_categories, opened, file, check, encoding)
    if not receipt.rows_refused:
        _answer(receipt, check, as_json_, names)
        return
    answers.say_problems(receipt, names)
    values = {"rows": receipt.rows_in_file, "problems": receipt.rows_refused}
    typer.echo(locale.error_text("categories-refused", values, "en"), err=True)
    if as_json_:
        answers.print_json(answers.with_sentences(receipt, names))
    raise typer.Exit(1)


@categories.command("export")
def export_categories(
    list_: Annotated[str, typer.Argument(metavar="LIST", help="Code of a list that was brought.")],
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Write a list that was brought, as a file that `import` takes back."""
    with opened_store(store) as opened:
        known = {each.code: each for each in indicators.taxonomy(opened).brought}
    if list_ not in known:
        raise UnknownNameError("list-not-brought", kind="list", name=list_, possible=", ".join(known) or "–")
    give_out(lists.categories_csv(known[list_]), out)


@categories.command("list")
@answering
def list_categories(
    *,
    list_: Annotated[str | None, typer.Argument(metavar="LIST", help="Only the categories of this list.")] = None,
    form: Form,
    store: StoreOption = None,
) -> None:
    """The lists there are; or what each category is to one of them, in the order in which tables show it."""
    with opened_store(store) as opened:
        known = indicators.taxonomy(opened)
    rows = _lists(known) if list_ is None else _categories_of(known, list_)
    if form.is_json:
        answers.print_json(rows)
    else:
        answers.print_rows(rows, form.is_csv)


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
    given = {"file_name": file.name, "by": actor(), "encoding": encoding}
    names = indicators.taxonomy(store).label
    return answers.done_or_told(
        lambda is_check: act(store, file, is_check=is_check, **given),
        check,
        lambda told: answers.say_problems(told, names),
    )


def _answer(receipt: ListReceipt, check: bool, as_json_: bool, names: CategoryName) -> None:
    """The receipt in words on standard error, and in JSON; exit code 1 when a row was refused."""
    answers.say_problems(receipt, names)
    code = "nothing" if not receipt.rows_accepted else "checked" if check else "imported"
    said = receipt.model_dump(exclude={"problems", "problem_counts", "sha256", "kind", "already_imported"})
    answers.say(f"cli.list-receipt-{code}", **said)
    if as_json_:
        answers.print_json(answers.with_sentences(receipt, names))
    if receipt.rows_refused:
        raise typer.Exit(1)
