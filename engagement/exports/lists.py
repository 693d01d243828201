"""The lists of the registry as CSV: what an import takes back, and finds nothing new in."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from engagement.registry_lists import MECHANISM_COLUMNS, ORGANISATION_COLUMNS, ListedMechanism, ListedOrganisation
from engagement.safe_text import neutralised


def organisations_csv(organisations: Iterable[ListedOrganisation]) -> bytes:
    """Organisations, one in a row, as UTF-8 with a byte-order mark. Nothing known is a blank cell."""
    return _written(ORGANISATION_COLUMNS, map(_organisation, organisations))


def mechanisms_csv(mechanisms: Iterable[ListedMechanism]) -> bytes:
    """Networks and working groups, one in a row, as `organisations_csv`."""
    return _written(MECHANISM_COLUMNS, map(_mechanism, mechanisms))


def _organisation(organisation: ListedOrganisation) -> dict[str, Any]:
    said = organisation.model_dump(mode="json", exclude={"names", "identifiers"})
    names = {f"name_{language}": name for language, name in organisation.names.items()}
    listed = {column: "; ".join(said[column]) for column in ("aliases", "tags")}
    return said | names | organisation.identifiers | listed


def _mechanism(mechanism: ListedMechanism) -> dict[str, Any]:
    said = mechanism.model_dump(mode="json")
    reporting = {True: "yes", False: "no", None: None}[mechanism.reporting_expected]
    return said | {"from": said.pop("since"), "to": said.pop("until"), "reporting_expected": reporting}


def _written(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(column) is None else neutralised(str(row[column])) for column in columns])
    return codecs.BOM_UTF8 + lines.getvalue().encode("utf-8")
