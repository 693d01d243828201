"""What the Overview says first, chosen from figures that are there: the grid, the furthest, the largest changes."""

from datetime import date
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from dashboard import overview_charts
from dashboard.charts import LIGHT
from engagement import headlines, networks
from engagement.changes import Change, GroupChange, Span, SpanKind
from engagement.headlines import Distance, Row
from engagement.model import CellState, Expectation, Gap, GapSeverity, GapStatus, GapType

RECORDED, POSSIBLE, NOT_RECORDED = CellState.RECORDED, CellState.POSSIBLE, CellState.NOT_RECORDED
NO_REPORT, NOT_EXPECTED = CellState.NO_REPORT, CellState.NOT_EXPECTED

# One letter is one network: a and b have logs, something in b is not classified, s is silent; c marks MED away.
RECORD: tuple[list[str], list[dict[str, Any]], list[dict[str, Any]]] = (
    ["CSO", "MED", "PAR"],
    [
        {"mechanism": "a", "row": "CSO", "organisation_events": 4},
        {"mechanism": "b", "row": "CSO", "organisation_events": 1},
        {"mechanism": "c", "row": "CSO", "organisation_events": 1},
        {"mechanism": "c", "row": "PAR", "organisation_events": 2},
    ],
    [
        {"mechanism": "a", "with_log": 3, "unclear": 0},
        {"mechanism": "b", "with_log": 2, "unclear": 1},
        {"mechanism": "c", "with_log": 2, "unclear": 0},
        {"mechanism": "s", "with_log": 0, "unclear": 0},
    ],
)
FOUND = networks.networks(*RECORD, parents={}, marks=[("c", "MED")])


def test_groups_missing_from_half_of_the_networks_or_more_are_named_first() -> None:
    assert [each.category for each in headlines.widely_missing(FOUND)] == ["MED", "PAR"]


def test_the_grid_puts_what_is_missing_most_first_and_tells_five_states_apart() -> None:
    grid = headlines.grid(FOUND, most=4)

    assert (grid.columns, grid.left_out) == (("a", "b", "c", "s"), 0)
    assert grid.rows == (
        Row(category="MED", recorded=0, of=3, states=(NOT_RECORDED, POSSIBLE, NOT_EXPECTED, NO_REPORT)),
        Row(category="PAR", recorded=1, of=3, states=(NOT_RECORDED, POSSIBLE, RECORDED, NO_REPORT)),
        Row(category="CSO", recorded=3, of=3, states=(RECORDED, RECORDED, RECORDED, NO_REPORT)),
    )


def test_networks_stand_in_the_order_they_have_whatever_is_missing_in_them() -> None:
    found = networks.networks(*RECORD, parents={}, order=lambda code: -ord(code))

    assert headlines.grid(found, most=4).columns == ("c", "b", "a", "s")
    assert headlines.grid(found, most=1).columns == ("b",)


def test_networks_that_do_not_fit_are_counted() -> None:
    grid = headlines.grid(FOUND, most=2)

    assert (grid.columns, grid.left_out, {len(row.states) for row in grid.rows}) == (("a", "b"), 2, {2})


def gap(category: str, mechanism: str, recorded: int, *, of: int = 8, status: GapStatus = GapStatus.CONFIRMED) -> Gap:
    return Gap(
        rank=1,
        type=GapType.PRESENCE,
        category=category,
        mechanism=mechanism,
        recorded=recorded,
        best_case=recorded,
        denominator=of,
        expected=Fraction(of, 2),
        unit="activity",
        g_obs=Fraction(1),
        g_fav=Fraction(1),
        status=status,
        severity=GapSeverity.MAJOR,
        needed_low=1,
        needed_high=1,
        needed_unit="activity",
        is_at_most=False,
        scopes=1,
        expectation=Expectation(
            type=GapType.PRESENCE,
            mechanism=None,
            category=None,
            value=Fraction(1, 2),
            author="",
            date=None,
            basis="",
            valid_from=None,
            valid_to=None,
            is_tool_default=True,
        ),
    )


def test_the_furthest_is_the_first_named_place_of_each_group() -> None:
    worst, same, other = gap("MED", "a", 2), gap("MED", "b", 0), gap("PAR", "a", 0)
    vague = gap("TUN", "a", 0, status=GapStatus.NOT_ASSESSABLE)

    found = headlines.furthest([worst, same, other, vague], most=5)

    assert found == (
        Distance(gap=other, share=Fraction(0), expected=Fraction(1, 2)),
        Distance(gap=worst, share=Fraction(1, 4), expected=Fraction(1, 2)),
    )
    assert headlines.furthest([worst, same, other], most=1) == found[:1]


def test_the_distances_are_as_high_as_they_are_many_and_say_what_is_counted() -> None:
    one, other = headlines.furthest([gap("MED", "a", 2), gap("PAR", "a", 1)], most=5)

    def drawn(*found: Distance) -> go.Figure:
        return overview_charts.distances(
            found,
            LIGHT,
            label=lambda each: f"{each.gap.category}",
            counted=lambda each: f"{each.gap.recorded} of {each.gap.denominator}",
            words=lambda each: "",
            percent=str,
            aim="expected",
        )

    assert [each.text for each in drawn(one, other).layout.annotations] == [
        "PAR",
        "1 of 8",
        "MED",
        "2 of 8",
        "expected",
    ]
    assert drawn(one, other).layout.height - drawn(one).layout.height == drawn(one).layout.height - 32


def test_the_largest_changes_come_in_either_direction_and_what_cannot_be_compared_does_not() -> None:
    year = Span(code="2026", kind=SpanKind.YEAR, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
    points = {"CSO": Fraction(1, 10), "MED": Fraction(-3, 10), "PAR": None, "TUN": Fraction(0), "ACA": Fraction(1, 250)}
    groups = tuple(GroupChange(category=code, earlier=None, later=None, points=value) for code, value in points.items())

    moved = headlines.largest(Change(earlier=year, later=year, groups=groups), most=3)

    assert [each.category for each in moved] == ["MED", "CSO"]
