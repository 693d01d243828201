"""What is expected of one network or working group: by whom, since when, on what basis; and what is not, and why."""

from collections.abc import Sequence

import streamlit as st

from dashboard import components, session
from dashboard import networks_words as words
from dashboard import settings_words as said
from dashboard.components import Content, group_name
from dashboard.session import plural, text
from engagement import indicators
from engagement.efforts import NotExpected
from engagement.model import Expectation, Selection


def draw(code: str, chosen: Selection) -> None:
    """The expectations that hold here, with the way to change them, and the marks."""
    st.header(text("networks.expectations"))
    every = session.recalled(indicators.expectations, chosen)
    here = [each for each in every if each.mechanism in (None, code)]
    own = sum(each.mechanism == code for each in here)
    declared = sum(not each.is_tool_default for each in here) - own
    components.quiet(
        " ".join(
            [
                plural("networks.expectations-own", own) if own else text("networks.expectations-none"),
                *([plural("networks.expectations-everywhere", declared)] if declared else []),
            ]
        )
    )
    heads = [text(f"networks.column.{name}") for name in ("kind", "group", "value", "author", "basis", "days")]
    rows = [_row(each) for each in sorted(here, key=lambda each: (each.is_tool_default, each.mechanism is None))]
    with st.expander(plural("networks.expectations-count", len(here)), expanded=bool(own)):
        components.table(text("networks.expectations-caption"), heads, rows)
    words.onward("settings", text("networks.edit-expectations"), section="expectations", mechanism=code)
    _marks([each for each in session.recalled(indicators.not_expected, chosen) if each.mechanism in (None, code)])


def _row(each: Expectation) -> list[Content]:
    return [
        text(f"gap-type.{each.type.value}"),
        said.group(each.category),
        said.value(each.type, each.value),
        said.declared(each),
        said.basis(each),
        said.days(each.valid_from, each.valid_to),
    ]


def _marks(marks: Sequence[NotExpected]) -> None:
    if not marks:
        return
    heads = [text(f"networks.column.{name}") for name in ("group", "reason", "who", "marked")]
    rows = [(group_name(each.category), each.reason, each.said_by, words.on_day(each.marked_on)) for each in marks]
    components.table(plural("networks.marks", len(rows)), heads, rows)
