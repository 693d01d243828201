"""Participation logs of any length, invented, the same at every run: 15 columns, about 207 bytes a row.

60 networks, 20 working groups, 14 categories in some 147 spellings, 194 countries, 55,000 organisations, 40 rows an
activity. One row in a hundred is wrong in one of five ways (`ERRORS`), one in two hundred is an exact copy.

    python -m benchmarks.made_logs 1000000 /tmp/log.csv
"""

import argparse
import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import xlsxwriter

from engagement import reference

HEADER = (
    "date",
    "activity",
    "network",
    "working_group",
    "organisation",
    "category",
    "country",
    "role",
    "stage",
    "level",
    "people",
    "women",
    "men",
    "mode",
    "place",
)
ERRORS = ("date-impossible", "activity-missing", "mechanism-missing", "counts-contradict", "country-unknown")
ROWS_AN_ACTIVITY, NETWORKS, GROUPS, CATEGORIES, SPELLINGS, COUNTRIES, ORGANISATIONS = 40, 60, 20, 14, 147, 194, 55_000
CHUNK = 20_000
LATIN = {"en", "fr", "es"}

ROLES = ("participant", "participant", "participant", "speaker", "observer", "moderator", "written_input", "organiser")
STAGES = ("attended", "attended", "attended", "registered", "invited", "spoke")
LEVELS = ("L0", "L1", "L2", "L2", "L3", "L4", "L5", "LX")
MODES = ("in_person", "online", "hybrid")
TOPICS = ("the national implementation plan", "labour mobility", "fair recruitment", "return and readmission")
KINDS = ("Consultation on", "Technical meeting on", "Regional review of", "Stakeholder dialogue on", "Workshop on")
NAMES = ("Association", "Federation", "Institute", "Council", "Foundation", "Union", "Platform", "Forum")
MATTERS = ("Migrant Workers", "Diaspora Affairs", "Human Rights", "Youth and Cities", "Public Health", "Social Policy")
PLACES = ("Dakar", "Amman", "Bangkok", "Geneva", "Nairobi", "San José", "Tunis", "Suva", "Panama City", "Tashkent")


def rows(count: int, seed: int = 3) -> Iterator[str]:
    """`count` lines of CSV without their line end."""
    random = Random(seed)
    pick = random.choice
    organisations = _organisations(random)
    line = ""
    for number in range(count):
        if number % ROWS_AN_ACTIVITY == 0:
            day, activity, network, group, mode, place = _activity(random, number // ROWS_AN_ACTIVITY)
        chance = random.random()
        if chance < 0.005 and number % ROWS_AN_ACTIVITY:
            yield line
            continue
        organisation, spellings, country = pick(organisations)
        women, men = int(chance * 1000) % 4, int(chance * 10_000) % 3
        cells = [day, activity, network, group, organisation, pick(spellings), country, pick(ROLES), pick(STAGES)]
        cells += [pick(LEVELS), str(women + men + 1), str(women), str(men), mode, place]
        if chance > 0.99:
            _spoil(cells, ERRORS[number % len(ERRORS)])
        line = ",".join(cells)
        yield line


def wrong_rows(count: int) -> Iterator[str]:
    """`count` lines in which every value of every column that can be wrong is wrong, each in a thousand ways.

    A column of ten thousand unreadable texts would be refused as a whole.
    """
    for number in (each % 1_000 for each in range(count)):
        yield (
            f"2024-13-{number},Activity {number % 997},Network {number % 60},Group {number % 20},Organisation {number},"
            f"kind {number},Atlantis {number},role {number},stage {number},level {number},{number} or so,few {number},"
            f"some {number},mode {number},Place {number % 10}"
        )


def write(path: Path, count: int, *, is_wrong: bool = False) -> Path:
    """A log of `count` rows at `path`, made if it is not there."""
    if not path.exists():
        lines = wrong_rows(count) if is_wrong else rows(count)
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(HEADER) + "\n")
            while chunk := list(islice(lines, CHUNK)):
                file.write("\n".join(chunk) + "\n")
        unfinished.rename(path)
    return path


def write_workbook(path: Path, log: Path) -> Path:
    """The rows of a CSV log as an XLSX: real dates and numbers where the cells are dates and numbers."""
    if not path.exists():
        with (
            xlsxwriter.Workbook(path, {"constant_memory": True}) as book,
            log.open(encoding="utf-8", newline="") as lines,
        ):
            page, day = book.add_worksheet("Log"), book.add_format({"num_format": "yyyy-mm-dd"})
            for number, cells in enumerate(csv.reader(lines)):
                for column, cell in enumerate(cells):
                    if column == 0 and number and (written := _day(cell)):
                        page.write_datetime(number, column, written, day)
                    else:
                        page.write(number, column, int(cell) if cell.isdigit() else cell)
    return path


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _spoil(cells: list[str], error: str) -> None:
    match error:
        case "date-impossible":
            cells[0] = cells[0][:5] + "13" + cells[0][7:]
        case "activity-missing":
            cells[1] = ""
        case "mechanism-missing":
            cells[2] = cells[3] = ""
        case "counts-contradict":
            cells[11] = str(int(cells[10]) + 2)
        case "country-unknown":
            cells[6] = "Atlantis"


def _activity(random: Random, number: int) -> tuple[str, str, str, str, str, str]:
    day = date(2019, 1, 7) + timedelta(days=random.randrange(2400))
    network = random.randrange(NETWORKS)
    group = network if network < GROUPS and random.random() < 0.8 else None  # the first twenty have one each
    title = f"{random.choice(KINDS)} {random.choice(TOPICS)}, session {number + 1}"
    return (
        day.isoformat(),
        _quoted(title),
        f"Example network {network + 1:02} on migration",
        "" if group is None else f"Group {group + 1:02} on pathways",
        random.choice(MODES),
        random.choice(PLACES),
    )


def _organisations(random: Random) -> list[tuple[str, list[str], str]]:
    """(name, the spellings of its category, country) of every organisation."""
    spellings = _spellings()
    countries = [row["alpha2"] for row in reference.table("countries")][:COUNTRIES]
    return [
        (
            _quoted(
                f"{random.choice(NAMES)} for {random.choice(MATTERS)}{', Section' * (number % 25 == 0)} {number:05}"
            ),
            random.choice(spellings),
            random.choice(countries),
        )
        for number in range(ORGANISATIONS)
    ]


def _spellings() -> list[list[str]]:
    """Per category, words in Latin letters that mean it and nothing else."""
    kinds = {row["code"]: row["kind"] for row in reference.table("categories")}
    found: dict[str, dict[str, None]] = {}
    for row in reference.table("synonyms"):
        if kinds[row["code"]] in {"named", "institutional"} and row["answer"] == "auto" and row["lang"] in LATIN:
            found.setdefault(row["code"], {})[_quoted(row["term"])] = None
    usual = sorted(found.values(), key=len, reverse=True)[:CATEGORIES]
    ends = [SPELLINGS * place // CATEGORIES for place in range(CATEGORIES + 1)]
    return [list(terms)[: end - start] for terms, start, end in zip(usual, ends[:-1], ends[1:], strict=True)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if {",", '"'} & set(text) else text


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--wrong", action="store_true", help="every value wrong")
    asked = parser.parse_args()
    write(asked.path, asked.rows, is_wrong=asked.wrong)
