"""The attendance report of a Microsoft Teams meeting: numbered sections, or the older list under a summary."""

import re

from engagement.files.sheet import Cells, Grid, Row
from engagement.layouts import attendance
from engagement.layouts.attendance import Places
from engagement.layouts.laid import (
    Laid,
    cell,
    filled,
    find,
    first_rows,
    is_word,
    least,
    place,
    recognised,
    reshaped,
    unfit,
    without,
)
from engagement.model import Problem, ProblemSeverity
from engagement.settings import Settings
from engagement.taxonomy import Taxonomy
from engagement.vocabulary import is_personal

_SECTION = re.compile(r"\d\s*[.、．]\s*\S.*")
_OF_TEAMS = ("identity", "action", "role")
_TITLES = (("name",), ("join",), ("leave", "action"), _OF_TEAMS)


def fits(grid: Grid) -> bool:
    """A list of people with times, and what only Teams writes: numbered sections, an identity or an action."""
    return find(grid, None, _is_header) is not None


def lay(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """One row for each person of the list of participants; title and start come from the summary above it."""
    position = find(grid, header_row, _is_header)
    if position is None or (name := place(first_rows(grid)[position][1], "teams", "name")) is None:
        raise unfit("teams", least(grid, header_row, lambda cells: without(cells, "teams", _TITLES)))
    number, header = first_rows(grid)[position]
    rows, after = _list_below(grid, position)
    places = Places(
        name=name,
        emails=_emails(header),
        said=attendance.said_by_people(header),
        hidden=frozenset(at for at, title in enumerate(header) if is_personal(title) or _is_identity(title)),
    )
    titles, people = attendance.rows_of_people(header, places, rows)
    sheet = reshaped(grid, titles, number, people, moved={name: 0})
    reasons = tuple(title for title in header if any(is_word(title, "teams", word) for word in ("join", *_OF_TEAMS)))
    ours = dict(
        zip((sheet.header[0], *sheet.header[-3:]), ("person", "organisation", "category", "stage"), strict=True)
    )
    return Laid(
        sheet=sheet,
        layout="teams",
        reasons=reasons,
        columns=dict.fromkeys(sheet.header, "") | ours,
        constants={"mode": "online"} | _constants(grid, position),
        notes=(recognised("teams", reasons), *after),
    )


def _is_header(cells: Cells) -> bool:
    found = [
        word for word in ("name", "join", "leave", "duration", *_OF_TEAMS) if place(cells, "teams", word) is not None
    ]
    timed = "join" in found and ("leave" in found or "action" in found)
    return "name" in found and timed and (set(_OF_TEAMS) & set(found) != set() or _is_minutes_of_teams(cells))


def _is_minutes_of_teams(cells: Cells) -> bool:
    """'In-Meeting Duration' with first and last times, but no minutes as a number: the report without addresses."""
    duration = place(cells, "teams", "duration")
    return duration is not None and "(" not in cells[duration] and cell(cells, duration).count(" ") > 0


def _is_identity(title: str) -> bool:
    return is_word(title, "teams", "identity")


def _emails(header: Cells) -> tuple[int, ...]:
    """Where the address is; the identity of a person at work is one too, and may be all there is."""
    places = (place(header, "teams", word) for word in ("email", "identity"))
    return tuple(at for at in places if at is not None)


def _list_below(grid: Grid, position: int) -> tuple[list[Row], tuple[Problem, ...]]:
    """The rows of people up to the next section, and a note on that section, which says the same again in detail."""
    rows: list[Row] = []
    for number, cells in grid.rows[position + 1 :]:
        if len(filled(cells)) == 1 and _SECTION.fullmatch(filled(cells)[0]):
            note = Problem(row=number, column=None, code="further-table", severity=ProblemSeverity.WARNING)
            return rows, (note,)
        rows.append((number, cells))
    return rows, ()


def _constants(grid: Grid, position: int) -> dict[str, str]:
    """Title and start of the meeting from the summary: a word and its value in each row."""
    said: dict[str, str] = {}
    for _, cells in first_rows(grid)[:position]:
        for word, column in (("title", "activity"), ("start", "date")):
            if is_word(cell(cells, 0), "teams", word) and cell(cells, 1):
                said.setdefault(column, cell(cells, 1))
    return said
