"""Measures of a store: the worked example of the method read from a log, and what is said where there is nothing."""

from datetime import date
from fractions import Fraction

import pytest
from example import EXPECTED
from logs import load
from test_indicators import example  # noqa: F401  the worked example in a store

from engagement import actions, indicators
from engagement.measured import Form
from engagement.measuring import GroupMeasures, Measures
from engagement.model import Selection
from engagement.organisations import Verdict
from engagement.reach import Cause
from engagement.store import Store

ALL = Selection()
WHO = (("Amber Brook", "CSO"), ("Birch Hall", "TUN"), ("Dahlia Pond", "WCY"), ("Fjord Lane", "PRV"))


def group(found: Measures, category: str) -> GroupMeasures:
    return next(each for each in found.groups if each.category == category)


def test_worked_example_from_the_store(example: Store) -> None:  # noqa: F811
    found = indicators.measures(example, ALL)

    assert (found.coverage.value, found.coverage.high, found.coverage.denominator) == (9, 12, 12)
    assert round(float(found.equal_effort[5]), 2) == 7.44
    spread = found.effective_groups
    assert (round(float(spread.d1.value or 0), 2), spread.d2.value) == (6.17, Fraction(50, 11))
    assert [round(float(end or 0), 2) for end in (spread.d1.low, spread.d1.high)] == [5.65, 7.79]
    assert found.imbalance.loosemore_hanby.value == Fraction(22, 100)
    cso = group(found, "CSO")
    assert (cso.reliance.organisations.value, round(float(cso.reliance.effective.value or 0), 2)) == (8, 4.74)
    assert cso.reliance.top.value == Fraction(3, 8)
    assert (cso.depth.meaningful.numerator, cso.depth.meaningful.denominator) == (6, 16)
    fbo = group(found, "FBO")
    assert (fbo.depth.meaningful.numerator, fbo.depth.not_recorded, fbo.reliance.is_one_voice) == (0, 1, True)
    assert group(found, "MED").reliance.organisations.shown_as is Form.NO_DATA
    assert EXPECTED  # the printed numbers these are


def test_where_nothing_is_recorded_nothing_is_0(store: Store) -> None:
    found = indicators.measures(store, ALL)

    assert (found.coverage.shown_as, found.equal_effort) == (Form.NO_DATA, {})
    for figure in (found.effective_groups.d1, found.imbalance.loosemore_hanby, found.parity.women):
        assert (figure.shown_as, figure.value) == (Form.NO_DATA, None)
    cso = group(found, "CSO")
    assert (cso.reliance.is_one_voice, cso.depth.distribution, cso.voice.ratio.value, cso.reach) == (None,) * 4
    assert found.continuity.returned.shown_as is Form.NO_DATA


def test_a_slot_is_a_row_with_a_role_that_speaks_drafts_or_leads(store: Store) -> None:
    load(
        store,
        """
        organisation | category | role       | stage
        Relief       | CSO      | speaker    |
        Relief       | CSO      | moderator  |
        Union        | TUN      |            | spoke
        School       | ACA      | observer   |
        Ministry     | GOV      | speaker    |
        Unknown      |          | rapporteur |
        """,
    )
    found = indicators.measures(store, ALL)

    slots = {each.category: (each.voice.slots.numerator, each.voice.slots.denominator) for each in found.groups}
    assert (slots["CSO"], slots["TUN"], slots["ACA"]) == ((2, 3), (1, 3), (0, 3))  # institutions are outside
    assert group(found, "CSO").voice.slots.unknown == 1


def test_who_came_back_is_asked_of_the_period_just_before(store: Store) -> None:
    load(
        store,
        """
        date       | organisation | category
        2023-05-01 | Old Guard    | CSO
        2024-02-01 | Relief       | CSO
        2024-02-01 | Union        | TUN
        2025-02-01 | Relief       | CSO
        2025-03-01 | Old Guard    | CSO
        2025-03-01 | Newcomers    | MDO
        """,
    )
    year = Selection(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))
    found = indicators.measures(store, year).continuity

    assert (found.returned.numerator, found.returned.denominator) == (1, 2)
    assert (found.new.numerator, found.new.denominator) == (1, 3)  # Old Guard was away, and is not new
    assert found.unmatched == 4  # Relief, Union, Old Guard, Newcomers
    first = Selection(first_day=date(2023, 1, 1), last_day=date(2023, 12, 31))
    assert indicators.measures(store, first).continuity.returned.shown_as is Form.NO_DATA


def test_whom_a_list_or_a_person_has_named_is_matched(store: Store) -> None:
    load(
        store,
        """activity | date | organisation | category
        M0 | 2023-05-10 | Long Gone   | CSO
        M1 | 2024-05-10 | Amber Brook | CSO
        M1 | 2024-05-10 | Birch Hall  | CSO
        M1 | 2024-05-10 | Ministry    | GOV
        M2 | 2025-05-10 | Cedar Field | CSO
        M2 | 2025-05-10 | Dahlia Pond | CSO
        M2 | 2025-05-10 | Elm Gate    | CSO""",
    )
    year = Selection(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))
    assert indicators.measures(store, year).continuity.unmatched == 5

    actions.import_organisations(store, b"name\nAmber Brook\n", file_name="list.csv", by="tester")
    actions.judge(store, [("Birch Hall", "Cedar Field", Verdict.DIFFERENT)], by="tester")

    assert indicators.measures(store, year).continuity.unmatched == 2


def test_the_funnel_tells_why_a_group_is_absent(store: Store) -> None:
    load(
        store,
        """
        organisation | category | stage    | role
        Relief       | CSO      | invited  |
        Relief       | CSO      | attended | speaker
        Union        | TUN      | invited  |
        School       | ACA      | attended |
        """,
    )
    causes = {each.category: each.reach.cause for each in indicators.measures(store, ALL).groups if each.reach}

    assert (causes["CSO"], causes["TUN"], causes["ACA"], causes["MED"]) == (
        *(Cause.HEARD, Cause.DID_NOT_COME, Cause.NOT_HEARD, Cause.NOT_INVITED),
    )


def test_women_are_of_those_whose_gender_is_recorded(store: Store) -> None:
    load(store, "organisation | category | people | women | men\nRelief | CSO | 40 | 12 | 20\nUnion | TUN | 8 | |")
    women = indicators.measures(store, ALL).parity.women

    assert (women.numerator, women.denominator, women.unknown) == (12, 32, 16)


# ---- every row speaks once -------------------------------------------------------------------------------------------


def test_a_written_contribution_is_a_slot_whether_a_role_or_a_stage_says_so(store: Store) -> None:
    load(
        store,
        """activity | date | organisation | category | role | stage
        M1 | 2025-01-10 | Amber Brook | CSO | written_input |
        M2 | 2025-02-10 | Amber Brook | CSO | participant | submitted
        M3 | 2025-03-10 | Birch Hall | TUN | speaker | attended""",
    )
    slots = {each.category: each.voice.slots.numerator for each in indicators.measures(store, ALL).groups}

    assert (slots["CSO"], slots["TUN"]) == (2, 1)


def test_a_row_without_category_speaks_for_the_group_its_organisation_has_at_the_activity(store: Store) -> None:
    load(
        store,
        """activity | date | organisation | category | role | stage
        M1 | 2025-01-10 | Kestrel House | FBO | participant | attended
        M1 | 2025-01-10 | Kestrel House | | speaker | spoke""",
    )
    fbo = group(indicators.measures(store, ALL), "FBO")

    assert (fbo.voice.slots.numerator, fbo.voice.slots.unknown) == (1, 0)
    assert fbo.reach is not None
    assert fbo.reach.cause is Cause.HEARD


def test_equal_effort_goes_over_closed_activities_too(store: Store) -> None:
    load(
        store,
        """activity | date | organisation | category | open_to_stakeholders
        M1 | 2025-01-10 | Amber Brook | CSO | yes
        M2 | 2025-02-10 | Birch Hall | TUN | no""",
    )

    assert indicators.measures(store, ALL).equal_effort == {1: 1, 2: 2}


def test_a_stage_that_is_written_down_of_anybody_is_known_for_every_group(store: Store) -> None:
    load(
        store,
        """activity | date | organisation | category | stage
        M1 | 2025-01-10 | Amber Brook | CSO | attended
        M1 | 2025-01-10 | Ministry | GOV | invited""",
    )
    reach = group(indicators.measures(store, ALL), "MIG").reach

    assert reach is not None
    assert (reach.steps[0].count, reach.cause) == (0, Cause.NOT_INVITED)


def test_institutions_are_no_stakeholders_that_come_back(store: Store) -> None:
    load(
        store,
        """activity | date | organisation | category
        M1 | 2024-05-10 | Amber Brook | CSO
        M1 | 2024-05-10 | Ministry | GOV
        M2 | 2025-05-10 | Amber Brook | CSO
        M2 | 2025-05-10 | Ministry | GOV""",
    )
    found = indicators.measures(store, Selection(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))).continuity

    assert (found.returned.numerator, found.returned.denominator) == (1, 1)


@pytest.mark.parametrize("list_code", ["para44", "para15j", "seed"])
def test_shares_of_all_groups_add_up_to_one(store: Store, list_code: str) -> None:
    rows = [f"M{n} | 2025-01-1{n} | {name} | {code}" for n in range(4) for name, code in WHO]
    load(store, "\n".join(["activity | date | organisation | category", *rows]))

    shares = [
        each.share
        for each in indicators.indicators(store, Selection(list=list_code)).categories
        if each.share is not None
    ]

    assert sum(shares) == 1
