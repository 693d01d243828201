"""Every write. Each function says who asks (`by`), writes one journal entry, and either all of it happens or nothing.

Bad rows are findings on the receipt; a caller's mistake is a typed error.
"""

import csv
import hashlib
import json
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from engagement import cells, readers, reference, replay, taxonomy, validation
from engagement import mapping as mappings
from engagement.errors import BatchConflictError, BatchNotFoundError, InputError, InvalidLogError
from engagement.indicators import created_mechanisms
from engagement.mapping import Lookup, Mapping, Staged
from engagement.model import (
    UNCLASSIFIED,
    Expectation,
    GapType,
    Mechanism,
    Problem,
    ProblemSeverity,
    Receipt,
    batch_name,
    batch_number,
)
from engagement.readers import Sheet
from engagement.registry import Mechanisms
from engagement.settings import Settings
from engagement.store import Desk, Row, Store, Writer

_COLLECT = (Path(__file__).parent / "sql" / "collect.sql").read_text(encoding="utf-8")


# ---- logs ----


def import_log(
    store: Store,
    content: bytes,
    *,
    file_name: str,
    mapping: Mapping,
    by: str,
    lookup: Lookup | None = None,
    is_illustrative: bool = False,
    is_check: bool = False,
) -> Receipt:
    """Read a participation log and record it as one batch; with `is_check`, do everything but record it.

    The same sheet a second time changes nothing and gives the receipt of nothing. Raises UnreadableFileError,
    MappingError, InvalidLogError when no row is left, BatchConflictError when the sheet was imported another way.
    """
    sheet = read_sheet(content, mapping)
    staged = mappings.stage(sheet, mapping, lookup)
    with store.desk() as desk, store.writing() as writer:
        mechanisms = Mechanisms(created_mechanisms(store))
        problems = validation.check(desk, staged, mapping, mechanisms)
        desk.execute(_COLLECT, {"head_count": validation.head_count(staged), "has_gender": "gender" in staged.columns})
        receipt = _receipt(desk, sheet, staged, problems, file_name, hashlib.sha256(content).hexdigest())
        answers = _answers(mapping, lookup)
        earlier = _earlier_batch(store, receipt, answers)
        if earlier is not None:
            return _nothing_new(receipt, earlier)
        if is_check:
            return receipt
        if not receipt.rows_accepted:
            raise InvalidLogError("log-all-refused", rows=receipt.rows_read, problems=receipt.rows_refused)
        return _record(writer, desk, receipt, answers, [*mechanisms.created, *mechanisms.added], by, is_illustrative)


def read_sheet(content: bytes, mapping: Mapping) -> Sheet:
    """The sheet a mapping speaks of. Raises UnreadableFileError or MappingError."""
    return readers.read(
        content,
        sheet=mapping.sheet,
        header_row=mapping.header_row,
        encoding=mapping.encoding,
        limits=Settings(),
    )


def read_lookup(content: bytes, *, file_name: str, key: str) -> Lookup:
    """A second table, to be joined to a log where `key` is equal. Raises UnreadableFileError or MappingError."""
    sheet = read_sheet(content, Mapping())
    return Lookup(key=key, sheet=sheet, file=file_name, sha256=hashlib.sha256(content).hexdigest())


def undo_batch(store: Store, batch: str, *, by: str) -> None:
    """Take an import back: every figure is what it was without it, and the journal keeps both.

    Raises BatchNotFoundError, or BatchConflictError when it was undone before.
    """
    with store.writing() as writer:
        found = store.rows("select undone_at from engagement.batch where batch = $1", [batch_number(batch)])
        if not found:
            raise BatchNotFoundError("batch-unknown", batch=batch)
        if found[0]["undone_at"]:
            raise BatchConflictError("batch-undone", batch=batch)
        writer.append(replay.UNDONE, by=by, parameters={"batch": batch_number(batch)})


def load_demonstration(store: Store, *, by: str) -> None:
    """Import the demonstration logs of `data/demonstration/`; those that are loaded already are left alone."""
    for name, is_illustrative in (("rosters", False), ("reviews", False), ("illustrative", True)):
        path = reference.folder() / "demonstration" / f"{name}.csv"
        import_log(
            store,
            path.read_bytes(),
            file_name=path.name,
            mapping=Mapping(),
            by=by,
            is_illustrative=is_illustrative,
        )


def remove_illustrative(store: Store, *, by: str) -> int:
    """Undo every batch of invented data and return how many there were."""
    loaded = store.rows("select batch from engagement.batch where is_illustrative and undone_at is null order by batch")
    for row in loaded:
        undo_batch(store, batch_name(row["batch"]), by=by)
    return len(loaded)


def _answers(mapping: Mapping, lookup: Lookup | None) -> dict[str, Any]:
    """What a person said about how to read a sheet, as the journal keeps it."""
    joined = lookup.model_dump(include={"key", "file", "sha256"}) if lookup else None
    values = {
        column: {source: ours for source, ours in answered.items() if not cells.holds_address(source)}
        for column, answered in mapping.values.items()
    }
    return {**mapping.model_dump(mode="json"), "values": values, "lookup": joined}


def _earlier_batch(store: Store, receipt: Receipt, answers: dict[str, Any]) -> str | None:
    """The batch this very import has already made, if any. Raises BatchConflictError when only the answers differ."""
    found = store.rows(
        """select batch, mapping from engagement.batch
           where undone_at is null and sha256 = $1 and sheet is not distinct from $2""",
        [receipt.sha256, receipt.sheet],
    )
    if not found:
        return None
    batch = batch_name(found[0]["batch"])
    if json.loads(found[0]["mapping"]) != answers:
        raise BatchConflictError("batch-other-mapping", batch=batch, file=receipt.file)
    return batch


def _nothing_new(receipt: Receipt, batch: str) -> Receipt:
    return receipt.model_copy(
        update={
            "batch": batch,
            "rows_accepted": 0,
            "rows_refused": 0,
            "rows_duplicate": receipt.rows_read,
            "rows_unclassified": 0,
            "problems": (),
            "problem_counts": {},
            "already_imported": True,
        }
    )


def _receipt(desk: Desk, sheet: Sheet, staged: Staged, problems: list[Problem], file_name: str, sha256: str) -> Receipt:
    read = len(staged.row_numbers) + len(staged.wrong_width)
    copies = {each.row for each in problems if each.code == "row-copy"}
    refused = {each.row for each in problems if each.severity is ProblemSeverity.BLOCKING} - copies
    totals = desk.rows(
        """select count(distinct activity_id) as activities, count(distinct organisation_id) as organisations,
               count(distinct organisation) as organisations_as_spelled,
               coalesce(sum(len(source_rows)) filter (category = $unclassified), 0)::bigint as rows_unclassified
           from collected""",
        {"unclassified": UNCLASSIFIED},
    )[0]
    labels = desk.rows(
        """select category_label, min(category) as category from collected
           where category_label is not null group by all order by all"""
    )
    return Receipt(
        batch=None,
        file=file_name,
        sha256=sha256,
        sheet=sheet.name,
        header_row=sheet.header_row,
        columns=staged.sources,
        columns_not_stored=staged.not_stored,
        rows_read=read,
        rows_accepted=read - len(refused) - len(copies),
        rows_refused=len(refused),
        rows_duplicate=len(copies),
        labels={row["category_label"]: row["category"] for row in labels},
        problems=tuple(problems),
        problem_counts=dict(sorted(Counter(each.code for each in problems).items())),
        **totals,
    )


def _record(
    writer: Writer,
    desk: Desk,
    receipt: Receipt,
    answers: dict[str, Any],
    named: list[Mechanism],
    by: str,
    is_illustrative: bool,
) -> Receipt:
    used = {row["mechanism"] for row in desk.rows("select distinct mechanism from collected")}
    used |= {each.parent for each in named if each.code in used}
    counted = receipt.model_dump(
        include={
            "sha256",
            "sheet",
            "rows_read",
            "rows_accepted",
            "rows_refused",
            "rows_duplicate",
            "rows_unclassified",
            "problem_counts",
        }
    )
    entry = writer.append(
        replay.IMPORTED,
        by=by,
        parameters={
            **counted,
            "file_name": receipt.file,
            "mapping": answers,
            "is_illustrative": is_illustrative,
            # Those an earlier batch created too: undoing that one must not take them from under this one.
            "mechanisms": [each.model_dump(mode="json", exclude={"region"}) for each in named if each.code in used],
        },
        write_payload=lambda path: desk.write_parquet("collected", path),
    )
    return receipt.model_copy(update={"batch": batch_name(entry.sequence)})


# ---- expectations ----


def declare_expectations(store: Store, content: str, *, by: str) -> int:
    """Declare the expectations of a CSV table and return how many there are. Nothing declared before is overwritten.

    Columns: type, mechanism, category, value, author, date, basis, valid_from, valid_to. `value` may be a fraction
    (1/2), a decimal (0.5) or a percentage (50%). Raises InputError naming the row that cannot be used.
    """
    rows = list(csv.DictReader(content.removeprefix("\ufeff").splitlines()))
    if not rows:
        raise InputError("expectations-empty")
    mechanisms = Mechanisms(created_mechanisms(store))
    declared = [_expectation(number, row, mechanisms) for number, row in enumerate(rows, start=2)]
    with store.writing() as writer:
        parameters = {"expectations": [_expectation_row(each) for each in declared]}
        writer.append(replay.EXPECTED, by=by, parameters=parameters)
    return len(declared)


def _expectation(number: int, row: dict[str, str | None], mechanisms: Mechanisms) -> Expectation:
    cells = {name: (value or "").strip() for name, value in row.items() if name}
    try:
        category = taxonomy.recognise(cells["category"]).category if cells.get("category") else None
        if cells.get("category") and category is None:
            raise ValueError(cells["category"])
        return Expectation(
            type=GapType(cells["type"]),
            mechanism=mechanisms.code_of(cells["mechanism"]) if cells.get("mechanism") else None,
            category=category,
            value=_value(GapType(cells["type"]), cells["value"]),
            author=cells["author"],
            date=date.fromisoformat(cells["date"]),
            basis=cells["basis"],
            valid_from=date.fromisoformat(cells["valid_from"]) if cells.get("valid_from") else None,
            valid_to=date.fromisoformat(cells["valid_to"]) if cells.get("valid_to") else None,
        )
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise InputError("expectation-unreadable", row=number, reason=str(error)) from None


def _value(kind: GapType, text: str) -> Fraction:
    """A number of activities for absence, a rate for everything else."""
    value = _fraction(text)
    if value < 0 or (kind is not GapType.ABSENCE and value > 1):
        raise ValueError(text)
    return value


def _fraction(text: str) -> Fraction:
    if text.endswith("%"):
        return Fraction(text[:-1].strip()) / 100
    return Fraction(text)


def _expectation_row(expectation: Expectation) -> Row:
    days: dict[str, Any] = expectation.model_dump(mode="json", include={"valid_from", "valid_to"})
    return {
        "type": expectation.type.value,
        "mechanism": expectation.mechanism,
        "category": expectation.category,
        "value": str(expectation.value),
        "author": expectation.author,
        "declared_on": expectation.date.isoformat() if expectation.date else None,
        "basis": expectation.basis,
        **days,
    }
