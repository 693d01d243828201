"""M8: how far a group rests on one organisation."""

from collections.abc import Iterable
from fractions import Fraction

from engagement import measured
from engagement.measured import Measured
from engagement.model import Value
from engagement.spread import hill_2

ONE_VOICE_FROM = 5
"""Organisation-events from which more than half by one organisation is one voice."""

ONE_VOICE_ABOVE = Fraction(1, 2)


class Reliance(Value):
    """M8 of one group, over the organisations known by name."""

    organisations: Measured  # at most one more for each distinct unclassified organisation
    effective: Measured  # 1 / sum of squared shares of the group's organisation-events
    top: Measured  # the share of the organisation recorded most often
    unnamed: int  # organisation-events of the group without a name: counted apart
    is_one_voice: bool | None  # None where no organisation is known


def reliance(organisation_events: Iterable[int], unnamed: int = 0, unclassified_bodies: int = 0) -> Reliance:
    """M8. `organisation_events` are those of each organisation of the group that is known by name.

    >>> found = reliance([6, 3, 2, 1, 1, 1, 1, 1])
    >>> found.organisations.value, round(float(found.effective.value), 2), found.top.value, found.is_one_voice
    (8, 4.74, Fraction(3, 8), False)
    """
    each = [count for count in organisation_events if count]
    total, most = sum(each), max(each, default=0)
    effective = hill_2(each)
    return Reliance(
        organisations=_organisations(len(each), unclassified_bodies),
        effective=measured.number(effective, "organisation", denominator=total or None, unknown=unnamed),
        top=measured.rate(most, total, "organisation-event").model_copy(update=_ONLY_KNOWN | {"unknown": unnamed}),
        unnamed=unnamed,
        is_one_voice=_is_one_voice(len(each), most, total) if each else None,
    )


_ONLY_KNOWN = {"low": None, "high": None, "numerator_high": None, "denominator_high": None, "interval": None}
"""The most frequent one is no fixed organisation: its share has neither bounds nor an interval."""


def _organisations(known: int, unclassified_bodies: int) -> Measured:
    if known == 0:
        return measured.no_data("organisation", unclassified_bodies)
    bounds = (known, known + unclassified_bodies)
    return measured.number(known, "organisation", numerator=known, bounds=bounds, unknown=unclassified_bodies)


def _is_one_voice(organisations: int, most: int, total: int) -> bool:
    is_leaning = total >= ONE_VOICE_FROM and most > ONE_VOICE_ABOVE * total
    return organisations == 1 or is_leaning
