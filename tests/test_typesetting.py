"""Where pages of the PDF part a table, and in which type and which way up it stands."""

import io

import docx
import pytest
from documents import EMPTY
from pypdf import PdfReader

from engagement.document import Column, Entry, Paragraph, Section, Table
from engagement.exports import FORMATS
from engagement.exports.widths import is_short, is_small, is_wide, kept_rows, parts, shown_width

ON_A_PAGE = 40
"""About so many rows of one line stand below the head of a document."""


def table(rows: list[list[str]], code: str = "coverage", note: str | None = "The note.") -> Table:
    columns = tuple(Column(code=f"c{place}", title=f"Column {place}") for place in range(len(rows[0])))
    return Table(
        code=code,
        caption="The caption",
        columns=columns,
        row_codes=tuple(str(place) for place in range(len(rows))),
        rows=tuple(tuple(Entry(text=each, value=each) for each in row) for row in rows),
        note=note,
    )


def numbered(rows: int, words: str = "words") -> Table:
    return table([[f"row-{number}.", words] for number in range(rows)])


def section(*blocks: Table | Paragraph) -> Section:
    return Section(code="coverage", heading="The heading", blocks=blocks)


def pages(*blocks: Table | Paragraph) -> list[str]:
    """The words of each page."""
    document = EMPTY.model_copy(update={"title": "T", "sections": (section(*blocks),)})
    return [page.extract_text() for page in PdfReader(io.BytesIO(FORMATS["pdf"].write(document))).pages]


def only(found: list[str], words: str) -> int:
    """The one page that has the words."""
    (page,) = [number for number, each in enumerate(found) if words in each]
    return page


def sentences(lines: int) -> list[Paragraph]:
    return [Paragraph(text=f"Sentence {number}.") for number in range(lines)]


@pytest.mark.parametrize("rows", range(ON_A_PAGE, ON_A_PAGE + 8))
def test_the_note_never_stands_on_a_page_without_the_last_two_rows(rows: int) -> None:
    found = pages(numbered(rows))

    last = only(found, "The note.")
    assert (only(found, f"row-{rows - 1}."), only(found, f"row-{rows - 2}.")) == (last, last)
    assert "Column 0" in found[last]


@pytest.mark.parametrize("rows", range(ON_A_PAGE - 2, ON_A_PAGE + 4))
def test_neither_does_what_is_said_in_small_type_below_the_table(rows: int) -> None:
    found = pages(numbered(rows), Paragraph(text="Absence is no proof.", role="note"))

    assert only(found, "Absence is no proof.") == only(found, f"row-{rows - 2}.")


@pytest.mark.parametrize("lines", [20, 24, 28, 30])
def test_a_short_table_stands_on_one_page(lines: int) -> None:
    found = pages(*sentences(lines), numbered(12))

    assert {only(found, f"row-{number}.") for number in range(12)} == {only(found, "The caption")}
    assert only(found, "The note.") == only(found, "The caption")


@pytest.mark.parametrize("notes", range(6))
def test_a_page_does_not_end_with_the_first_row_of_a_long_table(notes: int) -> None:
    before = [*sentences(30), *[Paragraph(text="A note.", role="note")] * notes]
    found = pages(*before, numbered(60))

    assert {only(found, f"row-{number}.") for number in range(2)} == {only(found, "The caption")}


def test_rows_as_high_as_a_page_are_parted_from_each_other() -> None:
    tower = "\n".join(["line"] * 40)
    found = pages(numbered(3, tower))

    assert [only(found, f"row-{number}.") for number in range(3)] == [0, 1, 2]
    assert sum(page.count("line") for page in found) == 3 * 40


def test_a_foot_is_two_rows_unless_they_are_high_and_never_the_whole_table() -> None:
    def kept(shown: Table) -> int:
        (part,) = parts(shown)
        return kept_rows(shown, part)

    tower = "\n".join(["line"] * 20)
    assert [kept(numbered(rows)) for rows in (1, 2, 3, 30)] == [0, 1, 2, 2]
    assert [kept(numbered(5, words)) for words in (tower, tower + "\n" + tower)] == [1, 0]


def test_a_table_is_short_by_its_lines_and_not_by_its_rows() -> None:
    def short(shown: Table) -> bool:
        (part,) = parts(shown)
        return is_short(shown, part)

    assert [short(numbered(rows)) for rows in (15, 16)] == [True, False]
    assert [short(numbered(5, "many words " * each)) for each in (10, 60)] == [True, False]


def test_a_table_a_little_too_wide_is_set_in_small_type_and_a_wider_one_in_parts() -> None:
    def shaped(columns: int) -> tuple[bool, bool, int]:
        shown = table([["a-word-of-13-c"] * columns] * 3)
        return is_wide(shown), is_small(shown), len(parts(shown))

    assert [shaped(columns) for columns in (6, 7, 9)] == [(False, False, 1), (True, True, 1), (True, False, 2)]


def test_one_high_row_changes_no_type_and_many_do() -> None:
    def small(high: int) -> bool:
        rows = [[f"row-{number}", "words " * (60 if number < high else 1), "words " * 4] for number in range(12)]
        return is_small(table(rows))

    assert [small(high) for high in (0, 1, 12)] == [False, False, True]


@pytest.mark.parametrize(("code", "style"), [("coverage", "TableText"), ("annex", "TableTextSmall")])
def test_small_type_is_a_style_of_the_word_processor(code: str, style: str) -> None:
    document = EMPTY.model_copy(update={"sections": (section(table([["a", "b"]], code)),)})

    word = docx.Document(io.BytesIO(FORMATS["docx"].write(document)))

    assert [cell.paragraphs[0].style.style_id for cell in word.tables[0].rows[1].cells] == [style, style]


def test_a_word_processor_keeps_the_rows_of_a_short_table_together() -> None:
    def kept(rows: int) -> list[bool]:
        document = EMPTY.model_copy(update={"sections": (section(numbered(rows)),)})
        word = docx.Document(io.BytesIO(FORMATS["docx"].write(document)))
        return [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in word.tables[0].rows[1:]]

    assert kept(5) == [True] * 5
    assert kept(30) == [True, *[False] * 27, True, True]


def test_letters_that_are_wider_count_for_more() -> None:
    words = ("12 of 40", "9.5%", "Да", "移民", "移民 2")
    assert [shown_width(each) for each in words] == pytest.approx([8, 4.5, 2.3, 4, 6.5])


def test_an_annex_is_set_in_small_type() -> None:
    assert [is_small(table([["a", "b"]], code)) for code in ("coverage", "annex", "annex-activities")] == [
        False,
        True,
        True,
    ]
