"""A slow, plain implementation of the method, to hold the library against: lists, sets, loops and exact fractions.

It takes rows of a log as dicts (activity, date, network, working_group, organisation, category, stage, level, tags,
open_to_stakeholders, log_complete) in which `category` is a code, or blank for what is not classified.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, sqrt
from typing import Any

PARA44 = ("MIG", "CSO", "MDO", "FBO", "LOC", "PRV", "TUN", "PAR", "NHR", "RCM", "ACA", "MED")
LISTS = {
    "para44": PARA44,
    "para15j": ("MIG", "CSO", "MDO", "LOC", "PRV", "TUN", "PAR", "NHR", "ACA", "MED"),
    "seed": (*(code for code in PARA44 if code != "MIG"), "WCY"),
}
OUTSIDE = ("GOV", "UNS", "IGO")
TAG = "WCY"  # also a mark that an organisation of any category can carry
DEFAULTS = {"records": Fraction(4, 5), "absence": Fraction(1), "presence": Fraction(1, 2)}
STATUSES = ("confirmed", "likely", "open", "not_assessable")
SEVERITIES = ("critical", "major", "moderate", "minor", None)

Event = dict[str, Any]
Activity = dict[str, Any]


def activities(rows: Iterable[Mapping[str, str]]) -> list[Activity]:
    """What happened, activity by activity, with its organisation-events."""
    grouped: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in rows:
        mechanism = "/".join(filter(None, (row["network"], row.get("working_group", ""))))
        grouped.setdefault((mechanism, row["activity"], row["date"]), []).append(row)
    return [_activity(mechanism, day, rows_of) for (mechanism, _, day), rows_of in grouped.items()]


def _activity(mechanism: str, day: str, rows: list[Mapping[str, str]]) -> Activity:
    events = _events([row for row in rows if row.get("stage") not in ("invited", "registered")])
    incomplete = any(row.get("log_complete") == "no" for row in rows)
    said = {row.get("open_to_stakeholders", "") for row in rows} - {""}
    is_open = said == {"yes"} if len(said) == 1 else None
    has_log = bool(events) and not incomplete
    return {
        "mechanism": mechanism,
        "day": day,
        "open": is_open,
        "has_log": has_log,
        "assessed": has_log and is_open is not False,  # what does not say whether it was open counts as open
        "events": events,
    }


def _events(rows: list[Mapping[str, str]]) -> list[Event]:
    """One organisation-event for each category an organisation is named under, or one that is not classified."""
    named: dict[str, list[Mapping[str, str]]] = {}
    unnamed: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        if row.get("organisation"):
            named.setdefault(row["organisation"].casefold(), []).append(row)
        elif row.get("category"):
            unnamed.setdefault(row["category"], []).append(row)
    events = []
    for organisation, theirs in named.items():
        categories = {row["category"] for row in theirs if row.get("category") not in ("", "UNK", None)} or {"UNK"}
        events += [_event(organisation, category, theirs) for category in sorted(categories)]
    return events + [_event(None, category, theirs) for category, theirs in unnamed.items()]


def _event(organisation: str | None, category: str, rows: list[Mapping[str, str]]) -> Event:
    levels = [int(row["level"][1:]) for row in rows if row.get("level") not in ("", "LX", None)]
    is_tagged = any(row.get("tags") or row.get("category") == TAG for row in rows)
    level = max(levels) if levels else None  # where one organisation has two levels, the higher holds
    return {"organisation": organisation, "category": category, "level": level, "is_tagged": is_tagged}


# ---- counts -------------------------------------------------------------------------------------------------------


def of_group(held: list[Activity], group: str) -> list[tuple[int, Event]]:
    """The organisation-events a row shows, each with the number of its activity: those tagged, for the tag."""
    return [
        (number, event)
        for number, activity in enumerate(held)
        for event in activity["events"]
        if (event["is_tagged"] if group == TAG else event["category"] == group)
    ]


def classified(held: list[Activity]) -> int:
    """N."""
    return sum(1 for each in held for event in each["events"] if event["category"] not in (*OUTSIDE, "UNK"))


def unclassified(held: list[Activity]) -> int:
    """U."""
    return sum(1 for each in held for event in each["events"] if event["category"] == "UNK")


def coverage(held: list[Activity], list_code: str = "para44") -> tuple[int, int, int]:
    """M2: recorded, expected, upper."""
    expected = LISTS[list_code]
    recorded = sum(1 for group in expected if of_group(held, group))
    unknown = [(number, event["organisation"]) for number, event in of_group(held, "UNK")]
    bodies = {organisation for _, organisation in unknown if organisation}
    nameless = {number for number, organisation in unknown if not organisation}
    return recorded, len(expected), min(len(expected), recorded + len(bodies) + len(nameless))


def networks(held: list[Activity], group: str) -> tuple[set[str], set[str], set[str]]:
    """The networks with a log that recorded the group, those where something unclassified could be of it, all of them.

    A network is what stands before the '/' of a working group's code; of one network, its parts stand for themselves.
    """
    codes = {each["mechanism"] for each in held}
    is_one = len({code.split("/")[0] for code in codes}) == 1
    unit = {code: code if is_one else code.split("/")[0] for code in codes}
    logged = {unit[each["mechanism"]] for each in held if each["has_log"]}
    here = {unit[each["mechanism"]] for each in held if of_group([each], group)} & logged
    unclear = {unit[each["mechanism"]] for each in held if of_group([each], "UNK")} & logged
    return here, unclear - here, logged


def present(held: list[Activity], group: str) -> tuple[int, int, int]:
    """M3: activities with the group, the most there can have been, activities assessed."""
    assessed = [each for each in held if each["assessed"]]
    seen = {number for number, _ in of_group(assessed, group)}
    possible = set() if group in OUTSIDE else {number for number, _ in of_group(assessed, "UNK")}
    return len(seen), len(seen | possible), len(assessed)


def share(held: list[Activity], group: str, list_code: str = "para44") -> tuple[Fraction, Fraction, Fraction] | None:
    """M4 with its bounds; None below 10 organisation-events. A tag counts only by category; where a list does not name
    women, children and youth, their organisations are other relevant stakeholders."""
    n, u = classified(held), unclassified(held)
    counted = {"OTH", "WCY"} if group == "OTH" and list_code != "seed" else {group}
    count = sum(1 for each in held for event in each["events"] if event["category"] in counted)
    return (Fraction(count, n), Fraction(count, n + u), Fraction(count + u, n + u)) if n >= 10 else None


def group_figures(held: list[Activity], group: str) -> dict[str, Any]:
    """The counts of one row of the table of groups."""
    found = of_group(held, group)
    once = {(number, event["organisation"]): event["level"] for number, event in found}
    seen, most, assessed = present(held, group)
    return {
        "organisation_events": len(once),
        "organisations": len({event["organisation"] for _, event in found} - {None}),
        "activities": len({number for number, _ in found}),
        "present": seen,
        "present_high": most,
        "assessed": assessed,
        "level_known": sum(1 for level in once.values() if level is not None),
        "involved": sum(1 for level in once.values() if level is not None and level >= 3),
    }


def wilson(x: int, n: int) -> tuple[float, float]:
    """The 95 % interval: the rates p with |x/n - p| <= z sqrt(p(1-p)/n), found by solving the quadratic."""
    z = 1.959963984540054
    a, b, c = n + z * z, -(2 * x + z * z), x * x / n
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


# ---- gaps ---------------------------------------------------------------------------------------------------------


def gaps(held: list[Activity], list_code: str = "para44", expectations: Mapping[str, Fraction] = DEFAULTS) -> list[Any]:
    """Every gap of every mechanism as a dict, in no particular order, ranked."""
    found: list[dict[str, Any]] = []
    for mechanism in sorted({each["mechanism"] for each in held}):
        theirs = [each for each in held if each["mechanism"] == mechanism]
        if any(each["has_log"] for each in theirs):
            found += _gaps_of(mechanism, theirs, LISTS[list_code], expectations)
    for gap in found:
        same = (gap["type"], gap["category"])
        gap["scopes"] = sum(1 for each in found if (each["type"], each["category"]) == same)
    for gap in found:
        gap["rank"] = 1 + sum(1 for each in found if _weight(each) < _weight(gap))
    return found


def _weight(gap: dict[str, Any]) -> tuple[int, int, int, int]:
    return STATUSES.index(gap["status"]), SEVERITIES.index(gap["severity"]), -gap["needed_low"], -gap["scopes"]


def _gaps_of(
    mechanism: str, held: list[Activity], expected: tuple[str, ...], expectations: Mapping[str, Fraction]
) -> list[dict[str, Any]]:
    n, u = classified(held), unclassified(held)
    enough = expectations["records"] * (n + u)
    logs, assessed = sum(each["has_log"] for each in held), sum(each["assessed"] for each in held)
    found = [_gap("records", None, n, n, enough, n + u, "confirmed", n == 0)] if n < enough else []
    for group in expected:
        seen = {number for number, _ in of_group(held, group)}
        possible = seen | {number for number, _ in of_group(held, "UNK")}
        here, most, _ = present(held, group)
        for kind, value, best, of, target in (
            ("absence", len(seen), len(possible), logs, expectations["absence"]),
            ("presence", here, most, assessed, expectations["presence"] * assessed),
        ):
            if value < target:
                status = _status(best >= target, n, u) if n >= enough and of >= 3 else "not_assessable"
                found.append(_gap(kind, group, value, best, target, of, status, not seen))
    return [gap | {"mechanism": mechanism} for gap in found]


def _status(is_undecided: bool, n: int, u: int) -> str:
    if not is_undecided:
        return "confirmed"
    return "likely" if Fraction(u, n + u) <= Fraction(5, 100) else "open"


def _gap(
    kind: str, group: str | None, value: int, best: int, target: Fraction, of: int, status: str, is_nothing: bool
) -> dict[str, Any]:
    favourable = max(Fraction(0), 1 - Fraction(best) / target)
    return {
        "type": kind,
        "category": group,
        "recorded": value,
        "best_case": best,
        "denominator": of,
        "expected": target,
        "g_obs": 1 - Fraction(value) / target,
        "g_fav": favourable,
        "status": status,
        "severity": _severity(favourable, is_nothing) if status == "confirmed" else None,
        "needed_low": max(0, ceil(target - best)),
        "needed_high": ceil(target - value),
    }


def _severity(favourable: Fraction, is_nothing: bool) -> str:
    if is_nothing and favourable >= Fraction(1, 2):
        return "critical"
    if is_nothing or favourable >= Fraction(1, 2):
        return "major"
    return "moderate" if favourable >= Fraction(1, 5) else "minor"
