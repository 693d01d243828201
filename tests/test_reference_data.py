"""The tables of data/: complete, marked, and nothing recalled shipped as a fact."""

import csv
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from engagement import taxonomy, vocabulary
from engagement.reference import folder, table
from engagement.taxonomy import SHIPPED

# rows in SOURCES.md of the research, minus what was left out on purpose, plus what this project added
ROWS = {
    "categories": 23,
    "category_lists": 12 + 10 + 12,
    "synonyms": 607 + 222,
    "crosswalk": 51 + 64,
    "networks": 18,
    "working_groups": 13,
    "working_group_members": 35,
    "gcm_objectives": 23,
    "gcm_guiding_principles": 10,
    "imrf_round_tables": 4,
    "review_rounds": 17,
    "champion_countries": 33,
    "un_entities": 34 - 18,
    "participation_levels": 7,
    "participation_roles": 13,
    "disaggregation": 17 - 1,
}

# the mark, and the values that it vouches for
MARKS = {
    "gcm_objectives": {
        **{f"evidence_short_{lang}": (f"short_{lang}",) for lang in ("en", "fr", "es")},
        "evidence_short_ar_ru_zh": ("short_ar", "short_ru", "short_zh"),
        "evidence_title_en": ("title_en",),
        "evidence_title_fr": ("title_fr",),
        "evidence_round_table": ("imrf_round_table",),
    },
    "imrf_round_tables": {"evidence_title": ("title_en",), "evidence_objectives": ("objectives",)},
    "working_groups": {
        "evidence_label": ("label_en", "label_fr"),
        "evidence_official_code": ("official_code",),
        "evidence_co_leads": ("co_leads",),
    },
    "un_entities": {"evidence_membership": ("membership",), "evidence_names": ("acronym_fr", "name_fr")},
    "categories": {f"evidence_{lang}": (f"label_{lang}",) for lang in ("en", "fr", "es", "ar", "ru", "zh")},
    "networks": {"evidence": ("name_en", "name_fr")},
    "synonyms": {"evidence": ("term",)},
    "crosswalk": {"evidence_of_label": ("label",), "evidence_of_mapping": ("category",)},
    "working_group_members": {"evidence_category": ("category",)},
    "review_rounds": {"evidence": ("start_date",)},
    "champion_countries": {"evidence_region": ("un_regional_commission_review",)},
    "participation_levels": {"evidence_names": ("iap2_name",)},
}


def log(name: str) -> list[dict[str, str]]:
    with (folder() / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_a_table_has_the_rows_of_its_sources(name, rows):
    assert len(table(name)) == rows


@pytest.mark.parametrize("name", MARKS)
def test_no_recalled_mark_stands_beside_a_value(name):
    recalled = [
        (value, row[value])
        for row in table(name)
        for mark, values in MARKS[name].items()
        if "R" in row[mark]
        for value in values
        if row[value]
    ]

    assert recalled == []


def test_what_was_blanked_keeps_its_mark():
    recalled = [row["number"] for row in table("gcm_objectives") if row["evidence_round_table"] == "R"]
    assert recalled == ["1", "3", "7", "14", "15", "16", "17", "19", "20", "22", "23"]


def test_codes_and_cross_references_hold():
    networks = {row["code"] for row in table("networks")}
    groups = {row["code"] for row in table("working_groups")}

    assert {row["parent"] for row in table("working_groups")} == {"NET-GLOBAL"} <= networks
    assert {row["working_group"] for row in table("working_group_members")} <= groups
    assert {row["category"] for row in table("working_group_members")} <= set(taxonomy.CODES)
    assert {row["default_level"] for row in table("participation_roles")} <= {
        row["code"] for row in table("participation_levels")
    }


def test_a_network_of_a_country_says_which_and_a_working_group_from_when_to_when():
    countries = {row["code"]: (row["level"], row["country"]) for row in table("networks")}
    periods = {row["code"]: (row["period"], row["from"], row["to"]) for row in table("working_groups")}

    assert {code for code, (level, country) in countries.items() if (level == "country") != bool(country)} == set()
    assert {country for _, country in countries.values() if country} <= {row["alpha2"] for row in table("countries")}
    assert countries["NET-KEN"] == ("country", "KE")
    assert periods["TWG-ATD"] == ("first workplan (2019-2020) to 2022", "2019", "2022")
    assert all(since in period and until in period for period, since, until in periods.values())


def test_an_entity_of_the_network_has_a_tier_that_was_seen_and_no_name_that_was_not():
    entities = table("un_entities")

    assert {row["membership"] for row in entities} <= {"executive_committee", "member", "invited"}
    assert {row["evidence_membership"] for row in entities} == {"S", "I"}
    assert {row["acronym_en"] for row in entities if row["evidence_membership"] == "I"} == {"UNITAR", "UNU"}
    assert [row["name_en"] for row in entities if row["evidence_names"] == "R" and row["name_en"]] == []


def test_the_published_members_of_two_working_groups_cover_five_and_six_groups_and_seven_together():
    named = set(SHIPPED.expected("para44"))
    covered: dict[str, set[str]] = {}
    for row in log("demonstration/rosters"):
        covered.setdefault(row["working_group"], set()).add(row["category"])

    assert {group: len(categories & named) for group, categories in covered.items()} == {"CWG-2.1": 5, "CWG-2.2": 6}
    assert len(set.union(*covered.values()) & named) == 7


def test_reviews_are_activities_without_a_log():
    reviews = log("demonstration/reviews")

    assert {row["log_complete"] for row in reviews} == {"no"}
    assert not {"organisation", "category"} & reviews[0].keys()
    assert {row["network"] for row in reviews} <= {row["code"] for row in table("networks")}
    assert all("(as announced)" in row["activity"] for row in reviews if row["date_from"] >= "2026")


def test_a_review_known_to_the_month_is_not_given_a_day():
    dates = [(row["activity"], row["date_from"]) for row in log("demonstration/reviews")]

    assert [(activity, date) for activity, date in dates if len(date) == len("2024-03")] == [
        ("Second regional review of the Global Compact: Europe and North America (UNECE)", "2024-03"),
        ("Second regional review of the Global Compact: Asia and the Pacific", "2025-02"),
    ]


def test_the_invented_log_says_so_and_has_the_shape_it_was_made_for():
    rows = log("demonstration/illustrative")
    labels = [row["category"] for row in rows if row["organisation"]]
    groups = [SHIPPED.recognise(label).category for label in labels]

    assert all(row["network"].endswith("(illustrative)") for row in rows)
    assert all(row["working_group"].endswith("(illustrative)") for row in rows if row["working_group"])
    assert {"MED"} == set(SHIPPED.expected("para44")) - {SHIPPED.recognise(row["category"]).category for row in rows}
    assert (groups.count("TUN"), groups.count("PAR")) == (4, 2)
    assert 0.02 < groups.count(None) / len(groups) < 0.04
    assert {row["working_group"] for row in rows if row["log_complete"] == "no"} == {
        "Return and reintegration (illustrative)"
    }


@pytest.mark.parametrize("name", ["rosters", "reviews", "illustrative"])
def test_every_closed_cell_of_the_demonstration_is_in_the_vocabulary(name):
    unread = [
        (column, cell)
        for row in log(f"demonstration/{name}")
        for column, cell in row.items()
        if column in vocabulary.columns() and cell and vocabulary.recognise(column, cell) is None
    ]

    assert unread == []


def test_head_counts_of_the_demonstration_do_not_contradict_each_other():
    for row in log("demonstration/illustrative"):
        if row["women"]:
            assert int(row["people"]) == int(row["women"]) + int(row["men"]) + int(row["other_gender"] or 0)


def terms(language: str) -> dict[str, str]:
    path: Path = folder() / "locales" / language / "terms.po"
    with path.open("rb") as lines:
        return {str(entry.id): str(entry.string) for entry in read_po(lines, locale=language) if entry.id}


def test_every_term_is_said_in_english_and_french():
    english, french = terms("en"), terms("fr")

    assert list(english) == list(french)
    assert [code for said in (english, french) for code, text in said.items() if not text.strip()] == []


@pytest.mark.parametrize(
    ("prefix", "column"), [("stage", "stage"), ("role", "role"), ("level", "level"), ("mode", "mode")]
)
def test_every_code_has_a_name(prefix, column):
    assert {f"{prefix}.{code}" for code in vocabulary.codes(column)} <= terms("en").keys()


def test_french_terms_are_set_in_french():
    said = " ".join(terms("fr").values())

    assert "'" not in said
    assert not {" ;", " :", " ?", " !"} & {said[place : place + 2] for place in range(len(said))}
