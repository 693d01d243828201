"""Which pairs may be accepted together, without a person who looks at each.

Organisations grow with every pair: of three names that are alike in a row, the ends may be of two categories, or may
have been judged to be different. Such a pair is left to be asked.
"""

from collections.abc import Iterable

from engagement import directory, identity
from engagement.model import UNCLASSIFIED
from engagement.organisations import Candidate, Side
from engagement.store import Reader

LOOKALIKE = "lookalike"
"""The reason of a pair whose letters only look alike."""


def together(store: Reader, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those of the candidates that can be judged to be the same in one go, those most alike first."""
    groups = identity.Groups(directory.parted(store))
    by_score = sorted(candidates, key=lambda each: -each.score)
    return tuple(
        each for each in by_score if LOOKALIKE not in each.reasons and groups.join(_body(each.left), _body(each.right))
    )


def _body(side: Side) -> identity.Body:
    return identity.key_of_id(side.id) or 0, frozenset(side.categories) - {UNCLASSIFIED}
