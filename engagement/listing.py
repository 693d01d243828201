"""Writes of lists: organisations and their names, networks and working groups, seats, categories of another process.
`actions` is their door.

A list is a batch as a log is: with a receipt, with findings as data, and undone as a whole.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from engagement import brought, declared, joining, replay
from engagement.batches import batch_name
from engagement.desk import Row
from engagement.errors import InvalidLogError
from engagement.files.blocks import Given
from engagement.identity import name_key
from engagement.importing import impersonal, sha256_of
from engagement.listed import (
    IDENTIFIERS,
    CategoryOfList,
    ListedMechanism,
    ListedOrganisation,
    ListedRow,
    ListedSeat,
    ReadList,
    Standing,
    days,
)
from engagement.organisations import ClassifiedBy, ListReceipt
from engagement.registry_lists import read_categories, read_mechanisms, read_organisations, read_seats
from engagement.rosters import SelectedBy
from engagement.store import Store

Known = tuple[str | None, ClassifiedBy | None]
"""The category an organisation has, and who said so."""

Tables = dict[str, list[Row]]
"""The rows a list brings, by table of the index."""


def import_organisations(
    store: Store, given: Given, *, file_name: str, by: str, is_check: bool = False, encoding: str | None = None
) -> ListReceipt:
    """Read a list of organisations and record it as one batch; with `is_check`, do everything but record it.

    Raises UnreadableFileError, MappingError when it is no such list, InvalidLogError when every row is refused.
    """

    def read() -> tuple[ReadList[ListedOrganisation], Tables]:
        listed = read_organisations(
            given, declared.declared_names(store), encoding=encoding, categories=brought.taxonomy(store)
        )
        found = joining.without_doubtful(store, listed)
        return found, _organisations(found, store)

    return _import(store, given, "organisations", read, file_name=file_name, by=by, is_check=is_check)


def import_mechanisms(
    store: Store, given: Given, *, file_name: str, by: str, is_check: bool = False, encoding: str | None = None
) -> ListReceipt:
    """Read a list of networks and working groups, as `import_organisations`."""

    def read() -> tuple[ReadList[ListedMechanism], Tables]:
        known = declared.known_mechanisms(store)
        found = read_mechanisms(given, known, encoding=encoding)
        return found, _mechanisms(found, known.of_reference)

    return _import(store, given, "mechanisms", read, file_name=file_name, by=by, is_check=is_check)


def import_seats(
    store: Store, given: Given, *, file_name: str, by: str, is_check: bool = False, encoding: str | None = None
) -> ListReceipt:
    """Read a roster, who has a seat in which network or working group, as `import_organisations`."""

    def read() -> tuple[ReadList[ListedSeat], Tables]:
        found = read_seats(given, declared.known_seats(store), encoding=encoding, categories=brought.taxonomy(store))
        return found, _seats(found)

    return _import(store, given, "seats", read, file_name=file_name, by=by, is_check=is_check)


def import_categories(
    store: Store, given: Given, *, file_name: str, by: str, is_check: bool = False, encoding: str | None = None
) -> ListReceipt:
    """Read lists of categories of another process, each whole or not at all, as `import_organisations`.

    A list of a code that stands takes its place; undone, it gives the place back. Raises InvalidLogError when a row has
    a fault: a check says which, and why.
    """

    def read() -> tuple[ReadList[CategoryOfList], Tables]:
        known = brought.category_lists(store)
        found = read_categories(given, known, brought.used(store), encoding=encoding)
        return found, _listed_categories(found)

    return _import(store, given, "categories", read, file_name=file_name, by=by, is_check=is_check, is_whole=True)


def _import(
    store: Store,
    given: Given,
    kind: str,
    read: Callable[[], tuple[ReadList[Any], Tables]],
    *,
    file_name: str,
    by: str,
    is_check: bool,
    is_whole: bool = False,
) -> ListReceipt:
    digest = sha256_of(given)
    with store.writing() as writer:
        found, tables = read()
        receipt = _receipt(found, kind, impersonal(file_name), digest)
        is_nothing_new = not found.rows_accepted and found.rows_unchanged > 0
        if is_whole and found.rows_refused and not is_check:
            raise InvalidLogError("categories-refused", rows=found.rows_in_file, problems=found.rows_refused)
        if is_check or is_nothing_new:
            return receipt.model_copy(update={"already_imported": is_nothing_new and not found.rows_refused})
        if not found.rows_accepted:
            raise InvalidLogError("list-all-refused", rows=found.rows_in_file, problems=found.rows_refused)
        entry = writer.append(replay.LISTED, by=by, parameters=_parameters(receipt) | tables)
        return receipt.model_copy(update={"batch": batch_name(entry.sequence)})


def _receipt(found: ReadList[Any], kind: str, file: str, digest: str) -> ListReceipt:
    parts = ("rows_in_file", "rows_accepted", "rows_refused", "rows_unchanged", "rows_blank", "added", "changed")
    return ListReceipt(
        batch=None,
        file=file,
        sha256=digest,
        kind=kind,
        problems=found.problems,
        problem_counts=found.problem_counts,
        **{part: getattr(found, part) for part in parts},
    )


def _parameters(receipt: ListReceipt) -> dict[str, Any]:
    """What the journal says of a list beside its rows."""
    said = receipt.model_dump(include={"kind", "sha256", "rows_accepted", "rows_refused", "problem_counts"})
    read = receipt.rows_in_file - receipt.rows_blank
    empty: Tables = {name: [] for name in ("mechanism", *replay.OF_LISTS)}
    return (
        empty
        | said
        | {"file_name": receipt.file, "sheet": None, "rows_read": read, "rows_duplicate": receipt.rows_unchanged}
    )


# ---- rows of the index --------------------------------------------------------------------------------------------


def _organisations(found: ReadList[ListedOrganisation], store: Store) -> Tables:
    new = [row for row in found.rows if row.standing is not Standing.UNCHANGED]
    before = _categories_before(store)
    return {
        "organisation": [_organisation(row.said) for row in new],
        "alias": [alias for row in new for alias in _aliases(row.said)],
        "classification": [_classification(row, before) for row in new if _is_classified(row.said, before)],
    }


def _categories_before(store: Store) -> dict[int, Known]:
    """What lists and people have said of the category of each name."""
    listed = {name_key(each.name): (each.category, each.classified_by) for each in declared.listed_organisations(store)}
    said = store.rows(
        "select name_id, category from named join standing using (organisation_id) where valid_to is null"
    )
    return {row["name_id"]: (row["category"], None) for row in said} | listed


def _organisation(said: ListedOrganisation) -> Row:
    kept = said.model_dump(
        mode="json", exclude={"aliases", "names", "category", "classified_by", "identifiers", "tags"}
    )
    identifiers = {name: said.identifiers.get(name) for name in IDENTIFIERS}
    return {"name_id": name_key(said.name), "tags": ";".join(said.tags) or None, **kept, **identifiers}


def _aliases(said: ListedOrganisation) -> list[Row]:
    named = [*((alias, None) for alias in said.aliases), *((name, language) for language, name in said.names.items())]
    own = name_key(said.name)
    return [
        {"name_id": own, "alias_id": name_key(alias), "alias": alias, "language": language} for alias, language in named
    ]


def _is_classified(said: ListedOrganisation, before: Mapping[int, Known]) -> bool:
    category, classified_by = before.get(name_key(said.name), (None, None))
    is_said_by_another = said.classified_by is not None and said.classified_by != classified_by
    return said.category is not None and (said.category != category or is_said_by_another)


def _classification(row: ListedRow[ListedOrganisation], before: Mapping[int, Known]) -> Row:
    """The category a list gives an organisation: ever since, or where it had another from the day that is said on.

    Figures of days before a change stay as they are.
    """
    said = row.said
    category, _ = before.get(name_key(said.name), (None, None))
    is_change = category not in (None, said.category)
    since = (said.classified_on or datetime.now(UTC).date()).isoformat() if is_change else None
    return {
        "name_id": name_key(said.name),
        "name": said.name,
        "category": said.category,
        "valid_from": since,
        "classified_by": (said.classified_by or ClassifiedBy.PERSON).value,
        "reason": "",
    }


def _mechanisms(found: ReadList[ListedMechanism], of_reference: frozenset[str]) -> Tables:
    new = [row for row in found.rows if row.standing is not Standing.UNCHANGED]
    return {
        "mechanism": [_mechanism(row.whole) for row in new if row.said.code not in of_reference],
        "mechanism_detail": [row.said.model_dump(mode="json", exclude={"kind", "name_en", "parent"}) for row in new],
    }


def _mechanism(whole: ListedMechanism) -> Row:
    name = whole.name_en or whole.name_fr or whole.code
    return {"code": whole.code, "kind": whole.kind.value, "parent": whole.parent, "name": name}


def _seats(found: ReadList[ListedSeat]) -> Tables:
    return {"seat": [_seat(row) for row in found.rows if row.standing is not Standing.UNCHANGED]}


def _seat(listed: ListedRow[ListedSeat]) -> Row:
    whole = listed.whole
    first, last = days(whole.since, whole.until)
    return {
        "row": listed.row,
        "name_id": name_key(whole.organisation),
        "name": whole.organisation,
        "valid_from": first.isoformat() if first else None,
        "valid_to": last.isoformat() if last else None,
        "selected_by": (whole.selected_by or SelectedBy.UNKNOWN).value,
        **whole.model_dump(mode="json", include={"mechanism", "category", "role", "since", "until"}),
    }


def _listed_categories(found: ReadList[CategoryOfList]) -> Tables:
    new = [row.said for row in found.rows if row.standing is not Standing.UNCHANGED]
    return {"listed_category": [_listed_category(each) for each in new]}


def _listed_category(said: CategoryOfList) -> Row:
    listed = said.listed.model_dump(mode="json") | {"synonyms": ";".join(said.listed.synonyms)}
    return said.model_dump(exclude={"listed"}) | listed
