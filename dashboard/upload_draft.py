"""What a coordinator has answered so far about one file, and what follows from the answers. Nothing here is written.

The bytes of the file stay in memory, with the draft; the draft is gone when the batch is recorded or the session ends.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import RLock

from engagement import actions, cells, dates, mapping, taxonomy, vocabulary
from engagement.dates import DateOrder
from engagement.errors import MappingError
from engagement.mapping import Lookup, Mapping, Staged
from engagement.model import UNCLASSIFIED, Problem, Receipt, Value
from engagement.readers import Sheet

VALUE_COLUMNS = ("category", "gender", "role", "stage", "level", "mode", "open_to_stakeholders", "log_complete")
"""Our columns whose cells mean one of a few things, in the order in which they are asked about."""

CONSTANTS = ("network", "working_group", "activity", "date")
"""What may be said once for the whole file, where it has no such column."""

HIDDEN = "…"
"""Stands for the value of a personal column."""

Reading = tuple[str | None, int | None, str | None]


class ValueFound(Value):
    """A value of the sheet in a column with a vocabulary. `meaning` is None when it is not known what it means."""

    value: str
    rows: int
    meaning: str | None
    candidates: tuple[str, ...] = ()


class ProblemGroup(Value):
    """All findings of one kind in one column: the first of them, how many rows, and the first rows."""

    first: Problem
    rows: int
    first_rows: tuple[int, ...]


@dataclass
class Draft:
    """One file on its way in. `edition` grows with each new start, so that no widget remembers the file before.

    `turn` is held by whoever draws the page: Streamlit starts a run for a second click while the first still runs.
    """

    edition: int = 0
    content: bytes | None = None
    file_name: str = ""
    sheet_names: tuple[str, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    lookup: Lookup | None = None
    receipt: Receipt | None = None
    undone: str | None = None
    turn: "RLock" = field(default_factory=RLock)
    _sheet: tuple[Reading, Sheet] | None = None
    _check: tuple[object, Receipt] | None = None

    def start(self, file_name: str = "", content: bytes | None = None) -> None:
        """Forget every answer; go on with this file, or with none."""
        fresh = Draft(edition=self.edition + 1, file_name=file_name, content=content, turn=self.turn)
        self.__dict__.update(fresh.__dict__)

    def read(self) -> Sheet:
        """The sheet as answered so far. Raises UnreadableFileError or MappingError."""
        wanted = (self.sheet, self.header_row, self.encoding)
        if self._sheet is None or self._sheet[0] != wanted:
            answers = Mapping(sheet=self.sheet, header_row=self.header_row, encoding=self.encoding)
            try:
                self._sheet = wanted, actions.read_sheet(self.content or b"", answers)
            except MappingError as error:
                self.sheet_names = self.sheet_names or _sheet_names(error)
                raise
        return self._sheet[1]

    def header(self) -> tuple[str, ...]:
        """The columns of the sheet, and those the second file adds."""
        header = self.read().header
        further = self.lookup.sheet.header if self.lookup else ()
        return (*header, *(title for title in further if title not in header))

    def answer_columns(self) -> None:
        """Give every column an answer: the one already given, else what its header says, else not used."""
        header = self.header()
        suggested = mapping.suggest(header)
        self.columns = {title: self.columns.get(title, suggested.get(title, "")) for title in header}

    def fed(self) -> frozenset[str]:
        """Which of our columns the sheet fills."""
        return frozenset(column for column in self.columns.values() if column)

    def missing_constants(self) -> tuple[str, ...]:
        """What has to be said, or may be said, for the whole file."""
        fed = self.fed() | ({"date"} if "date_from" in self.fed() else set())
        return tuple(column for column in CONSTANTS if column not in fed)

    def mapping(self) -> Mapping:
        """Every answer, without those that no longer apply."""
        constants = {name: self.constants.get(name, "").strip() for name in self.missing_constants()}
        return Mapping(
            columns=self.columns,
            values={column: given for column, given in self.values.items() if given and column in self.fed()},
            constants={name: value for name, value in constants.items() if value},
            date_order=self.date_order,
            sheet=self.sheet,
            header_row=self.header_row,
            encoding=self.encoding,
        )

    def staged(self) -> Staged:
        """The rows under our column names. Raises MappingError."""
        return mapping.stage(self.read(), self.mapping(), self.lookup)

    def question(self) -> object:
        """What a check depends on, beside the store and the file."""
        return self.mapping(), (self.lookup.sha256, self.lookup.key) if self.lookup else None

    def remembered_check(self, question: object) -> Receipt | None:
        """The receipt of an earlier check of exactly this question."""
        return self._check[1] if self._check and self._check[0] == question else None

    def remember_check(self, question: object, receipt: Receipt) -> None:
        """Keep the receipt of a check until something is answered differently."""
        self._check = question, receipt


def _sheet_names(error: MappingError) -> tuple[str, ...]:
    """The sheets an error lists, each in quotation marks; empty when it speaks of something else."""
    listed = str(error.values.get("sheets", ""))
    return tuple(listed.removeprefix("“").removesuffix("”").split("”, “")) if listed else ()


# ---- what is in the sheet -----------------------------------------------------------------------------------------


def shown(title: str, column: str, cell: str) -> str:
    """A cell as it may be shown: never a name, an address or a number of a person."""
    is_personal = vocabulary.is_personal(title) or column == "person" or "@" in cell
    return HIDDEN if cell.strip() and is_personal else cell


def examples(sheet: Sheet, title: str, column: str) -> tuple[str, ...]:
    """The first two different cells under a header that are not blank, as they may be shown."""
    position = sheet.header.index(title)
    cells = (row[position].strip() for _, row in sheet.rows if position < len(row))
    found: dict[str, None] = {}
    for cell in cells:
        if cell:
            found[shown(title, column, cell)] = None
        if len(found) == 2:
            break
    return tuple(found)


def values_found(staged: Staged, column: str) -> tuple[ValueFound, ...]:
    """The different values of a column, spellings that differ in case alone taken together, the most frequent first."""
    rows: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for cell in staged.columns.get(column, ()):
        if cell is not None:
            folded = cells.fold_value(cell)
            rows[folded] += 1
            spelled.setdefault(folded, cell.strip())
    return tuple(_found(column, spelled[folded], count) for folded, count in rows.most_common())


def _found(column: str, value: str, rows: int) -> ValueFound:
    if column != "category":
        return ValueFound(value=value, rows=rows, meaning=vocabulary.recognise(column, value))
    known = taxonomy.recognise(value)
    return ValueFound(value=value, rows=rows, meaning=known.category, candidates=known.candidates)


def nearest(column: str, found: ValueFound) -> tuple[str, ...]:
    """The categories spelled most like a label of which nothing is known. Slow: only for what is shown."""
    is_known = found.meaning is not None or found.candidates
    return () if is_known or column != "category" else taxonomy.nearest(found.value)


def possible(column: str, found: ValueFound) -> tuple[str, ...]:
    """What a value of this column may mean, the likeliest first."""
    codes = tuple(code for code in taxonomy.CODES if code != UNCLASSIFIED)
    every = codes if column == "category" else vocabulary.codes(column)
    return tuple(dict.fromkeys((*found.candidates, *nearest(column, found), *every)))


def ambiguous_dates(staged: Staged) -> tuple[str, ...]:
    """The first dates of the sheet that need the order of day and month."""
    cells = (cell for column in ("date", "date_from", "date_to") for cell in staged.columns.get(column, ()) if cell)
    return tuple(cell for cell in dict.fromkeys(cells) if dates.read(cell) == dates.AMBIGUOUS)[:2]


def grouped(problems: Iterable[Problem]) -> tuple[ProblemGroup, ...]:
    """Findings by column and kind; those that keep rows out first, then by how many rows they touch."""
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.column or "", problem.code].append(problem)
    found = (_group(each) for each in groups.values())
    return tuple(sorted(found, key=lambda group: (group.first.severity.value, -group.rows)))


def _group(problems: list[Problem]) -> ProblemGroup:
    rows = tuple(dict.fromkeys(problem.row for problem in problems if problem.row is not None))
    return ProblemGroup(first=problems[0], rows=len(rows), first_rows=rows[:5])
