"""Whom to ask, best first, with what speaks for it; and what was done, to record and to take back."""

from collections.abc import Sequence

import streamlit as st

from dashboard import components, session, visitor
from dashboard.components import Content
from dashboard.gaps_frame import attempt, day
from dashboard.organisations_words import month_of
from dashboard.session import language, plural, text
from engagement import actions, indicators, locale
from engagement.efforts import Outreach, OutreachStep, Prospect
from engagement.model import Selection

_FIRST = 8


def draw(mechanism: str, category: str, chosen: Selection) -> None:
    """The call list, the form, and the records."""
    st.markdown(f"#### {text('call.title')}")
    prospects = session.recalled(indicators.call_list, chosen, mechanism, category)
    _call_list(prospects)
    _form(mechanism, category, prospects)
    _records(mechanism, category, chosen)


# ---- whom to ask --------------------------------------------------------------------------------------------------


def _call_list(prospects: Sequence[Prospect]) -> None:
    if not prospects:
        components.quiet(text("call.nobody"))
        return
    heads = [text(f"call.{code}") for code in ("organisation", "why", "seen", "activities", "done")]
    rows = [_row(each) for each in prospects]
    components.table(plural("call.caption", len(rows)), heads, rows[:_FIRST], numbers=(3,))
    if len(rows) > _FIRST:
        with st.expander(plural("call.more", len(rows) - _FIRST)):
            components.table(plural("call.more", len(rows) - _FIRST), heads, rows[_FIRST:], numbers=(3,))


def _row(each: Prospect) -> list[Content]:
    country = locale.country_name(each.country, language()) if each.country else None
    return [
        text("call.of-country", name=each.organisation, country=country) if country else each.organisation,
        locale.joined([text(f"call-reason.{reason.value}") for reason in each.reasons], language()),
        text("call.last-seen", place=components.full_name(each.last_seen_in), day=month_of(each.last_seen))
        if each.last_seen and each.last_seen_in
        else text("call.never-seen"),
        components.number(each.activities),
        _step(each.last_step, each.last_step_on),
    ]


def _step(step: OutreachStep | None, on: object) -> str:
    return text("call.step", step=text(f"outreach-step.{step.value}"), day=on) if step else ""


# ---- what was done ------------------------------------------------------------------------------------------------


def _form(mechanism: str, category: str, prospects: Sequence[Prospect]) -> None:
    steps = [each.value for each in OutreachStep]
    with st.expander(text("outreach.record"), icon=":material/add:"), st.form(session.fresh("outreach"), border=False):
        name = st.selectbox(
            text("call.organisation"),
            [each.organisation for each in prospects],
            index=None,
            accept_new_options=True,
            placeholder=text("outreach.choose"),
        )
        step = st.radio(
            text("outreach.step"), steps, format_func=session.said("outreach-step.", steps), horizontal=True
        )
        written = st.text_input(text("mark.on"), value=session.today().isoformat(), help=text("day.help"))
        note = st.text_input(text("outreach.note"), help=text("outreach.note-help"), max_chars=300)
        if st.form_submit_button(text("outreach.save"), type="primary", **visitor.may("outreach", mechanism)):
            _save(mechanism, category, name, OutreachStep(step), written, note)


def _save(mechanism: str, category: str, name: str | None, step: OutreachStep, written: str, note: str) -> None:
    if not name:
        st.error(text("outreach.whom"))
        return
    on = day(written)
    if on is None:
        return

    def write() -> int:
        return actions.record_outreach(
            session.store(), mechanism, category, name, step=step, on=on, note=note, by=session.actor()
        )

    attempt(write, text("outreach.saved", organisation=name, step=text(f"outreach-step.{step.value}")), "outreach")


def _records(mechanism: str, category: str, chosen: Selection) -> None:
    """Each record of the period, and the way to take it back."""
    efforts = session.recalled(indicators.outreach, chosen)
    effort = next((each for each in efforts if (each.mechanism, each.category) == (mechanism, category)), None)
    if effort is None:
        components.quiet(text("outreach.none"))
        return
    counts = {name: getattr(effort, name) for name in ("invited", "answered", "came")}
    components.quiet(plural("outreach.counts", effort.organisations, **counts))
    for each in effort.records:
        with st.container(horizontal=True, vertical_alignment="center"):
            components.quiet(_said(each))
            label = text("outreach.take-back")
            allowed = visitor.may("outreach", mechanism)
            if st.button(label, key=f"withdraw-{each.entry}", type="tertiary", icon=":material/undo:", **allowed):
                _withdraw(each)


def _said(each: Outreach) -> str:
    said = text("outreach.said", organisation=each.organisation, step=_step(each.step, each.happened_on))
    return f"{said} {each.note}" if each.note else said


def _withdraw(each: Outreach) -> None:
    attempt(
        lambda: actions.withdraw_outreach(session.store(), each.entry, by=session.actor()),
        text("outreach.taken-back", organisation=each.organisation),
        "outreach",
    )
