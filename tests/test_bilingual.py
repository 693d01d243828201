"""A bilingual edition: one document, each text in two languages, each number as each language writes it."""

import io
import json
import zipfile
from csv import DictReader
from html.parser import HTMLParser

import docx
import pytest
from documents import HOSTILE, grid
from tagged_pdf import cells, parts

from engagement.document import Document, Entry, Paragraph, Table
from engagement.errors import InputError
from engagement.exports import BILINGUAL, FORMATS, file_name
from engagement.exports.sides import sides, stacked
from engagement.exports.widths import parts as fitted
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary


@pytest.fixture(scope="module")
def edition(demonstration: Store) -> Document:
    return inclusion_summary(demonstration, Selection(), "fr", beside="en")


def tables(document: Document) -> list[Table]:
    return [block for each in document.sections for block in each.blocks if isinstance(block, Table)]


def both(document: Document) -> list[list[list[list[str]]]]:
    """The header and the rows of each part of a table, each cell's texts: one where the languages agree."""
    first, second = (tables(each) for each in sides(document))
    shapes = [block for each in stacked(document) for block in each.blocks if isinstance(block, Table)]
    return [
        [
            [list(dict.fromkeys(pair)) for pair in zip(*each, strict=True)]
            for each in zip(grid(one, part.columns), grid(other, part.columns), strict=True)
        ]
        for one, other, shape in zip(first, second, shapes, strict=True)
        for part in fitted(shape)
    ]


@pytest.mark.parametrize("second", ["en", "es", "ar", "ru", "zh"])
def test_both_languages_say_the_same_numbers_in_the_same_places(demonstration: Store, second: str) -> None:
    document = inclusion_summary(demonstration, Selection(), "fr", beside=second)

    first, other = sides(document)
    assert other.language == second
    assert [(each.code, each.level) for each in first.sections] == [(each.code, each.level) for each in other.sections]
    assert [len(each.blocks) for each in first.sections] == [len(each.blocks) for each in other.sections]
    for one, two in zip(tables(first), tables(other), strict=True):
        assert (one.code, one.row_codes) == (two.code, two.row_codes)
        assert [list(map(number, row)) for row in one.rows] == [list(map(number, row)) for row in two.rows]


def number(entry: Entry) -> int | float | None:
    return None if isinstance(entry.value, str) else entry.value


def test_each_side_is_the_document_of_its_language_alone(demonstration: Store, edition: Document) -> None:
    assert edition.model_copy(update={"beside": None}) == inclusion_summary(demonstration, Selection(), "fr")
    assert edition.beside == inclusion_summary(demonstration, Selection(), "en")


def test_a_language_is_not_set_beside_itself(demonstration: Store) -> None:
    with pytest.raises(InputError) as refused:
        inclusion_summary(demonstration, Selection(), "fr", beside="fr")

    assert (refused.value.code, refused.value.values) == ("languages-alike", {"language": "Français"})


@pytest.mark.parametrize("name", [each for each in FORMATS if each not in BILINGUAL])
def test_a_format_for_one_language_says_so(edition: Document, name: str) -> None:
    with pytest.raises(InputError) as refused:
        FORMATS[name].write(edition)

    assert refused.value.code == "format-one-language"


def test_the_file_is_named_after_both_languages(edition: Document) -> None:
    assert "-fr-en-" in file_name(edition, ".docx")


def test_word_has_both_languages_in_every_cell(edition: Document) -> None:
    file = docx.Document(io.BytesIO(FORMATS["docx"].write(edition)))
    found = [
        [[[line.text for line in cell.paragraphs] for cell in row.cells] for row in table.rows]
        for table in file.tables
        if table.style is not None and table.style.name == "Summary Table"
    ]

    assert found[1:] == both(edition)  # the first holds the properties


def test_word_has_both_languages_of_every_sentence(edition: Document) -> None:
    file = docx.Document(io.BytesIO(FORMATS["docx"].write(edition)))
    columns = [
        tuple(cell.text for cell in table.rows[0].cells)
        for table in file.tables
        if table.style is not None and table.style.name == "Side by Side"
    ]

    first, second = sides(edition)
    sentences = [
        (one.text, two.text)
        for left, right in zip(first.sections, second.sections, strict=True)
        for one, two in zip(left.blocks, right.blocks, strict=True)
        if isinstance(one, Paragraph) and isinstance(two, Paragraph) and one.text != two.text
    ]
    assert [each for each in sentences if each not in columns] == []


def test_word_says_the_language_of_the_second_and_turns_it(demonstration: Store) -> None:
    content = FORMATS["docx"].write(inclusion_summary(demonstration, Selection(), "fr", beside="ar"))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        body = file.read("word/document.xml").decode()

    assert 'w:lang w:val="ar-SA" w:eastAsia="ar-SA" w:bidi="ar-SA"' in body
    assert "<w:rtl/>" in body
    assert "<w:bidiVisual/>" not in body  # the tables run as the first language does


def test_pdf_has_both_languages_in_every_cell(edition: Document) -> None:
    found = [
        [[said for _, said in row] for row in cells(table)]
        for table in parts(FORMATS["pdf"].write(edition)).all("Table")
    ]

    assert found == [[["".join(each) for each in row] for row in table] for table in both(edition)]


class Spans(HTMLParser):
    """The languages of the elements that have one, and the headings' texts."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.languages: set[tuple[str, str]] = set()
        self.ids: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "span":
            self.languages.add((str(given["lang"]), str(given["dir"])))
        if "id" in given:
            self.ids.append(str(given["id"]))


def test_html_says_the_language_and_direction_of_each_text(demonstration: Store) -> None:
    document = inclusion_summary(demonstration, Selection(), "fr", "gcm-review", "ar")

    page = Spans(FORMATS["html"].write(document).decode())

    assert page.languages == {("fr", "ltr"), ("ar", "rtl")}
    assert len(set(page.ids)) == len(page.ids)


def test_csv_and_json_carry_both(edition: Document) -> None:
    lines = list(DictReader(io.StringIO(FORMATS["csv"].write(edition).decode("utf-8-sig"), newline="")))
    written = json.loads(FORMATS["json"].write(edition))

    by_language = {code: [line for line in lines if line["language"] == code] for code in ("fr", "en")}
    places = [
        [(each["table"], each["row_code"], each["column_code"]) for each in by_language[code]] for code in by_language
    ]
    assert places[0] == places[1]
    assert len(lines) == 2 * len(places[0])
    assert Document.model_validate(written) == edition


def test_widths_are_of_the_longer_language() -> None:
    long = HOSTILE.model_copy(update={"language": "fr"})
    table = tables(long)[0]
    longer = table.model_copy(
        update={"columns": tuple(each.model_copy(update={"title": "x" * 40}) for each in table.columns)}
    )
    section = long.sections[0].model_copy(update={"blocks": (longer,)})
    first = HOSTILE.model_copy(
        update={
            "sections": (HOSTILE.sections[0].model_copy(update={"blocks": (table,)}),),
            "beside": long.model_copy(update={"sections": (section,)}),
        }
    )

    (shape,) = stacked(first)
    assert [each.title for each in shape.blocks[0].columns] == [f"{each.title}\n{'x' * 40}" for each in table.columns]  # type: ignore[union-attr]
