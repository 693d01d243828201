"""What has no report, and what is not expected: reads only; `indicators` is their door.

Neither is an absence. Of an activity without a log nobody knows who took part; of a group that is not expected somebody
has said why, and the list is not shortened by it.
"""

from collections import Counter, defaultdict
from datetime import date

from engagement import declared, scopes
from engagement.desk import Row
from engagement.efforts import NotExpected, Silence, SilentActivity, SilentMechanism
from engagement.listed import ListedMechanism, days
from engagement.scopes import Scope
from engagement.store import Reader


def silence(store: Reader, scope: Scope) -> Silence:
    """The mechanisms of a scope that are expected to report and did not in its period, and the activities without a
    complete log."""
    held = _held(store, scope)
    return Silence(
        mechanisms=_mechanisms(store, scope, held),
        activities=tuple(
            SilentActivity.of(row, is_begun=row["has_participation"]) for row in held if not row["has_log"]
        ),
    )


def _held(store: Reader, scope: Scope) -> list[Row]:
    return scopes.rows(store, "held", scope, _BEGUN)


_BEGUN = """
    select asked.*, has_participation from asked
    join (select activity_id, bool_or(has_participation) as has_participation from engagement.activity group by all)
        using (activity_id)
    order by date_from, date_to, mechanism, title
"""


def silent_mechanisms(store: Reader, scope: Scope) -> tuple[SilentMechanism, ...]:
    """The mechanisms of a scope that are expected to report and did not in its period."""
    return _mechanisms(store, scope, None)


def _mechanisms(store: Reader, scope: Scope, held: list[Row] | None) -> tuple[SilentMechanism, ...]:
    """A network has reported when one of its working groups has, whichever of them are in the scope."""
    known = {each.code: each for each in declared.listed_mechanisms(store)}
    children: dict[str, set[str]] = defaultdict(set)
    for each in known.values():
        children[each.parent or each.code].add(each.code)
    families = {code: {code} | children[code] for code, each in sorted(known.items()) if _is_expected(each, scope)}
    if not families:
        return ()
    if held is None or scope["mechanisms"] is not None:
        held = _held(store, scope | {"mechanisms": None})
    logs = Counter(row["mechanism"] for row in held if row["has_log"])
    activities = Counter(row["mechanism"] for row in held)
    doubtful = _in_doubt(store, scope)
    return tuple(
        SilentMechanism(
            mechanism=code,
            rhythm=known[code].rhythm,
            activities=sum(activities[one] for one in family),
            in_doubt=sum(doubtful[one] for one in family),
        )
        for code, family in families.items()
        if not any(logs[one] for one in family)
    )


def _is_expected(mechanism: ListedMechanism, scope: Scope) -> bool:
    """Whether a mechanism of the scope is to report, and was there at some day of the period."""
    first, last = days(mechanism.since, mechanism.until)
    return bool(
        mechanism.reporting_expected
        and (scope["mechanisms"] is None or mechanism.code in scope["mechanisms"])
        and (last or date.max) >= (scope["first_day"] or date.min)
        and (first or date.min) <= (scope["last_day"] or date.max)
    )


def _in_doubt(store: Reader, scope: Scope) -> Counter[str]:
    return Counter(row["mechanism"] for row in scopes.rows(store, "in_doubt", scope | {"mechanisms": None}))


def not_expected(store: Reader, scope: Scope, *, is_history: bool = False) -> tuple[NotExpected, ...]:
    """The marks that stand in a scope at the end of its period; with `is_history` all that were ever made in it.

    Of the marks on one group in one place the last one whose day has come stands; one that takes another back leaves
    none.
    """
    rows = store.recalled(
        """select sequence as entry, not_expected.* exclude (sequence), not is_expected and sequence = max(
               case when $last_day is null or marked_on <= $last_day then sequence end
           ) over (partition by mechanism, category) as stands
           from engagement.not_expected
           where $mechanisms is null or mechanism is null or list_contains($mechanisms, mechanism)
           order by sequence""",
        {name: scope[name] for name in ("mechanisms", "last_day")},
    )
    marks = (NotExpected(**row | {"stands": bool(row["stands"])}) for row in rows)
    return tuple(each for each in marks if is_history or each.stands)
