"""The command line as a contract: what is on standard output, what the exit code says, what JSON holds."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import typer
from logs import as_csv, from_text, load
from prepared import Prepared
from typer.testing import CliRunner

from engagement import cli
from engagement.store import Store

TOP = Path(__file__).parent.parent

LOG = """
activity | date       | network   | organisation | category      | level | women | men | people
Forum    | 2026-02-01 | Network A | Relief       | Civil society | L3    | 6     | 7   | 13
Forum    | 2026-02-01 | Network A | =Union       | Trade unions  | L1    |       |     |
Forum    | 2026-02-01 | Network A | Mystery      | Gremium       |       |       |     |
Council  | 2026-02-08 | Network A | Relief       | Civil society | L2    |       |     |
Panel    | 2026-02-15 | Network A | Relief       | Civil society | L2    |       |     |
"""


class Answer:
    """What a command said and how it ended."""

    def __init__(self, *arguments: str) -> None:
        result = CliRunner().invoke(cli.app, list(arguments))
        error = result.exception
        self.stdout, self.stderr = result.stdout, result.stderr
        self.code = error.exit_code if isinstance(error, cli.EngagementError) else result.exit_code
        if isinstance(error, cli.EngagementError):
            self.stderr += str(error)
        elif error is not None and not isinstance(error, SystemExit):
            raise error

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)


@pytest.fixture
def folder(tmp_path: Path, prepared: Prepared) -> Path:
    """A folder with a log of five rows, recorded in its store."""
    prepared.put(five_rows, tmp_path / "store")
    (tmp_path / "log.csv").write_bytes(as_csv(from_text(LOG)))
    return tmp_path


def five_rows(store: Store) -> None:
    load(store, LOG)


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with five such logs, enough for shares and intervals; tests only read it."""
    folder = tmp_path_factory.mktemp("read-only")
    for month in range(1, 6):
        record(folder, f"{month}.csv", LOG.replace("2026-02", f"2026-0{month}"))
    return folder


def record(folder: Path, name: str, log: str) -> None:
    (folder / name).write_bytes(as_csv(from_text(log)))
    assert run(folder, "import", str(folder / name)).code == 0


def run(folder: Path, *arguments: str) -> Answer:
    return Answer(*arguments, "--store", str(folder / "store"))


def program(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """The program itself, in a process of its own."""
    start = [sys.executable, "-c", "from engagement.cli import main; main()", *arguments]
    return subprocess.run(start, capture_output=True, text=True, check=False, cwd=TOP, timeout=60)


# ---- how it ends --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("gaps",), 0),
        (("check",), 0),
        (("import", "{bad}", "--check"), 1),
        (("gaps", "--nonsense"), 2),
        (("gaps", "--list", "para99"), 4),
        (("matrix", "--by", "moon"), 2),
        (("import",), 2),
        (("import", "{folder}/none.csv"), 3),
        (("import", "{bad}", "--map", "Nothing=organisation"), 3),
        (("import", "{bad}", "--map", "activity"), 3),
        (("gaps", "--from", "yesterday"), 3),
        (("indicators", "--category", "Gremium"), 3),
        (("summary", "--out", "{folder}/x.odt", "--format", "odt"), 3),
        (("summary", "--out", "{folder}/x.docx", "--lang", "de"), 3),
        (("summary", "--out", "{folder}/x.docx", "--lang", "fr", "--beside", "fr"), 3),
        (("summary", "--out", "{folder}/x.xlsx", "--format", "xlsx", "--beside", "fr"), 3),
        (("summary", "--out", "{folder}/x.docx", "--style", "oscar"), 3),
        (("expectations", "import", "{bad}"), 3),
        (("gaps", "--network", "Netwrok A"), 4),
        (("gaps", "--working-group", "Network A"), 4),
        (("undo", "B0099"), 6),
        (("undo", "nothing"), 6),
    ],
)
def test_exit_codes(read_only: Path, arguments: tuple[str, ...], code: int) -> None:
    (read_only / "bad.csv").write_bytes(as_csv(from_text(LOG.replace("2026-02-01", "someday"))))
    places = {"folder": str(read_only), "bad": str(read_only / "bad.csv")}
    answer = run(read_only, *(each.format(**places) for each in arguments))

    assert answer.code == code, answer.stderr
    if code > 1:
        assert answer.stdout == ""
        assert answer.stderr != ""


def test_an_error_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    answer = program("gaps", "--network", "Nowhere", "--store", str(tmp_path / "store"))

    assert (answer.returncode, answer.stdout) == (4, "")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "Nowhere" in answer.stderr


def test_a_folder_that_cannot_hold_a_store_is_exit_six(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    answer = program("gaps", "--store", str(tmp_path / "file"))

    assert (answer.returncode, answer.stdout) == (6, "")
    assert "Traceback" not in answer.stderr


def test_a_damaged_journal_is_exit_six(folder: Path) -> None:
    (payload,) = (folder / "store" / "journal").glob("*.fact.parquet")
    payload.write_bytes(payload.read_bytes()[:-9] + b"tampered!")
    answer = run(folder, "check")

    assert (answer.code, answer.stdout) == (6, "")


def test_an_unknown_network_is_answered_with_the_nearest(folder: Path) -> None:
    assert "Network A" in run(folder, "gaps", "--network", "Netwrok A").stderr


# ---- what is on standard output -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["gaps", "indicators", "matrix", "activities", "organisations", "batches", "expectations list"]
)
@pytest.mark.parametrize("form", ["", "--json", "--csv"])
def test_every_read_answers_in_words_json_and_csv(read_only: Path, command: str, form: str) -> None:
    answer = run(read_only, *command.split(), *filter(None, [form]))

    assert (answer.code, answer.stderr) == (0, "")
    if form == "--json":
        assert answer.json
    else:
        lines = list(csv.reader(io.StringIO(answer.stdout))) if form == "--csv" else answer.stdout.splitlines()
        assert len(lines) > 1
    if form == "--csv":
        assert len({len(line) for line in lines}) == 1


def test_a_receipt_is_said_on_standard_error(folder: Path) -> None:
    answer = run(folder, "import", str(folder / "log.csv"), "--check")

    assert answer.stdout == ""
    assert "already" in answer.stderr


def test_csv_runs_nothing_in_a_spreadsheet(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(folder, "organisations", "--csv").stdout)))

    assert sorted(row["name"] for row in rows) == ["'=Union", "Mystery", "Relief"]
    assert sorted(each["name"] for each in run(folder, "organisations", "--json").json) == [
        "=Union",
        "Mystery",
        "Relief",
    ]


def test_import_json(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(as_csv(from_text(LOG.replace("2026-02-15", "someday"))))
    answer = run(tmp_path, "import", str(tmp_path / "log.csv"), "--json")
    said = answer.json

    assert answer.code == 1
    assert {
        name: said[name]
        for name in (
            "batch",
            "file",
            "rows_read",
            "rows_accepted",
            "rows_refused",
            "rows_duplicate",
            "rows_unclassified",
            "activities",
            "organisations",
        )
    } == {
        "batch": "B0001",
        "file": "log.csv",
        "rows_read": 5,
        "rows_accepted": 4,
        "rows_refused": 1,
        "rows_duplicate": 0,
        "rows_unclassified": 1,
        "activities": 2,
        "organisations": 3,
    }
    assert re.fullmatch("[0-9a-f]{64}", said["sha256"])
    assert {tuple(sorted(problem)) for problem in said["problems"]} == {
        ("code", "column", "message", "row", "severity", "value")
    }
    (refused,) = (problem for problem in said["problems"] if problem["severity"] == "blocking")
    assert (refused["row"], refused["column"], refused["value"]) == (6, "date", "someday")
    assert sum(said["problem_counts"].values()) == len(said["problems"])


def test_indicators_json(folder: Path) -> None:
    said = run(folder, "indicators", "--network", "Network A", "--from", "2026", "--to", "2026-02", "--json").json

    assert {name: said[name] for name in ("scope", "period", "list", "unit", "activities", "coverage")} == {
        "scope": {"networks": ["Network A"], "working_groups": []},
        "period": {"from": "2026-01-01", "to": "2026-02-28"},
        "list": "para44",
        "unit": "organisation-event",
        "activities": {
            "held": 3,
            "open": 3,
            "closed": 0,
            "with_log": 3,
            "in_doubt": 0,
            "openness_not_recorded": 3,
        },
        "coverage": {"recorded": 2, "expected": 12, "upper": 3},
    }
    assert said["organisation_events"] == {
        "classified": 4,
        "unclassified": 1,
        "institutional": 0,
        "classified_share": None,
        "level_known": 4,
    }
    found = {each["category"]: each for each in said["categories"]}
    assert {name: found["CSO"][name] for name in ("organisation_events", "organisations", "activities")} == {
        "organisation_events": 3,
        "organisations": 1,
        "activities": 3,
    }
    undefined = ("share", "share_low", "share_high", "ratio", "ratio_low", "ratio_high", "presence")
    assert [found["CSO"][name] for name in undefined] == [None] * 7
    assert (found["CSO"]["women"], found["TUN"]["women"], found["MED"]["women"]) == (6, None, None)
    assert said["people"]["withheld"] == "too_few"  # what a document would tell of people
    assert (found["CSO"]["involved"], found["CSO"]["level_known"]) == (1, 3)


def test_gaps_json(folder: Path) -> None:
    said = run(folder, "gaps", "--category", "Media", "--json").json

    assert {name: said[name] for name in ("list", "expectations")} == {"list": "para44", "expectations": 3}
    presence = next(each for each in said["gaps"] if each["type"] == "presence")
    assert {name: presence[name] for name in presence if name not in ("rank", "scopes", "basis", "author", "date")} == {
        "type": "presence",
        "category": "MED",
        "mechanism": "Network A",
        "recorded": 0,
        "best_case": 1,
        "denominator": 3,
        "expected": 1.5,
        "unit": "activity",
        "g_obs": 1.0,
        "g_fav": pytest.approx(1 / 3),
        "status": "confirmed",
        "severity": "major",
        "needed_low": 1,
        "needed_high": 2,
        "needed_unit": "activity",
        "is_at_most": False,
        "expectation": 0.5,
        "is_tool_default": True,
    }
    assert {each["category"] for each in said["gaps"]} == {"MED"}


# ---- writes -------------------------------------------------------------------------------------------------------


def test_undo_restores_every_figure(folder: Path) -> None:
    reads = (("indicators",), ("gaps",), ("matrix",), ("activities",), ("organisations",))
    before = [run(folder, *read, "--json").json for read in reads]
    (folder / "more.csv").write_bytes(as_csv(from_text(LOG.replace("Trade unions", "Media"))))
    batch = run(folder, "import", str(folder / "more.csv"), "--json").json["batch"]
    between = [run(folder, *read, "--json").json for read in reads]
    undone = run(folder, "undo", batch)

    assert (undone.code, undone.stdout) == (0, "")
    assert between != before
    assert [run(folder, *read, "--json").json for read in reads] == before


def test_the_same_file_again_changes_nothing(folder: Path) -> None:
    before = run(folder, "indicators", "--json").json
    again = run(folder, "import", str(folder / "log.csv"), "--json")

    assert (again.code, again.json["already_imported"], again.json["rows_accepted"]) == (0, True, 0)
    assert run(folder, "indicators", "--json").json == before


def test_declared_expectations_are_listed_before_the_defaults(folder: Path) -> None:
    (folder / "expected.csv").write_text(
        "type,mechanism,category,value,author,date,basis,valid_from,valid_to\n"
        "presence,Network A,Trade unions,2/3,Coordinator,2026-01-12,Terms of reference,,\n"
    )
    declared = run(folder, "expectations", "import", str(folder / "expected.csv"))
    listed = run(folder, "expectations", "list", "--json").json

    assert (declared.code, declared.stdout) == (0, "")
    assert [(each["type"], each["category"], each["is_tool_default"]) for each in listed] == [
        ("presence", "TUN", False),
        ("records", None, True),
        ("absence", None, True),
        ("presence", None, True),
    ]


def read_docx(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def read_xlsx(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("form", "lang", "coverage"),
    [
        ("docx", "en", "2 of 12 groups"),
        ("docx", "fr", "2 groupes sur 12"),
        ("xlsx", "en", "2 of 12 groups"),
        ("json", "fr", "2 groupes sur 12"),
        ("csv", "en", "2 of 12"),  # tables only: groups recorded in the year
        ("csv", "fr", "2 sur 12"),
    ],
)
def test_a_summary_opens_and_carries_the_coverage(read_only: Path, form: str, lang: str, coverage: str) -> None:
    out = read_only / f"{lang}.{form}"
    answer = run(read_only, "summary", "--out", str(out), "--format", form, "--lang", lang)
    readers = {"docx": read_docx, "xlsx": read_xlsx}
    text = readers[form](out) if form in readers else out.read_text(encoding="utf-8-sig")

    assert (answer.code, answer.stdout) == (0, f"{out}\n")
    assert coverage in text


# ---- help ---------------------------------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    group = typer.main.get_command(cli.app)
    found: dict[str, Any] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        parts = getattr(command, "commands", {})
        found |= {f"{name} {part}": each for part, each in parts.items()}
        if not parts or command.invoke_without_command:
            found[name] = command
    return found


def test_every_command_has_help_and_stands_in_the_readme() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")

    assert [name for name, command in commands().items() if not command.help] == []
    assert [name for name in commands() if f"engagement {name}" not in readme] == []


def test_every_command_in_the_readme_exists() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    block = next(each for each in readme.split("```") if "engagement import FILE..." in each)
    groups = {name.split()[0] for name in commands() if " " in name}
    named = re.findall(rf"engagement ((?:(?:{'|'.join(groups)})(?: [a-z-]+)?)|[a-z]+)", block)

    assert set(named) == set(commands())


def test_help_is_an_answer() -> None:
    answer = Answer("gaps", "--help")

    assert answer.code == 0
    assert "--network" in re.sub(r"\x1b\[[0-9;]*m", "", answer.stdout)


def test_expectations_are_checked_refused_as_a_whole_and_given_out(folder: Path) -> None:
    file, header = folder / "expected.csv", "type,mechanism,category,value,author,date,basis,valid_from,valid_to\r\n"
    good = "frequency,Network A,CSO,184,Office,2026-01-12,rules,,\r\n"
    file.write_text(header + good + "share,,CSO,1.4,Office,2026-01-12,agreed,,\r\n")
    checked, refused = (run(folder, "expectations", "import", str(file), *option) for option in (["--check"], []))
    before = run(folder, "expectations", "export").stdout
    file.write_text(header + good)
    done = run(folder, "expectations", "import", str(file))
    preset = run(folder, "expectations", "preset", "ccm-seats", "--author", "Office", "--date", "2026-01-12")

    assert (checked.code, refused.code, done.code, preset.code) == (1, 3, 0, 0)
    assert checked.stderr.splitlines()[0] == refused.stderr.splitlines()[0]
    assert checked.stderr.startswith("Row 3: “1.4” cannot be expected of type “share”.")
    assert [before.lstrip("\ufeff").split(), done.stderr] == [header.split(), "1 expectation declared\n"]
    assert run(folder, "expectations", "export").stdout.lstrip("\ufeff").split() == (header + good).split()
    assert [line.split(",")[:4] for line in preset.stdout.splitlines()[1:]] == [
        ["seat_attendance", "", "", "3/4"],
        ["consecutive_absences", "", "", "3"],
    ]
