"""Serves the dashboard with the settings of `streamlit_config.toml`: `python -m dashboard`.

Streamlit itself only reads `.streamlit/config.toml`, and its `App.run` ignores the environment, so both are read here.
Later wins: the file, `STREAMLIT_*` environment variables, `--section.key=value` arguments, the port.
"""

import argparse
import gc
import importlib
import ipaddress
import os
import pkgutil
import socket
import sys
import threading
import tomllib
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit
from starlette.middleware import Middleware
from streamlit import config as streamlit_options

from dashboard.headers import SecurityHeaders
from engagement.errors import EngagementError
from engagement.locale import text

FIRST_PORT = 8501
PORTS_TRIED = 100
FIRST_PAGE = (
    *("filters", "first_steps", "gaps_change", "overview_figures", "overview_grid", "overview_words", "visitor"),
    "welcome",
)
"""The modules that draw the frame and Overview; all others are imported when that page can have been drawn."""
_SECONDS_TO_FIRST_PAGE = 1.0

_FOLDER = Path(__file__).resolve().parent
_APP = _FOLDER / "app.py"
_NAME = "streamlit_config.toml"

# The public get_config_options() would read the files too early, and Streamlit then warns that they changed.
_OPTIONS = streamlit_options._config_options_template


class LaunchError(EngagementError):
    """The dashboard cannot be served like this: a mistake in the command, the settings file or the environment."""

    exit_code = 2


# ---- settings -----------------------------------------------------------------------------------------------------


def config_path() -> Path:
    """The settings file: at the top of a checkout, beside this package once installed."""
    installed = _FOLDER / _NAME
    return installed if installed.is_file() else _FOLDER.parent / _NAME


def flattened(tables: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested TOML tables as one mapping with dotted keys; lists, numbers and options that are tables keep their types.

    >>> flattened({"theme": {"baseFontSize": 16, "dark": {"textColor": "#EEE"}}})
    {'theme.baseFontSize': 16, 'theme.dark.textColor': '#EEE'}
    """
    flat: dict[str, Any] = {}
    for key, value in tables.items():
        name = f"{prefix}{key}"
        is_section = isinstance(value, Mapping) and name not in _OPTIONS
        flat |= flattened(value, f"{name}.") if is_section else {name: value}
    return flat


def typed(written: str) -> Any:
    """`written` as the TOML value it spells, else as it stands: `5` is a number, `#0B5A7A` a string."""
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        return written


def from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """The options that `STREAMLIT_*` variables set. Secrets are left out: Streamlit reads those itself."""
    return {
        key: typed(environment[option.env_var])
        for key, option in _OPTIONS.items()
        if option.env_var in environment and not option.sensitive
    }


def from_arguments(arguments: Iterable[str]) -> dict[str, Any]:
    """The options that `--section.key=value` arguments set. Raises LaunchError for anything else."""
    options: dict[str, Any] = {}
    for argument in arguments:
        key, equals, value = argument.removeprefix("--").partition("=")
        if not (equals and "." in key):
            raise LaunchError("argument-unknown", argument=argument)
        options[key] = typed(value)
    return options


def settings(
    file: Path | None = None, environment: Mapping[str, str] = os.environ, arguments: Iterable[str] = ()
) -> dict[str, Any]:
    """All options to hand to Streamlit, by dotted name. Raises LaunchError for a bad file or an unknown option."""
    path = file or config_path()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LaunchError("settings-unreadable", file=str(path), reason=str(error)) from error
    options = flattened(tables) | from_environment(environment) | from_arguments(arguments)
    unknown = sorted(options.keys() - _OPTIONS.keys())
    if unknown:
        raise LaunchError("setting-unknown", settings=", ".join(unknown))
    return options


# ---- where --------------------------------------------------------------------------------------------------------


def require_loopback(address: str) -> None:
    """Raises LaunchError if other machines could reach `address`: there is no sign-in."""
    try:
        is_loopback = address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise LaunchError("address-public", address=address)


def is_free(address: str, port: int) -> bool:
    """Whether nothing listens on `port` of `address`."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def chosen_port(address: str, wanted: object) -> int:
    """The port wanted, or the first free one from 8501. Raises LaunchError if it is taken."""
    if wanted is None:
        ports = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
        port = next((port for port in ports if is_free(address, port)), None)
        if port is None:
            raise LaunchError("ports-busy", first=str(ports[0]), last=str(ports[-1]))
        return port
    if not (isinstance(wanted, int) and 1 <= wanted <= 65535):
        raise LaunchError("port-invalid", port=str(wanted))
    if not is_free(address, wanted):
        raise LaunchError("port-busy", port=str(wanted))
    return wanted


# ---- serving ------------------------------------------------------------------------------------------------------


def _address(options: Mapping[str, Any]) -> str:
    host = options["server.address"]
    path = str(options.get("server.baseUrlPath", "")).strip("/")
    return f"http://{f'[{host}]' if ':' in host else host}:{options['server.port']}" + (f"/{path}" if path else "")


def _open_record() -> None:
    """Opens the store beside the imports. What is wrong with it is said to whoever opens a page."""
    with suppress(EngagementError):
        importlib.import_module("dashboard.stores").record()


def _warm_up() -> None:
    """Imports what the first page needs before anybody can ask for it, and soon after what all others need."""
    for name in FIRST_PAGE:
        importlib.import_module(f"dashboard.{name}")
    later = threading.Timer(_SECONDS_TO_FIRST_PAGE, _warm_up_all)
    later.daemon = True
    later.start()


def _warm_up_all() -> None:
    """Imports what pages need, so that no visitor waits for it, and keeps it out of later garbage collections."""
    for module in pkgutil.iter_modules([str(_FOLDER)]):
        if not module.ispkg and module.name not in {"app", "__main__"}:
            importlib.import_module(f"dashboard.{module.name}")
    gc.freeze()
    gc.enable()


@asynccontextmanager
async def _announced(_app: streamlit.App) -> AsyncIterator[None]:
    """Says where the dashboard is once it can answer."""
    _warm_up()
    options = {
        key: streamlit_options.get_option(key) for key in ("server.address", "server.port", "server.baseUrlPath")
    }
    print(text("launcher.ready", "en", address=_address(options)), flush=True)
    yield


def serve(
    *,
    port: int | None = None,
    store: Path | None = None,
    demo: bool = False,
    config_file: Path | None = None,
    extra: Iterable[str] = (),
) -> None:
    """Serves the dashboard until it is stopped. `extra` are `--section.key=value` settings.

    `store` and `demo` reach the app as ENGAGEMENT_STORE and ENGAGEMENT_DEMO. Raises LaunchError before anything starts.
    """
    options = settings(config_file, os.environ, extra)
    options.setdefault("server.address", "127.0.0.1")
    require_loopback(options["server.address"])
    options["server.port"] = chosen_port(
        options["server.address"], options.get("server.port") if port is None else port
    )
    if store is not None:
        os.environ["ENGAGEMENT_STORE"] = str(store.resolve())
    if demo:
        os.environ["ENGAGEMENT_DEMO"] = "1"
    gc.disable()  # until everything is imported: nothing of it is garbage
    threading.Thread(target=_open_record, daemon=True).start()
    app = streamlit.App(_APP, lifespan=_announced, middleware=[Middleware(SecurityHeaders)])
    try:
        app.run(config=options)
    finally:
        _put_away()


def _put_away() -> None:
    """Closes the store, and lets go of what refers to DuckDB: at its own end the interpreter would complain of it."""
    importlib.import_module("dashboard.session").close()
    gc.unfreeze()
    gc.collect()


def main(arguments: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Serves the dashboard on this machine.")
    parser.add_argument("--port", type=int, help=f"the first free one from {FIRST_PORT} if left out")
    parser.add_argument("--store", type=Path, help="the folder that holds the data")
    parser.add_argument("--demo", action="store_true", help="begin with the example while nothing is recorded")
    parser.add_argument("--config", type=Path, help=f"another settings file than {_NAME}")
    known, extra = parser.parse_known_args(arguments)
    try:
        serve(port=known.port, store=known.store, demo=known.demo, config_file=known.config, extra=extra)
    except LaunchError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
