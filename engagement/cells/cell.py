"""One cell of a log, read: its text becomes a value, the code of what is wrong with it, or both.

Each distinct value of a column is read once. What a person answered for a value comes before what the words say.
"""

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as ByValue
from functools import cache, partial

from engagement import reference, vocabulary
from engagement.cells import ages, countries, counts, dates, names, objectives
from engagement.cells.counts import MAX_COUNT
from engagement.cells.dates import DateProblem, Settled
from engagement.cells.footers import begins_as_footer, is_footer
from engagement.cells.names import MAX_TEXT, clean, invisible
from engagement.cells.reading import Reading
from engagement.errors import MappingError
from engagement.folding import fold
from engagement.mapping import Mapping
from engagement.model import UNCLASSIFIED
from engagement.taxonomy import SHIPPED, Taxonomy

__all__ = [
    "MAX_COUNT",
    "MAX_SUGGESTIONS",
    "MAX_TEXT",
    "Reading",
    "answer_to_part",
    "bare",
    "candidate",
    "clean",
    "fold_value",
    "holds_address",
    "read_values",
]

MAX_SUGGESTIONS = 50
"""For how many unknown values of one column the nearest known one is looked up: a few milliseconds each."""

_DOMAIN = r"@[\w-]+(?:\.[\w-]+)+"
_CANDIDATE = re.compile(rf"(\([^()]+\))(?:\s+({_DOMAIN}))?|({_DOMAIN})")


def read_values(column: str, raws: Iterable[str], mapping: Mapping, categories: Taxonomy = SHIPPED) -> list[Reading]:
    """What each of the distinct texts of a column means, in their order; a text of spaces means nothing.

    Raises MappingError for an answer that is not one of our values.
    """
    answers = {fold_value(source): ours for source, ours in mapping.values.get(column, {}).items()}
    reader = _reader(column, categories)
    readings: list[Reading] = []
    texts: list[str] = []
    for raw in raws:
        texts.append(raw)
        if not raw.strip():
            readings.append(_BLANK)
        elif column != "person" and holds_address(raw):
            readings.append(_PERSONAL)
        elif answers and (answer := _answer(column, raw, answers)) is not None:
            readings.append(_answered(column, raw, answer, mapping, categories))
        elif is_footer(raw):
            readings.append(_FOOTER)
        else:
            readings.append(reader(raw, mapping))
    return _with_nearest(column, texts, [_cleaned(*pair) for pair in zip(texts, readings, strict=True)])


def fold_value(raw: str) -> str:
    """How a value of the sheet is compared with the value a person answered for: case and spaces aside."""
    return " ".join(raw.casefold().split())


def candidate(raw: str) -> tuple[str, ...]:
    """What may name an organisation, in the parts that an attendance report is read in: '(IOM)', '@iom.int', or both.

    Nothing for any other text.
    """
    found = _CANDIDATE.fullmatch(raw.strip()) if "@" in raw or "(" in raw else None
    return tuple(filter(None, found.groups())) if found else ()


def bare(part: str) -> str:
    """A part of a candidate without its signs."""
    return clean(part.strip("@()"))


def holds_address(raw: str) -> bool:
    """As `names.holds_address` says; a domain after a name in brackets is nobody's address.

    >>> holds_address("(IOM) @iom.int"), holds_address("first.last @iom.int")
    (False, True)
    """
    return any(map(names.holds_address, candidate(raw) or (raw,)))


def answer_to_part(raw: str, answers: ByValue[str, str]) -> str | None:
    """What a person answered for the parts of a candidate, by folded value; None where two answers differ."""
    found = [answers[part] for part in map(fold_value, candidate(raw)) if part in answers]
    return found[0] if len(set(map(fold_value, found))) == 1 else None


def _answer(column: str, raw: str, answers: ByValue[str, str]) -> str | None:
    """What a person answered for a value, or else for a part of it."""
    exact = answers.get(fold_value(raw))
    return answer_to_part(raw, answers) if exact is None and column == "organisation" else exact


def _answered(column: str, raw: str, answer: str, mapping: Mapping, categories: Taxonomy) -> Reading:
    """What a person said a value means; a label stays as the sheet spells it. Raises MappingError for what we lack."""
    if not answer:
        return Reading()
    reading = _reader(column, categories)(answer, mapping)
    if reading.problem and reading.value in (None, UNCLASSIFIED):
        raise MappingError(
            "value-unknown", column=column, value=answer, values=", ".join(_possible(column, categories))
        )
    return reading._replace(until=names.read(raw).value) if column == "category" else reading


def _possible(column: str, categories: Taxonomy) -> tuple[str, ...]:
    if column == "category":
        return categories.codes
    if column == "review":
        return _rounds()
    return vocabulary.codes(column) if column in vocabulary.columns() else ()


def _cleaned(raw: str, reading: Reading) -> Reading:
    """The reading of a cell, and that invisible characters in it were passed over."""
    if reading.problem or reading.value is None or raw.isprintable() or not (removed := invisible(raw)):
        return reading
    return reading._replace(problem="text-cleaned", params={"removed": str(removed)})


# ---- nearest ------------------------------------------------------------------------------------------------------


def _with_nearest(column: str, raws: list[str], readings: list[Reading]) -> list[Reading]:
    """The readings; the first of the unknown values with the known word that is spelled most like it."""
    if column != "country" and column not in vocabulary.columns():
        return readings
    unknown = [index for index, reading in enumerate(readings) if reading.problem and reading.value is None]
    for index in unknown[:MAX_SUGGESTIONS]:
        near = _nearest(column, raws[index][:MAX_TEXT]) if readings[index] not in (_PERSONAL, _FOOTER) else None
        if near:
            readings[index] = readings[index]._replace(params={**(readings[index].params or {}), "nearest": near})
    return readings


def _nearest(column: str, raw: str) -> str | None:
    return countries.nearest(raw) if column == "country" else vocabulary.nearest(column, raw)


# ---- one reader for each kind of column ---------------------------------------------------------------------------

_BLANK = Reading()
_PERSONAL = Reading(problem="personal-data")
_FOOTER = Reading(problem="total-row")
_DATE_UNREADABLE = Reading(problem=dates.UNREADABLE.code)


def _name(raw: str, mapping: Mapping) -> Reading:
    return names.read(raw)


def _organisation(raw: str, mapping: Mapping) -> Reading:
    """A name; what was only taken from an address or from brackets waits until a person says who it is."""
    parts = candidate(raw)
    if not parts:
        return names.read(raw)
    return Reading(problem="organisation-confirm", params={"candidate": " @".join(map(bare, parts))})


def _date(raw: str, mapping: Mapping) -> Reading:
    span = dates.read_settled(raw, Settled(mapping.date_order, mapping.century, mapping.serial_dates))
    if isinstance(span, DateProblem):
        if span is dates.UNREADABLE and begins_as_footer(raw):
            return _FOOTER
        return _DATE_UNREADABLE if span is dates.UNREADABLE else Reading(problem=span.code, params=dict(span.params))
    return Reading(span.date_from.isoformat(), span.date_to.isoformat(), span.precision.value)


def _category(categories: Taxonomy, raw: str, mapping: Mapping) -> Reading:
    label = names.read(raw)
    if label.value is None:
        return label
    found = categories.recognise(raw)
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
    @cache
    def readings() -> tuple[dict[str, Reading], Reading]:
        known = {code: Reading(code) for code in vocabulary.codes(column)}
        return known, Reading(problem=problem, params={"values": ", ".join(known)})

    def read(raw: str, mapping: Mapping) -> Reading:
        code = vocabulary.recognise(column, raw)
        known, unknown = readings()
        return known[code] if code else unknown

    return read


_LEVEL_UNKNOWN = Reading(problem="level-unknown")
_COUNTRY_UNKNOWN = Reading(problem="country-unknown")
_REVIEW_UNKNOWN = Reading(problem="review-unknown")


def _level(raw: str, mapping: Mapping) -> Reading:
    code = vocabulary.recognise("level", raw)
    if code is None:
        return _LEVEL_UNKNOWN
    return Reading(None if code == "LX" else int(code[1:]))


def _country(raw: str, mapping: Mapping) -> Reading:
    code = countries.recognise(raw)
    return Reading(code) if code else _COUNTRY_UNKNOWN


def _tags(categories: Taxonomy, raw: str, mapping: Mapping) -> Reading:
    """The tags of all parts that have one, and the first part that has none."""
    parts = [part.strip() for part in re.split(r"[;,|]", raw) if part.strip()]
    found = {part: categories.recognise(part).tags for part in parts}
    tags = ";".join(sorted({tag for each in found.values() for tag in each})) or None
    unknown = [part for part, each in found.items() if not each]
    return Reading(tags, problem="tag-unknown", params={"part": clean(unknown[0])}) if unknown else Reading(tags)


def _count(raw: str, mapping: Mapping) -> Reading:
    return counts.read(raw, mapping.thousands)


def _age(raw: str, mapping: Mapping) -> Reading:
    return ages.read(raw)


def _objectives(raw: str, mapping: Mapping) -> Reading:
    return objectives.read(raw)


@cache
def _rounds() -> tuple[str, ...]:
    return tuple(row["code"] for row in reference.table("review_rounds"))


@cache
def _folded_rounds() -> dict[str, str]:
    return {fold(code): code for code in _rounds()}


def _review(raw: str, mapping: Mapping) -> Reading:
    code = _folded_rounds().get(fold(raw)) or vocabulary.recognise("review", raw)
    return Reading(code) if code else _REVIEW_UNKNOWN


def _person(raw: str, mapping: Mapping) -> Reading:
    return Reading(fold(raw) or raw)


_OF_CATEGORIES = {"category": _category, "tags": _tags}


def _reader(column: str, categories: Taxonomy) -> Callable[[str, Mapping], Reading]:
    found = _OF_CATEGORIES.get(column)
    return partial(found, categories) if found else _READERS[column]


_READERS: dict[str, Callable[[str, Mapping], Reading]] = {
    **dict.fromkeys(("network", "working_group", "activity", "place", "activity_type"), _name),
    **dict.fromkeys(("date", "date_from", "date_to"), _date),
    **dict.fromkeys(("people", "women", "men", "other_gender", "youth"), _count),
    **{column: _word(column, "yes-no-unknown") for column in ("open_to_stakeholders", "log_complete")},
    **{column: _word(column, f"{column}-unknown") for column in ("gender", "stage", "role", "mode", "mark")},
    "organisation": _organisation,
    "country": _country,
    "level": _level,
    "age_band": _age,
    "objectives": _objectives,
    "review": _review,
    "person": _person,
}
