"""What a figure is taken over: periods, logs, scopes, small numbers and what is expected, in small logs."""

from datetime import date
from fractions import Fraction

import pytest
from counted import ALL, EXPECTATION_HEADER, RELIEF, as_line, counts, days
from logs import load

from engagement import actions
from engagement.errors import InputError, UnknownNameError
from engagement.indicators import activities, gaps, indicators, matrix, organisations
from engagement.model import GapStatus, GapType, Selection
from engagement.store import Store

# ---- openness, logs, periods --------------------------------------------------------------------------------------


def test_closed_activities_count_in_openness_and_not_in_presence(store: Store) -> None:
    load(
        store,
        """
        activity | organisation | category | open_to_stakeholders
        One      | Relief       | CSO      | yes
        Two      | Relief       | CSO      | no
        Three    | Relief       | CSO      |
        """,
    )
    record = indicators(store, ALL).records

    assert (record.activities_held, record.activities_open, record.activities_closed) == (3, 2, 1)
    assert record.openness_not_recorded == 1
    assert counts(store, "CSO", "activities", "present", "assessed") == (3, 2, 2)


def test_a_log_that_says_both_open_and_closed_has_not_said(store: Store) -> None:
    load(store, "organisation | category | open_to_stakeholders\nRelief | CSO | yes\nUnion | TUN | no")

    assert indicators(store, ALL).records.openness_not_recorded == 1


def test_no_log_is_no_report_and_an_incomplete_log_takes_nothing_away(store: Store) -> None:
    load(
        store,
        """
        network | activity | organisation | category | log_complete
        Silent  | One      |              |          | no
        Partial | One      | Relief       | CSO      | no
        Whole   | One      | Relief       | CSO      | yes
        """,
    )
    states = {(cell.column, cell.row): cell.state for cell in matrix(store, ALL).cells}

    assert {column: (states[column, "CSO"], states[column, "TUN"]) for column in ("Silent", "Partial", "Whole")} == {
        "Silent": ("no_report", "no_report"),
        "Partial": ("recorded", "no_report"),
        "Whole": ("recorded", "not_recorded"),
    }
    assert {each.mechanism for each in gaps(store, ALL)} == {"Whole"}
    figures = indicators(store, ALL)
    assert (figures.mechanisms, figures.mechanisms_with_log, figures.records.activities_with_log) == (3, 1, 1)


def test_an_activity_dated_to_a_month_partly_in_the_period_is_in_doubt(store: Store) -> None:
    load(
        store,
        """
        activity | date       | organisation | category
        Inside   | 2026-03-20 | Relief       | CSO
        Month    | 2026-03    | Union        | TUN
        April    | 2026-04    | Union        | TUN
        Year     | 2026       | Parish       | FBO
        Before   | 2026-03-14 | Magazine     | MED
        """,
    )
    chosen = Selection(first_day=date(2026, 3, 15), last_day=date(2026, 4, 10))
    record = indicators(store, chosen).records

    assert (record.activities_held, record.activities_in_doubt) == (1, 3)
    assert [each.title for each in activities(store, chosen)] == ["Inside"]
    assert counts(store, "TUN", "organisation_events", selection=chosen) == (0,)


def test_the_first_and_the_last_day_are_inside(store: Store) -> None:
    load(store, days(3))
    chosen = Selection(first_day=date(2026, 2, 1), last_day=date(2026, 2, 2))

    assert [each.title for each in activities(store, chosen)] == ["A1", "A2"]


def test_years_without_any_activity_stand_in_the_matrix_as_no_report(store: Store) -> None:
    load(store, "date | organisation | category\n2023-05-01 | Relief | CSO\n2025-05-01 | Relief | CSO")
    answer = matrix(store, ALL, "year")

    assert answer.columns == ("2023", "2024", "2025")
    assert [cell.state for cell in answer.cells if cell.row == "CSO"] == ["recorded", "no_report", "recorded"]


# ---- scope --------------------------------------------------------------------------------------------------------


TWO_NETWORKS = """
network   | working_group | organisation | category
Network A |               | Relief       | CSO
Network A | Data          | Union        | TUN
Network B | Data          | Parish       | FBO
"""


@pytest.mark.parametrize(
    ("selection", "recorded"),
    [
        (Selection(), {"CSO", "TUN", "FBO"}),
        (Selection(networks=("network a",)), {"CSO", "TUN"}),
        (Selection(networks=("Network B",)), {"FBO"}),
        (Selection(networks=("Network A", "Network B")), {"CSO", "TUN", "FBO"}),
        (Selection(working_groups=("Network A/Data",)), {"TUN"}),
    ],
)
def test_a_network_includes_its_working_groups(store: Store, selection: Selection, recorded: set[str]) -> None:
    load(store, TWO_NETWORKS)

    assert {each.category for each in indicators(store, selection).categories if each.organisation_events} == recorded


def test_a_name_nobody_has_is_refused_with_the_nearest(store: Store) -> None:
    load(store, TWO_NETWORKS)

    with pytest.raises(UnknownNameError) as refused:
        indicators(store, Selection(networks=("Netwrok A",)))
    assert refused.value.code == "network-unknown"
    assert "Network A" in refused.value.suggestions


def test_an_empty_store_has_no_data_and_no_zero_rates(store: Store) -> None:
    figures = indicators(store, ALL)

    assert figures.coverage.model_dump() == {"recorded": 0, "expected": 12, "upper": 0}
    assert figures.records.classified_share is None
    assert {(each.share, each.presence, each.people, each.women) for each in figures.categories} == {
        (None, None, None, None)
    }
    assert gaps(store, ALL) == ()


# ---- small numbers and unknowns -----------------------------------------------------------------------------------


def test_below_ten_there_is_no_share_and_no_rate(store: Store) -> None:
    load(store, days(9))
    nine = counts(store, "CSO", "share", "share_low", "share_high", "share_interval", "presence", "presence_high")
    load(store, days(10), file_name="ten.csv")
    ten = counts(store, "CSO", "share", "share_low", "share_high", "presence", "presence_high")

    assert nine == (None,) * 6
    assert ten == (1, 1, 1, 1, 1)


def test_heads_nobody_counted_are_unknown_and_not_zero(store: Store) -> None:
    load(store, "organisation | category\nRelief | CSO")

    assert counts(store, "CSO", "people", "women", "men", "other_gender", "gender_recorded") == (None,) * 5
    assert counts(store, "TUN", "people", "women") == (None, None)


def test_organisations_come_with_their_spellings_and_where_they_took_part(store: Store) -> None:
    load(
        store,
        """
        activity | date       | organisation | category
        One      | 2026-01-10 | Relief       | CSO
        Two      | 2026-01-12 | RELIEF       | FBO
        """,
    )
    (relief,) = organisations(store, ALL)

    assert relief.model_dump(exclude={"id"}) == {
        "name": "Relief",
        "country": None,
        "is_declared": False,
        "spellings": ("RELIEF", "Relief"),
        "names": ("RELIEF", "Relief"),
        "categories": ("CSO", "FBO"),
        "mechanisms": ("Network A",),
        "activities": 2,
        "first_seen": date(2026, 1, 10),
        "last_seen": date(2026, 1, 12),
    }


# ---- gaps of a store ----------------------------------------------------------------------------------------------


def statuses(store: Store) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for each in gaps(store, ALL):
        found.setdefault((each.type.value, each.category or ""), set()).add(each.status.value)
    return found


def test_fewer_than_three_activities_are_not_assessable(store: Store) -> None:
    load(store, days(2))
    two = {each.status for each in gaps(store, ALL)}
    load(store, days(3), file_name="three.csv")
    three = {each.status for each in gaps(store, ALL)}

    assert (two, three) == ({GapStatus.NOT_ASSESSABLE}, {GapStatus.CONFIRMED})


def test_closed_activities_do_not_make_presence_assessable(store: Store) -> None:
    load(store, [*days(2), {"activity": "Closed", "open_to_stakeholders": "no", **RELIEF}])

    assert statuses(store)["presence", "TUN"] == {"not_assessable"}
    assert statuses(store)["absence", "TUN"] == {"confirmed"}


def test_a_record_classified_below_four_fifths_names_no_gap_but_that(store: Store) -> None:
    load(store, [*days(7), {"organisation": "Mystery 1"}, {"organisation": "Mystery 2"}])
    found = [each for each in gaps(store, ALL) if each.status is not GapStatus.NOT_ASSESSABLE]

    assert [as_line(each) | {"expected": str(each.expected)} for each in found] == [
        {
            "rank": "1",
            "group": "",
            "recorded": "7",
            "at most": "7",
            "g_obs": "1/36",
            "g_fav": "1/36",
            "status": "confirmed",
            "severity": "minor",
            "needed": "1-1",
            "expected": "36/5",
        }
    ]


def test_a_record_classified_at_four_fifths_is_enough(store: Store) -> None:
    load(store, [*days(8), {"organisation": "Mystery 1"}, {"organisation": "Mystery 2"}])

    assert {each.status for each in gaps(store, ALL)} == {GapStatus.CONFIRMED, GapStatus.OPEN}
    assert ("records", "") not in statuses(store)


def declare(store: Store, *lines: str) -> None:
    actions.declare_expectations(store, "\n".join([EXPECTATION_HEADER, *lines]), by="test")


def test_the_most_particular_expectation_holds_and_among_equals_the_newest(store: Store) -> None:
    load(store, [*days(4), *days(4, network="Network B")])
    declare(
        store,
        "presence,,TUN,25%,Coordinator,2026-01-12,any network,,",
        "presence,Network A,TUN,1/4,Coordinator,2026-01-01,older,,",
    )
    declare(store, "presence,Network A,TUN,3/4,Coordinator,2026-01-12,newer,,")
    declare(store, "presence,Network A,TUN,1,Coordinator,2026-01-20,last year,2025-01-01,2025-12-31")
    chosen = Selection(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
    found = [each for each in gaps(store, chosen) if each.type is GapType.PRESENCE and each.category in ("TUN", "FBO")]

    assert {(each.mechanism, each.category): (each.expected, each.expectation.basis) for each in found} == {
        ("Network A", "TUN"): (3, "newer"),
        ("Network B", "TUN"): (1, "any network"),
        ("Network A", "FBO"): (2, "tool default, not a United Nations standard"),
        ("Network B", "FBO"): (2, "tool default, not a United Nations standard"),
    }


def test_an_absence_expected_away_several_times_counts_no_activity_twice(store: Store) -> None:
    """The union took part where the unclassified did too, so they can add nothing to it."""
    load(store, [*days(12), {"activity": "A1", "date": "2026-02-01", "organisation": "Union", "category": "TUN"}])
    load(store, [{"activity": "A1", "date": "2026-02-01", "organisation": "Mystery"}], file_name="b.csv")
    declare(store, "absence,,TUN,3,Coordinator,2026-01-12,agreed,,")
    (found,) = (each for each in gaps(store, ALL) if each.type is GapType.ABSENCE and each.category == "TUN")

    assert (found.recorded, found.best_case, found.status) == (1, 1, "confirmed")


def test_where_nothing_is_expected_nothing_is_missing(store: Store) -> None:
    load(store, days(3))
    declare(store, "presence,,TUN,0,Coordinator,2026-01-12,not expected here,,")

    assert ("presence", "TUN") not in statuses(store)
    assert ("presence", "FBO") in statuses(store)


@pytest.mark.parametrize("value", ["-1", "150%", "5", "much", "1/0", ""])
def test_an_expectation_that_no_rate_can_be_is_refused(store: Store, value: str) -> None:
    with pytest.raises(InputError) as refused:
        declare(store, f"presence,,TUN,{value},Coordinator,2026-01-12,agreed,,")
    assert refused.value.code == "expectations-refused"


# ---- declared shares ----------------------------------------------------------------------------------------------


def declared_shares(mechanism: str, first: str, day: str = "2026-01-12", rest: str = "0.05") -> list[str]:
    """One group with the share `first`, eleven with `rest`."""
    others = ("MIG", "MDO", "FBO", "LOC", "PRV", "TUN", "PAR", "NHR", "RCM", "ACA", "MED")
    return [
        f"share,{mechanism},CSO,{first},Coordinator,{day},agreed,,",
        *(f"share,{mechanism},{code},{rest},Coordinator,{day},agreed,," for code in others),
    ]


def test_no_declared_share_no_ratio(store: Store) -> None:
    load(store, days(10))

    assert counts(store, "CSO", "reference", "ratio", "ratio_low", "organisations_needed") == (None,) * 4


def test_shares_that_do_not_add_to_one_are_no_reference(store: Store) -> None:
    load(store, days(10))
    with pytest.raises(InputError):
        declare(store, *declared_shares("", "0.452"))
    off = counts(store, "CSO", "reference")
    declare(store, *declared_shares("", "0.4505", day="2026-01-13"))

    assert off == (None,)
    assert counts(store, "CSO", "reference", "ratio") == (Fraction("0.4505"), 1 / Fraction("0.4505"))


def test_shares_declared_for_a_network_hold_for_it_with_its_working_groups_and_before_those_for_all(
    store: Store,
) -> None:
    load(store, [*days(10), *days(10, working_group="Data"), *days(10, network="Network B")])
    declare(store, *declared_shares("Network A", "0.45"))
    declare(store, *declared_shares("", "0.01", day="2026-02-01", rest="0.09"))

    assert counts(store, "CSO", "reference", selection=Selection(networks=("Network A",))) == (Fraction("0.45"),)
    assert counts(store, "CSO", "reference", selection=Selection(networks=("Network B",))) == (Fraction("0.01"),)
    assert counts(store, "CSO", "reference") == (Fraction("0.01"),)


def test_a_declared_share_of_zero_is_no_reference_and_of_one_is_never_reached(store: Store) -> None:
    load(store, [*days(10), {"organisation": "Union", "category": "TUN"}])
    declare(store, *declared_shares("", "1", rest="0"))

    assert counts(store, "TUN", "reference", "ratio", "organisations_needed") == (None, None, None)
    assert counts(store, "CSO", "reference", "ratio", "organisations_needed") == (1, Fraction(10, 11), None)
