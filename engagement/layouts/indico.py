"""Registrations exported from Indico: ID, Name, the questions of the organiser, then what Indico knows.

The titles in the middle are the organiser's own words. What counts as taking part is worked out from the state of the
registration and the check-in: an added column says it, and its cells keep the words of the file where they must be
asked about.
"""

from collections.abc import Sequence

from engagement.files.sheet import BadCell, Cells, Grid, Row
from engagement.files.table import titles
from engagement.folding import fold
from engagement.layouts.laid import (
    Laid,
    cell,
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
from engagement.settings import Settings
from engagement.suggestions import column_of, parts_of
from engagement.taxonomy import Taxonomy
from engagement.vocabulary import is_personal

_KNOWN_TO_INDICO = ("registered", "state", "checked-in", "meta")
_BETWEEN_CHOICES = ";"


def fits(grid: Grid) -> bool:
    """ID and Name first, and a title that Indico writes."""
    return find(grid, None, _is_header) is not None


def lay(grid: Grid, header_row: int | None, limits: Settings, categories: Taxonomy) -> Laid:
    """One row for each registration; those withdrawn or rejected are refused, those checked in attended."""
    position = find(grid, header_row, _is_header)
    if position is None:
        raise unfit("indico", least(grid, header_row, _lacking))
    number, header = first_rows(grid)[position]
    header = titles(header)
    rows = grid.rows[position + 1 :]
    state, checked_in = _state(header, rows), place(header, "indico", "checked-in")
    kinds = _kinds(header, rows)
    added = _added(header, [state, checked_in]), _added(header, kinds)
    if added[0] in header:  # rows that were given back to be mended, and come again
        return _as_before(grid, header, number, rows, added)
    wide = [(at, _padded(cells, len(header))) for at, cells in rows]
    laid = [(at, (*cells, *_stage(cells, state, checked_in), *_kind(cells, kinds))) for at, cells in wide]
    sheet = reshaped(
        grid,
        (*header, *(title for title in added if title)),
        number,
        laid,
        _left(laid, len(header)) if state is not None else (),
    )
    reasons = tuple(title for title in header if _is_indico(title))
    return Laid(
        sheet=sheet,
        layout="indico",
        reasons=reasons,
        columns=_columns(header, added, kinds),
        values={"stage": _said(rows, state)},
        notes=(recognised("indico", reasons),),
    )


def _as_before(grid: Grid, header: Cells, number: int, rows: Sequence[Row], added: tuple[str, str]) -> Laid:
    """The columns that were added then hold what a person has mended since."""
    stage, kind = added
    sheet = reshaped(grid, header, number, rows, _left(rows, header.index(stage)))
    kinds = [at for at, title in enumerate(header) if title in kind.split(" + ")]
    columns = _columns(header, (stage, kind if kind in header else ""), kinds if kind in header else [])
    said = _said(rows, header.index(stage))
    return Laid(sheet, "indico", columns=columns, values={"stage": said}, notes=(recognised("indico", (stage,)),))


def _is_header(cells: Cells) -> bool:
    return not _lacking(cells)


def _lacking(cells: Cells) -> list[str]:
    """The titles that a header must have and this row has not, with the columns they stand in."""
    begins = ("ID (A)", fold(cell(cells, 0)) == "id"), ("Name (B)", is_word(cell(cells, 1), "indico", "name"))
    return [title for title, is_there in begins if not is_there] + without(cells[2:], "indico", [_KNOWN_TO_INDICO])


def _is_indico(title: str) -> bool:
    return any(is_word(title, "indico", word) for word in _KNOWN_TO_INDICO)


def _padded(cells: Cells, width: int) -> Cells:
    return (*cells, *("",) * (width - len(cells)))


def _added(header: Cells, positions: Sequence[int | None]) -> str:
    """The title of a column worked out from others: theirs, joined."""
    return " + ".join(header[position] for position in positions if position is not None)


# ---- stage --------------------------------------------------------------------------------------------------------


def _state(header: Cells, rows: Sequence[Row]) -> int | None:
    """Where the state is: by its title, or in the column whose every cell is a state."""
    known = words("indico", "completed") | words("indico", "withdrawn") | words("indico", "pending")
    by_title = place(header, "indico", "state")
    if by_title is not None:
        return by_title
    columns = ({fold(cell(cells, position)) for _, cells in rows} for position in range(2, len(header)))
    return next((position for position, found in enumerate(columns, start=2) if found and found <= known), None)


def _stage(cells: Cells, state: int | None, checked_in: int | None) -> Cells:
    """Who was checked in attended; of the others the state as the file has it. Nothing where the file has neither."""
    if is_word(cell(cells, checked_in), "any", "yes"):
        return ("attended",)
    return () if state is None and checked_in is None else (cell(cells, state),)


def _left(rows: Sequence[Row], position: int) -> list[BadCell]:
    """Registrations that no longer hold, of people who did not come either."""
    return [
        BadCell(row=number, position=position, code="stage-withdrawn", value=cell(cells, position))
        for number, cells in rows
        if is_word(cell(cells, position), "indico", "withdrawn")
    ]


def _said(rows: Sequence[Row], state: int | None) -> dict[str, str]:
    """What the words of the file mean: a registration is complete, or no longer holds and says nothing."""
    found = sorted({cell(cells, state) for _, cells in rows})
    completed = {text: "registered" for text in found if is_word(text, "indico", "completed")}
    return completed | {text: "" for text in found if is_word(text, "indico", "withdrawn")}


# ---- category -----------------------------------------------------------------------------------------------------


def _kinds(header: Cells, rows: Sequence[Row]) -> list[int]:
    """Two lists about the kind of organisation, of which the second says what 'Other' in the first means; or one."""
    about = [at for at, title in enumerate(header) if not is_personal(title) and parts_of(title) == "category"]
    others = [at for at in about if any(is_word(cell(cells, at), "any", "other") for _, cells in rows)]
    if len(about) < 2 or not others:
        return []
    return [others[0], next(at for at in about if at != others[0])]


def _kind(cells: Cells, kinds: list[int]) -> Cells:
    """What the first list says; what the second says where the first says 'Other' or nothing."""
    if not kinds:
        return ()
    first, second = (cell(cells, at) for at in kinds)
    if first and not is_word(first, "any", "other"):
        return (first,)
    return (_without_other(second) or first,)


def _without_other(choices: str) -> str:
    """A list of choices without 'Other', unless that is all it says."""
    each = [choice.strip() for choice in choices.split(_BETWEEN_CHOICES)]
    return f"{_BETWEEN_CHOICES} ".join(choice for choice in each if choice and not is_word(choice, "any", "other"))


# ---- columns ------------------------------------------------------------------------------------------------------


def _columns(header: Cells, added: tuple[str, str], kinds: list[int]) -> dict[str, str]:
    """Our columns; what Indico knows itself is left out, and so are the lists that were taken together.

    A person is known by the number of the registration: two people may have one name.
    """
    stage, kind = added
    found = {title: "" for title in header if _is_indico(title)} | {header[0]: "person", header[1]: ""}
    found |= {header[at]: "" for at in kinds}
    found |= {title: "" for title in header if column_of(title) == "stage" and stage}
    found |= {stage: "stage"} if stage else {}
    return found | ({kind: "category"} if kind else {})
