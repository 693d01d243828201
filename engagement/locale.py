"""Six languages: sentences by code, plurals, numbers, dates, country names, direction.

The sentences stand in `data/locales/<language>/<domain>.po`, where a translator edits them; they are compiled in memory
when a language is first used. How numbers, dates, lists and countries are written comes from CLDR through Babel.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path
from typing import Any, Literal
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from engagement import reference
from engagement.model import DatePrecision, Problem
from engagement.safe_text import visible

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
"""The languages of documents, dates and country names: the six of the United Nations."""

INTERFACE_LANGUAGES = LANGUAGES
"""The languages of the dashboard."""

COMMAND_LANGUAGES = ("en", "fr")
"""The languages of the commands. A sentence these lack is a mistake of ours; the others borrow that of the English."""

OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية", "ru": "Русский", "zh": "中文"}
"""What each language calls itself."""

_REGIONS = {"en": "en_GB"}
_ISOLATE, _END_ISOLATE, _LEFT_TO_RIGHT = "\u2068", "\u2069", "\u200e"
_AT_HOME = {"AL", "R", "NSM", "WS", "EN", "AN", "CS", "ET"}
"""Kinds of letters and signs, as Unicode orders them, that keep their place in an Arabic sentence."""


# ---- sentences ----------------------------------------------------------------------------------------------------


def text(code: str, language: str, **values: Any) -> str:
    """The sentence of `code`, its {fields} filled with `values`.

    Values are written for the language: whole numbers grouped, lists joined by "and", days in words. A year or a row
    number is therefore given as text. Raises KeyError for a code without a sentence, or a field without a value.
    """
    return _sentence(code, values, language)


def plural(code: str, n: int, language: str, **values: Any) -> str:
    """The sentence of `code` in the grammatical number of `n`, which is also its field {n}."""
    return _filled(_catalogue(language).sentence(code, n), {"n": n, **values}, language)


def error_text(code: str, values: Mapping[str, Any], language: str) -> str:
    """The sentence of an error: see `errors.EngagementError`. What roles and acts are called is said in its place."""
    return _sentence(code, {name: _worded(name, value, language) for name, value in values.items()}, language)


_NAMED_BY = {"role": "person-role.", "roles": "person-role.", "act": "act."}
"""The values of errors that are codes with a name, and how the codes of these names begin."""


def _worded(name: str, value: Any, language: str) -> Any:
    if name not in _NAMED_BY:
        return value
    codes = [value] if isinstance(value, str) else value
    return joined([text(_NAMED_BY[name] + code, language) for code in codes], language)


_DAYS = ("day", "day_first", "month_first", "since_1900", "since_1904")
"""The params of problems that are days, as 2024-04-03."""

_LAYOUTS = ("plain", "template", "indico", "zoom", "teams", "kobo", "hxl", "matrix", "participants")


CategoryName = Callable[[str, str], str]
"""What a category, by its code, is called in a language: `Taxonomy.label` of a store that was brought its own."""


def problem_text(problem: Problem, language: str, category_name: CategoryName | None = None) -> str:
    """The sentence of a problem. Its fields are {row}, {column}, {value}, as far as known, and the problem's params.

    With the param `candidates`, category codes joined by ";", the sentence is that of `<code>-near`, which names them;
    without `category_name` those of a list that somebody brought keep their code.
    With the param `nearest` it ends with what comes nearest. Marks that turn the direction of text are shown.
    """
    place = {"row": problem.row, "column": problem.column, "value": problem.value}
    known = {name: str(value) for name, value in place.items() if value is not None} | problem.params
    known = {name: visible(value) for name, value in known.items()}
    known |= _named(problem.params, language, category_name or _category_name)
    code = f"{problem.code}-near" if known.get("candidates") else problem.code
    sentence = _sentence(code, known, language)
    if not known.get("nearest"):
        return sentence
    return text("problem.nearest", language, sentence=sentence, nearest=known["nearest"])


def _named(params: Mapping[str, str], language: str, category_name: CategoryName) -> dict[str, str]:
    """The codes of categories, calendars and layouts among the params, and the days, in words."""
    names: dict[str, CategoryName] = {
        "candidates": category_name,
        "calendars": lambda code, _: _calendar_names(language).get(code, code),
        "layout": lambda code, _: _layout_names(language).get(code, code),
    }
    listed = {
        param: format_list(
            [name(code, language) for code in params[param].split(";")], style="or", locale=_locale(language)
        )
        for param, name in names.items()
        if params.get(param)
    }
    return listed | {param: _day_in_words(params[param], language) for param in _DAYS if param in params}


def _day_in_words(iso: str, language: str) -> str:
    named = date.fromisoformat(iso)
    return day(named, named, DatePrecision.DAY, language)


@cache
def _calendar_names(language: str) -> dict[str, str]:
    codes = dict.fromkeys(row["calendar"] for row in reference.table("calendars"))
    return {code: text(f"calendar.{code}", language) for code in codes}


def _layout_names(language: str) -> Mapping[str, str]:
    return {code: text(f"layout.{code}", language) for code in _LAYOUTS}


def _category_name(code: str, language: str) -> str:
    return _category_names(language).get(code, code)


@cache
def _category_names(language: str) -> dict[str, str]:
    return {row["code"]: row[f"label_{language}"] for row in reference.table("categories")}


def _sentence(code: str, values: Mapping[str, Any], language: str) -> str:
    return _filled(_catalogue(language).sentence(code), values, language)


def _filled(sentence: str, values: Mapping[str, Any], language: str) -> str:
    return sentence.format_map({name: _isolated(_written(value, language), language) for name, value in values.items()})


def _written(value: Any, language: str) -> str:
    match value:
        case str():
            return str(value)
        case int():
            return number(value, language)
        case date():
            return day(value, value, DatePrecision.DAY, language)
        case list() | tuple():
            return joined([_written(item, language) for item in value], language)
    return str(value)


def _isolated(value: str, language: str) -> str:
    """A name in Latin letters inside an Arabic sentence must not reorder the words around it. Arabic words and plain
    numbers do not, and stand without marks, which some readers give room to."""
    if direction(language) != "rtl":
        return value
    is_foreign = any(bidirectional(each) not in _AT_HOME for each in value if each != _LEFT_TO_RIGHT)
    return f"{_ISOLATE}{value}{_END_ISOLATE}" if is_foreign else value


class _Catalogue:
    """The sentences of a language, each in its grammatical numbers; what it lacks is that of `beside`.

    As gettext's own, but for the detour through a compiled file, which costs as much as reading what translators edit.
    """

    def __init__(self, language: str, beside: "_Catalogue | None") -> None:
        self._language, self._beside = language, beside
        self._number = c2py(Catalog(locale=language).plural_expr)
        self._forms: dict[str, tuple[str, ...]] = {}
        for path in sorted((reference.folder() / "locales" / language).glob("*.po")):
            self._forms.update(_sentences(path))

    def sentence(self, code: str, n: int = 1) -> str:
        """The sentence of `code` in the grammatical number of `n`. Raises KeyError where there is none."""
        found = self._found(code, n)
        if not found:
            raise KeyError(f"no sentence for {code!r} in {self._language!r}")
        return found

    def _found(self, code: str, n: int) -> str | None:
        if forms := self._forms.get(code):
            return forms[min(self._number(n), len(forms) - 1)]
        return self._beside._found(code, n) if self._beside else None


def _sentences(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each code of a file with its sentence, or with that of each grammatical number."""
    with path.open("rb") as lines:
        for message in read_po(lines, locale=path.parent.name, abort_invalid=True):
            code, *_ = [message.id] if isinstance(message.id, str) else message.id
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if code and any(forms) and not message.fuzzy:
                yield code, forms


@cache
def _catalogue(language: str) -> _Catalogue:
    """All domains of a language as one. Raises KeyError for a language there is not."""
    if language not in LANGUAGES:
        raise KeyError(f"no language {language!r}")
    return _Catalogue(language, None if language in COMMAND_LANGUAGES else _catalogue("en"))


# ---- numbers, lists, names ----------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def number(n: int | float | Decimal, language: str) -> str:
    """`n` with the language's digit groups and decimal sign, at most three decimals."""
    return format_decimal(n, locale=_locale(language))


def signed(n: int | float | Decimal, language: str, digits: int = 0) -> str:
    """A difference with its sign, "+4.2", "−3" or "±0"; the sign stays before the digits in a line of Arabic.

    `digits` decimals are always written: of 1, "+7.0".
    """
    sign = "+" if n > 0 else "−" if n < 0 else "±"
    size = -n if n < 0 else n
    written = format_decimal(size, "#,##0." + "0" * digits, _locale(language)) if digits else number(size, language)
    return f"{_LEFT_TO_RIGHT if direction(language) == 'rtl' else ''}{sign}{written}"


def percent(share: Fraction | float, language: str, digits: int = 0) -> str:
    """A share (0.15) as a percentage ("15%"), rounded half up to `digits` decimals, which are always written."""
    exact = share if isinstance(share, Fraction) else Fraction(str(share))
    rounded = Decimal((exact * 10 ** (digits + 2) + Fraction(1, 2)).__floor__()).scaleb(-digits - 2)
    pattern = _locale(language).percent_formats[None].pattern
    return format_percent(rounded, pattern.replace("0", "0." + "0" * digits) if digits else pattern, _locale(language))


def joined(items: Iterable[str], language: str) -> str:
    """A list in words: "a, b and c"."""
    return format_list([_isolated(item, language) for item in items], locale=_locale(language))


def prose(said: Iterable[str], language: str) -> str:
    """Sentences one after the other; in Chinese without a space between them."""
    return ("" if language == "zh" else " ").join(each for each in said if each)


def country_name(iso2: str, language: str) -> str | None:
    """The name of a country by its ISO 3166-1 code of two capital letters; None when there is no such country.

    Where the United Nations use another name than CLDR does, it stands in `data/countries.csv`.
    """
    return _country_names(language).get(iso2)


@cache
def _country_names(language: str) -> dict[str, str]:
    usual = _locale(language).territories
    return {row["alpha2"]: row[language] or usual[row["alpha2"]] for row in reference.table("countries")}


@cache
def direction(language: str) -> Literal["ltr", "rtl"]:
    """The way the language is written."""
    return "rtl" if _locale(language).text_direction == "rtl" else "ltr"


@cache
def _locale(language: str) -> Locale:
    if language not in LANGUAGES:
        raise KeyError(f"no language {language!r}")
    return Locale.parse(_REGIONS.get(language, language))


# ---- days ---------------------------------------------------------------------------------------------------------


def day(date_from: date, date_to: date, precision: DatePrecision, language: str) -> str:
    """A date as exactly as it is known: "3 July 2024", "3–4 July 2024", "March 2024", "Q1 2024", "2021–2022".

    Both days are inclusive. A period of whole months or years is written as months or years.
    """
    return _WRITERS[precision](date_from, date_to, language)


def _days(first: date, last: date, language: str) -> str:
    if first == last:
        return _patterned(first, _long(language), language)
    opening, closing = _range_patterns(_largest_difference(first, last), language)
    return _patterned(first, opening, language) + _patterned(last, closing, language)


def _month(first: date, _last: date, language: str) -> str:
    return _patterned(first, _locale(language).datetime_skeletons["yMMMM"].pattern, language)


def _quarter(first: date, _last: date, language: str) -> str:
    return _patterned(first, _locale(language).datetime_skeletons["yQQQ"].pattern, language)


def _year(first: date, _last: date, _language: str) -> str:
    return str(first.year)


def _period(first: date, last: date, language: str) -> str:
    if not _is_whole_months(first, last):
        return _days(first, last, language)
    if (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return _month(first, last, language)
    opening, closing = _locale(language).interval_formats["yMMMM"]["M" if first.year == last.year else "y"]
    return _patterned(first, opening, language) + _patterned(last, closing, language)


_WRITERS: dict[DatePrecision, Callable[[date, date, str], str]] = {
    DatePrecision.DAY: _days,
    DatePrecision.MONTH: _month,
    DatePrecision.QUARTER: _quarter,
    DatePrecision.YEAR: _year,
    DatePrecision.PERIOD: _period,
}


def _is_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]


def _largest_difference(first: date, last: date) -> Literal["y", "M", "d"]:
    if first.year != last.year:
        return "y"
    return "M" if first.month != last.month else "d"


def _range_patterns(difference: Literal["y", "M", "d"], language: str) -> tuple[str, str]:
    """The patterns of the first and the last day. CLDR has them with short months; we spell months out."""
    opening, closing = _locale(language).interval_formats["yMMMd"][difference]
    if "MMM" not in opening + closing:
        return opening, closing
    day_and_month = _locale(language).datetime_skeletons["MMMMd"].pattern
    spelled = {"d": "d–", "M": f"{day_and_month} – ", "y": f"{_long(language)} – "}
    return spelled[difference], _long(language)


def _long(language: str) -> str:
    return str(_locale(language).date_formats["long"].pattern)


_DAY_TO_MONTH = re.compile("d[^yM]*M")
_SHORT_YEAR = re.compile(r"\s'?г'?\.")
"""CLDR ends a Russian date with an abbreviation, whose full stop would meet that of the sentence."""


def _patterned(moment: date, pattern: str, language: str) -> str:
    """`moment` by a pattern of CLDR, the day kept beside its month by no-break spaces."""
    if language == "fr" and moment.day == 1:
        pattern = pattern.replace("d", "d'er'")  # 1er mars, which CLDR leaves to the writer
    pattern = _SHORT_YEAR.sub("\u00a0'года'", pattern)
    kept = _DAY_TO_MONTH.sub(lambda found: found[0].replace(" ", "\u00a0"), pattern)
    return format_date(moment, kept, locale=_locale(language)).replace("\u2009", " ")
