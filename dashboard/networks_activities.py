"""The activities of one network or working group: when, open or closed, with a log or without."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard import charts, components, networks_charts, session
from dashboard import networks_words as words
from dashboard.components import Content
from dashboard.session import language, plural, text
from engagement.locale import prose
from engagement.model import ActivityFigures

_AT_ONCE = 200


def draw(held: Sequence[ActivityFigures]) -> None:
    """A sentence, the line of time, and the same as a table."""
    st.header(text("networks.activities"))
    if not held:
        components.quiet(text("networks.activities-none"))
        return
    sentence = _sentence(held)
    components.quiet(sentence)
    figure = networks_charts.timeline(
        held,
        charts.DARK if session.is_dark() else charts.LIGHT,
        lane_name=session.said("networks.lane.", networks_charts.LANES),
        words=_hover,
    )
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="timeline", alt=sentence)
    with st.expander(text("chart.as-table")):
        _table(held)
    if any(not each.has_log for each in held):
        words.onward("upload", text("networks.upload"))


def _sentence(held: Sequence[ActivityFigures]) -> str:
    """How many there were, and what is known of them."""
    lanes = Counter(networks_charts.lane(each) for each in held)
    said = [plural("networks.activities-sentence", len(held), **_ends(held))]
    said += [plural(f"networks.activities-{code}", lanes[code]) for code in networks_charts.LANES if lanes[code]]
    return prose(said, language())


def _ends(held: Sequence[ActivityFigures]) -> dict[str, object]:
    """The first day and the last; of a single activity, when it was."""
    return {"first": held[0].date_from, "last": max(each.date_to for each in held), "when": _when(held[0])}


def _hover(each: ActivityFigures) -> str:
    return f"{_when(each)}<br>{_shortened(each.title)}"


def _shortened(title: str) -> str:
    """A title that a label of a chart has room for; Plotly reads tags, so there are none."""
    plain = title.replace("<", "‹").replace(">", "›")
    return plain if len(plain) <= 70 else plain[:69] + "…"


def _when(each: ActivityFigures) -> str:
    return words.dated(each.date_from, each.date_to, each.date_precision)


def _table(held: Sequence[ActivityFigures]) -> None:
    heads = [text(f"networks.column.{code}") for code in ("when", "activity", "open", "log", "events")]
    shown = list(reversed(held))[:_AT_ONCE]
    caption = plural("networks.activities-count", len(held))
    if len(shown) < len(held):
        caption = text("networks.activities-last", n=len(shown), all=len(held))
    components.table(caption, heads, [_row(each) for each in shown], numbers=(4,))


def _row(each: ActivityFigures) -> list[Content]:
    said = {True: "yes", False: "no", None: "unknown"}[each.open_to_stakeholders]
    return [
        _when(each),
        each.title,
        text(f"answer.{said}"),
        text("answer.yes" if each.has_log else "answer.no"),
        components.number(each.organisation_events) if each.has_log or each.organisation_events else "–",
    ]
