"""Bars above a table say what the table says: solid what is recorded, an outline up to the most that it can be."""

import io
import re
import struct
from xml.etree import ElementTree

import docx
import pytest
from documents import EMPTY
from pypdf import PdfReader

from engagement.document import Column, Document, Entry, Section, Table
from engagement.exports import FORMATS, fonts
from engagement.exports.bars import WIDTH, Box, drawing
from engagement.exports.palette import ACCENT, INK, QUIET, RULE, SERIES
from engagement.exports.widths import is_small

ROOM = 236
"""Points that the longest bar has."""


def cell(value: float | None, of: int | None = None) -> Entry:
    words = "no report" if value is None else f"{value:g} of {of}" if of else f"{value:g}"
    return Entry(text=words, value=value, of=of)


def networks(*rows: tuple[str, Entry, int | None]) -> Table:
    titles = {"group": "Group", "networks": "Recorded in", "networks_high": "At most"}
    return Table(
        code="networks",
        caption="Networks by group",
        columns=tuple(Column(code=code, title=title, is_number=code != "group") for code, title in titles.items()),
        row_codes=tuple(name for name, _, _ in rows),
        rows=tuple((Entry(text=name, value=name), recorded, cell(most)) for name, recorded, most in rows),
    )


SHOWN = networks(("Media", cell(0, 4), 2), ("Academia", cell(3, 4), 3), ("Migrants", cell(1, 4), 4))


def document(table: Table, language: str = "en") -> Document:
    section = Section(code="networks", heading="Networks", blocks=(table,))
    return EMPTY.model_copy(update={"language": language, "sections": (section,)})


def bars(table: Table, language: str = "en") -> list[tuple[str, float, float]]:
    """What is drawn below the legend: solid, outline or line; how far from the edge it begins, at the side where the
    language does; how long it is, in hundredths of the longest."""
    found = drawing([table], [document(table, language)])
    assert found is not None
    return [
        (
            _kind(box),
            round(WIDTH - box.left - box.width if language == "ar" else box.left),
            round(100 * box.width / ROOM),
        )
        for box in found.boxes
        if box.top >= 18
    ]


def _kind(box: Box) -> str:
    return "outline" if box.stroke else {ACCENT: "solid", RULE: "line", SERIES[0]: "light"}[box.fill]


def test_a_bar_is_as_long_as_its_figure_and_its_outline_as_long_as_the_most_it_can_be() -> None:
    assert bars(SHOWN) == [
        *(("line", 168, 100), ("outline", 168, 50)),
        *(("line", 168, 100), ("solid", 168, 75)),
        *(("line", 168, 100), ("outline", 168, 100), ("solid", 168, 25)),
    ]


def test_from_the_right_everything_is_the_other_way_round() -> None:
    found = drawing([SHOWN], [document(SHOWN, "ar")])

    assert bars(SHOWN, "ar") == bars(SHOWN)
    assert found is not None
    assert {each.x: each.is_end for each in found.labels if each.words in ("Media", "0 of 4")} == {310: False, 0: False}


def test_what_is_not_known_has_words_and_no_bar() -> None:
    years = networks(("2025", cell(None), None), ("2026", cell(2, 4), None))

    assert bars(years) == [("line", 168, 100), ("solid", 168, 50)]
    found = drawing([years], [document(years)])
    assert found is not None
    assert [each.words for each in found.labels] == ["Recorded in", "2025", "no report", "2026", "2 of 4"]


def test_then_and_now_are_two_bars_and_now_is_the_strong_one() -> None:
    columns = (Column(code="group", title="Group"), Column(code="then", title="Then"), Column(code="now", title="Now"))
    shares = (("Media", 0.5, 0.25), ("Academia", 0.5, None))
    rows = tuple((Entry(text=name, value=name), cell(then), cell(now)) for name, then, now in shares)
    like = Table(code="like", caption="Shares", columns=columns, row_codes=("MED", "ACA"), rows=rows)

    assert bars(like) == [("light", 168, 100), ("solid", 168, 50), ("light", 168, 100)]


@pytest.mark.parametrize(
    "table",
    [
        SHOWN.model_copy(update={"code": "gaps"}),
        networks(("Media", cell(None), None), ("Academia", cell(None), None)),
        networks(("2026", cell(1, 4), 2)),
        SHOWN.model_copy(update={"rows": (), "row_codes": ()}),
    ],
)
def test_what_says_itself_best_or_is_not_known_or_stands_alone_is_not_drawn(table: Table) -> None:
    assert drawing([table], [document(table)]) is None
    assert b"<svg" not in FORMATS["html"].write(document(table))


def test_nothing_recorded_of_anything_is_lines_without_bars() -> None:
    assert bars(networks(("Media", cell(0, 4), 0), ("Academia", cell(0, 4), 0))) == [("line", 168, 100)] * 2


def test_a_long_name_stands_in_lines_and_no_line_runs_into_the_bars() -> None:
    name = "International Red Cross and Red Crescent Movement of many countries"
    table = networks((name, cell(1, 4), 2), ("Media", cell(1, 4), 2))

    found = drawing([table], [document(table)])

    assert found is not None
    lines = [each for each in found.labels if each.is_end and each.x < WIDTH and each.words != "Media"]
    assert " ".join(each.words for each in lines) == name
    assert len({each.y for each in lines}) == len(lines) == 2
    (below,) = (each.y for each in found.labels if each.words == "Media")
    assert below >= lines[-1].y + 10


# ---- in files -----------------------------------------------------------------------------------------------------

SAID = "Networks by group, drawn as bars; the table below has every number."


def test_a_browser_draws_it_with_words_that_are_text_and_says_it_aloud() -> None:
    hostile = networks(("<script>alert(1)</script>", cell(1, 4), 2), ("=1+1", cell(2, 4), 2))

    html = FORMATS["html"].write(document(hostile)).decode()

    assert f'role="img" tabindex="0" aria-label="{SAID}"' in html
    (svg,) = re.findall(r"<svg.*?</svg>", html)
    words = [each.text for each in ElementTree.fromstring(svg).iter("text")]
    assert words == ["Recorded in", "At most", "<script>alert(1)</script>", "1 of 4", "=1+1", "2 of 4"]


def test_a_word_processor_shows_a_picture_that_is_said_aloud() -> None:
    file = docx.Document(io.BytesIO(FORMATS["docx"].write(document(SHOWN))))

    (shape,) = file.inline_shapes
    assert shape._inline.docPr.get("descr") == SAID
    (paragraph,) = (each for each in file.paragraphs if each.style.name == "Picture")
    assert paragraph.paragraph_format.keep_with_next is None  # the style says so
    assert paragraph.style.paragraph_format.keep_with_next
    image = file.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
    width, height = struct.unpack(">II", image[16:24])
    assert width / height == pytest.approx(shape.width / shape.height, rel=0.01)


def alternatives(shown: Document) -> list[str]:
    """What is said of each figure of the PDF."""
    reader = PdfReader(io.BytesIO(FORMATS["pdf"].write(shown)))
    objects = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    return [each["/Alt"] for each in objects if isinstance(each, dict) and each.get("/S") == "/Figure"]


def test_a_pdf_has_it_as_a_figure_that_is_said_aloud() -> None:
    assert alternatives(document(SHOWN)) == [SAID]


def test_a_letter_that_no_font_has_is_shown_by_its_number_in_the_drawing_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "all_fonts", fonts.fonts)
    strange = document(networks(("Group \U0001f600", cell(1, 4), 2), ("Media", cell(1, 4), 2)))

    written = FORMATS["pdf"].write(strange.model_copy(update={"title": "Summary"}))

    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(written)).pages)
    assert said.count("[U+1F600]") == 2  # beside its bar, and in the table


def test_a_table_in_parts_is_drawn_once() -> None:
    more = tuple(Column(code=f"more-{place}", title="Mediterranean") for place in range(12))
    rows = tuple((*row, *(Entry(text="x", value="x") for _ in more)) for row in SHOWN.rows)
    wide = SHOWN.model_copy(update={"columns": (*SHOWN.columns, *more), "rows": rows})

    assert alternatives(document(wide)) == [SAID]
    assert len(docx.Document(io.BytesIO(FORMATS["docx"].write(document(wide)))).inline_shapes) == 1


def test_the_second_language_of_a_name_stands_below_the_first_in_quieter_letters() -> None:
    french = networks(("Médias", cell(1, 4), 2), ("Universités", cell(2, 4), 2))
    english = networks(("Media", cell(1, 4), 2), ("Academia", cell(2, 4), 2))

    found = drawing([french, english], [document(french, "fr"), document(english)])

    assert found is not None
    names = [(each.words, each.language, each.colour) for each in found.labels if each.is_end and each.x < WIDTH]
    assert names == [
        *(("Médias", "fr", INK), ("Media", "en", QUIET)),
        *(("Universités", "fr", INK), ("Academia", "en", QUIET)),
    ]


def test_a_table_that_would_part_from_its_bars_is_set_in_small_type() -> None:
    def small(rows: int, words: str = "Academia", code: str = "networks") -> bool:
        shown = networks(*((words, cell(3, 4), 3) for _ in range(rows)))
        return is_small(shown.model_copy(update={"code": code}))

    assert [small(rows) for rows in (21, 22)] == [False, True]
    assert small(14, words="A name that takes two lines " * 6)
    assert not small(22, code="no-bars")
