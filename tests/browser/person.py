"""What a person does at a page: looks until nothing moves any more, goes on with Tab, presses Enter."""

import re
import time

from playwright.sync_api import Locator, Page, expect

PATIENCE = 20_000
"""Milliseconds that anything may take on a busy machine."""
STATIONS = 80
"""More than a page has to be reached with Tab."""
# What the page has asked of the server and not heard, and when something in it last moved.
WATCH = """
const quiet = window.quiet = {asked: 0, heard: 0, moved: 0, sending: 0};
window.WebSocket = class extends WebSocket {
    constructor(...address) {
        super(...address);
        this.addEventListener("message", () => { quiet.heard = performance.now(); });
    }
    send(said) { quiet.asked = performance.now(); super.send(said); }
};
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (...body) {
    quiet.sending += 1;
    this.addEventListener("loadend", () => { quiet.sending -= 1; quiet.moved = performance.now(); });
    send.apply(this, body);
};
new MutationObserver(() => { quiet.moved = performance.now(); })
    .observe(document, {childList: true, subtree: true, attributeFilter: ["data-test-script-state"]});
"""
# A run says at once that it has begun; what asks for no run is not answered, and waited for no longer than a while.
SETTLED = """() => {
    const {asked, heard, moved, sending} = window.quiet;
    const now = performance.now();
    const app = document.querySelector("[data-testid=stApp]");
    return sending === 0 && app?.dataset.testScriptState === "notRunning"
        && !app.querySelector("[data-testid=stSkeleton]")
        && (heard > asked || now - asked > 3000) && now - Math.max(heard, moved) > 300;
}"""


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def opened(page: Page, url: str, heading: str | re.Pattern[str] = re.compile("..")) -> None:
    """Go to an address, and wait until the page of that heading is there."""
    page.goto(url)
    expect(title(page)).to_have_text(heading)
    settled(page)


def settled(page: Page) -> None:
    """Until no run is under way, none is about to begin, and nothing has moved for a moment."""
    page.wait_for_timeout(100)
    page.wait_for_function(SETTLED, polling=50)


def focused(page: Page) -> str:
    """The name of what has the focus, without the icon before it."""
    said = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || ''")
    return re.sub(r"^\w+\n+", "", str(said)).strip()


def reach(page: Page, name: str | re.Pattern[str]) -> None:
    """Press Tab until something of that name has the focus, round and round while the page may still be drawn."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        settled(page)
        for _ in range(STATIONS):
            if re.fullmatch(name, focused(page)):
                return
            page.keyboard.press("Tab")
    raise AssertionError(f"{name!r} is not reached with the keyboard; the focus is on {focused(page)!r}")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Go there with Tab and press Enter, once nothing is drawn anew any more that could take the focus away."""
    reach(page, name)
    settled(page)
    reach(page, name)
    page.keyboard.press("Enter")
    settled(page)
