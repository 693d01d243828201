"""The frame around every page: brand, navigation, shared filters, language, what is illustrative, and the last net."""

import logging
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import components, filters, first_steps, session, visitor
from dashboard.session import text
from engagement import locale
from engagement.errors import EngagementError

_MARK = Path(__file__).parent / "mark"
_PAGES = {
    "overview": ":material/donut_large:",
    "gaps": ":material/grid_on:",
    "networks": ":material/hub:",
    "organisations": ":material/domain:",
    "summary": ":material/description:",
    "upload": ":material/upload_file:",
    "quality": ":material/fact_check:",
    "settings": ":material/settings:",
}
_log = logging.getLogger("dashboard")


def _main() -> None:
    st.set_page_config(layout="wide", page_icon=str(_MARK / "favicon.png"))
    session.hear()
    components.style()
    page = st.navigation(
        [
            st.Page(f"views/{name}.py", title=text(f"nav.{name}"), icon=icon, default=name == "overview")
            for name, icon in _PAGES.items()
        ]
    )
    title = page.title  # of a page that cannot even begin, as where the store cannot be opened
    _brand()
    try:
        session.begin()
        _sidebar()
        _banner()
        title = ""
        page.run()
        first_steps.look(page.url_path)
        _provenance()
    except EngagementError as error:
        _refuse(title, locale.error_text(error.code, error.values, session.language()))
    except Exception as error:  # noqa: BLE001  the last net: a reader never sees a traceback
        _refuse(title, text("error.unexpected", reference=_reference(error)))
    session.end()


def _brand() -> None:
    theme = "dark" if session.is_dark() else "light"
    st.logo(str(_MARK / f"plenum-{theme}.svg"), size="large", icon_image=str(_MARK / "mark.svg"))


def _sidebar() -> None:
    with st.sidebar:
        if not session.is_empty():
            filters.draw()
        st.selectbox(
            text("language"),
            locale.INTERFACE_LANGUAGES,
            format_func=locale.OWN_NAMES.__getitem__,
            **session.choice("lang", locale.INTERFACE_LANGUAGES, session.language()),
        )
        if session.is_signed_in() or visitor.admitted():
            components.quiet(visitor.words())


def _banner() -> None:
    """Where what is shown is not the record of this office, wholly or in part: said on every page, with the way out."""
    if session.is_example():
        _warn("example.banner", "example.leave", session.leave_example, {})
    elif session.is_illustrative():
        _warn("illustrative.banner", "illustrative.remove", session.remove_illustrative, visitor.may("undo"))


def _warn(words: str, way_out: str, leave: Callable[[], None], allowed: dict[str, Any]) -> None:
    left, right = st.columns([7, 2], vertical_alignment="center")
    with left:
        st.html(f'<div class="pl-banner" role="note"><p>{text(words)}</p></div>')
    with right:
        st.button(text(way_out), key="remove", width="stretch", on_click=leave, **allowed)


def _provenance() -> None:
    """Under every page: list, unit, period, data as of, batch."""
    if not session.is_empty():
        components.method(session.figures(session.selection()))


def _refuse(title: str, sentence: str) -> None:
    """A sentence in the place of the page, or below what was drawn of it."""
    if title:
        st.title(title)
    st.error(sentence)


def _reference(error: Exception) -> str:
    """A number for the reader, under which the log says where it happened: no message, which may hold a cell."""
    reference = secrets.token_hex(4)
    trace, places = error.__traceback__, []
    while trace:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    _log.error("%s %s at %s", reference, type(error).__name__, " > ".join(places[-6:]))
    return reference


_main()
