"""The attendance report of a Zoom meeting or webinar, with or without the block about the meeting above it."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from engagement import reference
from engagement.files.sheet import Cells, Grid, Row, Sheet
from engagement.files.table import titles as unique
from engagement.layouts import attendance
from engagement.layouts.attendance import Places
from engagement.layouts.laid import (
    Laid,
    beyond,
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
    words,
)
from engagement.model import Problem, ProblemSeverity
from engagement.settings import Settings
from engagement.suggestions import column_of
from engagement.taxonomy import Taxonomy
from engagement.vocabulary import is_personal

_ABOUT_TIME = ("join", "leave", "duration", "guest", "waiting")
_TITLES = (("name",), ("duration",), ("email", "join", "leave", "guest", "waiting"))
_WORDS = ("name", "email", *_ABOUT_TIME, "topic", "meeting", "start", "attended", "country")
_OF_A_TOPIC = "*"
"""Where a person's name stands in the topic that Zoom gives a meeting by itself."""


def fits(grid: Grid) -> bool:
    """A title for the name, one for minutes, and another that only such a report has."""
    return find(grid, None, _is_header) is not None


def lay(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """One row for each stay of each person; one person is counted once. Title and start come from the block above."""
    position = find(grid, header_row, _is_header)
    if position is None or (name := _name(first_rows(grid)[position][1])) is None:
        raise unfit("zoom", least(grid, header_row, lambda cells: without(cells, "zoom", _TITLES)))
    number = first_rows(grid)[position][0]
    header, rows, unread = _lists(grid.rows[position:])
    rows = [(at, _without_default_topic(header, cells)) for at, cells in rows]
    places = Places(
        name=name,
        emails=tuple(at for at in [place(header, "zoom", "email")] if at is not None),
        said=attendance.said_by_people(header),
        hidden=frozenset(at for at, title in enumerate(header) if is_personal(title)),
        waiting=place(header, "zoom", "waiting"),
        attended=place(header, "zoom", "attended"),
    )
    titles, people = attendance.rows_of_people(header, places, rows)
    waiting = attendance.never_admitted(places, rows, words("any", "yes"), len(titles) - 1)
    reasons = tuple(title for title in header if any(is_word(title, "zoom", word) for word in _ABOUT_TIME))
    sheet = reshaped(grid, titles, number, people, waiting, {name: 0})
    columns = dict.fromkeys(sheet.header, "") | _columns(titles, sheet)
    return Laid(
        sheet=sheet,
        layout="zoom",
        reasons=reasons,
        columns=columns,
        values={"stage": _said(rows, places)},
        constants=_constants(grid, position, header, rows),
        notes=(recognised("zoom", reasons), *unread),
    )


def _is_header(cells: Cells) -> bool:
    found = {word for word in ("email", *_ABOUT_TIME) if place(cells, "zoom", word) is not None}
    return _name(cells) is not None and "duration" in found and len(found) > 1


def _name(header: Cells) -> int | None:
    return place(header, "zoom", "name")


# ---- lists --------------------------------------------------------------------------------------------------------


def _lists(rows: Sequence[Row]) -> tuple[Cells, list[Row], tuple[Problem, ...]]:
    """The header of all lists of people together, their rows under it, and a note for each list that is no such one.

    A webinar has lists of hosts, panelists, attendees and others, each under a title and a header of its own.
    """
    joined: list[str] = []
    people: list[tuple[int, list[int], Cells]] = []
    unread: list[Problem] = []
    places: list[int] | None = None
    for (number, cells), (_, below) in pairwise([*rows, (0, ())]):
        if number == rows[0][0] or _is_header(cells):
            places = _places(joined, unique(cells))
        elif len(filled(cells)) == 1 and _is_titles(below):
            places = None
            unread += [] if _is_header(below) else [_further_table(number)]
        elif places is not None:
            people.append((number, places, cells))
    header = tuple(joined)
    return header, [(number, _under(header, places, cells)) for number, places, cells in people], tuple(unread)


def _places(joined: list[str], header: Cells) -> list[int]:
    """Where the columns of a list stand among those of all lists, to which those that are new are added."""
    places: list[int] = []
    for title in header:
        at = _place_among(joined, title)
        if at is None or at in places:
            at = len(joined)
            joined.append(title)
        places.append(at)
    return places


def _place_among(joined: list[str], title: str) -> int | None:
    """The place of a title: as it is spelled, or by another word for the same."""
    if title in joined:
        return joined.index(title)
    meant = next((word for word in _WORDS if is_word(title, "zoom", word)), None)
    return place(tuple(joined), "zoom", meant) if meant else None


def _under(header: Cells, places: Sequence[int], cells: Cells) -> Cells:
    """A row of a list under the titles of all lists. Who is on a list that does not say who attended did."""
    found = [""] * len(header)
    for position, at in enumerate(places):
        found[at] = cell(cells, position)
    attended = place(header, "zoom", "attended")
    if attended is not None and attended not in places:
        found[attended] = "attended"
    return (*found, *beyond(cells, tuple(header[at] for at in places)))


def _is_titles(cells: Cells) -> bool:
    """Whether a row has several titles that a report of this service has."""
    return sum(place(cells, "zoom", word) is not None for word in _WORDS) > 1


def _further_table(number: int) -> Problem:
    return Problem(row=number, column=None, code="further-table", severity=ProblemSeverity.WARNING)


# ---- topics -------------------------------------------------------------------------------------------------------


@cache
def _default_topics() -> tuple[tuple[str, str], ...]:
    """What stands before and after the name of a person in a topic that nobody gave."""
    rows = reference.table("layout_words")
    terms = [row["term"] for row in rows if (row["layout"], row["word"]) == ("zoom", "default-topic")]
    parts = (_spelled(term).partition(_OF_A_TOPIC) for term in terms)
    return tuple((before, after) for before, _, after in parts)


def _is_default(topic: str) -> bool:
    """Whether a topic only says who opened the meeting: it is no title, and names a person."""
    spelled = _spelled(topic)
    return any(spelled.startswith(before) and spelled.endswith(after) for before, after in _default_topics())


def _spelled(topic: str) -> str:
    """A topic without what programs spell in several ways. Its apostrophe stays: it says that a person is named."""
    return " ".join(topic.casefold().replace("’", "'").split())


def _without_default_topic(header: Cells, cells: Cells) -> Cells:
    at = place(header, "zoom", "topic")
    return (*cells[:at], "", *cells[at + 1 :]) if at is not None and _is_default(cell(cells, at)) else cells


# ---- what is said of the meeting ----------------------------------------------------------------------------------


def _said(rows: list[Row], places: Places) -> dict[str, str]:
    """What the cells of 'Attended' mean, as they are written."""
    found = {cell(cells, places.attended) for _, cells in rows} - {""}
    return {text: "attended" for text in found if is_word(text, "any", "yes")} | {
        text: "registered" for text in found if is_word(text, "any", "no")
    }


def _columns(titles: Cells, sheet: Sheet) -> dict[str, str]:
    """Our columns: the person, what may be the organisation, the stage, and what a report repeats in every row."""
    header = sheet.header
    found = {header[0]: "person"} | dict(zip(header[-3:], attendance.ADDED, strict=True))
    for word, column in (("topic", "activity"), ("start", "date"), ("country", "country")):
        at = place(titles, "zoom", word)
        if at is not None and any(cell(cells, at) for _, cells in sheet.rows):
            found[header[at]] = column
    country = next((title for title in header if column_of(title) == "country"), None)
    return found | ({country: "country"} if country and "country" not in found.values() else {})


def _constants(grid: Grid, position: int, header: Cells, rows: list[Row]) -> dict[str, str]:
    """The topic and start of the meeting from the block above; without one, the day on which everybody came."""
    said = {"mode": "online"}
    above = first_rows(grid)[:position]
    for (_, titles), (_, cells) in pairwise(above):
        for word, column in (("topic", "activity"), ("start", "date")):
            value = cell(cells, place(titles, "zoom", word))
            if value and not (word == "topic" and _is_default(value)):
                said.setdefault(column, value)
    days = {cell(cells, place(header, "zoom", "join")).partition(" ")[0] for _, cells in rows} - {""}
    if "date" not in said and len(days) == 1 and place(header, "zoom", "start") is None:
        said["date"] = days.pop()
    return said
