"""Lists of organisations read beside what is known."""

import csv
import io
from typing import Any

from engagement.cells.names import spelling_key
from engagement.listed import KnownNames, ListedOrganisation, ReadList


def known(*organisations: ListedOrganisation, **owners: str) -> KnownNames:
    """A registry of these organisations; `owners` are further names of theirs."""
    names_of = {spelling_key(name): each.name for each in organisations for _, name in each.spellings()}
    return KnownNames(
        organisations={spelling_key(each.name): each for each in organisations},
        owners=names_of | {spelling_key(name): owner for name, owner in owners.items()},
    )


def said(found: ReadList[Any]) -> dict[int, dict[str, Any]]:
    """What the rows that were not refused say."""
    return {each.row: each.said.model_dump(mode="json", exclude_defaults=True) for each in found.rows}


def findings(found: ReadList[Any]) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.column, each.code) for each in found.problems]


def accounts(found: ReadList[Any]) -> tuple[int, ...]:
    return (found.rows_in_file, found.added, found.changed, found.rows_unchanged, found.rows_refused, found.rows_blank)


def as_file(columns: list[str], rows: list[dict[str, str]]) -> bytes:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue().encode("utf-8", "ignore")
