"""The review queue: pairs that may be one organisation, worst first, one at a time, one key for each decision."""

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import organisations_pair, session
from dashboard.organisations_batch import offer_to_accept, offer_to_match
from dashboard.organisations_merge import show_preview
from dashboard.organisations_sitting import Said, Sitting, judge, pair, put_off, undo, waiting
from dashboard.organisations_words import error_words
from dashboard.session import plural, text
from engagement.errors import EngagementError
from engagement.organisations import Candidate, Verdict

_SCRIPT = Path(__file__).parent / "organisations_queue.js"
_MOST = 1_000
_VERDICTS = {"same": Verdict.SAME, "different": Verdict.DIFFERENT}


def draw() -> None:
    """The pair at hand, and the ways to decide many at once."""
    st.header(text("pair.title"))
    sitting = session.own("sitting", Sitting)
    candidates = session.duplicates(_MOST)
    asked = waiting(sitting, candidates)
    if asked:
        _show(sitting, asked[0], len(candidates))
    else:
        _show_end(sitting, candidates)
    offer_to_accept(sitting, candidates)
    offer_to_match()


def _show(sitting: Sitting, candidate: Candidate, left: int) -> None:
    mount = st.components.v2.component(
        "plenum_queue",
        html='<div data-queue><div data-shown></div><p class="pl-quiet" data-said role="status"></p></div>',
        js=_SCRIPT.read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    answer = mount(
        key="queue",
        data={
            "markup": organisations_pair.markup(candidate, _progress(sitting, left)),
            "pair": list(pair(candidate)),
            "said": _last_words(sitting),
            "turn": sitting.turn,
        },
        on_act_change=lambda: None,
    )
    if answer.act:
        _act(sitting, candidate, json.loads(answer.act))


def _progress(sitting: Sitting, left: int) -> str:
    """Which of how many: those decided and put off in this sitting count as done."""
    place = sitting.decided + len(sitting.put_off) + 1
    whole = sitting.decided + left
    return text("pair.progress-many" if left >= _MOST else "pair.progress", place=min(place, whole), n=whole)


def _act(sitting: Sitting, candidate: Candidate, asked: dict[str, str | list[str]]) -> None:
    """Do what was asked of this pair. What was asked of another one comes from a press too many and is let go."""
    act = str(asked["act"])
    if act == "preview":
        show_preview(candidate)
        return
    sitting.turn += 1
    if act == "undo" or asked["pair"] == list(pair(candidate)):
        try:
            _do(sitting, candidate, act, str(asked.get("category") or "") or None, str(asked.get("note") or ""))
        except EngagementError as error:
            session.say(error_words(error), "mistake")
    st.rerun()


def _do(sitting: Sitting, candidate: Candidate, act: str, category: str | None, note: str) -> None:
    if act in _VERDICTS:
        judge(sitting, [candidate], _VERDICTS[act], category, note.strip())
    elif act == "later":
        put_off(sitting, candidate)
    elif act == "undo" and undo(sitting) is None:
        session.say(text("pair.nothing-to-undo"), "mistake")


# ---- what was said ------------------------------------------------------------------------------------------------


def _last_words(sitting: Sitting) -> str:
    """The last answer, and that it can be taken back."""
    return f"{_words(sitting.answers[-1])} {text('pair.undo-how')}" if sitting.answers else ""


def _words(said: Said) -> str:
    if len(said.pairs) > 1:
        return plural("batch.done", len(said.pairs))
    code = said.verdict.value if said.verdict else "later"
    return text(f"pair.said-{code}", left=said.pairs[0][0], right=said.pairs[0][1])


def _show_end(sitting: Sitting, candidates: Sequence[Candidate]) -> None:
    """Nothing left to ask: at all, or in this round."""
    words = plural("pair.later-left", len(candidates)) if candidates else text("pair.none")
    st.html(f'<div class="pl-empty" role="status"><p>{escape(words)}</p></div>')
    with st.container(horizontal=True):
        if candidates:
            st.button(text("pair.again"), key="again", type="primary", on_click=sitting.take_up_again)
        if sitting.answers:
            st.button(text("pair.undo"), key="undo-last", shortcut="U", on_click=_undo, args=(sitting,))
            st.caption(_words(sitting.answers[-1]))


def _undo(sitting: Sitting) -> None:
    try:
        undo(sitting)
    except EngagementError as error:
        session.say(error_words(error), "mistake")
