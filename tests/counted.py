"""The figures of a group in a small log, and gaps as lines of a printed table."""

from fractions import Fraction
from typing import Any

from engagement.indicators import indicators
from engagement.model import CategoryFigures, Gap, Selection
from engagement.store import Store

ALL = Selection()


def group(store: Store, code: str, selection: Selection = ALL) -> CategoryFigures:
    return next(each for each in indicators(store, selection).categories if each.category == code)


def counts(store: Store, code: str, *names: str, selection: Selection = ALL) -> tuple[Any, ...]:
    figures = group(store, code, selection)
    return tuple(getattr(figures, name) for name in names)


RELIEF = {"organisation": "Relief", "category": "CSO"}


def days(number: int, **given: str) -> list[dict[str, str]]:
    """That many activities, one a day, at each of which one organisation of civil society took part."""
    return [{"activity": f"A{day}", "date": f"2026-02-{day:02}", **RELIEF, **given} for day in range(1, number + 1)]


EXPECTATION_HEADER = "type,mechanism,category,value,author,date,basis,valid_from,valid_to"


def two(value: Fraction | None, digits: int = 2) -> str:
    assert value is not None
    return f"{float(value):.{digits}f}"


def as_line(gap: Gap) -> dict[str, str]:
    return {
        "rank": str(gap.rank),
        "group": gap.category or "",
        "recorded": str(gap.recorded),
        "at most": str(gap.best_case),
        "g_obs": str(gap.g_obs),
        "g_fav": str(gap.g_fav),
        "status": gap.status.value,
        "severity": gap.severity.value if gap.severity else "",
        "needed": f"{gap.needed_low}-{gap.needed_high}",
    }
