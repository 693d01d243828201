"""The words of closed columns and the headers of real sheets, in six languages."""

import pytest

from engagement import vocabulary
from engagement.folding import fold
from engagement.mapping import COLUMNS
from engagement.reference import table
from engagement.vocabulary import column_for, is_personal, recognise


def test_the_codes_are_those_the_product_speaks_of():
    assert {column: vocabulary.codes(column) for column in vocabulary.columns() if column not in OPEN} == {
        "gender": ("women", "men", "other", "unknown"),
        "stage": ("invited", "registered", "attended", "spoke", "submitted"),
        "role": tuple(row["code"] for row in table("participation_roles")),
        "level": tuple(row["code"] for row in table("participation_levels")),
        "mode": ("in_person", "online", "hybrid"),
        "open_to_stakeholders": ("yes", "no"),
        "log_complete": ("yes", "no"),
        "activity_type": (
            "meeting", "consultation", "hearing", "review", "workshop", "webinar", "written_input", "drafting",
            "field_visit", "membership", "other",
        ),
        "age_band": ("children", "youth", "adults", "older", "unknown"),
        "mark": ("present", "absent"),
    }  # fmt: skip


OPEN = {"review", "approximate"}
"""Columns whose words are names beside codes, or hints, and not a list to choose from."""


def test_every_term_and_every_code_is_recognised():
    for row in table("vocabulary"):
        assert recognise(row["column"], row["term"]) == row["code"]
        assert recognise(row["column"], row["code"]) == row["code"]


def test_every_code_can_be_said_in_six_languages():
    said = {(row["column"], row["code"], row["lang"]) for row in table("vocabulary")}

    assert {
        (column, code, language)
        for column in vocabulary.columns()
        if column not in OPEN
        for code in vocabulary.codes(column)
        for language in ("en", "fr", "es", "ar", "ru", "zh")
    } <= said


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("gender", "F", "women"),
        ("gender", "Femme", "women"),
        ("gender", "H", "men"),
        ("gender", "女", "women"),
        ("level", "3", "L3"),
        ("level", "l3", "L3"),
        ("level", "Consulté", "L2"),
        ("stage", "Présente", "attended"),
        ("role", "Co-Lead", "co_lead"),
        ("mode", "En présentiel", "in_person"),
        ("open_to_stakeholders", "OUI", "yes"),
        ("log_complete", "нет", "no"),
        ("mark", "✓", "present"),
        ("mark", " ✔ ", "present"),
        ("mark", "X", "present"),
        ("mark", "P", "present"),
        ("mark", "Présente", "present"),
        ("mark", "-", "absent"),
        ("mark", "A", "absent"),
        ("mark", "0", "absent"),
        ("mark", "缺席", "absent"),
        ("age_band", "Jóvenes", "youth"),
        ("review", "IMRF 2026", "IMRF2"),
    ],
)
def test_usual_spellings_are_recognised(column, text, code):
    assert recognise(column, text) == code


@pytest.mark.parametrize("honorific", ["M.", "Mme", "Mr", "Ms", "Mrs", "Sr.", "Sra.", "Dr", "Г-жа", "السيدة", "女士"])
def test_an_honorific_is_never_a_gender(honorific):
    assert recognise("gender", honorific) is None


@pytest.mark.parametrize("text", [None, "", "maybe", "3.7", "L6"])
def test_what_is_not_in_the_vocabulary_is_not_guessed(text):
    assert recognise("level", text) is None
    assert vocabulary.codes("place") == ()


def test_every_header_means_its_column_and_no_header_means_two():
    assert len({(fold(row["term"]), row["column"]) for row in table("column_names")}) == len(
        {fold(row["term"]) for row in table("column_names")}
    )
    for row in table("column_names"):
        if row["column"] == "personal":
            assert (is_personal(row["term"]), column_for(row["term"])) == (True, None)
        else:
            assert (is_personal(row["term"]), column_for(row["term"])) == (False, row["column"])


def test_our_own_column_names_are_recognised():
    ours = {row["column"]: column_for(row["column"]) for row in table("column_names") if row["column"] != "personal"}

    assert ours == {column: column for column in ours}
    assert set(ours) == set(COLUMNS)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Stakeholder group", "category"),
        ("TypeOrganisation", "category"),
        ("Organization Type", "category"),
        ("Groupe de travail", "working_group"),
        ("Nombre de participant·e·s", "people"),
        ("open_to_stakeholders", "open_to_stakeholders"),
        ("Страна", "country"),
        ("机构名称", "organisation"),
        ("Title", None),
        ("Sector", None),
        ("", None),
    ],
)
def test_headers_of_real_sheets_are_recognised(header, column):
    assert column_for(header) == column


@pytest.mark.parametrize(
    "header",
    ["Name", "First name", "E-mail", "Prénom", "Courriel", "Apellido", "الاسم", "Паспорт", "姓名", "Surname"],
)
def test_headers_that_stand_over_people_are_told_apart(header):
    assert is_personal(header)


@pytest.mark.parametrize(
    ("column", "text", "near"),
    [
        ("role", "speker", "speaker"),
        ("role", "orateuse", "orateur"),
        ("stage", "atended", "attended"),
        ("role", "jester", None),
        ("place", "speker", None),
    ],
)
def test_the_nearest_word_of_a_column_is_offered_when_one_is_near(column, text, near):
    assert vocabulary.nearest(column, text) == near
