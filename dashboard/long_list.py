"""A long table of links, a hundred rows at a time. A row that is pressed opens without the page being loaded again."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import streamlit as st

from dashboard import paging

AT_ONCE = 100
_SCRIPT = Path(__file__).parent / "long_list.js"
Listed = TypeVar("Listed")


def on_page(found: Sequence[Listed]) -> tuple[int, Sequence[Listed]]:
    """How many come before the page that the address names, and those on it."""
    first = paging.first(len(found), AT_ONCE)
    return first, found[first : first + AT_ONCE]


def choose(name: str, table: str, found: int) -> str | None:
    """Draw one page of a table of links with a `data-id`, and the way to the others; the id just pressed, if any."""
    mount = st.components.v2.component(
        f"plenum_{name}", html="<div data-list></div>", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )
    answer = mount(key=name, data={"table": table}, on_opened_change=lambda: None)
    paging.offer(found, AT_ONCE)
    return answer.opened or None
