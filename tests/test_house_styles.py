"""A house style arranges a summary; it never changes a number, and judges nobody."""

import re
from datetime import date

import pytest
from logs import load

from engagement import indicators, summary
from engagement.document import Document, Paragraph, Section, Table
from engagement.errors import InputError
from engagement.locale import LANGUAGES, text
from engagement.model import GapStatus, Selection
from engagement.regularity import regularity
from engagement.store import Store
from engagement.summary import inclusion_summary
from engagement.summary.styles import NEUTRAL, style, styles

ALL = Selection()
STYLES = list(styles())
EVERY_STYLE = pytest.mark.parametrize("name", STYLES)
AT_THE_END = {"method", "sources"}
JUDGING = {
    "en": r"excluded|complian|complied|fail|\d ?% inclusi|inclusion is \d",
    "fr": r"exclu[es]|conforme|échou|échec|l’inclusion est de",
    "es": r"excluid|incumpl|fracas|la inclusión es del",
    "ar": r"استبعد|استُبعد|ممتثل|فشل",
    "ru": r"исключен|исключён|несоответств|провал",
    "zh": r"被排除|合规|失败",
}


def tables(document: Document) -> dict[str, Table]:
    found = [block for each in document.sections for block in each.blocks if isinstance(block, Table)]
    assert len({each.code for each in found}) == len(found)
    return {each.code: each for each in found}


def rows(shown: Table) -> dict[str, dict[str, object]]:
    """The values of a table by the code of row and column."""
    codes = [each.code for each in shown.columns]
    return {
        row: dict(zip(codes, (each.value for each in entries), strict=True))
        for row, entries in zip(shown.row_codes, shown.rows, strict=True)
    }


def section(document: Document, code: str) -> Section:
    return next(each for each in document.sections if each.code == code)


def said(shown: Section) -> list[str]:
    return [block.text for block in shown.blocks if isinstance(block, Paragraph)]


# ---- what every style keeps ----------------------------------------------------------------------------------------


def test_the_neutral_style_has_every_section_that_is_not_another_style_s_own() -> None:
    own = {"bodies", "leadership", "requirements", "rating", "plan"}

    assert set(style(NEUTRAL).sections) == {*summary._SECTIONS, "unrecorded"} - own
    assert next(iter(styles())) == NEUTRAL


@EVERY_STYLE
def test_a_style_names_each_of_its_sections_once_and_ends_with_what_they_rest_on(name: str) -> None:
    sections = style(name).sections

    assert len(set(sections)) == len(sections)
    assert set(sections) <= {*summary._SECTIONS, "unrecorded"}
    assert sections[0] == "findings"
    assert set(sections[-2:]) == AT_THE_END


@EVERY_STYLE
def test_a_style_changes_no_number(demonstration: Store, name: str) -> None:
    neutral = inclusion_summary(demonstration, ALL, "en")
    styled = inclusion_summary(demonstration, ALL, "en", name)

    shared = tables(neutral).keys() & tables(styled).keys() - {"unrecorded"}
    assert {"coverage", "matrix", "records", "sources"} <= shared
    assert {code: tables(styled)[code] for code in shared} == {code: tables(neutral)[code] for code in shared}
    assert section(styled, "findings") == section(neutral, "findings")


@EVERY_STYLE
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_style_judges_and_every_absence_has_its_caveat(demonstration: Store, name: str, language: str) -> None:
    document = inclusion_summary(demonstration, ALL, language, name)
    caveat = text("summary.absence", language)

    assert caveat in said(section(document, "findings"))
    words = [
        *(each.heading for each in document.sections),
        *(words for each in document.sections for words in said(each) if words != caveat),
        *(words for each in tables(document).values() for words in (each.caption, each.note or "")),
        *(entry.text for each in tables(document).values() for row in each.rows for entry in row),
    ]
    assert [each for each in words if re.search(JUDGING[language], each, re.IGNORECASE)] == []


@pytest.mark.parametrize("name", [each for each in STYLES if each != NEUTRAL])
def test_a_document_says_its_style_and_what_that_does_not_claim(demonstration: Store, name: str) -> None:
    document = inclusion_summary(demonstration, ALL, "en", name)

    assert [each.text for each in document.properties if each.code == "style"] == [text(f"summary.style-{name}", "en")]
    assert said(section(document, "method"))[-1] == text(f"summary.style-{name}-note", "en")


def test_the_neutral_style_needs_no_saying(demonstration: Store) -> None:
    document = inclusion_summary(demonstration, ALL, "en")

    assert "style" not in [each.code for each in document.properties]


def test_an_unknown_style_is_refused_with_those_there_are(demonstration: Store) -> None:
    with pytest.raises(InputError) as refused:
        inclusion_summary(demonstration, ALL, "en", "oscar")

    assert (refused.value.code, refused.value.values) == (
        "style-unknown",
        {"style": "oscar", "styles": "neutral, gcm-review, unfccc, ogp, ccm"},
    )


# ---- what each style has of its own --------------------------------------------------------------------------------


def test_a_review_has_its_questions_above_the_sections_that_answer_them(demonstration: Store) -> None:
    document = inclusion_summary(demonstration, ALL, "en", "gcm-review")

    assert [(each.level, each.heading) for each in document.sections if each.level == 1] == [
        (1, "Key findings"),
        (1, "Which consultations took place?"),
        (1, "How were stakeholders involved?"),
        (1, "Who is not yet on record, and what would change that?"),
        (1, "What is this based on?"),
    ]
    assert {each.code for each in document.sections if each.level == 2} >= {"networks", "coverage", "gaps", "method"}


def test_bodies_are_counted_k_of_n_most_recorded_first(demonstration: Store) -> None:
    found = inclusion_summary(demonstration, ALL, "en", "unfccc")

    sentences = said(section(found, "bodies"))
    networks = indicators.networks(demonstration, ALL)
    counts = [int(number) for each in sentences for number in re.findall(r"recorded in (\d+) of", each)]
    assert counts == sorted({len(each.recorded_in) for each in networks.groups}, reverse=True)
    told = " ".join(sentences)
    assert [
        each.category
        for each in networks.groups
        if indicators.taxonomy(demonstration).label(each.category, "en") not in told
    ] == []


def test_leadership_stands_apart_from_participation(demonstration: Store) -> None:
    found = rows(tables(inclusion_summary(demonstration, ALL, "en", "unfccc"))["leadership"])

    roles = ("rapporteur", "organiser", "co_lead", "decision")
    leading = indicators.indicators(demonstration, ALL.model_copy(update={"roles": roles})).categories
    everything = indicators.indicators(demonstration, ALL).categories
    assert sum(int(str(each["led"])) for each in found.values()) > 0
    assert {code: each["led"] for code, each in found.items()} == {
        each.category: each.organisation_events for each in leading if each.category in found
    }
    assert {code: each["organisation_events"] for code, each in found.items()} == {
        each.category: each.organisation_events for each in everything if each.category in found
    }


FORUM = """
    organisation | category           | activity | date       | level
    Ministry     | National government | First    | 2026-01-10 | involve
    Union A      | Trade unions        | First    | 2026-01-10 | involve
    Union A      | Trade unions        | Alone    | 2026-03-10 | consult
    Ministry     | National government | Second   | 2026-07-20 | consult
    Union B      | Trade unions        | Second   | 2026-07-20 | consult
"""


def test_a_forum_that_met_later_than_every_six_months_says_so_with_the_days(store: Store) -> None:
    load(store, FORUM)

    found = tables(inclusion_summary(store, ALL, "en", "ogp"))["requirements"]

    assert {row: each["answer"] for row, each in rows(found).items()} == {
        "both": "yes",
        "regular": "no",
        "rules": None,
        "repository": None,
        "involved": "yes",
    }
    evidence = dict(zip(found.row_codes, (row[2].text for row in found.rows), strict=True))
    assert evidence["both"] == "Both recorded at 2 of 3 activities with a log."
    assert evidence["regular"].startswith("The longest interval between two such activities is 191 days: 10")
    assert evidence["involved"] == "1 of 3 organisation-events with a recorded level at “involved” or above."


def test_an_interval_is_counted_from_the_end_of_one_activity_to_the_beginning_of_the_next(store: Store) -> None:
    load(store, FORUM)

    found = regularity(indicators.activities(store, ALL), ["TUN"])

    assert found.model_dump() == {
        "with_log": 3,
        "together": 2,
        "longest": 191,
        "since": date(2026, 1, 10),
        "until": date(2026, 7, 20),
    }
    assert found.is_regular is False


def test_nothing_is_answered_where_nothing_is_known(store: Store) -> None:
    found = rows(tables(inclusion_summary(store, ALL, "en", "ogp"))["requirements"])

    assert [each["answer"] for each in found.values()] == [None] * 5


def test_one_of_three_states_follows_from_the_gaps(demonstration: Store) -> None:
    found = rows(tables(inclusion_summary(demonstration, ALL, "en", "ccm"))["rating"])

    gaps = indicators.gaps(demonstration, ALL)
    confirmed = {each.category for each in gaps if each.status is GapStatus.CONFIRMED}
    assert {code for code, each in found.items() if each["rating"] == "not-met"} == confirmed & set(found)
    with_any = {each.category for each in gaps}
    assert {code for code, each in found.items() if each["rating"] == "met"} == set(found) - with_any


def test_a_group_of_which_nothing_can_be_told_is_undecided(store: Store) -> None:
    found = rows(tables(inclusion_summary(store, ALL, "en", "ccm"))["rating"])

    assert {each["rating"] for each in found.values()} == {"undecided"}


def test_the_plan_names_what_would_close_each_gap_and_who_looks_after_it(demonstration: Store) -> None:
    plan = rows(tables(inclusion_summary(demonstration, ALL, "en", "ccm"))["plan"])

    gaps = [each for each in indicators.gaps(demonstration, ALL) if each.status is not GapStatus.NOT_ASSESSABLE]
    assert list(plan) == [f"{each.type.value}:{each.category or 'all'}:{each.mechanism}" for each in gaps]
    assert {each["owner"] for each in plan.values()} == {None}
