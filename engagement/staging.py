"""Rows of a sheet reach the desk: each distinct text of a column is read once, each row becomes codes and keys.

Two speeds, one meaning. The rows of a plain CSV file are read by DuckDB itself, block by block; all others come from
`Sheet.rows` and go the same way, written as a CSV first. Blocks go through a pipe: nothing of a file is put on a disk.
"""

import json
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from engagement import reference, taxonomy, vocabulary
from engagement.cells import cell as cells
from engagement.desk import Desk, ForeignCsvError
from engagement.errors import AmbiguousNameError, MappingError
from engagement.files import blocks
from engagement.files.blocks import Given
from engagement.files.sheet import BadCell, Row
from engagement.layouts.laid import Laid
from engagement.lookups import Join, Lookup
from engagement.mapping import COLUMNS, Mapping, over, resolve
from engagement.model import DatePrecision, MechanismKind
from engagement.progress import Progress, Step
from engagement.registry import Mechanisms

_SQL = Path(__file__).parent / "sql"
_DESK, _BLOCK = ((_SQL / f"{name}.sql").read_text(encoding="utf-8") for name in ("desk", "block"))
MAX_NEAREST = 50
"""For how many networks and groups never named before those with a like name are looked up."""

MAX_UNLIKE = 10_000
"""So many different texts in one block, none of which can be read, are not what the column is said to be."""

_OURS = {"delim": ",", "quote": '"', "escape": '"', "new_line": "\\n"}
"""The dialect of what we write; without the last a carriage return inside quotes would end a row."""

FREE_TEXT = frozenset(
    ("activity", "network", "working_group", "organisation", "category", "tags", "place", "activity_type", "person")
)
"""Our columns in which any text may stand; a label of a category that nobody knows is kept."""


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
    lookup: Lookup | None = None,
    progress: Progress,
) -> Staged:
    """Put the rows of a sheet on the desk, read. Raises MappingError, UnreadableFileError or CancelledError."""
    if laid.sheet.dialect and not lookup:
        try:
            return _Stager(desk, laid, mapping, mechanisms, progress, None).from_file(given)
        except ForeignCsvError:
            pass  # the strict reader knows what is wrong, and where; or reads what DuckDB would not
    return _Stager(desk, laid, mapping, mechanisms, progress, lookup).from_rows()


class _Stager:
    """One sheet on its way to the desk."""

    def __init__(
        self,
        desk: Desk,
        laid: Laid,
        mapping: Mapping,
        mechanisms: Mechanisms,
        progress: Progress,
        lookup: Lookup | None,
    ) -> None:
        sheet = laid.sheet
        self.desk, self.sheet = desk, sheet
        self.mechanisms, self.progress = mechanisms, progress
        self.lookup = Join(lookup, sheet) if lookup else None
        self.header = (*sheet.header, *(self.lookup.further if self.lookup else ()))
        sources = resolve(self.header, mapping, laid.columns)
        self.mapping = mapping = _completed(mapping, laid, sources)
        self.titles = {title: column for column, title in sources.items()}
        columns = frozenset((*sources, *mapping.constants))
        not_stored = tuple(title for title in self.header if title not in self.titles)
        self.staged = Staged(sources=sources, columns=columns, not_stored=not_stored)
        self.staged.bad_cells = [
            (self.titles[title], bad)
            for bad in sheet.bad_cells
            if bad.position < len(sheet.header) and (title := sheet.header[bad.position]) in self.titles
        ]
        self.block_sql = _block_sql(columns)
        self.lines = 0  # of the sheet, so far
        self.cell_numbers: dict[str, int] = dict.fromkeys(columns, 0)
        desk.start(_DESK, codes=_codes())

    # ---- the two ways ----

    def from_file(self, given: Given) -> Staged:
        """DuckDB reads the rows from the file itself. Raises ForeignCsvError when it finds them odd."""
        dialect = self.sheet.dialect
        assert dialect is not None
        size = given.stat().st_size if isinstance(given, Path) else len(given)
        quote = '"' if dialect.is_quoted else ""
        options = {"delim": dialect.delimiter, "quote": quote, "escape": quote}
        done = 0
        with blocks.opened(given) as file:
            for block in blocks.blocks(file, dialect.first_row - 1, dialect.is_quoted):
                self.progress.reach(Step.READING, self.lines, round(self.lines * size / done) if done else None)
                self._take(block, options, dialect.first_row + self.lines)
                done += len(block)
        self.desk.execute(_LEAVE_OUT_BLANK, {"constants": list(self.mapping.constants)})
        self.staged.blank = self.desk.rows("select count(*) as n from left_out")[0]["n"]
        return self._done()

    def from_rows(self) -> Staged:
        """The rows as the strict reader gives them."""
        self.staged.blank = self.sheet.blank_rows
        rows = self._whole(self.lookup.rows(self.sheet.rows) if self.lookup else self.sheet.rows)
        for block in blocks.written(rows):
            self.progress.reach(Step.READING, self.lines)
            self._take(block, _OURS, None)
        if self.lookup:
            self.staged.keys_not_found = self.lookup.missing
        return self._done()

    def _whole(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that have a cell under every header."""
        width = len(self.header)
        for number, row in rows:
            if len(row) == width:
                yield number, row
            else:
                self.staged.wrong_width.append(number)

    def _done(self) -> Staged:
        self.staged.rows = self.desk.rows("select count(*) as n from log")[0]["n"]
        return self.staged

    # ---- one block ----

    def _take(self, block: bytes | memoryview, dialect: Dictionary[str, str], first_row: int | None) -> None:
        names = [self.titles.get(title) or f"rest {index}" for index, title in enumerate(self.header)]
        self.desk.load(
            block,
            names if first_row else ["row", *names],
            columns=("row", *COLUMNS),
            constants=self.mapping.constants,
            answered_blanks=frozenset(column for column, given in self.mapping.values.items() if "" in given),
            dialect=dialect,
        )
        lines = self.desk.rows("select count(*) as n from block")[0]["n"]
        self._set_aside_odd_rows(first_row or 0)
        self._set_aside_headers(first_row or 0)
        self._read_cells()
        self._find_mechanisms(first_row or 0)
        self.desk.execute(self.block_sql, {"first_id": self.lines, "first_row": first_row or 0})
        self._note_problems()
        self.lines += lines

    def _set_aside_odd_rows(self, first_row: int) -> None:
        """Rows of another width are not read: which cell stands in which column nobody knows."""
        odd = self.desk.rows(
            "select coalesce(block.row::integer, $first_row + block.rowid) as row from block where is_odd order by row",
            {"first_row": first_row},
        )
        if odd:
            self.staged.wrong_width += [each["row"] for each in odd]
            self.desk.execute("delete from block where is_odd")

    def _set_aside_headers(self, first_row: int) -> None:
        """Rows that are the header once more, as sheets have that were put together from pages."""
        titles = {column: title for column, title in self.staged.sources.items() if column != "person"}
        if len(titles) < 2:
            return
        is_header = " and ".join(f"{column} = ${column}" for column in titles)
        found = self.desk.rows(
            "select rowid as place, coalesce(row::integer, $first_row + rowid) as row from block where " + is_header,  # noqa: S608 - ours
            {"first_row": first_row, **titles},
        )
        for each in found:
            self.staged.header_again.append(each["row"])
            self.desk.execute("delete from block where rowid = $1", [each["place"]])

    def _read_cells(self) -> None:
        """Read each text of each column that no block before had."""
        read = _Cells()
        for column in sorted(self.staged.columns):
            found = self.desk.rows(
                "select distinct " + column + " as raw from block where " + column + " is not null"  # noqa: S608 - ours
                " and " + column + " not in (select raw from cell where column_name = $column)",
                {"column": column},
            )
            raws = [row["raw"] for row in found]
            self._refuse_unlike(column, raws)
            read.add(column, self.cell_numbers[column], raws, self.mapping)
            self.cell_numbers[column] += len(raws)
        self.desk.execute(_FILL_CELL, read.columns())

    def _refuse_unlike(self, column: str, raws: list[str]) -> None:
        """Raise MappingError when a column of dates, numbers or known words holds thousands of other things.

        Such a column was mistaken for another; to judge a million of its cells one by one helps nobody.
        """
        first = raws[:MAX_UNLIKE]
        if column in FREE_TEXT or len(first) < MAX_UNLIKE:
            return
        if all(reading.problem for reading in cells.read_values(column, first, self.mapping)):
            raise MappingError("column-unlike", header=self.staged.sources.get(column, column), column=column)

    def _find_mechanisms(self, first_row: int) -> None:
        """Find the network or working group of each pair of names that no block before had."""
        found = [
            (
                row["network_number"],
                row["group_number"],
                self._mechanism(row["network"], row["working_group"], row["row"]),
            )
            for row in self.desk.rows(_PAIRS, {"first_row": first_row})
        ]
        if found:
            networks, groups, codes = (list(part) for part in zip(*found, strict=True))
            self.desk.execute(_FILL_MECHANISM, {"networks": networks, "groups": groups, "codes": codes})

    def _mechanism(self, network: str | None, working_group: str | None, row: int, **_: int | None) -> str | None:
        """The code of a mechanism, None where nothing is named, '' where two have the name."""
        before = len(self.mechanisms.added)
        try:
            found = self.mechanisms.place(network, working_group)
        except AmbiguousNameError:
            return ""
        for added in self.mechanisms.added[before:]:
            is_first = len(self.staged.new_mechanisms) < MAX_NEAREST
            near = self.mechanisms.nearest(added.name, added.kind) if is_first else ()
            new = NewMechanism(added.kind, added.name, row, tuple(name for name in near if name != added.name))
            self.staged.new_mechanisms.append(new)
        return found.code if found else None

    def _note_problems(self) -> None:
        wrong = self.desk.rows("select distinct column_name from cell where problem is not null")
        for column in (row["column_name"] for row in wrong):
            self.desk.execute(
                "insert into problem select $first_id + block.rowid, $column, problem, number, null"  # noqa: S608 - ours
                " from block join cell on cell.column_name = $column and cell.problem is not null"
                " and cell.raw = block." + column,
                {"column": column, "first_id": self.lines},
            )


def _completed(mapping: Mapping, laid: Laid, sources: Dictionary[str, str]) -> Mapping:
    """The answers of a person, and beneath them what the layout of the sheet says itself."""
    constants = {column: value for column, value in laid.constants.items() if column not in sources}
    values = {column: dict(given) for column, given in laid.values.items()}
    return over(Mapping(values=values, constants=constants), mapping)


def _block_sql(columns: frozenset[str]) -> str:
    """`sql/block.sql` without the look-ups of columns that have no cells: each would cost time in every row."""
    sql = _BLOCK
    for column in COLUMNS:
        if column not in columns:
            sql = re.sub(rf"\bc_{column}\.\w+", "null", sql.replace(_LOOK_UP.format(column), ""))
    return sql


_LOOK_UP = "left join (from cell where column_name = '{0}') as c_{0} on c_{0}.raw = block.{0}\n"


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """The codes of the columns that have few."""
    return {
        "date_precision": tuple(DatePrecision),
        "category": taxonomy.CODES,
        "country": tuple(row["alpha2"] for row in reference.table("countries")),
        **{column: vocabulary.codes(column) for column in ("mode", "role", "stage", "gender", "age_band", "mark")},
    }


_PAIRS = """
    select n.number as network_number, n.value as network, g.number as group_number, g.value as working_group,
        min(coalesce(block.row::integer, $first_row + block.rowid)) as row
    from block
    left join (from cell where column_name = 'network') as n on n.raw = block.network
    left join (from cell where column_name = 'working_group') as g on g.raw = block.working_group
    where not exists (
        from mechanism_of
        where mechanism_of.network is not distinct from n.number
            and mechanism_of.working_group is not distinct from g.number
    )
    group by all order by row
"""
_FILL_MECHANISM = """
    insert into mechanism_of
    select network, working_group,
        case when code <> '' then row_number() over () + (select count(*) from mechanism_of) when code = '' then 0 end,
        code, md5_number_lower('mechanism' || chr(31) || code) >> 6
    from (select unnest($networks::uinteger[]) as network, unnest($groups::uinteger[]) as working_group,
        unnest($codes::varchar[]) as code)
"""
_FILL_CELL = """
    insert into cell
    select column_name, raw, number, value, until, detail,
        case when is_count then value::integer end,
        case when is_date then value::date end, case when is_date then until::date end,
        md5_number_lower(if(is_date, 'from', column_name) || chr(31) || value) >> 6,
        md5_number_lower(if(is_date, 'to', column_name) || chr(31) || until) >> 6,
        -- a text of spaces is no text
        if(value is null and problem is null, 0, md5_number_lower(column_name || chr(31) || raw) >> 6),
        md5_number_lower(column_name || chr(31) || concat_ws(chr(31), coalesce(value, raw), until, detail)) >> 6,
        md5_number_lower(column_name || chr(31) || case
            when is_date then concat_ws(chr(31), coalesce(value, raw), until, detail)
            when column_name = 'category' then coalesce(value, raw)
            else coalesce(until, value, raw) end) >> 6,
        problem, params
    from (select unnest($column_name::varchar[]) as column_name, unnest($raw::varchar[]) as raw,
        unnest($number::uinteger[]) as number, unnest($value::varchar[]) as value, unnest($until::varchar[]) as until,
        unnest($detail::varchar[]) as detail, unnest($problem::varchar[]) as problem,
        unnest($params::varchar[]) as params,
        column_name in ('people', 'women', 'men', 'other_gender', 'youth', 'level') as is_count,
        column_name in ('date', 'date_from', 'date_to') as is_date)
"""
_LEAVE_OUT_BLANK = """
    insert into left_out
    select id, 'blank' from log
    where rest is null
        and raw_key = (select coalesce(sum(raw_key), 0) from cell where list_contains($constants, column_name))
"""


class _Cells:
    """Cells that were read, as the columns of the table `cell`."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._numbers: list[int] = []
        self._raws: list[str] = []
        self._readings: list[cells.Reading] = []

    def add(self, column: str, last_number: int, raws: list[str], mapping: Mapping) -> None:
        """Read the distinct texts of a column; they are numbered from the last number on."""
        blank = mapping.values.get(column, {}).get("")
        self._names += [column] * len(raws)
        self._numbers += range(last_number + 1, last_number + 1 + len(raws))
        self._raws += raws
        # What a blank cell was said to mean is what that word means.
        self._readings += cells.read_values(column, [raw or blank or "" for raw in raws], mapping)

    def columns(self) -> dict[str, list[object]]:
        """The parts side by side."""
        parts = zip(*self._readings, strict=True) if self._readings else ((),) * 5
        values, untils, details, problems, params = (list(part) for part in parts)
        return {
            "column_name": list(self._names),
            "number": list(self._numbers),
            "raw": list(self._raws),
            "value": values,
            "until": untils,
            "detail": details,
            "problem": problems,
            "params": [json.dumps(each) if each else None for each in params],
        }
