"""The seats of one network or working group: of which groups, who, in which role, since when, put there by whom."""

from collections.abc import Sequence

import streamlit as st

from dashboard import components, session
from dashboard import networks_words as words
from dashboard.components import Content, group_name
from dashboard.session import plural, text
from engagement import indicators
from engagement.model import Selection
from engagement.rosters import Seat


def draw(code: str, chosen: Selection) -> None:
    """How many groups have a seat, and every seat."""
    st.header(text("networks.seats"))
    found = session.recalled(indicators.seats, chosen)
    here = [each for each in found.mechanisms if each.mechanism == code]
    if not here:
        components.quiet(text("networks.seats-none"))
        return
    cover = here[0].coverage
    said = [plural("networks.seats-coverage", here[0].seats, x=cover.recorded, of=cover.expected)]
    if cover.upper > cover.recorded:
        said.append(text("networks.seats-upper", upper=cover.upper))
    components.quiet(" ".join(said))
    _table([each for each in found.seats if each.mechanism == code])


def _table(seats: Sequence[Seat]) -> None:
    heads = [
        text(f"networks.column.{code}") for code in ("organisation", "group", "role", "since", "until", "selected")
    ]
    components.table(
        plural("networks.seats-count", len(seats)), *words.without_blank(heads, [_row(each) for each in seats])
    )


def _row(each: Seat) -> list[Content]:
    return [
        words.organisation_link(each.organisation_id, each.organisation),
        group_name(each.category),
        text(f"networks.seat-role.{each.role.value}") if each.role else "–",
        each.since or "–",
        each.until or "–",
        text(f"networks.selected-by.{each.selected_by.value}"),
    ]
