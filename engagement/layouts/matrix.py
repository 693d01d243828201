"""A wide sheet: a row for each organisation, a column for each meeting, and a mark where they met.

It becomes one row for each mark. The title over a mark is the meeting, its day, or both; what a mark means is said in
`data/vocabulary.csv` or by the coordinator.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from engagement import dates, reference
from engagement.dates import DateProblem
from engagement.layouts.laid import Laid, beyond, cell, first_rows, recognised, reshaped, unfit
from engagement.settings import Settings
from engagement.sheet import BadCell, Cells, Grid, Row
from engagement.suggestions import column_of, parts_of

ACTIVITY, DATE, MARK = "Activity title", "Date of activity", "Mark"
_HEADER_WITHIN = 15
_ENOUGH = 3
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


def lay(grid: Grid, header_row: int | None, limits: Settings) -> Laid:
    """One row for each organisation and meeting with a mark. A row without any mark stays, and is refused."""
    found = _find(first_rows(grid), header_row)
    if found is None:
        raise unfit("matrix")
    number, header = first_rows(grid)[found.position]
    who = [at for at in range(len(header)) if at not in found.meetings and header[at].strip()]
    meetings = {at: _meeting(_title(found, header, at)) for at in found.meetings}
    has_days = any(day for _, day in meetings.values())
    further = (ACTIVITY, DATE, MARK) if has_days else (ACTIVITY, MARK)
    rows, without = _unpivoted(grid.rows[found.first :], header, who, meetings, has_days)
    mark = len(who) + len(further) - 1
    moved = {at: place for place, at in enumerate(who)} | dict.fromkeys(found.meetings, mark)
    names = tuple(header[at] for at in who)
    sheet = reshaped(grid, (*names, *further), number, rows, _without_mark(without, mark), moved)
    reasons = tuple(" ".join(_title(found, header, at).split()) for at in found.meetings)
    ours = ("activity", "date", "mark") if has_days else ("activity", "mark")
    return Laid(
        sheet=sheet,
        layout="matrix",
        reasons=reasons,
        columns=dict(zip(sheet.header[-len(ours) :], ours, strict=True)),
        notes=(recognised("matrix", reasons),),
    )


# ---- finding ------------------------------------------------------------------------------------------------------


def _find(rows: Sequence[Row], header_row: int | None) -> _Found | None:
    for position, (number, cells) in enumerate(rows[:_HEADER_WITHIN]):
        if header_row not in (None, number):
            continue
        if found := _at(rows, position, cells):
            return found
    return None


def _at(rows: Sequence[Row], position: int, header: Cells) -> _Found | None:
    """The matrix whose header is at this position, if there is one."""
    meant = [column_of(title) for title in header]
    if not set(meant) & set(_WHO) or set(meant) & set(_SAID_ELSEWHERE):
        return None
    below = rows[position + 1][1] if position + 1 < len(rows) else ()
    above = rows[position - 1][1] if position else ()
    days_below = sum(_is_day(text) for text in below) >= _ENOUGH and not any(
        cell(below, at) for at, column in enumerate(meant) if column in _WHO
    )
    first = position + 2 if days_below else position + 1
    meetings = tuple(at for at in range(len(header)) if _is_meeting(rows[first:], at, header, meant, (above, below)))
    found = _Found(position, meetings, above, below if days_below else (), first)
    return found if len(meetings) >= _ENOUGH and _is_beyond_doubt(found, header, rows[first:]) else None


def _is_meeting(
    rows: Sequence[Row], at: int, header: Cells, meant: list[str | None], around: tuple[Cells, Cells]
) -> bool:
    """A column that no log has, with a title over it and hardly anything but marks in it, or a day and nothing."""
    above, below = (cell(cells, at) for cells in around)
    if meant[at] not in _MAY_BE_A_TITLE or not (header[at].strip() or above) or parts_of(header[at]) == "personal":
        return False
    texts = [text for _, cells in rows if (text := cell(cells, at))]
    if not texts:
        return any(_meeting(text)[1] for text in (header[at], below))
    return sum(_is_mark(text) for text in texts) >= 0.8 * len(texts)


def _is_mark(text: str) -> bool:
    return text.casefold() in _terms("answer") | _terms("sign")


@cache
def _terms(word: str) -> frozenset[str]:
    """Marks as they are written: signs, and the words that also answer a question and so prove nothing."""
    rows = reference.table("layout_words")
    return frozenset(row["term"].casefold() for row in rows if (row["layout"], row["word"]) == ("matrix", word))


def _is_beyond_doubt(found: _Found, header: Cells, rows: Sequence[Row]) -> bool:
    """Answers to questions look like marks: titles with days, or signs that are no answers, tell the difference."""
    dated = [at for at in found.meetings if _meeting(_title(found, header, at))[1]]
    texts = {text.casefold() for _, cells in rows for at in found.meetings if (text := cell(cells, at))}
    return len(dated) >= 2 or not texts & _terms("answer")


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
    lines = [line.strip() for line in title.split("\n") if line.strip()]
    whole = " ".join(lines)
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
    rows: Sequence[Row], header: Cells, who: list[int], meetings: dict[int, tuple[str, str]], has_days: bool
) -> tuple[list[Row], list[int]]:
    """One row for each mark: who, title, day if there are any, mark; and the numbers of the rows without a mark."""
    laid: list[Row] = []
    without: list[int] = []
    for number, cells in rows:
        names = tuple(cell(cells, at) for at in who)
        marks = [(title, day, mark) for at, (title, day) in meetings.items() if (mark := cell(cells, at))]
        for title, day, mark in marks or [("", "", "")]:
            met = (title, day, mark) if has_days else (title, mark)
            laid.append((number, (*names, *met, *beyond(cells, header))))
        without += [] if marks else [number]
    return laid, without


def _without_mark(numbers: list[int], position: int) -> list[BadCell]:
    return [BadCell(row=number, position=position, code="mark-missing", value="") for number in numbers]
