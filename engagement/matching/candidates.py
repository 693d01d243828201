"""Which pairs of names are worth a look: those that share an unusual word, an acronym, or the letters of a word.

Every name has keys; pairs that share a key are counted with numpy, and the best of each name are kept.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from engagement.matching import acronyms
from engagement.matching.reading import MAX_ACRONYM, Reading

Integers = NDArray[np.int64]

MOST = 400
"""Names that share a key before the key is too common to look behind."""
KEPT, KEPT_OF_SHORT, LOOKED_AT = 8, 24, 48
"""Pairs of each name compared word by word (more for an acronym: its letters tell less), and letter by letter."""
_SURE, _LEAST, _MOST_COMMON = 8.0, 0.6, 6
_CHUNK = 10_000


def candidates(left: Sequence[Reading], right: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """Places (left, right) worth comparing, by left place."""
    asked = {key for names in (left, right) for reading in names for key in _thinned(reading)}
    return Index(right, asked).candidates(left)


def _alike(left: Sequence[Reading], right: Sequence[Reading], rows: Integers, columns: Integers) -> NDArray[np.float64]:
    """From 0 to 1 for each pair: how alike the letters are."""
    if not len(rows):
        return np.zeros(0)
    first, second = [left[row].joined for row in rows.tolist()], [right[column].joined for column in columns.tolist()]
    return np.asarray(process.cpdist(first, second, scorer=fuzz.ratio, workers=2, dtype=np.float32), np.float64) / 100


def _best(
    rows: Integers, columns: Integers, weights: NDArray[np.float64], most: Integers
) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """The `most` pairs of greatest weight of each row; of equals, those that come first."""
    order = np.lexsort((columns, -weights, rows))
    rows, columns, weights, most = rows[order], columns[order], weights[order], most[order]
    begins = np.searchsorted(rows, rows, side="left")
    kept = np.arange(len(rows)) - begins < most
    return rows[kept], columns[kept], weights[kept]


class Index:
    """Names by key; of the initials they form, those that are `asked` about."""

    def __init__(self, names: Sequence[Reading], asked: Set[str] = frozenset()) -> None:
        counts = Counter(concept for reading in names for concept in set(reading.bag))
        self._common = {concept for concept, count in counts.items() if count > MOST}
        self._asked = asked
        self._names = names
        self._numbers: dict[str, int] = {}
        places, numbers = [], []
        for place, reading in enumerate(names):
            for key in self._of(reading):
                places.append(place)
                numbers.append(self._numbers.setdefault(key, len(self._numbers)))
        self._sorted(np.array(places, np.int64), np.array(numbers, np.int64))

    def _sorted(self, places: Integers, numbers: Integers) -> None:
        order = np.argsort(numbers, kind="stable")
        self._places = places[order]
        self._begins = np.searchsorted(numbers[order], np.arange(len(self._numbers) + 1))

    def candidates(self, left: Sequence[Reading], *, least_alike: float = 0.0) -> Iterator[tuple[int, int]]:
        """Places (of `left`, of these names) worth comparing, if their letters are at least so alike (0 to 1)."""
        for start in range(0, len(left), _CHUNK):
            chunk = left[start : start + _CHUNK]
            rows, columns, shared = self._pairs(chunk)
            rows, columns, shared = _best(rows, columns, shared, np.full(len(rows), LOOKED_AT))
            alike = _alike(chunk, self._names, rows, columns)
            kept = (alike >= least_alike) & (shared + alike >= _LEAST)
            rows, columns, weights = rows[kept], columns[kept], (shared + alike)[kept]
            is_short = np.array([bool(reading.alone) for reading in chunk], bool)
            rows, columns, _ = _best(rows, columns, weights, np.where(is_short[rows], KEPT_OF_SHORT, KEPT))
            yield from zip((rows + start).tolist(), columns.tolist(), strict=True)

    def _pairs(self, left: Sequence[Reading]) -> tuple[Integers, Integers, NDArray[np.float64]]:
        """Pairs that share a key, with how much their keys say together."""
        rows, numbers, bonuses = [], [], []
        for row, reading in enumerate(left):
            for key in self._of(reading):
                if (number := self._numbers.get(key)) is not None:
                    rows.append(row)
                    numbers.append(number)
                    bonuses.append(_bonus(key))
        return self._joined(np.array(rows, np.int64), np.array(numbers, np.int64), np.array(bonuses, np.float64))

    def _joined(
        self, rows: Integers, numbers: Integers, bonuses: NDArray[np.float64]
    ) -> tuple[Integers, Integers, NDArray[np.float64]]:
        counts = self._begins[numbers + 1] - self._begins[numbers]
        used = (counts <= MOST) | (bonuses >= _SURE)
        rows, numbers, counts, bonuses = rows[used], numbers[used], np.minimum(counts[used], MOST), bonuses[used]
        ends = np.cumsum(counts)
        offsets = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
        columns = self._places[np.repeat(self._begins[numbers], counts) + offsets]
        weights = bonuses + 1 / np.sqrt(np.maximum(counts, 1))
        return _summed(np.repeat(rows, counts), columns, np.repeat(weights, counts), len(self._names))

    def _of(self, reading: Reading) -> Iterator[str]:
        if reading.joined:
            yield "=" + reading.joined
        yield "=" + "|".join((*reading.bag, *sorted(reading.countries)))
        for code in sorted(reading.codes):
            yield "@" + code
        yield from self._of_acronyms(reading)
        concepts = dict.fromkeys(reading.bag)  # in order, so that sums of weights are the same in every run
        yield from (f"w{concept}" for concept in concepts)
        common = [concept for concept in concepts if concept in self._common][:_MOST_COMMON]
        yield from (f"p{first}|{second}" for first, second in combinations(common, 2))
        yield from _of_letters(reading)

    def _of_acronyms(self, reading: Reading) -> Iterable[str]:
        keys = {f"#{acronym}" for acronym in reading.acronyms}
        if len(reading.whole) <= 2 * MAX_ACRONYM:
            keys.add(f"#{reading.whole}")
        if reading.alone:
            keys.add(f"#{reading.alone}")
            keys.update(f"f{key}" for key in _thinned(reading))
        if self._asked and len(reading.spoken) > 1:
            keys.update(f"f{each}" for each in acronyms.initials(reading.spoken) if each in self._asked)
        return sorted(keys)


def _bonus(key: str) -> float:
    """What a key says however many names have it: the same words, code or acronym much, the same initials something."""
    if key[0] in "=#@":
        return _SURE
    return 0.4 * len(key) if key[0] == "f" else 0.0


def _thinned(reading: Reading) -> set[str]:
    """Initials that may have formed the one word of a name."""
    return acronyms.thinned(reading.alone) if 1 < len(reading.alone) <= 12 and reading.alone.isalnum() else set()


def _of_letters(reading: Reading) -> Iterator[str]:
    """Keys that survive a slip of the pen: consonants of each proper name, both ends of a whole name."""
    for term in reading.terms:
        if term.role == "proper" and len(term.word) > 4:
            yield "s" + _consonants(term.word)
    if len(reading.terms) < 3 and len(reading.joined) > 5:
        yield "b" + reading.joined[:5]
        yield "e" + reading.joined[-5:]


_VOWELS = str.maketrans("", "", "aeiouy")


def _consonants(word: str) -> str:
    """The first letter and the consonants after it, none of them doubled."""
    text = word[0] + word[1:].translate(_VOWELS)
    return "".join(letter for place, letter in enumerate(text) if not place or letter != text[place - 1])[:7]


def _summed(
    rows: Integers, columns: Integers, weights: NDArray[np.float64], width: int
) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """Each pair once, with the sum of its weights."""
    pairs, inverse = np.unique(rows * width + columns, return_inverse=True)
    sums = np.zeros(len(pairs))
    np.add.at(sums, inverse, weights)
    return pairs // width, pairs % width, sums
