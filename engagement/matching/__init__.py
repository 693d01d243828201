"""One organisation under many names: which names of a list are certainly, or perhaps, those of known organisations."""

from engagement.matching.answers import REASONS, Match, Name, Outcome
from engagement.matching.deciding import match, within

__all__ = ["REASONS", "Match", "Name", "Outcome", "match", "within"]
