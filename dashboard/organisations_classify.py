"""The category of an organisation: who said so and when, and the form that says it anew from a day on."""

import streamlit as st

from dashboard import components, session, visitor
from dashboard.components import group_name
from dashboard.days import first_day
from dashboard.organisations_words import classified_words, error_words
from dashboard.session import text
from engagement import actions
from engagement.errors import EngagementError
from engagement.model import UNCLASSIFIED
from engagement.organisations import ClassifiedBy, OrganisationPage

_SAYERS = [ClassifiedBy.PERSON.value, ClassifiedBy.ORGANISATION.value]


def show_classifications(page: OrganisationPage) -> None:
    """What was said of its category, newest first, and the form."""
    st.header(text("classify.title"))
    if page.classifications:
        _history(page)
    else:
        components.quiet(text("classify.none"))
    with st.expander(text("classify.open")):
        _form(page)


def _history(page: OrganisationPage) -> None:
    rows = [
        (
            group_name(each.category),
            text("organisations.day", day=each.valid_from) if each.valid_from else text("classify.ever"),
            classified_words(each),
            each.reason or "–",
        )
        for each in page.classifications
    ]
    heads = [text(f"classify.column.{code}") for code in ("category", "from", "by", "reason")]
    components.table(text("classify.history"), heads, rows)


def _form(page: OrganisationPage) -> None:
    components.quiet(text("classify.what"))
    with st.form(session.fresh("classify"), border=False):
        groups = [code for code in session.taxonomy().codes if code != UNCLASSIFIED]
        standing = page.categories[0] if len(page.categories) == 1 else None
        category = st.selectbox(
            text("classify.category"),
            groups,
            index=groups.index(standing) if standing in groups else None,
            format_func={code: group_name(code) for code in groups}.__getitem__,
            placeholder=text("classify.choose"),
            width=420,
        )
        since = st.text_input(text("classify.from"), help=text("filters.day-help"), width=420)
        sayer = st.radio(text("classify.by"), _SAYERS, format_func=session.said("classify.by-", _SAYERS))
        reason = st.text_input(text("classify.reason"), help=text("organisations.no-persons"), max_chars=300, width=640)
        if st.form_submit_button(text("classify.do"), type="primary", **visitor.may("judge", None)):
            _classify(page, category, since.strip(), sayer, reason.strip())


def _classify(page: OrganisationPage, category: str | None, since: str, sayer: str, reason: str) -> None:
    """Record it, or say what is missing."""
    if mistake := _mistake(category, since, reason):
        st.error(mistake)
        return
    try:
        actions.classify(
            session.store(),
            page.id,
            category or "",
            valid_from=first_day(since) if since else None,
            by=session.actor(),
            classified_by=ClassifiedBy(sayer),
            reason=reason,
        )
    except EngagementError as error:
        st.error(error_words(error))
        return
    session.renew("classify")
    session.say(text("classify.done", category=group_name(category or "")))
    st.rerun()


def _mistake(category: str | None, since: str, reason: str) -> str:
    if not category:
        return text("classify.no-category")
    if since and first_day(since) is None:
        return text("filters.day-unreadable", value=since)
    return "" if reason else text("classify.no-reason")
