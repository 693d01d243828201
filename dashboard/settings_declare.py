"""The forms that declare an expectation, or a ready-made set of them."""

from datetime import UTC, date, datetime

import streamlit as st

from dashboard import components, session, settings_words, visitor
from dashboard.components import Markup
from dashboard.organisations_words import error_words
from dashboard.session import plural, text
from dashboard.settings_frame import attempt, choose, done, form_problems, key
from dashboard.settings_upload import undo_of
from engagement import actions, expectations
from engagement.errors import EngagementError
from engagement.model import GapType

WIDE = 420
_NEEDED = ("value", "author", "date", "basis")


def offer_to_declare() -> None:
    """One expectation, written down."""
    st.subheader(text("settings.declare.title"))
    types = [each.value for each in GapType]
    kind = GapType(
        st.selectbox(
            text("settings.column.type"),
            types,
            format_func=session.said("gap-type.", types),
            width=WIDE,
            **session.choice("type", types, GapType.PRESENCE.value),
        )
    )
    rule = expectations.rule(kind)
    components.quiet(text(f"settings.counts.{kind}") + " " + text(f"settings.value-is.{rule.value}"))
    with st.form(key("declare"), border=False):
        cells = {"type": kind.value, "mechanism": ask_place(), "category": ""}
        if rule.category != "no":
            cells["category"] = ask_group(is_needed=rule.category == "yes")
        with st.container(horizontal=True):
            cells["value"] = _ask("value", 200)
            cells["valid_from"] = _ask("valid_from", 200)
            cells["valid_to"] = _ask("valid_to", 200)
        with st.container(horizontal=True):
            cells["author"] = ask_office()
            cells["date"] = _ask("date", 200, datetime.now(UTC).date().isoformat())
        cells["basis"] = _ask("basis", 860)
        if st.form_submit_button(text("settings.declare.do"), type="primary", **visitor.may("expect")):
            declare(cells)


def ask_place(*, is_needed: bool = False) -> str:
    """A network or working group by its code; '' for all of them, where none is needed."""
    names = ({} if is_needed else {"": text("settings.everywhere")}) | settings_words.places()
    asked = next((each for each in session.addressed("mechanism") if each in names), None if is_needed else "")
    return choose("settings.column.where", names, asked, width=WIDE) or ""


def ask_group(*, is_needed: bool = False, otherwise: str = "settings.every-group") -> str:
    """A group by its code; '', which is said as `otherwise`, where none is needed."""
    names = ({} if is_needed else {"": text(otherwise)}) | settings_words.groups()
    return choose("settings.column.group", names, None if is_needed else "", width=WIDE) or ""


def ask_office() -> str:
    """Who declares or says: an office or a function, never a person."""
    return st.text_input(text("settings.office"), help=text("settings.office-help"), max_chars=200, width=WIDE).strip()


def _ask(column: str, width: int, standing: str = "") -> str:
    return st.text_input(
        text(f"settings.field.{column}"),
        standing,
        help=text(f"settings.field.{column}-help"),
        max_chars=500,
        width=width,
    ).strip()


def declare(cells: dict[str, str]) -> None:
    """Declare what was written, or say in place what cannot be."""
    missing = [text(f"settings.field.{each}") for each in _NEEDED if not cells[each]]
    if missing:
        st.error(text("settings.missing", fields=", ".join(missing)))
        return
    try:
        checked = actions.declare_by_hand(session.store(), cells, by=session.actor(), is_check=True)
        form_problems(checked.problems)
        if not checked.rows_refused and not checked.declared:
            st.info(text("settings.declare.known"))
        if checked.rows_refused or not checked.declared:
            return
        made = actions.declare_by_hand(session.store(), cells, by=session.actor())
    except EngagementError as error:
        st.error(error_words(error))
        return
    said = text("settings.declare.done")
    if made.superseding:
        said += " " + text("settings.declare.supersedes")
    done(said, undo_of(made))


# ---- ready-made sets ----------------------------------------------------------------------------------------------


def offer_preset() -> None:
    """A set to choose, what is in it and on what it rests, and for whom it is declared."""
    st.subheader(text("settings.preset.title"))
    names = list(dict.fromkeys(each.preset for each in expectations.presets()))
    chosen = st.selectbox(
        text("settings.preset.which"),
        names,
        format_func=session.said("settings.preset.", names),
        width=WIDE,
        **session.choice("set", names, names[0]),
    )
    _show(chosen)
    with st.form(key("preset"), border=False):
        mechanism = ask_place()
        author = ask_office()
        if st.form_submit_button(text("settings.preset.do"), type="primary", **visitor.may("expect")):
            attempt(lambda: _declare_preset(chosen, mechanism, author, datetime.now(UTC).date()))


def _show(chosen: str) -> None:
    heads = [text(f"settings.column.{code}") for code in ("type", "group", "value", "basis")]
    rows = [
        (
            text(f"gap-type.{each.type}"),
            settings_words.group_of(each.type, each.category),
            settings_words.value(each.type, each.value),
            Markup(settings_words.basis_and_source(each)),
        )
        for each in expectations.presets(session.language())
        if each.preset == chosen
    ]
    components.table(text(f"settings.preset.{chosen}"), heads, rows)


def _declare_preset(name: str, mechanism: str, author: str, on: date) -> None:
    if not author:
        st.error(text("settings.missing", fields=text("settings.office")))
        return
    made = actions.declare_preset(
        session.store(),
        name,
        mechanism=mechanism or None,
        author=author,
        declared_on=on,
        by=session.actor(),
        language=session.language(),
    )
    if made.declared:
        done(plural("settings.preset.done", made.declared), undo_of(made))
    st.info(text("settings.declare.known"))
