"""What the address asks for, as a selection. Pure: parameters in, a selection out; what nobody knows is left out."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from dashboard.days import days
from engagement.model import NARROWED_BY, PARA44, Mechanism, MechanismKind, Selection

PLAIN = ("network", "group", "from", "to", "list")
"""The filters that always stand beside a page, by their names in the address."""

FURTHER = tuple(NARROWED_BY)
"""The further filters, each of several codes."""

CHAMPIONS = "champions"
"""`?champions=yes`: the networks and working groups of the champion countries alone."""

FILTERS = (*PLAIN, *FURTHER, CHAMPIONS)
"""Every filter; each stands in the address."""


def selection(
    addressed: Callable[[str], list[str]],
    mechanisms: Collection[Mechanism],
    lists: Collection[str],
    possible: Mapping[str, Collection[str]],
) -> Selection:
    """The scope an address names. `addressed` gives the values of a parameter, `possible` the codes of `FURTHER`."""
    kinds = {each.code: each.kind for each in mechanisms}
    named = [each for each in lists if each in addressed("list")]
    return Selection(
        networks=tuple(code for code in addressed("network") if kinds.get(code) is MechanismKind.NETWORK),
        working_groups=tuple(code for code in addressed("group") if kinds.get(code) is MechanismKind.WORKING_GROUP),
        first_day=days(addressed("from"))[0],
        last_day=days(addressed("to"))[1],
        list=named[0] if named else PARA44,
        champions_only=addressed(CHAMPIONS) == ["yes"],
        **{part: _known(name, addressed(name), possible[name]) for name, part in NARROWED_BY.items()},
    )


def _known(name: str, values: list[str], possible: Collection[str]) -> tuple[Any, ...]:
    """The values that are known, each once; objectives are numbers."""
    found = [each for each in dict.fromkeys(values) if each in possible]
    return tuple(int(each) if name == "objective" else each for each in found)
