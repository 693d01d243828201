"""What an import did: its receipt, the batch the store remembers, how a corrected file differs, what undo took back."""

from datetime import datetime
from enum import StrEnum

from engagement.errors import BatchNotFoundError
from engagement.model import Problem, Value


class Change(StrEnum):
    """What became of a row between two versions of a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Difference(Value):
    """A row that is not the same in a corrected file. `row` is its number there, `earlier_row` in the file before."""

    change: Change
    row: int | None
    earlier_row: int | None


class NameMatch(Value):
    """A name of a log and the known name that it is, or may be. `reasons` are codes of engagement.matching."""

    name: str
    known: str
    score: float
    reasons: tuple[str, ...]


class NamesFound(Value):
    """The distinct names of a log: known + matched_names + suggested_names + new. `is_compared_later`: too many."""

    known: int = 0
    matched: tuple[NameMatch, ...] = ()
    matched_names: int = 0
    suggested: tuple[NameMatch, ...] = ()  # the first of them
    suggested_names: int = 0
    new: int = 0
    is_compared_later: bool = False


class Receipt(Value):
    """What an import did, or would do.

    Always: rows_in_file = rows_accepted + rows_refused + rows_duplicate + rows_blank, and rows_read is without the
    blank ones. In a sheet that marks who was there, a row is a mark, and those marked absent count as blank.
    `problems` lists at most some thousands of each kind; `problem_counts` counts all.
    """

    batch: str | None
    file: str
    sha256: str
    sheet: str | None
    header_row: int
    layout: str = "plain"
    columns: dict[str, str]
    constants: dict[str, str] = {}  # said for the whole file by the sheet itself
    columns_not_stored: tuple[str, ...]
    rows_in_file: int
    rows_read: int
    rows_accepted: int
    rows_refused: int
    rows_duplicate: int
    rows_blank: int
    rows_corrected: int = 0  # of those read, mended by hand before the import
    rows_unclassified: int
    activities: int
    organisations: int
    organisations_as_spelled: int
    labels: dict[str, str]
    names: NamesFound = NamesFound()
    problems: tuple[Problem, ...]
    problem_counts: dict[str, int]
    copies_of: dict[str, int] = {}  # rows set aside because they stand in these batches
    overlaps: dict[str, int] = {}  # most rows are of organisations at activities that these batches have: a correction?
    replaces: str | None = None
    added: int | None = None  # against the batch it replaces
    changed: int | None = None
    removed: int | None = None
    differences: tuple[Difference, ...] = ()
    set_aside: dict[str, int] = {}  # rows of later batches that were left out because they stood in the one replaced
    already_imported: bool = False


class HeadCount(Value):
    """How many came, as a person writes it down by hand: text, judged like the cells of a sheet. Blank: not known."""

    category: str = ""
    organisation: str = ""
    people: str = ""
    women: str = ""
    men: str = ""
    other_gender: str = ""
    youth: str = ""


class HandRecord(Value):
    """A meeting that never had a sheet, as a person writes it down by hand."""

    activity: str
    date: str
    network: str = ""
    working_group: str = ""
    place: str = ""
    mode: str = ""
    activity_type: str = ""
    open_to_stakeholders: str = ""
    head_counts: tuple[HeadCount, ...]


class Undone(Value):
    """What taking a batch back did. `restored` is the batch whose place it had taken. `set_aside` are rows of later
    batches that were left out because they stood in this one: they are not recorded now, until their file is imported
    again."""

    batch: str
    rows: int
    restored: str | None = None
    set_aside: dict[str, int]


class Batch(Value):
    """One import, as the store remembers it."""

    batch: str
    file: str
    sha256: str
    sheet: str | None
    imported_by: str
    imported_at: datetime
    rows_read: int
    rows_accepted: int
    rows_refused: int
    rows_duplicate: int
    rows_corrected: int
    rows_unclassified: int
    replaces: str | None = None
    is_illustrative: bool
    undone_at: datetime | None


def batch_name(number: int) -> str:
    """How a batch is called: B0007."""
    return f"B{number:04d}"


def batch_number(name: str) -> int:
    """The number in a batch's name. Raises BatchNotFoundError."""
    digits = name.strip().upper().removeprefix("B")
    if not digits.isdecimal():
        raise BatchNotFoundError("batch-unknown", batch=name)
    return int(digits)
