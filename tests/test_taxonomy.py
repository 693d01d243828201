"""A label in somebody's file becomes a category, a question, or stays unknown: never a guess."""

from collections import Counter

import pytest

from engagement import taxonomy
from engagement.errors import UnknownNameError
from engagement.folding import fold
from engagement.model import CategoryKind
from engagement.reference import table
from engagement.taxonomy import SHIPPED, Recognition

NAMED, TAG, OTHER = CategoryKind.NAMED, CategoryKind.TAG, CategoryKind.OTHER
INSTITUTIONAL, UNCLASSIFIED = CategoryKind.INSTITUTIONAL, CategoryKind.UNCLASSIFIED

PARAGRAPH_44 = ("MIG", "CSO", "MDO", "FBO", "LOC", "PRV", "TUN", "PAR", "NHR", "RCM", "ACA", "MED")


def categories(*labels: str) -> dict[str, str | None]:
    return {label: SHIPPED.recognise(label).category for label in labels}


# ---- lists --------------------------------------------------------------------------------------------------------


def test_each_list_names_its_groups_in_its_own_order():
    assert SHIPPED.expected("para44") == PARAGRAPH_44
    assert SHIPPED.expected("para15j") == ("MIG", "CSO", "MDO", "LOC", "PRV", "TUN", "PAR", "NHR", "ACA", "MED")
    assert SHIPPED.expected("seed") == (*PARAGRAPH_44[1:], "WCY")


def test_a_list_that_does_not_exist_is_refused():
    with pytest.raises(UnknownNameError) as refused:
        SHIPPED.expected("para16")

    assert str(refused.value) == "There is no list “para16”. The lists are: para44, para15j, seed."


@pytest.mark.parametrize(
    ("code", "para44", "para15j", "seed"),
    [
        ("CSO", NAMED, NAMED, NAMED),
        ("MIG", NAMED, NAMED, OTHER),
        ("FBO", NAMED, OTHER, NAMED),
        ("RCM", NAMED, OTHER, NAMED),
        ("LOC_A", NAMED, NAMED, NAMED),
        ("WCY", TAG, TAG, NAMED),
        ("WCY_Y", TAG, TAG, NAMED),
        ("OTH", OTHER, OTHER, OTHER),
        ("GOV", INSTITUTIONAL, INSTITUTIONAL, INSTITUTIONAL),
        ("UNK", UNCLASSIFIED, UNCLASSIFIED, UNCLASSIFIED),
    ],
)
def test_what_a_category_is_depends_on_the_list(code, para44, para15j, seed):
    assert tuple(SHIPPED.kind(code, each) for each in ("para44", "para15j", "seed")) == (para44, para15j, seed)


def test_the_rows_of_paragraph_15j_lose_no_category():
    codes = [(code, kind) for code, kind, _ in SHIPPED.rows("para15j")]

    assert codes == [
        *((code, NAMED) for code in SHIPPED.expected("para15j")),
        ("WCY", TAG),
        ("FBO", OTHER),
        ("RCM", OTHER),
        ("OTH", OTHER),
        ("GOV", INSTITUTIONAL),
        ("UNS", INSTITUTIONAL),
        ("IGO", INSTITUTIONAL),
        ("UNK", UNCLASSIFIED),
    ]


@pytest.mark.parametrize("list_code", ["para44", "para15j", "seed"])
def test_every_list_shows_every_category_once_in_order(list_code):
    rows = SHIPPED.rows(list_code)

    assert sorted(code for code, _, _ in rows) == sorted(taxonomy.CODES)
    assert [order for _, _, order in rows] == list(range(1, len(taxonomy.CODES) + 1))


def test_only_a_name_seen_in_a_united_nations_text_is_official():
    assert SHIPPED.label("TUN", "fr") == "Syndicats"
    assert SHIPPED.is_official("TUN", "fr")
    assert SHIPPED.label("TUN", "es") == "Sindicatos"
    assert not SHIPPED.is_official("TUN", "es")
    assert SHIPPED.is_official("CSO", "ar")


# ---- recognising --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table("categories"), ids=lambda row: row["code"])
def test_a_category_is_recognised_by_its_code_and_its_label_in_six_languages(row):
    said = [row["code"], row["code"].lower(), *(row[f"label_{language}"] for language in taxonomy.LANGUAGES)]

    found = {(SHIPPED.recognise(text).category, SHIPPED.recognise(text).tags) for text in said}

    assert found == {(row["parent"] or row["code"], (row["tag"],) if row["tag"] else ())}


def test_every_synonym_without_a_doubt_is_recognised():
    expected = {row["term"]: SHIPPED.parent(row["code"]) for row in table("synonyms") if row["answer"] == "auto"}

    assert categories(*expected) == expected


def test_every_ambiguous_synonym_is_asked_with_its_candidates():
    expected = {row["term"]: row["candidates"].split(";") for row in table("synonyms") if row["answer"] == "ask"}

    found = {term: SHIPPED.recognise(term) for term in expected}

    assert {term: list(each.candidates) for term, each in found.items()} == expected
    assert {(each.category, each.reason) for each in found.values()} == {(None, "ambiguous")}


def test_a_label_of_another_scheme_means_the_same_there_and_alone():
    """The synonyms decide for a bare label, so the crosswalks may not say anything else."""
    for row in table("crosswalk"):
        found = SHIPPED.recognise(row["label"])
        expected = (SHIPPED.parent(row["category"]) if row["category"] else None, row["candidates"])
        assert (found.category, ";".join(found.candidates)) == expected, row["label"]


def test_no_two_terms_that_compare_equal_mean_different_categories():
    answers: dict[str, set[str]] = {}
    for row in table("synonyms"):
        answers.setdefault(fold(row["term"]), set()).add(row["candidates"] or SHIPPED.parent(row["code"]))

    assert {term: codes for term, codes in answers.items() if len(codes) > 1} == {}


def test_the_types_of_operational_sheets_are_recognised_in_french_and_english():
    assert categories(
        "Agence UN", "ONG Internationale", "ONG Nationale", "Mouvement de la Croix Rouge", "Entité Gouvernementale",
        "INGO", "NNGO", "UN", "Government", "ONG Int.", "ONGN", "Agence des Nations Unies", "Croix-Rouge", "Embassy",
        "Religious", "Red Cross / Red Crescent", "Academic / Research", "Others", "Donor", "Bailleur",
    ) == {
        "Agence UN": "UNS", "ONG Internationale": "CSO", "ONG Nationale": "CSO", "Mouvement de la Croix Rouge": "RCM",
        "Entité Gouvernementale": "GOV", "INGO": "CSO", "NNGO": "CSO", "UN": "UNS", "Government": "GOV",
        "ONG Int.": "CSO", "ONGN": "CSO", "Agence des Nations Unies": "UNS", "Croix-Rouge": "RCM", "Embassy": "GOV",
        "Religious": "FBO", "Red Cross / Red Crescent": "RCM", "Academic / Research": "ACA", "Others": None,
        "Donor": None, "Bailleur": None,
    }  # fmt: skip


def test_constituencies_of_the_climate_convention_are_recognised_or_asked():
    assert categories(
        "Constituency - Environmental", "Constituency - Business and Industry", "Constituency - Youth",
        "Constituency - Research and independent", "Constituency - Indigenous peoples", "Constituency - Others",
        "Party",
    ) == {
        "Constituency - Environmental": "CSO", "Constituency - Business and Industry": "PRV",
        "Constituency - Youth": "WCY", "Constituency - Research and independent": "ACA",
        "Constituency - Indigenous peoples": None, "Constituency - Others": None, "Party": "GOV",
    }  # fmt: skip
    assert SHIPPED.recognise("Constituency - Women and Gender").tags == ("women",)


@pytest.mark.parametrize(
    "text", ["European Union", "Union européenne", "entreprenariat", "Business school of Hillgate"]
)
def test_a_word_inside_other_words_is_not_a_label(text):
    assert SHIPPED.recognise(text) == Recognition(category=None, reason="unknown")


def test_presse_is_not_found_in_entreprise():
    assert categories("presse", "entreprise") == {"presse": "MED", "entreprise": "PRV"}


def test_syndicat_alone_is_asked_and_the_named_group_is_not():
    assert SHIPPED.recognise("Syndicat").candidates == ("TUN", "PRV", "LOC")
    assert SHIPPED.recognise("Syndicats") == Recognition(category="TUN", reason="label")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("N.G.O", None),
        ("NGOs", "CSO"),
        ("ONG's", "CSO"),
        ("UNIVERSITÉS", "ACA"),
        ("Universities", "ACA"),
        ("universidades", "ACA"),
        ("Chambers of Commerce", "PRV"),
        ("faith based organizations", "FBO"),
        ("Mayors' offices", "LOC"),
        ("Red Cross & Red Crescent", "RCM"),
        ("  milieux   universitaires ", "ACA"),
    ],
)
def test_case_accents_punctuation_and_plurals_do_not_matter(text, category):
    assert SHIPPED.recognise(text).category == category


@pytest.mark.parametrize("text", [None, "", "  ", "-", "?", "…"])
def test_a_blank_label_is_not_classified(text):
    assert SHIPPED.recognise(text) == Recognition(category="UNK", reason="blank")


@pytest.mark.parametrize(
    ("text", "category", "candidates"),
    [
        ("NGO / Charity", "CSO", ()),
        ("NGO; environment", "CSO", ()),
        ("Civil society - human rights", "CSO", ()),
        ("工会；总工会", "TUN", ()),
        ("Civil society organisations (CSOs)", "CSO", ()),
        ("NGO; University", None, ("CSO", "ACA")),
        ("Association; NGO", None, ("CSO", "MDO", "FBO", "PRV", "LOC")),
        ("NGO, environment", None, ()),
        ("Church, State and Society", None, ()),
    ],
)
def test_tokens_are_recognised_when_those_that_are_known_agree(text, category, candidates):
    found = SHIPPED.recognise(text)

    assert (found.category, found.candidates) == (category, candidates)


def test_tags_of_all_tokens_are_kept():
    assert SHIPPED.recognise("Jeunes; Femmes") == Recognition(category="WCY", tags=("youth", "women"), reason="token")


def test_a_label_nobody_knows_gets_the_nearest_categories_as_a_suggestion():
    assert SHIPPED.recognise("Accademia").category is None
    assert SHIPPED.nearest("Accademia")[0] == "ACA"
    assert Counter(SHIPPED.nearest("trade unoin", n=2))["TUN"] == 1


def test_nothing_is_suggested_for_a_label_that_looks_like_no_category():
    assert {label: SHIPPED.nearest(label) for label in ("Santé", "Education", "friendly giant", "")} == {
        "Santé": (),
        "Education": (),
        "friendly giant": (),
        "": (),
    }
