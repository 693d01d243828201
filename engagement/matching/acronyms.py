"""Whether a name forms an acronym: from its initials, or from the beginnings of its words."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from engagement.matching.lexicon import SILENT, Term, is_silent

SHORTEST_CERTAIN = 4
"""Letters an acronym that a name only forms must have to be certain; three letters are formed by too many names."""

_COST_OF_LETTER, _COST_OF_WORD, _COST_OF_PLAIN_WORD = 0.05, 1.0, 0.4
_MAX_COST, _MAX_LETTERS, _FEWEST_INITIALS, _MANY_INITIALS, _MOST_INITIALS = 2.45, 9, 2, 5, 14


class Fit(NamedTuple):
    """How well a name forms an acronym."""

    cost: float
    is_whole: bool  # every word that says something gives at least a letter

    @property
    def is_strict(self) -> bool:
        """The acronym is the initials and nothing else."""
        return self.is_whole and self.cost < _COST_OF_LETTER / 2


def fit(acronym: str, spoken: tuple[Term, ...]) -> Fit | None:
    """How `spoken` forms `acronym`; None when it does not, or only by leaving out too much.

    Each word gives its beginning, mostly one letter; articles may give a letter or none.
    """
    words = [(word, _price(word, term)) for term in spoken for word in term.word.split()]
    reached: dict[int, tuple[float, bool]] = {0: (0.0, True)}
    for word, price in words:
        following: dict[int, tuple[float, bool]] = {}
        for place, (cost, whole) in reached.items():
            _keep(following, place, cost + price, whole and not price)
            for taken in _beginnings(acronym, place, word):
                _keep(following, place + taken, cost + _COST_OF_LETTER * (taken - 1), whole)
        reached = following
    if end := reached.get(len(acronym)):
        return Fit(*end)
    nearly = reached.get(len(acronym) - 1)  # the country's letter, where the name as written leaves the country out
    return Fit(nearly[0] + _COST_OF_WORD, False) if nearly and nearly[1] and len(acronym) > 3 else None


def _price(word: str, term: Term) -> float:
    """What it costs to leave a word out; nothing for an article, alone or within an expression."""
    if term.role in SILENT or is_silent(word):
        return 0.0
    return _COST_OF_PLAIN_WORD if term.role == "body" else _COST_OF_WORD


def _beginnings(acronym: str, place: int, word: str) -> Iterator[int]:
    for taken, letter in enumerate(word, start=1):
        if acronym[place + taken - 1 : place + taken] != letter:
            return
        yield taken


def _keep(reached: dict[int, tuple[float, bool]], place: int, cost: float, whole: bool) -> None:
    if cost <= _MAX_COST and (place not in reached or (cost, not whole) < (reached[place][0], not reached[place][1])):
        reached[place] = (cost, whole)


def initials(spoken: tuple[Term, ...]) -> set[str]:
    """The initials of a name: of its telling words, of all its words, and with one left out, or of many two."""
    words = [(word, term.role in SILENT or is_silent(word)) for term in spoken for word in term.word.split()]
    said = "".join(word[0] for word, silent in words if not silent)
    every = "".join(word[0] for word, _ in words)
    if len(said) > _MOST_INITIALS:
        return {said[:_MOST_INITIALS], every[:_MOST_INITIALS]}
    fewer = {len(said) - 1, len(said) - 2 if len(said) > _MANY_INITIALS else len(said) - 1}
    shorter = {"".join(kept) for count in fewer if count >= _FEWEST_INITIALS for kept in combinations(said, count)}
    return {each for each in {said, every, *shorter} if len(each) >= _FEWEST_INITIALS}


def thinned(acronym: str) -> set[str]:
    """An acronym with letters left out after the first: `initials` of a name that may have formed it are among them.

    >>> sorted(thinned("acf"))
    ['ac', 'acf', 'af']
    """
    first, others = acronym[:1], acronym[1:_MAX_LETTERS]
    return {first + "".join(kept) for count in range(1, len(others) + 1) for kept in combinations(others, count)}
