"""The review queue: pairs that may be one organisation, worst first, one at a time, one key for each decision."""

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import components, organisations_pair, session, visitor
from dashboard.organisations_batch import offer_to_accept, offer_to_match
from dashboard.organisations_merge import show_preview
from dashboard.organisations_sitting import Sitting, is_lookalike, judge, pair, put_off, undo, waiting
from dashboard.organisations_words import error_words
from dashboard.session import plural, text
from engagement import indicators
from engagement.errors import EngagementError
from engagement.organisations import Candidate, Verdict

_SCRIPT = Path(__file__).parent / "organisations_queue.js"
_MOST = 1_000
_ASKS_WHY = "judgement-lookalike"
_VERDICTS = {"same": Verdict.SAME, "different": Verdict.DIFFERENT}


def draw() -> None:
    """The pair at hand, and the ways to decide many at once."""
    st.header(text("pair.title"))
    sitting = session.own("sitting", Sitting)
    candidates = session.recalled(indicators.duplicates, _MOST)
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
            "markup": organisations_pair.markup(
                candidate, _progress(sitting, left), is_doubted=_is_doubted(sitting, candidate)
            ),
            "pair": list(pair(candidate)),
            "said": sitting.last_words,
            "recording": text("pair.recording"),
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


def _is_doubted(sitting: Sitting, candidate: Candidate) -> bool:
    return is_lookalike(candidate) or pair(candidate) in sitting.doubted


def _act(sitting: Sitting, candidate: Candidate, asked: dict[str, str | list[str]]) -> None:
    """Do what was asked of this pair. What was asked of another one comes from a press too many and is let go."""
    act = str(asked["act"])
    if act == "preview":
        show_preview(candidate)
        return
    sitting.turn += 1
    if act == "undo":
        take_back(sitting)
    elif asked["pair"] == list(pair(candidate)):
        _decide(sitting, candidate, act, str(asked.get("category") or "") or None, str(asked.get("note") or ""))
    st.rerun()


def _decide(sitting: Sitting, candidate: Candidate, act: str, category: str | None, note: str) -> None:
    names = {"left": candidate.left_name, "right": candidate.right_name}
    try:
        if act in _VERDICTS:
            judge(sitting, [candidate], _VERDICTS[act], category, note.strip())
        else:
            put_off(sitting, candidate)
    except EngagementError as error:
        if error.code == _ASKS_WHY:
            sitting.doubted.add(pair(candidate))
        session.say(error_words(error), "mistake")
        return
    sitting.last_words = f"{text(f'pair.said-{act}', **names)} {text('pair.undo-how')}"


def take_back(sitting: Sitting) -> None:
    """Take the last answer back, and say so."""
    try:
        said = undo(sitting)
    except EngagementError as error:
        session.say(error_words(error), "mistake")
        return
    if said is None:
        sitting.last_words = text("pair.nothing-to-undo")
    elif len(said.pairs) > 1:
        sitting.last_words = plural("batch.taken-back", len(said.pairs))
    else:
        sitting.last_words = text("verdict.undecided", left=said.pairs[0][0], right=said.pairs[0][1])


def _show_end(sitting: Sitting, candidates: Sequence[Candidate]) -> None:
    """Nothing left to ask: at all, or in this round."""
    words = plural("pair.later-left", len(candidates)) if candidates else text("pair.none")
    st.html(f'<div class="pl-empty" role="status"><p>{escape(words)}</p></div>')
    components.quiet(sitting.last_words)
    with st.container(horizontal=True):
        if candidates:
            st.button(text("pair.again"), key="again", type="primary", on_click=sitting.take_up_again)
        if sitting.answers:
            allowed = visitor.may("judge", None)
            st.button(text("pair.undo"), key="undo-last", shortcut="U", on_click=take_back, args=(sitting,), **allowed)
