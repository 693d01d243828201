"""A country as people write it, in six languages, to its ISO 3166-1 code."""

from collections.abc import Iterator
from functools import cache

from babel import Locale

from engagement import reference
from engagement.folding import fold
from engagement.locale import LANGUAGES


def recognise(text: str) -> str | None:
    """The two-letter code of a country given by code or by name; None when it is not one.

    Codes count in capitals only: "NA" is Namibia and "na" is nothing. Names count whole, without case and accents.

    >>> recognise("Ivory Coast"), recognise("CIV"), recognise("coast")
    ('CI', 'CI', None)
    """
    exact = text.strip()
    return _codes().get(exact) or _names().get(fold(exact))


@cache
def _codes() -> dict[str, str]:
    return {row[kind]: row["alpha2"] for row in reference.table("countries") for kind in ("alpha2", "alpha3")}


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
