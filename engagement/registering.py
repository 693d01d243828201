"""Writes about organisations: verdicts on names, categories, second looks. `actions` is their door."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from engagement import directory, identity, matching, replay, taxonomy
from engagement.cells import names as cell_names
from engagement.desk import Row
from engagement.directory import key_of
from engagement.errors import RegistryError
from engagement.matching import Match, Outcome
from engagement.model import UNCLASSIFIED
from engagement.organisations import ClassifiedBy, Verdict
from engagement.store import Reader, Store

Pair = tuple[str, str, Verdict]
"""Two organisations, each by its id or any of its names, and what is said of them."""

_NOT_AS_IT_LOOKS = ("name-mixed-script", "name-direction")


# ---- verdicts -----------------------------------------------------------------------------------------------------


def judge(store: Store, verdicts: Sequence[Pair], *, by: str, note: str = "", category: str | None = None) -> int:
    """Say of pairs of organisations that they are the same, different or undecided; all of them or none.

    Returns the number of the journal's entry. `category` is the one that stands where two differ, and `note` says why.
    Raises UnknownNameError, AmbiguousNameError, or RegistryError: merge-categories-differ, judgement-lookalike,
    merge-contradicts, merge-same, unmerge-not-direct, unmerge-not-merged.
    """
    with store.writing() as writer:
        parameters = _judged(store, verdicts, note.strip(), category)
        return writer.append(replay.JUDGED, by=by, parameters=parameters).sequence


def merge(store: Store, left: str, right: str, *, by: str, note: str, category: str | None = None) -> int:
    """Say that two organisations are one. Raises as `judge`."""
    return judge(store, [(left, right, Verdict.SAME)], by=by, note=note, category=category)


def unmerge(store: Store, left: str, right: str, *, by: str, note: str = "") -> int:
    """Take back that two names are one; every figure is what it was before. Raises as `judge`."""
    return judge(store, [(left, right, Verdict.UNDECIDED)], by=by, note=note)


def _judged(store: Reader, verdicts: Sequence[Pair], note: str, category: str | None) -> dict[str, Any]:
    head, rows = directory.heads(store), []
    groups = identity.Groups(set())
    for left, right, verdict in verdicts:
        one, other = directory.named(store, left), directory.named(store, right)
        is_one = identity.head_of(one[0], head) == identity.head_of(other[0], head)
        if verdict is Verdict.SAME:
            if is_one:
                continue
            _refuse_lookalike(one[1], other[1], note)
            chosen = _chosen(store, left, right, category, note)
            if len(verdicts) > 1:
                _refuse_chain(store, groups, left, right)
            rows.append(directory.verdict_row(one, other, verdict, note=note, category=chosen))
        else:
            if verdict is Verdict.UNDECIDED:
                _refuse_indirect(store, one, other, is_one)
            rows.append(directory.verdict_row(one, other, verdict, note=note))
    if not rows:
        raise RegistryError("merge-same", left=verdicts[0][0], right=verdicts[0][1])
    _refuse_contradiction(store, rows)
    return directory.verdicts_said(rows)


def _chosen(store: Reader, left: str, right: str, category: str | None, note: str) -> str | None:
    """The category that stands where two organisations have different ones; None where they do not."""
    sides = directory.sides(store, key_of(store, left), key_of(store, right))
    said = [[code for code in side.categories if code != UNCLASSIFIED] for side in sides]
    if len({code for codes in said for code in codes}) < 2:
        return None
    if category not in taxonomy.CODES or not note:
        one, other = (", ".join(codes) for codes in said)
        raise RegistryError("merge-categories-differ", left=left, right=right, left_category=one, right_category=other)
    return category


def _refuse_chain(store: Reader, groups: identity.Groups, left: str, right: str) -> None:
    """Raise RegistryError when pairs accepted together would make one organisation of several categories."""
    sides = directory.sides(store, key_of(store, left), key_of(store, right))
    said = [", ".join(code for code in side.categories if code != UNCLASSIFIED) for side in sides]
    if not groups.join(*(directory.body(side) for side in sides)):
        raise RegistryError(
            "merge-categories-differ", left=left, right=right, left_category=said[0], right_category=said[1]
        )


def _refuse_lookalike(left: str, right: str, note: str) -> None:
    """Letters of another alphabet, or marks that turn the text: such a name is nobody's without a word on why."""
    doubted = [name for name in (left, right) if cell_names.read(name).problem in _NOT_AS_IT_LOOKS]
    if doubted and not note:
        raise RegistryError("judgement-lookalike", name=doubted[0])


def _refuse_indirect(store: Reader, one: tuple[int, str], other: tuple[int, str], is_one: bool) -> None:
    """Only what was said of these very names can be taken back."""
    ends = (min(one[0], other[0]), max(one[0], other[0]))
    said = {(row["left_id"], row["right_id"]): row for row in directory.verdicts(store)}
    if ends in said and said[ends]["verdict"] != Verdict.UNDECIDED:
        return
    if not is_one:
        raise RegistryError("unmerge-not-merged", left=one[1], right=other[1])
    texts = {row["name_id"]: row["name"] for row in directory.known_names(store)}
    row = identity.chain(*ends, directory.same_pairs(store))
    raise RegistryError("unmerge-not-direct", left=one[1], right=other[1], chain=" = ".join(texts[key] for key in row))


def _refuse_contradiction(store: Reader, rows: Sequence[Row]) -> None:
    """Raise RegistryError when two names that are said to be different would become one."""
    last = {(row["left_id"], row["right_id"]): row for row in (*directory.verdicts(store), *rows)}
    same = [ends for ends, row in last.items() if row["verdict"] == Verdict.SAME]
    head = identity.organisations([*same, *directory.declared_pairs(store)])
    for (left, right), row in last.items():
        if row["verdict"] == Verdict.DIFFERENT and left in head and head[left] == head.get(right):
            raise RegistryError("merge-contradicts", left=row["left_name"], right=row["right_name"])


# ---- what a rule is certain of ------------------------------------------------------------------------------------


def match_names(store: Store, *, by: str) -> tuple[int, int]:
    """Record which organisations are certainly one, by their names; returns how many pairs, and how many are asked."""
    with store.writing() as writer:
        known = directory.known_names(store)
        found = directory.grouped(matching.within(directory.as_names(known)))
        rows = certain(store, found[Outcome.CERTAIN], known, known)
        if rows:
            writer.append(replay.JUDGED, by=by, parameters=directory.verdicts_said(rows))
    return len(rows), len(directory.duplicates(store))


def certain(store: Reader, matches: Iterable[Match], left: Sequence[Row], right: Sequence[Row]) -> list[Row]:
    """The certain matches that nothing speaks against, as judgements of a rule.

    Names that somebody has judged different, and organisations of different categories, are never matched by a rule.
    """
    head, groups = directory.heads(store), identity.Groups(directory.parted(store))

    def body(row: Row) -> identity.Body:
        known = frozenset({row["category"]} - {None, UNCLASSIFIED})
        return identity.head_of(row["name_id"], head), known

    rows: list[Row] = []
    for match in sorted(matches, key=lambda each: -each.score):
        one, other = left[match.left], right[match.right]
        if groups.join(body(one), body(other)):
            ends = (one["name_id"], one["name"]), (other["name_id"], other["name"])
            reasons = ";".join(match.reasons)
            rows.append(directory.verdict_row(*ends, Verdict.SAME, score=match.score, reasons=reasons, by_rule=True))
    return rows


# ---- categories ---------------------------------------------------------------------------------------------------


def classify(
    store: Store,
    name: str,
    category: str,
    *,
    valid_from: date | None,
    by: str,
    classified_by: ClassifiedBy = ClassifiedBy.PERSON,
    reason: str,
) -> int:
    """Say of which category an organisation is from a day on (None: ever since), who says so, and why.

    Figures of days before stay as they are. Raises UnknownNameError, AmbiguousNameError or RegistryError.
    """
    if category not in taxonomy.CODES or category == UNCLASSIFIED:
        raise RegistryError("classify-category", category=category, categories=", ".join(taxonomy.CODES))
    if not reason.strip():
        raise RegistryError("classify-why", name=name)
    with store.writing() as writer:
        key, text = directory.named(store, name)
        row = {
            "name_id": key,
            "name": text,
            "category": category,
            "valid_from": valid_from.isoformat() if valid_from else None,
            "classified_by": classified_by.value,
            "reason": reason.strip(),
        }
        return writer.append(replay.JUDGED, by=by, parameters={"judgement": [], "classification": [row]}).sequence


def record_recheck(store: Store, answers: Mapping[str, bool], *, by: str) -> int:
    """Keep whether those who looked again agreed with the category of each organisation. Raises as `key_of`."""
    with store.writing() as writer:
        sides = directory.sides(store, *(key_of(store, name) for name in answers))
        rows = [
            {"name": side.name, "category": ";".join(side.categories), "is_agreed": is_agreed}
            for side, is_agreed in zip(sides, answers.values(), strict=True)
        ]
        return writer.append(replay.RECHECKED, by=by, parameters={"recheck": rows}).sequence
