"""The activities behind a cell of the matrix: those with the group, those without, those without a log."""

import streamlit as st

from dashboard import components, matrix, session
from dashboard.components import Content, Markup, mark
from dashboard.matrix import Chosen
from dashboard.session import language, plural, text
from engagement import locale
from engagement.model import UNCLASSIFIED, ActivityFigures, Matrix, Selection


def draw(cell: Chosen, shown: Matrix, chosen: Selection, *, is_label: bool) -> None:
    """The activities of a cell: those with the group first, then those without, then those without a log."""
    row, column = matrix.row_name(cell.row, is_label=is_label), matrix.column_name(shown, cell.column)
    st.subheader(text("cell.title", row=row, column=column))
    held = [each for each in session.activities(chosen) if _is_of(each, shown, cell.column)]
    there = [each for each in held if organisations_of(each, cell.row, is_label=is_label)]
    absent = [each for each in held if each.has_log and each not in there]
    silent = [each for each in held if not each.has_log and each not in there]
    if cell.row == "WCY" and not is_label:
        components.quiet(text("cell.tag"))
    counts = [
        plural(code, len(some))
        for code, some in (("cell.with", there), ("cell.without", absent), ("cell.silent", silent))
        if some
    ]
    rows = [activity_row(each, cell.row, is_label=is_label) for each in (*there, *absent, *silent)]
    heads = ("cell.when", "cell.activity", "cell.organisations", "cell.unclassified")
    components.table(" · ".join(counts), [text(code) for code in heads], rows, numbers=(2, 3))


def _is_of(activity: ActivityFigures, shown: Matrix, column: str) -> bool:
    return column == (str(activity.date_from.year) if shown.by == "year" else activity.mechanism)


def organisations_of(activity: ActivityFigures, row: str, *, is_label: bool) -> int:
    """Organisation-events of a group, or under a label, at an activity."""
    return sum(
        each.organisation_events for each in activity.labels if row == (each.label if is_label else each.category)
    )


def activity_row(activity: ActivityFigures, row: str, *, is_label: bool) -> list[Content]:
    """When, which, how many organisations of the group, how many unclassified."""
    found = organisations_of(activity, row, is_label=is_label)
    when = locale.day(activity.date_from, activity.date_to, activity.date_precision, language())
    if not activity.has_log and not found:
        counts = [mark("no_report", text("cell.no-log")), Markup("–")]
        return [when, activity.title, *counts]
    unclear = organisations_of(activity, UNCLASSIFIED, is_label=False)
    shown: Content = components.number(found) if found else mark("not_recorded", components.number(0))
    return [when, activity.title, shown, components.number(unclear)]
