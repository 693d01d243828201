"""Lists of networks and working groups, and that an export of any list comes back."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from listed import accounts, as_file, findings, known, said
from tables import log

from engagement import locale
from engagement.errors import UnreadableFileError
from engagement.exports.lists import mechanisms_csv, organisations_csv
from engagement.listed import (
    MECHANISM_COLUMNS,
    ORGANISATION_COLUMNS,
    KnownMechanisms,
    KnownNames,
    ListedMechanism,
    ListedOrganisation,
    ReadList,
)
from engagement.model import Problem
from engagement.reference import table
from engagement.registry import mechanisms_of_reference
from engagement.registry_lists import read_mechanisms, read_organisations

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
