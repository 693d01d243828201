"""Rows of a log are read and judged. Findings are data: `Problem` values, or rows of the desk's `problem` table.

Cells are read by `cells`. What must hold between the cells of a row is a rule: a column, a code and an SQL predicate
that is true where the row is wrong. A cell that could not be read is not judged again.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from engagement import taxonomy
from engagement.cells import Reading, clean, read_column
from engagement.errors import AmbiguousNameError
from engagement.mapping import Mapping, Staged
from engagement.model import UNCLASSIFIED, DatePrecision, Problem, ProblemSeverity
from engagement.registry import Mechanisms
from engagement.store import Desk

MAX_SUGGESTIONS = 50
"""For how many unknown labels of one file the nearest categories are looked up."""


class Rule(NamedTuple):
    """True predicate, wrong row."""

    column: str
    code: str
    predicate: str


RULES = (
    Rule("activity", "activity-missing", "activity is null"),
    Rule("date", "date-missing", "date_from is null"),
    Rule("date_to", "dates-reversed", "date_to < date_from"),
    Rule("network", "mechanism-missing", "mechanism is null"),
    Rule("organisation", "who-missing", "category is null and coalesce(log_complete, true)"),
    Rule(
        "people",
        "counts-contradict",
        "coalesce(women, 0) + coalesce(men, 0) + coalesce(other_gender, 0) > people",
    ),
)

WARNINGS = frozenset(
    {
        "category-unknown",
        "category-ask",
        "category-conflict",
        "country-unknown",
        "role-unknown",
        "stage-unknown",
        "level-unknown",
        "gender-unknown",
        "mode-unknown",
        "yes-no-unknown",
        "tag-unknown",
        "count-unreadable",
        "mechanism-new",
        "row-copy-kept",
        "key-not-found",
    }
)
"""Findings that do not keep a row out. `row-copy` neither refuses nor accepts: it is counted as a duplicate."""

_LOG = """
    create table log (row integer, activity_id ubigint, mechanism varchar, activity varchar, date_from date,
        date_to date, date_precision varchar, place varchar, mode varchar, activity_type varchar,
        open_to_stakeholders boolean, log_complete boolean, organisation_id ubigint, organisation varchar,
        category varchar, category_label varchar, tags varchar[], country varchar, role varchar, stage varchar,
        level tinyint, people bigint, women bigint, men bigint, other_gender bigint, gender varchar, person varchar);
    create table problem (row integer, column_name varchar, code varchar);
"""
_FILL_LOG = """
    insert into log
    select row, md5_number_lower(concat_ws(chr(31), mechanism, activity_key, date_from, date_to)), mechanism, activity,
        date_from::date, date_to::date, date_precision, place, mode, activity_type, open_to_stakeholders = 'yes',
        log_complete = 'yes', md5_number_lower(organisation_key), organisation, category, category_label,
        case when tags = '' then [] else string_split(tags, ';') end, country, role, stage, level::tinyint, people,
        women, men, other_gender, gender, person
    from (select unnest($row::integer[]) as row, unnest($mechanism::varchar[]) as mechanism,
        unnest($activity::varchar[]) as activity, unnest($activity_key::varchar[]) as activity_key,
        unnest($date_from::varchar[]) as date_from, unnest($date_to::varchar[]) as date_to,
        unnest($date_precision::varchar[]) as date_precision, unnest($place::varchar[]) as place,
        unnest($mode::varchar[]) as mode, unnest($activity_type::varchar[]) as activity_type,
        unnest($open_to_stakeholders::varchar[]) as open_to_stakeholders,
        unnest($log_complete::varchar[]) as log_complete, unnest($organisation::varchar[]) as organisation,
        unnest($organisation_key::varchar[]) as organisation_key, unnest($category::varchar[]) as category,
        unnest($category_label::varchar[]) as category_label, unnest($tags::varchar[]) as tags,
        unnest($country::varchar[]) as country, unnest($role::varchar[]) as role, unnest($stage::varchar[]) as stage,
        unnest($level::integer[]) as level, unnest($people::bigint[]) as people, unnest($women::bigint[]) as women,
        unnest($men::bigint[]) as men, unnest($other_gender::bigint[]) as other_gender,
        unnest($gender::varchar[]) as gender, unnest($person::varchar[]) as person)
"""
_CONFLICTS = """
    insert into problem
    select min(row), 'category', 'category-conflict' from log
    where organisation_id is not null and category <> $unclassified
    group by activity_id, organisation_id having count(distinct category) > 1
"""


def check(desk: Desk, staged: Staged, mapping: Mapping, mechanisms: Mechanisms) -> list[Problem]:
    """Read every cell, judge every row. Leaves on the desk the tables `log`, `problem` and `refused`.

    Raises MappingError when a value was mapped to something we do not have.
    """
    readings = {column: read_column(column, raws, mapping) for column, raws in staged.columns.items()}
    places, new = _places(staged, readings, mechanisms)
    desk.execute(_LOG)
    desk.execute(_FILL_LOG, _columns(staged, readings, places))
    problems = [
        *_width_problems(staged),
        *_with_candidates(list(_cell_problems(staged, readings))),
        *_place_problems(staged, places),
        *new,
        *_copy_problems(staged),
        *(_problem(row, None, "key-not-found", key) for row, key in staged.keys_not_found),
    ]
    _note(desk, problems)
    problems += _rule_problems(desk, staged)
    desk.execute(
        "create table refused as select distinct row from problem where not list_contains($warnings, code)",
        {"warnings": sorted(WARNINGS)},
    )
    return sorted(problems, key=lambda each: (each.row or 0, each.column or "", each.code))


def head_count(staged: Staged) -> str:
    """What a row of the sheet counts: see sql/collect.sql."""
    if "people" in staged.columns:
        return "declared"
    if "person" in staged.columns:
        return "person"
    return "row" if "gender" in staged.columns else "none"


# ---- rows ----


def _columns(
    staged: Staged, readings: dict[str, list[Reading]], places: list[str | None]
) -> dict[str, list[Any] | tuple[Any, ...]]:
    """Every column of the desk's `log`, typed enough for `_FILL_LOG`."""
    nothing = [Reading()] * len(staged.row_numbers)

    def part(column: str, field: str) -> list[Any]:
        return [getattr(reading, field) for reading in readings.get(column, nothing)]

    start = "date_from" if "date_from" in readings else "date"
    end = "date_to" if "date_to" in readings else start
    date_from, date_to = part(start, "value"), part(end, "until")
    category = [
        code or (UNCLASSIFIED if organisation else None)
        for code, organisation in zip(part("category", "value"), part("organisation", "value"), strict=True)
    ]
    tags = [
        ";".join(filter(None, both)) for both in zip(part("category", "detail"), part("tags", "value"), strict=True)
    ]
    copied = ("country", "mode", "place", "activity_type", "open_to_stakeholders", "log_complete", "level")
    counts = ("people", "women", "men", "other_gender", "gender", "person")
    return {
        "row": staged.row_numbers,
        "mechanism": places,
        "activity": part("activity", "value"),
        "activity_key": part("activity", "until"),
        "date_from": date_from,
        "date_to": [last or first for first, last in zip(date_from, date_to, strict=True)],
        "date_precision": _precisions(part(start, "detail"), part(end, "detail"), date_from, date_to),
        "organisation": part("organisation", "value"),
        "organisation_key": part("organisation", "until"),
        "category": category,
        "category_label": part("category", "until"),
        "tags": tags,
        "role": part("role", "value"),
        "stage": _stages(part("stage", "value"), part("role", "value")),
        **{column: part(column, "value") for column in (*copied, *counts)},
    }


def _precisions(start: list[Any], end: list[Any], date_from: list[Any], date_to: list[Any]) -> list[str | None]:
    """The precision of a span: its own when both ends come from one cell, a period when they are two different days."""
    return [
        first if first == last and (first != DatePrecision.DAY or a == b) else DatePrecision.PERIOD.value
        for first, last, a, b in zip(start, end, date_from, date_to, strict=True)
    ]


def _stages(stages: list[str | None], roles: list[str | None]) -> list[str | None]:
    """The stage a row gives; a role of invited or registered is one too, and is not participation."""
    return [
        stage or (role if role in ("invited", "registered") else None)
        for stage, role in zip(stages, roles, strict=True)
    ]


def _places(
    staged: Staged, readings: dict[str, list[Reading]], mechanisms: Mechanisms
) -> tuple[list[str | None], list[Problem]]:
    """The mechanism of every row, and a warning for each network or working group seen for the first time.

    A name that two mechanisms share gives the empty string.
    """
    nothing = [Reading()] * len(staged.row_numbers)
    networks, groups = (readings.get(column, nothing) for column in ("network", "working_group"))
    pairs = [(network.value, group.value) for network, group in zip(networks, groups, strict=True)]
    memo: dict[tuple[str | None, str | None], str | None] = {}
    new: list[Problem] = []
    for row, pair in zip(staged.row_numbers, pairs, strict=True):
        if pair not in memo:
            before = len(mechanisms.added)
            memo[pair] = _place(pair, mechanisms)
            for added in mechanisms.added[before:]:
                near = ", ".join(name for name in mechanisms.nearest(added.name, added.kind) if name != added.name)
                new.append(_problem(row, added.kind.value, "mechanism-new", added.name, nearest=near))
    return [memo[pair] for pair in pairs], new


def _place(pair: tuple[str | None, str | None], mechanisms: Mechanisms) -> str | None:
    try:
        mechanism = mechanisms.place(*pair)
    except AmbiguousNameError:
        return ""
    return mechanism.code if mechanism else None


# ---- findings ----


def _problem(row: int | None, column: str | None, code: str, value: str | None = None, **params: str) -> Problem:
    severity = ProblemSeverity.WARNING if code in WARNINGS else ProblemSeverity.BLOCKING
    return Problem(row=row, column=column, code=code, severity=severity, value=value, params=params)


def _width_problems(staged: Staged) -> Iterable[Problem]:
    return (_problem(row, None, "row-width") for row in staged.wrong_width)


def _cell_problems(staged: Staged, readings: dict[str, list[Reading]]) -> Iterable[Problem]:
    for column, cells in readings.items():
        raws = staged.columns[column]
        for row, raw, cell in zip(staged.row_numbers, raws, cells, strict=True):
            if cell.problem:
                # A cell that may name a person is not repeated.
                shown = None if cell.problem == "personal-data" else clean(raw or "")[:100]
                yield _problem(row, column, cell.problem, shown, **(cell.params or {}))


def _with_candidates(problems: list[Problem]) -> Iterable[Problem]:
    """The findings, the first unknown labels with the categories that look most like them.

    A column of a hundred thousand unknown labels is no column of labels, and comparing each would take half an hour.
    """
    unknown = dict.fromkeys(each.value for each in problems if each.code == "category-unknown" and each.value)
    nearest = {label: ";".join(taxonomy.nearest(label)) for label in list(unknown)[:MAX_SUGGESTIONS]}
    for each in problems:
        is_suggested = each.code == "category-unknown" and each.value in nearest
        yield each.model_copy(update={"params": {"candidates": nearest[str(each.value)]}}) if is_suggested else each


def _place_problems(staged: Staged, places: list[str | None]) -> Iterable[Problem]:
    for row, place in zip(staged.row_numbers, places, strict=True):
        if place == "":
            yield _problem(row, "working_group", "mechanism-ambiguous")


def _copy_problems(staged: Staged) -> Iterable[Problem]:
    """Rows that repeat an earlier one cell for cell.

    Where a row is a person without a name, two equal rows may well be two people: they are kept, and said.
    """
    code = "row-copy-kept" if head_count(staged) == "row" else "row-copy"
    for row, first in zip(staged.row_numbers, staged.copies, strict=True):
        if first is not None:
            yield _problem(row, None, code, first=str(first))


def _note(desk: Desk, problems: list[Problem]) -> None:
    desk.execute(
        "insert into problem select unnest($rows::integer[]), unnest($columns::varchar[]), unnest($codes::varchar[])",
        {
            "rows": [each.row for each in problems],
            "columns": [each.column for each in problems],
            "codes": [each.code for each in problems],
        },
    )


def _rule_problems(desk: Desk, staged: Staged) -> list[Problem]:
    values = {row: index for index, row in enumerate(staged.row_numbers)}
    for rule in RULES:
        desk.execute(
            "insert into problem select row, $column, $code from log where (" + rule.predicate + ")"  # noqa: S608 - above
            " and row not in (select row from problem where starts_with(column_name, $column) or code = 'row-copy')",
            {"column": rule.column, "code": rule.code},
        )
    desk.execute(_CONFLICTS, {"unclassified": UNCLASSIFIED})
    found = desk.rows(
        "select row, column_name, code from problem where list_contains($codes, code)",
        {"codes": [*(rule.code for rule in RULES), "category-conflict"]},
    )
    organisations = staged.columns.get("organisation", ())
    return [
        _problem(
            each["row"],
            each["column_name"],
            each["code"],
            organisations[values[each["row"]]] if each["code"] == "category-conflict" else None,
        )
        for each in found
    ]
