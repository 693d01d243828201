"""Gaps in words: what the record says and what would close a gap. Never why a group was absent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from dashboard import components, session
from dashboard.components import Content, group_name, mark
from dashboard.session import language, plural, text
from engagement import wording
from engagement.efforts import WorkItem
from engagement.locale import prose
from engagement.model import Cell, Gap, GapStatus, Indicators

NAMED = (GapStatus.CONFIRMED, GapStatus.LIKELY, GapStatus.OPEN)
"""The status of the gaps that are named; the others are counted."""


def lead(found: Iterable[Gap], figures: Indicators) -> str:
    """How many gaps are confirmed, and how many depend on what is not classified."""
    if not figures.mechanisms_with_log:
        return text("gaps.lead-no-log")
    counts = Counter(each.status for each in found)
    confirmed, undecided = counts[GapStatus.CONFIRMED], counts[GapStatus.LIKELY] + counts[GapStatus.OPEN]
    said = [plural("gaps.lead", confirmed)] if confirmed else []
    if undecided:
        said.append(plural("gaps.lead-undecided", undecided))
    return prose(said, language()) or text("gaps.lead-vague" if counts else "gaps.lead-none")


def not_named(found: Iterable[Gap], figures: Indicators) -> list[str]:
    """What is counted and not named one by one, with the reason."""
    vague = sum(1 for each in found if each.status is GapStatus.NOT_ASSESSABLE)
    silent = figures.mechanisms - figures.mechanisms_with_log
    said = [plural("list.not-assessable", vague)] if vague else []
    return [*said, plural("list.no-report", silent)] if silent else said


# ---- a row of the list --------------------------------------------------------------------------------------------


def heads() -> list[str]:
    """The columns of `row`."""
    codes = ("rank", "group", "where", "type", "recorded", "expected", "status", "closes", "owner", "outreach")
    return [text("column.group" if code == "group" else f"list.{code}") for code in codes]


def row(item: WorkItem, found: Sequence[Gap], group_cell: Content) -> list[Content]:
    """One gap, in the order of `heads`. `found` tells whether the rank is shared; `group_cell` opens the gap."""
    gap = item.gap
    return [
        wording.rank(gap, found),
        group_cell,
        components.full_name(gap.mechanism),
        text(f"gap-type.{gap.type.value}"),
        recorded(gap),
        expected(gap),
        standing(gap),
        wording.needed(gap, language()),
        text("list.owner-and-note", owner=item.owner, note=item.note)
        if item.owner and item.note
        else item.owner or item.note,
        outreach(item),
    ]


def group(gap: Gap) -> str:
    """The group a gap is of; every group where it is of the record."""
    return group_name(gap.category) if gap.category else text("list.records-group")


def standing(gap: Gap) -> Content:
    """Status and severity, in the colour of the severity."""
    said = wording.standing(gap, language())
    return mark(gap.severity.value, said) if gap.severity else said


def outreach(item: WorkItem) -> str:
    """Organisations invited, answered, come; nothing where nothing is recorded."""
    if item.last_on is None:
        return ""
    counts = {name: getattr(item, name) or 0 for name in ("invited", "answered", "came")}
    return text("list.outreach-counts", **counts)


def recorded(gap: Gap) -> str:
    """x of n, and at most how many if the unclassified were of the group."""
    if gap.best_case != gap.recorded:
        code = "list.at-most" if gap.best_case > gap.recorded else "list.of-least"
        return text(code, x=gap.recorded, n=gap.denominator, y=gap.best_case)
    return text("x-of-n", x=gap.recorded, n=gap.denominator)


def expected(gap: Gap) -> str:
    """The count that would meet the expectation, and who declared it; the tool's defaults have no author."""
    codes = {"": "x-of-n", "-least": "list.least", "-most": "list.most"}
    what = text(codes[wording.bound(gap)], x=ceil(gap.expected), n=gap.denominator)
    source = gap.expectation
    if source.is_tool_default or source.date is None:
        return what
    return text("list.by", what=what, author=source.author, day=source.date)


# ---- a cell -------------------------------------------------------------------------------------------------------


def cell(shown: Cell) -> str:
    """What the record says of a group in a place."""
    said = [plural(f"cell-story.{shown.state.value}", shown.assessed, x=shown.present)]
    if shown.expected is not None:
        said.append(text("cell-story.expected", x=shown.expected, n=shown.assessed))
    return prose(said, language())


def story(gap: Gap) -> str:
    """A gap as a full sentence, with the expectation it is measured against."""
    return wording.gap(gap, components.full_name(gap.mechanism), language(), session.taxonomy())


def closes(gap: Gap) -> str:
    """What would close it."""
    return text("cell-story.closes", needed=wording.needed(gap, language()))
