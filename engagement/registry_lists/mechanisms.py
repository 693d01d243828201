"""A list of networks and working groups, one in a row, judged beside those of `data/` and of the registry.

What `data/` says of a network is evidenced there: a list may complete it and not say otherwise.
"""

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from engagement.cells import dates
from engagement.cells.dates import DateProblem
from engagement.files.blocks import Given
from engagement.folding import fold
from engagement.listed import KnownMechanisms, ListedMechanism, ListedRow, ReadList, Standing
from engagement.model import MechanismKind
from engagement.registry_lists import columns, sheet
from engagement.registry_lists.sheet import Findings

MAX_SUGGESTIONS = 50
"""For how many unknown parents the nearest network is looked up."""

_FIELDS = {"since": "from", "until": "to"}
"""Our name of a field where it is not that of its column."""

Rows = dict[int, ListedMechanism]
Mechanisms = Mapping[str, ListedMechanism]


def read_mechanisms(
    given: Given, known: KnownMechanisms, *, sheet_name: str | None = None, encoding: str | None = None
) -> ReadList[ListedMechanism]:
    """What a list says of networks and working groups, beside what is known of them.

    Raises UnreadableFileError, or MappingError when the file is no such list.
    """
    read = sheet.read(given, "mechanisms", sheet=sheet_name, encoding=encoding)
    findings = read.findings
    names = _Names(known.mechanisms)
    rows: Rows = {}
    for row, cells in columns.values(read).items():
        if (said := _mechanism(row, cells, names, findings)) is not None:
            rows[row] = said
    _refuse_repeated(rows, findings)
    rows = _with_parents(rows, known.mechanisms, findings)
    _refuse_redefined(rows, known, findings)
    _refuse_taken_names(rows, known.mechanisms, findings)
    _refuse_orphans(rows, known.mechanisms, findings)
    return ReadList(
        rows=tuple(
            _beside_known(row, said, known.mechanisms) for row, said in rows.items() if row not in findings.refused
        ),
        rows_in_file=read.rows_in_file,
        rows_refused=len(findings.refused),
        rows_blank=read.rows_blank,
        problems=findings.listed(),
        problem_counts=findings.counts(),
    )


# ---- one row ------------------------------------------------------------------------------------------------------


def _mechanism(row: int, cells: Mapping[str, Any], names: "_Names", findings: Findings) -> ListedMechanism | None:
    """What a row says, its parent still as it is written; None when it cannot say it."""
    name = cells.get("name_en") or cells.get("name_fr")
    code = names.code(cells.get("code", "")) or _derived(cells, name, names)
    standing = names.mechanisms.get(code or "")
    kind = MechanismKind(cells["kind"]) if "kind" in cells else standing and standing.kind
    if not code or not (name or standing):
        findings.note(row, "name_en", "mechanism-name-missing")
    elif kind is None and row not in findings.refused:
        findings.note(row, "kind", "mechanism-kind-missing", code)
    if not code or kind is None:
        return None
    if _is_reversed(cells.get("from"), cells.get("to")):
        findings.note(row, "to", "mechanism-period-reversed", cells["to"], since=cells["from"])
    said = {field: cells.get(_FIELDS.get(field, field)) for field in ListedMechanism.model_fields}
    reporting = {"yes": True, "no": False}.get(cells.get("reporting_expected", ""))
    return ListedMechanism(**said | {"code": code, "kind": kind, "reporting_expected": reporting})


def _derived(cells: Mapping[str, Any], name: str | None, names: "_Names") -> str | None:
    """The code of a row without one: that of the mechanism so called, or else the one a log would give it."""
    if not name:
        return None
    parent = cells.get("parent")
    same = [code for code in names.called(name) if names.mechanisms[code].kind == cells.get("kind")]
    if len(same) == 1 and not parent:
        return same[0]
    owner = parent and next(iter(names.networks(parent)), parent)
    same = [code for code in same if names.mechanisms[code].parent == owner]
    return same[0] if len(same) == 1 else f"{owner}/{name}" if owner else name


def _names(mechanism: ListedMechanism) -> set[str]:
    return {fold(name) for name in (mechanism.name_en, mechanism.name_fr) if name}


class _Names:
    """Mechanisms by what they are called: looked through once, however many rows ask."""

    def __init__(self, mechanisms: Mechanisms) -> None:
        self.mechanisms = mechanisms
        self._codes = {fold(code): code for code in mechanisms}
        self._called: defaultdict[str, list[str]] = defaultdict(list)
        for code, each in mechanisms.items():
            for name in sorted(_names(each)):
                self._called[name].append(code)

    def code(self, text: str) -> str:
        """A code as it is known, or as it is written."""
        return self._codes.get(fold(text), text)

    def called(self, name: str) -> list[str]:
        """The codes of the mechanisms with this name."""
        return self._called.get(fold(name), [])

    def networks(self, text: str) -> list[str]:
        """The codes of the networks with this code or name."""
        own = self._codes.get(fold(text))
        found = dict.fromkeys([*([own] if own else []), *self.called(text)])
        return [code for code in found if self.mechanisms[code].kind is MechanismKind.NETWORK]

    def nearest_network(self, text: str) -> str | None:
        """The network whose code or name is spelled almost so."""
        near = get_close_matches(fold(text), {**self._codes, **self._called}, n=3, cutoff=0.75)
        return next((code for each in near for code in self.networks(each)), None)


def _is_reversed(since: str | None, until: str | None) -> bool:
    if not since or not until:
        return False
    first, last = dates.read(since), dates.read(until)
    if isinstance(first, DateProblem) or isinstance(last, DateProblem):
        return False
    return first.date_from > last.date_to


# ---- rows beside each other ---------------------------------------------------------------------------------------


def _refuse_repeated(rows: Rows, findings: Findings) -> None:
    """Of rows that say the same one is kept; of rows that say different things of one code none is."""
    same: dict[str, list[int]] = defaultdict(list)
    for row, said in rows.items():
        same[fold(said.code)].append(row)
    for first, *further in same.values():
        is_one = all(rows[row] == rows[first] for row in further)
        for row in further:
            findings.note(row, "code", "row-copy" if is_one else "mechanism-twice", rows[row].code, first=first)
        if further and not is_one:
            findings.note(first, "code", "mechanism-twice", rows[first].code, first=further[0])


def _with_parents(rows: Rows, known: Mechanisms, findings: Findings) -> Rows:
    """The rows with the codes of their parents; a parent is a network of the list or one that is known."""
    names = _Names({**known, **{said.code: said for said in rows.values()}})
    settled, asked = {}, 0
    for row, said in rows.items():
        found = names.networks(said.parent) if said.parent else []
        if said.parent and len(found) != 1:
            near = names.nearest_network(said.parent) if asked < MAX_SUGGESTIONS else None
            asked += 1
            findings.note(row, "parent", "mechanism-parent-unknown", said.parent, **({"nearest": near} if near else {}))
        settled[row] = said.model_copy(update={"parent": found[0] if len(found) == 1 else said.parent})
    return settled


def _refuse_redefined(rows: Rows, known: KnownMechanisms, findings: Findings) -> None:
    for row, said in rows.items():
        if said.code not in known.of_reference:
            continue
        ours = known.mechanisms[said.code].model_dump(exclude_none=True, mode="json")
        for field, value in said.model_dump(exclude_none=True, mode="json").items():
            if field in ours and fold(str(value)) != fold(str(ours[field])):
                params = {"mechanism": said.code, "ours": ours[field]}
                findings.note(row, _FIELDS.get(field, field), "mechanism-of-reference", str(value), **params)


def _refuse_taken_names(rows: Rows, known: Mechanisms, findings: Findings) -> None:
    """Two codes with one name at one place: nobody could say which of them a log means."""
    bearers: dict[tuple[MechanismKind, str | None, str], dict[str, None]] = defaultdict(dict)
    for each in (*known.values(), *rows.values()):
        for name in _names(each):
            bearers[each.kind, each.parent, name][each.code] = None
    for row, said in rows.items():
        others = [code for name in sorted(_names(said)) for code in bearers[said.kind, said.parent, name]]
        other = next((code for code in others if code != said.code), None)
        if other is not None:
            findings.note(row, "name_en", "mechanism-name-taken", said.name_en or said.name_fr, mechanism=other)


def _refuse_orphans(rows: Rows, known: Mechanisms, findings: Findings) -> None:
    """Refuse rows that are their own ancestors, then those whose parent was to come from a row that is refused."""
    parents = {code: each.parent for code, each in known.items()}
    parents |= {said.code: said.parent or parents.get(said.code) for said in rows.values()}
    for row, said in rows.items():
        if path := _cycle(said.code, parents):
            findings.note(row, "parent", "mechanism-cycle", said.parent, path=" → ".join(path))
    before = -1
    while before != len(findings.refused):
        before = len(findings.refused)
        standing = known.keys() | {said.code for row, said in rows.items() if row not in findings.refused}
        for row, said in rows.items():
            if row not in findings.refused and said.parent and said.parent not in standing:
                findings.note(row, "parent", "mechanism-parent-refused", said.parent)


def _cycle(code: str, parents: Mapping[str, str | None]) -> list[str]:
    """The way from a mechanism up to itself; nothing when it ends elsewhere."""
    path = [code]
    while (above := parents.get(path[-1])) is not None and above not in path[1:]:
        path.append(above)
        if above == code:
            return path
    return []


# ---- beside what is known -----------------------------------------------------------------------------------------


def _beside_known(row: int, said: ListedMechanism, known: Mechanisms) -> ListedRow[ListedMechanism]:
    standing = known.get(said.code)
    if standing is None:
        return ListedRow(row, said, said, Standing.ADDED)
    whole = standing.model_copy(update=said.model_dump(exclude_none=True))
    return ListedRow(row, said, whole, Standing.UNCHANGED if whole == standing else Standing.CHANGED)
