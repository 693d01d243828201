"""The three steps from nothing to a summary: told on an empty store, ticked off after the first import, then gone."""

from pathlib import Path

import pytest
from logs import load
from streamlit.testing.v1 import AppTest

from dashboard import grid_columns
from engagement import actions, locale
from engagement.model import Matrix
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent
STEPS = ("Upload a log", "Check what was not understood", "Make a summary")


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": "en"} | parameters)
    return app.run()


def ticked(app: AppTest) -> list[str]:
    """The steps that are marked as done."""
    said = [each.proto.body for each in app.get("html")]
    return [step for step in STEPS if any("✓" in each and step in each for each in said)]


def linked(app: AppTest) -> list[str]:
    """The steps that lead to their page; the Overview has a link of its own to the summary."""
    labels = [each.proto.label for each in app.get("page_link")]
    return [step for step in STEPS if labels.count(step) > (step == "Make a summary")]


def is_shown(app: AppTest) -> bool:
    return any("First steps" in each.proto.body for each in app.get("html"))


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_an_empty_store_tells_the_three_steps_in_order(empty: Store, language: str) -> None:
    app = opened(lang=language)

    steps = next(each.proto.body for each in app.get("html") if "pl-first" in each.proto.body)
    places = [steps.find(f"<b>{locale.text(f'first.{name}', language)}</b>") for name in ("upload", "check", "summary")]
    assert -1 < places[0] < places[1] < places[2]


def test_what_is_done_is_ticked_and_the_steps_go_with_the_last(empty: Store) -> None:
    load(empty, [{"organisation": "Blue Union", "category": "trade union"}, {"organisation": "Hut", "category": "???"}])

    app = opened()
    assert (ticked(app), linked(app)) == (["Upload a log"], ["Check what was not understood", "Make a summary"])

    app.switch_page("views/quality.py").run()
    app.switch_page("views/overview.py").run()
    assert (ticked(app), linked(app)) == (["Upload a log", "Check what was not understood"], ["Make a summary"])

    app.switch_page("views/summary.py").run()
    app.switch_page("views/overview.py").run()
    assert not is_shown(app)


def test_there_is_nothing_to_check_where_all_is_classified(empty: Store) -> None:
    load(empty, [{"organisation": "Blue Union", "category": "trade union"}])

    assert ticked(opened()) == ["Upload a log", "Check what was not understood"]


def test_a_record_of_several_imports_has_no_first_steps(empty: Store) -> None:
    load(empty, [{"organisation": "Blue Union", "category": "???"}])
    load(empty, [{"organisation": "Red Union", "category": "???", "date": "2026-02-10"}])

    assert not is_shown(opened())


def test_undoing_the_only_import_begins_again(empty: Store) -> None:
    receipt = load(empty, [{"organisation": "Blue Union", "category": "trade union"}])
    actions.undo_batch(empty, str(receipt.batch), by="test")

    app = opened()

    assert (ticked(app), [each.value for each in app.header]) == ([], ["First steps", "The groups that are looked for"])


@pytest.mark.parametrize(
    ("names", "headings"),
    [
        (
            ["UN Network on Migration for Asia", "UN Network on Migration for Africa", "Coast Network"],
            ["… Asia", "… Africa", "Coast Network"],
        ),
        (["Coast Network", "Coast Network North"], ["Coast Network", "Coast Network North"]),
        (["UN Network on Migration", "UN Network on Migration in Chad"], ["UN Network on Migration", "… in Chad"]),
        (["Same name of both", "Same name of both"], ["Same name of both", "Same name of both"]),
    ],
)
def test_narrow_headings_leave_out_a_long_beginning_that_others_share(names: list[str], headings: list[str]) -> None:
    assert grid_columns.told_apart(names) == headings


def test_the_columns_of_a_wide_grid_are_paged_in_their_order() -> None:
    columns = tuple(f"N{place}" for place in range(90))
    wide = Matrix(by="mechanism", columns=columns, rows=(), cells=())

    assert grid_columns.pages(wide) == [columns[:40], columns[40:80], columns[80:]]
    assert grid_columns.pages(grid_columns.only(wide, columns[:40])) == [columns[:40]]
