"""What is expected, and what falls short of it. Reads only: counts come from sql/gaps.sql and sql/indicators.sql."""

from collections import defaultdict
from datetime import date
from fractions import Fraction

from engagement import brought, expectations, figures, scopes, shortfalls, silence
from engagement import gaps as rules
from engagement.gaps import Shortfall
from engagement.model import Expectation, Gap, GapType, Selection
from engagement.scopes import Scope
from engagement.shortfalls import Material
from engagement.store import Reader, Row

Rows = dict[str, dict[str, Row]]
"""Rows by mechanism and category."""


def declared(store: Reader) -> tuple[Expectation, ...]:
    """Everything that was declared and not withdrawn, newest first: by the day it was declared, then as recorded."""
    return store.kept("expectations declared", lambda: _declared(store))


def _declared(store: Reader) -> tuple[Expectation, ...]:
    rows = store.rows(
        """select type, mechanism, category, value, author, declared_on as date, basis, valid_from,
               holds_to as valid_to
           from engagement.expectation_version where not is_withdrawn
           order by date desc, sequence desc, mechanism, type, category, valid_from"""
    )
    return tuple(Expectation(**row | {"value": Fraction(row["value"])}) for row in rows)


def in_period(store: Reader, first_day: date | None, last_day: date | None) -> tuple[Expectation, ...]:
    """What was declared for any day of a period, newest first, then the tool's defaults."""
    found = (
        each
        for each in declared(store)
        if expectations.validity(each)[0] <= (last_day or date.max)
        and expectations.validity(each)[1] >= (first_day or date.min)
    )
    return (*found, *expectations.defaults())


def in_force(store: Reader) -> tuple[Expectation, ...]:
    """What was declared and holds on some day, with the days it holds: as a list that can be declared anew."""
    return expectations.in_force(declared(store))


def standing(store: Reader, selection: Selection) -> tuple[Expectation, ...]:
    """What a selection is held against. Without a last day, its period ends with what is recorded."""
    last_day = selection.last_day or store.kept("last day", lambda: _last_day(store))
    said = (*declared(store), *expectations.defaults())
    return expectations.standing(said, selection.first_day, last_day)


def _last_day(store: Reader) -> date | None:
    last: date | None = store.rows("select max(date_to) as day from engagement.activity")[0]["day"]
    return last


def gaps(store: Reader, selection: Selection, scope: Scope) -> tuple[Gap, ...]:
    """The gaps of every mechanism of a selection, ranked; `scope` are its parameters."""
    return rules.found(measured(store, selection, scope), brought.taxonomy(store).expected(selection.list))


def measured(store: Reader, selection: Selection, scope: Scope) -> list[Shortfall]:
    """Everything expected that can be measured, met or not, mechanism by mechanism.

    Of a group that is marked as not expected in a place, nothing is.
    """
    taxonomy, expected = brought.taxonomy(store), standing(store, selection)
    marks = silence.not_expected(store, scope)
    activities = {row["mechanism"]: row for row in scopes.counts(store, "activity_counts", scope) if row["mechanism"]}
    counts = _by_mechanism(figures.shown_rows(scopes.counts(store, "category_counts", scope)), "row")
    needs = _asked(store, "group_needs", scope, expected, shortfalls.OF_NEEDS)
    intervals = _asked(store, "intervals", scope, expected, shortfalls.OF_INTERVALS)
    seats = _asked(store, "seat_counts", scope, expected, shortfalls.OF_SEATS)
    found: list[Shortfall] = []
    for mechanism in dict.fromkeys((*activities, *seats)):
        found += shortfalls.of_mechanism(
            Material(
                mechanism=mechanism,
                selection=selection,
                taxonomy=taxonomy,
                standing=expected,
                held=activities.get(mechanism),
                counts=counts.get(mechanism, {}),
                needs=needs.get(mechanism, {}),
                intervals=intervals.get(mechanism, {}),
                seats=seats.get(mechanism, {}),
                not_expected=frozenset(each.category for each in marks if each.mechanism in (None, mechanism)),
            )
        )
    return found


def _asked(store: Reader, macro: str, scope: Scope, expected: tuple[Expectation, ...], kinds: set[GapType]) -> Rows:
    """The rows of a macro by mechanism and the category that shows them; none where nothing asks for them."""
    if not shortfalls.asked(expected, kinds):
        return {}
    rows = scopes.counts(store, macro, scope)
    return _by_mechanism([_shown(row) for row in rows if _is_shown(row, macro)], "category")


def _is_shown(row: Row, macro: str) -> bool:
    """The row of a tag stands for its group, so that the group's own is not shown; seats carry no tags."""
    return row["category"] != figures.TAG or macro == "seat_counts"


def _shown(row: Row) -> Row:
    return row | {"category": figures.TAG} if row["category"] == "TAG" else row


def _by_mechanism(rows: list[Row], column: str) -> Rows:
    found: Rows = defaultdict(dict)
    for row in rows:
        if row["mechanism"] is not None:
            found[row["mechanism"]][row[column]] = row
    return found
