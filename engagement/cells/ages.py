"""Which age band a cell names: by a word, or by ages that lie within one band. An exact age is not kept."""

import re

from engagement import vocabulary
from engagement.cells.reading import Reading

BANDS = {"children": range(15), "youth": range(15, 25), "adults": range(25, 60), "older": range(60, 131)}
"""Ages in years of each band; youth as the United Nations count them for statistics."""

_AGES = re.compile(
    r"(\d{1,3})(?: ?(?:-|–|—|to|à|a|до|至|إلى) ?(\d{1,3}))?(?: ?(?:years?(?: old)?|yrs?|ans|años|лет|岁|سنة))?"
)
_AND_OVER = re.compile(r"(\d{1,3}) ?(?:\+|and over|and above|or over|et plus|y más|ans et plus|и старше|岁以上|فأكثر)")
_OLDEST = BANDS["older"][-1]
_UNKNOWN = Reading(problem="age-unknown")


def read(raw: str) -> Reading:
    """children, youth, adults, older or unknown.

    >>> read("15-24").value, read("jeunes").value, read("15-35").problem
    ('youth', 'youth', 'age-unknown')
    """
    if code := vocabulary.recognise("age_band", raw):
        return Reading(code)
    text = " ".join(raw.casefold().split())
    if found := _AND_OVER.fullmatch(text):
        return _band(int(found[1]), _OLDEST)
    if found := _AGES.fullmatch(text):
        return _band(int(found[1]), int(found[2] or found[1]))
    return _UNKNOWN


def _band(first: int, last: int) -> Reading:
    for code, ages in BANDS.items():
        if first in ages and last in ages and first <= last:
            return Reading(code)
    return _UNKNOWN
