"""Who looks after a gap and what was done for it, beside the gap. Reads only; `indicators` is their door."""

from collections.abc import Iterable
from datetime import UTC

from engagement.desk import Row
from engagement.efforts import Effort, GapNote, WorkItem
from engagement.model import Gap, GapType
from engagement.scopes import Scope
from engagement.store import Reader


def notes(store: Reader, scope: Scope, *, is_history: bool = False) -> tuple[GapNote, ...]:
    """What stands of what was said of the gaps of a scope, newest first; with `is_history` all that was ever said."""
    found = (_note(row) for row in store.rows(_NOTES, {"mechanisms": scope["mechanisms"]}))
    return tuple(each for each in found if is_history or each.stands)


_NOTES = """
    select
        gap_note.sequence as entry, mechanism, category, type, owner, note, written_at as noted_at, actor as noted_by,
        (owner <> '' or note <> '')
            and gap_note.sequence = max(gap_note.sequence) over (partition by mechanism, category, type) as stands
    from engagement.gap_note join engagement.entry using (sequence)
    where $mechanisms is null or list_contains($mechanisms, mechanism)
    order by gap_note.sequence desc
"""


def _note(row: Row) -> GapNote:
    return GapNote(**row | {"noted_at": row["noted_at"].replace(tzinfo=UTC), "stands": bool(row["stands"])})


def standing_note(store: Reader, kind: GapType, mechanism: str, category: str | None) -> GapNote | None:
    """The last word on a gap, if any stands."""
    of_place = notes(store, {"mechanisms": [mechanism]})
    return next((each for each in of_place if (each.type, each.category) == (kind, category)), None)


def worklist(gaps: Iterable[Gap], said: Iterable[GapNote], efforts: Iterable[Effort]) -> tuple[WorkItem, ...]:
    """Every gap, in the order given, with its note and what was done for its group in its place."""
    of_gap = {(each.type, each.mechanism, each.category): each for each in said}
    of_place = {(each.mechanism, each.category): each for each in efforts}
    return tuple(
        _item(
            gap, of_gap.get((gap.type, gap.mechanism, gap.category)), of_place.get((gap.mechanism, gap.category or ""))
        )
        for gap in gaps
    )


def _item(gap: Gap, said: GapNote | None, effort: Effort | None) -> WorkItem:
    return WorkItem(
        gap=gap,
        owner=said.owner if said else "",
        note=said.note if said else "",
        noted_at=said.noted_at if said else None,
        **{step: getattr(effort, step, None) for step in ("invited", "answered", "came", "last_on")},
    )
