"""Headers and answers become our columns; what is not sure is offered and asked, never used unasked."""

from dataclasses import replace

import pytest
from tables import cells

from engagement.errors import MappingError
from engagement.files.sheet import Rows, Sheet
from engagement.mapping import COLUMNS, Mapping, resolve, suggest
from engagement.suggestions import column_of, parts_of


def sheet(drawing: str) -> Sheet:
    header, *rows = (tuple(row) for row in cells(drawing))
    return Sheet(name=None, header_row=1, header=header, rows=tuple(enumerate(rows, start=2)))


def suggested(drawing: str, hashtags: str = "", laid: dict[str, str] | None = None) -> dict[str, tuple[str, str, str]]:
    """Per header: column, reason, confidence."""
    given = sheet(drawing)
    if hashtags:
        given = replace(given, hashtags=tuple(cells(hashtags)[0]))
    found = suggest(given, laid)
    return {title: (each.column, each.reason.value, each.confidence.value) for title, each in found.items()}


# ---- what a header says -------------------------------------------------------------------------------------------


def test_our_own_column_names_mean_themselves() -> None:
    assert suggested(" | ".join(COLUMNS)) == {column: (column, "header-words", "certain") for column in COLUMNS}


def test_headers_people_use_are_certain_in_french_and_english() -> None:
    assert suggested("Date | Réunion | Organisme | Catégorie | Pays | Remarques") == {
        "Date": ("date", "header-words", "certain"),
        "Réunion": ("activity", "header-words", "certain"),
        "Organisme": ("organisation", "header-words", "certain"),
        "Catégorie": ("category", "header-words", "certain"),
        "Pays": ("country", "header-words", "certain"),
    }


@pytest.mark.parametrize(
    "header",
    ["Name", "Full name", "E-mail", "Nom de famille", "Phone", "Passport", "E-mail of the contact person"],
)
def test_columns_about_people_are_never_suggested(header: str) -> None:
    assert suggested(f"{header}\nPerson 1\nPerson 2") == {}


def test_a_column_two_headers_could_mean_is_certain_for_neither() -> None:
    assert suggested("Event | Meeting | Date") == {
        "Event": ("activity", "header-shared", "likely"),
        "Meeting": ("activity", "header-shared", "likely"),
        "Date": ("date", "header-words", "certain"),
    }
    assert resolve(("Event", "Meeting", "Date"), Mapping()) == {"date": "Date"}


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Organisation / Organización", "organisation"),
        ("Country\nPays", "country"),
        ("Organisation / Country", None),
        ("Organisation / Remarks", None),
        ("Institution / Organisation", "organisation"),
    ],
)
def test_a_title_in_two_languages_means_what_both_say(title: str, column: str | None) -> None:
    assert column_of(title) == column


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Which type of organization do you belong to?", "category"),
        ("Country where your office is", "country"),
        ("Name of the focal point in your organisation", "personal"),
        ("Anything else?", None),
    ],
)
def test_titles_that_are_questions_are_told_by_their_longest_known_words(title: str, column: str | None) -> None:
    assert parts_of(title) == column


def test_a_question_is_offered_and_never_used_unasked() -> None:
    assert suggested("Which type of organization do you belong to? | Country where your office is") == {
        "Which type of organization do you belong to?": ("category", "header-part", "likely"),
        "Country where your office is": ("country", "header-part", "possible"),
    }
    assert resolve(("Which type of organization do you belong to?",), Mapping()) == {}


# ---- what tags, values and layouts say ----------------------------------------------------------------------------


def test_tags_say_what_titles_do_not() -> None:
    header = "Quien | Tipo | Donde | Cuando | Que | Codigo | Encuentro de"
    tags = "#org+name | #org+type | #adm1+name | #date | #sector | #adm1+code | #activity+name"

    assert suggested(header, tags) == {
        "Quien": ("organisation", "hxl-tag", "certain"),
        "Tipo": ("category", "hxl-tag", "certain"),
        "Donde": ("place", "hxl-tag", "certain"),
        "Cuando": ("date", "hxl-tag", "certain"),
        "Que": ("working_group", "hxl-tag", "likely"),
        "Encuentro de": ("activity", "hxl-tag", "certain"),
    }


def test_two_columns_with_the_same_tag_are_asked() -> None:
    assert suggested("Lead | Partner", "#org | #org") == {
        "Lead": ("organisation", "header-shared", "likely"),
        "Partner": ("organisation", "header-shared", "likely"),
    }


@pytest.mark.parametrize("tag", ["#Org", "#org +name", "#ORG+NAME+v_x", "#org+name+lang_fr"])
def test_a_tag_is_read_whatever_its_capitals_spaces_and_further_attributes(tag: str) -> None:
    assert suggested("A | B", f"{tag} | #meta") == {"A": ("organisation", "hxl-tag", "certain")}


def test_a_column_of_acronyms_does_not_take_the_place_of_the_names() -> None:
    assert suggested("Acronyme | Organisation", "#org+acronym | #meta") == {
        "Organisation": ("organisation", "header-words", "certain")
    }


def test_cells_that_all_are_countries_dates_or_groups_are_a_reason_too() -> None:
    drawing = """
        A    | B            | C             | D   | E
        Chad | 4 March 2024 | Civil society | 12  | 2019
        Peru | 5 March 2024 | Academia      | 13  | 2020
        Fiji | 6 March 2024 | Trade union   | 14  | 2021
    """

    assert suggested(drawing) == {
        "A": ("country", "values", "likely"),
        "B": ("date", "values", "possible"),
        "C": ("category", "values", "likely"),
        "E": ("date", "values", "possible"),
    }
    assert resolve(("A", "B", "C", "D", "E"), Mapping()) == {}


def test_a_large_file_is_not_read_for_a_suggestion() -> None:
    def refuse() -> tuple[tuple[int, tuple[str, ...]], ...]:
        raise AssertionError

    head = tuple((number, (country,)) for number, country in enumerate(("Chad", "Peru", "Fiji"), start=2))
    large = Sheet(name=None, header_row=1, header=("Where",), rows=Rows(head, refuse))

    assert suggest(large)["Where"].column == "country"


def test_the_layout_of_the_file_comes_before_the_words() -> None:
    assert suggested("Event | Country", laid={"Event": "", "Country": "place"}) == {
        "Country": ("place", "layout", "certain")
    }


# ---- answers ------------------------------------------------------------------------------------------------------


def test_answering_for_one_of_two_headers_settles_the_other() -> None:
    assert resolve(("Event", "Meeting"), Mapping(columns={"Event": ""})) == {"activity": "Meeting"}
    assert resolve(("Event", "Meeting"), Mapping(columns={"Event": "place"})) == {
        "place": "Event",
        "activity": "Meeting",
    }


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, {"place": "Event", "date": "Date"}),
        ({"columns": {"Event": "activity"}}, {"activity": "Event", "date": "Date"}),
        ({"constants": {"place": "Hall"}}, {"date": "Date"}),
        ({"columns": {"Note": "place"}}, {"place": "Note", "date": "Date"}),
    ],
)
def test_answers_come_before_the_layout_and_the_layout_before_the_words(
    answers: dict[str, object], found: dict[str, str]
) -> None:
    laid = {"Event": "place", "Meeting": ""}

    assert resolve(("Date", "Event", "Meeting", "Note"), Mapping.model_validate(answers), laid) == found


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, {"date": "Date", "activity": "Event"}),
        ({"columns": {"Event": ""}}, {"date": "Date"}),
        ({"columns": {"Note": "activity"}}, {"date": "Date", "activity": "Note"}),
        ({"columns": {"Note": "date_from"}}, {"activity": "Event", "date_from": "Note"}),
        ({"constants": {"activity": "Hearing"}}, {"date": "Date"}),
        ({"constants": {"date_from": "2024"}}, {"activity": "Event"}),
        ({"columns": {"Note": "person"}}, {"date": "Date", "activity": "Event", "person": "Note"}),
    ],
)
def test_answers_come_before_what_the_headers_say(answers: dict[str, object], found: dict[str, str]) -> None:
    assert resolve(("Date", "Event", "Note"), Mapping.model_validate(answers)) == found


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"columns": {"Nope": "date"}}, "header-unknown"),
        ({"columns": {"Date": "dat"}}, "column-unknown"),
        ({"constants": {"colour": "red"}}, "column-unknown"),
        ({"values": {"colour": {"red": "1"}}}, "column-unknown"),
        ({"columns": {"Date": "activity", "Note": "activity"}}, "column-mapped-twice"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(answers: dict[str, object], code: str) -> None:
    with pytest.raises(MappingError) as caught:
        resolve(("Date", "Event", "Note"), Mapping.model_validate(answers))
    assert caught.value.code == code
