"""The commands that bring logs in: profiles, corrections, near copies, refused rows, meetings recorded by hand."""

import csv
import io
import json
from pathlib import Path

import pytest
from tables import log
from typer.testing import CliRunner

from engagement import cli
from engagement.progress import Progress, Step
from engagement.watching import sentence, watched

SHEET = """
    Jour       | Séance  | Structure    | Genre d'organisme | Remarque
    06.05.2024 | Hearing | Blue Union   | friendly giant    |
    07.05.2024 | Hearing | Lake College | academia          |
"""
ANSWERS = (
    *("--network", "Coast", "--map", "Jour=date", "--map", "Séance=activity", "--map", "Structure=organisation"),
    *("--map", "Genre d'organisme=category", "--value", "category:friendly giant=TUN", "--date-order", "dmy"),
)


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and what was said to the person."""
    result = CliRunner().invoke(cli.app, [*arguments, "--store", str(folder / "store")])
    error = result.exception
    if isinstance(error, cli.EngagementError):
        return error.exit_code, result.stdout, result.stderr + str(error)
    if error is not None and not isinstance(error, SystemExit):
        raise error
    return result.exit_code, result.stdout, result.stderr


def written(folder: Path, name: str, drawing: str) -> str:
    (folder / name).write_bytes(log(drawing))
    return str(folder / name)


# ---- profiles ----


def test_answers_saved_once_read_the_next_file(tmp_path: Path) -> None:
    first = written(tmp_path, "may.csv", SHEET)
    assert run(tmp_path, "import", first, *ANSWERS, "--save-profile", "Coast forum")[0] == 0

    second = written(tmp_path, "june.csv", SHEET.replace("05.2024", "06.2024"))
    code, out, _ = run(tmp_path, "import", second, "--profile", "Coast forum", "--json")

    said = json.loads(out)
    assert (code, said["rows_accepted"], said["labels"]) == (0, 2, {"academia": "ACA", "friendly giant": "TUN"})
    profiles = json.loads(run(tmp_path, "profiles", "--json")[1])
    assert [each["version"] for each in profiles if each["name"] == "Coast forum"] == [1]
    assert "Coast forum" in run(tmp_path, "profiles")[1]


def test_a_profile_that_no_longer_fits_names_the_column_that_is_gone(tmp_path: Path) -> None:
    run(tmp_path, "import", written(tmp_path, "may.csv", SHEET), *ANSWERS, "--save-profile", "Coast forum")

    changed = written(tmp_path, "june.csv", SHEET.replace("Structure", "Structures"))
    code, _, error = run(tmp_path, "import", changed, "--profile", "Coast forum")

    assert (code, "“Structure” is not" in error, "nearest headers are “Structures”" in error) == (3, True, True)


def test_what_is_said_now_comes_before_what_a_profile_remembers(tmp_path: Path) -> None:
    run(tmp_path, "import", written(tmp_path, "may.csv", SHEET), *ANSWERS, "--save-profile", "Coast forum")

    second = written(tmp_path, "june.csv", SHEET.replace("05.2024", "06.2024"))
    said = ("--profile", "Coast forum", "--value", "category:friendly giant=FBO")
    out = run(tmp_path, "import", second, *said, "--json")[1]

    assert json.loads(out)["labels"] == {"academia": "ACA", "friendly giant": "FBO"}


@pytest.mark.parametrize("name", ["../evil", "a/b", "", "con"])
def test_a_profile_is_never_a_path(tmp_path: Path, name: str) -> None:
    code, _, _ = run(tmp_path, "import", written(tmp_path, "may.csv", SHEET), *ANSWERS, "--profile", name or "  ")

    assert code == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["may.csv", "store"]


# ---- corrections ----

LOG = """
    date       | activity | network | organisation | category    | people
    2024-05-06 | Hearing  | Coast   | Blue Union   | trade union | 4
    2024-05-06 | Hearing  | Coast   | BLUE UNION   | trade union | 4
    2024-05-07 | Hearing  | Coast   | Lake College | academia    | 3
"""


def test_a_corrected_file_is_shown_and_then_takes_the_place(tmp_path: Path) -> None:
    run(tmp_path, "import", written(tmp_path, "may.csv", LOG))
    corrected = written(
        tmp_path, "may 2.csv", LOG.replace("| 3", "| 5") + "2024-05-08 | Talk | Coast | Hill | NGO | 1\n"
    )

    code, out, error = run(tmp_path, "import", corrected, "--check", "--replace", "B0001", "--json")
    said = json.loads(out)
    assert (code, said["batch"], said["added"], said["changed"], said["removed"]) == (0, None, 1, 1, 0)
    assert "Rows against B0001: 1 added, 1 changed, 0 removed." in error

    assert json.loads(run(tmp_path, "import", corrected, "--replace", "B0001", "--json")[1])["batch"] == "B0002"
    batches = json.loads(run(tmp_path, "batches", "--json")[1])
    assert [(each["batch"], each["replaces"], each["undone_at"] is None) for each in batches] == [
        ("B0002", "B0001", True),
        ("B0001", None, False),
    ]


def test_near_copies_are_set_aside_on_request(tmp_path: Path) -> None:
    file = written(tmp_path, "may.csv", LOG)

    kept = json.loads(run(tmp_path, "import", file, "--check", "--json")[1])
    set_aside = json.loads(run(tmp_path, "import", file, "--near-copies", "set-aside", "--check", "--json")[1])

    assert [(each["rows_accepted"], each["rows_duplicate"]) for each in (kept, set_aside)] == [(3, 0), (2, 1)]


def test_undo_says_what_it_could_not_bring_back(tmp_path: Path) -> None:
    run(tmp_path, "import", written(tmp_path, "may.csv", LOG))
    run(tmp_path, "import", written(tmp_path, "more.csv", LOG + "2024-05-08 | Talk | Coast | Hill | NGO | 1\n"))

    code, out, error = run(tmp_path, "undo", "B0001", "--json")

    assert (code, json.loads(out)) == (0, {"batch": "B0001", "rows": 3, "restored": None, "set_aside": {"B0002": 3}})
    assert "Rows of B0002 that had been set aside because they stood in B0001: 3." in error


def test_refused_rows_are_written_with_their_reasons(tmp_path: Path) -> None:
    file = written(tmp_path, "may.csv", LOG + "soon | Talk | Coast | Hill | NGO | 1\n")

    code, _, _ = run(tmp_path, "import", file, "--rejects", str(tmp_path / "mend.csv"))

    rows = list(csv.reader(io.StringIO((tmp_path / "mend.csv").read_text(encoding="utf-8-sig"))))
    assert (code, len(rows), rows[0][-1], rows[1][0]) == (1, 2, "What to mend", "soon")


def test_a_file_whose_rows_are_all_refused_says_what_to_mend(tmp_path: Path) -> None:
    file = written(tmp_path, "may.csv", LOG.replace("2024-05-0", "soon "))

    code, _, error = run(tmp_path, "import", file, "--rejects", str(tmp_path / "mend.csv"))

    assert (code, "3 × Row 2: “soon 6” is not a date" in error) == (3, True)
    assert (tmp_path / "mend.csv").read_text(encoding="utf-8-sig").count("soon") == 6


@pytest.mark.parametrize("option", ["--rejects", "--replace"])
def test_what_belongs_to_one_file_is_not_asked_of_two(tmp_path: Path, option: str) -> None:
    first, second = written(tmp_path, "1.csv", LOG), written(tmp_path, "2.csv", LOG)

    assert run(tmp_path, "import", first, second, option, "B0001")[0] == 3


def test_files_before_one_that_cannot_be_read_are_recorded_and_said(tmp_path: Path) -> None:
    file = written(tmp_path, "1.csv", LOG)

    code, out, _ = run(tmp_path, "import", file, str(tmp_path / "nowhere.csv"), "--json")

    assert (code, [each["batch"] for each in json.loads(out)]) == (3, ["B0001"])


@pytest.mark.parametrize(
    ("option", "value"), [("--century", "1800"), ("--thousands", ";"), ("--layout", "spiral"), ("--replace", "B0099")]
)
def test_an_option_that_cannot_be_is_one_sentence(tmp_path: Path, option: str, value: str) -> None:
    code, out, error = run(tmp_path, "import", written(tmp_path, "may.csv", LOG), option, value)

    assert (code in (2, 3, 6), out, value in error) == (True, "", True)


# ---- by hand ----


def test_a_meeting_is_recorded_by_hand(tmp_path: Path) -> None:
    meeting = ("--activity", "Hearing", "--date", "March 2024", "--network", "Coast")
    counts = ("--head-count", "trade union=12:5:7", "--head-count", "media=")

    code, out, _ = run(tmp_path, "record", *meeting, *counts, "--json")

    said = json.loads(out)
    assert (code, said["file"], said["rows_accepted"], said["activities"]) == (0, "by hand", 2, 1)
    (activity,) = json.loads(run(tmp_path, "activities", "--json")[1])
    assert (activity["title"], activity["date_precision"], activity["people"]) == ("Hearing", "month", 12)


def test_a_head_count_that_says_no_number_of_anything_is_refused(tmp_path: Path) -> None:
    meeting = ("--activity", "Hearing", "--date", "2024", "--network", "Coast")

    assert run(tmp_path, "record", *meeting, "--head-count", "twelve")[0] == 3
    assert run(tmp_path, "record", *meeting, "--head-count", "media=twelve", "--check")[0] == 0


# ---- progress ----


def test_progress_is_a_sentence_with_rows_and_time() -> None:
    progress = Progress()
    progress.reach(Step.READING, rows=500_000, total=1_000_000)

    assert sentence("may.csv", progress) == "may.csv: reading, 500,000 rows, about 0 s left"


def test_short_work_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with watched("may.csv") as progress:
        progress.reach(Step.ROWS, rows=3)

    assert capfd.readouterr().err == ""
