"""The commands of the worklist: every gap with who looks after it and what was done, and how it has changed."""

from typing import Annotated, Any

import typer

from engagement import actions, answers, indicators, locale
from engagement.arguments import (
    CsvOption,
    FromOption,
    GroupOption,
    JsonOption,
    ListOption,
    NetworkOption,
    OnlyOption,
    StoreOption,
    ToOption,
    actor,
    opened_store,
    selection_of,
)
from engagement.changes import Change, Span, usual
from engagement.efforts import WorkItem
from engagement.errors import InputError
from engagement.model import PARA44, GapType, as_json

worklist = typer.Typer(no_args_is_help=True, help="The ranked gaps, each with the office that looks after it.")


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the application."""
    app.add_typer(worklist, name="worklist")
    app.command()(change)
    app.command()(regions)


@worklist.command("list")
def list_gaps(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = PARA44,
    only: OnlyOption = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """The ranked gaps with owner, note and outreach: organisations invited, answered, come."""
    selection = selection_of(network, working_group, first, last, list_, only)
    with opened_store(store) as opened:
        rows = [_row(each) for each in indicators.worklist(opened, selection)]
    if as_json_:
        answers.print_json({**answers.scope_json(selection), "gaps": rows})
    else:
        answers.print_rows(rows, as_csv)


def _row(item: WorkItem) -> dict[str, Any]:
    said = as_json(item)
    return {**answers.gap_json(said.pop("gap")), **said}


@worklist.command("note")
def note_gap(
    kind: Annotated[GapType, typer.Argument(metavar="TYPE", help="The type of the gap.")],
    mechanism: Annotated[str, typer.Argument(help="Network or working group, by code or name.")],
    category: Annotated[str | None, typer.Argument(help="The group, by code or label; none of the record.")] = None,
    owner: Annotated[str, typer.Option("--owner", help="The office or function that looks after it; no person.")] = "",
    note: Annotated[str, typer.Option("--note", help="A word on it; no names or addresses of people.")] = "",
    store: StoreOption = None,
) -> None:
    """Say which office looks after a gap, and what there is to say of it; with neither, take back what was said."""
    with opened_store(store) as opened:
        entry = actions.note_gap(opened, kind, mechanism, category, owner=owner, note=note, by=actor())
    about = {"type": kind.value, "category": category or "-", "mechanism": mechanism, "entry": str(entry)}
    typer.echo(locale.text("cli.gap-noted", "en", **about), err=True)


@worklist.command("history")
def history(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """Everything that was ever said of the gaps, newest first."""
    selection = selection_of(network, working_group, None, None, PARA44)
    with opened_store(store) as opened:
        answers.answer(indicators.gap_notes(opened, selection, is_history=True), as_json_, as_csv)


# ---- beside the list ----------------------------------------------------------------------------------------------


def change(
    earlier: Annotated[str | None, typer.Option("--earlier", help="A year, until-IMRF2 or since-IMRF2.")] = None,
    later: Annotated[str | None, typer.Option("--later", help="As --earlier; the last review when left out.")] = None,
    network: NetworkOption = None,
    working_group: GroupOption = None,
    list_: ListOption = PARA44,
    only: OnlyOption = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """The presence of every group in two periods, and the difference in percentage points (a share here: 0.05)."""
    selection = selection_of(network, working_group, None, None, list_, only)
    with opened_store(store) as opened:
        found = indicators.spans(opened, selection)
        standard = usual(found)
        if standard is None:
            raise InputError("change-one-period")
        compared = indicators.change(
            opened, selection, _span(earlier, found, standard[0]), _span(later, found, standard[1])
        )
    if as_json_:
        answers.print_json({**answers.scope_json(selection), **as_json(compared)})
    else:
        answers.print_rows(_change_rows(compared), as_csv)


def _span(code: str | None, found: tuple[Span, ...], standard: Span) -> Span:
    if code is None:
        return standard
    for each in found:
        if each.code == code:
            return each
    raise InputError("change-period-unknown", period=code, periods=", ".join(each.code for each in found))


def _change_rows(compared: Change) -> list[dict[str, Any]]:
    return [
        {
            "category": each.category,
            **{
                f"{when}_{name}": getattr(found, name) if found else None
                for when, found in (("earlier", each.earlier), ("later", each.later))
                for name in ("present", "assessed")
            },
            "points": None if each.points is None else float(each.points),
        }
        for each in compared.groups
    ]


def regions(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = PARA44,
    only: OnlyOption = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """In how many networks and working groups of each region every group is recorded. Regions are not ranked."""
    selection = selection_of(network, working_group, first, last, list_, only)
    with opened_store(store) as opened:
        found = indicators.by_region(opened, selection)
    if as_json_:
        answers.print_json({**answers.scope_json(selection), "regions": [as_json(each) for each in found]})
        return
    rows = [{"region": each.region, **as_json(group)} for each in found for group in each.groups]
    answers.print_rows(rows, as_csv)
