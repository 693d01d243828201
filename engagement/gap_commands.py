"""The commands about gaps: what is behind one, whom to ask, what was done about it, what has no report."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from engagement import actions, answers, indicators, locale
from engagement.answers import Form
from engagement.arguments import (
    JsonOption,
    StoreOption,
    actor,
    answering,
    categories,
    day,
    opened_store,
    scoped,
)
from engagement.efforts import ExplainedActivity, ExplainedEvent, Explanation, OutreachStep, Prospect, Source
from engagement.errors import InputError
from engagement.model import Gap, Selection, as_json
from engagement.store import Store
from engagement.taxonomy import Taxonomy

not_expected = typer.Typer(no_args_is_help=True, help="Groups that are not expected in a place: who says so, and why.")
outreach = typer.Typer(no_args_is_help=True, help="Organisations asked to come, for a group in a place.")

_MechanismOption = Annotated[
    str | None, typer.Option("--mechanism", help="Network or working group, by code or name; everywhere when left out.")
]
_PlaceArgument = Annotated[str, typer.Argument(help="Network or working group, by code or name.")]
_GroupArgument = Annotated[str, typer.Argument(metavar="CATEGORY", help="The group, by code or label.")]
_OnOption = Annotated[str | None, typer.Option("--on", help="The day; today when left out.")]
_ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in one sentence.")]
_SaidByOption = Annotated[str, typer.Option("--said-by", help="The office or function that says so; no person.")]


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the application."""
    app.add_typer(not_expected, name="not-expected")
    app.add_typer(outreach, name="outreach")
    app.command()(silent)
    app.command()(explain)


# ---- groups that are not expected ---------------------------------------------------------------------------------


def _saying(act: Callable[..., int], said_of_it: str) -> Callable[..., None]:
    """The command that says something of a group in a place, for a reason; `said_of_it` is the code of its answer."""

    def say(
        category: _GroupArgument,
        reason: _ReasonOption,
        said_by: _SaidByOption,
        mechanism: _MechanismOption = None,
        on: _OnOption = None,
        store: StoreOption = None,
    ) -> None:
        said: dict[str, Any] = {"reason": reason, "said_by": said_by, "on": _day(on), "by": actor()}
        with opened_store(store) as opened:
            entry = act(opened, mechanism, category, **said)
        answers.say(said_of_it, category=category, entry=str(entry))

    return say


not_expected.command(
    "mark", help="Say that a group is not expected in a network or working group. The list of groups is not shortened."
)(_saying(actions.mark_not_expected, "cli.marked"))
not_expected.command("withdraw", help="Take back that a group is not expected; both stay in the record.")(
    _saying(actions.mark_expected, "cli.unmarked")
)


@not_expected.command("list")
@scoped("network", "working_group", "last")
@answering
def list_marks(
    *,
    selection: Selection,
    history: Annotated[bool, typer.Option("--history", help="Those taken back too.")] = False,
    form: Form,
    store: StoreOption = None,
) -> None:
    """The groups that are not expected at the end of a period, who says so, when and why."""
    with opened_store(store) as opened:
        answers.answer(indicators.not_expected(opened, selection, is_history=history), form)


# ---- outreach -----------------------------------------------------------------------------------------------------


@outreach.command("record")
def record_outreach(
    mechanism: _PlaceArgument,
    category: _GroupArgument,
    organisation: Annotated[str, typer.Argument(help="The organisation, by its id or any of its names.")],
    step: Annotated[OutreachStep, typer.Argument(help="How far it has come.")],
    on: _OnOption = None,
    note: Annotated[str, typer.Option("--note", help="A word on it; no names, addresses or numbers of people.")] = "",
    store: StoreOption = None,
) -> None:
    """Record that an organisation was invited to fill a gap, has answered, or came."""
    said: dict[str, Any] = {"step": step, "on": _day(on), "note": note, "by": actor()}
    with opened_store(store) as opened:
        entry = actions.record_outreach(opened, mechanism, category, organisation, **said)
    words = {"step": locale.text(f"outreach-step.{step.value}", "en"), "day": _day(on), "entry": str(entry)}
    answers.say("cli.outreach-recorded", organisation=organisation, **words)


@outreach.command("withdraw")
def withdraw_outreach(
    entry: Annotated[int, typer.Argument(help="Its number, as `outreach list --json` shows it.")],
    store: StoreOption = None,
) -> None:
    """Take a record of outreach back."""
    with opened_store(store) as opened:
        number = actions.withdraw_outreach(opened, entry, by=actor())
    answers.say("cli.outreach-withdrawn", withdrawn=str(entry), entry=str(number))


@outreach.command("list")
@scoped("network", "working_group", "first", "last")
@answering
def list_outreach(selection: Selection, form: Form, store: StoreOption = None) -> None:
    """What was done for each group in each place: organisations invited, answered, come; in JSON each record."""
    with opened_store(store) as opened:
        answers.answer(indicators.outreach(opened, selection), form)


# ---- no report ----------------------------------------------------------------------------------------------------


@scoped("network", "working_group", "first", "last", "only")
@answering
def silent(selection: Selection, form: Form, store: StoreOption = None) -> None:
    """What has no report: networks and groups that were to report and did not, activities without a complete log."""
    with opened_store(store) as opened:
        found = indicators.silent(opened, selection)
    nothing = {"title": None, "date_from": None, "date_to": None}
    rows = [{"mechanism": each.mechanism, **nothing} for each in found.mechanisms]
    rows += [_only(as_json(each), ("mechanism", *nothing)) for each in found.activities]
    answers.answer_scope(selection, as_json(found), rows, form)


def _only(said: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: said[name] for name in names}


# ---- what is behind a figure --------------------------------------------------------------------------------------


@scoped()
def explain(
    *,
    category: Annotated[str | None, typer.Argument(help="The group, by code or label; all when left out.")] = None,
    selection: Selection,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """The organisation-events behind a figure, activity by activity, down to file, sheet and row."""
    with opened_store(store) as opened:
        known = indicators.taxonomy(opened)
        code = next(iter(categories([category], opened)), None) if category else None
        found = indicators.explain(opened, selection, code)
    if as_json_:
        answers.print_json({**answers.scope_json(selection), **as_json(found)})
    else:
        _say_explanation(found, locale.text("cli.explained-everywhere", "en"), known)


def explain_gaps(store: Store, selection: Selection, gaps: Sequence[Gap], rank: int, as_json_: bool) -> None:
    """Print what is behind every gap of a rank: ties are all explained. Raises InputError for a rank that none has."""
    found = [(gap, indicators.explain(store, selection, gap.category, gap.mechanism)) for gap in _of_rank(gaps, rank)]
    if as_json_:
        said = [{"gap": answers.gap_json(as_json(gap)), "explanation": as_json(each)} for gap, each in found]
        answers.print_json({**answers.scope_json(selection), "rank": rank, "gaps": said})
        return
    for gap, each in found:
        _say_explanation(each, gap.mechanism, indicators.taxonomy(store))


def call_for_gaps(store: Store, selection: Selection, gaps: Sequence[Gap], rank: int, as_json_: bool) -> None:
    """Print whom to ask for every gap of a rank, best first. Raises InputError for a rank that none has."""
    found = [
        (gap, indicators.call_list(store, selection, gap.mechanism, gap.category) if gap.category else ())
        for gap in _of_rank(gaps, rank)
    ]
    if as_json_:
        said = [
            {"gap": answers.gap_json(as_json(gap)), "call_list": [as_json(each) for each in prospects]}
            for gap, prospects in found
        ]
        answers.print_json({**answers.scope_json(selection), "rank": rank, "gaps": said})
        return
    for gap, prospects in found:
        if gap.category and not prospects:
            label = indicators.taxonomy(store).label(gap.category, "en")
            answers.say("cli.call-nobody", category=label, mechanism=gap.mechanism)
    rows = [_call_row(gap, each) for gap, prospects in found for each in prospects]
    answers.print_rows(rows, as_csv=False)


def _call_row(gap: Gap, each: Prospect) -> dict[str, Any]:
    said = as_json(each)
    parts = ("organisation", "country", "activities", "last_seen", "last_seen_in", "last_step")
    why = "; ".join(locale.text(f"call-reason.{reason.value}", "en") for reason in each.reasons)
    return {"for": f"{gap.category} {gap.mechanism}", **_only(said, parts), "why": why}


def _of_rank(gaps: Sequence[Gap], rank: int) -> list[Gap]:
    found = [gap for gap in gaps if gap.rank == rank]
    if not found and not gaps:
        raise InputError("gap-rank-none", rank=rank)
    if not found:
        raise InputError("gap-rank-unknown", rank=rank, ranks=", ".join(dict.fromkeys(str(gap.rank) for gap in gaps)))
    return found


def _say_explanation(found: Explanation, place: str, known: Taxonomy) -> None:
    """An explanation in words, on standard output: the answer."""
    group = known.label(found.category, "en") if found.category else locale.text("cli.explained-all-groups", "en")
    counts = {"events": found.organisation_events, "with_": found.activities_with, "held": len(found.activities)}
    counts |= {"unclassified": found.unclassified, "present": found.present, "assessed": found.assessed}
    total = {"category": group, "mechanism": place, **counts}
    typer.echo(locale.text("cli.explained-total", "en", **total))
    for each in found.activities:
        typer.echo("  " + _explained(each))
        for event in (*each.events, *each.unclassified):
            typer.echo("    " + _event(event, known))


def _explained(each: ExplainedActivity) -> str:
    """An activity, and why presence is not counted over it, if it is not."""
    when = locale.day(each.date_from, each.date_to, each.date_precision, "en")
    numbers = {"events": len(each.events), "unclassified": len(each.unclassified)}
    line = locale.text("cli.explained", "en", title=each.title, mechanism=each.mechanism, day=when, **numbers)
    if each.is_assessed:
        return line
    why = locale.text("cell.is-closed" if each.has_log else "cell.is-silent", "en")
    return locale.text("cli.explained-aside", "en", line=line, why=why)


def _event(event: ExplainedEvent, known: Taxonomy) -> str:
    name = event.organisation or locale.text("cli.explained-nameless", "en")
    label = known.label(event.category, "en")
    sources = "; ".join(map(_source, event.sources))
    return locale.text("cli.explained-event", "en", organisation=name, category=label, sources=sources)


def _source(source: Source) -> str:
    rows = locale.plural("cell.rows", len(source.rows), "en", rows=", ".join(map(str, source.rows)))
    return f"{', '.join(filter(None, (source.file, source.sheet, rows)))} ({source.batch})"


# ---- what was given -----------------------------------------------------------------------------------------------


def _day(text: str | None) -> date:
    return day(text, 0) or datetime.now(UTC).date()
