"""The commands about expectations: declare, list, give out; and the sets that are ready-made."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engagement import actions, answers, expectations, indicators, locale
from engagement.answers import Form
from engagement.arguments import (
    JsonOption,
    OutOption,
    StoreOption,
    actor,
    answering,
    check_file,
    day,
    give_out,
    opened_store,
)
from engagement.expecting import Declared
from engagement.exports import lists
from engagement.locale import CategoryName
from engagement.model import Selection
from engagement.store import Store

app = typer.Typer(no_args_is_help=True, help="What was declared before the figures were drawn.")

_FileArgument = Annotated[Path, typer.Argument(help="CSV, XLSX or ODS, one expectation in a row.")]
_CheckOption = Annotated[bool, typer.Option("--check", help="Check only; declare nothing.")]
_MechanismOption = Annotated[
    str | None, typer.Option("--mechanism", help="Network or working group, by code or name; all when left out.")
]
_AuthorOption = Annotated[str, typer.Option("--author", help="The office or function that declares it; no person.")]
_OnOption = Annotated[str | None, typer.Option("--date", help="The day it is declared; today when left out.")]


@app.command("import")
def import_expectations(
    file: _FileArgument, check: _CheckOption = False, as_json_: JsonOption = False, store: StoreOption = None
) -> None:
    """Declare the expectations of a list: type,mechanism,category,value,author,date,basis,valid_from,valid_to.

    With one fault in it, nothing of a list is declared, and every fault is named.
    """
    check_file(file)
    with opened_store(store) as opened:
        declare = partial(actions.declare_expectations, opened, file, by=actor(), file_name=file.name)
        names = indicators.taxonomy(opened).label
        tell = partial(_say_problems, names=names)
        receipt = answers.done_or_told(lambda is_check: declare(is_check=is_check), check, tell)
    tell(receipt)
    if not receipt.rows_refused:
        code = "cli.expectations-checked" if check else "cli.expectations-declared"
        typer.echo(locale.plural(code, receipt.declared, "en"), err=True)
    if as_json_:
        answers.print_json(answers.with_sentences(receipt, names))
    if receipt.rows_refused:
        raise typer.Exit(1)


@app.command("list")
@answering
def list_expectations(form: Form, store: StoreOption = None) -> None:
    """What is expected: everything that was declared, newest first, and the defaults of the tool."""
    with opened_store(store) as opened:
        answers.answer(indicators.expectations(opened, Selection()), form)


@app.command("export")
def export_expectations(out: OutOption = None, store: StoreOption = None) -> None:
    """Write what was declared and holds on some day, with the days it holds, as a list that `import` takes back."""
    with opened_store(store) as opened:
        content = lists.expectations_csv(indicators.expectations_in_force(opened))
    give_out(content, out)


@app.command("presets")
@answering
def list_presets(form: Form) -> None:
    """The ready-made sets, with the basis of each expectation."""
    answers.answer(expectations.presets(), form)


@app.command("preset")
def give_out_preset(
    name: Annotated[str, typer.Argument(help="One of `expectations presets`.")],
    author: _AuthorOption,
    mechanism: _MechanismOption = None,
    declared_on: _OnOption = None,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Write a ready-made set as a list, to be looked over, changed and given to `import`."""
    with opened_store(store) as opened:
        found = _preset(opened, name, mechanism, author, day(declared_on, 0))
    give_out(found, out)


def _preset(store: Store, name: str, mechanism: str | None, author: str, declared_on: date | None) -> bytes:
    on = declared_on or datetime.now(UTC).date()
    found = actions.preset_expectations(store, name, mechanism=mechanism, author=author, declared_on=on)
    return lists.expectations_csv(found)


def _say_problems(receipt: Declared, names: CategoryName) -> None:
    """Every finding, one in a line."""
    for each in receipt.problems:
        typer.echo(locale.problem_text(each, "en", names), err=True)
