"""The names of a log are known, matched by a rule, asked about, or new; and an undo takes the matches with it."""

import pytest
from tables import log

from engagement import actions, directory, indicators, naming
from engagement.batches import NamesFound, Receipt
from engagement.mapping import Mapping
from engagement.matching import Match, Outcome
from engagement.model import Selection
from engagement.organisations import Verdict
from engagement.store import Store

ALL = Selection()


def imported(
    store: Store, *names: str, day: str = "2024-03-04", is_check: bool = False, category: str = "NGO"
) -> Receipt:
    rows = [f"{day} | Hearing | Coast | {name} | {category}" for name in names]
    content = log("\n".join(["date | activity | network | organisation | category", *rows]))
    return actions.import_log(store, content, file_name=f"{day}.csv", mapping=Mapping(), by="tester", is_check=is_check)


def organisations(store: Store) -> list[tuple[str, ...]]:
    return [each.spellings for each in indicators.organisations(store, ALL)]


def test_a_name_that_is_certainly_known_is_matched(store: Store) -> None:
    imported(store, "Action contre la Faim", "Lake College")

    names = imported(store, "Action Contre la Faim (ACF)", "Lake College", "Odd Fellows", day="2024-04-05").names

    assert (names.known, names.matched_names, names.suggested_names, names.new) == (1, 1, 0, 1)
    assert [(each.name, each.known) for each in names.matched] == [
        ("Action Contre la Faim (ACF)", "Action contre la Faim")
    ]
    assert ("Action Contre la Faim (ACF)", "Action contre la Faim") in organisations(store)


def test_two_spellings_in_one_file_are_matched_too(store: Store) -> None:
    names = imported(store, "Save the Children", "SAVE THE CHILDREN (SC)").names

    assert (names.known, names.matched_names, names.new) == (0, 1, 1)
    assert len(organisations(store)) == 1


def test_a_check_says_what_the_import_does_and_keeps_nothing(store: Store) -> None:
    imported(store, "Action contre la Faim")

    checked = imported(store, "Action Contre la Faim (ACF)", day="2024-04-05", is_check=True).names
    assert indicators.judgements(store) == ()
    recorded = imported(store, "Action Contre la Faim (ACF)", day="2024-04-05").names

    assert checked == recorded
    assert [(each.verdict, each.by, each.batch) for each in indicators.judgements(store)] == [
        (Verdict.SAME, "rule", "B0002")
    ]


def test_an_undo_takes_the_matches_of_the_batch_with_it(store: Store) -> None:
    imported(store, "Action contre la Faim")
    imported(store, "Action Contre la Faim (ACF)", day="2024-04-05")
    actions.undo_batch(store, "B0002", by="tester")

    assert indicators.judgements(store) == ()
    assert organisations(store) == [("Action contre la Faim",)]


def test_what_somebody_has_called_different_is_not_matched_again(store: Store) -> None:
    imported(store, "Action contre la Faim", "Action Contre la Faim (ACF)")
    actions.undo_batch(store, "B0001", by="tester")
    imported(store, "Action contre la Faim", day="2024-05-06")
    imported(store, "Action Contre la Faim (ACF)", day="2024-06-07")
    left, right = "Action contre la Faim", "Action Contre la Faim (ACF)"
    actions.judge(store, [(left, right, Verdict.DIFFERENT)], by="tester")

    names = imported(store, left, right, day="2024-07-08").names

    assert (names.known, names.matched, names.suggested) == (2, (), ())
    assert len(organisations(store)) == 2


def test_organisations_of_two_categories_are_asked_about_not_matched(store: Store) -> None:
    imported(store, "Action contre la Faim", category="NGO")

    names = imported(store, "Action Contre la Faim (ACF)", category="academia", day="2024-04-05").names

    assert (names.matched, [each.known for each in names.suggested]) == ((), ["Action contre la Faim"])
    assert len(organisations(store)) == 2


def test_very_many_names_are_compared_later_and_it_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "MAX_COMPARED", 1)
    names = imported(store, "Action contre la Faim", "Action Contre la Faim (ACF)").names
    assert names == NamesFound(new=2, is_compared_later=True)
    assert len(organisations(store)) == 2

    assert actions.match_names(store, by="tester") == (1, 0)
    assert len(organisations(store)) == 1


def test_candidates_come_worst_first_and_not_again_once_judged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in ("2024-03-04", "2024-03-05"):
        imported(store, "Blue Union", "Lake College", "Hill School", day=day)
    imported(store, "Odd Fellows", day="2024-03-06")
    places = {row["name"]: place for place, row in enumerate(store.rows(directory._EVERY_NAME))}

    def alike(left: str, right: str, score: float) -> Match:
        return Match(places[left], places[right], score, Outcome.SUGGESTED, ("spelling",))

    found = [
        alike("Hill School", "Odd Fellows", 0.9),
        alike("Blue Union", "Hill School", 0.7),
        alike("Blue Union", "Lake College", 0.8),
    ]
    monkeypatch.setattr(directory, "_within", lambda names: found)

    assert [(each.left_name, each.right_name) for each in indicators.duplicates(store)] == [
        ("Blue Union", "Lake College"),
        ("Blue Union", "Hill School"),
        ("Hill School", "Odd Fellows"),
    ]
    actions.judge(store, [("Lake College", "Blue Union", Verdict.DIFFERENT)], by="tester")
    assert [(each.left_name, each.right_name) for each in indicators.duplicates(store, limit=1)] == [
        ("Blue Union", "Hill School")
    ]
