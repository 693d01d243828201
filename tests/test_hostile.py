"""Files made to break a reader: each is read whole, or refused in one sentence with nothing stored.

`hostile/` builds them; `hostile/expectations.csv` says what must come of each.
"""

import csv
import io
import subprocess
import sys
import time
from pathlib import Path
from unicodedata import normalize

import pytest
from hostile import contents, corpus, texts
from hostile.leftovers import no_leftovers  # noqa: F401 (a fixture for every test here)

from engagement import actions
from engagement.batches import Receipt
from engagement.errors import InputError
from engagement.locale import LANGUAGES, error_text, problem_text
from engagement.mapping import Mapping
from engagement.store import Store

EXPECTED = corpus.expectations()
SECONDS = 10

Given = bytes | Path


def outcome(store: Store, given: Given, name: str = "x.csv", **answers: object) -> Receipt | InputError:
    """The receipt of an import, or the refusal: a typed one, in good time."""
    began = time.monotonic()
    try:
        return actions.import_log(store, given, file_name=name, mapping=Mapping.model_validate(answers), by="tester")
    except InputError as refusal:
        return refusal
    finally:
        assert time.monotonic() - began < SECONDS


def imported(store: Store, name: str) -> Receipt:
    """A hostile file as it is imported once every question is answered."""
    receipt = outcome(store, corpus.content(name), name, **EXPECTED[name].answers)
    assert isinstance(receipt, Receipt), receipt
    return receipt


def code_of(told: Receipt | InputError) -> str:
    return "accepted" if isinstance(told, Receipt) else told.code


def unsaid(told: Receipt | InputError) -> list[tuple[str, str]]:
    """Codes and languages of whatever has no sentence."""
    if isinstance(told, InputError):
        return [(told.code, each) for each in LANGUAGES if not error_text(told.code, told.values, each)]
    kinds = {problem.code: problem for problem in told.problems}
    return [(code, each) for code, one in kinds.items() for each in LANGUAGES if not problem_text(one, each)]


def stored(store: Store) -> tuple[int, list[str]]:
    """The version, and the files of the journal that hold something."""
    files = (path.name for path in (store.folder / "journal").glob("*") if path.stat().st_size)
    return store.version, sorted(files)


def names(store: Store) -> list[str]:
    return [row["organisation"] for row in store.rows("from engagement.participation order by source_rows")]


# ---- every file ----

OTHER_ROWS = {
    *("c008_windows1252.csv", "c010_cp1256_arabic.csv", "c019_utf7.csv", "c081_format_strings.csv"),
    "c095_dates_two_digit.csv",
}
OF_THE_FOUR_ROWS = [name for name, each in EXPECTED.items() if each.rows == (4, 4, 0, 0) and name not in OTHER_ROWS]
"""Files of the same four rows, in many formats."""

FOUR_ROWS = [(day, body, country, int(people)) for day, _, _, _, body, _, country, people, _ in texts.LOG]


def rows_of(store: Store) -> list[tuple[object, ...]]:
    rows = store.rows("""
        select date_from::varchar as day, organisation, country, people
        from engagement.participation join engagement.activity using (batch, activity_id) order by date_from""")
    return [tuple(row.values()) for row in rows]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_file_is_read_whole_or_refused_whole(store: Store, name: str) -> None:
    expected, content = EXPECTED[name], corpus.content(name)
    told = outcome(store, content, name)
    assert (code_of(told), unsaid(told)) == (expected.outcome, [])

    if expected.answers:
        assert stored(store) == (0, [])
        told = outcome(store, content, name, **expected.answers)

    if expected.rows is None:
        assert isinstance(told, InputError)
        assert (stored(store), unsaid(told)) == ((0, []), [])
    else:
        assert isinstance(told, Receipt), told
        counted = (told.rows_read, told.rows_accepted, told.rows_refused, told.rows_duplicate)
        assert (counted, told.problem_counts) == (expected.rows, expected.findings)
        assert (counted[0], told.layout) == (sum(counted[1:]), "plain")
        assert (unsaid(told), store.broken_invariants(), store.version) == ([], [], 1)
        if name in OF_THE_FOUR_ROWS:  # whatever the format
            assert rows_of(store) == FOUR_ROWS


def test_every_file_that_can_be_made_is_tested() -> None:
    assert {Path(name).stem for name in EXPECTED} == set(corpus.functions())
    assert {Path(name).suffix for name in OF_THE_FOUR_ROWS} == {".csv", ".xlsx", ".ods", ".parquet"}


# ---- what the rows say ----


@pytest.mark.parametrize("name", [name for name, each in EXPECTED.items() if "encoding" in each.answers])
def test_letters_a_person_named_are_right(store: Store, name: str) -> None:
    text = corpus.content(name).decode(EXPECTED[name].answers["encoding"])
    imported(store, name)

    assert names(store) == [row["organisation"] for row in csv.DictReader(io.StringIO(text, newline=""))]


@pytest.mark.parametrize(
    "name",
    [
        *("c070_formulas.csv", "c072_emoji.csv", "c073_homoglyph.csv", "c076_zalgo.csv", "c077_html_xss.csv"),
        *("c078_markdown.csv", "c079_plotly_html.csv", "c080_sql.csv", "c081_format_strings.csv"),
        *("c082_log_injection.csv", "c085_typst_latex.csv", "c086_json_inj.csv"),
    ],
)
def test_formulas_markup_and_statements_are_kept_as_text(store: Store, name: str) -> None:
    rows = csv.DictReader(io.StringIO(corpus.content(name).decode(), newline=""))
    written = {" ".join(row["organisation"].split()) for row in rows}
    imported(store, name)

    shown = {normalize("NFC", each.replace("\u200b", "")) for each in written}  # what nobody sees is not kept
    assert set(names(store)) == shown


@pytest.mark.parametrize("name", ["c106_personal_data.csv", "x019_docprops_personal.xlsx", "c107_address_as_name.csv"])
def test_nothing_of_a_person_is_stored(store: Store, name: str) -> None:
    told = outcome(store, corpus.content(name), name)

    on_disk = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert [marker for marker in contents.MARKERS if marker.encode() in on_disk] == []
    if name == "c106_personal_data.csv":
        assert isinstance(told, Receipt)
        assert told.columns_not_stored == ("name", "email", "phone", "passport", "health")


def test_days_without_a_day_keep_their_precision(store: Store) -> None:
    imported(store, "c096_dates_ranges.csv")

    rows = store.rows("select date_from::varchar, date_to::varchar, date_precision from activity order by date_from, 2")
    assert [tuple(row.values()) for row in rows] == [
        ("2024-01-01", "2024-03-31", "quarter"),
        ("2024-01-01", "2024-12-31", "year"),
        ("2024-03-01", "2024-03-31", "month"),
        ("2024-03-04", "2024-03-06", "period"),
    ]


def test_only_the_first_unknown_labels_are_looked_up(store: Store) -> None:
    content = texts.table(texts.row(category=f"univrsity {number}") for number in range(3_000)).encode()
    receipt = outcome(store, content)

    assert isinstance(receipt, Receipt)
    suggested = [each for each in receipt.problems if each.code == "category-unknown" and each.params["candidates"]]
    assert (receipt.problem_counts["category-unknown"], len(suggested)) == (3_000, 50)


# ---- files on the command line: any length ----


def test_an_open_quote_over_42_megabytes_names_its_row(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "[open] *.csv"
    path.write_bytes(corpus.content("c047_unclosed_quote_42mb.csv"))

    told = outcome(store, path)

    assert isinstance(told, InputError)
    assert (told.code, told.values["row"], stored(store)) == ("file-quotes", 2, (0, []))


def test_a_million_rows_are_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "million.csv"
    path.write_bytes(corpus.content("c068_one_million_rows.csv"))

    told = actions.import_log(store, path, file_name=path.name, mapping=Mapping(), by="tester")

    assert (told.rows_read, told.rows_accepted) == (1_000_000, 1_000_000)


# ---- what it costs ----


@pytest.mark.parametrize("name", ["c042_cols_5000.csv", "c043_cols_100k.csv", "x018_16384_cols.xlsx"])
def test_too_many_columns_are_refused_at_once(store: Store, name: str) -> None:
    content = corpus.content(name)
    began = time.process_time()

    assert code_of(outcome(store, content, name)) == "file-too-many-columns"
    assert time.process_time() - began < 2


_MEASURED = """
import resource, sys
from pathlib import Path
from engagement.files import readers
from engagement.errors import InputError
from engagement.settings import Settings

def peak(who):
    return resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

given = Path(sys.argv[1]) if sys.argv[2] == "path" else Path(sys.argv[1]).read_bytes()
before = peak(resource.RUSAGE_SELF)
try:
    readers.read(given, sheet=None, header_row=None, encoding=None, limits=Settings())
except InputError:
    pass
print(peak(resource.RUSAGE_SELF) - before, peak(resource.RUSAGE_CHILDREN))
"""


@pytest.mark.parametrize(
    ("name", "megabytes"),
    [
        *(("x030_bomb_spaces.xlsx", 100), ("x031_bomb_that_lies.xlsx", 100), ("x032_bomb_sharedstrings.xlsx", 100)),
        *(("x033_billion_laughs.xlsx", 200), ("x038_dimension_lie.xlsx", 200), ("x044_many_entries.xlsx", 200)),
        *(("x022_one_cell_far_away.xlsx", 200), ("x047_deep_xml.xlsx", 200), ("x048_attr_bomb.xlsx", 200)),
        *(("x058_overlapping_bomb.xlsx", 100), ("x064_ods_repeat_bomb.ods", 200), ("c043_cols_100k.csv", 200)),
        *(("c041_cell_20mb.csv", 400), ("c047_unclosed_quote_42mb.csv", 500), ("c132_deep_json.csv", 200)),
    ],
)
def test_a_bomb_costs_little_memory(tmp_path: Path, name: str, megabytes: int) -> None:
    path = tmp_path / name
    path.write_bytes(corpus.content(name))
    how = "path" if len(corpus.content(name)) > 25_000_000 else "bytes"

    command = [sys.executable, "-c", _MEASURED, str(path), how]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    own, children = (int(each) / 1e6 for each in done.stdout.split())
    assert max(own, children) < megabytes


# ---- names of files ----


@pytest.mark.parametrize(
    "name",
    [
        *("*.csv", "[ab].csv", "q?.csv", "'; drop table batch;--.csv", "-rf.csv", "\u202egnp.csv", "x" * 200),
        *(
            "../../e",
            "{0}{x}.csv",
            "%s.csv",
            '"quoted".csv',
            "a\nb.csv",
            "~root",
            "$(id).csv",
            "http://example.org/x.csv",
        ),
        *("CON", "é\u0301.csv", "<b>.csv", "\\\\host\\share", " ", "s3://bucket/*.csv"),
    ],
)
def test_a_hostile_file_name_is_only_a_name(store: Store, name: str) -> None:
    outcome(store, corpus.content("c001_plain_utf8.csv"), name)

    assert [row["file_name"] for row in store.rows("from engagement.batch")] == [name]
    version, files = stored(store)
    assert (version, {file.split(".")[0] for file in files}) == (1, {"00000001"})


@pytest.mark.parametrize("name", ["*.csv", "[ab].csv", "q?.csv", "-rf.csv", "{a,b}.csv", "'.csv", "a\nb.csv", "%s.csv"])
def test_a_hostile_path_is_only_that_file(store: Store, tmp_path: Path, name: str) -> None:
    for other in ("a.csv", "b.csv", "qq.csv", "other.csv"):
        (tmp_path / other).write_bytes(texts.named("Another file"))
    path = tmp_path / name
    path.write_bytes(corpus.content("c001_plain_utf8.csv"))

    outcome(store, path, name)

    assert names(store) == [row[4] for row in texts.LOG]
