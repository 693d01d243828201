"""The figures of small logs whose answer can be read off the page, first the worked example of the method."""

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from counted import ALL, EXPECTATION_HEADER, as_line, counts, days, group, two
from logs import from_text, load

from engagement import actions
from engagement.indicators import activities, gaps, indicators, labels, matrix
from engagement.model import GapType, Selection
from engagement.store import Store
from engagement.taxonomy import SHIPPED

FILES = Path(__file__).parent / "files"


# ---- the worked example (methodology, sections 3 to 5) ------------------------------------------------------------


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Ten activities, 40 classified and 4 unclassified organisation-events, and declared shares."""
    with Store.open(tmp_path_factory.mktemp("example")) as store:
        with (FILES / "worked_example_rows.csv").open(newline="") as lines:
            rows = [
                {
                    "activity": row["event_id"],
                    "date": f"2026-03-{row['event_id'].removeprefix('EV')}",
                    "organisation": row["organisation_id"],
                    "category": row["category_code"],
                    "level": row["level_code"],
                    "open_to_stakeholders": "yes",
                }
                for row in csv.DictReader(lines)
            ]
        load(store, rows)
        with (FILES / "worked_example_targets.csv").open(newline="") as lines:
            declared = [
                f"share,,{row['category_code']},{row['reference_share']},Coordinator,2026-01-12,{row['basis']},,"
                for row in csv.DictReader(lines)
            ]
        actions.declare_expectations(store, "\n".join([EXPECTATION_HEADER, *declared]), by="test")
        yield store


WORKED_EXAMPLE = """
group | n  | activities | at most | organisations | share | ratio | least | most | needed
CSO   | 16 | 10         | 10      | 8             | 0.400 | 1.60  | 1.45  | 1.82 | 0
MDO   | 6  | 5          | 7       | 3             | 0.150 | 0.75  | 0.68  | 1.14 | 3
ACA   | 5  | 5          | 5       | 4             | 0.125 | 1.56  | 1.42  | 2.56 | 0
LOC   | 4  | 4          | 6       | 2             | 0.100 | 1.00  | 0.91  | 1.82 | 0
PRV   | 3  | 3          | 5       | 2             | 0.075 | 0.94  | 0.85  | 1.99 | 1
FBO   | 2  | 2          | 4       | 1             | 0.050 | 0.83  | 0.76  | 2.27 | 1
RCM   | 2  | 2          | 4       | 1             | 0.050 | 1.67  | 1.52  | 4.55 | 0
TUN   | 1  | 1          | 3       | 1             | 0.025 | 0.42  | 0.38  | 1.89 | 2
NHR   | 1  | 1          | 3       | 1             | 0.025 | 1.25  | 1.14  | 5.68 | 0
MIG   | 0  | 0          | 2       | 0             | 0.000 | 0.00  | 0.00  | 1.82 | 3
PAR   | 0  | 0          | 2       | 0             | 0.000 | 0.00  | 0.00  | 2.27 | 2
MED   | 0  | 0          | 2       | 0             | 0.000 | 0.00  | 0.00  | 3.03 | 2
"""


def test_worked_example_cell_for_cell(example: Store) -> None:
    found = {each.category: each for each in indicators(example, ALL).categories}

    assert [
        {
            "group": code,
            "n": str(found[code].organisation_events),
            "activities": str(found[code].activities),
            "at most": str(found[code].present_high),
            "organisations": str(found[code].organisations),
            "share": two(found[code].share, 3),
            "ratio": two(found[code].ratio),
            "least": two(found[code].ratio_low),
            "most": two(found[code].ratio_high),
            "needed": str(found[code].organisations_needed),
        }
        for code in (row["group"] for row in from_text(WORKED_EXAMPLE))
    ] == from_text(WORKED_EXAMPLE)


def test_worked_example_records_and_coverage(example: Store) -> None:
    figures = indicators(example, ALL)

    assert figures.coverage.model_dump() == {"recorded": 9, "expected": 12, "upper": 12}
    assert dict(figures.records) == {
        "activities_held": 10,
        "activities_open": 10,
        "activities_closed": 0,
        "openness_not_recorded": 0,
        "activities_with_log": 10,
        "activities_in_doubt": 0,
        "classified": 40,
        "unclassified": 4,
        "institutional": 0,
        "level_known": 39,
        "classified_share": Fraction(40, 44),
    }
    assert sum(each.organisations for each in figures.categories if each.category != "UNK") == 23
    assert sum(each.share for each in figures.categories if each.share) == 1


def test_worked_example_presence_and_depth(example: Store) -> None:
    assert counts(example, "MDO", "present", "assessed", "presence") == (5, 10, Fraction(1, 2))
    assert group(example, "MDO").presence_interval == pytest.approx((0.2366, 0.7634), abs=5e-5)
    assert group(example, "TUN").presence_interval == pytest.approx((0.0179, 0.4042), abs=5e-5)
    assert group(example, "MED").presence_interval == pytest.approx((0, 0.2775), abs=5e-5)
    assert group(example, "MDO").share_interval == pytest.approx((0.0706, 0.2907), abs=5e-5)
    assert counts(example, "MDO", "share_low", "share_high") == (Fraction(6, 44), Fraction(10, 44))
    assert counts(example, "CSO", "involved", "level_known") == (6, 16)
    assert counts(example, "MDO", "involved", "level_known") == (1, 6)
    assert counts(example, "FBO", "involved", "level_known") == (0, 1)


RANKING = """
rank | group | recorded | at most | g_obs | g_fav | status    | severity | needed
1    | MIG   | 0        | 2       | 1     | 3/5   | confirmed | critical | 3-5
1    | PAR   | 0        | 2       | 1     | 3/5   | confirmed | critical | 3-5
1    | MED   | 0        | 2       | 1     | 3/5   | confirmed | critical | 3-5
4    | TUN   | 1        | 3       | 4/5   | 2/5   | confirmed | moderate | 2-4
4    | NHR   | 1        | 3       | 4/5   | 2/5   | confirmed | moderate | 2-4
6    | FBO   | 2        | 4       | 3/5   | 1/5   | confirmed | moderate | 1-3
6    | RCM   | 2        | 4       | 3/5   | 1/5   | confirmed | moderate | 1-3
8    | LOC   | 4        | 6       | 1/5   | 0     | open      |          | 0-1
8    | PRV   | 3        | 5       | 2/5   | 0     | open      |          | 0-2
"""


def test_worked_example_ranking_of_presence(example: Store) -> None:
    found = [each for each in gaps(example, ALL) if each.type is GapType.PRESENCE]

    assert [as_line(each) for each in found] == from_text(RANKING)
    assert {(each.denominator, each.expected) for each in found} == {(10, 5)}


def test_worked_example_absences_stay_open(example: Store) -> None:
    found = [each for each in gaps(example, ALL) if each.type in (GapType.ABSENCE, GapType.RECORDS)]

    assert [
        (each.type, each.category, each.rank, each.status, each.needed_low, each.needed_high) for each in found
    ] == [
        ("absence", "MIG", 8, "open", 0, 1),
        ("absence", "PAR", 8, "open", 0, 1),
        ("absence", "MED", 8, "open", 0, 1),
    ]


# ---- what counts --------------------------------------------------------------------------------------------------


def test_an_organisation_counts_once_at_an_activity_however_its_name_is_spelled(store: Store) -> None:
    load(
        store,
        """
        organisation        | category | people
        Réseau des femmes   | CSO      | 3
        RESEAU DES FEMMES   | CSO      | 2
        Réseau-des-femmes   | CSO      | 1
        """,
    )

    assert counts(
        store, "CSO", "organisation_events", "organisations", "organisations_as_spelled", "rows", "people"
    ) == (1, 1, 3, 3, 6)


def test_those_only_invited_or_registered_did_not_take_part(store: Store) -> None:
    load(
        store,
        """
        organisation | category | stage
        Relief       | CSO      | attended
        Lectures     | ACA      | spoke
        Papers       | MED      | submitted
        Union        | TUN      | invited
        Chamber      | PRV      | registered
        """,
    )

    assert {each.category for each in indicators(store, ALL).categories if each.organisation_events} == {
        "CSO",
        "ACA",
        "MED",
    }
    assert indicators(store, ALL).coverage.recorded == 3


def test_a_list_of_the_invited_is_no_report(store: Store) -> None:
    load(store, "organisation | category | stage\nUnion | TUN | invited\nRelief | CSO | registered")

    assert indicators(store, ALL).records.activities_with_log == 0
    assert {cell.state for cell in matrix(store, ALL).cells} == {"no_report"}
    assert gaps(store, ALL) == ()


def test_a_headcount_without_a_name_is_one_event_of_its_category_at_each_activity(store: Store) -> None:
    load(
        store,
        """
        activity | organisation | category | people
        One      |              | MIG      | 20
        One      |              | MIG      | 5
        Two      |              | MIG      | 4
        Two      |              | CSO      | 1
        """,
    )

    assert counts(store, "MIG", "organisation_events", "organisations", "activities", "people") == (2, 0, 2, 29)
    assert counts(store, "CSO", "organisation_events", "organisations", "activities", "people") == (1, 0, 1, 1)


def test_a_classified_row_settles_what_an_organisation_is_at_that_activity_only(store: Store) -> None:
    load(
        store,
        """
        activity | organisation | category | level
        One      | Relief       | CSO      | L1
        One      | Relief       |          | L4
        Two      | Relief       |          | L2
        """,
    )

    assert counts(store, "CSO", "organisation_events", "involved") == (1, 1)
    assert counts(store, "UNK", "organisation_events", "activities") == (1, 1)
    assert counts(store, "TUN", "present", "present_high") == (0, 1)


def test_an_organisation_under_two_categories_is_counted_under_each_and_reported(store: Store) -> None:
    receipt = load(store, "organisation | category\nRelief | CSO\nRelief | FBO\nRelief | FBO")

    assert receipt.problem_counts["category-conflict"] == 1
    assert counts(store, "CSO", "organisation_events") == counts(store, "FBO", "organisation_events") == (1,)
    assert indicators(store, ALL).records.classified == 2


def test_two_labels_of_one_category_are_one_organisation_event(store: Store) -> None:
    load(store, "organisation | category\nRelief | Civil society\nRelief | NGO")
    (activity,) = activities(store, ALL)

    assert [(each.label, each.organisation_events) for each in activity.labels] == [("Civil society", 1), ("NGO", 1)]
    assert (activity.organisation_events, activity.organisations) == (1, 1)


def test_a_label_with_two_readings_is_one_row_of_the_matrix(store: Store) -> None:
    for answer, activity in (("TUN", "One"), ("PRV", "Two")):
        load(
            store,
            [{"organisation": "Workers", "category": "Syndicat", "activity": activity}],
            file_name=f"{activity}.csv",
            values={"category": {"Syndicat": answer}},
        )
    cells = matrix(store, ALL, rows="label").cells

    assert [(cell.row, cell.organisation_events, cell.organisations, cell.state) for cell in cells] == [
        ("Syndicat", 2, 1, "recorded")
    ]
    assert {each.category: each.label for each in labels(store, ALL)} == {
        "TUN": "Syndicat",
        "PRV": "Syndicat",
    }


def test_institutions_are_recorded_outside_every_denominator(store: Store) -> None:
    load(store, "organisation | category\nMinistry | GOV\nIOM | UNS\nUnion | IGO\nRelief | CSO\nMystery |")
    figures = indicators(store, ALL)

    assert (figures.records.classified, figures.records.unclassified, figures.records.institutional) == (1, 1, 3)
    assert figures.coverage.recorded == 1
    assert counts(store, "GOV", "organisation_events", "present", "present_high", "share") == (1, 1, 1, None)


def test_other_stakeholders_are_in_the_denominator_and_not_in_coverage(store: Store) -> None:
    load(store, [*days(9), {"organisation": "Theatre", "category": "OTH"}])

    assert indicators(store, ALL).coverage.recorded == 1
    assert counts(store, "OTH", "share") == (Fraction(1, 10),)
    assert counts(store, "CSO", "share") == (Fraction(9, 10),)


def test_what_can_be_covered_at_most_counts_unclassified_organisations_and_unnamed_headcounts(store: Store) -> None:
    load(
        store,
        """
        activity | organisation | category | people
        One      | Mystery      |          | 1
        Two      | Mystery      |          | 1
        Two      |              | Gremium  | 4
        Two      |              | Kollegen | 2
        Three    |              | Gremium  | 4
        Three    | Relief       | CSO      | 1
        """,
    )

    # Mystery is one body; the head-counts of Two are one, that of Three another
    assert indicators(store, ALL).coverage.model_dump() == {"recorded": 1, "expected": 12, "upper": 4}


# ---- lists and tags -----------------------------------------------------------------------------------------------


TAGGED = """
activity | organisation   | category              | tags
One      | Girls forward  | Women's organizations |
One      | Student union  | ACA                   | youth
Two      | Relief         | CSO                   |
"""


def test_women_children_and_youth_are_a_tag_beside_the_twelve(store: Store) -> None:
    load(store, TAGGED)
    figures = indicators(store, ALL)

    assert (figures.coverage.recorded, figures.coverage.expected) == (2, 12)
    assert group(store, "WCY").kind == "tag"
    assert counts(store, "WCY", "organisation_events", "organisations", "activities", "share") == (2, 2, 1, None)
    assert figures.records.classified == 3


def test_women_children_and_youth_are_named_by_the_seed(store: Store) -> None:
    load(store, [*from_text(TAGGED), *days(8)])
    seed = Selection(list="seed")

    assert group(store, "WCY", seed).kind == "named"
    assert indicators(store, seed).coverage.model_dump() == {"recorded": 3, "expected": 12, "upper": 12 - 9}
    # presence takes the tagged in, a share only what has the category itself
    assert counts(store, "WCY", "organisation_events", "share", selection=seed) == (2, Fraction(1, 11))


def test_levels_of_the_tagged_are_counted_once(store: Store) -> None:
    load(store, "organisation | category | level\nGirls forward | WCY | L2\nStudents | ACA | L3\nRelief | CSO |")

    assert indicators(store, ALL).records.level_known == 2


def test_lists_name_twelve_ten_and_twelve_groups(store: Store) -> None:
    load(store, "organisation | category\nParish | FBO\nMigrant | MIG\nRed Crescent | RCM\nMagazine | MED")

    assert {
        code: indicators(store, Selection(list=code)).coverage.model_dump(include={"recorded", "expected"})
        for code in SHIPPED.lists
    } == {
        "para44": {"recorded": 4, "expected": 12},
        "para15j": {"recorded": 2, "expected": 10},
        "seed": {"recorded": 3, "expected": 12},
    }
    assert [counts(store, code, "kind", selection=Selection(list="para15j")) for code in ("FBO", "RCM")] == [
        ("other",),
        ("other",),
    ]
