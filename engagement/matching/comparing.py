"""Two names beside each other: how alike they are, why, and what forbids to be certain."""

from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from engagement import reference
from engagement.matching.acronyms import SHORTEST_CERTAIN, fit
from engagement.matching.lexicon import SILENT, WEIGHTS, Term
from engagement.matching.reading import Reading

HIGHEST_DOUBT = 0.89
"""A match that must be asked never scores as high as one that need not."""
_HEAVY, _HEAVY_DOUBTS = 0.25, {"other-country", "other-organisation"}
_PLAIN, _GENERIC, _TELLING, _MANY = 0.7, 1.0, 2.0, 2.5
LONG_WORD, _TYPO_WORD, _TWO_TYPOS = 9, 5, 9
_OTHER_LENGTH, _OTHER_LETTER = 6, 8
"""Letters of a proper name before one letter more is taken for a slip, and before another letter is: Hidig, Hidir."""


class Likeness(NamedTuple):
    """What speaks for two names being one organisation's."""

    score: float
    is_certain: bool
    reasons: tuple[str, ...]


class Overlap(NamedTuple):
    """The words of two names laid beside each other."""

    same: float  # weight of the concepts in both
    left: tuple[Term, ...]  # words of the left name alone
    right: tuple[Term, ...]
    typos: int  # pairs of words that differ by a slip of the pen
    is_translated: bool  # a concept in both is written with different words
    typed: float  # weight of the words that differ by a slip


def compare(a: Reading, b: Reading) -> Likeness | None:
    """How alike two names are; None when nothing speaks for it. A name without a letter is like none."""
    if not a.key or not b.key:
        return None
    if a.name.text == b.name.text:
        return _doubted(Likeness(1.0, True, ("same-name",)), [*_evidence(a, b)])
    found = _strongest(a, b)
    return _doubted(found, _doubts(a, b, found.reasons[0])) if found else None


def _doubted(found: Likeness, doubts: list[str]) -> Likeness:
    if not doubts and found.is_certain:
        return found
    reasons = (*found.reasons, *(doubt for doubt in doubts if doubt not in found.reasons))
    penalty = _HEAVY if _HEAVY_DOUBTS & set(doubts) else 0.05 * len(doubts)
    return Likeness(round(min(found.score, HIGHEST_DOUBT) - penalty, 4), False, reasons)


# ---- what forbids to be certain ----


def _doubts(a: Reading, b: Reading, reason: str) -> list[str]:
    doubts = _evidence(a, b, is_same=reason in ("same-name", "same-words"))
    if a.is_doubtful or b.is_doubtful or ((a.is_lookalike or b.is_lookalike) and a.key != b.key):
        doubts.insert(0, "lookalike")
    if (a.is_joint or b.is_joint) and reason not in ("same-name", "same-words"):
        doubts.append("joint")
    if a.codes and b.codes and not a.codes & b.codes and reason != "same-name":
        doubts.append("other-organisation")
    return doubts + _of_country(a, b, reason)


def _evidence(a: Reading, b: Reading, *, is_same: bool = True) -> list[str]:
    """What is known of the two organisations beside their names, where it contradicts."""
    doubts = []
    if a.name.country and b.name.country and a.name.country != b.name.country:
        doubts.append("other-country")
    sides = _side(a.name.category), _side(b.name.category)
    if all(sides) and sides[0] != sides[1] and not is_same:
        doubts.append("other-category")
    return doubts


@cache
def _side(category: str | None) -> str | None:
    """A government, the United Nations or another intergovernmental body; or a stakeholder of whatever kind."""
    kinds = {row["code"]: row["kind"] for row in reference.table("categories")}
    kind = kinds.get(category or "", "unclassified")
    if kind in ("unclassified", "other"):
        return None
    return category if kind == "institutional" else "stakeholder"


def _of_country(a: Reading, b: Reading, reason: str) -> list[str]:
    if reason.startswith("acronym") and (a.alone or b.alone):
        return _beside_acronym(a, b)
    left, right = (a.residue, b.residue) if a.codes & b.codes else (a.countries, b.countries)
    left, right = _stated(left, right, a.name.country), _stated(right, left, b.name.country)
    if left == right:
        return []
    is_part = not left or not right or left & right or any(each.startswith("?") for each in left | right)
    return ["section"] if is_part else ["other-country"]


def _stated(named: frozenset[str], others: frozenset[str], country: str | None) -> frozenset[str]:
    """The countries that a name names; where it names none and the other does, the one it is known to be of."""
    return named if named or not others or not country else frozenset({country})


def _beside_acronym(a: Reading, b: Reading) -> list[str]:
    """An acronym stands for the countries in the name it abbreviates, not for one that is written beside it."""
    short, long = sorted((a, b), key=lambda each: (not each.alone, len(each.joined), each.joined))
    beyond = short.countries - long.countries
    if not beyond:
        return []
    return ["other-country"] if long.countries else ["section"]


# ---- what speaks for one organisation ----


def _strongest(a: Reading, b: Reading) -> Likeness | None:
    if a.key == b.key:
        return Likeness(0.99, True, ("same-name",))
    if a.joined == b.joined and a.joined:
        return _same_words(a, b)
    if len(a.codes & b.codes) == 1 and len(a.codes | b.codes) == 1:
        return Likeness(0.97, True, ("known-alias",))
    found = [each for each in (_by_acronym(a, b), _by_words(a, b)) if each]
    if a.codes & b.codes:
        found.append(Likeness(0.8, False, ("known-alias", "several-fit")))
    return max(found, key=lambda each: (each.is_certain, each.score), default=None)


def _same_words(a: Reading, b: Reading) -> Likeness:
    """Only articles, legal forms, signs or the acronym beside the words differ."""
    if a.weight < _PLAIN:
        return Likeness(0.85, False, ("same-words", "generic"))
    if a.acronyms and b.acronyms and not a.acronyms & b.acronyms and a.weight < 3:
        return Likeness(0.85, False, ("same-words", "other-acronym"))
    return Likeness(0.985 if a.whole == b.whole else 0.98, True, ("same-words",))


def _by_acronym(a: Reading, b: Reading) -> Likeness | None:
    given = [_given(short, long) for short, long in ((a, b), (b, a)) if _gives(long, short)]
    if given:
        return given[0]
    formed = [_formed(short, long) for short, long in ((a, b), (b, a)) if short.alone and len(long.spoken) > 1]
    return max((each for each in formed if each), key=lambda each: each.score, default=None)


def _gives(long: Reading, short: Reading) -> bool:
    return bool(long.acronyms) and (short.whole in long.acronyms or short.alone in long.acronyms)


def _given(short: Reading, long: Reading) -> Likeness:
    letters = len(short.alone or short.whole)
    is_long_enough = letters >= 3 and (short.is_capital or letters >= SHORTEST_CERTAIN)
    return Likeness(0.95 if is_long_enough else 0.85, is_long_enough, ("acronym-given",))


def _formed(short: Reading, long: Reading) -> Likeness | None:
    formed = fit(short.alone, long.spoken) if 1 < len(short.alone) <= 12 else None
    if formed is None or short.alone in {term.word for term in long.spoken}:
        return None
    if long.acronyms:
        return Likeness(max(0.45 - 0.2 * formed.cost, 0.1), False, ("acronym-formed", "other-acronym"))
    letters = len(short.alone)
    shortest = SHORTEST_CERTAIN + (0 if formed.is_strict else 1)
    is_certain = short.is_capital and letters >= shortest and formed.is_whole
    score = 0.9 if is_certain else max(0.86 - 0.25 * formed.cost - (0 if formed.is_whole else 0.1), 0.3)
    return Likeness(round(score, 4), is_certain, ("acronym-formed",))


def _by_words(a: Reading, b: Reading) -> Likeness | None:
    overlap = laid_beside(a, b)
    shared_acronym = a.acronyms & b.acronyms
    likeness = _score(a, b, overlap)
    if (certain := _certain(a, b, overlap, shared_acronym)) and not _of_country(a, b, certain.reasons[0]):
        return certain
    if shared_acronym:
        return Likeness(min(0.6 + 0.3 * likeness, HIGHEST_DOUBT), False, ("acronym-given", *_how(a, b, overlap)))
    if not overlap.same and not overlap.typos and likeness < 0.5:
        return None
    return Likeness(round(likeness * HIGHEST_DOUBT, 4), False, _how(a, b, overlap))


def _how(a: Reading, b: Reading, overlap: Overlap) -> tuple[str, ...]:
    if overlap.left or overlap.right or a.countries != b.countries:
        return ("shared-words",)
    if overlap.typos:
        return ("spelling",)
    return ("translation",) if overlap.is_translated else ("same-words",)


def _certain(a: Reading, b: Reading, overlap: Overlap, shared_acronym: frozenset[str]) -> Likeness | None:
    """The match that words alone make certain, if they do."""
    is_clash = bool(a.acronyms and b.acronyms and not shared_acronym)
    if overlap.left and overlap.right:
        return None
    if overlap.left or overlap.right:
        return None if is_clash else _certain_but_for(overlap.left or overlap.right, overlap, shared_acronym)
    if overlap.typos:
        return None if is_clash else _certain_but_for_slips(a, b, overlap, shared_acronym)
    return _certain_by_meaning(a, overlap, is_clash=is_clash, has_acronym=bool(shared_acronym))


def _certain_by_meaning(a: Reading, overlap: Overlap, *, is_clash: bool, has_acronym: bool) -> Likeness | None:
    """Every word means the same; two languages may have two acronyms. Words only turned about need a proper name."""
    least = _MANY if is_clash else _GENERIC if has_acronym else _TELLING
    if overlap.same < least:
        return None
    if overlap.is_translated:
        return Likeness(0.93, True, ("translation",))
    is_named = has_acronym or any(term.role == "proper" for term in a.terms)
    return Likeness(0.93, True, ("same-words",)) if is_named else None


def _certain_but_for_slips(a: Reading, b: Reading, overlap: Overlap, shared_acronym: frozenset[str]) -> Likeness | None:
    is_sure = overlap.same >= _GENERIC or bool(shared_acronym) or _is_long(a, b)
    return Likeness(0.92, True, ("spelling",)) if is_sure and overlap.same + overlap.typed >= _TELLING else None


def _certain_but_for(rest: tuple[Term, ...], overlap: Overlap, shared_acronym: frozenset[str]) -> Likeness | None:
    """One name has words that the other leaves out: its kind of body, or, with the same acronym, a little more."""
    if overlap.same >= _MANY and not overlap.typos and all(term.role == "body" for term in rest):
        return Likeness(0.91, True, ("shared-words",))
    is_long = any(len(acronym) >= SHORTEST_CERTAIN for acronym in shared_acronym)
    if is_long and overlap.same >= _TELLING and _is_plain(rest):
        return Likeness(0.91, True, ("acronym-given", "shared-words"))
    return None


def _is_plain(rest: tuple[Term, ...]) -> bool:
    return all(term.role in ("body", "broad") for term in rest)


def _is_long(a: Reading, b: Reading) -> bool:
    """Whether a single word is long enough for a slip to be one; a letter of an acronym never is."""
    return min(len(a.joined), len(b.joined)) >= LONG_WORD and not (a.is_capital or b.is_capital)


def laid_beside(a: Reading, b: Reading) -> Overlap:
    """Which words two names share, which differ by a slip of the pen, and which only one of them has."""
    left, right = ([], []) if a.bag == b.bag else (_without(a, b), _without(b, a))
    countries = _stated(a.countries, b.countries, a.name.country) & _stated(b.countries, a.countries, b.name.country)
    same = a.weight - len(a.countries) + len(countries)
    for term in left:
        same -= WEIGHTS[term.role]
    typos, typed = 0, 0.0
    if left and right:
        typos, typed = _slips(left, right)
    return Overlap(same, tuple(left), tuple(right), typos, a.joined != b.joined and _is_translated(a, b), typed)


def _is_translated(a: Reading, b: Reading) -> bool:
    """Whether the words differ, and not only their order."""
    first, second = ({term.word for term in each.spoken if term.role not in SILENT} for each in (a, b))
    return first != second


def _without(a: Reading, b: Reading) -> list[Term]:
    """Terms of `a` that `b` does not have, each as often as it lacks."""
    others, alone = list(b.bag), []
    for term in a.terms:
        if term.concept in others:
            others.remove(term.concept)
        else:
            alone.append(term)
    return alone


def _slips(left: list[Term], right: list[Term]) -> tuple[int, float]:
    """Takes the words that are one but for a slip out of both lists: how many they are, and their weight."""
    if "".join(term.word for term in left) == "".join(term.word for term in right):
        weight = min(sum(WEIGHTS[term.role] for term in side) for side in (left, right))
        left.clear()
        right.clear()
        return 1, weight  # Deeg-Roor, Deegroor
    typos, typed = 0, 0.0
    for term in tuple(left):
        for other in right:
            if _is_slip(term, other):
                left.remove(term)
                right.remove(other)
                typos, typed = typos + 1, typed + min(WEIGHTS[term.role], WEIGHTS[other.role])
                break
    return typos, typed


def _is_slip(term: Term, other: Term) -> bool:
    """Whether two words are one, badly typed; two words that we know are two words."""
    if term.role != "proper" and other.role != "proper":
        return False
    short, long = sorted((term.word, other.word), key=len)
    if len(short) < _TYPO_WORD or len(long) > len(short) + 2 or short[0] != long[0]:
        return False
    allowed = 2 if len(short) >= _TWO_TYPOS else 1
    if int(OSA.distance(short, long, score_cutoff=allowed)) > allowed:
        return False
    return term.role != other.role or len(short) >= (_OTHER_LETTER if len(short) == len(long) else _OTHER_LENGTH)


def _score(a: Reading, b: Reading, overlap: Overlap) -> float:
    """From 0 to 1: what the names share, of both and of the shorter; or how alike their letters are."""
    agreed = overlap.same + overlap.typed
    whole = (a.weight + b.weight) or 1.0
    least = min(a.weight, b.weight) or 1.0
    by_words = 0.6 * (2 * agreed / whole) + 0.4 * (agreed / least)
    letters = fuzz.ratio(a.joined, b.joined, score_cutoff=60) / 100
    return min(max(by_words, 0.95 * letters), 1.0)
