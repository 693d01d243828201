"""A long table, some rows at a time: which of them the address asks for, and the way to the others."""

import streamlit as st

from dashboard import session


def asked() -> int:
    """The page that the address names, from 1; perhaps beyond the last."""
    named = [int(page) for page in session.addressed("page")[:1] if page.isdecimal()]
    return max(named[0], 1) if named else 1


def first(n: int, at_once: int) -> int:
    """How many rows of `n` come before the page asked for, or before the last."""
    return (min(asked(), _pages(n, at_once)) - 1) * at_once


def offer(n: int, at_once: int) -> None:
    """The way to the other pages, where there are any."""
    if n > at_once:
        here = first(n, at_once) // at_once + 1
        st.pagination(_pages(n, at_once), **session.paged(here))


def _pages(n: int, at_once: int) -> int:
    return max(1, -(-n // at_once))
