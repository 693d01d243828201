"""Figures on their way out, without what may not be told of people: what `people` withholds is left out of them too.

A head-count that may not be told is None, as one that nobody made; the block `people` of an answer says which it is.
"""

from collections.abc import Iterable

from engagement import measured
from engagement.measuring import Measures
from engagement.model import ActivityFigures, CategoryFigures, LabelFigures
from engagement.parity import is_hidden
from engagement.people import SPLITS, People

_HEADS = ("people", "women", "men", "other_gender", "gender_recorded")
_RECORDED = SPLITS["gender"][:-1]


def categories(found: Iterable[CategoryFigures], people: People) -> tuple[CategoryFigures, ...]:
    """The figures of categories with their head-counts as they are published."""
    return tuple(each.model_copy(update=_heads(each, people)) for each in found)


def _heads(figures: CategoryFigures, people: People) -> dict[str, int | None]:
    if not figures.people and not figures.gender_recorded:
        return {}
    gender = people.split("gender")
    if people.withheld is not None or figures.category not in people.groups:
        return dict.fromkeys(_HEADS)
    place = people.groups.index(figures.category)
    said: dict[str, int | None] = dict.fromkeys(_HEADS) | {"people": people.of_groups[place]}
    if gender is not None and figures.gender_recorded is not None:
        said |= dict(zip(_RECORDED, gender.rows[place], strict=False))
        recorded = [said[name] for name in _RECORDED]
        said["gender_recorded"] = None if None in recorded else sum(each or 0 for each in recorded)
    return said


def labels(found: Iterable[LabelFigures]) -> tuple[LabelFigures, ...]:
    """The counts of labels without head-counts: beside those of their category they would tell of a few."""
    return tuple(each.model_copy(update=dict.fromkeys(_HEADS)) for each in found)


def activities(found: Iterable[ActivityFigures], people: People) -> tuple[ActivityFigures, ...]:
    """Activities with how many people there were, if that may be told, and not of which group or gender."""
    return tuple(
        each.model_copy(
            update={
                "people": None if each.people is not None and is_hidden(each.people, people.k) else each.people,
                "labels": labels(each.labels),
            }
        )
        for each in found
    )


def measures(found: Measures, people: People) -> Measures:
    """The measures, parity hidden where the split by gender is."""
    gender = people.split("gender")
    if gender is None or None not in gender.totals:
        return found
    hidden = measured.fewer_than_k("person", unknown=0)
    return found.model_copy(update={"parity": found.parity.model_copy(update={"women": hidden, "to_men": hidden})})
