"""From each figure of a document back to the activities and the rows of the files it was counted from."""

import csv
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from engagement import exports, indicators
from engagement.cli import app
from engagement.document import Document, Entry, Table, Trace
from engagement.efforts import Explanation
from engagement.exports import annex
from engagement.model import Selection
from engagement.provenance import ranges
from engagement.store import Store
from engagement.summary import inclusion_summary
from engagement.summary.annex import MOST_ENTRIES
from engagement.summary.tracing import traced, written
from tests.documents import tables
from tests.logs import load

ALL = Selection()
LOG = """
network | activity | date       | organisation     | category
North   | Hearing  | 2025-03-01 | Harbour House    | CSO
North   | Hearing  | 2025-03-01 | Migrant Union    | MIG
North   | Forum    | 2025-06-10 | Harbour House    | CSO
South   | Dialogue | 2025-09-05 | River Trust      | CSO
South   | Dialogue | 2025-09-05 | Somebody or other | ??
South   | Dialogue | 2025-09-05 | River Trust      | CSO
"""


@pytest.fixture(scope="module")
def document(demonstration: Store) -> Document:
    return written(demonstration, ALL, "en")


def table(document: Document, code: str) -> Table:
    return next(each for each in tables(document) if each.code == code)


def figures(shown: Table) -> list[Entry]:
    """The cells with a number."""
    places = [place for place, column in enumerate(shown.columns) if column.is_number]
    return [row[place] for row in shown.rows for place in places if row[place].value is not None]


def trace(document: Document, code: str) -> Trace:
    return next(each for each in document.traces if each.code == code)


def is_of_groups(code: str) -> bool:
    """Whether a trace is of a group, a network or a year: the others are of labels, organisations and so on."""
    return ":" not in code or code.startswith("year:")


# ---- what is traced -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["coverage", "networks", "depth", "voice", "reach", "people-by-gender", "trend", "records"]
)
def test_every_figure_of_these_tables_names_what_it_was_counted_from(document: Document, code: str) -> None:
    known = {each.code for each in document.traces}

    assert figures(table(document, code))
    assert [each.text for each in figures(table(document, code)) if each.trace not in known] == []


def test_every_cell_of_the_matrix_and_every_count_of_a_gap_is_traced(document: Document) -> None:
    cells = [cell for row in table(document, "matrix").rows for cell in row[1:]]
    gaps = table(document, "gaps")
    counts = [place for place, each in enumerate(gaps.columns) if each.code in ("recorded", "best_case")]

    assert [each.text for each in cells if each.trace is None] == []
    assert {row[place].trace is not None for row in gaps.rows for place in counts} == {True}


def test_an_absent_group_leads_to_all_that_was_looked_at(document: Document) -> None:
    matrix = table(document, "matrix")
    absent = {
        (column.code, cell.trace)
        for row in matrix.rows
        for column, cell in zip(matrix.columns[1:], row[1:], strict=True)
        if cell.value == "not_recorded"
    }

    assert absent
    assert {code for column, code in absent if code != f"all@{column}"} == set()


def test_a_document_without_figures_has_no_annex(store: Store) -> None:
    empty = inclusion_summary(store, ALL, "en")

    assert [each.code for each in traced(empty, store, ALL).traces] in ([], ["all"])


# ---- what the traces say ------------------------------------------------------------------------------------------


def test_a_small_log_is_traced_row_by_row(store: Store) -> None:
    load(store, LOG)

    said = written(store, ALL, "en")

    assert {each.activity: each.title for each in said.activities}.keys() == {
        activity for each in said.traces for activity in each.activities
    }
    titles = {each.activity: each.title for each in said.activities}
    told = {
        each.code: (
            each.of,
            each.organisation_events,
            [titles[activity] for activity in each.activities],
            [(file.batch, file.file, file.rows, file.n) for file in each.files],
        )
        for each in said.traces
        if each.code in ("all", "CSO", "CSO@North", "all@South", "UNK")
    }
    assert told == {
        "all": (None, 5, ["Hearing", "Forum", "Dialogue"], [("B0001", "log.csv", "2-6", 5)]),
        "CSO": ("all", 3, ["Hearing", "Forum", "Dialogue"], [("B0001", "log.csv", "2, 4-5", 3)]),
        "CSO@North": ("all@North", 2, ["Hearing", "Forum"], [("B0001", "log.csv", "2, 4", 2)]),
        "all@South": (None, 2, ["Dialogue"], [("B0001", "log.csv", "5-6", 2)]),
        "UNK": ("all", 1, ["Dialogue"], [("B0001", "log.csv", "6", 1)]),
    }


def rows_of(found: Explanation) -> dict[str, set[int]]:
    rows: dict[str, set[int]] = defaultdict(set)
    for activity in found.activities:
        for event in activity.events:
            for source in event.sources:
                rows[source.batch].update(source.rows)
    return rows


def spelled_out(said: str) -> set[int]:
    """The numbers that ranges name."""
    ends = ([int(end) for end in part.split("-")] for part in said.split(", "))
    return {row for first, *last in ends for row in range(first, (last or [first])[0] + 1)}


def test_every_trace_says_what_explaining_the_figure_says(demonstration: Store, document: Document) -> None:
    checked = [each for each in document.traces if each.of is not None and ":" not in each.code]
    for each in checked:
        category, _, mechanism = each.code.partition("@")
        found = indicators.explain(demonstration, ALL, category, mechanism or None)
        at = [activity.activity for activity in found.activities if activity.events]

        assert (each.code, each.organisation_events) == (each.code, found.organisation_events)
        assert sorted(each.activities) == sorted(at)
        assert {file.batch: spelled_out(file.rows) for file in each.files} == rows_of(found)

    assert len(checked) > 80


def test_the_reach_of_a_group_names_invitations_too(store: Store) -> None:
    load(
        store,
        """
        activity | date       | organisation  | category | stage
        Forum    | 2025-06-10 | Harbour House | CSO      | attended
        Forum    | 2025-06-10 | River Trust   | CSO      | invited
        """,
    )

    said = written(store, ALL, "en")

    assert [file.rows for file in trace(said, "CSO").files] == ["2"]
    assert [file.rows for file in trace(said, "reach:CSO").files] == ["2-3"]


@given(st.sets(st.integers(2, 60)))
def test_ranges_name_each_row_and_no_other(rows: set[int]) -> None:
    said = ranges(rows)

    assert (spelled_out(said) if said else set()) == rows
    assert len(said.split(", ")) == max(1, len([row for row in rows if row - 1 not in rows]))


# ---- the annex of a document --------------------------------------------------------------------------------------


def test_the_annex_names_activities_and_rows(store: Store) -> None:
    load(store, LOG)

    said = written(store, ALL, "en")

    entries = {code: [cell.text for cell in row] for code, row in zip(*_rows(table(said, "annex")), strict=True)}
    assert entries["CSO@North"] == ["Civil society · North", "2", "2", "1–2", "B0001: rows 2, 4"]
    assert [[cell.text for cell in row] for row in table(said, "annex-activities").rows] == [
        ["1", "1\u00a0March 2025", "Hearing", "North"],
        ["2", "10\u00a0June 2025", "Forum", "North"],
        ["3", "5\u00a0September 2025", "Dialogue", "South"],
    ]


def _rows(shown: Table) -> tuple[tuple[str, ...], tuple[tuple[Entry, ...], ...]]:
    return shown.row_codes, shown.rows


def test_a_long_entry_says_how_many_activities_it_does_not_name(store: Store) -> None:
    days = [date(2025, 1 + number // 28, 1 + number % 28).isoformat() for number in range(160)]
    load(
        store,
        [
            {"activity": f"Meeting {day}", "date": day, "organisation": "Harbour House", "category": "CSO"}
            for day in days
        ],
    )

    said = written(store, ALL, "en")

    entry = next(row for code, row in zip(*_rows(table(said, "annex")), strict=True) if code == "CSO")
    assert entry[3].text == "1–12 and 148 more activities"
    assert (len(table(said, "annex-activities").rows), len(said.activities)) == (12, 160)


def test_an_annex_has_its_limit_and_the_traces_do_not(demonstration: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engagement.summary.annex.MOST_ENTRIES", 5)

    said = written(demonstration, ALL, "en")

    shown = table(said, "annex")
    assert (len(shown.rows), len(said.traces) > 100, MOST_ENTRIES) == (5, True, 400)
    assert shown.note == f"The first 5 entries of {len(said.traces)} stand here; the others stand in the JSON file."


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh"])
def test_the_annex_is_the_same_in_every_language(demonstration: Store, document: Document, language: str) -> None:
    said = written(demonstration, ALL, language)

    assert [each.code for each in said.traces] == [each.code for each in document.traces]
    assert [each.files for each in said.traces] == [each.files for each in document.traces]
    assert said.activities == document.activities


def test_a_bilingual_document_has_its_annex_in_both_languages(demonstration: Store) -> None:
    said = written(demonstration, ALL, "fr", beside="ar")

    assert said.beside is not None
    annexes = [table(each, "annex") for each in (said, said.beside)]
    assert annexes[0].row_codes == annexes[1].row_codes
    assert annexes[0].caption != annexes[1].caption


# ---- in files -----------------------------------------------------------------------------------------------------


def test_json_carries_all_of_it(document: Document) -> None:
    said = json.loads(exports.FORMATS["json"].write(document))

    activities = {each["activity"] for each in said["activities"]}
    assert [each["code"] for each in said["traces"]] == [each.code for each in document.traces]
    assert {activity for each in said["traces"] for activity in each["activities"]} == activities


def test_every_link_of_a_page_leads_somewhere(document: Document) -> None:
    page = exports.FORMATS["html"].write(document).decode()

    links, places = re.findall(r'href="#([^"]+)"', page), re.findall(r'id="([^"]+)"', page)
    assert len(links) > 300
    assert (set(links) - set(places), len(places)) == (set(), len(set(places)))


def test_every_link_of_a_text_document_leads_somewhere(document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(exports.FORMATS["docx"].write(document))) as parts:
        body = parts.read("word/document.xml").decode()

    links = re.findall(r'<w:hyperlink[^>]* w:anchor="([^"]+)"', body)
    places = re.findall(r'<w:bookmarkStart[^>]* w:name="([^"]+)"', body)
    assert len(links) > 300
    assert (set(links) - set(places), len(places)) == (set(), len(set(places)))


# ---- the whole annex ----------------------------------------------------------------------------------------------


def annex_of(store: Store, selection: Selection = ALL) -> list[dict[str, str]]:
    file = io.BytesIO()
    lines = annex.write(store, selection, file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    assert len(rows) == lines
    return rows


def test_the_annex_has_one_line_for_each_organisation_event(store: Store) -> None:
    load(store, LOG)

    rows = annex_of(store)

    shown = [(each["title"], each["category"], each["organisation"], each["batch"], each["rows"]) for each in rows]
    assert shown == [
        ("Hearing", "CSO", "Harbour House", "B0001", "2"),
        ("Hearing", "MIG", "", "B0001", "3"),  # migrants are persons: nobody of theirs is named
        ("Forum", "CSO", "Harbour House", "B0001", "4"),
        ("Dialogue", "CSO", "River Trust", "B0001", "5"),
        ("Dialogue", "UNK", "Somebody or other", "B0001", "6"),
    ]
    assert rows[0]["figures"] == "all; all@North; CSO; CSO@North; year:2025"


def test_the_lines_of_a_figure_are_as_many_as_it_says(demonstration: Store, document: Document) -> None:
    counted = Counter(code for each in annex_of(demonstration) for code in each["figures"].split("; "))

    said = {each.code: each.organisation_events for each in document.traces if is_of_groups(each.code)}
    assert {code: counted[code] for code in said} == said


def test_the_annex_names_nobody_who_may_not_be_named(demonstration: Store) -> None:
    public = {each.name for each in indicators.named_organisations(demonstration, ALL).organisations}

    named = {each["organisation"] for each in annex_of(demonstration)} - {""}

    assert (len(named) > 20, named - public) == (True, set())


def test_the_annex_is_text_to_a_spreadsheet(store: Store) -> None:
    load(store, [{"organisation": "=cmd()", "category": "CSO"}, {"organisation": "-5 House", "category": "CSO"}])

    assert {each["organisation"] for each in annex_of(store)} == {"'=cmd()", "'-5 House"}


def test_annex_command(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    load(store, LOG)
    out = tmp_path_factory.mktemp("annex") / "annex.csv"

    answer = CliRunner().invoke(app, ["annex", "--out", str(out), "--network", "North", "--store", str(store.folder)])

    assert (answer.exit_code, answer.stderr) == (0, f"{out}: 3 organisation-events\n")
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4
