"""Gaps in words: what the record says and what would close a gap. Never why a group was absent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from dashboard import components
from dashboard.components import Content, group_name, mark
from dashboard.session import language, plural, text
from engagement import wording
from engagement.model import Gap, GapStatus, Indicators


def lead(found: Iterable[Gap], figures: Indicators) -> str:
    """How many gaps are confirmed, and how many depend on what is not classified."""
    if not figures.mechanisms_with_log:
        return text("gaps.lead-no-log")
    counts = Counter(each.status for each in found)
    confirmed, undecided = counts[GapStatus.CONFIRMED], counts[GapStatus.LIKELY] + counts[GapStatus.OPEN]
    said = [plural("gaps.lead", confirmed)] if confirmed else []
    if undecided:
        said.append(plural("gaps.lead-undecided", undecided))
    return " ".join(said) or text("gaps.lead-vague" if counts else "gaps.lead-none")


def not_named(found: Iterable[Gap], figures: Indicators) -> list[str]:
    """What is counted and not named one by one, with the reason."""
    vague = sum(1 for each in found if each.status is GapStatus.NOT_ASSESSABLE)
    silent = figures.mechanisms - figures.mechanisms_with_log
    said = [plural("list.not-assessable", vague)] if vague else []
    return [*said, plural("list.no-report", silent)] if silent else said


# ---- a row of the list --------------------------------------------------------------------------------------------


def heads() -> list[str]:
    """The columns of `row`."""
    codes = ("rank", "group", "where", "type", "recorded", "expected", "status", "severity", "closes")
    return [text("column.group" if code == "group" else f"list.{code}") for code in codes]


def row(gap: Gap, found: Sequence[Gap]) -> list[Content]:
    """One gap, in the order of `heads`. `found` tells whether the rank is shared."""
    severity = gap.severity
    return [
        wording.rank(gap, found),
        group_name(gap.category) if gap.category else text("list.records-group"),
        components.full_name(gap.mechanism),
        text(f"gap-type.{gap.type.value}"),
        recorded(gap),
        expected(gap),
        text(f"gap-status.{gap.status.value}"),
        mark(severity.value, text(f"severity.{severity.value}")) if severity else "",
        wording.needed(gap, language()),
    ]


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
