"""The networks and working groups one by one: what was held, what is logged, and who has not reported for long. Reads
only; `indicators` is their door.

A network's working groups report for it; all else that is counted of a network is its own.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from engagement import declared, scopes
from engagement.desk import Row
from engagement.efforts import Silence
from engagement.listed import ListedMechanism, days
from engagement.model import ENGAGED, CellState, Matrix, MechanismKind, Value
from engagement.scopes import Scope
from engagement.store import Reader

QUIET_AFTER = timedelta(days=365)
"""Without a log for so long a network or working group is called quiet: a default of the tool."""


class Body(Value):
    """One network or working group in a scope.

    `held` to `with_log` count its activities of the scope's period; `last_log` is the last day, whatever the period, of
    an activity with a complete log, up to the day asked about. `is_quiet`: it has held activities and has not ended,
    and neither it nor a working group of it has a log of the last 12 months. `is_silent`: it is expected to report in
    the period and did not.
    """

    mechanism: str
    kind: MechanismKind
    parent: str | None
    region: str | None
    country: str | None  # alpha-2
    since: str | None
    until: str | None
    rhythm: str | None
    reporting_expected: bool | None
    held: int
    open: int  # or not said
    closed: int
    with_log: int
    seats: int
    last_activity: date | None
    last_log: date | None
    is_quiet: bool
    is_silent: bool


def bodies(store: Reader, scope: Scope, silence: Silence, on: date) -> tuple[Body, ...]:
    """Every network and working group of a scope of which anything is known but its name; networks before their groups.

    Known is: an activity ever, a seat, or that it is expected to report. `on` is the day from which 12 months are
    counted back; of a period that ends before, its last day is.
    """
    on = min(on, scope["last_day"] or on)
    known = {each.code: each for each in declared.listed_mechanisms(store)}
    activities = _by_mechanism(scopes.rows(store, "held", scope, _HELD))
    logs = {row["mechanism"]: row for row in store.rows(_EVER, {"on": on})}
    seats = {row["mechanism"]: row["seats"] for row in store.rows(_SEATS)}
    silent = {each.mechanism for each in silence.mechanisms}
    children: dict[str, list[str]] = defaultdict(list)
    for each in known.values():
        children[each.parent or each.code].append(each.code)
    wanted = (
        logs.keys() | seats.keys() | silent | {code for code, each in known.items() if each.reporting_expected}
    ) & (known.keys() if scope["mechanisms"] is None else set(scope["mechanisms"]))
    wanted |= {above for code in wanted if (above := known[code].parent)}
    return tuple(
        Body(
            mechanism=code,
            **known[code].model_dump(include=_SAID),
            **{name: activities[code][name] if code in activities else 0 for name in _COUNTED},
            seats=seats.get(code, 0),
            last_activity=logs[code]["last_activity"] if code in logs else None,
            last_log=logs[code]["last_log"] if code in logs else None,
            is_quiet=code in logs and not _has_ended(known[code], on) and _is_quiet([code, *children[code]], logs, on),
            is_silent=code in silent,
        )
        for code in sorted(wanted, key=declared.reading_order(store))
    )


def groups_recorded(matrix: Matrix, groups: Sequence[str]) -> dict[str, int]:
    """How many of the groups are recorded in each column of a matrix; a column without a report is not there."""
    states: dict[str, list[CellState]] = defaultdict(list)
    for cell in matrix.cells:
        if cell.row in groups and cell.state is not CellState.NO_REPORT:
            states[cell.column].append(cell.state)
    return {column: sum(state in ENGAGED for state in found) for column, found in states.items()}


_SAID = {"kind", "parent", "region", "country", "since", "until", "rhythm", "reporting_expected"}
_COUNTED = ("held", "open", "closed", "with_log")
_HELD = """
    select mechanism, count(*) as held, count(*) filter (open_to_stakeholders is distinct from false) as open,
        count(*) filter (not open_to_stakeholders) as closed, count(*) filter (has_log) as with_log
    from asked group by mechanism
"""
_EVER = """
    select mechanism, max(date_to) filter (date_to <= $on::date) as last_activity,
        max(date_to) filter (has_log and date_to <= $on::date) as last_log
    from activity group by mechanism
"""
_SEATS = """
    select mechanism, count(*) as seats from engagement.seated
    where role is null or role not in ('alternate', 'observer') group by mechanism
"""


def _by_mechanism(rows: list[Row]) -> dict[str, Row]:
    return {row["mechanism"]: row for row in rows}


def _has_ended(mechanism: ListedMechanism, on: date) -> bool:
    return (days(None, mechanism.until)[1] or date.max) < on


def _is_quiet(family: list[str], logs: dict[str, Row], on: date) -> bool:
    """Whether a mechanism and its working groups have no log of the last 12 months."""
    last = [row["last_log"] for code in family if (row := logs.get(code)) and row["last_log"]]
    return max(last, default=date.min) <= on - QUIET_AFTER
