"""The launcher: which settings reach Streamlit, which port it takes, what it says, what the server answers."""

import json
import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from dashboard.__main__ import (
    LaunchError,
    chosen_port,
    config_path,
    flattened,
    from_arguments,
    from_environment,
    main,
    require_loopback,
    settings,
    typed,
)
from dashboard.headers import HEADERS
from tests.prepared import Prepared, demonstrated

TOP = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


@pytest.fixture
def busy_port() -> Iterator[int]:
    with closing(socket.create_server((HOST, 0))) as listener:
        yield listener.getsockname()[1]


def unused_port() -> int:
    with closing(socket.create_server((HOST, 0))) as listener:
        return int(listener.getsockname()[1])


# ---- settings -----------------------------------------------------------------------------------------------------


def test_settings_file_of_a_checkout_stands_at_the_top() -> None:
    assert config_path() == TOP / "streamlit_config.toml"


def test_streamlit_run_reads_the_same_file() -> None:
    assert (TOP / "dashboard/.streamlit/config.toml").resolve() == TOP / "streamlit_config.toml"


def test_flattened_keeps_lists_numbers_and_depth() -> None:
    tables = {
        "server": {"maxUploadSize": 25},
        "theme": {"colours": ["#0B5A7A"], "dark": {"sidebar": {"font": "serif"}}},
    }

    assert flattened(tables) == {
        "server.maxUploadSize": 25,
        "theme.colours": ["#0B5A7A"],
        "theme.dark.sidebar.font": "serif",
    }


def test_an_option_that_is_a_table_stays_one() -> None:
    headers = {"X-Forwarded-User": "handle"}

    assert flattened({"server": {"trustedUserHeaders": headers}}) == {"server.trustedUserHeaders": headers}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("true", True),
        ("0.5", 0.5),
        ('["localhost", "plenum.example"]', ["localhost", "plenum.example"]),
        ("#0B5A7A", "#0B5A7A"),
        ("none", "none"),
        ("", ""),
    ],
)
def test_typed_reads_text_as_toml_would(text: str, value: object) -> None:
    assert typed(text) == value


def test_environment_names_are_those_of_streamlit_and_secrets_stay_out() -> None:
    environment = {
        "STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "5",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
        "STREAMLIT_THEME_LIGHT_PRIMARY_COLOR": "#112233",
        "STREAMLIT_SERVER_COOKIE_SECRET": "not-for-us",
        "STREAMLIT_NOTHING": "1",
        "HOME": "/home",
    }

    assert from_environment(environment) == {
        "server.maxUploadSize": 5,
        "browser.gatherUsageStats": True,
        "theme.light.primaryColor": "#112233",
    }


def test_later_settings_win_over_earlier_ones() -> None:
    environment = {"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "5", "STREAMLIT_SERVER_MAX_MESSAGE_SIZE": "50"}

    options = settings(None, environment, ["--server.maxUploadSize=6"])

    assert (options["server.maxUploadSize"], options["server.maxMessageSize"]) == (6, 50)


def test_unknown_setting_is_named() -> None:
    with pytest.raises(LaunchError, match=r"^Streamlit has no setting called server\.colour\.$"):
        settings(None, {}, ["--server.colour=1"])


@pytest.mark.parametrize("argument", ["--verbose", "extra", "--port"])
def test_argument_that_is_not_a_setting_is_refused(argument: str) -> None:
    with pytest.raises(LaunchError, match=f"^“{argument}” is not understood"):
        from_arguments([argument])


def test_damaged_settings_file_is_named(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.toml"
    damaged.write_text("[server\n", encoding="utf-8")

    with pytest.raises(LaunchError, match=r"damaged\.toml cannot be read"):
        settings(damaged, {})


def test_streamlit_sees_every_value_of_the_file() -> None:
    """In a process of its own: Streamlit's settings are global. Both ways of starting must agree."""
    script = """
import json, sys, tomllib
from streamlit import config
from dashboard.__main__ import settings
options = settings(None, {})
def seen(**how):
    config.get_config_options(force_reparse=True, **how)
    return {key: config.get_option(key) for key in options}
by_launcher = seen(options_from_flags=options)
config._main_script_path = "dashboard/app.py"
print(json.dumps([by_launcher, seen()]))
"""
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=TOP, env=without_streamlit(), capture_output=True, text=True, check=True
    )
    expected = flattened(tomllib.loads((TOP / "streamlit_config.toml").read_text(encoding="utf-8")))

    assert json.loads(answer.stdout) == [expected, expected]


def test_the_first_page_needs_nothing_that_was_not_imported_before_it_and_no_arrow(
    tmp_path: Path, prepared: Prepared
) -> None:
    """Nobody waits for imports who looks at Overview, nor for what only reads files and compares names."""
    prepared.put(demonstrated, tmp_path / "store")
    script = """
import importlib, json, sys
from streamlit.testing.v1 import AppTest
from dashboard.__main__ import FIRST_PAGE
for name in FIRST_PAGE:
    importlib.import_module(f"dashboard.{name}")
held = set(sys.modules)
page = AppTest.from_file("dashboard/app.py", default_timeout=60).run()
ours = [name for name in set(sys.modules) - held if name.split(".")[0] in ("dashboard", "engagement")]
print(json.dumps([[each.value for each in page.title], ours, [name for name in ("pyarrow", "numpy") if name in held]]))
"""
    environment = without_streamlit() | {"ENGAGEMENT_STORE": str(tmp_path / "store"), "PYTHONPATH": str(TOP)}
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=TOP, env=environment, capture_output=True, text=True, check=True
    )

    assert json.loads(answer.stdout) == [["Who is missing?"], [], []]


def test_settings_keep_data_on_this_machine() -> None:
    options = settings(None, {})

    assert {key: options[key] for key in EXPECTED_PRIVACY} == EXPECTED_PRIVACY


EXPECTED_PRIVACY = {
    "server.address": "127.0.0.1",
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.maxUploadSize": 25,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "runner.postScriptGC": False,
}


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_palettes_have_the_ten_steps_streamlit_asks_for(variant: str) -> None:
    """With any other number Streamlit takes its own colours and says nothing."""
    options = settings(None, {})
    palettes = [options[f"theme.{variant}.{name}"] for name in ("chartSequentialColors", "chartDivergingColors")]

    assert [len(set(palette)) for palette in palettes] == [10, 10]


# ---- where --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_may_be_served(address: str) -> None:
    require_loopback(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "plenum.example", ""])
def test_other_machines_are_not_served(address: str) -> None:
    with pytest.raises(LaunchError, match=r"^The dashboard has no sign-in"):
        require_loopback(address)


def test_busy_port_that_was_asked_for_ends_with_one_sentence(
    busy_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--port", str(busy_port)])

    sentence = (
        f"Port {busy_port} is in use or not allowed; choose another, or leave it out to take the next free one.\n"
    )
    assert (code, capsys.readouterr()) == (2, ("", sentence))


def test_busy_port_that_nobody_asked_for_is_passed_over(busy_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.__main__.FIRST_PORT", busy_port)

    assert busy_port < chosen_port(HOST, None) < busy_port + 100


@pytest.mark.parametrize("port", [0, -1, 65536, "http"])
def test_what_is_no_port_is_refused(port: object) -> None:
    with pytest.raises(LaunchError, match=f"^{port} is not a port"):
        chosen_port(HOST, port)


# ---- a real start -------------------------------------------------------------------------------------------------


def without_streamlit() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}


@contextmanager
def served(store: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a dashboard that runs, and a list that holds all it printed once it has stopped."""
    port, printed = unused_port(), list[str]()
    command = [sys.executable, "-m", "dashboard", "--port", str(port), "--store", str(store)]
    process = subprocess.Popen(
        command, cwd=TOP, env=without_streamlit(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        wait_for(f"http://{HOST}:{port}/_stcore/health", process)
        yield f"http://{HOST}:{port}", printed
    finally:
        process.terminate()
        printed += process.communicate(timeout=20)[0].splitlines()


def wait_for(address: str, process: "subprocess.Popen[str]", seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def test_started_dashboard_says_one_line_is_healthy_and_sends_its_headers(tmp_path: Path) -> None:
    with served(tmp_path) as (address, printed):
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=10) as health:
            answer = health.read()
        with urllib.request.urlopen(address, timeout=10) as page:
            headers = {name: page.headers[name] for name in HEADERS}

    assert (answer, headers) == (b"ok", HEADERS)
    assert printed == [f"Plenum is at {address}  (Ctrl+C stops it)"]
