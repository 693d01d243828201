"""What is asked of the matching of names, and what it answers."""

from enum import StrEnum
from typing import NamedTuple


class Name(NamedTuple):
    """A name as somebody wrote it, with what else is known of the organisation that bears it."""

    text: str
    country: str | None = None  # ISO 3166-1 alpha-2, of the organisation
    category: str | None = None  # code of data/categories.csv
    organisation: int | None = None  # names with the same number are known to be one organisation's


class Outcome(StrEnum):
    """Certain matches may be made without asking; suggested ones may not."""

    CERTAIN = "certain"
    SUGGESTED = "suggested"


class Match(NamedTuple):
    """Two names of one organisation, surely or perhaps."""

    left: int  # place among the names asked about
    right: int  # place among the known names; of `within`, a later place of the same list
    score: float  # 0 to 1
    outcome: Outcome
    reasons: tuple[str, ...]  # codes of REASONS, the strongest first


REASONS: tuple[str, ...] = (
    "same-name",
    "same-words",
    "known-alias",
    "acronym-given",
    "acronym-formed",
    "translation",
    "spelling",
    "shared-words",
    "lookalike",
    "other-organisation",
    "other-country",
    "section",
    "other-category",
    "other-acronym",
    "generic",
    "joint",
    "several-fit",
)
"""Why two names are thought to be one organisation's (the first eight), and why it must be asked (the rest)."""
