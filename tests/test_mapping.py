"""Headers and answers become our columns; what is not sure is left out and asked."""

import pytest
from tables import cells

from engagement import mapping as mappings
from engagement.errors import MappingError
from engagement.mapping import COLUMNS, Lookup, Mapping, Staged, resolve, suggest
from engagement.readers import Sheet


def sheet(drawing: str) -> Sheet:
    header, *rows = (tuple(row) for row in cells(drawing))
    return Sheet(name=None, header_row=1, header=header, rows=tuple(enumerate(rows, start=2)), hashtags=None)


def staged(drawing: str, **answers: object) -> Staged:
    return mappings.stage(sheet(drawing), Mapping.model_validate(answers))


def test_our_own_column_names_mean_themselves() -> None:
    assert suggest(COLUMNS) == {column: column for column in COLUMNS}


def test_headers_people_use_are_suggested_in_french_and_english() -> None:
    assert suggest(("Date", "Réunion", "Organisme", "Catégorie", "Pays", "Remarques")) == {
        "Date": "date",
        "Réunion": "activity",
        "Organisme": "organisation",
        "Catégorie": "category",
        "Pays": "country",
    }


@pytest.mark.parametrize("header", ["Name", "Full name", "E-mail", "Nom de famille", "Phone", "Passport"])
def test_columns_about_people_are_never_suggested(header: str) -> None:
    assert suggest((header,)) == {}


def test_a_column_two_headers_could_mean_is_left_out() -> None:
    assert suggest(("Event", "Meeting", "Date")) == {"Date": "date"}


def test_answering_for_one_of_two_headers_settles_the_other() -> None:
    assert resolve(("Event", "Meeting"), Mapping(columns={"Event": ""})) == {"activity": "Meeting"}
    assert resolve(("Event", "Meeting"), Mapping(columns={"Event": "place"})) == {
        "place": "Event",
        "activity": "Meeting",
    }


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


def test_a_sheet_is_staged_as_text_and_other_columns_stay_behind() -> None:
    found = staged("""
        Date       | Event   | E-mail  | Organisation
        2024-03-04 | Hearing | x       | Blue Union
        2024-03-05 |         | x       |
    """)

    assert found == Staged(
        row_numbers=(2, 3),
        columns={
            "date": ("2024-03-04", "2024-03-05"),
            "activity": ("Hearing", None),
            "organisation": ("Blue Union", None),
        },
        copies=(None, None),
        sources={"date": "Date", "activity": "Event", "organisation": "Organisation"},
        not_stored=("E-mail",),
        wrong_width=(),
        keys_not_found=(),
    )


def test_constants_fill_a_column_and_a_blank_one_fills_nothing() -> None:
    found = staged("Event\nHearing\nWorkshop", constants={"network": " Coast ", "place": " "})

    assert found.columns == {"activity": ("Hearing", "Workshop"), "network": ("Coast",) * 2, "place": (None,) * 2}


def test_rows_of_another_width_are_set_aside_by_number() -> None:
    found = staged("Date | Event\n2024 | Hearing\n2024\n2024 | Talk | more\n2025 | Review")

    assert (found.row_numbers, found.wrong_width) == ((2, 5), (3, 4))
    assert found.columns["activity"] == ("Hearing", "Review")


def test_copies_name_the_first_of_their_kind() -> None:
    assert staged("Event | Note\nA | 1\nA | 2\nA | 1\nA | 1\nA | 2").copies == (None, None, 2, 2, 3)


PEOPLE = "Key | Organisation\nE1 | Blue Union\nE2 | Lake College\nE9 | Odd Fellows\nE1 | Hill School"


def joined(second: str, first: str = PEOPLE, key: str = "Key") -> Staged:
    lookup = Lookup(key=key, sheet=sheet(second), file="events.csv", sha256="0" * 64)
    return mappings.stage(sheet(first), Mapping(), lookup)


def test_a_second_table_fills_its_columns_where_the_key_is_equal() -> None:
    found = joined(
        "Key | Event | Organisation\nE2 | Workshop | ignored\nE1 | Hearing | ignored\nE1 | Hearing | ignored"
    )

    assert found.columns["activity"] == ("Hearing", "Workshop", None, "Hearing")
    assert found.columns["organisation"] == ("Blue Union", "Lake College", "Odd Fellows", "Hill School")
    assert (found.keys_not_found, found.not_stored) == (((4, "E9"),), ("Key",))


def test_two_answers_for_one_key_are_refused() -> None:
    with pytest.raises(MappingError) as caught:
        joined("Key | Event\nE1 | Hearing\nE1 | Workshop")
    assert (caught.value.code, caught.value.key, caught.value.row) == ("lookup-contradicts", "E1", 3)


@pytest.mark.parametrize(("key", "second"), [("Nope", "Key | Event\nE1 | A"), ("Key", "Other | Event\nE1 | A")])
def test_a_key_that_one_table_lacks_is_refused(key: str, second: str) -> None:
    with pytest.raises(MappingError) as caught:
        joined(second, key=key)
    assert (caught.value.code, caught.value.header) == ("header-unknown", key)


def test_a_short_row_of_the_second_table_answers_for_no_key() -> None:
    found = joined("Event | Place | Key\nHearing | Dakar | E1\nWorkshop")

    assert found.columns["activity"] == ("Hearing", None, None, "Hearing")
