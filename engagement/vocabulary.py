"""The closed vocabularies of a log, and the names that real sheets give to its columns.

What is known stands in `data/vocabulary.csv` and `data/column_names.csv`. Nothing is inferred: an honorific is not a
gender.
"""

import re
from collections.abc import Mapping
from functools import cache

from engagement.folding import fold
from engagement.reference import table

_PERSONAL = "personal"
_HONORIFIC = re.compile(r"\s*[^\W\d_]\.\s*")
"""M. is Monsieur before it is the letter of a code."""


@cache
def _terms() -> Mapping[tuple[str, str], str]:
    """(column, folded term or code) -> code."""
    rows = table("vocabulary")
    codes = {(row["column"], fold(row["code"])): row["code"] for row in rows}
    return codes | {(row["column"], fold(row["term"])): row["code"] for row in rows}


@cache
def _headers() -> Mapping[str, str]:
    """Folded header -> column, `personal` for a header that names people."""
    return {fold(row["term"]): row["column"] for row in table("column_names")}


def columns() -> tuple[str, ...]:
    """The columns that have a closed vocabulary."""
    return tuple(dict.fromkeys(row["column"] for row in table("vocabulary")))


def codes(column: str) -> tuple[str, ...]:
    """The codes of a column, in order; empty for a column without a vocabulary."""
    return tuple(dict.fromkeys(row["code"] for row in table("vocabulary") if row["column"] == column))


def recognise(column: str, text: str | None) -> str | None:
    """The code a whole cell means in this column, in any of the six languages, or None.

    >>> recognise("gender", "Femme"), recognise("gender", "Mme"), recognise("level", "3")
    ('women', None, 'L3')
    """
    if not text or _HONORIFIC.fullmatch(text):
        return None
    return _terms().get((column, fold(text)))


def column_for(header: str) -> str | None:
    """Our column for a header that nearly always means it, or None; never for one that names people."""
    column = _headers().get(fold(header))
    return None if column == _PERSONAL else column


def is_personal(header: str) -> bool:
    """Whether a header nearly always stands over names, addresses, numbers or titles of people.

    >>> is_personal("Nom de famille"), is_personal("Organisation name")
    (True, False)
    """
    return _headers().get(fold(header)) == _PERSONAL
