"""Summary: the document for the filters, as it will be written, and the file of it."""

from html import escape

import streamlit as st

from dashboard import components, session, welcome
from dashboard.components import Content, table_markup
from dashboard.session import text
from engagement import exports, locale
from engagement.document import Document, Paragraph, Section, Table
from engagement.errors import EngagementError

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
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        language = _language()
        written = _format()
        document = session.document(chosen, language)
        _download(document, written)
    preview(document)


def _scope() -> str:
    chosen = session.selection()
    codes = (*chosen.networks, *chosen.working_groups)
    names = [components.full_name(code) for code in codes]
    return locale.joined(names, session.language()) if names else text("summary-page.everything")


def _language() -> str:
    return str(
        st.segmented_control(
            text("summary-page.language"),
            locale.LANGUAGES,
            format_func=locale.OWN_NAMES.__getitem__,
            required=True,
            **session.choice("document", locale.LANGUAGES, session.language()),
        )
    )


def _format() -> exports.Format:
    name = st.segmented_control(
        text("summary-page.format"),
        list(exports.FORMATS),
        format_func=session.said("summary-page.", exports.FORMATS),
        required=True,
        **session.choice("format", list(exports.FORMATS), "docx"),
    )
    return exports.FORMATS[str(name)]


def _download(document: Document, written: exports.Format) -> None:
    """The file is made before its button is shown: a button whose file fails says nothing."""
    try:
        content = session.file(document, written)
    except EngagementError as error:
        st.error(locale.error_text(error.code, error.values, session.language()))
        return
    st.download_button(
        text("summary-page.download", file=text(f"summary-page.{written.name}")),
        content,
        file_name=exports.file_name(document, written.suffix),
        mime=written.media_type,
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


# ---- the preview --------------------------------------------------------------------------------------------------


def preview(document: Document) -> None:
    """The whole document as it will be written."""
    st.header(text("summary-page.preview"))
    properties = "".join(f"<dt>{escape(each.label)}</dt><dd>{escape(each.text)}</dd>" for each in document.properties)
    notice = f'<div class="pl-banner"><p>{escape(document.notice)}</p></div>' if document.notice else ""
    sections = "".join(_section(each) for each in document.sections)
    st.html(
        f'<article class="pl-document" lang="{document.language}" dir="{locale.direction(document.language)}">{notice}'
        f'<h3 class="title">{escape(document.title)}</h3><p>{escape(document.subtitle)}</p>'
        f'<dl class="pl-properties">{properties}</dl>{sections}</article>'
    )


def _section(section: Section) -> str:
    return f"<h4>{escape(section.heading)}</h4>" + "".join(
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
