"""A slow, plain implementation of the further types of gaps, to hold the library against: loops and exact fractions.

It takes the rows of one mechanism as dicts, as oracle.py does, with `role` beside; seats as dicts (organisation,
category, role, from, to) and expectations as (type, group, value). Days are dates.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

import oracle

VOICES = {"speaker", "discussant", "moderator", "rapporteur", "organiser", "co_lead", "decision", "written_input"}

Row = Mapping[str, str]
Found = dict[str, Any]


class Log:
    """The rows of one mechanism, activity by activity."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list({tuple(row.items()): row for row in rows}.values())  # an exact copy says nothing new
        self.held = oracle.activities(self.rows)
        names = dict.fromkeys((row["activity"], row["date"]) for row in self.rows)
        self.days = [date.fromisoformat(day) for _, day in names]
        self.of = [
            [row for row in self.rows if (row["activity"], row["date"]) == name and took_part(row)] for name in names
        ]

    def events(self, group: str) -> list[tuple[int, dict[str, Any]]]:
        """Organisation-events with their rows; those with a tag once, whatever their categories."""
        found = {
            (number, event["organisation"], "" if group == oracle.TAG else event["category"]): (number, event)
            for number, event in oracle.of_group(self.held, group)
        }
        return [(number, {**event, "rows": self.rows_of(number, event, group)}) for number, event in found.values()]

    def rows_of(self, number: int, event: dict[str, Any], group: str) -> list[Row]:
        """Each row stands in one event of its organisation; the tag has all rows of whatever carries it."""
        theirs = [row for row in self.of[number] if (row["organisation"].casefold() or None) == event["organisation"]]
        if group != oracle.TAG:
            return [row for row in theirs if self.category(row, theirs) == event["category"]]
        if event["organisation"]:
            return theirs
        tagged = {each["category"] for each in self.held[number]["events"] if each["is_tagged"]}
        return [row for row in theirs if row["category"] in tagged]

    def category(self, row: Row, theirs: Iterable[Row]) -> str:
        """What is not classified has the first category that another row gives its organisation there."""
        given = {each["category"] for each in (theirs if row["organisation"] else [row])} - {"", "UNK"}
        return row["category"] if row["category"] in given else min(given, default="UNK")


def took_part(row: Row) -> bool:
    return row.get("stage") not in ("invited", "registered")


def spoken(row: Row) -> bool | None:
    if row.get("role") in VOICES or row.get("stage") in ("spoke", "submitted"):
        return True
    return False if row.get("role") else None


# ---- the measures: recorded, most favourable, denominator ---------------------------------------------------------


def organisations(log: Log, group: str) -> tuple[int, int, int]:
    own, unclear = log.events(group), [each for each in log.events("UNK") if each not in log.events(group)]
    known = {event["organisation"] for _, event in own} - {None}
    possible = known | {event["organisation"] for _, event in unclear} - {None}
    nameless = sum(1 for _, event in (*own, *unclear) if not event["organisation"])
    return len(known), len(possible) + nameless, oracle.group_figures(log.held, group)["organisation_events"]


def quality(log: Log, group: str, has: Callable[[dict[str, Any]], bool | None]) -> tuple[int, int, int] | None:
    own = [has(event) for _, event in log.events(group)]
    unclear = [has(event) for number, event in log.events("UNK") if not (group == oracle.TAG and event["is_tagged"])]
    if all(each is None for each in own):
        return None
    recorded = own.count(True)
    return recorded, recorded + own.count(None) + unclear.count(True) + unclear.count(None), len(own)


def voice(log: Log, group: str) -> tuple[int, int, int] | None:
    """Slots of speaking, drafting or leading. An event without any, of which a row says no role, can have had one."""
    own = [slots(event["rows"]) for _, event in log.events(group)]
    unclear = [
        slots(event["rows"]) for _, event in log.events("UNK") if not (group == oracle.TAG and event["is_tagged"])
    ]
    if all(each is None for each in own):
        return None
    recorded, possible = (sum(without if each is None else each for each in own) for without in (0, 1))
    return recorded, possible + sum(1 if each is None else each for each in unclear), len(own)


def slots(rows: Iterable[Row]) -> int | None:
    said = [spoken(row) for row in rows]
    return None if True not in said and None in said else said.count(True)


def is_deep(event: dict[str, Any]) -> bool | None:
    return None if event["level"] is None else event["level"] >= 3


def intervals(log: Log, numbers: Iterable[int], first: date, last: date) -> list[int]:
    days = sorted({log.days[number] for number in numbers})
    return [(later - earlier).days for earlier, later in zip([first, *days], [*days, last], strict=True)]


def frequency(log: Log, group: str, first: date | None, last: date | None) -> tuple[list[int], list[int], int]:
    start, end = first or min(log.days), last or max(log.days)
    seen = {number for number, _ in oracle.of_group(log.held, group)}
    silent = {number for number, activity in enumerate(log.held) if not activity["has_log"]}
    possible = seen | silent | {number for number, _ in oracle.of_group(log.held, "UNK")}
    return intervals(log, seen, start, end), intervals(log, possible, start, end), (end - start).days


# ---- seats --------------------------------------------------------------------------------------------------------


def stands(seat: Row, day: date) -> bool:
    return (seat["from"] or "0001-01-01") <= day.isoformat() <= (seat["to"] or "9999-12-31")


def attendance(log: Log, seats: Sequence[Row], group: str) -> tuple[int, int, list[int]]:
    """Times attended, times expected, and every run of absences of one seat."""
    own = [seat for seat in seats if seat["category"] == group and seat["role"] not in ("alternate", "observer")]
    others = [seat for seat in seats if seat["category"] == group and seat["role"] == "alternate"]
    attended, expected, missed = 0, 0, {seat["organisation"]: [0] for seat in own}
    for number in sorted(range(len(log.held)), key=lambda number: log.days[number]):
        if not log.held[number]["has_log"]:
            continue
        day, there = log.days[number], {row["organisation"].casefold() for row in log.of[number]}
        filled = [seat for seat in own if stands(seat, day)]
        came = [seat for seat in filled if seat["organisation"].casefold() in there]
        instead = sum(1 for seat in others if stands(seat, day) and seat["organisation"].casefold() in there)
        attended += min(len(filled), len(came) + instead)
        expected += len(filled)
        for seat in filled:
            runs = missed[seat["organisation"]]
            if seat in came or instead:
                runs.append(0)
            else:
                runs[-1] += 1
    return attended, expected, [run for runs in missed.values() for run in runs]


# ---- gaps ---------------------------------------------------------------------------------------------------------


def gap(
    log: Log, kind: str, group: str, value: Fraction, seats: Sequence[Row] = (), **period: date | None
) -> Found | None:
    """The gap of a group from one expectation; None where nothing falls short or nothing can be measured."""
    n, u = oracle.classified(log.held), oracle.unclassified(log.held)
    logs = sum(activity["has_log"] for activity in log.held)
    if not logs:
        return None
    about = (n < Fraction(4, 5) * (n + u) or logs < 3, n, u)
    if kind in ("seat_attendance", "consecutive_absences"):
        return _of_seats(log, kind, value, attendance(log, seats, group), logs, about)
    if kind == "frequency":
        recorded, possible, of = frequency(log, group, period.get("first"), period.get("last"))
        needed = [sum(max(0, ceil(Fraction(each) / value) - 1) for each in way) for way in (possible, recorded)]
        return _most(max(recorded), max(possible), value, of, needed, *about, not oracle.of_group(log.held, group))
    return _of_events(log, kind, group, value, about)


def _of_seats(
    log: Log, kind: str, value: Fraction, counted: tuple[int, int, list[int]], logs: int, about: tuple[bool, int, int]
) -> Found | None:
    attended, expected, runs = counted
    if not expected:
        return None
    if kind == "seat_attendance":
        return _least(attended, attended, value * expected, expected, *about, not attended)
    longest, closing = max(runs), sum(run // int(value) for run in runs)
    return _most(longest, longest, value - 1, logs, [closing, closing], *about, not attended)


def _of_events(log: Log, kind: str, group: str, value: Fraction, about: tuple[bool, int, int]) -> Found | None:
    nothing = not oracle.of_group(log.held, group)
    if kind == "share":
        own = sum(1 for each in log.held for event in each["events"] if event["category"] == group)
        return _share(own, about[1], about[2], value, about[0], nothing)
    if kind == "breadth":
        recorded, of, upper = oracle.coverage(log.held)
        return _least(recorded, upper, value, of, *about, recorded == 0)
    if kind == "reliance" and nothing:
        return None
    measured = {
        "organisations": lambda: organisations(log, group),
        "reliance": lambda: organisations(log, group),
        "depth": lambda: quality(log, group, is_deep),
        "voice": lambda: voice(log, group),
    }[kind]()
    return _least(measured[0], measured[1], value, measured[2], *about, nothing) if measured else None


def _share(own: int, n: int, u: int, reference: Fraction, is_vague: bool, nothing: bool) -> Found | None:
    """The ratio to the reference share against four fifths; what closes it is looked for one by one."""
    if not n:
        return None
    wanted = Fraction(4, 5)
    now, most = (Fraction(x, of) / reference / wanted for x, of in ((own, n), (own + u, n + u)))
    if now >= 1:
        return None
    closing = [
        next(a for a in range(10**6) if Fraction(x + a, of + a) >= wanted * reference)
        for x, of in ((own + u, n + u), (own, n))
    ]
    favourable = max(Fraction(0), 1 - most)
    return _found(own, own + u, wanted * reference * n, n, 1 - now, favourable, closing, is_vague, n, u, nothing)


def _least(
    recorded: int, best: int, target: Fraction, of: int, is_vague: bool, n: int, u: int, nothing: bool
) -> Found | None:
    if recorded >= target:
        return None
    closing = [max(0, ceil(target - best)), ceil(target - recorded)]
    favourable = max(Fraction(0), 1 - Fraction(best) / target)
    return _found(
        recorded, best, target, of, 1 - Fraction(recorded) / target, favourable, closing, is_vague, n, u, nothing
    )


def _most(
    recorded: int,
    best: int,
    allowed: Fraction,
    of: int,
    closing: list[int],
    is_vague: bool,
    n: int,
    u: int,
    nothing: bool,
) -> Found | None:
    if recorded <= allowed:
        return None
    favourable = 1 - Fraction(allowed) / best if best > allowed else Fraction(0)
    return _found(
        recorded, best, allowed, of, 1 - Fraction(allowed) / recorded, favourable, closing, is_vague, n, u, nothing
    )


def _found(
    recorded: int,
    best: int,
    expected: Fraction,
    of: int,
    g_obs: Fraction,
    g_fav: Fraction,
    closing: list[int],
    is_vague: bool,
    n: int,
    u: int,
    nothing: bool,
) -> Found:
    if is_vague:
        status = "not_assessable"
    elif g_fav > 0:
        status = "confirmed"
    else:
        status = "likely" if u <= Fraction(1, 20) * (n + u) else "open"
    return {
        "recorded": recorded,
        "best_case": best,
        "expected": expected,
        "denominator": of,
        "g_obs": g_obs,
        "g_fav": g_fav,
        "needed_low": closing[0],
        "needed_high": closing[1],
        "status": status,
        "severity": _severity(g_fav, nothing) if status == "confirmed" else None,
    }


def _severity(g_fav: Fraction, nothing: bool) -> str:
    if nothing:
        return "critical" if g_fav >= Fraction(1, 2) else "major"
    return "major" if g_fav >= Fraction(1, 2) else "moderate" if g_fav >= Fraction(1, 5) else "minor"
