"""One network or working group: what it is, what is to be looked at, and each group against what is expected of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import components, gap_words, networks_activities, networks_expectations, networks_seats, session
from dashboard import networks_words as words
from dashboard.components import Content, Markup, group_name
from dashboard.organisations_words import country_name
from dashboard.session import plural, text
from engagement import indicators, tallies, wording
from engagement.bodies import Body
from engagement.model import Cell, CellState, Gap, GapStatus, GapType, MechanismKind, Selection

_FIRST_GAPS = 5


def draw(code: str) -> bool:
    """The page of a network or working group; False where nobody knows it, which is then said."""
    st.button(text("networks.back"), key="back", type="tertiary", icon=":material/arrow_back:", on_click=_close)
    known = {each.code: each for each in session.known_mechanisms()}
    if code not in known:
        st.error(text("networks.unknown", name=code))
        return False
    chosen = words.narrowed(session.selection(), code, known[code].kind)
    bodies = {each.mechanism: each for each in session.recalled(indicators.bodies, chosen, session.today())}
    st.title(known[code].name)
    _facts(code, bodies.get(code))
    if code in bodies:
        _notes(bodies[code])
    held = [each for each in session.activities(chosen) if each.mechanism == code]
    found = [each for each in session.gaps(chosen) if each.mechanism == code]
    groups(code, chosen, found)
    networks_activities.draw(held)
    networks_seats.draw(code, chosen)
    gaps(known[code].kind, code, found)
    networks_expectations.draw(code, chosen)
    return True


def _close() -> None:
    session.address("mechanism")


# ---- what it is ---------------------------------------------------------------------------------------------------


def _facts(code: str, body: Body | None) -> None:
    known = {each.code: each for each in session.known_mechanisms()}
    below = [each.code for each in known.values() if each.parent == code]
    parent = known[code].parent
    facts = {
        "kind": escape(text(f"networks.kind.{known[code].kind.value}")),
        "parent": words.link(parent, words.own_name(parent)) if parent else "",
        "below": ", ".join(words.link(each, words.own_name(each)) for each in below),
    }
    if body:
        said = {
            "region": words.region(body.region),
            "country": country_name(body.country),
            "since": body.since or "",
            "until": body.until or "",
            "rhythm": words.rhythm(body.rhythm),
            "reporting": {True: text("answer.yes"), False: text("answer.no"), None: ""}[body.reporting_expected],
            "last-log": words.in_month(body.last_log) if body.last_log else "",
        }
        facts |= {name: escape(value) for name, value in said.items()}
    rows = "".join(
        f"<dt>{escape(text(f'networks.fact.{name}'))}</dt><dd>{value}</dd>" for name, value in facts.items() if value
    )
    st.html(f'<dl class="pl-properties">{rows}</dl>')


def _notes(body: Body) -> None:
    """What is to be looked at, in full sentences."""
    said = []
    if body.is_silent:
        said.append(text("networks.note-silent"))
    if body.is_quiet:
        last = body.last_log
        said.append(text("networks.note-quiet", month=words.in_month(last)) if last else text("networks.note-never"))
    if said:
        st.html(f'<div class="pl-note" role="note">{"".join(f"<p>{escape(each)}</p>" for each in said)}</div>')


# ---- each group against what is expected --------------------------------------------------------------------------


def groups(code: str, chosen: Selection, found: Sequence[Gap]) -> None:
    """A bullet for each group: recorded at so many activities, and the mark that is expected."""
    st.header(text("networks.groups"))
    named = [each.category for each in tallies.named(session.figures(chosen))]
    every = {each.row: each for each in session.matrix(chosen, "mechanism", "category").cells if each.column == code}
    cells = [every[group] for group in named if group in every]
    if not any(each.assessed for each in cells):
        components.quiet(text("networks.groups-no-log"))
        return
    components.quiet(_sentence(cells))
    heads = [text(f"networks.column.{name}") for name in ("group", "recorded", "expected", "state", "short")]
    rows = [_bullet_row(each, _of(found, each.row)) for each in cells]
    caption = plural("networks.groups-caption", cells[0].assessed)
    markup = components.table_markup(caption, *words.without_blank(heads, rows))
    st.html(markup.replace('class="pl-table', 'class="pl-bullets pl-table', 1))
    components.quiet(text("networks.groups-legend"))


def _sentence(cells: Sequence[Cell]) -> str:
    """How many groups are there as often as expected, less often, and not at all."""
    counts: Mapping[CellState, int] = {state: sum(each.state is state for each in cells) for state in CellState}
    absent = counts[CellState.NOT_RECORDED] + counts[CellState.POSSIBLE]
    said = [text("networks.groups-met", x=counts[CellState.RECORDED], of=len(cells))]
    said += [plural("networks.groups-thin", counts[CellState.THIN])] if counts[CellState.THIN] else []
    said += [plural("networks.groups-absent", absent)] if absent else []
    marked = counts[CellState.NOT_EXPECTED]
    said += [plural("networks.groups-marked", marked)] if marked else []
    return " ".join(said)


def _of(found: Sequence[Gap], group: str) -> dict[GapType, Gap]:
    return {each.type: each for each in found if each.category == group}


def _bullet_row(cell: Cell, gaps: Mapping[GapType, Gap]) -> list[Content]:
    presence = gaps.get(GapType.PRESENCE)
    others = [each for each in gaps if each not in (GapType.PRESENCE, GapType.ABSENCE)]
    return [
        group_name(cell.row),
        _bullet(cell, presence.best_case if presence else cell.present),
        "–" if cell.expected is None else components.number(cell.expected),
        components.mark(cell.state.value, f"{components.SYMBOLS[cell.state]} {text(f'cell.{cell.state.value}')}"),
        ", ".join(text(f"gap-type.{each.value}") for each in others),
    ]


def _bullet(cell: Cell, best: int) -> Markup:
    """The bar, what unclassified organisations could add to it, the mark to reach, and the words."""
    said = text("x-of-n", x=cell.present, n=cell.assessed)
    parts = [f'<i class="possible" style="width:{_share(best, cell)}"></i>'] if best > cell.present else []
    look = "thin" if cell.state is CellState.THIN else "there"
    parts.append(f'<i class="{look}" style="width:{_share(cell.present, cell)}"></i>')
    if cell.expected is not None:
        parts.append(f'<b style="left:{_share(cell.expected, cell)}"></b>')
    bar = f'<span class="pl-bullet" aria-hidden="true">{"".join(parts)}</span>'
    return Markup(f'<span>{bar} <span class="pl-nowrap">{escape(said)}</span></span>')


def _share(n: int, cell: Cell) -> str:
    return f"{100 * n / cell.assessed:.1f}%"


# ---- its gaps in brief --------------------------------------------------------------------------------------------


def gaps(kind: MechanismKind, code: str, found: Sequence[Gap]) -> None:
    """The first of its gaps, and the way to all of them."""
    st.header(text("networks.gaps"))
    named = [each for each in found if each.status is not GapStatus.NOT_ASSESSABLE]
    if not named:
        components.quiet(text("networks.gaps-vague" if found else "networks.gaps-none"))
        return
    counted: dict[GapStatus, int] = defaultdict(int)
    for each in named:
        counted[each.status] += 1
    said = [plural(f"networks.gaps-{status.value}", n) for status, n in counted.items()]
    components.quiet(" ".join(said))
    heads = [text(f"networks.column.{name}") for name in ("group", "kind", "recorded", "expected", "status", "closes")]
    rows = [_gap_row(each) for each in named[:_FIRST_GAPS]]
    components.table(plural("networks.gaps-caption", len(rows), all=len(named)), heads, rows)
    where = "network" if kind is MechanismKind.NETWORK else "group"
    words.onward("gaps", text("networks.gaps-all"), **{where: code})


def _gap_row(each: Gap) -> list[Content]:
    severity = each.severity.value if each.severity else ""
    return [
        group_name(each.category) if each.category else text("list.records-group"),
        text(f"gap-type.{each.type.value}"),
        gap_words.recorded(each),
        gap_words.expected(each),
        components.mark(severity, wording.standing(each, session.language())),
        wording.needed(each, session.language()),
    ]
