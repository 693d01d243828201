"""Names of somebody's list, each beside the organisations of the registry: matched, to be asked about, or new."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from engagement import directory, matching
from engagement.desk import Row
from engagement.identity import as_id
from engagement.listed import NamedRow
from engagement.matching import Match, Name, Outcome
from engagement.model import Value
from engagement.store import Reader


class KnownAs(Value):
    """An organisation that a name may be. `name` is what the registry calls it, `known_as` its name that is alike."""

    id: str
    organisation: str
    known_as: str
    score: float
    reasons: tuple[str, ...]  # codes of matching.REASONS, the strongest first


class NameAnswer(Value):
    """What the registry says of a name. Matched: one candidate; suggested: the best comes first."""

    row: int
    name: str
    outcome: Literal["matched", "suggested", "new"]
    candidates: tuple[KnownAs, ...]


def answers(store: Reader, rows: Sequence[NamedRow]) -> tuple[NameAnswer, ...]:
    """What the registry says of every name, in the order of the list. Nothing is written."""
    known = directory.known_names(store)
    titles = {row["organisation_id"]: row["name"] for row in store.rows("select organisation_id, name from titled")}
    names = [Name(each.name, each.country, each.category) for each in rows]
    found: dict[int, list[Match]] = defaultdict(list)
    for match in matching.match(names, directory.as_names(known)):
        found[match.left].append(match)
    return tuple(_answer(row, found[place], known, titles) for place, row in enumerate(rows))


def _answer(row: NamedRow, found: Sequence[Match], known: Sequence[Row], titles: dict[int, str]) -> NameAnswer:
    is_certain = any(match.outcome is Outcome.CERTAIN for match in found)
    return NameAnswer(
        row=row.row,
        name=row.name,
        outcome="matched" if is_certain else "suggested" if found else "new",
        candidates=tuple(_known_as(match, known[match.right], titles) for match in found),
    )


def _known_as(match: Match, row: Row, titles: dict[int, str]) -> KnownAs:
    return KnownAs(
        id=as_id(row["organisation_id"]),
        organisation=titles[row["organisation_id"]],
        known_as=row["name"],
        score=match.score,
        reasons=match.reasons,
    )
