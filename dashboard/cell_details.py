"""The activities behind a cell of the matrix: with the group, without it, and those presence does not count."""

from collections.abc import Callable, Iterable
from html import escape
from typing import TypeVar

import streamlit as st

from dashboard import components, matrix, session
from dashboard.components import Content, Markup, mark
from dashboard.matrix import Chosen
from dashboard.session import language, plural, text
from engagement import locale
from engagement.efforts import ExplainedActivity
from engagement.model import UNCLASSIFIED, ActivityFigures, Matrix, Selection

Activity = TypeVar("Activity", ActivityFigures, ExplainedActivity)


def draw(cell: Chosen, shown: Matrix, chosen: Selection, *, is_label: bool) -> None:
    """The activities of a cell: those with the group first, then those without, then those that do not count."""
    row, column = matrix.row_name(cell.row, is_label=is_label), matrix.column_name(shown, cell.column)
    st.subheader(text("cell.title", row=row, column=column))
    held = [each for each in session.activities(chosen) if _is_of(each, shown, cell.column)]
    found = apart(held, lambda each: organisations_of(each, cell.row, is_label=is_label) > 0)
    if cell.row == "WCY" and not is_label:
        components.quiet(text("cell.tag"))
    counts = [plural(code, len(some)) for code, some in found.items() if some]
    rows = [activity_row(each, cell.row, is_label=is_label) for some in found.values() for each in some]
    heads = ("cell.when", "cell.activity", "cell.organisations", "cell.unclassified")
    components.table(" · ".join(counts), [text(code) for code in heads], rows, numbers=(2, 3))


def apart(held: Iterable[Activity], is_there: Callable[[Activity], bool]) -> dict[str, list[Activity]]:
    """With the group and without it, as presence counts; then what it does not count: closed, and without a log."""
    found: dict[str, list[Activity]] = {f"cell.{code}": [] for code in ("with", "without", "closed", "silent")}
    for each in held:
        if each.is_assessed:
            found["cell.with" if is_there(each) else "cell.without"].append(each)
        else:
            found["cell.closed" if each.has_log else "cell.silent"].append(each)
    return found


def title(activity: ActivityFigures | ExplainedActivity) -> Content:
    """What an activity is called, and why presence does not count it, if it does not."""
    if activity.is_assessed:
        return activity.title
    why = text("cell.is-closed" if activity.has_log else "cell.is-silent")
    return Markup(f"{escape(activity.title)} {mark('no_report', why)}")


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
        return [when, title(activity), Markup("–"), Markup("–")]
    unclear = organisations_of(activity, UNCLASSIFIED, is_label=False)
    shown: Content = components.number(found) if found else mark("not_recorded", components.number(0))
    return [when, title(activity), shown, components.number(unclear)]
