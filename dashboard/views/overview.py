"""Overview: who is missing, where, is it getting better, can the record be trusted, what next."""

from html import escape

import streamlit as st

from dashboard import charts, components, session, tallies
from dashboard.components import Card, group_name
from dashboard.session import plural, text
from dashboard.tallies import Year
from engagement import locale
from engagement.model import CellState, Coverage, GapSeverity, GapStatus, Indicators, Selection

_STATE_FIRST = (CellState.NOT_RECORDED, CellState.POSSIBLE, CellState.NO_REPORT, CellState.RECORDED)


def draw() -> None:
    """The page."""
    st.title(text("overview.title"))
    if session.is_empty():
        welcome()
        return
    chosen = session.selection()
    figures = session.figures(chosen)
    if not figures.records.activities_held:
        components.nothing_here()
        return
    hero(figures, chosen)
    figure_cards(figures, chosen)
    left, right = st.columns([11, 9], gap="large")
    with left:
        where_missing(figures, chosen)
    with right:
        trend(figures, chosen)
    record_quality(figures)
    components.method(figures)


# ---- who is missing -----------------------------------------------------------------------------------------------


def hero(figures: Indicators, chosen: Selection) -> None:
    """The ring and the sentence that sums it up."""
    states = tallies.states(figures)
    ordered = sorted(states.items(), key=lambda found: _STATE_FIRST.index(found[1]))
    names = "".join(f"<li>{escape(group_name(code))}: {escape(_state(state))}</li>" for code, state in ordered)
    st.html(
        f'<div class="pl-hero">{components.ring(states, _ring_alt(states))}'
        f'<div><p class="pl-lead"><b>{escape(lead(figures))}</b> {escape(fewest(figures, chosen))}</p></div>'
        f'<ul class="pl-hidden">{names}</ul></div>'
    )


def lead(figures: Indicators) -> str:
    """How many groups are recorded, which are not, in how many networks and working groups."""
    coverage, places = figures.coverage, figures.mechanisms_with_log
    if not places:
        return plural("overview.lead-no-log", figures.mechanisms)
    missing = [group_name(code) for code, state in tallies.states(figures).items() if state is not CellState.RECORDED]
    if not missing:
        return plural("overview.lead-all", places, k=coverage.expected)
    return plural("overview.lead", places, k=coverage.recorded, of=coverage.expected, groups=missing)


def fewest(figures: Indicators, chosen: Selection) -> str:
    """The groups that are recorded, but in the fewest places."""
    recorded = {code for code, state in tallies.states(figures).items() if state is CellState.RECORDED}
    spread = [each for each in _spreads(figures, chosen) if each.category in recorded and each.missing]
    most = [each for each in spread if each.missing == spread[0].missing]
    if not most:
        return ""
    names = [group_name(each.category) for each in most]
    return text("overview.fewest", groups=names, k=most[0].missing, of=most[0].reporting)


def figure_cards(figures: Indicators, chosen: Selection) -> None:
    """Four figures: groups, gaps, logs, classification."""
    records, language = figures.records, session.language()
    confirmed = [each for each in session.gaps(chosen) if each.status is GapStatus.CONFIRMED]
    critical = sum(1 for each in confirmed if each.severity is GapSeverity.CRITICAL)
    share = records.classified_share
    everything = records.classified + records.unclassified
    counted = text("x-of-n", x=records.classified, n=everything)
    components.cards(
        [
            Card(text("card.groups"), _of(figures.coverage), _upper(figures)),
            Card(text("card.gaps"), components.number(len(confirmed)), plural("card.gaps-note", critical)),
            Card(
                text("card.logs"),
                text("x-of-n", x=records.activities_with_log, n=records.activities_held),
                plural("card.logs-note", records.activities_held - records.activities_with_log),
            ),
            Card(
                text("card.classified"),
                locale.percent(share, language) if share is not None else counted,
                plural("card.classified-note", records.unclassified),
            ),
        ]
    )


def where_missing(figures: Indicators, chosen: Selection) -> None:
    """Every group, the most widely missing first."""
    st.header(text("missing.title"))
    rows = [
        (
            group_name(each.category),
            components.bar(each.missing, each.reporting),
            text("x-of-n", x=each.missing, n=each.reporting) if each.reporting else text("cell.no_report"),
        )
        for each in _spreads(figures, chosen)
    ]
    components.table(
        text("missing.caption"), (text("column.group"), text("missing.bar"), text("missing.count")), rows, numbers=(2,)
    )
    st.page_link("views/gaps.py", label=text("missing.next"), icon=":material/arrow_forward:")


# ---- is it getting better -----------------------------------------------------------------------------------------


def trend(figures: Indicators, chosen: Selection) -> None:
    """Groups recorded each year."""
    st.header(text("trend.title"))
    groups = [each.category for each in tallies.named(figures)]
    years = tallies.years(session.matrix(chosen, "year", "category"), groups)
    components.quiet(trend_words(years))
    figure = charts.groups_by_year(
        years,
        charts.DARK if session.is_dark() else charts.LIGHT,
        group_name=group_name,
        state_name=_state,
        recorded=lambda year: components.number(year.recorded),
        no_report=text("trend.no-report-short"),
    )
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="trend", alt=trend_words(years))
    with st.expander(text("chart.as-table")):
        components.table(
            text("trend.title"),
            (text("trend.year"), text("card.groups"), text("trend.activities")),
            [(year.year, _recorded(year), components.number(year.activities)) for year in years],
            numbers=(1, 2),
        )


def trend_words(years: list[Year]) -> str:
    """The last year against the one before it that has a log, and the years that have none."""
    told = [year for year in years if year.has_report]
    silent = [year.year for year in years if not year.has_report]
    said = [text("trend.silent", years=silent)] if silent else []
    if len(told) > 1:
        last, before = told[-1], told[-2]
        said.insert(
            0,
            text(
                "trend.compared",
                k=last.recorded,
                of=len(last.states),
                year=last.year,
                before=before.recorded,
                earlier=before.year,
            ),
        )
    elif told:
        said.insert(0, text("trend.one-year", k=told[0].recorded, of=len(told[0].states), year=told[0].year))
    return " ".join(said)


# ---- can it be trusted --------------------------------------------------------------------------------------------


def record_quality(figures: Indicators) -> None:
    """M1 in one paragraph."""
    records = figures.records
    said = [
        text("quality.logs", logs=records.activities_with_log, held=records.activities_held),
        text("quality.open", open=records.activities_open, unsaid=records.openness_not_recorded),
        text("quality.classified", classified=records.classified, all=records.classified + records.unclassified),
    ]
    if records.activities_in_doubt:
        said.append(plural("quality.in-doubt", records.activities_in_doubt))
    st.header(text("quality.title"))
    st.html(f"<p>{escape(' '.join(said))} {escape(text('absence.caveat'))}</p>")


# ---- the first run ------------------------------------------------------------------------------------------------


def welcome() -> None:
    """An empty store: what this is, the groups it looks for, and two ways to begin."""
    figures = session.figures(session.selection())
    names = "".join(f"<li>○ {escape(group_name(each.category))}</li>" for each in tallies.named(figures))
    components.lead(text("welcome.lead"))
    with st.container(horizontal=True):
        if st.button(text("welcome.upload"), type="primary", icon=":material/upload_file:"):
            st.switch_page("views/upload.py")
        st.button(text("welcome.demonstration"), icon=":material/explore:", on_click=session.open_demonstration)
        components.templates()
    components.quiet(text("welcome.demonstration-note"))
    st.header(text("welcome.groups"))
    st.html(f'<div class="pl-hero">{components.ring(tallies.states(figures), text("welcome.ring"))}'
            f'<div><ul class="pl-groups">{names}</ul></div></div>')
    components.quiet(locale.text(f"list.{figures.selection.list.value}", session.language()))


# ---- words --------------------------------------------------------------------------------------------------------


def _spreads(figures: Indicators, chosen: Selection) -> list[tallies.Spread]:
    groups = [each.category for each in tallies.named(figures)]
    return tallies.spreads(session.matrix(chosen, "mechanism", "category"), groups)


def _state(state: CellState) -> str:
    return text(f"cell.{state.value}")


def _ring_alt(states: dict[str, CellState]) -> str:
    missing = [group_name(code) for code, state in states.items() if state is not CellState.RECORDED]
    recorded = text("ring.alt", k=len(states) - len(missing), of=len(states))
    return f"{recorded} {text('ring.alt-missing', groups=missing)}" if missing else recorded


def _of(coverage: Coverage) -> str:
    return text("x-of-n", x=coverage.recorded, n=coverage.expected)


def _upper(figures: Indicators) -> str:
    coverage = figures.coverage
    if coverage.upper == coverage.recorded:
        return text("card.groups-note")
    return plural("card.groups-upper", coverage.upper)


def _recorded(year: Year) -> str:
    return text("x-of-n", x=year.recorded, n=len(year.states)) if year.has_report else text("cell.no_report")


draw()
