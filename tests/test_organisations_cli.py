"""The commands about organisations, and the lists that come in and go out: answers, exit codes, what is recorded."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from logs import as_csv, from_text, load
from prepared import Prepared
from test_cli import Answer, run

from engagement.store import Store

LOG = """
activity | date       | network   | organisation               | category      | country
Forum    | 2026-02-01 | Network A | Relief Network International | Civil society | Chad
Forum    | 2026-02-01 | Network A | Relief Network Intl.       | Civil society | Chad
Council  | 2026-02-08 | Network A | Harbour University         | Academia      | Chad
Council  | 2026-02-08 | Network A | Harbor Universities        | Civil society | Chad
Council  | 2026-02-08 | Network A | Miners Union               | Trade unions  |
"""
ORGANISATIONS = """
name                         | acronym | aliases          | category      | country | ror       | verified_on
Relief Network International | RNI     | Réseau Secours   | Civil society | Chad    | 03yrm5c26 | 2024-03-15
Harbour University           | HU      | HU Marine; Hafen | Academia      | TCD     |           |
"""
CHAIN = """
activity | date       | network   | organisation          | category      | country
Council  | 2026-02-08 | Network A | Harbour University    | Academia      | Chad
Council  | 2026-02-08 | Network A | Harbor Universities   |               | Chad
Council  | 2026-02-08 | Network A | Harbourr Universities | Civil society | Chad
"""
BAD = ORGANISATIONS + "Dockers League |  | Hafen | Trade unions | | |\n"
MECHANISMS = """
code    | kind          | name_en       | parent  | level    | from | rhythm    | reporting_expected
NET-SAH | network       | Sahel Network | NET-WCA | regional | 2021 | quarterly | yes
SAH-D   | working group | Data          | NET-SAH |          |      |           |
NET-KEN |               |               |         |          |      | monthly   | no
"""


@pytest.fixture
def folder(tmp_path: Path, prepared: Prepared) -> Path:
    """A folder with a store of five names: two are alike, and two more are alike and of different categories."""
    prepared.put(five_names, tmp_path / "store")
    return tmp_path


def five_names(store: Store) -> None:
    load(store, LOG)


def file(folder: Path, name: str, drawing: str) -> str:
    (folder / name).write_bytes(as_csv(from_text(drawing)))
    return str(folder / name)


def organisations(folder: Path, *arguments: str) -> Answer:
    return run(folder, "organisations", *arguments)


def figures(folder: Path) -> Any:
    """Everything the store says of who takes part."""
    return [run(folder, read, "--json").json for read in ("indicators", "matrix", "organisations")]


# ---- how it ends --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("duplicates",), 0, ""),
        (("judgements",), 0, ""),
        (("show", "Miners Union"), 0, ""),
        (("show", "Miners Onion"), 4, "Miners Union"),
        (("merge", "Miners Union", "Nobody", "--note", "x"), 4, "Nobody"),
        (("merge", "Miners Union", "Harbour University"), 4, "TUN"),
        (("merge", "Miners Union", "Miners Union", "--note", "x"), 4, "already"),
        (("unmerge", "Miners Union", "Harbour University"), 4, "nothing to take back"),
        (("classify", "Miners Union", "Gremium", "--reason", "x"), 3, "Gremium"),
        (("classify", "Miners Union", "CSO", "--reason", " "), 4, "reason"),
        (("classify", "Miners Union", "CSO", "--reason", "x", "--from", "soon"), 3, "soon"),
        (("classify", "Miners Union", "CSO"), 2, "--reason"),
        (("duplicates", "--accept", "0.3"), 3, "0.3"),
        (("duplicates", "--limit", "0"), 2, "--limit"),
        (("match", "{folder}/none.csv"), 3, "none.csv"),
        (("import", "{folder}/none.csv"), 3, "none.csv"),
        (("import", "{bad}"), 1, "Hafen"),
        (("import", "{bad}", "--check"), 1, "Hafen"),
        (("export", "--out", "{folder}/no/list.csv"), 3, "list.csv"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_exit_codes(folder: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    places = {"folder": str(folder), "bad": file(folder, "bad.csv", BAD)}
    answer = organisations(folder, *(each.format(**places) for each in arguments))

    assert (answer.code, said in answer.stderr) == (code, True), answer.stderr
    if code > 1:
        assert answer.stdout == ""


def test_options_before_a_command_are_refused_because_they_would_say_nothing(folder: Path) -> None:
    answer = Answer("organisations", "--store", str(folder / "other"), "merge", "A", "B")

    assert (answer.code, "after the command" in answer.stderr) == (2, True)
    assert not (folder / "other").exists()


# ---- one organisation ---------------------------------------------------------------------------------------------


def test_the_page_of_an_organisation_in_json_and_in_words(folder: Path) -> None:
    page = organisations(folder, "show", "Miners Union", "--json").json
    words = organisations(folder, "show", page["id"]).stdout

    assert (page["name"], page["categories"], page["activities"]) == ("Miners Union", ["TUN"], 1)
    assert [each["name"] for each in page["names"]] == ["Miners Union"]
    assert "Miners Union" in words
    assert "Network A" in words


def test_a_category_is_dated_and_says_who_and_why(folder: Path) -> None:
    answer = organisations(
        folder, "classify", "Miners Union", "Civil society", "--from", "2026-02-05", "--reason", "Statutes", "--self"
    )
    (said,) = organisations(folder, "show", "Miners Union", "--json").json["classifications"]

    assert answer.code == 0
    assert {name: said[name] for name in ("category", "valid_from", "classified_by", "reason", "by")} == {
        "category": "CSO",
        "valid_from": "2026-02-05",
        "classified_by": "organisation",
        "reason": "Statutes",
        "by": "coordinator",
    }


# ---- verdicts on names --------------------------------------------------------------------------------------------


def test_a_merge_previews_what_changes_and_unmerge_restores_every_figure(folder: Path) -> None:
    before = figures(folder)
    pair = ("Harbour University", "Harbor Universities")
    preview = organisations(folder, "merge", *pair, "--category", "ACA", "--preview", "--json")
    assert figures(folder) == before
    merged = organisations(folder, "merge", *pair, "--category", "Academia", "--note", "One campus")
    between = figures(folder)
    unmerged = organisations(folder, "unmerge", *pair, "--note", "A slip")

    assert (preview.code, merged.code, unmerged.code) == (0, 0, 0), merged.stderr
    assert preview.json["categories"] == ["ACA", "CSO"]
    assert preview.json["changes"]
    assert between != before
    assert figures(folder) == before
    said = [each for each in organisations(folder, "judgements", "--json").json if each["by"] != "rule"]
    assert [(each["verdict"], each["category"], each["note"]) for each in said] == [
        ("undecided", None, "A slip"),
        ("same", "ACA", "One campus"),
    ]


def test_a_merge_of_two_categories_asks_which_stands(folder: Path) -> None:
    answer = organisations(folder, "merge", "Harbour University", "Harbor Universities", "--preview")

    assert answer.code == 0
    assert "--category" in answer.stderr


def asked(folder: Path) -> list[set[str]]:
    found = organisations(folder, "duplicates", "--json").json
    return [{each["left_name"], each["right_name"]} for each in found]


def test_what_is_different_is_not_asked_again(folder: Path) -> None:
    pair = {"Harbour University", "Harbor Universities"}
    assert pair in asked(folder)
    answer = organisations(folder, "different", "Harbour University", "Harbor Universities")

    assert answer.code == 0
    assert pair not in asked(folder)


def test_duplicates_in_words_say_what_speaks_for_them(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(organisations(folder, "duplicates", "--csv").stdout)))

    assert {rows[0]["left"], rows[0]["right"]} == {"Harbour University", "Harbor Universities"}
    assert rows[0]["reasons"]


def test_accepting_above_a_score_leaves_what_a_person_must_decide(folder: Path) -> None:
    answer = organisations(folder, "duplicates", "--accept", "0.51", "--json")

    assert [{each["left_name"], each["right_name"]} for each in answer.json] == [
        {"Relief Network International", "Relief Network Intl."}
    ]
    assert "1 pair above the threshold was left" in answer.stderr
    assert asked(folder) == [{"Harbour University", "Harbor Universities"}]
    assert [(each["verdict"], each["note"]) for each in organisations(folder, "judgements", "--json").json] == [
        ("same", "accepted together, from a score of 0.51")
    ]


def test_names_alike_in_a_row_are_not_accepted_into_two_categories_or_against_a_verdict(tmp_path: Path) -> None:
    file(tmp_path, "log.csv", CHAIN)
    run(tmp_path, "import", str(tmp_path / "log.csv"))
    organisations(tmp_path, "different", "Harbour University", "Harbourr Universities")
    accepted = organisations(tmp_path, "duplicates", "--accept", "0.51", "--json").json
    same = {frozenset((each["left_name"], each["right_name"])) for each in accepted}

    assert accepted
    assert not {"Harbour University", "Harbourr Universities"} <= set().union(*same)
    categories = {each["name"]: set(each["categories"]) - {"UNK"} for each in organisations(tmp_path, "--json").json}
    assert [name for name, codes in categories.items() if len(codes) > 1] == []


# ---- names looked up ----------------------------------------------------------------------------------------------


def test_names_of_a_list_are_matched_suggested_or_new_and_nothing_is_written(folder: Path) -> None:
    before = figures(folder)
    (folder / "names.txt").write_text("Miners Union\nmïners union\nHarbour Universty, Chad\nTotally Other Body\n")
    answer = organisations(folder, "match", str(folder / "names.txt"), "--json")

    assert answer.code == 0, answer.stderr
    found = {
        each["name"]: (each["outcome"], [one["organisation"] for one in each["candidates"]][:1]) for each in answer.json
    }
    assert found["Miners Union"] == found["mïners union"] == ("matched", ["Miners Union"])
    assert found["Totally Other Body"] == ("new", [])
    assert figures(folder) == before


def test_a_line_with_an_address_is_said_and_not_looked_up(folder: Path) -> None:
    (folder / "names.csv").write_text("name,country\nMiners Union,\nfirst.last@example.org,\n")
    answer = organisations(folder, "match", str(folder / "names.csv"), "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))

    assert (answer.code, [(row["name"], row["outcome"]) for row in rows]) == (1, [("Miners Union", "matched")])
    assert "Row 3" in answer.stderr
    assert "example.org" not in answer.stderr + answer.stdout


# ---- second looks -------------------------------------------------------------------------------------------------


def test_a_second_look_draws_the_same_rows_for_a_seed_and_records_what_was_found(folder: Path) -> None:
    first, again = (organisations(folder, "recheck", "--n", "2", "--seed", "7", "--json").json for _ in range(2))
    names = [each["name"] for each in first["sample"]]
    answer = organisations(folder, "recheck", "--agreed", names[0], "--not-agreed", names[1], "--json")

    assert (len(names), first) == (2, again)
    assert [(each["asked"], each["agreed"]) for each in answer.json["rechecks"]] == [(2, 1)]


# ---- lists --------------------------------------------------------------------------------------------------------


def test_a_list_is_imported_with_a_receipt_exported_and_says_nothing_new_then(folder: Path) -> None:
    before = figures(folder)
    answer = organisations(folder, "import", file(folder, "list.csv", ORGANISATIONS), "--json")
    out = folder / "out.csv"
    exported = organisations(folder, "export", "--out", str(out))
    again = organisations(folder, "import", str(out), "--json")
    page = organisations(folder, "show", "Hafen", "--json").json

    assert (answer.code, exported.code, again.code) == (0, 0, 0), again.stderr
    counts = ("rows_in_file", "rows_accepted", "rows_unchanged", "rows_refused", "rows_blank", "added", "changed")
    assert [answer.json[name] for name in counts] == [2, 2, 0, 0, 0, 2, 0]
    assert [again.json[name] for name in counts] == [2, 0, 2, 0, 0, 0, 0]
    assert (page["name"], page["acronym"], page["is_declared"]) == ("Harbour University", "HU", True)
    undone = run(folder, "undo", answer.json["batch"])
    assert undone.code == 0, undone.stderr
    assert figures(folder) == before


def test_a_check_records_nothing(folder: Path) -> None:
    answer = organisations(folder, "import", file(folder, "list.csv", ORGANISATIONS), "--check", "--json")

    assert (answer.code, answer.json["batch"], answer.json["added"]) == (0, None, 2)
    assert organisations(folder, "export").stdout.count("\n") == 1


def test_refused_rows_are_told_and_the_others_imported(folder: Path) -> None:
    answer = organisations(folder, "import", file(folder, "bad.csv", BAD), "--json")

    assert (answer.code, answer.json["rows_accepted"], answer.json["rows_refused"]) == (1, 1, 2)
    assert [(each["row"], each["code"]) for each in answer.json["problems"]] == [
        (3, "alias-shared"),
        (4, "alias-shared"),
    ]
    assert all(each["message"] for each in answer.json["problems"])


def test_refused_rows_are_given_back_to_be_mended_and_sent_again(folder: Path) -> None:
    rejects = folder / "rejects.csv"
    organisations(folder, "import", file(folder, "bad.csv", BAD), "--rejects", str(rejects))
    rows = list(csv.DictReader(io.StringIO(rejects.read_text(encoding="utf-8-sig"))))
    rejects.write_text(rejects.read_text(encoding="utf-8").replace("HU Marine; Hafen", "HU Marine"), encoding="utf-8")
    answer = organisations(folder, "import", str(rejects))

    assert [(row["name"], row["aliases"]) for row in rows] == [
        ("Harbour University", "HU Marine; Hafen"),
        ("Dockers League", "Hafen"),
    ]
    assert all("is also a name of" in row["What to mend"] for row in rows)
    assert (answer.code, "2 added" in answer.stderr) == (0, True), answer.stderr


def test_a_list_of_which_nothing_can_be_imported_says_what_to_mend_first(folder: Path) -> None:
    answer = organisations(folder, "import", file(folder, "bad.csv", "name | aliases\nA | C\nB | C"))

    assert (answer.code, answer.stdout) == (3, "")
    assert "“C” is also a name of" in answer.stderr
    assert "None of the 2 rows" in answer.stderr


def test_networks_are_imported_listed_exported_and_undone(folder: Path) -> None:
    answer = run(folder, "mechanisms", "import", file(folder, "networks.csv", MECHANISMS), "--json")
    listed = {each["code"]: each for each in run(folder, "mechanisms", "list", "--json").json}
    out = folder / "out.csv"
    run(folder, "mechanisms", "export", "--out", str(out))
    again = run(folder, "mechanisms", "import", str(out), "--json")

    assert answer.code == 0, answer.stderr
    assert [answer.json[name] for name in ("rows_in_file", "added", "changed", "rows_refused")] == [3, 2, 1, 0]
    assert {name: listed["NET-SAH"][name] for name in ("parent", "since", "rhythm", "reporting_expected")} == {
        "parent": "NET-WCA",
        "since": "2021",
        "rhythm": "quarterly",
        "reporting_expected": True,
    }
    assert (listed["NET-KEN"]["rhythm"], listed["NET-KEN"]["level"]) == ("monthly", "country")
    assert (again.json["rows_unchanged"], again.json["rows_in_file"]) == (len(listed), len(listed))
    assert run(folder, "undo", answer.json["batch"]).code == 0
    assert "NET-SAH" not in run(folder, "mechanisms", "list", "--csv").stdout


def test_an_export_runs_nothing_in_a_spreadsheet(folder: Path) -> None:
    organisations(folder, "import", file(folder, "list.csv", "name | acronym\n=1+1 | @x"))
    rows = list(csv.DictReader(io.StringIO(organisations(folder, "export").stdout.removeprefix("\ufeff"))))

    assert [(row["name"], row["acronym"]) for row in rows] == [("'=1+1", "'@x")]


def test_a_row_that_may_not_be_joined_is_given_back_too(folder: Path) -> None:
    twins = "name | aliases\nCAPE | \u0421\u0410\u0420\u0415\nDockers League | Hafen\n"
    rejects = folder / "rejects.csv"
    answer = organisations(folder, "import", file(folder, "twins.csv", twins), "--rejects", str(rejects))
    rows = list(csv.DictReader(io.StringIO(rejects.read_text(encoding="utf-8-sig"))))

    assert (answer.code, [row["name"] for row in rows]) == (1, ["CAPE"])
