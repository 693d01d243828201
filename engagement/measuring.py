"""Measures M2 and M6 to M12 and the reach funnel of a scope: counts of sql/measures.sql become figures."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, repeat

from engagement import coverage, figures, scopes
from engagement.continuity import Continuity, continuity
from engagement.coverage import at_effort
from engagement.depth import Depth, depth
from engagement.desk import Row
from engagement.figures import number_of
from engagement.imbalance import Imbalance, imbalance
from engagement.measured import Measured
from engagement.model import UNCLASSIFIED, CategoryKind, Selection, Share, Stage, Value
from engagement.parity import Parity, parity
from engagement.reach import Reach, funnels
from engagement.reliance import Reliance, reliance
from engagement.spread import EffectiveGroups, effective_groups
from engagement.taxonomy import Taxonomy
from engagement.voice import Voice, voice

_OUTSIDE = (CategoryKind.INSTITUTIONAL, CategoryKind.UNCLASSIFIED)

Ask = Callable[..., list[Row]]
"""The rows of a macro for a scope; further words are those the macro takes."""

EFFORTS = (1, 2, 5, 10, 20, 50, 100)
"""At how many activities coverage is compared, where there are so many."""


class GroupMeasures(Value):
    """M8, M9, M10 and the funnel of one group of the list."""

    category: str
    reliance: Reliance
    depth: Depth
    voice: Voice
    reach: Reach | None  # None where nothing is recorded of anybody


class Measures(Value):
    """M2 and M6 to M12 of a scope, over the groups that the list names."""

    list: str
    coverage: Measured
    equal_effort: dict[int, Share]  # groups expected in so many activities
    effective_groups: EffectiveGroups
    imbalance: Imbalance
    groups: tuple[GroupMeasures, ...]
    continuity: Continuity
    parity: Parity


def measures(
    selection: Selection,
    ask: Ask,
    references: Mapping[str, Fraction],
    categories: Taxonomy,
) -> Measures:
    """The measures of a scope; `references` are the declared shares."""
    counts = figures.by_category(ask("category_counts"))
    held = figures.total_of(ask("activity_counts"))
    codes = categories.expected(selection.list)
    events = [number_of(counts, code, "shared") for code in codes]
    unclassified, bodies = (number_of(counts, UNCLASSIFIED, each) for each in ("organisation_events", "bodies"))
    recorded = figures.coverage(counts, selection, categories).recorded
    covered = coverage.named_groups(recorded, len(codes), bodies, activities=held["held"])
    logged = [number_of(counts, code, "activities_with_log") for code in codes]
    return Measures(
        list=selection.list,
        coverage=covered.using(selection.list),
        equal_effort=_equal_effort(logged, held["with_log"]),
        effective_groups=effective_groups(events, unclassified),
        imbalance=imbalance(events, [references.get(code) for code in codes], unclassified),
        groups=_groups(selection, ask, counts, bodies, categories),
        continuity=_continuity(selection, ask, categories),
        parity=_parity(ask("head_counts")),
    )


def _equal_effort(recorded: Sequence[int], activities: int) -> dict[int, Fraction]:
    """M2 at equal effort, over the activities with a log, closed ones too, as M2 itself."""
    found = {effort: at_effort(recorded, activities, effort) for effort in EFFORTS if effort <= activities}
    return {effort: value for effort, value in found.items() if value is not None}


def _groups(
    selection: Selection, ask: Ask, counts: dict[str, Row], bodies: int, categories: Taxonomy
) -> tuple[GroupMeasures, ...]:
    codes, classified = categories.expected(selection.list), figures.classified(counts, selection, categories)
    frequencies, levels = _by_category(ask("frequencies")), _by_category(ask("levels"))
    slots = {row["category"]: row for row in ask("voice_slots")}
    inside = (code for code in slots if categories.kind(code, selection.list) not in _OUTSIDE)
    all_slots = sum(slots[code]["slots"] for code in inside)
    unknown = slots[UNCLASSIFIED]["each"] if UNCLASSIFIED in slots else ()
    reached = _funnels(ask("reach"), codes)
    return tuple(
        GroupMeasures(
            category=code,
            reliance=_reliance(frequencies[code], bodies),
            depth=_depth(levels[code]),
            voice=voice(
                number_of(slots, code, "slots"), all_slots, number_of(counts, code, "shared"), classified, unknown
            ),
            reach=reached.get(code),
        )
        for code in codes
    )


def _by_category(rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["category"]].append(row)
    return found


def _reliance(rows: Sequence[Row], bodies: int) -> Reliance:
    unnamed = sum(row["organisation_events"] for row in rows if not row["is_named"])
    named = (repeat(row["organisation_events"], row["organisations"]) for row in rows if row["is_named"])
    return reliance(chain.from_iterable(named), unnamed, bodies)


def _depth(rows: Sequence[Row]) -> Depth:
    known = {row["level"]: row["organisation_events"] for row in rows if row["level"] is not None}
    return depth(known, sum(row["organisation_events"] for row in rows if row["level"] is None))


def _funnels(rows: Sequence[Row], codes: Sequence[str]) -> dict[str, Reach]:
    """Those of every group; what is written down of anybody in the scope is written down."""
    recorded: defaultdict[str, dict[frozenset[Stage], int]] = defaultdict(dict, {code: {} for code in codes})
    for row in rows:
        recorded[row["category"]][frozenset(map(Stage, row["stages_said"]))] = row["organisation_events"]
    return funnels({**recorded}) if rows else {}


def _continuity(selection: Selection, ask: Ask, categories: Taxonomy) -> Continuity:
    """M11 against the period of the same length just before; without both ends of a period there is none.

    Institutions are outside, as in every count of stakeholders.
    """
    if selection.first_day is None or selection.last_day is None:
        return continuity(None, None, 0, None)
    kinds = ((code, categories.kind(code, selection.list)) for code in categories.codes)
    outside = [code for code, kind in kinds if kind is CategoryKind.INSTITUTIONAL]
    begin = scopes.earlier(selection.first_day, selection.last_day)
    (found,) = ask("continuity_counts", earlier_day=begin, outside=outside)
    if not found["logs_before"]:
        return continuity(None, None, found["now"], None)
    return continuity(found["last"], found["returned"], found["now"], found["new"], unmatched=found["unmatched"])


def _parity(rows: Sequence[Row]) -> Parity:
    """M12 of everybody who was counted; a table by group needs another door (section 7 of the method)."""
    women, men, other, recorded, people = (
        sum(row[part] or 0 for row in rows) for part in ("women", "men", "other_gender", "gender_recorded", "people")
    )
    return parity(women, men, other, max(people - recorded, 0))
