"""The Organisations page in a real browser: the queue by the keyboard alone, the list, the re-check, a phone."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from engagement import actions, indicators
from engagement.mapping import Mapping
from engagement.organisations import Verdict
from engagement.store import Store
from tests.browser.person import main, opened, settled, title

LOG = """activity,date,network,organisation,category
Hearing,2024-05-02,Network A,Caritas Chad,CSO
Forum,2024-06-02,Network A,Caritas Chad,CSO
Review,2024-07-02,Network A,Caritas Chad,CSO
Hearing,2024-05-02,Network A,Caritas Tchad,FBO
Forum,2024-06-02,Network A,Caritas Tchad,FBO
Review,2024-07-02,Network A,Caritas Tchad,FBO
Hearing,2024-05-02,Network A,African Diaspora Network,MDO
Forum,2024-06-02,Network A,African Diaspora Network,MDO
Hearing,2024-05-02,Network A,African Diaspora Network Europe,MDO
Forum,2024-06-02,Network A,African Diaspora Network Europe,MDO
Hearing,2024-05-02,Network A,Amnesty International,CSO
Forum,2024-06-02,Network A,Amnesty International Kenya,CSO
"""
CARITAS = {"Caritas Chad", "Caritas Tchad"}
DIASPORA = {"African Diaspora Network", "African Diaspora Network Europe"}
AMNESTY = {"Amnesty International", "Amnesty International Kenya"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Six names, and three pairs of them to be looked at, the worst with two categories."""
    folder = tmp_path / "store"
    with Store.open(folder) as opened:
        actions.import_log(opened, LOG.encode(), file_name="log.csv", mapping=Mapping(), by="test")
    return folder


def pair(page: Page) -> Locator:
    return main(page).locator(".pl-pair")


def names(page: Page) -> set[str]:
    """The two names of the pair that is asked."""
    return {each.strip() for each in pair(page).locator("thead th").all_inner_texts()}


def on_page(page: Page, address: str, more: str) -> None:
    opened(page, f"{address}/organisations?{more}")


def in_queue(page: Page, address: str) -> None:
    on_page(page, address, "task=review")
    expect(pair(page)).to_be_focused()


def press(page: Page, keys: Iterable[str]) -> None:
    """Press each key, as somebody does who looks at the answer before the next one."""
    for key in keys:
        before = main(page).inner_text()
        page.keyboard.press(key)
        page.wait_for_function(
            """(before) => !document.querySelector('.pl-pair[aria-busy=true]')
                && document.querySelector('[data-testid=stMain]').innerText !== before""",
            arg=before,
        )
        settled(page)


def press_tab(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press("Tab")


def progress(page: Page) -> str:
    return pair(page).locator("p").first.inner_text()


def verdicts(store: Path) -> list[tuple[set[str], Verdict]]:
    """What somebody has said of names, oldest first."""
    with Store.open(store) as opened_store:
        said = indicators.judgements(opened_store)
    return [({each.left, each.right}, each.verdict) for each in reversed(said) if each.by != "rule"]


# ---- the queue, by the keyboard alone -----------------------------------------------------------------------------


def test_one_key_decides_one_pair_and_the_focus_goes_with_it(page: Page, address: str, store: Path) -> None:
    in_queue(page, address)
    asked = []
    for key in "LDS":
        asked.append((progress(page), names(page)))
        press(page, key)

    assert asked == [("1 of 3", CARITAS), ("2 of 3", DIASPORA), ("3 of 3", AMNESTY)]
    expect(main(page)).to_contain_text("1 pair waits for later. All others are decided.")
    assert verdicts(store) == [(DIASPORA, Verdict.DIFFERENT), (AMNESTY, Verdict.SAME)]


def test_undo_takes_back_the_last_answer_and_asks_again(page: Page, address: str, store: Path) -> None:
    in_queue(page, address)
    press(page, "LDU")

    assert (names(page), progress(page)) == (DIASPORA, "2 of 3")
    expect(pair(page)).to_be_focused()
    press(page, "U")
    expect(main(page)).to_contain_text("1 of 3")
    expect(main(page)).to_contain_text("Caritas Tchad")
    assert (names(page), progress(page)) == (CARITAS, "1 of 3")
    assert verdicts(store) == [(DIASPORA, Verdict.DIFFERENT), (DIASPORA, Verdict.UNDECIDED)]


def test_two_categories_ask_which_stands_and_why(page: Page, address: str, store: Path) -> None:
    in_queue(page, address)

    page.keyboard.press("s")
    expect(page.get_by_role("radio", name="Civil society")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Faith-based organizations")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("its own statutes say so")
    press(page, ["Enter"])

    expect(pair(page)).to_be_focused()
    assert names(page) == DIASPORA
    assert verdicts(store) == [(CARITAS, Verdict.SAME)]
    with Store.open(store) as opened_store:
        assert indicators.organisation(opened_store, "Caritas Chad").categories == ("FBO",)


def test_the_question_is_left_with_escape_and_nothing_is_said(page: Page, address: str, store: Path) -> None:
    in_queue(page, address)
    page.keyboard.press("s")
    expect(page.get_by_role("radio", name="Civil society")).to_be_focused()

    page.keyboard.press("Escape")

    expect(pair(page)).to_be_focused()
    expect(page.get_by_role("radio", name="Civil society")).to_be_hidden()
    assert (names(page), verdicts(store)) == (CARITAS, [])


def test_keys_pressed_in_haste_never_fall_on_a_pair_that_was_not_seen(page: Page, address: str, store: Path) -> None:
    in_queue(page, address)
    press(page, "L")

    for _ in range(4):
        page.keyboard.press("d")
    settled(page)

    assert verdicts(store) == [(DIASPORA, Verdict.DIFFERENT)]
    assert names(page) == AMNESTY


def test_preview_opens_and_closes_with_the_keyboard_and_gives_the_focus_back(page: Page, address: str) -> None:
    in_queue(page, address)
    press(page, "L")

    page.keyboard.press("p")
    dialog = page.get_by_role("dialog")
    row = (
        dialog.get_by_role("row")
        .filter(has_text="Migrant and diaspora organizations: organisations")
        .filter(has_text="everything")
    )
    expect(row.first.get_by_role("cell")).to_have_text(["everything", "2", "1"])
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(pair(page)).to_be_focused()


def test_pairs_above_a_threshold_are_accepted_at_once_and_taken_back_with_one_key(
    page: Page, address: str, store: Path
) -> None:
    in_queue(page, address)
    main(page).get_by_text("Accept many at once").click()
    slider = main(page).get_by_role("slider", name="Accept pairs at least this much alike")
    slider.focus()
    for _ in range(7):
        page.keyboard.press("PageDown")
    button = main(page).get_by_role("button", name=re.compile("^Accept th"))
    expect(main(page)).to_contain_text("1 pair above the threshold is left out")
    button.focus()
    press(page, ["Enter"])

    assert CARITAS not in [said for said, _ in verdicts(store)]
    accepted = len(verdicts(store))
    assert accepted > 0
    expect(pair(page)).to_be_focused()
    press(page, "u")
    assert [verdict for _, verdict in verdicts(store)] == [Verdict.SAME] * accepted + [Verdict.UNDECIDED] * accepted


# ---- the list and an organisation's own page ----------------------------------------------------------------------


def test_search_and_enter_open_the_page_of_an_organisation_at_an_address_of_its_own(page: Page, address: str) -> None:
    on_page(page, address, "")
    search = main(page).get_by_role("searchbox", name="Search")
    search.press_sequentially("diaspora netw", delay=30)
    link = main(page).get_by_role("link", name="African Diaspora Network Europe")
    expect(main(page)).to_contain_text("2 of 6 organisations")
    assert search.input_value() == "diaspora netw"

    link.press("Enter")

    expect(title(page)).to_have_text("African Diaspora Network Europe")
    assert re.search(r"[?&]organisation=O\w+", page.url)
    page.reload()
    expect(title(page)).to_have_text("African Diaspora Network Europe")
    main(page).get_by_role("button", name="All organisations").click()
    expect(main(page)).to_contain_text("6 organisations")


def test_a_merge_on_the_page_asks_which_category_stands_and_why(page: Page, address: str, store: Path) -> None:
    on_page(page, address, "organisation=Caritas Chad")
    main(page).get_by_role("button", name="It is the same as another…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_focused()
    press_tab(page, times=2)  # past the button that closes it
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    expect(dialog.get_by_role("combobox")).to_be_visible()
    page.keyboard.type("tchad")
    press_tab(page)
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_text(["Caritas Tchad · Faith-based organizations"])
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("The two have different categories")
    expect(dialog.get_by_role("button", name="Merge", exact=True)).to_have_count(0)

    dialog.get_by_text("Faith-based organizations").click()
    expect(dialog).to_contain_text("As a whole,")
    dialog.get_by_role("textbox", name="Why? (required)").fill("its own statutes say so")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Merge", exact=True).click()

    expect(main(page)).to_contain_text("are one organisation now.")
    assert verdicts(store) == [(CARITAS, Verdict.SAME)]
    with Store.open(store) as opened_store:
        assert indicators.organisation(opened_store, "Caritas Chad").categories == ("FBO",)


# ---- the re-check -------------------------------------------------------------------------------------------------


def test_recheck_is_answered_with_the_keyboard_and_shows_the_agreement(page: Page, address: str, store: Path) -> None:
    on_page(page, address, "task=recheck")
    rows = main(page).locator(".pl-recheck tbody tr")
    expect(rows).to_have_count(6)
    rows.first.get_by_role("button").first.focus()

    for key in "aadaaa":
        page.keyboard.press(key)
    record = main(page).get_by_role("button", name="Record the answers")
    expect(record).to_be_enabled()
    record.press("Enter")

    expect(main(page)).to_contain_text("Agreement: 5 of 6 (83%).")
    expect(main(page)).to_contain_text("Somebody disagreed with one category.")
    with Store.open(store) as opened_store:
        assert [(each.asked, each.agreed) for each in indicators.rechecks(opened_store)] == [(6, 5)]


# ---- a phone ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", ["", "task=review", "task=recheck", "organisation=Amnesty International"])
def test_nothing_overflows_on_a_phone(page: Page, address: str, more: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    on_page(page, address, f"{more}&lang=fr")

    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1]
