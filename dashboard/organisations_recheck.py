"""A second look: twenty classified rows drawn at random, agreed with or not, and how often people agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from pathlib import Path
from secrets import randbelow

import streamlit as st

from dashboard import components, session, visitor
from dashboard.components import group_name
from dashboard.organisations_words import error_words, link, place_names, who
from dashboard.session import language, plural, text
from engagement import actions, indicators, locale
from engagement.errors import EngagementError
from engagement.organisations import Classified, Recheck

_SCRIPT = Path(__file__).parent / "organisations_recheck.js"
_ASKED = 20


@dataclass
class Look:
    """One sample and the answers so far. It stays as it was drawn, whatever is imported meanwhile."""

    rows: tuple[Classified, ...] = ()
    answers: dict[str, bool] = field(default_factory=dict)
    disagreed: tuple[Classified, ...] = ()
    round: int = 0

    def draw(self) -> None:
        """Draw rows, once."""
        if not self.rows:
            drawn = session.recalled(indicators.recheck_sample, _ASKED, randbelow(2**31))
            self.rows = tuple({each.id: each for each in drawn}.values())

    def finish(self) -> None:
        """Begin anew, and keep what was disagreed with."""
        self.disagreed = tuple(each for each in self.rows if not self.answers[each.id])
        self.rows, self.answers, self.round = (), {}, self.round + 1


def draw() -> None:
    """The sample, its answers, and earlier ones."""
    st.header(text("recheck.title"))
    look = session.own("look", Look)
    look.draw()
    if look.disagreed:
        _show_disagreed(look.disagreed)
    if look.rows:
        components.quiet(plural("recheck.what", len(look.rows)))
        _ask(look)
    else:
        components.quiet(text("recheck.none"))
    _show_earlier(session.recalled(indicators.rechecks))


# ---- the sample ---------------------------------------------------------------------------------------------------


def _ask(look: Look) -> None:
    mount = st.components.v2.component(
        "plenum_recheck", html="<div data-recheck></div>", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )
    answer = mount(
        key=f"recheck-{look.round}",
        data={"table": _markup(look.rows), "answers": look.answers},
        default={"answers": look.answers},
        on_answers_change=lambda: None,
    )
    _take(look, answer.answers or {})
    left = len(look.rows) - len(look.answers)
    with st.container(horizontal=True, vertical_alignment="center"):
        allowed = visitor.may("judge", None) or {"disabled": left > 0}
        st.button(text("recheck.do"), key="recheck-do", type="primary", on_click=_record, args=(look,), **allowed)
        components.quiet(plural("recheck.left", left) if left else _agreement(*_counted(look)))


def _take(look: Look, answers: Mapping[str, bool]) -> None:
    known = {each.id for each in look.rows}
    look.answers = {name: bool(said) for name, said in answers.items() if name in known}


def _counted(look: Look) -> tuple[int, int]:
    return sum(look.answers.values()), len(look.answers)


def _record(look: Look) -> None:
    if len(look.answers) < len(look.rows) or not look.rows:
        return
    try:
        actions.record_recheck(session.store(), look.answers, by=session.actor())
    except EngagementError as error:
        session.say(error_words(error), "mistake")
        return
    session.say(text("recheck.done", agreement=_agreement(*_counted(look))))
    look.finish()


def _markup(rows: Sequence[Classified]) -> str:
    body = "".join(_row(each) for each in rows)
    heads = "".join(
        f'<th scope="col">{escape(text(f"recheck.column.{code}"))}</th>'
        for code in ("name", "label", "category", "answer")
    )
    caption = escape(text("recheck.caption"))
    return (
        f'<div class="pl-box"><table class="pl-table pl-wide pl-recheck"><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(each: Classified) -> str:
    place = place_names([each.mechanism])[0]
    label = (
        text("recheck.label", label=each.label, place=place) if each.label else text("recheck.no-label", place=place)
    )
    cells = [(text("recheck.column.label"), label), (text("recheck.column.category"), group_name(each.category))]
    said = "".join(f'<td data-column="{escape(name)}">{escape(words)}</td>' for name, words in cells)
    buttons = "".join(
        f'<button type="button" value="{value}" data-key="{key.lower()}" aria-pressed="false"><kbd>{key}</kbd> '
        f'{escape(text(f"recheck.{code}"))}<span class="pl-hidden">: {escape(each.name)}</span></button>'
        for code, key, value in (("agree", "A", "yes"), ("disagree", "D", "no"))
    )
    return (
        f'<tr data-id="{escape(each.id)}"><th scope="row">{escape(each.name)}</th>{said}'
        f'<td data-column="{escape(text("recheck.column.answer"))}"><div class="pl-acts">{buttons}</div></td></tr>'
    )


# ---- what came of it ----------------------------------------------------------------------------------------------


def _agreement(agreed: int, asked: int) -> str:
    """18 of 20 (90%)."""
    return text("recheck.agreement", x=agreed, n=asked, share=locale.percent(Fraction(agreed, asked), language()))


def _show_disagreed(rows: Sequence[Classified]) -> None:
    items = "".join(
        f'<li><a href="{escape(link(each.id))}" target="_self">{escape(each.name)}</a></li>' for each in rows
    )
    components.quiet(plural("recheck.disagreed", len(rows)))
    st.html(f'<ul class="pl-why">{items}</ul>')


def _show_earlier(earlier: Sequence[Recheck]) -> None:
    st.header(text("recheck.earlier"))
    if not earlier:
        components.quiet(text("recheck.earlier-none"))
        return
    rows = [
        (text("organisations.day", day=each.at.date()), _agreement(each.agreed, each.asked), who(each.by))
        for each in earlier
    ]
    heads = [text(f"recheck.column.{code}") for code in ("day", "agreement", "by")]
    components.table(plural("recheck.count", len(rows)), heads, rows)
