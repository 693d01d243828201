"""What takes a moment says what is being done; what was answered before says nothing."""

from contextlib import AbstractContextManager, nullcontext

import pytest
from prepared import Prepared, demonstrated
from streamlit.testing.v1 import AppTest

from dashboard import session
from engagement import indicators, locale
from engagement.model import Selection
from engagement.store import Store
from tests.test_quiet_log import TOP


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that would be shown if it took longer than half a second, in order."""
    words: list[str] = []

    def spinner(text: str) -> AbstractContextManager[None]:
        words.append(text)
        return nullcontext()

    monkeypatch.setattr("streamlit.spinner", spinner)
    return words


@pytest.fixture
def example(app_folder: object, prepared: Prepared) -> Store:
    prepared.put(demonstrated, app_folder)  # type: ignore[arg-type]
    return session.store()


def opened(view: str, **address: str) -> None:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": "en", **address})
    assert not app.switch_page(f"views/{view}.py").run().exception


def test_a_first_question_says_what_is_done_and_a_second_nothing(example: Store, said: list[str]) -> None:
    session.recalled(indicators.duplicates, 7)
    session.recalled(indicators.gaps, Selection())
    session.recalled(indicators.duplicates, 7)
    session.recalled(indicators.gaps, Selection())

    assert said == ["Comparing the names…", "Reading the record…"]


@pytest.mark.parametrize("view", ["organisations", "quality", "summary", "gaps"])
@pytest.mark.usefixtures("example")
def test_a_page_drawn_again_shows_no_work(view: str, said: list[str]) -> None:
    opened(view)
    assert set(said) >= {"Reading the record…"}
    said.clear()

    opened(view)

    assert said == []


@pytest.mark.usefixtures("example")
def test_the_summary_and_the_queue_say_what_they_wait_for(said: list[str]) -> None:
    opened("summary")
    opened("organisations", task="review")

    assert "Writing the summary…" in said
    assert said.count("Comparing the names…") == 1


@pytest.mark.parametrize("language", locale.INTERFACE_LANGUAGES)
def test_the_words_are_there_in_every_language(language: str) -> None:
    for work in ("opening", "reading", "summary", "checking", "recording", "undoing"):
        assert locale.text(f"busy.{work}", language).endswith("…")
