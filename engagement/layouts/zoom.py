"""The attendance report of a Zoom meeting or webinar, with or without the block about the meeting above it."""

from itertools import pairwise

from engagement.layouts import attendance
from engagement.layouts.attendance import Places
from engagement.layouts.laid import (
    Laid,
    cell,
    filled,
    find,
    first_rows,
    is_word,
    place,
    recognised,
    reshaped,
    unfit,
    words,
)
from engagement.settings import Settings
from engagement.sheet import Cells, Grid, Row
from engagement.suggestions import column_of
from engagement.vocabulary import is_personal

_ABOUT_TIME = ("join", "leave", "duration", "guest", "waiting")


def fits(grid: Grid) -> bool:
    """A title for the name, one for minutes, and another that only such a report has."""
    return find(grid, None, _is_header) is not None


def lay(grid: Grid, header_row: int | None, limits: Settings) -> Laid:
    """One row for each stay of each person; one person is counted once. Title and start come from the block above."""
    position = find(grid, header_row, _is_header)
    if position is None or (name := _name(first_rows(grid)[position][1])) is None:
        raise unfit("zoom")
    number, header = first_rows(grid)[position]
    rows = _list_below(grid, position)
    places = Places(
        name=name,
        email=place(header, "zoom", "email"),
        said=attendance.said_by_people(header),
        hidden=frozenset(at for at, title in enumerate(header) if is_personal(title)),
        waiting=place(header, "zoom", "waiting"),
        attended=place(header, "zoom", "attended"),
    )
    titles, people = attendance.rows_of_people(header, places, rows)
    waiting = attendance.never_admitted(places, rows, words("any", "yes"), len(titles) - 1)
    reasons = tuple(title for title in header if any(is_word(title, "zoom", word) for word in _ABOUT_TIME))
    sheet = reshaped(grid, titles, number, people, waiting, {name: 0})
    columns = dict.fromkeys(sheet.header, "") | _columns(titles, sheet.header)
    return Laid(
        sheet=sheet,
        layout="zoom",
        reasons=reasons,
        columns=columns,
        values={"stage": _said(rows, places)},
        constants=_constants(grid, position, header, rows),
        notes=(recognised("zoom", reasons),),
    )


def _is_header(cells: Cells) -> bool:
    found = {word for word in ("email", *_ABOUT_TIME) if place(cells, "zoom", word) is not None}
    return _name(cells) is not None and "duration" in found and len(found) > 1


def _name(header: Cells) -> int | None:
    return place(header, "zoom", "name")


def _list_below(grid: Grid, position: int) -> list[Row]:
    """The rows of people: further lists of a webinar have the same columns, under a title and a header of their own."""
    below = grid.rows[position + 1 :]
    return [(number, cells) for number, cells in below if len(filled(cells)) > 1 and not _is_header(cells)]


def _said(rows: list[Row], places: Places) -> dict[str, str]:
    """What the cells of 'Attended' mean, as they are written."""
    found = {cell(cells, places.attended) for _, cells in rows} - {""}
    return {text: "attended" for text in found if is_word(text, "any", "yes")} | {
        text: "registered" for text in found if is_word(text, "any", "no")
    }


def _columns(titles: Cells, header: Cells) -> dict[str, str]:
    """Our columns: the person, what may be the organisation, the stage, and what a report repeats in every row."""
    found = {header[0]: "person"} | dict(zip(header[-3:], ("organisation", "category", "stage"), strict=True))
    for word, column in (("topic", "activity"), ("start", "date"), ("country", "country")):
        at = place(titles, "zoom", word)
        if at is not None:
            found[header[at]] = column
    country = next((title for title in header if column_of(title) == "country"), None)
    return found | ({country: "country"} if country and "country" not in found.values() else {})


def _constants(grid: Grid, position: int, header: Cells, rows: list[Row]) -> dict[str, str]:
    """The topic and start of the meeting from the block above; without one, the day on which everybody came."""
    said = {"mode": "online"}
    above = first_rows(grid)[:position]
    for (_, titles), (_, cells) in pairwise(above):
        for word, column in (("topic", "activity"), ("start", "date")):
            if value := cell(cells, place(titles, "zoom", word)):
                said.setdefault(column, value)
    days = {cell(cells, place(header, "zoom", "join")).split(" ")[0] for _, cells in rows} - {""}
    if "date" not in said and len(days) == 1 and place(header, "zoom", "start") is None:
        said["date"] = days.pop()
    return said
