"""Slides: one message each, native charts and tables, notes with the method, nothing of whoever made them."""

import io

import openpyxl
import pptx
import pytest
from exported import ARABIC, ENGLISH, FRENCH, HOSTILE_NAMES, both_languages, hostile_table, members
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide

from engagement import indicators
from engagement.document import Column, Document, Entry, Paragraph, Section, Table
from engagement.exports import FORMATS
from engagement.exports.slides import ROWS, slides
from engagement.model import GapStatus, Selection
from engagement.store import Store
from engagement.summary import inclusion_summary


def deck(document: Document) -> Presentation:
    return pptx.Presentation(io.BytesIO(FORMATS["pptx"].write(document)))


def shape(slide: Slide, name: str) -> object:
    return next(each for each in slide.shapes if each.name == name)


def groups(count: int) -> Table:
    """`count` groups with a share each; of every fourth nothing is known."""
    return Table(
        code="coverage",
        caption="Participation by group",
        columns=(Column(code="group", title="Group"), Column(code="share", title="Share", is_number=True)),
        row_codes=tuple(f"G{place}" for place in range(count)),
        rows=tuple(
            (
                Entry(text=f"=Group {place}", value=f"=Group {place}"),
                Entry(text=f"{place / 100:.0%}", value=place / 100) if place % 4 else Entry(text="too few", value=None),
            )
            for place in range(count)
        ),
        note="How shares are made.",
    )


def document(*blocks: Paragraph | Table) -> Document:
    return ENGLISH.model_copy(update={"sections": (Section(code="coverage", heading="Coverage", blocks=blocks),)})


# ---- one message to a slide ---------------------------------------------------------------------------------------


def test_a_slide_says_the_sentence_that_leads_to_its_table() -> None:
    shown = document(Paragraph(text="Nine of twelve groups were recorded."), groups(4), Paragraph(text="Two were not."))

    _, slide = deck(shown).slides

    assert slide.shapes.title.text_frame.text == "Nine of twelve groups were recorded."
    assert shape(slide, "Section").text_frame.text == "Coverage"
    assert shape(slide, "Remark").text_frame.text == "Two were not."
    assert slide.notes_slide.notes_text_frame.text.split("\n") == [
        "Participation by group",
        "How shares are made.",
        'Scope: =cmd|"scope" · List of groups: Global Compact, paragraph 44',
    ]


def test_the_slide_of_the_gaps_says_how_many_there_are_and_not_what_a_gap_is(demonstration: Store) -> None:
    said = inclusion_summary(demonstration, Selection(), "en")
    confirmed = sum(gap.status is GapStatus.CONFIRMED for gap in indicators.gaps(demonstration, Selection()))

    (gaps,) = (each for each in slides(said) if each.table and each.table.code == "gaps")

    assert gaps.title.startswith(f"{confirmed} gaps are confirmed")


def test_a_table_without_a_sentence_is_said_by_its_caption() -> None:
    _, slide = deck(document(groups(4))).slides

    assert slide.shapes.title.text_frame.text == "Participation by group"


def test_findings_are_as_few_slides_as_hold_them_and_each_has_a_title() -> None:
    said = [Paragraph(text=f"Finding {place}.") for place in range(13)]

    assert [(each.title, len(each.sentences)) for each in slides(document(*said))] == [
        ("Finding 0.", 6),
        ("Finding 7.", 5),
    ]


def test_each_lead_begins_a_slide_and_the_caveat_stands_on_the_last() -> None:
    said = [
        Paragraph(text="Networks.", role="lead"),
        Paragraph(text="Media: none."),
        Paragraph(text="Gaps.", role="lead"),
        Paragraph(text="Absence is no proof.", role="note"),
    ]

    assert [(each.title, each.sentences) for each in slides(document(*said))] == [
        ("Networks.", ("Media: none.",)),
        ("Gaps.", ("Absence is no proof.",)),
    ]


def test_sections_of_a_sentence_or_two_share_a_slide() -> None:
    brief = tuple(
        Section(code=f"s{place}", heading=f"Part {place}", blocks=(Paragraph(text=f"Nothing of {place}."),))
        for place in (1, 2)
    )

    others = Section(code="coverage", heading="Coverage", blocks=(groups(4),))

    _, slide = slides(ENGLISH.model_copy(update={"sections": (brief[0], others, brief[1])}))

    assert (slide.title, slide.sentences) == ("Part 1 · Part 2", ("Part 1\nNothing of 1.", "Part 2\nNothing of 2."))


@both_languages
def test_the_notice_and_the_number_stand_on_every_slide(document: Document) -> None:
    shown = list(deck(document).slides)

    assert {shape(slide, "Notice").text_frame.text for slide in shown} == {document.notice}
    assert ['type="slidenum"' in slide._element.xml for slide in shown] == [True] * len(shown)


# ---- tables and charts --------------------------------------------------------------------------------------------


def test_a_long_table_shows_its_first_rows_and_says_where_the_others_are() -> None:
    _, slide, _ = deck(ENGLISH).slides
    table = hostile_table("Organisation", "not recorded", "12.5%")

    drawn = shape(slide, table.caption).table

    assert [row.cells[0].text for row in drawn.rows] == ["Organisation", *shown(HOSTILE_NAMES[:ROWS])]
    assert [cell.text for cell in drawn.rows[2].cells][1:] == ["1,000", "1 of 12", "12.5%", "not recorded"]
    assert shape(slide, "Remark").text_frame.text == f"{len(HOSTILE_NAMES) - ROWS} more rows in the workbook."


def shown(names: list[str]) -> list[str]:
    return [name.replace("\n", "\v") for name in names]


def test_a_chart_is_native_and_its_numbers_can_be_edited() -> None:
    _, slide = deck(document(groups(5))).slides
    chart = shape(slide, "Participation by group").chart

    (series,) = chart.plots[0].series
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))

    assert list(chart.plots[0].categories) == [
        "=Group 0 (too few)",
        "=Group 1",
        "=Group 2",
        "=Group 3",
        "=Group 4 (too few)",
    ]
    assert list(series.values) == [None, 0.01, 0.02, 0.03, None]
    assert [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()] == [
        [None, "Share"],
        ["=Group 0 (too few)", None],
        ["=Group 1", 0.01],
        ["=Group 2", 0.02],
        ["=Group 3", 0.03],
        ["=Group 4 (too few)", None],
    ]
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} == {"n", "s"}


def test_a_chart_is_told_to_those_who_do_not_see_it() -> None:
    _, slide = deck(document(groups(3))).slides

    frame = shape(slide, "Participation by group")._element

    assert frame.nvGraphicFramePr.cNvPr.get("descr") == (
        "Participation by group: =Group 0: too few; =Group 1: 1%; =Group 2: 2%"
    )


def test_more_bars_than_can_be_read_are_a_table() -> None:
    _, slide = deck(document(groups(40))).slides

    assert [row.cells[0].text for row in shape(slide, "Participation by group").table.rows][:2] == ["Group", "=Group 0"]


# ---- language, and what the file tells ----------------------------------------------------------------------------


@pytest.mark.parametrize(("document", "spelling"), [(ENGLISH, "en-GB"), (FRENCH, "fr-FR"), (ARABIC, "ar-SA")])
def test_every_word_has_its_language(document: Document, spelling: str) -> None:
    runs = [run for slide in deck(document).slides for run in slide._element.iter(qn("a:r"))]

    assert {run.find(qn("a:rPr")).get("lang") for run in runs} == {spelling}


def test_arabic_is_written_from_the_right() -> None:
    _, slide = deck(ARABIC).slides
    table = next(each for each in slide.shapes if each.has_table).table

    assert table._tbl.tblPr.get("rtl") == "1"
    assert {each.get("rtl") for each in table._tbl.iter(qn("a:pPr"))} == {"1"}


def test_slides_are_wide_and_keep_three_layouts_of_ours() -> None:
    written = deck(ENGLISH)

    assert written.slide_width / written.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert [layout.name for layout in written.slide_layouts] == ["Title Slide", "Title and Content", "Title Only"]
    assert [member.filename for member, _ in members("pptx", ENGLISH) if "thumbnail" in member.filename] == []
