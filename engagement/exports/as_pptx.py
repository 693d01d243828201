"""The document as slides, 16:9: one message each, its chart or the first rows of its table, speaker's notes."""

import io
import re
from collections.abc import Iterable

import pptx
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide as DrawnSlide
from pptx.slide import SlideLayout
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from engagement.codebook import chart
from engagement.document import Document
from engagement.exports.palette import ACCENT, INK, QUIET, SERIES, WARNING
from engagement.exports.slideml import Box, Letters, Pen, page_number, rgb, without_margins
from engagement.exports.slides import Slide, excerpt, left_out, slides
from engagement.exports.undated import undated
from engagement.exports.widths import shown_width
from engagement.locale import prose
from engagement.safe_text import legible

_WIDTH, _HEIGHT, _MARGIN = Inches(13.333), Inches(7.5), Inches(0.65)
_ACROSS = Emu(_WIDTH - 2 * _MARGIN)
_PART: Box = (_MARGIN, Inches(0.42), _ACROSS, Inches(0.3))
_TITLE: Box = (_MARGIN, Inches(0.72), _ACROSS, Inches(1.15))
_BODY: Box = (_MARGIN, Inches(2.05), _ACROSS, Inches(4.5))
_REMARK_HEIGHT = Inches(0.5)
_FOOT: Box = (_MARGIN, Inches(6.98), _ACROSS, Inches(0.3))
_FIRST_TITLE: Box = (_MARGIN, Inches(1.5), _ACROSS, Inches(1.3))
_FIRST_SUBTITLE: Box = (_MARGIN, Inches(2.85), _ACROSS, Inches(0.8))
_TITLE_SIZES = ((90, Pt(28)), (160, Pt(24)), (1_000_000, Pt(20)))  # the longer, the smaller

_OPENING, _WORDS, _PICTURE = "Title Slide", "Title and Content", "Title Only"
_NOT_OURS = {
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/printerSettings",
}
_ACCENTS = re.compile(r'(<a:accent(\d)>\s*<a:srgbClr val=")[0-9A-Fa-f]{6}')


def write(document: Document) -> bytes:
    """A .pptx file. Charts and tables are native; their numbers are those of the document, row for row."""
    deck = pptx.Presentation()
    pen = Pen(document.language)
    _set_up(deck, pen)
    _set_properties(deck, document)
    _write_opening(deck, document, pen)
    about = " · ".join(f"{each.label}: {each.text}" for each in document.properties)
    for slide in slides(document):
        _write_slide(deck, document, slide, pen, about)
    content = io.BytesIO()
    deck.save(content)
    return undated(content.getvalue())


# ---- the deck -----------------------------------------------------------------------------------------------------


def _set_up(deck: Presentation, pen: Pen) -> None:
    """The library's blank deck is 4:3, dated, and somebody's; three of its layouts are kept, in our colours."""
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    for relationships in (deck.part.rels, deck.part.package._rels):
        for name in [name for name, each in relationships.items() if each.reltype in _NOT_OURS]:
            relationships.pop(name)
    for layout in [each for each in deck.slide_layouts if each.name not in (_OPENING, _WORDS, _PICTURE)]:
        deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _place(master.placeholders, {"TITLE": _TITLE, "BODY": _BODY})
    for layout in deck.slide_layouts:
        is_opening = layout.name == _OPENING
        _place(
            layout.placeholders,
            {
                "CENTER_TITLE": _FIRST_TITLE,
                "SUBTITLE": _FIRST_SUBTITLE,
                **({} if is_opening else {"TITLE": _TITLE, "OBJECT": _BODY}),
            },
        )
    _style(master.element.find(qn("p:txStyles")), pen)
    theme = next(each.target_part for each in master.part.rels.values() if each.reltype == RELATIONSHIP_TYPE.THEME)
    colours = (ACCENT, *SERIES)
    theme._blob = _ACCENTS.sub(
        lambda found: f"{found[1]}{colours[int(found[2]) - 1][1:]}", theme.blob.decode("utf-8")
    ).encode("utf-8")


def _place(placeholders: Iterable[object], boxes: dict[str, Box]) -> None:
    """Put those named where they belong, and take the others away."""
    for each in list(placeholders):
        box = boxes.get(each.placeholder_format.type.name)  # type: ignore[attr-defined]
        if box is None:
            each._element.getparent().remove(each._element)  # type: ignore[attr-defined]
        else:
            each.left, each.top, each.width, each.height = box  # type: ignore[attr-defined]


def _style(styles: object, pen: Pen) -> None:
    """Titles and sentences start where the language starts; bullets are small."""
    for level in styles.iter(qn("a:lvl1pPr")):  # type: ignore[attr-defined]
        level.set("algn", "r" if pen.is_rtl else "l")
        level.set("rtl", "1" if pen.is_rtl else "0")


def _set_properties(deck: Presentation, document: Document) -> None:
    """Title, subject, language. No author and no day: neither is known to this software."""
    core = deck.core_properties
    core._element.clear()
    core.title, core.subject = legible(document.title)[:255], legible(document.subtitle)[:255]
    core.language = document.language


# ---- slides -------------------------------------------------------------------------------------------------------


def _layout(deck: Presentation, name: str) -> SlideLayout:
    found = deck.slide_layouts.get_by_name(name)
    if found is None:
        raise KeyError(name)
    return found


def _write_opening(deck: Presentation, document: Document, pen: Pen) -> None:
    slide = deck.slides.add_slide(_layout(deck, _OPENING))
    _title(slide, document.title, pen, Pt(40), ACCENT, MSO_ANCHOR.BOTTOM)
    frame = slide.placeholders[1].text_frame
    without_margins(frame)
    pen.write(frame, document.subtitle, Letters(Pt(20), INK))
    if document.properties:
        about = pen.box(slide, (_MARGIN, Inches(4.1), _ACROSS, Inches(2.6)), "About")
        for line in document.properties:
            paragraph = pen.write(about, f"{line.label}: ", Letters(Pt(13), QUIET))
            pen.fill(paragraph, line.text, Letters(Pt(13), INK))
    _foot(slide, document, pen)


def _write_slide(deck: Presentation, document: Document, slide: Slide, pen: Pen, about: str) -> None:
    made = deck.slides.add_slide(_layout(deck, _WORDS if slide.sentences else _PICTURE))
    size = next(size for length, size in _TITLE_SIZES if shown_width(slide.title) <= length)
    _title(made, slide.title, pen, size, INK, MSO_ANCHOR.TOP)
    if slide.part:
        pen.write(pen.box(made, _PART, "Section"), slide.part, Letters(Pt(13), ACCENT, is_bold=True))
    if slide.sentences:
        _sentences(made.placeholders[1].text_frame, slide.sentences, pen)
    if slide.table is not None and slide.table.rows:
        _figures(made, slide, pen)
    _foot(made, document, pen)
    notes = made.notes_slide.notes_text_frame
    if notes is not None:
        for line in (*slide.notes.split("\n"), about):
            if line:
                pen.write(notes, line)


def _figures(made: DrawnSlide, slide: Slide, pen: Pen) -> None:
    table = slide.table
    plan = chart(table) if table and slide.is_chart else None
    if table is None:
        return
    said = [slide.remark, "" if plan else left_out(table, pen.language)]
    left, top, width, height = _BODY
    if remark := prose(said, pen.language):
        height = Emu(height - _REMARK_HEIGHT)
        box: Box = (left, Emu(top + height + Inches(0.1)), width, _REMARK_HEIGHT)
        pen.write(pen.box(made, box, "Remark"), remark, Letters(Pt(13), QUIET))
    if plan:
        pen.chart(made, table, plan, (left, top, width, height))
    else:
        pen.table(made, excerpt(table), (left, top, width, height))


def _title(slide: DrawnSlide, words: str, pen: Pen, size: Pt, colour: str, anchor: MSO_ANCHOR) -> None:
    shape = slide.shapes.title
    if shape is None:
        return
    frame = shape.text_frame
    frame.auto_size, frame.vertical_anchor, frame.word_wrap = MSO_AUTO_SIZE.NONE, anchor, True
    without_margins(frame)
    pen.write(frame, words, Letters(size, colour, is_bold=True))


def _sentences(frame: TextFrame, sentences: Iterable[str], pen: Pen) -> None:
    without_margins(frame)
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for words in sentences:
        paragraph = pen.write(frame, words, Letters(Pt(18), INK))
        paragraph.space_after = Pt(8)


def _foot(slide: DrawnSlide, document: Document, pen: Pen) -> None:
    """A rule above all; below, the notice on every slide, the title of the document and the number of the slide."""
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), _WIDTH, Inches(0.12))
    bar.name = "Rule"
    bar.fill.solid()
    bar.fill.fore_color.rgb = rgb(ACCENT)
    bar.line.fill.background()
    left, top, width, height = _FOOT
    if document.notice:
        notice: Box = (left, Emu(top - Inches(0.28)), width, height)
        pen.write(pen.box(slide, notice, "Notice"), document.notice, Letters(Pt(12), WARNING, is_bold=True))
    paragraph = pen.write(pen.box(slide, _FOOT, "Footer"), f"{document.title} · ", Letters(Pt(11), QUIET))
    page_number(paragraph, document.language)
