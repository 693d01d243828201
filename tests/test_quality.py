"""What the record leaves in doubt: labels, dates, what is not said, and each import."""

from datetime import date
from fractions import Fraction

import pytest
from logs import load

from engagement import actions, indicators
from engagement.model import Selection
from engagement.organisations import ClassifiedBy
from engagement.quality import Quality, Settled, Unsaid
from engagement.store import Store

ALL = Selection()
LOG = """
    activity | date       | organisation | category     | level | open_to_stakeholders
    Forum    | 2026-01-10 | Blue Union   | trade unions | 3     | yes
    Forum    | 2026-01-10 | Boat Club    | boaters      |       | yes
    Forum    | 2026-01-10 | Raft Club    | boaters      |       | yes
    Forum    | 2026-01-10 | Ministry     | government   | 1     | yes
    Hearing  | 2026     | Boat Club    |              |       |
    Hearing  | 2026     | Boat Club    | academia     |       |
    Hearing  | 2026     |              | OTH          |       |
    Hearing  | never      | Nobody       | academia     |       |
"""


def asked(store: Store, selection: Selection = ALL) -> Quality:
    return indicators.quality(store, selection)


def test_labels_nobody_recognised_are_counted_as_files_spell_them(store: Store) -> None:
    load(store, LOG)

    assert [(each.label, each.rows, each.organisation_events, each.organisations) for each in asked(store).labels] == [
        ("boaters", 2, 2, 2),
        ("", 1, 1, 1),
    ]


def test_a_label_is_settled_once_somebody_has_classified_its_organisations(store: Store) -> None:
    load(store, LOG)
    actions.classify(store, "Boat Club", "CSO", valid_from=None, by="tester", reason="asked")

    assert [(each.label, each.organisation_events) for each in asked(store).labels] == [("boaters", 1)]


def test_an_import_says_what_it_brought_and_what_was_found_in_its_file(store: Store) -> None:
    receipt = load(store, LOG)
    (batch,) = asked(store).batches

    assert (batch.batch, batch.kind, batch.file) == (receipt.batch, "log", "log.csv")
    assert (batch.rows_read, batch.rows_accepted, batch.rows_refused, batch.rows_duplicate) == (8, 7, 1, 0)
    # Boat Club is academia at the hearing, whatever its other row leaves blank
    assert (batch.organisation_events, batch.classified, batch.unclassified) == (6, 3, 2)
    assert (batch.institutional, batch.other) == (1, 1)
    assert (batch.classified_share, batch.other_share) == (None, None)  # below 10
    assert list(batch.problems.items()) == [
        ("category-unknown", 2),
        ("date-unreadable", 1),
        ("mechanism-new", 1),
    ]


def test_shares_of_an_import_are_exact_from_ten_organisation_events_on(store: Store) -> None:
    rows = [{"organisation": f"Club {n}", "category": "academia" if n else "boaters"} for n in range(12)]
    load(store, rows)
    (batch,) = asked(store).batches

    assert (batch.classified_share, batch.other_share) == (Fraction(11, 12), Fraction(0))


def test_an_import_counts_in_the_selection_alone_and_not_at_all_once_it_is_undone(store: Store) -> None:
    receipt = load(store, LOG)
    elsewhere = asked(store, Selection(first_day=date(2027, 1, 1)))

    assert [(each.batch, each.organisation_events, each.rows_read) for each in elsewhere.batches] == [
        (receipt.batch, 0, 8)
    ]
    assert (elsewhere.labels, elsewhere.unsaid.activities) == ((), 0)
    actions.undo_batch(store, str(receipt.batch), by="tester")
    assert asked(store).batches == ()


def test_dates_that_lie_only_partly_in_the_period_are_in_doubt(store: Store) -> None:
    load(store, LOG)

    assert asked(store).in_doubt == ()
    found = asked(store, Selection(first_day=date(2026, 1, 5))).in_doubt
    assert [(each.title, each.date_from, each.date_to, each.date_precision) for each in found] == [
        ("Hearing", date(2026, 1, 1), date(2026, 12, 31), "year")
    ]


def test_what_is_not_said_is_counted_of_how_many(store: Store) -> None:
    load(store, LOG)

    assert asked(store).unsaid == Unsaid(
        activities=2, without_openness=1, organisation_events=6, without_level=4, nameless=1
    )


def test_it_is_said_who_has_said_of_which_category_organisations_are(store: Store) -> None:
    load(store, LOG)
    before = asked(store).settled
    actions.classify(store, "Boat Club", "CSO", valid_from=None, by="tester", reason="asked")
    actions.classify(
        store,
        "Blue Union",
        "TUN",
        valid_from=None,
        by="tester",
        classified_by=ClassifiedBy.ORGANISATION,
        reason="its letter",
    )

    assert before == Settled(by_rule=0, by_person=0, by_organisation=0, by_logs=4)
    # Boat Club at the forum and at the hearing
    assert asked(store).settled == Settled(by_rule=0, by_person=2, by_organisation=1, by_logs=2)


def test_an_empty_store_leaves_nothing_in_doubt(store: Store) -> None:
    nothing = Unsaid(activities=0, without_openness=0, organisation_events=0, without_level=0, nameless=0)

    nobody = Settled(by_rule=0, by_person=0, by_organisation=0, by_logs=0)
    assert asked(store) == Quality(labels=(), in_doubt=(), batches=(), unsaid=nothing, settled=nobody)


@pytest.mark.parametrize("kind", ["log", "seats"])
def test_lists_stand_beside_logs(store: Store, kind: str) -> None:
    load(store, LOG)
    roster = b"mechanism,organisation,category\nNET-KEN,Blue Union,trade unions\n"
    actions.import_seats(store, roster, file_name="roster.csv", by="tester")

    assert [each.file for each in asked(store).batches if each.kind == kind] == [
        {"log": "log.csv", "seats": "roster.csv"}[kind]
    ]
