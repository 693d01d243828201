"""Rows reach the desk from the file itself or from the strict reader, and are the same either way."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import cells, log

from engagement import actions, staging
from engagement.desk import Desk, Row
from engagement.errors import CancelledError, MappingError
from engagement.files import blocks
from engagement.files.sheet import Dialect, Sheet
from engagement.layouts import Laid
from engagement.lookups import Lookup
from engagement.mapping import Mapping
from engagement.progress import Progress, Step
from engagement.registry import Mechanisms
from engagement.staging import Staged
from engagement.store import Store


def sheet(drawing: str) -> Sheet:
    header, *rows = (tuple(row) for row in cells(drawing))
    return Sheet(name=None, header_row=1, header=header, rows=tuple(enumerate(rows, start=2)))


def stage(desk: Desk, laid: Sheet, content: bytes = b"", lookup: Lookup | None = None, **answers: object) -> Staged:
    return staging.stage(
        desk,
        Laid(laid, "plain"),
        Mapping.model_validate(answers),
        given=content,
        mechanisms=Mechanisms(),
        lookup=lookup,
        progress=Progress(),
    )


def texts(desk: Desk, column: str, of: str = "") -> list[str | None]:
    """What a column of the log says, in the order of the sheet; `of` is the column of the texts behind its keys."""
    sql = "select " + column + " as value from log order by id"
    if of:
        sql = (
            "select value from log left join (select distinct value_key, value from cell where column_name = '" + of
            + "') on value_key = log." + column + " order by id"
        )  # fmt: skip
    return [row["value"] for row in desk.rows(sql)]


def activities(desk: Desk) -> list[str | None]:
    return texts(desk, "title", "activity")


def organisations(desk: Desk) -> list[str | None]:
    return texts(desk, "organisation", "organisation")


def test_columns_that_are_not_used_stay_behind(store: Store) -> None:
    drawing = """
        Date       | Event   | E-mail  | Organisation
        2024-03-04 | Hearing | x       | Blue Union
        2024-03-05 |         | x       |
    """
    with store.desk() as desk:
        found = stage(desk, sheet(drawing))
        assert (activities(desk), organisations(desk)) == (["Hearing", None], ["Blue Union", None])
        assert desk.rows("select raw from cell where raw = 'x'") == []

    assert found.sources == {"date": "Date", "activity": "Event", "organisation": "Organisation"}
    assert (found.not_stored, found.rows, found.wrong_width) == (("E-mail",), 2, [])


def test_constants_fill_a_column_and_a_blank_one_fills_nothing(store: Store) -> None:
    with store.desk() as desk:
        stage(desk, sheet("Event\nHearing\nWorkshop"), constants={"network": " Coast ", "place": " "})
        assert (
            desk.rows("select code, place from log join mechanism on number = mechanism")
            == [{"code": "Coast", "place": None}] * 2
        )


def test_rows_of_another_width_are_set_aside_by_number(store: Store) -> None:
    with store.desk() as desk:
        found = stage(desk, sheet("Date | Event\n2024 | Hearing\n2024\n2024 | Talk | more\n2025 | Review"))
        assert activities(desk) == ["Hearing", "Review"]
        assert [row["row"] for row in desk.rows("select row from log order by id")] == [2, 5]

    assert found.wrong_width == [3, 4]


# ---- a second table ----

PEOPLE = "Key | Organisation\nE1 | Blue Union\nE2 | Lake College\nE9 | Odd Fellows\nE1 | Hill School"


def joined(desk: Desk, second: str, key: str = "Key") -> Staged:
    return stage(desk, sheet(PEOPLE), lookup=Lookup(key=key, sheet=sheet(second), file="events.csv", sha256="0" * 64))


def test_a_second_table_fills_its_columns_where_the_key_is_equal(store: Store) -> None:
    second = "Key | Event | Organisation\nE2 | Workshop | ignored\nE1 | Hearing | ignored\nE1 | Hearing | ignored"
    with store.desk() as desk:
        found = joined(desk, second)
        assert activities(desk) == ["Hearing", "Workshop", None, "Hearing"]
        assert organisations(desk) == ["Blue Union", "Lake College", "Odd Fellows", "Hill School"]

    assert (found.keys_not_found, found.not_stored) == ([(4, "E9")], ("Key",))


def test_two_answers_for_one_key_are_refused(store: Store) -> None:
    with store.desk() as desk, pytest.raises(MappingError) as caught:
        joined(desk, "Key | Event\nE1 | Hearing\nE1 | Workshop")
    assert (caught.value.code, caught.value.key, caught.value.row) == ("lookup-contradicts", "E1", 3)


@pytest.mark.parametrize(("key", "second"), [("Nope", "Key | Event\nE1 | A"), ("Key", "Other | Event\nE1 | A")])
def test_a_key_that_one_table_lacks_is_refused(store: Store, key: str, second: str) -> None:
    with store.desk() as desk, pytest.raises(MappingError) as caught:
        joined(desk, second, key)
    assert (caught.value.code, caught.value.header) == ("header-unknown", key)


def test_a_short_row_of_the_second_table_answers_for_no_key(store: Store) -> None:
    with store.desk() as desk:
        joined(desk, "Event | Place | Key\nHearing | Dakar | E1\nWorkshop")
        assert activities(desk) == ["Hearing", None, None, "Hearing"]


# ---- two ways, one meaning ----

HEADER = ("date", "activity", "network", "organisation", "category", "people", "note")
WORDS = st.sampled_from(
    [
        *("", " ", "2024-03-04", "2024", "soon", "Hearing", "hearing.", "Coast", "Blue Union", "BLUE UNION", "NGO"),
        "7",
        *("x", 'say "x"', "a,b", "two\nlines", "Réseau", "'=1+1", "-3"),
    ]
)
ROWS = st.lists(st.tuples(*[WORDS] * len(HEADER)), min_size=1, max_size=12)


def as_csv(rows: list[tuple[str, ...]]) -> bytes:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([HEADER, *rows])
    return lines.getvalue().encode()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty store of which only the desk is used."""
    with Store.open(tmp_path_factory.mktemp("bare")) as store:
        yield store


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_the_file_itself_and_the_strict_reader_give_the_same_log(bare: Store, rows: list[tuple[str, ...]]) -> None:
    said = [row for row in enumerate(rows, start=2) if any(cell.strip() for cell in row[1])]
    strict = Sheet(None, 1, HEADER, tuple(said))
    plain = Sheet(None, 1, HEADER, (), dialect=Dialect(delimiter=",", first_row=2, is_quoted=True))
    assert on_the_desk(bare, plain, as_csv(rows)) == on_the_desk(bare, strict, b"")


def on_the_desk(store: Store, laid: Sheet, content: bytes) -> list[Row]:
    with store.desk() as desk:
        stage(desk, laid, content)
        return desk.rows("select * exclude id from log anti join left_out using (id) order by row")


def test_a_file_in_many_blocks_is_one_log(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("2024-03-04", f"Hearing {number}", "Coast", 'The "Union"', "NGO", "1", "a\nb") for number in range(200)]
    plain = Sheet(None, 1, HEADER, (), dialect=Dialect(delimiter=",", first_row=2, is_quoted=True))
    whole = on_the_desk(store, plain, as_csv(rows))
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 777)

    assert (on_the_desk(store, plain, as_csv(rows)), len(whole)) == (whole, 200)
    assert [row["row"] for row in whole] == list(range(2, 202))


def test_a_row_of_another_width_is_no_less_read_by_the_strict_reader(store: Store) -> None:
    strict = Sheet(None, 1, HEADER, ((2, ("2024", "Hearing")),), dialect=Dialect(",", 2, False))
    with store.desk() as desk:
        found = stage(desk, strict, b"date,activity,network,organisation,category,people,note\n2024,Hearing\n")

    assert (found.rows, found.wrong_width) == (0, [2])


def test_an_import_that_is_stopped_leaves_nothing(store: Store) -> None:
    progress = Progress()
    progress.cancel()

    with pytest.raises(CancelledError):
        actions.import_log(
            store,
            log("date | activity | network | organisation\n2024 | Hearing | Coast | Blue Union"),
            file_name="log.csv",
            mapping=Mapping(),
            by="tester",
            progress=progress,
        )
    assert (store.version, sorted(path.name for path in (store.folder / "journal").iterdir())) == (0, [])


def test_progress_counts_rows_and_names_every_step(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[Step, int]] = []
    monkeypatch.setattr(Progress, "reach", lambda _, step, rows=0, total=None: steps.append((step, rows)))

    actions.import_log(
        store,
        log("date | activity | network | organisation\n2024 | Hearing | Coast | Blue Union"),
        file_name="log.csv",
        mapping=Mapping(),
        by="tester",
    )
    assert steps == [(Step.READING, 0), (Step.READING, 1), (Step.ROWS, 1), (Step.NAMES, 1), (Step.RECORDING, 1)]
