"""M8 to M11 and the reach funnel of one group: the worked example, their edges, and every allocation."""

from collections import Counter
from fractions import Fraction
from itertools import chain, combinations

import example
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.continuity import continuity
from engagement.depth import depth
from engagement.measured import Form, Measured, counts, no_data
from engagement.model import Stage
from engagement.reach import Cause, funnel, funnels
from engagement.reliance import reliance
from engagement.voice import voice

# ---- M8 -----------------------------------------------------------------------------------------------------------


def test_civil_society_rests_on_eight_organisations() -> None:
    found = reliance(example.by_organisation("CSO"))

    assert sorted(example.by_organisation("CSO"), reverse=True) == [6, 3, 2, 1, 1, 1, 1, 1]
    assert (found.organisations.value, found.effective.value, found.is_one_voice) == (8, Fraction(128, 27), False)
    assert round(float(found.effective.value or 0), 2) == 4.74
    assert (found.top.value, found.top.numerator, found.top.denominator) == (Fraction(3, 8), 6, 16)


def test_faith_based_organisations_are_one_voice() -> None:
    found = reliance(example.by_organisation("FBO"))

    assert (found.organisations.value, found.is_one_voice) == (1, True)
    assert (found.top.shown_as, found.top.numerator, found.top.denominator) == (Form.COUNT_OF, 2, 2)


@pytest.mark.parametrize(
    ("organisation_events", "is_one_voice"),
    [
        ([1], True),
        ([3, 1], False),  # more than half, but of fewer than five
        ([3, 2], True),
        ([3, 3], False),  # half is not more than half
        ([4, 2, 1, 1], False),
        ([5, 2, 1, 1], True),
    ],
)
def test_one_voice_is_one_organisation_or_more_than_half_of_five(
    organisation_events: list[int], is_one_voice: bool
) -> None:
    assert reliance(organisation_events).is_one_voice is is_one_voice


def test_events_without_a_name_are_counted_apart() -> None:
    found = reliance([2, 0, 1], unnamed=4, unclassified_bodies=3)

    assert (found.unnamed, found.effective.unknown, found.effective.denominator) == (4, 4, 3)
    assert (found.organisations.value, found.organisations.low, found.organisations.high) == (2, 2, 5)
    assert (found.top.numerator, found.top.denominator, found.top.unknown, found.top.interval) == (2, 3, 4, None)


def test_of_an_absent_group_there_is_no_reliance() -> None:
    found = reliance([], unnamed=2)

    assert found.is_one_voice is None
    for figure in (found.organisations, found.effective, found.top):
        assert (figure.shown_as, figure.value, figure.numerator) == (Form.NO_DATA, None, None)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=8))
def test_effective_organisations_are_between_the_inverse_top_share_and_all(organisation_events: list[int]) -> None:
    found = reliance(organisation_events)

    assert found.top.ratio is not None
    assert 1 / found.top.ratio <= (found.effective.value or 0) <= len(organisation_events)


# ---- M9 -----------------------------------------------------------------------------------------------------------


def test_depth_of_civil_society_with_the_whole_distribution() -> None:
    found = depth(*example.levels("CSO"))

    assert (found.distribution, found.below, found.not_recorded) == ({1: 3, 2: 7, 3: 3, 4: 3, 5: 0}, 0, 0)
    assert (found.meaningful.value, found.meaningful.shown_as) == (Fraction(6, 16), Form.PERCENT)
    assert found.meaningful.interval == pytest.approx(example.EXPECTED["wilson"]["6/16"], abs=1e-4)


def test_depth_of_diaspora_organisations_is_one_of_six_with_its_interval() -> None:
    found = depth(*example.levels("MDO")).meaningful

    assert (found.shown_as, found.value, found.numerator, found.denominator) == (Form.COUNT_OF, None, 1, 6)
    assert found.interval == pytest.approx(example.EXPECTED["wilson"]["1/6"], abs=1e-4)


def test_a_level_not_recorded_widens_depth_and_is_not_level_one() -> None:
    """FBO: 0 of 1 known, 1 not recorded, so 0 to 1 of 2."""
    found = depth(*example.levels("FBO"))

    assert (found.distribution, found.not_recorded) == ({1: 0, 2: 1, 3: 0, 4: 0, 5: 0}, 1)
    assert (found.meaningful.numerator, found.meaningful.denominator) == (0, 1)
    assert counts(found.meaningful) == (0, 1, 2)


def test_levels_are_recorded_of_39_of_40() -> None:
    recorded = [example.levels(group) for group in example.GROUPS]

    assert (sum(sum(known.values()) for known, _ in recorded), sum(unknown for _, unknown in recorded)) == (39, 1)


def test_without_a_level_there_is_no_depth() -> None:
    found = depth({}, not_recorded=3)

    assert (found.distribution, found.meaningful) == (None, no_data("organisation-event", 3))


def test_bounds_of_depth_and_a_level_below_the_first() -> None:
    found = depth({0: 2, 2: 4, 3: 3, 5: 3}, not_recorded=3)

    assert (found.below, found.distribution) == (2, {1: 0, 2: 4, 3: 3, 4: 0, 5: 3})
    assert found.meaningful.value == Fraction(6, 12)
    assert (found.meaningful.low, found.meaningful.high) == (Fraction(6, 15), Fraction(9, 15))


# ---- M10 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "held", "ratio"),
    [
        ("CSO", 12, Fraction(3, 2)),
        ("ACA", 5, Fraction(2)),
        ("RCM", 2, Fraction(2)),
        ("LOC", 1, Fraction(1, 2)),
        ("MDO", 0, Fraction(0)),  # present at five activities, never on the programme
        ("MIG", 0, None),  # not present: no voice to measure
    ],
)
def test_voice_of_the_worked_example(group: str, held: int, ratio: Fraction | None) -> None:
    total = sum(sum(example.slots(each)) for each in example.GROUPS)
    found = voice(sum(example.slots(group)), total, len(example.of(group)), sum(example.COUNTS))

    assert (total, found.slots.numerator, found.slots.denominator) == (20, held, 20)
    assert (found.ratio.value, found.slots.value) == (ratio, Fraction(held, 20))
    assert found.ratio.shown_as is (Form.NO_DATA if ratio is None else Form.NUMBER)


def test_both_shares_are_printed_with_the_ratio() -> None:
    found = voice(12, 20, 16, 40)

    assert (found.ratio.numerator, found.ratio.denominator) == (Fraction(3, 5), Fraction(2, 5))
    assert (found.slots.value, found.presence.value) == (Fraction(3, 5), Fraction(2, 5))


def test_below_ten_slots_they_are_x_of_n_and_there_is_no_ratio() -> None:
    found = voice(3, 9, 16, 40, [1, 0])

    assert (found.slots.unknown, found.presence.unknown, found.ratio.unknown) == (1, 2, 1)
    assert (found.slots.shown_as, counts(found.slots)) == (Form.COUNT_OF, (3, 4, 10))
    assert (found.ratio.shown_as, found.ratio.value) == (Form.NO_DATA, None)


def test_where_nobody_wrote_slots_down_voice_is_not_zero() -> None:
    found = voice(0, 0, 16, 40, [0, 0])

    assert (found.slots, found.ratio) == (no_data("slot"), no_data("slot"))


@given(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda both: sum(both) >= 10),
    st.tuples(st.integers(1, 12), st.integers(0, 12)).filter(lambda both: sum(both) >= 10),
    st.lists(st.integers(0, 6), max_size=4),
)
def test_bounds_of_voice_are_those_of_every_allocation(
    slots: tuple[int, int], events: tuple[int, int], unknown: list[int]
) -> None:
    found = voice(slots[0], sum(slots), events[0], sum(events), unknown)
    heard, present = sum(slots) + sum(unknown), sum(events) + len(unknown)
    ways = chain.from_iterable(combinations(unknown, size) for size in range(len(unknown) + 1))
    ratios, shares = zip(
        *(
            (
                Fraction(slots[0] + sum(theirs), heard) / Fraction(events[0] + len(theirs), present),
                Fraction(slots[0] + sum(theirs), heard),
            )
            for theirs in ways
        ),
        strict=True,
    )

    assert (found.ratio.low, found.ratio.high) == (min(ratios), max(ratios))
    assert (found.slots.low, found.slots.high) == (min(shares), max(shares))


# ---- M11 ----------------------------------------------------------------------------------------------------------


def test_eighteen_of_24_came_back_and_five_of_23_are_new() -> None:
    found = continuity(24, 18, 23, 5, unmatched=2)

    assert (found.returned.value, found.new.value, found.unmatched) == (Fraction(3, 4), Fraction(5, 23), 2)
    assert found.returned.interval == pytest.approx((0.5510, 0.8800), abs=1e-4)


def test_without_an_earlier_period_there_is_no_continuity() -> None:
    found = continuity(None, None, 2, None)

    assert (found.returned, found.new, found.unmatched) == (no_data("organisation"), no_data("organisation"), None)


def test_an_earlier_period_with_nobody_leaves_nobody_to_return() -> None:
    found = continuity(0, 0, 1, 1)

    assert (found.returned.shown_as, found.new.numerator, found.new.denominator) == (Form.NO_DATA, 1, 1)


# ---- reach --------------------------------------------------------------------------------------------------------

INVITED, REGISTERED, ATTENDED, SPOKE, SUBMITTED = (
    frozenset({stage}) for stage in (Stage.INVITED, Stage.REGISTERED, Stage.ATTENDED, Stage.SPOKE, Stage.SUBMITTED)
)


def test_the_funnel_says_how_many_of_each_stage_were_kept() -> None:
    log = {INVITED: 6, INVITED | REGISTERED: 3, INVITED | REGISTERED | ATTENDED: 4, INVITED | SPOKE: 1, ATTENDED: 2}

    found = funnels({"CSO": log})["CSO"]

    assert [(step.stage, step.count, step.kept and counts(step.kept), step.unannounced) for step in found.steps] == [
        (Stage.INVITED, 14, None, None),
        (Stage.REGISTERED, 7, (7, 7, 14), 0),
        (Stage.ATTENDED, 7, (4, 4, 7), 3),
        (Stage.SPOKE, 1, (1, 1, 7), 0),
    ]
    assert (found.submitted, found.cause) == (None, Cause.HEARD)


def test_a_stage_that_nobody_wrote_down_is_not_recorded_and_is_passed_over() -> None:
    found = funnels({"CSO": {INVITED: 2, INVITED | ATTENDED: 1}, "TUN": {}})

    assert [step.count for step in found["CSO"].steps] == [3, None, 1, None]
    assert [step.count for step in found["TUN"].steps] == [0, None, 0, None]
    kept = found["CSO"].steps[2].kept
    assert kept is not None
    assert counts(kept) == (1, 1, 3)
    assert isinstance(found["TUN"].steps[2].kept, Measured)
    assert found["TUN"].steps[2].kept.shown_as is Form.NO_DATA


@pytest.mark.parametrize(
    ("log", "known", "cause"),
    [
        ({}, INVITED | ATTENDED, Cause.NOT_INVITED),
        ({}, ATTENDED | SPOKE, Cause.NOT_RECORDED),  # nobody says who was invited
        ({INVITED: 3}, INVITED | ATTENDED, Cause.DID_NOT_COME),
        ({REGISTERED: 3}, REGISTERED | ATTENDED, Cause.DID_NOT_COME),
        ({INVITED | ATTENDED: 3}, INVITED | ATTENDED | SPOKE, Cause.NOT_HEARD),
        ({ATTENDED: 3}, ATTENDED, Cause.NOT_RECORDED),  # nobody says who spoke
        ({SPOKE: 1}, ATTENDED | SPOKE, Cause.HEARD),
        ({SUBMITTED: 1}, ATTENDED | SPOKE | SUBMITTED, Cause.HEARD),
    ],
)
def test_the_cause_of_an_absence(log: dict[frozenset[Stage], int], known: frozenset[Stage], cause: Cause) -> None:
    assert funnel(log, known).cause is cause


@given(st.dictionaries(st.frozensets(st.sampled_from(list(Stage))), st.integers(0, 5), max_size=8))
def test_the_funnel_counts_every_organisation_event_at_each_of_its_stages(log: dict[frozenset[Stage], int]) -> None:
    plain = Counter(
        stage
        for stages, count in log.items()
        for stage in (stages | ATTENDED if Stage.SPOKE in stages else stages)
        for _ in range(count)
    )

    found = funnels({"CSO": log})["CSO"]

    assert {step.stage: step.count for step in found.steps} | {Stage.SUBMITTED: found.submitted} == {
        stage: plain[stage] or None for stage in Stage
    }
