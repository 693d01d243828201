"""People and roles: who may write, what each role may do, and the forms that admit somebody and end their access."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from dashboard import components, session, settings_words, visitor
from dashboard.components import Content, Markup
from dashboard.organisations_words import error_words
from dashboard.session import plural, text
from dashboard.settings_frame import choose, done, key
from engagement import access, actions
from engagement.access import ADMINISTRATOR, May, Person
from engagement.errors import EngagementError

_WIDE = 420
_COLUMNS = ("handle", "person-role", "networks", "admitted-on", "admitted-by")


def draw() -> None:
    """The section."""
    admitted = visitor.admitted()
    components.lead(text("settings.people.closed" if admitted else "settings.people.open"))
    components.quiet(visitor.words())
    components.quiet(
        text("settings.people.from-proxy" if session.is_signed_in() else "settings.people.from-environment")
    )
    if not session.is_signed_in():
        components.quiet(text("settings.people.sign-in"))
    if admitted:
        heads = [text(f"settings.column.{code}") for code in _COLUMNS]
        components.table(plural("settings.people.count", len(admitted)), heads, [_row(each) for each in admitted])
    _offer_to_admit(admitted)
    if len(admitted) > 1:
        _offer_to_end(admitted)
    _roles()
    _history()


def _row(person: Person) -> tuple[Content, ...]:
    return (
        person.handle,
        _called(person.role) if person.role else text("settings.people.over"),
        "; ".join(map(settings_words.place, person.networks)) or text("settings.people.all"),
        Markup(f'<span class="pl-nowrap" dir="ltr">{person.since:%Y-%m-%d %H:%M}</span>'),
        person.admitted_by,
    )


def _called(role: str) -> str:
    return text(f"person-role.{role}")


# ---- admitting ----------------------------------------------------------------------------------------------------


def _offer_to_admit(admitted: tuple[Person, ...]) -> None:
    """The first can only be an administrator; whoever has a role already gets the new one in its place."""
    st.subheader(text("settings.people.admit"))
    components.quiet(text("settings.people.no-persons"))
    if not admitted:
        components.quiet(text("settings.people.first", handle=visitor.name()))
    roles = access.roles() if admitted else (ADMINISTRATOR,)
    places = settings_words.places()
    with st.form(key("admit"), border=False):
        with st.container(horizontal=True):
            handle = st.text_input(
                text("settings.column.handle"),
                help=text("settings.field.handle-help"),
                max_chars=80,
                width=_WIDE,
                autocomplete="off",
            )
            role = st.selectbox(
                text("settings.column.person-role"), roles, format_func=session.said("person-role.", roles), width=280
            )
        networks = (
            st.multiselect(
                text("settings.field.networks"),
                list(places),
                format_func=places.__getitem__,
                help=text("settings.field.networks-help"),
                placeholder=text("settings.people.all"),
                width=860,
            )
            if admitted
            else []
        )
        if st.form_submit_button(text("settings.people.admit-do"), type="primary", **visitor.may("people")):
            _admit({each.handle: each for each in admitted}, handle, role, networks)


def _admit(before: Mapping[str, Person], handle: str, role: str, networks: list[str]) -> None:
    """Admit, and offer the way back: the role of before, or none. The first administrator stays."""
    if not handle.strip():
        st.error(text("settings.missing", fields=text("settings.column.handle")))
        return
    try:
        name = access.handle(handle)
        actions.admit(session.store(), name, role, networks=networks, by=session.actor())
    except EngagementError as error:
        st.error(error_words(error))
        return
    done(text("settings.people.admitted", handle=name, role=_called(role)), _way_back(before, name))


def _way_back(before: Mapping[str, Person], handle: str) -> partial[int] | None:
    """What takes a new role back; None of the first person, whom nobody could admit again."""
    store, by = session.store(), session.actor()
    earlier = before.get(handle)
    if earlier and earlier.role:
        return partial(actions.admit, store, handle, earlier.role, networks=earlier.networks, by=by)
    return partial(actions.end_access, store, handle, by=by) if before else None


# ---- the end of access --------------------------------------------------------------------------------------------


def _offer_to_end(admitted: tuple[Person, ...]) -> None:
    st.subheader(text("settings.people.end"))
    known = {each.handle: each for each in admitted}
    names = {each.handle: f"{each.handle} · {_called(each.role or '')}" for each in admitted}
    with st.form(key("end-access"), border=False):
        chosen = choose("settings.column.handle", names, width=_WIDE)
        if st.form_submit_button(text("settings.people.end-do"), **visitor.may("people")):
            if chosen is None:
                st.error(text("settings.missing", fields=text("settings.column.handle")))
            else:
                _end(known, chosen)


def _end(before: Mapping[str, Person], handle: str) -> None:
    try:
        actions.end_access(session.store(), handle, by=session.actor())
    except EngagementError as error:
        st.error(error_words(error))
        return
    done(text("settings.people.ended", handle=handle), _way_back(before, handle))


# ---- roles, and what was said before ------------------------------------------------------------------------------


def _roles() -> None:
    """What each role may do, from the table that the library asks."""
    st.subheader(text("settings.people.may"))
    words = {may: text(f"settings.people.may-{may}") for may in May}
    rows = [(text(f"act.{act.code}"), *(words[may] for may in act.roles.values())) for act in access.acts()]
    heads = [text("settings.column.what"), *map(_called, access.roles())]
    components.table(text("settings.people.may"), heads, rows, is_named_above=True)
    components.quiet(text("settings.people.places"))


def _history() -> None:
    """Everything that was ever said of anybody, those whose access has ended too."""
    every = session.recalled(access.history)
    if every:
        with st.expander(text("settings.people.history")):
            heads = [text(f"settings.column.{code}") for code in (*_COLUMNS[:-1], "who")]
            components.table(plural("settings.people.ever", len(every)), heads, [_row(each) for each in every])
