"""What stands behind one group in one place: the sentence, who looks after it, whom to ask, the rows of the files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import cell_details, components, gap_words, gaps_marks, gaps_notes, gaps_outreach, paging, session
from dashboard.components import Content, mark
from dashboard.session import language, plural, text
from engagement import indicators, locale
from engagement.efforts import ExplainedActivity, ExplainedEvent, Explanation, Source
from engagement.model import Gap, Matrix, Selection

_AT_ONCE = 25
_ANCHOR = "behind"  # as in the script
_GO_THERE = Path(__file__).parent / "gaps_cell.js"


@dataclass
class Opened:
    """How often something was opened in this visit: the page goes there each time, and not when it is drawn again."""

    times: int = 0


def open_at(name: str, *parts: str) -> None:
    """Show what is behind a cell or a gap, named in the address, and go there; without parts, close both."""
    for each in ("cell", "gap", "page"):
        session.address(each, *(parts if each == name else ()))
    if parts:
        session.own("opened", Opened).times += 1


def draw(mechanism: str, category: str | None, chosen: Selection, shown: Matrix, gap: Gap | None = None) -> None:
    """A cell of the matrix, or a gap of the worklist; without a category, the record of the place as a whole."""
    name = components.group_name(category) if category else text("list.records-group")
    st.subheader(text("cell.title", row=name, column=components.full_name(mechanism)), anchor=_ANCHOR)
    _go_there()
    found = [each for each in session.gaps(chosen) if (each.mechanism, each.category) == (mechanism, category)]
    gaps = [gap] if gap else [each for each in found if each.status in gap_words.NAMED]
    _story(mechanism, category, shown, gaps)
    st.button(
        text("cell.close"), key="close", type="tertiary", icon=":material/close:", on_click=open_at, args=("cell",)
    )
    wide, narrow = st.columns([3, 2], gap="large")
    with narrow:
        for each in gaps[:1]:
            gaps_notes.draw(each, chosen)
        if category:
            gaps_marks.draw(mechanism, category, chosen)
    with wide:
        if category:
            gaps_outreach.draw(mechanism, category, chosen)
    _behind(mechanism, category, chosen)


def _go_there() -> None:
    """Scroll to what was just opened, which is the next thing a screen reader says.

    The browser runs a script once; the number makes it another one each time.
    """
    times = session.own("opened", Opened).times
    script = _GO_THERE.read_text(encoding="utf-8") if times else ""
    st.html(f"<script>/* {times} */ {script}</script>", unsafe_allow_javascript=True)


def _story(mechanism: str, category: str | None, shown: Matrix, gaps: Sequence[Gap]) -> None:
    """Each gap with its status, its expectation and what would close it; where there is none, what the record says."""
    cell = next((each for each in shown.cells if (each.column, each.row) == (mechanism, category)), None)
    said = [f"<p>{escape(gap_words.cell(cell))}</p>"] if cell and not gaps else []
    for each in gaps:
        said.append(f"<p>{components.inside(gap_words.standing(each))}. {escape(gap_words.story(each))}</p>")
        said.append(f'<p class="closes">{escape(gap_words.closes(each))}</p>')
    st.html(f'<div class="pl-story">{"".join(said)}</div>')


# ---- down to the row ----------------------------------------------------------------------------------------------


def _behind(mechanism: str, category: str | None, chosen: Selection) -> None:
    """The activities of the place: those with the group first, then those without, then those that do not count."""
    st.markdown(f"#### {text('cell.behind')}")
    if category == "WCY":
        components.quiet(text("cell.tag"))
    found = session.recalled(indicators.explain, chosen, category, mechanism)
    rows = _ordered(found)
    if not rows:
        components.quiet(text("cell.none"))
        return
    first = paging.first(len(rows), _AT_ONCE)
    heads = [text(f"cell.{code}") for code in ("when", "activity", "organisation", "label", "source")]
    table = [_row(each, event, category) for each, event in rows[first : first + _AT_ONCE]]
    components.table(_caption(found), heads, table)
    paging.offer(len(rows), _AT_ONCE)


def _ordered(found: Explanation) -> list[tuple[ExplainedActivity, ExplainedEvent | None]]:
    ordered = [each for some in _apart(found).values() for each in some]
    return [(each, event) for each in ordered for event in (*each.events, *each.unclassified) or (None,)]


def _apart(found: Explanation) -> dict[str, list[ExplainedActivity]]:
    return cell_details.apart(found.activities, lambda each: bool(each.events))


def _caption(found: Explanation) -> str:
    """How many activities with the group and without it, as the cell counts them; closed ones, and without a log."""
    said = [plural(code, len(some)) for code, some in _apart(found).items() if some]
    if found.unclassified:
        said.append(plural("cell.unclear", found.unclassified))
    return " · ".join(said)


def _row(activity: ExplainedActivity, event: ExplainedEvent | None, category: str | None) -> list[Content]:
    when = locale.day(activity.date_from, activity.date_to, activity.date_precision, language())
    title = cell_details.title(activity)
    if event is None:
        word = text("cell.not_recorded") if activity.has_log else "–"
        return [when, title, mark("not_recorded", word), "", _sources(activity.described_in)]
    name = event.organisation or text("cell.nameless")
    is_unclear = event in activity.unclassified
    return [
        when,
        title,
        text("cell.not-classified", name=name) if is_unclear else name,
        ", ".join(event.labels),
        _sources(event.sources),
    ]


def _sources(sources: Iterable[Source]) -> str:
    return "; ".join(map(_source, sources))


def _source(source: Source) -> str:
    """File, sheet and rows."""
    rows = locale.joined([str(row) for row in source.rows], language())
    parts = [source.file, *([source.sheet] if source.sheet else [])]
    if source.rows:
        parts.append(plural("cell.rows", len(source.rows), rows=rows))
    return f"{', '.join(parts)} ({source.batch})"
