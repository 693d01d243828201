"""The glossary, in code: the nouns of the product as frozen values.

category        a stakeholder category; which are *named* depends on the list in use (`para44`, `seed`, a brought one)
mechanism       a network, or a working group, which is the child of a network
organisation    a body that takes part; compared with case, accents and punctuation folded
activity        a dated meeting, consultation or review session of one mechanism
participation   one organisation (or an unnamed group of people) at one activity
batch           one import: a file, its mapping, rows in, rows refused, who, when; can be undone
problem         a finding at a row and column of somebody's file: data, not an exception
expectation     what was declared before the figures were drawn
gap             a shortfall from an expectation, with status, severity and what would close it
selection       the scope of a question: networks, working groups, period, list
organisation-event (OE)  distinct (activity, organisation): the unit that shares are counted in

Counts that nobody recorded are None, never 0. Shares are exact fractions; they become decimals on the way out.
"""

import datetime as dt
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer


class Value(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _decimal(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


Share = Annotated[Fraction, PlainSerializer(_decimal, return_type=float, when_used="json")]
"""An exact ratio; a decimal in JSON."""


# ---- vocabulary ---------------------------------------------------------------------------------------------------


class CategoryKind(StrEnum):
    """What a category is to a list."""

    NAMED = "named"  # counts towards coverage
    OTHER = "other"  # other relevant stakeholders: in the denominator of shares, not towards coverage
    TAG = "tag"  # cross-cutting (women, children, youth): presence, never shares
    INSTITUTIONAL = (
        "institutional"  # governments, United Nations, intergovernmental: recorded, outside every denominator
    )
    UNCLASSIFIED = "unclassified"  # kept and shown; drives the bounds


UNCLASSIFIED = "UNK"
"""Code of the category of a row whose label nobody has recognised yet."""


PARA44 = "para44"
"""The list that is asked for where nobody says which: paragraph 44 of the Compact."""


class Stage(StrEnum):
    """How far someone got; invited and registered are reach, not participation."""

    INVITED = "invited"
    REGISTERED = "registered"
    ATTENDED = "attended"
    SPOKE = "spoke"
    SUBMITTED = "submitted"


class DatePrecision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"  # from one day to another


class MechanismKind(StrEnum):
    """A network, or the child of one."""

    NETWORK = "network"
    WORKING_GROUP = "working_group"


class Mechanism(Value):
    """A network or a working group. `name` is in the language asked for."""

    code: str
    kind: MechanismKind
    parent: str | None
    name: str
    region: str | None = None


# ---- findings -----------------------------------------------------------------------------------------------------


class ProblemSeverity(StrEnum):
    """Blocking: the row is not imported. Warning: the row is imported and this cell is left out or kept as it is."""

    BLOCKING = "blocking"
    WARNING = "warning"


class Problem(Value):
    """A finding in somebody's file. `row` is the row number there; `column` is our name; `params` fill the sentence."""

    row: int | None
    column: str | None
    code: str
    severity: ProblemSeverity
    value: str | None = None
    params: dict[str, str] = {}


# ---- questions ----------------------------------------------------------------------------------------------------


class Selection(Value):
    """The scope of a question. Empty means all. A network includes its working groups. Days are inclusive."""

    networks: tuple[str, ...] = ()
    working_groups: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    list: str = PARA44  # one of those there are: para44, para15j, seed, or one that the store was brought
    regions: tuple[str, ...] = ()  # of the regional commissions, as networks and groups have them
    countries: tuple[str, ...] = ()  # alpha-2, of national networks and groups
    champions_only: bool = False  # mechanisms of the champion countries of the Compact
    modes: tuple[str, ...] = ()
    objectives: tuple[int, ...] = ()  # of the Compact, 1 to 23
    reviews: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


NARROWED_BY = {
    "region": "regions",
    "country": "countries",
    "mode": "modes",
    "objective": "objectives",
    "review": "reviews",
    "role": "roles",
    "stage": "stages",
}
"""By what a selection can be narrowed beyond its places and days, and the part of it that holds the codes."""


# ---- figures ------------------------------------------------------------------------------------------------------


class Records(Value):
    """M1: how complete and how open the record is."""

    activities_held: int
    activities_open: int  # open to stakeholders, or not said
    activities_closed: int
    openness_not_recorded: int
    activities_with_log: int
    activities_in_doubt: int  # dated to a month or year that lies only partly in the period: left out
    classified: int
    unclassified: int
    institutional: int
    level_known: int
    classified_share: Share | None  # None below 10 organisation-events


class Coverage(Value):
    """M2: named groups recorded, of those expected; `upper` if what is not classified were of missing groups."""

    recorded: int
    expected: int
    upper: int


class CategoryFigures(Value):
    """M2 to M5 for one category in the selection."""

    category: str
    kind: CategoryKind
    rows: int
    organisation_events: int
    organisations: int
    organisations_as_spelled: int
    activities: int
    present: int  # of the assessed activities
    present_high: int
    assessed: int  # the open activities with a log: the denominator of presence
    presence: Share | None
    presence_low: Share | None
    presence_high: Share | None
    presence_interval: tuple[float, float] | None  # Wilson, 95 %
    share: Share | None
    share_low: Share | None
    share_high: Share | None
    share_interval: tuple[float, float] | None
    reference: Share | None
    ratio: Share | None
    ratio_low: Share | None
    ratio_high: Share | None
    organisations_needed: int | None  # organisation-events that would reach the reference share
    involved: int
    level_known: int
    people: int | None
    women: int | None
    men: int | None
    other_gender: int | None
    gender_recorded: int | None


class LabelFigures(Value):
    """The counts behind one category label exactly as files spell it."""

    label: str
    category: str
    rows: int
    organisation_events: int
    organisations: int
    organisations_as_spelled: int
    activities: int
    people: int | None
    women: int | None
    men: int | None
    other_gender: int | None
    gender_recorded: int | None


class CellState(StrEnum):
    """What the record says of one category in one mechanism."""

    RECORDED = "recorded"
    THIN = "thin"  # recorded, but at fewer activities than the presence expectation in force asks for
    POSSIBLE = "possible"  # not recorded, but an unclassified organisation could be of this group
    NOT_RECORDED = "not_recorded"
    NO_REPORT = "no_report"  # activities without a log, or none known at all
    NOT_EXPECTED = "not_expected"  # not recorded, and somebody has said why it is not expected here


ENGAGED = (CellState.RECORDED, CellState.THIN)
"""The states in which the group takes part."""

ABSENT = (CellState.POSSIBLE, CellState.NOT_RECORDED)
"""The states in which there is a log, the group is not in it, and nobody has said that it need not be."""


class Cell(Value):
    """One row of the matrix (a category, or a label as files spell it) in one column (a mechanism, or a year)."""

    column: str
    row: str
    state: CellState
    present: int
    assessed: int
    organisation_events: int
    organisations: int
    expected: int | None = None  # of the assessed activities, as the presence expectation in force asks; None: nothing
    is_marked: bool = False  # as not expected here, whatever is recorded


class Matrix(Value):
    """Categories or labels by mechanism or by year. `columns` are mechanism codes or years, in reading order."""

    by: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[Cell, ...]


class Indicators(Value):
    """All figures of one selection."""

    selection: Selection
    unit: str = "organisation-event"
    records: Records
    coverage: Coverage
    mechanisms: int
    mechanisms_with_log: int
    categories: tuple[CategoryFigures, ...]
    is_illustrative: bool
    data_as_of: datetime | None
    last_batch: str | None


class Held(Value):
    """An activity that was held; `activity` is its id, the same in every file and on every machine."""

    activity: str
    title: str
    mechanism: str
    date_from: date
    date_to: date
    date_precision: DatePrecision

    @classmethod
    def of(cls, row: Mapping[str, Any], **more: Any) -> Self:
        """Of a row of the activities of a scope, with what else there is to say of it."""
        about = {name: row[name] for name in Held.model_fields if name != "activity"}
        return cls(activity=f"{row['activity_id']:016x}", **about, **more)


class ActivityFigures(Value):
    """One activity and who was recorded at it."""

    activity: str
    title: str
    mechanism: str
    network: str | None
    working_group: str | None
    date_from: date
    date_to: date
    date_precision: DatePrecision
    open_to_stakeholders: bool | None
    has_log: bool
    place: str | None
    mode: str | None
    activity_type: str | None
    is_illustrative: bool
    organisation_events: int
    organisations: int
    people: int | None
    labels: tuple[LabelFigures, ...]

    @property
    def is_assessed(self) -> bool:
        """Presence is counted over it: it has a log and was not closed."""
        return self.has_log and self.open_to_stakeholders is not False


class Organisation(Value):
    """One organisation, its names taken together, and where it took part."""

    id: str
    name: str
    country: str | None
    is_declared: bool
    spellings: tuple[str, ...]  # in the logs of the selection
    names: tuple[str, ...]  # all that are known
    categories: tuple[str, ...]
    mechanisms: tuple[str, ...]
    activities: int
    first_seen: date
    last_seen: date


# ---- expectations and gaps ----------------------------------------------------------------------------------------


class GapType(StrEnum):
    """What kind of expectation is not met."""

    RECORDS = "records"  # the share of organisation-events that is classified
    ABSENCE = "absence"  # activities with the group
    PRESENCE = "presence"  # the share of activities open to stakeholders with the group
    SHARE = "share"  # the declared share of organisation-events; a gap below the lower end of the band of M5
    ORGANISATIONS = "organisations"  # of the group
    FREQUENCY = "frequency"  # the longest interval in days without the group
    DEPTH = "depth"  # organisation-events at level 3 or above
    VOICE = "voice"  # slots of speaking, drafting or leading
    RELIANCE = "reliance"  # organisations of a group that takes part
    SEAT_FILLED = "seat_filled"  # seats that organisations of the group hold
    SEAT_ATTENDANCE = "seat_attendance"  # the share of its meetings that a seat attended
    CONSECUTIVE_ABSENCES = "consecutive_absences"  # meetings missed in a row at which a seat falls short
    BREADTH = "breadth"  # groups recorded


class Expectation(Value):
    """What was declared before the figures were drawn. Mechanism or category None: every one of the scope."""

    type: GapType
    mechanism: str | None
    category: str | None
    value: Share
    author: str
    date: dt.date | None
    basis: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    is_tool_default: bool = False


class GapStatus(StrEnum):
    """What the unclassified rows leave of a shortfall, in order of certainty."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    OPEN = "open"
    NOT_ASSESSABLE = "not_assessable"


class GapSeverity(StrEnum):
    """How large a confirmed shortfall is, at the most favourable reading."""

    CRITICAL = "critical"
    MAJOR = "major"
    MODERATE = "moderate"
    MINOR = "minor"


class Gap(Value):
    """A shortfall from an expectation. `rank` is shared by ties."""

    rank: int
    type: GapType
    category: str | None
    mechanism: str
    recorded: int
    best_case: int
    denominator: int
    expected: Share  # in the unit of `recorded`: 5 of 10 activities, 1 group
    unit: str
    g_obs: Share
    g_fav: Share
    status: GapStatus
    severity: GapSeverity | None
    needed_low: int
    needed_high: int
    needed_unit: str = ""  # what the two count: 3 to 5 more activities
    is_at_most: bool = False  # `recorded` is not to be above `expected`: a longest interval, a run of absences
    scopes: int  # mechanisms of the selection with the same gap
    expectation: Expectation


def as_json(value: Value) -> dict[str, Any]:
    """A value as plain JSON types; fractions become decimals and what is not known stays null."""
    return value.model_dump(mode="json")
