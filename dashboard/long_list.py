"""A long table of links, a hundred rows at a time. A row that is pressed opens without the page being loaded again."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import streamlit as st

from dashboard import session

AT_ONCE = 100
_SCRIPT = Path(__file__).parent / "long_list.js"
Listed = TypeVar("Listed")


def on_page(found: Sequence[Listed]) -> tuple[int, Sequence[Listed]]:
    """How many come before the page that the address names, and those on it."""
    first = (_page(len(found)) - 1) * AT_ONCE
    return first, found[first : first + AT_ONCE]


def choose(name: str, table: str, found: int) -> str | None:
    """Draw one page of a table of links with a `data-id`, and the way to the others; the id just pressed, if any."""
    mount = st.components.v2.component(
        f"plenum_{name}", html="<div data-list></div>", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )
    answer = mount(key=name, data={"table": table}, on_opened_change=lambda: None)
    if found > AT_ONCE:
        bound = session.answer("page", _page(found), lambda n: session.address("page", str(n)))
        st.pagination(_pages(found), **bound)
    return answer.opened or None


def _page(found: int) -> int:
    """The page asked for, from 1; none beyond the last."""
    asked = [int(page) for page in session.addressed("page")[:1] if page.isdecimal()]
    return min(max(asked[0], 1), _pages(found)) if asked else 1


def _pages(found: int) -> int:
    return max(1, -(-found // AT_ONCE))
