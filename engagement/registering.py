"""Writes about organisations: verdicts on names, categories, second looks. `actions` is their door."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from engagement import brought, directory, identity, matching, replay
from engagement.cells import names as cell_names
from engagement.cells.names import MAX_TEXT, holds_address
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
    merge-contradicts, merge-same, unmerge-not-direct, unmerge-not-merged, note-personal, note-long.
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
    if not verdicts:
        raise RegistryError("judge-nothing")
    refuse_personal(note)
    head, rows = directory.heads(store), []
    groups = identity.Groups(set())
    for left, right, verdict in verdicts:
        if verdict is Verdict.UNDECIDED:
            rows.append(_taken_back(store, left, right, note))
            continue
        one, other = directory.named(store, left), directory.named(store, right)
        if one[0] == other[0] or (verdict is Verdict.SAME and identity.are_one(one[0], other[0], head)):
            continue
        chosen = None
        if verdict is Verdict.SAME:
            _refuse_lookalike(one[1], other[1], note)
            chosen = _chosen(store, left, right, category, note)
            if len(verdicts) > 1:
                _refuse_chain(store, groups, left, right)
        rows.append(directory.verdict_row(one, other, verdict, note=note, category=chosen))
    if not rows:
        raise RegistryError("merge-same", left=verdicts[0][0], right=verdicts[0][1])
    _refuse_contradiction(store, rows)
    return directory.verdicts_said(rows)


def refuse_personal(text: str) -> None:
    """Raise RegistryError for words that name a person's address, or are no note any more."""
    if holds_address(text):
        raise RegistryError("note-personal", part="note")
    if len(text) > MAX_TEXT:
        raise RegistryError("note-long", limit=MAX_TEXT)


def _chosen(store: Reader, left: str, right: str, category: str | None, note: str) -> str | None:
    """The category that stands where two organisations have different ones; None where they do not."""
    sides = directory.sides(store, key_of(store, left), key_of(store, right))
    said = [[code for code in side.categories if code != UNCLASSIFIED] for side in sides]
    if len({code for codes in said for code in codes}) < 2:
        return None
    if category not in brought.taxonomy(store).codes or not note:
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
    if cell_names.only_looks_like(left, right):
        doubted.append(right if left.isascii() else left)
    if doubted and not note:
        raise RegistryError("judgement-lookalike", name=doubted[0])


def _taken_back(store: Reader, left: str, right: str, note: str) -> Row:
    """The end of a verdict or of an alias. Its names need not stand anywhere now; two organisations need not be one.

    Raises UnknownNameError, or RegistryError where nobody has said anything of these very names.
    """
    said = {(row["left_id"], row["right_id"]): row for row in directory.verdicts(store)}
    ends = directory.ends(*(identity.name_key(name) for name in (left, right)))
    if ends in said and said[ends]["verdict"] != Verdict.UNDECIDED:
        row = said[ends]
        names = (row["left_id"], row["left_name"]), (row["right_id"], row["right_name"])
        return directory.verdict_row(*names, Verdict.UNDECIDED, note=note)
    one, other = directory.named(store, left), directory.named(store, right)
    ends = directory.ends(one[0], other[0])
    same = directory.same_pairs(store)
    if ends not in same and not (ends in said and said[ends]["verdict"] != Verdict.UNDECIDED):
        _refuse_indirect(store, one, other, same)
    return directory.verdict_row(one, other, Verdict.UNDECIDED, note=note)


def _refuse_indirect(
    store: Reader, one: tuple[int, str], other: tuple[int, str], same: list[tuple[int, int]]
) -> NoReturn:
    row = identity.chain(one[0], other[0], same)
    if len(row) < 3:
        raise RegistryError("unmerge-not-merged", left=one[1], right=other[1])
    texts = {row["name_id"]: row["name"] for row in directory.known_names(store)}
    raise RegistryError("unmerge-not-direct", left=one[1], right=other[1], chain=" = ".join(texts[key] for key in row))


def _refuse_contradiction(store: Reader, rows: Sequence[Row]) -> None:
    """Raise RegistryError when two names that are said to be different would become one by these verdicts."""
    said = {(row["left_id"], row["right_id"]): row for row in rows}
    last = {(row["left_id"], row["right_id"]): row for row in directory.verdicts(store)} | said
    before = directory.heads(store)
    kept = [ends for ends in directory.same_pairs(store) if ends not in said]
    head = identity.organisations([*kept, *(ends for ends, row in said.items() if row["verdict"] == Verdict.SAME)])
    for (left, right), row in last.items():
        is_new = (left, right) in said or not identity.are_one(left, right, before)
        if row["verdict"] == Verdict.DIFFERENT and is_new and identity.are_one(left, right, head):
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

    Never matched by a rule are names that somebody has judged different or taken apart, and organisations of
    different categories.
    """
    head = directory.heads(store)
    groups = identity.Groups(directory.parted(store, Verdict.DIFFERENT, Verdict.UNDECIDED))

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
    known = brought.taxonomy(store).codes
    if category not in known or category == UNCLASSIFIED:
        raise RegistryError("classify-category", category=category, categories=", ".join(known))
    if not reason.strip():
        raise RegistryError("classify-why", name=name)
    refuse_personal(reason)
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
