"""What the columns of a sheet may be: from their titles, their HXL tags, the layout of the file, or their values.

A suggestion has a reason and a confidence. Only what is certain is used without asking.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Dictionary
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from engagement import vocabulary
from engagement.cells import countries, dates
from engagement.cells.dates import DateProblem
from engagement.files.sheet import Cells, Row, Rows, Sheet
from engagement.folding import fold
from engagement.model import UNCLASSIFIED
from engagement.reference import table
from engagement.taxonomy import SHIPPED, Taxonomy

_LOOK_AT = 200
"""Rows whose values are looked at."""
_BETWEEN_LANGUAGES = re.compile(r"\s*[/|\n]\s*|\s+[-–—]\s+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEGIBLE_DATES = frozenset((dates.AMBIGUOUS.code, dates.TWO_DIGIT_YEAR.code))
_WORDS = ("gender", "stage", "role", "level", "mode", "age_band")
"""Columns whose words are told from those of any other column."""


class Confidence(StrEnum):
    """How sure a suggestion is, the surest first."""

    CERTAIN = "certain"  # used, and named on the receipt
    LIKELY = "likely"  # offered first
    POSSIBLE = "possible"  # offered


class Reason(StrEnum):
    """Why a column is suggested."""

    LAYOUT = "layout"  # files of this layout have it there
    TAG = "hxl-tag"
    WORDS = "header-words"  # the title nearly always means this column
    SHARED = "header-shared"  # so does the title of another column
    PART = "header-part"  # the title has words that mean this column among others
    VALUES = "values"  # what stands in the cells


class Suggestion(NamedTuple):
    """One of our columns for a header, and why."""

    column: str
    reason: Reason
    confidence: Confidence


def suggest(
    sheet: Sheet, laid: Dictionary[str, str] | None = None, categories: Taxonomy = SHIPPED
) -> dict[str, Suggestion]:
    """The column that each header may mean; a header about which nothing is known is left out.

    `laid` is what the layout says of its headers ('' for one to leave out). A column that several headers mean
    equally well is certain for none of them.
    """
    laid = laid or {}
    found = {title: Suggestion(column, Reason.LAYOUT, Confidence.CERTAIN) for title, column in laid.items() if column}
    free = [title for title in sheet.header if title not in laid]
    titles = (by_tags(sheet.header, sheet.hashtags or ()), _by_words(free), _by_part(free))
    sources = (*titles, _by_values(sheet, free, categories))
    for is_certain in (True, False):
        for source in sources:
            taken = {each.column for each in found.values()}
            found |= _shared(
                {
                    title: each
                    for title, each in source.items()
                    if title in free
                    and title not in found
                    and not _is_said(each.column, taken)
                    and (each.confidence is Confidence.CERTAIN) is is_certain
                }
            )
    return {title: found[title] for title in sheet.header if title in found}


def by_words(titles: Sequence[str]) -> dict[str, str]:
    """Headers whose words nearly always mean one of our columns; a column two headers could mean is left out."""
    found = {title: column for title in titles if (column := column_of(title))}
    times = Counter(found.values())
    return {title: column for title, column in found.items() if times[column] == 1}


def column_of(title: str) -> str | None:
    """Our column for a title that nearly always means it, also when it says so in two languages.

    >>> column_of("Organisation / Organización"), column_of("Organisation / Country")
    ('organisation', None)
    """
    if (column := vocabulary.column_for(title)) or vocabulary.is_personal(title):
        return column
    columns = {vocabulary.column_for(part) for part in _BETWEEN_LANGUAGES.split(title)}
    return columns.pop() if len(columns) == 1 else None


def parts_of(title: str) -> str | None:
    """Our column for a title that means it, or whose longest known words do; `personal` for one about people.

    >>> parts_of("Which type of organization do you belong to?")
    'category'
    """
    if column := column_of(title):
        return column
    part = _longest_known_part(fold(title))
    return part[0] if part else None


def first_rows(sheet: Sheet) -> tuple[Row, ...]:
    """The rows that can be looked at without reading the whole file."""
    rows = sheet.rows
    return rows.head[:_LOOK_AT] if isinstance(rows, Rows) else tuple(rows[:_LOOK_AT])


def _is_said(column: str, taken: set[str]) -> bool:
    """Whether the columns already found say what this one would."""
    days = {"date_from", "date_to"}
    return column in taken or (column == "date" and bool(days & taken)) or (column in days and "date" in taken)


def _shared(found: dict[str, Suggestion]) -> dict[str, Suggestion]:
    """The same suggestions, certain only where no other header claims the column."""
    times = Counter(each.column for each in found.values())
    return {title: each if times[each.column] == 1 else _less_sure(each) for title, each in found.items()}


def _less_sure(each: Suggestion) -> Suggestion:
    if each.reason is Reason.SHARED:
        return each
    if each.confidence is Confidence.CERTAIN:
        return each._replace(reason=Reason.SHARED, confidence=Confidence.LIKELY)
    return each._replace(confidence=Confidence.POSSIBLE)


# ---- titles and tags ----------------------------------------------------------------------------------------------


def by_tags(header: Cells, hashtags: Cells) -> dict[str, Suggestion]:
    """What HXL tags say of the headers over them. The first kind of tag that says anything of a column counts."""
    found: dict[str, Suggestion] = {}
    tagged = [(title, _tag(cell)) for title, cell in zip(header, hashtags, strict=False)]
    for row in table("hxl_tags"):
        wanted = _tag(row["tag"])
        titles = [title for title, tag in tagged if _fits(tag, wanted, row["without"]) and title not in found]
        if row["column"] not in {each.column for each in found.values()}:
            suggestion = Suggestion(row["column"], Reason.TAG, Confidence(row["confidence"]))
            found |= _shared(dict.fromkeys(titles, suggestion))
    return found


class _Tag(NamedTuple):
    name: str
    attributes: frozenset[str]


def _tag(cell: str) -> _Tag:
    name, *attributes = re.split(r"\s*\+\s*", cell.strip().casefold())
    return _Tag(name, frozenset(attributes))


def _fits(tag: _Tag, wanted: _Tag, without: str) -> bool:
    forbidden = set(without.split()) - wanted.attributes
    return tag.name == wanted.name and wanted.attributes <= tag.attributes and not forbidden & tag.attributes


def _by_words(titles: Sequence[str]) -> dict[str, Suggestion]:
    found = ((title, column_of(title)) for title in titles)
    return {title: Suggestion(column, Reason.WORDS, Confidence.CERTAIN) for title, column in found if column}


def _by_part(titles: Sequence[str]) -> dict[str, Suggestion]:
    """Titles that are sentences: what their longest known words mean. A column about people is never suggested."""
    found: dict[str, Suggestion] = {}
    for title in titles:
        if part := _longest_known_part(fold(title)):
            column, words = part
            likely = words > 1 or len(fold(title).split()) <= 3 * words
            confidence = Confidence.LIKELY if likely else Confidence.POSSIBLE
            if column != "personal":
                found[title] = Suggestion(column, Reason.PART, confidence)
    return found


@cache
def _known_titles() -> Dictionary[str, str]:
    return {fold(row["term"]): row["column"] for row in reversed(table("column_names")) if len(fold(row["term"])) > 3}


def _longest_known_part(title: str) -> tuple[str, int] | None:
    """The column, and the number of words, of the longest known title within a title."""
    words = title.split()
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            if column := _known_titles().get(" ".join(words[start : start + size])):
                return column, size
    return None


# ---- values -------------------------------------------------------------------------------------------------------


def _by_values(sheet: Sheet, titles: Sequence[str], categories: Taxonomy) -> dict[str, Suggestion]:
    rows = [cells for _, cells in first_rows(sheet)]
    found = {}
    for position, title in enumerate(sheet.header):
        if title not in titles or vocabulary.is_personal(title):
            continue
        if each := _of_values(_distinct(rows, position), categories):
            found[title] = each
    return found


def _distinct(rows: Sequence[Cells], position: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell for row in rows if position < len(row) and (cell := row[position].strip())))


def _of_values(values: tuple[str, ...], categories: Taxonomy) -> Suggestion | None:
    """The one column whose values these all, or nearly all, are."""
    if values and all(_YEAR.fullmatch(value) for value in values):
        return Suggestion("date", Reason.VALUES, Confidence.POSSIBLE)
    if not values or all(value.isdecimal() for value in values):
        return None
    shares = [(sum(map(is_one, values)) / len(values), column) for column, is_one in _kinds(categories)]
    best = [(share, column) for share, column in shares if share >= 0.8]
    if len(best) != 1:
        return None
    share, column = best[0]
    sure = share == 1 and len(values) > 2
    return Suggestion(column, Reason.VALUES, Confidence.LIKELY if sure else Confidence.POSSIBLE)


def _kinds(categories: Taxonomy) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Columns that their values tell, and what such a value is."""
    yield "date", _is_date
    yield "country", _is_country
    yield "category", lambda value: _is_category(value, categories)
    for column in _WORDS:
        yield column, lambda value, column=column: vocabulary.recognise(column, value) is not None  # type: ignore[misc]


def _is_date(value: str) -> bool:
    reading = dates.read(value)
    return reading.code in _LEGIBLE_DATES if isinstance(reading, DateProblem) else True


def _is_country(value: str) -> bool:
    return countries.recognise(value) is not None


def _is_category(value: str, categories: Taxonomy) -> bool:
    found = categories.recognise(value)
    return bool(found.candidates) or found.category not in (None, UNCLASSIFIED)
