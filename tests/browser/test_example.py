"""The example in a real browser: another page, a link and the back button stay in it, and leaving leaves nothing."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from engagement.store import Store
from tests.browser.person import opened, title

BANNER = "Your own record is elsewhere"


def test_the_example_is_entered_walked_through_and_left(page: Page, address: str, store: Path) -> None:
    page.goto(f"{address}/?lang=en")
    page.get_by_role("button", name="Look around with an example").click()
    expect(page.get_by_text(BANNER)).to_be_visible()

    page.get_by_role("link", name="Gaps", exact=True).click()
    expect(title(page)).to_have_text("Gaps")
    expect(page.get_by_text(BANNER)).to_be_visible()
    expect(page).to_have_url(re.compile("example=1"))

    page.go_back()
    expect(title(page)).to_have_text("Who is missing?")
    expect(page.get_by_text(BANNER)).to_be_visible()

    page.get_by_role("button", name="Leave the example").click()
    expect(page.get_by_role("button", name="Upload a log")).to_be_visible()
    expect(page.get_by_text(BANNER)).to_have_count(0)
    with Store.open(store) as record:
        assert record.version == 0


def test_a_copied_link_opens_the_same_view_in_the_language_of_who_opens_it(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/gaps?example=1&lang=ru&mode=online")

    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text("Ссылка скопирована")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}/gaps?example=1&mode=online"

    page.goto(copied)
    expect(title(page)).to_have_text("Gaps")


# Who is missing; where; is it getting better; can the record be trusted; what next.
ANSWERS = (".pl-lead", ".pl-compact tbody tr:nth-child(8)", ".pl-moves", ".pl-cards", ".st-key-onward")


def test_the_overview_answers_its_five_questions_on_the_first_screen(page: Page, address: str) -> None:
    opened(page, f"{address}/?example=1&lang=en", "Who is missing?")

    ends = {each: page.locator(each).evaluate("(found) => found.getBoundingClientRect().bottom") for each in ANSWERS}
    assert {each: end for each, end in ends.items() if end > 900} == {}
    assert page.locator(".pl-compact tr").last.evaluate("(row) => row.getBoundingClientRect().right") <= 1440
