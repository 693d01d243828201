"""The stakeholder categories: which lists name them, and which one a label in somebody's file means.

Words are compared whole and folded, never as parts of other words: "union" is in "European Union". What is known
stands in `data/categories.csv`, `category_lists.csv`, `synonyms.csv` and `crosswalk.csv`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from engagement.folding import fold
from engagement.model import UNCLASSIFIED, CategoryKind, Value
from engagement.reference import table

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")

CODES: tuple[str, ...] = tuple(
    row["code"] for row in sorted(table("categories"), key=lambda row: int(row["order"])) if not row["parent"]
)
"""Every category an organisation can have, in reading order. Codes with a parent (LOC_A, WCY_W) are ways to say one."""

_NAMED_BY_THE_SEED_ONLY = "WCY"
_SEPARATORS = re.compile(r"[;/|\n；／｜؛]|\s[-–—]\s")
_SEPARATORS_WITHIN_PHRASES = re.compile(r"[,()،，、（）]")
_CONNECTIVES = frozenset({"and", "et", "y", "s"})  # the lone s is what folding leaves of "women's"
_PLURALS = (("ies", "y"), ("iones", "ion"), ("ores", "or"), ("dades", "dad"))


class Recognition(Value):
    """What a label means. No category: `candidates` are the readings to ask about, empty where nothing is known.

    `reason` is code, label, synonym, crosswalk, token, ambiguous, unknown or blank.
    """

    category: str | None
    tags: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    reason: str


_UNKNOWN = Recognition(category=None, reason="unknown")
_BLANK = Recognition(category=UNCLASSIFIED, reason="blank")


# ---- lists --------------------------------------------------------------------------------------------------------


@cache
def _categories() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in table("categories")}


def label(code: str, language: str) -> str:
    """The name of a category in one of the six languages; KeyError for a code or language that does not exist."""
    return _categories()[code][f"label_{language}"]


def is_official(code: str, language: str) -> bool:
    """Whether that name was seen in a United Nations text, and is not a translation of this project."""
    return _categories()[code][f"evidence_{language}"] == "S"


def parent(code: str) -> str:
    """The category an organisation with this code is counted in: LOC for LOC_A, else the code itself."""
    return _categories()[code]["parent"] or code


@cache
def expected(list_code: str) -> tuple[str, ...]:
    """The groups a list names, in its order; KeyError for a list that does not exist."""
    named = [row for row in table("category_lists") if row["list"] == list_code]
    if not named:
        raise KeyError(list_code)
    return tuple(row["category"] for row in sorted(named, key=lambda row: int(row["sort_order"])))


def kind(code: str, list_code: str) -> CategoryKind:
    """What a category is to a list.

    A group that only another list names is OTHER: its organisations stay in the denominator of shares and add nothing
    to coverage. Women, children and youth are a TAG where the list does not name them: TAG is how their own row is
    shown, and in shares their organisations count as OTHER.
    """
    if parent(code) in expected(list_code):
        return CategoryKind.NAMED
    if parent(code) == _NAMED_BY_THE_SEED_ONLY:
        return CategoryKind.TAG
    recorded = _categories()[parent(code)]["kind"]
    return CategoryKind.OTHER if recorded == "named" else CategoryKind(recorded)


@cache
def rows(list_code: str) -> tuple[tuple[str, CategoryKind, int], ...]:
    """The rows a table of this list shows, as (code, kind, order from 1): every category of CODES once.

    Named groups in the order of the list, then the tag row, then groups that only other lists name, other relevant
    stakeholders, institutions, and what is not classified.
    """
    named = expected(list_code)
    rest = [code for code in CODES if code not in named]
    order = list(CategoryKind)
    order.insert(1, order.pop(order.index(CategoryKind.TAG)))
    rest.sort(key=lambda code: order.index(kind(code, list_code)))
    return tuple((code, kind(code, list_code), place) for place, code in enumerate((*named, *rest), start=1))


# ---- recognising --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=100_000)
def recognise(text: str | None) -> Recognition:
    """The category a label means, a question, or nothing: the whole cell first, then its tokens.

    >>> recognise("ONG Internationale").category
    'CSO'
    >>> recognise("Syndicat").candidates
    ('TUN', 'PRV', 'LOC')
    """
    if text is None or not (folded := fold(text)):
        return _BLANK
    if not any(word in _words() or _loose(word) in _words() for word in folded.split()):
        return _UNKNOWN
    return _whole(text) or _tokens(text) or _UNKNOWN


def _whole(text: str) -> Recognition | None:
    code = text.strip().upper()
    if code in _categories():
        return _as(code, "code")
    exact, loose = _index()
    return exact.get(fold(text)) or loose.get(_key(text))


def _tokens(text: str) -> Recognition | None:
    """What the tokens of a cell say, if those that say anything agree.

    Commas and brackets also stand inside phrases, so there every token must be known.
    """
    parts = [part for part in _SEPARATORS.split(text) if fold(part)]
    known = [found for part in parts if (found := _whole(part) or _phrase(part)) and found.category != UNCLASSIFIED]
    if len(parts) > 1 and known:
        return _agreed(known, "token")
    return _phrase(text)


def _phrase(text: str) -> Recognition | None:
    parts = [part for part in _SEPARATORS_WITHIN_PHRASES.split(text) if fold(part)]
    known = [found for part in parts if (found := _whole(part))]
    return _agreed(known, "token") if len(parts) > 1 and len(known) == len(parts) else None


def _agreed(answers: Sequence[Recognition], reason: str) -> Recognition:
    """One answer if all give the same category; a question between all their readings if not."""
    if len({answer.category for answer in answers}) == 1 and answers[0].category:
        tags = _distinct(tag for answer in answers for tag in answer.tags)
        return Recognition(category=answers[0].category, tags=tags, reason=reason)
    readings = _distinct(code for answer in answers for code in _readings(answer))
    return Recognition(category=None, candidates=readings, reason="ambiguous")


def _readings(answer: Recognition) -> tuple[str, ...]:
    return (answer.category,) if answer.category else answer.candidates


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _as(code: str, reason: str) -> Recognition:
    tag = _categories()[code]["tag"]
    return Recognition(category=parent(code), tags=(tag,) if tag else (), reason=reason)


def _key(text: str) -> str:
    """`text` folded, without connectives, in the singular and in British spelling; only for comparing.

    >>> _key("Women's organizations"), _key("Universities & colleges")
    ('women organisation', 'university college')
    """
    return " ".join(_loose(word) for word in fold(text).split() if word not in _CONNECTIVES)


def _loose(word: str) -> str:
    return _singular(word).replace("organiz", "organis")


@cache
def _words() -> frozenset[str]:
    """Every word that stands in a known label: a text without any of them says nothing we know."""
    exact, loose = _index()
    known = (*exact, *loose, *(code.casefold() for code in _categories()), *(fold(code) for code in _categories()))
    return frozenset(word for term in known for word in term.split())


def _singular(word: str) -> str:
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    is_plural = len(word) > 2 and word.isascii() and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


@cache
def _index() -> tuple[Mapping[str, Recognition], Mapping[str, Recognition]]:
    """Every known label, as folded and as compared loosely; labels before synonyms before crosswalks."""
    exact: dict[str, Recognition] = {}
    loose: dict[str, Recognition] = {}
    for known in (_labels(), _synonyms(), _crosswalk()):
        for term, found in _one_answer_each((fold(term), found) for term, found in known):
            exact.setdefault(term, found)
        for term, found in _one_answer_each((_key(term), found) for term, found in known):
            loose.setdefault(term, found)
    return exact, loose


def _one_answer_each(found: Iterable[tuple[str, Recognition]]) -> list[tuple[str, Recognition]]:
    """One recognition for each term; a question where the same word has several."""
    readings: dict[str, list[Recognition]] = {}
    for term, recognition in found:
        readings.setdefault(term, []).append(recognition)
    return [(term, _agreed(answers, answers[0].reason)) for term, answers in readings.items() if term]


def _labels() -> list[tuple[str, Recognition]]:
    return [(row[f"label_{lang}"], _as(row["code"], "label")) for row in table("categories") for lang in LANGUAGES]


def _synonyms() -> list[tuple[str, Recognition]]:
    return [(row["term"], _answer(row["code"], row, "synonym")) for row in table("synonyms")]


def _crosswalk() -> list[tuple[str, Recognition]]:
    return [(row["label"], _answer(row["category"], row, "crosswalk")) for row in table("crosswalk")]


def _answer(code: str, row: Mapping[str, str], reason: str) -> Recognition:
    candidates = tuple(row["candidates"].split(";")) if row["candidates"] else ()
    if candidates:
        return Recognition(category=None, candidates=candidates, reason="ambiguous")
    tags = row.get("tags", "")
    return Recognition(category=parent(code), tags=tuple(tags.split(";")), reason=reason) if tags else _as(code, reason)


# ---- suggesting ---------------------------------------------------------------------------------------------------

_LIKE = 0.72
"""How alike two spellings must be, 0 to 1, for one to be offered for the other."""


@lru_cache(maxsize=10_000)
def nearest(text: str, n: int = 3) -> tuple[str, ...]:
    """The codes of up to `n` categories whose labels or synonyms look most like `text`, best first; none if none do.

    >>> nearest("Accademia"), nearest("Santé")
    (('ACA',), ())
    """
    wanted, (exact, _) = fold(text), _index()
    matchers = ((SequenceMatcher(None, term, wanted), term) for term in exact)
    likeness = ((matcher.ratio(), term) for matcher, term in matchers if matcher.real_quick_ratio() >= _LIKE)
    near = sorted(((ratio, term) for ratio, term in likeness if ratio >= _LIKE), reverse=True)
    codes = (exact[term].category for _, term in near)
    return _distinct(code for code in codes if code and code != UNCLASSIFIED)[:n]
