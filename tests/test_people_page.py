"""Settings > People and roles, and what the other pages offer to each role; who a proxy says has come."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
import uploading
from prepared import Prepared
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboard import session
from engagement import access, actions
from engagement.store import Store
from tests.logs import load

TOP = Path(__file__).resolve().parent.parent
LOG = """
activity | date       | network   | organisation   | category
Hearing  | 2026-05-02 | Network A | Caritas Chad   | CSO
Forum    | 2026-06-02 | Network B | City of Athens | LOC
"""


def one_log(store: Store) -> None:
    load(store, LOG)


def staffed(store: Store) -> None:
    one_log(store)
    actions.admit(store, "office", "administrator", by="test")
    actions.admit(store, "library", "reader", by="office")
    actions.admit(store, "desk.a", "contributor", networks=["Network A"], by="office")


@pytest.fixture
def store(app_folder: Path, prepared: Prepared) -> Store:
    """One log, and nobody admitted."""
    prepared.put(one_log, app_folder)
    return session.store()


@pytest.fixture
def staff(app_folder: Path, prepared: Prepared) -> Store:
    """One log, an administrator, a reader, and a contributor for one of two networks."""
    prepared.put(staffed, app_folder)
    return session.store()


def as_(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGAGEMENT_ACTOR", name)


def opened(page: str = "settings", **address: list[str]) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": "en", **({"section": ["people"]} if page == "settings" else {}), **address})
    return settled(app.switch_page(f"views/{page}.py").run())


def settled(app: AppTest) -> AppTest:
    assert [each.value for each in app.exception] == []
    return app


def quiet(app: AppTest) -> list[str]:
    """The leads and remarks of the page and of its side."""
    bodies = [each.proto.body for each in app.get("html")]
    return [
        unescape(re.sub(r"<[^>]+>", "", said)).strip()
        for body in bodies
        for said in re.findall(r'<p class="pl-(?:lead|quiet)[^"]*">(.*?)</p>', body)
    ]


def rows(app: AppTest) -> list[list[str]]:
    found = re.findall(r"<tr>(.*?)</tr>", "".join(each.proto.body for each in app.main.get("html")))
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in found if 'scope="col"' not in row]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def press(app: AppTest, label: str) -> AppTest:
    return settled(next(each for each in app.main.button if each.label == label).click().run())


def barred(app: AppTest) -> dict[str, str]:
    """The buttons that cannot be pressed, with what they say of it."""
    return {each.label: each.help for each in app.button if each.disabled}


# ---- the section ----


def test_while_nobody_is_admitted_the_page_says_that_everybody_may_write(store: Store) -> None:
    said = quiet(opened())

    assert said[0] == "Nobody has been admitted: whoever reaches this dashboard may write everything."
    assert "You are “coordinator” here. Role: none." in said


def test_the_first_is_admitted_as_administrator_and_there_is_no_way_back(store: Store) -> None:
    app = opened()
    assert [each.options for each in app.main.selectbox] == [["administrator"]]

    app.main.text_input[0].set_value("Coordinator")
    app = press(app, "Admit")

    assert [each.value for each in app.success] == ["“coordinator” is admitted. Role: administrator."]
    assert [each.label for each in app.main.button if each.label == "Undo"] == []
    assert [(each.handle, each.role) for each in access.people(store)] == [("coordinator", "administrator")]
    assert rows(app)[0][:3] == ["coordinator", "administrator", "all"]


def test_a_role_for_a_network_is_given_changed_and_taken_back(staff: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    as_("office", monkeypatch)
    app = opened()
    app.main.text_input[0].set_value("library")
    app.main.selectbox[0].set_value("coordinator")
    app.main.multiselect[0].set_value(["Network A"])
    app = press(app, "Admit")
    given = held(staff, "library")

    app = press(app, "Undo")

    assert (given, held(staff, "library")) == (("coordinator", ("Network A",)), ("reader", ()))


def test_access_ends_and_can_be_given_back(staff: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    as_("office", monkeypatch)
    app = opened()
    app.main.selectbox[1].set_value("desk.a")
    app = press(app, "End access")
    ended = held(staff, "desk.a")

    press(app, "Undo")

    assert (ended, held(staff, "desk.a")) == (None, ("contributor", ("Network A",)))


def held(store: Store, handle: str) -> tuple[str | None, tuple[str, ...]] | None:
    return next(((each.role, each.networks) for each in access.people(store) if each.handle == handle), None)


def test_what_cannot_be_is_said_in_place(staff: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    as_("office", monkeypatch)
    app = opened()
    app.main.text_input[0].set_value("first.last@example.org")

    app = press(app, "Admit")

    assert [each.value for each in app.error] == [
        "People are known here by an office or a user name, never by an e-mail address. Nothing was saved."
    ]


def test_the_page_shows_what_each_role_may_do(staff: Store) -> None:
    assert [row[1:] for row in rows(opened()) if row[0] == "take imports back"] == [["–", "own only", "yes", "yes"]]


def test_the_journal_says_who_was_admitted(staff: Store) -> None:
    actions.end_access(staff, "library", by="office")

    assert [row[3] for row in rows(opened(section=["audit"]))][:3] == [
        "Access of library ended",
        "desk.a admitted. Role: contributor",
        "library admitted. Role: reader",
    ]


# ---- what is offered ----

PLACES: tuple[tuple[str, dict[str, list[str]], set[str]], ...] = (
    ("settings", {"section": ["people"]}, {"Admit", "End access"}),
    ("settings", {"section": ["seats"]}, {"Add"}),
    ("settings", {"section": ["expectations"], "view": ["declare"]}, {"Declare"}),
    ("settings", {"section": ["marks"]}, {"Mark"}),
    ("settings", {"section": ["networks"]}, {"Save"}),
    (
        "organisations",
        {"organisation": ["Caritas Chad"]},
        {"Record the category", "It is the same as another…", "Do not name it in documents"},
    ),
    ("gaps", {"cell": ["CSO", "Network A"]}, {"Record", "Mark as not expected here"}),
    ("upload", {}, {"Yes, undo B0001"}),
    ("summary", {"edition": ["none"]}, {"Freeze this edition"}),
)


@pytest.mark.parametrize(("page", "address", "labels"), PLACES)
def test_a_reader_is_offered_nothing_that_writes(
    staff: Store, monkeypatch: pytest.MonkeyPatch, page: str, address: dict[str, list[str]], labels: set[str]
) -> None:
    as_("library", monkeypatch)
    closed = barred(opened(page, **address))
    as_("office", monkeypatch)
    open_ = opened(page, **address)

    assert (closed.keys() >= labels, barred(open_)) == (True, {})
    assert all("“library” has the role: reader." in said for said in closed.values())


def test_a_role_for_a_network_is_offered_what_names_it(staff: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    as_("desk.a", monkeypatch)

    here, there = (barred(opened("gaps", cell=["CSO", place])) for place in ("Network A", "Network B"))

    assert {*here} == {"Mark as not expected here"}  # a coordinator does
    assert there["Record"].startswith("“desk.a” holds the role for Network A only, and this is said of Network B.")


def test_the_side_says_who_the_visitor_is_once_somebody_is_admitted(
    staff: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_("desk.a", monkeypatch)

    assert "You are “desk.a” here. Role: contributor." in quiet(opened("overview"))


def test_a_write_is_refused_though_its_button_was_drawn_before(staff: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    as_("office", monkeypatch)
    app = opened()
    app.main.text_input[0].set_value("new")
    as_("library", monkeypatch)

    app = settled(next(each for each in app.main.button if each.label == "Admit").click().run())

    assert held(staff, "new") is None
    assert barred(app).keys() >= {"Admit"}


# ---- who a proxy says has come ----


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A proxy signs people in: see `tests/browser/test_signing_in.py` for a header that really comes."""
    config.set_option("server.trustedUserHeaders", {"X-Forwarded-User": "handle"})
    yield monkeypatch
    config.set_option("server.trustedUserHeaders", {})


def test_who_has_signed_in_writes_under_that_name(staff: Store, proxy: pytest.MonkeyPatch) -> None:
    proxy.setattr(st, "user", {"handle": "Office"})
    app = opened()
    app.main.text_input[0].set_value("new")

    press(app, "Admit")

    assert [(each.handle, each.admitted_by) for each in access.people(staff) if each.handle == "new"] == [
        ("new", "office")
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (None, "The proxy in front of this dashboard did not say who you are"),
        ("", "The proxy in front of this dashboard did not say who you are"),
        ("first.last@example.org", "What the proxy says of you cannot be a user name here"),
    ],
)
def test_of_whom_nothing_fit_is_said_writes_nothing(
    store: Store, proxy: pytest.MonkeyPatch, said: str | None, words: str
) -> None:
    """Though nobody has been admitted yet: then whoever has signed in may write."""
    proxy.setattr(st, "user", {"handle": said})

    app = opened()

    assert barred(app)["Admit"].startswith(words)
    assert any(each.startswith(words) for each in quiet(app))


def test_without_a_proxy_a_header_says_nothing(staff: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "user", {"handle": "office"})

    assert "You are “coordinator” here. Role: none." in quiet(opened())


def test_a_log_of_another_network_is_refused_with_a_sentence(staff: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    as_("desk.a", monkeypatch)
    app = uploading.upload(uploading.opened(), "b.csv", uploading.LOG.replace("Network A", "Network B").encode())
    before = staff.version

    app = uploading.click(app, next(each.label for each in app.main.button if each.key == "record"))

    assert [each.value for each in app.error] == [
        "“desk.a” holds the role for Network A only, and this is said of Network B. Ask: office."
    ]
    assert staff.version == before
