"""The commands of the worklist: every gap with who looks after it and what was done, and how it has changed."""

from typing import Annotated, Any

import typer

from engagement import actions, answers, indicators
from engagement.answers import Form
from engagement.arguments import (
    StoreOption,
    actor,
    answering,
    opened_store,
    scoped,
)
from engagement.changes import Change, Span, usual
from engagement.efforts import WorkItem
from engagement.errors import InputError
from engagement.model import GapType, Selection, as_json

worklist = typer.Typer(no_args_is_help=True, help="The ranked gaps, each with the office that looks after it.")


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the application."""
    app.add_typer(worklist, name="worklist")
    app.command()(change)
    app.command()(regions)


@worklist.command("list")
@scoped()
@answering
def list_gaps(selection: Selection, form: Form, store: StoreOption = None) -> None:
    """The ranked gaps with owner, note and outreach: organisations invited, answered, come."""
    with opened_store(store) as opened:
        rows = [_row(each) for each in indicators.worklist(opened, selection)]
    answers.answer_scope(selection, {"gaps": rows}, rows, form)


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
    answers.say("cli.gap-noted", **about)


@worklist.command("history")
@scoped("network", "working_group")
@answering
def history(selection: Selection, form: Form, store: StoreOption = None) -> None:
    """Everything that was ever said of the gaps, newest first."""
    with opened_store(store) as opened:
        answers.answer(indicators.gap_notes(opened, selection, is_history=True), form)


# ---- beside the list ----------------------------------------------------------------------------------------------


@scoped("network", "working_group", "list_", "only")
@answering
def change(
    *,
    earlier: Annotated[str | None, typer.Option("--earlier", help="A year, until-IMRF2 or since-IMRF2.")] = None,
    later: Annotated[str | None, typer.Option("--later", help="As --earlier; the last review when left out.")] = None,
    selection: Selection,
    form: Form,
    store: StoreOption = None,
) -> None:
    """The presence of every group in two periods, and the difference in percentage points (a share here: 0.05)."""
    with opened_store(store) as opened:
        found = indicators.spans(opened, selection)
        standard = usual(found)
        if standard is None:
            raise InputError("change-one-period")
        compared = indicators.change(
            opened, selection, _span(earlier, found, standard[0]), _span(later, found, standard[1])
        )
    answers.answer_scope(selection, as_json(compared), _change_rows(compared), form)


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


@scoped()
@answering
def regions(selection: Selection, form: Form, store: StoreOption = None) -> None:
    """In how many networks and working groups of each region every group is recorded. Regions are not ranked."""
    with opened_store(store) as opened:
        found = indicators.by_region(opened, selection)
    rows = [{"region": each.region, **as_json(group)} for each in found for group in each.groups]
    answers.answer_scope(selection, {"regions": [as_json(each) for each in found]}, rows, form)
