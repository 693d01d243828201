"""A real file of another process under its own list: the counts made independently, by its own groups."""

from pathlib import Path

import pytest
from test_real_logs import FILES, answers, commands, run

from engagement import reference

GROUP_OF = {
    "Constituency - Business and Industry": "BINGO",
    "Constituency - Environmental": "ENGO",
    "Constituency - Indigenous peoples": "IPO",
    "Constituency - Research and independent": "RINGO",
    "Constituency - Women and Gender": "WOMEN",
    "Constituency - Youth": "YOUNGO",
    "Constituency - Others": "OTH",
    "IGO": "IGO",
    "No match": "UNK",
    "Party": "GOV",
    "UN": "UNS",
}


def test_side_events_are_counted_by_the_constituencies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FILES)
    run(tmp_path, "categories", "import", str(reference.folder() / "example_lists" / "unfccc-constituencies.csv"))
    (side_events,) = (line for line in commands() if any("event_affiliation" in word for word in line))
    run(tmp_path, *side_events)

    said = run(tmp_path, "indicators", "--list", "unfccc")
    found = {each["category"]: each for each in said["categories"]}

    assert {code: found[code]["rows"] for code in GROUP_OF.values()} == {
        GROUP_OF[row["Org_Type"]]: int(row["org_event_rows"])
        for row in answers("unfccc_side_events/answers_by_type.csv")
    }
    assert {code: found[code]["rows"] for code in ("FARMERS", "LGMA", "TUNGO")} == {"FARMERS": 0, "LGMA": 0, "TUNGO": 0}
    assert {name: said["coverage"][name] for name in ("recorded", "expected")} == {"recorded": 6, "expected": 9}
