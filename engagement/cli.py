"""The command line. Standard output is the answer, standard error is progress and problems.

Exit codes: 0 done, 1 problems found, 2 usage, 3 input, 4 registry, 5 access, 6 store.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from engagement import (
    answers,
    edition_commands,
    expectation_commands,
    exports,
    gap_commands,
    indicators,
    intake,
    list_commands,
    locale,
    organisations_cli,
    privacy_commands,
    record_commands,
    user_commands,
    worklist_commands,
)
from engagement.answers import Form
from engagement.arguments import (
    CategoryOption,
    StoreOption,
    answering,
    categories,
    folder,
    opened_store,
    scoped,
    write,
)
from engagement.errors import EngagementError, InputError
from engagement.model import Selection, as_json
from engagement.summary import styles, tracing
from engagement.summary.licence import licensed

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Record who takes part in migration networks and working groups, and see who is missing.",
)
app.add_typer(expectation_commands.app, name="expectations")
app.add_typer(organisations_cli.app, name="organisations")
app.add_typer(list_commands.mechanisms, name="mechanisms")
app.add_typer(user_commands.users, name="users")
app.add_typer(list_commands.seats, name="seats")
app.add_typer(list_commands.categories, name="categories")
gap_commands.add_to(app)
worklist_commands.add_to(app)
privacy_commands.add_to(app)
edition_commands.add_to(app)
intake.add_to(app)
record_commands.add_to(app)

# ---- reads --------------------------------------------------------------------------------------------------------


@app.command()
@answering
def batches(form: Form, store: StoreOption = None) -> None:
    """Every import, newest first, those undone included."""
    with opened_store(store) as opened:
        answers.answer(indicators.batches(opened), form)


@app.command("indicators")
@scoped()
@answering
def indicators_(
    *,
    selection: Selection,
    category: CategoryOption = None,
    form: Form,
    store: StoreOption = None,
) -> None:
    """The measures of a scope: records, coverage, presence, shares and representation, per category and per label."""
    with opened_store(store) as opened:
        figures = indicators.indicators(opened, selection)
        measures = indicators.measures(opened, selection)
        networks = indicators.networks(opened, selection)
        labels = indicators.labels(opened, selection)
        people = indicators.people(opened, selection)
        wanted = categories(category, opened)
    kept = tuple(each for each in figures.categories if not wanted or each.category in wanted)
    if form.is_json:
        shown = figures.model_copy(update={"categories": kept})
        behind = tuple(each for each in labels if not wanted or each.category in wanted)
        answers.print_json(answers.indicators_json(shown, measures, networks, behind, people))
    else:
        answers.answer(kept, form)


@app.command()
@scoped()
@answering
def matrix(
    *,
    selection: Selection,
    by: Annotated[str, typer.Option(help="mechanism or year")] = "mechanism",
    rows: Annotated[str, typer.Option(help="category, or label as files spell it")] = "category",
    form: Form,
    store: StoreOption = None,
) -> None:
    """Category by network and working group, or by year: recorded, not recorded, or no report."""
    if by not in ("mechanism", "year") or rows not in ("category", "label"):
        raise typer.BadParameter("--by takes mechanism or year, --rows takes category or label")
    with opened_store(store) as opened:
        answer = indicators.matrix(opened, selection, by, rows)  # type: ignore[arg-type]  # checked above
    if form.is_json:
        answers.print_json(as_json(answer))
    else:
        answers.answer(answer.cells, form)


@app.command("gaps")
@scoped()
@answering
def gaps_(
    *,
    selection: Selection,
    category: CategoryOption = None,
    explain: Annotated[int | None, typer.Option(metavar="RANK", help="What is behind the gaps of this rank.")] = None,
    call: Annotated[int | None, typer.Option(metavar="RANK", help="Whom to ask for the gaps of this rank.")] = None,
    form: Form,
    store: StoreOption = None,
) -> None:
    """The gaps of a scope, most certain and most severe first."""
    with opened_store(store) as opened:
        declared = indicators.expectations(opened, selection)
        found = indicators.gaps(opened, selection)
        wanted = categories(category, opened)
        kept = [each for each in found if not wanted or each.category in wanted]
        for rank, say in ((explain, gap_commands.explain_gaps), (call, gap_commands.call_for_gaps)):
            if rank is not None:
                say(opened, selection, kept, rank, form.is_json)
    if explain is not None or call is not None:
        return
    rows = [answers.gap_json(as_json(each)) for each in kept]
    answers.answer_scope(selection, {"expectations": len(declared), "gaps": rows}, rows, form)


@app.command("activities")
@scoped()
@answering
def activities_(
    *,
    selection: Selection,
    category: CategoryOption = None,
    form: Form,
    store: StoreOption = None,
) -> None:
    """Every activity of a scope, and in JSON the counts of each category label at each."""
    with opened_store(store) as opened:
        wanted = categories(category, opened)
        found = indicators.activities(opened, selection)
    kept = [each for each in found if not wanted or any(label.category in wanted for label in each.labels)]
    answers.answer(kept, form)


@app.command("summary")
@scoped()
def summary_(
    *,
    out: Annotated[Path, typer.Option(help="File to write.")],
    format_: Annotated[str, typer.Option("--format", help=", ".join(exports.FORMATS))] = "docx",
    lang: Annotated[str, typer.Option(help=", ".join(locale.LANGUAGES))] = "en",
    beside: Annotated[
        str | None, typer.Option(help="A second language beside the first, in docx, pdf, html, csv and json.")
    ] = None,
    style: Annotated[str, typer.Option(help=", ".join(styles.styles()))] = styles.NEUTRAL,
    licence: Annotated[
        str | None, typer.Option(help="On what terms it may be used: words, or a name such as CC-BY-4.0.")
    ] = None,
    selection: Selection,
    store: StoreOption = None,
) -> None:
    """Write an inclusion summary for a review."""
    if format_ not in exports.FORMATS:
        raise InputError("format-unknown", format=format_, formats=", ".join(exports.FORMATS))
    for language in (lang, beside or lang):
        if language not in locale.LANGUAGES:
            raise InputError("language-unknown", language=language, languages=", ".join(locale.LANGUAGES))
    with opened_store(store) as opened:
        document = tracing.written(opened, selection, lang, style, beside)
    if licence is not None:
        document = licensed(document, licence)
    write(out, exports.FORMATS[format_].write(document))
    typer.echo(str(out))


@app.command()
def check(store: StoreOption = None) -> None:
    """Verify the journal and every invariant of the store."""
    with opened_store(store) as opened:
        opened.verify()
        broken = opened.broken_invariants()
    for finding in broken:
        typer.echo(" ".join(str(part) for part in finding), err=True)
    if broken:
        raise typer.Exit(1)
    typer.echo(locale.text("cli.sound", "en"))


@app.command()
def dashboard(
    demo: Annotated[bool, typer.Option("--demo", help="Begin with the example while nothing is recorded.")] = False,
    port: Annotated[int | None, typer.Option(help="Port; 8501 or the next free one when left out.")] = None,
    store: StoreOption = None,
) -> None:
    """Serve the dashboard on this machine."""
    # The dashboard is another door beside this one; it is found by name so that the library does not depend on it.
    import importlib

    launcher = importlib.import_module("dashboard.__main__")
    launcher.serve(port=port, store=folder(store), demo=demo)


def main() -> None:
    """Run a command; an error a person can mend is one sentence and its exit code, anything else is a bug."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # real streams have it
    try:
        app()
    except EngagementError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(error.exit_code) from None
