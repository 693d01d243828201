"""What stands behind the Upload page: where drafts wait, work beside the page, and corrections made by hand."""

from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import upload_shelf
from dashboard.upload_corrections import apply, corrected, edit, edited, refused_row, untouched_errors, withdraw
from dashboard.upload_draft import Draft, counted
from dashboard.upload_shelf import MAX_BYTES, MAX_DRAFTS, MAX_SECONDS, Shelf
from engagement import actions
from engagement.batches import Receipt
from engagement.errors import UnreadableFileError
from engagement.files.readers import read
from engagement.files.sheet import BadCell, Sheet
from engagement.mapping import Mapping
from engagement.progress import Progress, Step
from engagement.settings import Settings
from engagement.store import Store

LOG = b"""Activity,Date,Network,Organisation,Category,People
Hearing,2024-05-02,Network A,Friends,Civil society,12

Hearing,tomorrow,Network A,Workers,Trade unions,3
Hearing,2024-05-02,Network A,City,Local authorities
"""


# ---- where drafts wait --------------------------------------------------------------------------------------------


@dataclass
class Thing:
    size: int = 1
    is_gone: bool = False

    def let_go(self) -> None:
        self.is_gone = True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_draft_is_found_by_its_name_and_by_no_other() -> None:
    shelf, thing = Shelf(), Thing()

    name = shelf.put(thing)

    assert (shelf.get(name) is thing, shelf.get("guessed"), len(name) >= 20) == (True, None, True)


def test_a_draft_nobody_looks_at_is_let_go_after_two_hours() -> None:
    clock = Clock()
    shelf, left, visited = Shelf(clock), Thing(), Thing()
    names = shelf.put(left), shelf.put(visited)

    clock.now = MAX_SECONDS - 1
    shelf.get(names[1])
    clock.now = MAX_SECONDS + 1

    assert ([shelf.get(name) is not None for name in names], left.is_gone, visited.is_gone) == (
        [False, True],
        True,
        False,
    )


def test_too_many_drafts_push_out_the_one_that_waited_longest() -> None:
    clock = Clock()
    shelf = Shelf(clock)
    names = []
    for clock.now in range(MAX_DRAFTS + 1):
        names.append(shelf.put(Thing()))

    assert [shelf.get(name) is None for name in names] == [True, *[False] * MAX_DRAFTS]


def test_too_many_bytes_push_out_the_one_that_waited_longest_but_never_the_one_just_put() -> None:
    clock = Clock()
    shelf, first = Shelf(clock), Thing(size=MAX_BYTES // 2)
    shelf.put(first)
    clock.now = 1

    name = shelf.put(Thing(size=MAX_BYTES + 1))

    assert (first.is_gone, shelf.get(name) is not None) == (True, True)


def test_nothing_of_a_draft_is_left_when_the_shelf_is_cleared() -> None:
    shelf, things = upload_shelf.Shelf(), [Thing(), Thing()]
    for thing in things:
        shelf.put(thing)

    shelf.clear()

    assert all(thing.is_gone for thing in things)


# ---- work beside the page -----------------------------------------------------------------------------------------

RECEIPT = Receipt(
    batch="B0001",
    file="log.csv",
    sha256="",
    sheet=None,
    header_row=1,
    columns={},
    columns_not_stored=(),
    rows_in_file=1,
    rows_read=1,
    rows_accepted=1,
    rows_refused=0,
    rows_duplicate=0,
    rows_blank=0,
    rows_unclassified=0,
    activities=1,
    organisations=1,
    organisations_as_spelled=1,
    labels={},
    problems=(),
    problem_counts={},
)


def test_three_clicks_are_one_recording() -> None:
    go, recorded = Event(), []

    def record(progress: Progress) -> Receipt:
        go.wait(10)
        recorded.append(progress)
        return RECEIPT

    draft = Draft("log.csv", LOG)
    for _ in range(3):
        draft.begin("question", record, is_check=False)
    go.set()
    assert draft.work is not None
    assert draft.work.wait(10)
    draft.finish()
    draft.begin("question", record, is_check=False)

    assert (len(recorded), draft.receipt, draft.work, draft.content) == (1, RECEIPT, None, b"")


def test_work_that_is_stopped_leaves_nothing_behind() -> None:
    began = Event()

    def check(progress: Progress) -> Receipt:
        began.set()
        while True:
            progress.reach(Step.ROWS, 1, 10)

    draft = Draft("log.csv", LOG)
    draft.begin("question", check, is_check=True)
    assert began.wait(10)
    assert draft.work is not None
    draft.work.stop()
    draft.work.wait(10)
    draft.finish()

    assert (draft.is_stopped, draft.outcome("question"), draft.receipt, draft.content) == (True, None, None, LOG)


def test_a_mistake_is_remembered_with_the_question_that_led_to_it() -> None:
    def check(progress: Progress) -> Receipt:
        raise UnreadableFileError("file-empty")

    draft = Draft("log.csv", LOG)
    draft.begin("question", check, is_check=True)
    assert draft.work is not None
    assert draft.work.wait(10)
    draft.finish()

    assert (str(draft.outcome("question")), draft.outcome("another")) == (
        "The file is empty. Export it again, or choose another file.",
        None,
    )


# ---- corrections --------------------------------------------------------------------------------------------------


def checked(draft: Draft, store: Store) -> Receipt:
    return actions.import_log(
        store, draft.given, file_name="log.csv", mapping=draft.mapping(), by="tester", is_check=True
    )


def test_corrections_go_through_the_same_door_and_keep_every_row_in_its_place(tmp_path: Path) -> None:
    draft = Draft("log.csv", LOG)
    with Store.open(tmp_path) as store:
        before = checked(draft, store)
        _, found = actions.refused_rows(store, draft.given, mapping=draft.mapping())
        rows = [refused_row(draft, *each) for each in found]
        for row in rows:
            if "Date" in row.titles:
                edit(draft, row, "Date", "2024-05-03")
        apply(draft)
        after = checked(draft, store)

    assert [(row.number, row.titles) for row in rows] == [(4, ("Date",)), (5, tuple(draft.header()))]
    assert (after.rows_accepted, after.rows_refused) == (before.rows_accepted + len(rows), 0)
    assert (after.rows_in_file, after.rows_blank) == (before.rows_in_file, before.rows_blank)
    assert (draft.content, draft.corrected_rows) == (LOG, len(rows))


def test_corrections_taken_back_leave_the_file_as_it_was(tmp_path: Path) -> None:
    draft = Draft("log.csv", LOG)
    with Store.open(tmp_path) as store:
        before = checked(draft, store)
        _, found = actions.refused_rows(store, draft.given, mapping=draft.mapping())
        edit(draft, refused_row(draft, *found[0]), "Date", "2024-05-03")
        apply(draft)
        withdraw(draft)

        assert (draft.given, checked(draft, store).rows_refused) == (LOG, before.rows_refused)


def test_writing_what_stood_there_before_is_no_correction() -> None:
    draft = Draft("log.csv", LOG)
    row = refused_row(draft, 4, draft.laid().sheet.rows[1][1], ())

    edit(draft, row, "Date", "2024-05-03")
    said = edited(draft, row, "Date")
    edit(draft, row, "Date", "tomorrow")

    assert (said, draft.edits) == ("2024-05-03", {})


CELLS = st.text(alphabet=st.sampled_from("ab,;\"'=+-@ é\n|\t"), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_a_corrected_sheet_reads_back_as_the_very_same_cells(rows: list[tuple[str, str, str]]) -> None:
    kept = [(number, cells) for number, cells in enumerate(rows, start=3) if any(cell.strip() for cell in cells)]
    sheet = Sheet(name=None, header_row=2, header=("One", "Two", "Three"), rows=tuple(kept))
    if not kept:
        return

    found = read(corrected(sheet, {}), sheet=None, header_row=2, encoding="utf-8", limits=Settings())

    assert (found.header, tuple(found.rows)) == (sheet.header, sheet.rows)


def test_rows_that_share_a_number_are_written_one_after_the_other() -> None:
    sheet = Sheet(name=None, header_row=5, header=("Organisation", "Mark"), rows=((6, ("A", "x")), (6, ("A", "?"))))

    found = corrected(sheet, {(6, ("A", "?")): {"Mark": "x"}})

    assert found == b"Organisation,Mark\r\nA,x\r\nA,x\r\n"


def test_an_error_cell_that_nobody_put_right_is_named_by_its_address() -> None:
    draft = Draft("log.csv", LOG)
    laid = draft.laid()
    bad = BadCell(row=2, position=3, code="cell-error", value="#REF!")
    sheet = Sheet(**{**vars(laid.sheet), "bad_cells": (bad,)})
    draft._laid = (draft._reading(), type(laid)(**{**vars(laid), "sheet": sheet}))

    before = untouched_errors(draft)
    edit(draft, refused_row(draft, 2, sheet.rows[0][1], ()), "Organisation", "Friends of A")

    assert (before, untouched_errors(draft)) == (("D2",), ())


# ---- counting -----------------------------------------------------------------------------------------------------


def test_values_are_counted_under_each_header_and_blank_ones_are_none() -> None:
    rows = ((2, ("a", "")), (3, ("a", " ")), (4, ("b", "x")), (5, ("too short",)))
    sheet = Sheet(name=None, header_row=1, header=("One", "Two"), rows=rows)

    assert {title: dict(found) for title, found in counted(sheet).items()} == {"One": {"a": 2, "b": 1}, "Two": {"x": 1}}


def test_a_draft_answers_with_a_mapping_of_all_columns() -> None:
    draft = Draft("log.csv", LOG)

    assert draft.mapping() == Mapping(
        columns={
            "Activity": "activity",
            "Date": "date",
            "Network": "network",
            "Organisation": "organisation",
            "Category": "category",
            "People": "people",
        }
    )


@pytest.mark.parametrize("wanted", ["activity", "network"])
def test_what_holds_for_the_whole_file_counts_only_where_no_column_says_it(wanted: str) -> None:
    draft = Draft("log.csv", LOG)
    draft.constants[wanted] = "Said once"

    with_column = draft.mapping().constants
    draft.columns[wanted.capitalize()] = ""

    assert (with_column, draft.mapping().constants) == ({}, {wanted: "Said once"})
