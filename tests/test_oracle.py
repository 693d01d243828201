"""Any small log: the library's figures are those of the plain code in oracle.py, and obey the method's laws."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import product
from typing import Any

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import load

from engagement import actions
from engagement.indicators import gaps, indicators, matrix, networks
from engagement.model import CategoryKind, Selection
from engagement.store import Store
from engagement.taxonomy import SHIPPED

NOT_OF_THE_ORACLE = ("expectation", "unit", "needed_unit", "is_at_most")

few = settings(max_examples=15, deadline=None, derandomize=True)
fewer = settings(max_examples=5, deadline=None, derandomize=True)

ACTIVITIES = (
    {"activity": "One", "date": "2025-02-01", "network": "Alpha", "open_to_stakeholders": "yes", "log_complete": "yes"},
    {"activity": "Two", "date": "2025-11-30", "network": "Alpha", "open_to_stakeholders": "", "log_complete": ""},
    {"activity": "Three", "date": "2026-03-01", "network": "Alpha", "open_to_stakeholders": "yes", "log_complete": ""},
    {"activity": "Four", "date": "2026-03-02", "network": "Alpha", "open_to_stakeholders": "no", "log_complete": "yes"},
    {"activity": "Five", "date": "2026-05-01", "network": "Alpha", "open_to_stakeholders": "yes", "log_complete": "no"},
    *(
        {"activity": name, "date": "2026-04-01", "network": "Alpha", "working_group": "Data", "log_complete": "yes"}
        for name in ("One", "Six", "Seven", "Eight")
    ),
    {"activity": "Nine", "date": "2024-04-01", "network": "Beta", "log_complete": "no"},
)

participations = st.fixed_dictionaries(
    {
        "activity": st.integers(0, len(ACTIVITIES) - 1),
        "organisation": st.sampled_from(["", *(f"Organisation {letter}" for letter in "ABCDEF"), "organisation a"]),
        "category": st.sampled_from(["CSO", "CSO", "MIG", "TUN", "FBO", "WCY", "OTH", "GOV", "", "UNK"]),
        "stage": st.sampled_from(["", "", "attended", "spoke", "invited", "registered"]),
        "level": st.sampled_from(["", "L0", "L2", "L3", "L5"]),
        "tags": st.sampled_from(["", "", "", "youth"]),
    }
)


def row(part: dict[str, Any]) -> dict[str, str]:
    return {**part, **ACTIVITIES[part["activity"]]}


def says_who(written: dict[str, str]) -> bool:
    return bool(written["organisation"] or written["category"])


logs = st.lists(participations.map(row).filter(says_who), min_size=1, max_size=24)


def longer(log: list[dict[str, str]]) -> list[dict[str, str]]:
    """The log with enough classified organisations in it for shares to be shown."""
    known = [f"Known {number}" for number in range(10)]
    return log + [
        {"organisation": name, "category": category, **ACTIVITIES[number % 3]}
        for number, (name, category) in enumerate(zip(known, ["CSO"] * 5 + ["MIG"] * 3 + ["ACA"] * 2, strict=True))
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("store")) as opened:
        yield opened


@contextmanager
def loaded(store: Store, log: list[dict[str, str]], file_name: str = "log.csv") -> Iterator[Store]:
    """The store while it holds the log, and nothing afterwards: undoing is cheaper than a new store an example."""
    batch = load(store, log, file_name=file_name).batch
    try:
        yield store
    finally:
        actions.undo_batch(store, batch or "", by="test")


def group_figures(store: Store, selection: Selection) -> dict[str, dict[str, Any]]:
    return {
        each.category: each.model_dump(
            include={
                "organisation_events",
                "organisations",
                "activities",
                "present",
                "present_high",
                "assessed",
                "level_known",
                "involved",
            }
        )
        for each in indicators(store, selection).categories
    }


def shares(store: Store, selection: Selection) -> dict[str, tuple[Fraction, Fraction, Fraction] | None]:
    return {
        each.category: None if each.share is None else (each.share, each.share_low, each.share_high)
        for each in indicators(store, selection).categories
        if each.kind in (CategoryKind.NAMED, CategoryKind.OTHER)
    }


def found_gaps(store: Store, selection: Selection) -> dict[tuple[str, str | None, str], dict[str, Any]]:
    found = gaps(store, selection)
    listed = [{name: value for name, value in each if name not in NOT_OF_THE_ORACLE} for each in found]
    assert [gap["rank"] for gap in listed] == sorted(gap["rank"] for gap in listed)
    return by_name(listed)


def by_name(listed: list[dict[str, Any]]) -> dict[tuple[str, str | None, str], dict[str, Any]]:
    return {(gap["type"], gap["category"], gap["mechanism"]): gap for gap in listed}


def everything(store: Store) -> tuple[Any, ...]:
    """All that is read from a log, apart from when it was imported."""
    chosen = Selection()
    figures = indicators(store, chosen).model_copy(update={"data_as_of": None, "last_batch": None})
    by = [matrix(store, chosen, by, rows) for by in ("mechanism", "year") for rows in ("category", "label")]
    return figures, gaps(store, chosen), by


@few
@given(is_longer=st.booleans(), log=logs, list_code=st.sampled_from(SHIPPED.lists))
def test_what_is_read_of_any_log_is_what_the_oracle_reads(
    store: Store, is_longer: bool, log: list[dict[str, str]], list_code: str
) -> None:
    log = longer(log) if is_longer else log
    held, chosen = oracle.activities(log), Selection(list=list_code)
    with loaded(store, log):
        assert_records(store, chosen, held)
        assert_groups(store, chosen, held)
        assert_networks(store, chosen, held)
        assert found_gaps(store, chosen) == by_name(oracle.gaps(held, list_code))
        assert_cells(store, "mechanism", held, [each["mechanism"] for each in held])
        assert_cells(store, "year", held, [each["day"][:4] for each in held])


def assert_records(store: Store, chosen: Selection, held: list[oracle.Activity]) -> None:
    figures = indicators(store, chosen)
    record, cover = figures.records, figures.coverage
    inside = [event for each in held for event in each["events"] if event["category"] not in oracle.OUTSIDE]
    assert (cover.recorded, cover.expected, cover.upper) == oracle.coverage(held, chosen.list)
    assert {
        "classified": record.classified,
        "unclassified": record.unclassified,
        "institutional": record.institutional,
        "level known": record.level_known,
        "held": record.activities_held,
        "closed": record.activities_closed,
        "not said": record.openness_not_recorded,
        "with log": record.activities_with_log,
    } == {
        "classified": oracle.classified(held),
        "unclassified": oracle.unclassified(held),
        "institutional": sum(len(oracle.of_group(held, group)) for group in oracle.OUTSIDE),
        "level known": sum(event["level"] is not None for event in inside),
        "held": len(held),
        "closed": sum(each["open"] is False for each in held),
        "not said": sum(each["open"] is None for each in held),
        "with log": sum(each["has_log"] for each in held),
    }


def assert_groups(store: Store, chosen: Selection, held: list[oracle.Activity]) -> None:
    found, found_shares = group_figures(store, chosen), shares(store, chosen)
    assert found == {code: oracle.group_figures(held, code) for code in found}
    assert found_shares == {code: oracle.share(held, code, chosen.list) for code in found_shares}


def assert_networks(store: Store, chosen: Selection, held: list[oracle.Activity]) -> None:
    for each in networks(store, chosen).groups:
        here, possible, logged = oracle.networks(held, each.category)
        assert (set(each.recorded_in), set(each.possible_in)) == (here, possible)
        found = (each.networks.value, each.networks.high, each.networks.denominator)
        assert found == ((len(here), len(here | possible), len(logged)) if logged else (None, None, None))


def assert_cells(store: Store, by: Any, held: list[oracle.Activity], columns: list[str]) -> None:
    for cell in matrix(store, Selection(), by).cells:
        theirs = [each for each, column in zip(held, columns, strict=True) if column == cell.column]
        counted = oracle.group_figures(theirs, cell.row)
        assert (cell.organisation_events, cell.organisations, cell.present, cell.assessed, cell.state) == (
            counted["organisation_events"],
            counted["organisations"],
            counted["present"],
            counted["assessed"],
            state(theirs, counted, is_judged=by == "mechanism" and cell.row in oracle.PARA44),
        )


def state(held: list[oracle.Activity], counted: dict[str, Any], *, is_judged: bool) -> str:
    """`is_judged`: half of the activities are expected, as of every group of the list in a mechanism by default."""
    if counted["organisation_events"]:
        return "thin" if is_judged and 2 * counted["present"] < counted["assessed"] else "recorded"
    if not any(each["has_log"] for each in held):
        return "no_report"
    return "possible" if oracle.of_group(held, "UNK") else "not_recorded"


@fewer
@given(log=logs, first=st.sampled_from(["2024-01-01", "2025-11-30", "2026-04-01"]))
def test_a_period_is_the_log_without_the_rows_outside_it(store: Store, log: list[Any], first: str) -> None:
    inside = oracle.activities(each for each in log if first <= each["date"] <= "2026-04-01")
    chosen = Selection(first_day=first, last_day="2026-04-01")
    with loaded(store, log):
        assert found_gaps(store, chosen) == by_name(oracle.gaps(inside))
        assert_groups(store, chosen, inside)


@fewer
@given(data=st.data(), log=logs)
def test_the_order_of_rows_changes_nothing(store: Store, data: st.DataObject, log: list[Any]) -> None:
    with loaded(store, log):
        before = everything(store)
    with loaded(store, data.draw(st.permutations(log))):
        assert everything(store) == before


@fewer
@given(log=logs, later=logs)
def test_an_undone_import_was_never_there(store: Store, log: list[Any], later: list[Any]) -> None:
    newcomer = {"organisation": "Newcomer", "category": "RCM", **ACTIVITIES[0]}
    with loaded(store, log):
        before = everything(store)
        with loaded(store, [*later, newcomer], file_name="later.csv"):
            assert everything(store) != before

        assert everything(store) == before


@fewer
@given(log=logs, which=st.integers(0, 11), activity=st.sampled_from(ACTIVITIES[:4]))
def test_one_organisation_of_an_absent_group_raises_coverage_by_exactly_one(
    store: Store, log: list[Any], which: int, activity: dict[str, str]
) -> None:
    absent = [group for group in oracle.PARA44 if not oracle.of_group(oracle.activities(log), group)]
    newcomer = {"organisation": "Newcomer", "category": absent[which % len(absent)], **activity}
    with loaded(store, log):
        before = indicators(store, Selection()).coverage.recorded
        with loaded(store, [newcomer], file_name="newcomer.csv"):
            assert indicators(store, Selection()).coverage.recorded == before + 1


not_classified = st.tuples(st.sampled_from(["Unknown 1", "Unknown 2", ""]), st.sampled_from(ACTIVITIES[:4]))

TRIED = ("MED", "CSO", "MIG", "PAR", "NHR")
"""Groups that are given out in the brute force: what matters to a group is only whether an event is its own, and to
coverage that there are as many groups nobody has seen as events to give out."""


@fewer
@given(log=logs, unknown=st.lists(not_classified, min_size=1, max_size=3))
def test_bounds_are_the_least_and_the_most_of_every_way_to_classify_the_rest(
    store: Store, log: list[Any], unknown: list[tuple[str, dict[str, str]]]
) -> None:
    known = [each for each in log if each["category"] not in ("", "UNK")]
    whole = longer(known) + [{"organisation": name, "category": "UNK", **activity} for name, activity in unknown]
    with loaded(store, whole):
        figures = indicators(store, Selection())
    ways = list(every_way_to_classify(whole))

    # one organisation is of one group, so it can fill one gap in coverage only
    assert figures.coverage.upper == max(oracle.coverage(way)[0] for way in ways if is_consistent(way))
    for each in figures.categories:
        if each.category in TRIED:
            found = [oracle.share(way, each.category) for way in ways]
            counts = [oracle.present(way, each.category)[0] for way in ways]
            assert (each.share_low, each.share_high) == (
                min(share[0] for share in found if share),
                max(share[0] for share in found if share),
            )
            assert (each.present, each.present_high) == (min(counts), max(counts))


def every_way_to_classify(log: list[dict[str, str]]) -> Iterator[list[oracle.Activity]]:
    unclear = sum(1 for each in oracle.activities(log) for event in each["events"] if event["category"] == "UNK")
    for groups in product(TRIED, repeat=unclear):
        way, left = oracle.activities(log), iter(groups)
        for event in (event for each in way for event in each["events"] if event["category"] == "UNK"):
            event["category"] = next(left)
        yield way


def is_consistent(way: list[oracle.Activity]) -> bool:
    groups: dict[str, set[str]] = {}
    for event in (event for each in way for event in each["events"]):
        groups.setdefault(event["organisation"] or "", set()).add(event["category"])
    return all(len(groups.get(name, ())) < 2 for name in ("unknown 1", "unknown 2"))
