"""Lists of organisations: what a row may say and what keeps it out."""

import io
from typing import Any

import openpyxl
import pytest
from listed import accounts, as_file, findings, known, said
from tables import log

from engagement import locale
from engagement.errors import MappingError, UnreadableFileError
from engagement.listed import KnownNames, ListedOrganisation, NamedRow, ReadList
from engagement.model import Problem
from engagement.registry_lists import identifiers as known_identifiers
from engagement.registry_lists import read_names, read_organisations

CYRILLIC_A = "\u0430"


def read(drawing: str, known: KnownNames | None = None) -> ReadList[ListedOrganisation]:
    return read_organisations(log(drawing), known or KnownNames())


def the(found: ReadList[Any], code: str) -> Problem:
    (problem,) = [each for each in found.problems if each.code == code]
    return problem


# ---- what a row says ----------------------------------------------------------------------------------------------


def test_every_column_is_read() -> None:
    row = {
        "name": "World Health Organization",
        "acronym": "WHO",
        "aliases": "W.H.O. Geneva; World Health Org",
        "name_fr": "Organisation mondiale de la Santé",
        "category": "United Nations",
        "tags": "youth; women",
        "country": "Switzerland",
        "members": "1 200",
        "classified_by": "person",
        "classified_on": "2024-03-15",
        "verified_on": "15 March 2025",
        "ror": "ror.org/01F80G185",
        "wikidata": "q7817",
        "ecosoc": "12",
        "iati": "XM-DAC-928",
        "notes": "seen",
    }
    found = read_organisations(as_file(list(row), [row]), KnownNames())

    assert said(found) == {
        2: {
            "name": "World Health Organization",
            "acronym": "WHO",
            "aliases": ["W.H.O. Geneva", "World Health Org"],
            "names": {"fr": "Organisation mondiale de la Santé"},
            "category": "UNS",
            "tags": ["women", "youth"],
            "country": "CH",
            "members": 1200,
            "classified_by": "person",
            "classified_on": "2024-03-15",
            "verified_on": "2025-03-15",
            "identifiers": {
                "ror": "https://ror.org/01f80g185",
                "wikidata": "Q7817",
                "ecosoc": "12",
                "iati": "XM-DAC-928",
            },
            "notes": "seen",
        }
    }
    assert (findings(found), accounts(found)) == ([], (1, 1, 0, 0, 0, 0))


def test_titles_may_be_french_and_a_title_may_stand_above_them() -> None:
    found = read("""
        Liste des organisations
        Organisme | Sigle | Autres noms | Catégorie | Pays | Classée par | Vérifiée le
        Réseau Secours | RS | Secours Réseau | Société civile | Sénégal | elle-même | 15/03/2024
    """)

    assert said(found) == {
        3: {
            "name": "Réseau Secours",
            "acronym": "RS",
            "aliases": ["Secours Réseau"],
            "category": "CSO",
            "country": "SN",
            "classified_by": "organisation",
            "verified_on": "2024-03-15",
        }
    }


def test_a_workbook_is_read_as_a_csv_is() -> None:
    book, lines = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["Name", "Members", "Country"], ["Relief", 12, "Chad"], [None, None, None], ["Aid", "a few", None]):
        book.active.append(row)
    book.save(lines)
    found = read_organisations(lines.getvalue(), KnownNames())

    assert said(found) == {2: {"name": "Relief", "members": 12, "country": "TD"}, 4: {"name": "Aid"}}
    assert (findings(found), accounts(found)) == ([(4, "members", "members-unreadable")], (3, 2, 0, 0, 0, 1))


def test_columns_that_are_not_ours_are_named() -> None:
    found = read("""
        name   | Focal point | Phone
        Relief | a name      | 12
    """)

    assert the(found, "list-columns-not-read").params == {"headers": "Focal point, Phone"}
    assert said(found) == {2: {"name": "Relief"}}


@pytest.mark.parametrize(
    ("drawing", "error", "code"),
    [
        ("country | members\nChad | 12", MappingError, "list-column-missing"),
        ("name | organisation\nRelief | Aid", MappingError, "column-mapped-twice"),
        ("name | country", UnreadableFileError, "file-header-only"),
    ],
)
def test_a_file_that_is_no_list_is_an_error(drawing: str, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as raised:
        read(drawing)

    assert raised.value.code == code  # type: ignore[attr-defined]
    assert str(raised.value)


# ---- cells that cannot be read ------------------------------------------------------------------------------------


BAD_CELLS = [
    ("category", "Civil socieity", "category-unknown", False),
    ("category", "Association", "category-ask", False),
    ("tags", "seniors", "tag-unknown", False),
    ("country", "Sengal", "country-unknown", False),
    ("members", "1.5", "members-unreadable", False),
    ("members", "-3", "members-unreadable", False),
    ("members", "about 20", "members-unreadable", False),
    ("classified_by", "the moon", "classified-by-unknown", False),
    ("classified_on", "someday", "date-unreadable", True),
    ("verified_on", "03/04/2024", "date-ambiguous", True),
    ("verified_on", "2024-03", "day-needed", True),
    ("ror", "https://ror.org/01f80g186", "identifier-malformed", False),
    ("ror", "01f80l185", "identifier-malformed", False),
    ("wikidata", "P31", "identifier-malformed", False),
    ("ecosoc", "special status", "identifier-malformed", False),
    ("iati", "928", "identifier-malformed", False),
    ("notes", "write to first.last@example.org", "personal-data", True),
    ("acronym", "first.last(at)example.org", "personal-data", True),
    ("name_fr", "Secours\u202e", "name-direction", False),
    ("notes", "x" * 501, "text-too-long", True),
]


@pytest.mark.parametrize(("column", "text", "code", "is_refused"), BAD_CELLS)
def test_what_is_wrong_with_a_cell_is_said_at_its_place(column: str, text: str, code: str, is_refused: bool) -> None:
    classified = ("category", "academia") if column.startswith("classified") else ("acronym", "")
    header = f"name | {column}" if column in classified else f"name | {column} | {classified[0]}"
    line = f"Relief | {text}" if column in classified else f"Relief | {text} | {classified[1]}"
    found = read(f"{header}\n{line}")

    assert findings(found) == [(2, column, code)]
    assert found.rows_refused == int(is_refused)


def test_what_comes_nearest_is_offered() -> None:
    found = read("""
        name   | category       | country
        Relief | Civil socieity | Sengal
    """)

    assert [locale.problem_text(each, "en") for each in found.problems] == [
        "Row 2: we do not know the category “Civil socieity”. It is kept as “not classified”. Say what it means; "
        "the nearest are Civil society.",
        "Row 2: “Sengal” is not a country we know. The row is imported without it. Write its name or code. "
        "Example: Chad, TCD. Nearest: Senegal.",
    ]


def test_an_address_is_kept_nowhere() -> None:
    found = read("name | notes\nRelief | first.last@example.org")

    assert (said(found), the(found, "personal-data").value) == ({}, None)
    assert "example.org" not in str(found)


def test_a_row_without_a_name_is_refused_and_a_blank_one_counted() -> None:
    found = read_organisations(b"name,country\nRelief,Chad\n,Mali\n,\n\nAid,\n", KnownNames())

    assert findings(found) == [(3, "name", "organisation-name-missing")]
    assert accounts(found) == (5, 2, 0, 0, 1, 2)


def test_rows_of_another_width_totals_and_headers_are_refused() -> None:
    found = read_organisations(
        b"name,country\nRelief,Chad\nAid,Mali,Niger\nname,country\nTotal: 14,\nHelp\n", KnownNames()
    )

    assert findings(found) == [
        (3, None, "row-width"),
        (4, None, "header-again"),
        (5, None, "total-row"),
        (6, None, "row-width"),
    ]
    assert accounts(found) == (5, 1, 0, 0, 4, 0)


def test_who_classified_says_nothing_without_a_category() -> None:
    found = read("name | classified_by | classified_on\nRelief | person | 2024-03-15")

    assert findings(found) == [(2, "category", "classified-as-nothing")]


# ---- identifiers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "identifier", ["03yrm5c26", "01f80g185", "05a28rw58", "00x6h5n95", "02mhbdp94", "042nb2s44", "00f54p054"]
)
def test_the_check_digits_of_a_ror_identifier_are_checked(identifier: str) -> None:
    wrong = identifier[:-2] + f"{(int(identifier[-2:]) + 1) % 100:02d}"

    assert known_identifiers.read("ror", identifier) == f"https://ror.org/{identifier}"
    assert known_identifiers.read("ror", wrong) is None


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("wikidata", "https://www.wikidata.org/wiki/Q7817", "Q7817"),
        ("wikidata", "Q0", None),
        ("ecosoc", "1234", "1234"),
        ("iati", "GB-CHC-202918", "GB-CHC-202918"),
        ("iati", "CA-CRA_ACR-1", "CA-CRA_ACR-1"),
        ("iati", "gb-chc-202918", None),
        ("iati", "GB-CHC-20 2918", None),
    ],
)
def test_identifiers_have_the_form_of_their_register(kind: str, text: str, meant: str | None) -> None:
    assert known_identifiers.read(kind, text) == meant


# ---- rows beside each other ---------------------------------------------------------------------------------------


def test_an_alias_of_two_organisations_keeps_both_out_and_names_both() -> None:
    found = read("""
        name   | aliases
        Relief | The Network; RN
        Aid    | the network!
        Help   | HN
    """)

    assert findings(found) == [(2, "aliases", "alias-shared"), (3, "aliases", "alias-shared")]
    assert [locale.problem_text(each, "en").split(". ")[0] for each in found.problems] == [
        "Row 2: “The Network” is also a name of “Aid” in row 3",
        "Row 3: “the network!” is also a name of “Relief” in row 2",
    ]
    assert (said(found), accounts(found)) == ({4: {"name": "Help", "aliases": ["HN"]}}, (3, 1, 0, 0, 2, 0))


def test_an_alias_that_is_the_name_of_another_keeps_both_out() -> None:
    found = read("""
        name   | aliases | name_fr
        Relief | Aid     |
        Aid    |         |
        Help   |         | Secours
        Secours|         |
    """)

    assert findings(found) == [
        (2, "aliases", "alias-shared"),
        (3, "name", "alias-shared"),
        (4, "name_fr", "alias-shared"),
        (5, "name", "alias-shared"),
    ]


def test_an_alias_of_another_organisation_of_the_registry_is_refused_and_names_it() -> None:
    registry = known(ListedOrganisation(name="Aid", aliases=("RN",)))
    found = read("name | aliases\nRelief | RN\nHelp | HN", registry)

    assert findings(found) == [(2, "aliases", "alias-taken")]
    assert the(found, "alias-taken").params == {"organisation": "Aid"}
    assert list(said(found)) == [3]


def test_acronyms_may_be_shared() -> None:
    assert findings(read("name | acronym\nRelief Network | RN\nRadio Nord | RN")) == []


def test_the_same_organisation_twice_keeps_all_out_unless_the_rows_say_the_same() -> None:
    found = read("""
        name    | country
        Relief  | Chad
        RELIEF  | Mali
        Aid     | Niger
        Aid     | Niger
    """)

    assert [(each.row, each.code, each.params) for each in found.problems] == [
        (2, "organisation-twice", {"first": "3"}),
        (3, "organisation-twice", {"first": "2"}),
        (5, "row-copy", {"first": "4"}),
    ]
    assert accounts(found) == (4, 1, 0, 0, 3, 0)


# ---- names that are not what they seem ----------------------------------------------------------------------------


def test_a_name_in_two_alphabets_is_kept_exactly_and_never_taken_for_the_one_it_looks_like() -> None:
    name = f"C{CYRILLIC_A}ritas"
    found = read(f"name | country\n{name} | Chad\nCaritas | Mali")

    assert findings(found) == [(2, "name", "name-like-existing"), (2, "name", "name-mixed-script")]
    assert the(found, "name-like-existing").params == {"existing": "Caritas"}
    assert [each.said.name for each in found.rows] == [name, "Caritas"]


def test_a_name_wholly_in_letters_that_look_like_others_is_noticed_too() -> None:
    registry = known(ListedOrganisation(name="COP"))
    found = read("name\nСОР", registry)

    assert findings(found) == [(2, "name", "name-like-existing")]
    assert accounts(found) == (1, 1, 0, 0, 0, 0)


def test_a_name_with_marks_that_turn_it_is_another_name() -> None:
    registry = known(ListedOrganisation(name="Relief"))
    found = read("name | country\nRelief\u202e | Chad", registry)

    assert findings(found) == [(2, "name", "name-direction"), (2, "name", "name-like-existing")]
    assert [each.whole.name for each in found.rows] == ["Relief\u202e"]


# ---- beside what is known -----------------------------------------------------------------------------------------


def test_a_blank_cell_says_nothing_and_names_add_up() -> None:
    before = ListedOrganisation(
        name="Relief", aliases=("RN",), names={"fr": "Secours"}, country="TD", category="CSO", tags=("youth",)
    )
    found = read(
        "name | aliases | name_fr | country | category\nrelief | Aid; RN | Réseau Secours | | Academia", known(before)
    )

    assert accounts(found) == (1, 0, 1, 0, 0, 0)
    assert found.rows[0].whole == ListedOrganisation(
        name="relief",
        aliases=("Aid", "RN", "Secours"),
        names={"fr": "Réseau Secours"},
        country="TD",
        category="ACA",
        tags=("youth",),
    )


def test_a_row_under_another_name_of_a_known_organisation_speaks_of_that_one() -> None:
    registry = known(ListedOrganisation(name="Relief Network", aliases=("RN",), country="TD"))
    found = read("name | country | aliases\nRN | Chad | Relief Network\n", registry)

    assert (accounts(found), findings(found)) == ((1, 0, 0, 1, 0, 0), [])
    assert found.rows[0].whole.name == "Relief Network"


# ---- names to be looked up ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("Relief\nAid, Help and Care\n\n", [NamedRow(1, "Relief"), NamedRow(2, "Aid, Help and Care")]),
        ("Organisation\nRelief\n", [NamedRow(2, "Relief")]),
        (
            "name,country,category\nRelief,Chad,NGO\nAid,,\n",
            [NamedRow(2, "Relief", "TD", "CSO"), NamedRow(3, "Aid")],
        ),
    ],
)
def test_names_are_read_from_lines_or_from_a_table(content: str, rows: list[NamedRow]) -> None:
    assert read_names(content.encode()) == (tuple(rows), ())


def test_a_line_with_an_address_is_no_name_and_is_said() -> None:
    rows, problems = read_names(b"name,country\nfirst.last@example.org,\n,Chad\nAid,\n")

    assert rows == (NamedRow(4, "Aid"),)
    assert [(each.row, each.code) for each in problems] == [(2, "personal-data"), (3, "organisation-name-missing")]
