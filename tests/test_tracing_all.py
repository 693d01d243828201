"""Every figure of a document leads somewhere: to the rows it was counted from, or to what was declared."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from prepared import Prepared, demonstrated

from engagement import actions, indicators, listing
from engagement.document import Column, Document, Entry, Table, Trace
from engagement.efforts import OutreachStep
from engagement.model import Selection
from engagement.store import Store
from engagement.summary.styles import styles
from engagement.summary.tracing import written
from tests.documents import tables
from tests.logs import as_csv, from_text, load

ALL = Selection()
YEAR = Selection(first_day=date(2026, 1, 1), last_day=date(2026, 12, 31))
LOG = """
network | activity | date       | activity_type | organisation | category | role    | level | women | men | log_complete
North   | Forum    | 2025-03-01 | Forum         | Blue Union   | CSO      | speaker | 3     | 20    | 20  | yes
North   | Forum 2  | 2026-03-01 | forum         | Blue Union   | CSO      | chair   | 3     | 20    | 20  | yes
North   | Forum 2  | 2026-03-01 | forum         | Lake College | ACA      |         |       | 20    | 20  | yes
North   | Forum 2  | 2026-03-01 | forum         | Ministry     | GOV      |         |       |       |     | yes
North   | Forum 2  | 2026-03-01 | forum         | Somebody     | ??       |         |       |       |     | yes
South   | Desk     | 2026-05-01 |               | Blue Union   | CSO      |         |       |       |     | no
"""
SEATS = """
network | organisation | category | role
North   | Blue Union   | CSO      | lead
North   | Lake College | ACA      | member
"""
MECHANISMS = [{"code": "SILENT", "kind": "network", "name_en": "Silent Network", "reporting_expected": "yes"}]
EXPECTED = {
    "type": "seat_filled",
    "mechanism": "North",
    "category": "CSO",
    "value": "2",
    "date": "2026-01-12",
    "author": "Secretariat",
    "basis": "Terms of reference",
    "valid_from": "2026-01-01",
    "valid_to": "",
}

NOT_COUNTED = {
    "annex": "it is where figures lead",
    "annex-activities": "it says which activity a number stands for",
}
"""Tables whose numbers lead nowhere, and why."""


def declared(store: Store) -> None:
    """Seats, an expectation, outreach and a network that is to report: what no log says. Entries 2 to 6."""
    actions.import_seats(store, as_csv(from_text(SEATS)), file_name="seats.csv", by="test")
    actions.import_mechanisms(store, as_csv(MECHANISMS), file_name="networks.csv", by="test")
    actions.declare_by_hand(store, EXPECTED, by="test")
    for step, day in ((OutreachStep.INVITED, 2), (OutreachStep.ANSWERED, 9)):
        actions.record_outreach(store, "North", "CSO", "Lake College", step=step, on=date(2026, 6, day), by="test")


def logged(store: Store) -> None:
    load(store, LOG)
    declared(store)


def with_all(store: Store) -> None:
    demonstrated(store)
    load(store, LOG)
    declared(store)


def store_of(make: Callable[[Store], None], prepared: Prepared, folders: pytest.TempPathFactory) -> Iterator[Store]:
    folder = folders.mktemp("traced") / "store"
    prepared.put(make, folder)
    with Store.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def full(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from store_of(with_all, prepared, tmp_path_factory)


@pytest.fixture(scope="module")
def small(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from store_of(logged, prepared, tmp_path_factory)


@pytest.fixture(scope="module")
def document(small: Store) -> Document:
    return written(small, YEAR, "en")


def figures(document: Document) -> Iterator[tuple[Table, str, Column, Entry]]:
    for table in tables(document):
        for code, row in zip(table.row_codes, table.rows, strict=True):
            for column, entry in zip(table.columns, row, strict=True):
                is_cell = table.code == "matrix" and column.code != "group"
                if (column.is_number or is_cell) and entry.value is not None:
                    yield table, code, column, entry


def trace_of(document: Document, table: str, row: str, column: str) -> Trace:
    code = next(
        entry.trace
        for shown, code, of, entry in figures(document)
        if (shown.code, code, of.code) == (table, row, column)
    )
    return next(each for each in document.traces if each.code == code)


@pytest.mark.parametrize("style", styles())
@pytest.mark.parametrize("selection", [ALL, YEAR], ids=["all", "year"])
def test_no_figure_of_a_document_leads_nowhere(full: Store, selection: Selection, style: str) -> None:
    said = written(full, selection, "en", style)
    known = {each.code for each in said.traces}

    shown = [found for found in figures(said) if found[0].code not in NOT_COUNTED]
    untraced = {(table.code, column.code) for table, _, column, entry in shown if entry.trace not in known}

    assert len(shown) > 300
    assert untraced == set()


def test_the_full_document_has_every_table_that_there_is_to_trace(full: Store) -> None:
    codes = {table.code for style in styles() for table, *_ in figures(written(full, ALL, "en", style))}

    assert codes == {
        *("networks", "coverage", "matrix", "gaps", "outreach", "depth", "voice", "reach", "leadership", "rating"),
        *("people-by-gender", "seats", "seats-by-group", "trend", "like", "silent-mechanisms", "silent-activities"),
        *("records", "labels", "organisations", "expectations", "plan", "sources", "annex", "annex-activities"),
    }


@pytest.mark.parametrize("item", ["held", "with_log", "open", "closed", "openness_not_recorded", "in_doubt"])
def test_an_item_of_the_record_names_as_many_activities_as_it_counts(full: Store, item: str) -> None:
    said = written(full, YEAR, "en")
    counted = {code: entry.value for table, code, _, entry in figures(said) if table.code == "records"}

    assert len(trace_of(said, "records", item, "count").activities) == counted[item]


@pytest.mark.parametrize("item", ["classified", "unclassified", "institutional", "level_known"])
def test_an_item_of_the_record_names_the_rows_of_its_organisation_events(document: Document, item: str) -> None:
    rows = {"classified": "3-4, 7", "unclassified": "6", "institutional": "5", "level_known": "3"}
    counted = {code: entry.value for table, code, _, entry in figures(document) if table.code == "records"}

    found = trace_of(document, "records", item, "count")

    assert [each.rows for each in found.files] == [rows[item]]
    assert found.organisation_events == counted[item]


def test_a_label_leads_to_the_rows_that_spell_it_so(document: Document) -> None:
    found = trace_of(document, "labels", "CSO:CSO", "rows")

    assert (found.title, found.organisation_events) == ("Label in the files · CSO · Civil society", 2)
    assert [(each.batch, each.rows) for each in found.files] == [("B0001", "3, 7")]


def test_an_organisation_leads_to_its_rows(small: Store, document: Document) -> None:
    union = next(each for each in indicators.organisations(small, YEAR) if each.name == "Blue Union")

    found = trace_of(document, "organisations", union.id, "activities")

    assert (found.title, [each.rows for each in found.files]) == ("Organisation · Blue Union", ["3, 7"])


def test_like_activities_lead_to_those_of_both_occasions_also_before_the_period(document: Document) -> None:
    titles = {each.activity: each.title for each in document.activities}

    of_group, of_all = (
        next(each for each in document.traces if each.code == code) for code in ("like:CSO", "like:all")
    )

    assert [titles[each] for each in of_group.activities] == ["Forum", "Forum 2"]
    assert ([each.rows for each in of_group.files], of_group.of) == (["2-3"], "like:all")
    assert [titles[each] for each in of_all.activities] == ["Forum", "Forum 2"]
    assert "like:MIG" not in {each.code for each in document.traces}


def test_who_led_leads_to_the_rows_that_say_so(small: Store) -> None:
    said = written(small, YEAR, "en", "unfccc")

    assert [each.rows for each in trace_of(said, "leadership", "CSO", "led").files] == ["3"]


def test_activities_without_a_log_are_named(document: Document) -> None:
    titles = {each.activity: each.title for each in document.activities}

    found = trace_of(document, "silent-activities", "South", "without_log")

    assert ([titles[each] for each in found.activities], found.files) == (["Desk"], ())


def test_a_file_leads_to_all_rows_that_were_taken_from_it(document: Document) -> None:
    assert [(each.rows, each.n) for each in trace_of(document, "sources", "B0001", "rows").files] == [("2-7", 6)]
    assert [each.batch for each in trace_of(document, "sources", "B0002", "rows").entries] == ["B0002"]


def test_what_was_declared_leads_to_the_list_or_the_entry_that_says_it(document: Document) -> None:
    def entries(table: str, row: str, column: str) -> list[tuple[int, str, str | None]]:
        found = trace_of(document, table, row, column)
        assert found.organisation_events is None
        return [(each.entry, each.kind, each.file) for each in found.entries]

    assert entries("gaps", "seat_filled:CSO:North", "expected") == [(4, "expectations-declared", None)]
    assert entries("expectations", "1", "value") == [(4, "expectations-declared", None)]
    assert entries("silent-mechanisms", "SILENT", "held") == [(3, "list-imported", "networks.csv")]
    assert entries("outreach", "CSO:North", "organisations") == [
        (5, "outreach-recorded", None),
        (6, "outreach-recorded", None),
    ]


def test_a_figure_of_seats_leads_to_the_rows_of_the_roster(document: Document) -> None:
    def rows(table: str, row: str, column: str) -> list[tuple[str, str, str]]:
        found = trace_of(document, table, row, column)
        assert (found.organisation_events, found.activities, found.entries) == (None, (), ())
        return [(each.batch, each.file, each.rows) for each in found.files]

    assert rows("seats", "North", "seats") == [("B0002", "seats.csv", "2-3")]
    assert rows("seats-by-group", "CSO", "leads") == [("B0002", "seats.csv", "2")]
    assert rows("gaps", "seat_filled:CSO:North", "recorded") == [("B0002", "seats.csv", "2")]


def test_a_seat_recorded_before_rows_were_kept_leads_to_its_list(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, LOG)
    with monkeypatch.context() as before:
        before.setattr(listing, "_seat", lambda row, as_now=listing._seat: omitted(as_now(row), "row"))
        actions.import_seats(store, as_csv(from_text(SEATS)), file_name="seats.csv", by="test")

    found = trace_of(written(store, ALL, "en"), "seats", "North", "seats")

    assert [(each.entry, each.file) for each in found.entries] == [(2, "seats.csv")]
    assert (found.files, {seat.row for seat in indicators.seats(store, ALL).seats}) == ((), {None})


def omitted(row: dict[str, object], name: str) -> dict[str, object]:
    return {each: said for each, said in row.items() if each != name}


def test_what_the_tool_expects_was_declared_by_nobody(full: Store) -> None:
    traces = written(full, ALL, "en").traces

    found = next(each for each in traces if each.code == "expected:default:presence")

    assert (found.entries, found.files, found.activities) == ((), (), ())
    assert found.title == "Presence · tool default, not a United Nations standard"


def test_the_annex_says_what_was_declared_in_words(document: Document) -> None:
    annex = next(each for each in tables(document) if each.code == "annex")
    said = {code: row[-1].text for code, row in zip(annex.row_codes, annex.rows, strict=True)}

    assert said["seats:all@North"] == "B0002: rows 2–3"
    assert said["held:SILENT"] == "B0003 · networks.csv (list)"
    assert said["expected:4.1"].startswith("journal, entry 4, ")


def test_a_row_without_a_category_stands_behind_nothing_beside_one_that_classifies_its_organisation(
    store: Store,
) -> None:
    load(store, "organisation | category\nBlue Union | CSO\nBlue Union | ??\nSomebody | ??")

    said = written(store, ALL, "en")

    rows = {each.code: [file.rows for file in each.files] for each in said.traces}
    assert (rows["all"], rows["CSO"], rows["UNK"]) == (["2, 4"], ["2"], ["4"])
