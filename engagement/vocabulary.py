"""The closed vocabularies of a log, and the names that real sheets give to its columns.

What is known stands in `data/vocabulary.csv` and `data/column_names.csv`. Nothing is inferred: an honorific is not a
gender.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from engagement.folding import fold
from engagement.reference import table

_PERSONAL = "personal"
_HONORIFIC = re.compile(r"\s*[^\W\d_]\.\s*")
"""M. is Monsieur before it is the letter of a code."""


@cache
def _terms() -> Mapping[str, Mapping[str, str]]:
    """Column -> folded term or code -> code."""
    terms: dict[str, dict[str, str]] = {}
    for row in table("vocabulary"):
        terms.setdefault(row["column"], {}).setdefault(_key(row["code"]), row["code"])
    for row in table("vocabulary"):
        terms[row["column"]][_key(row["term"])] = row["code"]
    return terms


def _key(text: str) -> str:
    """`text` folded; a sign such as ✓ stands for itself."""
    return fold(text) or text.strip()


@cache
def _spellings(column: str) -> Mapping[str, str]:
    """Folded term -> the term as it is written, of what can be said in a column."""
    return {fold(row["term"]): row["term"] for row in table("vocabulary") if row["column"] == column}


@cache
def _headers() -> Mapping[str, str]:
    """Folded header -> column, `personal` for a header that names people."""
    return {fold(row["term"]): row["column"] for row in table("column_names")}


@cache
def columns() -> tuple[str, ...]:
    """The columns that have a closed vocabulary."""
    return tuple(dict.fromkeys(row["column"] for row in table("vocabulary")))


@cache
def codes(column: str) -> tuple[str, ...]:
    """The codes of a column, in order; empty for a column without a vocabulary."""
    return tuple(dict.fromkeys(row["code"] for row in table("vocabulary") if row["column"] == column))


def recognise(column: str, text: str | None) -> str | None:
    """The code a whole cell means in this column, in any of the six languages, or None.

    >>> recognise("gender", "Femme"), recognise("gender", "Mme"), recognise("level", "3")
    ('women', None, 'L3')
    """
    if not text:
        return None
    code = _terms().get(column, {}).get(_key(text))
    return None if code and _HONORIFIC.fullmatch(text) else code


def nearest(column: str, text: str) -> str | None:
    """The word of a column's vocabulary that is spelled most like `text`; None when none is near.

    >>> nearest("role", "speker")
    'speaker'
    """
    spellings = _spellings(column)
    near = get_close_matches(fold(text), spellings, n=1, cutoff=0.75)
    return spellings[near[0]] if near else None


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
