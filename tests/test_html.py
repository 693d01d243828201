"""The HTML file says what the document says, number for number, runs nothing and asks for nothing."""

import json
import re
import time
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from documents import EMPTY, HOSTILE, HOSTILE_NAMES, grid, paragraphs, tables

from engagement.document import Document
from engagement.exports import FORMATS
from engagement.locale import LANGUAGES
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary

HTML, JSON = FORMATS["html"], FORMATS["json"]
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """The elements of a page with their attributes and words; fails where one is closed that was not opened."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        self.feed(content.decode("utf-8"))
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.elements[place][2].append(data)

    def words(self, tag: str, class_: str | None = None) -> list[str]:
        """What each element of this kind says."""
        return ["".join(said) for name, at, said in self.elements if name == tag and class_ in (None, at.get("class"))]

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of this kind."""
        return [at for name, at, _ in self.elements if name == tag]

    def grids(self) -> list[list[list[tuple[str, str | None, str, str | None]]]]:
        """For each table, each row's cells: element, scope, words, and the value for programs."""
        found: list[list[list[tuple[str, str | None, str, str | None]]]] = []
        for name, at, said in self.elements:
            if name == "table":
                found.append([])
            elif name == "tr":
                found[-1].append([])
            elif name in ("th", "td"):
                found[-1][-1].append((name, at.get("scope"), "".join(said), None))
            elif name == "data":
                element, scope, words, _ = found[-1][-1][-1]
                found[-1][-1][-1] = (element, scope, words, at["value"])
        return found


def worded(page: Page) -> list[list[list[str]]]:
    return [[[words for _, _, words, _ in row] for row in table] for table in page.grids()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_has_every_figure_of_its_json_in_words_and_as_a_number(demonstration: Store, language: str) -> None:
    document = inclusion_summary(demonstration, Selection(), language)

    page = Page(HTML.write(document))

    written = Document.model_validate_json(JSON.write(document))
    assert worded(page) == [grid(table) for table in tables(written)]
    assert [[[value for _, _, _, value in row] for row in table[1:]] for table in page.grids()] == [
        [[None if entry.value in (None, entry.text) else str(entry.value) for entry in row] for row in table.rows]
        for table in tables(written)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_says_its_language_and_direction(demonstration: Store, language: str) -> None:
    page = Page(HTML.write(inclusion_summary(demonstration, Selection(), language)))

    assert page.attributes("html") == [{"lang": language, "dir": "rtl" if language == "ar" else "ltr"}]


def test_every_sentence_and_heading_stands_in_its_place() -> None:
    page = Page(HTML.write(HOSTILE))

    assert {tag: page.words(tag) for tag in ("title", "h1", "h2", "caption", "dt", "dd")} == {
        "title": [HOSTILE.title],
        "h1": [HOSTILE.title],
        "h2": ["Who took part in #today"],
        "caption": ["Organisations <caption>"],
        "dt": ["Scope $x$"],
        "dd": ['=cmd|"scope"<br>'],
    }
    said = [HOSTILE.notice, HOSTILE.subtitle, paragraphs(HOSTILE)[0], *paragraphs(HOSTILE)[1:]]
    assert page.words("p") == said
    assert page.words("p", "notice") == [HOSTILE.notice]


def test_names_that_look_like_markup_stay_names() -> None:
    page = Page(HTML.write(HOSTILE))

    assert [row[0] for row in worded(page)[0][1:]] == HOSTILE_NAMES
    assert {name for name, _, _ in page.elements} == {
        *("html", "head", "meta", "title", "style", "body", "main", "p", "h1", "h2", "dl", "dt", "dd", "section"),
        *("div", "table", "caption", "thead", "tbody", "tr", "th", "td", "data"),
    }


def test_a_table_has_a_caption_and_names_its_columns_and_rows() -> None:
    (table,) = Page(HTML.write(HOSTILE)).grids()

    assert [[(element, scope) for element, scope, _, _ in row] for row in table] == [
        [("th", "col")] * 4,
        *([[("th", "row"), ("td", None), ("td", None), ("td", None)]] * len(HOSTILE_NAMES)),
    ]


def test_what_is_not_known_has_no_number() -> None:
    (table,) = Page(HTML.write(HOSTILE)).grids()

    assert [(words, value) for _, _, words, value in table[2][1:]] == [
        ("1 of 12", "1"),
        ("12.5%", "0.125"),
        ("not recorded", None),
    ]


def test_the_file_asks_for_nothing_and_may_run_nothing(demonstration: Store) -> None:
    content = HTML.write(inclusion_summary(demonstration, Selection(), "en"))
    page = Page(content)

    asked = [at for _, at, _ in page.elements if at.keys() & {"src", "href", "srcset", "action", "style", "onclick"}]
    (style,) = page.words("style")
    policy = next(at["content"] for at in page.attributes("meta") if at.get("http-equiv"))
    assert asked == []
    assert re.findall(r"url\(|@import|@font-face|http", style) == []
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def test_each_id_stands_once_and_each_reference_has_its_id(demonstration: Store) -> None:
    page = Page(HTML.write(inclusion_summary(demonstration, Selection(), "fr")))

    ids = [at["id"] for _, at, _ in page.elements if "id" in at]
    assert len(ids) == len(set(ids))
    assert {at["aria-labelledby"] for _, at, _ in page.elements if "aria-labelledby" in at} <= set(ids)


def test_a_period_without_activities_is_an_honest_page(demonstration: Store) -> None:
    nothing = Selection(first_day=date(1990, 1, 1), last_day=date(1990, 12, 31))
    document = inclusion_summary(demonstration, nothing, "en")

    page = Page(HTML.write(document))

    assert worded(page) == [grid(table) for table in tables(document)]
    assert page.words("h2") == [section.heading for section in document.sections]


def test_an_empty_document_is_a_page() -> None:
    assert Page(HTML.write(EMPTY)).words("main") == ["\n\n\n"]


def test_two_runs_give_the_same_bytes(demonstration: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    document = inclusion_summary(demonstration, Selection(), "ar")
    before = HTML.write(document)

    later = time.time() + 5 * 365 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)

    assert HTML.write(Document.model_validate(json.loads(JSON.write(document)))) == before


def test_the_page_is_not_larger_than_what_it_says(demonstration: Store, tmp_path: Path) -> None:
    document = inclusion_summary(demonstration, Selection(), "en")

    assert len(HTML.write(document)) < 2 * len(JSON.write(document))
