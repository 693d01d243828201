"""Reading a date as people write it, in six languages, as exactly as it was written and no further.

Nothing is guessed: which of 03/04/2024 is the month, what century '24 is in, and whether 45355 is a serial number of a
spreadsheet are questions (`DateProblem`) for the person who has the file.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache

from babel import Locale

from engagement.errors import InputError
from engagement.model import DatePrecision

YEARS = range(1900, 2101)
"""Years outside are slips of the hand, or of another calendar."""

_LONGEST = 80
_LOCALES = ("en", "en_GB", "fr", "fr_CA", "es", "es_MX", "ar", "ar_SY", "ar_DZ", "ar_MA", "ru", "zh")


class DateOrder(StrEnum):
    """Which part of 03/04/2024 is which, as chosen for a whole file."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(frozen=True, slots=True)
class Span:
    """The days a date may stand for, both inclusive, and how exactly it was given."""

    date_from: date
    date_to: date
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class DateProblem:
    """Why a text is not a date. `code` is that of its sentence."""

    code: str


UNREADABLE = DateProblem("date-unreadable")
AMBIGUOUS = DateProblem("date-ambiguous")
IMPOSSIBLE = DateProblem("date-impossible")
TWO_DIGIT_YEAR = DateProblem("date-two-digit-year")
SERIAL = DateProblem("date-serial")
OUT_OF_RANGE = DateProblem("date-out-of-range")

Reading = Span | DateProblem


@lru_cache(maxsize=50_000)
def read(text: str, order: DateOrder | None = None) -> Span | DateProblem:
    """The days that `text` names, or why it names none.

    `order` settles numeric dates; without it those that could be read both ways are ambiguous. A time is left out and
    never moves the day. A weekday must agree with the date.

    >>> read("mars 2024").precision
    <DatePrecision.MONTH: 'month'>
    >>> read("03/04/2024")
    DateProblem(code='date-ambiguous')
    """
    if len(text) > _LONGEST:
        return UNREADABLE
    plain = _TIME.sub("", _plain(text))
    reading = _read_plain(plain, order)
    return _read_with_weekday(plain, order) if reading is UNREADABLE else reading


def first_and_last(text: str) -> tuple[date, date]:
    """The first and last day of a day, month, quarter or year given as a filter. InputError with the problem's code."""
    reading = read(text, None)
    if isinstance(reading, DateProblem):
        raise InputError(reading.code, value=text)
    return reading.date_from, reading.date_to


# ---- text ---------------------------------------------------------------------------------------------------------

_TIME = re.compile(
    r"(?<=\d)(?:t|[\s,]+)(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?\s*(?:z|utc|gmt|[ap]\.?m\.?|[+-]\d\d:?\d\d)?$"
)
_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
_CHINESE_MONTH = re.compile(r"^(\d{4})年(\d{1,2})月$")
_CHINESE_YEAR = re.compile(r"^(\d{4})年$")


def _plain(text: str) -> str:
    """Lower case, no accents or invisible marks, digits 0-9, one kind of dash; Chinese dates by the parts they name."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(_plain_character(letter) for letter in letters)
    plain = _CHINESE_DAY.sub(r"\1-\2-\3", " ".join(plain.split()))
    return _CHINESE_YEAR.sub(r"\1", _CHINESE_MONTH.sub(r"\1-\2", plain))


def _plain_character(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    match unicodedata.category(character):
        case "Mn" | "Cf":
            return ""
        case "Pd":
            return "-"
    return "-" if character == "\u2212" else character


# ---- names of months and weekdays ---------------------------------------------------------------------------------


@cache
def _months() -> dict[str, int]:
    return dict(_names("months"))


@cache
def _weekdays() -> dict[str, frozenset[int]]:
    """Weekdays by name, Monday 0. One name may be two days in two languages."""
    days: dict[str, frozenset[int]] = {}
    for name, weekday in _names("days"):
        days[name] = days.get(name, frozenset()) | {weekday}
    return days


def _names(kind: str) -> Iterator[tuple[str, int]]:
    for code in _LOCALES:
        contexts = getattr(Locale.parse(code), kind)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for index, name in contexts[context][width].items():
                    yield _plain(name).rstrip("."), index


def _any_of(names: dict[str, int] | dict[str, frozenset[int]]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _with_weekday() -> tuple[re.Pattern[str], ...]:
    weekday = rf"(?P<weekday>{_any_of(_weekdays())})"
    return re.compile(rf"{weekday}[\s.,،-]*(?P<rest>.+)"), re.compile(rf"(?P<rest>.+?)[\s,،(]*{weekday}\.?\)?")


# ---- the forms ----------------------------------------------------------------------------------------------------

Parts = dict[str, str | None]
Reader = Callable[[Parts, DateOrder | None], Reading]


def _read_plain(plain: str, order: DateOrder | None) -> Reading:
    for pattern, reader in _forms():
        if found := pattern.fullmatch(plain):
            return reader(found.groupdict(), order)
    return UNREADABLE


def _read_with_weekday(plain: str, order: DateOrder | None) -> Reading:
    for pattern in _with_weekday():
        if found := pattern.fullmatch(plain):
            return _on_weekday(_read_plain(found["rest"], order), _weekdays()[found["weekday"]])
    return UNREADABLE


def _on_weekday(reading: Reading, weekdays: frozenset[int]) -> Reading:
    if isinstance(reading, DateProblem):
        return reading
    if reading.precision is not DatePrecision.DAY:
        return UNREADABLE
    return reading if reading.date_from.weekday() in weekdays else IMPOSSIBLE


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """Every way to write a date, the first that fits wins; none fits a text that another reads as something else."""
    gap = r"[\s.,،/'-]*(?:(?:del|de|of|d)\b[\s']*)?"
    day, last_day = (rf"(?P<{name}>\d{{1,2}})(?:\.?(?:st|nd|rd|th|er|o))?" for name in ("day", "last_day"))
    month, last_month = (rf"(?P<{name}>{_any_of(_months())})" for name in ("month", "last_month"))
    year, any_year = r"(?P<year>\d{4})", r"(?P<year>\d{4}|\d{2})"
    end = r"(?:\s*(?:года|г)\.?)?"
    to = r"\s*(?:-|to|and|au|et|al?|y|по)\s*"
    iso = r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?|-?q\d)?"
    forms: tuple[tuple[str, Reader], ...] = (
        (r"\d{5}(?:\.\d+)?", _serial),
        (r"(?P<year>\d{4})", _calendar),
        (r"(?P<year>\d{4})-(?P<month>\d{1,2})", _calendar),
        (r"(?P<year>\d{4})[/](?P<month>\d{1,2})", _month_or_years),
        (r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})", _calendar),
        (r"(?P<year>\d{4})([/.-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})", _calendar),
        (r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)", _calendar),
        (r"(?P<year>\d{4})-?w(?P<week>\d\d)-?(?P<weekday>\d)", _week),
        (r"[qt](?P<quarter>\d)[\s,/-]*(?P<year>\d{4})", _calendar),
        (r"(?P<year>\d{4})[\s,/-]*[qt](?P<quarter>\d)", _calendar),
        (r"(?P<first>\d{1,2})([/.-])(?P<second>\d{1,2})\2(?P<year>\d{4}|\d{2})", _numeric),
        (rf"(?P<first>{iso})\s?/\s?(?P<last>{iso})", _between),
        (rf"{month}{gap}{year}{end}", _calendar),
        (rf"{month}\.?[-'\s]+(?P<year>\d{{2}})", _calendar),
        (rf"{year}{gap}{month}\.?", _calendar),
        (rf"(?:le\s)?{day}{gap}{month}{gap}{any_year}{end}", _calendar),
        (rf"{month}{gap}{day}{gap}{any_year}", _calendar),
        (rf"{year}{gap}{month}{gap}{day}", _calendar),
        (rf"(?:du\s)?{day}{to}{last_day}{gap}{month}{gap}{any_year}{end}", _calendar),
        (rf"{month}{gap}{day}{to}{last_day}{gap}{any_year}", _calendar),
        (rf"(?:du\s)?{day}{gap}{month}\.?{to}{last_day}{gap}{last_month}{gap}{any_year}{end}", _calendar),
    )
    return tuple((re.compile(pattern), reader) for pattern, reader in forms)


def _serial(_parts: Parts, _order: DateOrder | None) -> Reading:
    return SERIAL


def _month_or_years(parts: Parts, order: DateOrder | None) -> Reading:
    """2024/03 is a month, but 2023/24 and 2011/12 are also how two years are written."""
    follows = int(parts["month"] or 0) == (int(parts["year"] or 0) + 1) % 100
    return TWO_DIGIT_YEAR if follows else _calendar(parts, order)


def _week(parts: Parts, _order: DateOrder | None) -> Reading:
    year, week, weekday = (int(parts[name] or 0) for name in ("year", "week", "weekday"))
    try:
        moment = date.fromisocalendar(year, week, weekday)
    except ValueError:
        return IMPOSSIBLE
    return Span(moment, moment, DatePrecision.DAY) if moment.year in YEARS else OUT_OF_RANGE


def _between(parts: Parts, order: DateOrder | None) -> Reading:
    first, last = (_read_plain(parts[name] or "", order) for name in ("first", "last"))
    if isinstance(first, DateProblem):
        return first
    return last if isinstance(last, DateProblem) else _period(first.date_from, last.date_to)


def _numeric(parts: Parts, order: DateOrder | None) -> Reading:
    """Two numbers and a year: which is the month follows from the order chosen, or from one being above 12."""
    year, first, second = (parts[name] for name in ("year", "first", "second"))
    if len(year or "") == 2:
        return TWO_DIGIT_YEAR
    day_first = _calendar({"day": first, "month": second, "year": year}, order)
    month_first = _calendar({"day": second, "month": first, "year": year}, order)
    match order:
        case DateOrder.DMY:
            return day_first
        case DateOrder.MDY:
            return month_first
        case DateOrder.YMD:
            return IMPOSSIBLE
    return _only_one(day_first, month_first)


def _only_one(day_first: Reading, month_first: Reading) -> Reading:
    if isinstance(day_first, DateProblem):
        return month_first
    if isinstance(month_first, DateProblem) or month_first == day_first:
        return day_first
    return AMBIGUOUS


def _calendar(parts: Parts, _order: DateOrder | None) -> Reading:
    """The span of a year with, as far as written, a quarter, a month (number or name), a day and a last day."""
    year = parts["year"] or ""
    if len(year) == 2:
        return TWO_DIGIT_YEAR
    if int(year) not in YEARS:
        return OUT_OF_RANGE
    try:
        return _span(int(year), parts)
    except ValueError:  # 30 February, month 13, quarter 5
        return IMPOSSIBLE


def _span(year: int, parts: Parts) -> Reading:
    if quarter := parts.get("quarter"):
        return Span(date(year, int(quarter) * 3 - 2, 1), _end_of_month(year, int(quarter) * 3), DatePrecision.QUARTER)
    if not (month_text := parts.get("month")):
        return Span(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)
    month = _month_number(month_text)
    if not (day := parts.get("day")):
        return Span(date(year, month, 1), _end_of_month(year, month), DatePrecision.MONTH)
    first = date(year, month, int(day))
    if not (last_day := parts.get("last_day")):
        return Span(first, first, DatePrecision.DAY)
    return _period(first, date(year, _month_number(parts.get("last_month") or month_text), int(last_day)))


def _period(first: date, last: date) -> Reading:
    if first > last:
        return IMPOSSIBLE
    return Span(first, last, DatePrecision.DAY if first == last else DatePrecision.PERIOD)


def _month_number(text: str) -> int:
    return int(text) if text.isdecimal() else _months()[text]


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, 1) + timedelta(days=calendar.monthrange(year, month)[1] - 1)
