"""What can be done to an expectation that is in force: replace it from a day on, end it, or withdraw it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from dashboard import components, session, settings_words, visitor
from dashboard.days import last_day
from dashboard.organisations_words import error_words
from dashboard.session import text
from dashboard.settings_declare import ask_office, declare
from dashboard.settings_frame import done, key
from engagement import actions
from engagement.errors import EngagementError
from engagement.versions import Version

_ACTS = ("replace", "end", "withdraw")


def offer_to_change(versions: Sequence[Version]) -> None:
    """Choose one, and what becomes of it."""
    st.subheader(text("settings.change.title"))
    known = {each.version: each for each in versions}
    names = {each.version: _name(each) for each in versions}
    chosen = st.selectbox(
        text("settings.change.which"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=text("classify.choose"),
        **session.choice("version", list(names)),
    )
    if chosen is None:
        return
    act = st.radio(
        text("settings.change.how"),
        _ACTS,
        format_func=session.said("settings.change.", _ACTS),
        key=key("change-act"),
    )
    components.quiet(text(f"settings.change.{act}-what"))
    _form(known[chosen], act)


def _name(version: Version) -> str:
    each = version.expectation
    parts = [
        text(f"gap-type.{each.type}"),
        settings_words.group(each.category) if each.category else "",
        settings_words.value(each.type, each.value),
        settings_words.place(each.mechanism),
        settings_words.days(each.valid_from, each.valid_to),
    ]
    return " · ".join(filter(None, parts))


def _form(version: Version, act: str) -> None:
    with st.form(key(f"change:{act}"), border=False):
        value, day = "", ""
        if act == "replace":
            value = _ask("value", 200)
        if act != "withdraw":
            day = _ask("first-day" if act == "replace" else "last-day", 200)
        office = ask_office()
        reason = _ask("basis" if act == "replace" else "reason", 860)
        if not st.form_submit_button(
            text(f"settings.change.{act}-do"), type="primary", **visitor.may("expect", version.expectation.mechanism)
        ):
            return
        if act == "replace":
            _replace(version, value, day, office, reason)
        else:
            _end(version, act, day, office, reason)


def _ask(field: str, width: int) -> str:
    return st.text_input(
        text(f"settings.field.{field}"), help=text(f"settings.field.{field}-help"), max_chars=500, width=width
    ).strip()


def _replace(version: Version, value: str, day: str, office: str, basis: str) -> None:
    """A newer version of the same type, place and group, to the last day of this one."""
    each = version.expectation
    if not day:
        st.error(text("settings.missing", fields=text("settings.field.first-day")))
        return
    declare(
        {
            "type": each.type.value,
            "mechanism": each.mechanism or "",
            "category": each.category or "",
            "value": value,
            "valid_from": day,
            "valid_to": each.valid_to.isoformat() if each.valid_to else "",
            "author": office,
            "date": datetime.now(UTC).date().isoformat(),
            "basis": basis,
        }
    )


def _end(version: Version, act: str, day: str, office: str, reason: str) -> None:
    store, by = session.store(), session.actor()
    last = last_day(day)
    if act == "end" and last is None:
        st.error(text("filters.day-unreadable", value=day))
        return
    try:
        if act == "end" and last:
            actions.end_expectation(store, version.version, last_day=last, said_by=office, reason=reason, by=by)
        else:
            actions.withdraw_expectation(store, version.version, said_by=office, reason=reason, by=by)
    except EngagementError as error:
        st.error(error_words(error))
        return
    done(
        text(f"settings.change.{act}-done", what=_name(version), day=last or ""),
        lambda: actions.restore_expectation(store, version.version, by=by),
    )
