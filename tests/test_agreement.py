"""Every format, read back by a reader that is not ours, holds the figures of the document: number for number."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import docx
import openpyxl
import pptx
import pytest
import tagged_pdf
from documents import grid, in_parts, tables

from engagement import actions
from engagement.codebook import chart
from engagement.document import Document, Entry, Table
from engagement.exports import FORMATS
from engagement.model import Selection
from engagement.safe_text import unneutralised
from engagement.store import Store
from engagement.summary import inclusion_summary
from engagement.summary.tracing import traced

LANGUAGES = ("en", "fr", "ar")
"""The French one with the annex that its figures lead to."""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Document]]:
    with Store.open(tmp_path_factory.mktemp("store")) as store:
        actions.load_demonstration(store, by="tester")
        written = {language: inclusion_summary(store, Selection(), language) for language in LANGUAGES}
        yield written | {"fr": traced(written["fr"], store, Selection())}


@pytest.fixture(params=LANGUAGES)
def document(documents: dict[str, Document], request: pytest.FixtureRequest) -> Document:
    return documents[request.param]


def numbers(table: Table) -> list[list[int | float | str | None]]:
    """Each cell as a machine reads it."""
    return [[entry.value for entry in row] for row in table.rows]


def unmarked(words: str) -> str:
    """Without the marks that only turn the direction of text."""
    return words.translate(dict.fromkeys((0x200F, *range(0x2066, 0x206A))))


def test_the_example_has_enough_to_compare(document: Document) -> None:
    assert len(tables(document)) >= 10
    assert sum(len(row) for table in tables(document) for row in table.rows) > 1_000


# ---- words, cell for cell -----------------------------------------------------------------------------------------


def test_docx(document: Document) -> None:
    written = docx.Document(io.BytesIO(FORMATS["docx"].write(document)))

    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in written.tables]

    wanted = in_parts(document)
    assert [each for each in found if each in wanted] == wanted


class _Tables(HTMLParser):
    """The words of every cell of every table."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


def test_html(document: Document) -> None:
    reader = _Tables()
    reader.feed(FORMATS["html"].write(document).decode("utf-8"))

    wanted = [grid(table) for table in tables(document)]
    assert [each for each in reader.tables if each in wanted] == wanted


def test_pdf(document: Document) -> None:
    """A wide table may stand in parts that repeat its first column; every other cell is there once.

    Letters of an Arabic line stand as they are seen, from the right: so each cell's letters count.
    """
    part = tagged_pdf.parts(FORMATS["pdf"].write(document))
    found = [cell for table in part.all("Table") for row in tagged_pdf.cells(table)[1:] for cell in row[1:]]

    def letters(words: str) -> str:
        return "".join(sorted(filter(str.isalnum, words)))

    wanted = Counter(letters(entry.text) for table in tables(document) for row in table.rows for entry in row[1:])
    assert wanted - Counter(letters(words) for _, words in found) == Counter()


# ---- numbers, cell for cell ---------------------------------------------------------------------------------------


def test_json(document: Document) -> None:
    read = json.loads(FORMATS["json"].write(document))

    found = [
        [[cell["value"] for cell in row] for row in block["rows"]]
        for section in read["sections"]
        for block in section["blocks"]
        if "rows" in block
    ]
    assert found == [numbers(table) for table in tables(document)]


def test_csv(document: Document) -> None:
    read = csv.DictReader(io.StringIO(FORMATS["csv"].write(document).decode("utf-8-sig"), newline=""))

    found = {(each["table"], each["row_code"], each["column_code"]): (each["value"], each["text"]) for each in read}

    wanted = {
        (table.code, code, column.code): ("" if entry.value is None else str(entry.value), entry.text)
        for table in tables(document)
        for code, row in zip(table.row_codes, table.rows, strict=True)
        for place, (column, entry) in enumerate(zip(table.columns, row, strict=True))
        if place > 0 or column.is_number
    }
    assert {key: (unneutralised(value), unneutralised(words)) for key, (value, words) in found.items()} == wanted


def test_xlsx(document: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(document)))
    _, *sheets, _ = book.worksheets

    for sheet, table in zip(sheets, tables(document), strict=True):
        top = next(row for row in range(1, 9) if sheet.cell(row, 1).value == table.columns[0].title)
        cells = sheet.iter_rows(min_row=top + 1, max_row=top + len(table.rows), max_col=len(table.columns))
        assert [[cell.value for cell in row] for row in cells] == [
            [pytest.approx(each.value, rel=1e-15) if is_number(each) else each.text for each in row]
            for row in table.rows
        ]


def test_xlsx_shows_every_number_in_the_words_of_the_document(document: Document) -> None:
    """By its format, or in a comment: "3 of 12" is the number 3 with the words behind it."""
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(document)))
    _, *sheets, _ = book.worksheets

    for sheet, table in zip(sheets, tables(document), strict=True):
        top = next(row for row in range(1, 9) if sheet.cell(row, 1).value == table.columns[0].title)
        for row, entries in enumerate(table.rows, top + 1):
            for column, entry in enumerate(entries, 1):
                cell = sheet.cell(row, column)
                if entry.of is not None and cell.comment is None:
                    assert cell.number_format == f'0"{unmarked(entry.text).removeprefix(str(entry.value))}"'


def is_number(entry: Entry) -> bool:
    return isinstance(entry.value, int | float)


def test_pptx(document: Document) -> None:
    """Each table has a slide with its chart, all rows of it that say something, or with the first of its rows."""
    deck = pptx.Presentation(io.BytesIO(FORMATS["pptx"].write(document)))
    shapes = {shape.name: shape for slide in deck.slides for shape in slide.shapes}

    annex = {"annex", "annex-activities"}  # for readers with time
    for table in (each for each in tables(document) if each.code not in annex):
        shape, plan = shapes[table.caption], chart(table)
        if plan and shape.has_chart:
            rows = [row for row in table.rows if any(is_number(row[place]) for place in plan.places)]
            for series, place in zip(shape.chart.plots[0].series, plan.places, strict=True):
                drawn = [value for value in series.values if value is not None]
                assert drawn == [pytest.approx(row[place].value) for row in rows if is_number(row[place])]
        else:
            drawn_rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
            across = len(drawn_rows[0])
            assert drawn_rows == [row[:across] for row in grid(table)[: len(drawn_rows)]]


def test_package(document: Document) -> None:
    """The long table holds every figure; the file of each table the same numbers, "k of n" as two columns."""
    with zipfile.ZipFile(io.BytesIO(FORMATS["package"].write(document))) as package:
        long = read_csv(package, "data/figures.csv")
        wide = {table.code: read_csv(package, f"data/{table.code}.csv") for table in tables(document)}

    found = {(each["table"], each["row_code"], each["column_code"]): each for each in long}
    for table in tables(document):
        for code, row in zip(table.row_codes, table.rows, strict=True):
            for column, entry in list(zip(table.columns, row, strict=True))[1:]:
                figure = found[table.code, code, column.code]
                number = str(entry.value) if is_number(entry) else ""
                assert (figure["value"], figure["of"], figure["text"]) == (number, text(entry.of), entry.text)
    shares = {each["row_code"]: (each["presence"], each["presence_of"], each["share"]) for each in wide["coverage"]}
    (coverage,) = (table for table in tables(document) if table.code == "coverage")
    places = {column.code: place for place, column in enumerate(coverage.columns)}
    assert shares == {
        code: (
            text(row[places["presence"]].value),
            text(row[places["presence"]].of),
            text(row[places["share"]].value),
        )
        for code, row in zip(coverage.row_codes, coverage.rows, strict=True)
    }


def text(value: float | str | None) -> str:
    return "" if value is None else str(value)


def read_csv(package: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    lines = io.StringIO(package.read(name).decode("utf-8"), newline="")
    return [{key: unneutralised(cell) for key, cell in row.items()} for row in csv.DictReader(lines)]


def test_every_format_is_tried_here() -> None:
    tried = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}

    assert set(FORMATS) <= tried
