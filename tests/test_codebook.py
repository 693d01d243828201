"""Every column that a summary can have is described: meaning, unit and kind, in six languages."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from documents import tables

from engagement import actions, reference
from engagement.codebook import chart, codebook, described
from engagement.document import Column, Document, Entry, Table
from engagement.locale import LANGUAGES
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary

KINDS = {"text", "integer", "number", "share", "part", "range", "date"}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Document]]:
    with Store.open(tmp_path_factory.mktemp("store")) as store:
        actions.load_demonstration(store, by="tester")
        yield {language: inclusion_summary(store, Selection(), language) for language in LANGUAGES}


def titled() -> set[str]:
    """The codes of the columns that have a title in the catalogues of the summary."""
    found: set[str] = set()
    for path in sorted((reference.folder() / "locales/en").glob("*.po")):
        with path.open("rb") as lines:
            found |= {str(each.id) for each in read_po(lines)}
    return {code.removeprefix("summary.column-") for code in found if code.startswith("summary.column-")}


def test_every_column_with_a_title_is_in_the_codebook() -> None:
    assert titled() - {row["column"] for row in reference.table("codebook")} == set()


def test_the_codebook_has_kinds_and_units_that_have_words() -> None:
    for row in reference.table("codebook"):
        assert row["type"] in KINDS
        column = Column(code=row["column"], title="T")
        shown = Table(code=row["table"] or "any", caption="", columns=(column,), row_codes=(), rows=())
        for language in LANGUAGES:
            assert described(shown, column, language).meaning.endswith((".", "。"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_example_is_described(example: dict[str, Document], language: str) -> None:
    found = {(each.table, each.column): each for each in codebook(example[language])}

    assert {each.meaning for each in found.values()} & {each.title for each in found.values()} == set()
    assert found["coverage", "share"].unit == "organisation-event"
    assert [column for table, column in found if table == "matrix"] == ["group", "*"]


def test_the_kind_of_a_column_is_that_of_its_values(example: dict[str, Document]) -> None:
    kinds = {
        "text": str,
        "integer": int,
        "part": int | str,
        "number": int | float,
        "share": int | float,
        "range": str,
        "date": str,
    }
    for table in tables(example["en"]):
        for place, column in enumerate(table.columns):
            about = described(table, column, "en")
            for row in table.rows:
                value = row[place].value
                assert value is None or isinstance(value, kinds[about.kind]), (table.code, column.code, value)
                assert about.kind != "date" or value is None or re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))


# ---- charts -------------------------------------------------------------------------------------------------------


def test_a_chart_names_columns_that_are_in_the_codebook() -> None:
    known = {(row["table"], row["column"]) for row in reference.table("codebook")}

    for row in reference.table("charts"):
        for column in row["columns"].split(";"):
            assert {(row["table"], column), ("", column)} & known
        assert row["shape"] in ("bars", "columns", "stacked")


def shares(*values: float | None) -> Table:
    return Table(
        code="coverage",
        caption="C",
        columns=(Column(code="group", title="G"), Column(code="share", title="S", is_number=True)),
        row_codes=tuple(str(place) for place, _ in enumerate(values)),
        rows=tuple((Entry(text="A", value="A"), Entry(text=str(value), value=value)) for value in values),
    )


def test_a_chart_shows_what_is_known_and_there_is_none_of_nothing() -> None:
    drawn = chart(shares(0.5, None))

    assert drawn is not None
    assert (drawn.places, drawn.shape) == ((1,), "bars")
    assert chart(shares(None, None)) is None
    assert chart(shares(0.5).model_copy(update={"code": "unheard-of"})) is None
