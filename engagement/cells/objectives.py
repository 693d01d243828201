"""Which objectives of the Global Compact (1 to 23) a cell names, by number or by title."""

import re
from collections.abc import Mapping
from functools import cache

from engagement.cells.reading import Reading
from engagement.folding import fold
from engagement.reference import table

_NUMBERS = range(1, 24)
_LONGEST = 1_000  # all 23 in words, and more
_BEFORE_NUMBER = re.compile(
    r"(?<![^\W\d])(?:(?:gcm|pmm|objectives?|objectifs?|objetivos?|obj|o|цель|цели|целей|目标|الهدف|الأهداف|n[o°º]?|№|#)"
    r"[\s._:-]*){1,3}(?=\d)"
)
_SEPARATOR = re.compile(r"\s*(?:[,;/|&+\n、،；，]|\b(?:and|et|y|и)\b|和|و(?=\s?\d)|\s)\s*")
_RANGE = re.compile(r"(\d{1,2})\s?(?:[-–—]|to|à|a|до|至|إلى)\s?(\d{1,2})")
_UNKNOWN = Reading(problem="objectives-unknown")


def read(raw: str) -> Reading:
    """The numbers of the objectives, in order, joined by ";". A range is asked: 5-7 may be three objectives or two.

    >>> read("Objective 7, 1; 23").value, read("GCM07").value, read("24").problem
    ('1;7;23', '7', 'objectives-out-of-range')
    """
    if number := _titles().get(fold(raw)):
        return Reading(number)
    if len(raw) > _LONGEST:
        return _UNKNOWN
    text = _bare(raw)
    if found := _RANGE.search(text):
        return _range(int(found[1]), int(found[2]))
    parts = [part for part in _SEPARATOR.split(text) if part]
    if not parts or not all(map(str.isdecimal, parts)):
        return _titled(raw)
    return _numbered({int(part) for part in parts if len(part) < 9})


def _bare(raw: str) -> str:
    """`raw` without the words that stand before a number."""
    return _BEFORE_NUMBER.sub("", " ".join(raw.casefold().split())).strip(" .;,")


def _numbered(numbers: set[int]) -> Reading:
    if outside := sorted(number for number in numbers if number not in _NUMBERS):
        return Reading(problem="objectives-out-of-range", params={"number": str(outside[0])})
    return Reading(";".join(map(str, sorted(numbers)))) if numbers else _UNKNOWN


def _range(first: int, last: int) -> Reading:
    if not (first in _NUMBERS and last in _NUMBERS and first < last):
        return _numbered({first, last}) if {first, last} - set(_NUMBERS) else _UNKNOWN
    return Reading(problem="objectives-range", params={"all": "; ".join(map(str, range(first, last + 1)))})


def _titled(raw: str) -> Reading:
    """Titles joined by ";", if every one is known."""
    numbers = [_titles().get(fold(part)) for part in re.split(r"[;|\n]", raw) if part.strip()]
    return _numbered({int(number) for number in numbers if number}) if numbers and all(numbers) else _UNKNOWN


@cache
def _titles() -> Mapping[str, str]:
    """Number by folded title, short or whole."""
    titles = ("code", "short_en", "short_fr", "short_es", "short_ar", "short_ru", "short_zh", "title_en", "title_fr")
    return {fold(row[title]): row["number"] for row in table("gcm_objectives") for title in titles if row[title]}
