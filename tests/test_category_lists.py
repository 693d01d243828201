"""Lists of categories of other processes: what a file may say, what keeps it out, and that everything else works on.

The river process of these tests is made up. It has four groups of its own, names one of the Compact's (CSO), counts
guests apart, and calls its farmers "Producers".
"""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from logs import load
from prepared import Copied
from tables import log

from engagement import actions, brought, indicators, reference, summary
from engagement.efforts import OutreachStep
from engagement.errors import BatchConflictError, InvalidLogError, MappingError, StoreError, UnknownNameError
from engagement.exports.lists import categories_csv
from engagement.mapping import Mapping
from engagement.model import CategoryKind, GapType, Selection
from engagement.organisations import ListReceipt
from engagement.store import Store
from engagement.taxonomy import SHIPPED, CategoryList, ListedCategory

RIVER = Selection(list="river")
LIST = """
    list  | list name     | category | kind          | label_en       | label_fr    | synonyms
    river | River process | UPPER    | named         | Upstream users | Usagers     | hill villages; Upper Group
          |               | FARM     |               | Producers      |             | agriculture
          |               | CSO      | named         |                |             | river guardians
          |               | FISH     | named         | Fishers        |             |
          |               | GUEST    | other         | Guests         |             |
          |               | KEEPER   | institutional | River keeper   |             | union
"""
LOG = """
    activity | date       | organisation   | category
    Meeting  | 2026-01-10 | Hill Council   | Hill Villages
    Meeting  | 2026-01-10 | Barley Society | producer
    Meeting  | 2026-01-10 | Guardians      | River guardians
    Meeting  | 2026-01-10 | Basin Office   | River keeper
    Meeting  | 2026-01-10 | Weavers        | Union
    Second   | 2026-02-10 | Hill Council   | UPPER
    Second   | 2026-02-10 | Visitors       | guests
    Second   | 2026-02-10 | Deans          | Academia
    Second   | 2026-02-10 | Mystery        | Wizards
"""


def bring(store: Store, drawing: str | bytes = LIST, *, is_check: bool = False) -> ListReceipt:
    given = log(drawing) if isinstance(drawing, str) else drawing
    return actions.import_categories(store, given, file_name="river.csv", by="tester", is_check=is_check)


def findings(receipt: ListReceipt) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.column, each.code) for each in receipt.problems]


@pytest.fixture
def river(copied: Copied) -> Store:
    """A store with the list and a log of it."""
    return copied(river_and_log)


def river_and_log(store: Store) -> None:
    bring(store)
    load(store, LOG)


# ---- what a file says ---------------------------------------------------------------------------------------------


def test_a_list_is_kept_as_the_file_says_it(store: Store) -> None:
    receipt = bring(store)

    assert (receipt.batch, receipt.kind, receipt.rows_accepted, receipt.added, receipt.problems) == (
        "B0001", "categories", 6, 6, ()
    )  # fmt: skip
    assert brought.category_lists(store) == (
        CategoryList(
            code="river",
            name="River process",
            categories=(
                ListedCategory(
                    category="UPPER",
                    kind=CategoryKind.NAMED,
                    label_en="Upstream users",
                    label_fr="Usagers",
                    synonyms=("hill villages", "Upper Group"),
                ),
                ListedCategory(
                    category="FARM", kind=CategoryKind.NAMED, label_en="Producers", synonyms=("agriculture",)
                ),
                ListedCategory(category="CSO", kind=CategoryKind.NAMED, synonyms=("river guardians",)),
                ListedCategory(category="FISH", kind=CategoryKind.NAMED, label_en="Fishers"),
                ListedCategory(category="GUEST", kind=CategoryKind.OTHER, label_en="Guests"),
                ListedCategory(
                    category="KEEPER", kind=CategoryKind.INSTITUTIONAL, label_en="River keeper", synonyms=("union",)
                ),
            ),
        ),
    )


def test_names_fall_back_to_english_and_shipped_names_stay(store: Store) -> None:
    bring(store)
    known = indicators.taxonomy(store)

    assert [known.label(code, "fr") for code in ("UPPER", "FARM", "CSO")] == ["Usagers", "Producers", "Société civile"]
    assert [known.is_official(code, "fr") for code in ("UPPER", "CSO")] == [False, True]
    assert known.list_name("river", "fr") == "River process"


def test_a_list_may_name_nothing_but_shipped_categories(store: Store) -> None:
    bring(store, "list | category\nforum | CSO\nforum | PRV\nforum | GOV")

    assert indicators.taxonomy(store).expected("forum") == ("CSO", "PRV", "GOV")
    assert indicators.taxonomy(store).kind("GOV", "para44") is CategoryKind.INSTITUTIONAL


FAULTS = [
    ("FARM | named | Producers | ", "category", "listed-code-twice"),
    ("FIELD | bench | Fields | ", "kind", "listed-kind-unknown"),
    ("FIELD | named | | ", "label_en", "listed-label-missing"),
    ("F-1 | named | Fields | ", "category", "listed-code-malformed"),
    ("UNK | named | | ", "category", "listed-code-malformed"),
    ("TAG | named | Tag | ", "category", "listed-code-malformed"),
    (" | named | Fields | ", "category", "listed-code-missing"),
    ("LOC_A | named | | ", "category", "listed-code-part"),
    ("MED | named | Mediators | ", "label_en", "listed-code-taken"),
    ("FIELD | named | Fields | Producer", "synonyms", "listed-term-shared"),
    ("FIELD | named | Civil Society | ", "label_en", "listed-term-shared"),
    ("FIELD | named | Fields | first.last@example.org", "synonyms", "personal-data"),
]


@pytest.mark.parametrize(("row", "column", "code"), FAULTS)
def test_one_faulty_row_keeps_the_whole_list_out(store: Store, row: str, column: str, code: str) -> None:
    drawing = (
        f"list | category | kind | label_en | synonyms\nriver | FARM | named | Producers |\n | CSO | | |\n | {row}"
    )

    checked = bring(store, drawing, is_check=True)
    with pytest.raises(InvalidLogError) as refused:
        bring(store, drawing)

    assert findings(checked) == [(4, column, code)]
    assert refused.value.code == "categories-refused"
    assert store.version == 0


@pytest.mark.parametrize(
    ("drawing", "found"),
    [
        ("category\nCSO", [(2, "list", "listed-list-missing")]),
        ("list | category\npara44 | CSO", [(2, "list", "listed-list-shipped")]),
        ("list | category\nmy list | CSO", [(2, "list", "listed-list-malformed")]),
        ("list | category | kind\nriver | CSO | other\nriver | GOV | institutional", [(2, "kind", "listed-no-groups")]),
        (
            "list | list_name | category\nriver | River | CSO\nriver | Lake | PRV",
            [(3, "list_name", "listed-name-other")],
        ),
    ],
)  # fmt: skip
def test_a_list_that_cannot_stand_is_refused(store: Store, drawing: str, found: list[tuple[int, str, str]]) -> None:
    assert findings(bring(store, drawing, is_check=True)) == found


def test_a_table_without_the_column_of_codes_is_no_list(store: Store) -> None:
    with pytest.raises(MappingError):
        bring(store, "colour | size\nred | 3")


def test_a_word_of_another_list_is_said_and_asked_about_in_logs(store: Store) -> None:
    bring(store)

    second = bring(store, "list | category | label_en\nlake | CROPS | Producers")

    assert findings(second) == [(2, "label_en", "listed-term-elsewhere")]
    assert indicators.taxonomy(store).recognise("producers").candidates == ("CROPS", "FARM")


# ---- logs ---------------------------------------------------------------------------------------------------------


def test_labels_of_a_log_are_those_of_the_list_first(store: Store) -> None:
    bring(store)

    receipt = load(store, LOG)

    assert receipt.labels == {
        "Academia": "ACA", "Hill Villages": "UPPER", "River guardians": "CSO", "River keeper": "KEEPER",
        "UPPER": "UPPER", "Union": "KEEPER", "Wizards": "UNK", "guests": "GUEST", "producer": "FARM",
    }  # fmt: skip


def test_a_list_of_one_store_is_unknown_to_another(store: Store, tmp_path: Path) -> None:
    bring(store)

    with Store.open(tmp_path / "other") as other:
        assert indicators.taxonomy(other) == SHIPPED
        assert load(other, LOG).labels["Hill Villages"] == "UNK"


def test_a_blank_answer_can_be_given_in_the_codes_of_the_list(store: Store) -> None:
    bring(store)

    receipt = load(store, LOG, values={"category": {"Wizards": "FISH"}})

    assert receipt.labels["Wizards"] == "FISH"


def test_a_list_of_participants_may_be_headed_by_the_groups_of_the_list(store: Store) -> None:
    bring(store)
    lines = ["FISHERS", "Pike Society", "Mr. A", "Ms. B", "UPSTREAM USERS", "Hill Council", "Mr. C", "Ms. D"]

    receipt = actions.import_log(
        store,
        "\n".join(lines).encode(),
        file_name="list.csv",
        mapping=Mapping(
            layout="participants", constants={"network": "Network A", "activity": "Meeting", "date": "2026-01-10"}
        ),
        by="test",
    )

    assert receipt.labels == {"FISHERS": "FISH", "UPSTREAM USERS": "UPPER"}


# ---- figures ------------------------------------------------------------------------------------------------------


def test_figures_of_the_list_are_those_of_its_groups(river: Store) -> None:
    found = indicators.indicators(river, RIVER)

    assert {each.category: (each.kind.value, each.organisation_events, each.present) for each in found.categories} == {
        "UPPER": ("named", 2, 2), "FARM": ("named", 1, 1), "CSO": ("named", 1, 1), "FISH": ("named", 0, 0),
        "GUEST": ("other", 1, 1), "ACA": ("other", 1, 1),
        "KEEPER": ("institutional", 2, 1), "GOV": ("institutional", 0, 0), "UNS": ("institutional", 0, 0),
        "IGO": ("institutional", 0, 0), "UNK": ("unclassified", 1, 1),
    }  # fmt: skip
    assert (found.coverage.recorded, found.coverage.expected, found.coverage.upper) == (3, 4, 4)
    assert (found.records.classified, found.records.institutional, found.records.unclassified) == (6, 2, 1)


def test_under_a_list_of_the_compact_the_same_rows_count_as_other(river: Store) -> None:
    found = {each.category: each for each in indicators.indicators(river, Selection()).categories}

    assert {code: found[code].kind.value for code in ("UPPER", "FARM", "CSO", "GUEST", "KEEPER", "ACA")} == {
        "UPPER": "other", "FARM": "other", "CSO": "named", "GUEST": "other", "KEEPER": "institutional", "ACA": "named",
    }  # fmt: skip
    assert "FISH" not in found  # of another process, and nothing recorded


def test_every_read_takes_the_list(river: Store) -> None:
    measures = indicators.measures(river, RIVER)
    shown = indicators.matrix(river, RIVER)
    seats = indicators.seats(river, RIVER)
    behind = indicators.explain(river, RIVER, "UPPER")

    assert [each.category for each in measures.groups] == ["UPPER", "FARM", "CSO", "FISH"]
    assert measures.list == "river"
    assert {cell.row: cell.state.value for cell in shown.cells} == {
        "UPPER": "recorded", "FARM": "recorded", "CSO": "recorded", "FISH": "possible", "GUEST": "recorded",
        "ACA": "recorded",
    }  # fmt: skip
    assert (seats.coverage.recorded, seats.coverage.expected) == (0, 4)
    assert (behind.organisation_events, behind.activities_with) == (2, 2)


def test_gaps_are_those_of_the_list(river: Store) -> None:
    gaps = indicators.gaps(river, RIVER)

    assert {each.category for each in gaps if each.type is GapType.ABSENCE} == {"FISH"}


def test_expectations_marks_outreach_seats_and_organisations_take_its_codes(river: Store) -> None:
    declared = actions.declare_expectations(
        river,
        "type,category,value,author,date,basis\npresence,Producers,1,River office,2026-01-01,statutes",
        by="tester",
    )
    actions.mark_not_expected(
        river, "Network A", "fishers", reason="dry river", said_by="River office", on=date(2026, 1, 1), by="tester"
    )
    actions.record_outreach(
        river, "Network A", "FISH", "Weavers", step=OutreachStep.INVITED, on=date(2026, 1, 2), by="tester"
    )
    roster = actions.import_seats(
        river,
        log("mechanism | organisation | category\nNetwork A | Hill Council | hill villages"),
        file_name="roster.csv",
        by="tester",
    )
    actions.classify(river, "Deans", "FARM", valid_from=None, by="tester", reason="it grows barley")

    gaps = indicators.gaps(river, RIVER)
    producers = [(each.recorded, each.expected) for each in gaps if each.category == "FARM" and each.type == "presence"]
    assert declared.declared == 1
    assert producers == []  # recorded at both since Deans are of them
    assert "FISH" not in {each.category for each in gaps}
    assert [(each.mechanism, each.category) for each in indicators.outreach(river, RIVER)] == [("Network A", "FISH")]
    assert roster.problems == ()
    assert indicators.seats(river, RIVER).coverage.recorded == 1


def test_a_summary_names_the_list_and_its_groups(river: Store) -> None:
    said = summary.inclusion_summary(river, RIVER, "fr").model_dump_json()

    assert [word in said for word in ("River process", "Usagers", "Producers", "Fishers")] == [True] * 4


def test_a_list_that_is_not_there_is_a_typed_error_that_names_those_there_are(river: Store) -> None:
    for read in (indicators.indicators, indicators.gaps, indicators.activities, indicators.matrix):
        with pytest.raises(UnknownNameError) as refused:
            read(river, Selection(list="lake"))
        assert str(refused.value) == "There is no list “lake”. The lists are: para44, para15j, seed, river."


# ---- lists come and go --------------------------------------------------------------------------------------------


def test_a_list_says_nothing_new_the_second_time(store: Store) -> None:
    bring(store)

    again = bring(store)

    assert (again.already_imported, again.rows_unchanged, store.version) == (True, 6, 1)


def test_undone_a_list_is_gone_and_the_one_before_is_back(store: Store) -> None:
    bring(store)
    bring(store, "list | list_name | category\nriver | Rivers | CSO")

    assert indicators.taxonomy(store).expected("river") == ("CSO",)
    actions.undo_batch(store, "B0002", by="tester")
    assert indicators.taxonomy(store).expected("river") == ("UPPER", "FARM", "CSO", "FISH")
    actions.undo_batch(store, "B0001", by="tester")
    assert indicators.taxonomy(store) == SHIPPED


def test_a_list_whose_categories_are_in_use_is_not_taken_back(river: Store) -> None:
    with pytest.raises(BatchConflictError) as refused:
        actions.undo_batch(river, "B0001", by="tester")

    assert refused.value.categories == "FARM, GUEST, KEEPER, UPPER"
    actions.undo_batch(river, "B0002", by="tester")
    actions.undo_batch(river, "B0001", by="tester")
    assert indicators.taxonomy(river) == SHIPPED


def test_a_new_version_leaves_out_no_category_that_is_in_use(river: Store) -> None:
    shorter = "list | category | label_en\nriver | UPPER | Upstream users\nriver | CSO |\nriver | FARM | Producers"

    found = bring(river, shorter, is_check=True)

    assert [(each.row, each.code, each.value) for each in found.problems] == [
        (2, "listed-code-used", "GUEST"), (2, "listed-code-used", "KEEPER")
    ]  # fmt: skip


def test_an_import_that_comes_back_does_not_bring_categories_nobody_knows(river: Store) -> None:
    plain = "activity,date,organisation,category,network\nMeeting,2026-01-10,Hill Council,Academia,Network A\n"
    actions.import_log(river, plain.encode(), file_name="log.csv", mapping=Mapping(), by="tester", replaces="B0002")
    actions.undo_batch(river, "B0001", by="tester")

    with pytest.raises(StoreError):
        actions.undo_batch(river, "B0003", by="tester")

    assert river.broken_invariants() == []
    assert [each.category for each in indicators.indicators(river, Selection()).categories if each.rows] == ["ACA"]


def test_the_journal_alone_brings_lists_and_rows_back(river: Store, tmp_path: Path) -> None:
    before = indicators.indicators(river, RIVER)
    river.close()
    (tmp_path / "store" / "index.duckdb").unlink()

    with Store.open(tmp_path / "store") as again:
        assert indicators.indicators(again, RIVER) == before
        assert again.broken_invariants() == []


def test_a_list_goes_out_as_it_came(store: Store) -> None:
    bring(store)
    (listed,) = brought.category_lists(store)

    again = bring(store, categories_csv(listed))

    assert (again.already_imported, again.problems) == (True, ())


# ---- the examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "groups"),
    [
        (
            "unfccc-constituencies",
            "unfccc",
            ("BINGO", "ENGO", "FARMERS", "IPO", "LGMA", "RINGO", "TUNGO", "WOMEN", "YOUNGO"),
        ),
        ("eiti-group", "eiti", ("GOV", "COMPANIES", "CSO")),
    ],
)
def test_the_examples_are_lists_that_stand(store: Store, name: str, code: str, groups: tuple[str, ...]) -> None:
    receipt = bring(store, (reference.folder() / "example_lists" / f"{name}.csv").read_bytes())

    assert receipt.problems == ()
    assert indicators.taxonomy(store).expected(code) == groups


def test_constituencies_are_themselves_where_the_list_is_brought(store: Store) -> None:
    bring(store, (reference.folder() / "example_lists" / "unfccc-constituencies.csv").read_bytes())
    known = indicators.taxonomy(store)
    labels = ("Constituency - Environmental", "Constituency - Youth", "Constituency - Others", "YOUNGO", "Party", "IGO")

    assert [known.recognise(each).category for each in labels] == ["ENGO", "YOUNGO", "OTH", "YOUNGO", "GOV", "IGO"]
    assert SHIPPED.recognise("Constituency - Environmental").category == "CSO"


def test_shares_of_the_list_add_up_with_what_other_lists_name(river: Store) -> None:
    load(river, [{"activity": f"Round {n}", "organisation": "Pike Society", "category": "fishers"} for n in range(6)])
    found = indicators.indicators(river, RIVER)

    assert sum(each.share for each in found.categories if each.share is not None) == Fraction(1)
