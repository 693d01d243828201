"""One organisation's own page: where it takes part, its names, who says what it is, and what was judged of it."""

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard import components, session, visitor
from dashboard.organisations_classify import show_classifications
from dashboard.organisations_judgements import show_judgements
from dashboard.organisations_words import (
    category_names,
    classified_words,
    country_name,
    error_words,
    month,
    months,
    place_names,
)
from dashboard.session import language, plural, text
from dashboard.upload_frame import plain
from engagement import actions, indicators, locale
from engagement.errors import EngagementError, RegistryError
from engagement.organisations import OrganisationPage

_IDENTIFIERS = ("ror", "wikidata", "ecosoc", "iati")


def draw(name: str) -> bool:
    """The page of an organisation, by its id or a name; False where there is no such one, which is then said."""
    st.button(text("organisations.back"), key="back", type="tertiary", icon=":material/arrow_back:", on_click=_close)
    try:
        page = session.recalled(indicators.organisation, name)
    except RegistryError as error:
        st.error(error_words(error))
        return False
    st.title(plain(f"{page.name} ({page.acronym})" if page.acronym else page.name))
    _say()
    components.lead(_lead(page))
    _facts(page)
    _presence(page)
    _names(page)
    show_classifications(page)
    show_judgements(page)
    _naming(page)
    components.quiet(text("organisation.everything"))
    return True


def _close() -> None:
    session.address("organisation")


def _say() -> None:
    if said := session.said_before():
        st.success(said)
    if mistake := session.said_before("mistake"):
        st.error(mistake)


def _lead(page: OrganisationPage) -> str:
    """Where it takes part, since when, and when it was last seen."""
    if page.first_seen is None or page.last_seen is None:
        return text("organisation.lead-never")
    activities = plural("organisation.activities", page.activities)
    if page.first_seen == page.last_seen:
        return text("organisation.lead-day", activities=activities, day=page.first_seen)
    return plural(
        "organisation.lead",
        len(page.presence),
        activities=activities,
        when=months(page.first_seen, page.last_seen),
    )


def _naming(page: OrganisationPage) -> None:
    """Whether documents name it, and the other way at a click; either can be taken back so."""
    allowed = visitor.may("withhold", None)
    if kept_out := page.kept_out:
        components.quiet(text("organisation.kept-out", by=kept_out.by, day=kept_out.at.date()))
        if kept_out.reason:
            components.quiet(text("organisation.kept-out-why", reason=kept_out.reason))
        if st.button(text("organisation.name-again"), key="naming", **allowed):
            _decide("name-again", lambda: actions.name_again(session.store(), page.id, by=session.actor()))
        return
    with st.popover(text("organisation.keep-out"), key="keep-out"):
        reason = st.text_input(
            text("merge.why-optional"), max_chars=300, help=text("organisations.no-persons"), key="keep-out-reason"
        )
        if st.button(text("organisation.keep-out"), key="naming", type="primary", **allowed):
            _decide(
                "keep-out",
                lambda: actions.keep_out(session.store(), page.id, by=session.actor(), reason=reason),
            )


def _decide(said: str, write: Callable[[], int]) -> None:
    """Write it, and say so at the top of the page; or say here why not."""
    try:
        write()
    except EngagementError as error:
        st.error(error_words(error))
        return
    session.say(text(f"organisation.{said}-done"))
    st.rerun()


# ---- facts --------------------------------------------------------------------------------------------------------


def _facts(page: OrganisationPage) -> None:
    facts = {
        "category": category_names(page.categories),
        "says": classified_words(page.classifications[0]) if page.classifications else text("organisation.by-logs"),
        "country": country_name(page.country) or text("organisation.not-said"),
        "tags": locale.joined(page.tags, language()) if page.tags else "",
        "members": components.number(page.members) if page.members is not None else "",
        "seats": locale.joined(place_names(page.seats), language()) if page.seats else "",
        "verified": text("organisations.day", day=page.verified_on) if page.verified_on else "",
        **{name: page.identifiers.get(name, "") for name in _IDENTIFIERS},
        "notes": page.notes or "",
    }
    rows = "".join(
        f"<dt>{escape(text(f'organisation.{name}'))}</dt><dd>{escape(said)}</dd>"
        for name, said in facts.items()
        if said
    )
    st.html(f'<dl class="pl-properties">{rows}</dl>')


def _presence(page: OrganisationPage) -> None:
    st.header(text("organisation.places"))
    if not page.presence:
        components.quiet(text("organisation.places-none"))
        return
    codes = ("place", "activities", "first", "last", "level", "roles")
    rows = [
        (
            place_names([each.mechanism])[0],
            components.number(each.activities),
            month(each.first_seen),
            month(each.last_seen),
            "–" if each.highest_level is None else text(f"level.L{each.highest_level}"),
            ", ".join(text(f"role.{role}") for role in each.roles) or "–",
        )
        for each in page.presence
    ]
    heads = [text(f"organisation.column.{code}") for code in codes]
    components.table(plural("organisation.places-count", len(rows)), heads, rows, numbers=(1,))


def _names(page: OrganisationPage) -> None:
    st.header(text("organisation.names"))
    heads = [text(f"organisation.column.{code}") for code in ("name", "language", "source", "times")]
    rows = [
        (
            each.name,
            text(f"name-language.{each.language}") if each.language in locale.LANGUAGES else each.language or "–",
            text(f"source.{each.source}"),
            components.number(each.organisation_events) if each.organisation_events else "–",
        )
        for each in page.names
    ]
    components.table(plural("organisation.names-count", len(rows)), heads, rows, numbers=(3,))
