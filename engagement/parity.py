"""M12: parity among people who said so themselves. Counts of people too few to show leave with nothing to derive."""

from fractions import Fraction

from engagement import measured
from engagement.measured import Form, Measured
from engagement.model import Value

K = 5
K_SENSITIVE = 10  # disability and lived experience; of these a 0 and an 'all' say something of every person too

_UNIT = "person"


class Parity(Value):
    """M12. `to_men` is women for each man."""

    women: Measured
    to_men: Measured


def parity(women: int, men: int, other: int, not_recorded: int, *, k: int = K) -> Parity:
    """Women among people with a recorded gender, and women to men, with bounds; hidden where a count is 1 to k - 1.

    >>> found = parity(31, 33, 2, 6)
    >>> found.women.value, found.women.low, found.women.high
    (Fraction(31, 66), Fraction(31, 72), Fraction(37, 72))
    """
    return Parity(
        women=attribute(women, women + men + other, not_recorded, k=k),
        to_men=_to_men(women, men, other, not_recorded, max(k, K)),
    )


def attribute(having: int, recorded: int, not_recorded: int, *, k: int = K, is_sensitive: bool = False) -> Measured:
    """People with an attribute (an age band, a disability, lived experience) among those where it is recorded.

    k may be raised, not lowered below 5 (10 where sensitive). Those without are recorded minus those with: where
    either is too few, both are hidden.

    >>> attribute(3, 40, 2).shown_as, attribute(12, 40, 2).value, attribute(0, 40, 2, is_sensitive=True).shown_as
    (<Form.FEWER_THAN_K: 'fewer_than_k'>, Fraction(3, 10), <Form.FEWER_THAN_K: 'fewer_than_k'>)
    """
    least = max(k, K_SENSITIVE if is_sensitive else K)
    if recorded == 0:
        return measured.no_data(_UNIT, not_recorded)
    if any(is_hidden(count, least, is_sensitive) for count in (having, recorded - having)):
        return measured.fewer_than_k(_UNIT, measured.people(recorded, least), not_recorded)
    return measured.rate(having, recorded, _UNIT, unknown=not_recorded)


def is_hidden(count: int, k: int = K, is_sensitive: bool = False) -> bool:
    """Whether a number of people is too small to be shown. A 0 discloses nothing unless the attribute is sensitive."""
    return 0 < count < k or (is_sensitive and count == 0)


def _to_men(women: int, men: int, other: int, not_recorded: int, k: int) -> Measured:
    """Beside women of all recorded, the ratio would tell the number of another gender: that must be showable too."""
    if women + men == 0:
        return measured.no_data(_UNIT, not_recorded)
    if any(is_hidden(count, k) for count in (women, men, other)):
        return measured.fewer_than_k(_UNIT, unknown=not_recorded)
    if men == 0:
        return measured.no_data(_UNIT, not_recorded)
    return Measured(
        unit=_UNIT,
        shown_as=Form.NUMBER,
        value=Fraction(women, men),
        numerator=women,
        denominator=men,
        unknown=not_recorded,
        low=Fraction(women, men + not_recorded),
        high=Fraction(women + not_recorded, men),
    )
