"""Every write. Each function says who asks (`by`), writes one journal entry, and either all of it happens or nothing.

Bad rows are findings on the receipt; a caller's mistake is a typed error.
"""

import csv
import io
from collections import Counter, defaultdict

from engagement import (
    admitting,
    brought,
    ending,
    expecting,
    freezing,
    listing,
    noting,
    profiles,
    reference,
    registering,
    replay,
    validation,
    withholding,
)
from engagement import mapping as mappings
from engagement.batches import HandRecord, HeadCount, Receipt, Undone, batch_name
from engagement.errors import BatchConflictError, InvalidLogError
from engagement.expecting import Declared
from engagement.files.blocks import Given
from engagement.files.sheet import Cells
from engagement.importing import Import, read_sheet, set_aside_for, sha256_of, standing_batch
from engagement.lookups import Lookup
from engagement.mapping import Mapping
from engagement.model import Problem, ProblemSeverity
from engagement.organisations import ListReceipt
from engagement.profiles import Profile
from engagement.progress import Progress, Step
from engagement.store import Store

BY_HAND = "by hand"
"""What stands for the name of a file where there was none."""


# ---- logs ----


def import_log(
    store: Store,
    given: Given,
    *,
    file_name: str,
    mapping: Mapping,
    by: str,
    lookup: Lookup | None = None,
    replaces: str | None = None,
    corrected_rows: int = 0,
    is_illustrative: bool = False,
    is_check: bool = False,
    progress: Progress | None = None,
) -> Receipt:
    """Read a participation log and record it as one batch; with `is_check`, do everything but record it.

    `given` is a file's bytes, or its path on this machine. With `replaces` the new batch takes the place of an earlier
    one, and the receipt says how the two differ. `corrected_rows` is how many rows a person has mended by hand in what
    is given; the journal keeps the number. The same sheet a second time changes nothing and gives the receipt of
    nothing. Raises UnreadableFileError, MappingError, InvalidLogError when no row is left, BatchConflictError when the
    sheet was imported another way, BatchNotFoundError, CancelledError.
    """
    work = Import(
        store,
        given,
        file_name=file_name,
        mapping=mapping,
        lookup=lookup,
        replaces=replaces,
        corrected_rows=corrected_rows,
        progress=progress or Progress(),
    )
    with store.desk() as desk:
        version = store.refresh()
        receipt = work.judged(desk)
        if is_check or receipt.already_imported:
            return receipt
        with store.writing() as writer:
            if store.version != version:  # somebody has written since: judged again, while nobody can
                receipt = work.judged(desk)
            if receipt.already_imported:
                return receipt
            _refuse_empty(receipt)
            work.progress.reach(Step.RECORDING, receipt.rows_read)
            return work.record(desk, writer, receipt, by, is_illustrative)


def _refuse_empty(receipt: Receipt) -> None:
    takes_a_place = receipt.replaces and receipt.rows_duplicate  # even when all its rows stand elsewhere
    if not receipt.rows_accepted and not takes_a_place:
        raise InvalidLogError("log-all-refused", rows=receipt.rows_read, problems=receipt.rows_refused)


def refused_rows(
    store: Store, given: Given, *, mapping: Mapping, lookup: Lookup | None = None
) -> tuple[Cells, list[tuple[int, Cells, tuple[Problem, ...]]]]:
    """The header of a sheet and the rows that would be refused: number, cells, every finding. Nothing is written.

    Raises as `import_log`.
    """
    work = Import(store, given, mapping=mapping, lookup=lookup)
    with store.desk() as desk:
        work.stage(desk, beside_stored=False)
        refused = {(row["row"], row["place"]) for row in desk.rows(_REFUSED)}
        refused |= {(row, None) for row in work.staged.unread}
        findings: dict[int, list[Problem]] = defaultdict(list)
        for each in validation.problems(desk, work.staged, limit=None):
            if each.severity is ProblemSeverity.BLOCKING and each.row is not None:
                findings[each.row].append(each)
    sheet, places = work.laid.sheet, Counter[int]()
    rows = []
    for row, cells in sheet.rows:
        places[row] += 1
        if {(row, places[row]), (row, None)} & refused:
            rows.append((row, cells, tuple(findings[row])))
    return sheet.header, rows


_REFUSED = """
    select row, place
    from (select id, row, row_number() over (partition by row order by id) as place from log)
    join left_out using (id) where why = 'refused'
"""


def fitted(store: Store, given: Given, profile: str, mapping: Mapping) -> Mapping:
    """The answers a profile remembers for a sheet, under those of `mapping`.

    Raises ProfileError when there is no such profile, or a column it speaks of is gone from the sheet.
    """
    found = profiles.find(store.folder / "profiles", profile)
    both = mappings.over(found.mapping, mapping)
    sheet = read_sheet(given, both, brought.taxonomy(store)).sheet
    return mappings.over(profiles.fit(found, sheet), mapping)


def save_profile(store: Store, name: str, given: Given, mapping: Mapping) -> Profile:
    """Keep the answers given for a sheet under a name, with those the profile of that name held before.

    Raises ProfileError for a name that cannot be a file's, or answers that name a person.
    """
    place = store.folder / "profiles"
    before = profiles.find(place, name) if name in profiles.names(place) else Profile(name=name)
    sheet = read_sheet(given, mapping, brought.taxonomy(store)).sheet
    return profiles.save(place, profiles.learned(before, mapping, sheet))


def read_lookup(given: Given, *, file_name: str, key: str) -> Lookup:
    """A second table, to be joined to a log where `key` is equal. Raises UnreadableFileError or MappingError."""
    return Lookup(
        key=key, sheet=read_sheet(given, Mapping(layout="plain")).sheet, file=file_name, sha256=sha256_of(given)
    )


def record_by_hand(store: Store, record: HandRecord, *, by: str, is_check: bool = False) -> Receipt:
    """Record a meeting that never had a sheet: judged and kept as a log of one row for each head-count.

    Row 2 of the receipt is the first head-count. Raises as `import_log`.
    """
    about = record.model_dump(exclude={"head_counts"})
    lines = io.StringIO()
    writer = csv.DictWriter(lines, [*about, *HeadCount.model_fields])
    writer.writeheader()
    writer.writerows({**about, **each.model_dump()} for each in record.head_counts)
    return import_log(
        store,
        lines.getvalue().encode(),
        file_name=BY_HAND,
        mapping=Mapping(layout="plain"),
        by=by,
        is_check=is_check,
    )


def declare_by_hand(store: Store, cells: dict[str, str], *, by: str, is_check: bool = False) -> Declared:
    """Declare one expectation that a person writes down: its cells by the columns of a list, as text.

    Raises as `declare_expectations`.
    """
    return expecting.declare_expectations(store, _one_row(cells), by=by, file_name=BY_HAND, is_check=is_check)


def mechanism_by_hand(store: Store, cells: dict[str, str], *, by: str, is_check: bool = False) -> ListReceipt:
    """Add or complete a network or working group, as a list with one row would. Raises as `import_mechanisms`."""
    return listing.import_mechanisms(store, _one_row(cells), file_name=BY_HAND, by=by, is_check=is_check)


def seat_by_hand(store: Store, cells: dict[str, str], *, by: str, is_check: bool = False) -> ListReceipt:
    """Record a seat or what has become of it, as a roster with one row would. Raises as `import_seats`."""
    return listing.import_seats(store, _one_row(cells), file_name=BY_HAND, by=by, is_check=is_check)


def _one_row(cells: dict[str, str]) -> bytes:
    lines = io.StringIO()
    writer = csv.DictWriter(lines, list(cells))
    writer.writeheader()
    writer.writerow(dict(cells))
    return lines.getvalue().encode()


def undo_batch(store: Store, batch: str, *, by: str) -> Undone:
    """Take an import back: every figure is what it was without it, and the journal keeps both.

    A batch that took the place of another gives the place back. Raises BatchNotFoundError, or BatchConflictError when
    it was undone before, when the file of the batch it replaced has been imported again meanwhile, or when something in
    the store is of a category that only this list names.
    """
    with store.writing() as writer:
        number = standing_batch(store, batch)
        found = store.rows("select rows_accepted, replaces from engagement.batch where batch = $1", [number])[0]
        before = found["replaces"]
        if lost := brought.lost_without(store, number):
            raise BatchConflictError("undo-list-used", batch=batch, categories=", ".join(lost))
        if before:
            _refuse_double(store, batch, before)
        writer.append(
            replay.UNDONE,
            by=by,
            parameters={
                "batch": number,
                "restores": before,
                **(
                    {part: store.said_at(before).get(part, []) for part in ("mechanisms", "judgement")}
                    if before
                    else {}
                ),
            },
        )
    return Undone(
        batch=batch_name(number),
        rows=found["rows_accepted"],
        restored=batch_name(before) if before else None,
        set_aside=set_aside_for(store, number),
    )


def _refuse_double(store: Store, batch: str, before: int) -> None:
    """Raise BatchConflictError when the sheet of a batch that is to come back stands in another batch now."""
    again = store.rows(
        """select other.batch from engagement.batch as one join engagement.batch as other
               on other.sha256 = one.sha256 and other.sheet is not distinct from one.sheet
           where one.batch = $1 and other.batch <> $1 and other.undone_at is null""",
        [before],
    )
    if again:
        raise BatchConflictError(
            "undo-would-double", batch=batch, before=batch_name(before), again=batch_name(again[0]["batch"])
        )


def load_demonstration(store: Store, *, by: str) -> None:
    """Import the demonstration logs of `data/demonstration/`; those that are loaded already are left alone."""
    for name, is_illustrative in (("rosters", False), ("reviews", False), ("illustrative", True)):
        path = reference.folder() / "demonstration" / f"{name}.csv"
        import_log(
            store,
            path.read_bytes(),
            file_name=path.name,
            mapping=Mapping(),
            by=by,
            is_illustrative=is_illustrative,
        )


def remove_illustrative(store: Store, *, by: str) -> int:
    """Undo every batch of invented data and return how many there were."""
    loaded = store.rows("select batch from engagement.batch where is_illustrative and undone_at is null order by batch")
    for row in loaded:
        undo_batch(store, batch_name(row["batch"]), by=by)
    return len(loaded)


# ---- organisations ----

judge = registering.judge
merge = registering.merge
unmerge = registering.unmerge
classify = registering.classify
match_names = registering.match_names
record_recheck = registering.record_recheck
import_organisations = listing.import_organisations
import_mechanisms = listing.import_mechanisms
import_seats = listing.import_seats
import_categories = listing.import_categories


# ---- beside the logs ----

mark_not_expected = noting.mark_not_expected
mark_expected = noting.mark_expected
record_outreach = noting.record_outreach
withdraw_outreach = noting.withdraw_outreach
note_gap = noting.note_gap
freeze_edition = freezing.freeze


# ---- what is told outside ----

keep_out = withholding.keep_out
name_again = withholding.name_again
set_least_people = withholding.set_least_people


# ---- people ----

admit = admitting.admit
end_access = admitting.end_access


# ---- expectations ----

declare_expectations = expecting.declare_expectations
declare_preset = expecting.declare_preset
end_expectation = ending.end_expectation
withdraw_expectation = ending.withdraw_expectation
withdraw_declaration = ending.withdraw_declaration
restore_expectation = ending.restore_expectation
preset_expectations = expecting.preset  # a read: what declare_preset would declare
