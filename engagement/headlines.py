"""What the first page says first, chosen from figures that are there already: nothing is counted anew. Pure."""

from collections.abc import Sequence
from fractions import Fraction

from engagement.changes import Change, GroupChange
from engagement.model import CellState, Gap, GapStatus, GapType, Share, Value
from engagement.networks import GroupInNetworks, Networks

_NAMED = (GapStatus.CONFIRMED, GapStatus.LIKELY, GapStatus.OPEN)
_FELT = Fraction(1, 200)
"""Half a percentage point: up to this a change reads as none."""


class Row(Value):
    """One group of the compact grid: recorded in how many of the networks with a log, and its state in each column."""

    category: str
    recorded: int
    of: int
    states: tuple[CellState, ...]


class Grid(Value):
    """Groups by network, the group missing most widely first; `left_out` is the number of networks not shown."""

    columns: tuple[str, ...]
    left_out: int
    rows: tuple[Row, ...]


class Distance(Value):
    """How far one group in one place is from what is expected there: parts of the activities open with a log."""

    gap: Gap
    share: Share
    expected: Share


def widely_missing(found: Networks) -> tuple[GroupInNetworks, ...]:
    """The groups not recorded in half or more of the networks with a log, the most widely missing first."""
    return tuple(
        each for each in _by_missing(found) if found.with_log and 2 * len(_missing(each, found)) >= len(found.with_log)
    )


def grid(found: Networks, most: int) -> Grid:
    """Groups by network: at most so many, those with a log and with most groups missing, in the order they have."""
    missing = {code: sum(code in _missing(each, found) for each in found.groups) for code in found.with_log}
    every = (*found.with_log, *found.no_report)
    ranked = sorted(every, key=lambda code: -missing.get(code, -1))
    columns = tuple(code for code in every if code in ranked[:most])
    return Grid(
        columns=columns,
        left_out=len(every) - len(columns),
        rows=tuple(
            Row(
                category=each.category,
                recorded=len(each.recorded_in),
                of=len(found.with_log),
                states=tuple(_state(each, code, found) for code in columns),
            )
            for each in _by_missing(found)
        ),
    )


def furthest(gaps: Sequence[Gap], most: int) -> tuple[Distance, ...]:
    """The gaps in presence that can be named, one for each group in the place that ranks first, the furthest first."""
    first: dict[str, Gap] = {}
    for gap in gaps:
        if gap.type is GapType.PRESENCE and gap.status in _NAMED and gap.category and gap.denominator:
            first.setdefault(gap.category, gap)
    found = (
        Distance(
            gap=gap, share=Fraction(gap.recorded, gap.denominator), expected=Fraction(gap.expected) / gap.denominator
        )
        for gap in first.values()
    )
    return tuple(sorted(found, key=lambda each: each.share - each.expected)[:most])


def _by_missing(found: Networks) -> list[GroupInNetworks]:
    return sorted(found.groups, key=lambda each: -len(_missing(each, found)))


def _missing(group: GroupInNetworks, found: Networks) -> list[str]:
    """Where it is not recorded, and not marked as not expected either."""
    apart = {*group.recorded_in, *group.not_expected_in}
    return [code for code in found.with_log if code not in apart]


def _state(group: GroupInNetworks, network: str, found: Networks) -> CellState:
    if network in found.no_report:
        return CellState.NO_REPORT
    for codes, state in (
        (group.recorded_in, CellState.RECORDED),
        (group.not_expected_in, CellState.NOT_EXPECTED),
        (group.possible_in, CellState.POSSIBLE),
    ):
        if network in codes:
            return state
    return CellState.NOT_RECORDED


def largest(change: Change, most: int) -> tuple[GroupChange, ...]:
    """The groups whose presence has changed most between two periods, in either direction."""
    moved = [each for each in change.groups if each.points and abs(each.points) > _FELT]
    return tuple(sorted(moved, key=lambda each: abs(each.points or Fraction()), reverse=True)[:most])
