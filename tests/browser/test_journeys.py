"""Whole journeys: with the mouse, counting clicks, and with the keyboard alone; back, and by a link to a colleague."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engagement import actions, indicators
from engagement.efforts import OutreachStep
from engagement.locale import text
from engagement.model import Selection
from engagement.store import Store
from tests.browser.conftest import served, tab
from tests.browser.person import focused, main, opened, press, reach, settled, title

LOG = Path(__file__).resolve().parents[2] / "data/template.csv"
MOST_CLICKS = 12
FIRST = re.compile("Migrants, United Nations Network on Migration.*")
CELL = re.compile("Migrants, Example national network.*")
ASKED = "Northbank Legal Aid Circle"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The demonstration."""
    folder = tmp_path / "store"
    with Store.open(folder) as opened:
        actions.load_demonstration(opened, by="test")
    return folder


# ---- by the keyboard alone ----------------------------------------------------------------------------------------


def test_a_cell_is_chosen_with_the_arrows_and_what_is_behind_it_has_the_focus(page: Page, address: str) -> None:
    opened(page, f"{address}/gaps", "Gaps")
    reach(page, FIRST)
    walked = [focused(page)]
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        walked.append(focused(page))
    page.keyboard.press("Enter")

    migrants, society = "Migrants", "Civil society"
    network, group = "United Nations Network on Migration", "Stronger UN system"
    assert [(name.split(",")[0], group in name) for name in walked] == [
        (migrants, False),
        (society, False),
        (society, True),
        (migrants, True),
        (migrants, False),
        (society, False),
    ]
    expect(page.get_by_role("heading", name=f"{society}: {network}")).to_be_focused()


def test_an_outreach_is_recorded_and_taken_back_with_the_keyboard(page: Page, address: str, store: Path) -> None:
    opened(page, f"{address}/gaps", "Gaps")
    press(page, CELL)
    press(page, "Record outreach")
    reach(page, "Organisation")
    page.keyboard.type(ASKED)
    page.keyboard.press("Enter")
    reach(page, "Record")
    page.keyboard.press("Enter")
    expect(main(page).get_by_role("status").filter(has_text=ASKED)).to_be_visible()
    assert outreach(store) == [(ASKED, OutreachStep.INVITED, date.today())]

    settled(page)
    press(page, "Take back")
    expect(main(page).get_by_role("status").filter(has_text=ASKED)).to_be_visible()
    assert outreach(store) == []


def outreach(store: Path) -> list[tuple[str, OutreachStep, date]]:
    with Store.open(store) as held:
        efforts = indicators.outreach(held, Selection())
    return [(each.organisation, each.step, each.happened_on) for effort in efforts for each in effort.records]


def test_three_clicks_in_haste_record_one_outreach(page: Page, address: str, store: Path) -> None:
    opened(page, f"{address}/gaps", "Gaps")
    main(page).get_by_role("button", name=CELL).first.click()
    expect(page.get_by_role("heading", name="Migrants: Example national network")).to_be_focused()
    settled(page)
    main(page).get_by_text("Record outreach").click()
    for part in ("outreach-step.invited", "mark.on", "outreach.note"):  # each comes from a file of its own
        expect(main(page).get_by_label(text(part, "en"), exact=True)).to_be_visible()
    main(page).get_by_role("combobox", name="Organisation").fill(ASKED)
    page.get_by_role("option", name=ASKED).click()
    main(page).get_by_role("button", name="Record", exact=True).click(click_count=3, delay=5)

    expect(main(page).get_by_role("status").filter(has_text=ASKED)).to_be_visible()
    settled(page)
    assert outreach(store) == [(ASKED, OutreachStep.INVITED, date.today())]


# ---- from the first visit to a summary in hand --------------------------------------------------------------------


@pytest.fixture
def newcomer(browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, list[str]]]:
    """A tab before an empty store, and what is pressed in it: each click of the mouse, each Enter that acts as one."""
    with served(tmp_path / "empty", tmp_path / "empty.log") as address, tab(browser) as page:
        clicks: list[str] = []

        def clicked(name: str) -> None:
            clicks.append(name)

        page.expose_function("clicked", clicked)
        page.add_init_script(
            "addEventListener('click', (event) => event.isTrusted && clicked(event.target.innerText ?? ''), true)"
        )
        opened(page, address, "Who is missing?")
        yield page, clicks


def by_mouse(page: Page, name: str | re.Pattern[str]) -> None:
    button = main(page).get_by_role("button", name=name)
    link = page.get_by_role("link", name=name, exact=True)
    button.or_(link).first.wait_for()
    (button if button.count() else link).first.click()
    settled(page)


@pytest.mark.parametrize("act", [by_mouse, press], ids=["mouse", "keyboard"])
def test_a_newcomer_has_a_summary_in_hand_after_a_dozen_clicks_at_most(
    newcomer: tuple[Page, list[str]], tmp_path: Path, act: Callable[[Page, str | re.Pattern[str]], None]
) -> None:
    page, clicks = newcomer
    act(page, "Upload a log")
    expect(title(page)).to_have_text("Upload a participation log")
    with page.expect_file_chooser() as dialogue:
        act(page, re.compile("^(.*Choose a file|[Uu]pload)$"))
    dialogue.value.set_files(LOG)
    clicks += ["the file", "Open"]
    settled(page)
    act(page, re.compile("Record 2 rows"))
    expect(main(page)).to_contain_text("2 rows recorded as batch B0001.")
    settled(page)
    act(page, "Summary")
    expect(title(page)).to_have_text("Inclusion summary")
    settled(page)
    with page.expect_download() as download:
        act(page, re.compile("^Download.*"))
    download.value.save_as(tmp_path / "summary.docx")

    assert (tmp_path / "summary.docx").read_bytes()[:2] == b"PK"
    assert len(clicks) <= MOST_CLICKS, clicks


# ---- back, and by a link ------------------------------------------------------------------------------------------


def test_the_back_button_returns_to_the_view_that_was_left(page: Page, address: str) -> None:
    opened(page, f"{address}/gaps?network=Example+national+network+%28illustrative%29", "Gaps")
    main(page).get_by_text("Depth", exact=True).click()
    page.wait_for_url("**tab=depth*")
    settled(page)
    before = view(page)

    page.get_by_role("link", name="Organisations", exact=True).click()
    expect(title(page)).to_have_text("Organisations")
    page.wait_for_url("**/organisations?network=*")  # written at the end of the run: going back before cuts it short
    settled(page)
    page.go_back()

    expect(title(page)).to_have_text("Gaps")
    settled(page)
    assert view(page) == before


def view(page: Page) -> tuple[str, list[str]]:
    """The address, and the headings under it."""
    return page.url, main(page).get_by_role("heading", level=2).all_inner_texts()


def test_a_link_opens_the_same_view_for_a_colleague_in_the_language_of_theirs(
    page: Page, browser: Browser, address: str
) -> None:
    opened(page, f"{address}/gaps", "Gaps")
    main(page).get_by_role("button", name=CELL).first.click()
    settled(page)
    network = page.get_by_role("combobox", name="Network")
    network.click()
    page.get_by_role("option", name="Example national network (illustrative)").click()
    page.keyboard.press("Escape")
    settled(page)
    figures = cells(page)

    with tab(browser, language="fr-FR") as colleague:
        opened(colleague, page.url, text("gaps.title", "fr"))
        assert cells(colleague) == figures
        opened(page, colleague.url, "Gaps")
        assert cells(page) == figures


def cells(page: Page) -> list[str]:
    """The code of each cell of the grid, which is chosen, and its numbers."""
    expect(main(page).locator(".pl-matrix")).to_be_visible()
    return [
        " ".join(
            [
                each.get_attribute("value") or "",
                each.get_attribute("aria-pressed") or "",
                *re.findall(r"\d+", each.inner_text()),
            ]
        )
        for each in main(page).locator(".pl-matrix button").all()
    ]
