"""Which rows of a list may make several names one organisation, beside what logs and people have said of those names.

A row that would join names somebody has judged different, organisations of several categories, or letters that only
look alike is refused, as the same verdict would be.
"""

from collections.abc import Iterable
from dataclasses import replace

from engagement import directory, identity
from engagement.cells import names
from engagement.identity import Body, Groups, name_key
from engagement.listed import ListedOrganisation, ListedRow, ReadList, Standing
from engagement.model import UNCLASSIFIED, Problem, ProblemSeverity
from engagement.store import Reader

Organisations = ReadList[ListedOrganisation]


def without_doubtful(store: Reader, found: Organisations) -> Organisations:
    """A list without the rows that may not be joined; they are refused, each with what stands against it."""
    gate = _Gate(store)
    refused = {row.row: problem for row in found.rows if (problem := gate.refusal(row))}
    if not refused:
        return found
    counts = dict(found.problem_counts)
    for problem in refused.values():
        counts[problem.code] = counts.get(problem.code, 0) + 1
    problems = sorted((*found.problems, *refused.values()), key=lambda each: (each.row or 0, each.code))
    return replace(
        found,
        rows=tuple(row for row in found.rows if row.row not in refused),
        rows_refused=found.rows_refused + len(refused),
        problems=tuple(problems),
        problem_counts=dict(sorted(counts.items())),
    )


class _Gate:
    """The organisations there are, and how they would grow row by row."""

    def __init__(self, store: Reader) -> None:
        self._heads, self._groups = directory.heads(store), Groups(directory.parted(store))
        self._categories = {
            row["organisation_id"]: frozenset(row["categories"]) - {UNCLASSIFIED}
            for row in store.rows("select organisation_id, categories from sided")
        }

    def refusal(self, row: ListedRow[ListedOrganisation]) -> Problem | None:
        """What stands against the names of a row being one; None where nothing does."""
        said = row.said
        if row.standing is Standing.UNCHANGED:
            return None
        own = self._body(said.name, said.category)
        for alias in _aliases(said):
            if names.only_looks_like(said.name, alias):
                return _problem(row, "alias-lookalike", alias)
            other = self._body(alias, said.category)
            if not self._groups.is_one(own, other) and not self._groups.join(own, other):
                is_parted = own[1] == other[1] or not (own[1] and other[1])
                return _problem(row, "alias-apart" if is_parted else "alias-categories", alias)
        return None

    def _body(self, name: str, category: str | None) -> Body:
        """An organisation with its categories; the one that the row says stands for all."""
        key = identity.head_of(name_key(name), self._heads)
        return key, frozenset({category}) if category else self._categories.get(key, frozenset())


def _aliases(said: ListedOrganisation) -> Iterable[str]:
    return (*said.aliases, *said.names.values())


def _problem(row: ListedRow[ListedOrganisation], code: str, alias: str) -> Problem:
    return Problem(
        row=row.row,
        column="aliases",
        code=code,
        severity=ProblemSeverity.BLOCKING,
        value=alias,
        params={"organisation": row.said.name},
    )
