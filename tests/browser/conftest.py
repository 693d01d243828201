"""A real Chromium, kept off the network, before the real launcher and an empty store."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.person import PATIENCE, WATCH

TOP = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
OFF_THE_NETWORK = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-sandbox",
]
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, or else the one playwright brought."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=_installed(), args=OFF_THE_NETWORK)
        yield chromium
        chromium.close()


def _installed() -> str | None:
    paths = (shutil.which(name) for name in _NAMES)
    return next((path for path in paths if path and not _is_snap(Path(path))), None)


def _is_snap(path: Path) -> bool:
    """Ubuntu's chromium, a script that starts a snap, cannot be driven reliably."""
    with path.open("rb") as start:
        head = start.read(4_000)
    return "/snap" in str(path.resolve()) or (head.startswith(b"#!") and b"/snap/" in head)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of an empty store."""
    return tmp_path / "store"


@pytest.fixture
def address(store: Path, tmp_path: Path) -> Iterator[str]:
    """Where the launcher serves the dashboard over that store."""
    with served(store, tmp_path / "server.log") as found:
        yield found


@contextmanager
def served(store: Path, log: Path, **environment: str) -> Iterator[str]:
    with closing(socket.create_server((HOST, 0))) as free:
        port = free.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "ENGAGEMENT_"))}
    own |= environment
    command = [sys.executable, "-m", "dashboard", "--port", str(port), "--store", str(store)]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=TOP, env=own, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://{HOST}:{port}/_stcore/health", process, log)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(log.read_text(encoding="utf-8"))


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh tab in English. Nothing it asks for may lie outside this machine, and nothing may fail in it.

    It is closed before the server at `address` ends.
    """
    with tab(browser) as opened:
        yield opened


@contextmanager
def tab(
    browser: Browser,
    *,
    width: int = 1440,
    scheme: Literal["light", "dark"] = "light",
    language: str = "en-GB",
    record: str = "",
) -> Iterator[Page]:
    """A fresh tab, with nothing in its memory. `record` is a script that runs before any other in each page."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language, accept_downloads=True
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    context.add_init_script(record)
    opened = context.new_page()
    asked: list[str] = []
    broken: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("websocket", lambda channel: asked.append(channel.url))
    opened.on("pageerror", lambda error: broken.append(str(error)))
    opened.on("console", lambda said: broken.append(said.text) if is_mistake(said) else None)
    try:
        yield opened
    finally:
        context.close()
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in ("data", "blob")}
    assert (hosts, broken) == ({HOST}, [])


def is_mistake(said: ConsoleMessage) -> bool:
    """Whether the console says an error.

    Streamlit tries, at the address of a page, whether it is served from there; and a server may end before its tab.
    """
    is_asking = re.search(r"/[a-z]+/_stcore/(health|host-config)$", said.location["url"])
    return said.type == "error" and not is_asking and "ERR_CONNECTION_REFUSED" not in said.text
