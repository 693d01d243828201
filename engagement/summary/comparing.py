"""The last like activities beside those before: shares then and now, and the difference in percentage points."""

from fractions import Fraction

from engagement import wording
from engagement.document import Entry, Paragraph, Table
from engagement.likeness import LikeShare, Occasion
from engagement.locale import joined, signed
from engagement.measures import rate
from engagement.summary.parts import columns, nothing, said, share
from engagement.summary.told import Told

_MOVES = 3
"""The largest differences, which are said in a sentence."""


def like(told: Told) -> tuple[Paragraph | Table, ...]:
    """The differences in a sentence and every group in a table; that there is nothing to compare with, where so."""
    found = told.like
    if found is None:
        return (Paragraph(text=told.say("like-none")),)
    earlier, later = (_occasion(each, told) for each in (found.earlier, found.later))
    table = Table(
        code="like",
        caption=told.say("like-caption", earlier=earlier, later=later),
        columns=columns(("group", "then", "now", "points"), told.language),
        row_codes=tuple(each.category for each in found.groups),
        rows=tuple(_row(each, found.earlier, found.later, told) for each in found.groups),
        note=told.say("like-note"),
    )
    moves = _largest(found.groups, told)
    return (Paragraph(text=told.say("like-moves", earlier=earlier, moves=moves)), table) if moves else (table,)


def _occasion(each: Occasion, told: Told) -> str:
    code = f"like-{each.kind}" if each.is_review else "like-kind"
    return told.say(code, kind=wording.activity_type(each.kind, told.language), number=str(each.number))


def _row(each: LikeShare, earlier: Occasion, later: Occasion, told: Told) -> tuple[Entry, ...]:
    return (
        said(told.group(each.category)),
        share(rate(each.earlier, earlier.classified), told.language),
        share(rate(each.later, later.classified), told.language),
        nothing(told.language)
        if each.points is None
        else Entry(text=_points(each.points, told), value=float(100 * each.points)),
    )


def _points(points: Fraction, told: Told) -> str:
    return told.say("points", points=signed(float(round(100 * points, 1)), told.language, digits=1))


def _largest(groups: tuple[LikeShare, ...], told: Told) -> str:
    """The groups whose shares differ most, the most first; '' where none differs or nothing can be compared."""
    moved = sorted(
        (each for each in groups if each.points and round(100 * each.points, 1)),
        key=lambda each: -abs(each.points or Fraction(0)),
    )
    said_of = [
        told.say("like-move", group=told.group(each.category), points=_points(each.points or Fraction(0), told))
        for each in moved[:_MOVES]
    ]
    return joined(said_of, told.language) if said_of else ""
