"""A coordinator's own list comes in with a receipt, says what it changed, and goes out as it came."""

import csv
import io
from datetime import date

import pytest
from prepared import Copied
from tables import log

from engagement import actions, indicators
from engagement.errors import InvalidLogError
from engagement.exports.lists import mechanisms_csv, organisations_csv
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.organisations import ListReceipt, Verdict
from engagement.store import Store

ALL = Selection()
LIST = """
    name         | acronym | aliases                | name_fr       | category | country | members | notes
    Blue Union   | BU      | Blue Workers; BU Coast | Union bleue   | TUN      | Tchad   | 12      | founded 1990
    Lake College |         |                        | Collège du lac | ACA     |         |         |
"""
LOG = """
    date       | activity | network | organisation | category
    2024-03-04 | Hearing  | Coast   | Blue Workers | NGO
    2024-03-04 | Hearing  | Coast   | Union bleue  |
    2024-05-06 | Workshop | Coast   | BU Coast     | NGO
"""


def content(drawing: str) -> bytes:
    rows = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


def listed(store: Store, drawing: str | bytes, **further: bool) -> ListReceipt:
    given = content(drawing) if isinstance(drawing, str) else drawing
    return actions.import_organisations(store, given, file_name="list.csv", by="tester", **further)


def taken_part(store: Store) -> list[tuple[str, tuple[str, ...], int]]:
    return [(each.name, each.categories, each.activities) for each in indicators.organisations(store, ALL)]


@pytest.fixture
def filled(copied: Copied) -> Store:
    return copied(log_recorded)


def log_recorded(store: Store) -> None:
    actions.import_log(store, log(LOG), file_name="log.csv", mapping=Mapping(), by="tester")


def test_a_list_makes_of_many_names_one_organisation_of_one_category(filled: Store) -> None:
    assert len(taken_part(filled)) == 3

    receipt = listed(filled, LIST)

    assert (receipt.batch, receipt.kind, receipt.added, receipt.changed, receipt.rows_refused) == (
        *("B0002", "organisations", 2, 0, 0),
    )
    assert taken_part(filled) == [("Blue Union", ("TUN",), 2)]
    page = indicators.organisation(filled, "bu")
    assert (page.name, page.country, page.members, page.notes, page.is_declared) == (
        *("Blue Union", "TD", 12, "founded 1990", True),
    )
    assert {name.name for name in page.names} == {"Blue Union", "Blue Workers", "BU Coast", "Union bleue"}


def test_an_undone_list_leaves_no_trace_in_any_figure(filled: Store) -> None:
    before = (taken_part(filled), indicators.indicators(filled, ALL).categories)
    listed(filled, LIST)

    undone = actions.undo_batch(filled, "B0002", by="tester")

    assert (undone.batch, undone.rows) == ("B0002", 2)
    assert (taken_part(filled), indicators.indicators(filled, ALL).categories) == before
    assert [each.undone_at is not None for each in indicators.batches(filled)] == [True, False]


def test_a_check_says_the_same_and_writes_nothing(filled: Store) -> None:
    version = filled.version
    checked = listed(filled, LIST, is_check=True)
    assert filled.version == version

    assert listed(filled, LIST) == checked.model_copy(update={"batch": "B0002"})


def test_the_same_list_again_changes_nothing(filled: Store) -> None:
    listed(filled, LIST)
    again = listed(filled, LIST)

    assert (again.batch, again.already_imported, again.rows_unchanged, filled.version) == (None, True, 2, 2)


def test_what_goes_out_comes_in_again_and_changes_nothing(filled: Store) -> None:
    listed(filled, LIST)
    out = organisations_csv(indicators.listed_organisations(filled))

    again = listed(filled, out)

    assert (again.added, again.changed, again.rows_unchanged, again.problems) == (0, 0, 2, ())


def test_a_later_list_adds_to_what_an_earlier_one_says(filled: Store) -> None:
    listed(filled, LIST)
    receipt = listed(filled, "name | country | notes\nBLUE UNION | | moved in 2025")

    assert (receipt.added, receipt.changed) == (0, 1)
    page = indicators.organisation(filled, "Blue Union")
    assert (page.country, page.notes, page.members) == ("TD", "moved in 2025", 12)

    actions.undo_batch(filled, "B0003", by="tester")
    assert indicators.organisation(filled, "Blue Union").notes == "founded 1990"


def test_a_changed_category_holds_from_its_day_on(filled: Store) -> None:
    listed(filled, LIST)
    listed(filled, "name | category | classified_on\nBlue Union | CSO | 2024-05-01")

    counted = {each.category: each.organisation_events for each in indicators.indicators(filled, ALL).categories}
    assert (counted["TUN"], counted["CSO"]) == (1, 1)
    assert [
        (each.category, each.valid_from) for each in indicators.organisation(filled, "Blue Union").classifications
    ] == [
        ("CSO", date(2024, 5, 1)),
        ("TUN", None),
    ]


def test_a_name_that_two_organisations_claim_is_refused_and_both_are_named(filled: Store) -> None:
    listed(filled, LIST)
    with pytest.raises(InvalidLogError) as caught:
        listed(filled, "name | aliases\nHill School | Blue Workers")
    assert caught.value.code == "list-all-refused"

    checked = listed(filled, "name | aliases\nHill School | Blue Workers", is_check=True)
    assert [each.code for each in checked.problems] == ["alias-taken"]
    assert "Blue Union" in checked.problems[0].params.values()


def test_a_list_of_mechanisms_names_what_logs_have_brought(filled: Store) -> None:
    receipt = actions.import_mechanisms(
        filled,
        content(
            """
            code      | kind          | name_en          | name_fr        | parent | region | reporting_expected
            Coast     | network       | Coast Network    | Réseau Côte    |        | ECA    | yes
            Coast/Sea | working_group | Sea Group        | Groupe de la mer | Coast |      | no
            """
        ),
        file_name="groups.csv",
        by="tester",
    )

    assert (receipt.kind, receipt.rows_accepted, receipt.rows_refused) == ("mechanisms", 2, 0)
    named = {each.code: (each.name, each.parent) for each in indicators.all_mechanisms(filled, "fr")}
    assert (named["Coast"], named["Coast/Sea"]) == (("Réseau Côte", None), ("Groupe de la mer", "Coast"))
    again = actions.import_mechanisms(
        filled, mechanisms_csv(indicators.listed_mechanisms(filled)), file_name="again.csv", by="tester"
    )
    assert (again.added, again.changed, again.problems) == (0, 0, ())

    actions.undo_batch(filled, "B0002", by="tester")
    assert [each.name for each in indicators.created_mechanisms(filled)] == ["Coast"]


def test_an_alias_of_the_list_is_known_to_the_next_log(store: Store) -> None:
    listed(store, LIST)
    receipt = actions.import_log(store, log(LOG), file_name="log.csv", mapping=Mapping(), by="tester")

    assert (receipt.names.known, receipt.names.new) == (3, 0)


def test_who_says_so_can_change_without_the_category(filled: Store) -> None:
    listed(filled, LIST)
    said = "name | category | classified_by\nBlue Union | TUN | organisation"

    assert (listed(filled, said).changed, listed(filled, said).changed) == (1, 0)
    assert indicators.organisation(filled, "Blue Union").classifications[0].classified_by == "organisation"


def test_the_same_list_may_come_again_after_another(filled: Store) -> None:
    listed(filled, LIST)
    listed(filled, "name | notes\nBlue Union | moved")

    again = listed(filled, LIST)
    assert (again.batch, again.changed) == ("B0004", 1)
    assert indicators.organisation(filled, "Blue Union").notes == "founded 1990"


def test_a_list_that_says_nothing_new_beside_a_refused_row_is_not_all_refused(filled: Store) -> None:
    listed(filled, LIST)
    receipt = listed(filled, "name | aliases | verified_on\nBlue Union | | \nHill School | Blue Workers |")

    assert (receipt.batch, receipt.rows_unchanged, receipt.rows_refused, receipt.already_imported) == (
        None,
        1,
        1,
        False,
    )


def test_of_two_declared_organisations_that_are_one_both_names_go_out(filled: Store) -> None:
    listed(filled, "name | category\nBlue Union | TUN\nHarbour Staff | TUN")
    actions.merge(filled, "Blue Union", "Harbour Staff", by="tester", note="")

    (one,) = indicators.listed_organisations(filled)
    assert {one.name, *one.aliases} == {"Blue Union", "Harbour Staff"}
    assert listed(filled, organisations_csv([one])).already_imported


# ---- what a list may not join -------------------------------------------------------------------------------------

THREE = """
    date       | activity | network | organisation | category
    2024-03-04 | Hearing  | Coast   | Xylo Group   | NGO
    2024-03-04 | Hearing  | Coast   | Yarrow Trust | academia
    2024-03-04 | Hearing  | Coast   | Zebra Union  |
    2024-03-04 | Hearing  | Coast   | CAPE         | NGO
    2024-03-04 | Hearing  | Coast   | {twin}       | NGO
""".replace("{twin}", "\u0421\u0410\u0420\u0415")


@pytest.fixture
def three(copied: Copied) -> Store:
    return copied(three_recorded)


def three_recorded(store: Store) -> None:
    actions.import_log(store, log(THREE), file_name="log.csv", mapping=Mapping(), by="tester")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Xylo Group,Zebra Union,", "alias-apart"),
        ("Xylo Group,Yarrow Trust,", "alias-categories"),
        ("CAPE,\u0421\u0410\u0420\u0415,", "alias-lookalike"),
    ],
)
def test_a_list_may_not_join_what_a_verdict_may_not(three: Store, row: str, code: str) -> None:
    actions.judge(three, [("Xylo Group", "Zebra Union", Verdict.DIFFERENT)], by="tester")
    content = f"name,aliases,category\n{row}\nOdd Fellows,,NGO\n".encode()

    receipt = listed(three, content)

    assert ([each.code for each in receipt.problems], receipt.rows_refused, receipt.added) == ([code], 1, 1)
    assert len(taken_part(three)) == 5
    actions.merge(three, "Zebra Union", "Odd Fellows", by="tester", note="")  # nothing else is kept from being judged


def test_a_list_that_says_which_category_stands_joins_the_two(three: Store) -> None:
    receipt = listed(three, b"name,aliases,category\nXylo Group,Yarrow Trust,NGO\n")

    assert (receipt.problems, len(taken_part(three))) == ((), 4)


def test_a_word_of_a_person_on_a_category_is_not_replaced_for_the_time_before(three: Store) -> None:
    actions.classify(three, "Xylo Group", "MDO", valid_from=date(2024, 1, 1), by="tester", reason="their statutes")
    listed(three, b"name,category,classified_on\nXylo Group,academia,2025-01-01\n")

    said = indicators.organisation(three, "Xylo Group").classifications
    assert [(each.category, each.valid_from) for each in said] == [("ACA", date(2025, 1, 1)), ("MDO", date(2024, 1, 1))]


def test_an_alias_of_a_list_can_be_taken_back(three: Store) -> None:
    listed(three, b"name,aliases\nXylo Group,Zebra Union\n")
    assert len(taken_part(three)) == 4

    actions.unmerge(three, "Xylo Group", "Zebra Union", by="tester")
    assert len(taken_part(three)) == 5
    actions.judge(three, [("Xylo Group", "Zebra Union", Verdict.DIFFERENT)], by="tester")
