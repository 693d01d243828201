"""What the text of one cell turned out to mean."""

from typing import Any, NamedTuple


class Reading(NamedTuple):
    """A value (and for a date its end and precision), the code of what is wrong with it, or both: a warning.

    `until` is the last day of a date, the key that spellings of a name share, or the label of a category; `detail` the
    precision of a date or the tags of a category. `params` fill the problem's sentence.
    """

    value: Any = None
    until: Any = None
    detail: Any = None
    problem: str | None = None
    params: dict[str, str] | None = None
