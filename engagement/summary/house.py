"""Sections that only some house styles have: bodies, leadership, requirements, a rating by group, a plan."""

from engagement import wording
from engagement.document import Entry, Paragraph, Section, Table
from engagement.efforts import WorkItem
from engagement.model import CategoryFigures, CategoryKind, GapStatus
from engagement.regularity import SIX_MONTHS, Regularity, regularity
from engagement.rosters import SeatFigures
from engagement.summary import groups
from engagement.summary.parts import columns, counted, nothing, on, said, section, unrecorded, x_of_n
from engagement.summary.told import Told

# ---- k out of n bodies --------------------------------------------------------------------------------------------


def bodies(told: Told) -> Section | None:
    """For each group, in how many networks or working groups it is recorded: as sentences, then as the table."""
    found = groups.networks(told)
    if found is None or not told.networks.with_log:
        return found
    ordered = sorted(told.networks.groups, key=lambda each: -len(each.recorded_in))
    sentences = (Paragraph(text=each) for each in groups.in_networks(told, ordered))
    return section("bodies", told.language, (*sentences, *found.blocks))


# ---- leadership, apart from participation -------------------------------------------------------------------------


def leadership(told: Told) -> Section:
    """Who chairs, drafts, organises or decides, beside who takes part; and who holds the seats that lead."""
    leading = {each.category: each for each in told.leading}
    seats = {each.category: each for each in told.seats.categories}
    shown = [
        each
        for each in told.figures.categories
        if each.kind in (CategoryKind.NAMED, CategoryKind.OTHER) and each.organisation_events
    ]
    table = Table(
        code="leadership",
        caption=told.say("leadership-caption"),
        columns=columns(("group", "organisation_events", "led", "leads"), told.language),
        row_codes=tuple(each.category for each in shown),
        rows=tuple(_leading_row(each, leading.get(each.category), seats.get(each.category), told) for each in shown),
        note=told.say("leadership-note"),
    )
    is_recorded = any(each.organisation_events for each in leading.values()) or any(
        each.leads for each in seats.values()
    )
    if not is_recorded:
        return unrecorded("leadership", told.language, told.say("no-leadership"))
    return section("leadership", told.language, (table,))


def _leading_row(
    each: CategoryFigures, leading: CategoryFigures | None, seats: SeatFigures | None, told: Told
) -> tuple[Entry, ...]:
    language = told.language
    return (
        said(told.group(each.category)),
        counted(each.organisation_events, language),
        counted(leading.organisation_events if leading else 0, language),
        x_of_n(seats.leads, seats.seats, language) if seats else nothing(language),
    )


# ---- requirements: yes or no, with the evidence -------------------------------------------------------------------


def requirements(told: Told) -> Section:
    """What a standard asks, whether the record shows it, and where. What no log holds is not known."""
    met = regularity(told.activities, told.groups)
    rows = {
        "both": (met.together > 0 if met.with_log else None, _together(met, told)),
        "regular": (met.is_regular, _interval(met, told)),
        "rules": (None, told.say("evidence-outside")),
        "repository": (None, told.say("evidence-outside")),
        "involved": _involved(told),
    }
    table = Table(
        code="requirements",
        caption=told.say("requirements-caption"),
        columns=columns(("requirement", "answer", "evidence"), told.language),
        row_codes=tuple(rows),
        rows=tuple(
            (said(told.say(f"requirement-{code}", days=SIX_MONTHS)), _answer(answer, told), said(evidence))
            for code, (answer, evidence) in rows.items()
        ),
        note=told.say("requirements-note"),
    )
    return section("requirements", told.language, (table,))


def _answer(answer: bool | None, told: Told) -> Entry:
    code = "unknown" if answer is None else "yes" if answer else "no"
    return Entry(text=told.say(f"answer-{code}"), value=None if answer is None else code)


def _together(met: Regularity, told: Told) -> str:
    return told.count("evidence-both", met.with_log, k=met.together) if met.with_log else told.say("no-log")


def _interval(met: Regularity, told: Told) -> str:
    if met.longest is None or met.since is None or met.until is None:
        return told.count("evidence-too-few", met.together)
    days = (on(each, told.language).text for each in (met.since, met.until))
    return told.count("evidence-regular", met.longest, since=next(days), until=next(days))


def _involved(told: Told) -> tuple[bool | None, str]:
    """Whether anybody of a group was recorded at the level 'involve' or above, of all whose level is recorded."""
    found = [each.depth for each in told.measures.groups if each.depth.distribution is not None]
    known = sum(sum((each.distribution or {}).values()) for each in found)
    reached = sum(int(each.meaningful.numerator or 0) for each in found)
    if not known:
        return None, told.say("no-depth")
    return reached > 0, told.count("evidence-involved", known, k=reached)


# ---- three states and a plan --------------------------------------------------------------------------------------


def rating(told: Told) -> Section:
    """Each group's seats and activities, and one of three states: every expectation met, one not met, or undecided."""
    seats = {each.category: each for each in told.seats.categories}
    shown = [each for each in told.figures.categories if each.category in told.groups]
    table = Table(
        code="rating",
        caption=told.say("rating-caption"),
        columns=columns(("group", "seats", "presence", "rating"), told.language),
        row_codes=tuple(each.category for each in shown),
        rows=tuple(_rated(each, seats.get(each.category), told) for each in shown),
        note=told.say("rating-note"),
    )
    return section("rating", told.language, (table,))


def _rated(each: CategoryFigures, seats: SeatFigures | None, told: Told) -> tuple[Entry, ...]:
    state = _state(each.category, told)
    return (
        said(told.group(each.category)),
        counted(seats.seats, told.language) if seats and told.seats.seats else nothing(told.language),
        x_of_n(each.present, each.assessed, told.language),
        Entry(text=told.say(f"rating-{state}"), value=state),
    )


def _state(group: str, told: Told) -> str:
    states = {each.status for each in told.gaps if each.category == group}
    if GapStatus.CONFIRMED in states:
        return "not-met"
    return "undecided" if states or not told.figures.records.activities_with_log else "met"


def plan(told: Told) -> Section:
    """What would close each gap, who looks after it and what was done: steps to be agreed, with their day."""
    shown = [each for each in told.worklist if each.gap.status is not GapStatus.NOT_ASSESSABLE]
    table = Table(
        code="plan",
        caption=told.say("plan-caption"),
        columns=columns(("group", "mechanism", "type", "needed", "owner", "note", "asked"), told.language),
        row_codes=tuple(f"{each.gap.type.value}:{each.gap.category or 'all'}:{each.gap.mechanism}" for each in shown),
        rows=tuple(_step(each, told) for each in shown),
        note=told.say("plan-note"),
    )
    return section("plan", told.language, (table,) if shown else (Paragraph(text=told.say("no-gap")),))


def _step(each: WorkItem, told: Told) -> tuple[Entry, ...]:
    language = told.language
    gap = each.gap
    return (
        said(told.group(gap.category) if gap.category else told.say("all-groups")),
        said(told.name(gap.mechanism)),
        said(wording.gap_type(gap, language)),
        said(wording.needed(gap, language)),
        said(each.owner) if each.owner else nothing(language),
        said(each.note) if each.note else nothing(language),
        counted(each.invited, language) if each.invited is not None else nothing(language),
    )


def questioned(told: Told, code: str) -> Section:
    """A question as the heading of the sections that answer it."""
    return section(f"question-{code}", told.language, ())


def noted(told: Told, shown: Section) -> Section:
    """A section with, at its end, what the house style follows and what it does not claim."""
    note = Paragraph(text=told.say(f"style-{told.style.code}-note"), role="note")
    return shown.model_copy(update={"blocks": (*shown.blocks, note)})
