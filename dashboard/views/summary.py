"""Summary: the document for the filters, as it will be written, and the file of it."""

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard import components, session, summary_choices, summary_editions, summary_file, welcome
from dashboard.components import Content, table_markup
from dashboard.session import plural, text
from engagement import exports, locale
from engagement.document import Document, Paragraph, Section, Table
from engagement.exports.sides import sides
from engagement.model import Selection
from engagement.summary.licence import licensed

_CLASSES = {"lead": "pl-lead", "body": "", "note": "pl-quiet"}


def draw() -> None:
    """The page."""
    st.title(text("summary-page.title"))
    if session.is_empty():
        welcome.elsewhere()
        return
    chosen = session.selection()
    if not session.figures(chosen).records.activities_held:
        components.nothing_here()
        return
    components.lead(text("summary-page.lead", scope=_scope(), period=components.period_words(chosen)))
    style = summary_choices.style()
    language, beside = summary_choices.languages()
    written = summary_choices.kind(beside is not None)
    terms = summary_choices.licence()
    document = session.document(chosen, language, style, beside)
    if terms:
        document = licensed(document, terms)
    components.quiet(_inside(document))
    _offer(document, written, summary_file.maker(chosen, language, style, beside, written, terms))
    _offer_annex(chosen)
    summary_editions.draw(chosen, language, style, beside, written)
    preview(document)


def _scope() -> str:
    chosen = session.selection()
    codes = (*chosen.networks, *chosen.working_groups)
    names = [components.full_name(code) for code in codes]
    return locale.joined(names, session.language()) if names else text("summary-page.everything")


def _inside(document: Document) -> str:
    tables = sum(isinstance(block, Table) for section in document.sections for block in section.blocks)
    headings = [each.heading for each in document.sections if each.level == 1]
    return plural("summary-page.inside", len(headings), tables=tables, sections=" · ".join(headings))


def _offer(document: Document, written: exports.Format, make: Callable[[], bytes]) -> None:
    st.download_button(
        text("summary-page.download", file=text(f"summary-page.{written.name}")),
        make,
        file_name=exports.file_name(document, written.suffix),
        mime=written.media_type,
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


def _offer_annex(chosen: Selection) -> None:
    """The whole annex as a file; where it is so long that a visitor would wait, the command that makes it."""
    record = session.figures(chosen).records
    if record.classified + record.unclassified + record.institutional > summary_file.ANNEX_AT_ONCE:
        components.quiet(text("summary-page.annex-long", command="engagement annex --out annex.csv"))
        return
    st.download_button(
        text("summary-page.annex"),
        summary_file.annex_maker(chosen),
        file_name="annex.csv",
        mime="text/csv",
        help=text("summary-page.annex-help"),
        icon=":material/table_rows:",
        on_click="ignore",
    )


# ---- the preview --------------------------------------------------------------------------------------------------


def preview(document: Document) -> None:
    """The whole document as it will be written."""
    st.header(text("summary-page.preview"))
    shown = sides(document)
    if len(shown) == 1:
        st.html(_article(document))
        return
    for column, side in zip(st.columns(2, gap="medium"), shown, strict=True):
        column.html(_article(side))


def _article(document: Document) -> str:
    properties = "".join(f"<dt>{escape(each.label)}</dt><dd>{escape(each.text)}</dd>" for each in document.properties)
    notice = f'<div class="pl-banner"><p>{escape(document.notice)}</p></div>' if document.notice else ""
    sections = "".join(_section(each) for each in document.sections)
    return (
        f'<article class="pl-document" lang="{document.language}" dir="{locale.direction(document.language)}">{notice}'
        f'<h3 class="title">{escape(document.title)}</h3><p>{escape(document.subtitle)}</p>'
        f'<dl class="pl-properties">{properties}</dl>{sections}</article>'
    )


def _section(section: Section) -> str:
    level = section.level + 3
    return f"<h{level}>{escape(section.heading)}</h{level}>" + "".join(
        _paragraph(block) if isinstance(block, Paragraph) else _table(block) for block in section.blocks
    )


def _paragraph(paragraph: Paragraph) -> str:
    return f'<p class="{_CLASSES[paragraph.role]}">{escape(paragraph.text)}</p>'


def _table(shown: Table) -> str:
    rows: list[list[Content]] = [[entry.text for entry in row] for row in shown.rows]
    numbers = [place for place, column in enumerate(shown.columns) if column.is_number]
    note = f'<p class="pl-quiet">{escape(shown.note)}</p>' if shown.note else ""
    return table_markup(shown.caption, [column.title for column in shown.columns], rows, numbers=numbers) + note


draw()
