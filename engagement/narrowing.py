"""By what a selection can be narrowed, beyond networks and days: the codes there are for each. `scopes` judges them."""

from collections.abc import Iterable
from functools import cache

from engagement import declared, reference, vocabulary
from engagement.store import Reader


def possible(store: Reader) -> dict[str, tuple[str, ...]]:
    """The codes of every further part of a scope, in the order to offer them; countries are those of a mechanism."""
    listed = declared.listed_mechanisms(store)
    return {
        "region": _said(each.region for each in listed),
        "country": _said(each.country for each in listed),
        "mode": tuple(vocabulary.codes("mode")),
        "objective": tuple(row["number"] for row in reference.table("gcm_objectives")),
        "review": tuple(row["code"] for row in reference.table("review_rounds")),
        "role": tuple(vocabulary.codes("role")),
        "stage": tuple(vocabulary.codes("stage")),
    }


def _said(codes: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({code for code in codes if code}))


@cache
def objective(number: str, language: str) -> str:
    """An objective of the Global Compact by its number, with its short name."""
    rows = {row["number"]: row for row in reference.table("gcm_objectives")}
    return f"{number} · {rows[number][f'short_{language}']}"


@cache
def review(code: str) -> str:
    """A round of review by its code, with its year where that is known."""
    day = next(row["start_date"] for row in reference.table("review_rounds") if row["code"] == code)
    return f"{code} · {day[:4]}" if day else code
