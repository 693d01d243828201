"""The pieces pages are made of, as HTML that a screen reader can walk through. Everything written in is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin
from pathlib import Path

import streamlit as st

from dashboard import session
from dashboard.session import text
from engagement import locale, taxonomy
from engagement.model import CellState, DatePrecision, Indicators, Mechanism, Selection

SYMBOLS = {
    CellState.RECORDED: "●",
    CellState.POSSIBLE: "◐",
    CellState.NOT_RECORDED: "○",
    CellState.NO_REPORT: "–",
}
_STYLE = Path(__file__).parent / "style.css"


def style() -> None:
    """The style sheet of everything below, and the language of the page."""
    st.html(_STYLE)
    st.html(
        f"<script>document.documentElement.lang = '{session.language()}'</script>",
        unsafe_allow_javascript=True,
    )


# ---- words --------------------------------------------------------------------------------------------------------


def group_name(category: str) -> str:
    """The name of a category in the language of the page."""
    return taxonomy.label(category, session.language())


def mechanism_names() -> Mapping[str, Mechanism]:
    """The networks and working groups there are, by code."""
    return {each.code: each for each in session.mechanisms()}


def full_name(code: str) -> str:
    """The name of a network, or of a working group with that of its network."""
    known = mechanism_names()
    each = known[code]
    return f"{known[each.parent].name} – {each.name}" if each.parent in known else each.name


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


def lead(sentence: str) -> None:
    """The sentence that opens a page."""
    st.html(f'<p class="pl-lead">{escape(sentence)}</p>')


def quiet(sentence: str) -> None:
    """A remark in small type."""
    st.html(f'<p class="pl-quiet">{escape(sentence)}</p>')


def method(figures: Indicators) -> None:
    """What stands under every figure: list, unit, period, data as of, last batch."""
    st.html(f'<p class="pl-method">{escape(method_words(figures))}</p>')


def method_words(figures: Indicators) -> str:
    """The method line as text."""
    parts = [
        locale.text(f"list.{figures.selection.list.value}", session.language()),
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
        f'<div><dt>{escape(each.label)}</dt><dd class="value">{escape(each.value)}</dd><dd>{escape(each.note)}</dd></div>'
        for each in shown
    )
    st.html(f'<dl class="pl-cards">{body}</dl>')


def ring(states: Mapping[str, CellState], alt: str) -> str:
    """One dot for each group, clockwise from the top: filled when recorded, half when possible, hollow when not."""
    dots = "".join(_dot(place, len(states), state) for place, state in enumerate(states.values()))
    recorded = sum(1 for state in states.values() if state is CellState.RECORDED)
    return (
        f'<svg class="pl-ring" viewBox="0 0 120 120" role="img" aria-label="{escape(alt)}">{dots}'
        f'<text class="k" x="60" y="66">{recorded}</text>'
        f'<text class="of" x="60" y="83">{escape(text("ring.of", n=len(states)))}</text></svg>'
    )


def _dot(place: int, of: int, state: CellState) -> str:
    angle = 2 * pi * place / of
    x, y = round(60 + 48 * sin(angle), 2), round(60 - 48 * cos(angle), 2)
    circle = f'<circle class="{state.value}" cx="{x}" cy="{y}" r="7.5" stroke-width="2.5"/>'
    if state is CellState.POSSIBLE:
        circle += f'<path class="half" d="M {x} {round(y - 7.5, 2)} A 7.5 7.5 0 0 0 {x} {round(y + 7.5, 2)} Z"/>'
    return circle


def legend() -> None:
    """What the symbols of the matrix mean, in words."""
    items = "".join(
        f'<li><span class="pl-state {state.value}" aria-hidden="true">{symbol}</span> '
        f"<b>{escape(text(f'cell.{state.value}'))}</b>: {escape(text(f'cell-definition.{state.value}'))}</li>"
        for state, symbol in SYMBOLS.items()
    )
    st.html(f'<ul class="pl-legend">{items}</ul>')


# ---- tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Markup:
    """HTML that was made here and is not escaped again."""

    html: str


Content = str | Markup


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Content]], *, numbers: Iterable[int] = ()
) -> None:
    """A table in a box of its own that scrolls sideways. The first cell names its row; `numbers` are right-aligned."""
    st.html(table_markup(caption, columns, rows, numbers=numbers))


def table_markup(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Content]], *, numbers: Iterable[int] = ()
) -> str:
    """The HTML of `table`."""
    right = frozenset(numbers)
    head = "".join(_cell("th", each, place in right, ' scope="col"') for place, each in enumerate(columns))
    body = "".join(f"<tr>{_row(cells, right)}</tr>" for cells in rows)
    return (
        f'<div class="pl-box" role="region" tabindex="0" aria-label="{escape(caption)}"><table class="pl-table">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[Content], right: frozenset[int]) -> str:
    first, *rest = cells
    return _cell("th", first, 0 in right, ' scope="row"') + "".join(
        _cell("td", each, place in right) for place, each in enumerate(rest, start=1)
    )


def _cell(tag: str, content: Content, is_number: bool, more: str = "") -> str:
    inside = content.html if isinstance(content, Markup) else escape(content)
    right = ' class="number"' if is_number else ""
    return f"<{tag}{more}{right}>{inside}</{tag}>"


def bar(part: int, whole: int) -> Markup:
    """A bar of `part` of `whole`; the number stands beside it, so it is hidden from screen readers."""
    share = 100 * part / whole if whole else 0
    return Markup(f'<span class="pl-bar" aria-hidden="true"><i style="width:{share:.1f}%"></i></span>')


def mark(code: str, words: str) -> Markup:
    """A word in the colour of a state or a severity."""
    return Markup(f'<span class="pl-state {escape(code)}">{escape(words)}</span>')


# ---- nothing to show ----------------------------------------------------------------------------------------------


def nothing_here() -> None:
    """Said when the filters leave nothing, with the way back."""
    st.html(f'<div class="pl-empty"><p>{escape(text("empty.filtered"))}</p></div>')
    st.button(text("filters.clear"), key="clear-empty", on_click=session.clear_filters)


def templates() -> None:
    """The empty log to fill in, in the language of the page first."""
    from engagement import reference

    names = {"en": "template.csv", "fr": "template.fr.csv"}
    name = names[session.language()]
    st.download_button(
        text("welcome.template"),
        (reference.folder() / name).read_bytes(),
        file_name=name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
