"""The way through, with mouse and keyboard in a real browser: a log goes in, the gaps show, a summary comes out.

The numbers are those of tests/files/unfccc_precops/answers_by_meeting_group.csv, computed apart from this project.
"""

import re
from pathlib import Path

from docx import Document
from playwright.sync_api import Locator, Page, expect

from engagement import indicators
from engagement.model import Selection
from engagement.store import Store
from tests.browser.person import main, settled, title

PRECOPS = Path(__file__).resolve().parents[1] / "files/unfccc_precops/precops.min.csv"
COLUMNS = {
    "Delegation": "Organisation",
    "Group_Type": "Category",
    "Meeting": "Activity",
    "Year": "Date",
    "Female": "Gender",
    "person_key": "Not used",
}
ASKED = {"Non-governmental organizations": "Civil society", "1": "Women", "0": "Men"}


def test_a_log_goes_in_the_gaps_show_and_a_summary_comes_out(
    page: Page, address: str, store: Path, tmp_path: Path
) -> None:
    page.goto(address)
    open_page(page, "Upload", "Upload a participation log")
    hand_over(page, PRECOPS)
    answer(page)
    expect(main(page)).to_contain_text("7,830 rows in the file = 7,830 accepted + 0 refused + 0 duplicate + 0 blank.")

    # Three clicks in haste are one import.
    page.get_by_role("button", name="Record 7,830 rows").click(click_count=3, delay=5)
    expect(main(page)).to_contain_text("7,830 rows recorded as batch B0001. Activities: 11. Organisations: 497.")
    assert rows_recorded(store) == [7830]

    main(page).get_by_role("link", name="See the gaps").click()
    expect(title(page)).to_have_text("Gaps")
    settled(page)
    main(page).get_by_role("button", name=re.compile("^Civil society, UNFCCC")).click()
    expect(main(page)).to_contain_text("precops.min.csv, row 496 (B0001)")

    open_page(page, "Summary", "Inclusion summary")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^Download")).click()
    download.value.save_as(tmp_path / "summary.docx")
    assert civil_society(tmp_path / "summary.docx") == ["Civil society", "564", "229", "11", "11 of 11"]

    open_page(page, "Upload", "Upload a participation log")
    page.get_by_role("button", name="Undo B0001").click()
    page.get_by_role("button", name="Yes, undo B0001").click()
    expect(main(page)).to_contain_text("Batch B0001 is undone: 7,830 rows.")
    with Store.open(store) as opened:
        assert indicators.activities(opened, Selection()) == ()


def test_a_wrong_file_is_one_sentence_and_a_second_try_succeeds(page: Page, address: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    page.goto(f"{address}/upload?lang=fr")

    hand_over(page, tmp_path / "log.csv")
    expect(page.get_by_role("alert")).to_contain_text("PDF")
    hand_over(page, PRECOPS)

    expect(page.get_by_role("heading", level=2)).to_have_text(["2. Colonnes"])


# ---- what a person does -------------------------------------------------------------------------------------------


def open_page(page: Page, name: str, heading: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(title(page)).to_have_text(heading)
    settled(page)


def hand_over(page: Page, file: Path) -> None:
    """Through the file dialogue, as by mouse."""
    with page.expect_file_chooser() as dialogue:
        page.get_by_test_id("stFileUploader").locator("button").click()
    dialogue.value.set_files(file)
    settled(page)


def answer(page: Page) -> None:
    """Say what each column is, which network the file is about, and what the values mean."""
    main(page).get_by_text("columns recognised").click()
    for header, column in COLUMNS.items():
        choose(page, f"What “{header}” is", column)
    choose(page, "Network", "A new one…", among=main(page))
    page.get_by_role("textbox", name="Name of the new network").fill("UNFCCC")
    page.keyboard.press("Enter")
    settled(page)
    main(page).get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(["3. Values"])
    for value, meaning in ASKED.items():
        choose(page, f"What “{value}” means", meaning)
    main(page).get_by_role("button", name="Continue").click()


def choose(page: Page, label: str, answer: str, among: Locator | None = None) -> None:
    box = (among or page).get_by_role("combobox", name=label, exact=True)
    if box.input_value() == answer:
        return
    box.click()
    box.fill(answer)
    page.get_by_role("option", name=answer, exact=True).click()
    expect(box).to_have_value(answer)
    settled(page)


# ---- what a person sees -------------------------------------------------------------------------------------------


def rows_recorded(store: Path) -> list[int]:
    with Store.open(store) as opened:
        return [batch.rows_accepted for batch in indicators.batches(opened)]


def civil_society(file: Path) -> list[str]:
    """Its row in the first table of the document that has one."""
    rows = (row for table in Document(str(file)).tables for row in table.rows)
    return next([cell.text for cell in row.cells][:5] for row in rows if row.cells[0].text == "Civil society")
