"""What the cells of a list mean, column by column: each distinct text is read once, then said of every row it is in."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any

from engagement.cells import cell, counts, dates, names
from engagement.cells.cell import MAX_SUGGESTIONS
from engagement.cells.counts import MAX_COUNT
from engagement.cells.dates import DateProblem
from engagement.cells.names import clean
from engagement.cells.reading import Reading
from engagement.folding import fold
from engagement.listed import IDENTIFIERS
from engagement.mapping import Mapping as Answers
from engagement.model import UNCLASSIFIED, DatePrecision
from engagement.organisations import ClassifiedBy
from engagement.reference import table
from engagement.registry_lists import identifiers
from engagement.registry_lists.sheet import Findings, ListSheet
from engagement.rosters import SeatRole, SelectedBy
from engagement.taxonomy import SHIPPED, Taxonomy

_AS_IN_LOGS = {
    "category": "category",
    "tags": "tags",
    "country": "country",
    "reporting_expected": "open_to_stakeholders",  # the words for yes and no
}
"""Columns whose cells mean what those of a column of a log mean."""

Values = dict[int, dict[str, Any]]
"""By row, then by column; what was left out is not here."""

_FORMS = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}


def values(sheet: ListSheet, apart: Iterable[str] = (), categories: Taxonomy = SHIPPED) -> Values:
    """What every cell means; what is wrong with one is a finding. The cells of columns `apart` stay text."""
    found: Values = {row: {} for row, _ in sheet.rows}
    columns = dict.fromkeys(column for _, cells in sheet.rows for column in cells)
    for column in columns:
        texts = {row: cells[column] for row, cells in sheet.rows if column in cells}
        readings = {} if column in apart else _readings(column, dict.fromkeys(texts.values()), categories)
        for row, text in texts.items():
            value = text if column in apart else _noted(row, column, text, readings[text], sheet.findings)
            if value is not None:
                found[row][column] = value
    return found


def _noted(row: int, column: str, text: str, reading: Reading, findings: Findings) -> Any:
    """The value of a reading, after what is wrong with it was said."""
    if reading.problem:
        findings.note(row, column, reading.problem, text, **(reading.params or {}))
    if column == "category" and reading.value:
        return None if reading.value == UNCLASSIFIED else (reading.value, _parts(reading.detail))
    return _parts(reading.value) if column == "tags" else reading.value


def _parts(joined: str | None) -> tuple[str, ...]:
    return tuple(sorted(part for part in (joined or "").split(";") if part))


# ---- readers ------------------------------------------------------------------------------------------------------


def _readings(column: str, texts: Iterable[str], categories: Taxonomy) -> dict[str, Reading]:
    texts = list(texts)
    if column in _AS_IN_LOGS:
        readings = cell.read_values(_AS_IN_LOGS[column], texts, Answers(), categories)
    else:
        readings = list(map(_READERS.get(column, names.read), texts))
    found = dict(zip(texts, readings, strict=True))
    return _with_nearest(found, categories) if column == "category" else found


def _with_nearest(found: dict[str, Reading], categories: Taxonomy) -> dict[str, Reading]:
    """The readings; the first of the unknown categories with those that look most like them."""
    unknown = [text for text, reading in found.items() if reading.problem == "category-unknown"]
    for text in unknown[:MAX_SUGGESTIONS]:
        found[text] = found[text]._replace(params={"candidates": ";".join(categories.nearest(clean(text)))})
    return found


def _members(text: str) -> Reading:
    reading = counts.read(text)
    return Reading(problem="members-unreadable", params={"limit": str(MAX_COUNT)}) if reading.problem else reading


def _day(text: str) -> Reading:
    found = dates.read(text)
    if isinstance(found, DateProblem):
        return Reading(problem=found.code, params=dict(found.params))
    return Reading(found.date_from) if found.precision is DatePrecision.DAY else Reading(problem="day-needed")


def _date(text: str) -> Reading:
    """A day, a month or a year, no more exact than it is written; the last day of it beside it."""
    found = dates.read(text)
    if isinstance(found, DateProblem):
        return Reading(problem=found.code, params=dict(found.params))
    if found.precision not in _FORMS:
        return Reading(problem="date-unreadable")
    return Reading(found.date_from.strftime(_FORMS[found.precision]))


def _identifier(kind: str, text: str) -> Reading:
    found = identifiers.read(kind, text)
    return Reading(found) if found else Reading(problem="identifier-malformed", params={"register": _REGISTERS[kind]})


_REGISTERS = {"ror": "ROR", "wikidata": "Wikidata", "ecosoc": "ECOSOC", "iati": "IATI"}


@cache
def words(column: str) -> Mapping[str, str]:
    """The code of each folded word of a column with a closed vocabulary, from `data/list_values.csv`."""
    rows = [row for row in table("list_values") if row["column"] == column]
    return {fold(row["code"]): row["code"] for row in rows} | {fold(row["term"]): row["code"] for row in rows}


def _word(column: str, problem: str, text: str) -> Reading:
    code = words(column).get(fold(text))
    return Reading(code) if code else Reading(problem=problem)


def _classified_by(text: str) -> Reading:
    code = words("classified_by").get(fold(text))
    return Reading(ClassifiedBy(code)) if code else Reading(problem="classified-by-unknown")


def _role(text: str) -> Reading:
    code = words("role").get(fold(text))
    return Reading(SeatRole(code)) if code else Reading(problem="seat-role-unknown")


def _selected_by(text: str) -> Reading:
    code = words("selected_by").get(fold(text))
    return Reading(SelectedBy(code)) if code else Reading(problem="selected-by-unknown")


_READERS: dict[str, Callable[[str], Reading]] = {
    "members": _members,
    "role": _role,
    "selected_by": _selected_by,
    "classified_by": _classified_by,
    **dict.fromkeys(("classified_on", "verified_on"), _day),
    **dict.fromkeys(("from", "to"), _date),
    **{kind: partial(_identifier, kind) for kind in IDENTIFIERS},
    **{column: partial(_word, column, f"mechanism-{column}-unknown") for column in ("kind", "level", "rhythm")},
}
