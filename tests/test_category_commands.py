"""Lists of other processes on the command line and in the dashboard."""

import json
from html import unescape
from pathlib import Path

import pytest
from logs import load
from prepared import Prepared
from streamlit.testing.v1 import AppTest
from test_cli import Answer

from dashboard import session
from engagement import actions
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent
LIST = """list,list_name,category,kind,label_en,label_fr
river,River process,UPPER,named,Upstream users,Usagers d’amont
river,,FARM,named,Producers,
river,,CSO,named,,
"""
LOG = """
organisation | category
Hill Council | Upstream users
Guardians    | ONG
"""


# ---- the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "river.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> Answer:
    return Answer(*arguments, "--store", str(folder / "store"))


def test_a_list_is_checked_imported_listed_and_undone(folder: Path) -> None:
    file = str(folder / "river.csv")
    checked = run(folder, "categories", "import", file, "--check", "--json")
    lists_before = run(folder, "categories", "list", "--json").json
    imported = run(folder, "categories", "import", file)
    lists = run(folder, "categories", "list", "--json").json
    undone = run(folder, "undo", "B0001")

    assert (checked.code, checked.json["batch"], checked.json["rows_accepted"]) == (0, None, 3)
    assert [each["list"] for each in lists_before] == ["para44", "para15j", "seed"]
    assert imported.code == 0
    assert lists[-1] == {"list": "river", "name": "River process", "groups": 3, "brought": True}
    assert undone.code == 0
    assert run(folder, "categories", "list", "--json").json == lists_before


def test_a_finding_calls_the_categories_of_a_list_by_their_names(folder: Path) -> None:
    log = folder / "log.csv"
    log.write_text(
        "activity,date,network,organisation,category\nHearing,2024-05-02,A,Farm,Producers / Upstream users\n"
    )
    run(folder, "categories", "import", str(folder / "river.csv"))

    imported = run(folder, "import", str(log), "--check", "--json", "--rejects", str(folder / "refused.csv"))

    said = next(each["message"] for each in imported.json["problems"] if each["column"] == "category")
    assert said.startswith("Row 2: “Producers / Upstream users” can mean Producers or Upstream users.")
    assert f"1 × {said}" in imported.stderr


def test_a_list_of_a_code_shows_its_groups_in_order_then_what_stands_beside(folder: Path) -> None:
    run(folder, "categories", "import", str(folder / "river.csv"))

    assert run(folder, "categories", "list", "river", "--csv").stdout.splitlines() == [
        "category,kind,label",
        "UPPER,named,Upstream users",
        "FARM,named,Producers",
        "CSO,named,Civil society",
        "GOV,institutional,National government",
        "UNS,institutional,United Nations system",
        "IGO,institutional,Other intergovernmental organizations",
        "UNK,unclassified,Not classified",
    ]


def test_what_keeps_a_list_out_is_said_in_sentences(folder: Path) -> None:
    (folder / "river.csv").write_text(LIST + "river,,MED,named,Mediators,\nriver,,farm,bench,,\n", encoding="utf-8")

    refused = run(folder, "categories", "import", str(folder / "river.csv"))

    assert refused.code == 3
    assert refused.stderr.splitlines() == [
        "1 × Row 5: the code MED already means “Media”, and “Mediators” is another name. Leave the name blank to use "
        "the category as it is, or choose another code.",
        "1 × Row 6: “bench” is not a kind of category. Write one of: named, other, tag, institutional.",
        "2 of the 5 rows of the list have a fault. A list decides which groups are expected, so it is taken whole or "
        "not at all; the store is unchanged.",
    ]
    assert run(folder, "batches", "--json").json == []


def test_a_list_goes_out_and_a_shipped_one_does_not(folder: Path) -> None:
    run(folder, "categories", "import", str(folder / "river.csv"))

    given_out = run(folder, "categories", "export", "river")
    shipped = run(folder, "categories", "export", "para44")

    assert given_out.stdout.splitlines()[1] == "river,River process,UPPER,named,Upstream users,Usagers d’amont,,,,,"
    assert (shipped.code, "river" in shipped.stderr) == (4, True)


def test_options_take_the_list_and_its_labels(folder: Path) -> None:
    run(folder, "categories", "import", str(folder / "river.csv"))
    with Store.open(folder / "store") as store:
        load(store, LOG)

    said = run(folder, "indicators", "--list", "river", "--category", "upstream user", "--json").json
    unknown = run(folder, "indicators", "--list", "lake")

    assert (said["list"], said["coverage"]["recorded"], said["coverage"]["expected"]) == ("river", 2, 3)
    assert [each["category"] for each in said["categories"]] == ["UPPER"]
    assert unknown.code == 4


# ---- the dashboard ------------------------------------------------------------------------------------------------


@pytest.fixture
def river(app_folder: Path, prepared: Prepared) -> Store:
    """The store of the app of this process, with the list and a log."""
    prepared.put(river_and_log, app_folder)
    return session.store()


def river_and_log(store: Store) -> None:
    actions.import_categories(store, LIST.encode(), file_name="river.csv", by="test")
    load(store, LOG)


def opened(page: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update(address)
    app.switch_page(f"views/{page}.py").run()
    assert [each.value for each in app.exception] == []
    return app


@pytest.mark.parametrize("page", ["overview", "gaps", "networks", "organisations", "summary", "quality", "settings"])
def test_pages_take_a_brought_list_from_the_address(river: Store, page: str) -> None:
    app = opened(page, list="river", lang="fr")

    (chosen,) = (each for each in app.sidebar.selectbox if each.value == "river")
    assert chosen.options[-1] == "River process"


def test_the_overview_names_the_groups_of_the_list(river: Store) -> None:
    app = opened("overview", list="river", lang="fr")

    tables = (json.loads(each.proto.json).get("table", "") for each in app.get("bidi_component"))
    shown = unescape(" ".join([*(each.proto.body for each in app.get("html")), *tables]))
    assert [word in shown for word in ("Usagers d’amont", "Producers", "Société civile")] == [True] * 3
