"""A list of expectations, one in a row, judged row by row and then as a whole.

An expectation decides what is called a gap, so a list with any fault is not taken at all: what could not be read is
never left out in silence, and every fault is found at once.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

from engagement import expectations
from engagement.cells import dates
from engagement.errors import InputError, RegistryError
from engagement.expectations import ValueKind, rule
from engagement.files.blocks import Given
from engagement.model import UNCLASSIFIED, Expectation, GapType, Problem, Value
from engagement.registry import Mechanisms
from engagement.registry_lists import sheet
from engagement.registry_lists.sheet import Findings
from engagement.taxonomy import SHIPPED, Taxonomy

COLUMNS = ("type", "mechanism", "category", "value", "author", "date", "basis", "valid_from", "valid_to")
REQUIRED = ("type", "value", "author", "date", "basis")

Rows = dict[int, Expectation]


class ReadExpectations(Value):
    """A list, read and judged. `rows` are those without a fault, by their number; where `is_refused`, none counts."""

    rows: dict[int, Expectation]
    rows_in_file: int
    rows_blank: int = 0
    rows_refused: int = 0
    problems: tuple[Problem, ...] = ()
    problem_counts: dict[str, int] = {}

    @property
    def is_refused(self) -> bool:
        return self.rows_refused > 0


def read_expectations(given: Given, mechanisms: Mechanisms, categories: Taxonomy = SHIPPED) -> ReadExpectations:
    """What a list declares, and everything that is wrong with it.

    Raises UnreadableFileError, or MappingError when the file is no such list.
    """
    read = sheet.read(given, "expectations")
    findings = read.findings
    rows: Rows = {}
    for row, cells in read.rows:
        said = _Row(row, cells, mechanisms, categories, findings).expectation()
        if said is not None and row not in findings.refused:
            rows[row] = said
    _refuse_overlaps(rows, findings)
    _refuse_sums(rows, findings)
    return ReadExpectations(
        rows={row: said for row, said in rows.items() if row not in findings.refused},
        rows_in_file=read.rows_in_file,
        rows_blank=read.rows_blank,
        rows_refused=len(findings.refused),
        problems=findings.listed(),
        problem_counts=findings.counts(),
    )


# ---- one row ------------------------------------------------------------------------------------------------------


class _Row:
    """One row on its way to an expectation; every cell is looked at, whatever is wrong with the others."""

    def __init__(
        self, row: int, cells: Mapping[str, str], mechanisms: Mechanisms, categories: Taxonomy, findings: Findings
    ) -> None:
        self._row, self._findings = row, findings
        self._mechanisms, self._categories = mechanisms, categories
        self._cells = {column: cell.strip() for column, cell in cells.items()}

    def expectation(self) -> Expectation | None:
        """What the row declares; None when a cell it needs cannot be read."""
        for column in REQUIRED:
            if not self._cells.get(column):
                self._note(column, "expectation-cell-missing", None)
        kind = self._read("type", _kind, "expectation-type-unknown", types=", ".join(GapType))
        said: dict[str, Any] = {
            "mechanism": self._mechanism(),
            "category": self._category(kind),
            "date": self._day("date", 0),
            "valid_from": self._day("valid_from", 0),
            "valid_to": self._day("valid_to", 1),
        }
        value = self._value(kind)
        if said["valid_from"] and said["valid_to"] and said["valid_to"] < said["valid_from"]:
            self._note("valid_to", "expectation-reversed", self._cells["valid_to"], since=self._cells["valid_from"])
        if self._row in self._findings.refused or kind is None or value is None:
            return None
        return Expectation(type=kind, value=value, author=self._cells["author"], basis=self._cells["basis"], **said)

    def _note(self, column: str, code: str, value: str | None, **params: str) -> None:
        self._findings.note(self._row, column, code, value, **params)

    def _read(self, column: str, reader: Callable[[str], Any], code: str, **params: str) -> Any:
        """What a cell says; None, and a finding, where `reader` cannot tell."""
        text = self._cells.get(column)
        if not text:
            return None
        try:
            return reader(text)
        except (ValueError, ZeroDivisionError, InputError):
            self._note(column, code, text, **params)
            return None

    def _mechanism(self) -> str | None:
        text = self._cells.get("mechanism")
        if not text:
            return None
        try:
            return self._mechanisms.code_of(text)
        except RegistryError as error:
            near = error.values.get("suggestions") or error.values.get("candidates")
            self._note("mechanism", "expectation-mechanism-unknown", text, **({"nearest": near} if near else {}))
            return None

    def _category(self, kind: GapType | None) -> str | None:
        code: str | None = self._read("category", self._named_category, "expectation-category-unknown")
        wanted = rule(kind).category if kind else "optional"
        if wanted == "yes" and not self._cells.get("category"):
            self._note("category", "expectation-category-missing", None, type=str(kind))
        if wanted == "no" and self._cells.get("category"):
            self._note("category", "expectation-category-unwanted", self._cells["category"], type=str(kind))
        return code

    def _named_category(self, text: str) -> str:
        code = self._categories.recognise(text).category
        if code is None or code == UNCLASSIFIED:
            raise ValueError(text)
        return code

    def _day(self, column: str, end: int) -> date | None:
        day: date | None = self._read(
            column, lambda text: _day(text, end, column == "date"), "expectation-date-unreadable"
        )
        return day

    def _value(self, kind: GapType | None) -> Fraction | None:
        value: Fraction | None = self._read("value", expectations.number, "expectation-value-unreadable")
        if kind is None or value is None or rule(kind).value.takes(value):
            return value
        code = "rate" if rule(kind).value is ValueKind.RATE else "count"
        least = "0" if rule(kind).value is ValueKind.COUNT else "1"
        params = {} if code == "rate" else {"least": least}
        self._note("value", f"expectation-{code}-outside", self._cells["value"], type=str(kind), **params)
        return None


def _kind(text: str) -> GapType:
    return GapType(text.casefold().replace(" ", "_").replace("-", "_"))


def _day(text: str, end: int, is_day: bool) -> date:
    """The first or last day that a text names; ValueError where one day is asked for and it names several."""
    days = dates.first_and_last(text)
    if is_day and days[0] != days[1]:
        raise ValueError(text)
    return days[end]


# ---- the list as a whole ------------------------------------------------------------------------------------------


def _refuse_overlaps(rows: Rows, findings: Findings) -> None:
    """Two versions in one list that hold on the same day: nobody could say which was meant."""
    alike: dict[expectations.Key, list[int]] = defaultdict(list)
    for row, said in rows.items():
        alike[expectations.key(said)].append(row)
    for same in alike.values():
        for first, second in combinations(same, 2):
            if expectations.do_overlap(rows[first], rows[second]):
                findings.note(first, "valid_from", "expectation-overlap", None, other=second)
                findings.note(second, "valid_from", "expectation-overlap", None, other=first)


def _refuse_sums(rows: Rows, findings: Findings) -> None:
    """Reference shares are of a whole: those of one scope and validity must add up to 1."""
    whole: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row, said in rows.items():
        if said.type is GapType.SHARE:
            whole[said.mechanism, said.valid_from, said.valid_to].append(row)
    for (mechanism, *_), same in whole.items():
        shares = [rows[row].value for row in same]
        if not expectations.is_whole(shares):
            added = {"sum": f"{float(sum(shares)):g}", "rows": _listed(same), "scope": mechanism or "*"}
            for row in same:
                findings.note(row, "value", "expectation-sum", None, **added)


def _listed(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows))
