"""The Gaps page: the cell with what is behind it, what is written there and taken back, the tabs, in both languages."""

import json
import re
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.pofile import read_po
from prepared import Prepared
from streamlit.testing.v1 import AppTest

from dashboard import gaps_change, gaps_charts, session
from dashboard.charts import DARK, LIGHT
from dashboard.gaps_charts import Bars
from engagement import actions, indicators
from engagement.changes import GroupChange, Presence
from engagement.efforts import OutreachStep
from engagement.model import CellState, GapStatus, Selection
from engagement.store import Store
from tests.logs import load
from tests.tables import log

TOP = Path(__file__).resolve().parent.parent
PLACES = """
    code  | kind          | name_en       | parent | region | reporting_expected
    COAST | network       | Coast Network |        | ECA    | yes
    SEA   | working_group | Sea Group     | COAST  |        |
    HILLS | network       | Hill Network  |        | ESCAP  | yes
"""
HELD = """
    date       | activity | network       | working_group | organisation  | category | level | stage
    2024-02-03 | One      | Coast Network |               | Relief        | CSO      | L1    | attended
    2024-03-03 | Two      | Coast Network |               | Relief        | CSO      | L3    | spoke
    2024-03-03 | Two      | Coast Network |               | Dock Union    | TUN      | L2    | attended
    2024-04-03 | Three    | Coast Network |               | Relief        | CSO      |       | attended
    2024-05-03 | Four     | Coast Network | Sea Group     | Press Club    | MED      | L1    | attended
    2024-06-03 | Five     | Coast Network | Sea Group     | Press Club    | MED      | L1    | attended
    2024-07-03 | Six      | Coast Network | Sea Group     | Dock Union    | TUN      | L1    | attended
"""
TABS = ("now", "change", "depth", "reach", "region")
SAID: dict[str, Any] = {"said_by": "Secretariat", "by": "tester", "on": date(2024, 1, 1)}


@pytest.fixture
def store(app_folder: Path, prepared: Prepared) -> Store:
    """The store of the app of this process: two networks, one of which sent nothing, and a working group."""
    prepared.put(places, app_folder)
    return session.store()


def places(store: Store) -> None:
    actions.import_mechanisms(store, log(PLACES), file_name="groups.csv", by="tester")
    load(store, HELD)


def opened(language: str = "en", **address: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": language, **address})
    return settled(app.switch_page("views/gaps.py").run())


def settled(app: AppTest) -> AppTest:
    assert [each.value for each in app.exception] == []
    return app


def words(app: AppTest) -> str:
    """Everything the page says, without its tags."""
    tables = [json.loads(each.proto.json).get("table", "") for each in app.get("bidi_component")]
    said = [
        each.value
        for kind in (app.title, app.header, app.subheader, app.markdown, app.error, app.success)
        for each in kind
    ]
    return plain(" ".join([*said, *(each.proto.body for each in app.get("html")), *tables]))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def button(app: AppTest, label: str) -> Any:
    return next(each for each in app.button if each.label == label)


def field(app: AppTest, label: str) -> Any:
    kinds = (app.text_input, app.text_area, app.selectbox, app.radio)
    return next(each for kind in kinds for each in kind if each.label == label)


def states(app: AppTest) -> list[str]:
    table = json.loads(app.get("bidi_component")[0].proto.json)["table"]
    return re.findall(r'<td class="(\w+)"', table)


# ---- the grid -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_drawn_in_both_languages(store: Store, tab: str, language: str) -> None:
    app = opened(language, tab=tab)

    assert ([*app.error], len(app.header) > 0) == ([], True)


def test_the_grid_has_a_column_for_who_was_to_report_and_did_not(store: Store) -> None:
    actions.mark_not_expected(store, "SEA", "PAR", reason="Technical sessions", **SAID)
    app = opened()

    assert states(app) == [each.state.value for each in indicators.matrix(store, Selection()).cells]
    assert set(states(app)) == {each.value for each in CellState if each is not CellState.POSSIBLE}
    shown = words(app)
    assert all(
        word in shown for word in ("Hill Network", "Thin Recorded, but at fewer", "Not expected Not recorded; an")
    )


def test_a_cell_leads_from_the_sentence_to_the_row_of_the_file(store: Store) -> None:
    app = opened(cell=["TUN", "COAST"])
    shown = words(app)

    assert app.subheader[0].value == "Trade unions: Coast Network"
    gap = next(
        each for each in indicators.gaps(store, Selection()) if (each.category, each.mechanism) == ("TUN", "COAST")
    )
    assert gap.status is GapStatus.CONFIRMED
    assert "Coast Network – Trade unions: recorded at 1 of the 3 activities open to stakeholders." in shown
    assert "The expectation (2 of 3; tool default, not a United Nations standard) was not met." in shown
    assert "To close it: 1 more activity." in shown
    assert "1 activity with the group · 2 with a log, the group not" in shown
    assert "3 March 2024 Two Dock Union TUN log.csv, row 4 (B0002)" in shown


def test_a_cell_without_a_report_says_so_and_not_zero(store: Store) -> None:
    shown = words(opened(cell=["CSO", "HILLS"]))

    assert "No log was received, so nothing can be said of who took part." in shown


# ---- what is written there ----------------------------------------------------------------------------------------


def test_outreach_is_recorded_at_the_gap_and_taken_back(store: Store) -> None:
    app = opened(cell=["MED", "COAST"])
    why = "active in a group of the same network and of the same region, or active there"
    assert f"Press Club {why} June 2024, Coast Network – Sea Group 2" in words(app)

    field(app, "Organisation").select("Press Club")
    field(app, "What has happened").set_value("answered")
    field(app, "Day").set_value("2024-08-01")
    settled(button(app, "Record").click().run())

    (effort,) = indicators.outreach(store, Selection())
    assert [(each.organisation, each.step, each.happened_on) for each in effort.records] == [
        ("Press Club", OutreachStep.ANSWERED, date(2024, 8, 1))
    ]
    assert "Press Club: answered, recorded." in words(app)
    settled(button(app, "Take back").click().run())
    assert (indicators.outreach(store, Selection()), "Press Club: taken back." in words(app)) == ((), True)


@pytest.mark.parametrize(
    ("day", "note", "said"),
    [
        ("yesterday", "", "“yesterday” is not a day"),
        ("2024-08-01", "jo@example.org", "The note holds an e-mail address"),
        ("2124-08-01", "", "has not come yet"),
    ],
)
def test_outreach_that_cannot_be_kept_is_refused_in_words(store: Store, day: str, note: str, said: str) -> None:
    app = opened(cell=["MED", "COAST"])
    field(app, "Organisation").select("Press Club")
    field(app, "Day").set_value(day)
    field(app, "Note (optional)").set_value(note)
    settled(button(app, "Record").click().run())

    assert (said in app.error[0].value, indicators.outreach(store, Selection())) == (True, ())


def test_a_mark_is_made_with_a_reason_and_taken_back(store: Store) -> None:
    app = opened(cell=["PAR", "SEA"])
    assert "not_expected" not in states(app)
    field(app, "Reason, in one sentence").set_value("Technical sessions")
    field(app, "Office or function that says so").set_value("Secretariat")
    settled(button(app, "Mark as not expected here").click().run())

    assert "not_expected" in states(app)
    assert "Technical sessions (Secretariat)" in words(app)
    field(app, "Reason, in one sentence").set_value("Open since June")
    field(app, "Office or function that says so").set_value("Secretariat")
    settled(button(app, "Take the mark back").click().run())
    assert ("not_expected" in states(app), indicators.not_expected(store, Selection())) == (False, ())


def test_owner_and_note_are_kept_with_the_gap_and_put_back(store: Store) -> None:
    app = opened(gap=["absence", "MED", "COAST"], all="1")
    assert (app.subheader[0].value, "Looked after by" in words(app)) == ("Media: Coast Network", False)
    for owner in ("Secretariat", "Outreach desk"):
        field(app, "Office or function").set_value(owner)
        settled(button(app, "Save").click().run())

    assert "Looked after by" in words(app)
    assert "Outreach desk" in words(app)
    settled(button(app, "Put back what was said before").click().run())
    assert [each.owner for each in indicators.gap_notes(store, Selection())] == ["Secretariat"]


# ---- the worklist -------------------------------------------------------------------------------------------------


def test_the_worklist_is_narrowed_by_group_in_the_address(store: Store) -> None:
    wanted = [
        each
        for each in indicators.gaps(store, Selection())
        if each.category == "MED" and each.status is not GapStatus.NOT_ASSESSABLE
    ]

    table = json.loads(opened(category="MED").get("bidi_component")[1].proto.json)["table"]

    assert len(wanted) > 0
    assert re.findall(r"<button[^>]*>([^<]+)</button>", table) == ["Media"] * len(wanted)


# ---- the tabs -----------------------------------------------------------------------------------------------------


def test_depth_counts_levels_and_never_reads_a_missing_one_as_the_lowest(store: Store) -> None:
    shown = words(opened(tab="depth"))

    assert "Of the 3 groups with a recorded level, 1 took part at level 3 or above at least once." in shown
    assert "Civil society 1 0 1 0 0 1 1 of 2" in shown


def test_reach_says_which_stages_nobody_wrote_down(store: Store) -> None:
    shown = words(opened(tab="reach"))

    assert "2 groups were present and are not recorded as speaking and 1 group was heard" in shown
    assert "Nobody wrote down: Invited, Registered and Sent written input." in shown
    assert "Attended Spoke What the record tells" in shown
    assert "Civil society 3 1" in shown


def test_regions_are_counted_and_those_without_a_log_are_named(store: Store) -> None:
    shown = words(opened(tab="region"))

    assert "Africa (ECA) (2 with a log)" in shown
    assert "Trade unions 2 of 2" in shown
    assert "No report from: Asia and the Pacific (ESCAP)." in shown


def test_change_names_both_periods_and_where_there_is_only_one_says_so(store: Store) -> None:
    assert "There is only one period with activities" in words(opened(tab="change"))
    load(store, HELD.replace("2024", "2025"), "next.csv")

    shown = words(opened(tab="change", earlier="2024", later="2025"))
    assert "“2024” and “2025” cannot be compared in percentages" in shown
    assert "Trade unions 2 of 6 2 of 6 –" in shown


# ---- figures ------------------------------------------------------------------------------------------------------


def changed(category: str, before: int, after: int) -> GroupChange:
    then, now = (Presence(present=n, high=n, assessed=10, share=n / 10) for n in (before, after))  # type: ignore[arg-type]
    return GroupChange(category=category, earlier=then, later=now, points=now.share - then.share)  # type: ignore[operator]


def test_the_slope_draws_a_line_for_each_group_and_tells_the_largest_moves() -> None:
    groups = [changed("CSO", 9, 9), changed("MED", 0, 5), changed("TUN, and not only this", 6, 2)]
    figure = gaps_charts.slope(
        groups, ("2024", "2025"), LIGHT, group_name=str.lower, percent=lambda share: f"{100 * share:.0f}%"
    )

    assert [(each.name, list(each.y), each.line.width) for each in figure.data] == [
        ("cso", [0.9, 0.9], 1.5),
        ("med", [0, 0.5], 3),
        ("tun, and not only this", [0.6, 0.2], 3),
    ]
    assert [each.text for each in figure.layout.annotations] == [
        *("90% cso", "<b>50% med", "<b>20% tun, and not only<br>this"),
    ]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_bars_have_a_part_for_each_step_and_say_the_count(palette: Any) -> None:
    parts = [Bars("one", [3, 0], "#111111"), Bars("two", [1, 2], "#222222", 0.3, is_hatched=True)]
    figure = gaps_charts.nested(["A", "B"], parts, palette, str)

    assert [(each.name, list(each.x), each.text[0]) for each in figure.data] == [
        ("one", [3, 0], "A · one · 3"),
        ("two", [1, 2], "A · two · 1"),
    ]
    assert (figure.layout.barmode, figure.layout.font.color) == ("overlay", palette.ink)
    assert [(each.x, each.text) for each in figure.layout.annotations] == [(3, "3 → 1"), (2, "0 → 2")]
    assert (tuple(figure.layout.xaxis.range), figure.layout.margin.r) == ((0, 3), 12 + 5 * 8)
    assert [
        (each.x, each.text) for each in gaps_charts.stacked(["A", "B"], parts, palette, str).layout.annotations
    ] == [
        (4, "4"),
        (2, "2"),
    ]


def test_labels_keep_their_order_and_their_distance() -> None:
    placed = gaps_charts.spread_out([0.5, 0.52, 0.0, 0.51, 1.0], 0.1)

    order = sorted(placed)
    assert [placed.index(each) for each in order] == [2, 0, 3, 1, 4]
    assert min(after - before for before, after in pairwise(order)) == pytest.approx(0.1)


# ---- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", ["gaps.po", "following-up.po"])
def test_both_languages_have_the_same_codes_and_fields(domain: str) -> None:
    english, french = (catalogue(language, domain) for language in ("en", "fr"))

    assert len(english) > 10
    assert english == french


def catalogue(language: str, domain: str) -> dict[str, set[str]]:
    with (TOP / "data/locales" / language / domain).open("rb") as lines:
        messages = [each for each in read_po(lines) if each.id]
    return {
        each.id if isinstance(each.id, str) else each.id[0]: {
            name
            for sentence in ([each.string] if isinstance(each.string, str) else each.string)
            for _, name, _, _ in Formatter().parse(sentence)
            if name
        }
        for each in messages
    }


def test_a_difference_has_its_sign() -> None:
    said = [(9, "−10"), (10, "±0"), (12, "+20")]
    groups = [changed("CSO", 10, after) for after, _ in said]

    assert [round(100 * each.points) for each in groups if each.points is not None] == [-10, 0, 20]
    assert gaps_change.points(GroupChange(category="CSO", earlier=None, later=None, points=None)) == "–"
