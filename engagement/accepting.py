"""Which pairs may be accepted together, without a person who looks at each.

Organisations grow with every pair: of three names that are alike in a row, the ends may be of two categories, or may
have been judged to be different. Such a pair is left to be asked.
"""

from collections.abc import Iterable

from engagement import directory, identity
from engagement.organisations import Candidate
from engagement.store import Reader

LOOKALIKE = "lookalike"
"""The reason of a pair whose letters only look alike."""


def together(store: Reader, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those of the candidates that can be judged to be the same in one go, those most alike first."""
    groups = identity.Groups(directory.parted(store))
    by_score = sorted(candidates, key=lambda each: -each.score)
    plain = (each for each in by_score if LOOKALIKE not in each.reasons)
    return tuple(each for each in plain if groups.join(directory.body(each.left), directory.body(each.right)))
