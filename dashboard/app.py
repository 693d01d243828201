"""The frame around every page: brand, navigation, shared filters, language, what is illustrative, and the last net."""

import logging
import secrets
from pathlib import Path

import streamlit as st

from dashboard import components, session
from dashboard.session import text
from engagement import locale
from engagement.errors import EngagementError
from engagement.model import ListCode, MechanismKind

_MARK = Path(__file__).parent / "mark"
_PAGES = {
    "overview": ":material/donut_large:",
    "gaps": ":material/grid_on:",
    "organisations": ":material/domain:",
    "summary": ":material/description:",
    "upload": ":material/upload_file:",
}
_log = logging.getLogger("dashboard")


def _main() -> None:
    st.set_page_config(layout="wide", page_icon=str(_MARK / "favicon.png"))
    session.begin()
    page = st.navigation(
        [
            st.Page(f"views/{name}.py", title=text(f"nav.{name}"), icon=icon, default=name == "overview")
            for name, icon in _PAGES.items()
        ]
    )
    components.style()
    try:
        _brand()
        _sidebar()
        _banner()
        page.run()
    except EngagementError as error:
        st.error(locale.error_text(error.code, error.values, session.language()))
    except Exception as error:  # noqa: BLE001  the last net: a reader never sees a traceback
        _apologise(error)


def _brand() -> None:
    theme = "dark" if session.is_dark() else "light"
    st.logo(str(_MARK / f"plenum-{theme}.svg"), size="large", icon_image=str(_MARK / "mark.svg"))


def _sidebar() -> None:
    with st.sidebar:
        if not session.is_empty():
            _filters()
        st.segmented_control(
            text("language"),
            locale.INTERFACE_LANGUAGES,
            required=True,
            format_func={"en": "English", "fr": "Français"}.__getitem__,
            **session.choice("lang", locale.INTERFACE_LANGUAGES, session.language()),
        )


def _filters() -> None:
    names = {each.code: each.name for each in session.mechanisms()}
    networks = [each.code for each in session.mechanisms() if each.kind is MechanismKind.NETWORK]
    st.multiselect(
        text("filters.network"),
        networks,
        format_func=names.__getitem__,
        placeholder=text("filters.all"),
        **session.choices("network", networks),
    )
    groups = _working_groups()
    if groups:
        st.multiselect(
            text("filters.group"),
            groups,
            format_func=names.__getitem__,
            placeholder=text("filters.all"),
            **session.choices("group", groups),
        )
    _days()
    lists = [each.value for each in ListCode]
    st.selectbox(
        text("filters.list"),
        lists,
        format_func=session.said("list-short.", lists),
        **session.choice("list", lists, ListCode.PARA44.value),
    )
    if session.is_filtered():
        st.button(text("filters.clear"), on_click=session.clear_filters, icon=":material/filter_alt_off:")


def _working_groups() -> list[str]:
    """Those of the networks chosen, or all."""
    chosen = session.selection().networks
    return [
        each.code
        for each in session.mechanisms()
        if each.kind is MechanismKind.WORKING_GROUP and (not chosen or each.parent in chosen)
    ]


def _days() -> None:
    recorded = session.period()
    years = [str(year) for year in range(recorded[0].year, recorded[1].year + 1)] if recorded else []
    for name in ("from", "to"):
        typed = [value for value in session.addressed(name)[:1] if value not in years]
        st.selectbox(
            text(f"filters.{name}"),
            years + typed,
            index=None,
            accept_new_options=True,
            placeholder=text(f"filters.{name}-open"),
            help=text("filters.day-help"),
            **session.written(name),
        )
    for value in session.unreadable():
        st.warning(text("filters.day-unreadable", value=value))


def _banner() -> None:
    if session.is_illustrative():
        left, right = st.columns([7, 2], vertical_alignment="center")
        with left:
            st.html(f'<div class="pl-banner" role="note"><p>{text("illustrative.banner")}</p></div>')
        with right:
            if st.button(text("illustrative.remove"), key="remove", width="stretch"):
                session.remove_illustrative()
                st.rerun()


def _apologise(error: Exception) -> None:
    """A reference number for the reader, where it happened for the log; no message, which may hold a cell of a file."""
    reference = secrets.token_hex(4)
    trace, places = error.__traceback__, []
    while trace:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    _log.error("%s %s at %s", reference, type(error).__name__, " > ".join(places[-6:]))
    st.error(text("error.unexpected", reference=reference))


_main()
