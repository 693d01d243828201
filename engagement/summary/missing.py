"""What falls short, what was done about it, what nobody expects, and what has no report."""

from itertools import groupby
from math import ceil

from engagement import wording
from engagement.document import Entry, Paragraph, Section, Table
from engagement.efforts import Effort, NotExpected, SilentActivity, WorkItem
from engagement.model import Gap, GapStatus
from engagement.summary.parts import columns, counted, nothing, on, said, section, unrecorded, x_of_n
from engagement.summary.told import Told


def gaps(told: Told) -> Section:
    """The ranked gaps with the expectation behind each and what would close it."""
    assessed = [each for each in told.gaps if each.status is not GapStatus.NOT_ASSESSABLE]
    are_defaults = {each.expectation.is_tool_default for each in assessed}
    shown = tuple(
        code
        for code, is_told in (
            *((code, True) for code in _OF_A_GAP),
            ("basis", False in are_defaults),
            ("owner", any(each.owner for each in told.worklist)),
            ("done", any(each.invited is not None for each in told.worklist)),
        )
        if is_told
    )
    items = {_gap_code(each.gap): each for each in told.worklist}
    table = Table(
        code="gaps",
        caption=told.say("gaps-caption"),
        columns=columns(shown, told.language),
        row_codes=tuple(map(_gap_code, assessed)),
        rows=tuple(
            tuple(_gap_row(each, assessed, items.get(_gap_code(each)), told)[code] for code in shown)
            for each in assessed
        ),
        note=_on_defaults(are_defaults, told),
    )
    rest = wording.not_assessable(told.gaps, told.language)
    notes = [Paragraph(text=each, role="note") for each in (rest, told.say("absence")) if each]
    first = table if assessed else Paragraph(text=told.say("no-gap"))
    return section("gaps", told.language, (*_finding(told), Paragraph(text=told.say("gap-definition")), first, *notes))


def _finding(told: Told) -> list[Paragraph]:
    """How many gaps are confirmed; nothing of a record on which no gap can be named."""
    confirmed = sum(each.status is GapStatus.CONFIRMED for each in told.gaps)
    if all(each.status is GapStatus.NOT_ASSESSABLE for each in told.gaps):
        return []
    said = told.count("confirmed-gaps", confirmed) if confirmed else told.say("no-confirmed-gap")
    return [Paragraph(text=said, role="lead")]


_OF_A_GAP = ("rank", "group", "mechanism", "type", "recorded", "best_case", "expected", "status", "needed")


def _gap_code(gap: Gap) -> str:
    return f"{gap.type.value}:{gap.category or 'all'}:{gap.mechanism}"


def _gap_row(each: Gap, gaps: list[Gap], item: WorkItem | None, told: Told) -> dict[str, Entry]:
    language = told.language
    return {
        "rank": Entry(text=wording.rank(each, gaps), value=each.rank),
        "group": said(told.group(each.category) if each.category else told.say("all-groups")),
        "mechanism": said(told.name(each.mechanism)),
        "type": said(wording.gap_type(each, language)),
        "recorded": x_of_n(each.recorded, each.denominator, language),
        "best_case": counted(each.best_case, language),
        "expected": counted(ceil(each.expected), language),
        "status": said(wording.standing(each, language)),
        "needed": said(wording.needed(each, language)),
        "basis": _basis(each, told),
        "owner": said(item.owner) if item and item.owner else nothing(language),
        "done": _done(item, told),
    }


def _basis(each: Gap, told: Told) -> Entry:
    """Who declared the expectation; of a default of the tool in a word or two, for the note says the rest once."""
    expectation = each.expectation
    return said(told.say("default") if expectation.is_tool_default else wording.basis(expectation, told.language))


def _on_defaults(are_defaults: set[bool], told: Told) -> str | None:
    """What the tool expects of itself, where it does."""
    return told.say("all-default" if are_defaults == {True} else "some-default") if True in are_defaults else None


def _done(item: WorkItem | None, told: Told) -> Entry:
    """What was done for the gap: organisations at each step."""
    if item is None or item.invited is None:
        return nothing(told.language)
    return said(told.say("outreach-done", invited=item.invited, answered=item.answered, came=item.came))


# ---- outreach -----------------------------------------------------------------------------------------------------


def outreach(told: Told) -> Section:
    """Effort: whom somebody asked to come, for which group and where."""
    if not told.efforts:
        return unrecorded("outreach", told.language, told.say("no-outreach"))
    table = Table(
        code="outreach",
        caption=told.say("outreach-caption"),
        columns=columns(("group", "mechanism", "organisations", "asked", "answered", "came", "on"), told.language),
        row_codes=tuple(f"{each.category}:{each.mechanism}" for each in told.efforts),
        rows=tuple(_effort_row(each, told) for each in told.efforts),
        note=told.say("outreach-note"),
    )
    total = sum(each.organisations for each in told.efforts)
    first = told.count("outreach-made", total, groups=len({each.category for each in told.efforts}))
    return section("outreach", told.language, (Paragraph(text=first), table))


def _effort_row(each: Effort, told: Told) -> tuple[Entry, ...]:
    counts = (counted(count, told.language) for count in (each.organisations, each.invited, each.answered, each.came))
    return said(told.group(each.category)), said(told.name(each.mechanism)), *counts, on(each.last_on, told.language)


# ---- not expected, no report --------------------------------------------------------------------------------------


def not_expected(told: Told) -> Section:
    """The marks that stand: who said why, and when. The list is not shortened by them."""
    if not told.marks:
        return unrecorded("not-expected", told.language, told.say("no-marks"))
    table = Table(
        code="not-expected",
        caption=told.say("not-expected-caption"),
        columns=columns(("group", "where", "reason", "said_by", "on"), told.language),
        row_codes=tuple(f"{each.category}:{each.mechanism or 'all'}" for each in told.marks),
        rows=tuple(_mark_row(each, told) for each in told.marks),
        note=told.say("not-expected-note", expected=len(told.groups)),
    )
    return section("not-expected", told.language, (table,))


def _mark_row(each: NotExpected, told: Told) -> tuple[Entry, ...]:
    place = Entry(text=told.name(each.mechanism) if each.mechanism else told.say("everywhere"), value=each.mechanism)
    words = (said(each.reason), said(each.said_by), on(each.marked_on, told.language))
    return said(told.group(each.category)), place, *words


def no_report(told: Told) -> Section:
    """Activities without a complete log, mechanisms expected to report that did not, and what was closed."""
    record, silence = told.figures.records, told.silence
    said_first = [
        told.count("without-log", len(silence.activities)) if silence.activities else "",
        told.count("closed", record.activities_closed) if record.activities_closed else "",
        told.count("in-doubt", record.activities_in_doubt) if record.activities_in_doubt else "",
    ]
    blocks: list[Paragraph | Table] = [Paragraph(text=each) for each in said_first if each]
    if silence.mechanisms:
        blocks.append(_silent_mechanisms(told))
    if silence.activities:
        blocks.append(_silent_activities(told))
    if blocks:
        return section("no-report", told.language, blocks)
    if not record.activities_held:
        return unrecorded("no-report", told.language, told.say("no-activities"))
    return section("no-report", told.language, (Paragraph(text=told.say("all-reported")),))


def _silent_mechanisms(told: Told) -> Table:
    shown = told.silence.mechanisms
    return Table(
        code="silent-mechanisms",
        caption=told.say("silent-mechanisms-caption"),
        columns=columns(("mechanism", "rhythm", "held", "in_doubt"), told.language),
        row_codes=tuple(each.mechanism for each in shown),
        rows=tuple(
            (
                said(told.name(each.mechanism)),
                said(wording.rhythm(each.rhythm, told.language)) if each.rhythm else nothing(told.language),
                counted(each.activities, told.language),
                counted(each.in_doubt, told.language),
            )
            for each in shown
        ),
        note=told.say("silent-mechanisms-note"),
    )


def _silent_activities(told: Told) -> Table:
    """By mechanism, for there may be thousands."""
    listed = sorted(told.silence.activities, key=lambda each: (each.mechanism, each.date_from))
    groups = [(code, list(found)) for code, found in groupby(listed, key=lambda each: each.mechanism)]
    return Table(
        code="silent-activities",
        caption=told.say("silent-activities-caption"),
        columns=columns(("mechanism", "without_log", "begun", "first_on", "last_on"), told.language),
        row_codes=tuple(code for code, _ in groups),
        rows=tuple(_silent_row(code, found, told) for code, found in groups),
        note=told.say("silent-activities-note"),
    )


def _silent_row(code: str, found: list[SilentActivity], told: Told) -> tuple[Entry, ...]:
    return (
        said(told.name(code)),
        counted(len(found), told.language),
        counted(sum(each.is_begun for each in found), told.language),
        on(min(each.date_from for each in found), told.language),
        on(max(each.date_to for each in found), told.language),
    )
