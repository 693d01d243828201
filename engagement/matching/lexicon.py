"""The words that names of organisations are made of, in the languages they are written in.

A word means a concept (`data/name_words.csv`), so that "Croix-Rouge" and "Red Cross" are one; a name of a country or of
its people means the country. What the tables do not hold is taken for a word of its own, most often a proper name.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from babel import Locale

from engagement import reference
from engagement.folding import fold

SILENT = ("stop", "form")
"""Roles of words that tell no two organisations apart: articles, and legal forms."""

WEIGHTS = {
    "proper": 2.0,
    "topic": 1.0,
    "place": 1.0,
    "country": 1.0,
    "broad": 0.5,
    "body": 0.3,
    "stop": 0.0,
    "form": 0.0,
}
"""How much a word of each role says about which organisation is meant."""

_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ`][sS]\b")
_LANGUAGES = ("en", "fr", "es")
_LONGEST = 5
_VOWELS = tuple("aeiouyh")


class Term(NamedTuple):
    """A word or an expression of a name."""

    word: str  # folded, as written
    concept: str  # "red-cross", "TD" for a country, "=gargaar" for a word of its own
    role: str  # a key of WEIGHTS


def terms(folded: str) -> list[Term]:
    """The words of a folded text, the longest known expressions first, from left to right.

    >>> [term.concept for term in terms("croix rouge tchadienne")]
    ['red-cross', 'TD']
    """
    words = folded.split()
    found, place = [], 0
    while place < len(words):
        term, length = _at(words, place)
        found.append(term)
        place += length
    return found


def folded(text: str) -> str:
    """`text` as names are compared: folded, ligatures as two letters, the possessive as a plural, "&" as a word.

    >>> folded("Œuvre & Women's Aid")
    'oeuvre and womens aid'
    """
    return fold(_POSSESSIVE.sub("s", text).replace("&", " and ")).replace("œ", "oe").replace("æ", "ae")


def is_silent(word: str) -> bool:
    """Whether a folded word alone is an article or a legal form."""
    return _term(word).role in SILENT


def countries_of(folded: str) -> list[str]:
    """The countries that a folded text names, by code."""
    return [term.concept for term in terms(folded) if term.role == "country"]


@cache
def english_names() -> dict[str, str]:
    """The English name of each country, folded, by code."""
    return {row["alpha2"]: fold(Locale.parse("en").territories[row["alpha2"]]) for row in reference.table("countries")}


def _at(words: list[str], place: int) -> tuple[Term, int]:
    first = words[place]
    for length in range(min(_longest().get(_singular_word(first), 1), len(words) - place), 1, -1):
        said = words[place : place + length]
        if known := _expressions().get(_singular(said)):
            return Term(" ".join(said), *known), length
    return _term(first), 1


@cache
def _term(word: str) -> Term:
    for form in _singulars(word):
        if known := _expressions().get(form):
            return Term(word, *known)
    if word[0] in "ld" and word[1:2] in _VOWELS and word[1:] in _expressions():
        # "lenvironnement": the apostrophe was lost
        return Term(word, *_expressions()[word[1:]])
    return Term(word, f"={_plain(word)}", "proper")


def _singular(words: Sequence[str]) -> str:
    """An expression with the last s or x of its words taken off, as expressions are kept and looked up."""
    return " ".join(_singular_word(word) for word in words)


@cache
def _singular_word(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _plain(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _singulars(word: str) -> Iterator[str]:
    """A word, and what it may be the plural or the feminine of, in English and French."""
    yield word
    if len(word) < 4:
        return
    one = word[:-1] if word[-1] in "sx" else word
    yield one
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("aux"):
        yield word[:-3] + "al"
    if word.endswith("es"):
        yield word[:-2]
    if one.endswith("e") and len(one) > 4:
        yield one[:-1]
        yield one[:-2] if one[-2] == one[-3] else one[:-1]  # tchadienne, tchadien


@cache
def _expressions() -> dict[str, tuple[str, str]]:
    """Concept and role of each folded word or expression; what a word means stands before the name of a country."""
    known = {_kept(name): (code, "country") for code, name in _country_names() if len(name) > 3}
    for row in reference.table("demonyms"):
        for language in _LANGUAGES:
            known.update({_kept(word): (row["alpha2"], "country") for word in row[language].split(";") if word})
    for row in reference.table("name_words"):
        known[_kept(row["word"])] = (row["concept"], row["role"])
    return known


def _kept(text: str) -> str:
    """A word as it is; an expression with its words in the singular."""
    words = folded(text).split()
    return _singular(words) if len(words) > 1 else " ".join(words)


def _country_names() -> Iterator[tuple[str, str]]:
    for row in reference.table("countries"):
        code = row["alpha2"]
        names = [Locale.parse(language).territories[code] for language in _LANGUAGES]
        for name in (*names, *(row[language] for language in _LANGUAGES), *row["other_names"].split(";")):
            yield code, fold(name)


@cache
def _longest() -> dict[str, int]:
    """How many words the longest expression has that begins with each word."""
    lengths: dict[str, int] = {}
    for text in _expressions():
        first, *others = text.split()
        first = _singular_word(first)
        lengths[first] = max(lengths.get(first, 1), min(len(others) + 1, _LONGEST))
    return lengths
