"""What sections are put together from: headings, columns, and cells with the text and the value of a figure."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from engagement import wording
from engagement.document import Column, Entry, Paragraph, Section, Table
from engagement.locale import day, number, percent, text
from engagement.measured import Form, Measured, Number
from engagement.model import DatePrecision

_WORDS = frozenset(
    {
        *("group", "mechanism", "type", "status", "needed", "basis", "label", "year", "item", "kind", "rank"),
        *("batch", "file", "imported", "sha256", "missing_in", "reason", "said_by", "on", "where", "cause", "rhythm"),
        *("figure", "numbers", "files", "held_on", "activity"),
        *("organisation", "groups", "country", "done", "author", "ground", "holds_from", "holds_to"),
        *("part", "why", "requirement", "answer", "evidence", "rating", "owner", "note"),
    }
)
"""Columns that do not hold numbers."""


def section(code: str, language: str, blocks: Iterable[Paragraph | Table]) -> Section:
    """A section under its heading."""
    return Section(code=code, heading=text(f"summary.heading-{code}", language), blocks=tuple(blocks))


class Unrecorded(Section):
    """A section of which the record holds nothing: one sentence says so."""

    sentence: str


def unrecorded(code: str, language: str, sentence: str) -> Unrecorded:
    """The sentence under its heading, where a style does not gather what is not recorded in one section."""
    return Unrecorded(**dict(section(code, language, (Paragraph(text=sentence),))), sentence=sentence)


def columns(codes: Iterable[str], language: str) -> tuple[Column, ...]:
    """Columns with the titles of the catalogue."""
    return tuple(
        Column(code=code, title=text(f"summary.column-{code}", language), is_number=code not in _WORDS)
        for code in codes
    )


def said(words: str) -> Entry:
    """Words."""
    return Entry(text=words, value=words)


def counted(count: int, language: str) -> Entry:
    """A number."""
    return Entry(text=number(count, language), value=count)


def nothing(language: str) -> Entry:
    """Nothing known."""
    return Entry(text=text("summary.none", language), value=None)


def on(when: date, language: str) -> Entry:
    """A day."""
    return Entry(text=day(when, when, DatePrecision.DAY, language), value=when.isoformat())


def x_of_n(numerator: int, denominator: int, language: str) -> Entry:
    """'3 of 10'; its value is 3, of 10."""
    if not denominator:
        return nothing(language)
    return Entry(text=text("summary.x-of-n", language, x=numerator, n=denominator), value=numerator, of=denominator)


def share(value: Fraction | None, language: str) -> Entry:
    """A percentage, or that there is too little for one."""
    return (
        Entry(text=percent(value, language, 1), value=float(value))
        if value is not None
        else Entry(text=text("summary.too-few", language), value=None)
    )


def share_range(low: Fraction | None, high: Fraction | None, language: str) -> Entry:
    """From one percentage to another."""
    if low is None or high is None:
        return nothing(language)
    return Entry(
        text=f"{percent(low, language, 1)}–{percent(high, language, 1)}", value=f"{float(low):.6f}–{float(high):.6f}"
    )


def figure(shown: Measured, language: str) -> Entry:
    """A figure with all that may be shown of it; its value is the count of '3 of 10', or the number; None: no data."""
    words = wording.figure(shown, language)
    if shown.shown_as in (Form.COUNT_OF, Form.PERCENT):
        return Entry(text=words, value=_plain(shown.numerator), of=_whole(shown.denominator))
    return Entry(text=words, value=_plain(shown.value))


def _plain(value: Number | None) -> int | float | None:
    return float(value) if isinstance(value, Fraction) else value


def _whole(value: Number | None) -> int | None:
    return value if isinstance(value, int) else None
