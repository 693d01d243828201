"""Names are judged the same or different, nothing is overwritten, and figures follow every word."""

import itertools
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prepared import Copied, Prepared
from tables import log

from engagement import actions, directory, identity, indicators
from engagement.errors import RegistryError, UnknownNameError
from engagement.mapping import Mapping
from engagement.model import Selection, as_json
from engagement.organisations import ClassifiedBy, Verdict
from engagement.store import Store

ALL = Selection()
LOG = """
    date       | activity | network | organisation      | category
    2023-03-04 | Hearing  | Coast   | Blue Union        | TUN
    2023-03-04 | Hearing  | Coast   | Harbour Staff       | TUN
    2024-05-06 | Workshop | Coast   | Harbour Staff       | TUN
    2024-05-06 | Workshop | Coast   | Lake College      | ACA
    2024-05-06 | Workshop | Coast   | Blue Workers Club |
"""


@pytest.fixture
def filled(copied: Copied) -> Store:
    return copied(log_recorded)


def log_recorded(store: Store) -> None:
    actions.import_log(store, log(LOG), file_name="log.csv", mapping=Mapping(), by="tester")


def figures(store: Store) -> dict[str, Any]:
    """Everything that is counted, but not which entry was the last."""
    counted = as_json(indicators.indicators(store, ALL)) | {"last_batch": None, "data_as_of": None}
    listed = [as_json(each) for each in indicators.organisations(store, ALL)]
    gaps = [as_json(each) for each in indicators.gaps(store, ALL)]
    activities = [as_json(each) for each in indicators.activities(store, ALL)]
    return {"indicators": counted, "organisations": listed, "gaps": gaps, "activities": activities}


def counts(store: Store, category: str) -> tuple[int, int]:
    found = next(each for each in indicators.indicators(store, ALL).categories if each.category == category)
    return found.organisations, found.organisation_events


def test_a_merge_counts_two_names_as_one_organisation(filled: Store) -> None:
    assert counts(filled, "TUN") == (2, 3)

    actions.merge(filled, "Blue Union", "harbour STAFF", by="tester", note="their letterhead")

    assert counts(filled, "TUN") == (1, 2)
    page = indicators.organisation(filled, "Blue Union")
    assert ([name.name for name in page.names], page.activities) == (["Harbour Staff", "Blue Union"], 2)
    assert [(each.verdict, each.note, each.by) for each in page.judgements] == [("same", "their letterhead", "tester")]


def test_an_unmerge_brings_every_figure_back(filled: Store) -> None:
    before = figures(filled)

    actions.merge(filled, "Blue Union", "Harbour Staff", by="tester", note="")
    assert figures(filled) != before
    actions.unmerge(filled, "Blue Union", "Harbour Staff", by="tester")

    assert figures(filled) == before
    assert [each.verdict for each in indicators.judgements(filled)] == [Verdict.UNDECIDED, Verdict.SAME]


def test_a_merge_survives_a_rebuild_of_the_index(filled: Store) -> None:
    actions.merge(filled, "Blue Union", "Harbour Staff", by="tester", note="")
    after = figures(filled)
    folder = filled.folder
    filled.close()
    (folder / "index.duckdb").unlink()

    with Store.open(folder) as again:
        assert figures(again) == after


def test_of_two_categories_somebody_says_which_stands_and_why(filled: Store) -> None:
    before = figures(filled)
    with pytest.raises(RegistryError) as caught:
        actions.merge(filled, "Blue Union", "Lake College", by="tester", note="")
    assert (caught.value.code, caught.value.left_category, caught.value.right_category) == (
        *("merge-categories-differ", "TUN", "ACA"),
    )
    with pytest.raises(RegistryError):
        actions.merge(filled, "Blue Union", "Lake College", by="tester", note="", category="TUN")

    actions.merge(filled, "Blue Union", "Lake College", by="tester", note="a school of the union", category="TUN")
    assert (counts(filled, "TUN"), counts(filled, "ACA")) == ((2, 4), (0, 0))

    actions.unmerge(filled, "Blue Union", "Lake College", by="tester")
    assert figures(filled) == before


def test_what_was_judged_different_cannot_become_one_through_a_third(filled: Store) -> None:
    actions.judge(filled, [("Blue Union", "Blue Workers Club", Verdict.DIFFERENT)], by="tester")
    actions.merge(filled, "Blue Union", "Harbour Staff", by="tester", note="")

    with pytest.raises(RegistryError) as caught:
        actions.merge(filled, "Harbour Staff", "Blue Workers Club", by="tester", note="")

    assert caught.value.code == "merge-contradicts"
    assert {caught.value.left, caught.value.right} == {"Blue Union", "Blue Workers Club"}


def test_two_that_are_one_through_a_third_are_not_parted_in_silence(filled: Store) -> None:
    actions.merge(filled, "Blue Union", "Harbour Staff", by="tester", note="")
    actions.merge(filled, "Harbour Staff", "Blue Workers Club", by="tester", note="")

    with pytest.raises(RegistryError) as caught:
        actions.unmerge(filled, "Blue Union", "Blue Workers Club", by="tester")

    assert caught.value.code == "unmerge-not-direct"
    assert caught.value.chain in (
        "Blue Union = Harbour Staff = Blue Workers Club",
        "Blue Workers Club = Harbour Staff = Blue Union",
    )


@pytest.mark.parametrize(
    ("left", "right", "verdict", "code"),
    [
        ("Blue Union", "Blue Union", Verdict.SAME, "merge-same"),
        ("Blue Union", "Lake College", Verdict.UNDECIDED, "unmerge-not-merged"),
        ("Blue Union", "Blue Onion", Verdict.SAME, "organisation-unknown"),
    ],
)
def test_what_cannot_be_judged_is_one_sentence(
    filled: Store, left: str, right: str, verdict: Verdict, code: str
) -> None:
    version = filled.version
    with pytest.raises(RegistryError) as caught:
        actions.judge(filled, [(left, right, verdict)], by="tester")
    assert (caught.value.code, filled.version) == (code, version)


def test_an_unknown_name_comes_with_those_like_it(filled: Store) -> None:
    with pytest.raises(UnknownNameError) as caught:
        indicators.organisation(filled, "Blue Onion")
    assert caught.value.suggestions.split(", ")[0] == "Blue Union"


def test_letters_that_only_look_alike_are_never_merged_without_a_word(store: Store) -> None:
    trick = "Bl\u0443e Union"
    text = LOG.replace("Harbour Staff", trick)
    actions.import_log(store, log(text), file_name="log.csv", mapping=Mapping(), by="tester")
    assert counts(store, "TUN") == (2, 3)

    with pytest.raises(RegistryError) as caught:
        actions.merge(store, "Blue Union", trick, by="tester", note=" ")
    assert (caught.value.code, caught.value.name) == ("judgement-lookalike", trick)

    actions.merge(store, "Blue Union", trick, by="tester", note="their own typing, asked")
    assert counts(store, "TUN") == (1, 2)


def test_a_preview_says_which_figures_change_and_changes_none(filled: Store) -> None:
    before, version = figures(filled), filled.version

    preview = indicators.merge_preview(filled, "Blue Union", "Harbour Staff")

    assert {(each.figure, each.category, each.scope, each.before, each.after) for each in preview.changes} >= {
        ("organisations", "TUN", "", "2", "1"),
        ("organisation_events", "TUN", "", "3", "2"),
        ("organisation_events", "TUN", "2023", "2", "1"),
    }
    assert (figures(filled), filled.version, len(filled.broken_invariants())) == (before, version, 0)


def test_a_category_holds_from_its_day_on(filled: Store) -> None:
    earlier = Selection(last_day=date(2023, 12, 31))
    before = indicators.indicators(filled, earlier).categories

    actions.classify(
        filled,
        "Harbour Staff",
        "CSO",
        valid_from=date(2024, 1, 1),
        by="tester",
        classified_by=ClassifiedBy.ORGANISATION,
        reason="they wrote to say so",
    )

    assert indicators.indicators(filled, earlier).categories == before
    assert (counts(filled, "TUN"), counts(filled, "CSO")) == ((2, 2), (1, 1))
    page = indicators.organisation(filled, "Harbour Staff")
    assert page.categories == ("CSO",)
    assert [(each.category, each.classified_by, each.reason) for each in page.classifications] == [
        ("CSO", "organisation", "they wrote to say so")
    ]


def test_the_last_word_on_a_category_stands_for_all_its_days(filled: Store) -> None:
    actions.classify(filled, "Harbour Staff", "CSO", valid_from=date(2024, 1, 1), by="tester", reason="first")
    actions.classify(filled, "Harbour Staff", "MDO", valid_from=None, by="tester", reason="second thoughts")

    assert (counts(filled, "CSO"), counts(filled, "MDO")) == ((0, 0), (1, 2))


def test_an_organisation_of_the_state_is_outside_the_denominator(filled: Store) -> None:
    records = indicators.indicators(filled, ALL).records
    actions.classify(filled, "Lake College", "GOV", valid_from=None, by="tester", reason="a state college")

    after = indicators.indicators(filled, ALL).records
    assert (records.classified, records.institutional) == (4, 0)
    assert (after.classified, after.institutional) == (3, 1)


def test_a_category_needs_a_reason_and_a_code(filled: Store) -> None:
    for category, reason, code in (("XYZ", "why", "classify-category"), ("CSO", " ", "classify-why")):
        with pytest.raises(RegistryError) as caught:
            actions.classify(filled, "Blue Union", category, valid_from=None, by="tester", reason=reason)
        assert caught.value.code == code


def test_a_second_look_is_kept_with_its_agreement(filled: Store) -> None:
    drawn = indicators.recheck_sample(filled, n=2, seed=1)
    actions.record_recheck(filled, {drawn[0].id: True, drawn[1].id: False}, by="tester")

    assert [(each.asked, each.agreed, each.by) for each in indicators.rechecks(filled)] == [(2, 1, "tester")]


# ---- laws ---------------------------------------------------------------------------------------------------------

PAIRS = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=12)


@given(PAIRS, st.randoms())
def test_who_is_one_does_not_depend_on_the_order_of_verdicts(pairs: list[tuple[int, int]], random: Any) -> None:
    shuffled = [pair if random.random() < 0.5 else pair[::-1] for pair in pairs]
    random.shuffle(shuffled)

    assert identity.organisations(pairs) == identity.organisations(shuffled)


@given(PAIRS)
def test_names_are_one_exactly_when_a_chain_leads_from_one_to_the_other(pairs: list[tuple[int, int]]) -> None:
    head = identity.organisations(pairs)
    for left in head:
        for right in head:
            row = identity.chain(left, right, pairs)
            assert (head[left] == head[right]) == bool(row)
            assert all({(one, other), (other, one)} & {*pairs} for one, other in itertools.pairwise(row))


def test_a_name_has_the_key_the_desk_gives_it(filled: Store) -> None:
    rows = directory.known_names(filled)

    assert {row["name_id"] for row in rows} == {identity.name_key(row["name"]) for row in rows}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(list(Verdict))), max_size=5))
def test_taking_everything_back_restores_every_figure(
    tmp_path_factory: Any, prepared: Prepared, verdicts: list[Any]
) -> None:
    names = ["Blue Union", "Harbour Staff", "Lake College", "Blue Workers Club"]
    folder = tmp_path_factory.mktemp("law") / "store"
    prepared.put(log_recorded, folder)
    with Store.open(folder) as store:
        before = figures(store)
        for left, right, verdict in verdicts:
            try:
                actions.judge(store, [(names[left], names[right], verdict)], by="tester", note="law", category="TUN")
            except RegistryError:
                continue
        for row in directory.verdicts(store):
            if row["verdict"] != Verdict.UNDECIDED:
                actions.unmerge(store, row["left_name"], row["right_name"], by="tester")

        assert figures(store) == before
        assert store.broken_invariants() == []


def test_pairs_accepted_together_never_make_one_organisation_of_two_categories(filled: Store) -> None:
    version = filled.version
    pairs = [
        ("Blue Union", "Blue Workers Club", Verdict.SAME),  # TUN and unclassified
        ("Blue Workers Club", "Lake College", Verdict.SAME),  # unclassified and ACA
    ]
    with pytest.raises(RegistryError) as caught:
        actions.judge(filled, pairs, by="tester")
    assert (caught.value.code, filled.version) == ("merge-categories-differ", version)


# ---- names that come and go ---------------------------------------------------------------------------------------


def log_of(*names: str, day: str, category: str = "TUN") -> bytes:
    rows = [f"{day} | Hearing | Coast | {name} | {category}" for name in names]
    return log("\n".join(["date | activity | network | organisation | category", *rows]))


def imported(store: Store, *names: str, day: str, category: str = "TUN") -> None:
    content = log_of(*names, day=day, category=category)
    actions.import_log(store, content, file_name=f"{day}.csv", mapping=Mapping(), by="tester")


def test_a_verdict_holds_while_both_names_are_there(store: Store) -> None:
    imported(store, "Xylo Group", day="2024-01-01", category="CSO")
    before = figures(store)
    imported(store, "Yarrow Trust", day="2024-02-02", category="ACA")
    actions.merge(store, "Xylo Group", "Yarrow Trust", by="tester", note="one house", category="ACA")
    actions.undo_batch(store, "B0002", by="tester")

    assert figures(store) == before
    actions.unmerge(store, "Xylo Group", "Yarrow Trust", by="tester")  # though one of the names is gone
    imported(store, "Yarrow Trust", day="2024-02-02", category="ACA")
    assert len(indicators.organisations(store, ALL)) == 2


def test_a_rule_does_not_join_what_a_person_has_taken_apart(store: Store) -> None:
    pair = ("International Organization for Migration (IOM)", "IOM - International Organization for Migration")
    imported(store, *pair, day="2024-01-01", category="UNS")
    assert len(indicators.organisations(store, ALL)) == 1
    actions.unmerge(store, *pair, by="tester")

    assert actions.match_names(store, by="tester")[0] == 0
    assert len(indicators.organisations(store, ALL)) == 2
    assert [{each.left_name, each.right_name} for each in indicators.duplicates(store)] == [set(pair)]


def test_one_name_is_not_different_from_itself(filled: Store) -> None:
    with pytest.raises(RegistryError) as caught:
        actions.judge(filled, [("Blue Union", "BLUE union", Verdict.DIFFERENT)], by="tester")
    assert caught.value.code == "merge-same"


def test_a_contradiction_elsewhere_keeps_nobody_from_judging(store: Store) -> None:
    imported(store, "Xylo Group", "Yarrow Trust", day="2024-01-01")
    actions.judge(store, [("Xylo Group", "Yarrow Trust", Verdict.DIFFERENT)], by="tester")
    imported(store, "Zebra Union", "Walrus Club", day="2024-02-02")

    actions.merge(store, "Zebra Union", "Walrus Club", by="tester", note="")
    assert len(indicators.organisations(store, ALL)) == 3


def test_a_name_in_another_alphabet_needs_a_word_on_why(store: Store) -> None:
    twin = "\u0421\u0410\u0420\u0415"
    imported(store, "CAPE", twin, day="2024-01-01")
    with pytest.raises(RegistryError) as caught:
        actions.merge(store, "CAPE", twin, by="tester", note="")
    assert (caught.value.code, caught.value.name) == ("judgement-lookalike", twin)


def test_a_name_with_marks_that_turn_it_is_another_name(store: Store) -> None:
    imported(store, "Caritas Tchad", "\u202eCaritas Tchad", day="2024-01-01")
    assert len(indicators.organisations(store, ALL)) == 2


@pytest.mark.parametrize("given", ["O0" + "z" * 40, "O0", "", "---"])
def test_an_id_of_nobody_is_one_sentence(filled: Store, given: str) -> None:
    with pytest.raises(UnknownNameError):
        indicators.organisation(filled, given)


def test_notes_and_reasons_name_no_address_and_are_short(filled: Store) -> None:
    for note, code in (("seen with one@example.org", "note-personal"), ("x" * 10_000, "note-long")):
        with pytest.raises(RegistryError) as caught:
            actions.merge(filled, "Blue Union", "Harbour Staff", by="tester", note=note)
        assert caught.value.code == code
        with pytest.raises(RegistryError) as caught:
            actions.classify(filled, "Blue Union", "CSO", valid_from=None, by="tester", reason=note)
        assert caught.value.code == code
    with pytest.raises(RegistryError):
        actions.judge(filled, [], by="tester")
