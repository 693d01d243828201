"""The figures of the Overview, each with a sentence before it and a table after it."""

import streamlit as st

from dashboard import charts, components, gap_words, overview_charts, session
from dashboard import overview_words as words
from dashboard.components import group_name
from dashboard.session import language, text
from engagement import headlines, locale, tallies
from engagement.model import Indicators, Selection

_FURTHEST = 5


def furthest(chosen: Selection) -> None:
    """For each group the place that is furthest from what is expected: a sentence, dots and a table."""
    st.header(text("furthest.title"))
    found = headlines.furthest(session.gaps(chosen), _FURTHEST)
    if not found:
        components.quiet(text("furthest.none"))
        return
    sentence = words.furthest(found[0])
    components.quiet(f"{sentence} {text('furthest.caption')}")
    figure = session.drawn(
        "furthest",
        lambda: overview_charts.distances(
            found,
            charts.DARK if session.is_dark() else charts.LIGHT,
            label=words.place_label,
            counted=words.counted,
            words=words.furthest,
            percent=lambda share: locale.percent(share, language()),
            aim=text("furthest.aim"),
        ),
        chosen,
    )
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="furthest", alt=sentence)
    with st.expander(text("chart.as-table")):
        heads = [text(each) for each in ("column.group", "list.where", "list.recorded", "list.expected")]
        rows = [
            (
                gap_words.group(each.gap),
                components.full_name(each.gap.mechanism),
                gap_words.recorded(each.gap),
                gap_words.expected(each.gap),
            )
            for each in found
        ]
        components.table(text("furthest.title"), heads, rows)


def years(chosen: Selection, figures: Indicators) -> None:
    """Groups recorded each year, as dots and as a table."""
    st.header(text("trend.title"))
    groups = [each.category for each in tallies.named(figures)]
    found = tallies.years(session.matrix(chosen, "year", "category"), groups)
    sentence = words.trend(found)
    components.quiet(sentence)
    if not any(year.has_report for year in found):
        return
    figure = session.drawn(
        "years",
        lambda: charts.groups_by_year(
            found,
            charts.DARK if session.is_dark() else charts.LIGHT,
            group_name=group_name,
            state_name=words.state,
            recorded=lambda year: components.number(year.recorded),
            no_report=text("trend.no-report-short"),
        ),
        chosen,
    )
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="trend", alt=sentence)
    with st.expander(text("chart.as-table")):
        components.table(
            text("trend.title"),
            (text("trend.year"), text("card.groups"), text("trend.activities")),
            [(year.year, words.recorded(year), components.number(year.activities)) for year in found],
            numbers=(1, 2),
        )
