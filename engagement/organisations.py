"""The nouns of the registry, as frozen values.

name            what a sheet calls an organisation; compared with case, accents and punctuation folded
organisation    all names that were found, declared or judged to be one body
judgement       what somebody (or a rule) said of two names: the same, different, or undecided; nothing is overwritten
classification  the category of an organisation from a day on: who said so, and why
candidate       two organisations that may be one, and what speaks for it
"""

from datetime import date, datetime
from enum import StrEnum

from engagement.model import Problem, Value


class Verdict(StrEnum):
    """What is said of two names."""

    SAME = "same"
    DIFFERENT = "different"  # and not asked again
    UNDECIDED = "undecided"  # an earlier verdict is taken back


class ClassifiedBy(StrEnum):
    """Who said of which category an organisation is."""

    RULE = "rule"  # a synonym of the label in a log
    PERSON = "person"
    ORGANISATION = "organisation"  # the organisation itself


class Judgement(Value):
    """One verdict, as the journal has it. `entry` is its number there; `by` is 'rule' where nobody was asked."""

    entry: int
    left: str
    right: str
    verdict: Verdict
    score: float | None
    reasons: tuple[str, ...]
    note: str
    category: str | None  # the one that stands, where the two had different ones
    by: str
    at: datetime
    batch: str | None = None  # the import whose names a rule has matched


class Classification(Value):
    """A category from a day on (None: ever since)."""

    category: str
    valid_from: date | None
    classified_by: ClassifiedBy
    reason: str
    by: str
    at: datetime


class NameRecord(Value):
    """One name of an organisation: where it comes from and how often it stands in logs."""

    name: str
    language: str | None
    source: str  # declared, log, known
    organisation_events: int


class Presence(Value):
    """An organisation in one network or working group."""

    mechanism: str
    activities: int
    first_seen: date
    last_seen: date
    highest_level: int | None
    roles: tuple[str, ...]


class KeptOut(Value):
    """That documents count an organisation and do not name it: who said so, when, and why ('' where nobody says)."""

    entry: int
    reason: str
    by: str
    at: datetime


class OrganisationPage(Value):
    """Everything that is recorded of one organisation. `id` stays the same while the organisation does."""

    id: str
    name: str
    acronym: str | None
    country: str | None
    categories: tuple[str, ...]  # the one that stands, or those of the logs where nobody has classified it
    tags: tuple[str, ...]
    members: int | None  # of an umbrella
    verified_on: date | None
    notes: str | None
    identifiers: dict[str, str]  # ror, wikidata, ecosoc, iati
    is_declared: bool
    is_kept_out: bool  # it asked not to be named in documents
    kept_out: KeptOut | None = None  # who said so
    names: tuple[NameRecord, ...]
    presence: tuple[Presence, ...]
    seats: tuple[
        str, ...
    ]  # mechanisms in which it has or had one, by data/working_group_members.csv and by recorded rosters
    judgements: tuple[Judgement, ...]  # newest first
    classifications: tuple[Classification, ...]  # newest first
    activities: int
    organisation_events: int
    first_seen: date | None
    last_seen: date | None


class Side(Value):
    """One of two organisations that may be the same."""

    id: str
    name: str
    names: tuple[str, ...]
    country: str | None
    categories: tuple[str, ...]
    mechanisms: tuple[str, ...]
    organisation_events: int
    last_seen: date | None


class Candidate(Value):
    """Two organisations that may be one. `reasons` are codes: see data/locales, matching."""

    left: Side
    right: Side
    left_name: str  # the two names that are alike
    right_name: str
    score: float
    reasons: tuple[str, ...]


class FigureChange(Value):
    """A figure before and after. `figure` is a code, `scope` a mechanism or '' for everything."""

    figure: str
    category: str | None
    scope: str
    before: str  # as it is shown in JSON
    after: str


class MergePreview(Value):
    """What a verdict would change. With two categories one must be chosen first."""

    left: Side
    right: Side
    categories: tuple[str, ...]  # more than one: which stands is to be said
    changes: tuple[FigureChange, ...]


class Classified(Value):
    """An organisation with the category that counts for it, to be looked at again."""

    id: str
    name: str
    label: str  # of the category, as a log spells it
    category: str
    mechanism: str


class Recheck(Value):
    """Classified rows somebody has looked at again."""

    entry: int
    asked: int
    agreed: int
    by: str
    at: datetime


class ListReceipt(Value):
    """What the import of a list of organisations, names or mechanisms did, or a check says it would do."""

    batch: str | None
    file: str
    sha256: str
    kind: str  # organisations, mechanisms
    rows_in_file: int
    rows_accepted: int
    rows_refused: int
    rows_unchanged: int  # say what is known already
    rows_blank: int
    added: int
    changed: int
    problems: tuple[Problem, ...]
    problem_counts: dict[str, int]
    already_imported: bool = False
