"""The commands about organisations: all of them, one of them, verdicts on names, categories, second looks."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from engagement import accepting, actions, answers, indicators, list_commands, locale, name_answers, privacy_commands
from engagement.answers import Form
from engagement.arguments import (
    CategoryOption,
    JsonOption,
    StoreOption,
    actor,
    answering,
    categories,
    check_file,
    opened_store,
    scoped,
)
from engagement.errors import InputError
from engagement.model import Selection, as_json
from engagement.name_answers import NameAnswer
from engagement.organisations import Candidate, ClassifiedBy, OrganisationPage, Verdict
from engagement.registry_lists import read_names
from engagement.taxonomy import Taxonomy

app = typer.Typer(
    invoke_without_command=True,
    help="Organisations: every one of a scope, or with a command what is known and said of their names.",
)

_NameArgument = Annotated[str, typer.Argument(help="An id, or any name of the organisation.")]
_NoteOption = Annotated[str, typer.Option(help="Why; kept in the record.")]
_USUAL_LIMIT = 200


@app.callback()
@scoped()
@answering
def organisations(
    *,
    context: typer.Context,
    selection: Selection,
    category: CategoryOption = None,
    form: Form,
    store: StoreOption = None,
) -> None:
    """Every organisation of a scope, with its spellings and where it took part; or one of the commands below."""
    if context.invoked_subcommand is not None:
        _refuse_options_before(context)
        return
    with opened_store(store) as opened:
        wanted = categories(category, opened)
        found = indicators.organisations(opened, selection)
    answers.answer([each for each in found if not wanted or wanted & set(each.categories)], form)


def _refuse_options_before(context: typer.Context) -> None:
    """An option before the command would say nothing: a store named there would not be the one that is written to."""
    sources = map(context.get_parameter_source, context.params)
    if any(source is not None and source.name == "COMMANDLINE" for source in sources):
        raise typer.BadParameter(locale.text("cli.options-before", "en", command=str(context.invoked_subcommand)))


# ---- one organisation ---------------------------------------------------------------------------------------------


@app.command()
def show(name: _NameArgument, as_json_: JsonOption = False, store: StoreOption = None) -> None:
    """Everything recorded of one organisation: names, where it takes part, seats, verdicts, categories."""
    with opened_store(store) as opened:
        page = indicators.organisation(opened, name)
    if as_json_:
        answers.print_json(as_json(page))
    else:
        _print_page(page)


def _print_page(page: OrganisationPage) -> None:
    said = as_json(page)
    tables = ("names", "presence", "judgements", "classifications")
    plain = {name: value for name, value in said.items() if name not in tables and value not in (None, [], {})}
    width = max(map(len, plain))
    for name, value in plain.items():
        typer.echo(f"{name.ljust(width)}  {_in_words(value)}")
    for name in tables:
        if said[name]:
            typer.echo(f"\n{name}")
            answers.print_rows([{part: _in_words(each) for part, each in row.items()} for row in said[name]], False)


def _in_words(value: Any) -> Any:
    """A value that fits in a line: a list by its items."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {each}" for name, each in value.items() if each)
    return ", ".join(map(str, value)) if isinstance(value, list) else value


@app.command()
def classify(
    name: _NameArgument,
    category: Annotated[str, typer.Argument(help="Code or name of the category.")],
    reason: Annotated[str, typer.Option(help="Why; kept in the record.")],
    valid_from: Annotated[
        str | None, typer.Option("--from", help="The day from which it holds: 2024-03-15; left out: ever since.")
    ] = None,
    by_itself: Annotated[bool, typer.Option("--self", help="The organisation itself has said so.")] = False,
    store: StoreOption = None,
) -> None:
    """Say of which category an organisation is, from a day on. Figures of the days before stay as they are."""
    since = _day(valid_from)
    by_whom = ClassifiedBy.ORGANISATION if by_itself else ClassifiedBy.PERSON
    with opened_store(store) as opened:
        (code,) = categories([category], opened)
        entry = actions.classify(opened, name, code, valid_from=since, by=actor(), classified_by=by_whom, reason=reason)
    answers.say("cli.classified", name=name, category=code, valid_from=since or "the beginning", entry=str(entry))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError("option-unreadable", option="--from", value=text) from None


# ---- verdicts on names --------------------------------------------------------------------------------------------


@app.command()
@answering
def duplicates(
    *,
    limit: Annotated[
        int | None, typer.Option(min=1, help="How many pairs at most; 200, or with --accept all, when left out.")
    ] = None,
    accept: Annotated[
        float | None, typer.Option(help="Say of every pair with this score or more that it is one organisation.")
    ] = None,
    form: Form,
    store: StoreOption = None,
) -> None:
    """Organisations that may be one, worst first: where most would be counted otherwise, then where most alike."""
    _refuse_threshold(accept)
    with opened_store(store) as opened:
        found = indicators.duplicates(opened, limit or (_USUAL_LIMIT if accept is None else sys.maxsize))
        if accept is None:
            answers.answer_rows(found, list(map(_candidate_row, found)), form)
            return
        above = [each for each in found if each.score >= accept]
        agreed = accepting.together(opened, above)
        if agreed:
            verdicts = [(each.left_name, each.right_name, Verdict.SAME) for each in agreed]
            actions.judge(opened, verdicts, by=actor(), note=locale.text("cli.accepted-from", "en", score=str(accept)))
    typer.echo(locale.plural("cli.accepted", len(agreed), "en"), err=True)
    if len(above) > len(agreed):
        typer.echo(locale.plural("cli.accepted-not", len(above) - len(agreed), "en"), err=True)
    answers.answer_rows(agreed, list(map(_candidate_row, agreed)), form)


def _refuse_threshold(accept: float | None) -> None:
    """Half alike is not the same: a low threshold would be a slip of the hand."""
    if accept is not None and not 0.5 < accept <= 1:
        raise InputError("accept-out-of-range", value=str(accept))


def _candidate_row(candidate: Candidate) -> dict[str, Any]:
    left, right = candidate.left, candidate.right
    return {
        "score": candidate.score,
        "left": candidate.left_name,
        "right": candidate.right_name,
        "left_category": " ".join(left.categories),
        "right_category": " ".join(right.categories),
        "left_events": left.organisation_events,
        "right_events": right.organisation_events,
        "reasons": " ".join(candidate.reasons),
    }


@app.command()
def merge(
    left: _NameArgument,
    right: _NameArgument,
    note: _NoteOption = "",
    category: Annotated[str | None, typer.Option(help="The category that stands, where the two differ.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show what would change; record nothing.")] = False,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Say that two organisations are one. Nothing is overwritten: `unmerge` restores every figure."""
    with opened_store(store) as opened:
        code = next(iter(categories([category], opened))) if category else None
        if preview:
            found = indicators.merge_preview(opened, left, right, code)
        else:
            entry = actions.merge(opened, left, right, by=actor(), note=note, category=code)
    if not preview:
        _say_verdict(Verdict.SAME, left, right, entry)
        return
    if len(found.categories) > 1:
        answers.say("cli.choose-category", categories=list(found.categories))
    if not found.changes:
        answers.say("cli.no-changes")
    if as_json_:
        answers.print_json(as_json(found))
    else:
        answers.print_rows([as_json(each) for each in found.changes], as_csv=False)


@app.command()
def unmerge(left: _NameArgument, right: _NameArgument, note: _NoteOption = "", store: StoreOption = None) -> None:
    """Take back what was said of two names. Every figure is again what it was without it."""
    with opened_store(store) as opened:
        entry = actions.unmerge(opened, left, right, by=actor(), note=note)
    _say_verdict(Verdict.UNDECIDED, left, right, entry)


@app.command()
def different(left: _NameArgument, right: _NameArgument, note: _NoteOption = "", store: StoreOption = None) -> None:
    """Say that two organisations are not the same; it is not asked again."""
    with opened_store(store) as opened:
        entry = actions.judge(opened, [(left, right, Verdict.DIFFERENT)], by=actor(), note=note)
    _say_verdict(Verdict.DIFFERENT, left, right, entry)


def _say_verdict(verdict: Verdict, left: str, right: str, entry: int) -> None:
    answers.say(f"cli.judged-{verdict.value}", left=left, right=right, entry=str(entry))


@app.command()
@answering
def judgements(form: Form, store: StoreOption = None) -> None:
    """Everything that was said of names, newest first: same, different, undecided; by whom and when."""
    with opened_store(store) as opened:
        found = indicators.judgements(opened)
    rows = [{**as_json(each), "reasons": " ".join(each.reasons)} for each in found]
    answers.answer_rows(found, rows, form)


@app.command()
@answering
def match(
    *,
    file: Annotated[Path, typer.Argument(help="One name in a line, or a table: name, country, category.")],
    encoding: Annotated[str | None, typer.Option(help="Letters of a file that is not UTF-8.")] = None,
    form: Form,
    store: StoreOption = None,
) -> None:
    """Look up the names of a list: matched for certain, suggested, or new. Nothing is recorded."""
    check_file(file)
    with opened_store(store) as opened:
        known = indicators.taxonomy(opened)
        names, problems = read_names(file, encoding=encoding, categories=known)
        for each in problems:
            typer.echo(locale.problem_text(each, "en", known.label), err=True)
        found = name_answers.answers(opened, names)
    answers.answer_rows(found, list(map(_match_row, found)), form)
    if problems:
        raise typer.Exit(1)


def _match_row(found: NameAnswer) -> dict[str, Any]:
    """The best candidate beside the name."""
    best = found.candidates[0] if found.candidates else None
    return {
        "row": found.row,
        "name": found.name,
        "outcome": found.outcome,
        "organisation": best.organisation if best else None,
        "id": best.id if best else None,
        "score": best.score if best else None,
        "reasons": " ".join(best.reasons) if best else None,
    }


# ---- second looks -------------------------------------------------------------------------------------------------


@app.command()
def recheck(
    n: Annotated[int, typer.Option("--n", min=1, help="How many.")] = 20,
    seed: Annotated[int | None, typer.Option(help="Draw the same ones again.")] = None,
    agreed: Annotated[
        list[str] | None, typer.Option("--agreed", help="An organisation whose category is right.")
    ] = None,
    not_agreed: Annotated[
        list[str] | None, typer.Option("--not-agreed", help="An organisation whose category is wrong.")
    ] = None,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Draw classified rows to look at again; or, with --agreed and --not-agreed, record what was found."""
    verdicts = dict.fromkeys(agreed or (), True) | dict.fromkeys(not_agreed or (), False)
    with opened_store(store) as opened:
        if verdicts:
            entry = actions.record_recheck(opened, verdicts, by=actor())
            answers.say("cli.rechecked", agreed=sum(verdicts.values()), asked=len(verdicts), entry=str(entry))
        sample = () if verdicts else indicators.recheck_sample(opened, n, seed)
        earlier = indicators.rechecks(opened)
        known = indicators.taxonomy(opened)
    if as_json_:
        answers.print_json(
            {part: [as_json(e) for e in rows] for part, rows in (("sample", sample), ("rechecks", earlier))}
        )
    else:
        answers.print_rows([as_json(each) | _label(each.category, known) for each in sample], as_csv=False)


def _label(category: str, known: Taxonomy) -> dict[str, str]:
    return {"category": f"{category} ({known.label(category, 'en')})"}


# ---- lists --------------------------------------------------------------------------------------------------------

list_commands.add_organisations(app)
privacy_commands.add_organisations(app)
