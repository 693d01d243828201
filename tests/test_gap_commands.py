"""Gaps at the command line: explained, whom to call, marked and withdrawn."""

from pathlib import Path

import pytest
from followed import declare, imported
from prepared import Prepared
from test_cli import run

from engagement.store import Store

MEETINGS = """
    date       | activity  | network       | working_group | organisation  | category
    2026-05-04 | Sea talk  | Coast Network | Sea Group     | Relief        | CSO
    2026-05-11 | Sea week  | Coast Network | Sea Group     | Relief        | CSO
    2026-05-18 | Sea month | Coast Network | Sea Group     | Relief        | CSO
    2026-05-05 | Fish talk | Coast Network | Fish Group    | Fishers Union | TUN
"""


@pytest.fixture
def folder(tmp_path: Path, prepared: Prepared) -> Path:
    """A folder with the groups and their meetings in its store."""
    prepared.put(meetings_recorded, tmp_path / "store")
    return tmp_path


def meetings_recorded(store: Store) -> None:
    declare(store)
    imported(store, MEETINGS)


def test_a_gap_is_explained_by_its_rank_and_ties_together(folder: Path) -> None:
    gaps = run(folder, "gaps", "--working-group", "SEA", "--json").json["gaps"]
    tied = [each for each in gaps if each["rank"] == 1]
    said = run(folder, "gaps", "--working-group", "SEA", "--explain", "1", "--json").json["gaps"]

    assert len(tied) > 1
    assert [each["gap"] for each in said] == tied
    assert {each["explanation"]["assessed"] for each in said} == {3}
    words = run(folder, "explain", "CSO", "--working-group", "SEA")
    assert (words.code, "Sea talk, SEA, 4\u00a0May 2026: 1 recorded, 0 not classified" in words.stdout) == (0, True)
    assert "Relief (Civil society): log.csv, row 2 (B0002)" in words.stdout
    as_json = run(folder, "explain", "CSO", "--working-group", "SEA", "--json").json
    assert (as_json["organisation_events"], as_json["activities"][0]["events"][0]["sources"][0]["rows"]) == (3, [2])


def test_whom_to_call_and_what_was_done(folder: Path) -> None:
    scope = ("--working-group", "SEA", "--category", "TUN")
    rank = str(run(folder, "gaps", *scope, "--json").json["gaps"][0]["rank"])
    call = run(folder, "gaps", *scope, "--call", rank, "--json").json["gaps"][0]["call_list"]
    words = run(folder, "gaps", *scope, "--call", rank)

    assert [(each["organisation"], each["reasons"][0], each["last_seen"]) for each in call] == [
        ("Fishers Union", "sibling", "2026-05-05")
    ]
    assert "active in a group of the same network" in words.stdout
    recorded = run(folder, "outreach", "record", "SEA", "TUN", "Fishers Union", "invited", "--on", "2026-06-01")
    listed = run(folder, "outreach", "list", "--json").json
    assert (recorded.code, [(each["invited"], each["came"]) for each in listed]) == (0, [(1, 0)])
    withdrawn = run(folder, "outreach", "withdraw", str(listed[0]["records"][0]["entry"]))
    assert (withdrawn.code, run(folder, "outreach", "list", "--json").json) == (0, [])


def test_a_group_is_marked_and_the_mark_withdrawn(folder: Path) -> None:
    said = ("--mechanism", "SEA", "--said-by", "Secretariat", "--on", "2026-06-01")
    marked = run(folder, "not-expected", "mark", "media", "--reason", "Closed", *said)
    listed = run(folder, "not-expected", "list", "--json").json
    withdrawn = run(folder, "not-expected", "withdraw", "media", "--reason", "Open", *said)

    assert (marked.code, withdrawn.code) == (0, 0)
    assert [(each["mechanism"], each["category"], each["reason"]) for each in listed] == [("SEA", "MED", "Closed")]
    assert run(folder, "not-expected", "list", "--json").json == []
    assert len(run(folder, "not-expected", "list", "--history", "--json").json) == 2


def test_silence_is_listed(folder: Path) -> None:
    assert [each["mechanism"] for each in run(folder, "silent", "--from", "2026", "--json").json["mechanisms"]] == [
        "HILLS"
    ]
    assert "HILLS" in run(folder, "silent", "--from", "2026").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("gaps", "--explain", "999"), 3, "999"),
        (("gaps", "--call", "999", "--category", "MED", "--to", "1990"), 3, "no gap"),
        (("explain", "Gremium"), 3, "Gremium"),
        (("outreach", "record", "SEA", "TUN", "Nobody at All", "invited"), 4, "Nobody at All"),
        (("outreach", "record", "SEA", "TUN", "Relief", "shouted"), 2, "shouted"),
        (("outreach", "record", "SEA", "TUN", "Relief", "invited", "--on", "2199"), 3, "2199"),
        (("outreach", "record", "SEE", "TUN", "Relief", "invited"), 4, "SEE"),
        (("outreach", "withdraw", "7"), 3, "7"),
        (("not-expected", "mark", "MED", "--said-by", "x"), 2, "--reason"),
    ],
)
def test_how_it_ends(folder: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = run(folder, *arguments)

    assert (answer.code, said in answer.stderr, answer.stdout) == (code, True, ""), answer.stderr
