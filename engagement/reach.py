"""The reach funnel: invited, registered, attended, spoke. Not a measure: it tells the cause of an absence.

Counted in organisation-events, each with all the stages that the log records of it. A stage that nobody wrote down in
the whole scope is not recorded, which is not 0; somebody who spoke was there, whether or not the log also says so.
"""

from collections.abc import Mapping
from enum import StrEnum

from engagement import measured
from engagement.measured import Measured
from engagement.model import Stage, Value

STAGES = (Stage.INVITED, Stage.REGISTERED, Stage.ATTENDED, Stage.SPOKE)

Recorded = Mapping[frozenset[Stage], int]
"""How many organisation-events have exactly these stages."""


class Cause(StrEnum):
    """Where a group was lost, as far as the record tells."""

    NOT_RECORDED = "not_recorded"  # the stage that would tell is not in the log
    NOT_INVITED = "not_invited"
    DID_NOT_COME = "did_not_come"
    NOT_HEARD = "not_heard"
    HEARD = "heard"


class Step(Value):
    """One stage. `kept` are those of the last recorded stage that reached this one."""

    stage: Stage
    count: int | None  # None where the scope does not record the stage
    kept: Measured | None  # None at the first recorded stage
    unannounced: int | None  # reached this stage without being recorded at the last one


class Reach(Value):
    """The funnel of one group. Written input is voice without attendance and stands beside."""

    steps: tuple[Step, ...]
    submitted: int | None
    cause: Cause


def funnels(groups: Mapping[str, Recorded]) -> dict[str, Reach]:
    """The funnel of every group of a scope. Which stages the scope records is read from all its groups together.

    >>> invited = frozenset({Stage.INVITED})
    >>> found = funnels({"CSO": {invited: 1, invited | {Stage.SPOKE}: 2}, "TUN": {}, "MED": {invited: 3}})
    >>> [step.count for step in found["CSO"].steps], found["TUN"].cause.value, found["MED"].cause.value
    ([3, None, 2, 2], 'not_invited', 'did_not_come')
    """
    kinds = {_implied(stages) for recorded in groups.values() for stages, count in recorded.items() if count}
    known = frozenset(stage for stages in kinds for stage in stages)
    return {group: funnel(recorded, known) for group, recorded in groups.items()}


def funnel(recorded: Recorded, known: frozenset[Stage]) -> Reach:
    """The funnel of one group, where the scope records the stages `known`."""
    counted = [(_implied(stages), count) for stages, count in recorded.items()]
    at = {stage: _having(counted, stage) if stage in known else None for stage in Stage}
    steps = []
    last: Stage | None = None
    for stage in STAGES:
        steps.append(_step(counted, stage, at[stage], last))
        last = stage if stage in known else last
    return Reach(steps=tuple(steps), submitted=at[Stage.SUBMITTED], cause=cause(at))


def cause(at: Mapping[Stage, int | None]) -> Cause:
    """Where the group was lost, of the counts by stage; written input is being heard."""
    if at[Stage.SPOKE] or at[Stage.SUBMITTED]:
        return Cause.HEARD
    if at[Stage.ATTENDED]:
        return Cause.NOT_RECORDED if at[Stage.SPOKE] is None else Cause.NOT_HEARD
    if at[Stage.INVITED] or at[Stage.REGISTERED]:
        return Cause.DID_NOT_COME
    return Cause.NOT_RECORDED if at[Stage.INVITED] is None else Cause.NOT_INVITED


def _implied(stages: frozenset[Stage]) -> frozenset[Stage]:
    """Whoever spoke was there."""
    return stages | {Stage.ATTENDED} if Stage.SPOKE in stages else stages


def _having(counted: list[tuple[frozenset[Stage], int]], *stages: Stage) -> int:
    return sum(count for reached, count in counted if reached.issuperset(stages))


def _step(counted: list[tuple[frozenset[Stage], int]], stage: Stage, count: int | None, last: Stage | None) -> Step:
    if count is None or last is None:
        return Step(stage=stage, count=count, kept=None, unannounced=None)
    both = _having(counted, last, stage)
    kept = measured.rate(both, _having(counted, last), "organisation-event")
    return Step(stage=stage, count=count, kept=kept, unannounced=count - both)
