"""A proxy that signs people in, as the browser sees it: the header it adds says who writes."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from engagement import access, actions
from engagement.store import Store
from tests.browser.conftest import served, tab
from tests.browser.person import opened, press

SECTION = "settings?section=people&lang=en"
HEADER = "X-Forwarded-User"


def came(page: Page, name: str) -> Page:
    """The page as the proxy hands it over once somebody has signed in."""
    page.context.set_extra_http_headers({HEADER: name} if name else {})
    return page


def test_the_header_of_the_proxy_says_who_writes_and_what_they_may(
    browser: Browser, store: Path, tmp_path: Path
) -> None:
    with Store.open(store) as record:
        actions.admit(record, "office", "administrator", by="founder")
        actions.admit(record, "library", "reader", by="office")
    option = {"STREAMLIT_SERVER_TRUSTED_USER_HEADERS": f'{{"{HEADER}": "handle"}}'}

    with served(store, tmp_path / "server.log", **option) as address:
        with tab(browser) as page:
            came(page, "library").goto(f"{address}/{SECTION}")
            expect(page.get_by_text("You are “library” here. Role: reader.").first).to_be_visible()
            expect(page.get_by_role("button", name="Admit")).to_be_disabled()
        with tab(browser) as page:
            page.goto(f"{address}/{SECTION}")
            expect(page.get_by_text("did not say who you are").first).to_be_visible()
            expect(page.get_by_role("button", name="Admit")).to_be_disabled()
        with tab(browser) as page:
            opened(came(page, "Office"), f"{address}/{SECTION}", "Settings")
            page.get_by_role("textbox", name="Office or user name").fill("desk")
            press(page, "Admit")
            expect(page.get_by_text("“desk” is admitted. Role: reader.")).to_be_visible()

    with Store.open(store) as record:
        assert next((each.handle, each.admitted_by) for each in access.people(record)) == ("desk", "office")
