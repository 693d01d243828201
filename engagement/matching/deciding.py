"""Which names are certainly one organisation's, which may be and are asked, and which are new."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from engagement.matching import known_names
from engagement.matching.acronyms import SHORTEST_CERTAIN
from engagement.matching.answers import Match, Name, Outcome
from engagement.matching.candidates import Index, candidates
from engagement.matching.comparing import HIGHEST_DOUBT, LONG_WORD, Likeness, compare
from engagement.matching.reading import Reading, read

MOST_SUGGESTED = 5
LEAST_SUGGESTED, LEAST_OF_WORDS = 0.42, 0.6
"""Scores from which a match is suggested; within one list, where everything is compared with everything, words alone
must say more."""
_LEAST_ALIKE = 0.8
"""How alike the letters of a name and of a well-known one must be before slips are looked for."""
_EQUAL = 0.004
"""Scores nearer to each other than this are of equal weight."""

Organisation = tuple[str, int | str]


class Found(NamedTuple):
    """A known name beside the name asked about."""

    place: int
    reading: Reading
    likeness: Likeness

    @property
    def organisation(self) -> Organisation:
        """Who bears the name: by number, else everybody who bears the same name in the same country."""
        name = self.reading.name
        if name.organisation is not None:
            return "number", name.organisation
        return name.country or "", self.reading.key or name.text


def match(names: Sequence[Name], known: Sequence[Name]) -> list[Match]:
    """For each name one certain match, or up to five suggested ones (best first), or none where it is new.

    `left` counts in `names`, `right` in `known`. Known names with one organisation number are one organisation and
    answer once, with the name that fits best. Neither the order of the lists nor unrelated names change an answer.
    """
    left, right, order = _readings(names), *_in_order(known)
    found: dict[int, list[Found]] = defaultdict(list)
    for row, column in candidates(left, right):
        if likeness := compare(left[row], right[column]):
            found[row].append(Found(order[column], right[column], likeness))
    return [answer for row in sorted(found) for answer in _answers(row, left[row], found[row])]


def within(names: Sequence[Name]) -> list[Match]:
    """Names of one list that are, or may be, one organisation's; `left` before `right` in the list.

    Names that share an organisation number are left out: nothing is left to say about them.
    """
    order = _order(names)
    numbers = [names[place].organisation for place in order]
    found = _alike(tuple(names[place]._replace(organisation=None) for place in order))
    apart = {pair: likeness for pair, likeness in found.items() if not _is_one(numbers, *pair)}
    return _among(apart, numbers, order)


@lru_cache(maxsize=2)
def _alike(names: tuple[Name, ...]) -> Mapping[tuple[int, int], Likeness]:
    """Pairs of places, the smaller first, and how alike those names are.

    Seconds for many thousands of names, and a queue asks after every answer: so it is kept, and knows of names only,
    not of which of them are one organisation's by now.
    """
    readings = _readings(names)
    likenesses: dict[tuple[int, int], Likeness] = {}
    for row, column in candidates(readings, readings):
        pair = (min(row, column), max(row, column))
        if row == column or pair in likenesses:
            continue
        if likeness := compare(readings[pair[0]], readings[pair[1]]):
            likenesses[pair] = likeness
    return likenesses


# ---- names, read ----


def _readings(names: Sequence[Name]) -> list[Reading]:
    return _spelled_like_known([known_names.resolve(read(name)) for name in names])


def _in_order(names: Sequence[Name]) -> tuple[list[Reading], list[int]]:
    """The names by their text, and where each stood."""
    order = _order(names)
    return _readings([names[place] for place in order]), order


def _order(names: Sequence[Name]) -> list[int]:
    """The places by the text of the name, so that the order they came in decides nothing."""
    return sorted(range(len(names)), key=lambda place: tuple(str(part) for part in names[place]))


def _spelled_like_known(readings: list[Reading]) -> list[Reading]:
    """Names that are a known organisation's but for a slip of the pen get its code."""
    table = known_names.table().readings
    unknown = [reading for reading in readings if not reading.codes and _may_be_misspelled(reading)]
    codes: dict[int, set[str]] = defaultdict(set)
    for row, column in _known_names().candidates(unknown, least_alike=_LEAST_ALIKE):
        likeness = compare(unknown[row], table[column])
        if likeness and likeness.is_certain:
            codes[row] |= table[column].codes
    for row, found in codes.items():
        if len(found) == 1:
            unknown[row].codes = frozenset(found)
    return readings


@cache
def _known_names() -> Index:
    return Index(known_names.table().readings)


def _may_be_misspelled(reading: Reading) -> bool:
    """Long enough for a slip of the pen not to make another name of it."""
    return not reading.is_lookalike and (len(reading.terms) > 1 or len(reading.joined) >= LONG_WORD)


def _is_one(numbers: Sequence[int | None], first: int, second: int) -> bool:
    return numbers[first] is not None and numbers[first] == numbers[second]


# ---- one name against what is known ----


def _answers(row: int, reading: Reading, found: list[Found]) -> list[Match]:
    best = _best_of_each([_unless_another_name_differs(reading, each, found) for each in found])
    sure = [each for each in best if each.likeness.is_certain]
    if sure and not _rivals(reading, sure[0], best):
        return [_certain(row, sure[0].place, sure[0].likeness)]
    several = {each.place for each in sure}
    asked = [each._replace(likeness=_asked(each.likeness, each.place in several)) for each in best]
    asked = sorted(asked, key=lambda each: -each.likeness.score)
    worth = [each for each in asked[:MOST_SUGGESTED] if each.likeness.score >= LEAST_SUGGESTED]
    return [_suggested(row, each.place, each.likeness) for each in worth]


def _best_of_each(found: list[Found]) -> list[Found]:
    """The best name of each organisation, best first; of equals, the first of `found`."""
    best: dict[Organisation, Found] = {}
    for each in sorted(found, key=lambda each: -each.likeness.score):
        best.setdefault(each.organisation, each)
    return list(best.values())


def _unless_another_name_differs(reading: Reading, one: Found, found: list[Found]) -> Found:
    """A short acronym joins a written-out name to an organisation only if the names it has written out agree."""
    if not one.likeness.is_certain or one.likeness.reasons[0] != "acronym-given" or reading.alone:
        return one
    if max(map(len, reading.acronyms), default=0) >= SHORTEST_CERTAIN:
        return one
    others = [each for each in found if each.organisation == one.organisation and not each.reading.alone]
    if not others or any(each.likeness.is_certain for each in others):
        return one
    reasons = (*one.likeness.reasons, "shared-words")
    return one._replace(likeness=Likeness(HIGHEST_DOUBT, False, reasons))


def _rivals(reading: Reading, winner: Found, best: list[Found]) -> list[Found]:
    """Other organisations that fit as well; for an acronym alone, also those whose initials it is."""
    return [each for each in best if each is not winner and _is_rival(reading, winner.likeness, each.likeness)]


def _is_rival(reading: Reading, winner: Likeness, other: Likeness) -> bool:
    if other.is_certain and other.score > winner.score - _EQUAL:
        return True
    if not reading.alone or winner.reasons[0] in ("same-name", "same-words"):
        return False
    if other.is_certain and other.reasons[0].startswith("acronym"):
        return True
    return winner.reasons[0].startswith("acronym") and other.reasons == ("acronym-formed",) and other.score > 0.85


def _asked(likeness: Likeness, is_one_of_several: bool) -> Likeness:
    if not likeness.is_certain:
        return likeness
    reasons = (*likeness.reasons, "several-fit") if is_one_of_several else likeness.reasons
    return Likeness(min(likeness.score, HIGHEST_DOUBT), False, reasons)


def _certain(left: int, right: int, likeness: Likeness) -> Match:
    return Match(left, right, likeness.score, Outcome.CERTAIN, likeness.reasons)


def _suggested(left: int, right: int, likeness: Likeness) -> Match:
    return Match(left, right, likeness.score, Outcome.SUGGESTED, likeness.reasons)


# ---- the names of one list ----


def _among(
    likenesses: Mapping[tuple[int, int], Likeness], numbers: Sequence[int | None], order: Sequence[int]
) -> list[Match]:
    sure = {pair for pair, likeness in likenesses.items() if likeness.is_certain}
    partners: dict[int, set[int]] = defaultdict(set)
    for first, second in sure:
        partners[first].add(second)
        partners[second].add(first)
    certain = {pair for pair in sure if not _is_contested(pair, partners, likenesses, numbers)}
    asked = {pair: _asked(likeness, pair in sure) for pair, likeness in likenesses.items() if pair not in certain}
    kept = _kept(asked)
    matches = [_certain(*_placed(pair, order), likenesses[pair]) for pair in certain]
    matches += [_suggested(*_placed(pair, order), asked[pair]) for pair in kept]
    return sorted(matches)


def _is_contested(
    pair: tuple[int, int],
    partners: dict[int, set[int]],
    likenesses: Mapping[tuple[int, int], Likeness],
    numbers: Sequence[int | None],
) -> bool:
    """Whether one of the two is as surely the name of a third organisation, which the other is not."""
    score = likenesses[pair].score
    for one, other in (pair, pair[::-1]):
        for third in partners[one] - partners[other] - {other}:
            if _is_one(numbers, other, third):
                continue
            if likenesses[min(one, third), max(one, third)].score > score - _EQUAL:
                return True
    return False


def _kept(asked: dict[tuple[int, int], Likeness]) -> set[tuple[int, int]]:
    """The pairs among the best five of either name."""
    by_name: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for pair, likeness in asked.items():
        if likeness.score >= (LEAST_OF_WORDS if likeness.reasons[0] == "shared-words" else LEAST_SUGGESTED):
            for place in pair:
                by_name[place].append((-likeness.score, pair))
    return {pair for pairs in by_name.values() for _, pair in sorted(pairs)[:MOST_SUGGESTED]}


def _placed(pair: tuple[int, int], order: Sequence[int]) -> tuple[int, int]:
    first, second = (order[place] for place in pair)
    return min(first, second), max(first, second)
