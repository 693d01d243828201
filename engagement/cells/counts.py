"""Reading a count of people: a whole number, or the reason why it is none. Blank is not 0 and nothing is rounded."""

import re
from typing import Literal

from engagement import vocabulary
from engagement.cells.reading import Reading

MAX_COUNT = 100_000
_LONGEST = 100  # in characters: of a number and the words beside it

Thousands = Literal[".", ",", "'"]

_SIGNS = {
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000"), " "),
    **dict.fromkeys(map(ord, "’ʼ٬＇"), "'"),  # none of these ever marks decimals
    **dict.fromkeys(map(ord, "−–—‐‑－"), "-"),
    ord("，"): ",",
    ord("．"): ".",
    ord("٫"): "٫",
}
_GROUPED = re.compile(r"\d{1,3}(?:(?: \d{3})+|(?:'\d{3})+)")
_ONE_SEPARATOR = re.compile(r"(\d{1,3})([.,])(\d{3})")
_SEVERAL_SEPARATORS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+")
_FRACTION = re.compile(r"(\d+|\d{1,3}(?:([.,' ])\d{3})+)(?!\2)[.,٫](\d+)")
_RANGE = re.compile(r"(\d+) ?(?:-|~|to|à|a|до|至|到|إلى) ?(\d+)")
_NEGATIVE = re.compile(r"- ?\d[\d.,' ]*")
_NEARLY = re.compile(r"(\D*?) ?\d[\d.,' ]*(\D*)")
_NOT_A_DIGIT = re.compile(r"\D")

_UNREADABLE = Reading(problem="count-unreadable", params={"limit": str(MAX_COUNT)})
_TOO_LARGE = Reading(problem="count-too-large", params={"limit": str(MAX_COUNT)})
_DECIMAL = Reading(problem="count-decimal")
_NEGATIVE_COUNT = Reading(problem="count-negative")
_APPROXIMATE = Reading(problem="count-approximate")


def read(raw: str, thousands: Thousands | None = None) -> Reading:
    """The number of people a cell says, in the digits of any script, 0 to MAX_COUNT.

    Groups of three may stand apart by spaces or apostrophes. `thousands` settles whether 1.234 or 1,234 is a whole
    number; without it, it is asked.

    >>> read("1 234").value, read("1,234").problem, read("1,234", ",").value
    (1234, 'count-ambiguous', 1234)
    """
    if raw.isdecimal():
        return _whole(raw)
    text = " ".join(raw.translate(_SIGNS).split())
    if len(text) > _LONGEST or not any(map(str.isdecimal, text)):
        return _UNREADABLE
    if text.isdecimal() or _GROUPED.fullmatch(text) or _SEVERAL_SEPARATORS.fullmatch(text):
        return _whole(_digits(text))
    if found := _ONE_SEPARATOR.fullmatch(text):
        return _with_one_separator(found[1], found[2], found[3], thousands)
    if found := _FRACTION.fullmatch(text):
        return _DECIMAL if len(found[3]) > 2 or int(found[3]) else _whole(_digits(found[1]))
    return _not_a_number(text)


def _with_one_separator(before: str, separator: str, after: str, thousands: Thousands | None) -> Reading:
    if separator == thousands:
        return _whole(before + after)
    if thousands or int(before) == 0:
        return _DECIMAL
    whole, decimal = f"{int(before + after)}", f"{int(before)}.{_western(after)}"
    return Reading(problem="count-ambiguous", params={"whole": whole, "decimal": decimal})


def _not_a_number(text: str) -> Reading:
    if found := _RANGE.fullmatch(text):
        return Reading(problem="count-range", params={"low": found[1], "high": found[2]})
    if _NEGATIVE.fullmatch(text):
        return _NEGATIVE_COUNT
    if (found := _NEARLY.fullmatch(text)) and vocabulary.recognise("approximate", f"{found[1]} {found[2]}"):
        return _APPROXIMATE
    return _UNREADABLE


def _whole(digits: str) -> Reading:
    if len(digits) > 9 or (count := int(digits)) > MAX_COUNT:
        return _TOO_LARGE
    return Reading(count)


def _digits(text: str) -> str:
    return _NOT_A_DIGIT.sub("", text)


def _western(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)
