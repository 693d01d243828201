"""The command line. Standard output is the answer, standard error is progress and problems.

Exit codes: 0 done, 1 problems found, 2 usage, 3 input, 4 registry, 5 access, 6 store.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from engagement import actions, answers, dates, exports, indicators, locale, summary, taxonomy
from engagement.errors import EngagementError, InputError, MappingError
from engagement.exports.refused import refused_rows
from engagement.mapping import Lookup, Mapping
from engagement.model import ListCode, Selection, as_json
from engagement.settings import Settings
from engagement.store import Store

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Record who takes part in migration networks and working groups, and see who is missing.",
)
_expectations = typer.Typer(no_args_is_help=True, help="What was declared before the figures were drawn.")
app.add_typer(_expectations, name="expectations")

StoreOption = Annotated[Path | None, typer.Option("--store", help="Folder of the store.", show_default="data/store")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Answer in CSV.")]
NetworkOption = Annotated[list[str] | None, typer.Option("--network", help="Code or name; may be repeated.")]
GroupOption = Annotated[list[str] | None, typer.Option("--working-group", help="Code or name; may be repeated.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First day, month, quarter or year: 2024, 2024-03.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last day, month, quarter or year.")]
ListOption = Annotated[ListCode, typer.Option("--list", help="Which text names the groups.")]
CategoryOption = Annotated[list[str] | None, typer.Option("--category", help="Only these categories.")]


# ---- writes -------------------------------------------------------------------------------------------------------


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="CSV or XLSX participation logs.")],
    network: Annotated[str | None, typer.Option(help="Network of the whole file.")] = None,
    working_group: Annotated[
        str | None, typer.Option("--working-group", help="Working group of the whole file.")
    ] = None,
    columns: Annotated[list[str] | None, typer.Option("--map", help="SOURCE=COLUMN: a header and what it is.")] = None,
    values: Annotated[list[str] | None, typer.Option("--value", help="COLUMN:SOURCE=OURS: what a value means.")] = None,
    constants: Annotated[list[str] | None, typer.Option("--set", help="COLUMN=VALUE for the whole file.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Which sheet of a workbook.")] = None,
    header_row: Annotated[int | None, typer.Option("--header-row", min=1, help="Row of the headers, from 1.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Letters of a CSV file that is not UTF-8.")] = None,
    date_order: Annotated[dates.DateOrder | None, typer.Option("--date-order", help="Order of 03/04/2024.")] = None,
    lookup: Annotated[
        str | None, typer.Option(help="FILE:HEADER: a second table, joined where HEADER is equal.")
    ] = None,
    rejects: Annotated[Path | None, typer.Option(help="Write the refused rows here, with what is wrong.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Check only; record nothing.")] = False,
    as_json_: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Read participation logs and record them, one batch a file."""
    mapping = Mapping(
        columns=_pairs(columns),
        values=_values(values),
        constants=_pairs(constants)
        | {name: value for name, value in (("network", network), ("working_group", working_group)) if value},
        date_order=date_order,
        sheet=sheet,
        header_row=header_row,
        encoding=encoding,
    )
    joined = _lookup(lookup)
    receipts = []
    with _store(store) as opened:
        for file in files:
            content = _bytes(file)
            receipt = actions.import_log(
                opened, content, file_name=file.name, mapping=mapping, by=_actor(), lookup=joined, is_check=check
            )
            receipts.append(receipt)
            if rejects:
                rejects.write_bytes(refused_rows(actions.read_sheet(content, mapping), receipt, "en"))
            answers.say_receipt(receipt, check)
    if as_json_:
        said = [answers.receipt_json(receipt) for receipt in receipts]
        answers.print_json(said[0] if len(said) == 1 else said)
    if any(receipt.rows_refused for receipt in receipts):
        raise typer.Exit(1)


@app.command()
def undo(batch: Annotated[str, typer.Argument(help="A batch, for example B0003.")], store: StoreOption = None) -> None:
    """Take an import back. Every figure is again what it was without it."""
    with _store(store) as opened:
        actions.undo_batch(opened, batch, by=_actor())
    typer.echo(locale.text("cli.undone", "en", batch=batch), err=True)


@app.command()
def demo(
    remove: Annotated[bool, typer.Option("--remove", help="Take the invented data out again.")] = False,
    store: StoreOption = None,
) -> None:
    """Load the demonstration data: public rosters and review dates, and an invented log that is labelled as such."""
    with _store(store) as opened:
        if remove:
            actions.remove_illustrative(opened, by=_actor())
        else:
            actions.load_demonstration(opened, by=_actor())


@_expectations.command("import")
def import_expectations(file: Path, store: StoreOption = None) -> None:
    """Declare the expectations of a CSV: type,mechanism,category,value,author,date,basis,valid_from,valid_to."""
    content = _bytes(file).decode("utf-8-sig", errors="replace")
    with _store(store) as opened:
        declared = actions.declare_expectations(opened, content, by=_actor())
    typer.echo(locale.plural("cli.expectations-declared", declared, "en"), err=True)


# ---- reads --------------------------------------------------------------------------------------------------------


@_expectations.command("list")
def list_expectations(as_json_: JsonOption = False, as_csv: CsvOption = False, store: StoreOption = None) -> None:
    """What is expected: what was declared, newest first, and the defaults of the tool."""
    with _store(store) as opened:
        answers.answer(indicators.expectations(opened, Selection()), as_json_, as_csv)


@app.command()
def batches(as_json_: JsonOption = False, as_csv: CsvOption = False, store: StoreOption = None) -> None:
    """Every import, newest first, those undone included."""
    with _store(store) as opened:
        answers.answer(indicators.batches(opened), as_json_, as_csv)


@app.command("indicators")
def indicators_(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = ListCode.PARA44,
    category: CategoryOption = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """The measures of a scope: records, coverage, presence, shares and representation, per category and per label."""
    selection = _selection(network, working_group, first, last, list_)
    with _store(store) as opened:
        figures = indicators.indicators(opened, selection)
    wanted = _categories(category)
    kept = tuple(each for each in figures.categories if not wanted or each.category in wanted)
    if as_json_:
        labels = tuple(each for each in figures.labels if not wanted or each.category in wanted)
        answers.print_json(answers.indicators_json(figures.model_copy(update={"categories": kept, "labels": labels})))
    else:
        answers.answer(kept, as_json_=False, as_csv=as_csv)


@app.command()
def matrix(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = ListCode.PARA44,
    by: Annotated[str, typer.Option(help="mechanism or year")] = "mechanism",
    rows: Annotated[str, typer.Option(help="category, or label as files spell it")] = "category",
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """Category by network and working group, or by year: recorded, not recorded, or no report."""
    if by not in ("mechanism", "year") or rows not in ("category", "label"):
        raise typer.BadParameter("--by takes mechanism or year, --rows takes category or label")
    selection = _selection(network, working_group, first, last, list_)
    with _store(store) as opened:
        answer = indicators.matrix(opened, selection, by, rows)  # type: ignore[arg-type]  # checked above
    if as_json_:
        answers.print_json(as_json(answer))
    else:
        answers.answer(answer.cells, as_json_=False, as_csv=as_csv)


@app.command("gaps")
def gaps_(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = ListCode.PARA44,
    category: CategoryOption = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """The gaps of a scope, most certain and most severe first."""
    selection = _selection(network, working_group, first, last, list_)
    with _store(store) as opened:
        declared = indicators.expectations(opened, selection)
        found = indicators.gaps(opened, selection)
    wanted = _categories(category)
    kept = [each for each in found if not wanted or each.category in wanted]
    rows = [answers.gap_json(as_json(each)) for each in kept]
    if as_json_:
        answers.print_json({**answers.scope_json(selection), "expectations": len(declared), "gaps": rows})
    else:
        answers.print_rows(rows, as_csv)


@app.command("activities")
def activities_(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = ListCode.PARA44,
    category: CategoryOption = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """Every activity of a scope, and in JSON the counts of each category label at each."""
    selection = _selection(network, working_group, first, last, list_)
    wanted = _categories(category)
    with _store(store) as opened:
        found = indicators.activities(opened, selection)
    kept = [each for each in found if not wanted or any(label.category in wanted for label in each.labels)]
    answers.answer(kept, as_json_, as_csv)


@app.command("organisations")
def organisations_(
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = ListCode.PARA44,
    category: CategoryOption = None,
    as_json_: JsonOption = False,
    as_csv: CsvOption = False,
    store: StoreOption = None,
) -> None:
    """Every organisation of a scope, with its spellings and where it took part."""
    selection = _selection(network, working_group, first, last, list_)
    wanted = _categories(category)
    with _store(store) as opened:
        found = indicators.organisations(opened, selection)
    answers.answer([each for each in found if not wanted or wanted & set(each.categories)], as_json_, as_csv)


@app.command("summary")
def summary_(
    out: Annotated[Path, typer.Option(help="File to write.")],
    format_: Annotated[str, typer.Option("--format", help="docx, xlsx, csv or json")] = "docx",
    lang: Annotated[str, typer.Option(help="en or fr")] = "en",
    network: NetworkOption = None,
    working_group: GroupOption = None,
    first: FromOption = None,
    last: ToOption = None,
    list_: ListOption = ListCode.PARA44,
    store: StoreOption = None,
) -> None:
    """Write an inclusion summary for a review."""
    if format_ not in exports.FORMATS:
        raise InputError("format-unknown", format=format_, formats=", ".join(exports.FORMATS))
    if lang not in locale.INTERFACE_LANGUAGES:
        raise InputError("language-unknown", language=lang, languages=", ".join(locale.INTERFACE_LANGUAGES))
    selection = _selection(network, working_group, first, last, list_)
    with _store(store) as opened:
        document = summary.inclusion_summary(opened, selection, lang)
    _write(out, exports.FORMATS[format_].write(document))
    typer.echo(str(out))


@app.command()
def check(store: StoreOption = None) -> None:
    """Verify the journal and every invariant of the store."""
    with _store(store) as opened:
        opened.verify()
        broken = opened.broken_invariants()
    for finding in broken:
        typer.echo(" ".join(str(part) for part in finding), err=True)
    if broken:
        raise typer.Exit(1)
    typer.echo(locale.text("cli.sound", "en"))


@app.command()
def dashboard(
    demo: Annotated[bool, typer.Option("--demo", help="Load the demonstration data if the store is empty.")] = False,
    port: Annotated[int | None, typer.Option(help="Port; 8501 or the next free one when left out.")] = None,
    store: StoreOption = None,
) -> None:
    """Serve the dashboard on this machine."""
    # The dashboard is another door beside this one; it is found by name so that the library does not depend on it.
    import importlib

    launcher = importlib.import_module("dashboard.__main__")
    launcher.serve(port=port, store=_folder(store), demo=demo)


# ---- arguments ----------------------------------------------------------------------------------------------------


def _folder(store: Path | None) -> Path:
    return store or Settings().store


def _store(store: Path | None) -> Store:
    return Store.open(_folder(store))


def _actor() -> str:
    """Who asks, as the journal will say. The account name of this machine may be a person's, so it is not taken."""
    return Settings().actor


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError("file-not-there", file=file.name, reason=error.strerror or "") from None


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise InputError("file-not-written", file=str(file), reason=error.strerror or "") from None


def _pairs(given: list[str] | None) -> dict[str, str]:
    """SOURCE=OURS, split at the last sign, so that a header may hold one."""
    pairs = {}
    for each in given or []:
        source, sign, ours = each.rpartition("=")
        if not sign or not source:
            raise MappingError("pair-unreadable", pair=each)
        pairs[source.strip()] = ours.strip()
    return pairs


def _values(given: list[str] | None) -> dict[str, dict[str, str]]:
    """COLUMN:SOURCE=OURS; a blank SOURCE stands for a blank cell."""
    values: dict[str, dict[str, str]] = {}
    for each in given or []:
        column, colon, rest = each.partition(":")
        source, sign, ours = rest.rpartition("=")
        if not colon or not sign:
            raise MappingError("value-pair-unreadable", pair=each)
        values.setdefault(column.strip(), {})[source.strip()] = ours.strip()
    return values


def _lookup(given: str | None) -> Lookup | None:
    if given is None:
        return None
    file, colon, key = given.rpartition(":")
    if not colon:
        raise MappingError("lookup-unreadable", lookup=given)
    return actions.read_lookup(_bytes(Path(file)), file_name=Path(file).name, key=key)


def _selection(
    network: list[str] | None,
    working_group: list[str] | None,
    first: str | None,
    last: str | None,
    list_code: ListCode,
) -> Selection:
    return Selection(
        networks=tuple(network or ()),
        working_groups=tuple(working_group or ()),
        first_day=_day(first, 0),
        last_day=_day(last, 1),
        list=list_code,
    )


def _day(text: str | None, end: int) -> date | None:
    if text is None:
        return None
    try:
        return dates.first_and_last(text)[end]
    except InputError:
        raise InputError("day-unreadable", day=text) from None


def _categories(given: list[str] | None) -> set[str]:
    codes = set()
    for each in given or []:
        code = taxonomy.recognise(each).category
        if code is None:
            raise InputError("category-not-one-of-ours", category=each, categories=", ".join(taxonomy.CODES))
        codes.add(code)
    return codes


def main() -> None:
    """Run a command; an error a person can mend is one sentence and its exit code, anything else is a bug."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # real streams have it
    try:
        app()
    except EngagementError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(error.exit_code) from None
