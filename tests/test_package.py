"""The data package is what the standard asks for: `datapackage.json` alone tells every column and its type.

The reference validator (frictionless 5.21.0) finds it valid; here its structure is looked at with our own eyes.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from documents import tables
from exported import ENGLISH, FRENCH, both_languages

from engagement import actions
from engagement.document import Column, Document, Entry, Section, Table
from engagement.exports import FORMATS
from engagement.model import Selection
from engagement.safe_text import unneutralised
from engagement.store import Store
from engagement.summary import inclusion_summary

Described = dict[str, Any]


class Package:
    """A data package, read."""

    def __init__(self, document: Document) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(FORMATS["package"].write(document)))
        self.names = self._zip.namelist()
        self.about: Described = json.loads(self.bytes("datapackage.json"))
        self.resources: dict[str, Described] = {each["name"]: each for each in self.about["resources"]}

    def bytes(self, name: str) -> bytes:
        return self._zip.read(name)

    def text(self, name: str) -> str:
        return self.bytes(name).decode("utf-8")

    def rows(self, resource: str) -> list[list[str]]:
        """The rows below the header and whatever the dialect calls no data."""
        described = self.resources[resource]
        header, *rows = csv.reader(io.StringIO(self.text(described["path"]), newline=""))
        assert header == [field["name"] for field in described["schema"]["fields"]]
        left_out = {place - 2 for place in described["dialect"].get("commentRows", [])}
        return [row for place, row in enumerate(rows) if place not in left_out]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    with Store.open(tmp_path_factory.mktemp("store")) as store:
        actions.load_demonstration(store, by="tester")
        yield Package(inclusion_summary(store, Selection(), "en"))


@pytest.fixture(params=["the example", "hostile names in English", "hostile names in French"])
def package(request: pytest.FixtureRequest, example: Package) -> Package:
    return {"the example": example}.get(request.param) or Package(ENGLISH if "English" in request.param else FRENCH)


# ---- what the standard asks for -----------------------------------------------------------------------------------


def test_what_is_in_it_comes_first_and_every_file_is_told_of(package: Package) -> None:
    paths = [each["path"] for each in package.about["resources"]]

    assert package.names == ["datapackage.json", *paths, "method.md", "LICENCE.txt"]
    assert (package.about["method"], package.about["licence"]) == ("method.md", "LICENCE.txt")


def test_names_and_paths_are_ones_that_every_reader_takes(package: Package) -> None:
    assert re.fullmatch("[a-z0-9._-]+", package.about["name"])
    assert package.about["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for each in package.about["resources"]:
        assert re.fullmatch("[a-z0-9._-]+", each["name"])
        assert re.fullmatch(r"(data/)?[a-z0-9._-]+\.csv", each["path"])
    assert len(package.resources) == len(package.about["resources"])


def test_each_file_is_as_long_as_said_and_has_the_hash_that_is_said(package: Package) -> None:
    for each in package.about["resources"]:
        content = package.bytes(each["path"])
        assert (each["bytes"], each["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")
        assert (each["encoding"], each["format"], each["type"]) == ("utf-8", "csv", "table")


def test_every_column_has_a_type_a_title_and_a_meaning(package: Package) -> None:
    for each in package.about["resources"]:
        fields = each["schema"]["fields"]
        assert len({field["name"] for field in fields}) == len(fields)
        for field in fields:
            assert set(field) <= {"name", "type", "title", "description", "unit", "constraints"}
            assert field["type"] in ("string", "integer", "number", "date")
            assert field["title"]
            assert field["description"]


def holds(kind: str, cell: str) -> bool:
    """Whether a cell that is not empty is of the type."""
    if kind == "date":
        return date.fromisoformat(cell) is not None
    return {"string": True, "integer": re.fullmatch(r"-?\d+", cell), "number": is_number(cell)}[kind] not in (
        None,
        False,
    )


def is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell) is not None


def test_every_cell_is_of_its_column_s_type_or_empty(package: Package) -> None:
    for name, each in package.resources.items():
        for row in package.rows(name):
            for field, cell in zip(each["schema"]["fields"], row, strict=True):
                assert not cell or holds(field["type"], cell), (name, field["name"], cell)
                limits = field.get("constraints", {})
                assert not limits.get("required") or cell
                assert not cell or "maximum" not in limits or limits["minimum"] <= float(cell) <= limits["maximum"]
        assert each["schema"]["missingValues"] == [""]


def test_a_key_names_each_row_once(package: Package) -> None:
    keys = {name: each["schema"].get("primaryKey", []) for name, each in package.resources.items()}

    for name, wanted in keys.items():
        places = [
            place for place, each in enumerate(package.resources[name]["schema"]["fields"]) if each["name"] in wanted
        ]
        found = [tuple(row[place] for place in places) for row in package.rows(name)]
        assert not wanted or len(set(found)) == len(found)
    assert keys["figures"] == ["table", "row_code", "column_code"]


# ---- the example, table by table ----------------------------------------------------------------------------------


def test_k_of_n_is_two_columns_and_a_range_its_two_ends(example: Package) -> None:
    fields = {field["name"]: field["type"] for field in example.resources["coverage"]["schema"]["fields"]}

    assert fields == {
        "row_code": "string",
        "group": "string",
        "organisation_events": "integer",
        "organisations": "integer",
        "activities": "integer",
        "presence": "integer",
        "presence_of": "integer",
        "presence_high": "integer",
        "share": "number",
        "share_bounds_low": "number",
        "share_bounds_high": "number",
    }
    (share,) = (each for each in example.resources["coverage"]["schema"]["fields"] if each["name"] == "share")
    assert (share["unit"], share["constraints"]) == ("organisation-event", {"minimum": 0, "maximum": 1})


def test_a_matrix_is_a_row_per_group_and_network(example: Package) -> None:
    fields = [field["name"] for field in example.resources["matrix"]["schema"]["fields"]]
    networks = {row[2] for row in example.rows("matrix")}

    assert fields == ["row_code", "group", "column_code", "column", "value", "of", "text"]
    assert len(example.rows("matrix")) == len({row[0] for row in example.rows("matrix")}) * len(networks)
    assert example.resources["matrix"]["schema"]["primaryKey"] == ["row_code", "column_code"]


def test_a_days_column_holds_days(example: Package) -> None:
    (imported,) = (each for each in example.resources["sources"]["schema"]["fields"] if each["name"] == "imported")

    assert imported["type"] == "date"


def test_the_codebook_describes_every_column(example: Package) -> None:
    described = {(row[0], row[1]) for row in example.rows("codebook")}
    every = {
        (name, field["name"])
        for name, each in example.resources.items()
        if name not in ("figures", "figures-hxl", "codebook")
        for field in each["schema"]["fields"]
    }

    made_here = {"row_code", "column_code", "column", "value", "of", "text"}
    ends = re.compile("_(of|low|high)$")
    assert {(table, ends.sub("", column)) for table, column in every if column not in made_here} - described <= {
        (table, column) for table, column in every if (table, column) in described
    }
    assert ("matrix", "*") in described


def test_the_tagged_table_has_a_row_of_tags_that_is_no_data(example: Package) -> None:
    header, tags, *_ = csv.reader(io.StringIO(example.text("data/figures-hxl.csv"), newline=""))

    assert dict(zip(header, tags, strict=True))["value"] == "#indicator+value+num"
    assert all(re.fullmatch(r"#[a-z]+(\+[a-z]+)+", tag) for tag in tags)
    assert example.resources["figures-hxl"]["dialect"]["commentRows"] == [2]
    assert all(row[header.index("value")] for row in example.rows("figures-hxl"))


def test_the_method_and_the_licence_are_words_for_people(example: Package) -> None:
    method = example.text("method.md")

    assert method.startswith("# Inclusion summary: who took part\n")
    assert "ILLUSTRATIVE DATA" in method
    assert "## How the figures are made" in method
    assert "Absence from the record is not proof of absence" in method
    assert example.text("LICENCE.txt").startswith("No licence was stated")


# ---- odd documents ------------------------------------------------------------------------------------------------


def document(*shown: Table) -> Document:
    return ENGLISH.model_copy(update={"sections": (Section(code="s", heading="S", blocks=shown),)})


def table(code: str, *rows: tuple[str, float | str | None]) -> Table:
    return Table(
        code=code,
        caption=code,
        columns=(Column(code="group", title="Group"), Column(code="count", title="Count", is_number=True)),
        row_codes=tuple(name for name, _ in rows),
        rows=tuple((Entry(text=name, value=name), Entry(text=str(value), value=value)) for name, value in rows),
    )


def test_two_tables_of_one_code_are_two_files() -> None:
    package = Package(document(table("Who?", ("A", 1)), table("who", ("B", 2)), table("Who?", ("C", 3))))

    paths = [path for path in package.names if path.startswith("data/who")]
    assert len(paths) == len(set(paths)) == 3


def test_rows_of_one_code_have_no_key() -> None:
    package = Package(document(table("records", ("A", 1), ("A", 2))))

    assert "primaryKey" not in package.resources["records"]["schema"]


def test_a_word_among_numbers_makes_a_column_text_and_loses_nothing() -> None:
    package = Package(document(table("records", ("A", 1), ("B", "=some"), ("C", None))))

    count = package.resources["records"]["schema"]["fields"][2]
    assert (count["name"], count["type"]) == ("count", "string")
    assert [unneutralised(row[2]) for row in package.rows("records")] == ["1", "=some", ""]


@both_languages
def test_the_tables_are_in_the_order_of_the_document(document: Document) -> None:
    assert list(Package(document).resources)[2:-1] == [each.code for each in tables(document)]
