"""Identifiers that registers give to organisations, as they are written there. Pure form: nobody is asked."""

import re
from collections.abc import Callable

_ROR = re.compile(r"(?:(?:https?://)?ror\.org/)?(0[0-9a-hj-km-np-tv-z]{6}[0-9]{2})/?", re.IGNORECASE | re.ASCII)
_WIKIDATA = re.compile(
    r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d{0,10})", re.IGNORECASE | re.ASCII
)
_ECOSOC = re.compile(r"\d{1,10}", re.ASCII)
_IATI = re.compile(r"[A-Z]{2}-[A-Z0-9_]{2,}-[^\s/&|?]{1,80}", re.ASCII)
_ROR_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def read(kind: str, text: str) -> str | None:
    """The identifier in the form of its register, None when it cannot be one. `kind` is ror, wikidata, ecosoc or iati.

    >>> read("ror", "01f80g185"), read("ror", "01f80g186"), read("wikidata", "q7817")
    ('https://ror.org/01f80g185', None, 'Q7817')
    """
    return _READERS[kind](text.strip())


def _ror(text: str) -> str | None:
    found = _ROR.fullmatch(text)
    if not found:
        return None
    identifier = found[1].lower()
    return f"https://ror.org/{identifier}" if _check_digits(identifier[1:7]) == identifier[7:] else None


def _check_digits(digits: str) -> str:
    """The last two digits of a ROR identifier: ISO/IEC 7064 over its six digits to the base of 32."""
    number = 0
    for digit in digits:
        number = number * len(_ROR_DIGITS) + _ROR_DIGITS.index(digit)
    return f"{98 - number * 100 % 97:02d}"


def _wikidata(text: str) -> str | None:
    found = _WIKIDATA.fullmatch(text)
    return found[1].upper() if found else None


def _ecosoc(text: str) -> str | None:
    return text if _ECOSOC.fullmatch(text) else None


def _iati(text: str) -> str | None:
    return text if _IATI.fullmatch(text) else None


_READERS: dict[str, Callable[[str], str | None]] = {
    "ror": _ror,
    "wikidata": _wikidata,
    "ecosoc": _ecosoc,
    "iati": _iati,
}
