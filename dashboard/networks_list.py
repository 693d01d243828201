"""Every network and working group of the selection, to sort out and to open."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import components, long_list, session
from dashboard import networks_words as words
from dashboard.components import Content, Markup
from dashboard.session import plural, text
from engagement import indicators, tallies
from engagement.bodies import Body, groups_recorded
from engagement.folding import fold
from engagement.model import MechanismKind

_SHOWN = ("all", "flagged")


def draw() -> None:
    """The list, or why it is empty."""
    chosen = session.selection()
    every = session.recalled(indicators.bodies, chosen, session.today())
    figures = session.figures(chosen)
    if not figures.records.activities_held:
        components.nothing_here()
    if not every:
        return
    components.lead(_lead(every))
    groups = [each.category for each in tallies.named(figures)]
    found = _wanted(every)
    if not found:
        components.quiet(text("networks.none-found"))
        return
    recorded = groups_recorded(session.matrix(chosen, "mechanism", "category"), groups)
    _open(_show(found, recorded, len(groups)))
    components.quiet(text("networks.quiet-means"))


def _open(code: str | None) -> None:
    if code:
        session.address("mechanism", code)
        st.rerun()


def _lead(every: Sequence[Body]) -> str:
    """How many there are, and how many have something to be looked at."""
    silent, quiet = sum(each.is_silent for each in every), sum(each.is_quiet for each in every)
    said = [plural("networks.lead", len(every))]
    said += [plural("networks.lead-silent", silent)] if silent else []
    said += [plural("networks.lead-quiet", quiet)] if quiet else []
    return " ".join(said)


def _wanted(every: Sequence[Body]) -> list[Body]:
    """Those whose name holds the words looked for; of these all, or those with a flag."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = st.text_input(
            text("networks.search"),
            placeholder=text("organisations.search-in"),
            type="search",
            icon=":material/search:",
            width=360,
            **session.written("find"),
        )
        shown = st.segmented_control(
            text("networks.show"),
            _SHOWN,
            required=True,
            format_func=session.said("networks.show.", _SHOWN),
            **session.choice("show", _SHOWN, "all"),
        )
    names = dict(zip([each.mechanism for each in every], words.names([each.mechanism for each in every]), strict=True))
    return [
        each
        for each in every
        if (shown != "flagged" or words.flags(each)) and fold(sought or "") in fold(names[each.mechanism])
    ]


# ---- the table ----------------------------------------------------------------------------------------------------


def _show(found: Sequence[Body], recorded: Mapping[str, int], groups: int) -> str | None:
    """The table; the network or working group that was just chosen, if any."""
    codes = [code for code in _COLUMNS if code != "region" or any(each.region for each in found)]
    heads = [text(f"networks.column.{code}") for code in codes]
    numbers = [place for place, code in enumerate(codes) if code in _NUMBERS]
    first, shown = long_list.on_page(found)
    rows = [[cells[code] for code in codes] for cells in (_cells(each, recorded, groups) for each in shown)]
    caption = plural("networks.count", len(found))
    if len(rows) < len(found):
        caption = text("organisations.showing", first=first + 1, last=first + len(rows), n=len(found))
    table = components.table_markup(caption, heads, rows, numbers=numbers)
    return long_list.choose("networks", table, len(found))


_COLUMNS = ("name", "region", "activities", "logs", "groups", "seats", "last", "flags")
_NUMBERS = ("activities", "logs", "seats")


def _cells(each: Body, recorded: Mapping[str, int], groups: int) -> dict[str, Content]:
    is_group = each.kind is MechanismKind.WORKING_GROUP
    name = words.link(each.mechanism, words.own_name(each.mechanism))
    known = recorded.get(each.mechanism) if each.with_log else None
    return {
        "name": Markup(f'<span class="pl-child">{name}</span>' if is_group else name),
        "region": words.region(each.region),
        "activities": components.number(each.held),
        "logs": text("x-of-n", x=each.with_log, n=each.held) if each.held else "–",
        "groups": "–" if known is None else _recorded(known, groups),
        "seats": components.number(each.seats) if each.seats else "–",
        "last": Markup(f'<span class="pl-nowrap">{escape(words.in_month(each.last_log))}</span>'),
        "flags": _flags(each),
    }


def _recorded(known: int, groups: int) -> Markup:
    """How many of the groups, and a bar of that length."""
    bar = f'<span class="pl-bullet short" aria-hidden="true"><i style="width:{100 * known / groups:.0f}%"></i></span>'
    said = f'<span class="pl-nowrap">{escape(text("x-of-n", x=known, n=groups))}</span>'
    return Markup(f'<span class="pl-nowrap">{bar} {said}</span>')


def _flags(each: Body) -> Markup:
    return Markup("".join(f'<span class="pl-flag {code}">⚑ {escape(said)}</span> ' for code, said in words.flags(each)))
