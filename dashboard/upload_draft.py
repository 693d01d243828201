"""What a coordinator has answered so far about one file, and what follows from the answers. Nothing here is written.

The bytes of the file stay in memory, with the draft; they are gone when the batch is recorded or the draft discarded.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from threading import RLock
from typing import Literal

from dashboard.upload_work import Work
from engagement import importing, mapping
from engagement.batches import Receipt
from engagement.cells.dates import DateOrder
from engagement.errors import CancelledError, EngagementError
from engagement.files import readers
from engagement.files.sheet import Cells, Rows, Sheet
from engagement.layouts.laid import Laid
from engagement.lookups import Lookup
from engagement.mapping import Mapping, Suggestion
from engagement.model import Problem, Value
from engagement.progress import Progress
from engagement.settings import Settings
from engagement.suggestions import Confidence
from engagement.taxonomy import SHIPPED, Taxonomy

CONSTANTS = ("network", "working_group", "activity", "date")
"""What may be said once for the whole file, where it has no such column."""

FURTHER_CONSTANTS = ("category", "stage", "open_to_stakeholders", "place", "mode")
"""What may be said as well, but seldom is."""

_MOST_ROWS, _MOST_VALUES, _AT_A_TIME = 200_000, 5_000, 10_000
Reading = tuple[object, ...]


class Step(StrEnum):
    """Where the page stands."""

    FILE = "file"
    COLUMNS = "columns"
    VALUES = "values"
    CHECK = "check"
    DONE = "done"


class RefusedRow(Value):
    """A row to put right: its cells, what is wrong, and the columns of the sheet that need another value."""

    number: int
    cells: Cells
    problems: tuple[Problem, ...]
    titles: tuple[str, ...]


@dataclass
class Settled:
    """Answers about how dates and numbers are written."""

    date_order: DateOrder | None = None
    serial_dates: Literal["1900", "1904"] | None = None
    century: Literal[1900, 2000] | None = None
    thousands: Literal[".", ",", "'"] | None = None


def _is_trusted(suggestion: Suggestion) -> bool:
    """Whether a suggestion stands until it is changed. What a person is changes every count: only where it is sure."""
    least = Confidence.CERTAIN if suggestion.column == "person" else Confidence.LIKELY
    return suggestion.confidence in (Confidence.CERTAIN, least)


@dataclass
class Draft:
    """One file on its way in.

    `turn` is held by whoever draws the page or starts work: Streamlit starts a run for a second click while the first
    still runs, and two windows may look at one draft.
    """

    file_name: str
    content: bytes
    step: Step = Step.FILE
    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    layout: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    settled: Settled = field(default_factory=Settled)
    near_copies: Literal["keep", "set-aside"] = "keep"
    profile: str | None = None
    categories: Taxonomy = SHIPPED
    mistake: str = ""
    lookup: Lookup | None = None
    replaces: str | None = None
    is_new: bool = False
    """Whether somebody has said that it replaces nothing, although it looks so."""
    edits: dict[tuple[int, Cells], dict[str, str]] = field(default_factory=dict)
    left_out: set[tuple[int, Cells]] = field(default_factory=set)
    corrected: bytes | None = None
    corrected_rows: int = 0
    uncorrected: tuple[str | None, int | None, str | None, str | None] | None = None
    is_mending: bool = False
    refused: tuple[object, int, list[RefusedRow]] | None = None
    work: Work | None = None
    is_stopped: bool = False
    receipt: Receipt | None = None
    answered: tuple[Mapping, Sheet] | None = None
    saved_as: str = ""
    turn: "RLock" = field(default_factory=RLock)
    _laid: tuple[Reading, Laid] | None = None
    _counts: tuple[Reading, dict[str, Counter[str]]] | None = None
    _suggested: tuple[Reading, dict[str, Suggestion]] | None = None
    _names: tuple[str, ...] | None = None
    _outcome: tuple[object, Receipt | EngagementError] | None = None

    # ---- the file ----

    @property
    def size(self) -> int:
        """How many bytes of files the draft holds."""
        return len(self.content) + len(self.corrected or b"")

    @property
    def given(self) -> bytes:
        """The file as it is to be read: with the corrections made by hand, where there are any."""
        return self.content if self.corrected is None else self.corrected

    def let_go(self) -> None:
        """Stop what runs; forget the file and everything read from it."""
        if self.work and self.receipt is None:
            self.work.stop()
        self.content, self.corrected = b"", None
        self._laid, self._counts, self.lookup = None, None, None
        self.edits.clear()
        self.left_out.clear()

    def sheet_names(self) -> tuple[str, ...]:
        """The sheets a person may choose from; none where there is no choice. Raises UnreadableFileError."""
        if self._names is None:
            self._names = readers.sheet_names(self.given, Settings())[0]
        return self._names if len(self._names) > 1 else ()

    def laid(self) -> Laid:
        """The sheet as answered so far. Raises UnreadableFileError or MappingError."""
        wanted = self._reading()
        if self._laid is None or self._laid[0] != wanted:
            self._laid = wanted, self._read()
        return self._laid[1]

    def _reading(self) -> Reading:
        return (self.corrected_rows, self.sheet, self.header_row, self.encoding, self.layout)

    def _read(self) -> Laid:
        answers = Mapping(sheet=self.sheet, header_row=self.header_row, encoding=self.encoding, layout=self.layout)
        return importing.read_sheet(self.given, answers, self.categories)

    def _reading_with_lookup(self) -> Reading:
        return (*self._reading(), self.lookup.sha256 if self.lookup else None)

    def counts(self, title: str) -> Counter[str]:
        """How often each value stands under a header, in the first rows and for the first values of many."""
        wanted = self._reading_with_lookup()
        if self._counts is None or self._counts[0] != wanted:
            # Rows that are read only when asked for are counted and let go again.
            sheet = self.laid().sheet
            found = counted(self._read().sheet if isinstance(sheet.rows, Rows) else sheet)
            further = counted(self.lookup.sheet) if self.lookup else {}
            self._counts = wanted, {**further, **found}
        return self._counts[1][title]

    # ---- the answers ----

    def header(self) -> tuple[str, ...]:
        """The columns of the sheet, and those the second file adds."""
        header = self.laid().sheet.header
        further = self.lookup.sheet.header if self.lookup else ()
        return (*header, *(title for title in further if title not in header))

    def suggestions(self) -> Dictionary[str, Suggestion]:
        """What each header may mean, and why."""
        wanted = self._reading_with_lookup()
        if self._suggested is None or self._suggested[0] != wanted:
            self._suggested = wanted, self._suggest()
        return self._suggested[1]

    def _suggest(self) -> dict[str, Suggestion]:
        laid = self.laid()
        found = mapping.suggest(laid.sheet, laid.columns, self.categories)
        if self.lookup:
            taken = {each.column for each in found.values()} | set(laid.sheet.header)
            more = mapping.suggest(self.lookup.sheet, categories=self.categories).items()
            found |= {title: each for title, each in more if title not in taken and each.column not in taken}
        return found

    def chosen(self) -> dict[str, str]:
        """Our column for every header: the answer given, else what is suggested with some confidence, else ''."""
        header = self.header()
        chosen = {title: column for title, column in self.columns.items() if title in header}
        for title, each in self.suggestions().items():
            is_free = title not in chosen and each.column not in chosen.values()
            if is_free and _is_trusted(each):
                chosen[title] = each.column
        return {title: chosen.get(title, "") for title in header}

    def sources(self) -> dict[str, str]:
        """The header that fills each of our columns."""
        return {column: title for title, column in self.chosen().items() if column}

    def missing_constants(self, names: Iterable[str] = (*CONSTANTS, *FURTHER_CONSTANTS)) -> tuple[str, ...]:
        """What has to be said, or may be said, for the whole file."""
        fed = set(self.sources())
        fed |= {"date"} if "date_from" in fed else set()
        return tuple(column for column in names if column not in fed)

    def constant(self, column: str) -> str:
        """What holds for the whole file: as answered, else as the file says itself."""
        return self.constants.get(column, self.laid().constants.get(column, "")).strip()

    def mapping(self) -> Mapping:
        """Every answer, without those that no longer apply."""
        sources = self.sources()
        constants = {name: self.constants.get(name, "").strip() for name in self.missing_constants()}
        return Mapping(
            columns=self.chosen(),
            values={column: dict(given) for column, given in self.values.items() if given and column in sources},
            constants={name: value for name, value in constants.items() if value},
            **vars(self.settled),
            near_copies=self.near_copies,
            layout=self.layout,
            profile=self.profile,
            sheet=self.sheet,
            header_row=self.header_row,
            encoding=self.encoding,
        )

    def take(self, answers: Mapping) -> None:
        """Begin with answers that were saved before."""
        self.columns, self.constants = dict(answers.columns), dict(answers.constants)
        self.values = {column: dict(given) for column, given in answers.values.items()}
        self.settled = Settled(answers.date_order, answers.serial_dates, answers.century, answers.thousands)
        self.near_copies, self.layout, self.profile = answers.near_copies, answers.layout, answers.profile

    def start_afresh(self) -> None:
        """Forget every answer about columns and values."""
        self.take(Mapping())

    def _answered(self) -> tuple[Mapping, Sheet]:
        """The answers as they hold for the file itself, and its header."""
        answers = self.mapping()
        if self.uncorrected:
            names = ("sheet", "header_row", "encoding", "layout")
            answers = answers.model_copy(update=dict(zip(names, self.uncorrected, strict=True)))
        return answers, replace(self.laid().sheet, rows=(), above=(), bad_cells=())

    # ---- check and record ----

    def question(self, version: int) -> object:
        """What a check depends on: every answer, the file, and what the store held."""
        second = (self.lookup.sha256, self.lookup.key) if self.lookup else None
        return self.mapping(), second, self.replaces, self.corrected_rows, version

    def outcome(self, question: object) -> Receipt | EngagementError | None:
        """What came of exactly this question: the receipt of a check, or the mistake that stopped it."""
        return self._outcome[1] if self._outcome and self._outcome[0] == question else None

    def begin(self, question: object, task: Callable[[Progress], Receipt], *, is_check: bool) -> None:
        """Start to check or to record, unless that runs already: three clicks are one recording."""
        with self.turn:
            is_busy = self.work and (not self.work.is_check or (is_check and self.work.question == question))
            if self.receipt or is_busy:
                return
            if self.work:
                self.work.stop()
            self.is_stopped = False
            self.work = Work(question, task, is_check=is_check)

    def finish(self) -> None:
        """Take in what came of the work. Raises what nobody foresaw."""
        work, self.work = self.work, None
        if work is None:
            return
        try:
            receipt = work.receipt()
        except CancelledError:
            self.is_stopped = True
        except EngagementError as error:
            self._outcome = work.question, error
        else:
            if work.is_check:
                self._outcome = work.question, receipt
            else:
                self._conclude(receipt)

    def _conclude(self, receipt: Receipt) -> None:
        """The batch is recorded: the answers stay to be saved, the file goes."""
        self.answered = self._answered()
        self.receipt, self.step = receipt, Step.DONE
        self.let_go()


def counted(sheet: Sheet) -> dict[str, Counter[str]]:
    """How often each value stands in each column. A column of very many values is counted only so far."""
    counters: dict[str, Counter[str]] = {title: Counter() for title in sheet.header}
    whole = (cells for _, cells in islice(sheet.rows, _MOST_ROWS) if len(cells) == len(sheet.header))
    while block := tuple(islice(whole, _AT_A_TIME)):
        for counter, column in zip(counters.values(), zip(*block, strict=True), strict=True):
            if len(counter) < _MOST_VALUES:
                counter.update(column)
    for counter in counters.values():
        for blank in [value for value in counter if not value.strip()]:
            del counter[blank]
    return counters
