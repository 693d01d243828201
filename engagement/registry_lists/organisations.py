"""A list of organisations, one in a row, judged beside those that the registry knows.

A name is claimed by one organisation only: where two claim it, both rows are refused and each names the other.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from engagement.cells import names
from engagement.cells.names import spelling_key
from engagement.files.blocks import Given
from engagement.listed import IDENTIFIERS, NAME_LANGUAGES, KnownNames, ListedOrganisation, ListedRow, ReadList, Standing
from engagement.registry_lists import columns, sheet
from engagement.registry_lists.sheet import Findings
from engagement.taxonomy import SHIPPED, Taxonomy

_BETWEEN_ALIASES = re.compile(r"[;；\n|]")

Rows = dict[int, ListedOrganisation]


def read_organisations(
    given: Given,
    known: KnownNames,
    *,
    sheet_name: str | None = None,
    encoding: str | None = None,
    categories: Taxonomy = SHIPPED,
) -> ReadList[ListedOrganisation]:
    """What a list says of organisations, beside what is known of them.

    Raises UnreadableFileError, or MappingError when the file is no such list.
    """
    read = sheet.read(given, "organisations", sheet=sheet_name, encoding=encoding)
    findings = read.findings
    rows = {
        row: _settled(_organisation(row, cells, findings), known)
        for row, cells in columns.values(read, ("aliases",), categories).items()
        if _has_name(row, cells, findings)
    }
    _refuse_repeated(rows, findings)
    claims = _claims(rows)
    _refuse_claimed(rows, claims, known, findings)
    _note_likenesses(rows, claims, known, findings)
    return ReadList(
        rows=tuple(_beside_known(row, said, known) for row, said in rows.items() if row not in findings.refused),
        rows_in_file=read.rows_in_file,
        rows_refused=len(findings.refused),
        rows_blank=read.rows_blank,
        problems=findings.listed(),
        problem_counts=findings.counts(),
    )


# ---- one row ------------------------------------------------------------------------------------------------------


def _has_name(row: int, cells: Mapping[str, Any], findings: Findings) -> bool:
    if "name" not in cells and row not in findings.refused:
        findings.note(row, "name", "organisation-name-missing")
    return "name" in cells


def _organisation(row: int, cells: Mapping[str, Any], findings: Findings) -> ListedOrganisation:
    category, tags = cells.get("category", (None, ()))
    plain = ("name", "acronym", "country", "members", "classified_by", "classified_on", "verified_on", "notes")
    if category is None and {"classified_by", "classified_on"} & cells.keys():
        findings.note(row, "category", "classified-as-nothing")
    others = {language: cells[column] for language in NAME_LANGUAGES if (column := f"name_{language}") in cells}
    aliases = _aliases(row, cells, {*map(spelling_key, (cells["name"], *others.values()))}, findings)
    return ListedOrganisation(
        **{column: cells[column] for column in plain if column in cells},
        category=category,
        tags=tuple(sorted({*tags, *cells.get("tags", ())})),
        names=others,
        aliases=tuple(sorted(aliases, key=spelling_key)),
        identifiers={kind: cells[kind] for kind in IDENTIFIERS if kind in cells},
    )


def _aliases(row: int, cells: Mapping[str, Any], said: set[str], findings: Findings) -> Iterator[str]:
    """The aliases of a row, each once, but for those that it has as a name already."""
    for part in _BETWEEN_ALIASES.split(cells.get("aliases", "")):
        reading = names.read(part)
        if reading.problem:
            findings.note(row, "aliases", reading.problem, part, **(reading.params or {}))
        if reading.value and reading.until not in said:
            said.add(reading.until)
            yield reading.value


def _settled(said: ListedOrganisation, known: KnownNames) -> ListedOrganisation:
    """The row under the name its organisation has, where what it says is one of the other names of it.

    A name with hidden marks never takes the place of the one it looks like.
    """
    key = spelling_key(said.name)
    standing = known.organisations.get(key)
    if standing is not None:
        return said.model_copy(update={"name": standing.name}) if _is_marked(said.name) else said
    if key not in known.owners:
        return said
    name = known.owners[key]
    aliases = tuple(alias for alias in said.aliases if spelling_key(alias) != spelling_key(name))
    return said.model_copy(update={"name": name, "aliases": aliases})


def _is_marked(name: str) -> bool:
    return names.read(name).problem == "name-direction"


# ---- rows beside each other ---------------------------------------------------------------------------------------


def _refuse_repeated(rows: Rows, findings: Findings) -> None:
    """Of rows that say the same one is kept; of rows that say different things of one organisation none is."""
    same: dict[str, list[int]] = defaultdict(list)
    for row, said in rows.items():
        same[spelling_key(said.name)].append(row)
    for first, *further in same.values():
        is_one = all(rows[row] == rows[first] for row in further)
        for row in further:
            findings.note(row, "name", "row-copy" if is_one else "organisation-twice", rows[row].name, first=first)
        if further and not is_one:
            findings.note(first, "name", "organisation-twice", rows[first].name, first=further[0])


Claims = dict[str, dict[str, tuple[int, str, str]]]
"""By the key of a name, then by the key of the organisation that claims it: its row, the column, the name."""


def _claims(rows: Rows) -> Claims:
    claims: Claims = defaultdict(dict)
    for row, said in rows.items():
        subject = spelling_key(said.name)
        for column, name in said.spellings():
            claims[spelling_key(name)].setdefault(subject, (row, column, name))
    return claims


def _refuse_claimed(rows: Rows, claims: Claims, known: KnownNames, findings: Findings) -> None:
    for key, claimants in claims.items():
        owner = known.owners.get(key)
        for subject, (row, column, name) in claimants.items():
            other = next((each for each in claimants if each != subject), None)
            if other is not None:
                other_row = claimants[other][0]
                organisation = rows[other_row].name
                findings.note(row, column, "alias-shared", name, organisation=organisation, other_row=other_row)
            elif owner is not None and spelling_key(owner) != subject:
                findings.note(row, column, "alias-taken", name, organisation=owner)


def _note_likenesses(rows: Rows, claims: Claims, known: KnownNames, findings: Findings) -> None:
    """Say of names with letters that look like others which name they look like; they stay another name."""
    for row, said in rows.items():
        for column, name in said.spellings():
            if name.isascii():
                continue
            look = names.as_it_looks(name)
            existing = known.owners.get(look) or _first(claims.get(look, {}), rows)
            if existing and look != spelling_key(name) and spelling_key(existing) != spelling_key(said.name):
                findings.note(row, column, "name-like-existing", name, existing=existing)


def _first(claimants: Mapping[str, tuple[int, str, str]], rows: Rows) -> str | None:
    return next((rows[row].name for row, _, _ in claimants.values()), None)


# ---- beside what is known -----------------------------------------------------------------------------------------


def _beside_known(row: int, said: ListedOrganisation, known: KnownNames) -> ListedRow[ListedOrganisation]:
    standing = known.organisations.get(spelling_key(said.name))
    if standing is None:
        return ListedRow(row, said, said, Standing.ADDED)
    whole = _completed(standing, said)
    return ListedRow(row, said, whole, Standing.UNCHANGED if whole == standing else Standing.CHANGED)


def _completed(standing: ListedOrganisation, said: ListedOrganisation) -> ListedOrganisation:
    """What is known, with what a row says of it: names add up, another cell takes the place of what was there."""
    plain = said.model_dump(exclude={"aliases", "names", "identifiers"}, exclude_defaults=True)
    spelled = standing.names | said.names
    displaced = (name for name in standing.names.values() if name not in spelled.values())
    aliases = {spelling_key(alias): alias for alias in (*said.aliases, *displaced, *reversed(standing.aliases))}
    named = {spelling_key(said.name), *map(spelling_key, spelled.values())}
    return standing.model_copy(
        update={
            **plain,
            "names": spelled,
            "aliases": tuple(alias for key, alias in sorted(aliases.items()) if key not in named),
            "identifiers": standing.identifiers | said.identifiers,
        }
    )
