"""In how many networks each group is recorded: said before any figure that adds the networks up. Pure.

A network stands for its working groups. Where a question names working groups, or is about one network only, each
network and working group stands for itself. One without a log has no report: it is named and not counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engagement import measured
from engagement.measured import Measured
from engagement.model import Value

Row = dict[str, Any]


class GroupInNetworks(Value):
    """One group: in how many of the networks with a log it is recorded, and in which."""

    category: str
    networks: Measured
    recorded_in: tuple[str, ...]
    possible_in: tuple[str, ...]  # not recorded, and an unclassified organisation there could be of the group
    not_expected_in: tuple[str, ...]  # not recorded, and marked as not expected there
    without_log: tuple[str, ...]  # recorded in these besides, of which no complete log was received


class Networks(Value):
    """The networks (or networks and working groups) of a scope, those with a log and those without a report."""

    unit: Literal["network", "mechanism"]
    with_log: tuple[str, ...]
    no_report: tuple[str, ...]  # held something, or are expected to report or asked for by name; no log lies here
    groups: tuple[GroupInNetworks, ...]

    @property
    def is_several(self) -> bool:
        """Whether there is more than one to speak of."""
        return len(self.with_log) + len(self.no_report) > 1


def networks(
    groups: Sequence[str],
    counts: Iterable[Row],
    activities: Iterable[Row],
    *,
    parents: Mapping[str, str],
    further: Iterable[str] = (),
    marks: Iterable[tuple[str | None, str]] = (),
    order: Callable[[str], Any] | None = None,
) -> Networks:
    """Fold counts by mechanism into networks.

    `counts` are rows of category_counts under the row that shows them, `activities` those of activity_counts. `parents`
    gives the network of each working group, and is empty where each stands for itself. `further` are mechanisms that
    are in the scope whatever they held. `marks` are (mechanism, or None for everywhere; category). `order` sorts codes.
    """
    held = list(activities)
    mechanisms = {*further, *(row["mechanism"] for row in held)}
    if len({parents.get(code, code) for code in mechanisms}) == 1:
        parents = {}
    known = sorted({parents.get(code, code) for code in mechanisms}, key=order)
    theirs = {code: [row for row in held if parents.get(row["mechanism"], row["mechanism"]) == code] for code in known}
    with_log = [code for code in known if any(row["with_log"] for row in theirs[code])]
    record = _Record(
        unit="network" if parents else "mechanism",
        known=known,
        with_log=with_log,
        unclear={code for code in with_log if any(row["unclear"] for row in theirs[code])},
        events=_events(counts, parents),
        marks=set(marks),
    )
    return Networks(
        unit=record.unit,
        with_log=tuple(with_log),
        no_report=tuple(code for code in known if code not in with_log),
        groups=tuple(_group(group, record) for group in groups),
    )


@dataclass(frozen=True)
class _Record:
    """What is recorded, by network."""

    unit: Literal["network", "mechanism"]
    known: Sequence[str]
    with_log: Sequence[str]
    unclear: set[str]  # something there is not classified
    events: set[tuple[str, str]]
    marks: set[tuple[str | None, str]]


def _group(group: str, record: _Record) -> GroupInNetworks:
    recorded = [code for code in record.known if (code, group) in record.events]
    missing = [code for code in record.with_log if code not in recorded]
    return GroupInNetworks(
        category=group,
        networks=measured.in_scopes(
            [code in recorded for code in record.with_log],
            [code in record.unclear for code in record.with_log],
            record.unit,
        ),
        recorded_in=tuple(code for code in recorded if code in record.with_log),
        possible_in=tuple(code for code in missing if code in record.unclear),
        not_expected_in=tuple(code for code in missing if {(code, group), (None, group)} & record.marks),
        without_log=tuple(code for code in recorded if code not in record.with_log),
    )


def _events(counts: Iterable[Row], parents: Mapping[str, str]) -> set[tuple[str, str]]:
    """The networks and groups of which something is recorded."""
    return {
        (parents.get(row["mechanism"], row["mechanism"]), row["row"])
        for row in counts
        if row["mechanism"] is not None and row["organisation_events"]
    }
