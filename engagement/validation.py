"""Rows on the desk are judged. Findings stay on the desk as data until somebody wants to hear them.

Cells were read by `cells`. What must hold between the cells of a row is a rule: columns, a code and an SQL predicate
that is true where the row is wrong. A cell that could not be read is not judged again.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from engagement import reference
from engagement.cells.cell import clean
from engagement.desk import Desk, Row
from engagement.mapping import Mapping
from engagement.model import Problem, ProblemSeverity
from engagement.staging import Staged
from engagement.taxonomy import Taxonomy

MAX_SUGGESTIONS = 50
"""For how many unknown labels of one file the nearest categories are looked up."""

MAX_LISTED = 2_000
"""How many findings of one kind are listed; all are counted."""

_JUDGE = (Path(__file__).parent / "sql" / "judge.sql").read_text(encoding="utf-8")


class Rule(NamedTuple):
    """True predicate, wrong row. The rule is silent where one of `columns` could not be read."""

    columns: tuple[str, ...]
    code: str
    predicate: str


RULES = (
    Rule(("activity",), "activity-missing", "title is null"),
    Rule(("date", "date_from", "date_to"), "date-missing", "date_from is null"),
    Rule(("date_to", "date_from"), "dates-reversed", "date_to < date_from"),
    Rule(("network", "working_group"), "mechanism-missing", "mechanism is null"),
    Rule(("working_group",), "mechanism-ambiguous", "mechanism = 0"),
    Rule(("organisation", "category"), "who-missing", "category is null and coalesce(log_complete, true)"),
    Rule(
        ("people", "women", "men", "other_gender"),
        "counts-contradict",
        "coalesce(women, 0) + coalesce(men, 0) + coalesce(other_gender, 0) > people",
    ),
    Rule(("people", "youth"), "youth-contradict", "youth > people"),
)


@cache
def _severities() -> dict[str, ProblemSeverity]:
    return {row["code"]: ProblemSeverity(row["severity"]) for row in reference.table("problems")}


def severity(code: str) -> ProblemSeverity:
    """Whether a finding keeps its row out, as `data/problems.csv` says. KeyError for a code that is not there."""
    return _severities()[code]


def judge(desk: Desk, staged: Staged, mapping: Mapping) -> None:
    """Judge every row on the desk and decide which rows are left out.

    Leaves the tables `problem` and `left_out` complete.
    """
    _note_bad_cells(desk, staged)
    for rule in RULES:
        desk.execute(
            "insert into problem select id, $column, $code, null, null from log where (" + rule.predicate + ")"  # noqa: S608 - above
            " and id not in (select id from left_out)"
            " and id not in (select id from problem where list_contains($columns, column_name) or code = 'total-row')",
            {"column": rule.columns[0], "columns": list(rule.columns), "code": rule.code},
        )
    desk.set(head_count=head_count(staged), near_copies=mapping.near_copies)
    desk.execute(_JUDGE)
    codes = [row["code"] for row in desk.rows("select distinct code from problem")]
    blocking = [code for code in codes if severity(code) is ProblemSeverity.BLOCKING]
    desk.execute(
        """insert into left_out
           select distinct id, 'refused' from problem
           where list_contains($blocking, code) and id not in (select id from left_out)""",
        {"blocking": blocking},
    )


def head_count(staged: Staged) -> str:
    """What a row of the sheet counts: see sql/collect.sql."""
    if "people" in staged.columns:
        return "declared"
    if "person" in staged.columns:
        return "person"
    return "row" if staged.columns & {"gender", "age_band"} else "none"


def _note_bad_cells(desk: Desk, staged: Staged) -> None:
    """A cell that shows an error, or a formula without its result, refuses the row: blank would be a guess."""
    if not staged.bad_cells:
        return
    desk.execute(
        """insert into problem
           select id, column_name, code, null, params
           from (select unnest($rows::integer[]) as row, unnest($columns::varchar[]) as column_name,
               unnest($codes::varchar[]) as code, unnest($params::varchar[]) as params)
           join log using (row)""",
        {
            "rows": [bad.row for _, bad in staged.bad_cells],
            "columns": [column for column, _ in staged.bad_cells],
            "codes": [bad.code for _, bad in staged.bad_cells],
            "params": [json.dumps({"address": bad.address, "value": clean(bad.value)}) for _, bad in staged.bad_cells],
        },
    )


# ---- findings as values -------------------------------------------------------------------------------------------


def counts(desk: Desk, staged: Staged, notes: Iterable[Problem]) -> dict[str, int]:
    """How many findings there are of each kind; `notes` are those about the sheet."""
    rows = desk.rows("select code, count(*) as n from problem group by code")
    found = {row["code"]: row["n"] for row in rows}
    for each in (*notes, *_beside_the_log(staged)):
        found[each.code] = found.get(each.code, 0) + 1
    return dict(sorted(found.items()))


def problems(desk: Desk, staged: Staged, limit: int | None = MAX_LISTED) -> tuple[Problem, ...]:
    """The findings in the order of the sheet, at most `limit` of each kind in each column."""
    listed = desk.rows(_LISTED, {"limit": limit or 2**62})
    found = [*_beside_the_log(staged), *_with_nearest(listed, staged.categories)]
    return tuple(sorted(found, key=lambda each: (each.row or 0, each.column or "", each.code)))


_LISTED = """
    select log.row, problem.column_name as column, problem.code, coalesce(cell.raw, spelled.value) as raw,
        coalesce(problem.params, cell.params) as params
    from problem join log using (id)
    left join cell on cell.column_name = problem.column_name and cell.number = problem.number
    left join (select distinct value_key, value from cell where column_name = 'organisation') as spelled
        on problem.code = 'category-conflict' and spelled.value_key = log.organisation
    qualify row_number() over (partition by problem.column_name, problem.code order by id) <= $limit
"""


def _beside_the_log(staged: Staged) -> Iterator[Problem]:
    """Findings about rows that never came to the desk, and about the sheet."""
    yield from (problem(row, None, "row-width") for row in staged.wrong_width)
    yield from (problem(row, None, "header-again") for row in staged.header_again)
    yield from (problem(row, None, "key-not-found", key) for row, key in staged.keys_not_found)
    for new in staged.new_mechanisms:
        yield problem(new.row, new.kind.value, "mechanism-new", new.name, nearest=", ".join(new.nearest))


def problem(row: int | None, column: str | None, code: str, value: str | None = None, **params: str) -> Problem:
    """A finding, as heavy as `data/problems.csv` says."""
    return Problem(row=row, column=column, code=code, severity=severity(code), value=value, params=params)


def _with_nearest(listed: list[Row], categories: Taxonomy) -> Iterator[Problem]:
    """Findings as values; the first unknown labels with the categories that look most like them.

    A column of a hundred thousand unknown labels is no column of labels, and comparing each would take half an hour.
    """
    unknown = dict.fromkeys(row["raw"] for row in listed if row["code"] == "category-unknown")
    nearest = {label: ";".join(categories.nearest(clean(label))) for label in list(unknown)[:MAX_SUGGESTIONS]}
    for row in listed:
        params = json.loads(row["params"]) if row["params"] else {}
        if row["code"] == "category-unknown" and row["raw"] in nearest:
            params["candidates"] = nearest[row["raw"]]
        value = params.pop("value", None) or _shown(row)
        yield problem(row["row"], row["column"], row["code"], value, **params)


def _shown(row: Row) -> str | None:
    """The text of the cell, unless it may name a person."""
    if row["code"] == "personal-data" or row["column"] == "person" or row["raw"] is None:
        return None
    return clean(row["raw"])[:100]
