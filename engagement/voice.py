"""M10: whether a group's voice is in line with its presence.

A slot is one time of speaking, drafting or leading. Both shares are always printed: a ratio above 1 for a tiny group
is not power.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from engagement import measured, measures
from engagement.measured import Measured
from engagement.model import Value


class Voice(Value):
    """M10 of one group. The ratio is that of the two shares, which are its numerator and denominator."""

    slots: Measured
    presence: Measured  # the share of the organisation-events
    ratio: Measured


def voice(
    slots: int,
    all_slots: int,
    organisation_events: int,
    classified: int,
    unclassified_slots: Iterable[int] = (),
) -> Voice:
    """M10 with its exact bounds. `all_slots` and `classified` are those of all stakeholder groups.

    `unclassified_slots` has an entry for every unclassified organisation-event: the slots it held, often 0. One that
    is of the group brings its presence and its slots together, so that the ratio moves less than either share.
    None below 10 slots or 10 organisation-events, and for a group that was not present.

    >>> found = voice(1, 20, 4, 40)
    >>> found.slots.value, found.presence.value, found.ratio.value
    (Fraction(1, 20), Fraction(1, 10), Fraction(1, 2))
    """
    unknown = sorted(unclassified_slots)
    return Voice(
        slots=measured.rate(slots, all_slots, "slot", unknown=sum(unknown)),
        presence=measured.rate(organisation_events, classified, "organisation-event", unknown=len(unknown)),
        ratio=_ratio(slots, all_slots, organisation_events, classified, unknown),
    )


def _ratio(slots: int, all_slots: int, events: int, classified: int, unknown: Sequence[int]) -> Measured:
    heard, present = measures.rate(slots, all_slots), measures.rate(events, classified)
    if heard is None or not present:
        return measured.no_data("slot", sum(unknown))
    whole = Fraction(classified + len(unknown), all_slots + sum(unknown))
    return measured.number(
        heard / present,
        "slot",
        numerator=heard,
        denominator=present,
        bounds=(whole * _least(slots, events, unknown), whole * _most(slots, events, unknown)),
        unknown=sum(unknown),
    )


def _least(slots: int, events: int, unknown: Sequence[int]) -> Fraction:
    """Slots for each organisation-event if the quieter ones were of the group, as long as each lowers it."""
    for each in unknown:
        if each * events >= slots:
            break
        slots, events = slots + each, events + 1
    return Fraction(slots, events)


def _most(slots: int, events: int, unknown: Sequence[int]) -> Fraction:
    """Slots for each organisation-event if the louder ones were of the group, as long as each raises it."""
    for each in reversed(unknown):
        if each * events <= slots:
            break
        slots, events = slots + each, events + 1
    return Fraction(slots, events)
