"""Networks and working groups one by one: what is known of each, who is quiet, who is silent."""

from datetime import date

import pytest
from logs import load
from prepared import Copied
from tables import log

from engagement import actions, indicators
from engagement.bodies import groups_recorded
from engagement.errors import UnknownNameError
from engagement.model import Selection
from engagement.store import Store

ALL = Selection()
ON = date(2026, 6, 30)
MECHANISMS = """
    code  | kind          | name_en       | parent | country | region | from | to      | reporting_expected
    COAST | network       | Coast Network |        | Chad    | ECA    |      |         | yes
    SEA   | working_group | Sea Group     | COAST  |         |        |      |         |
    HILLS | network       | Hill Network  |        | Kenya   | ECA    |      |         | yes
    LAKES | network       | Lake Network  |        | Nepal   | ESCAP  |      |         | no
    PORTS | network       | Port Network  |        |         |        | 2019 | 2025-06 |
"""
LOG = """
    network       | working_group | activity | date       | organisation | category       | open | log_complete
    Coast Network |               | Forum    | 2024-03-01 | Blue Union   | trade unions   | yes  | yes
    Coast Network |               | Desk     | 2026-03-01 | Blue Union   | trade unions   | no   | no
    Coast Network | Sea Group     | Hearing  | 2025-09-01 | Lake College | academia       |      | yes
    Lake Network  |               | Shore    | 2025-06-30 | Lake College | academia       | yes  | yes
    Port Network  |               | Quay     | 2025-05-01 | Blue Union   | trade unions   | yes  | yes
"""
ROSTER = """
    mechanism | organisation | category      | role
    COAST     | Blue Union   | trade unions  | member
    COAST     | Lake College | academia      | observer
"""


@pytest.fixture
def places(copied: Copied) -> Store:
    return copied(meetings_recorded)


def meetings_recorded(store: Store) -> None:
    actions.import_mechanisms(store, log(MECHANISMS), file_name="groups.csv", by="tester")
    load(store, LOG.replace("| open |", "| open_to_stakeholders |"))


def flags(store: Store, selection: Selection = ALL, on: date = ON) -> dict[str, tuple[bool, bool]]:
    """Quiet and silent, by code."""
    return {each.mechanism: (each.is_quiet, each.is_silent) for each in indicators.bodies(store, selection, on)}


def test_a_body_says_what_was_held_logged_and_open_in_the_period_and_when_it_last_reported(places: Store) -> None:
    actions.import_seats(places, log(ROSTER), file_name="roster.csv", by="tester")
    found = {each.mechanism: each for each in indicators.bodies(places, ALL, ON)}
    coast = found["COAST"]

    assert list(found) == ["COAST", "SEA", "HILLS", "LAKES", "PORTS"]
    assert (coast.held, coast.open, coast.closed, coast.with_log, coast.seats) == (2, 1, 1, 1, 1)
    assert (coast.last_activity, coast.last_log) == (date(2026, 3, 1), date(2024, 3, 1))
    assert (coast.region, coast.country, coast.reporting_expected) == ("ECA", "TD", True)
    assert (found["SEA"].parent, found["SEA"].held, found["SEA"].open) == ("COAST", 1, 1)
    assert (found["HILLS"].held, found["HILLS"].last_activity, found["HILLS"].seats) == (0, None, 0)


def test_twelve_months_without_a_log_are_quiet_unless_a_working_group_reports_or_the_body_has_ended(
    places: Store,
) -> None:
    assert flags(places) == {
        "COAST": (False, False),  # its working group has a log of September 2025
        "SEA": (False, False),
        "HILLS": (False, True),  # nothing was ever held that anybody knows of
        "LAKES": (True, False),  # the last log is exactly a year old
        "PORTS": (False, False),  # ended
    }
    assert flags(places, on=date(2026, 6, 29))["LAKES"] == (False, False)
    assert flags(places, on=date(2026, 9, 1))["COAST"] == (True, False)


def test_months_are_counted_back_from_the_end_of_a_period_that_lies_in_the_past(places: Store) -> None:
    in_2025 = Selection(first_day=date(2025, 7, 1), last_day=date(2025, 12, 31))

    assert flags(places, in_2025, on=date(2026, 11, 1)) == {
        "COAST": (False, False),
        "SEA": (False, False),
        "HILLS": (False, True),
        "LAKES": (False, False),
        "PORTS": (False, False),
    }
    counted = {each.mechanism: each.held for each in indicators.bodies(places, in_2025, ON)}
    assert counted == {"COAST": 0, "SEA": 1, "HILLS": 0, "LAKES": 0, "PORTS": 0}


def test_a_working_group_asked_for_alone_comes_with_the_network_above_it(places: Store) -> None:
    assert list(flags(places, Selection(working_groups=("SEA",)))) == ["COAST", "SEA"]
    with pytest.raises(UnknownNameError):
        indicators.bodies(places, Selection(networks=("Nowhere",)), ON)


def test_groups_are_counted_where_there_is_a_report_and_nowhere_else(places: Store) -> None:
    matrix = indicators.matrix(places, ALL)

    assert groups_recorded(matrix, ["TUN", "ACA", "MED"]) == {"COAST": 1, "SEA": 1, "LAKES": 1, "PORTS": 1}
