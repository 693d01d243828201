"""The lists of the registry as CSV: what an import takes back, and finds nothing new in."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from engagement.listed import (
    CATEGORY_COLUMNS,
    MECHANISM_COLUMNS,
    ORGANISATION_COLUMNS,
    SEAT_COLUMNS,
    ListedMechanism,
    ListedOrganisation,
    ListedSeat,
)
from engagement.model import Expectation
from engagement.registry_lists.expectations import COLUMNS as EXPECTATION_COLUMNS
from engagement.safe_text import neutralised
from engagement.taxonomy import CategoryList, ListedCategory


def organisations_csv(organisations: Iterable[ListedOrganisation]) -> bytes:
    """Organisations, one in a row, as UTF-8 with a byte-order mark. Nothing known is a blank cell."""
    return _written(ORGANISATION_COLUMNS, map(_organisation, organisations))


def mechanisms_csv(mechanisms: Iterable[ListedMechanism]) -> bytes:
    """Networks and working groups, one in a row, as `organisations_csv`."""
    return _written(MECHANISM_COLUMNS, map(_mechanism, mechanisms))


def seats_csv(seats: Iterable[ListedSeat]) -> bytes:
    """Seats, one in a row, as `organisations_csv`."""
    return _written(SEAT_COLUMNS, map(_seat, seats))


def expectations_csv(expectations: Iterable[Expectation]) -> bytes:
    """Expectations, one in a row, as `organisations_csv`; values are exact fractions."""
    return _written(EXPECTATION_COLUMNS, map(_expectation, expectations))


def _expectation(expectation: Expectation) -> dict[str, Any]:
    return expectation.model_dump(mode="json") | {"value": str(expectation.value)}


def _organisation(organisation: ListedOrganisation) -> dict[str, Any]:
    said = organisation.model_dump(mode="json", exclude={"names", "identifiers"})
    names = {f"name_{language}": name for language, name in organisation.names.items()}
    listed = {column: "; ".join(said[column]) for column in ("aliases", "tags")}
    return said | names | organisation.identifiers | listed


def _mechanism(mechanism: ListedMechanism) -> dict[str, Any]:
    said = mechanism.model_dump(mode="json")
    reporting = {True: "yes", False: "no", None: None}[mechanism.reporting_expected]
    return said | {"from": said.pop("since"), "to": said.pop("until"), "reporting_expected": reporting}


def _seat(seat: ListedSeat) -> dict[str, Any]:
    said = seat.model_dump(mode="json", exclude={"owner"})
    return said | {"from": said.pop("since"), "to": said.pop("until")}


def categories_csv(brought: CategoryList) -> bytes:
    """A list of categories that was brought, as `categories import` takes it."""
    about = {"list": brought.code, "list_name": brought.name}
    return _written(CATEGORY_COLUMNS, [about | _category(each) for each in brought.categories])


def _category(listed: ListedCategory) -> dict[str, Any]:
    return listed.model_dump(mode="json") | {"synonyms": ";".join(listed.synonyms)}


def _written(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(column) is None else neutralised(str(row[column])) for column in columns])
    return codecs.BOM_UTF8 + lines.getvalue().encode("utf-8")
