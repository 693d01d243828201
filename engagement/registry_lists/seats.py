"""A roster: who has a seat in which network or working group, one seat in a row, judged beside those that stand.

A row about an organisation that has a seat there at the same time is about that seat, and a blank cell leaves what is
known of it. Two seats of one organisation in one place follow each other and never overlap.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from engagement.files.blocks import Given
from engagement.folding import fold
from engagement.identity import head_of, name_key
from engagement.listed import KnownSeats, ListedMechanism, ListedRow, ListedSeat, ReadList, Standing, days
from engagement.model import MechanismKind
from engagement.registry_lists import columns, sheet
from engagement.registry_lists.sheet import Findings
from engagement.taxonomy import SHIPPED, Taxonomy

Rows = dict[int, ListedSeat]
Place = tuple[str, int]
"""A mechanism, and the key of an organisation."""


def read_seats(
    given: Given,
    known: KnownSeats,
    *,
    sheet_name: str | None = None,
    encoding: str | None = None,
    categories: Taxonomy = SHIPPED,
) -> ReadList[ListedSeat]:
    """What a roster says of seats, beside those that stand.

    Raises UnreadableFileError, or MappingError when the file is no such list.
    """
    read = sheet.read(given, "seats", sheet=sheet_name, encoding=encoding)
    findings = read.findings
    rows: Rows = {}
    for row, cells in columns.values(read, categories=categories).items():
        if (said := _seat(row, cells, known, findings)) is not None and row not in findings.refused:
            rows[row] = said
    rows = _once(rows, findings)
    judged = _beside_known(rows, known.seats)
    _refuse_overlaps(judged, known.seats, findings)
    return ReadList(
        rows=tuple(each for each in judged.values() if each.row not in findings.refused),
        rows_in_file=read.rows_in_file,
        rows_refused=len(findings.refused),
        rows_blank=read.rows_blank,
        problems=findings.listed(),
        problem_counts=findings.counts(),
    )


# ---- one row ------------------------------------------------------------------------------------------------------


def _seat(row: int, cells: Mapping[str, Any], known: KnownSeats, findings: Findings) -> ListedSeat | None:
    """What a row says; None when it does not say whose seat it is, or where."""
    organisation, mechanism = cells.get("organisation"), _mechanism(row, cells, known.mechanisms, findings)
    if organisation is None and row not in findings.refused:
        findings.note(row, "organisation", "seat-organisation-missing")
    if organisation is None or mechanism is None:
        return None
    said = ListedSeat(
        mechanism=mechanism,
        organisation=organisation,
        owner=head_of(name_key(organisation), known.heads),
        category=cells.get("category", (None, ()))[0],
        role=cells.get("role"),
        since=cells.get("from"),
        until=cells.get("to"),
        selected_by=cells.get("selected_by"),
    )
    first, last = days(said.since, said.until)
    if first and last and last < first:
        findings.note(row, "to", "mechanism-period-reversed", said.until, since=said.since)
    return said


def _mechanism(
    row: int, cells: Mapping[str, Any], known: Mapping[str, ListedMechanism], findings: Findings
) -> str | None:
    """The code of the one network or working group that a row means."""
    column = next((each for each in ("working_group", "mechanism", "network") if each in cells), None)
    if column is None:
        if row not in findings.refused:
            findings.note(row, "mechanism", "seat-mechanism-missing")
        return None
    found = _called(cells[column], column, known)
    if column == "working_group" and "network" in cells:
        above = _called(cells["network"], "network", known)
        found = [code for code in found if known[code].parent in above]
    if len(found) == 1:
        return found[0]
    findings.note(row, column, "seat-mechanism-unknown", cells[column], **_nearest(cells[column], known))
    return None


def _called(text: str, column: str, known: Mapping[str, ListedMechanism]) -> list[str]:
    """The codes of the mechanisms of a column with this code or else with this name."""
    kind = None if column == "mechanism" else MechanismKind(column)
    if text in known and kind in (None, known[text].kind):
        return [text]
    wanted = fold(text)
    return [
        code
        for code, each in known.items()
        if kind in (None, each.kind) and wanted in (fold(code), fold(each.name_en or ""), fold(each.name_fr or ""))
    ]


def _nearest(text: str, known: Mapping[str, ListedMechanism]) -> dict[str, str]:
    codes = {fold(name): code for code, each in known.items() for name in (code, each.name_en, each.name_fr) if name}
    near = get_close_matches(fold(text), codes, n=1, cutoff=0.75)
    return {"nearest": codes[near[0]]} if near else {}


# ---- rows beside each other ---------------------------------------------------------------------------------------


def _once(rows: Rows, findings: Findings) -> Rows:
    """The rows without those that say the same again."""
    first_with: dict[ListedSeat, int] = {}
    for row, said in rows.items():
        first = first_with.setdefault(_nameless(said), row)
        if first != row:
            findings.note(row, "organisation", "row-copy", said.organisation, first=first)
    return {row: said for row, said in rows.items() if row not in findings.refused}


def _nameless(seat: ListedSeat) -> ListedSeat:
    """A seat without the way its organisation is spelled."""
    return seat.model_copy(update={"organisation": ""})


def _beside_known(rows: Rows, known: Iterable[ListedSeat]) -> dict[int, ListedRow[ListedSeat]]:
    of_place: dict[Place, list[ListedSeat]] = defaultdict(list)
    for seat in known:
        of_place[seat.mechanism, seat.owner].append(seat)
    return {row: _judged(row, said, of_place[said.mechanism, said.owner]) for row, said in rows.items()}


def _judged(row: int, said: ListedSeat, standing: Sequence[ListedSeat]) -> ListedRow[ListedSeat]:
    same = _same(said, standing)
    if same is None:
        return ListedRow(row, said, said, Standing.ADDED)
    whole = same.model_copy(update=said.model_dump(exclude_none=True))
    return ListedRow(row, said, whole, Standing.UNCHANGED if _nameless(whole) == _nameless(same) else Standing.CHANGED)


def _same(said: ListedSeat, standing: Sequence[ListedSeat]) -> ListedSeat | None:
    """The seat a row is about: the one from the same day, or the latest that may be, where one does not say."""
    begun = [seat for seat in standing if seat.since == said.since]
    open_ = [seat for seat in standing if None in (seat.since, said.since) and _overlap(seat, said)]
    return max(begun or open_, key=lambda seat: _span(seat)[0], default=None)


def _refuse_overlaps(
    judged: Mapping[int, ListedRow[ListedSeat]], known: Iterable[ListedSeat], findings: Findings
) -> None:
    """Refuse rows that would give an organisation two seats in one place at one time."""
    rows: dict[Place, list[ListedRow[ListedSeat]]] = defaultdict(list)
    for each in judged.values():
        rows[each.said.mechanism, each.said.owner].append(each)
    settled = _settled(judged.values(), known)
    for place, here in rows.items():
        for each in here:
            others = [other for other in here if other is not each and _overlap(other.whole, each.whole)]
            kept = [seat for seat in settled[place] if _overlap(seat, each.whole)]
            if others:
                findings.note(each.row, "organisation", "seat-twice", each.said.organisation, first=others[0].row)
            elif kept:
                period = " – ".join((kept[0].since or "…", kept[0].until or "…"))
                findings.note(each.row, "from", "seat-overlaps", each.said.organisation, period=period)


def _settled(judged: Iterable[ListedRow[ListedSeat]], known: Iterable[ListedSeat]) -> Mapping[Place, list[ListedSeat]]:
    """The seats that stand and that no row is about."""
    of_place: dict[Place, list[ListedSeat]] = defaultdict(list)
    for seat in known:
        of_place[seat.mechanism, seat.owner].append(seat)
    for each in judged:
        here = of_place[each.said.mechanism, each.said.owner]
        if (same := _same(each.said, here)) is not None:
            here.remove(same)
    return of_place


def _overlap(one: ListedSeat, other: ListedSeat) -> bool:
    (one_first, one_last), (other_first, other_last) = _span(one), _span(other)
    return one_first <= other_last and other_first <= one_last


def _span(seat: ListedSeat) -> tuple[date, date]:
    """The days of a seat; what is not said is open."""
    first, last = days(seat.since, seat.until)
    return first or date.min, last or date.max
