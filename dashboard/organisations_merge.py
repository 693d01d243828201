"""What a merge would change, and the dialog that merges one organisation with another."""

import json
from collections.abc import Sequence
from itertools import islice

import streamlit as st

from dashboard import components, session, visitor
from dashboard.components import group_name
from dashboard.organisations_words import category_names, error_words, known_or, place_names
from dashboard.session import plural, text
from engagement import actions, indicators, locale
from engagement.errors import EngagementError
from engagement.folding import fold
from engagement.model import Selection
from engagement.organisations import Candidate, FigureChange, MergePreview, OrganisationPage
from engagement.searching import Found, Line, Search

_ORDER = ("organisations", "organisation_events", "activities", "present", "involved")  # what a reader looks for first
_OFFERED = 50
"""So many organisations to choose from at once."""


def show_preview(candidate: Candidate) -> None:
    """Open what changes in every figure if the two are one; nothing is written."""

    @st.dialog(text("preview.title"), width="large")
    def dialog() -> None:
        try:
            _preview(candidate.left.id, candidate.right.id)
        except EngagementError as error:
            st.error(error_words(error))

    dialog()


def merge_dialog(page: OrganisationPage) -> None:
    """Open the question which other organisation this one is, with what it changes, and the button."""

    @st.dialog(text("merge.title"), width="large")
    def dialog() -> None:
        try:
            _ask(page)
        except EngagementError as error:
            st.error(error_words(error))

    dialog()


def _ask(page: OrganisationPage) -> None:
    other = _other(page)
    if other is None:
        return
    seen, category = _preview(page.id, other.id)
    must_say = len(seen.categories) > 1
    note = st.text_input(
        text("merge.why" if must_say else "merge.why-optional"),
        max_chars=300,
        help=text("organisations.no-persons"),
        key="merge-note",
    )
    if must_say and not (category and note.strip()):
        components.quiet(text("merge.both-needed"))
        return
    if st.button(text("merge.do"), type="primary", key="merge-do", **visitor.may("judge", None)):
        with session.busy("busy.recording"):
            actions.merge(session.store(), page.id, other.id, by=session.actor(), note=note.strip(), category=category)
        session.say(text("merge.done", left=page.name, right=other.name))
        st.rerun()


# ---- which other one ----------------------------------------------------------------------------------------------


def _other(page: OrganisationPage) -> Line | None:
    """The organisation chosen among those most like this one and those whose names hold the words looked for."""
    words = st.text_input(
        text("organisations.search"),
        placeholder=text("organisations.search-in"),
        type="search",
        icon=":material/search:",
        live=True,
        key="merge-words",
    )
    found = session.recalled(indicators.search, Selection(), Search(words=words, at_once=_OFFERED + 1))
    offered = _offered(page, words, found)
    if not offered:
        components.quiet(text("merge.none"))
        return None
    names = {key: f"{each.name} · {category_names(each.categories)}" for key, each in offered.items()}
    chosen = st.selectbox(
        text("merge.other", name=page.name),
        list(offered),
        index=None,
        format_func=names.__getitem__,
        placeholder=text("merge.choose"),
        key="merge-other",
    )
    if found.found > len(offered) + 1:
        components.quiet(text("merge.further", shown=len(offered), n=found.found))
    return offered.get(chosen or "")


def _offered(page: OrganisationPage, words: str, found: Found) -> dict[str, Line]:
    """By id: those most like this organisation first, then the most active; it is not itself among them."""
    likely = session.recalled(indicators.likely, page.id)
    fitting = [each for each in likely if fold(words) in fold(each.name)]
    every = {each.id: each for each in (*fitting, *found.lines) if each.id != page.id}
    return dict(islice(every.items(), _OFFERED))


# ---- what changes -------------------------------------------------------------------------------------------------


def _preview(left: str, right: str) -> tuple[MergePreview, str | None]:
    """Show the figures before and after. With two categories, for the one that is chosen."""
    seen, category = session.recalled(indicators.merge_preview, left, right, None), None
    if len(seen.categories) > 1:
        category = st.radio(
            text("pair.which"),
            seen.categories,
            index=None,
            format_func={code: group_name(code) for code in seen.categories}.__getitem__,
            key=f"which-{left}-{right}",
        )
        if category is None:
            components.quiet(text("preview.choose"))
            return seen, None
        chosen = session.recalled(indicators.merge_preview, left, right, category)
        seen = chosen.model_copy(update={"categories": seen.categories})
    _changes(seen.changes)
    return seen, category


def _changes(changes: Sequence[FigureChange]) -> None:
    """The figures as a whole, and folded away those of each network and year."""
    if not changes:
        components.quiet(text("preview.none"))
        return
    ordered = sorted(changes, key=lambda each: _ORDER.index(each.figure) if each.figure in _ORDER else len(_ORDER))
    whole = [each for each in ordered if not each.scope]
    parts = [each for each in ordered if each.scope]
    if whole:
        _table(plural("preview.whole", len(whole)), whole)
    if parts:
        with st.expander(plural("preview.parts", len(parts)), expanded=not whole):
            _table(plural("preview.parts", len(parts)), parts)


def _table(caption: str, changes: Sequence[FigureChange]) -> None:
    heads = [text(f"preview.column.{code}") for code in ("figure", "scope", "before", "after")]
    rows = [(_figure(each), _scope(each), _shown(each.before), _shown(each.after)) for each in changes]
    components.table(caption, heads, rows, numbers=(2, 3))


def _figure(change: FigureChange) -> str:
    name = known_or(f"figure.{change.figure}", "figure-other")
    return text("preview.of", figure=name, group=_group(change.category)) if change.category else name


def _group(category: str) -> str:
    return text("preview.tag") if category == "TAG" else group_name(category)


def _scope(change: FigureChange) -> str:
    return place_names([change.scope])[0] if change.scope else text("preview.everything")


def _shown(written: str) -> str:
    """A figure as JSON has it, in the language of the page."""
    try:
        figure = json.loads(written)
    except ValueError:
        return written
    if figure is None:
        return "–"
    is_number = isinstance(figure, int | float) and not isinstance(figure, bool)
    return locale.number(figure, session.language()) if is_number else str(figure)
