"""JSON records and Parquet columns become rows of text, cell by cell."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet as arrow

from engagement.errors import EngagementError
from engagement.files import readers
from engagement.files.sheet import BadCell, Sheet
from engagement.locale import error_text
from engagement.settings import Settings

ROWS = ((2, ("Hearing", "2024-03-04", "12")), (3, ("Talk", "", "7.0")))


def read(content: bytes, limits: Settings | None = None) -> Sheet:
    return readers.read(content, sheet=None, header_row=None, encoding=None, limits=limits or Settings())


def code_of(content: bytes, limits: Settings | None = None) -> str:
    with pytest.raises(EngagementError) as caught:
        read(content, limits)
    assert all(error_text(caught.value.code, caught.value.values, language) for language in ("en", "fr"))
    return caught.value.code


ONE = '{"activity": "Hearing", "date": "2024-03-04", "people": 12}'
TWO = '{"people": 7.0, "activity": "Talk", "date": null}'


@pytest.mark.parametrize(
    "text",
    [
        f"[{ONE}, {TWO}]",
        f" \n[\n{ONE},\n{TWO}\n]\n",
        f'{{"records": [{ONE}, {TWO}], "next": null}}',
        f'{{"count": 2, "data": [{ONE}, {TWO}]}}',
        f'{{"count": 2, "next": null, "previous": null, "results": [{ONE}, {TWO}]}}',
        f'{{"data": [], "records": [{ONE}, {TWO}]}}',
        f"{ONE}\n{TWO}\n",
        f"\ufeff{ONE}\r\n\r\n{TWO}",
    ],
)
def test_records_are_rows_in_every_shape(text: str) -> None:
    sheet = read(text.encode())

    assert (sheet.header, sheet.rows) == (("activity", "date", "people"), ROWS)


@pytest.mark.parametrize(
    ("beside", "count"),
    [
        ('"count": 230, "next": "https://kobo.example.org/data?start=2", "previous": null', "230"),
        ('"count": 230, "next": null, "previous": "https://kobo.example.org/data"', "230"),
        ('"count": 3', "3"),
        ('"next": "https://kobo.example.org/data?start=2"', "2+"),
        ('"count": null, "previous": "https://kobo.example.org/data"', "2+"),
        (f'"count": {"9" * 5_000}, "next": 2', "2+"),
        ('"count": 2, "next": null, "previous": null', None),
        ('"count": "many", "next": ""', None),
        ('"count": 1', None),
    ],
)
def test_one_page_of_several_says_so(beside: str, count: str | None) -> None:
    sheet = read(f'{{{beside}, "results": [{ONE}, {TWO}]}}'.encode())

    assert sheet.rows == ROWS
    assert [(note.code, note.severity.value, note.params) for note in sheet.notes] == (
        [("file-page", "warning", {"rows": "2", "count": count})] if count else []
    )


def test_a_record_that_counts_something_is_no_page() -> None:
    assert read(b'{"count": 230, "next": "soon"}').notes == ()
    assert read(b'[{"count": 230, "next": "soon"}]').notes == ()


def test_keys_may_be_missing_and_values_keep_their_text() -> None:
    sheet = read('[{"a": true, "b": 1e400}, {"c": "é\\n"}, {}, {"a": 123456789012345678901}]'.encode())

    assert sheet.header == ("a", "b", "c")
    assert sheet.rows == ((2, ("TRUE", "1e400", "")), (3, ("", "", "é\n")), (5, ("123456789012345678901", "", "")))
    assert sheet.blank_rows == 1


def test_a_nested_value_is_a_bad_cell_of_its_row() -> None:
    sheet = read(b'[{"a": 1, "b": [1, 2]}, {"a": 2, "b": {"c": 3}}, {"a": 3, "b": 4}]')

    assert sheet.bad_cells == (BadCell(2, 1, "cell-nested", "[…"), BadCell(3, 1, "cell-nested", "{…"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"a": 1}', "file-json"),
        ('{"a": 1}\n{"a": \n', "file-json"),
        ('[{"a": 1}, 2]', "file-json-records"),
        ('[{"a": 1, "a": 2}]', "file-json-key"),
        ('{"records": [{"a": 1}], "data": [{"a": 2}]}', "file-json-records"),
        ('[{"a": ' + "[" * 500 + "]" * 500 + "}]", None),
        ('[{"a": ' + "[" * 100_000, "file-json"),
        ("[" + "{}," * 300_000 + "{}]", "file-too-many-rows"),
        ("[" + ",".join(f'{{"k{number}": 1}}' for number in range(300)) + "]", "file-too-many-columns"),
        ('[{"a": "' + "x" * 10_001 + '"}]', "file-cell-long"),
        ("[]", "file-empty"),
    ],
)
def test_what_is_not_records_is_refused(text: str, code: str | None) -> None:
    if code:
        assert code_of(text.encode()) == code
    else:
        assert [bad.code for bad in read(text.encode()).bad_cells] == ["cell-nested"]


def test_a_bracket_in_the_first_cell_of_a_csv_file_is_text() -> None:
    assert read(b"[date],activity\n2024-03-04,Hearing\n").header == ("[date]", "activity")


# ---- Parquet ----


def parquet(sql: str, tmp_path: Path) -> bytes:
    place = tmp_path / "log.parquet"
    with duckdb.connect() as connection:
        connection.sql(sql).write_parquet(str(place))
    return place.read_bytes()


def test_columns_become_rows_of_text(tmp_path: Path) -> None:
    content = parquet(
        """
        select date '2024-03-04' as date, timestamp '2024-03-04 00:00:00' as day, 'Hearing' as activity,
            12 as people, 12.0::decimal(9, 2) as share, 'nan'::double as nothing, true as open, [1, 2] as list
        union all select null, timestamp '2024-03-05 10:30:00', 'Talk', null, 0.5, 3.0, false, null""",
        tmp_path,
    )

    sheet = read(content)

    assert sheet.header == ("date", "day", "activity", "people", "share", "nothing", "open", "list")
    assert sheet.rows == (
        (2, ("2024-03-04", "2024-03-04", "Hearing", "12", "12", "", "TRUE", "[1, 2]")),
        (3, ("", "2024-03-05 10:30:00", "Talk", "", "0.5", "3", "FALSE", "")),
    )
    assert sheet.bad_cells == (BadCell(2, 7, "cell-nested", "[1, 2]"),)


def by_arrow(**columns: pa.Array) -> bytes:
    made = pa.BufferOutputStream()
    arrow.write_table(pa.table(columns), made)
    return made.getvalue().to_pybytes()


def test_moments_that_another_program_stored_in_utc_say_so(tmp_path: Path) -> None:
    content = parquet(
        """
        select timestamptz '2024-03-04 10:30:00+02' as "start ""of"" it", timetz '10:30:00+02' as time
        union all select null, null""",
        tmp_path,
    )

    sheet = read(content)

    assert (sheet.header, sheet.rows) == (('start "of" it', "time"), ((2, ("2024-03-04 08:30:00Z", "08:30:00")),))
    assert sheet.blank_rows == 1


MIDNIGHT_IN_BANGKOK, NOON = 1_709_571_600_000_000_000, 1_709_553_600_000_000_000


@pytest.mark.parametrize(
    ("kind", "moment", "shown"),
    [
        (pa.timestamp("ns", "Asia/Bangkok"), MIDNIGHT_IN_BANGKOK, "2024-03-05 00:00:00+0700"),
        (pa.timestamp("ns", "+07:00"), MIDNIGHT_IN_BANGKOK, "2024-03-05 00:00:00+0700"),
        (pa.timestamp("ns", "UTC"), MIDNIGHT_IN_BANGKOK, "2024-03-04 17:00:00Z"),
        (pa.timestamp("ns", "Nowhere/Land"), MIDNIGHT_IN_BANGKOK, "2024-03-04 17:00:00Z"),
        (pa.timestamp("ns", "../../etc/passwd"), MIDNIGHT_IN_BANGKOK, "2024-03-04 17:00:00Z"),
        (pa.timestamp("ns"), NOON, "2024-03-04 12:00:00"),
        (pa.timestamp("ns"), NOON + 5, "2024-03-04 12:00:00.000000005"),
        (pa.timestamp("ms"), NOON // 10**6 + 500, "2024-03-04 12:00:00.500"),
        (pa.timestamp("ms"), NOON // 10**6 // 86_400_000 * 86_400_000, "2024-03-04"),
        (pa.date32(), 19_786, "2024-03-04"),
        (pa.date32(), 100_000_000, "<value out of range: 100000000>"),
        (pa.time64("us"), 37_800_000_000, "10:30:00"),
    ],
)
def test_a_day_or_moment_is_that_of_the_zone_it_names(kind: pa.DataType, moment: int, shown: str) -> None:
    content = by_arrow(at=pa.array([moment, None], kind), version=pa.array(["1.0", "2.00"]))

    assert read(content).rows == ((2, (shown, "1.0")), (3, ("", "2.00")))


def test_numbers_are_plain_and_what_is_not_there_is_blank() -> None:
    long = "12345678901234567890123456789012345678"
    content = by_arrow(
        exact=pa.array([Decimal(long), Decimal(-500)], pa.decimal128(38, 0)),
        share=pa.array([Decimal("12.50"), Decimal("0.00")]),
        measured=pa.array([float("nan"), 3.0]),
        people=pa.array([None, 2**62]),
    )

    assert read(content).rows == ((2, (long, "12.5", "", "")), (3, ("-500", "0", "3", str(2**62))))


def test_words_and_days_that_are_stored_once_are_read_in_every_row() -> None:
    words, days = pa.array(["Talk", "Hearing", "Talk"]), pa.array([19_786, None, 19_786], pa.date32())
    content = by_arrow(activity=words.dictionary_encode(), date=days.dictionary_encode())

    assert read(content).rows == ((2, ("Talk", "2024-03-04")), (3, ("Hearing", "")), (4, ("Talk", "2024-03-04")))


def test_what_is_no_single_value_is_a_bad_cell_of_its_row() -> None:
    content = by_arrow(
        who=pa.array(["A", "B"]),
        list=pa.array([[1, 2], None]),
        structure=pa.array([None, {"x": 1}]),
        map=pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int8())),
        bytes=pa.array([None, b"\xff\x00"]),
    )

    assert read(content).bad_cells == (
        BadCell(2, 1, "cell-nested", "[1, 2]"),
        BadCell(2, 3, "cell-nested", "[('k', 1)]"),
        BadCell(3, 2, "cell-nested", "{'x': 1}"),
        BadCell(3, 4, "cell-nested", "b'\\xff\\x00'"),
    )


def test_a_name_that_comes_twice_keeps_both_columns() -> None:
    made = pa.BufferOutputStream()
    arrow.write_table(pa.table([pa.array(["A"]), pa.array(["B"])], names=["who", "who"]), made)

    sheet = read(made.getvalue().to_pybytes())

    assert (sheet.header, sheet.rows) == (("who", "who (2)"), ((2, ("A", "B")),))


def test_a_parquet_file_given_by_its_place_is_read_alike(tmp_path: Path) -> None:
    content = parquet("select 'Hearing' as activity, 3 as people", tmp_path)
    place = tmp_path / "log.parquet"

    by_place = readers.read(place, sheet=None, header_row=None, encoding=None, limits=Settings())
    assert by_place == read(content)


@pytest.mark.parametrize("cut", [8, 40, -8, -1])
def test_a_damaged_parquet_file_is_refused(tmp_path: Path, cut: int) -> None:
    assert code_of(parquet("select range as a, range as b from range(10)", tmp_path)[:cut]) == "file-unreadable"


def test_bytes_that_are_not_text_are_refused() -> None:
    content = by_arrow(activity=pa.array(["Hearing of the coast"]), people=pa.array([1]))

    for damaged in (content.replace(b"Hearing", b"Hear\xff\xfeg"), content.replace(b"activity", b"activi\xff\xfe")):
        assert code_of(damaged) == "file-unreadable"


def test_limits_hold_for_parquet(tmp_path: Path) -> None:
    content = parquet("select range as a, range as b from range(10)", tmp_path)

    assert len(read(content, Settings(max_rows=10)).rows) == 10
    assert code_of(content, Settings(max_rows=9)) == "file-too-many-rows"
    assert code_of(content, Settings(max_columns=1)) == "file-too-many-columns"
    assert code_of(content, Settings(max_file_bytes=10)) == "file-too-large"


def test_no_row_is_lost_behind_rows_that_are_blank() -> None:
    content = by_arrow(people=pa.array([None, None, 1, 2, 3, 4]))

    assert len(read(content, Settings(max_rows=6)).rows) == 4
    assert code_of(content, Settings(max_rows=5)) == "file-too-many-rows"


def test_a_small_file_of_very_many_rows_is_refused_before_they_are_read() -> None:
    content = by_arrow(people=pa.nulls(50_000_000, pa.int64()))

    assert len(content) < 1_000_000
    assert code_of(content) == "file-too-many-rows"


def test_a_sheet_is_asked_only_of_a_workbook(tmp_path: Path) -> None:
    for content in (b'[{"a": 1}]', parquet("select 1 as a, 2 as b", tmp_path)):
        with pytest.raises(EngagementError) as caught:
            readers.read(content, sheet="Log", header_row=None, encoding=None, limits=Settings())
        assert caught.value.code == "sheet-in-csv"
