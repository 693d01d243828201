"""What the reader chooses of a summary: its style, its language or two, the kind of file, the terms of its use."""

import streamlit as st

from dashboard import components, session
from dashboard.session import text
from engagement import exports, locale
from engagement.summary import styles
from engagement.summary.licence import MOST_CHARACTERS

_ONE = "none"


def style() -> str:
    """The house style, with what it is about below."""
    codes = list(styles.styles())
    chosen = str(
        st.segmented_control(
            text("summary-page.style"),
            codes,
            format_func=session.said("summary.style-", codes),
            required=True,
            **session.choice("style", codes, styles.NEUTRAL),
        )
    )
    components.quiet(text(f"summary.style-{chosen}-about"))
    return chosen


def languages() -> tuple[str, str | None]:
    """The language of the document, and the one beside it if any."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        first = str(
            st.segmented_control(
                text("summary-page.language"),
                locale.LANGUAGES,
                format_func=locale.OWN_NAMES.__getitem__,
                required=True,
                **session.choice("document", locale.LANGUAGES, session.language()),
            )
        )
        others = [_ONE, *(each for each in locale.LANGUAGES if each != first)]
        second = st.selectbox(
            text("summary-page.beside"),
            others,
            format_func=(locale.OWN_NAMES | {_ONE: text("summary-page.no-second")}).__getitem__,
            width=240,
            **session.choice("beside", others, _ONE),
        )
    return first, None if second in (None, _ONE) else str(second)


def kind(is_bilingual: bool) -> exports.Format:
    """The kind of file; a bilingual edition has fewer."""
    names = [name for name in exports.FORMATS if name in exports.BILINGUAL or not is_bilingual]
    chosen = st.segmented_control(
        text("summary-page.format"),
        names,
        format_func=session.said("summary-page.", names),
        required=True,
        **session.choice("format", names, "docx"),
    )
    return exports.FORMATS[str(chosen)]


def licence() -> str:
    """On what terms the document may be used: an SPDX identifier or free words; '' where nothing is said."""
    said = st.text_input(
        text("summary-page.licence"),
        placeholder="CC-BY-4.0",
        help=text("summary-page.licence-help"),
        max_chars=MOST_CHARACTERS,
        width=480,
        **session.written("licence"),
    )
    return " ".join((said or "").split())[:MOST_CHARACTERS]
