"""One organisation under many names: which names of a list are certainly, or perhaps, those of known organisations."""

from collections.abc import Sequence

from engagement.matching.answers import REASONS, Match, Name, Outcome

__all__ = ["REASONS", "Match", "Name", "Outcome", "match", "within"]


def match(names: Sequence[Name], known: Sequence[Name]) -> list[Match]:
    """For each name one certain match, up to five suggested ones, or none: as `deciding.match`."""
    from engagement.matching import deciding  # brings numpy: nobody waits for it who only looks at a page

    return deciding.match(names, known)


def within(names: Sequence[Name]) -> list[Match]:
    """Names of one list that are, or may be, one organisation's: as `deciding.within`."""
    from engagement.matching import deciding

    return deciding.within(names)
