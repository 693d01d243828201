"""The worklist: every gap that can be named, ranked, with who looks after it and what was done for it."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import components, gap_words, gaps_cell, session
from dashboard.components import Content, Markup
from dashboard.session import plural, text
from engagement import indicators
from engagement.efforts import WorkItem
from engagement.model import Gap, GapType, Indicators, Selection

_SCRIPT = Path(__file__).parent / "gaps_list.js"
_FIRST = 20
_NAMED = [each.value for each in gap_words.NAMED]
_NO_GROUP = "-"
"""What stands in the address for the group of a gap that is of the record as a whole."""


def draw(chosen: Selection, figures: Indicators) -> None:
    """The gaps that can be named, ranked; the others counted with the reason."""
    st.header(text("list.title"))
    every = session.recalled(indicators.worklist, chosen)
    named = [each for each in every if each.gap.status in gap_words.NAMED]
    shown = _filtered(named)
    if shown:
        _table(shown, [each.gap for each in every])
    else:
        components.quiet(text("list.none"))
    gap = next((each.gap for each in named if _address(each.gap) == session.addressed("gap")), None)
    if gap:
        gaps_cell.draw(gap.mechanism, gap.category, chosen, session.matrix(chosen, "mechanism", "category"), gap)
    for sentence in gap_words.not_named([each.gap for each in every], figures):
        components.quiet(sentence)
    components.quiet(text("absence.caveat"))


# ---- filters ------------------------------------------------------------------------------------------------------


def _filtered(named: Iterable[WorkItem]) -> list[WorkItem]:
    """The gaps of the status, the type and the group asked for; every one where nothing is."""
    found = list(named)
    types = [each.value for each in GapType if any(item.gap.type is each for item in found)]
    groups = list(dict.fromkeys(item.gap.category for item in found if item.gap.category))
    with st.container(horizontal=True, gap="medium"):
        st.pills(
            text("list.status"),
            _NAMED,
            selection_mode="multi",
            format_func=session.said("gap-status.", _NAMED),
            **session.choices("status", _NAMED),
        )
        st.pills(
            text("list.type"),
            types,
            selection_mode="multi",
            format_func=session.said("gap-type.", types),
            **session.choices("type", types),
        )
        st.multiselect(
            text("column.group"),
            groups,
            format_func={code: components.group_name(code) for code in groups}.__getitem__,
            placeholder=text("filters.all"),
            width=320,
            **session.choices("category", groups),
        )
    wanted = {name: session.addressed(name) for name in ("status", "type", "category")}
    for name, possible in (("status", _NAMED), ("type", types), ("category", groups)):
        wanted[name] = [each for each in wanted[name] if each in possible]
    return [each for each in found if _fits(each.gap, wanted)]


def _fits(gap: Gap, wanted: dict[str, list[str]]) -> bool:
    said = {"status": gap.status.value, "type": gap.type.value, "category": gap.category}
    return all(not values or said[name] in values for name, values in wanted.items())


# ---- the table ----------------------------------------------------------------------------------------------------


def _table(shown: Sequence[WorkItem], found: Sequence[Gap]) -> None:
    is_whole = session.addressed("all") == ["1"] or len(shown) <= _FIRST
    rows = [_row(each, found) for each in (shown if is_whole else shown[:_FIRST])]
    caption = f"{plural('list.caption', len(shown))} {text('list.basis')}"
    mount = st.components.v2.component(
        "plenum_worklist", html="<div data-gaps></div>", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )
    table = f'<div class="pl-worklist">{components.table_markup(caption, *_filled(gap_words.heads(), rows))}</div>'
    chosen = session.addressed("gap")
    answer = mount(
        key="worklist",
        data={"table": table, "chosen": json.dumps(chosen) if chosen else ""},
        on_gap_change=lambda: None,
    )
    if answer.gap:
        _open(json.loads(answer.gap))
    if not is_whole:
        st.button(text("list.more", n=len(shown)), key="more", on_click=session.address, args=("all", "1"))
    elif len(shown) > _FIRST:
        st.button(text("list.fewer", n=_FIRST), key="fewer", on_click=session.address, args=("all",))


def _filled(heads: Sequence[str], rows: Sequence[Sequence[Content]]) -> tuple[list[str], list[list[Content]]]:
    """Without the columns in which no row says anything, as before anybody looks after a gap."""
    said = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    return [heads[place] for place in said], [[row[place] for place in said] for row in rows]


def _open(gap: list[str]) -> None:
    """Show a gap under the list, or close it when it is shown; a cell of the grid is closed."""
    gaps_cell.open_at("gap", *([] if session.addressed("gap") == gap else gap))
    st.rerun()


def _row(item: WorkItem, found: Sequence[Gap]) -> list[Content]:
    return gap_words.row(item, found, _button(item.gap))


def _button(gap: Gap) -> Markup:
    name = gap_words.group(gap)
    label = text("list.open", group=name, where=components.full_name(gap.mechanism))
    value = json.dumps(_address(gap))
    return Markup(
        f'<button type="button" aria-expanded="false" aria-label="{escape(label)}" value="{escape(value)}">'
        f"{escape(name)}</button>"
    )


def _address(gap: Gap) -> list[str]:
    return [gap.type.value, gap.category or _NO_GROUP, gap.mechanism]
