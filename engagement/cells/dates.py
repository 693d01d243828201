"""Reading a date as people write it, in six languages, as exactly as it was written and no further.

Nothing is guessed: which of 03/04/2024 is the month, what century '24 is in, and whether 45355 is a serial number of a
spreadsheet are questions (`DateProblem`) for the person who has the file. What they answer is in `Settled`.
"""

import calendar
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from babel import Locale

from engagement.errors import InputError
from engagement.model import DatePrecision
from engagement.reference import table

YEARS = range(1900, 2101)
"""Years outside are slips of the hand, or of another calendar."""

_OTHER_CALENDARS = {"hijri": range(1318, 1524), "solar-hijri": range(1279, 1479), "buddhist": range(2443, 2644)}
"""The years in which each counts our 1900 to 2100."""

_LONGEST, _MOST_WORDS = 80, 9
_LOCALES = ("en", "en_GB", "fr", "fr_CA", "es", "es_MX", "ar", "ar_SY", "ar_DZ", "ar_MA", "ru", "zh")


class DateOrder(StrEnum):
    """Which part of 03/04/2024 is which, as chosen for a whole file."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Settled(NamedTuple):
    """What the person who has the file answered about all its dates."""

    order: DateOrder | None = None
    century: Literal[1900, 2000] | None = None
    serial_dates: Literal["1900", "1904"] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The days a date may stand for, both inclusive, and how exactly it was given."""

    date_from: date
    date_to: date
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class DateProblem:
    """Why a text is not a date. `code` is that of its sentence, `params` what else it says: the days it may be."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


UNREADABLE = DateProblem("date-unreadable")
AMBIGUOUS = DateProblem("date-ambiguous")
IMPOSSIBLE = DateProblem("date-impossible")
TWO_DIGIT_YEAR = DateProblem("date-two-digit-year")
SERIAL = DateProblem("date-serial")
OUT_OF_RANGE = DateProblem("date-out-of-range")
TWO_YEARS = DateProblem("date-two-years")
REVERSED = DateProblem("dates-reversed")

Reading = Span | DateProblem

_ISO = re.compile(r"[12]\d{3}-[01]\d-[0-3]\d", re.ASCII)


def read(
    text: str,
    order: DateOrder | None = None,
    *,
    century: Literal[1900, 2000] | None = None,
    serial_dates: Literal["1900", "1904"] | None = None,
) -> Span | DateProblem:
    """The days that `text` names, or why it names none.

    `order` settles numeric dates; without it those that could be read both ways are ambiguous. `century` settles years
    of two digits, `serial_dates` the day numbers of spreadsheets. A time and its zone are left out and never move the
    day. A weekday must agree with the date.

    >>> read("mars 2024").precision
    <DatePrecision.MONTH: 'month'>
    >>> read("03/04/2024")
    DateProblem(code='date-ambiguous')
    """
    return read_settled(text, Settled(order, century, serial_dates))


def read_settled(text: str, settled: Settled) -> Span | DateProblem:
    """The days that `text` names given what was settled for its file, or why it names none: see `read`."""
    if len(text) > _LONGEST:
        return UNREADABLE
    if _ISO.fullmatch(text):
        return _calendar({"year": text[:4], "month": text[5:7], "day": text[8:]}, settled)
    plain = _plain(text)
    if not _DIGIT.search(plain):
        return UNREADABLE
    plain = _TIME.sub("", plain) if _CLOCK_SIGN.search(plain) else plain
    words = _WORD.findall(plain)
    if len(words) > _MOST_WORDS:
        return UNREADABLE
    if not words:
        return _read_forms(plain, _number_forms(), settled)
    return _read_words(plain, words, settled) if _known_words().issuperset(words) else _of_other_calendar(words)


def _read_words(plain: str, words: list[str], settled: Settled) -> Reading:
    reading = _read_forms(plain, _word_forms(), settled)
    is_any_weekday = reading is UNREADABLE and not _weekdays().keys().isdisjoint(words)
    return _read_with_weekday(plain, settled) if is_any_weekday else reading


def first_and_last(text: str) -> tuple[date, date]:
    """The first and last day of a day, month, quarter or year given as a filter. InputError with the problem's code."""
    reading = read(text)
    if isinstance(reading, DateProblem):
        raise InputError(reading.code, value=text)
    return reading.date_from, reading.date_to


# ---- text ---------------------------------------------------------------------------------------------------------

_CLOCK = (
    r"(?:(?:[01]?\d|2[0-4])(?:[:h][0-5]\d(?::[0-5]\d(?:\.\d+)?)?|h)(?:\s*[ap]\.?m\.?)?|(?:1[0-2]|0?\d)\s?[ap]\.?m\.?)"
)
_ZONES = "utc gmt cet cest est edt cst cdt mst mdt pst pdt bst ist msk eat cat wat sast eet eest wet west art brt pkt"
_ZONE = (
    rf"(?:z|\(?(?:{'|'.join(_ZONES.split())})?(?:[+-]\d\d?(?::?\d\d)?)?\)?|\(?[a-z]+/[a-z_]+\)?"
    r"|[a-z ]{3,30} time|heure de [a-z ]{3,30})"
)
_TIME = re.compile(rf"(?<=\d)(?:t|[\s,]+)(?:at |a )?{_CLOCK}(?:\s?(?:-|to|a)\s?{_CLOCK})?\s*{_ZONE}$")
_CLOCK_SIGN = re.compile(r"\d(?::|h|\s?[ap]\.?m)")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
_CHINESE_MONTH = re.compile(r"^(\d{4})年(\d{1,2})月$")
_CHINESE_YEAR = re.compile(r"^(\d{4})年$")


def _plain(text: str) -> str:
    """Lower case, no accents or invisible marks, digits 0-9, one kind of dash; Chinese dates by the parts they name."""
    if text.isascii():
        return " ".join(text.lower().split())
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(map(_plain_character, letters))
    plain = _CHINESE_DAY.sub(r"\1-\2-\3", " ".join(plain.split()))
    return _CHINESE_YEAR.sub(r"\1", _CHINESE_MONTH.sub(r"\1-\2", plain))


@lru_cache(maxsize=4_000)
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


_BETWEEN_PARTS = "st nd rd th er o del de d of le du to and au et a al y по года г q t w"


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


@cache
def _known_words() -> frozenset[str]:
    """Every word that a date may be made of."""
    named = (word for name in (*_months(), *_weekdays()) for word in _WORD.findall(name))
    return frozenset((*named, *_BETWEEN_PARTS.split()))


@cache
def _calendar_words() -> dict[str, str]:
    """Months and eras of other calendars."""
    return {word: row["calendar"] for row in table("calendars") for word in _WORD.findall(_plain(row["term"]))}


def _of_other_calendar(words: list[str]) -> DateProblem:
    """A problem that names the calendar some word belongs to, if one does."""
    named = [calendar for word in words if (calendar := _calendar_words().get(word))]
    return DateProblem("date-other-calendar", {"calendars": named[0]}) if named else UNREADABLE


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
Reader = Callable[[Parts, Settled], Reading]
Forms = tuple[tuple[re.Pattern[str], Reader], ...]


def _read_forms(plain: str, forms: Forms, settled: Settled) -> Reading:
    for pattern, reader in forms:
        if found := pattern.fullmatch(plain):
            return reader(found.groupdict(), settled)
    return UNREADABLE


def _read_with_weekday(plain: str, settled: Settled) -> Reading:
    for pattern in _with_weekday():
        if found := pattern.fullmatch(plain):
            return _on_weekday(_read_plain(found["rest"], settled), _weekdays()[found["weekday"]])
    return UNREADABLE


def _read_plain(plain: str, settled: Settled) -> Reading:
    return _read_forms(plain, _word_forms() if _WORD.search(plain) else _number_forms(), settled)


def _on_weekday(reading: Reading, weekdays: frozenset[int]) -> Reading:
    if isinstance(reading, DateProblem):
        return reading
    if reading.precision is not DatePrecision.DAY:
        return UNREADABLE
    if reading.date_from.weekday() in weekdays:
        return reading
    return DateProblem("date-weekday", {"day": reading.date_from.isoformat()})


_ISO_PART = r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?|-?q\d)?"
_BETWEEN = rf"(?P<first>{_ISO_PART})\s?/\s?(?P<last>{_ISO_PART})"


@cache
def _number_forms() -> Forms:
    """Every way to write a date in numbers, the first that fits wins."""
    return _compiled(
        (r"(?P<year>\d{4})", _year_alone),
        (r"(?P<serial>-?\d{1,7}(?:\.\d+)?)", _serial),
        (r"(?P<year>\d{4})-(?P<month>\d{1,2})", _calendar),
        (r"(?P<year>\d{4})[/](?P<month>\d{1,2})", _month_or_years),
        (r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})", _calendar),
        (r"(?P<year>\d{4})([/.-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})", _calendar),
        (r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)", _calendar),
        (r"(?P<first>\d{1,2})([/.-])(?P<second>\d{1,2})\2(?P<year>\d{4}|\d{2})", _numeric),
        (_BETWEEN, _between),
    )


@cache
def _word_forms() -> Forms:
    """Every way to write a date with words; none fits a text that another reads as something else."""
    gap = r"[\s.,،/'-]*(?:(?:del|de|of|d)\b[\s']*)?"
    day, last_day = (rf"(?P<{name}>\d{{1,2}})(?:\.?(?:st|nd|rd|th|er|o))?" for name in ("day", "last_day"))
    month, last_month = (rf"(?P<{name}>{_any_of(_months())})" for name in ("month", "last_month"))
    year, any_year = r"(?P<year>\d{4})", r"(?P<year>\d{4}|\d{2})"
    end = r"(?:\s*(?:года|г)\.?)?"
    to = r"\s*(?:-|to|and|au|et|al?|y|по)\s*"
    return _compiled(
        (r"(?P<year>\d{4})-?w(?P<week>\d\d)-?(?P<weekday>\d)", _week),
        (r"[qt](?P<quarter>\d)[\s,/-]*(?P<year>\d{4})", _calendar),
        (r"(?P<year>\d{4})[\s,/-]*[qt](?P<quarter>\d)", _calendar),
        (_BETWEEN, _between),
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


def _compiled(*forms: tuple[str, Reader]) -> Forms:
    return tuple((re.compile(pattern), reader) for pattern, reader in forms)


def _year_alone(parts: Parts, settled: Settled) -> Reading:
    """2024 is a year, in a column of day numbers too; 1402 there is a day number."""
    is_serial = settled.serial_dates is not None and int(parts["year"] or 0) not in YEARS
    return _serial({"serial": parts["year"]}, settled) if is_serial else _calendar(parts, settled)


def _serial(parts: Parts, settled: Settled) -> Reading:
    """The day with this number in a spreadsheet, if a person said that the file has such numbers."""
    number = float(parts["serial"] or 0)
    days = {start: _day_number(number, start) for start in ("1900", "1904")}
    offered = days[settled.serial_dates or "1900"]
    if offered is None:
        return IMPOSSIBLE
    if offered.year not in YEARS:
        return OUT_OF_RANGE
    if settled.serial_dates:
        return Span(offered, offered, DatePrecision.DAY)
    return DateProblem(SERIAL.code, {f"since_{start}": str(day) for start, day in days.items()})


def _day_number(number: float, start: str) -> date | None:
    """The day that spreadsheets number so; none below the first, after 9999, and for 60: 29 February 1900 never was."""
    number = math.floor(number)
    if start == "1904":
        return date(1904, 1, 1) + timedelta(number) if 0 <= number <= 2_957_003 else None
    if not 1 <= number <= 2_958_465 or number == 60:
        return None
    return date(1899, 12, 31 if number < 60 else 30) + timedelta(number)


def _month_or_years(parts: Parts, settled: Settled) -> Reading:
    """2024/03 is a month, but 2023/24 and 2011/12 are also how two years are written."""
    follows = int(parts["month"] or 0) == (int(parts["year"] or 0) + 1) % 100
    return TWO_YEARS if follows else _calendar(parts, settled)


def _week(parts: Parts, _settled: Settled) -> Reading:
    year, week, weekday = (int(parts[name] or 0) for name in ("year", "week", "weekday"))
    try:
        moment = date.fromisocalendar(year, week, weekday)
    except ValueError:
        return IMPOSSIBLE
    return Span(moment, moment, DatePrecision.DAY) if moment.year in YEARS else OUT_OF_RANGE


def _between(parts: Parts, settled: Settled) -> Reading:
    first, last = (_read_plain(parts[name] or "", settled) for name in ("first", "last"))
    if isinstance(first, DateProblem):
        return first
    return last if isinstance(last, DateProblem) else _period(first.date_from, last.date_to)


def _numeric(parts: Parts, settled: Settled) -> Reading:
    """Two numbers and a year: which is the month follows from the order chosen, or from one being above 12."""
    first, second, year = (parts[name] for name in ("first", "second", "year"))
    if settled.order is DateOrder.YMD:
        is_year_first = len(first or "") == len(year or "") == 2
        return _calendar({"year": first, "month": second, "day": year}, settled) if is_year_first else IMPOSSIBLE
    day_first = _calendar({"day": first, "month": second, "year": year}, settled)
    month_first = _calendar({"day": second, "month": first, "year": year}, settled)
    match settled.order:
        case DateOrder.DMY:
            return day_first
        case DateOrder.MDY:
            return month_first
    return _only_one(day_first, month_first)


def _only_one(day_first: Reading, month_first: Reading) -> Reading:
    if isinstance(day_first, DateProblem):
        is_said_better = isinstance(month_first, DateProblem) and bool(day_first.params)
        return day_first if is_said_better else month_first
    if isinstance(month_first, DateProblem) or month_first == day_first:
        return day_first
    return DateProblem(
        AMBIGUOUS.code,
        {"day_first": day_first.date_from.isoformat(), "month_first": month_first.date_from.isoformat()},
    )


def _calendar(parts: Parts, settled: Settled) -> Reading:
    """The span of a year with, as far as written, a quarter, a month (number or name), a day and a last day."""
    digits = parts["year"] or ""
    if len(digits) == 2 and settled.century is None:
        return DateProblem(TWO_DIGIT_YEAR.code, {"this_century": f"20{digits}", "last_century": f"19{digits}"})
    year = int(digits) + (settled.century or 0) if len(digits) == 2 else int(digits)
    if year not in YEARS:
        return _out_of_range(year)
    try:
        return _span(year, parts)
    except ValueError:  # 30 February, month 13, quarter 5
        return _impossible(year, parts)


def _out_of_range(year: int) -> DateProblem:
    calendars = [name for name, years in _OTHER_CALENDARS.items() if year in years]
    return DateProblem("date-other-calendar", {"calendars": ";".join(calendars)}) if calendars else OUT_OF_RANGE


def _impossible(year: int, parts: Parts) -> DateProblem:
    """With the last day of the month, where only the day is wrong."""
    month = _month_number(parts.get("month") or "0")
    is_day_wrong = 1 <= month <= 12 and parts.get("day") not in (None, "0", "00") and not parts.get("last_day")
    return DateProblem(IMPOSSIBLE.code, {"nearest": str(_end_of_month(year, month))}) if is_day_wrong else IMPOSSIBLE


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
        return REVERSED
    return Span(first, last, DatePrecision.DAY if first == last else DatePrecision.PERIOD)


def _month_number(text: str) -> int:
    return int(text) if text.isdecimal() else _months()[text]


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, 1) + timedelta(days=calendar.monthrange(year, month)[1] - 1)
