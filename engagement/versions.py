"""Every version of what was ever declared, and on which days it holds now. Reads only; `indicators` is their door."""

from datetime import date, datetime
from enum import StrEnum

from engagement import expectations
from engagement.desk import Row
from engagement.errors import UnknownNameError
from engagement.model import Expectation, Value
from engagement.store import Reader

_FIRST, _LAST = date.min, date.max


class VersionState(StrEnum):
    """What a version is on a day."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    OVER = "over"  # it held before
    REPLACED = "replaced"  # newer versions speak for all of its days
    WITHDRAWN = "withdrawn"


class Stretch(Value):
    """Days in a row, both inclusive; None is an open end."""

    first: date | None
    last: date | None


class Version(Value):
    """One declared expectation, and what has become of it.

    `version` names it: the entry of the journal, and its place there. `holds` are the days on which no newer
    version speaks in its place; none where it is withdrawn or replaced.
    """

    version: str
    expectation: Expectation  # as it was declared
    holds: tuple[Stretch, ...]
    ended_on: date | None
    is_withdrawn: bool
    ended_by: str | None  # an office or a function
    ended_because: str | None
    recorded_by: str
    recorded_at: datetime

    def state_on(self, day: date) -> "VersionState":
        """What the version is on a day."""
        if self.is_withdrawn:
            return VersionState.WITHDRAWN
        if not self.holds:
            return VersionState.REPLACED
        if any((each.first or _FIRST) <= day <= (each.last or _LAST) for each in self.holds):
            return VersionState.IN_FORCE
        return VersionState.TO_COME if (self.holds[-1].first or _FIRST) > day else VersionState.OVER


def versions(store: Reader) -> tuple[Version, ...]:
    """Everything that was ever declared, newest first."""
    rows = store.rows(_VERSIONS)
    standing = [(row, expectation(row | {"valid_to": row["holds_to"]})) for row in rows if not row["is_withdrawn"]]
    held: dict[int, list[Stretch]] = {id(each): [] for _, each in standing}
    for each, (first, last) in expectations.stretches(each for _, each in standing):
        held[id(each)].append(Stretch(first=None if first == _FIRST else first, last=None if last == _LAST else last))
    days = {name_of(row): tuple(held[id(each)]) for row, each in standing}
    return tuple(_version(row, days.get(name_of(row), ())) for row in rows)


_VERSIONS = """
    select version.*, entry.actor as recorded_by, entry.written_at as recorded_at
    from engagement.expectation_version as version join engagement.entry using (sequence)
    order by declared_on desc, sequence desc, mechanism, type, category, valid_from
"""


def found(store: Reader, version: str) -> Row:
    """The row of a version, by its name. Raises UnknownNameError."""
    row = next((each for each in store.rows(_VERSIONS) if name_of(each) == version.strip()), None)
    if row is None:
        raise UnknownNameError("version-unknown", name=version)
    return row


def of_entry(store: Reader, entry: int) -> list[Row]:
    """The rows of the versions that an entry has declared. Raises UnknownNameError when there are none."""
    rows = [each for each in store.rows(_VERSIONS) if each["sequence"] == entry]
    if not rows:
        raise UnknownNameError("version-unknown", name=str(entry))
    return rows


def name_of(row: Row) -> str:
    """How a version is called: 12.1 is the first of entry 12."""
    return f"{row['sequence']}.{row['place']}"


def expectation(row: Row) -> Expectation:
    """The expectation of a row of the index."""
    same = ("type", "mechanism", "category", "author", "basis", "valid_from", "valid_to")
    value = expectations.number(row["value"])
    return Expectation(date=row["declared_on"], value=value, **{name: row[name] for name in same})


def _version(row: Row, holds: tuple[Stretch, ...]) -> Version:
    return Version(
        version=name_of(row),
        expectation=expectation(row),
        holds=holds,
        ended_on=row["last_day"],
        ended_by=row["said_by"],
        ended_because=row["reason"],
        **{name: row[name] for name in ("is_withdrawn", "recorded_by", "recorded_at")},
    )
