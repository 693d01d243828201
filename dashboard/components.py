"""The pieces pages are made of, as HTML that a screen reader can walk through. Everything written in is escaped."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import session
from dashboard.session import text
from engagement import locale, reference
from engagement.model import ENGAGED, CellState, DatePrecision, Indicators, Mechanism, Problem, Selection
from engagement.settings import Settings

SYMBOLS = {
    CellState.RECORDED: "●",
    CellState.THIN: "◐",
    CellState.POSSIBLE: "◌",
    CellState.NOT_RECORDED: "○",
    CellState.NO_REPORT: "–",
    CellState.NOT_EXPECTED: "×",
}
_NARROW, _DENSE = 3, 7
"""Up to how many columns a table fits a phone, and up to how many a page with room around each."""
_STYLE = Path(__file__).parent / "style.css"
_PAGE = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")


def style() -> None:
    """The style sheet of everything below, and the language of the page."""
    st.html(_STYLE)
    st.html(f"<style>:root {{ {_own_words()} }}</style>")
    st.html(
        f"<script>window.plenumPage = {{ lang: '{session.language()}', "
        f"dir: '{locale.direction(session.language())}' }};{_PAGE}</script>",
        unsafe_allow_javascript=True,
    )


def _own_words() -> str:
    """What the style sheet writes where Streamlit has a word in English only."""
    most = Settings().max_file_bytes // 1_000_000
    words = {"choose-file": text("upload.file.button"), "drop-file": text("upload.file.drop", megabytes=most)}
    return "; ".join(f"--{name}: {json.dumps(said, ensure_ascii=False)}" for name, said in words.items())


# ---- words --------------------------------------------------------------------------------------------------------


def group_name(category: str) -> str:
    """The name of a category in the language of the page."""
    return session.taxonomy().label(category, session.language())


def list_name(code: str, *, is_short: bool = True) -> str:
    """What a list of categories is called in the language of the page."""
    return session.taxonomy().list_name(code, session.language(), is_short=is_short)


def finding(problem: Problem) -> str:
    """A finding in a file, in the language of the page, its categories by the names that the store has for them."""
    return locale.problem_text(problem, session.language(), session.taxonomy().label)


def mechanism_names() -> Mapping[str, Mechanism]:
    """The networks and working groups there are, by code."""
    return {each.code: each for each in session.known_mechanisms()}


def full_name(code: str) -> str:
    """The name of a network, or of a working group with that of its network."""
    known = mechanism_names()
    each = known[code]
    return f"{known[each.parent].name} – {each.name}" if each.parent else each.name


def number(n: int | float) -> str:
    """A number as the language of the page writes it."""
    return locale.number(n, session.language())


def period_words(chosen: Selection) -> str:
    """The period of a selection; where it is open, that of the record."""
    first, last = session.period() or (None, None)
    start, end = chosen.first_day or first, chosen.last_day or last
    if start is None or end is None or start > end:
        return text("period.none")
    return locale.day(start, end, DatePrecision.PERIOD, session.language())


# ---- text ---------------------------------------------------------------------------------------------------------


def lead(sentence: str, more: str = "", *, is_brief: bool = False) -> None:
    """The sentence that opens a page; with `more` after it, it stands out. Brief, it leaves the screen to figures."""
    opening = f"<b>{escape(sentence)}</b> {escape(more)}" if more else escape(sentence)
    st.html(f'<p class="pl-lead{" brief" if is_brief else ""}">{opening}</p>')


def quiet(sentence: str) -> None:
    """A remark in small type."""
    st.html(f'<p class="pl-quiet">{escape(sentence)}</p>')


def counted_in(what: str, chosen: Selection) -> None:
    """Above a figure: what it counts, and in which period."""
    quiet(f"{what.rstrip('.。')} · {period_words(chosen)}")


def method(figures: Indicators) -> None:
    """What stands under every figure: list, unit, period, data as of, last batch."""
    st.html(f'<p class="pl-method">{escape(method_words(figures))}</p>')


def method_words(figures: Indicators) -> str:
    """The method line as text."""
    parts = [
        list_name(figures.selection.list),
        text("method.unit"),
        period_words(figures.selection),
    ]
    if figures.data_as_of:
        parts.append(text("method.data", day=figures.data_as_of.date(), batch=figures.last_batch or ""))
    return " · ".join(parts)


# ---- figures ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """One figure with its name and what to know about it."""

    label: str
    value: str
    note: str


def cards(shown: Iterable[Card]) -> None:
    """Figures side by side."""
    body = "".join(
        f"<div><dt>{escape(each.label)}</dt>"
        f'<dd class="value">{escape(each.value)}</dd><dd>{escape(each.note)}</dd></div>'
        for each in shown
    )
    st.html(f'<dl class="pl-cards">{body}</dl>')


def ring(states: Mapping[str, CellState], alt: str) -> str:
    """One dot for each group, clockwise from the top: filled when recorded, half when possible, hollow when not."""
    dots = "".join(
        f'<i class="{state.value}" style="--turn:{place / len(states):.4f}turn"></i>'
        for place, state in enumerate(states.values())
    )
    recorded = sum(1 for state in states.values() if state in ENGAGED)
    is_told = any(state is not CellState.NO_REPORT for state in states.values())
    return (
        f'<div class="pl-ring" role="img" aria-label="{escape(alt)}">{dots}'
        f'<span aria-hidden="true"><b>{recorded if is_told else "–"}</b>'
        f"{escape(text('ring.of', n=len(states)))}</span></div>"
    )


def legend(states: Iterable[CellState] = tuple(CellState), *, is_swatch: bool = False) -> None:
    """What the symbols, or the colours of bars, mean in words."""
    items = "".join(
        f'<li><span class="pl-{"swatch" if is_swatch else "state"} {state.value}" aria-hidden="true">'
        f"{'' if is_swatch else SYMBOLS[state]}</span> "
        f"<b>{escape(text(f'cell.{state.value}'))}</b> {escape(text(f'cell-definition.{state.value}'))}</li>"
        for state in states
    )
    st.html(f'<ul class="pl-legend">{items}</ul>')


# ---- tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Markup:
    """HTML that was made here and is not escaped again."""

    html: str


Content = str | Markup


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Content]],
    *,
    numbers: Iterable[int] = (),
    is_named_above: bool = False,
) -> None:
    """A table in a box of its own that scrolls sideways. The first cell names its row; `numbers` are right-aligned.

    A caption that a heading just above says too is for screen readers only.
    """
    st.html(table_markup(caption, columns, rows, numbers=numbers, is_named_above=is_named_above))


def table_markup(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Content]],
    *,
    numbers: Iterable[int] = (),
    is_named_above: bool = False,
) -> str:
    """The HTML of `table`."""
    right = frozenset(numbers)
    head = "".join(_cell("th", each, place in right, ' scope="col"') for place, each in enumerate(columns))
    body = "".join(f"<tr>{_row(columns, cells, right)}</tr>" for cells in rows)
    named = " pl-named" if is_named_above else ""
    wide = " pl-wide" if len(columns) > _NARROW else ""
    wide += " pl-dense" if len(columns) > _DENSE else ""
    return (
        f'<div class="pl-box" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="pl-table{wide}{named}">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(columns: Sequence[str], cells: Sequence[Content], right: frozenset[int]) -> str:
    """The cells of a row. On a phone a wide table is read row by row, so each cell carries the name of its column."""
    first, *rest = cells
    return _cell("th", first, 0 in right, f' scope="row" data-column="{escape(columns[0])}"') + "".join(
        _cell("td", each, place in right, f' data-column="{escape(columns[place])}"')
        for place, each in enumerate(rest, start=1)
    )


def _cell(tag: str, content: Content, is_number: bool, more: str = "") -> str:
    right = ' class="number"' if is_number else ""
    return f"<{tag}{more}{right}>{inside(content)}</{tag}>"


def inside(content: Content) -> str:
    """The HTML of a content, escaped unless it was made here."""
    return content.html if isinstance(content, Markup) else escape(content)


def mark(code: str, words: str) -> Markup:
    """A word in the colour of a state or a severity."""
    return Markup(f'<span class="pl-state {escape(code)}">{escape(words)}</span>')


# ---- nothing to show ----------------------------------------------------------------------------------------------


def nothing_here() -> None:
    """Said when the filters leave nothing, with the way back."""
    st.html(f'<div class="pl-empty"><p>{escape(text("empty.filtered"))}</p></div>')
    st.button(text("filters.clear"), key="clear-empty", on_click=session.clear_filters)


def templates() -> None:
    """The empty log to fill in, in the language of the page. The mark at its start tells Excel how to read letters."""
    name = "template.csv" if session.language() == "en" else f"template.{session.language()}.csv"
    st.download_button(
        text("welcome.template"),
        lambda: BOM_UTF8 + (reference.folder() / name).read_bytes(),
        file_name=name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
