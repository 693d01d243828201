"""Import by import: how much of what it brought is classified, how much is 'other', and what was found in the file."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import components, paging
from dashboard import networks_words as words
from dashboard.components import Content, Markup
from dashboard.quality_words import findings
from dashboard.session import plural, text
from engagement import actions
from engagement.quality import BatchQuality

_AT_ONCE = 25


def draw(batches: Sequence[BatchQuality]) -> None:
    """A row for each import that stands, newest first."""
    st.header(text("data-quality.batches"))
    if not batches:
        components.quiet(text("data-quality.batches-none"))
        return
    components.quiet(_sentence(batches))
    first = paging.first(len(batches), _AT_ONCE)
    shown = batches[first : first + _AT_ONCE]
    codes = ("batch", "received", "read", "accepted", "refused", "duplicate", "classified", "other", "findings")
    heads = [text(f"data-quality.column.{code}") for code in codes]
    caption = plural("data-quality.batches-count", len(batches))
    components.table(caption, heads, [_row(each) for each in shown], numbers=(2, 3, 4, 5))
    paging.offer(len(batches), _AT_ONCE)
    words.onward("upload", text("data-quality.fix.batches"))


def _sentence(batches: Sequence[BatchQuality]) -> str:
    """How many imports brought something that is not classified, and how many lost rows."""
    unclear = sum(1 for each in batches if each.unclassified)
    refused = sum(1 for each in batches if each.rows_refused)
    said = [plural("data-quality.batches-unclear", unclear, all=len(batches))]
    return " ".join([*said, plural("data-quality.batches-refused", refused)] if refused else said)


def _row(each: BatchQuality) -> list[Content]:
    file = text("upload.by-hand") if each.file == actions.BY_HAND else each.file
    return [
        f"{each.batch} · {file}",
        Markup(f'<span class="pl-nowrap">{escape(words.on_day(each.imported_at.date()))}</span>'),
        *(components.number(n) for n in (each.rows_read, each.rows_accepted, each.rows_refused, each.rows_duplicate)),
        _classified(each),
        _other(each),
        Markup(f'<span class="pl-findings">{escape(findings(each.problems) or "–")}</span>'),
    ]


def _classified(each: BatchQuality) -> Content:
    """A bar of what is not classified, and x of n; nothing where a list brought no participation."""
    total = each.classified + each.unclassified
    if not total:
        return "–"
    said = text("x-of-n", x=each.classified, n=total)
    share = f'<i class="there" style="width:{100 * each.classified / total:.1f}%"></i>'
    bar = f'<span class="pl-bullet short" aria-hidden="true">{share}</span>'
    return Markup(f'<span>{bar} <span class="pl-nowrap">{said}</span></span>')


def _other(each: BatchQuality) -> Content:
    if not each.classified:
        return "–"
    return Markup(f'<span class="pl-nowrap">{text("x-of-n", x=each.other, n=each.classified)}</span>')
