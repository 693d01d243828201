"""Refused rows put right by hand. The file stays as it is; what is recorded is its sheet with the new cells, as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from dashboard.upload_draft import Draft, RefusedRow
from engagement.files.sheet import Cells, Row, Sheet
from engagement.model import Problem
from engagement.safe_text import neutralised

_ENCODING, _LAYOUT = "utf-8", "plain"


def refused_row(draft: Draft, number: int, cells: Cells, problems: Sequence[Problem]) -> RefusedRow:
    """A refused row with the columns at fault; with all that are used where a finding names none of them."""
    header, sources = draft.laid().sheet.header, draft.sources()
    named = {sources.get(each.column or "") for each in problems}
    titles = [title for title in sources.values() if title in header and (None in named or title in named)]
    return RefusedRow(number=number, cells=cells, problems=tuple(problems), titles=tuple(titles))


def edit(draft: Draft, row: RefusedRow, title: str, text: str) -> None:
    """Say what stands in a cell instead; what stands there already is no correction."""
    edits = draft.edits.setdefault((row.number, row.cells), {})
    edits[title] = text
    if text == cell(draft, row, title):
        del edits[title]
    if not edits:
        del draft.edits[row.number, row.cells]


def leave_out(draft: Draft, row: RefusedRow, is_left_out: bool) -> None:
    """Say that a row is no entry of the log: it will be a blank line. Or take that back."""
    (draft.left_out.add if is_left_out else draft.left_out.discard)((row.number, row.cells))


def is_left_out(draft: Draft, row: RefusedRow) -> bool:
    """Whether somebody has said that the row is no entry of the log."""
    return (row.number, row.cells) in draft.left_out


def has_corrections(draft: Draft) -> bool:
    """Whether anything waits to be checked."""
    return bool(draft.edits or draft.left_out)


def edited(draft: Draft, row: RefusedRow, title: str) -> str:
    """What stands in a cell now."""
    return draft.edits.get((row.number, row.cells), {}).get(title, cell(draft, row, title))


def cell(draft: Draft, row: RefusedRow, title: str) -> str:
    """What stands in a cell of the file."""
    position = draft.laid().sheet.header.index(title)
    return row.cells[position] if position < len(row.cells) else ""


def untouched_errors(draft: Draft) -> tuple[str, ...]:
    """The addresses of error cells in columns that are used and that nobody has put right: as text they would pass."""
    sheet = draft.laid().sheet
    used = {sheet.header.index(title) for title in draft.sources().values() if title in sheet.header}
    left = {number for number, _ in draft.left_out}
    mended = {(number, title) for (number, _), edits in draft.edits.items() for title in edits}
    return tuple(
        bad.address
        for bad in sheet.bad_cells
        if bad.position in used and bad.row not in left and (bad.row, sheet.header[bad.position]) not in mended
    )


def apply(draft: Draft) -> None:
    """Put the corrections into the sheet; every answer given stays."""
    laid = draft.laid()
    columns, values = draft.chosen(), {name: dict(said) for name, said in laid.values.items()}
    for column, given in draft.values.items():
        values.setdefault(column, {}).update(given)
    content = corrected(laid.sheet, draft.edits, draft.left_out)
    header_row = laid.sheet.header_row if _keep_their_places(laid.sheet.rows, laid.sheet) else 1
    draft.uncorrected = draft.uncorrected or (draft.sheet, draft.header_row, draft.encoding, draft.layout)
    draft.columns, draft.values, draft.constants = columns, values, {**laid.constants, **draft.constants}
    draft.corrected, draft.corrected_rows = content, draft.corrected_rows + len(draft.edits.keys() | draft.left_out)
    draft.sheet, draft.header_row, draft.encoding, draft.layout = None, header_row, _ENCODING, _LAYOUT
    draft.edits.clear()
    draft.left_out.clear()


def withdraw(draft: Draft) -> None:
    """Go back to the file as it was."""
    if draft.uncorrected:
        draft.sheet, draft.header_row, draft.encoding, draft.layout = draft.uncorrected
    draft.uncorrected, draft.corrected, draft.corrected_rows = None, None, 0
    draft.edits.clear()
    draft.left_out.clear()


def corrected(sheet: Sheet, edits: dict[Row, dict[str, str]], left_out: Set[Row] = frozenset()) -> bytes:
    """The sheet as CSV with the new cells, each row in its line where that is possible; those left out are blank."""
    rows = [
        (number, () if (number, cells) in left_out else _corrected(sheet, cells, edits.get((number, cells), {})))
        for number, cells in sheet.rows
    ]
    lines = io.StringIO()
    csv.writer(lines).writerows([neutralised(each) for each in cells] for cells in _in_their_places(rows, sheet))
    written = lines.getvalue()
    # A blank first line may as well say what the separator is: cells full of others would be taken at their word.
    return (f"sep=,{written}" if written.startswith("\r\n") else written).encode(_ENCODING)


def _corrected(sheet: Sheet, cells: Cells, edits: dict[str, str]) -> Cells:
    if not edits:
        return cells
    whole = (*cells, *[""] * (len(sheet.header) - len(cells)))[: len(sheet.header)]
    return tuple(edits.get(title, each) for title, each in zip(sheet.header, whole, strict=True))


def _in_their_places(rows: Sequence[Row], sheet: Sheet) -> Iterator[Cells]:
    """The header and the rows, with blank lines where the file had something else."""
    head = [sheet.header, *([sheet.hashtags] if sheet.hashtags and sheet.hashtags != sheet.header else [])]
    is_kept = _keep_their_places(rows, sheet)
    if is_kept:
        yield from [()] * (sheet.header_row - 1)
    yield from head
    last = sheet.header_row + len(head) - 1
    for number, cells in rows:
        if is_kept:
            yield from [()] * (number - last - 1)
        last = number
        yield cells


def _keep_their_places(rows: Sequence[Row], sheet: Sheet) -> bool:
    """Whether every row stands further down than the one before; not so where one row became several."""
    start = sheet.header_row + (1 if sheet.hashtags and sheet.hashtags != sheet.header else 0)
    numbers = [start, *(number for number, _ in rows)]
    return all(one < next_one for one, next_one in pairwise(numbers))
