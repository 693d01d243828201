"""The word-processor file says what the document says, in its styles, on pages that print."""

import io

import docx
import pytest
from documents import tables
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from exported import ARABIC, ENGLISH, FRENCH, both_languages

from engagement.document import Column, Document, Entry, Section, Table
from engagement.exports import FORMATS


def word(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(FORMATS["docx"].write(document)))


def cell_texts(table: WordTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@both_languages
def test_docx_has_every_table_as_the_document_words_it(document: Document) -> None:
    head, *data = word(document).tables

    assert cell_texts(head) == [[line.label, line.text] for line in document.properties]
    assert [cell_texts(table) for table in data] == [
        [[column.title for column in table.columns], *([entry.text for entry in row] for row in table.rows)]
        for table in tables(document)
    ]


def test_docx_has_every_sentence_in_its_style() -> None:
    assert [(paragraph.style.name, paragraph.text) for paragraph in word(ENGLISH).paragraphs] == [
        ("Notice", "Illustrative data & nothing else"),
        ("Title", "Inclusion summary: Chad & Mali, 2026"),
        ("Subtitle", "Regional network"),
        ("Heading 1", "Who took part"),
        ("Lead", "Nine of twelve groups were recorded."),
        ("Caption", "Organisation: [all]/*?"),
        ("Note", "=HYPERLINK(note)"),
        ("Note", "Absence from the record is not proof of absence."),
        ("Heading 1", "Year by year"),
        ("Caption", "Years"),
        ("Note", ""),
    ]


@both_languages
def test_docx_says_the_notice_and_the_page_number_on_every_page(document: Document) -> None:
    (page,) = word(document).sections

    assert [paragraph.text for paragraph in page.header.paragraphs] == [document.notice]
    assert page.header.paragraphs[0].style.font.color.rgb == docx.shared.RGBColor(0x9B, 0x1C, 0x1C)
    assert not page.different_first_page_header_footer
    (footer,) = page.footer.paragraphs
    assert footer.text.endswith(f"\t{document.title}")
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_docx_is_an_a4_page() -> None:
    (page,) = word(ENGLISH).sections

    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)


def test_docx_repeats_the_header_row_and_cuts_no_row() -> None:
    for table in word(ENGLISH).tables[1:]:
        properties = [row._tr.trPr for row in table.rows]
        assert [p.find(qn("w:cantSplit")) is not None for p in properties] == [True] * len(properties)
        assert [p.find(qn("w:tblHeader")) is not None for p in properties] == [True] + [False] * (len(properties) - 1)


def test_docx_fills_the_width_between_the_margins() -> None:
    document = word(ENGLISH)
    (page,) = document.sections
    between = page.page_width - page.left_margin - page.right_margin

    widths = [sum(column.width for column in table.columns) for table in document.tables]

    assert widths == pytest.approx([between] * 3, rel=0.001)


def test_docx_sets_a_table_wider_than_the_page_in_parts() -> None:
    matrix = Table(
        code="matrix",
        caption="Matrix",
        columns=tuple(Column(code=f"network-{n}", title="Mediterranean") for n in range(10)),
        row_codes=("row",),
        rows=(tuple(Entry(text="no report", value=None) for _ in range(10)),),
    )
    wide = Section(code="matrix", heading="Matrix", blocks=(matrix,))

    file = word(ENGLISH.model_copy(update={"sections": (wide, *ENGLISH.sections)}))

    assert [page.page_width < page.page_height for page in file.sections] == [True]
    assert [each.text for each in file.paragraphs if each.style.name.lower() == "caption"][:2] == [
        "Matrix (1/2)",
        "Matrix (2/2)",
    ]
    assert [len(table.rows[1].cells) for table in file.tables[1:3]] == [6, 5]  # each begins with the name of the row


def test_docx_sets_numbers_to_the_right() -> None:
    rows = word(ENGLISH).tables[2].rows

    styles = [[cell.paragraphs[0].style.name for cell in row.cells] for row in rows]

    assert styles == [
        ["Table Heading", "Table Number Heading"],
        ["Table Text", "Table Number"],
        ["Table Text", "Table Number"],
    ]


@both_languages
def test_docx_knows_its_title_subject_and_language(document: Document) -> None:
    file = word(document)
    spelling = [place.get(qn("w:val")) for place in file.styles.element.iter(qn("w:lang"))]

    properties = file.core_properties

    assert (properties.title, properties.subject, properties.language) == (
        document.title,
        document.subtitle,
        document.language,
    )
    assert spelling == [{"en": "en-GB", "fr": "fr-FR"}[document.language]]
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert (properties.created, properties.modified) == (None, None)


def test_docx_reads_from_the_right_in_arabic() -> None:
    body = word(ARABIC).element.body

    paragraphs = list(body.iter(qn("w:p")))

    assert [p for p in paragraphs if p.pPr.find(qn("w:bidi")) is None] == []
    assert len(list(body.iter(qn("w:bidiVisual")))) == len(list(body.iter(qn("w:tbl"))))
    assert body.sectPr.find(qn("w:bidi")) is not None
    assert list(word(FRENCH).element.body.iter(qn("w:bidi"), qn("w:rtl"), qn("w:bidiVisual"))) == []


def test_docx_shows_a_character_it_cannot_hold() -> None:
    assert word(ENGLISH.model_copy(update={"subtitle": "a\x07b\ufffe"})).paragraphs[2].text == "a\ufffdb\ufffd"


def test_docx_uses_only_styles_it_has() -> None:
    file = word(ENGLISH)
    known = {style.style_id for style in file.styles}

    parts = [file.element, file.sections[0].header._element, file.sections[0].footer._element]
    tags = (qn("w:pStyle"), qn("w:tblStyle"))

    assert {use.get(qn("w:val")) for part in parts for use in part.iter(*tags)} <= known
