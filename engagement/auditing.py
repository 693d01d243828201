"""The journal as a reader sees it: who wrote what, and when. Reads only; `indicators` is their door."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from engagement import replay
from engagement.batches import batch_name
from engagement.model import Value
from engagement.store import Store

Said = dict[str, Any]


class Recorded(Value):
    """One entry of the journal. `about` are the facts that its kind is told with, as codes and numbers.

    `is_undone`: a later entry has taken the batch it brought back. `hash` seals the entry and all before it.
    """

    entry: int
    kind: str
    by: str
    at: datetime
    hash: str
    about: dict[str, str]
    is_undone: bool


class Audit(Value):
    """Some entries of the journal, newest first, of `total`."""

    total: int
    entries: tuple[Recorded, ...]


def audit(store: Store, *, skip: int = 0, most: int = 50) -> Audit:
    """The entries after the newest `skip`, at most `most`, newest first."""
    rows = store.rows(
        """select entry.sequence, entry.kind, actor, written_at, hash, undone_at is not null as is_undone
           from engagement.entry left join engagement.batch on batch = entry.sequence
           order by entry.sequence desc limit $most offset $skip""",
        {"most": most, "skip": skip},
    )
    return Audit(
        total=store.version,
        entries=tuple(
            Recorded(
                entry=row["sequence"],
                kind=row["kind"],
                by=row["actor"],
                at=row["written_at"].replace(tzinfo=UTC),
                hash=row["hash"],
                about=_about(row["kind"], store.said_at(row["sequence"])),
                is_undone=row["is_undone"],
            )
            for row in rows
        ),
    )


def _about(kind: str, said: Said) -> dict[str, str]:
    return {name: str(value) for name, value in _ABOUT.get(kind, _nothing)(said).items() if value not in (None, "")}


def _nothing(_said: Said) -> Said:
    return {}


def _import(said: Said) -> Said:
    return {"file": said["file_name"], "rows": said["rows_accepted"], "refused": said["rows_refused"]}


def _first(table: str, *names: str) -> Callable[[Said], Said]:
    """The facts of the first row of a table, and how many rows there are."""
    return lambda said: {"n": len(said[table]), **{name: said[table][0][name] for name in names}}


def _person(said: Said) -> Said:
    return {"handle": said["person"][0]["handle"]}


def _reason(row: Said) -> Said:
    """Why, where somebody has said why: entries of an earlier version have no place for it."""
    return {"reason": row["reason"]} if row.get("reason") else {}


_ABOUT: dict[str, Callable[[Said], Said]] = {
    replay.IMPORTED: _import,
    replay.LISTED: lambda said: _import(said) | {"list": said["kind"]},
    replay.UNDONE: lambda said: {"batch": batch_name(said["batch"])},
    replay.EXPECTED: lambda said: {"n": len(said["expectations"])},
    replay.EXPECTATION_ENDED: lambda said: {"n": len(said["expectation_end"])},
    replay.JUDGED: lambda said: {"n": len(said["judgement"]) + len(said["classification"])},
    replay.RECHECKED: lambda said: {"n": len(said["recheck"])},
    replay.MARKED: _first("not_expected", "mechanism", "category", "is_expected"),
    replay.REACHED_OUT: _first("outreach", "mechanism", "category", "name", "step"),
    replay.NOTED: _first("gap_note", "mechanism", "category", "type"),
    replay.NAMING: lambda said: _first("kept_out", "name", "is_kept_out")(said) | _reason(said["kept_out"][0]),
    replay.LEAST_PEOPLE: _first("least_people", "mechanism", "least"),
    replay.OUTREACH_WITHDRAWN: lambda said: {"entry": said["entry"]},
    replay.ADMITTED: lambda said: _person(said) | {"role": said["person"][0]["role"]},
    replay.ACCESS_ENDED: _person,
    replay.FROZEN: lambda said: {"name": said["edition"]["name"]},
}
