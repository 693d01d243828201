"""The nouns of what is done about gaps, as frozen values.

mark            somebody says that a group is not expected in a place, and why; a later mark takes it back
silence         a mechanism that is expected to report and did not, an activity that was held without a complete log
prospect        an organisation of the group that could fill a gap, and what speaks for asking it
outreach        an organisation was invited, has answered, or came
note            which office looks after a gap, and what it says of it; a later note takes the place of an earlier one
explanation     the organisation-events behind a figure, down to file, sheet and row
"""

from datetime import date, datetime
from enum import StrEnum

from engagement.model import Gap, GapType, Held, Value

# ---- marks and silence --------------------------------------------------------------------------------------------


class NotExpected(Value):
    """One mark. `mechanism` None: everywhere. `is_expected`: it takes an earlier mark back."""

    entry: int
    mechanism: str | None
    category: str
    is_expected: bool
    reason: str
    said_by: str  # an office or a function
    marked_on: date
    stands: bool


class SilentMechanism(Value):
    """A network or working group that is expected to report and of which no log lies in the period.

    The working groups of a network report for it. `activities` are known to have been held; `in_doubt` lie only partly
    in the period.
    """

    mechanism: str
    rhythm: str | None
    activities: int
    in_doubt: int


class SilentActivity(Held):
    """An activity known to have been held without a complete log. `is_begun`: some participation is recorded."""

    is_begun: bool


class Silence(Value):
    """What has no report in a scope: nothing is known of who took part, which is not that nobody did."""

    mechanisms: tuple[SilentMechanism, ...]
    activities: tuple[SilentActivity, ...]


# ---- outreach -----------------------------------------------------------------------------------------------------


class OutreachStep(StrEnum):
    """How far asking an organisation has come."""

    INVITED = "invited"
    ANSWERED = "answered"
    CAME = "came"


class Outreach(Value):
    """One step towards one organisation, for one group in one place."""

    entry: int
    mechanism: str
    category: str
    organisation: str
    organisation_id: str
    step: OutreachStep
    happened_on: date
    note: str


class Effort(Value):
    """What was done for one group in one place: organisations at each step, as recorded, and the records."""

    mechanism: str
    category: str
    organisations: int
    invited: int
    answered: int
    came: int
    last_on: date
    records: tuple[Outreach, ...]  # newest first


# ---- the worklist -------------------------------------------------------------------------------------------------


class GapNote(Value):
    """Which office looks after a gap, and what it says of it. An empty one takes back what was said before."""

    entry: int
    mechanism: str
    category: str | None
    type: GapType
    owner: str  # an office or a function
    note: str
    noted_at: datetime
    noted_by: str
    stands: bool


class WorkItem(Value):
    """A gap with who looks after it and what was done: organisations at each step, None where nothing is recorded."""

    gap: Gap
    owner: str
    note: str
    noted_at: datetime | None
    invited: int | None
    answered: int | None
    came: int | None
    last_on: date | None


# ---- the call list ------------------------------------------------------------------------------------------------


class Reason(StrEnum):
    """Why an organisation comes into question, best first."""

    SIBLING = "sibling"  # active in, or with a seat in, a group of the same network
    COUNTRY = "country"  # of the country of the network or group, or active there
    REGION = "region"  # active in the same region, or of a country of it
    LAPSED = "lapsed"  # took part before, here or elsewhere, and not of late
    ELSEWHERE = "elsewhere"  # active in another network
    NEVER_INVITED = "never_invited"  # known, and no invitation is recorded
    NOT_COME = "not_come"  # was invited, and nothing says it ever came


class Sighting(Value):
    """An organisation in one network or working group: how often, and when first and last."""

    mechanism: str
    activities: int
    first_seen: date
    last_seen: date


class Prospect(Value):
    """An organisation that could fill a gap. `reasons[0]` is what ranks it; `seen` is the evidence, latest first."""

    organisation: str
    organisation_id: str
    country: str | None
    reasons: tuple[Reason, ...]
    activities: int  # ever, anywhere
    last_seen: date | None
    last_seen_in: str | None
    seen: tuple[Sighting, ...]
    seats: tuple[str, ...]
    invitations: int  # of logs: activities here it was invited to or registered for
    last_step: OutreachStep | None  # of the outreach for this very gap
    last_step_on: date | None


# ---- explanations -------------------------------------------------------------------------------------------------


class Source(Value):
    """Where something stands: rows of a sheet of a file, as it numbers them. No sheet: the file has only one."""

    batch: str
    file: str
    sheet: str | None
    rows: tuple[int, ...]


class ExplainedEvent(Value):
    """One organisation-event. No organisation: a head-count without a name."""

    organisation: str | None
    organisation_id: str | None
    spelled: tuple[str, ...]
    category: str
    labels: tuple[str, ...]  # as files spell the category
    sources: tuple[Source, ...]


class ExplainedActivity(Held):
    """One activity of the scope: what is counted at it, and what is unclassified and could be."""

    has_log: bool
    open_to_stakeholders: bool | None  # None, not recorded, counts as open
    is_assessed: bool  # presence is counted over it: it has a log and was not closed
    described_in: tuple[Source, ...]  # files alone: rows are those of participation
    events: tuple[ExplainedEvent, ...]
    unclassified: tuple[ExplainedEvent, ...]


class Explanation(Value):
    """What is behind the figures of a category (None: of every group) in a scope, activity by activity."""

    category: str | None
    organisation_events: int
    unclassified: int
    activities_with: int
    present: int  # of the assessed ones
    assessed: int
    activities: tuple[ExplainedActivity, ...]  # oldest first
