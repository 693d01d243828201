"""What stands in a sheet and still needs an answer; findings put together by kind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Set

from dashboard import session
from dashboard.session import text
from dashboard.upload_draft import Draft
from engagement import mapping, reference, vocabulary
from engagement.cells import cell as cells
from engagement.cells import countries
from engagement.cells.reading import Reading
from engagement.errors import MappingError
from engagement.mapping import Mapping
from engagement.model import UNCLASSIFIED, Problem, ProblemSeverity, Value
from engagement.suggestions import Confidence
from engagement.validation import severity

VALUE_COLUMNS = (
    "category",
    "gender",
    "role",
    "stage",
    "level",
    "mark",
    "mode",
    "age_band",
    "country",
    "review",
    "open_to_stakeholders",
    "log_complete",
)
"""Our columns whose cells mean one of a few things, in the order in which they are asked about."""

QUESTIONS = {
    "date-ambiguous": "date_order",
    "date-serial": "serial_dates",
    "date-two-digit-year": "century",
    "count-ambiguous": "thousands",
}
"""Findings that one answer settles for the whole file, and that answer."""

REQUIRED = (("activity",), ("date", "date_from"), ("network", "working_group"), ("organisation", "category"))
"""What a row cannot do without: one of each."""

HIDDEN = "…"
"""Stands for the value of a personal column."""

_DATES_AND_COUNTS = ("date", "date_from", "date_to", "people", "women", "men", "other_gender", "youth")
_RECOGNISED = ("plain", "template")


class ValueFound(Value):
    """A value of the sheet in a column with a vocabulary. `meaning` is None when it is not known what it means."""

    value: str
    rows: int
    meaning: str | None
    candidates: tuple[str, ...] = ()
    keeps_out: bool = False
    """Whether rows with it are not recorded for as long as nobody says what it means."""


class Candidate(Value):
    """What may be the name of an organisation: `value` as it stands in the sheet, `name` as it would be recorded.

    Where a name in brackets stands beside a domain, `name` is that name.
    """

    value: str
    rows: int
    name: str

    @property
    def is_domain(self) -> bool:
        """Whether it comes from an e-mail address, and so is no name yet."""
        return self.value.strip().startswith("@")


class ProblemGroup(Value):
    """All findings of one kind in one column: the first of them, how many rows, and the first rows."""

    first: Problem
    rows: int
    first_rows: tuple[int, ...]


# ---- does a step have anything to ask? ----------------------------------------------------------------------------


def asks_columns(draft: Draft) -> bool:
    """Whether the columns need somebody's eye: something is not sure, or something is missing."""
    is_reshaped = draft.layout is None and draft.laid().layout not in _RECOGNISED
    return is_reshaped or bool(unsure(draft) or missing(draft) or questions(draft) or contradiction(draft))


def unsure(draft: Draft) -> tuple[str, ...]:
    """The headers whose suggestion nobody has confirmed yet."""
    suggested = draft.suggestions().items()
    return tuple(
        title for title, each in suggested if title not in draft.columns and each.confidence is not Confidence.CERTAIN
    )


def missing(draft: Draft) -> tuple[str, ...]:
    """What no row can do without and nothing says; the first name of each."""
    said = {*draft.sources(), *(column for column in draft.missing_constants() if draft.constant(column))}
    return tuple(names[0] for names in REQUIRED if said.isdisjoint(names))


def unsettled(draft: Draft) -> tuple[str, ...]:
    """Which questions about dates and numbers the file raises and nobody has answered."""
    return tuple(name for name in questions(draft) if getattr(draft.settled, name) is None)


def is_puzzling(draft: Draft) -> bool:
    """Whether something that logs seldom lack is in none of the columns that were recognised."""
    found = {each.column for each in draft.suggestions().values()} | set(draft.laid().constants)
    return any(found.isdisjoint(names) for names in REQUIRED if "network" not in names)


def contradiction(draft: Draft) -> MappingError | None:
    """Why the columns cannot be used as answered."""
    try:
        mapping.resolve(draft.header(), draft.mapping(), draft.laid().columns)
    except MappingError as error:
        return error
    return None


def questions(draft: Draft) -> dict[str, tuple[str, ...]]:
    """What is to be settled for the whole file, with the first values that ask for it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for answers in (Mapping(), Mapping(**vars(draft.settled))):  # one answer may lead to the next question
        for column in _DATES_AND_COUNTS:
            for value, reading in _readings(draft, column, answers):
                if reading.problem in QUESTIONS:
                    found[QUESTIONS[reading.problem]][value.strip()] = None
    return {name: tuple(values)[:2] for name, values in found.items()}


def asks_values(draft: Draft) -> bool:
    """Whether somebody has to say what a value means."""
    return bool(candidates(draft)) or any(
        each.meaning is None for column in VALUE_COLUMNS for each in values_found(draft, column)
    )


# ---- values -------------------------------------------------------------------------------------------------------


def _readings(draft: Draft, column: str, answers: Mapping) -> Iterable[tuple[str, Reading]]:
    """Each different value of one of our columns, and what it means; none where the sheet does not fill the column."""
    if column in draft.sources():
        values = list(draft.counts(draft.sources()[column]))
    else:
        values = [draft.constant(column)] if draft.constant(column) else []
    return zip(values, cells.read_values(column, values, answers, draft.categories), strict=True)


def values_found(draft: Draft, column: str) -> tuple[ValueFound, ...]:
    """The different values of a column, spellings that differ in case alone taken together, the most frequent first."""
    if column not in draft.sources():
        return ()
    counts = draft.counts(draft.sources()[column])
    rows: Counter[str] = Counter()
    spelled: dict[str, tuple[str, Reading]] = {}
    for value, reading in _readings(draft, column, _by_layout(draft, column)):
        folded = cells.fold_value(value)
        rows[folded] += counts[value]
        spelled.setdefault(folded, (value.strip(), reading))
    return tuple(_found(column, *spelled[folded], count) for folded, count in rows.most_common())


def _by_layout(draft: Draft, column: str) -> Mapping:
    """What the layout of the file says of the values of a column."""
    said = dict(draft.laid().values.get(column, {}))
    return Mapping(values={column: said} if said else {})


def _found(column: str, value: str, reading: Reading, rows: int) -> ValueFound:
    if column == "category":
        named = (reading.params or {}).get("candidates", "").split(";")
        is_known = reading.problem is None and reading.value not in (None, UNCLASSIFIED)
        meaning = str(reading.value) if is_known else None
        return ValueFound(value=value, rows=rows, meaning=meaning, candidates=tuple(filter(None, named)))
    keeps_out = reading.problem is not None and severity(reading.problem) is ProblemSeverity.BLOCKING
    return ValueFound(value=value, rows=rows, meaning=_meaning(column, value, reading), keeps_out=keeps_out)


def _meaning(column: str, value: str, reading: Reading) -> str | None:
    if reading.problem and reading.value is None:
        return None
    return (vocabulary.recognise(column, value) or "LX") if column == "level" else str(reading.value or "")


def nearest(column: str, found: ValueFound) -> tuple[str, ...]:
    """What is spelled most like a value of which nothing is known. Slow: only for what is shown."""
    if found.meaning is not None or found.candidates:
        return ()
    if column == "category":
        return session.taxonomy().nearest(found.value)
    term = countries.nearest(found.value) if column == "country" else vocabulary.nearest(column, found.value)
    code = (countries.recognise(term) if column == "country" else vocabulary.recognise(column, term)) if term else None
    return (code,) if code else ()


def possible(column: str, found: ValueFound) -> tuple[str, ...]:
    """What a value of this column may mean, the likeliest first."""
    return tuple(dict.fromkeys((*found.candidates, *nearest(column, found), *codes(column))))


def codes(column: str) -> tuple[str, ...]:
    """Our values of a column, in order."""
    if column == "category":
        return tuple(code for code in session.taxonomy().codes if code != UNCLASSIFIED)
    if column == "country":
        return tuple(row["alpha2"] for row in reference.table("countries"))
    if column == "review":
        return tuple(row["code"] for row in reference.table("review_rounds"))
    return vocabulary.codes(column)


def candidates(draft: Draft) -> tuple[Candidate, ...]:
    """What may be the names of organisations and waits for somebody to say so, the most frequent first."""
    if "organisation" not in draft.sources():
        return ()
    counts = draft.counts(draft.sources()["organisation"])
    waiting = [
        Candidate(value=value, rows=counts[value], name=cells.bare(cells.candidate(value)[0]))
        for value, reading in _readings(draft, "organisation", Mapping())
        if reading.problem == "organisation-confirm"
    ]
    return tuple(sorted(waiting, key=lambda each: (-each.rows, each.value)))


# ---- what may be shown --------------------------------------------------------------------------------------------


def shown(title: str, column: str, cell: str) -> str:
    """A cell as it may be shown: never a name, an address or a number of a person."""
    is_personal = vocabulary.is_personal(title) or column == "person" or cells.holds_address(cell)
    return HIDDEN if cell.strip() and is_personal else cell


def heading(draft: Draft, title: str) -> str:
    """What a column is called: by the file, or in the reader's language where a layout made the column."""
    is_made = draft.laid().layout not in _RECOGNISED and draft.laid().columns.get(title) == title
    return text(f"column.{title}") if is_made else title


def examples(draft: Draft, title: str, column: str) -> tuple[str, ...]:
    """The first two different cells under a header that are not blank, as they may be shown."""
    found: dict[str, None] = {}
    for cell in draft.counts(title):
        found[shown(title, column, cell.strip())] = None
        if len(found) == 2:
            break
    return tuple(found)


def rows_said(draft: Draft, numbers: Set[int]) -> dict[int, str]:
    """What the used cells of some rows say, as they may be shown, by the number of the row."""
    header, chosen = draft.laid().sheet.header, draft.chosen()
    return {
        number: " · ".join(
            each
            for title, cell in zip(header, cells, strict=False)
            if chosen[title] and (each := shown(title, chosen[title], cell.strip())) and each != HIDDEN
        )
        for number, cells in draft.laid().sheet.rows
        if number in numbers
    }


# ---- findings -----------------------------------------------------------------------------------------------------


def grouped(problems: Iterable[Problem], counts: dict[str, int]) -> tuple[ProblemGroup, ...]:
    """Findings by column and kind; those that keep rows out first, then by how many rows they touch.

    `counts` says how many there are of each kind, also of those that are not listed.
    """
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.code, problem.column or ""].append(problem)
    kinds = Counter(code for code, _ in groups)
    found = [_group(each, counts.get(code, 0) if kinds[code] == 1 else 0) for (code, _), each in groups.items()]
    return tuple(sorted(found, key=lambda group: (group.first.severity.value, -group.rows)))


def _group(problems: list[Problem], counted: int) -> ProblemGroup:
    rows = tuple(dict.fromkeys(problem.row for problem in problems if problem.row is not None))
    return ProblemGroup(first=problems[0], rows=max(len(rows), counted if rows else 0), first_rows=rows[:5])
