"""M9: how deep participation went. Levels are not steps of equal height: they are counted, never averaged."""

from collections.abc import Mapping

from engagement import measured
from engagement.measured import Measured
from engagement.model import Value

LEVELS = (1, 2, 3, 4, 5)
MEANINGFUL_FROM = 3
"""'Involve': the level of the minimum participation requirement of the Open Government Partnership's reviewers."""


class Depth(Value):
    """M9: the share at L3 or above, always with the whole distribution."""

    distribution: dict[int, int] | None  # organisation-events at L1 to L5; None where no level is recorded
    below: int  # at L0: invited or listed only, yet counted
    not_recorded: int  # never read as L1
    meaningful: Measured


def depth(levels: Mapping[int, int], not_recorded: int = 0) -> Depth:
    """M9 of a group. `levels` are the organisation-events of it at each level, 0 to 5, that is recorded.

    >>> found = depth({1: 3, 2: 2, 3: 1})
    >>> found.meaningful.numerator, found.meaningful.denominator, [round(end, 2) for end in found.meaningful.interval]
    (1, 6, [0.03, 0.56])
    """
    known = sum(levels.values())
    reached = sum(count for level, count in levels.items() if level >= MEANINGFUL_FROM)
    return Depth(
        distribution={level: levels.get(level, 0) for level in LEVELS} if known else None,
        below=levels.get(0, 0),
        not_recorded=not_recorded,
        meaningful=measured.rate(reached, known, "organisation-event", unknown=not_recorded),
    )
