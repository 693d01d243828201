"""A country as people write it, in six languages, to its ISO 3166-1 code."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from babel import Locale

from engagement import reference
from engagement.folding import fold
from engagement.locale import LANGUAGES

CODES: tuple[str, ...] = tuple(row["alpha2"] for row in reference.table("countries"))
"""The two-letter code of every country of ISO 3166-1."""


def recognise(text: str) -> str | None:
    """The two-letter code of a country given by code or by name; None when it is not one.

    Codes count in capitals only: "NA" is Namibia and "na" is nothing. Names count whole, without case and accents.

    >>> recognise("Ivory Coast"), recognise("CIV"), recognise("coast")
    ('CI', 'CI', None)
    """
    exact = text.strip()
    return _codes().get(exact) or _names().get(fold(exact))


def nearest(text: str) -> str | None:
    """The name of a country that is spelled most like `text`, as it is written; None when none is near.

    >>> nearest("Sengal")
    'Senegal'
    """
    near = get_close_matches(fold(text), _spellings(), n=1, cutoff=0.75)
    return _spellings()[near[0]] if near else None


@cache
def _codes() -> dict[str, str]:
    return {row[kind]: row["alpha2"] for row in reference.table("countries") for kind in ("alpha2", "alpha3")}


@cache
def _spellings() -> dict[str, str]:
    """Names by folded name."""
    return {fold(name): name for _, name in _all_names() if name}


@cache
def _names() -> dict[str, str]:
    """Countries by folded name: those of CLDR, those of the United Nations, and other usual ones."""
    return {fold(name): code for code, name in _all_names() if name}


def _all_names() -> Iterator[tuple[str, str]]:
    for row in reference.table("countries"):
        for language in LANGUAGES:
            yield row["alpha2"], Locale.parse(language).territories[row["alpha2"]]
            yield row["alpha2"], row[language]
        for name in row["other_names"].split(";"):
            yield row["alpha2"], name
