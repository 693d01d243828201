"""The Organisations page: the list, one organisation, names to review, a re-check, in both languages."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from prepared import Prepared, demonstrated
from streamlit.testing.v1 import AppTest

from dashboard import organisations_recheck, session
from dashboard.organisations_pair import markup
from engagement import actions, indicators
from engagement.model import Selection
from engagement.organisations import Candidate, ClassifiedBy, Side, Verdict
from engagement.store import Store
from tests.logs import load

TOP = Path(__file__).resolve().parent.parent
LOG = """
activity | date       | organisation                   | category
Hearing  | 2024-05-02 | Caritas Chad                   | CSO
Forum    | 2024-06-02 | Caritas Chad                   | CSO
Hearing  | 2024-05-02 | Caritas Tchad                  | FBO
Forum    | 2024-06-02 | Caritas Tchad                  | FBO
Hearing  | 2024-05-02 | African Diaspora Network       | MDO
Forum    | 2024-06-02 | African Diaspora Network Europe | MDO
Forum    | 2024-06-02 | City of Athens                 | LOC
"""


@pytest.fixture
def store(app_folder: Path, prepared: Prepared) -> Store:
    """The store of the app of this process, with a log of five names, two pairs of them to be looked at."""
    prepared.put(five_names, app_folder)
    return session.store()


def five_names(store: Store) -> None:
    load(store, LOG)


def opened(language: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": language, **address})
    return settled(app.switch_page("views/organisations.py").run())


def settled(app: AppTest) -> AppTest:
    assert [each.value for each in app.exception] == []
    return app


def words(app: AppTest) -> str:
    """Everything the page says, without its tags."""
    parts = [each.proto.body for each in app.get("html")] + [
        part for each in app.get("bidi_component") for part in json.loads(each.proto.json).values() if str(part) == part
    ]
    kinds = (app.title, app.header, app.markdown, app.error, app.success, app.info)
    said = [each.value for kind in kinds for each in kind]
    return plain("\n".join([*said, *parts]))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def listed(app: AppTest) -> list[list[str]]:
    """The rows of the list."""
    table = json.loads(app.get("bidi_component")[0].proto.json)["table"]
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", table)[1:]
    ]


def widget(widgets, label: str):  # type: ignore[no-untyped-def]
    return next(each for each in widgets if each.label == label)


def click(app: AppTest, label: str) -> AppTest:
    return settled(widget(app.main.button, label).click().run())


def said(store: Store) -> list[tuple[set[str], Verdict]]:
    return [({each.left, each.right}, each.verdict) for each in reversed(indicators.judgements(store))]


# ---- nothing to show ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("task", ["list", "review", "recheck"])
def test_an_empty_store_shows_a_way_to_begin(empty: Store, task: str, language: str) -> None:
    app = opened(language, task=task)

    assert [each.value for each in app.title] == ["Organisations"]
    assert len(app.main.button) == 2  # upload a log, open the demonstration


def test_every_emptiness_is_said_in_words(empty: Store) -> None:
    load(empty, [{"organisation": "Friends", "category": ""}])

    assert "No organisation has such a name and category" in words(opened(find="zzz"))
    assert "No activity is recorded for these filters." in words(opened(**{"from": "1990", "to": "1990"}))
    assert "No two organisations look like one." in words(opened(task="review"))
    assert "No organisation is classified yet" in words(opened(task="recheck"))
    page = words(opened(organisation="Friends"))
    assert "Nobody has classified it" in page
    assert "Nothing was judged of its names." in page


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "address", [{"task": "list"}, {"task": "review"}, {"task": "recheck"}, {"organisation": "ITUC"}]
)
def test_every_screen_is_drawn_on_the_demonstration(
    app_folder: Path, prepared: Prepared, address: dict[str, str], language: str
) -> None:
    prepared.put(demonstrated, app_folder)

    assert opened(language, **address).title[0].value == "Organisations"


# ---- the list -----------------------------------------------------------------------------------------------------


def test_the_list_says_what_each_organisation_is_and_where_it_was_seen(store: Store) -> None:
    assert listed(opened(order="name")) == [
        ["African Diaspora Network", "Migrant and diaspora organizations", "1", "1", "May 2024", "1"],
        ["African Diaspora Network Europe", "Migrant and diaspora organizations", "1", "1", "June 2024", "1"],
        ["Caritas Chad", "Civil society", "1", "2", "June 2024", "1"],
        ["Caritas Tchad", "Faith-based organizations", "1", "2", "June 2024", "1"],
        ["City of Athens", "Local authorities and communities", "1", "1", "June 2024", "1"],
    ]


def test_search_finds_an_organisation_by_any_of_its_names_folded(store: Store) -> None:
    actions.merge(store, "City of Athens", "Caritas Chad", by="test", note="a trial", category="LOC")
    merged = indicators.organisation(store, "City of Athens").name

    assert [row[0] for row in listed(opened(find="ÁTHENS"))] == [merged]
    assert [row[0] for row in listed(opened(find="caritas  chad"))] == [merged]


def test_the_list_is_narrowed_to_a_category(store: Store) -> None:
    assert [row[0] for row in listed(opened(category="FBO"))] == ["Caritas Tchad"]


def test_the_filters_of_the_sidebar_apply(store: Store) -> None:
    names = [row[0] for row in listed(opened(order="name", to="2024-05"))]

    assert names == ["African Diaspora Network", "Caritas Chad", "Caritas Tchad"]


def test_a_long_list_is_shown_by_the_hundred_with_the_count(empty: Store) -> None:
    load(empty, [{"organisation": f"Body {number:03}", "category": "CSO"} for number in range(250)])

    app = opened(order="name", page="3")

    assert "Showing 201 to 250 of 250" in words(app)
    assert [row[0] for row in listed(app)] == [f"Body {number}" for number in range(200, 250)]


def test_every_order_puts_names_that_are_otherwise_equal_in_alphabetical_order(store: Store) -> None:
    assert {
        order: [row[0] for row in listed(opened(order=order))][:2] for order in ("name", "activities", "last", "names")
    } == {
        "name": ["African Diaspora Network", "African Diaspora Network Europe"],
        "activities": ["Caritas Chad", "Caritas Tchad"],
        "last": ["African Diaspora Network Europe", "Caritas Chad"],
        "names": ["African Diaspora Network", "African Diaspora Network Europe"],
    }


# ---- one organisation ---------------------------------------------------------------------------------------------


def test_the_page_of_an_organisation_has_an_address_by_id_and_by_name(store: Store) -> None:
    known = {each.name: each.id for each in indicators.organisations(store, Selection())}

    titles = [opened(organisation=name).title[0].value for name in (known["Caritas Chad"], "caritas  CHAD")]

    assert titles == ["Caritas Chad", "Caritas Chad"]
    assert "It takes part in one network or working group: 2 activities (May – June 2024)." in words(
        opened(organisation="Caritas Chad")
    )


def test_an_unknown_organisation_is_one_sentence_above_the_list(store: Store) -> None:
    app = opened(organisation="Caritas Chadd")

    assert "Caritas Chad" in app.error[0].value
    assert len(listed(app)) == 5


def test_a_merge_is_undone_on_the_page_and_the_history_stays(store: Store) -> None:
    actions.merge(store, "African Diaspora Network", "African Diaspora Network Europe", by="test", note="one office")
    app = opened(organisation="African Diaspora Network")
    assert "the same · by test, " in words(app)
    assert "one office" in words(app)

    app = click(app, "Yes, undo the merge")

    pair = {"African Diaspora Network", "African Diaspora Network Europe"}
    assert said(store) == [(pair, Verdict.SAME), (pair, Verdict.UNDECIDED)]
    assert "Taken back" in words(app)
    assert [each.label for each in app.main.button if "undo" in each.label] == []


def test_an_organisation_is_kept_out_of_documents_and_named_again(store: Store) -> None:
    app = opened(organisation="Caritas Chad")
    app.text_input(key="keep-out-reason").input("write to office@caritas.example").run()
    app.button(key="naming").click().run()
    assert app.error[0].value.startswith("The reason holds an e-mail address or a telephone number.")
    assert not indicators.organisation(store, "Caritas Chad").is_kept_out

    app.text_input(key="keep-out-reason").input("Its members are at risk.").run()
    app.button(key="naming").click().run()

    assert app.success[0].value.startswith("Documents written from now on count this organisation and do not name it.")
    kept_out = indicators.organisation(store, "Caritas Chad").kept_out
    assert kept_out
    assert (kept_out.reason, kept_out.by) == ("Its members are at risk.", session.actor())
    assert "do not name it. Recorded by " in words(app)
    assert "Reason: Its members are at risk." in words(app)
    assert indicators.organisation(store, "Caritas Chad").is_kept_out

    app.button(key="naming").click().run()
    assert app.success[0].value == "Documents written from now on name this organisation again."
    assert not indicators.organisation(store, "Caritas Chad").is_kept_out


def test_a_pair_judged_different_can_be_asked_again(store: Store) -> None:
    pair = ("Caritas Chad", "Caritas Tchad")
    actions.judge(store, [(*pair, Verdict.DIFFERENT)], by="test")

    click(opened(organisation="Caritas Chad"), "Yes, ask again")

    assert said(store) == [(set(pair), Verdict.DIFFERENT), (set(pair), Verdict.UNDECIDED)]


def test_a_category_is_recorded_with_its_day_who_says_so_and_why(store: Store) -> None:
    app = opened(organisation="City of Athens")
    widget(app.main.selectbox, "Category").set_value("PRV")
    widget(app.main.text_input, "Valid from (empty: ever since)").set_value("2024-06")
    widget(app.main.radio, "Who says so?").set_value("organisation")
    widget(app.main.text_input, "Reason").set_value("its own letter")

    app = click(app, "Record the category")

    (entry,) = indicators.organisation(store, "City of Athens").classifications
    assert (entry.category, str(entry.valid_from), entry.classified_by, entry.reason) == (
        "PRV",
        "2024-06-01",
        ClassifiedBy.ORGANISATION,
        "its own letter",
    )
    assert "Recorded: Private sector." in words(app)
    assert "Private sector 1 June 2024 the organisation itself, recorded by" in words(app)


@pytest.mark.parametrize(
    ("since", "reason", "mistake"),
    [
        ("", "", "Give a reason: somebody will ask one day."),
        ("soon", "a letter", "“soon” is not a day. Write 2025, 2025-07 or 2025-07-15."),
    ],
)
def test_a_category_without_a_reason_or_with_no_day_is_not_recorded(
    store: Store, since: str, reason: str, mistake: str
) -> None:
    app = opened(organisation="City of Athens")
    widget(app.main.text_input, "Valid from (empty: ever since)").set_value(since)
    widget(app.main.text_input, "Reason").set_value(reason)

    app = click(app, "Record the category")

    assert [each.value for each in app.error] == [mistake]
    assert indicators.organisation(store, "City of Athens").classifications == ()


# ---- the review queue ---------------------------------------------------------------------------------------------


def test_the_worst_pair_is_asked_first_with_its_evidence_on_both_sides(store: Store) -> None:
    shown = words(opened(task="review"))

    assert "1 of 2" in shown
    assert "Category Civil society Faith-based organizations ≠ differs" in shown
    assert "Organisation-events 2 2" in shown
    assert "Which category stands?" in shown


def test_accepting_at_once_leaves_out_pairs_of_two_categories(store: Store) -> None:
    app = opened(task="review")
    app.main.slider[0].set_value(50).run()
    assert "1 pair above the threshold is left out" in words(app)
    assert "1 pair would be accepted" in words(app)

    app = click(app, "Accept this pair as the same")

    assert said(store) == [({"African Diaspora Network", "African Diaspora Network Europe"}, Verdict.SAME)]
    assert "1 pair is recorded as the same." in words(app)


def test_match_certain_names_says_what_it_did_and_what_is_left(store: Store) -> None:
    app = click(opened(task="review"), "Match now")

    assert "0 certain matches recorded. 2 pairs are left to look at." in words(app)


def side(name: str, *categories: str) -> Side:
    return Side(
        id="O1",
        name=name,
        names=(name,),
        country=None,
        categories=categories,
        mechanisms=(),
        organisation_events=1,
        last_seen=None,
    )


def pair(left: Side, right: Side, *reasons: str) -> Candidate:
    return Candidate(left=left, right=right, left_name=left.name, right_name=right.name, score=0.9, reasons=reasons)


def test_what_two_names_do_not_share_is_marked_and_nothing_in_them_is_markup(store: Store) -> None:
    hostile = pair(side("<b>Union</b> of\u202e Ports", "CSO"), side("Union of Ports", "CSO"), "spelling")

    shown = markup(hostile, "1 of 1", is_doubted=False)

    assert "<mark>&lt;b&gt;Union&lt;/b&gt;</mark>" in shown
    assert "of[U+202E]" in shown
    assert "<b>Union" not in shown
    assert "<form" not in shown


def test_a_reason_the_catalogue_does_not_know_is_shown_by_its_code(store: Store) -> None:
    assert "<li>same-moon</li>" in markup(pair(side("A"), side("B"), "same-moon"), "1 of 1", is_doubted=False)


def test_letters_that_only_look_alike_ask_why_before_they_are_the_same(store: Store) -> None:
    shown = plain(markup(pair(side("A", "CSO"), side("B", "CSO"), "lookalike"), "1 of 1", is_doubted=True))

    assert "If the two are the same all the same, say why." in shown
    assert "Which category stands?" not in shown


# ---- the re-check ------------------------------------------------------------------------------------------------


def test_the_agreement_of_earlier_looks_is_shown_with_its_day(store: Store) -> None:
    names = [each.id for each in indicators.organisations(store, Selection())]
    actions.record_recheck(store, dict(zip(names, [True, True, True, True, False], strict=True)), by="test")

    assert "4 of 5 (80%) test" in words(opened(task="recheck"))


def test_a_sample_stays_as_it_was_drawn_until_it_is_recorded(store: Store) -> None:
    session.store()
    look = organisations_recheck.Look()
    look.draw()
    before = look.rows
    load(store, [{"organisation": "Newcomer", "category": "ACA"}], "second.csv")

    look.draw()

    assert look.rows == before
    assert len(before) == 5
