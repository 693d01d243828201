"""The stakeholder categories: which lists name them, and which one a label in somebody's file means.

Words are compared whole and folded, never as parts of other words: "union" is in "European Union". What is known
stands in `data/categories.csv`, `category_lists.csv`, `synonyms.csv` and `crosswalk.csv`, and in the lists that a store
was brought. Nothing here is of a process: a `Taxonomy` is a value, the same for the same lists.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from engagement.errors import UnknownNameError
from engagement.folding import fold
from engagement.locale import text
from engagement.model import UNCLASSIFIED, CategoryKind, Value
from engagement.reference import table

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")

CODES: tuple[str, ...] = tuple(
    row["code"] for row in sorted(table("categories"), key=lambda row: int(row["order"])) if not row["parent"]
)
"""Every shipped category an organisation can have, in reading order. Codes with a parent (LOC_A) only say one."""

_NAMED_BY_THE_SEED_ONLY = "WCY"
_SEPARATORS = re.compile(r"[;/|\n；／｜؛]|\s[-–—]\s")
_SEPARATORS_WITHIN_PHRASES = re.compile(r"[,()،，、（）]")
_CONNECTIVES = frozenset({"and", "et", "y", "s"})  # the lone s is what folding leaves of "women's"
_PLURALS = (("ies", "y"), ("iones", "ion"), ("ores", "or"), ("dades", "dad"))


class ListedCategory(Value):
    """One row of a list that somebody brought. Of a shipped category the names are those of `data/`, and blank here."""

    category: str
    kind: CategoryKind
    label_en: str = ""
    label_fr: str = ""
    label_es: str = ""
    label_ar: str = ""
    label_ru: str = ""
    label_zh: str = ""
    synonyms: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Its name in a language, or else in English."""
        said: str = getattr(self, f"label_{language}")
        return said or self.label_en


class CategoryList(Value):
    """A list of categories that somebody brought, in its order."""

    code: str
    name: str
    categories: tuple[ListedCategory, ...]


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

_LIKE = 0.72
"""How alike two spellings must be, 0 to 1, for one to be offered for the other."""


# ---- what is shipped ----------------------------------------------------------------------------------------------


@cache
def _categories() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in table("categories")}


@cache
def _shipped_lists() -> Mapping[str, tuple[str, ...]]:
    """The groups that each shipped list names, in its order."""
    lists: dict[str, list[str]] = {}
    for row in sorted(table("category_lists"), key=lambda row: int(row["sort_order"])):
        lists.setdefault(row["list"], []).append(row["category"])
    order = dict.fromkeys(row["list"] for row in table("category_lists"))
    return {code: tuple(lists[code]) for code in order}


def is_shipped(code: str) -> bool:
    """Whether a code is one of `data/categories.csv`, those of sub-groups too."""
    return code in _categories()


def is_shipped_list(code: str) -> bool:
    """Whether a list is one of `data/category_lists.csv`."""
    return code in _shipped_lists()


# ---- what a store knows -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taxonomy:
    """The shipped categories and lists, and those a store was brought. Made by `taxonomy_of`."""

    brought: tuple[CategoryList, ...] = ()

    # ---- lists

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every category an organisation can have, in reading order; what is not classified comes last."""
        known = (*CODES[: CODES.index(UNCLASSIFIED)], *self._own, UNCLASSIFIED)
        return tuple(dict.fromkeys(known))

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The codes of the lists there are, those that are shipped first."""
        return (*_shipped_lists(), *(each.code for each in self.brought))

    def list_name(self, list_code: str, language: str, *, is_short: bool = False) -> str:
        """What a list is called; one that somebody brought has its name from there, in every language."""
        if list_code in self._lists:
            return self._lists[list_code].name
        return text(f"list-short.{list_code}" if is_short else f"list.{list_code}", language)

    def label(self, code: str, language: str) -> str:
        """The name of a category in one of the six languages; KeyError for a code that does not exist."""
        if code in _categories():
            return _categories()[code][f"label_{language}"]
        return self._own[code].label(language)

    def is_official(self, code: str, language: str) -> bool:
        """Whether that name was seen in a United Nations text, and is nobody's translation."""
        return code in _categories() and _categories()[code][f"evidence_{language}"] == "S"

    def parent(self, code: str) -> str:
        """The category an organisation with this code is counted in: LOC for LOC_A, else the code itself."""
        return (_categories()[code]["parent"] if code in _categories() else "") or code

    def expected(self, list_code: str) -> tuple[str, ...]:
        """The groups a list names, in its order. Raises UnknownNameError for a list that does not exist."""
        if list_code in self._lists:
            listed = self._lists[list_code].categories
            return tuple(each.category for each in listed if each.kind is CategoryKind.NAMED)
        if list_code not in _shipped_lists():
            raise UnknownNameError("list-unknown", kind="list", name=list_code, possible=", ".join(self.lists))
        return _shipped_lists()[list_code]

    def kind(self, code: str, list_code: str) -> CategoryKind:
        """What a category is to a list.

        A group that only another list names is OTHER: its organisations stay in the denominator of shares and add
        nothing to coverage. Women, children and youth are a TAG where the list does not name them: TAG is how their own
        row is shown, and in shares their organisations count as OTHER.
        """
        found = self._kinds(list_code).get(self.parent(code))
        if found is None:
            raise KeyError(code)
        return found

    def rows(self, list_code: str) -> tuple[tuple[str, CategoryKind, int], ...]:
        """The rows a table of this list shows, as (code, kind, order from 1): every category of `codes` once.

        Named groups in the order of the list, then the tag row, then groups that only other lists name, other relevant
        stakeholders, institutions, and what is not classified.
        """
        named, kinds = self.expected(list_code), self._kinds(list_code)
        rest = [code for code in self.codes if code not in named]
        order = list(CategoryKind)
        order.insert(1, order.pop(order.index(CategoryKind.TAG)))
        rest.sort(key=lambda code: order.index(kinds[code]))
        return tuple((code, kinds[code], place) for place, code in enumerate((*named, *rest), start=1))

    def shown(self, list_code: str, recorded: Collection[str] = ()) -> tuple[tuple[str, CategoryKind], ...]:
        """The rows of `rows` that say something: those of the list, and of other lists what is `recorded`.

        Of the Compact's lists every shipped category is one; of a brought list those it names, and the institutions.
        """
        is_brought = list_code in self._lists
        own = {each.category for each in self._lists[list_code].categories} if is_brought else {*CODES}
        beside = (CategoryKind.INSTITUTIONAL, CategoryKind.UNCLASSIFIED)
        return tuple(
            (code, kind)
            for code, kind, _ in self.rows(list_code)
            if code in own or code in recorded or (is_brought and kind in beside)
        )

    # ---- recognising

    def recognise(self, text: str | None) -> Recognition:
        """The category a label means, a question, or nothing: the whole cell first, then its tokens.

        What the store was brought comes before what is shipped.

        >>> SHIPPED.recognise("ONG Internationale").category
        'CSO'
        >>> SHIPPED.recognise("Syndicat").candidates
        ('TUN', 'PRV', 'LOC')
        """
        return self._recognised(text)

    def nearest(self, text: str, n: int = 3) -> tuple[str, ...]:
        """The codes of up to `n` categories whose labels or synonyms look most like `text`, best first.

        >>> SHIPPED.nearest("Accademia"), SHIPPED.nearest("Santé")
        (('ACA',), ())
        """
        return self._nearest_found(text, n)

    # ---- inside

    @cached_property
    def _lists(self) -> Mapping[str, CategoryList]:
        return {each.code: each for each in self.brought}

    @cached_property
    def _own(self) -> Mapping[str, ListedCategory]:
        """The categories that are not shipped; where several lists have one, as the first says it."""
        own: dict[str, ListedCategory] = {}
        for each in (row for brought in self.brought for row in brought.categories):
            if each.category not in _categories():
                own.setdefault(each.category, each)
        return own

    @cached_property
    def _kinds(self) -> Callable[[str], Mapping[str, CategoryKind]]:
        """By list, what every category is to it."""
        return cache(self._kinds_in)

    def _kinds_in(self, list_code: str) -> Mapping[str, CategoryKind]:
        listed = dict.fromkeys(self.expected(list_code), CategoryKind.NAMED)
        if list_code in self._lists:
            listed |= {each.category: each.kind for each in self._lists[list_code].categories}
        return {code: listed.get(code) or self._unlisted(code) for code in self.codes}

    def _unlisted(self, code: str) -> CategoryKind:
        if code == _NAMED_BY_THE_SEED_ONLY:
            return CategoryKind.TAG
        kind = self._own[code].kind if code in self._own else CategoryKind(_categories()[code]["kind"])
        return CategoryKind.OTHER if kind is CategoryKind.NAMED else kind

    @cached_property
    def _recognised(self) -> Callable[[str | None], Recognition]:
        return lru_cache(maxsize=100_000)(self._read)

    @cached_property
    def _nearest_found(self) -> Callable[[str, int], tuple[str, ...]]:
        return lru_cache(maxsize=10_000)(self._look_alike)

    def _read(self, text: str | None) -> Recognition:
        if text is None or not (folded := fold(text)):
            return _BLANK
        if not any(word in self._words or _loose(word) in self._words for word in folded.split()):
            return _UNKNOWN
        return self._whole(text) or self._tokens(text) or _UNKNOWN

    def _whole(self, text: str) -> Recognition | None:
        code = text.strip().upper()
        if code in self._own:
            return Recognition(category=code, reason="code")
        if found := _found(text, self._brought_terms):
            return found
        return _as(code, "code") if code in _categories() else _found(text, _shipped_terms())

    def _tokens(self, text: str) -> Recognition | None:
        """What the tokens of a cell say, if those that say anything agree.

        Commas and brackets also stand inside phrases, so there every token must be known.
        """
        parts = [part for part in _SEPARATORS.split(text) if fold(part)]
        answers = (self._whole(part) or self._phrase(part) for part in parts)
        known = [found for found in answers if found and found.category != UNCLASSIFIED]
        if len(parts) > 1 and known:
            return _agreed(known, "token")
        return self._phrase(text)

    def _phrase(self, text: str) -> Recognition | None:
        parts = [part for part in _SEPARATORS_WITHIN_PHRASES.split(text) if fold(part)]
        known = [found for part in parts if (found := self._whole(part))]
        return _agreed(known, "token") if len(parts) > 1 and len(known) == len(parts) else None

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word that stands in a known label: a text without any of them says nothing we know."""
        known = (term for terms in (self._brought_terms, _shipped_terms()) for index in terms for term in index)
        codes = (*_categories(), *self._own)
        of_codes = (*(code.casefold() for code in codes), *(fold(code) for code in codes))
        return frozenset(word for term in (*known, *of_codes) for word in term.split())

    @cached_property
    def _brought_terms(self) -> "Terms":
        """What the lists that were brought say, the first language of the first list first."""
        rows = [row for brought in self.brought for row in brought.categories]
        labels = [(row.label(each), row.category, "label") for row in rows for each in LANGUAGES]
        synonyms = [(term, row.category, "synonym") for row in rows for term in row.synonyms]
        known = [(term, Recognition(category=code, reason=why)) for term, code, why in (*labels, *synonyms) if term]
        return _terms([known])

    def _look_alike(self, text: str, n: int) -> tuple[str, ...]:
        wanted, exact = fold(text), _shipped_terms().exact | self._brought_terms.exact
        matchers = ((SequenceMatcher(None, term, wanted), term) for term in exact)
        likeness = ((matcher.ratio(), term) for matcher, term in matchers if matcher.real_quick_ratio() >= _LIKE)
        near = sorted(((ratio, term) for ratio, term in likeness if ratio >= _LIKE), reverse=True)
        codes = (exact[term].category for _, term in near)
        return _distinct(code for code in codes if code and code != UNCLASSIFIED)[:n]


class Terms(NamedTuple):
    """Known labels, as folded and as compared loosely."""

    exact: dict[str, Recognition]
    loose: dict[str, Recognition]


@lru_cache(maxsize=32)
def taxonomy_of(brought: tuple[CategoryList, ...]) -> Taxonomy:
    """The one taxonomy of these lists, with all it has learnt to recognise."""
    return Taxonomy(brought)


SHIPPED = taxonomy_of(())
"""What there is without any list of a store's own."""


# ---- terms --------------------------------------------------------------------------------------------------------


def same_term(one: str, other: str) -> bool:
    """Whether two names are one to a reader of logs: case, accents, punctuation and plurals aside."""
    return fold(one) == fold(other) or _key(one) == _key(other)


def term_key(text: str) -> str:
    """What is equal for names that a reader of logs takes for one."""
    return _key(text) or fold(text)


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
    return Recognition(category=SHIPPED.parent(code), tags=(tag,) if tag else (), reason=reason)


def _key(text: str) -> str:
    """`text` folded, without connectives, in the singular and in British spelling; only for comparing.

    >>> _key("Women's organizations"), _key("Universities & colleges")
    ('women organisation', 'university college')
    """
    return " ".join(_loose(word) for word in fold(text).split() if word not in _CONNECTIVES)


def _loose(word: str) -> str:
    return _singular(word).replace("organiz", "organis")


def _singular(word: str) -> str:
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    is_plural = len(word) > 2 and word.isascii() and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word


def _found(text: str, terms: Terms) -> Recognition | None:
    return terms.exact.get(fold(text)) or terms.loose.get(_key(text))


@cache
def _shipped_terms() -> Terms:
    """Labels before synonyms before crosswalks."""
    return _terms((_labels(), _synonyms(), _crosswalk()))


def _terms(sources: Iterable[Sequence[tuple[str, Recognition]]]) -> Terms:
    """Every known label; what an earlier source says of it stands."""
    terms = Terms({}, {})
    for known in sources:
        for term, found in _one_answer_each((fold(term), found) for term, found in known):
            terms.exact.setdefault(term, found)
        for term, found in _one_answer_each((_key(term), found) for term, found in known):
            terms.loose.setdefault(term, found)
    return terms


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
    if not tags:
        return _as(code, reason)
    return Recognition(category=SHIPPED.parent(code), tags=tuple(tags.split(";")), reason=reason)
