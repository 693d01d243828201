"""Writes of expectations: declared as a list, or as a ready-made set. `actions` is their door.

Nothing is overwritten: what was declared before stays in the journal and in the index, and holds on the days that
nothing newer speaks of.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from engagement import brought, expectations, expected, replay
from engagement.desk import Row
from engagement.errors import InvalidLogError, UnknownNameError
from engagement.files.blocks import Given
from engagement.importing import impersonal
from engagement.indicators import created_mechanisms
from engagement.model import Expectation, Problem, Value
from engagement.registry import Mechanisms
from engagement.registry_lists.expectations import ReadExpectations, read_expectations
from engagement.store import Store, Writer


class Declared(Value):
    """What declaring a list did, or a check says it would do; `entry` is its number in the journal.

    rows_in_file = declared + rows_unchanged + rows_blank where nothing is refused; with one fault, nothing is declared.
    """

    entry: int | None
    file: str
    rows_in_file: int
    rows_blank: int
    rows_refused: int
    rows_unchanged: int  # say what was declared before
    declared: int
    superseding: int  # of those, how many take days from an earlier declaration
    problems: tuple[Problem, ...]
    problem_counts: dict[str, int]


def declare_expectations(
    store: Store, given: Given | str, *, by: str, file_name: str = "expectations.csv", is_check: bool = False
) -> Declared:
    """Declare the expectations of a list, whole or not at all; with `is_check`, do everything but record it.

    Columns: type, mechanism, category, value, author, date, basis, valid_from, valid_to. `value` may be a fraction
    (1/2), a decimal (0.5) or a percentage (50%). Text stands for the content of a CSV file. Raises UnreadableFileError,
    MappingError when it is no such list, InvalidLogError when a row has a fault: a check says which, and why.
    """
    content = given.encode() if isinstance(given, str) else given
    with store.writing() as writer:
        read = read_expectations(content, Mechanisms(created_mechanisms(store)), brought.taxonomy(store))
        before = expected.declared(store)
        new = _new(read, before)
        receipt = _receipt(read, new, before, impersonal(file_name))
        if is_check or (not new and not read.is_refused):
            return receipt
        if read.is_refused:
            raise InvalidLogError("expectations-refused", rows=receipt.rows_in_file, problems=receipt.rows_refused)
        return _recorded(writer, receipt, new, by)


def preset(
    store: Store, name: str, *, mechanism: str | None, author: str, declared_on: date, language: str = "en"
) -> tuple[Expectation, ...]:
    """The expectations of a ready-made set, for a network or working group or for all; nothing is written.

    Raises UnknownNameError or AmbiguousNameError.
    """
    known = dict.fromkeys(each.preset for each in expectations.presets())
    if name not in known:
        raise UnknownNameError("preset-unknown", name=name, presets=", ".join(known))
    code = Mechanisms(created_mechanisms(store)).code_of(mechanism) if mechanism else None
    return tuple(
        Expectation(
            type=each.type,
            mechanism=code,
            category=each.category,
            value=each.value,
            author=author,
            date=declared_on,
            basis=each.basis,
        )
        for each in expectations.presets(language)
        if each.preset == name
    )


def declare_preset(
    store: Store,
    name: str,
    *,
    mechanism: str | None,
    author: str,
    declared_on: date,
    by: str,
    language: str = "en",
) -> Declared:
    """Declare a ready-made set. Raises as `preset` and `declare_expectations`."""
    found = preset(store, name, mechanism=mechanism, author=author, declared_on=declared_on, language=language)
    whole = ReadExpectations(rows=dict(enumerate(found, start=1)), rows_in_file=len(found))
    with store.writing() as writer:
        before = expected.declared(store)
        new = _new(whole, before)
        receipt = _receipt(whole, new, before, name)
        return _recorded(writer, receipt, new, by) if new else receipt


def _recorded(writer: Writer, receipt: Declared, new: Sequence[Expectation], by: str) -> Declared:
    entry = writer.append(replay.EXPECTED, by=by, parameters={"expectations": [_row(each) for each in new]})
    return receipt.model_copy(update={"entry": entry.sequence})


def _new(read: ReadExpectations, before: Sequence[Expectation]) -> list[Expectation]:
    known = {*before, *expectations.in_force(before)}
    return [each for each in read.rows.values() if each not in known]


def _receipt(read: ReadExpectations, new: Sequence[Expectation], before: Sequence[Expectation], file: str) -> Declared:
    return Declared(
        entry=None,
        file=file,
        declared=len(new),
        rows_unchanged=len(read.rows) - len(new),
        superseding=sum(any(expectations.do_overlap(each, earlier) for earlier in before) for each in new),
        **read.model_dump(include={"rows_in_file", "rows_blank", "rows_refused", "problem_counts"}),
        problems=read.problems,
    )


def _row(expectation: Expectation) -> Row:
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
