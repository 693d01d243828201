"""The PDF says what the document says, number for number, can be read aloud, and takes no name for markup."""

import io
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date

import pytest
import typst
from documents import EMPTY, HOSTILE, HOSTILE_NAMES, grid, in_parts, paragraphs, tables
from pypdf import PdfReader
from tagged_pdf import Part, cells, parts

from engagement.document import Document
from engagement.errors import InputError
from engagement.exports import FORMATS, fonts, row_headers
from engagement.locale import LANGUAGES
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary

PDF, JSON = FORMATS["pdf"], FORMATS["json"]
LETTERS_IN_ORDER = [language for language in LANGUAGES if language != "ar"]


@pytest.fixture(autouse=True)
def no_fonts_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found must not depend on what else is installed."""
    ours = fonts.fonts()
    monkeypatch.setattr(fonts, "all_fonts", lambda: ours)


def tagged(document: Document) -> Part:
    return parts(PDF.write(document))


def worded(part: Part) -> list[list[list[str]]]:
    return [[[said for _, said in row] for row in cells(table)] for table in part.all("Table")]


def root(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(PDF.write(document)))


def test_importing_the_exports_does_not_load_the_compiler() -> None:
    program = "import sys, engagement.exports; print('typst' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
    )


@pytest.mark.parametrize("language", LETTERS_IN_ORDER)
def test_a_summary_has_every_figure_of_its_json(demonstration: Store, language: str) -> None:
    document = inclusion_summary(demonstration, Selection(), language)

    written = Document.model_validate_json(JSON.write(document))
    assert worded(tagged(document)) == in_parts(written)


def test_an_arabic_summary_has_every_figure_of_its_json(demonstration: Store) -> None:
    """Letters of a line stand as they are seen, from the right; a reader turns them. So each cell's letters count."""
    document = inclusion_summary(demonstration, Selection(), "ar")

    def letters(table: list[list[str]]) -> list[list[Counter[str]]]:
        return [[Counter(each for each in cell if each.isalnum()) for cell in row] for row in table]

    assert [letters(table) for table in worded(tagged(document))] == [letters(each) for each in in_parts(document)]
    assert root(document).trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_is_tagged_in_its_language_with_bookmarks(demonstration: Store, language: str) -> None:
    document = inclusion_summary(demonstration, Selection(), language)
    content = root(document)
    about = content.trailer["/Root"]

    assert about["/Lang"] == language
    assert about["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1<" in about["/Metadata"].get_data().decode()
    assert about["/ViewerPreferences"]["/DisplayDocTitle"]
    assert content.metadata is not None
    assert content.metadata.title == document.title
    assert [each.title for each in content.outline] == [section.heading for section in document.sections]


def test_a_chinese_summary_without_a_chinese_font_is_refused(
    demonstration: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(fonts, "fonts", lambda: bare)
    monkeypatch.setattr(fonts, "all_fonts", lambda: bare)

    with pytest.raises(InputError) as refused:
        PDF.write(inclusion_summary(demonstration, Selection(), "zh"))

    assert (refused.value.code, refused.value.values) == ("font-missing", {"language": "中文"})


def test_a_letter_that_no_font_has_is_shown_by_its_number() -> None:
    document = HOSTILE.model_copy(update={"subtitle": "中文 and 𒀀 \U00012001 \x07"})

    assert tagged(document).all("P")[1].said() == "中文 and [U+12000] [U+12001] \ufffd"


def test_every_sentence_and_heading_stands_in_its_place() -> None:
    part = tagged(HOSTILE)

    assert {role: [each.said() for each in part.all(role)] for role in ("Title", "H1", "Caption", "Lbl", "LBody")} == {
        "Title": [HOSTILE.title],
        "H1": ["Who took part in #today"],
        "Caption": ["Organisations <caption>"],
        "Lbl": ["Scope $x$"],
        "LBody": ['=cmd|"scope"<br>'],
    }
    said = [HOSTILE.notice, HOSTILE.subtitle, *paragraphs(HOSTILE)]
    assert [each.said() for each in part.all("P")] == [re.sub(r"\n", "", str(words)) for words in said]


def test_names_that_look_like_markup_stay_names() -> None:
    (table,) = worded(tagged(HOSTILE))

    turned = "Réseau \u202eغير مسجل\u202c"
    found = [row[0] for row in table[1:]]
    assert [name for name, wanted in zip(found, HOSTILE_NAMES, strict=True) if name != wanted] == [
        found[HOSTILE_NAMES.index(turned)]
    ]
    assert sorted(filter(str.isalnum, found[HOSTILE_NAMES.index(turned)])) == sorted(filter(str.isalnum, turned))


def test_a_table_names_its_columns_and_rows() -> None:
    (table,) = tagged(HOSTILE).all("Table")

    row = ["TH", "TD", "TD", "TD"]
    assert [[role for role, _ in row] for row in cells(table)] == [["TH"] * 4, *([row] * len(HOSTILE_NAMES))]


def test_a_cell_knows_the_headers_of_its_column_and_its_row() -> None:
    about = root(HOSTILE).trailer["/Root"]["/StructTreeRoot"]
    names = about["/IDTree"]["/Names"]
    known = {str(names[place]): names[place + 1].get_object() for place in range(0, len(names), 2)}

    assert list(known) == sorted(known)
    rows = [each for each in known.values() if each["/A"][0]["/Scope"] == "/Row"]
    assert len(rows) == len(HOSTILE_NAMES)
    for header in rows:
        _, *others = (each.get_object() for each in header["/P"]["/K"])
        headers = [[known[str(name)] for name in each["/A"][0]["/Headers"]] for each in others]
        assert [[each["/A"][0]["/Scope"] for each in pair] for pair in headers] == [["/Row", "/Column"]] * 3
        assert [pair[0]["/ID"] for pair in headers] == [header["/ID"]] * 3


def test_a_file_that_another_compiler_has_written_is_left_as_it_is() -> None:
    assert row_headers.marked(b"%PDF-1.7 of another kind") == b"%PDF-1.7 of another kind"


def test_the_notice_stands_on_every_page(demonstration: Store) -> None:
    document = inclusion_summary(demonstration, Selection(), "en")

    pages = root(document).pages

    assert document.notice is not None
    assert [str(document.notice) in page.extract_text() for page in pages] == [True] * len(pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_held_upright(demonstration: Store, language: str) -> None:
    pages = root(inclusion_summary(demonstration, Selection(), language)).pages

    assert {tuple(round(side * 25.4 / 72) for side in page.mediabox[2:]) for page in pages} == {(210, 297)}


def test_the_file_links_nowhere_and_runs_nothing(demonstration: Store) -> None:
    content = root(inclusion_summary(demonstration, Selection(), "en"))

    assert [page.get("/Annots") for page in content.pages] == [None] * len(content.pages)
    assert content.trailer["/Root"].keys() & {"/OpenAction", "/AA", "/Names", "/AcroForm"} == set()


def test_a_period_without_activities_is_an_honest_document(demonstration: Store) -> None:
    nothing = Selection(first_day=date(1990, 1, 1), last_day=date(1990, 12, 31))
    document = inclusion_summary(demonstration, nothing, "en")

    part = tagged(document)

    assert worded(part) == [grid(table) for table in tables(document)]
    assert [each.said() for each in part.all("H1")] == [section.heading for section in document.sections]


def test_an_empty_document_is_a_page() -> None:
    assert len(root(EMPTY).pages) == 1


def test_two_runs_give_the_same_bytes(demonstration: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    document = inclusion_summary(demonstration, Selection(), "ar")
    before = PDF.write(document)

    later = time.time() + 5 * 365 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)

    assert PDF.write(document.model_copy(deep=True)) == before
