"""Overview: who is missing, where, is it getting better, can the record be trusted, what next."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import charts, components, session, welcome
from dashboard import overview_words as words
from dashboard.components import Content, group_name
from dashboard.session import text
from engagement import tallies
from engagement.model import CellState, Indicators
from engagement.tallies import Spread, Year


def draw() -> None:
    """The page."""
    st.title(text("overview.title"))
    if session.is_empty():
        welcome.draw()
        return
    chosen = session.selection()
    figures = session.figures(chosen)
    if not figures.records.activities_held:
        components.nothing_here()
        return
    groups = [each.category for each in tallies.named(figures)]
    spreads = tallies.spreads(session.matrix(chosen, "mechanism", "category"), groups)
    hero(figures, spreads)
    components.cards(words.cards(figures, session.gaps(chosen)))
    left, right = st.columns([11, 9], gap="medium")
    with left:
        where_missing(spreads)
        components.method(figures)
    with right:
        trend(tallies.years(session.matrix(chosen, "year", "category"), groups))
        components.method(figures)
    record_quality(figures)


def hero(figures: Indicators, spreads: Sequence[Spread]) -> None:
    """The ring, the sentence that sums it up, and what to do next."""
    states = tallies.states(figures)
    left, right = st.columns([1, 4], gap="medium", vertical_alignment="center")
    with left:
        st.html(components.ring(states, words.ring(states)) + _state_list(states))
    with right:
        components.lead(words.lead(figures, states), words.fewest(spreads, states))
        with st.container(horizontal=True, gap="medium"):
            st.page_link("views/gaps.py", label=text("next.gaps"), icon=":material/arrow_forward:")
            st.page_link("views/summary.py", label=text("next.summary"), icon=":material/arrow_forward:")


def _state_list(states: Mapping[str, CellState]) -> str:
    """The state of each group for those who do not see the ring."""
    items = "".join(f"<li>{escape(group_name(code))}, {escape(words.state(of))}</li>" for code, of in states.items())
    return f'<ul class="pl-hidden">{items}</ul>'


def where_missing(spreads: Sequence[Spread]) -> None:
    """Every group, the most widely missing first."""
    st.header(text("missing.title"))
    rows = [(group_name(each.category), _missing(each)) for each in spreads]
    components.table(text("missing.caption"), (text("column.group"), text("missing.count")), rows)
    if any(each.possible for each in spreads):
        components.legend((CellState.NOT_RECORDED, CellState.POSSIBLE), is_swatch=True)


def _missing(spread: Spread) -> Content:
    if not spread.reporting:
        return components.mark("no_report", text("cell.no_report"))
    said = text("x-of-n", x=spread.missing, n=spread.reporting)
    return components.bar((spread.missing - spread.possible, spread.possible), spread.reporting, said)


def trend(years: Sequence[Year]) -> None:
    """Groups recorded each year, as dots and as a table."""
    st.header(text("trend.title"))
    sentence = words.trend(years)
    components.quiet(sentence)
    if not any(year.has_report for year in years):
        return
    figure = charts.groups_by_year(
        years,
        charts.DARK if session.is_dark() else charts.LIGHT,
        group_name=group_name,
        state_name=words.state,
        recorded=lambda year: components.number(year.recorded),
        no_report=text("trend.no-report-short"),
    )
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="trend", alt=sentence)
    with st.expander(text("chart.as-table")):
        components.table(
            text("trend.title"),
            (text("trend.year"), text("card.groups"), text("trend.activities")),
            [(year.year, words.recorded(year), components.number(year.activities)) for year in years],
            numbers=(1, 2),
        )


def record_quality(figures: Indicators) -> None:
    """How far the record can be trusted."""
    st.header(text("quality.title"))
    st.html(f"<p>{escape(words.quality(figures))}</p>")


draw()
