"""A file comes again: the same, corrected, or overlapping another. Nothing is counted twice, nothing is lost."""

import csv
import io
from typing import Any

import pytest
from tables import log

from engagement import actions, indicators
from engagement.batches import Change, Receipt
from engagement.errors import BatchConflictError, BatchNotFoundError, MappingError
from engagement.exports.refused import refused_rows
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Store

MAY = """
    date       | activity | network | organisation | category    | people
    2024-05-06 | Hearing  | Coast   | Blue Union   | trade union | 4
    2024-05-06 | Hearing  | Coast   | Lake College | academia    | 2
    2024-05-07 | Workshop | Coast   | Lake College | academia    | 3
"""


def imported(store: Store, drawing: str, name: str = "may.csv", **options: Any) -> Receipt:
    mapping = options.pop("mapping", Mapping())
    return actions.import_log(store, log(drawing), file_name=name, mapping=mapping, by="tester", **options)


def figures(store: Store) -> Any:
    """Everything the store says of its record, but for when it was written."""
    said = indicators.indicators(store, Selection()).model_dump(exclude={"data_as_of", "last_batch"})
    return said, indicators.matrix(store, Selection()).model_dump(), indicators.organisations(store, Selection())


def index(store: Store) -> list[Any]:
    """A hash of every row of the index that is not about imports themselves."""
    tables = ("activity", "fact", "spelling", "mechanism")
    return [
        store.rows(f"select sum(hash(row)) as hash, count(*) as n from engagement.{name} as row") for name in tables
    ]


# ---- the same file, another file ----


def test_undo_takes_every_figure_back_bit_for_bit(store: Store) -> None:
    imported(store, MAY)
    before = figures(store), index(store)
    imported(store, MAY.replace("2024-05", "2024-06"), "june.csv")
    assert index(store) != before[1]

    actions.undo_batch(store, "B0002", by="tester")

    assert (figures(store), index(store)) == before


def test_rows_that_stand_in_another_upload_are_set_aside_and_named(store: Store) -> None:
    imported(store, MAY)
    receipt = imported(store, MAY + "2024-05-08 | Review | Coast | Odd Fellows | academia | 1\n", "may-2.csv")

    assert (receipt.rows_accepted, receipt.rows_duplicate, receipt.copies_of) == (1, 3, {"B0001": 3})
    assert [(each.row, each.code, each.params) for each in receipt.problems if each.code == "row-copy-store"] == [
        (row, "row-copy-store", {"batch": "B0001"}) for row in (2, 3, 4)
    ]
    assert store.rows("select sum(people)::int as people from engagement.fact") == [{"people": 10}]


def test_undo_says_which_later_rows_had_been_set_aside(store: Store) -> None:
    imported(store, MAY)
    imported(store, MAY + "2024-05-08 | Review | Coast | Odd Fellows | academia | 1\n", "may-2.csv")

    undone = actions.undo_batch(store, "B0001", by="tester")

    assert (undone.batch, undone.rows, undone.set_aside) == ("B0001", 3, {"B0002": 3})


def test_equal_rows_of_persons_without_names_are_set_aside_as_often_as_they_stand_there(store: Store) -> None:
    persons = """
        date       | activity | network | organisation | category    | gender
        2024-05-06 | Hearing  | Coast   | Blue Union   | trade union | woman
        2024-05-06 | Hearing  | Coast   | Blue Union   | trade union | woman
    """
    imported(store, persons)
    receipt = imported(store, persons + "2024-05-06 | Hearing | Coast | Blue Union | trade union | woman\n", "2.csv")

    assert (receipt.rows_accepted, receipt.rows_duplicate, receipt.copies_of) == (1, 2, {"B0001": 2})


def test_a_row_of_an_undone_upload_is_no_copy(store: Store) -> None:
    imported(store, MAY)
    actions.undo_batch(store, "B0001", by="tester")

    assert imported(store, MAY.replace("Odd", "Even"), "again.csv").rows_accepted == 3


# ---- near copies ----

NEAR = """
    date       | activity | network | organisation | category    | people
    2024-05-06 | Hearing  | Coast   | Blue Union   | trade union | 4
    6 May 2024 | HEARING. | coast   | BLUE UNION   | trade union | 4
    2024-05-06 | Hearing  | Coast   | Blue Union   | trade union | 5
"""


def test_near_copies_are_kept_and_said_until_somebody_decides(store: Store) -> None:
    receipt = imported(store, NEAR)

    assert (receipt.rows_accepted, receipt.rows_duplicate) == (3, 0)
    assert [(each.row, each.params) for each in receipt.problems if each.code == "row-near-copy"] == [
        (3, {"first": "2"})
    ]


def test_near_copies_are_set_aside_when_somebody_says_so(store: Store) -> None:
    receipt = imported(store, NEAR, mapping=Mapping(near_copies="set-aside"))

    assert (receipt.rows_accepted, receipt.rows_duplicate) == (2, 1)
    assert receipt.problem_counts["row-near-copy-left"] == 1


# ---- a corrected file ----

CORRECTED = """
    date       | activity | network | organisation | category    | people
    2024-05-06 | Hearing  | Coast   | Blue Union   | trade union | 5
    2024-05-07 | Workshop | Coast   | Lake College | academia    | 3
    2024-05-08 | Review   | Coast   | Odd Fellows  | academia    | 1
    2024-05-09 | Review   | Coast   | Odd Fellows  | academia    | 1
"""


def test_a_corrected_file_is_shown_as_a_difference_before_it_replaces(store: Store) -> None:
    imported(store, MAY)
    before = figures(store), index(store)

    receipt = imported(store, CORRECTED, replaces="B0001", is_check=True)

    assert (receipt.added, receipt.changed, receipt.removed) == (2, 1, 1)
    assert [tuple(each.model_dump().values()) for each in receipt.differences] == [
        (Change.CHANGED, 2, 2),
        (Change.ADDED, 4, None),
        (Change.ADDED, 5, None),
        (Change.REMOVED, None, 3),
    ]
    assert (figures(store), index(store), store.version) == (*before, 1)


def test_a_corrected_file_takes_the_place_of_the_batch_in_one_step(store: Store, tmp_path: Any) -> None:
    imported(store, MAY)
    receipt = imported(store, CORRECTED, replaces="B0001")
    with Store.open(tmp_path / "fresh") as fresh:
        imported(fresh, CORRECTED)
        alone = figures(fresh)

    assert (receipt.batch, receipt.replaces, receipt.rows_accepted, receipt.rows_duplicate) == ("B0002", "B0001", 4, 0)
    assert figures(store) == alone
    assert [(each.batch, each.undone_at is None, each.replaces) for each in indicators.batches(store)] == [
        ("B0002", True, "B0001"),
        ("B0001", False, None),
    ]


def test_a_difference_is_the_same_when_rows_have_moved(store: Store) -> None:
    imported(store, MAY)
    head, *rows = MAY.strip().splitlines()
    moved = "\n".join([head, "2024-05-01 | Start | Coast | Hill School | academia | 9", *reversed(rows)])

    receipt = imported(store, moved, replaces="B0001", is_check=True)

    assert (receipt.added, receipt.changed, receipt.removed) == (1, 0, 0)


def test_two_versions_of_a_log_of_persons_differ_in_the_rows_that_differ(store: Store) -> None:
    """Persons are counted and not kept, and still each of their rows can be told from another."""
    rows = [("2024-05-06", "Hearing", "Coast", f"Body {number % 7}", "academia", "man") for number in range(90)]
    header = ("date", "activity", "network", "organisation", "category", "gender")
    corrected = [(*row[:5], "woman") if number % 3 == 0 and number < 84 else row for number, row in enumerate(rows)]
    first, second = ("\n".join(" | ".join(row) for row in (header, *version)) for version in (rows, corrected))
    imported(store, first)

    receipt = imported(store, second, replaces="B0001", is_check=True)

    assert (receipt.added, receipt.changed, receipt.removed) == (0, 28, 0)


def test_the_same_file_in_place_of_itself_changes_nothing(store: Store) -> None:
    imported(store, MAY)
    receipt = imported(store, MAY, replaces="B0001")

    assert (receipt.already_imported, receipt.batch, store.version) == (True, "B0001", 1)


def test_the_same_file_read_another_way_may_take_the_place_of_itself(store: Store) -> None:
    imported(store, MAY)
    other = Mapping(values={"category": {"academia": "CSO"}})
    with pytest.raises(BatchConflictError):
        imported(store, MAY, mapping=other)

    receipt = imported(store, MAY, mapping=other, replaces="B0001")

    assert (receipt.batch, receipt.added, receipt.changed, receipt.removed) == ("B0002", 0, 2, 0)
    assert store.rows("select distinct category from engagement.fact order by all") == [
        {"category": "CSO"},
        {"category": "TUN"},
    ]


def test_a_corrected_file_whose_rows_all_stand_elsewhere_still_takes_the_place(store: Store) -> None:
    imported(store, MAY)
    imported(store, MAY.replace("2024-05", "2024-06"), "june.csv")

    head, *rows = MAY.strip().splitlines()
    receipt = imported(store, "\n".join([head, *reversed(rows)]), "june.csv", replaces="B0002")

    assert (receipt.batch, receipt.rows_accepted, receipt.rows_duplicate, receipt.copies_of) == (
        "B0003",
        0,
        3,
        {"B0001": 3},
    )
    assert store.rows("select count(*) as n from engagement.fact") == [{"n": 3}]


@pytest.mark.parametrize(("batch", "error"), [("B0009", BatchNotFoundError), ("B0001", BatchConflictError)])
def test_only_a_batch_that_stands_can_be_replaced(store: Store, batch: str, error: type[Exception]) -> None:
    imported(store, MAY)
    actions.undo_batch(store, "B0001", by="tester")

    with pytest.raises(error):
        imported(store, CORRECTED, replaces=batch)


# ---- a check is the import ----


@pytest.mark.parametrize("drawing", [MAY, NEAR, CORRECTED, MAY + "soon | | | | |\n"])
def test_a_check_says_what_the_import_then_does(store: Store, drawing: str) -> None:
    checked = imported(store, drawing, is_check=True)
    assert store.version == 0

    recorded = imported(store, drawing)

    assert checked == recorded.model_copy(update={"batch": None})


# ---- refused rows come back ----


def test_refused_rows_come_back_with_reasons_and_import_once_mended(store: Store) -> None:
    drawing = (
        MAY + "soon | Review | Coast | Odd Fellows | academia | 1\n2024-05-09 | | Coast | Odd Fellows | academia | 1\n"
    )
    receipt = imported(store, drawing)
    assert (receipt.rows_accepted, receipt.rows_refused) == (3, 2)

    header, rows = actions.refused_rows(store, log(drawing), mapping=Mapping())
    back = refused_rows(header, rows, "en").decode("utf-8-sig")

    assert [(number, [each.code for each in problems]) for number, _, problems in rows] == [
        (5, ["date-unreadable"]),
        (6, ["activity-missing"]),
    ]
    said = list(csv.reader(io.StringIO(back)))
    assert (said[0][-1], len(said)) == ("What to mend", 3)
    mended = back.replace("soon", "2024-05-08").replace("2024-05-09,,", "2024-05-09,Review,").encode("utf-8-sig")
    again = actions.import_log(store, mended, file_name="mended.csv", mapping=Mapping(), by="tester")
    assert (again.rows_accepted, again.rows_refused, again.columns_not_stored) == (2, 0, ("What to mend",))


# ---- what a reviewer found ----

NAMELESS = """
    date       | activity | network | organisation | category | note
    2024-05-06 | Hearing  | Coast   | Blue Union   | NGO      | {}
"""


def test_one_row_that_stands_in_two_uploads_is_set_aside_once_for_each(store: Store) -> None:
    first = NAMELESS.format("a")
    imported(store, first, "1.csv")
    imported(store, first + "2024-05-06 | Hearing | Coast | Blue Union | NGO | b\n", "2.csv")
    third = first + "".join(f"2024-05-06 | Hearing | Coast | Blue Union | NGO | {note}\n" for note in "bc")

    receipt = imported(store, third, "3.csv")

    assert (receipt.rows_accepted, receipt.rows_duplicate, receipt.copies_of) == (1, 2, {"B0001": 1, "B0002": 1})


def test_rows_that_mean_something_else_in_another_upload_are_no_copies(store: Store) -> None:
    drawing = "date | activity | network | organisation | sex\n2024 | Hearing | Coast | Blue Union | 1\n"
    gender = {"sex": "gender"}
    imported(store, drawing, "1.csv", mapping=Mapping(columns=gender, values={"gender": {"1": "women"}}))

    other = Mapping(columns=gender, values={"gender": {"1": "men"}})
    receipt = imported(store, drawing + "2024 | Hearing | Coast | Lake College | 1\n", "2.csv", mapping=other)

    assert (receipt.rows_accepted, receipt.rows_duplicate) == (2, 0)


def test_a_file_of_nothing_but_copies_changes_nothing(store: Store) -> None:
    imported(store, MAY)

    checked = imported(store, MAY + "\n", "again.csv", is_check=True)
    recorded = imported(store, MAY + "\n", "again.csv")

    assert checked == recorded
    assert (recorded.already_imported, recorded.batch, recorded.rows_duplicate, store.version) == (True, "B0001", 3, 1)


def test_only_rows_in_other_letters_are_near_copies(store: Store) -> None:
    near = """
        date       | activity | network | organisation | category | note
        2024-05-06 | Hearing  | Coast   | Blue Union   | NGO      | a
        2024-05-06 | Hearing  | Coast   | Blue Union   | NGO      | b
        2024-05-06 | Hearing  | Coast   | BLUE UNION   | NGO      | c
    """
    receipt = imported(store, near, mapping=Mapping(near_copies="set-aside"))

    assert [each.row for each in receipt.problems if each.code == "row-near-copy-left"] == [4]


def test_a_deleted_row_does_not_change_the_rows_after_it(store: Store) -> None:
    imported(store, CORRECTED)
    head, _, second, *rest = CORRECTED.strip().splitlines()
    shorter = "\n".join([head, second, *(line.replace("| 1", "| 2") for line in rest)])

    receipt = imported(store, shorter, replaces="B0001", is_check=True)

    assert (receipt.added, receipt.changed, receipt.removed) == (0, 2, 1)


def test_undoing_a_replacement_gives_the_place_back(store: Store) -> None:
    imported(store, MAY)
    before = figures(store), index(store)
    imported(store, CORRECTED, replaces="B0001")

    undone = actions.undo_batch(store, "B0002", by="tester")

    assert (undone.batch, undone.restored) == ("B0002", "B0001")
    assert (figures(store), index(store), store.broken_invariants()) == (*before, [])
    store.close()
    with Store.open(store.folder) as again:  # also when the index is built anew
        (store.folder / "index.duckdb").unlink()
        assert (figures(again), index(again)) == before


def test_a_replaced_batch_whose_file_came_again_is_not_doubled_by_undo(store: Store) -> None:
    imported(store, MAY)
    imported(store, CORRECTED.replace("2024-05", "2024-07"), replaces="B0001")
    imported(store, MAY)

    with pytest.raises(BatchConflictError) as caught:
        actions.undo_batch(store, "B0002", by="tester")
    assert (caught.value.code, caught.value.again) == ("undo-would-double", "B0003")


def test_replacing_says_which_later_rows_had_been_set_aside(store: Store) -> None:
    imported(store, MAY)
    imported(store, MAY + "2024-05-08 | Review | Coast | Odd Fellows | academia | 1\n", "more.csv")

    receipt = imported(store, CORRECTED, replaces="B0001", is_check=True)

    assert receipt.set_aside == {"B0002": 3}


def test_one_person_counts_once_whatever_their_rows_say(store: Store) -> None:
    people = """
        date       | activity | network | organisation | category | stage    | who
        2024-05-06 | Hearing  | Coast   | Blue Union   | NGO      | attended | Person A
        2024-05-06 | Hearing  | Coast   | Blue Union   | ngo      |          | Person A
        2024-05-06 | Hearing  | Coast   | Blue Union   |          | attended | Person A
    """
    imported(store, people, mapping=Mapping(columns={"who": "person"}))

    assert store.rows("select sum(people)::int as people from engagement.fact") == [{"people": 1}]


# ---- nobody is named in what is kept ----


@pytest.mark.parametrize("name", [f"report_a.b{chr(64)}example.org.csv", "a\udce9.csv"])
def test_a_file_name_is_kept_without_addresses_and_in_letters_that_can_be_written(store: Store, name: str) -> None:
    receipt = imported(store, MAY, name)

    kept = (store.folder / "journal" / "00000001.json").read_text(encoding="utf-8")
    assert (receipt.rows_accepted, f"{chr(64)}example" in kept) == (3, False)


@pytest.mark.parametrize(
    "answers",
    [
        {"constants": {"person": "Person A"}},
        {"constants": {"place": f"ask a.b{chr(64)}example.org"}},
        {"values": {"organisation": {"Blue Union": f"a.b{chr(64)}example.org"}}},
    ],
)
def test_answers_that_name_a_person_are_refused(store: Store, answers: dict[str, Any]) -> None:
    with pytest.raises(MappingError) as caught:
        imported(store, MAY, mapping=Mapping.model_validate(answers))
    assert caught.value.code == "answer-personal"
