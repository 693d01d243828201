"""What can be mended in the record: each check with its count, what is behind it, and the way to mend it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import components, networks_words, session
from dashboard import quality_words as words
from dashboard.components import Content, Markup
from dashboard.session import plural, text
from engagement import indicators
from engagement.efforts import Silence
from engagement.model import CategoryKind, Indicators
from engagement.quality import Quality, Settled

_AT_ONCE = 50
_MOST_PAIRS = 200


@dataclass(frozen=True)
class Table:
    """What is behind a check: columns by their codes, rows, and which columns are numbers."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Content]]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Check:
    """Something that was looked for: how often it was found, of how many, and the page that mends it."""

    code: str
    count: int
    of: int = 0
    page: str = "upload"
    address: Mapping[str, str] = field(default_factory=dict)
    table: Callable[[], Table] | None = None


def checks(figures: Indicators, found: Quality, silence: Silence) -> list[Check]:
    """Everything that was looked for, in the order of what weighs most on the figures."""
    records, unsaid = figures.records, found.unsaid
    total = records.classified + records.unclassified
    refused = sum(each.rows_refused for each in found.batches)
    read = sum(each.rows_read for each in found.batches)
    others = [each for each in figures.categories if each.kind is CategoryKind.OTHER and each.organisation_events]
    most = max(others, key=lambda each: each.organisation_events, default=None)
    unclassified = {"task": "list", "category": "UNK"}
    return [
        Check("unclassified", records.unclassified, total, "organisations", unclassified, lambda: _labels(found)),
        Check(
            *("silent", len(silence.mechanisms)),
            page="settings",
            address={"section": "networks"},
            table=lambda: _silent(silence),
        ),
        Check("no-log", len(silence.activities), records.activities_held, table=lambda: _no_log(silence)),
        Check("in-doubt", len(found.in_doubt), table=lambda: _in_doubt(found)),
        Check("refused", refused, read),
        Check(
            *("other", words.other(figures), records.classified, "organisations"),
            {"task": "list", "category": most.category} if most else {},
        ),
        Check("openness", unsaid.without_openness, unsaid.activities),
        Check("level", unsaid.without_level, unsaid.organisation_events),
        Check("nameless", unsaid.nameless, unsaid.organisation_events),
    ]


# ---- drawing ------------------------------------------------------------------------------------------------------


def draw(every: Iterable[Check]) -> None:
    """What can be mended, one below the other; then what is in order."""
    clean = []
    for check in every:
        if check.count:
            _draw(check)
        else:
            clean.append(check)
    if clean:
        st.header(text("data-quality.clean"))
        items = "".join(f"<li>✓ {escape(text(f'data-quality.clean.{each.code}'))}</li>" for each in clean)
        st.html(f'<ul class="pl-groups">{items}</ul>')


def _draw(check: Check) -> None:
    st.header(text(f"data-quality.check.{check.code}"))
    with _line(check.code):
        components.quiet(plural(f"data-quality.{check.code}", check.count, of=check.of))
        networks_words.onward(check.page, text(f"data-quality.fix.{check.code}"), **check.address)
    behind = check.table() if check.table else None
    if behind and behind.rows:
        _table(check, behind)


def _line(code: str) -> DeltaGenerator:
    """A sentence, and at its end what mends it."""
    return st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        gap="small",
        key=f"mend-{code}",
    )


def _table(check: Check, behind: Table) -> None:
    shown = behind.rows[:_AT_ONCE]
    caption = plural(f"data-quality.table.{check.code}", len(behind.rows))
    if len(shown) < len(behind.rows):
        caption += " " + text("data-quality.first", n=len(shown))
    heads = [text(f"data-quality.column.{code}") for code in behind.columns]
    with st.expander(caption, expanded=len(behind.rows) <= 12):
        name = text(f"data-quality.check.{check.code}")
        components.table(name, heads, shown, numbers=behind.numbers, is_named_above=True)


# ---- what is behind them ------------------------------------------------------------------------------------------


def _labels(found: Quality) -> Table:
    """Labels nobody has recognised, and those of nothing written."""
    rows = [
        (
            each.label or text("data-quality.no-label"),
            components.number(each.rows),
            components.number(each.organisation_events),
            components.number(each.organisations),
        )
        for each in found.labels
    ]
    return Table(("label", "rows", "events", "organisations"), rows, (1, 2, 3))


def _silent(silence: Silence) -> Table:
    rows = [
        (
            _place(each.mechanism),
            networks_words.rhythm(each.rhythm) or "–",
            components.number(each.activities),
            components.number(each.in_doubt),
        )
        for each in silence.mechanisms
    ]
    return Table(("place", "rhythm", "known", "doubtful"), rows, (2, 3))


def _no_log(silence: Silence) -> Table:
    rows = [
        (
            each.title,
            networks_words.dated(each.date_from, each.date_to, each.date_precision),
            _place(each.mechanism),
            text("data-quality.begun" if each.is_begun else "data-quality.nothing"),
        )
        for each in reversed(silence.activities)
    ]
    return Table(("activity", "when", "place", "received"), rows)


def _in_doubt(found: Quality) -> Table:
    rows = [
        (each.title, networks_words.dated(each.date_from, each.date_to, each.date_precision), _place(each.mechanism))
        for each in found.in_doubt
    ]
    return Table(("activity", "when", "place"), rows)


def _place(code: str) -> Markup:
    return Markup(networks_words.link(code, networks_words.name(code)))


# ---- names --------------------------------------------------------------------------------------------------------


def pairs() -> None:
    """Names that may be one organisation. Comparing all of them takes a while, so it is asked last."""
    st.header(text("data-quality.check.pairs"))
    found = len(session.recalled(indicators.duplicates, _MOST_PAIRS))
    said = plural("data-quality.pairs", found) if found else text("data-quality.clean.pairs")
    with _line("pairs"):
        components.quiet(text("data-quality.pairs-most", n=found) if found == _MOST_PAIRS else said)
        if found:
            networks_words.onward("organisations", text("data-quality.fix.pairs"), task="review")


# ---- a second look ------------------------------------------------------------------------------------------------


def recheck(settled: Settled) -> None:
    """Who has said of which category organisations are, and how often those who looked again agreed, the last time."""
    st.header(text("data-quality.recheck"))
    components.quiet(words.settled(settled))
    done = session.recalled(indicators.rechecks)
    if done:
        last = done[0]
        said = text("data-quality.recheck-last", agreed=last.agreed, asked=last.asked, day=last.at.date(), who=last.by)
    else:
        said = text("data-quality.recheck-never")
    components.quiet(said)
    networks_words.onward("organisations", text("data-quality.fix.recheck"), task="recheck")
