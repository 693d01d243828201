"""One cell of a log, read: its text becomes a value, or the code of what is wrong with it.

Each distinct value of a column is read once. What a person answered for a value comes before what the words say.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from engagement import countries, dates, taxonomy, vocabulary
from engagement.dates import DateProblem
from engagement.errors import MappingError
from engagement.folding import fold
from engagement.mapping import Mapping
from engagement.model import UNCLASSIFIED

MAX_COUNT = 100_000
MAX_TEXT = 500

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_COUNT = re.compile(r"\d{1,9}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


class Reading(NamedTuple):
    """What one cell means: a value (and for a date its end and precision), or the code of what is wrong with it."""

    value: Any = None
    until: Any = None
    detail: Any = None
    problem: str | None = None
    params: dict[str, str] | None = None


def read_column(column: str, raws: tuple[str | None, ...], mapping: Mapping) -> list[Reading]:
    """What every cell of one of our columns means. Raises MappingError for an answer that is not one of our values."""
    answers = {fold_value(source): ours for source, ours in mapping.values.get(column, {}).items()}
    memo = {raw: _read_cell(column, raw, answers.get(fold_value(raw or "")), mapping) for raw in dict.fromkeys(raws)}
    return [memo[raw] for raw in raws]


def _read_cell(column: str, raw: str | None, answer: str | None, mapping: Mapping) -> Reading:
    if raw and column != "person" and holds_address(raw):
        return Reading(problem="personal-data")
    if answer is not None:
        return _answered(column, raw, answer, mapping)
    return Reading() if raw is None else _READERS[column](raw, mapping)


def holds_address(raw: str) -> bool:
    """Whether a text holds an e-mail address, which is kept nowhere."""
    return bool(_EMAIL.search(clean(raw)))


def fold_value(raw: str) -> str:
    """How a value of the sheet is compared with the value a person answered for: case and spaces aside."""
    return " ".join(raw.casefold().split())


def _answered(column: str, raw: str | None, answer: str, mapping: Mapping) -> Reading:
    """What a person said a value means; a label stays as the sheet spells it. Raises MappingError for what we lack."""
    if not answer:
        return Reading()
    reading = _READERS[column](answer, mapping)
    if reading.problem:
        raise MappingError("value-unknown", column=column, value=answer, values=", ".join(_possible(column)))
    return reading._replace(until=_text(raw or "", mapping).value) if column == "category" else reading


def _possible(column: str) -> tuple[str, ...]:
    if column == "category":
        return taxonomy.CODES
    return vocabulary.codes(column) if column in vocabulary.columns() else ()


def clean(raw: str) -> str:
    """Text as it is kept: composed letters, no control or direction characters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub(" ", raw)).split())


def _text(raw: str, mapping: Mapping) -> Reading:
    value = clean(raw)
    if len(value) > MAX_TEXT:
        return Reading(problem="text-too-long", params={"limit": str(MAX_TEXT)})
    return Reading(value, until=fold(value) or value) if value else Reading()


def _date(raw: str, mapping: Mapping) -> Reading:
    span = dates.read(raw, mapping.date_order)
    if isinstance(span, DateProblem):
        return Reading(problem=span.code)
    return Reading(span.date_from.isoformat(), span.date_to.isoformat(), span.precision.value)


def _category(raw: str, mapping: Mapping) -> Reading:
    label = _text(raw, mapping)
    if label.problem:
        return label
    found = taxonomy.recognise(raw)
    tags = ";".join(found.tags)
    if found.category:
        return Reading(found.category, until=label.value, detail=tags)
    return Reading(
        UNCLASSIFIED,
        until=label.value,
        detail=tags,
        problem="category-ask" if found.candidates else "category-unknown",
        params={"candidates": ";".join(found.candidates)},
    )


def _word(column: str, problem: str) -> Callable[[str, Mapping], Reading]:
    def read(raw: str, mapping: Mapping) -> Reading:
        code = vocabulary.recognise(column, raw)
        if code is None:
            return Reading(problem=problem, params={"values": ", ".join(vocabulary.codes(column))})
        return Reading(code)

    return read


def _level(raw: str, mapping: Mapping) -> Reading:
    code = vocabulary.recognise("level", raw)
    if code is None:
        return Reading(problem="level-unknown")
    return Reading(None if code == "LX" else int(code[1:]))


def _country(raw: str, mapping: Mapping) -> Reading:
    code = countries.recognise(raw)
    return Reading(code) if code else Reading(problem="country-unknown")


def _tags(raw: str, mapping: Mapping) -> Reading:
    found = [taxonomy.recognise(part) for part in re.split(r"[;,|]", raw) if part.strip()]
    tags = sorted({tag for each in found for tag in each.tags})
    return Reading(";".join(tags)) if tags else Reading(problem="tag-unknown")


def _count(raw: str, mapping: Mapping) -> Reading:
    digits = re.sub(r"[\s\u00a0\u202f]", "", raw)
    if _COUNT.fullmatch(digits) and int(digits) <= MAX_COUNT:
        return Reading(int(digits))
    return Reading(problem="count-unreadable", params={"limit": str(MAX_COUNT)})


def _person(raw: str, mapping: Mapping) -> Reading:
    return Reading(fold(raw) or raw)


_READERS: dict[str, Callable[[str, Mapping], Reading]] = {
    **dict.fromkeys(("activity", "network", "working_group", "organisation", "place", "activity_type"), _text),
    **dict.fromkeys(("date", "date_from", "date_to"), _date),
    **dict.fromkeys(("people", "women", "men", "other_gender"), _count),
    **{column: _word(column, "yes-no-unknown") for column in ("open_to_stakeholders", "log_complete")},
    **{column: _word(column, f"{column}-unknown") for column in ("gender", "stage", "role", "mode")},
    "category": _category,
    "country": _country,
    "level": _level,
    "tags": _tags,
    "person": _person,
}
