"""Every finding names its row and column; a row is refused, kept with a warning, or set aside, and never bent."""

from typing import Any

import pytest
from tables import log

from engagement import actions
from engagement.errors import InvalidLogError, MappingError
from engagement.locale import LANGUAGES, problem_text
from engagement.mapping import Mapping
from engagement.model import Problem, ProblemSeverity
from engagement.store import Row, Store

Finding = tuple[int | None, str | None, str]
BASE = ("date", "activity", "network", "organisation", "category")


@pytest.fixture
def judge(store: Store) -> Any:
    """Import a drawing: the problems, and what was kept of it."""

    def check(drawing: str, **answers: Any) -> tuple[list[Problem], list[Row]]:
        said: dict[str, Any] = {"file_name": "log.csv", "mapping": Mapping.model_validate(answers), "by": "tester"}
        try:
            receipt = actions.import_log(store, log(drawing), **said)
        except InvalidLogError:  # no row was left
            receipt = actions.import_log(store, log(drawing), **said, is_check=True)
        kept = store.rows("""
            select participation.* exclude batch, activity.* exclude (batch, title), title as activity
            from engagement.participation join engagement.activity using (batch, activity_id) order by source_rows""")
        assert all(problem_text(each, language) for each in receipt.problems for language in LANGUAGES)
        return [each for each in receipt.problems if each.code != "mechanism-new"], kept

    return check


def row(**changed: str) -> str:
    """One good row, and what is changed in it, as a drawing."""
    good = dict(zip(BASE, ("2024-03-04", "Hearing", "Coast", "Blue Union", "academia"), strict=True)) | changed
    return " | ".join(good) + "\n" + " | ".join(good.values())


def findings(problems: list[Problem]) -> list[Finding]:
    return [(each.row, each.column, each.code) for each in problems]


def test_a_good_row_has_no_finding(judge: Any) -> None:
    problems, kept = judge(row())

    assert problems == []
    said = {name: str(value) for name, value in kept[0].items() if value and not name.endswith("_id")}
    assert said == {
        "source_rows": "[2]",
        "mechanism": "Coast",
        "activity": "Hearing",
        "date_from": "2024-03-04",
        "date_to": "2024-03-04",
        "date_precision": "day",
        "organisation": "Blue Union",
        "category": "ACA",
        "category_label": "academia",
        "has_participation": "True",
    }


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"activity": ""}, "activity", "activity-missing"),
        ({"activity": "​ "}, "activity", "activity-missing"),
        ({"date": ""}, "date", "date-missing"),
        ({"date": "soon"}, "date", "date-unreadable"),
        ({"date": "03/04/2024"}, "date", "date-ambiguous"),
        ({"date": "04/03/24"}, "date", "date-two-digit-year"),
        ({"date": "30/02/2024"}, "date", "date-impossible"),
        ({"date_to": "2024-03-03"}, "date_to", "dates-reversed"),
        ({"date_to": "later"}, "date_to", "date-unreadable"),
        ({"stage": "dreamt"}, "stage", "stage-unknown"),
        ({"network": ""}, "network", "mechanism-missing"),
        ({"organisation": "", "category": ""}, "organisation", "who-missing"),
        ({"people": "3", "women": "2", "men": "2"}, "people", "counts-contradict"),
        ({"people": "0", "other_gender": "1"}, "people", "counts-contradict"),
        ({"organisation": "x" * 501}, "organisation", "text-too-long"),
        ({"organisation": f"a.b{chr(64)}example.org"}, "organisation", "personal-data"),
        ({"place": f"ask a.b{chr(64)}example.org"}, "place", "personal-data"),
        ({"country": f"a.b{chr(64)}example.org"}, "country", "personal-data"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(judge: Any, changed: dict[str, str], column: str, code: str) -> None:
    problems, kept = judge(row(**changed))

    assert (findings(problems), kept) == ([(2, column, code)], [])
    assert problems[0].severity is ProblemSeverity.BLOCKING


@pytest.mark.parametrize(
    ("changed", "column", "code", "left_out"),
    [
        ({"category": "friendly giant"}, "category", "category-unknown", {"category": "UNK"}),
        ({"category": "migrant communities"}, "category", "category-ask", {"category": "UNK"}),
        ({"country": "Atlantis"}, "country", "country-unknown", {"country": None}),
        ({"role": "jester"}, "role", "role-unknown", {"role": None}),
        ({"level": "7"}, "level", "level-unknown", {"level": None}),
        ({"gender": "Mme"}, "gender", "gender-unknown", {"gender_recorded": 0}),
        ({"mode": "telepathy"}, "mode", "mode-unknown", {"mode": None}),
        ({"open_to_stakeholders": "perhaps"}, "open_to_stakeholders", "yes-no-unknown", {"open_to_stakeholders": None}),
        ({"tags": "left-handed"}, "tags", "tag-unknown", {"tags": []}),
        ({"people": "many"}, "people", "count-unreadable", {"people": None}),
        ({"people": "1.5"}, "people", "count-decimal", {"people": None}),
        ({"people": "1,234"}, "people", "count-ambiguous", {"people": None}),
        ({"people": "-3"}, "people", "count-negative", {"people": None}),
        ({"people": "100001"}, "people", "count-too-large", {"people": None}),
    ],
)
def test_a_cell_that_cannot_be_read_is_left_out_and_said(
    judge: Any, changed: dict[str, str], column: str, code: str, left_out: dict[str, object]
) -> None:
    problems, kept = judge(row(**changed))

    assert findings(problems) == [(2, column, code)]
    assert (problems[0].severity, problems[0].value) == (ProblemSeverity.WARNING, changed[column])
    assert {name: kept[0][name] for name in left_out} == left_out


@pytest.mark.parametrize(
    ("changed", "read"),
    [
        ({"people": "0"}, {"people": 0}),
        ({"people": ""}, {"people": None}),
        ({"people": "1 234"}, {"people": 1234}),
        ({"people": "1\u202f234"}, {"people": 1234}),
        ({"people": "١٢٣"}, {"people": 123}),
        ({"people": "100000"}, {"people": 100000}),
        ({"people": "3", "women": "2", "men": "1"}, {"people": 3, "women": 2, "men": 1}),
        ({"country": "NA"}, {"country": "NA"}),
        ({"country": "Côte d’Ivoire"}, {"country": "CI"}),
        ({"level": "LX"}, {"level": None}),
        ({"level": "3"}, {"level": 3}),
        ({"role": "invited"}, {"role": "invited", "stage": "invited"}),
        ({"role": "invited", "stage": "attended"}, {"role": "invited", "stage": "attended"}),
        ({"role": "speaker"}, {"role": "speaker", "stage": None}),
        ({"open_to_stakeholders": "no"}, {"open_to_stakeholders": False}),
        ({"open_to_stakeholders": ""}, {"open_to_stakeholders": None}),
        ({"organisation": "  Blue\u00a0 Union "}, {"organisation": "Blue Union"}),
        ({"category": ""}, {"category": "UNK", "category_label": None}),
        ({"organisation": ""}, {"organisation": None, "organisation_id": None, "category": "ACA"}),
        ({"date": "March 2024"}, {"date_precision": "month"}),
        ({"date_to": "2024-03-06"}, {"date_precision": "period"}),
        ({"date_to": "2024-03-04"}, {"date_precision": "day"}),
    ],
)
def test_a_cell_is_read_as_a_person_would(judge: Any, changed: dict[str, str], read: dict[str, object]) -> None:
    problems, kept = judge(row(**changed))

    assert problems == []
    assert {name: kept[0][name] for name in read} == read


def test_spellings_of_one_organisation_are_one_and_keep_their_spelling(judge: Any) -> None:
    _, kept = judge("""
        date       | activity | network | organisation        | category
        2024-03-04 | Hearing  | Coast   | Université de Dakar | academia
        2024-03-04 | HEARING. | coast   | UNIVERSITE DE DAKAR | academia
        2024-03-04 | Hearing  | Coast   | Université-de Dakar | academia
    """)

    assert len({each["organisation_id"] for each in kept}) == 1
    assert len({each["activity_id"] for each in kept}) == 1
    assert len({each["organisation"] for each in kept}) == 3


def test_another_day_place_or_name_is_another_activity(judge: Any) -> None:
    _, kept = judge("""
        date       | activity | network | working_group | organisation | category
        2024-03-04 | Hearing  | Coast   |               | Blue Union   | academia
        2024-03-05 | Hearing  | Coast   |               | Blue Union   | academia
        2024-03    | Hearing  | Coast   |               | Blue Union   | academia
        2024-03-04 | Hearings | Coast   |               | Blue Union   | academia
        2024-03-04 | Hearing  | Inland  |               | Blue Union   | academia
        2024-03-04 | Hearing  | Coast   | Fish          | Blue Union   | academia
    """)

    assert len({each["activity_id"] for each in kept}) == 6


def test_an_organisation_in_two_categories_at_one_activity_is_said_once(judge: Any) -> None:
    problems, kept = judge("""
        date       | activity | network | organisation | category
        2024-03-04 | Hearing  | Coast   | Blue Union   | academia
        2024-03-04 | Hearing  | Coast   | BLUE UNION   | trade union
        2024-03-05 | Workshop | Coast   | Blue Union   | trade union
        2024-03-04 | Hearing  | Coast   | Lake College | academia
        2024-03-04 | Hearing  | Coast   | Lake College | friendly giant
    """)

    assert findings(problems) == [(2, "category", "category-conflict"), (6, "category", "category-unknown")]
    assert problems[0].value == "Blue Union"
    assert len(kept) == 5


def test_a_cell_that_could_not_be_read_is_not_judged_again(judge: Any) -> None:
    problems, _ = judge("""
        date       | activity | network | organisation | category | people | women
        soon       | Hearing  | Coast   | Blue Union   | academia | many   | 9
                   |          |         |              |          | 1      |
        2024-03-04 |          |         | Blue Union   | academia | 1      | 2
    """)

    assert findings(problems) == [
        (2, "date", "date-unreadable"),
        (2, "people", "count-unreadable"),
        (3, "activity", "activity-missing"),
        (3, "date", "date-missing"),
        (3, "network", "mechanism-missing"),
        (3, "organisation", "who-missing"),
        (4, "activity", "activity-missing"),
        (4, "network", "mechanism-missing"),
        (4, "people", "counts-contradict"),
    ]


@pytest.mark.parametrize(("order", "day"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04")])
def test_the_order_of_days_a_person_chose_is_used_for_the_whole_file(judge: Any, order: str, day: str) -> None:
    _, kept = judge(row(date="03/04/2024"), date_order=order)

    assert str(kept[0]["date_from"]) == day


def test_answers_are_compared_without_case_and_spaces_and_keep_the_label(judge: Any) -> None:
    problems, kept = judge(row(category="Friendly  GIANT"), values={"category": {"friendly giant": "FBO"}})

    assert problems == []
    assert (kept[0]["category"], kept[0]["category_label"]) == ("FBO", "Friendly GIANT")


def test_a_blank_answer_leaves_the_cell_out(judge: Any) -> None:
    problems, kept = judge(row(role="jester"), values={"role": {"jester": ""}})

    assert (problems, kept[0]["role"]) == ([], None)


@pytest.mark.parametrize(
    ("column", "answer"), [("category", "ogre"), ("role", "jester"), ("country", "Atlantis"), ("people", "many")]
)
def test_an_answer_we_do_not_have_is_refused(judge: Any, column: str, answer: str) -> None:
    with pytest.raises(MappingError) as caught:
        judge(row(**{column: "x"}), values={column: {"x": answer}})
    assert (caught.value.code, caught.value.column, caught.value.value) == ("value-unknown", column, answer)


def test_a_working_group_of_two_networks_is_asked(judge: Any) -> None:
    problems, _ = judge("""
        date       | activity | network | working_group | organisation | category
        2024-03-04 | Hearing  | Coast   | Fish          | Blue Union   | academia
        2024-03-04 | Hearing  | Inland  | Fish          | Blue Union   | academia
        2024-03-04 | Hearing  |         | Fish          | Blue Union   | academia
    """)

    assert findings(problems) == [(4, "working_group", "mechanism-ambiguous")]
