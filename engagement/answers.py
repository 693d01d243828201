"""What the command line prints: the JSON other programs rely on, tables for people, the receipt in words."""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

import typer

from engagement import locale
from engagement.batches import Receipt
from engagement.errors import InvalidLogError
from engagement.expecting import Declared
from engagement.locale import CategoryName
from engagement.measured import Measured
from engagement.measuring import Measures
from engagement.model import Indicators, LabelFigures, Selection, Value, as_json
from engagement.networks import Networks
from engagement.organisations import ListReceipt
from engagement.people import People
from engagement.safe_text import neutralised

_Done = TypeVar("_Done")


def say(code: str, **values: Any) -> None:
    """A sentence on standard error: what happened, beside the answer."""
    typer.echo(locale.text(code, "en", **values), err=True)


def say_receipt(receipt: Receipt, check: bool, names: CategoryName) -> None:
    """The receipt in words, on standard error; its categories by the names that the store has for them."""
    for column, header in receipt.columns.items():
        say("cli.column-used", header=header, column=column)
    if receipt.columns_not_stored:
        say("cli.columns-not-stored", headers=", ".join(receipt.columns_not_stored))
    say_problems(receipt, names)
    for batch, rows in receipt.copies_of.items():
        say("cli.copies-of", batch=batch, rows=rows)
    for batch, rows in receipt.overlaps.items():
        say("cli.overlaps", batch=batch, rows=rows)
    if receipt.replaces and not receipt.already_imported:
        said = receipt.model_dump(include={"replaces", "added", "changed", "removed"})
        say("cli.difference", **said)
        for later, rows in receipt.set_aside.items():
            said = {"batch": receipt.replaces, "later": later, "rows": rows}
            say("cli.replace-set-aside", **said)
    _say_names(receipt)
    code = "already" if receipt.already_imported else "checked" if check else "imported"
    said = receipt.model_dump(include={"file", "batch", *_COUNTS})
    say(f"cli.receipt-{code}", **said)


def _say_names(receipt: Receipt) -> None:
    """What the names of organisations turned out to be, and each match a rule is certain of."""
    names = receipt.names
    for match in names.matched:
        say("cli.name-matched", name=match.name, known=match.known)
    if names.is_compared_later:
        say("cli.names-later")
    elif names.matched_names or names.suggested_names:
        said = {"known": names.known, "matched": names.matched_names}
        said |= {"suggested": names.suggested_names, "new": names.new}
        say("cli.names", **said)


def say_problems(receipt: Receipt | ListReceipt, names: CategoryName) -> None:
    """One line for each kind of finding: how many, and the first of them."""
    for code, number in receipt.problem_counts.items():
        first = next(each for each in receipt.problems if each.code == code)
        typer.echo(f"{number} × {locale.problem_text(first, 'en', names)}", err=True)


def done_or_told(act: Callable[[bool], _Done], is_check: bool, say: Callable[[_Done], None]) -> _Done:
    """What an import did, or a check says of it. Of what is refused whole, what to mend is said before the error."""
    try:
        return act(is_check)
    except InvalidLogError:
        say(act(True))
        raise


_COUNTS = frozenset(
    {
        "rows_read",
        "rows_accepted",
        "rows_refused",
        "rows_duplicate",
        "rows_blank",
        "rows_unclassified",
        "activities",
        "organisations",
        "organisations_as_spelled",
    }
)


def receipt_json(receipt: Receipt, names: CategoryName) -> dict[str, Any]:
    """A receipt with every problem as a sentence."""
    said = with_sentences(receipt, names)
    for each in said["problems"]:
        del each["params"]
    return said


def with_sentences(receipt: Receipt | ListReceipt | Declared, names: CategoryName) -> dict[str, Any]:
    """A receipt as JSON in which every problem says itself."""
    said = as_json(receipt)
    said["problems"] = [
        {**as_json(each), "message": locale.problem_text(each, "en", names)} for each in receipt.problems
    ]
    return said


_SCOPE = (
    *("networks", "working_groups", "regions", "countries", "champions_only"),
    *("modes", "objectives", "reviews", "roles", "stages"),
)


def scope_json(selection: Selection) -> dict[str, Any]:
    """The question that was asked."""
    said = as_json(selection)
    return {
        "scope": {name: said[name] for name in _SCOPE if said[name] or name in ("networks", "working_groups")},
        "period": {"from": said["first_day"], "to": said["last_day"]},
        "list": said["list"],
    }


def indicators_json(
    figures: Indicators, measures: Measures, networks: Networks, labels: Sequence[LabelFigures], people: People
) -> dict[str, Any]:
    """All figures of a selection, in the shape promised to other programs."""
    said = as_json(figures) | {"labels": [as_json(each) for each in labels]}
    slots = {each.category: each.voice.slots.numerator for each in measures.groups}
    for each in said["categories"]:
        each["slots"] = slots.get(each["category"])
    records = said["records"]
    held = ("held", "open", "closed", "with_log", "in_doubt")
    return {
        **scope_json(figures.selection),
        "unit": said["unit"],
        "activities": {name: records[f"activities_{name}"] for name in held}
        | {"openness_not_recorded": records["openness_not_recorded"]},
        "organisation_events": {
            name: records[name]
            for name in ("classified", "unclassified", "institutional", "classified_share", "level_known")
        },
        "coverage": said["coverage"],
        "networks": as_json(networks),
        **{
            name: said[name]
            for name in (
                "mechanisms",
                "mechanisms_with_log",
                "categories",
                "labels",
                "is_illustrative",
                "data_as_of",
                "last_batch",
            )
        },
        **_measures_json(measures),
        "people": as_json(people),
    }


def _measures_json(measures: Measures) -> dict[str, Any]:
    """M2 at equal effort, M6 to M12 and the funnel. A figure without data is null."""
    spread, imbalance = measures.effective_groups, measures.imbalance
    indices = {"loosemore_hanby": imbalance.loosemore_hanby, "gallagher": imbalance.gallagher}
    return {
        "equal_effort": {str(effort): float(groups) for effort, groups in measures.equal_effort.items()},
        "effective_groups": {"present": spread.present, **_bounded("d1", spread.d1), **_bounded("d2", spread.d2)},
        "imbalance": {
            **{part: value for name, index in indices.items() for part, value in _bounded(name, index).items()},
            **_bounded("sainte_lague", imbalance.sainte_lague),
        },
        "reliance": [
            {
                "category": each.category,
                "organisations": each.reliance.organisations.numerator,
                "effective": _number(each.reliance.effective.value),
                "top": as_json(each.reliance.top),
                "unnamed": each.reliance.unnamed,
                "is_one_voice": each.reliance.is_one_voice,
            }
            for each in measures.groups
        ],
        "depth": [{"category": each.category, **as_json(each.depth)} for each in measures.groups],
        "voice": [{"category": each.category, **as_json(each.voice)} for each in measures.groups],
        "continuity": as_json(measures.continuity),
        "reach": [{"category": each.category, **as_json(each.reach)} for each in measures.groups if each.reach],
        "parity": as_json(measures.parity),
    }


def _bounded(name: str, figure: Measured) -> dict[str, float | None]:
    """A figure and the ends it may have: d1, d1_low, d1_high."""
    return {name: _number(figure.value), f"{name}_low": _number(figure.low), f"{name}_high": _number(figure.high)}


def _number(value: int | Fraction | None) -> float | None:
    return None if value is None else float(value)


def gap_json(gap: dict[str, Any]) -> dict[str, Any]:
    """A gap with its expectation laid flat."""
    expectation = gap.pop("expectation")
    declared = {name: expectation[name] for name in ("basis", "author", "date", "is_tool_default")}
    return gap | {"expectation": expectation["value"]} | declared


class Form(NamedTuple):
    """How an answer is printed: as JSON, as CSV, or in columns for a person."""

    is_json: bool = False
    is_csv: bool = False


def answer(values: Any, form: Form) -> None:
    """Print values as JSON, as CSV, or in columns for a person."""
    rows = [as_json(each) for each in values if isinstance(each, Value)]
    if form.is_json:
        print_json(rows)
    else:
        print_rows(rows, form.is_csv)


def answer_rows(values: Sequence[Value], rows: list[dict[str, Any]], form: Form) -> None:
    """Print values as JSON, or the rows that sum them up."""
    if form.is_json:
        print_json([as_json(each) for each in values])
    else:
        print_rows(rows, form.is_csv)


def answer_scope(selection: Selection, said: dict[str, Any], rows: list[dict[str, Any]], form: Form) -> None:
    """Print the question and what is said to it as JSON, or the rows that sum it up."""
    if form.is_json:
        print_json({**scope_json(selection), **said})
    else:
        print_rows(rows, form.is_csv)


def print_json(answer: Any) -> None:
    """Print JSON, accents as they are."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=1))


def print_rows(rows: list[dict[str, Any]], as_csv: bool) -> None:
    """Rows as CSV, or in columns for a person; a value that is nested in any row only in JSON."""
    if not rows:
        return
    plain = [name for name in rows[0] if not any(isinstance(row[name], list | dict) for row in rows)]
    flat = [{name: row[name] for name in plain} for row in rows]
    if as_csv:
        writer = csv.DictWriter(sys.stdout, fieldnames=plain)
        writer.writeheader()
        writer.writerows({name: _neutral(value) for name, value in row.items()} for row in flat)
        return
    shown = [[_cell(value) for value in row.values()] for row in flat]
    widths = [max(len(cell) for cell in column) for column in zip(plain, *shown, strict=True)]
    for line in (plain, *shown):
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _neutral(value: Any) -> Any:
    return neutralised(value) if isinstance(value, str) else value


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)[:60]
