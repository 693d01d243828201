"""On what terms a document may be used stands at its head in every format, and in the data package."""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engagement import locale
from engagement.cli import app
from engagement.document import Document
from engagement.errors import InputError
from engagement.exports import FORMATS
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary
from engagement.summary.licence import MOST_CHARACTERS, licensed


@pytest.fixture(scope="module")
def document(demonstration: Store) -> Document:
    return inclusion_summary(demonstration, Selection(), "fr", beside="ar")


def test_marks_that_turn_the_direction_of_text_are_shown(document: Document) -> None:
    assert licensed(document, "a\u202eb").properties[-1].text == "a[U+202E]b"


def test_both_languages_of_a_document_say_its_licence(document: Document) -> None:
    said = licensed(document, " CC-BY-4.0\n")

    lines = [each.properties[-1] for each in (said, said.beside or said)]
    assert [(each.code, each.label, each.text) for each in lines] == [
        ("licence", locale.text("summary.licence", language), "CC-BY-4.0") for language in ("fr", "ar")
    ]


@pytest.mark.parametrize("name", ["html", "json"])
def test_a_file_says_its_licence(document: Document, name: str) -> None:
    assert "Reuse <b>freely</b>" not in FORMATS["html"].write(licensed(document, "Reuse <b>freely</b>")).decode()
    assert "CC-BY-4.0" in FORMATS[name].write(licensed(document, "CC-BY-4.0")).decode()


@pytest.mark.parametrize("licence", ["", "  ", "x" * (MOST_CHARACTERS + 1)])
def test_a_licence_that_says_nothing_or_too_much_is_refused(document: Document, licence: str) -> None:
    with pytest.raises(InputError) as refused:
        licensed(document, licence)

    assert refused.value.code == "licence-unfit"


@pytest.mark.parametrize(
    ("licence", "described"),
    [
        ("CC-BY-4.0", {"name": "CC-BY-4.0", "path": "LICENCE.txt"}),
        ("For members only", {"title": "For members only", "path": "LICENCE.txt"}),
    ],
)
def test_a_data_package_has_the_licence_that_the_command_was_given(
    demonstration: Store, tmp_path: Path, licence: str, described: dict[str, str]
) -> None:
    out = tmp_path / "summary.zip"
    store = ["--store", str(demonstration.folder)]

    answer = CliRunner().invoke(
        app, ["summary", "--format", "package", "--out", str(out), "--licence", licence, *store]
    )

    assert answer.exit_code == 0
    with zipfile.ZipFile(out) as package:
        assert package.read("LICENCE.txt").decode() == f"{licence}\n"
        assert json.loads(package.read("datapackage.json"))["licenses"] == [described]
