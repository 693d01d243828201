"""From counts and expectations to ranked gaps: borders, statuses, ties."""

from fractions import Fraction
from typing import Any

import pytest

from engagement.gaps import Shortfall, found, severity, status
from engagement.model import Expectation, Gap, GapType

ORDER = ("MIG", "CSO", "MDO", "FBO", "LOC", "PRV", "TUN")
BEYOND = Fraction(1, 10**12)


def short(category: str | None = "TUN", **given: Any) -> Shortfall:
    """A group at none of ten activities of which five are expected, all rows classified, unless `given` says else."""
    kind = given.pop("type", GapType.PRESENCE)
    expected = Fraction(given.pop("expected", 5))
    expectation = Expectation(
        type=kind, mechanism=None, category=None, value=expected, author="", date=None, basis="agreed"
    )
    recorded = given.get("recorded", 0)
    return Shortfall(
        **{
            "expectation": expectation,
            "mechanism": "A",
            "category": category,
            "unit": "activity",
            "recorded": recorded,
            "best_case": recorded,
            "denominator": 10,
            "expected": expected,
            "activities": 10,
            "is_nothing_recorded": recorded == 0,
            "classified": 40,
            "unclassified": 0,
            "is_record_sufficient": True,
        }
        | given
    )


def only(each: Shortfall) -> Gap:
    (gap,) = found([each], ORDER)
    return gap


# ---- severity -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("g_fav", "is_nothing_recorded", "expected"),
    [
        (Fraction(1), True, "critical"),
        (Fraction(1, 2), True, "critical"),
        (Fraction(1, 2) - BEYOND, True, "major"),
        (BEYOND, True, "major"),
        (Fraction(1), False, "major"),
        (Fraction(1, 2), False, "major"),
        (Fraction(1, 2) - BEYOND, False, "moderate"),
        (Fraction(1, 5), False, "moderate"),
        (Fraction(1, 5) - BEYOND, False, "minor"),
        (BEYOND, False, "minor"),
    ],
)
def test_severity_changes_exactly_at_a_fifth_and_at_a_half(
    g_fav: Fraction, is_nothing_recorded: bool, expected: str
) -> None:
    assert severity(g_fav, is_nothing_recorded) == expected


@pytest.mark.parametrize(("recorded", "expected"), [(4, "moderate"), (2, "moderate"), (1, "major"), (0, "critical")])
def test_a_shortfall_of_exactly_a_fifth_is_moderate(recorded: int, expected: str) -> None:
    """1 - 4/5 is below 0.2 in floating point. Of five, 4 is a fifth short, 2 three fifths at best 4."""
    best = 4 if recorded == 2 else recorded

    assert only(short(recorded=recorded, best_case=best)).severity == expected


def test_severity_is_an_understatement() -> None:
    gap = only(short(recorded=0, best_case=3, unclassified=3))

    assert (gap.g_obs, gap.g_fav, gap.status, gap.severity) == (1, Fraction(2, 5), "confirmed", "major")


def test_a_group_recorded_at_closed_activities_only_is_at_most_major() -> None:
    assert only(short(recorded=0, is_nothing_recorded=False)).severity == "major"


# ---- status -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("g_fav", "unclassified", "expected"),
    [
        (BEYOND, 100, "confirmed"),
        (Fraction(0), 0, "likely"),
        (Fraction(0), 5, "likely"),  # 5 of 100
        (Fraction(0), 6, "open"),
    ],
)
def test_status_changes_exactly_at_five_per_cent(g_fav: Fraction, unclassified: int, expected: str) -> None:
    assert status(g_fav, 100 - unclassified, unclassified) == expected


def test_likely_and_open_gaps_carry_no_severity() -> None:
    likely = only(short(recorded=4, best_case=5, classified=95, unclassified=5))
    undecided = only(short(recorded=4, best_case=5, classified=94, unclassified=6))

    assert [(each.status, each.severity, each.needed_low, each.needed_high) for each in (likely, undecided)] == [
        ("likely", None, 0, 1),
        ("open", None, 0, 1),
    ]


@pytest.mark.parametrize(("activities", "expected"), [(2, "not_assessable"), (3, "confirmed")])
def test_below_three_activities_nothing_is_called_a_gap(activities: int, expected: str) -> None:
    assert only(short(activities=activities)).status == expected


def test_an_insufficient_record_leaves_only_its_own_gap() -> None:
    weak = only(short(is_record_sufficient=False))
    records = only(
        short(
            None, type=GapType.RECORDS, recorded=7, expected=Fraction(36, 5), activities=1, is_record_sufficient=False
        )
    )

    assert (weak.status, weak.severity) == ("not_assessable", None)
    assert (records.status, records.severity, records.needed_low, records.needed_high) == ("confirmed", "minor", 1, 1)


def test_what_is_reached_is_no_gap() -> None:
    assert found([short(recorded=5), short(recorded=6), short(recorded=0, expected=0)], ORDER) == ()


def test_needed_counts_whole_activities() -> None:
    gap = only(short(recorded=1, best_case=3, expected=Fraction(9, 2), unclassified=2))

    assert (gap.needed_low, gap.needed_high) == (2, 4)


# ---- ranking ------------------------------------------------------------------------------------------------------


def ranked(*shortfalls: Shortfall) -> list[tuple[int, str | None, str]]:
    return [(gap.rank, gap.category, gap.mechanism) for gap in found(shortfalls, ORDER)]


def test_ties_share_a_rank_and_leave_room_behind_them() -> None:
    assert ranked(
        short("PRV", recorded=2), short("LOC", recorded=1), short("TUN"), short("MIG"), short("FBO", recorded=1)
    ) == [(1, "MIG", "A"), (1, "TUN", "A"), (3, "FBO", "A"), (3, "LOC", "A"), (5, "PRV", "A")]


def test_status_comes_before_severity_and_severity_before_what_is_needed() -> None:
    assert ranked(
        short("MIG", recorded=4, best_case=5, classified=90, unclassified=10),  # open
        short("CSO", recorded=4, best_case=5, classified=99, unclassified=1),  # likely
        short("MDO", activities=2),  # not assessable
        short("FBO", recorded=9, expected=10),  # confirmed, minor, 1 needed
        short("LOC", recorded=60, expected=100),  # confirmed, moderate, 40 needed
        short("PRV", recorded=0, expected=1),  # confirmed, critical, 1 needed
        short("TUN", recorded=6, expected=10),  # confirmed, moderate, 4 needed
    ) == [
        (1, "PRV", "A"),
        (2, "LOC", "A"),
        (3, "TUN", "A"),
        (4, "FBO", "A"),
        (5, "CSO", "A"),
        (6, "MIG", "A"),
        (7, "MDO", "A"),
    ]


def test_what_is_missing_in_more_networks_comes_first() -> None:
    assert ranked(short("MIG"), short("TUN"), short("TUN", mechanism="B")) == [
        (1, "TUN", "A"),
        (1, "TUN", "B"),
        (3, "MIG", "A"),
    ]
    assert {
        gap.category: gap.scopes for gap in found([short("MIG"), short("TUN"), short("TUN", mechanism="B")], ORDER)
    } == {
        "TUN": 2,
        "MIG": 1,
    }
