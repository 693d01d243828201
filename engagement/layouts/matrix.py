"""A wide sheet: a row for each organisation, a column for each meeting, and a mark where they met.

It becomes one row for each mark. The title over a mark is the meeting, its day, or both; what a mark means is said in
`data/vocabulary.csv` or by the coordinator. A line of totals stays one row, and is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from engagement import reference
from engagement.cells import dates
from engagement.cells.dates import DateProblem
from engagement.cells.footers import is_footer
from engagement.cells.names import MAX_TEXT
from engagement.errors import MappingError
from engagement.files.sheet import BadCell, Cells, Grid, Row
from engagement.layouts.laid import (
    Laid,
    beyond,
    cell,
    first_rows,
    least,
    recognised,
    reshaped,
    term,
    unfit,
    unfit_columns,
)
from engagement.settings import Settings
from engagement.suggestions import column_of, parts_of
from engagement.taxonomy import Taxonomy

ACTIVITY, DATE, MARK = "activity", "date", "mark"
"""Titles of the columns that are added: our own names, which mean the same in every language."""

_HEADER_WITHIN = 15
_ENOUGH = 3
_NEARLY_ALL, _MOST, _FEW = 0.8, 0.5, 0.2
_LONGEST_MARK = 20
"""Characters: what is longer, and no mark that we know, is a remark."""

_WHO = ("organisation", "category", "person")
_SAID_ELSEWHERE = ("activity", "date", "date_from", "date_to", "stage", "mark")
_MAY_BE_A_TITLE = (None, "review")
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d|\d{1,2}[./]\d{1,2}")
_JOINTS = re.compile(r"^[\s:;,.()\[\]–—-]+|[\s:;,.(\[–—-]+$")


@dataclass(frozen=True)
class _Found:
    """Where the header is, and which columns are meetings. `second` is a row of titles above it or of days below."""

    position: int
    meetings: tuple[int, ...]
    above: Cells
    below: Cells
    first: int  # position of the first row of marks


def fits(grid: Grid) -> bool:
    """Who took part in one column, and marks under three titles or more that no other column of a log has."""
    return _find(first_rows(grid), None) is not None


def lay(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """One row for each organisation and meeting with a mark. A row without any mark stays, and is refused.

    Somebody who asks for this layout may have one meeting only, and marks that nobody knows.
    """
    rows_seen = first_rows(grid)
    found = _find(rows_seen, header_row) or _find(rows_seen, header_row, is_asked=True)
    if found is None:
        raise _unfit(grid, header_row)
    number, header = rows_seen[found.position]
    who = [at for at in range(len(header)) if at not in found.meetings and header[at].strip()]
    meetings = {at: _meeting(_title(found, header, at)) for at in found.meetings}
    has_days = any(day for _, day in meetings.values())
    further = (ACTIVITY, DATE, MARK) if has_days else (ACTIVITY, MARK)
    below = grid.rows[found.first :]
    said_who = _said_who(header)
    rows = [
        row
        for each in below
        for row in _unpivoted(each, header, who, meetings, has_days, _footer(each[1], said_who) is not None)
    ]
    mark = len(who) + len(further) - 1
    moved = {at: place for place, at in enumerate(who)} | dict.fromkeys(found.meetings, mark)
    names = tuple(header[at] for at in who)
    sheet = reshaped(grid, (*names, *further), number, rows, _refused(rows, names, mark), moved)
    reasons = tuple(" ".join(_title(found, header, at).split()) for at in found.meetings)
    ours = ("activity", "date", "mark") if has_days else ("activity", "mark")
    return Laid(
        sheet=sheet,
        layout="matrix",
        reasons=reasons,
        columns=dict(zip(sheet.header[-len(ours) :], ours, strict=True)),
        notes=(recognised("matrix", reasons),),
    )


def _unfit(grid: Grid, header_row: int | None) -> MappingError:
    """Columns that say what the titles over the marks would say, or else what is missing."""
    rows = [cells for number, cells in first_rows(grid)[:_HEADER_WITHIN] if header_row in (None, number)]
    headers = [cells for cells in rows if _said_who(cells)]
    told = next((titles for cells in headers if (titles := _told_elsewhere(cells))), None)
    return unfit_columns("matrix", told) if told else unfit("matrix", least(grid, header_row, _lacking))


def _told_elsewhere(header: Cells) -> list[str]:
    return [title.strip() for title in header if column_of(title) in _SAID_ELSEWHERE]


def _lacking(cells: Cells) -> list[str]:
    """A title that says who met, and marks."""
    return [*([] if _said_who(cells) else ["Organisation"]), term("matrix", "sign")]


# ---- finding ------------------------------------------------------------------------------------------------------


def _find(rows: Sequence[Row], header_row: int | None, *, is_asked: bool = False) -> _Found | None:
    for position, (number, cells) in enumerate(rows[:_HEADER_WITHIN]):
        if header_row not in (None, number):
            continue
        if found := _at(rows, position, cells, is_asked):
            return found
        if not is_asked and _is_of_a_log(cells):
            return None
    return None


def _is_of_a_log(cells: Cells) -> bool:
    """Whether a row heads a log with a row for each: what looks like a grid below it is a chance of its cells."""
    meant = {column_of(title) for title in cells}
    return not meant.isdisjoint(_WHO) and not meant.isdisjoint(_SAID_ELSEWHERE)


def _at(rows: Sequence[Row], position: int, header: Cells, is_asked: bool) -> _Found | None:
    """The matrix whose header is at this position, if there is one."""
    meant = [column_of(title) for title in header]
    if not set(meant) & set(_WHO) or set(meant) & set(_SAID_ELSEWHERE):
        return None
    below = rows[position + 1][1] if position + 1 < len(rows) else ()
    above = rows[position - 1][1] if position else ()
    who = [at for at, column in enumerate(meant) if column in _WHO]
    days_below = sum(_is_day(text) for text in below) >= _ENOUGH and not any(cell(below, at) for at in who)
    first = position + 2 if days_below else position + 1
    found = _Found(position, (), above, below if days_below else (), first)
    marks = _marks(rows[first:], header, meant)
    free = [at for at, column in enumerate(meant) if column in _MAY_BE_A_TITLE and _has_title(found, header, at)]
    found = replace(found, meetings=_meetings(found, header, {at: marks[at] for at in free}, is_asked))
    if is_asked:
        return found if found.meetings else None
    return found if len(found.meetings) >= _ENOUGH and _is_beyond_doubt(found, header, marks) else None


def _has_title(found: _Found, header: Cells, at: int) -> bool:
    """Whether something stands over a column that does not ask about a person."""
    return bool(header[at].strip() or cell(found.above, at)) and parts_of(header[at]) != "personal"


def _marks(rows: Sequence[Row], header: Cells, meant: Sequence[str | None]) -> list[list[str]]:
    """What stands in each column, blank cells and lines of totals left out."""
    who = [at for at, column in enumerate(meant) if column in _WHO]
    counted = [cells for _, cells in rows if _footer(cells, who) is None]
    return [[text for cells in counted if (text := cell(cells, at))] for at in range(len(header))]


def _meetings(found: _Found, header: Cells, columns: Mapping[int, list[str]], is_asked: bool) -> tuple[int, ...]:
    """The columns with a day over them or hardly anything but marks in them; then those that stand among them.

    What is no mark in a meeting is asked about: a meeting must not be left out for it.
    """
    dated = {at for at, texts in columns.items() if _has_day(found, header, at) and not _are_remarks(texts)}
    enough = 0.01 if is_asked else _NEARLY_ALL
    sure = dated | {at for at, texts in columns.items() if _share(texts) >= enough}
    if not sure:
        return ()
    further = {
        at
        for at, texts in columns.items()
        if _share(texts) >= _MOST
        or (min(sure) < at < max(sure) and texts and not _are_remarks(texts) and (not dated or _share(texts)))
    }
    return tuple(sorted(sure | further))


def _has_day(found: _Found, header: Cells, at: int) -> bool:
    return any(_meeting(text)[1] for text in (header[at], cell(found.below, at)))


def _share(texts: Sequence[str]) -> float:
    """The share of the cells of a column that are marks."""
    return sum(map(_is_mark, texts)) / len(texts) if texts else 0


def _are_remarks(texts: Sequence[str]) -> bool:
    return not _share(texts) and any(len(text) > _LONGEST_MARK for text in texts)


def _is_mark(text: str) -> bool:
    return text.casefold() in _terms("answer") | _terms("sign")


@cache
def _terms(word: str) -> frozenset[str]:
    """Marks as they are written: signs, and the words that also answer a question and so prove nothing."""
    rows = reference.table("layout_words")
    return frozenset(row["term"].casefold() for row in rows if (row["layout"], row["word"]) == ("matrix", word))


def _is_beyond_doubt(found: _Found, header: Cells, marks: Sequence[Sequence[str]]) -> bool:
    """Answers to questions look like marks: titles with days, or signs that are no answers, tell the difference.

    Numbers under days are people counted, or money.
    """
    texts = [text for at in found.meetings for text in marks[at]]
    numbers = sum(text.isdecimal() and not _is_mark(text) for text in texts)
    if texts and (_share(texts) < _MOST or numbers > _FEW * len(texts)):
        return False
    dated = [at for at in found.meetings if _meeting(_title(found, header, at))[1]]
    return len(dated) >= 2 or not {text.casefold() for text in texts} & _terms("answer")


# ---- titles -------------------------------------------------------------------------------------------------------


def _title(found: _Found, header: Cells, at: int) -> str:
    """All that stands over a column: a row of titles above the header, the header, a row of days below it."""
    above = cell(found.above, at) if _is_second_header(found) else ""
    return "\n".join(text for text in (above, cell(header, at), cell(found.below, at)) if text)


def _is_second_header(found: _Found) -> bool:
    """Whether the row above speaks of the meetings: a title of the whole sheet stands in one cell."""
    said = [text for at in found.meetings if (text := cell(found.above, at))]
    return len(said) >= _ENOUGH


def _is_day(text: str) -> bool:
    reading = dates.read(text.strip()) if text.strip() else dates.UNREADABLE
    return not isinstance(reading, DateProblem) or reading.code in (dates.AMBIGUOUS.code, dates.TWO_DIGIT_YEAR.code)


def _meeting(title: str) -> tuple[str, str]:
    """The title and the day in what stands over a column; a meeting that has only a day is called by it."""
    lines = [" ".join(line.split()) for line in title.split("\n") if line.strip()]
    whole = " ".join(lines)
    if len(whole) > MAX_TEXT:
        return whole, ""
    if _is_day(whole):
        return whole, whole
    days = [line for line in lines if _is_day(line)]
    if days:
        return " ".join(line for line in lines if line not in days) or whole, days[0]
    return _within(whole)


def _within(title: str) -> tuple[str, str]:
    """A title that has a day at its end or beginning, or in brackets."""
    for found in sorted(_candidates(title), key=len, reverse=True):
        if _is_day(found):
            return _JOINTS.sub("", title.replace(found, " ", 1).replace("( )", " ")).strip(), found
    return title, ""


def _candidates(title: str) -> set[str]:
    """Parts of a title that may be a day: the last or first few words, and what has the shape of one."""
    parts = title.replace("(", " ").replace(")", " ").split()
    runs = {" ".join(parts[-size:]) for size in range(1, 5)} | {" ".join(parts[:size]) for size in range(1, 5)}
    return {
        run.strip(",;:–— ") for run in runs | set(_DAY.findall(title)) if any(c.isdigit() for c in run) and run in title
    }


# ---- rows ---------------------------------------------------------------------------------------------------------


def _unpivoted(
    row: Row, header: Cells, who: list[int], meetings: Mapping[int, tuple[str, str]], has_days: bool, is_total: bool
) -> list[Row]:
    """One row for each mark: who, title, day if there are any, mark. A row without marks, or of totals, stays one."""
    number, cells = row
    names = tuple(cell(cells, at) for at in who)
    marks = [(title, day, mark) for at, (title, day) in meetings.items() if (mark := cell(cells, at))]
    if not marks or is_total:
        marks = [("", "", "")]
    met = ((title, day, mark) if has_days else (title, mark) for title, day, mark in marks)
    return [(number, (*names, *each, *beyond(cells, header))) for each in met]


def _said_who(titles: Cells) -> list[int]:
    """Where a sheet says who met."""
    return [at for at, title in enumerate(titles) if column_of(title) in _WHO]


def _footer(cells: Cells, who: Sequence[int]) -> int | None:
    """Where the cell is that makes a row a total, a source or a note; None for a row of somebody who met.

    Beside the name of somebody who met, other columns may hold notes.
    """
    named = [at for at in who if cell(cells, at)]
    return next((at for at in named or range(len(cells)) if is_footer(cell(cells, at))), None)


def _refused(rows: Sequence[Row], titles: Cells, mark: int) -> list[BadCell]:
    """The rows that are totals, unless that is read in the column of who met, and those without a mark."""
    who = _said_who(titles)
    bad: list[BadCell] = []
    for number, cells in rows:
        if cells[mark]:
            continue
        footer = _footer(cells, who)
        if footer is None:
            bad.append(BadCell(row=number, position=mark, code="mark-missing", value=""))
        elif footer not in who:
            bad.append(BadCell(row=number, position=mark, code="total-row", value=cells[footer]))
    return bad
