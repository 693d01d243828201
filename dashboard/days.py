"""A year, a month or a day as people write it into a field or an address."""

import calendar
from datetime import date


def first_day(written: str) -> date | None:
    """The first day of 2025, 2025-07 or 2025-07-15; None for anything else."""
    return days([written])[0]


def last_day(written: str) -> date | None:
    """The last day of 2025, 2025-07 or 2025-07-15; None for anything else."""
    return days([written])[1]


def days(values: list[str]) -> tuple[date | None, date | None]:
    """First and last day of the first of some values; (None, None) where there is none, or it names no day."""
    try:
        year, month, day = [*map(int, values[0].split("-")), 0, 0][:3]
        last_month = month or 12
        last = day or calendar.monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1), date(year, last_month, last)
    except (IndexError, ValueError):
        return None, None
