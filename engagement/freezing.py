"""Editions: what was said of a scope at one moment, kept so that it can be made again and compared. One entry of the
journal each, for which nothing stands in the index. `actions` and `engagement.editions` are their doors."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from engagement import replay
from engagement.errors import InputError, UnknownNameError
from engagement.impersonal import impersonal
from engagement.model import Selection, Value
from engagement.store import Store

Numbers = dict[str, dict[str, dict[str, Any]]]
"""The numbers of a document by table, row and column, in codes: 3; [3, 10] for "3 of 10"; None: nothing is known."""

_LONGEST_NAME = 80


class Contents(Value):
    """What an edition keeps. `position` is the last entry of the journal it rests on, `seal` that entry's hash.

    `files` are the SHA-256 of each file by its format. `software` is the version that wrote it; None: not installed.
    """

    selection: Selection
    language: str
    beside: str | None  # the second language of a bilingual edition
    style: str
    cut_off: date | None  # the last day it speaks of; None where nothing was held
    data_as_of: datetime | None
    method: str
    list_sha256: str
    expectations_sha256: str
    software: str | None
    position: int
    seal: str
    numbers: Numbers
    numbers_sha256: str
    files: dict[str, str]


class Edition(Contents):
    """A frozen edition, and the entry of the journal that froze it."""

    entry: int
    name: str
    frozen_by: str
    frozen_at: datetime


def freeze(store: Store, name: str, contents: Contents, *, by: str) -> Edition:
    """Record an edition under a name. Raises InputError for a name that is empty, too long, personal or taken."""
    said = impersonal(name, "name")
    if not said or len(said) > _LONGEST_NAME:
        raise InputError("edition-name", limit=_LONGEST_NAME)
    with store.writing() as writer:
        if any(each.name.casefold() == said.casefold() for each in editions(store)):
            raise InputError("edition-name-taken", name=said)
        parameters = {"edition": {"name": said, **contents.model_dump(mode="json")}}
        writer.append(replay.FROZEN, by=by, parameters=parameters)
    return edition(store, said)


def editions(store: Store) -> tuple[Edition, ...]:
    """Every edition, newest first."""
    rows = store.rows(
        """select sequence as entry, actor as frozen_by, written_at as frozen_at from engagement.entry
           where kind = $kind order by sequence desc""",
        {"kind": replay.FROZEN},
    )
    return tuple(
        Edition(**row | {"frozen_at": row["frozen_at"].replace(tzinfo=UTC)}, **store.said_at(row["entry"])["edition"])
        for row in rows
    )


def edition(store: Store, name: str) -> Edition:
    """An edition by its name. Raises UnknownNameError."""
    known = editions(store)
    for each in known:
        if each.name.casefold() == name.strip().casefold():
            return each
    raise UnknownNameError("edition-unknown", name=name, possible=", ".join(each.name for each in known) or "–")


def digest(value: Any) -> str:
    """The SHA-256 of plain values, whatever the order of their names."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
