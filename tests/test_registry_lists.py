"""Lists of organisations and of networks: what a row may say, what keeps it out, and that an export comes back."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import log

from engagement import locale
from engagement.errors import MappingError, UnreadableFileError
from engagement.exports.lists import mechanisms_csv, organisations_csv
from engagement.model import Problem
from engagement.reference import table
from engagement.registry_lists import (
    MECHANISM_COLUMNS,
    ORGANISATION_COLUMNS,
    KnownMechanisms,
    KnownNames,
    ListedMechanism,
    ListedOrganisation,
    NamedRow,
    ReadList,
    mechanisms_of_reference,
    read_mechanisms,
    read_names,
    read_organisations,
    spelling_key,
)
from engagement.registry_lists import identifiers as known_identifiers

CYRILLIC_A = "\u0430"


def read(drawing: str, known: KnownNames | None = None) -> ReadList[ListedOrganisation]:
    return read_organisations(log(drawing), known or KnownNames())


def known(*organisations: ListedOrganisation, **owners: str) -> KnownNames:
    """A registry of these organisations; `owners` are further names of theirs."""
    names_of = {spelling_key(name): each.name for each in organisations for _, name in each.spellings()}
    return KnownNames(
        organisations={spelling_key(each.name): each for each in organisations},
        owners=names_of | {spelling_key(name): owner for name, owner in owners.items()},
    )


def said(found: ReadList[Any]) -> dict[int, dict[str, Any]]:
    """What the rows that were not refused say."""
    return {each.row: each.said.model_dump(mode="json", exclude_defaults=True) for each in found.rows}


def findings(found: ReadList[Any]) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.column, each.code) for each in found.problems]


def accounts(found: ReadList[Any]) -> tuple[int, ...]:
    return (found.rows_in_file, found.added, found.changed, found.rows_unchanged, found.rows_refused, found.rows_blank)


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


# ---- networks and working groups ----------------------------------------------------------------------------------

REFERENCE = KnownMechanisms(
    mechanisms={each.code: each for each in mechanisms_of_reference()},
    of_reference=frozenset(each.code for each in mechanisms_of_reference()),
)


def networks(drawing: str, known: KnownMechanisms = REFERENCE) -> ReadList[ListedMechanism]:
    return read_mechanisms(log(drawing), known)


def test_every_column_of_a_network_is_read() -> None:
    found = networks("""
        code | kind | name_en | name_fr | parent | level | region | country | from | to | rhythm | reporting_expected
        NET-SAH | network | Sahel Network | Réseau Sahel | NET-WCA | regional | Sahel || 2021 | 2024-06 | quarterly |yes
        | groupe de travail | Data | Données | Sahel Network | national | | Tchad | 2021-03-15 | | mensuel | non
    """)

    assert findings(found) == []
    assert said(found) == {
        2: {
            "code": "NET-SAH",
            "kind": "network",
            "name_en": "Sahel Network",
            "name_fr": "Réseau Sahel",
            "parent": "NET-WCA",
            "level": "regional",
            "region": "Sahel",
            "since": "2021",
            "until": "2024-06",
            "rhythm": "quarterly",
            "reporting_expected": True,
        },
        3: {
            "code": "Sahel Network/Data",
            "kind": "working_group",
            "name_en": "Data",
            "name_fr": "Données",
            "parent": "NET-SAH",
            "level": "country",
            "country": "TD",
            "since": "2021-03-15",
            "rhythm": "monthly",
            "reporting_expected": False,
        },
    }


BAD_NETWORKS = [
    ("N1 | caucus  | One |        |         |      |      |         |     ", "kind", "mechanism-kind-unknown", True),
    ("N1 |         | One |        |         |      |      |         |     ", "kind", "mechanism-kind-missing", True),
    ("N1 | network |     |        |         |      |      |         |     ", "name_en", "mechanism-name-missing", True),
    (
        "N1 | network | One | NET-99 |         |      |      |         |     ",
        "parent",
        "mechanism-parent-unknown",
        True,
    ),
    (
        "N1 | network | One | TWG-DATA |       |      |      |         |     ",
        "parent",
        "mechanism-parent-unknown",
        True,
    ),
    ("N1 | network | One | N1     |         |      |      |         |     ", "parent", "mechanism-cycle", True),
    ("N1 | network | One |        | cosmic  |      |      |         |     ", "level", "mechanism-level-unknown", False),
    ("N1 | network | One |        |         | 2024 | 2023 |         |     ", "to", "mechanism-period-reversed", True),
    ("N1 | network | One |        |         | soon |      |         |     ", "from", "date-unreadable", True),
    (
        "N1 | network | One |        |         |      |      | at dawn |     ",
        "rhythm",
        "mechanism-rhythm-unknown",
        False,
    ),
    (
        "N1 | network | One |        |         |      |      |         | maybe",
        "reporting_expected",
        "yes-no-unknown",
        False,
    ),
    ("NET-KEN | working group | |  |        |      |      |         |     ", "kind", "mechanism-of-reference", True),
    ("NET-KEN |    |     |        | global  |      |      |         |     ", "level", "mechanism-of-reference", True),
    ("NET-KEN |    | Kenya |      |         |      |      |         |     ", "name_en", "mechanism-of-reference", True),
    (
        "N1 | network | Kenya United Nations Network on Migration | | | | | |",
        "name_en",
        "mechanism-name-taken",
        True,
    ),
]


@pytest.mark.parametrize(("line", "column", "code", "is_refused"), BAD_NETWORKS)
def test_what_is_wrong_with_a_network_is_said_at_its_place(line: str, column: str, code: str, is_refused: bool) -> None:
    found = networks(f"code | kind | name_en | parent | level | from | to | rhythm | reporting_expected\n{line}")

    assert findings(found) == [(2, column, code)]
    assert found.rows_refused == int(is_refused)
    assert all(locale.problem_text(each, language) for each in found.problems for language in locale.LANGUAGES)


def test_a_network_of_the_reference_tables_can_be_completed() -> None:
    found = networks("code | rhythm | reporting_expected\nnet-ken | quarterly | yes")

    assert (findings(found), accounts(found)) == ([], (1, 0, 1, 0, 0, 0))
    assert found.rows[0].said == ListedMechanism(
        code="NET-KEN", kind="network", rhythm="quarterly", reporting_expected=True
    )
    assert found.rows[0].whole.name_en == "Kenya United Nations Network on Migration"


def test_parents_that_lead_in_a_circle_are_refused_with_the_way_they_lead() -> None:
    found = networks("""
        code | kind    | name_en | parent
        A    | network | One     | B
        B    | network | Two     | C
        C    | network | Three   | A
        D    | network | Four    | A
        E    | network | Five    | NET-WCA
    """)

    assert [(each.row, each.code, each.params.get("path")) for each in found.problems] == [
        (2, "mechanism-cycle", "A → B → C → A"),
        (3, "mechanism-cycle", "B → C → A → B"),
        (4, "mechanism-cycle", "C → A → B → C"),
        (5, "mechanism-parent-refused", None),
    ]
    assert list(said(found)) == [6]


def test_a_circle_through_what_is_known_is_refused() -> None:
    before = KnownMechanisms({"B": ListedMechanism(code="B", kind="network", name_en="Two", parent="A")})
    found = networks("code | kind | name_en | parent\nA | network | One | B", before)

    assert [(each.code, each.params) for each in found.problems] == [("mechanism-cycle", {"path": "A → B → A"})]


def test_the_same_code_twice_keeps_all_out_unless_the_rows_say_the_same() -> None:
    found = networks("""
        code | kind    | name_en
        A    | network | One
        a    | network | Two
        B    | network | Three
        B    | network | Three
    """)

    assert findings(found) == [(2, "code", "mechanism-twice"), (3, "code", "mechanism-twice"), (5, "code", "row-copy")]


def test_a_name_without_a_code_is_the_mechanism_that_is_called_so() -> None:
    created = KnownMechanisms({"Sahel": ListedMechanism(code="Sahel", kind="network", name_en="Sahel")})
    found = networks("kind | name_en | region\nnetwork | SAHEL | West Africa", created)

    assert [(each.said.code, each.standing.value) for each in found.rows] == [("Sahel", "changed")]


# ---- what goes out comes back -------------------------------------------------------------------------------------

TEXTS = st.text(max_size=30)
CELLS = {
    **dict.fromkeys(("name", "acronym", "aliases", "name_fr", "name_ar", "notes"), TEXTS),
    "category": st.sampled_from(["", "Academia", "NGO", "Women's organisations", "nonsense"]),
    "tags": st.sampled_from(["", "women", "women; youth"]),
    "country": st.sampled_from(["", "Chad", "SN"]),
    "members": st.sampled_from(["", "0", "12", "1 200"]),
    "classified_by": st.sampled_from(["", "person", "rule"]),
    "classified_on": st.sampled_from(["", "2024-03-15"]),
    "verified_on": st.sampled_from(["", "2024-02-29"]),
    "ror": st.sampled_from(["", "03yrm5c26"]),
    "iati": st.sampled_from(["", "GB-CHC-202918"]),
}


def as_file(columns: list[str], rows: list[dict[str, str]]) -> bytes:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue().encode("utf-8", "ignore")


@settings(deadline=None, max_examples=100)
@given(st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=6))
def test_an_export_of_organisations_says_nothing_new(rows: list[dict[str, str]]) -> None:
    try:
        found = read_organisations(as_file(list(CELLS), rows), KnownNames())
    except UnreadableFileError:
        return  # of letters that no text file holds
    listed = [each.whole for each in found.rows]
    again = read_organisations(organisations_csv(listed), known(*listed)) if listed else found

    assert not listed or (accounts(again), findings_that_refuse(again)) == (
        (len(listed), 0, 0, len(listed), 0, 0),
        [],
    )
    assert [each.whole for each in again.rows] == listed


def findings_that_refuse(found: ReadList[Any]) -> list[Problem]:
    return [each for each in found.problems if each.severity.value == "blocking"]


def test_an_export_of_the_reference_tables_says_nothing_new() -> None:
    content = mechanisms_csv(REFERENCE.mechanisms.values())
    found = read_mechanisms(content, REFERENCE)

    assert (findings(found), accounts(found)) == ([], (31, 0, 0, 31, 0, 0))


def test_an_export_of_new_networks_says_nothing_new() -> None:
    first = networks("""
        code | kind | name_en | name_fr | parent | level | region | country | from | to | rhythm | reporting_expected
        NET-SAH | network | =Sahel | Sahel | NET-WCA | regional | Sahel | | 2021 | 2024-06 | quarterly | yes
        W | working group | Data | | NET-SAH | | | Chad | 2021-03-15 | | | no
    """)
    listed = [each.whole for each in first.rows]
    together = KnownMechanisms({**REFERENCE.mechanisms, **{each.code: each for each in listed}}, REFERENCE.of_reference)
    again = read_mechanisms(mechanisms_csv(listed), together)

    assert accounts(again) == (2, 0, 0, 2, 0, 0)
    assert [each.whole for each in again.rows] == listed


def test_an_export_has_our_columns_and_runs_nothing() -> None:
    content = organisations_csv([ListedOrganisation(name="=HYPERLINK()", aliases=("+1", "B"))]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))

    assert tuple(rows[0]) == ORGANISATION_COLUMNS
    assert (rows[0]["name"], rows[0]["aliases"]) == ("'=HYPERLINK()", "'+1; B")
    assert mechanisms_csv([]).decode("utf-8-sig").split() == [",".join(MECHANISM_COLUMNS)]


def test_titles_are_known_in_english_and_french() -> None:
    for kind, columns in (("organisations", ORGANISATION_COLUMNS), ("mechanisms", MECHANISM_COLUMNS)):
        rows = [row for row in table("list_columns") if row["list"] == kind]
        told = {language: {row["column"] for row in rows if row["lang"] == language} for language in ("en", "fr")}
        assert told == {"en": set(columns), "fr": set(columns)}
