"""Seats: who has one where, a new one, the end of one, and rosters from a file."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import components, paging, session, settings_words, visitor
from dashboard.components import Content
from dashboard.session import text
from dashboard.settings_declare import WIDE, ask_group, ask_place
from dashboard.settings_frame import FEW, choose, form_problems, key, shown
from dashboard.settings_upload import by_hand, offer_list
from engagement import actions, indicators
from engagement.exports import lists
from engagement.listed import SEAT_COLUMNS, ListedSeat
from engagement.model import MechanismKind, Selection
from engagement.rosters import SeatRole, SelectedBy


def draw() -> None:
    """The section."""
    components.quiet(text("settings.seats.what"))
    every = session.recalled(indicators.listed_seats)
    chosen = _place(every)
    seats = [each for each in every if chosen in ("", each.mechanism)]
    if seats:
        _coverage(chosen)
        heads = [text(f"settings.column.{code}") for code in ("organisation", "where", "group", "role", "days", "by")]
        rows = [_row(each) for each in seats[paging.first(len(seats), FEW) :][:FEW]]
        components.table(shown(len(seats), "settings.seats.count", FEW), heads, rows)
        paging.offer(len(seats), FEW)
        _offer_to_end(seats)
    else:
        components.quiet(text("settings.seats.none"))
    _offer_to_add()
    offer_list("seats", actions.import_seats, SEAT_COLUMNS, lambda: lists.seats_csv(every))


def _place(seats: Sequence[ListedSeat]) -> str:
    """The place whose seats are shown; '' for every place that has some."""
    names = settings_words.places()
    seated = {each.mechanism for each in seats}
    codes = [code for code in names if code in seated]
    if not codes:
        return ""
    st.selectbox(
        text("settings.place"),
        codes,
        index=None,
        placeholder=text("settings.place-any"),
        format_func=names.__getitem__,
        width=WIDE,
        **session.choice("mechanism", codes),
    )
    return next((each for each in session.addressed("mechanism") if each in codes), "")


def _coverage(chosen: str) -> None:
    """How many groups of the list have a seat."""
    scope = Selection(list=session.selection().list)
    if chosen:
        kinds = {each.code: each.kind for each in session.known_mechanisms()}
        name = "networks" if kinds.get(chosen) is MechanismKind.NETWORK else "working_groups"
        scope = scope.model_copy(update={name: (chosen,)})
    found = session.recalled(indicators.seats, scope)
    here = next((each.coverage for each in found.mechanisms if each.mechanism == chosen), found.coverage)
    components.lead(text("settings.seats.coverage", recorded=here.recorded, expected=here.expected))


def _row(seat: ListedSeat) -> tuple[Content, ...]:
    return (
        seat.organisation,
        settings_words.place(seat.mechanism),
        settings_words.group(seat.category) if seat.category else text("settings.seats.as-classified"),
        text(f"settings.role.{seat.role}") if seat.role else "–",
        settings_words.span(seat.since, seat.until),
        text(f"settings.selected-by.{seat.selected_by or SelectedBy.UNKNOWN}"),
    )


# ---- the end of a seat --------------------------------------------------------------------------------------------


def _offer_to_end(seats: Sequence[ListedSeat]) -> None:
    """Choose a seat, and say on which day it was held for the last time."""
    open_ = {str(place): each for place, each in enumerate(seats) if each.until is None}
    if not open_:
        return
    st.subheader(text("settings.seats.end"))
    names = {name: f"{each.organisation} · {settings_words.place(each.mechanism)}" for name, each in open_.items()}
    with st.form(key("end-seat"), border=False):
        chosen = choose("settings.seats.which", names)
        day = _ask_day("last-day")
        if st.form_submit_button(text("settings.seats.end-do"), **visitor.may("lists")):
            _end(open_.get(chosen or ""), day)


def _end(seat: ListedSeat | None, day: str) -> None:
    if seat is None or not day:
        st.error(text("settings.missing", fields=text("settings.seats.which") + ", " + text("settings.field.last-day")))
        return
    cells = {"mechanism": seat.mechanism, "organisation": seat.organisation, "from": seat.since or "", "to": day}
    words = text("settings.seats.ended", organisation=seat.organisation, day=day)
    if refused := by_hand(actions.seat_by_hand, cells, words):
        form_problems(refused.problems)


# ---- a new seat ---------------------------------------------------------------------------------------------------


def _offer_to_add() -> None:
    st.subheader(text("settings.seats.add"))
    roles = ["", *(each.value for each in SeatRole)]
    choosers = [each.value for each in SelectedBy]
    with st.form(key("add-seat"), border=False):
        cells = {"mechanism": ask_place(is_needed=True)}
        cells["organisation"] = st.text_input(
            text("settings.column.organisation"), help=text("organisations.no-persons"), max_chars=300, width=640
        ).strip()
        cells["category"] = ask_group(otherwise="settings.seats.as-classified")
        with st.container(horizontal=True):
            cells["role"] = st.selectbox(
                text("settings.column.role"), roles, format_func=_said("role", roles), width=200
            )
            cells["selected_by"] = st.selectbox(
                text("settings.column.by"), choosers, index=2, format_func=_said("selected-by", choosers), width=280
            )
        with st.container(horizontal=True):
            cells["from"] = _ask_day("since")
            cells["to"] = _ask_day("until")
        if st.form_submit_button(text("settings.seats.add-do"), type="primary", **visitor.may("lists")):
            _add(cells)


def _said(kind: str, codes: Sequence[str]) -> Callable[[str], str]:
    names = {code: text(f"settings.{kind}.{code}") if code else "–" for code in codes}
    return names.__getitem__


def _ask_day(field: str) -> str:
    return st.text_input(
        text(f"settings.field.{field}"), help=text("filters.day-help"), max_chars=40, width=200
    ).strip()


def _add(cells: dict[str, str]) -> None:
    if not cells["organisation"] or not cells["mechanism"]:
        fields = text("settings.column.where") + ", " + text("settings.column.organisation")
        st.error(text("settings.missing", fields=fields))
        return
    words = text("settings.seats.added", organisation=cells["organisation"])
    if (receipt := by_hand(actions.seat_by_hand, cells, words)) is None:
        return
    form_problems(receipt.problems)
    if not receipt.rows_refused:
        st.info(text("settings.list.nothing"))
