"""What is behind a figure: its organisation-events, and the rows of the files they stand in."""

from datetime import date
from typing import Any

import pytest
from followed import ALL, declare, imported
from logs import load
from prepared import Copied

from dashboard import cell_details
from engagement import actions, indicators
from engagement.model import GapType, Selection
from engagement.store import Store
from engagement.taxonomy import SHIPPED


@pytest.fixture
def places(copied: Copied) -> Store:
    return copied(declare)


@pytest.mark.parametrize("list_", SHIPPED.lists)
@pytest.mark.parametrize("first_day", [None, date(2023, 1, 1)])
def test_behind_every_figure_there_are_as_many_organisation_events_as_it_says(
    demonstration: Store, list_: str, first_day: date | None
) -> None:
    selection = Selection(list=list_, first_day=first_day)
    for each in indicators.indicators(demonstration, selection).categories:
        found = indicators.explain(demonstration, selection, each.category)
        assert (each.category, found.organisation_events, found.activities_with, found.present, found.assessed) == (
            *(each.category, each.organisation_events, each.activities, each.present, each.assessed),
        )


def test_behind_every_gap_there_is_what_it_counts(demonstration: Store) -> None:
    counted = {GapType.ABSENCE: "activities_with", GapType.PRESENCE: "present", GapType.RECORDS: "organisation_events"}
    gaps = [each for each in indicators.gaps(demonstration, ALL) if each.type in counted]
    assert gaps
    for gap in gaps:
        found = indicators.explain(demonstration, ALL, gap.category, gap.mechanism)
        assert (gap, getattr(found, counted[gap.type])) == (gap, gap.recorded)


def test_an_event_leads_to_file_sheet_and_every_row_it_stands_in(store: Store) -> None:
    rows = """
        organisation | category      | people | country
        Relief       | Civil society |        |
        Mystery      |               |        |
        RELIEF       | NGO           |        | Chad
        Relief       |               |        |
                     | Civil society | 12     |
    """
    load(store, rows, file_name="january.csv")
    load(store, "organisation | category | country\nrelief | Civil society | Mali", file_name="again.csv")
    (activity,) = indicators.explain(store, ALL, "CSO").activities

    def behind(events: Any) -> list[tuple[str | None, tuple[str, ...], list[tuple[str, str, tuple[int, ...]]]]]:
        return [
            (each.organisation, each.spelled, [(one.file, one.batch, one.rows) for one in each.sources])
            for each in events
        ]

    assert behind(activity.events) == [
        (
            "relief",
            ("Relief", "RELIEF", "relief"),
            [("january.csv", "B0001", (2, 4)), ("again.csv", "B0002", (2,))],
        ),
        (None, (), [("january.csv", "B0001", (6,))]),
    ]
    assert behind(activity.unclassified) == [("Mystery", ("Mystery",), [("january.csv", "B0001", (3,))])]
    assert [(each.file, each.batch) for each in activity.described_in] == [
        ("january.csv", "B0001"),
        ("again.csv", "B0002"),
    ]


def test_a_gap_where_nothing_is_recorded_is_explained_by_the_activities_and_what_is_not_classified(
    places: Store,
) -> None:
    imported(
        places,
        """
        date       | activity | network       | organisation | category | open_to_stakeholders
        2026-02-03 | Hearing  | Coast Network | Relief       | CSO      | yes
        2026-03-03 | Panel    | Coast Network | Mystery      |          | yes
        2026-04-03 | Closed   | Coast Network | Relief       | CSO      | no
        """,
    )
    found = indicators.explain(places, ALL, "TUN", "COAST")

    assert (found.organisation_events, found.unclassified, found.present, found.assessed) == (0, 1, 0, 2)
    assert [(each.title, each.is_assessed, len(each.events), len(each.unclassified)) for each in found.activities] == [
        ("Hearing", True, 0, 0),
        ("Panel", True, 0, 1),
        ("Closed", False, 0, 0),
    ]


def test_an_undone_file_is_behind_nothing(store: Store) -> None:
    load(store, "organisation | category\nRelief | Civil society", file_name="january.csv")
    before = indicators.explain(store, ALL, "CSO")
    load(store, "organisation | category\nAid | Civil society", file_name="again.csv")
    actions.undo_batch(store, "B0002", by="tester")

    assert indicators.explain(store, ALL, "CSO") == before


def test_what_presence_does_not_count_stands_apart(store: Store) -> None:
    """A closed activity and one without a log are shown behind a cell; '1 of 2' counts neither."""
    load(
        store,
        """
        activity  | date       | organisation | category      | open_to_stakeholders | log_complete
        Hearing   | 2025-03-01 | Relief       | Civil society | yes                  |
        Review    | 2025-03-02 | Guild        | Trade unions  |                      |
        Closed    | 2025-03-03 | Guild        | Trade unions  | no                   |
        Retreat   | 2025-03-04 | Relief       | Civil society | no                   |
        """,
    )
    found = indicators.explain(store, ALL, "CSO")

    assert [(each.title, each.open_to_stakeholders, each.is_assessed) for each in found.activities] == [
        ("Hearing", True, True),
        ("Review", None, True),
        ("Closed", False, False),
        ("Retreat", False, False),
    ]
    assert (found.present, found.assessed) == (1, 2)
    counted = cell_details.apart(found.activities, lambda each: bool(each.events))
    assert {code: [each.title for each in some] for code, some in counted.items()} == {
        "cell.with": ["Hearing"],
        "cell.without": ["Review"],
        "cell.closed": ["Closed", "Retreat"],
        "cell.silent": [],
    }
