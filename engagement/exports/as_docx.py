"""The document for a word processor: A4, real styles, the notice and the page number on every page."""

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section as PageSetup
from docx.shared import Mm

from engagement.document import Document, Paragraph, Section, Table
from engagement.exports import wordml
from engagement.exports.bars import drawing
from engagement.exports.sides import stacked
from engagement.exports.widths import parts
from engagement.locale import direction
from engagement.safe_text import legible

_STYLES = Path(__file__).with_name("styles.xml")
_STYLE_OF_ROLE = {"lead": "Lead", "body": "Normal", "note": "Note"}
_MARGIN = Mm(22)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip member can be dated

# What the library's blank document brings along: a preview, an application's name, somebody's custom data.
_NOT_OURS = {
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.NUMBERING,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
}


def write(document: Document) -> bytes:
    """A .docx file; each table's numbers are as the document words them."""
    word = docx.Document()
    writer = wordml.Writer(document, document.places(), word.part)
    _strip(word)
    _set_styles(word, document.language)
    _set_compatibility(word)
    _set_properties(word, document)
    _set_page(word.sections[0], writer)
    _fill(word.element.body, writer)
    return _with_fixed_dates(word)


def _fill(body: BaseOxmlElement, writer: wordml.Writer) -> None:
    page = body[-1]
    content = _head(writer)
    together = zip(*(each.sections for each in writer.shown), strict=True)
    for sections, shape in zip(together, stacked(writer.document), strict=True):
        content.extend(_section(sections, shape, writer))
    body[:] = [*content, page]


def _head(writer: wordml.Writer) -> list[BaseOxmlElement]:
    shown = writer.shown
    notice = writer.words(each.notice or "" for each in shown)
    head = writer.stacked(notice, "Notice") if writer.document.notice else []
    head.extend(writer.stacked(writer.words(each.title for each in shown), "Title"))
    head.extend(writer.stacked(writer.words(each.subtitle for each in shown), "Subtitle"))
    if writer.document.properties:
        head.append(writer.properties_table(zip(*(each.properties for each in shown), strict=True)))
    return head


def _section(sections: Sequence[Section], shape: Section, writer: wordml.Writer) -> list[BaseOxmlElement]:
    heading = writer.words(each.heading for each in sections)
    content = [writer.heading(heading, f"Heading{shape.level}")]
    for together, block in zip(zip(*(each.blocks for each in sections), strict=True), shape.blocks, strict=True):
        if isinstance(block, Table):
            tables = [each for each in together if isinstance(each, Table)]
            content.extend(_captioned(tables, block, writer))
        else:
            texts = writer.words(each.text for each in together if isinstance(each, Paragraph))
            content.extend(writer.beside(texts, _STYLE_OF_ROLE[block.role]))
    return content


def _captioned(tables: Sequence[Table], shape: Table, writer: wordml.Writer) -> list[BaseOxmlElement]:
    """Caption, table, note for each part; always a paragraph after a table, or two tables in a row become one."""
    content, found = [], parts(shape)
    for position, part in enumerate(found, 1):
        which = f" ({position}/{len(found)})" if len(found) > 1 else ""
        content.extend(writer.stacked(writer.words(f"{each.caption}{which}" for each in tables), "Caption"))
        content.extend(_drawn(tables, writer) if position == 1 else [])
        content.append(writer.data_table(tables, shape, part))
        notes = [each.note or "" if position == len(found) else "" for each in tables]
        content.extend(writer.beside(writer.words(notes), "Note"))
        if content[-1].tag != qn("w:p"):
            content.insert(-1, wordml.paragraph([], "Note", is_rtl=False))
    return content


def _drawn(tables: Sequence[Table], writer: wordml.Writer) -> list[BaseOxmlElement]:
    found = drawing(tables, writer.shown)
    return [] if found is None else [writer.picture(found)]


def _strip(word: WordDocument) -> None:
    for relationships in (word.part.rels, word.part.package.rels):
        _drop(relationships)


def _drop(relationships: Relationships) -> None:
    for name in [name for name, relationship in relationships.items() if relationship.reltype in _NOT_OURS]:
        del relationships[name]


@cache
def _styles() -> bytes:
    return _STYLES.read_bytes()


def _set_styles(word: WordDocument, language: str) -> None:
    """Our styles in place of the library's, and the language that spelling and screen readers go by."""
    styles = word.styles.element
    styles[:] = list(parse_xml(_styles()))
    spelling = wordml.SPELLING.get(language, language)
    for place in styles.iter(qn("w:lang")):
        place.set(qn("w:val"), spelling)
        if direction(language) == "rtl":
            place.set(qn("w:bidi"), spelling)


def _set_compatibility(word: WordDocument) -> None:
    """As Word lays out its own documents since 2013; the library's blank one asks for the rules of 2010."""
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_properties(word: WordDocument, document: Document) -> None:
    """Title, subject, language. No author and no day: neither is known to this software."""
    core = word.core_properties
    core._element.clear()
    core.title = legible(document.title)[:255]
    core.subject = legible(document.subtitle)[:255]
    core.language = document.language


def _set_page(section: PageSetup, writer: wordml.Writer) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Mm(11)
    is_rtl = direction(writer.document.language) == "rtl"
    if is_rtl:
        section._sectPr.find(qn("w:docGrid")).addprevious(wordml.node("bidi"))  # the format is strict about order
    notice = writer.words(each.notice or "" for each in writer.shown)
    section.header._element[:] = writer.stacked(notice, "Header")
    number = [wordml.page_field("PAGE", is_rtl), wordml.run(" / ", is_rtl), wordml.page_field("NUMPAGES", is_rtl)]
    title = " · ".join(each.words for each in writer.words(each.title for each in writer.shown))
    footer = wordml.paragraph(number, "Footer", is_rtl)  # the number first: its place is the same on any page
    footer.append(wordml.run(f"\t{title}", is_rtl))
    section.footer._element[:] = [footer]


def _with_fixed_dates(word: WordDocument) -> bytes:
    """The file, its members dated alike: the library dates them by the clock."""
    dated, fixed = io.BytesIO(), io.BytesIO()
    word.save(dated)
    with zipfile.ZipFile(dated) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(zipfile.ZipInfo(member.filename, _EPOCH), source.read(member), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
