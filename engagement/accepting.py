"""Which pairs may be accepted together, without a person who looks at each.

Organisations grow with every pair: of three names that are alike in a row, the ends may be of two categories, or may
have been judged to be different. Such a pair is left to be asked.
"""

from collections.abc import Iterable

from engagement import directory
from engagement.identity import key_of_id
from engagement.model import UNCLASSIFIED
from engagement.organisations import Candidate, Side
from engagement.store import Reader

LOOKALIKE = "lookalike"
"""The reason of a pair whose letters only look alike."""


def together(store: Reader, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those of the candidates that can be judged to be the same in one go, those most alike first."""
    groups = _Groups(directory.parted(store))
    by_score = sorted(candidates, key=lambda each: -each.score)
    return tuple(each for each in by_score if LOOKALIKE not in each.reasons and groups.join(each.left, each.right))


class _Groups:
    """Organisations as they would be with the pairs accepted so far."""

    def __init__(self, apart: set[tuple[int, int]]) -> None:
        self._apart = apart
        self._members: dict[int, set[int]] = {}
        self._categories: dict[int, set[str]] = {}

    def join(self, left: Side, right: Side) -> bool:
        """Make two organisations one; False where that would be two categories, or against a verdict."""
        one, other = self._key(left), self._key(right)
        members = self._members[one] | self._members[other]
        categories = self._categories[one] | self._categories[other]
        if len(categories) > 1 or any(left in members and right in members for left, right in self._apart):
            return False
        self._members |= dict.fromkeys(members, members)
        self._categories |= dict.fromkeys(members, categories)
        return True

    def _key(self, side: Side) -> int:
        key = key_of_id(side.id) or 0
        self._members.setdefault(key, {key})
        self._categories.setdefault(key, set(side.categories) - {UNCLASSIFIED})
        return key
