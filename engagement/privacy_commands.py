"""The commands about what is told outside: of people, and which organisations are named."""

from typing import Annotated, Any

import typer

from engagement import actions, answers, indicators
from engagement.answers import Form
from engagement.arguments import StoreOption, actor, answering, opened_store, scoped
from engagement.model import Selection, as_json
from engagement.people import People

people = typer.Typer(no_args_is_help=True, help="How many people took part, as far as it may be told.")


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the application."""
    app.add_typer(people, name="people")


def add_organisations(app: typer.Typer) -> None:
    """Add what concerns the naming of organisations to the commands about them."""
    app.command("keep-out")(keep_out)


@people.command("table")
@scoped()
@answering
def table(selection: Selection, form: Form, store: StoreOption = None) -> None:
    """People by group, gender and age: what would tell of a few is withheld, here and in documents."""
    with opened_store(store) as opened:
        found = indicators.people(opened, selection)
    answers.answer_scope(selection, as_json(found), _rows(found), form)


def _rows(found: People) -> list[dict[str, Any]]:
    """A row for each group and one for all; what is withheld is empty."""
    rows: list[dict[str, Any]] = [
        {"category": code, "people": of_group} for code, of_group in zip(found.groups, found.of_groups, strict=True)
    ]
    rows.append({"category": "all", "people": found.total})
    for split in found.splits:
        for row, counts in zip(rows, (*split.rows, split.totals), strict=True):
            row.update(zip(split.columns, counts, strict=True))
    return rows


@people.command("least")
def least(
    number: Annotated[int, typer.Argument(help="Of fewer people nothing is told; 5 or more.")],
    network: Annotated[
        str | None, typer.Option("--network", help="Only of this network or working group, by code or name.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Say of how few people nothing is told, everywhere or in one network; it cannot be set below 5."""
    with opened_store(store) as opened:
        entry = actions.set_least_people(opened, network, number, by=actor())
    answers.say("cli.least-people", least=number, place=network or "*", entry=str(entry))


def keep_out(
    name: Annotated[str, typer.Argument(help="An id, or any name of the organisation.")],
    again: Annotated[bool, typer.Option("--again", help="Take it back: the organisation may be named again.")] = False,
    reason: Annotated[
        str, typer.Option("--reason", help="Why it is not named; kept in the record. No names of persons.")
    ] = "",
    store: StoreOption = None,
) -> None:
    """Count an organisation without naming it in what leaves the store, as it asked."""
    if again and reason:
        raise typer.BadParameter("--reason says why an organisation is not named; it does not go with --again")
    with opened_store(store) as opened:
        if again:
            entry = actions.name_again(opened, name, by=actor())
        else:
            entry = actions.keep_out(opened, name, by=actor(), reason=reason)
    answers.say("cli.named-again" if again else "cli.kept-out", name=name, entry=str(entry))
