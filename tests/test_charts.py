"""Rows become figures: what is drawn for each year, in which colours, and what the cells of a matrix add up to."""

from dataclasses import replace
from typing import Any

import pytest

from dashboard import charts
from dashboard.charts import DARK, LIGHT, Palette
from engagement import tallies
from engagement.model import Cell, CellState, Matrix
from engagement.tallies import Year

RECORDED, POSSIBLE, NOT_RECORDED, NO_REPORT = (
    CellState.RECORDED,
    CellState.POSSIBLE,
    CellState.NOT_RECORDED,
    CellState.NO_REPORT,
)


def cell(column: str, row: str, state: CellState, assessed: int = 4) -> Cell:
    return Cell(
        column=column,
        row=row,
        state=state,
        present=0,
        assessed=assessed,
        organisation_events=0,
        organisations=0,
    )


MATRIX = Matrix(
    by="year",
    columns=("2024", "2025", "2026"),
    rows=("CSO", "MED", "PAR"),
    cells=(
        cell("2024", "CSO", RECORDED, 2),
        cell("2025", "CSO", NO_REPORT, 0),
        cell("2026", "CSO", RECORDED),
        cell("2024", "MED", POSSIBLE, 2),
        cell("2025", "MED", NO_REPORT, 0),
        cell("2026", "MED", NOT_RECORDED),
        cell("2024", "PAR", RECORDED, 2),
        cell("2025", "PAR", NO_REPORT, 0),
        cell("2026", "PAR", NOT_RECORDED),
    ),
)
YEARS = [
    Year("2024", {"CSO": RECORDED, "MED": POSSIBLE, "PAR": RECORDED}, 2),
    Year("2025", {"CSO": NO_REPORT, "MED": NO_REPORT, "PAR": NO_REPORT}, 0),
    Year("2026", {"CSO": RECORDED, "MED": NOT_RECORDED, "PAR": NOT_RECORDED}, 4),
]


def drawn(years: list[Year], palette: Palette = LIGHT) -> Any:
    return charts.groups_by_year(
        years,
        palette,
        group_name=str.lower,
        state_name=lambda state: state.value,
        recorded=lambda year: str(year.recorded),
        no_report="no report",
    )


# ---- tallies ------------------------------------------------------------------------------------------------------


def test_years_hold_the_state_of_every_group_and_the_activities_that_tell() -> None:
    assert tallies.years(MATRIX, ("CSO", "MED", "PAR")) == YEARS


def test_a_year_without_a_log_has_no_report() -> None:
    assert [(year.year, year.has_report, year.recorded) for year in YEARS] == [
        ("2024", True, 2),
        ("2025", False, 0),
        ("2026", True, 1),
    ]


# ---- the chart ----------------------------------------------------------------------------------------------------


def test_each_group_is_one_dot_in_its_year_recorded_ones_below() -> None:
    dots = {trace.name: list(zip(trace.x, trace.y, trace.text, strict=True)) for trace in drawn(YEARS).data}

    assert dots == {
        "recorded": [(0, 1, "2024 · cso · recorded"), (0, 2, "2024 · par · recorded"), (2, 1, "2026 · cso · recorded")],
        "possible": [(0, 3, "2024 · med · possible")],
        "not_recorded": [(2, 2, "2026 · med · not_recorded"), (2, 3, "2026 · par · not_recorded")],
    }


def test_a_year_without_a_log_says_so_and_is_never_zero() -> None:
    labels = [(note.x, note.text) for note in drawn(YEARS).layout.annotations]

    assert labels == [(0, "2"), (1, "no report"), (2, "1")]


def test_every_year_stands_on_the_axis_in_order() -> None:
    axis = drawn(YEARS).layout.xaxis

    assert (list(axis.tickvals), list(axis.ticktext)) == ([0, 1, 2], ["2024", "2025", "2026"])


def test_states_differ_in_shape_and_not_only_in_colour() -> None:
    assert len({trace.marker.symbol for trace in drawn(YEARS).data}) == 3


def test_no_years_make_an_empty_chart() -> None:
    assert [len(trace.x) for trace in drawn([]).data] == [0, 0, 0]


@pytest.mark.parametrize(("palette", "ground"), [(LIGHT, "#FFFFFF"), (DARK, "#14191D")])
def test_words_and_marks_can_be_told_from_the_ground(palette: Palette, ground: str) -> None:
    """WCAG: 4.5 to 1 for text, 3 to 1 for marks."""
    words = (palette.ink, palette.quiet)

    assert min(contrast(color, ground) for color in words) >= 4.5
    assert min(contrast(color, ground) for color in palette.states.values()) >= 3


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_many_years_have_smaller_dots_fewer_names_and_a_dash_for_no_report() -> None:
    years = [replace(year, year=str(1990 + place)) for place, year in enumerate(YEARS * 10)]

    figure = drawn(years)

    assert list(figure.layout.xaxis.ticktext) == [str(year) for year in range(1990, 2020, 3)]
    assert {each.text for each in figure.layout.annotations} == {"2", "–", "1"}
    assert {trace.marker.size for trace in figure.data} == {7}
