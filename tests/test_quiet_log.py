"""Drawing a page writes no warning into the log: not of Streamlit, not of ours."""

import logging
from pathlib import Path

import pytest
from prepared import Prepared, demonstrated
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest

from dashboard import gaps_cell, long_list, quality_batches, session
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent
SETTINGS = ("expectations", "seats", "marks", "networks", "lists", "people", "backup", "audit", "about")
Address = dict[str, str | list[str]]
PAGES: list[tuple[str, Address]] = [
    ("overview", {}),
    *(("gaps", {"tab": tab}) for tab in ("now", "change", "depth", "reach", "region")),
    ("gaps", {"cell": ["MDO", "Example national network (illustrative)"], "page": "2"}),
    ("networks", {"page": "2"}),
    ("organisations", {"page": "2", "find": "e", "order": "name"}),
    ("organisations", {"organisation": "Harbour City Council"}),
    ("organisations", {"task": "review"}),
    ("organisations", {"task": "recheck"}),
    ("summary", {}),
    ("upload", {}),
    ("quality", {"page": "2"}),
    *(("settings", {"section": section, "page": "2"}) for section in SETTINGS),
]


@pytest.fixture
def example(app_folder: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The example, in tables so short that there are further pages of each."""
    prepared.put(demonstrated, app_folder)
    for module, name in ((long_list, "AT_ONCE"), (quality_batches, "_AT_ONCE"), (gaps_cell, "_AT_ONCE")):
        monkeypatch.setattr(module, name, 1)
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)  # Streamlit says it once in a process
    return session.store()


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(("view", "address"), PAGES)
def test_no_page_writes_a_warning(view: str, address: Address, caplog: pytest.LogCaptureFixture) -> None:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    app.query_params.update({"lang": "en", **address})
    caplog.clear()

    app.switch_page(f"views/{view}.py").run()
    app.run()  # what stands in the state by now must not disagree with what the address says

    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING] == []
