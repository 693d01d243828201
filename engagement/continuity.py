"""M11: who came back and who is new. No target: few returns are one-off invitations, no newcomers a closed circle."""

from engagement import measured
from engagement.measured import Measured
from engagement.model import Value


class Continuity(Value):
    """M11. An organisation under another name looks new: those whose name nobody has matched are counted beside."""

    returned: Measured  # organisations of the last period that were seen again
    new: Measured  # organisations first seen now, of all now
    unmatched: int | None  # organisations of the two periods of which no list and nobody has said who they are


def continuity(
    last: int | None, returned: int | None, now: int, new: int | None, *, unmatched: int | None = None
) -> Continuity:
    """M11 of numbers of organisations; `last` is None where there is no earlier period, and then there is no data.

    >>> found = continuity(24, 18, 23, 5)
    >>> found.returned.value, [round(end, 2) for end in found.returned.interval], found.new.value
    (Fraction(3, 4), [0.55, 0.88], Fraction(5, 23))
    """
    if last is None or returned is None or new is None:
        nothing = measured.no_data("organisation")
        return Continuity(returned=nothing, new=nothing, unmatched=unmatched)
    return Continuity(
        returned=measured.rate(returned, last, "organisation"),
        new=measured.rate(new, now, "organisation"),
        unmatched=unmatched,
    )
