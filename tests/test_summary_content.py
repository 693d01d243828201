"""What a summary tells beside figures of groups: people, organisations by name, like activities, what was used."""

from collections.abc import Iterator
from datetime import date

import pytest
from logs import as_csv, from_text, load
from told import paragraphs, shown, tables, words

from engagement import actions, indicators
from engagement.document import Document
from engagement.efforts import OutreachStep
from engagement.errors import InputError
from engagement.model import GapType, Selection
from engagement.store import Store
from engagement.summary import METHOD, inclusion_summary

ALL = Selection()

PEOPLE = """
    organisation | category | women | men | people | youth
    Relief       | CSO      | 30    | 20  | 60     | 10
    Guild        | TUN      | 12    | 18  | 30     |
    Herald       | MED      | 3     | 8   | 11     | 6
"""


def summary(store: Store, selection: Selection = ALL, language: str = "en") -> Document:
    return inclusion_summary(store, selection, language)


# ---- people -------------------------------------------------------------------------------------------------------


def test_people_stand_by_group_and_gender_with_the_share_of_women(store: Store) -> None:
    load(store, PEOPLE)

    assert shown(summary(store), "people-by-gender") == {
        "CSO": ["30", "20", "0", "10", "60", "60.0%"],
        "TUN": ["withheld", "withheld", "0", "0", "30", "withheld"],
        "MED": ["withheld", "withheld", "0", "0", "11", "withheld"],
        "all": ["45", "46", "0", "10", "101", "49.5%"],
    }


def test_an_age_that_nobody_was_asked_for_is_not_another_age(store: Store) -> None:
    load(store, PEOPLE)

    assert shown(summary(store), "people-by-age")["TUN"] == ["0", "0", "30", "30"]
    assert shown(summary(store), "people-by-age")["CSO"] == ["10", "50", "0", "60"]


def test_where_people_are_few_totals_alone_are_told_and_why(store: Store) -> None:
    load(store, "organisation | category | women | men | people\nRelief | CSO | 9 | 8 | 17\nGuild | TUN | 1 | 2 | 3")

    document = summary(store)

    assert paragraphs(document, "people") == ["Fewer than 30 people are recorded here: no table by group is published."]
    assert shown(document, "people-by-gender") == {"all": ["10", "10", "0", "0", "20", "50.0%"]}


def test_where_no_people_are_counted_it_says_so(store: Store) -> None:
    load(store, "organisation | category\nRelief | CSO")

    assert shown(summary(store), "unrecorded")["people"] == [
        "People were counted neither by gender nor by age in this scope and period."
    ]


# ---- organisations ------------------------------------------------------------------------------------------------

NAMES = """
    organisation | category | country | people
    Relief       | CSO      | TD      | 4
    Guild        | TUN      |         |
    Solo         | MED      |         | 1
    Circle       | MIG      |         | 12
                 | CSO      |         | 9
"""


def named(store: Store) -> list[str]:
    return [each.name for each in indicators.named_organisations(store, ALL).organisations]


def test_organisations_are_named_that_cannot_be_a_person(store: Store) -> None:
    load(store, NAMES)

    document = summary(store)

    assert list(shown(document, "organisations").values()) == [
        ["Trade unions", "–", "1"],
        ["Civil society", "Chad", "1"],
    ]
    assert paragraphs(document, "organisations") == [
        "2 more are counted without a name: each may be no more than a person or a group of persons."
    ]
    assert not any(name in said for said in words(document) for name in ("Solo", "Circle"))


def test_what_a_list_declares_is_an_organisation_and_is_named(store: Store) -> None:
    load(store, NAMES)
    declared = as_csv(from_text("name | category\nCircle | MIG\nSolo | MED"))
    actions.import_organisations(store, declared, file_name="list.csv", by="test")

    assert named(store) == ["Circle", "Guild", "Relief", "Solo"]


def test_who_asked_not_to_be_named_is_counted_and_nowhere_named(store: Store) -> None:
    load(store, NAMES)
    before = indicators.indicators(store, ALL)

    actions.keep_out(store, "relief", by="test")

    document = summary(store)
    assert paragraphs(document, "organisations")[0] == "And 1 organisation that asked not to be named."
    assert not any("Relief" in said for said in words(document))
    assert indicators.indicators(store, ALL).model_dump(exclude={"data_as_of"}) == before.model_dump(
        exclude={"data_as_of"}
    )


def test_all_names_of_an_organisation_are_kept_out_and_again_named_together(store: Store) -> None:
    load(store, "organisation | category | people\nRelief | CSO | 4\nRelief Worldwide | CSO | 5\nGuild | TUN | 3")
    actions.keep_out(store, "Relief", by="test")
    actions.merge(store, "Relief", "Relief Worldwide", by="test", note="one body")

    assert named(store) == ["Guild"]

    actions.name_again(store, "Relief Worldwide", by="test")

    assert len(named(store)) == 2


@pytest.mark.parametrize(("again", "code"), [(False, "kept-out-already"), (True, "kept-out-not")])
def test_what_was_said_already_is_refused(store: Store, again: bool, code: str) -> None:
    load(store, NAMES)
    if not again:
        actions.keep_out(store, "Relief", by="test")

    with pytest.raises(InputError) as refused:
        (actions.name_again if again else actions.keep_out)(store, "Relief", by="test")

    assert refused.value.code == code


def test_so_many_organisations_are_not_listed_but_counted(store: Store) -> None:
    load(store, [{"organisation": f"Body {n}", "category": "CSO"} for n in range(301)])

    assert paragraphs(summary(store), "organisations") == [
        "301 organisations that may be named are recorded: too many to list here. "
        "The list of organisations has all their names."
    ]


# ---- like activities ----------------------------------------------------------------------------------------------

LIKE = [
    {
        "activity": f"Hearing {year}",
        "date": f"{year}-05-02",
        "activity_type": kind,
        "organisation": name,
        "category": code,
    }
    for year, kind, many in (
        ("2024", "hearing", {"CSO": 8, "TUN": 2}),
        ("2025", "hearing", {"CSO": 7, "TUN": 9, "MED": 4}),
        ("2025", "drafting", {"CSO": 3}),
    )
    for code, n in many.items()
    for name in (f"{code} {number}" for number in range(n))
]


@pytest.fixture(scope="module")
def hearings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("hearings")) as opened:
        load(opened, [{**row, "activity": f"{row['activity']} {row['activity_type']}"} for row in LIKE])
        yield opened


def test_shares_stand_beside_those_of_the_last_like_activities_in_percentage_points(hearings: Store) -> None:
    document = summary(hearings)

    found = shown(document, "like")
    assert {code: found[code] for code in ("CSO", "TUN", "MED", "FBO")} == {
        "CSO": ["80.0%", "35.0%", "−45.0 percentage points"],
        "TUN": ["20.0%", "45.0%", "+25.0 percentage points"],
        "MED": ["0.0%", "20.0%", "+20.0 percentage points"],
        "FBO": ["0.0%", "0.0%", "±0.0 percentage points"],
    }
    assert paragraphs(document, "trend") == [
        "Largest differences from the like activities before (“hearing”, 2024): Civil society −45.0 percentage points, "
        "Trade unions +25.0 percentage points and Media +20.0 percentage points."
    ]


def test_the_activities_before_may_lie_before_the_period(hearings: Store) -> None:
    found = indicators.last_like(hearings, Selection(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31)))

    assert found is not None
    assert [(each.kind, each.number, each.activities) for each in (found.earlier, found.later)] == [
        ("hearing", 2024, 1),
        ("hearing", 2025, 1),
    ]


def test_of_too_little_there_is_no_difference(store: Store) -> None:
    load(store, [row for row in LIKE if row["activity_type"] == "hearing" and row["category"] != "CSO"])

    document = summary(store)

    assert shown(document, "like")["TUN"] == ["fewer than 10", "69.2%", "–"]
    assert not any("Largest" in said for said in paragraphs(document, "trend"))


def test_rounds_of_a_review_come_before_years_of_a_kind_of_meeting(store: Store) -> None:
    load(
        store,
        """
        activity | date       | activity_type | review | organisation | category
        First    | 2022-05-17 | review        | IMRF1  | Relief       | CSO
        Second   | 2026-05-05 | review        | IMRF2  | Relief       | CSO
        Other    | 2025-05-05 | hearing       |        | Relief       | CSO
        Last     | 2026-06-05 | hearing       |        | Relief       | CSO
        """,
    )
    found = indicators.last_like(store, ALL)

    assert found is not None
    assert [(each.kind, each.is_review, each.number) for each in (found.earlier, found.later)] == [
        ("imrf", True, 1),
        ("imrf", True, 2),
    ]


def test_without_like_activities_it_says_so(store: Store) -> None:
    load(store, "organisation | category\nRelief | CSO")

    assert paragraphs(summary(store), "trend") == ["There are no earlier like activities to compare with."]


# ---- gaps, method, files ------------------------------------------------------------------------------------------

MEETINGS = [
    {"activity": f"M{n}", "date": f"2026-0{n}-01", "organisation": "Relief", "category": "CSO"} for n in range(1, 5)
]


def test_a_gap_has_its_owner_and_what_was_done_for_it(store: Store) -> None:
    load(store, [*MEETINGS, {**MEETINGS[0], "organisation": "Guild", "category": "TUN"}])
    place = indicators.active_mechanisms(store, "en")[0].code
    actions.note_gap(store, GapType.PRESENCE, place, "TUN", owner="Secretariat", note="", by="test")
    actions.record_outreach(store, place, "TUN", "Guild", step=OutreachStep.INVITED, on=date(2026, 5, 1), by="test")

    document = summary(store)
    titles = [each.code for each in tables(document)["gaps"].columns]
    found = dict(zip(titles[1:], shown(document, "gaps")[f"presence:TUN:{place}"], strict=True))

    assert (found["owner"], found["done"]) == ("Secretariat", "invited 1, answered 0, came 0")
    assert dict(zip(titles[1:], shown(document, "gaps")[f"presence:MED:{place}"], strict=True))["owner"] == "–"


def test_a_default_of_the_tool_is_told_in_a_word_and_once_below_the_table(store: Store) -> None:
    load(store, MEETINGS)
    said = {"type": "presence", "category": "TUN", "value": "1", "author": "Secretariat", "date": "2026-01-01"}
    actions.declare_by_hand(store, {**said, "basis": "Terms of reference"}, by="test")

    gaps = tables(summary(store))["gaps"]

    place = [each.code for each in gaps.columns].index("basis")
    bases = {row[place].text for row in gaps.rows}
    assert bases == {"tool default", "Secretariat, 1\u00a0January 2026: Terms of reference"}
    assert str(gaps.note).startswith("A tool default is not a United Nations standard: each group at least once;")


def test_the_method_says_what_was_used(store: Store) -> None:
    load(store, MEETINGS)
    said = {"type": "presence", "category": "CSO", "value": "0.5", "author": "Secretariat", "date": "2026-01-01"}
    actions.declare_by_hand(store, {**said, "basis": "Terms of reference, paragraph 4"}, by="test")
    actions.set_least_people(store, None, 8, by="test")

    document = summary(store, Selection(first_day=date(2026, 1, 1), roles=("speaker",)))
    method = paragraphs(document, "method")

    assert method[0].startswith(f"Method version {METHOD}. Scope: All networks and working groups. Period: From 1")
    assert method[1] == "Narrowed further to: Speaker or panellist."
    assert any(said.startswith("Numbers of people from 1 to 7 are not published") for said in method)
    assert method[-1].startswith("1 expectation that was declared is in force")
    assert shown(document, "expectations") == {
        "1": [
            *("everywhere", "Civil society", "50.0%", "Secretariat", "1\u00a0January 2026"),
            *("Terms of reference, paragraph 4", "–", "–"),
        ]
    }


def test_sources_are_the_files_of_the_scope(store: Store) -> None:
    load(store, MEETINGS, file_name="north.csv")
    load(store, [{**each, "network": "South"} for each in MEETINGS], file_name="south.csv")

    south = summary(store, Selection(networks=("South",)))

    assert [row[0] for row in shown(south, "sources").values()] == ["south.csv"]
    assert len(shown(summary(store), "sources")) == 2
