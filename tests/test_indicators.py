"""The figures of small logs whose answer can be read off the page, first the worked example of the method."""

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from logs import from_text, load

from engagement import actions
from engagement.errors import InputError, UnknownNameError
from engagement.indicators import activities, gaps, indicators, labels, matrix, organisations
from engagement.model import CategoryFigures, Gap, GapStatus, GapType, Selection
from engagement.store import Store
from engagement.taxonomy import SHIPPED

FILES = Path(__file__).parent / "files"
ALL = Selection()


def group(store: Store, code: str, selection: Selection = ALL) -> CategoryFigures:
    return next(each for each in indicators(store, selection).categories if each.category == code)


def counts(store: Store, code: str, *names: str, selection: Selection = ALL) -> tuple[Any, ...]:
    figures = group(store, code, selection)
    return tuple(getattr(figures, name) for name in names)


RELIEF = {"organisation": "Relief", "category": "CSO"}


def days(number: int, **given: str) -> list[dict[str, str]]:
    """That many activities, one a day, at each of which one organisation of civil society took part."""
    return [{"activity": f"A{day}", "date": f"2026-02-{day:02}", **RELIEF, **given} for day in range(1, number + 1)]


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


EXPECTATION_HEADER = "type,mechanism,category,value,author,date,basis,valid_from,valid_to"

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


def two(value: Fraction | None, digits: int = 2) -> str:
    assert value is not None
    return f"{float(value):.{digits}f}"


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


def as_line(gap: Gap) -> dict[str, str]:
    return {
        "rank": str(gap.rank),
        "group": gap.category or "",
        "recorded": str(gap.recorded),
        "at most": str(gap.best_case),
        "g_obs": str(gap.g_obs),
        "g_fav": str(gap.g_fav),
        "status": gap.status.value,
        "severity": gap.severity.value if gap.severity else "",
        "needed": f"{gap.needed_low}-{gap.needed_high}",
    }


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


# ---- openness, logs, periods --------------------------------------------------------------------------------------


def test_closed_activities_count_in_openness_and_not_in_presence(store: Store) -> None:
    load(
        store,
        """
        activity | organisation | category | open_to_stakeholders
        One      | Relief       | CSO      | yes
        Two      | Relief       | CSO      | no
        Three    | Relief       | CSO      |
        """,
    )
    record = indicators(store, ALL).records

    assert (record.activities_held, record.activities_open, record.activities_closed) == (3, 2, 1)
    assert record.openness_not_recorded == 1
    assert counts(store, "CSO", "activities", "present", "assessed") == (3, 2, 2)


def test_a_log_that_says_both_open_and_closed_has_not_said(store: Store) -> None:
    load(store, "organisation | category | open_to_stakeholders\nRelief | CSO | yes\nUnion | TUN | no")

    assert indicators(store, ALL).records.openness_not_recorded == 1


def test_no_log_is_no_report_and_an_incomplete_log_takes_nothing_away(store: Store) -> None:
    load(
        store,
        """
        network | activity | organisation | category | log_complete
        Silent  | One      |              |          | no
        Partial | One      | Relief       | CSO      | no
        Whole   | One      | Relief       | CSO      | yes
        """,
    )
    states = {(cell.column, cell.row): cell.state for cell in matrix(store, ALL).cells}

    assert {column: (states[column, "CSO"], states[column, "TUN"]) for column in ("Silent", "Partial", "Whole")} == {
        "Silent": ("no_report", "no_report"),
        "Partial": ("recorded", "no_report"),
        "Whole": ("recorded", "not_recorded"),
    }
    assert {each.mechanism for each in gaps(store, ALL)} == {"Whole"}
    figures = indicators(store, ALL)
    assert (figures.mechanisms, figures.mechanisms_with_log, figures.records.activities_with_log) == (3, 1, 1)


def test_an_activity_dated_to_a_month_partly_in_the_period_is_in_doubt(store: Store) -> None:
    load(
        store,
        """
        activity | date       | organisation | category
        Inside   | 2026-03-20 | Relief       | CSO
        Month    | 2026-03    | Union        | TUN
        April    | 2026-04    | Union        | TUN
        Year     | 2026       | Parish       | FBO
        Before   | 2026-03-14 | Magazine     | MED
        """,
    )
    chosen = Selection(first_day=date(2026, 3, 15), last_day=date(2026, 4, 10))
    record = indicators(store, chosen).records

    assert (record.activities_held, record.activities_in_doubt) == (1, 3)
    assert [each.title for each in activities(store, chosen)] == ["Inside"]
    assert counts(store, "TUN", "organisation_events", selection=chosen) == (0,)


def test_the_first_and_the_last_day_are_inside(store: Store) -> None:
    load(store, days(3))
    chosen = Selection(first_day=date(2026, 2, 1), last_day=date(2026, 2, 2))

    assert [each.title for each in activities(store, chosen)] == ["A1", "A2"]


def test_years_without_any_activity_stand_in_the_matrix_as_no_report(store: Store) -> None:
    load(store, "date | organisation | category\n2023-05-01 | Relief | CSO\n2025-05-01 | Relief | CSO")
    answer = matrix(store, ALL, "year")

    assert answer.columns == ("2023", "2024", "2025")
    assert [cell.state for cell in answer.cells if cell.row == "CSO"] == ["recorded", "no_report", "recorded"]


# ---- scope --------------------------------------------------------------------------------------------------------


TWO_NETWORKS = """
network   | working_group | organisation | category
Network A |               | Relief       | CSO
Network A | Data          | Union        | TUN
Network B | Data          | Parish       | FBO
"""


@pytest.mark.parametrize(
    ("selection", "recorded"),
    [
        (Selection(), {"CSO", "TUN", "FBO"}),
        (Selection(networks=("network a",)), {"CSO", "TUN"}),
        (Selection(networks=("Network B",)), {"FBO"}),
        (Selection(networks=("Network A", "Network B")), {"CSO", "TUN", "FBO"}),
        (Selection(working_groups=("Network A/Data",)), {"TUN"}),
    ],
)
def test_a_network_includes_its_working_groups(store: Store, selection: Selection, recorded: set[str]) -> None:
    load(store, TWO_NETWORKS)

    assert {each.category for each in indicators(store, selection).categories if each.organisation_events} == recorded


def test_a_name_nobody_has_is_refused_with_the_nearest(store: Store) -> None:
    load(store, TWO_NETWORKS)

    with pytest.raises(UnknownNameError) as refused:
        indicators(store, Selection(networks=("Netwrok A",)))
    assert refused.value.code == "network-unknown"
    assert "Network A" in refused.value.suggestions


def test_an_empty_store_has_no_data_and_no_zero_rates(store: Store) -> None:
    figures = indicators(store, ALL)

    assert figures.coverage.model_dump() == {"recorded": 0, "expected": 12, "upper": 0}
    assert figures.records.classified_share is None
    assert {(each.share, each.presence, each.people, each.women) for each in figures.categories} == {
        (None, None, None, None)
    }
    assert gaps(store, ALL) == ()


# ---- small numbers and unknowns -----------------------------------------------------------------------------------


def test_below_ten_there_is_no_share_and_no_rate(store: Store) -> None:
    load(store, days(9))
    nine = counts(store, "CSO", "share", "share_low", "share_high", "share_interval", "presence", "presence_high")
    load(store, days(10), file_name="ten.csv")
    ten = counts(store, "CSO", "share", "share_low", "share_high", "presence", "presence_high")

    assert nine == (None,) * 6
    assert ten == (1, 1, 1, 1, 1)


def test_heads_nobody_counted_are_unknown_and_not_zero(store: Store) -> None:
    load(store, "organisation | category\nRelief | CSO")

    assert counts(store, "CSO", "people", "women", "men", "other_gender", "gender_recorded") == (None,) * 5
    assert counts(store, "TUN", "people", "women") == (None, None)


def test_organisations_come_with_their_spellings_and_where_they_took_part(store: Store) -> None:
    load(
        store,
        """
        activity | date       | organisation | category
        One      | 2026-01-10 | Relief       | CSO
        Two      | 2026-01-12 | RELIEF       | FBO
        """,
    )
    (relief,) = organisations(store, ALL)

    assert relief.model_dump(exclude={"id"}) == {
        "name": "Relief",
        "country": None,
        "is_declared": False,
        "spellings": ("RELIEF", "Relief"),
        "names": ("RELIEF", "Relief"),
        "categories": ("CSO", "FBO"),
        "mechanisms": ("Network A",),
        "activities": 2,
        "first_seen": date(2026, 1, 10),
        "last_seen": date(2026, 1, 12),
    }


# ---- gaps of a store ----------------------------------------------------------------------------------------------


def statuses(store: Store) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for each in gaps(store, ALL):
        found.setdefault((each.type.value, each.category or ""), set()).add(each.status.value)
    return found


def test_fewer_than_three_activities_are_not_assessable(store: Store) -> None:
    load(store, days(2))
    two = {each.status for each in gaps(store, ALL)}
    load(store, days(3), file_name="three.csv")
    three = {each.status for each in gaps(store, ALL)}

    assert (two, three) == ({GapStatus.NOT_ASSESSABLE}, {GapStatus.CONFIRMED})


def test_closed_activities_do_not_make_presence_assessable(store: Store) -> None:
    load(store, [*days(2), {"activity": "Closed", "open_to_stakeholders": "no", **RELIEF}])

    assert statuses(store)["presence", "TUN"] == {"not_assessable"}
    assert statuses(store)["absence", "TUN"] == {"confirmed"}


def test_a_record_classified_below_four_fifths_names_no_gap_but_that(store: Store) -> None:
    load(store, [*days(7), {"organisation": "Mystery 1"}, {"organisation": "Mystery 2"}])
    found = [each for each in gaps(store, ALL) if each.status is not GapStatus.NOT_ASSESSABLE]

    assert [as_line(each) | {"expected": str(each.expected)} for each in found] == [
        {
            "rank": "1",
            "group": "",
            "recorded": "7",
            "at most": "7",
            "g_obs": "1/36",
            "g_fav": "1/36",
            "status": "confirmed",
            "severity": "minor",
            "needed": "1-1",
            "expected": "36/5",
        }
    ]


def test_a_record_classified_at_four_fifths_is_enough(store: Store) -> None:
    load(store, [*days(8), {"organisation": "Mystery 1"}, {"organisation": "Mystery 2"}])

    assert {each.status for each in gaps(store, ALL)} == {GapStatus.CONFIRMED, GapStatus.OPEN}
    assert ("records", "") not in statuses(store)


def declare(store: Store, *lines: str) -> None:
    actions.declare_expectations(store, "\n".join([EXPECTATION_HEADER, *lines]), by="test")


def test_the_most_particular_expectation_holds_and_among_equals_the_newest(store: Store) -> None:
    load(store, [*days(4), *days(4, network="Network B")])
    declare(
        store,
        "presence,,TUN,25%,Coordinator,2026-01-12,any network,,",
        "presence,Network A,TUN,1/4,Coordinator,2026-01-01,older,,",
    )
    declare(store, "presence,Network A,TUN,3/4,Coordinator,2026-01-12,newer,,")
    declare(store, "presence,Network A,TUN,1,Coordinator,2026-01-20,last year,2025-01-01,2025-12-31")
    chosen = Selection(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
    found = [each for each in gaps(store, chosen) if each.type is GapType.PRESENCE and each.category in ("TUN", "FBO")]

    assert {(each.mechanism, each.category): (each.expected, each.expectation.basis) for each in found} == {
        ("Network A", "TUN"): (3, "newer"),
        ("Network B", "TUN"): (1, "any network"),
        ("Network A", "FBO"): (2, "tool default, not a United Nations standard"),
        ("Network B", "FBO"): (2, "tool default, not a United Nations standard"),
    }


def test_an_absence_expected_away_several_times_counts_no_activity_twice(store: Store) -> None:
    """The union took part where the unclassified did too, so they can add nothing to it."""
    load(store, [*days(12), {"activity": "A1", "date": "2026-02-01", "organisation": "Union", "category": "TUN"}])
    load(store, [{"activity": "A1", "date": "2026-02-01", "organisation": "Mystery"}], file_name="b.csv")
    declare(store, "absence,,TUN,3,Coordinator,2026-01-12,agreed,,")
    (found,) = (each for each in gaps(store, ALL) if each.type is GapType.ABSENCE and each.category == "TUN")

    assert (found.recorded, found.best_case, found.status) == (1, 1, "confirmed")


def test_where_nothing_is_expected_nothing_is_missing(store: Store) -> None:
    load(store, days(3))
    declare(store, "presence,,TUN,0,Coordinator,2026-01-12,not expected here,,")

    assert ("presence", "TUN") not in statuses(store)
    assert ("presence", "FBO") in statuses(store)


@pytest.mark.parametrize("value", ["-1", "150%", "5", "much", "1/0", ""])
def test_an_expectation_that_no_rate_can_be_is_refused(store: Store, value: str) -> None:
    with pytest.raises(InputError) as refused:
        declare(store, f"presence,,TUN,{value},Coordinator,2026-01-12,agreed,,")
    assert refused.value.code == "expectations-refused"


# ---- declared shares ----------------------------------------------------------------------------------------------


def declared_shares(mechanism: str, first: str, day: str = "2026-01-12", rest: str = "0.05") -> list[str]:
    """One group with the share `first`, eleven with `rest`."""
    others = ("MIG", "MDO", "FBO", "LOC", "PRV", "TUN", "PAR", "NHR", "RCM", "ACA", "MED")
    return [
        f"share,{mechanism},CSO,{first},Coordinator,{day},agreed,,",
        *(f"share,{mechanism},{code},{rest},Coordinator,{day},agreed,," for code in others),
    ]


def test_no_declared_share_no_ratio(store: Store) -> None:
    load(store, days(10))

    assert counts(store, "CSO", "reference", "ratio", "ratio_low", "organisations_needed") == (None,) * 4


def test_shares_that_do_not_add_to_one_are_no_reference(store: Store) -> None:
    load(store, days(10))
    with pytest.raises(InputError):
        declare(store, *declared_shares("", "0.452"))
    off = counts(store, "CSO", "reference")
    declare(store, *declared_shares("", "0.4505", day="2026-01-13"))

    assert off == (None,)
    assert counts(store, "CSO", "reference", "ratio") == (Fraction("0.4505"), 1 / Fraction("0.4505"))


def test_shares_declared_for_a_network_hold_for_it_with_its_working_groups_and_before_those_for_all(
    store: Store,
) -> None:
    load(store, [*days(10), *days(10, working_group="Data"), *days(10, network="Network B")])
    declare(store, *declared_shares("Network A", "0.45"))
    declare(store, *declared_shares("", "0.01", day="2026-02-01", rest="0.09"))

    assert counts(store, "CSO", "reference", selection=Selection(networks=("Network A",))) == (Fraction("0.45"),)
    assert counts(store, "CSO", "reference", selection=Selection(networks=("Network B",))) == (Fraction("0.01"),)
    assert counts(store, "CSO", "reference") == (Fraction("0.01"),)


def test_a_declared_share_of_zero_is_no_reference_and_of_one_is_never_reached(store: Store) -> None:
    load(store, [*days(10), {"organisation": "Union", "category": "TUN"}])
    declare(store, *declared_shares("", "1", rest="0"))

    assert counts(store, "TUN", "reference", "ratio", "organisations_needed") == (None, None, None)
    assert counts(store, "CSO", "reference", "ratio", "organisations_needed") == (1, Fraction(10, 11), None)
