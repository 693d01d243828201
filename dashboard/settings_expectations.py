"""Expectations: what is in force, everything that was ever declared, and the ways to declare, replace and end."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from dashboard import components, paging, session, settings_words
from dashboard.components import Content
from dashboard.session import text
from dashboard.settings_change import offer_to_change
from dashboard.settings_declare import offer_preset, offer_to_declare
from dashboard.settings_frame import AT_ONCE, shown
from dashboard.settings_upload import offer_list
from engagement import actions, expectations, indicators
from engagement.exports import lists
from engagement.model import Expectation
from engagement.registry_lists.expectations import COLUMNS
from engagement.versions import Version, VersionState

_VIEWS = ("force", "history", "declare", "preset", "import")


def draw() -> None:
    """The section."""
    components.quiet(text("settings.expectations.what"))
    st.segmented_control(
        text("settings.view"),
        _VIEWS,
        required=True,
        label_visibility="collapsed",
        format_func=session.said("settings.expectations.view.", _VIEWS),
        **session.choice("view", _VIEWS, "force"),
    )
    asked = next((each for each in session.addressed("view") if each in _VIEWS), "force")
    versions = session.recalled(indicators.expectation_versions)
    match asked:
        case "declare":
            offer_to_declare()
        case "preset":
            offer_preset()
        case "import":
            offer_list("expectations", actions.declare_expectations, COLUMNS, _standing)
        case "history":
            _history(versions)
        case _:
            _force(versions)


def _standing() -> bytes:
    return lists.expectations_csv(session.recalled(indicators.expectations_in_force))


def _today() -> date:
    return datetime.now(UTC).date()


# ---- in force -----------------------------------------------------------------------------------------------------


def _force(versions: Sequence[Version]) -> None:
    st.subheader(text("settings.expectations.in-force"))
    chosen = _place()
    now = [
        each
        for each in versions
        if each.state_on(_today()) is VersionState.IN_FORCE and chosen in ("", each.expectation.mechanism or "*")
    ]
    if now:
        rows = [_row(each) for each in now[paging.first(len(now), AT_ONCE) :][:AT_ONCE]]
        components.table(shown(len(now), "settings.expectations.count"), _heads("where", "since", "basis"), rows)
        paging.offer(len(now), AT_ONCE)
        offer_to_change(now)
    else:
        components.quiet(text("settings.expectations.none"))
    st.subheader(text("settings.expectations.defaults"))
    components.quiet(text("settings.expectations.defaults-what"))
    heads = [text(f"settings.column.{code}") for code in ("type", "value", "counts")]
    defaults = [_default(each) for each in expectations.defaults()]
    components.table(text("settings.expectations.defaults"), heads, defaults, is_named_above=True)


def _place() -> str:
    """The place that was asked for: '' for every, '*' for what holds everywhere."""
    names = {"*": text("settings.everywhere")} | settings_words.places()
    st.selectbox(
        text("settings.place"),
        list(names),
        index=None,
        placeholder=text("settings.place-any"),
        format_func=names.__getitem__,
        width=420,
        **session.choice("mechanism", list(names)),
    )
    return next((each for each in session.addressed("mechanism") if each in names), "")


def _heads(*codes: str) -> list[str]:
    return [text(f"settings.column.{code}") for code in ("type", "group", "value", *codes)]


def _row(version: Version) -> list[Content]:
    each = version.expectation
    holding = [stretch for stretch in version.holds if (stretch.first or date.min) <= _today()][-1]
    return [
        *_what(each),
        settings_words.place(each.mechanism),
        settings_words.days(holding.first, holding.last),
        f"{each.basis} ({settings_words.declared(each)})",
    ]


def _what(each: Expectation) -> tuple[str, str, str]:
    group = settings_words.group_of(each.type, each.category)
    return text(f"gap-type.{each.type}"), group, settings_words.value(each.type, each.value)


def _default(each: Expectation) -> tuple[str, str, str]:
    return (
        text(f"gap-type.{each.type}"),
        settings_words.value(each.type, each.value),
        text(f"settings.counts.{each.type}"),
    )


# ---- history ------------------------------------------------------------------------------------------------------


def _history(versions: Sequence[Version]) -> None:
    """Everything that was ever declared, newest first."""
    st.subheader(text("settings.expectations.history"))
    if not versions:
        components.quiet(text("settings.expectations.none"))
        return
    rows = [_past(each) for each in versions[paging.first(len(versions), AT_ONCE) :][:AT_ONCE]]
    heads = [text("settings.column.version"), *_heads("where", "declared-for", "basis", "state")]
    components.table(shown(len(versions), "settings.expectations.ever"), heads, rows)
    paging.offer(len(versions), AT_ONCE)


def _past(version: Version) -> list[Content]:
    each = version.expectation
    return [
        version.version,
        *_what(each),
        settings_words.place(each.mechanism),
        settings_words.days(each.valid_from, each.valid_to),
        f"{each.basis} ({settings_words.declared(each)})",
        _state(version),
    ]


def _state(version: Version) -> str:
    """What has become of a version, who said so, and why."""
    parts = [text(f"settings.state.{version.state_on(_today())}")]
    if version.ended_on:
        parts.append(text("settings.ended-on", day=version.ended_on))
    return " · ".join([*parts, *filter(None, (version.ended_by, version.ended_because))])
