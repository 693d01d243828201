"""The nouns of standing membership, as frozen values.

seat            what an organisation has in a network or working group, from a day and to a day, in a role
selected by     who put the organisation there: its own constituency, or the convener; a seat that the convener filled
                is not representation
"""

from datetime import date
from enum import StrEnum

from engagement.model import CategoryKind, Coverage, Value


class SeatRole(StrEnum):
    """In which role an organisation has a seat."""

    LEAD = "lead"
    CO_LEAD = "co_lead"
    MEMBER = "member"
    ALTERNATE = "alternate"  # sits only in another's place
    OBSERVER = "observer"  # is in the room and has no seat


BESIDE = (SeatRole.ALTERNATE, SeatRole.OBSERVER)
"""Roles that are shown beside the seats and not counted among them."""

LEADING = (SeatRole.LEAD, SeatRole.CO_LEAD)


class SelectedBy(StrEnum):
    """Who put an organisation on its seat."""

    CONSTITUENCY = "constituency"
    CONVENER = "convener"
    UNKNOWN = "unknown"


class Seat(Value):
    """One seat. `since` and `until` are as exact as they are known; None: not said. `row` is that of its roster; None:
    recorded before rows were kept."""

    mechanism: str
    organisation: str
    organisation_id: str
    category: str
    role: SeatRole | None
    since: str | None
    until: str | None
    valid_from: date | None
    valid_to: date | None
    selected_by: SelectedBy
    batch: str
    row: int | None


class SeatFigures(Value):
    """The seats of one category; `organisations` have one or more of them."""

    category: str
    kind: CategoryKind
    seats: int
    organisations: int
    leads: int
    selected_by_constituency: int
    selected_by_convener: int
    selected_by_unknown: int
    alternates: int
    observers: int


class SeatedMechanism(Value):
    """The seats of one network or working group."""

    mechanism: str
    coverage: Coverage
    seats: int
    organisations: int


class Seats(Value):
    """Who has a seat in a scope at some day of its period. `coverage`: groups with a seat, of those of the list."""

    coverage: Coverage
    mechanisms: tuple[SeatedMechanism, ...]
    categories: tuple[SeatFigures, ...]
    seats: tuple[Seat, ...]
