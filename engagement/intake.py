"""The commands that bring something in or take it out again: logs, meetings recorded by hand, undo, demonstration."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from engagement import actions, answers, indicators
from engagement.arguments import (
    CheckOption,
    JsonOption,
    RejectsOption,
    StoreOption,
    actor,
    check_file,
    lookup,
    opened_store,
    write,
)
from engagement.batches import HandRecord, HeadCount, Receipt
from engagement.errors import InputError, MappingError
from engagement.exports.refused import refused_rows
from engagement.lookups import Lookup
from engagement.mapping import Mapping
from engagement.model import as_json
from engagement.sheet_options import answered
from engagement.store import Store
from engagement.watching import watched


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the command line."""
    app.command("import")(import_)
    app.command()(record)
    app.command()(undo)
    app.command("profiles")(profiles_)
    app.command()(demo)


@answered
def import_(
    files: Annotated[list[Path], typer.Argument(help="Participation logs: CSV, XLSX, ODS, Parquet or JSON.")],
    mapping: Mapping,
    profile: Annotated[str | None, typer.Option(help="Answers saved before, or shipped, under this name.")] = None,
    lookup_: Annotated[
        str | None, typer.Option("--lookup", help="FILE:HEADER: a second table, joined where HEADER is equal.")
    ] = None,
    replace: Annotated[str | None, typer.Option(help="The batch whose corrected file this is.")] = None,
    rejects: RejectsOption = None,
    save_profile: Annotated[str | None, typer.Option("--save-profile", help="Keep these answers as a profile.")] = None,
    check: CheckOption = False,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Read participation logs and record them, one batch a file."""
    if len(files) > 1 and (replace or rejects):
        raise InputError("one-file-only", option="--replace" if replace else "--rejects")
    wanted = _Wanted(mapping, lookup(lookup_), profile, save_profile, rejects, replace, check)
    receipts: list[Receipt] = []
    with opened_store(store) as opened:
        names = indicators.taxonomy(opened).label
        try:
            for file in files:
                receipts.append(_one_file(opened, file, wanted))
                answers.say_receipt(receipts[-1], check, names)
        finally:
            if as_json_ and receipts:  # also when a later file could not be read
                said = [answers.receipt_json(each, names) for each in receipts]
                answers.print_json(said if len(files) > 1 else said[0])
    _refuse_refused(receipts)


class _Wanted(NamedTuple):
    """What is to be done with each file of an import."""

    mapping: Mapping
    lookup: Lookup | None
    profile: str | None
    save_profile: str | None
    rejects: Path | None
    replaces: str | None
    is_check: bool


def _one_file(store: Store, file: Path, wanted: _Wanted) -> Receipt:
    """Read it with the answers that fit it, keep these and give back what is refused where that was asked, record."""
    check_file(file)
    mapping = actions.fitted(store, file, wanted.profile, wanted.mapping) if wanted.profile else wanted.mapping
    if wanted.save_profile:
        actions.save_profile(store, wanted.save_profile, file, mapping)
    if wanted.rejects:
        refused = actions.refused_rows(store, file, mapping=mapping, lookup=wanted.lookup)
        write(wanted.rejects, refused_rows(*refused, "en", indicators.taxonomy(store).label))
    return _recorded(store, file, mapping, wanted)


def _recorded(store: Store, file: Path, mapping: Mapping, wanted: _Wanted) -> Receipt:
    def imported(is_check: bool) -> Receipt:
        return actions.import_log(
            store,
            file,
            file_name=file.name,
            mapping=mapping,
            by=actor(),
            lookup=wanted.lookup,
            replaces=wanted.replaces,
            is_check=is_check,
            progress=progress,
        )

    names = indicators.taxonomy(store).label
    with watched(file.name) as progress:
        return answers.done_or_told(imported, wanted.is_check, lambda told: answers.say_problems(told, names))


def record(
    activity: Annotated[str, typer.Option(help="Title of the meeting.")],
    date: Annotated[str, typer.Option(help="A day, month or year: 2024-03-15, 2024-03, 2024.")],
    head_count: Annotated[
        list[str],
        typer.Option("--head-count", help="CATEGORY=PEOPLE or CATEGORY=PEOPLE:WOMEN:MEN; what is not known stays out."),
    ],
    network: Annotated[str, typer.Option(help="Network.")] = "",
    working_group: Annotated[str, typer.Option("--working-group", help="Working group.")] = "",
    place: Annotated[str, typer.Option(help="Place.")] = "",
    mode: Annotated[str, typer.Option(help="in person, online or hybrid")] = "",
    activity_type: Annotated[str, typer.Option("--activity-type", help="Kind of meeting.")] = "",
    is_open: Annotated[str, typer.Option("--open-to-stakeholders", help="yes or no")] = "",
    check: CheckOption = False,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Record a meeting that never had a sheet, with head-counts per category."""
    written = HandRecord(
        activity=activity,
        date=date,
        network=network,
        working_group=working_group,
        place=place,
        mode=mode,
        activity_type=activity_type,
        open_to_stakeholders=is_open,
        head_counts=tuple(_head_count(each) for each in head_count),
    )
    with opened_store(store) as opened:
        names = indicators.taxonomy(opened).label
        receipt = actions.record_by_hand(opened, written, by=actor(), is_check=check)
    answers.say_receipt(receipt, check, names)
    if as_json_:
        answers.print_json(answers.receipt_json(receipt, names))
    _refuse_refused([receipt])


def undo(
    batch: Annotated[str, typer.Argument(help="A batch, for example B0003.")],
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Take an import back. Every figure is again what it was without it."""
    with opened_store(store) as opened:
        undone = actions.undo_batch(opened, batch, by=actor())
    answers.say("cli.undone", batch=undone.batch, rows=undone.rows)
    if undone.restored:
        answers.say("cli.undone-restored", batch=undone.batch, before=undone.restored)
    for later, rows in undone.set_aside.items():
        answers.say("cli.undone-set-aside", batch=undone.batch, later=later, rows=rows)
    if as_json_:
        answers.print_json(as_json(undone))


def profiles_(as_json_: JsonOption = False, store: StoreOption = None) -> None:
    """The answers that can be used again: those shipped, and those saved in this store."""
    with opened_store(store) as opened:
        found = indicators.known_profiles(opened)
    if as_json_:
        answers.print_json([as_json(each) for each in found])
    else:
        answers.print_rows([each.model_dump(include={"name", "version", "made_for"}) for each in found], as_csv=False)


def demo(
    remove: Annotated[bool, typer.Option("--remove", help="Take the invented data out again.")] = False,
    store: StoreOption = None,
) -> None:
    """Load the demonstration data: public rosters and review dates, and an invented log that is labelled as such."""
    with opened_store(store) as opened:
        if remove:
            actions.remove_illustrative(opened, by=actor())
        else:
            actions.load_demonstration(opened, by=actor())


def _head_count(given: str) -> HeadCount:
    category, sign, numbers = given.rpartition("=")
    parts = [part.strip() for part in numbers.split(":")]
    if not sign or len(parts) > 3:
        raise MappingError("head-count-unreadable", given=given)
    return HeadCount(category=category.strip(), **dict(zip(("people", "women", "men"), parts, strict=False)))


def _refuse_refused(receipts: list[Receipt]) -> None:
    """Exit code 1 when a row was refused."""
    if any(receipt.rows_refused for receipt in receipts):
        raise typer.Exit(1)
