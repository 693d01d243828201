"""`python -m benchmarks.dashboard --store DIR`: how long a visitor waits, over the real websocket.

Cold: from the start of the process to the end of the first page, beside an empty Streamlit app, in turns. Warm: from a
change of a filter to the end of the run, for one visitor and for sixty who think between their clicks; they ask for a
few views again and again, as people do. Unseen: the same for views that nobody has asked for. The visitors run on the
same machine as the server and take their part of it.

    python -m benchmarks.dashboard --store DIR --users 1 60 --rounds 5
"""

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from engagement import indicators
from engagement.store import Store

ROOT = Path(__file__).parents[1]
EMPTY = 'import streamlit as st\nst.title("Empty")\n'
PAGES = ("", "gaps")
_NOT_HANDED_ON = ("STREAMLIT_", "ENGAGEMENT_", "PYTHONDONTWRITEBYTECODE")
"""An installed package has its bytecode: without it, the clock would count how long Python takes to compile ours."""
GOALS = {"cold": 1.4, "one user": 60, "sixty users": 150, "unseen": 150}
THINK = (1.5, 4.5)
"""Seconds between two clicks of somebody who is not alone."""


# ---- servers ------------------------------------------------------------------------------------------------------


@contextmanager
def serving(command: Sequence[str], port: int) -> Iterator[str]:
    """A server in a process of its own, ready to answer."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_HANDED_ON)}
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _is_up(port):
            if process.poll() is not None:
                raise SystemExit(f"the server ended with {process.returncode}: {' '.join(command)}")
            time.sleep(0.01)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


def plenum(store: Path, port: int) -> list[str]:
    return ["dashboard", "--store", str(store), "--port", str(port)]


def empty(app: Path, port: int) -> list[str]:
    quiet = ["--server.headless=true", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
    return ["streamlit", "run", str(app), f"--server.port={port}", "--server.address=127.0.0.1", *quiet]


# ---- visitors -----------------------------------------------------------------------------------------------------


class Visit:
    """One tab: it asks for a view and reads until its run has ended."""

    def __init__(self, channel: ClientConnection, address: str) -> None:
        self._channel, self._address = channel, address
        self.bytes = 0

    async def look(self, page: str, query: str) -> float:
        """Seconds from the asking to the end of the run."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_name = query, page
        state.context_info.url = f"http://{self._address}/{page}"
        state.context_info.locale, state.context_info.timezone = "en-GB", "UTC"
        begun = time.perf_counter()
        await self._channel.send(asked.SerializeToString())
        while True:
            received = await self._channel.recv(decode=False)
            self.bytes += len(received)
            answer = ForwardMsg.FromString(received)
            if answer.WhichOneof("type") == "script_finished":
                return time.perf_counter() - begun


@contextmanager
def _patience() -> Iterator[None]:
    """The collector of this process must not stop the clock."""
    import gc

    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def visit(address: str, views: Sequence[tuple[str, str]], think: tuple[float, float], seed: int) -> list[float]:
    """Look at the views, one after the other; the first of the visit, which also opens the session, is not counted."""
    chance = random.Random(seed)
    async with connect(
        f"ws://{address}/_stcore/stream", origin=f"http://{address}", subprotocols=["streamlit"], max_size=None
    ) as channel:
        here = Visit(channel, address)
        await asyncio.sleep(chance.uniform(0, think[1]))
        await here.look(*views[0])
        waits = []
        for view in views[1:]:
            await asyncio.sleep(chance.uniform(*think))
            waits.append(await here.look(*view))
        return waits


async def crowd(address: str, users: int, views: Sequence[tuple[str, str]], clicks: int) -> list[float]:
    """What every visitor waited, in seconds."""
    think = THINK if users > 1 else (0.1, 0.3)
    chosen = [random.Random(user).choices(views, k=clicks + 1) for user in range(users)]
    waits = await asyncio.gather(*(visit(address, each, think, user) for user, each in enumerate(chosen)))
    return [wait for each in waits for wait in each]


# ---- what they look at --------------------------------------------------------------------------------------------


def views(store: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Views that are asked for again and again, and others that are not."""
    with Store.open(store) as opened:
        networks = [each.code for each in indicators.active_mechanisms(opened, "en") if each.parent is None]
    usual = [{}, {"network": networks[0]}, {"network": networks[1], "from": "2024"}]
    unseen = [{"network": code, "to": "2024"} for code in networks[2:22]]
    return (
        [(page, urlencode(query)) for page, query in product(PAGES, usual)],
        [(page, urlencode(query)) for page, query in product(PAGES, unseen)],
    )


def cold(command: Sequence[str], port: int) -> float:
    """Seconds from the start of the process to the end of the first page."""
    begun = time.perf_counter()
    with serving(command, port) as address:
        asyncio.run(_first(address))
        return time.perf_counter() - begun


async def _first(address: str) -> None:
    async with connect(
        f"ws://{address}/_stcore/stream", origin=f"http://{address}", subprotocols=["streamlit"], max_size=None
    ) as channel:
        await Visit(channel, address).look("", "")


# ---- the table ----------------------------------------------------------------------------------------------------


def milliseconds(waits: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(waits, n=20, method="inclusive")
    return {"n": len(waits), "p50": round(median(waits) * 1000, 1), "p95": round(cuts[18] * 1000, 1)}


def measure(store: Path, users: Sequence[int], rounds: int, clicks: int) -> dict[str, object]:
    """Everything, as one table."""
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "empty.py"
        app.write_text(EMPTY, encoding="utf-8")
        times: dict[str, list[float]] = {"plenum": [], "empty": []}
        for turn in range(rounds):
            for name in sorted(times, reverse=bool(turn % 2)):
                port = free_port()
                times[name].append(cold(plenum(store, port) if name == "plenum" else empty(app, port), port))
        if rounds:
            ratio = median(ours / theirs for ours, theirs in zip(times["plenum"], times["empty"], strict=True))
            found["cold start, seconds"] = {name: round(median(each), 2) for name, each in times.items()}
            found["cold start, times the empty app"] = round(ratio, 2)
    usual, unseen = views(store)
    port = free_port()
    with serving(plenum(store, port), port) as address, _patience():
        asyncio.run(crowd(address, 1, usual * 2, 2 * len(usual)))
        for count in users:
            found[f"warm, {count} visitors, ms"] = milliseconds(asyncio.run(crowd(address, count, usual, clicks)))
        found["unseen, 1 visitor, ms"] = milliseconds(asyncio.run(visit(address, [usual[0], *unseen], (0.1, 0.3), 1)))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard", description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, required=True, help="the folder of a store; nothing is written into it")
    parser.add_argument("--users", type=int, nargs="*", default=[1, 60])
    parser.add_argument("--rounds", type=int, default=5, help="of cold starts")
    parser.add_argument("--clicks", type=int, default=8, help="of each visitor")
    asked = parser.parse_args()
    sys.stdout.write(
        json.dumps({"goals": GOALS} | measure(asked.store, asked.users, asked.rounds, asked.clicks), indent=2) + "\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
