"""Rows of counts become figures. Pure: no store, no language; arithmetic is in `measures`, verdicts in `gaps`."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil
from typing import Any

from engagement import measures
from engagement.model import (
    UNCLASSIFIED,
    ActivityFigures,
    CategoryFigures,
    CategoryKind,
    Cell,
    CellState,
    Coverage,
    LabelFigures,
    Mechanism,
    MechanismKind,
    Records,
    Selection,
)
from engagement.taxonomy import Taxonomy

Row = dict[str, Any]
"""A row of sql/indicators.sql by column name."""

TAG = "WCY"
"""The category that is also a cross-cutting tag: women, children and youth."""


# ---- counts -------------------------------------------------------------------------------------------------------


def is_pooled(row: Row) -> bool:
    """Whether a row counts over the whole selection."""
    return row.get("mechanism") is None and row.get("held_in") is None


def shown_rows(rows: list[Row]) -> list[Row]:
    """Category counts under the row that shows them.

    A tag counts for the presence of its group, never for its share: the group's own row takes everything from the
    tagged organisation-events but keeps its own count of them, and of their levels, for shares and totals.
    """
    own = {(row["mechanism"], row["held_in"]): row for row in rows if row["category"] == TAG}
    shown = [_shown(row, row["category"], row) for row in rows if row["category"] not in (TAG, "TAG")]
    tagged = [
        _shown(row, TAG, own.get((row["mechanism"], row["held_in"]), _NONE)) for row in rows if row["category"] == "TAG"
    ]
    return shown + tagged


_NONE: Row = {"organisation_events": 0, "level_known": 0}


def _shown(row: Row, name: str, own: Row) -> Row:
    return {**row, "row": name, "shared": own["organisation_events"], "shared_level_known": own["level_known"]}


def by_category(rows: list[Row]) -> dict[str, Row]:
    """The counts of the whole selection, by the category whose row shows them."""
    return {row["row"]: row for row in shown_rows([row for row in rows if is_pooled(row)])}


def total_of(activities: list[Row]) -> Row:
    """The counts of all activities of the selection."""
    return next(row for row in activities if row["mechanism"] is None and row["held_in"] is None)


def number_of(counts: dict[str, Row], category: str, column: str) -> int:
    """A count of a category; 0 where it has no row."""
    row = counts.get(category)
    return int(row[column]) if row else 0


def classified(counts: dict[str, Row], selection: Selection, categories: Taxonomy) -> int:
    """N: organisation-events of a named or other group. Institutions stay outside."""
    outside = (CategoryKind.INSTITUTIONAL, CategoryKind.UNCLASSIFIED)
    return sum(row["shared"] for code, row in counts.items() if categories.kind(code, selection.list) not in outside)


def present_high(row: Row | None, held: Row) -> int:
    """Activities with the group if every unclassified organisation-event were of it."""
    clear = int(row["present_where_clear"]) if row else 0
    return clear + int(held["assessed_unclear"])


# ---- figures ------------------------------------------------------------------------------------------------------


def records(total: Row, counts: dict[str, Row], in_doubt: int, selection: Selection, categories: Taxonomy) -> Records:
    """M1."""
    named = classified(counts, selection, categories)
    unclassified = number_of(counts, UNCLASSIFIED, "organisation_events")
    kinds = {code: categories.kind(code, selection.list) for code in counts}
    institutional = [code for code, kind in kinds.items() if kind is CategoryKind.INSTITUTIONAL]
    inside = [code for code in counts if code not in institutional]
    return Records(
        activities_held=total["held"],
        activities_open=total["open"] + total["openness_not_recorded"],
        activities_closed=total["closed"],
        openness_not_recorded=total["openness_not_recorded"],
        activities_with_log=total["with_log"],
        activities_in_doubt=in_doubt,
        classified=named,
        unclassified=unclassified,
        institutional=sum(counts[code]["organisation_events"] for code in institutional),
        level_known=sum(counts[code]["shared_level_known"] for code in inside),
        classified_share=measures.rate(named, named + unclassified),
    )


def coverage(counts: dict[str, Row], selection: Selection, categories: Taxonomy) -> Coverage:
    """M2."""
    expected = categories.expected(selection.list)
    recorded = sum(1 for code in expected if number_of(counts, code, "organisation_events"))
    upper = measures.coverage_upper(recorded, len(expected), number_of(counts, UNCLASSIFIED, "bodies"))
    return Coverage(recorded=recorded, expected=len(expected), upper=upper)


def of_categories(
    selection: Selection,
    categories: Taxonomy,
    counts: dict[str, Row],
    heads: dict[str, Row],
    total: Row,
    records: Records,
    references: dict[str, Fraction],
) -> tuple[CategoryFigures, ...]:
    """M2 to M5 of every category that the list shows. `heads` are their rows, names and people; `total` the counts of
    all activities."""
    return tuple(
        category_figures(
            code,
            kind,
            counts,
            heads.get(code),
            total,
            records,
            references,
            shared_of(code, counts, selection, categories),
        )
        for code, kind in categories.shown(selection.list, counts.keys() | heads.keys())
    )


def category_figures(
    code: str,
    kind: CategoryKind,
    counts: dict[str, Row],
    heads: Row | None,
    total: Row,
    records: Records,
    references: dict[str, Fraction],
    shared: int,
) -> CategoryFigures:
    """M2 to M5 of one category. `heads` are its rows, names and people; `total` the counts of all activities; `shared`
    the organisation-events of its share."""
    row = counts.get(code)
    present, assessed = number_of(counts, code, "present"), int(total["assessed"])
    # what is not classified is of some stakeholder group: it can raise no institution
    is_group = kind not in (CategoryKind.INSTITUTIONAL, CategoryKind.UNCLASSIFIED)
    high = present_high(row, total) if is_group else present
    return CategoryFigures(
        category=code,
        kind=kind,
        **{name: number_of(counts, code, name) for name in _COUNTED},
        organisations_as_spelled=int(heads["organisations_as_spelled"]) if heads else 0,
        rows=int(heads["rows"]) if heads else 0,
        present=present,
        present_high=high,
        assessed=assessed,
        presence=measures.rate(present, assessed),
        presence_low=measures.rate(present, assessed),
        presence_high=measures.rate(high, assessed),
        presence_interval=measures.wilson(present, assessed),
        **_share(code, kind, shared, records, references),
        **{name: _people(heads, name) for name in _PEOPLE},
    )


def shared_of(code: str, counts: dict[str, Row], selection: Selection, categories: Taxonomy) -> int:
    """The organisation-events of a category's share. What only carries a tag is none of them; organisations of the
    tagged group itself count among the other relevant stakeholders where the list does not name the group."""
    shared = number_of(counts, code, "shared")
    is_with_others = code == _OTHERS and categories.kind(TAG, selection.list) is CategoryKind.TAG
    return shared + number_of(counts, TAG, "shared") if is_with_others else shared


_OTHERS = "OTH"
_COUNTED = ("organisation_events", "organisations", "activities", "involved", "level_known")
_PEOPLE = ("people", "women", "men", "other_gender", "gender_recorded")


def _people(row: Row | None, name: str) -> int | None:
    """A head-count, or None where nobody counted."""
    return int(row[name]) if row and row[name] is not None else None


def _share(
    code: str, kind: CategoryKind, count: int, records: Records, references: dict[str, Fraction]
) -> dict[str, Any]:
    """M4 and M5. A tag, an institution and what is not classified have no share."""
    bounds = None
    if kind in (CategoryKind.NAMED, CategoryKind.OTHER):
        bounds = measures.share_bounds(count, records.classified, records.unclassified)
    share = measures.rate(count, records.classified) if bounds else None
    low, high = bounds if bounds else (None, None)
    wanted = references.get(code) or None if kind is CategoryKind.NAMED else None  # a share of 0 is no reference
    against = {
        name: value / wanted if wanted and value is not None else None
        for name, value in (("ratio", share), ("ratio_low", low), ("ratio_high", high))
    }
    needed = wanted and measures.organisation_events_needed(count, records.classified, wanted)
    return {
        "share": share,
        "share_low": low,
        "share_high": high,
        "share_interval": measures.wilson(count, records.classified) if bounds else None,
        "reference": wanted,
        "organisations_needed": needed if share is not None else None,
        **against,
    }


def label_figures(rows: Iterable[Row], categories: Taxonomy) -> tuple[LabelFigures, ...]:
    """The counts behind each category label, in the order of the categories."""
    figures = (
        LabelFigures(
            label=row["label"],
            category=row["category"],
            **{name: int(row[name]) for name in _LABEL_COUNTS},
            **{name: _people(row, name) for name in _PEOPLE},
        )
        for row in rows
    )
    return tuple(sorted(figures, key=lambda each: (categories.codes.index(each.category), each.label)))


_LABEL_COUNTS = ("rows", "organisation_events", "organisations", "organisations_as_spelled", "activities")


def cell(
    column: str,
    name: str,
    row: Row | None,
    held: Row | None,
    *,
    presence: Fraction | None = None,
    is_marked: bool = False,
) -> Cell:
    """One cell of a matrix. `held` are the activities of its column; None or none with a log is no report.

    `presence` is the share of activities that is expected there, `is_marked` that somebody said none is.
    """
    events = int(row["organisation_events"]) if row else 0
    present = int(row["present"]) if row and "present" in row else 0
    assessed = int(held["assessed"]) if held else 0
    wanted = None if presence is None or is_marked or not assessed else ceil(presence * assessed)
    if not held or (not held["with_log"] and not events):
        state = CellState.NO_REPORT
    elif events:
        state = CellState.THIN if wanted is not None and present < wanted else CellState.RECORDED
    elif is_marked:
        state = CellState.NOT_EXPECTED
    else:
        state = CellState.POSSIBLE if held["unclear"] else CellState.NOT_RECORDED
    return Cell(
        column=column,
        row=name,
        state=state,
        present=present,
        assessed=assessed,
        organisation_events=events,
        organisations=int(row["organisations"]) if row else 0,
        expected=wanted,
        is_marked=is_marked,
    )


def activity_figures(row: Row, labels: list[Row], mechanism: Mechanism, categories: Taxonomy) -> ActivityFigures:
    """One activity and who was recorded at it."""
    is_group = mechanism.kind is MechanismKind.WORKING_GROUP
    figures = label_figures(labels, categories)
    people = [each.people for each in figures if each.people is not None]
    return ActivityFigures(
        activity=f"{row['activity_id']:016x}",
        network=mechanism.parent if is_group else mechanism.code,
        working_group=mechanism.code if is_group else None,
        people=sum(people) if people else None,
        labels=figures,
        **{name: row[name] for name in _ACTIVITY},
    )


_ACTIVITY = (
    "title",
    "mechanism",
    "date_from",
    "date_to",
    "date_precision",
    "open_to_stakeholders",
    "has_log",
    "place",
    "mode",
    "activity_type",
    "is_illustrative",
    "organisation_events",
    "organisations",
)
