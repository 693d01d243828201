"""Every write. Each function says who asks (`by`), writes one journal entry, and either all of it happens or nothing.

Bad rows are findings on the receipt; a caller's mistake is a typed error.
"""

import csv
import hashlib
import io
import json
from collections import Counter
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from engagement import cells, layouts, profiles, readers, reference, replay, staging, taxonomy, validation
from engagement import mapping as mappings
from engagement.errors import BatchConflictError, BatchNotFoundError, InputError, InvalidLogError, StoreError
from engagement.indicators import created_mechanisms
from engagement.layouts import Laid
from engagement.mapping import Mapping
from engagement.model import (
    UNCLASSIFIED,
    Change,
    Difference,
    Expectation,
    GapType,
    HandRecord,
    HeadCount,
    Problem,
    ProblemSeverity,
    Receipt,
    Undone,
    batch_name,
    batch_number,
)
from engagement.profiles import Profile
from engagement.progress import Progress, Step
from engagement.registry import Mechanisms
from engagement.settings import Settings
from engagement.sheet import Cells
from engagement.staging import Given, Lookup
from engagement.store import Desk, Row, Store, Writer

_SQL = Path(__file__).parent / "sql"
_COLLECT, _DIFFER = ((_SQL / f"{name}.sql").read_text(encoding="utf-8") for name in ("collect", "difference"))
_MOST_DIFFERENCES = 1_000
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
    is_illustrative: bool = False,
    is_check: bool = False,
    progress: Progress | None = None,
) -> Receipt:
    """Read a participation log and record it as one batch; with `is_check`, do everything but record it.

    `given` is a file's bytes, or its path on this machine. With `replaces` the new batch takes the place of an earlier
    one, and the receipt says how the two differ. The same sheet a second time changes nothing and gives the receipt of
    nothing. Raises UnreadableFileError, MappingError, InvalidLogError when no row is left, BatchConflictError when the
    sheet was imported another way, BatchNotFoundError, CancelledError.
    """
    work = _Import(store, given, file_name, mapping, lookup, replaces, progress or Progress())
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
            if not receipt.rows_accepted:
                raise InvalidLogError("log-all-refused", rows=receipt.rows_read, problems=receipt.rows_refused)
            work.progress.reach(Step.RECORDING, receipt.rows_read)
            return work.record(desk, writer, receipt, by, is_illustrative)


def refused_rows(
    store: Store, given: Given, *, mapping: Mapping, lookup: Lookup | None = None
) -> tuple[Cells, list[tuple[int, Cells, tuple[Problem, ...]]]]:
    """The header of a sheet and the rows that would be refused: number, cells, every finding. Nothing is written.

    Raises as `import_log`.
    """
    work = _Import(store, given, "", mapping, lookup, None, Progress())
    with store.desk() as desk:
        work.stage(desk)
        refused = {row["row"] for row in desk.rows(_REFUSED)} | set(work.staged.wrong_width)
        findings: dict[int, list[Problem]] = {row: [] for row in refused}
        for each in validation.problems(desk, work.staged, limit=None):
            if each.severity is ProblemSeverity.BLOCKING and each.row in refused:
                findings[each.row].append(each)
    sheet = work.laid.sheet
    return sheet.header, [(row, cells, tuple(findings[row])) for row, cells in sheet.rows if row in refused]


_REFUSED = "select distinct row from log join left_out using (id) where why = 'refused'"


class _Import:
    """One sheet on its way into a store."""

    def __init__(
        self,
        store: Store,
        given: Given,
        file_name: str,
        mapping: Mapping,
        lookup: Lookup | None,
        replaces: str | None,
        progress: Progress,
    ) -> None:
        self.store, self.given, self.file_name = store, given, file_name
        self.mapping, self.lookup, self.progress = mapping, lookup, progress
        self.replaces = _standing_batch(store, replaces) if replaces else None
        self.laid = read_sheet(given, mapping)
        self.sha256 = _sha256(given)

    def stage(self, desk: Desk) -> None:
        """Every row on the desk, read and judged."""
        self.mechanisms = Mechanisms(created_mechanisms(self.store))
        self.staged = staging.stage(
            desk,
            self.laid,
            self.mapping,
            given=self.given,
            mechanisms=self.mechanisms,
            lookup=self.lookup,
            progress=self.progress,
        )
        self.progress.reach(Step.ROWS, self.staged.rows)
        _lay_out_stored(self.store, desk, self.replaces)
        validation.judge(desk, self.staged, self.mapping)

    def judged(self, desk: Desk) -> Receipt:
        """What recording the sheet would do."""
        self.stage(desk)
        desk.set(has_gender="gender" in self.staged.columns, has_age="age_band" in self.staged.columns)
        desk.execute(_COLLECT)
        receipt = self._receipt(desk)
        earlier = _earlier_batch(self.store, receipt, self.answers(), self.replaces)
        return _nothing_new(receipt, earlier) if earlier else receipt

    def answers(self) -> dict[str, Any]:
        """What a person said about how to read the sheet, as the journal keeps it."""
        joined = {name: getattr(self.lookup, name) for name in ("key", "file", "sha256")} if self.lookup else None
        values = {
            column: {source: ours for source, ours in answered.items() if not cells.holds_address(source)}
            for column, answered in self.mapping.values.items()
        }
        return {**self.mapping.model_dump(mode="json"), "values": values, "lookup": joined}

    def _receipt(self, desk: Desk) -> Receipt:
        staged, sheet = self.staged, self.laid.sheet
        left_out = dict.fromkeys(("refused", "duplicate", "absent", "blank"), 0)
        left_out |= {row["why"]: row["n"] for row in desk.rows("select why, count(*) as n from left_out group by why")}
        copies = desk.rows("select batch, count(*) as n from copy_of_stored group by batch order by batch")
        blank = staged.blank + left_out["absent"]
        read = staged.rows + len(staged.wrong_width) - left_out["blank"] - left_out["absent"]
        refused = left_out["refused"] + len(staged.wrong_width)
        receipt = Receipt(
            batch=None,
            file=self.file_name,
            sha256=self.sha256,
            sheet=sheet.name,
            header_row=sheet.header_row,
            layout=self.laid.layout,
            columns=staged.sources,
            constants=self.laid.constants,
            columns_not_stored=staged.not_stored,
            rows_in_file=read + blank,
            rows_read=read,
            rows_accepted=desk.rows("select count(*) as n from kept")[0]["n"],
            rows_refused=refused,
            rows_duplicate=left_out["duplicate"],
            rows_blank=blank,
            labels={row["label"]: row["category"] for row in desk.rows(_LABELS)},
            problems=(*self.laid.notes, *sheet.notes, *validation.problems(desk, staged)),
            problem_counts=validation.counts(desk, staged, (*self.laid.notes, *sheet.notes)),
            copies_of={row["batch"]: row["n"] for row in copies},
            replaces=batch_name(self.replaces) if self.replaces else None,
            **desk.rows(_TOTALS, {"unclassified": UNCLASSIFIED})[0],
            **self._difference(desk),
        )
        _refuse_lost_rows(receipt)
        return receipt

    def _difference(self, desk: Desk) -> dict[str, Any]:
        if self.replaces is None:
            return {}
        desk.set(earlier=str(self.store.recorded(self.replaces, "fact")))
        desk.execute(_DIFFER)
        found = tuple(Difference(**row) for row in desk.rows("from difference order by row, earlier_row"))
        times = Counter(each.change for each in found)
        return {change.value: times[change] for change in Change} | {"differences": found[:_MOST_DIFFERENCES]}

    def record(self, desk: Desk, writer: Writer, receipt: Receipt, by: str, is_illustrative: bool) -> Receipt:
        """Write the batch; what its receipt says is now so."""
        named = [*self.mechanisms.created, *self.mechanisms.added]
        used = {row["mechanism"] for row in desk.rows("select distinct mechanism from kept")}
        used |= {each.parent for each in named if each.code in used}
        by_person = validation.head_count(self.staged) in ("person", "row")
        views = {"activity": "activity", "spelling": "spelling"}
        views["fact"] = "participation_of_persons" if by_person else "participation_of_rows"
        entry = writer.append(
            replay.IMPORTED,
            by=by,
            parameters={
                **receipt.model_dump(include=_KEPT_OF_RECEIPT),
                "file_name": receipt.file,
                "mapping": self.answers(),
                "replaces": self.replaces,
                "is_illustrative": is_illustrative,
                # Those an earlier batch created too: undoing that one must not take them from under this one.
                "mechanisms": [each.model_dump(mode="json", exclude={"region"}) for each in named if each.code in used],
            },
            tables={name: partial(desk.write_parquet, view) for name, view in views.items()},
        )
        return receipt.model_copy(update={"batch": batch_name(entry.sequence)})


_KEPT_OF_RECEIPT = {
    "sha256",
    "sheet",
    "layout",
    "rows_read",
    "rows_accepted",
    "rows_refused",
    "rows_duplicate",
    "rows_unclassified",
    "problem_counts",
    "copies_of",
}
_TOTALS = """
    select count(distinct activity_id) as activities, count(distinct organisation_id) as organisations,
        count(distinct organisation) as organisations_as_spelled,
        count(*) filter (category = $unclassified) as rows_unclassified
    from kept
"""
_LABELS = """
    select spelled.text as label, min(category::varchar) as category
    from (select distinct label, category from kept) as kept join spelled on spelled.key = kept.label group by spelled.text order by spelled.text
"""


def read_sheet(given: Given, mapping: Mapping) -> Laid:
    """The sheet a mapping speaks of, laid out as rows of a log. Raises UnreadableFileError or MappingError."""
    limits = Settings()
    grid = readers.read_grid(given, sheet=mapping.sheet, encoding=mapping.encoding, limits=limits)
    return layouts.read(grid, layout=mapping.layout, header_row=mapping.header_row, limits=limits)


def fitted(store: Store, given: Given, profile: str, mapping: Mapping) -> Mapping:
    """The answers a profile remembers for a sheet, under those of `mapping`.

    Raises ProfileError when there is no such profile, or a column it speaks of is gone from the sheet.
    """
    found = profiles.find(store.folder / "profiles", profile)
    both = mappings.over(found.mapping, mapping)
    sheet = read_sheet(given, both).sheet
    return mappings.over(profiles.fit(found, sheet), mapping)


def save_profile(store: Store, name: str, given: Given, mapping: Mapping) -> Profile:
    """Keep the answers given for a sheet under a name, with those the profile of that name held before.

    Raises ProfileError for a name that cannot be a file's, or answers that name a person.
    """
    place = store.folder / "profiles"
    before = profiles.find(place, name) if name in profiles.names(place) else Profile(name=name)
    return profiles.save(place, profiles.learned(before, mapping, read_sheet(given, mapping).sheet))


def read_lookup(given: Given, *, file_name: str, key: str) -> Lookup:
    """A second table, to be joined to a log where `key` is equal. Raises UnreadableFileError or MappingError."""
    return Lookup(key=key, sheet=read_sheet(given, Mapping(layout="plain")).sheet, file=file_name, sha256=_sha256(given))


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


def undo_batch(store: Store, batch: str, *, by: str) -> Undone:
    """Take an import back: every figure is what it was without it, and the journal keeps both.

    Raises BatchNotFoundError, or BatchConflictError when it was undone before.
    """
    with store.writing() as writer:
        number = _standing_batch(store, batch)
        rows = store.rows("select rows_accepted from engagement.batch where batch = $1", [number])[0]["rows_accepted"]
        later = store.rows("select batch, copies_of from engagement.batch where undone_at is null and batch > $1", [number])
        writer.append(replay.UNDONE, by=by, parameters={"batch": number})
    name = batch_name(number)
    copies = {batch_name(row["batch"]): json.loads(row["copies_of"]).get(name, 0) for row in later}
    return Undone(batch=name, rows=rows, set_aside={later: times for later, times in copies.items() if times})


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


def _standing_batch(store: Store, batch: str) -> int:
    """The number of a batch that has not been undone."""
    found = store.rows("select undone_at from engagement.batch where batch = $1", [batch_number(batch)])
    if not found:
        raise BatchNotFoundError("batch-unknown", batch=batch)
    if found[0]["undone_at"]:
        raise BatchConflictError("batch-undone", batch=batch)
    return batch_number(batch)


def _earlier_batch(store: Store, receipt: Receipt, answers: dict[str, Any], replaces: int | None) -> str | None:
    """The batch this very import has already made, if any. Raises BatchConflictError when only the answers differ."""
    found = store.rows(
        """select batch, mapping from engagement.batch
           where undone_at is null and sha256 = $1 and sheet is not distinct from $2""",
        [receipt.sha256, receipt.sheet],
    )
    if not found:
        return None
    batch = batch_name(found[0]["batch"])
    if json.loads(found[0]["mapping"]) == answers:
        return batch
    if found[0]["batch"] != replaces:
        raise BatchConflictError("batch-other-mapping", batch=batch, file=receipt.file)
    return None


def _lay_out_stored(store: Store, desk: Desk, replaces: int | None) -> None:
    """Put beside the log what the store already holds of its activities, but for the batch that is to go."""
    ids = [row["activity_id"] for row in desk.rows("select distinct activity_id from log where activity_id is not null")]
    batches = store.rows(
        """select distinct batch from engagement.activity
           where activity_id in (select unnest($ids::ubigint[])) and batch is distinct from $replaces order by batch""",
        {"ids": ids, "replaces": replaces},
    )
    for row in batches:
        desk.execute(
            _STORED, {"batch": batch_name(row["batch"]), "fact": str(store.recorded(row["batch"], "fact"))}
        )


_STORED = """
    insert into stored
    select key, count(*), $batch
    from (select unnest(list_prepend(key, further_keys)) as key from read_parquet($fact)
          where activity_id in (select activity_id from log))
    group by key
"""


def _nothing_new(receipt: Receipt, batch: str) -> Receipt:
    return receipt.model_copy(
        update={
            "batch": batch,
            "rows_accepted": 0,
            "rows_refused": 0,
            "rows_duplicate": receipt.rows_read,
            "rows_unclassified": 0,
            "problems": (),
            "problem_counts": {},
            "already_imported": True,
        }
    )


def _refuse_lost_rows(receipt: Receipt) -> None:
    """Every row of a file is accounted for, or nothing is said of any."""
    accounted = receipt.rows_accepted + receipt.rows_refused + receipt.rows_duplicate + receipt.rows_blank
    if accounted != receipt.rows_in_file:
        raise StoreError("rows-lost", rows=receipt.rows_in_file, accounted=accounted)


def _sha256(given: Given) -> str:
    if isinstance(given, bytes):
        return hashlib.sha256(given).hexdigest()
    with given.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ---- expectations ----


def declare_expectations(store: Store, content: str, *, by: str) -> int:
    """Declare the expectations of a CSV table and return how many there are. Nothing declared before is overwritten.

    Columns: type, mechanism, category, value, author, date, basis, valid_from, valid_to. `value` may be a fraction
    (1/2), a decimal (0.5) or a percentage (50%). Raises InputError naming the row that cannot be used.
    """
    rows = list(csv.DictReader(content.removeprefix("\ufeff").splitlines()))
    if not rows:
        raise InputError("expectations-empty")
    mechanisms = Mechanisms(created_mechanisms(store))
    declared = [_expectation(number, row, mechanisms) for number, row in enumerate(rows, start=2)]
    with store.writing() as writer:
        parameters = {"expectations": [_expectation_row(each) for each in declared]}
        writer.append(replay.EXPECTED, by=by, parameters=parameters)
    return len(declared)


def _expectation(number: int, row: dict[str, str | None], mechanisms: Mechanisms) -> Expectation:
    cells = {name: (value or "").strip() for name, value in row.items() if name}
    try:
        category = taxonomy.recognise(cells["category"]).category if cells.get("category") else None
        if cells.get("category") and category is None:
            raise ValueError(cells["category"])
        return Expectation(
            type=GapType(cells["type"]),
            mechanism=mechanisms.code_of(cells["mechanism"]) if cells.get("mechanism") else None,
            category=category,
            value=_value(GapType(cells["type"]), cells["value"]),
            author=cells["author"],
            date=date.fromisoformat(cells["date"]),
            basis=cells["basis"],
            valid_from=date.fromisoformat(cells["valid_from"]) if cells.get("valid_from") else None,
            valid_to=date.fromisoformat(cells["valid_to"]) if cells.get("valid_to") else None,
        )
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise InputError("expectation-unreadable", row=number, reason=str(error)) from None


def _value(kind: GapType, text: str) -> Fraction:
    """A number of activities for absence, a rate for everything else."""
    value = _fraction(text)
    if value < 0 or (kind is not GapType.ABSENCE and value > 1):
        raise ValueError(text)
    return value


def _fraction(text: str) -> Fraction:
    if text.endswith("%"):
        return Fraction(text[:-1].strip()) / 100
    return Fraction(text)


def _expectation_row(expectation: Expectation) -> Row:
    days: dict[str, Any] = expectation.model_dump(mode="json", include={"valid_from", "valid_to"})
    return {
        "type": expectation.type.value,
        "mechanism": expectation.mechanism,
        "category": expectation.category,
        "value": str(expectation.value),
        "author": expectation.author,
        "declared_on": expectation.date.isoformat() if expectation.date else None,
        "basis": expectation.basis,
        **days,
    }
