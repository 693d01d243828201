"""Summaries of next to nothing: an honest document in every format and language, no error and no noughts."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from logs import load
from told import paragraphs, shown, tables, words

from engagement import actions
from engagement.document import Document
from engagement.exports import FORMATS
from engagement.locale import LANGUAGES
from engagement.model import Selection
from engagement.registry import known_mechanisms
from engagement.store import Store
from engagement.summary import inclusion_summary

ALL = Selection()


def empty_period(store: Store) -> Selection:
    load(store, "organisation | category | women | men | people\nRelief | CSO | 20 | 30 | 50")
    return Selection(first_day=date(2030, 1, 1), last_day=date(2030, 12, 31))


def no_activities(store: Store) -> Selection:
    load(store, "organisation | category\nRelief | CSO")
    return Selection(networks=(known_mechanisms("en")[0].code,))


def only_closed(store: Store) -> Selection:
    load(store, "organisation | category | open_to_stakeholders\nRelief | CSO | no\nUnion | TUN | no")
    return ALL


def all_unclassified(store: Store) -> Selection:
    load(store, "organisation | category\nRelief |\nUnion | Gremium")
    return ALL


def only_expectations(store: Store) -> Selection:
    said = {"type": "presence", "category": "CSO", "value": "0.5", "author": "Secretariat", "date": "2026-01-01"}
    actions.declare_by_hand(store, {**said, "basis": "Terms of reference"}, by="test")
    return ALL


def no_log(store: Store) -> Selection:
    load(store, "activity | log_complete\nFirst | no\nSecond | no")
    return ALL


def nothing(store: Store) -> Selection:
    return ALL


CASES = [empty_period, no_activities, only_closed, all_unclassified, only_expectations, no_log, nothing]
WITHOUT_RECORD = [empty_period, no_activities, only_expectations, no_log, nothing]
Case = Callable[[Store], Selection]


def summary(store: Store, case: Case, language: str = "en") -> Document:
    return inclusion_summary(store, case(store), language)


@pytest.mark.parametrize("case", CASES)
def test_every_format_can_be_written(store: Store, case: Case) -> None:
    document = summary(store, case)

    sizes = {name: len(each.write(document)) for name, each in FORMATS.items()}

    assert {name for name, size in sizes.items() if size < 100} == set()


@pytest.mark.parametrize("case", [empty_period, only_closed, all_unclassified])
def test_every_language_can_say_it(store: Store, case: Case) -> None:
    selection = case(store)
    documents = {language: inclusion_summary(store, selection, language) for language in LANGUAGES}

    assert all(FORMATS["html"].write(document) for document in documents.values())
    assert {
        language: said
        for language, document in documents.items()
        for said in words(document)
        if re.search(r"\{\w+\}|summary\.", said)
    } == {}


@pytest.mark.parametrize("case", WITHOUT_RECORD)
def test_where_nothing_is_recorded_no_table_of_noughts_says_that_nobody_came(store: Store, case: Case) -> None:
    document = summary(store, case)

    about_the_record = {"records", "sources", "expectations", "silent-mechanisms", "silent-activities", "trend"}
    assert tables(document).keys() <= about_the_record | {"unrecorded"}
    assert shown(document, "unrecorded")["coverage"] == [
        "No participation log has been received for this scope and period: nothing can be said about who took part."
    ]
    assert not any(re.search(r"\b0 of 12\b|\b0 of 0\b|(?<![\d.])0%", said) for said in words(document))


@pytest.mark.parametrize("case", WITHOUT_RECORD)
def test_where_nothing_is_recorded_no_gap_is_spoken_of(store: Store, case: Case) -> None:
    said = paragraphs(summary(store, case), "findings")

    assert said[0].startswith("No participation log has been received")
    assert not any("gap" in sentence for sentence in said)
    assert said[-1].startswith("Absence from the record is not proof of absence from the room")


def test_closed_activities_are_recorded_and_count_for_no_presence(store: Store) -> None:
    document = summary(store, only_closed)

    assert "1 activity was closed to stakeholders; it is no part of presence." in paragraphs(document, "findings")
    assert shown(document, "coverage")["CSO"][:4] == ["1", "1", "1", "–"]
    (column,) = {tuple(row) for code, row in shown(document, "matrix").items() if code in ("CSO", "TUN")}
    assert column == ("Recorded",)


def test_what_is_unclassified_leaves_everything_open(store: Store) -> None:
    document = summary(store, all_unclassified)

    assert "There can be up to 2, depending on 2 organisation-events" in paragraphs(document, "findings")[0]
    assert {row[0] for code, row in shown(document, "matrix").items()} == {"Possible"}
    assert {row[-2] for code, row in shown(document, "coverage").items()} == {"–"}  # no share of nothing


def test_files_that_say_nothing_of_the_scope_are_not_behind_its_figures(store: Store) -> None:
    document = summary(store, empty_period)

    assert "sources" not in tables(document)
