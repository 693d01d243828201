"""Editions of the summary: freeze one, check every number of one, see what has changed since, make its file again."""

import streamlit as st

from dashboard import components, session, visitor
from dashboard.gaps_frame import attempt
from dashboard.session import plural, text
from engagement import comparing, editions, exports, locale, wording
from engagement.comparing import Changed, Comparison
from engagement.editions import Verified
from engagement.errors import EngagementError
from engagement.freezing import Edition
from engagement.model import DatePrecision, Selection
from engagement.subtracting import told_beside

_MOST_SHOWN = 200
_NOW = ""
"""In place of a later edition, what the record says now."""


def draw(chosen: Selection, language: str, style: str, beside: str | None, kind: exports.Format) -> None:
    """The editions there are, and the way to a new one of what the page shows."""
    box = st.expander(
        text("editions.title"),
        expanded=bool(session.addressed("edition")),  # a link to one of them
        key="editions",
        on_change="rerun",
        icon=":material/inventory_2:",
    )
    if not box.open:
        return
    kept = session.recalled(editions.editions)
    with box:
        components.quiet(text("editions.lead"))
        if done := session.said_before():
            st.success(done)
        _new(chosen, language, style, beside)
        if kept:
            _one(kept, kind)


def _new(chosen: Selection, language: str, style: str, beside: str | None) -> None:
    with st.form(session.fresh("edition"), border=False):
        name = st.text_input(text("editions.name"), placeholder=text("editions.name-example"), max_chars=80)
        if not st.form_submit_button(text("editions.freeze"), icon=":material/lock:", **visitor.may("freeze", None)):
            return

    def freeze() -> None:
        with st.spinner(text("editions.freezing")):
            editions.freeze(session.store(), name, chosen, language, style=style, beside=beside, by=session.actor())

    attempt(freeze, text("editions.frozen", name=name.strip()), "edition")


# ---- one of them --------------------------------------------------------------------------------------------------


def _one(kept: tuple[Edition, ...], kind: exports.Format) -> None:
    _table(kept)
    names = {each.name: each for each in kept}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        name = st.selectbox(
            text("editions.edition"), list(names), **session.choice("edition", list(names), kept[0].name)
        )
        edition = names[str(name)]
        others = [_NOW, *(each for each in names if names[each].position > edition.position)]
        against = st.selectbox(
            text("editions.against"),
            others,
            format_func=({each: each for each in names} | {_NOW: text("editions.now")}).__getitem__,
            key=f"against-{edition.entry}",
        )
    for each in session.recalled(told_beside, edition.name):
        st.warning(plural("editions.beside", each.figures, edition=each.edition, k=each.k))
    with st.container(horizontal=True, gap="small"):
        is_verified = st.button(text("editions.verify"), icon=":material/verified:")
        is_compared = st.button(text("editions.compare"), icon=":material/compare_arrows:")
        is_made = st.button(text("editions.make", format=text(f"summary-page.{kind.name}")), icon=":material/refresh:")
    try:
        with st.spinner(text("editions.working")):
            if is_verified:
                _verified(editions.verify(session.store(), edition))
            if is_compared:
                later = names.get(str(against))
                _compared(comparing.compare(session.store(), edition, later, session.language()))
            if is_made:
                _file(edition, kind)
    except EngagementError as error:
        st.error(locale.error_text(error.code, error.values, session.language()))


def _table(kept: tuple[Edition, ...]) -> None:
    heads = [text(f"editions.{each}") for each in ("edition", "frozen-on", "scope", "language", "numbers")]
    components.table(text("editions.caption"), heads, [_row(each) for each in kept], numbers=(4,))


def _row(each: Edition) -> list[str]:
    language, frozen = session.language(), each.frozen_at.date()
    numbers = sum(len(columns) for rows in each.numbers.values() for columns in rows.values())
    scope = wording.scope(each.selection, session.known_mechanisms(), language)
    until = each.selection.model_copy(update={"last_day": each.cut_off})
    return [
        each.name,
        locale.day(frozen, frozen, DatePrecision.DAY, language),
        f"{scope} · {wording.period(until, language)}",
        locale.OWN_NAMES[each.language],
        locale.number(numbers, language),
    ]


def _verified(found: Verified) -> None:
    agree = found.numbers - len(found.differing)
    if found.holds:
        st.success(plural("editions.holds", found.numbers))
    else:
        st.error(plural("editions.fails", found.numbers, agree=agree))
    for sentence in _remarks(found):
        components.quiet(sentence)


def _remarks(found: Verified) -> list[str]:
    """What else agrees or does not."""
    kept = {"journal": found.is_journal, "list": found.is_list, "expectations": found.is_expectations}
    said = [text(f"editions.other-{what}") for what, is_same in kept.items() if not is_same]
    others = [text(f"summary-page.{name}") for name, is_same in found.files.items() if not is_same]
    if others:
        said.append(text("editions.files-other", formats=locale.joined(others, session.language())))
    elif found.files:
        said.append(plural("editions.files-same", len(found.files)))
    if found.method != found.method_now:
        said.append(text("editions.other-method", was=found.method, now=found.method_now))
    if found.software != found.software_now:
        said.append(text("editions.other-software", was=found.software or "–", now=found.software_now or "–"))
    return said


def _compared(found: Comparison) -> None:
    if found.method != found.method_later:
        st.warning(text("editions.other-method", was=found.method, now=found.method_later))
    if not found.changed:
        st.success(text("editions.no-difference"))
        return
    heads = [text(f"editions.{each}") for each in ("figure", "was", "is-now", "batches")]
    caption = plural("editions.differences", len(found.changed), name=found.earlier)
    components.table(caption, heads, [_changed(each) for each in found.changed[:_MOST_SHOWN]])
    if len(found.changed) > _MOST_SHOWN:
        components.quiet(plural("editions.first", _MOST_SHOWN))
    components.quiet(plural("editions.since", len(found.written)))


def _changed(each: Changed) -> list[str]:
    figure = " · ".join((each.caption, each.row_title, each.column_title))
    return [figure, each.was or "–", each.is_now or "–", " ".join(each.batches) or "–"]


def _file(edition: Edition, kind: exports.Format) -> None:
    document = editions.document(session.store(), edition)
    st.download_button(
        text("editions.download", format=text(f"summary-page.{kind.name}")),
        kind.write(document),
        file_name=exports.file_name(document, kind.suffix),
        mime=kind.media_type,
        icon=":material/download:",
        on_click="ignore",
    )
