"""One sheet on its way into a store: read, judged, accounted for row by row, and recorded.

A check goes the very same way and stops before it is recorded.
"""

import hashlib
import json
import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from engagement import brought, folding, layouts, replay, staging, validation
from engagement.batches import Change, Difference, Receipt, batch_name, batch_number
from engagement.cells import cell as cells
from engagement.cells import names
from engagement.desk import Desk
from engagement.errors import BatchConflictError, BatchNotFoundError, MappingError, StoreError
from engagement.files import readers
from engagement.files.blocks import Given
from engagement.indicators import created_mechanisms
from engagement.layouts.laid import Laid
from engagement.lookups import Lookup
from engagement.mapping import Mapping
from engagement.model import UNCLASSIFIED, Problem
from engagement.naming import Names
from engagement.progress import Progress, Step
from engagement.registry import Mechanisms
from engagement.settings import Settings
from engagement.store import Store, Writer
from engagement.taxonomy import SHIPPED, Taxonomy

_SQL = Path(__file__).parent / "sql"
_COLLECT, _DIFFER = ((_SQL / f"{name}.sql").read_text(encoding="utf-8") for name in ("collect", "difference"))
_MOST_DIFFERENCES = 1_000


class Import:
    """One sheet on its way into a store."""

    def __init__(
        self,
        store: Store,
        given: Given,
        *,
        mapping: Mapping,
        lookup: Lookup | None = None,
        file_name: str = "",
        replaces: str | None = None,
        corrected_rows: int = 0,
        progress: Progress | None = None,
    ) -> None:
        _refuse_addresses(mapping)
        self.store, self.given, self.file_name = store, given, impersonal(file_name)
        self.mapping, self.lookup, self.progress = mapping, lookup, progress or Progress()
        self.corrected_rows = corrected_rows
        self.replaces = standing_batch(store, replaces) if replaces else None
        self.laid = read_sheet(given, mapping, brought.taxonomy(store))
        self.sha256 = sha256_of(given)

    def stage(self, desk: Desk, *, beside_stored: bool = True) -> None:
        """Every row on the desk, read and judged, beside what the store holds already."""
        self.mechanisms = Mechanisms(created_mechanisms(self.store))
        self.staged = staging.stage(
            desk,
            self.laid,
            self.mapping,
            given=self.given,
            mechanisms=self.mechanisms,
            categories=brought.taxonomy(self.store),
            lookup=self.lookup,
            progress=self.progress,
        )
        self.progress.reach(Step.ROWS, self.staged.rows)
        if beside_stored:
            _lay_out_stored(self.store, desk, self.replaces)
        validation.judge(desk, self.staged, self.mapping)
        _note_likenesses(self.store, desk)

    def judged(self, desk: Desk) -> Receipt:
        """What recording the sheet would do."""
        self.stage(desk)
        desk.set(has_gender="gender" in self.staged.columns, has_age="age_band" in self.staged.columns)
        desk.execute(_COLLECT)
        self.progress.reach(Step.NAMES, self.staged.rows)
        self.names = Names(self.store, desk)
        receipt = self._receipt(desk)
        earlier = _earlier_batch(self.store, receipt, self.answers(), self.replaces)
        if earlier:
            return _nothing_new(receipt, earlier)
        stands_elsewhere = receipt.copies_of and receipt.rows_duplicate == receipt.rows_read and not self.replaces
        return _nothing_new(receipt, next(iter(receipt.copies_of))) if stands_elsewhere else receipt

    def answers(self) -> dict[str, Any]:
        """What a person said about how to read the sheet, as the journal keeps it."""
        joined = {name: getattr(self.lookup, name) for name in ("key", "file", "sha256")} if self.lookup else None
        said = self.mapping.model_dump(mode="json")
        said["columns"] = {title: ours for title, ours in said["columns"].items() if not cells.holds_address(title)}
        said["values"] = {
            column: {source: ours for source, ours in given.items() if not cells.holds_address(source)}
            for column, given in said["values"].items()
            if column != "person"
        }
        return {**said, "lookup": joined}

    def _receipt(self, desk: Desk) -> Receipt:
        staged, sheet = self.staged, self.laid.sheet
        left_out = dict.fromkeys(("refused", "duplicate", "absent"), 0)
        left_out |= {row["why"]: row["n"] for row in desk.rows("select why, count(*) as n from left_out group by why")}
        copies = desk.rows("select batch, count(*) as n from copy_of_stored group by batch order by batch")
        blank = staged.blank + left_out["absent"]
        read = staged.rows + len(staged.unread) - left_out["absent"]
        refused = left_out["refused"] + len(staged.unread)
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
            rows_corrected=self.corrected_rows,
            labels={row["label"]: row["category"] for row in desk.rows(_LABELS)},
            names=self.names.found(),
            organisations=self.names.organisations,
            problems=(*self.notes(), *validation.problems(desk, staged)),
            problem_counts=validation.counts(desk, staged, self.notes()),
            copies_of={row["batch"]: row["n"] for row in copies},
            overlaps={row["batch"]: row["n"] for row in desk.rows(_OVERLAPS)},
            replaces=batch_name(self.replaces) if self.replaces else None,
            **desk.rows(_TOTALS, {"unclassified": UNCLASSIFIED})[0],
            **self._difference(desk),
        )
        _refuse_lost_rows(receipt)
        return receipt

    def notes(self) -> tuple[Problem, ...]:
        """What is to be said of the sheet as a whole."""
        chosen = self.mapping.encoding
        letters = (validation.problem(None, None, "encoding-chosen", encoding=chosen),) if chosen else ()
        return (*self.laid.notes, *self.laid.sheet.notes, *letters)

    def _difference(self, desk: Desk) -> dict[str, Any]:
        if self.replaces is None:
            return {}
        desk.set(earlier=str(self.store.recorded(self.replaces, "fact")))
        desk.execute(_DIFFER)
        found = tuple(Difference(**row) for row in desk.rows("from difference order by row, earlier_row"))
        times = Counter(each.change for each in found)
        return {
            **{change.value: times[change] for change in Change},
            "differences": found[:_MOST_DIFFERENCES],
            "set_aside": set_aside_for(self.store, self.replaces),
        }

    def record(self, desk: Desk, writer: Writer, receipt: Receipt, by: str, is_illustrative: bool) -> Receipt:
        """Write the batch; what its receipt says is now so."""
        named = [*self.mechanisms.created, *self.mechanisms.added]
        used = {row["code"] for row in desk.rows(_MECHANISMS)}
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
                "judgement": [{"position": at, **row} for at, row in enumerate(self.names.judgements)],
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
    "rows_corrected",
    "rows_unclassified",
    "problem_counts",
    "copies_of",
}
_MECHANISMS = "select code from mechanism where number in (select mechanism from kept)"
_TOTALS = """
    select count(distinct activity_id) as activities, count(distinct organisation) as organisations_as_spelled,
        count(*) filter (category = $unclassified) as rows_unclassified
    from kept
"""
_LABELS = """
    select spelled.text as label, min(category::varchar) as category
    from (select distinct label, category from kept) as kept join spelled on spelled.key = kept.label
    group by spelled.text order by spelled.text
"""


def read_sheet(given: Given, mapping: Mapping, categories: Taxonomy = SHIPPED) -> Laid:
    """The sheet a mapping speaks of, laid out as rows of a log. Raises UnreadableFileError or MappingError."""
    limits = Settings()
    grid = readers.read_grid(given, sheet=mapping.sheet, encoding=mapping.encoding, limits=limits)
    return layouts.read(
        grid, layout=mapping.layout, header_row=mapping.header_row, limits=limits, categories=categories
    )


def standing_batch(store: Store, batch: str) -> int:
    """The number of a batch that has not been undone."""
    found = store.rows("select undone_at from engagement.batch where batch = $1", [batch_number(batch)])
    if not found:
        raise BatchNotFoundError("batch-unknown", batch=batch)
    if found[0]["undone_at"]:
        raise BatchConflictError("batch-undone", batch=batch)
    return batch_number(batch)


def set_aside_for(store: Store, batch: int) -> dict[str, int]:
    """How many rows of later batches that stand were left out because they stood in this one."""
    later = store.rows(
        "select batch, copies_of from engagement.batch where undone_at is null and batch > $1 order by batch", [batch]
    )
    copies = {batch_name(row["batch"]): json.loads(row["copies_of"]).get(batch_name(batch), 0) for row in later}
    return {name: times for name, times in copies.items() if times}


def _earlier_batch(store: Store, receipt: Receipt, answers: dict[str, Any], replaces: int | None) -> str | None:
    """The batch this very import has already made, if any. Raises BatchConflictError when only the answers differ."""
    found = store.rows(
        """select batch, mapping from engagement.batch
           where undone_at is null and kind = 'log' and sha256 = $1 and sheet is not distinct from $2""",
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
    found = desk.rows("select distinct activity_id as id from log where activity_id is not null")
    batches = store.rows(
        """select distinct batch from engagement.activity
           where activity_id in (select unnest(string_split($ids, ',')::ubigint[]))
               and batch is distinct from $replaces order by batch""",
        {"ids": ",".join(str(row["id"]) for row in found) or None, "replaces": replaces},
    )
    for row in batches:
        earlier = {"batch": batch_name(row["batch"]), "fact": str(store.recorded(row["batch"], "fact"))}
        desk.execute(_STORED, earlier)
        desk.execute(_MET, earlier)


_STORED = """
    insert into stored
    select key, count(*), $batch
    from (select unnest(list_prepend(key, further_keys)) as key from read_parquet($fact)
          where activity_id in (select activity_id from log))
    group by key
"""


_MET = """
    insert into met
    select distinct $batch, activity_id, organisation_id from read_parquet($fact)
    where activity_id in (select activity_id from log) and organisation_id is not null
"""
_OVERLAPS = """
    select batch, count(*) as n from kept join met using (activity_id, organisation_id)
    group by batch having 2 * count(*) >= (select count(*) from kept) order by batch
"""


def _note_likenesses(store: Store, desk: Desk) -> None:
    """Say of names in mixed alphabets which organisation of the store they look like."""
    doubted = desk.rows(
        "select number, value from cell where column_name = 'organisation' and problem = 'name-mixed-script'"
    )
    if not doubted:
        return
    looks = {names.as_it_looks(row["value"]): row["number"] for row in doubted}
    known = {folding.fold(row["text"]): row["text"] for row in store.rows(_ORGANISATIONS)}
    for look, number in looks.items():
        if look in known:
            desk.execute(_LIKENESS, {"number": number, "params": json.dumps({"existing": known[look]})})


_ORGANISATIONS = """
    select distinct text from engagement.spelling where key in (select organisation from engagement.fact)
"""
_LIKENESS = """
    insert into problem
    select min(log.id), 'organisation', 'name-like-existing', $number, $params
    from log join cell on cell.column_name = 'organisation' and cell.value_key = log.organisation
    where cell.number = $number having count(*) > 0
"""


def _refuse_addresses(mapping: Mapping) -> None:
    """Raise MappingError for answers that would put a person into the record."""
    targets = [
        *mapping.constants.items(),
        *((c, ours) for c, given in mapping.values.items() for ours in given.values()),
    ]
    for column, ours in targets:
        if column == "person" or cells.holds_address(ours):
            raise MappingError("answer-personal", column=column)


def impersonal(file_name: str) -> str:
    """A file's name as it may be kept: without addresses, in letters that can be written down."""
    plain = file_name.encode("utf-8", "backslashreplace").decode()
    return re.sub(r"[^\s@/]+@[^\s@/]+", "…", plain)


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


def sha256_of(given: Given) -> str:
    if isinstance(given, bytes):
        return hashlib.sha256(given).hexdigest()
    with given.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
