"""The commands of editions, and of the annex: what a figure was counted from, line by line."""

from pathlib import Path
from typing import Annotated, Any

import typer

from engagement import answers, comparing, editions, exports, locale
from engagement.answers import Form
from engagement.arguments import JsonOption, StoreOption, actor, answering, opened_store, scoped, write
from engagement.errors import InputError
from engagement.exports import annex as annexes
from engagement.freezing import Edition
from engagement.model import Selection, as_json
from engagement.subtracting import told_beside
from engagement.summary import styles

app = typer.Typer(no_args_is_help=True, help="Frozen editions of the summary: freeze, verify, compare, write again.")

_NameArgument = Annotated[str, typer.Argument(help="The name of the edition.")]
_LanguageOption = Annotated[str, typer.Option("--lang", help="Language: en, fr, es, ar, ru or zh.")]


def add_to(application: typer.Typer) -> None:
    """Make these commands part of the application."""
    application.add_typer(app, name="editions")
    application.command()(annex)


@app.command()
@scoped()
def freeze(
    *,
    name: _NameArgument,
    selection: Selection,
    lang: _LanguageOption = "en",
    beside: Annotated[str | None, typer.Option(help="A second language beside the first.")] = None,
    style: Annotated[str, typer.Option(help=", ".join(styles.styles()))] = styles.NEUTRAL,
    store: StoreOption = None,
) -> None:
    """Keep the summary of a scope: its numbers, what they rest on, and the SHA-256 of its file in each format."""
    with opened_store(store) as opened:
        second = _language(beside) if beside else None
        kept = editions.freeze(opened, name, selection, _language(lang), style=style, beside=second, by=actor())
        beside_others = told_beside(opened, kept.name)
    answers.say("cli.edition-frozen", name=kept.name, entry=str(kept.entry), position=str(kept.position))
    for each in beside_others:
        words = {"edition": each.edition, "k": str(each.k)}
        typer.echo(locale.plural("cli.edition-beside", each.figures, "en", **words), err=True)


@app.command("list")
@answering
def list_editions(form: Form, store: StoreOption = None) -> None:
    """Every edition, newest first."""
    with opened_store(store) as opened:
        rows = [_row(each) for each in editions.editions(opened)]
    if form.is_json:
        answers.print_json(rows)
    else:
        answers.print_rows(rows, form.is_csv)


def _row(kept: Edition) -> dict[str, Any]:
    said = as_json(kept)
    about = ("name", "entry", "frozen_by", "frozen_at", "cut_off", "language", "method", "position", "numbers_sha256")
    return {each: said[each] for each in about}


@app.command()
def show(name: _NameArgument, as_json_: JsonOption = False, store: StoreOption = None) -> None:
    """What an edition keeps: scope, cut-off, digests, and in JSON every number."""
    with opened_store(store) as opened:
        said = as_json(editions.edition(opened, name))
    if as_json_:
        answers.print_json(said)
        return
    scope = {part: each for part, each in said.pop("selection").items() if each}
    numbers = sum(len(columns) for rows in said.pop("numbers").values() for columns in rows.values())
    files = {f"sha256 {each}": digest for each, digest in said.pop("files").items()}
    for what, each in (said | {"scope": scope, "numbers": numbers} | files).items():
        typer.echo(f"{what:<20} {'-' if each is None else each}")


@app.command()
def verify(name: _NameArgument, as_json_: JsonOption = False, store: StoreOption = None) -> None:
    """Make an edition again from the journal as it was and compare every number. Exit code 1 when one differs."""
    with opened_store(store) as opened:
        found = editions.verify(opened, editions.edition(opened, name))
    if as_json_:
        answers.print_json(as_json(found) | {"holds": found.holds})
    else:
        for sentence in _said(found):
            typer.echo(sentence)
    if not found.holds:
        raise typer.Exit(1)


def _said(found: editions.Verified) -> list[str]:
    agreeing = {"journal": found.is_journal, "list": found.is_list, "expectations": found.is_expectations}
    agreeing |= {f"file {each}": is_same for each, is_same in found.files.items()}
    said = [locale.text(f"cli.edition-{'same' if ok else 'other'}", "en", what=what) for what, ok in agreeing.items()]
    for what, was, is_now in (
        ("method", found.method, found.method_now),
        ("software", found.software or "-", found.software_now or "-"),
    ):
        if was != is_now:
            said.append(locale.text("cli.edition-version", "en", what=what, was=was, now=is_now))
    said += [
        locale.text("cli.edition-number", "en", place=_place(each), was=str(each.was), now=str(each.is_now))
        for each in found.differing
    ]
    agree = found.numbers - len(found.differing)
    return [locale.plural("cli.edition-numbers", found.numbers, "en", agree=agree), *said]


def _place(each: editions.Difference) -> str:
    return " / ".join((each.table, each.row, each.column))


@app.command()
@answering
def compare(
    *,
    earlier: Annotated[str, typer.Argument(help="The name of an edition.")],
    later: Annotated[
        str | None, typer.Argument(help="Another edition; what the record says now when left out.")
    ] = None,
    lang: _LanguageOption = "en",
    form: Form,
    store: StoreOption = None,
) -> None:
    """The figures that differ between two editions, or between an edition and now: was, is, and which batches."""
    with opened_store(store) as opened:
        one, other = editions.edition(opened, earlier), editions.edition(opened, later) if later else None
        found = comparing.compare(opened, one, other, _language(lang))
    if form.is_json:
        answers.print_json(as_json(found))
        return
    if found.method != found.method_later:
        answers.say("cli.edition-version", what="method", was=found.method, now=found.method_later)
    rows = [as_json(each) | {"batches": " ".join(each.batches)} for each in found.changed]
    shown = ("table", "row_title", "column_title", "was", "is_now", "batches")
    answers.print_rows([{part: each[part] for part in shown} for each in rows], form.is_csv)
    typer.echo(locale.plural("cli.edition-differences", len(rows), "en"), err=True)
    for entry in found.written:
        about = ", ".join(f"{part} {each}" for part, each in entry.about.items())
        answers.say("cli.edition-written", entry=str(entry.entry), kind=entry.kind, about=about)


@app.command("write")
def write_again(
    name: _NameArgument,
    out: Annotated[Path, typer.Option(help="File to write.")],
    format_: Annotated[str, typer.Option("--format", help=", ".join(exports.FORMATS))] = "docx",
    store: StoreOption = None,
) -> None:
    """Write a file of an edition again, from the journal as it was: the same bytes."""
    if format_ not in exports.FORMATS:
        raise InputError("format-unknown", format=format_, formats=", ".join(exports.FORMATS))
    with opened_store(store) as opened:
        document = editions.document(opened, editions.edition(opened, name))
    write(out, exports.FORMATS[format_].write(document))
    typer.echo(str(out))


def _language(code: str) -> str:
    if code not in locale.LANGUAGES:
        raise InputError("language-unknown", language=code, languages=", ".join(locale.LANGUAGES))
    return code


# ---- the annex ----------------------------------------------------------------------------------------------------


@scoped()
def annex(
    out: Annotated[Path, typer.Option(help="File to write.")], selection: Selection, store: StoreOption = None
) -> None:
    """Write one line for each organisation-event of a scope: activity, organisation, category, batch, file, rows."""
    with opened_store(store) as opened:
        try:
            with out.open("wb") as file:
                lines = annexes.write(opened, selection, file)
        except OSError as error:
            raise InputError("file-not-written", file=out.name, reason=error.strerror or "") from None
    typer.echo(locale.plural("cli.annex-written", lines, "en", file=str(out)), err=True)
