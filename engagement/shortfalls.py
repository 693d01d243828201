"""Every expectation of a mechanism beside what was counted there. Pure: no store, no language.

What nobody recorded is left out and never a shortfall: a level or a voice where no log says any, an interval where
nothing was held, a seat where no list says who holds them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from engagement import figures, measures
from engagement.expectations import applying, references, rule
from engagement.figures import Row, number_of
from engagement.gaps import Shortfall
from engagement.model import UNCLASSIFIED, CategoryKind, Expectation, GapType, Selection
from engagement.taxonomy import Taxonomy

RATIO_FROM = Fraction(4, 5)
"""The ratio of a share to its reference below which a group falls short: a default of the tool."""

Days = Mapping[int, int]
"""How many intervals, or runs of absences, there are of each length."""


@dataclass(frozen=True)
class Material:
    """What was counted in one mechanism. `held` are its activities; the rows are by the category that shows them.

    `needs`, `intervals` and `seats` are those of sql/gaps.sql and sql/seats.sql, empty where nothing asks for them.
    """

    mechanism: str
    selection: Selection
    taxonomy: Taxonomy
    standing: Sequence[Expectation]
    held: Row | None = None
    counts: dict[str, Row] = field(default_factory=dict)
    needs: dict[str, Row] = field(default_factory=dict)
    intervals: dict[str, Row] = field(default_factory=dict)
    seats: dict[str, Row] = field(default_factory=dict)
    not_expected: frozenset[str] = frozenset()  # the groups marked so here

    @property
    def with_log(self) -> int:
        return int(self.held["with_log"]) if self.held else 0

    @cached_property
    def classified(self) -> int:
        return figures.classified(self.counts, self.selection, self.taxonomy)

    @cached_property
    def unclassified(self) -> int:
        return number_of(self.counts, UNCLASSIFIED, "organisation_events")

    @cached_property
    def enough(self) -> Fraction:
        """How many organisation-events are to be classified before anything else is named."""
        expected = self.expectation(GapType.RECORDS, None)
        return expected.value * (self.classified + self.unclassified) if expected else Fraction(0)

    @cached_property
    def references(self) -> dict[str, Expectation]:
        return references(self.standing, self.mechanism, self.taxonomy.expected(self.selection.list))

    @cached_property
    def kinds(self) -> dict[GapType, list[Expectation]]:
        """What is expected, by type: only of a type that is expected anything is measured."""
        return {kind: found for kind in GapType if (found := [each for each in self.standing if each.type is kind])}

    def expectation(self, kind: GapType, category: str | None) -> Expectation | None:
        return applying(self.kinds.get(kind, ()), kind, self.mechanism, category)

    def categories(self, kind: GapType) -> Iterator[str | None]:
        """The groups of the list and whatever category a declaration names, but for those marked as not expected."""
        if rule(kind).category == "no":
            yield None
            return
        named = (each.category for each in self.kinds.get(kind, ()) if each.category)
        wanted = dict.fromkeys((*self.taxonomy.expected(self.selection.list), *named))
        yield from (each for each in wanted if each not in self.not_expected)

    def number(self, category: str | None, column: str) -> int:
        """A count of a category; of the whole mechanism where there is none."""
        return number_of(self.counts, category or "", column)

    def need(self, category: str, column: str) -> int:
        return number_of(self.needs, category, column)

    def doubtful(self, category: str, column: str) -> int:
        """A count of what is not classified and could be of the category; what carries its tag is counted there."""
        if not self.is_group(category):
            return 0
        return self.need(UNCLASSIFIED, f"{column}_untagged" if category == figures.TAG else column)

    def is_group(self, category: str) -> bool:
        """Whether what is not classified can be of a category: it is of some stakeholder group, no institution."""
        return self.taxonomy.kind(category, self.selection.list) is not CategoryKind.INSTITUTIONAL

    def shortfall(self, expectation: Expectation, category: str | None, **said: Any) -> Shortfall:
        """A shortfall of this mechanism; on the log, unless `said` says else."""
        of_type = rule(expectation.type)
        given: dict[str, Any] = {
            "expectation": expectation,
            "mechanism": self.mechanism,
            "category": category,
            "unit": of_type.unit,
            "needed_unit": of_type.needed_unit,
            "is_at_most": of_type.is_at_most,
            "expected": expectation.value,
            "activities": self.with_log,
            "denominator": self.with_log,
            "is_nothing_recorded": self.number(category, "organisation_events") == 0,
            "classified": self.classified,
            "unclassified": self.unclassified,
            "is_record_sufficient": self.classified >= self.enough,
        }
        return Shortfall(**given | said)


def of_mechanism(material: Material) -> Iterator[Shortfall]:
    """Everything that is expected of a mechanism and can be measured there, short or not."""
    for kind in material.kinds:
        if not material.with_log and kind is not GapType.SEAT_FILLED:
            continue  # no report, which is not nothing
        for category in material.categories(kind):
            expectation = material.expectation(kind, category)
            found = _MEASURED[kind](material, expectation, category or "") if expectation else None
            if found:
                yield found


# ---- the record as a whole ----------------------------------------------------------------------------------------


def _records(material: Material, expectation: Expectation, _: str) -> Shortfall | None:
    """M1."""
    total = material.classified + material.unclassified
    if not total:
        return None
    return material.shortfall(
        expectation,
        None,
        recorded=material.classified,
        best_case=material.classified,
        denominator=total,
        expected=material.enough,
        is_nothing_recorded=material.classified == 0,
    )


def _breadth(material: Material, expectation: Expectation, _: str) -> Shortfall:
    """M2: groups recorded."""
    cover = figures.coverage(material.counts, material.selection, material.taxonomy)
    return material.shortfall(
        expectation,
        None,
        recorded=cover.recorded,
        best_case=cover.upper,
        denominator=cover.expected,
        is_nothing_recorded=cover.recorded == 0,
    )


# ---- taking part --------------------------------------------------------------------------------------------------


def _absence(material: Material, expectation: Expectation, category: str) -> Shortfall:
    """M2: activities with the group."""
    seen = material.number(category, "activities")
    possible = material.number(category, "activities_where_clear") + int((material.held or {})["unclear"])
    return material.shortfall(
        expectation, category, recorded=seen, best_case=possible if material.is_group(category) else seen
    )


def _presence(material: Material, expectation: Expectation, category: str) -> Shortfall | None:
    """M3: of the activities open to stakeholders those with the group."""
    held = material.held or {}
    if not held["assessed"]:
        return None
    here = material.number(category, "present")
    possible = figures.present_high(material.counts.get(category), held)
    return material.shortfall(
        expectation,
        category,
        recorded=here,
        best_case=possible if material.is_group(category) else here,
        denominator=held["assessed"],
        expected=expectation.value * held["assessed"],
        activities=held["assessed"],
        is_nothing_recorded=material.number(category, "activities") == 0,
    )


def _share(material: Material, _: Expectation, category: str) -> Shortfall | None:
    """M5: the share of the group against the one declared for it, where shares were declared for every group."""
    reference = material.references.get(category)
    total, unclassified = material.classified, material.unclassified
    if reference is None or not reference.value or not total:
        return None
    count, wanted = material.number(category, "shared"), reference.value * RATIO_FROM
    readings = ((count + unclassified, total + unclassified), (count, total))
    low, high = (measures.organisation_events_needed(n, of, wanted) or 0 for n, of in readings)
    return material.shortfall(
        reference,
        category,
        recorded=count,
        best_case=count + unclassified,
        denominator=total,
        expected=wanted * total,
        best_expected=wanted * (total + unclassified),
        needed=(low, high),
    )


def _organisations(material: Material, expectation: Expectation, category: str) -> Shortfall:
    """M8: organisations of the group."""
    known = material.number(category, "organisations")
    nameless = material.need(category, "nameless") + material.doubtful(category, "nameless")
    others = material.number(UNCLASSIFIED, "organisations") - material.need(category, "also_unclassified")
    return material.shortfall(
        expectation,
        category,
        recorded=known,
        best_case=known + nameless + (others if material.is_group(category) else 0),
        denominator=material.number(category, "organisation_events"),
    )


def _reliance(material: Material, expectation: Expectation, category: str) -> Shortfall | None:
    """M8: organisations of a group that takes part; a group that does not is absent, and listed as such."""
    return _organisations(material, expectation, category) if _takes_part(material, category) else None


def _takes_part(material: Material, category: str) -> bool:
    return material.number(category, "organisation_events") > 0


# ---- depth and voice ----------------------------------------------------------------------------------------------


def _depth(material: Material, expectation: Expectation, category: str) -> Shortfall | None:
    """M9: organisation-events at level 3 or above, of a group with any level recorded."""
    return _quality(material, expectation, category, "deep")


def _voice(material: Material, expectation: Expectation, category: str) -> Shortfall | None:
    """M10: slots of speaking, drafting or leading, of a group with any role recorded."""
    return _quality(material, expectation, category, "slots")


def _quality(material: Material, expectation: Expectation, category: str, quality: str) -> Shortfall | None:
    """What is counted of the organisation-events of a group.

    One that does not say may be one more, and what has no category may be of the group.
    """
    events, unsaid = material.need(category, "organisation_events"), material.need(category, f"{quality}_unsaid")
    if events == unsaid:
        return None
    recorded = material.need(category, quality)
    doubtful = material.doubtful(category, quality) + material.doubtful(category, f"{quality}_unsaid")
    return material.shortfall(
        expectation, category, recorded=recorded, best_case=recorded + unsaid + doubtful, denominator=events
    )


# ---- time ---------------------------------------------------------------------------------------------------------


def _frequency(material: Material, expectation: Expectation, category: str) -> Shortfall | None:
    """The longest interval in days without the group, from the first day of the period to its last."""
    row = material.intervals.get(category) or material.intervals.get("NONE")
    if row is None:
        return None
    favourable = "possible" if material.is_group(category) else "without_log"
    recorded, possible = (_lengths(row, reading) for reading in ("recorded", favourable))
    return material.shortfall(
        expectation,
        category,
        recorded=max(recorded, default=0),
        best_case=max(possible, default=0),
        denominator=row["days"],
        is_nothing_recorded=not _takes_part(material, category),
        needed=(_breaks(possible, expectation.value), _breaks(recorded, expectation.value)),
    )


def _lengths(row: Row, column: str) -> Days:
    return row[column] or {}


def _breaks(intervals: Days, allowed: Fraction) -> int:
    """How many more activities would leave no interval longer than allowed.

    >>> _breaks({400: 1, 200: 2, 90: 7}, Fraction(184))
    4
    """
    return sum(-(-days // int(allowed)) - 1 for days, times in intervals.items() for _ in range(times) if days)


# ---- seats --------------------------------------------------------------------------------------------------------


def _seat_filled(material: Material, expectation: Expectation, category: str) -> Shortfall | None:
    """Seats that organisations of the group hold on the last day, where a list says who holds the seats."""
    if not material.seats:
        return None
    total = sum(row["seats"] for row in material.seats.values())
    held, unclear = number_of(material.seats, category, "seats"), number_of(material.seats, UNCLASSIFIED, "seats")
    return material.shortfall(
        expectation,
        category,
        recorded=held,
        best_case=held + (unclear if material.is_group(category) else 0),
        denominator=total,
        is_nothing_recorded=held == 0,
        is_of_record=False,
        classified=total - unclear,
        unclassified=unclear,
    )


def _seat_attendance(material: Material, expectation: Expectation, category: str) -> Shortfall | None:
    """Meetings that the seats of the group, or their alternates, attended, of those held while they were filled."""
    expected = number_of(material.seats, category, "meetings")
    if not expected:
        return None
    attended = number_of(material.seats, category, "attended")
    return material.shortfall(
        expectation,
        category,
        recorded=attended,
        best_case=attended,
        denominator=expected,
        expected=expectation.value * expected,
        is_nothing_recorded=attended == 0,
    )


def _consecutive_absences(material: Material, expectation: Expectation, category: str) -> Shortfall | None:
    """The longest run of meetings that one seat of the group missed, fewer than the expectation says."""
    if not number_of(material.seats, category, "meetings"):
        return None
    runs, times = _lengths(material.seats[category], "runs"), int(expectation.value)
    missed, needed = max(runs, default=0), sum(number * (length // times) for length, number in runs.items())
    return material.shortfall(
        expectation,
        category,
        recorded=missed,
        best_case=missed,
        expected=Fraction(times - 1),
        is_nothing_recorded=number_of(material.seats, category, "attended") == 0,
        needed=(needed, needed),
    )


_MEASURED: dict[GapType, Callable[[Material, Expectation, str], Shortfall | None]] = {
    GapType.RECORDS: _records,
    GapType.ABSENCE: _absence,
    GapType.PRESENCE: _presence,
    GapType.SHARE: _share,
    GapType.ORGANISATIONS: _organisations,
    GapType.FREQUENCY: _frequency,
    GapType.DEPTH: _depth,
    GapType.VOICE: _voice,
    GapType.RELIANCE: _reliance,
    GapType.SEAT_FILLED: _seat_filled,
    GapType.SEAT_ATTENDANCE: _seat_attendance,
    GapType.CONSECUTIVE_ABSENCES: _consecutive_absences,
    GapType.BREADTH: _breadth,
}

OF_NEEDS = {GapType.ORGANISATIONS, GapType.RELIANCE, GapType.DEPTH, GapType.VOICE}
OF_INTERVALS = {GapType.FREQUENCY}
OF_SEATS = {GapType.SEAT_FILLED, GapType.SEAT_ATTENDANCE, GapType.CONSECUTIVE_ABSENCES}
"""The types that ask for each kind of count."""


def asked(standing: Iterable[Expectation], kinds: set[GapType]) -> bool:
    """Whether any expectation asks for one kind of count."""
    return any(each.type in kinds for each in standing)
