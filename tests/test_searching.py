"""Organisations looked for: a page of a scope, by words, category and order; and those most like another."""

from datetime import date

import pytest

from engagement import actions, indicators
from engagement.errors import UnknownNameError
from engagement.folding import fold
from engagement.model import Selection
from engagement.organisations import Verdict
from engagement.searching import Line, Order, Search
from engagement.store import Store
from tests.logs import load

LOG = """
network   | activity | date       | organisation                     | category
Network A | Hearing  | 2024-05-02 | Caritas Chad                     | CSO
Network A | Forum    | 2024-06-02 | Caritas Chad                     | CSO
Network B | Forum    | 2024-06-02 | Caritas Chad                     | CSO
Network A | Hearing  | 2024-05-02 | Caritas Tchad                    | FBO
Network A | Forum    | 2024-06-02 | African Diaspora Network         | MDO
Network A | Forum    | 2024-06-02 | Île-de-France                    | LOC
Network B | Review   | 2025-06-02 | International Migration Observatory | ACA
Network B | Review   | 2025-06-02 | IMO                              | ACA
Network B | Review   | 2025-06-02 |                                  | WCY
"""
EVERYTHING = Selection()


@pytest.fixture
def store(empty: Store) -> Store:
    load(empty, LOG)
    return empty


def names(store: Store, selection: Selection = EVERYTHING, **asked: object) -> list[str]:
    return [each.name for each in indicators.search(store, selection, Search.model_validate(asked)).lines]


def test_a_line_says_how_much_there_is_of_an_organisation(store: Store) -> None:
    actions.merge(store, "Caritas Chad", "Caritas Tchad", by="test", note="one office", category="CSO")

    found = indicators.search(store, EVERYTHING, Search(words="caritas"))

    assert [each.model_dump(exclude={"id"}) for each in found.lines] == [
        {
            "name": "Caritas Chad",
            "categories": ("CSO",),
            "places": 2,
            "activities": 3,
            "last_seen": date(2024, 6, 2),
            "names": 2,
        }
    ]
    assert found.lines[0].id == indicators.organisation(store, "Caritas Tchad").id
    assert (found.found, found.every, found.first) == (1, 5, 0)
    assert found.categories == ("ACA", "CSO", "LOC", "MDO")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ILE DE", ["Île-de-France"]),
        ("  caritas   tch ", ["Caritas Tchad"]),
        ("chad caritas", []),
        ("   ", ["African Diaspora Network", "Caritas Chad", "Caritas Tchad", "IMO", "Île-de-France"]),
        ("%", []),
    ],
)
def test_words_are_found_in_any_spelling_within_one_name(store: Store, words: str, found: list[str]) -> None:
    long = "International Migration Observatory"

    assert [each for each in names(store, words=words, order="name") if each != long] == sorted(found, key=fold)


def test_a_merged_organisation_is_found_by_any_of_its_names_and_not_by_two_run_together(store: Store) -> None:
    actions.merge(store, "Caritas Chad", "Île-de-France", by="test", note="a trial", category="CSO")

    assert names(store, words="france") == names(store, words="caritas chad") == ["Caritas Chad"]
    assert names(store, words="chad ile") == names(store, words="france caritas") == []


def test_the_list_says_what_the_whole_library_says(store: Store) -> None:
    """Of every order, category and scope the same organisations as `indicators.organisations`."""
    orders: dict[Order, object] = {
        "name": lambda each: (fold(each.name), each.name),
        "activities": lambda each: (-each.activities, fold(each.name)),
        "last": lambda each: (-each.last_seen.toordinal(), fold(each.name)),
        "names": lambda each: (-len(each.names), fold(each.name)),
    }
    for scope in (EVERYTHING, Selection(networks=("Network A",)), Selection(last_day=date(2024, 12, 31))):
        every = indicators.organisations(store, scope)
        for order, key in orders.items():
            for category in (None, "CSO", "ACA"):
                expected = [each for each in every if category is None or category in each.categories]
                found = indicators.search(store, scope, Search(order=order, category=category))
                assert list(found.lines) == [
                    Line(
                        id=each.id,
                        name=each.name,
                        categories=each.categories,
                        places=len(each.mechanisms),
                        activities=each.activities,
                        last_seen=each.last_seen,
                        names=len(each.names),
                    )
                    for each in sorted(expected, key=key)  # type: ignore[call-overload]
                ]
                assert (found.found, found.every) == (len(expected), len(every))


def test_a_page_beyond_the_last_is_the_last(store: Store) -> None:
    pages = [indicators.search(store, EVERYTHING, Search(order="name", at_once=4, page=page)) for page in (0, 1, 2, 9)]

    assert [(each.first, len(each.lines)) for each in pages] == [(0, 4), (0, 4), (4, 2), (4, 2)]
    assert [line.name for each in pages[1:3] for line in each.lines] == names(store, order="name")


def test_nothing_is_found_in_a_scope_without_organisations(store: Store) -> None:
    found = indicators.search(store, Selection(first_day=date(2030, 1, 1)), Search())

    assert (found.lines, found.first, found.found, found.every, found.categories) == ((), 0, 0, 0, ())


def test_what_is_written_is_found_at_once(store: Store) -> None:
    assert names(store, words="red cross") == []

    load(store, [{"organisation": "Chad Red Cross", "category": "RCM"}])

    assert names(store, words="red cross") == ["Chad Red Cross"]


def test_a_scope_names_networks_there_are(store: Store) -> None:
    with pytest.raises(UnknownNameError):
        names(store, Selection(networks=("Network Z",)))


# ---- those most like another --------------------------------------------------------------------------------------


def test_the_most_alike_are_those_that_share_words_spelling_or_initials(store: Store) -> None:
    likely = {
        name: [each.name for each in indicators.likely(store, name)]
        for name in ("Caritas Chad", "IMO", "International Migration Observatory", "Île-de-France")
    }

    assert likely == {
        "Caritas Chad": ["Caritas Tchad"],
        "IMO": ["International Migration Observatory"],
        "International Migration Observatory": ["IMO"],
        "Île-de-France": [],
    }


def test_an_organisation_that_was_called_another_is_not_offered_again(store: Store) -> None:
    actions.judge(store, [("Caritas Chad", "Caritas Tchad", Verdict.DIFFERENT)], by="test", note="two offices")

    assert indicators.likely(store, "Caritas Chad") == ()
