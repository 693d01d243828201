"""Three real files through the command line as README.md shows it, cell for cell with counts made independently."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from engagement.cli import app

FILES = Path(__file__).parent / "files"
README = Path(__file__).parent.parent / "README.md"

Answers = list[dict[str, str]]


def answers(path: str) -> Answers:
    with (FILES / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def commands() -> list[list[str]]:
    """The import commands of README.md, word for word."""
    whole = README.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in whole.splitlines() if line.strip().startswith("engagement import ")]
    return [words(line)[1:] for line in lines if "FILE" not in line.split()[2]]


def words(line: str) -> list[str]:
    return [re.sub('"', "", word) for word in re.findall(r'(?:[^\s"]|"[^"]*")+', line)]


def run(store: Path, *arguments: str) -> Any:
    """What a command prints on standard output, read as JSON."""
    result = CliRunner().invoke(app, [*arguments, "--store", str(store), "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Path, Any]]]:
    """Each file's store and receipt."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(FILES)
        stores = [tmp_path_factory.mktemp("store") for _ in range(3)]
        receipts = [run(store, *line) for store, line in zip(stores, commands(), strict=True)]
        yield {receipt["file"]: (store, receipt) for store, receipt in zip(stores, receipts, strict=True)}


def accounts_for_every_row(receipt: dict[str, Any]) -> bool:
    parts = ("rows_accepted", "rows_refused", "rows_duplicate")
    return bool(receipt["rows_read"] == sum(receipt[part] for part in parts))


# ---- preparatory sessions: a row is a delegate --------------------------------------------------------------------


def sessions() -> Answers:
    """The rows of single sessions and single groups; a group nobody came from has no row in the file."""
    rows = answers("unfccc_precops/answers_by_meeting_group.csv")
    return [row for row in rows if "(all)" not in (row["Meeting"], row["Group_Type"]) and row["rows"] != "0"]


def delegations(store: Path) -> dict[tuple[str, str], dict[str, Any]]:
    found = run(store, "activities")
    return {(activity["title"], label["label"]): label for activity in found for label in activity["labels"]}


def test_delegates_by_session_and_group(imported: dict[str, tuple[Path, Any]]) -> None:
    store, receipt = imported["precops.min.csv"]
    found = delegations(store)

    assert (receipt["rows_read"], receipt["rows_accepted"], receipt["activities"]) == (7830, 7830, 11)
    assert {
        key: {
            "rows": str(label["rows"]),
            "organisations": str(label["organisations_as_spelled"]),
            "people": str(label["people"]),
            "women": str(label["women"]),
            "men": str(label["men"]),
            "unknown": str(label["people"] - label["gender_recorded"]),
        }
        for key, label in found.items()
    } == {
        (row["Meeting"], row["Group_Type"]): {
            "rows": row["rows"],
            "organisations": row["distinct_delegations"],
            "people": row["rows"],
            "women": row["female"],
            "men": row["not_female"],
            "unknown": row["gender_unknown"],
        }
        for row in sessions()
    }


def test_delegates_with_a_column_of_persons_are_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FILES)
    receipt = run(tmp_path, *commands()[0], "--map", "person_key=person")

    assert accounts_for_every_row(receipt)
    assert {key: label["people"] for key, label in delegations(tmp_path).items()} == {
        (row["Meeting"], row["Group_Type"]): int(row["distinct_persons_in_delegation"]) for row in sessions()
    }
    kept = b"".join(path.read_bytes() for path in (tmp_path / "journal").iterdir())
    assert b"aa343f33d3" not in kept


def test_sessions_dated_to_a_year_stay_dated_to_a_year(imported: dict[str, tuple[Path, Any]]) -> None:
    store, _ = imported["precops.min.csv"]
    dates = {(each["title"], each["date_from"][:4], each["date_precision"]) for each in run(store, "activities")}

    assert dates == {(row["Meeting"], row["Year"], "year") for row in sessions()}


# ---- side events: a row is an organiser ---------------------------------------------------------------------------


def by_conference() -> dict[tuple[str, str], dict[str, str]]:
    rows = answers("unfccc_side_events/answers_by_cop_type.csv")
    return {(row["COP"], row["Org_Type"]): row for row in rows}


def test_organisers_by_conference_and_constituency(imported: dict[str, tuple[Path, Any]]) -> None:
    store, receipt = imported["event_affiliation_energy.xlsx"]
    expected = by_conference()
    found = {
        (conference, label["label"]): {
            "org_event_rows": str(label["rows"]),
            "events": str(label["activities"]),
            "organisations": str(label["organisations_as_spelled"]),
        }
        for conference in sorted({key[0] for key in expected})
        for label in run(store, "indicators", "--working-group", f"UNFCCC/{conference}")["labels"]
    }

    assert (receipt["rows_read"], receipt["rows_accepted"], receipt["activities"]) == (761, 761, 363)
    assert found == {key: {name: row[name] for name in found[key]} for key, row in expected.items()}


def test_organisers_by_constituency_over_all_conferences(imported: dict[str, tuple[Path, Any]]) -> None:
    store, _ = imported["event_affiliation_energy.xlsx"]
    labels = run(store, "indicators", "--network", "UNFCCC")["labels"]

    assert {(each["label"], each["rows"], each["activities"], each["organisations_as_spelled"]) for each in labels} == {
        (row["Org_Type"], int(row["org_event_rows"]), int(row["events"]), int(row["organisations"]))
        for row in answers("unfccc_side_events/answers_by_type.csv")
    }


def test_matrix_of_conferences_shows_the_empty_cells(imported: dict[str, tuple[Path, Any]]) -> None:
    store, _ = imported["event_affiliation_energy.xlsx"]
    expected = by_conference()
    answer = run(store, "matrix", "--rows", "label")
    cells = {(cell["column"].removeprefix("UNFCCC/"), cell["row"]): cell for cell in answer["cells"]}
    recorded = {key for key, cell in cells.items() if cell["state"] == "recorded"}

    assert set(cells) == {(cop, kind) for cop, _ in expected for _, kind in expected}
    assert recorded == set(expected)
    assert {key: cells[key]["organisations"] for key in recorded} == {
        key: int(row["organisations"]) for key, row in expected.items()
    }
    assert {cells[key]["state"] for key in set(cells) - recorded} == {"not_recorded", "possible"}
    assert {cells[key]["organisation_events"] for key in set(cells) - recorded} == {0}


def test_matrix_of_years_is_that_of_the_conferences(imported: dict[str, tuple[Path, Any]]) -> None:
    """COP 9 was held in 2003, COP 28 in 2023; 2020 had none."""
    store, _ = imported["event_affiliation_energy.xlsx"]
    answer = run(store, "matrix", "--by", "year", "--rows", "label")
    found = {(cell["column"], cell["row"]): cell for cell in answer["cells"]}
    year = {f"COP{number:02}": str(1994 + number + (number > 25)) for number in range(9, 29)}
    expected = {(year[cop], kind): int(row["organisations"]) for (cop, kind), row in by_conference().items()}

    assert answer["columns"] == [str(each) for each in range(2003, 2024)]
    assert {key: cell["organisations"] for key, cell in found.items() if cell["state"] == "recorded"} == expected
    assert {cell["state"] for (column, _), cell in found.items() if column == "2020"} == {"no_report"}


# ---- operational presence: a row is a project ---------------------------------------------------------------------


def test_organisations_by_type_in_chad(imported: dict[str, tuple[Path, Any]]) -> None:
    store, receipt = imported["tcd_3w_avr2025.xlsx"]
    (activity,) = run(store, "activities")
    expected = {
        row["raw_type"].replace("(blank)", ""): (int(row["rows"]), int(row["organisations"]))
        for row in answers("ocha_3w/answers_by_type.csv")
        if row["country"] == "TCD"
    }
    everything = expected.pop("(all)")

    assert {each["label"]: (each["rows"], each["organisations_as_spelled"]) for each in activity["labels"]} == expected
    assert (receipt["rows_read"], receipt["organisations_as_spelled"]) == everything
    # of two national organisations a second spelling is certain: one by its letters, one by its words
    assert {each["label"]: each["organisations"] for each in activity["labels"]}["ONG Nationale"] == 105
    assert (receipt["organisations"], activity["organisations"]) == (205, 205)


def test_the_hxl_row_of_chad_is_no_data(imported: dict[str, tuple[Path, Any]]) -> None:
    store, receipt = imported["tcd_3w_avr2025.xlsx"]

    assert accounts_for_every_row(receipt)
    assert [each["name"] for each in run(store, "organisations") if each["name"].startswith("#")] == []
