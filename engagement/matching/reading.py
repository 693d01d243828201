"""A name taken apart: the words that say who it is, the acronyms it gives, the countries it names."""

import re
from dataclasses import dataclass, field
from functools import cache

from engagement import reference
from engagement.cells import names as cell_names
from engagement.folding import fold
from engagement.matching import lexicon
from engagement.matching.answers import Name
from engagement.matching.lexicon import SILENT, WEIGHTS, Term

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_APART = re.compile(r"\s+[-–—|/:]+\s*|\s*[:|]+\s+|\s+[-–—]+(?=\S)|,\s+(?=[^\s,]+$)")
_SIGNS = re.compile(r"[-–—_.&'’ʼ/ ]+")
_WITH_COUNTRY = re.compile(r"^(\w{3,})[-_/ ]([A-Z]{2})$")
_JOINED = re.compile(r"\s[/+]|[/+]\s|^\s*\S+[/+]\S+\s*$")
_SECTION = re.compile(r"^[^\W_]{2,}[-_][A-Z]$")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MAX_ACRONYM = 14


@dataclass(slots=True)
class Reading:
    """A name as the comparison sees it."""

    name: Name
    key: str  # the whole text, folded
    terms: tuple[Term, ...]  # words of the base, without articles, legal forms and countries
    spoken: tuple[Term, ...]  # every word of the base, in order
    bag: tuple[str, ...]  # concepts of `terms`, sorted
    joined: str  # words of `terms` and countries, without spaces
    countries: frozenset[str]
    acronyms: frozenset[str]  # given beside the base
    whole: str  # the base as an acronym would be written
    alone: str  # the one word, or the letters, of which the base consists, else ""
    is_capital: bool  # that word is written as an acronym
    is_led_by_acronym: bool  # as is the first of its words
    is_doubtful: bool  # holds what nobody can see, or letters of two alphabets in a word
    parts: tuple[str, ...]  # texts on either side of a stroke or in brackets, which may be names of their own
    weight: float  # how much the words say about who is meant
    is_lookalike: bool = False  # read as its letters look, which is not as they are
    is_joint: bool = False  # names more than one organisation, or may
    codes: frozenset[str] = field(default_factory=frozenset)  # of data/organisation_names.csv
    residue: frozenset[str] = field(default_factory=frozenset)  # countries named beside the known name


def read(name: Name) -> Reading:
    """`name` taken apart."""
    text = name.text if name.text.isascii() else _DIRECTION.sub("", cell_names.clean(name.text))
    key, is_lookalike = fold(text), False
    if not text.isascii():
        looks = cell_names.as_it_looks(text)
        is_lookalike = looks != key and looks.isascii()
    seen = cell_names.as_it_looks(text) if is_lookalike else text
    base, acronyms, parts = taken_apart(seen)
    reading = _reading(name, key, base, acronyms, parts)
    reading.is_lookalike = is_lookalike
    reading.is_joint = bool(_JOINED.search(_BRACKETS.sub("", seen)))
    return reading


def _reading(name: Name, key: str, base: str, acronyms: frozenset[str], parts: tuple[str, ...]) -> Reading:
    spoken = tuple(lexicon.terms(lexicon.folded(base)))
    if _SECTION.match(base):  # MSF-E: the letter stands for Spain, and is no article
        spoken = (*spoken[:-1], Term(spoken[-1].word, f"={spoken[-1].word}", "proper"))
    telling = [term for term in spoken if term.role not in SILENT] or list(spoken)
    countries = frozenset(term.concept for term in telling if term.role == "country")
    terms = tuple(term for term in telling if term.role != "country")
    alone = terms[0].word if len(terms) == 1 and " " not in terms[0].word else _letters(base)
    return Reading(
        name=name,
        key=key,
        terms=terms,
        spoken=spoken,
        bag=tuple(sorted(term.concept for term in terms)),
        joined="".join(term.word for term in telling).replace(" ", ""),
        countries=countries,
        whole=bare(base),
        acronyms=acronyms - {alone},
        alone=alone,
        is_capital=bool(alone) and is_capital(base),
        is_led_by_acronym=bool(terms) and is_capital(base.replace("-", " ").split(" ", 1)[0]),
        is_doubtful=is_doubtful(name.text),
        parts=parts,
        weight=sum(WEIGHTS[term.role] for term in terms) + len(countries),
    )


def _letters(base: str) -> str:
    """A base of a few short words in capitals, as one acronym: `SOS CV SO`."""
    words = base.split()
    is_short = 1 < len(words) < 5 and all(word.isupper() and len(word) < 5 for word in words)
    return bare(base) if is_short and len(base) <= MAX_ACRONYM else ""


def taken_apart(text: str) -> tuple[str, frozenset[str], tuple[str, ...]]:
    """The base of a name, the acronyms given beside it, and what may be names by themselves.

    >>> taken_apart("OMS : Organisation Mondiale de la Santé")[:2]
    ('Organisation Mondiale de la Santé', frozenset({'oms'}))
    """
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    acronyms: set[str] = set()
    parts: list[str] = []
    if any(sign in text for sign in "([{"):
        text, acronyms, parts = _brackets_opened(text)
    pieces = [piece.strip() for piece in _APART.split(text) if piece.strip(" -*")]
    if len(pieces) > 1:
        text, more, sides = _sides(text, pieces)
        acronyms |= more
        parts += sides
    elif "/" in text and not parts:
        parts = text.split("/")
    return _with_country_spelled(text), frozenset(acronyms), tuple(parts)


def _brackets_opened(text: str) -> tuple[str, set[str], list[str]]:
    outside = " ".join(_BRACKETS.sub(" ", text).split())
    inside = [found.strip() for found in _BRACKETS.findall(text) if found.strip()]
    if not outside:
        return " ".join(inside), set(), []
    acronyms = {bare(each) for each in inside if is_acronym(each, is_bracketed=True)}
    others = [each for each in inside if bare(each) not in acronyms]
    if others and is_acronym(outside) and len(others[0].split()) > 1:
        return " ".join(others), {*acronyms, bare(outside)}, []
    return " ".join([outside, *others]), acronyms - {""}, [outside, *others] if others else []


def _sides(text: str, pieces: list[str]) -> tuple[str, set[str], list[str]]:
    """A text of several pieces: an acronym beside one longer name, or else names that may stand for themselves."""
    for short, longer in ((pieces[0], pieces[1:]), (pieces[-1], pieces[:-1])):
        long = " ".join(longer)
        if is_acronym(short) and not lexicon.countries_of(fold(short)) and len(fold(long).split()) > 1:
            return long, {bare(short)}, []
    return text, set(), pieces


def _with_country_spelled(text: str) -> str:
    """`MSF-CH` as `MSF Switzerland`, in the one name of the country that every table holds."""
    found = _WITH_COUNTRY.match(text)
    return f"{found[1]} {_english()[found[2]]}" if found and found[2] in _english() else text


@cache
def _english() -> dict[str, str]:
    names = {row["alpha2"]: row["alpha3"] for row in reference.table("countries")}
    english = lexicon.english_names()
    return {code: english[code] for code in names} | {"UK": english["GB"]}


def is_acronym(text: str, *, is_bracketed: bool = False) -> bool:
    """Whether a text is written as an acronym is: one short word, mostly capitals; in brackets, any short word."""
    letters = [character for character in text if character.isalnum()]
    if not 1 < len(letters) <= (2 * MAX_ACRONYM if is_bracketed else MAX_ACRONYM):
        return False
    capitals = sum(character.isupper() for character in letters)
    if " " in text.strip():
        return is_bracketed and (is_acronym(text.split(maxsplit=1)[0]) and text.count(" ") < 4)
    if is_bracketed:
        return lexicon.terms(lexicon.folded(text))[0].role in ("proper", "topic", "broad") or capitals > 1
    return capitals > 1 and capitals * 2 >= len(letters)


def is_capital(text: str) -> bool:
    """Whether the one word of a base is written in capitals."""
    capitals = sum(character.isupper() for character in text)
    return capitals > 1 and capitals * 2 >= sum(character.isalpha() for character in text)


def bare(text: str) -> str:
    """An acronym in small letters without signs: `U.N.-Habitat` is `unhabitat`."""
    return fold(_SIGNS.sub("", text)).replace(" ", "")


def is_doubtful(text: str) -> bool:
    """Whether a text is not what it seems: marks nobody sees, or two alphabets in one word."""
    if text.isascii() and text.isprintable():
        return False
    return cell_names.read(text).problem is not None
