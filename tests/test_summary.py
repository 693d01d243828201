"""What an inclusion summary says, and what it must never say."""

import re

import pytest
from logs import load

from engagement import actions, indicators, wording
from engagement.document import Document, Paragraph, Section, Table
from engagement.model import CategoryKind, GapStatus, Selection
from engagement.store import Store
from engagement.summary import inclusion_summary
from engagement.taxonomy import SHIPPED

ALL = Selection()
LANGUAGES = ("en", "fr")

CAVEAT = {
    "en": "Absence from the record is not proof of absence from the room, nor of exclusion.",
    "fr": "L’absence de trace au registre ne prouve ni l’absence dans la salle, ni une exclusion.",
}
NEVER = {
    "en": r"exclu|complian|complied|fail|significan|inclusion (is|was|rate|score|stands)|\d ?% inclusi|underrepresent",
    "fr": r"exclu|conform|échou|échec|significati|l’inclusion (est|de)|inclusion de|taux d’inclusion|sous-représent",
}


def section(document: Document, code: str) -> Section:
    return next(each for each in document.sections if each.code == code)


def table(document: Document, code: str) -> Table:
    return next(
        block for each in document.sections for block in each.blocks if isinstance(block, Table) and block.code == code
    )


def column(document: Document, code: str, name: str) -> dict[str, object]:
    """The values of one column by the code of their row."""
    found = table(document, code)
    place = [each.code for each in found.columns].index(name)
    return {row: entries[place].value for row, entries in zip(found.row_codes, found.rows, strict=True)}


def sentences(document: Document) -> list[str]:
    """Everything in words: paragraphs, captions, notes, headings, properties."""
    blocks = [block for each in document.sections for block in each.blocks]
    return [
        document.title,
        document.subtitle,
        *(f"{each.label}: {each.text}" for each in document.properties),
        *(each.heading for each in document.sections),
        *(block.text for block in blocks if isinstance(block, Paragraph)),
        *(said for block in blocks if isinstance(block, Table) for said in (block.caption, block.note or "")),
        *(column.title for block in blocks if isinstance(block, Table) for column in block.columns),
    ]


def findings(document: Document) -> str:
    return "\n".join(block.text for block in section(document, "findings").blocks if isinstance(block, Paragraph))


# ---- wording ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("list_code", SHIPPED.lists)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_blames_or_scores(demonstration: Store, language: str, list_code: str) -> None:
    document = inclusion_summary(demonstration, Selection(list=list_code), language)
    said = [sentence for sentence in sentences(document) if sentence != CAVEAT[language]]

    assert [sentence for sentence in said if re.search(NEVER[language], sentence, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_absence_is_never_stated_without_its_caveat(demonstration: Store, language: str) -> None:
    document = inclusion_summary(demonstration, ALL, language)

    for code in ("findings", "gaps"):
        assert CAVEAT[language] in [
            block.text for block in section(document, code).blocks if isinstance(block, Paragraph)
        ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            {
                "scope": "All networks and working groups",
                "list": "The 12 groups named in paragraph 44 of the Global Compact",
                "unit": "organisation-event: one organisation at one activity",
                "unclassified": "13 of 426 organisation-events",
                "last_batch": "B0003",
            },
        ),
        (
            "fr",
            {
                "scope": "Tous les réseaux et groupes de travail",
                "list": "Les 12 groupes nommés au paragraphe 44 du Pacte mondial",
                "unit": "participation d’organisation\u202f: une organisation à une activité",
                "unclassified": "13 des 426 participations d’organisation",
                "last_batch": "B0003",
            },
        ),
    ],
)
def test_the_head_says_list_unit_and_what_is_not_classified(
    demonstration: Store, language: str, expected: dict[str, str]
) -> None:
    found = {each.code: each.text for each in inclusion_summary(demonstration, ALL, language).properties}

    assert {code: found[code] for code in expected} == expected
    assert set(found) >= {"period", "data_as_of", "method"}


def test_the_head_says_the_period(demonstration: Store) -> None:
    chosen = Selection(first_day="2024-01-01", last_day="2024-12-31")
    found = {each.code: each.text for each in inclusion_summary(demonstration, chosen, "en").properties}

    assert found["period"] == "1\u00a0January 2024 – 31\u00a0December 2024" or "2024" in found["period"]


# ---- the same numbers everywhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("list_code", SHIPPED.lists)
def test_tables_hold_the_figures_of_the_library(demonstration: Store, language: str, list_code: str) -> None:
    chosen = Selection(list=list_code)
    figures = indicators.indicators(demonstration, chosen)
    document = inclusion_summary(demonstration, chosen, language)
    shown = {each.category: each for each in figures.categories}

    for name, field in (
        ("organisation_events", "organisation_events"),
        ("organisations", "organisations"),
        ("activities", "activities"),
        ("presence", "present"),
        ("presence_high", "present_high"),
    ):
        found = column(document, "coverage", name)
        assert found == {code: getattr(shown[code], field) for code in found}
    shares = column(document, "coverage", "share")
    assert shares == {code: None if shown[code].share is None else float(shown[code].share) for code in shares}
    assert set(shares) >= {each.category for each in figures.categories if each.kind is CategoryKind.NAMED}
    counted = column(document, "records", "count")
    assert (counted["classified"], counted["unclassified"], counted["held"], counted["with_log"]) == (
        figures.records.classified,
        figures.records.unclassified,
        figures.records.activities_held,
        figures.records.activities_with_log,
    )
    assert len(table(document, "gaps").rows) == sum(
        gap.status is not GapStatus.NOT_ASSESSABLE for gap in indicators.gaps(demonstration, chosen)
    )


@pytest.mark.parametrize(
    ("language", "template"),
    [("en", "{recorded} of {expected} groups were recorded"), ("fr", "{recorded} groupes sur {expected} ont été")],
)
def test_sentences_hold_the_figures_of_the_library(demonstration: Store, language: str, template: str) -> None:
    figures = indicators.indicators(demonstration, ALL)
    said = findings(inclusion_summary(demonstration, ALL, language))
    record = figures.records

    assert template.format(**figures.coverage.model_dump()) in said
    for number in (figures.coverage.upper, record.classified, record.activities_held, record.activities_with_log):
        assert re.search(rf"\b{number}\b", said)


@pytest.mark.parametrize("list_code", SHIPPED.lists)
def test_the_trend_never_counts_more_groups_than_the_list_names(demonstration: Store, list_code: str) -> None:
    """Each year is what the library says of that year alone."""
    document = inclusion_summary(demonstration, Selection(list=list_code), "en")
    expected = {}
    for year in column(document, "trend", "recorded"):
        chosen = Selection(list=list_code, first_day=f"{year}-01-01", last_day=f"{year}-12-31")
        figures = indicators.indicators(demonstration, chosen)
        expected[year] = figures.coverage.recorded if figures.records.activities_with_log else None

    found = column(document, "trend", "recorded")
    # the rosters of 2021 to 2022 begin in 2021 and lie in no single year
    assert {year: found[year] for year in found if year not in ("2021", "2022")} == {
        year: expected[year] for year in found if year not in ("2021", "2022")
    }


def test_women_children_and_youth_do_not_make_thirteen_of_twelve(store: Store) -> None:
    groups = ("MIG", "CSO", "MDO", "FBO", "LOC", "PRV", "TUN", "PAR", "NHR", "RCM", "ACA", "MED", "WCY", "OTH")
    load(store, [{"organisation": f"Body {code}", "category": code} for code in groups])

    assert table(inclusion_summary(store, ALL, "en"), "trend").rows[0][1].text == "12 of 12"


def test_an_absence_expected_away_more_often_is_not_called_no_record(store: Store) -> None:
    load(
        store,
        [
            {"activity": f"A{n}", "date": f"2026-02-{n:02}", "organisation": "Relief", "category": "CSO"}
            for n in (1, 2, 3)
        ],
    )
    load(
        store, [{"activity": "A1", "date": "2026-02-01", "organisation": "Union", "category": "TUN"}], file_name="b.csv"
    )
    header = "type,mechanism,category,value,author,date,basis,valid_from,valid_to"
    actions.declare_expectations(store, f"{header}\nabsence,,TUN,2,Coordinator,2026-01-12,agreed,,", by="test")
    (gap,) = (each for each in indicators.gaps(store, ALL) if (each.type, each.category) == ("absence", "TUN"))

    assert wording.gap(gap, "Network A", "en", SHIPPED) == (
        "Network A – Trade unions: recorded at 1 of 3 activities. "
        "The expectation (2 of 3; Coordinator, 12\u00a0January 2026: agreed) was not met."
    )
    in_french = wording.gap(gap, "Network A", "fr", SHIPPED)
    assert in_french.startswith("Network A – Syndicats\u202f: présence consignée à 1 ")


def test_a_year_without_a_log_has_no_number(demonstration: Store) -> None:
    found = table(inclusion_summary(demonstration, ALL, "en"), "trend")
    row = dict(zip(found.row_codes, found.rows, strict=True))["2020"]

    assert [(entry.text, entry.value) for entry in row[1:]] == [("No report", None), ("–", None)]


# ---- rosters, illustrative data -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("groups", "recorded"), [(("CWG-2.1",), 5), (("CWG-2.2",), 6), (("CWG-2.1", "CWG-2.2"), 7)])
def test_published_rosters_cover_five_six_and_together_seven_groups(
    demonstration: Store, groups: tuple[str, ...], recorded: int
) -> None:
    cover = indicators.indicators(demonstration, Selection(working_groups=groups)).coverage

    assert (cover.recorded, cover.expected) == (recorded, 12)
    assert {
        each.category
        for each in indicators.indicators(demonstration, Selection(working_groups=groups)).categories
        if each.kind is CategoryKind.NAMED and not each.organisation_events
    } >= {"TUN", "PAR", "RCM", "MED", "MIG"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_invented_data_is_announced_until_it_is_removed(
    tmp_path_factory: pytest.TempPathFactory, language: str
) -> None:
    with Store.open(tmp_path_factory.mktemp("removed")) as store:
        actions.load_demonstration(store, by="test")
        # even for a scope that holds none of it
        before = inclusion_summary(store, Selection(working_groups=("CWG-2.1",)), language)
        actions.remove_illustrative(store, by="test")
        after = inclusion_summary(store, ALL, language)

    assert before.notice is not None
    assert re.search("illustrat", before.notice, re.IGNORECASE)
    assert after.notice is None
    assert "illustrative.csv" not in str(after)


# ---- people -------------------------------------------------------------------------------------------------------


def women_sentence(store: Store, women: str, men: str, people: str, category: str = "CSO") -> str:
    load(
        store,
        [{"organisation": "Relief", "category": category, "women": women, "men": men, "people": people}],
    )
    return findings(inclusion_summary(store, ALL, "en"))


@pytest.mark.parametrize(("women", "men"), [("1", "30"), ("30", "4")])
def test_a_count_of_people_below_five_is_withheld(store: Store, women: str, men: str) -> None:
    said = women_sentence(store, women, men, str(int(women) + int(men)))

    assert "withheld" in said
    assert "are women" not in said


@pytest.mark.parametrize("category", ["CSO", "WCY", "GOV", ""])
def test_women_are_counted_whatever_their_organisation_is(store: Store, category: str) -> None:
    said = women_sentence(store, "31", "33", "72", category)

    assert "31 women of 72 people; the gender of 8 is not recorded." in said
    assert "%" not in said.split("31 women")[1].split("recorded.")[0]


def test_a_share_of_women_is_stated_where_every_gender_is_recorded(store: Store) -> None:
    assert "31 of 64 (48%) are women." in women_sentence(store, "31", "33", "64")


def test_women_alone_are_not_all_the_people_there_were(store: Store) -> None:
    """Men left blank are not nought: 7 women of 12 people are no share of all."""
    assert "7 women of 12 people; the gender of 5 is not recorded." in women_sentence(store, "7", "", "12")


def test_people_of_groups_that_recorded_no_gender_count_among_those_not_known(store: Store) -> None:
    load(
        store,
        [
            {"organisation": "Relief", "category": "CSO", "women": "7", "men": "", "people": "7"},
            {"organisation": "Guild", "category": "TUN", "women": "", "men": "", "people": "1247"},
        ],
    )

    said = findings(inclusion_summary(store, ALL, "en"))

    assert "7 women of 1,254 people; the gender of 1,247 is not recorded." in said


def test_where_nobody_counted_women_it_says_so(store: Store) -> None:
    load(store, "organisation | category\nRelief | CSO")

    assert "People were not counted by gender." in findings(inclusion_summary(store, ALL, "en"))


def test_an_empty_store_says_that_nothing_can_be_said(store: Store) -> None:
    said = findings(inclusion_summary(store, ALL, "en"))

    assert said.startswith("No participation log has been received")
    assert not re.search(r"\b0 of|0%", said)
