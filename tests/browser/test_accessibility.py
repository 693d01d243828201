"""axe-core on every page as it is seen: light and dark, wide and on a phone, in three languages, with and without data.

One server, one browser and one tab for each look; the tabs go from page to page together.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from engagement.locale import text
from tests.browser.conftest import served, tab

PAGES = {
    "": "overview.title",
    "gaps": "gaps.title",
    "networks": "networks.title",
    "organisations": "organisations.title",
    "summary": "summary-page.title",
    "upload": "upload.title",
    "quality": "data-quality.title",
    "settings": "settings.title",
}
LANGUAGES = ("en", "fr", "ar")
WIDTHS = (1440, 390)
STYLE = Path(__file__).resolve().parents[2] / "dashboard/style.css"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
NOT_OURS = {
    # Streamlit's own drop area is a presentation that can take the focus; its button says everything again.
    ("presentation-role-conflict", '[data-testid="stFileUploaderDropzone"]'),
}
# Begun on a timer, so that the tabs, each a process of its own, look at the same time.
RUN = """(standards) => {
    const look = () => axe.run({runOnly: standards, resultTypes: ["violations"]});
    window.answer = new Promise((done) => setTimeout(() => done(look())));
}"""
CUT = """() => [...document.querySelectorAll(".pl-box")]
    .filter((box) => box.firstElementChild.offsetHeight > box.clientHeight + 1).map((box) => box.ariaLabel)"""

# The grid may: it keeps its first column, and its edge says that it goes on.
BEYOND = """() => [...document.querySelectorAll(".pl-box:not(:has(.pl-matrix))")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.ariaLabel)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an empty store is served, and beside it the example."""
    folder = tmp_path_factory.mktemp("empty")
    with served(folder / "store", folder / "server.log") as found:
        yield found


@pytest.mark.parametrize("store", ["empty", "example=1"])
def test_axe_finds_nothing_on_any_page_and_no_page_is_wider_than_its_window(
    browser: Browser, address: str, store: str
) -> None:
    found: list[tuple[str, ...]] = []
    with ExitStack() as tabs:
        looks = {
            (str(width), scheme): tabs.enter_context(tab(browser, width=width, scheme=scheme, record=AXE_SCRIPT))
            for width in WIDTHS
            for scheme in SCHEMES
        }
        for language in LANGUAGES:
            for name, title in PAGES.items():
                for page in looks.values():
                    go(page, name, f"{address}/?lang={language}&{store}")
                for page in looks.values():
                    settle(page, title, language)
                    page.evaluate(RUN, STANDARDS)
                for look, page in looks.items():
                    found += [(name, language, *look, *each) for each in wrong(page)]

    assert found == []


def test_a_grid_of_many_networks_is_not_cut_at_its_lower_edge(browser: Browser, address: str) -> None:
    heads = "".join(f'<th scope="col" rowspan="2">Network {place} on migration</th>' for place in range(40))
    cells = '<td class="recorded"><button>1 of 2</button></td>' * 40
    rows = "".join(
        f'<tr><th scope="row">Migrant and diaspora organizations {row}</th>{cells}</tr>' for row in range(12)
    )
    with tab(browser) as page:
        page.goto(f"{address}/_stcore/health")
        page.set_content(
            f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
            f"<div class='stApp'><div class='pl-box' aria-label='grid'><table class='pl-table pl-matrix'>"
            f"<thead><tr><th rowspan='2'>Group</th>{heads}</tr><tr></tr></thead>"
            f"<tbody>{rows}</tbody></table></div></div>"
        )

        assert page.evaluate(CUT) == []


def test_on_a_small_desk_no_table_goes_on_beyond_its_box_in_the_longest_words(browser: Browser, address: str) -> None:
    found: list[tuple[str, str]] = []
    with tab(browser, width=1024) as page:
        for name in ("", "gaps", "networks", "organisations", "quality", "settings"):
            go(page, name, f"{address}/?lang=ru&example=1")
            settle(page, PAGES[name], "ru")
            found += [(name, beyond) for beyond in page.evaluate(BEYOND)]

    assert found == []


def test_nothing_moves_for_whoever_asks_for_less_motion(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    go(page, "", f"{address}/?example=1")
    settle(page, "overview.title", "en")

    nothing_moves = """() => ![...document.querySelectorAll("*")].some((each) => {
        const style = getComputedStyle(each);
        const lasts = `${style.animationDuration}, ${style.transitionDuration}`.split(", ").map(parseFloat);
        return Math.max(...lasts) > 0.001;
    })"""
    page.wait_for_function(nothing_moves)


def go(page: Page, name: str, start: str) -> None:
    """To a page: to the first by its address, and through the navigation from there."""
    if name:
        page.evaluate(
            "(name) => document.querySelector(`[data-testid=stSidebarNav] a[href*='/${name}']`).click()", name
        )
    else:
        page.goto(start, wait_until="commit")


def settle(page: Page, title: str, language: str) -> None:
    """Until the page of that title has been drawn to its end, and says in which language it is."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text(title, language))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def wrong(page: Page) -> Iterator[tuple[str, str]]:
    """What axe has found, each with the element, and how much wider the page is than its window."""
    answer: dict[str, Any] = page.evaluate("window.answer")
    assert answer["passes"]
    for violation in answer["violations"]:
        for node in violation["nodes"]:
            if not is_excepted(page, violation["id"], node["target"][0]):
                yield violation["id"], node["html"]
    inside, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if inside > window:
        yield "wider than the window", f"{inside} > {window}"
    for cut in page.evaluate(CUT):
        yield "cut at its lower edge", cut


def is_excepted(page: Page, rule: str, target: str) -> bool:
    return any(rule == each and page.locator(target).and_(page.locator(those)).count() for each, those in NOT_OURS)
