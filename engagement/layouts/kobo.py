"""Submissions exported from KoBoToolbox or ODK: headers with the path of their group, and a column for each choice.

A question with several choices comes as one column for each ('org/type/ngo' with 1 and 0), with or without a column of
the choices together. Here it is one column again, its choices divided by semicolons.
"""

from collections.abc import Sequence

from engagement.files.sheet import Cells, Grid, Row
from engagement.files.table import titles
from engagement.layouts.laid import (
    Laid,
    beyond,
    cell,
    find,
    first_rows,
    is_word,
    least,
    recognised,
    reshaped,
    unfit,
    words,
)
from engagement.settings import Settings
from engagement.suggestions import column_of
from engagement.taxonomy import Taxonomy

_ENOUGH = 2
"""Titles of the form's own that a sheet must have: one may be anybody's."""
_USUAL = ("_uuid", "_submission_time")
_PATHS = "/"


def fits(grid: Grid) -> bool:
    """Several titles that only the collecting server writes: _uuid, _submission_time, meta/instanceID."""
    return find(grid, None, _is_header) is not None


def lay(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """One row for each submission, one column for each question; what the server adds is left out."""
    position = find(grid, header_row, _is_header)
    if position is None:
        raise unfit("kobo", least(grid, header_row, _lacking))
    number, cells = first_rows(grid)[position]
    header, rows = titles(cells), grid.rows[position + 1 :]
    choices = _choices(header, rows, categories)
    kept = _kept(header, choices)
    laid = [
        (at, (*(_answer(title, cells, header, choices) for title in kept), *beyond(cells, header)))
        for at, cells in rows
    ]
    reasons = tuple(title for title in header if _is_meta(title))
    return Laid(
        sheet=reshaped(grid, tuple(kept), number, laid, moved=_moved(header, kept)),
        layout="kobo",
        reasons=reasons,
        columns=_columns(kept),
        notes=(recognised("kobo", reasons),),
    )


def _is_header(cells: Cells) -> bool:
    found = {title.strip() for title in cells if _is_meta(title)}
    return len(found) >= _ENOUGH and any(title.startswith(("_", "meta")) or title == "KEY" for title in found)


def _lacking(cells: Cells) -> list[str]:
    """The titles that nearly every such export has and this row has not."""
    found = {title.strip() for title in cells}
    return [title for title in _USUAL if title not in found]


def _is_meta(title: str) -> bool:
    return is_word(title, "kobo", "meta") and (title[:1] in "_mKSAFREDPif" or title.isupper())


def _last(title: str) -> str:
    """The question in a path of groups, without the number of an equal title."""
    return title.rsplit(_PATHS, 1)[-1].strip()


def _choices(header: Cells, rows: Sequence[Row], categories: Taxonomy) -> dict[str, list[int]]:
    """The questions that have a column for each choice, and where those are."""
    found: dict[str, list[int]] = {}
    for position, title in enumerate(header):
        question = title.rpartition(_PATHS)[0].strip()
        if question and not _is_meta(title) and _is_yes_or_no(rows, position):
            found.setdefault(question, []).append(position)
    return {
        question: places
        for question, places in found.items()
        if question in header or _are_kinds(header, places, categories)
    }


def _are_kinds(header: Cells, places: Sequence[int], categories: Taxonomy) -> bool:
    """Whether titles are choices by themselves: kinds of organisation, and no questions that we know.

    Other groups of questions may be answered with 1 and 0 too, and each of those says something of its own.
    """
    choices = [_last(header[at]).replace("_", " ") for at in places]
    kinds = (categories.recognise(choice) for choice in choices)
    return (
        len(choices) > 1
        and not any(map(column_of, choices))
        and all(each.category or each.candidates for each in kinds)
    )


def _is_yes_or_no(rows: Sequence[Row], position: int) -> bool:
    found = {cell(cells, position).casefold() for _, cells in rows} - {""}
    return bool(found) and found <= {"0", "1", "true", "false", "0.0", "1.0"}


def _kept(header: Cells, choices: dict[str, list[int]]) -> list[str]:
    """The titles in their order, each question with choices once."""
    of_choices = {position: question for question, places in choices.items() for position in places}
    return list(dict.fromkeys(of_choices.get(position, title) for position, title in enumerate(header)))


def _moved(header: Cells, kept: list[str]) -> dict[int, int]:
    """Where each column of the file went; a choice went to its question."""
    places = {title: at for at, title in enumerate(kept)}
    questions = [title if title in places else title.rpartition(_PATHS)[0].strip() for title in header]
    return {at: places[title] for at, title in enumerate(questions) if title in places}


def _answer(title: str, cells: Cells, header: Cells, choices: dict[str, list[int]]) -> str:
    if title not in choices:
        return cell(cells, header.index(title))
    chosen = [_last(header[at]) for at in choices[title] if is_word(cell(cells, at).removesuffix(".0"), "any", "yes")]
    return "; ".join(chosen)


def _columns(kept: list[str]) -> dict[str, str]:
    """Our columns by the last part of each path; what the server adds means none of them."""
    own = words("kobo", "form")
    found = {title: "" for title in kept if _is_meta(title) or title.casefold() in own}
    meant = {title: column_of(_question(title)) for title in kept if title not in found}
    times = list(meant.values())
    return found | {title: column for title, column in meant.items() if column and times.count(column) == 1}


def _question(title: str) -> str:
    return _last(title).replace("_", " ")
