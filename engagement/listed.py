"""What lists say and what is known already, as frozen values.

A blank cell says nothing: what is known stays as it is. Names of an organisation add up, every other cell that says
something takes the place of what was known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from engagement.cells import dates
from engagement.errors import StoreError
from engagement.model import MechanismKind, Problem, Value
from engagement.organisations import ClassifiedBy
from engagement.rosters import SeatRole, SelectedBy
from engagement.taxonomy import LANGUAGES, ListedCategory

NAME_LANGUAGES = ("fr", "es", "ar", "ru", "zh")
"""The languages in which a list can give an organisation one more name, each in a column of its own."""

IDENTIFIERS = ("ror", "wikidata", "ecosoc", "iati")

ORGANISATION_COLUMNS = (
    *("name", "acronym", "aliases"),
    *(f"name_{language}" for language in NAME_LANGUAGES),
    *("category", "tags", "country", "members", "classified_by", "classified_on", "verified_on"),
    *IDENTIFIERS,
    "notes",
)
MECHANISM_COLUMNS = (
    *("code", "kind", "name_en", "name_fr", "parent", "level", "region", "country"),
    *("from", "to", "rhythm", "reporting_expected"),
)
SEAT_COLUMNS = ("mechanism", "organisation", "category", "role", "from", "to", "selected_by")
CATEGORY_COLUMNS = (
    *("list", "list_name", "category", "kind"),
    *(f"label_{language}" for language in LANGUAGES),
    "synonyms",
)
"""The columns of the lists, in the order in which they are written."""


class ListedOrganisation(Value):
    """One organisation as a list, or the registry, has it. None and empty: nothing is said of that."""

    name: str
    acronym: str | None = None
    aliases: tuple[str, ...] = ()
    names: dict[str, str] = {}  # by language: one of NAME_LANGUAGES
    category: str | None = None
    tags: tuple[str, ...] = ()
    country: str | None = None
    members: int | None = None  # of an umbrella
    classified_by: ClassifiedBy | None = None
    classified_on: date | None = None
    verified_on: date | None = None
    identifiers: dict[str, str] = {}  # ror, wikidata, ecosoc, iati
    notes: str | None = None

    def spellings(self) -> tuple[tuple[str, str], ...]:
        """Every name and the column it stands in; acronyms are not names: many bodies may share one."""
        others = ((f"name_{language}", name) for language, name in self.names.items())
        return (("name", self.name), *others, *(("aliases", alias) for alias in self.aliases))


class ListedMechanism(Value):
    """One network or working group as a list, the registry or `data/` has it. None: nothing is said of that.

    `since` and `until` are as exact as they are known: 2024-03-15, 2024-03 or 2024. `rhythm` and `level` are codes of
    `data/list_values.csv`.
    """

    code: str
    kind: MechanismKind
    name_en: str | None = None
    name_fr: str | None = None
    parent: str | None = None
    level: str | None = None
    region: str | None = None
    country: str | None = None
    since: str | None = None
    until: str | None = None
    rhythm: str | None = None
    reporting_expected: bool | None = None


class ListedSeat(Value):
    """One seat as a roster, or the registry, has it. None: nothing is said of that.

    `since` and `until` are as those of a mechanism; `owner` is the key of the organisation under all its names.
    """

    mechanism: str
    organisation: str
    owner: int
    category: str | None = None
    role: SeatRole | None = None
    since: str | None = None
    until: str | None = None
    selected_by: SelectedBy | None = None


class CategoryOfList(Value):
    """One row of a list of categories; `position` puts the rows of a list in order."""

    list: str
    list_name: str
    position: int
    listed: ListedCategory


class Standing(StrEnum):
    """What a row of a list is to the registry."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"  # says what is known already


Listed = TypeVar("Listed", ListedOrganisation, ListedMechanism, ListedSeat, CategoryOfList)


@dataclass(frozen=True)
class ListedRow(Generic[Listed]):
    """A row that was not refused: what it says, and what is then known of its subject as a whole."""

    row: int
    said: Listed
    whole: Listed
    standing: Standing


@dataclass(frozen=True)
class ReadList(Generic[Listed]):
    """A list, read and judged. rows_in_file = rows_accepted + rows_refused + rows_unchanged + rows_blank, always.

    `rows` are those accepted and those that say nothing new, in the order of the file. `problems` lists at most some
    thousands of each kind; `problem_counts` counts all.
    """

    rows: tuple[ListedRow[Listed], ...]
    rows_in_file: int
    rows_refused: int
    rows_blank: int
    problems: tuple[Problem, ...]
    problem_counts: dict[str, int]

    def __post_init__(self) -> None:
        accounted = len(self.rows) + self.rows_refused + self.rows_blank
        if accounted != self.rows_in_file:
            raise StoreError("rows-lost", rows=self.rows_in_file, accounted=accounted)

    @property
    def added(self) -> int:
        return self._count(Standing.ADDED)

    @property
    def changed(self) -> int:
        return self._count(Standing.CHANGED)

    @property
    def rows_accepted(self) -> int:
        return self.added + self.changed

    @property
    def rows_unchanged(self) -> int:
        return self._count(Standing.UNCHANGED)

    def _count(self, standing: Standing) -> int:
        return sum(each.standing is standing for each in self.rows)


@dataclass(frozen=True)
class KnownNames:
    """The organisations that were declared, by the key of their name, and whose each name is, by its key.

    `owners` holds the names of organisations of the registry and those judged to be the same, not every name of a log:
    a list may well say that a name of a log is an alias. Keys are those of `spelling_key`.
    """

    organisations: Mapping[str, ListedOrganisation] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownMechanisms:
    """Networks and working groups by code. What `data/` says of those in `of_reference` cannot be said otherwise."""

    mechanisms: Mapping[str, ListedMechanism] = field(default_factory=dict)
    of_reference: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KnownSeats:
    """The seats that stand, the mechanisms they can be in by code, and the organisation of names that are not alone."""

    seats: tuple[ListedSeat, ...] = ()
    mechanisms: Mapping[str, ListedMechanism] = field(default_factory=dict)
    heads: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class NamedRow:
    """A name to be looked up, with what speaks for one organisation or another."""

    row: int
    name: str
    country: str | None = None
    category: str | None = None


def days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The first day of one date and the last day of another, as a list or the registry has them."""
    return (
        dates.first_and_last(since)[0] if since else None,
        dates.first_and_last(until)[1] if until else None,
    )
