"""Networks and working groups in words: names, places, rhythms, flags, and where an expectation comes from."""

from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import session
from dashboard.components import Content, Markup
from dashboard.organisations_words import known_or, place_names
from dashboard.session import text
from engagement.bodies import Body
from engagement.locale import day as day_words
from engagement.model import DatePrecision, MechanismKind, Selection


def name(code: str) -> str:
    """The name of a network, or of a working group with that of its network."""
    return place_names([code])[0]


def names(codes: Sequence[str]) -> list[str]:
    """The names of networks and working groups, each working group with that of its network."""
    return place_names(codes)


def own_name(code: str) -> str:
    """The name of a network or working group alone."""
    return next((each.name for each in session.known_mechanisms() if each.code == code), code)


def region(code: str | None) -> str:
    """The region of a regional commission; '' where none is said."""
    return known_or(f"networks.region.{code}", "networks.region-other") if code else ""


def rhythm(code: str | None) -> str:
    """How often somebody is to report; '' where nobody has said."""
    return known_or(f"networks.rhythm.{code}", "networks.rhythm-other") if code else ""


def on_day(when: date | None) -> str:
    """A day; a dash where there is none."""
    return text("networks.day", day=when) if when else "–"


def in_month(when: date | None) -> str:
    """The month of a last day, which may be no more than the end of the month that a log names; a dash for none."""
    return dated(when, when, DatePrecision.MONTH) if when else "–"


def dated(first: date, last: date, precision: DatePrecision) -> str:
    """When an activity was held, as exactly as it is known."""
    return day_words(first, last, precision, session.language())


def flags(body: Body) -> list[tuple[str, str]]:
    """What is to be looked at, as (code, words)."""
    found = [code for code, is_so in (("silent", body.is_silent), ("quiet", body.is_quiet)) if is_so]
    return [(code, text(f"networks.flag.{code}")) for code in found]


def link(code: str, words: str, **more: str) -> str:
    """A link to the page of a network or working group, from whichever page."""
    address = escape(urlencode(session.onward(mechanism=code, **more), doseq=True))
    return f'<a href="networks?{address}" target="_self" data-id="{escape(code)}">{escape(words)}</a>'


def organisation_link(organisation: str, words: str) -> Markup:
    """A link to an organisation's own page."""
    address = escape(urlencode(session.onward(organisation=organisation), doseq=True))
    return Markup(f'<a href="organisations?{address}" target="_self">{escape(words)}</a>')


def narrowed(chosen: Selection, code: str, kind: MechanismKind) -> Selection:
    """The same question of one network, its working groups with it, or of one working group."""
    is_network = kind is MechanismKind.NETWORK
    return chosen.model_copy(
        update={"networks": (code,) if is_network else (), "working_groups": () if is_network else (code,)}
    )


def without_blank(heads: Sequence[str], rows: Sequence[Sequence[Content]]) -> tuple[list[str], list[list[Content]]]:
    """A table without the columns in which no row says anything."""
    kept = [place for place in range(len(heads)) if any(row[place] not in ("", "–") for row in rows)]
    return [heads[place] for place in kept], [[row[place] for place in kept] for row in rows]


def onward(page: str, label: str, **more: str) -> None:
    """A link to another page that keeps the filters and the language."""
    st.page_link(f"views/{page}.py", label=label, icon=":material/arrow_forward:", query_params=session.onward(**more))
