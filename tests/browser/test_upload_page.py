"""The Upload page in a real browser: haste, a reload, a second window, the keyboard alone, a small screen."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engagement import indicators
from engagement.batches import Batch
from engagement.model import Selection
from engagement.store import Store
from tests.browser.person import main, opened, press, reach, settled

TEMPLATE = Path(__file__).resolve().parents[2] / "data/template.csv"
LOG = """Activity,Date,Organisation,Category
Hearing,2024-05-02,Friends,Civil society
Hearing,tomorrow,Workers,Trade unions
"""


def on_page(page: Page, address: str, more: str = "") -> None:
    opened(page, f"{address}/upload{more}", "Upload a participation log")


def hand_over(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    settled(page)


def batches(store: Path) -> list[Batch]:
    with Store.open(store) as opened_store:
        return list(indicators.batches(opened_store))


def test_a_clean_template_is_a_file_and_one_click_and_three_clicks_write_once(
    page: Page, address: str, store: Path
) -> None:
    on_page(page, address)
    hand_over(page, TEMPLATE.name, TEMPLATE.read_bytes())

    main(page).get_by_role("button", name="Record 2 rows").click(click_count=3, delay=5)

    expect(main(page).get_by_text("2 rows recorded as batch B0001.")).to_be_visible()
    settled(page)
    assert [each.rows_accepted for each in batches(store)] == [2]


def in_check(page: Page, address: str) -> None:
    """The small log, its network answered."""
    on_page(page, address)
    hand_over(page, "log.csv", LOG.encode())
    network = main(page).get_by_role("combobox", name="Network")
    network.click()
    page.keyboard.type("A new one")
    page.get_by_role("option", name="A new one…", exact=True).click()
    name = main(page).get_by_label("Name of the new network")
    name.fill("Network A")
    name.press("Tab")
    settled(page)
    main(page).get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="4. Check")).to_be_visible()


def test_a_reload_and_a_second_window_go_on_where_the_first_was(page: Page, address: str) -> None:
    in_check(page, address)
    expect(main(page)).to_contain_text("2 rows in the file = 1 accepted + 1 refused")

    page.reload()
    expect(main(page)).to_contain_text("2 rows in the file = 1 accepted + 1 refused")
    second = page.context.new_page()
    second.goto(page.url)
    expect(main(second)).to_contain_text("2 rows in the file = 1 accepted + 1 refused")


def test_a_visit_to_another_page_loses_nothing(page: Page, address: str) -> None:
    in_check(page, address)

    page.get_by_role("link", name="Gaps").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gaps")
    page.get_by_role("link", name="Upload").click()

    expect(main(page)).to_contain_text("2 rows in the file = 1 accepted + 1 refused")


def test_a_refused_row_is_corrected_with_the_keyboard_alone(page: Page, address: str, store: Path) -> None:
    in_check(page, address)

    press(page, "Correct the refused rows here")
    reach(page, "Date")
    page.keyboard.press("Control+a")
    page.keyboard.type("2024-05-03")
    page.keyboard.press("Tab")
    settled(page)
    press(page, "Check with these corrections")
    expect(main(page)).to_contain_text("2 rows in the file = 2 accepted + 0 refused")
    settled(page)
    press(page, "Record 2 rows")

    expect(main(page).get_by_text("2 rows recorded as batch B0001.")).to_be_visible()
    with Store.open(store) as opened_store:
        days = sorted(str(each.date_from) for each in indicators.activities(opened_store, Selection()))
    assert days == ["2024-05-02", "2024-05-03"]


def test_a_discarded_draft_is_gone_also_for_its_address(page: Page, address: str, store: Path) -> None:
    in_check(page, address)
    before = page.url

    main(page).get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", name="1. File")).to_be_visible()
    page.goto(before)

    expect(main(page)).to_contain_text("This upload is no longer here")
    assert batches(store) == []


@pytest.mark.parametrize("way", ["file", "hand"])
def test_nothing_overflows_on_a_phone(page: Page, address: str, way: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    if way == "file":
        in_check(page, address)
        main(page).get_by_role("button", name="Correct the refused rows here").click()
    else:
        on_page(page, address, "?way=hand")
    settled(page)

    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], json.dumps(widths)


def test_a_meeting_is_recorded_by_hand(page: Page, address: str, store: Path) -> None:
    on_page(page, address, "?way=hand")
    main(page).get_by_label("Activity", exact=True).fill("Hearing")
    main(page).get_by_label("Date", exact=True).fill("2024-05-02")
    main(page).get_by_role("combobox", name="Network").click()
    page.keyboard.type("A new one")
    page.get_by_role("option", name="A new one…", exact=True).first.click()
    main(page).get_by_label("Name of the new network").fill("Network A")
    main(page).get_by_role("combobox", name="Group 1").click()
    page.get_by_role("option", name="Civil society").first.click()
    main(page).get_by_label("People, group 1", exact=True).fill("12")
    main(page).get_by_role("button", name="Check").click()
    main(page).get_by_role("button", name="Record 1 head-count").click()

    expect(main(page).get_by_text("1 head-count recorded as batch B0001.")).to_be_visible()
    with Store.open(store) as opened_store:
        (activity,) = indicators.activities(opened_store, Selection())
    assert [(each.category, each.people) for each in activity.labels] == [("CSO", 12)]
