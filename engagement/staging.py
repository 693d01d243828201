"""Rows of a sheet reach the desk: each distinct text of a column is read once, each row becomes codes and keys.

Two ways, one meaning. The rows of a plain CSV file are read from the file itself; all others come from `Sheet.rows`.
"""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engagement import arrays, coding, texts
from engagement.coding import Placed, Said
from engagement.desk import Desk
from engagement.errors import AmbiguousNameError
from engagement.files import blocks, collector
from engagement.files.blocks import Block, Coded, ForeignCsvError, Given
from engagement.files.sheet import BadCell
from engagement.layouts.laid import Laid
from engagement.lookups import Join, Lookup
from engagement.mapping import COLUMNS, Mapping, over, resolve
from engagement.model import MechanismKind
from engagement.progress import Progress, Step
from engagement.registry import Mechanisms
from engagement.taxonomy import SHIPPED, Taxonomy
from engagement.texts import NOTHING, Keys, Numbers, Texts, codes, keys_of

_DESK = (Path(__file__).parent / "sql" / "desk.sql").read_text(encoding="utf-8")
Flags = NDArray[np.bool_]

_ROW_GROUP = 122_880

MAX_NEAREST = 50
"""For how many networks and groups never named before those with a like name are looked up."""


class NewMechanism(NamedTuple):
    """A network or working group that this log is the first to name, and the row where it does."""

    kind: MechanismKind
    name: str
    row: int
    nearest: tuple[str, ...]


@dataclass
class Staged:
    """What is known of a sheet once its rows are on the desk."""

    sources: dict[str, str]  # our column -> header
    columns: frozenset[str]  # ours that have cells: mapped, or said for the whole file
    not_stored: tuple[str, ...]
    rows: int = 0  # of the sheet, those of another width left out
    blank: int = 0  # rows of the file in which no cell says anything
    wrong_width: list[int] = field(default_factory=list)
    header_again: list[int] = field(default_factory=list)  # rows that repeat the header
    keys_not_found: list[tuple[int, str]] = field(default_factory=list)
    new_mechanisms: list[NewMechanism] = field(default_factory=list)
    bad_cells: list[tuple[str, BadCell]] = field(default_factory=list)  # with our column
    categories: Taxonomy = SHIPPED

    @property
    def unread(self) -> tuple[int, ...]:
        """The rows that never came to the desk."""
        return (*self.wrong_width, *self.header_again)


def stage(
    desk: Desk,
    laid: Laid,
    mapping: Mapping,
    *,
    given: Given,
    mechanisms: Mechanisms,
    categories: Taxonomy = SHIPPED,
    lookup: Lookup | None = None,
    progress: Progress,
) -> Staged:
    """Put the rows of a sheet on the desk, read. Raises MappingError, UnreadableFileError or CancelledError."""
    with collector.resting():
        if laid.sheet.dialect and not lookup:
            try:
                return _Stager(desk, laid, mapping, mechanisms, categories, progress, None).from_file(given)
            except ForeignCsvError:
                pass  # the strict reader knows what is wrong, and where; or reads what Arrow would not
        return _Stager(desk, laid, mapping, mechanisms, categories, progress, lookup).from_rows()


class _Stager:
    """One sheet on its way to the desk."""

    def __init__(
        self,
        desk: Desk,
        laid: Laid,
        mapping: Mapping,
        mechanisms: Mechanisms,
        categories: Taxonomy,
        progress: Progress,
        lookup: Lookup | None,
    ) -> None:
        sheet = laid.sheet
        self.desk, self.sheet, self.progress = desk, sheet, progress
        self.lookup = Join(lookup, sheet) if lookup else None
        self.header = (*sheet.header, *(self.lookup.further if self.lookup else ()))
        sources = resolve(self.header, mapping, laid.columns)
        mapping = _completed(mapping, laid, sources)
        self.titles = {title: column for column, title in sources.items()}
        self.constants = {column: text.strip() for column, text in mapping.constants.items()}
        columns = frozenset((*sources, *self.constants))
        not_stored = tuple(title for title in self.header if title not in self.titles)
        self.staged = Staged(sources=sources, columns=columns, not_stored=not_stored, categories=categories)
        self.staged.bad_cells = [
            (self.titles[title], bad)
            for bad in sheet.bad_cells
            if bad.position < len(sheet.header) and (title := sheet.header[bad.position]) in self.titles
        ]
        desk.start(_DESK, codes={**codes(), "category": categories.codes})
        self.texts = {column: Texts(column, sources.get(column, column), mapping, categories) for column in COLUMNS}
        self.placing = _Placing(desk, mechanisms, self.texts, self.staged)
        self.has_log = False
        self.waiting: pa.Table = ()  # rows that are read and not yet on the desk

    # ---- the two ways ----

    def from_file(self, given: Given) -> Staged:
        """The rows from the file itself. Raises ForeignCsvError when the strict reader must look at it."""
        assert self.sheet.dialect is not None
        size = given.stat().st_size if isinstance(given, Path) else len(given)
        self.progress.reach(Step.READING)
        for block in blocks.of_file(given, self.sheet.dialect, len(self.header)):
            self._take(block)
            self.progress.reach(Step.READING, self.staged.rows, round(self.staged.rows * size / block.end))
        return self._done()

    def from_rows(self) -> Staged:
        """The rows as the strict reader gives them."""
        self.staged.blank = self.sheet.blank_rows
        rows = self.lookup.rows(self.sheet.rows) if self.lookup else self.sheet.rows
        self.progress.reach(Step.READING)
        for block in blocks.of_rows(rows, len(self.header)):
            self._take(block)
            self.progress.reach(Step.READING, self.staged.rows)
        if self.lookup:
            self.staged.keys_not_found = self.lookup.missing
        return self._done()

    def _done(self) -> Staged:
        self._insert(self.waiting, is_last=True)
        return self.staged

    # ---- one block ----

    def _take(self, block: Block) -> None:
        length = len(block.numbers)
        columns = dict(zip(self.header, block.columns, strict=True))
        constants = {
            column: Coded(arrays.text([text]), np.zeros(length, np.int32)) for column, text in self.constants.items()
        }
        mapped = {column: columns[title] for title, column in self.titles.items()}
        numbers = texts.numbers(self.desk, self.texts, {**constants, **mapped})
        read = {column: numbers[column] for column in mapped}
        rest = self._rest(columns, length)
        is_blank, is_header = self._is_blank(columns, read, rest), self._is_header(read, length)
        self.staged.wrong_width += block.odd
        self.staged.blank += int(is_blank.sum())
        self.staged.header_again += block.numbers[is_header].tolist()

        kept = np.flatnonzero(~(is_blank | is_header))
        said = Said(self.texts, {column: each[kept] for column, each in numbers.items()}, len(kept))
        self._lay_out(said, block.numbers[kept], rest[kept])

    def _rest(self, columns: Dictionary[str, Coded], length: int) -> Keys:
        """A key of the cells of each row that are not used, so that a copy is a copy of the whole row."""
        rest = np.zeros(length, np.uint64)
        for title in self.staged.not_stored:
            rest += keys_of(title, columns[title].texts.to_pylist())[columns[title].places]
        return rest

    def _is_blank(self, columns: Dictionary[str, Coded], read: Dictionary[str, Numbers], rest: Keys) -> Flags:
        """The rows in which no cell says anything."""
        is_blank = np.ones(len(rest), bool)
        for column, numbers in read.items():
            is_blank &= numbers == self.texts[column].blank
        if is_blank.any():
            for title in self.staged.not_stored:
                is_space = np.array([not text.strip() for text in columns[title].texts.to_pylist()])
                is_blank &= is_space[columns[title].places]
        return is_blank

    def _is_header(self, read: Dictionary[str, Numbers], length: int) -> Flags:
        """The rows that are the header once more, as sheets have that were put together from pages."""
        columns = read.keys() - {"person"}
        is_header = np.full(length, len(columns) > 1)
        for column in columns:
            is_header &= read[column] == self.texts[column].header
        return is_header

    def _lay_out(self, said: Said, rows: Numbers, rest: Keys) -> None:
        """Put rows into the table `log`, and what is wrong with their cells beside it."""
        ids = np.arange(self.staged.rows, self.staged.rows + said.length)
        self.staged.rows += said.length
        log = coding.log(said, ids, rows, rest, self.placing.place(said, rows), self._tags(said))
        self._insert(pa.concat_tables([self.waiting, log]) if self.waiting else log)
        wrong = said.wrong()
        if len(wrong):
            self.desk.execute(_PROBLEMS, {"first": int(ids[0])}, found=wrong)

    def _insert(self, log: pa.Table, *, is_last: bool = False) -> None:
        """Put rows into the table `log`, as many at a time as DuckDB keeps together: any other number takes longer."""
        size = len(log) if is_last else len(log) // _ROW_GROUP * _ROW_GROUP
        if not self.has_log:
            self.desk.execute("create table said as select " + ", ".join(log.column_names) + " from unsaid")  # noqa: S608 - ours
            self.desk.execute("create view log as from unsaid union all by name from said")
            self.has_log = True
        if size:
            self.desk.execute("insert into said from found", found=log.slice(0, size))
        self.waiting = log.slice(size)

    def _tags(self, said: Said) -> pa.Array:
        """The tags of each row: those its category brings, and those of its own column."""
        found, places = coding.pairs(said.number("category"), said.number("tags"))
        labels, own = self.texts["category"].readings, self.texts["tags"].readings
        tags = [";".join(filter(None, (labels[label].detail, own[tag].value))) or None for label, tag in found]
        return arrays.text(tags).take(arrays.arrow(places))


class _Placing:
    """Finds the network or working group of each pair of names, once."""

    def __init__(self, desk: Desk, known: Mechanisms, texts: Dictionary[str, Texts], staged: Staged) -> None:
        self._desk, self._known, self._texts, self._staged = desk, known, texts, staged
        self._places: dict[tuple[int, int], int] = {}  # of pairs in these arrays
        self._numbers = np.zeros(0, np.int32)
        self._keys = np.zeros(0, np.uint64)

    def place(self, said: Said, rows: Numbers) -> Placed:
        """The mechanism of each of these rows."""
        found, places = coding.pairs(said.number("network"), said.number("working_group"))
        first = np.unique(places, return_index=True)[1]
        new = {pair: int(rows[first[place]]) for place, pair in enumerate(found) if pair not in self._places}
        if new:
            self._learn(new)
        known = np.array([self._places[pair] for pair in found], np.int32)[places]
        return Placed(self._numbers[known], self._keys[known])

    def _learn(self, new: Dictionary[tuple[int, int], int]) -> None:
        """Find or make the mechanisms of pairs, each with the row in which it first stands."""
        first = len(self._places)
        self._places |= {pair: place for place, pair in enumerate(new, start=first)}
        codes = [self._code(*pair, row) for pair, row in new.items()]
        numbers = np.array(
            [place if code else 0 if code == "" else NOTHING for place, code in enumerate(codes, start=first + 1)],
            np.int32,
        )
        found = pa.table({"number": arrays.arrow(numbers), "code": arrays.text(codes)})
        self._desk.execute("insert into mechanism select number, code from found where code <> ''", found=found)
        keys = self._desk.answer(_MECHANISM_KEYS, found=found)["key"]
        self._numbers = np.append(self._numbers, numbers)
        self._keys = np.append(self._keys, arrays.numpy(keys.combine_chunks()))

    def _code(self, network: int, working_group: int, row: int) -> str | None:
        """The code of a mechanism, None where nothing is named, '' where two have the name."""
        before = len(self._known.added)
        try:
            found = self._known.place(self._name("network", network), self._name("working_group", working_group))
        except AmbiguousNameError:
            return ""
        for added in self._known.added[before:]:
            is_first = len(self._staged.new_mechanisms) < MAX_NEAREST
            near = self._known.nearest(added.name, added.kind) if is_first else ()
            new = NewMechanism(added.kind, added.name, row, tuple(name for name in near if name != added.name))
            self._staged.new_mechanisms.append(new)
        return found.code if found else None

    def _name(self, column: str, number: int) -> str | None:
        name: str | None = self._texts[column].readings[number].value if number else None
        return name


_MECHANISM_KEYS = "select (md5_number('mechanism' || chr(31) || code) >> 70)::ubigint as key from found"


def _completed(mapping: Mapping, laid: Laid, sources: Dictionary[str, str]) -> Mapping:
    """The answers of a person, and beneath them what the layout of the sheet says itself."""
    constants = {column: value for column, value in laid.constants.items() if column not in sources}
    values = {column: dict(given) for column, given in laid.values.items()}
    return over(Mapping(values=values, constants=constants), mapping)


_PROBLEMS = """
    insert into problem
    select $first + place, column_name, cell.problem, number, null from found join cell using (column_name, number)
"""
