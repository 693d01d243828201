"""A meeting that never had a sheet is recorded by hand, and judged like any log."""

import pytest

from engagement import actions, indicators
from engagement.batches import HandRecord, HeadCount
from engagement.errors import InvalidLogError
from engagement.model import Selection
from engagement.store import Store

RECORD = HandRecord(
    activity="Consultation on fair recruitment",
    date="March 2024",
    network="Coast",
    open_to_stakeholders="yes",
    head_counts=(
        HeadCount(category="trade union", people="12", women="5", men="7"),
        HeadCount(category="diaspora", people="3"),
        HeadCount(category="Media"),
    ),
)


def test_head_counts_become_participation_of_their_categories(store: Store) -> None:
    receipt = actions.record_by_hand(store, RECORD, by="tester")

    assert (receipt.batch, receipt.file, receipt.rows_accepted, receipt.activities) == ("B0001", "by hand", 3, 1)
    rows = store.rows(
        "select category, people, women, men, organisation from engagement.participation order by category"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("MDO", 3, None, None, None),
        ("MED", None, None, None, None),
        ("TUN", 12, 5, 7, None),
    ]
    (activity,) = indicators.activities(store, Selection())
    assert (activity.date_precision, activity.open_to_stakeholders, activity.people) == ("month", True, 15)


def test_a_check_by_hand_records_nothing(store: Store) -> None:
    receipt = actions.record_by_hand(store, RECORD, by="tester", is_check=True)

    assert (receipt.batch, receipt.rows_accepted, store.version) == (None, 3, 0)


def test_the_same_record_twice_changes_nothing(store: Store) -> None:
    actions.record_by_hand(store, RECORD, by="tester")

    assert actions.record_by_hand(store, RECORD, by="tester").already_imported


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"date": "03/04/2024"}, "date-ambiguous"),
        ({"activity": ""}, "activity-missing"),
        ({"network": ""}, "mechanism-missing"),
        ({"head_counts": (HeadCount(category="diaspora", people="3", women="4"),)}, "counts-contradict"),
        ({"head_counts": (HeadCount(people="3"),)}, "who-missing"),
    ],
)
def test_what_is_written_by_hand_is_judged_like_a_sheet(store: Store, changed: dict[str, object], code: str) -> None:
    record = RECORD.model_copy(update=changed)

    receipt = actions.record_by_hand(store, record, by="tester", is_check=True)

    assert code in receipt.problem_counts
    assert receipt.rows_accepted == 0
    with pytest.raises(InvalidLogError):
        actions.record_by_hand(store, record, by="tester")


def test_a_record_by_hand_can_be_undone(store: Store) -> None:
    actions.record_by_hand(store, RECORD, by="tester")
    actions.undo_batch(store, "B0001", by="tester")

    assert indicators.activities(store, Selection()) == ()
