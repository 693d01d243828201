"""Change: the presence of every group in two periods beside each other, from review to review or year to year."""

from collections.abc import Sequence

import streamlit as st

from dashboard import charts, components, gaps_charts, session
from dashboard.components import Content, group_name
from dashboard.session import language, plural, text
from engagement import indicators, locale
from engagement.changes import Change, GroupChange, Presence, Span, SpanKind, do_overlap, usual
from engagement.locale import prose
from engagement.model import DatePrecision, Indicators, Selection


def draw(chosen: Selection, _figures: Indicators) -> None:
    """Two periods to choose, the sentence, the slope and the table."""
    st.header(text("change.title"))
    scope = chosen.model_copy(update={"first_day": None, "last_day": None})
    found = session.recalled(indicators.spans, scope)
    standard = usual(found)
    if standard is None:
        components.quiet(text("change.one-period"))
        return
    earlier, later = _periods(found, standard)
    if do_overlap(earlier, later):
        components.quiet(text("change.same"))
        return
    change = session.recalled(indicators.change, scope, earlier, later)
    components.lead(lead(change))
    if chosen != scope:
        components.quiet(text("change.period-aside"))
    drawn = [each for each in change.groups if each.points is not None]
    components.quiet(text("change.caption"))
    if drawn:
        _chart(change, drawn)
    rows = [_row(each) for each in change.groups]
    components.table(text("change.caption"), _heads(change), rows, numbers=(3,), is_named_above=True)
    components.quiet(text("change.note"))


def _periods(found: Sequence[Span], standard: tuple[Span, Span]) -> tuple[Span, Span]:
    of_code = {each.code: each for each in found}
    earlier, later = standard
    names = {each.code: name(each) for each in found}
    with st.container(horizontal=True, gap="medium"):
        for key, usually in (("earlier", earlier), ("later", later)):
            st.selectbox(
                text(f"change.{key}"),
                list(of_code),
                format_func=names.__getitem__,
                width=360,
                **session.choice(key, list(of_code), usually.code),
            )
    asked = {key: [code for code in session.addressed(key) if code in of_code] for key in ("earlier", "later")}
    return of_code[(asked["earlier"] or [earlier.code])[0]], of_code[(asked["later"] or [later.code])[0]]


def name(span: Span) -> str:
    """What a period is called: a year, or from one review to another."""
    if span.kind is SpanKind.YEAR or span.review_day is None:
        return span.code
    day = locale.day(span.review_day, span.review_day, DatePrecision.MONTH, language())
    if span.kind is SpanKind.SINCE_REVIEW:
        return text("change.since-review", month=day)
    return text("change.until-review" if span.first_day is None else "change.to-review", month=day)


# ---- words --------------------------------------------------------------------------------------------------------


def lead(change: Change) -> str:
    """How many groups are present more often, less often and as often, and how many cannot be compared."""
    points = [each.points for each in change.groups if each.points is not None]
    unknown = len(change.groups) - len(points)
    if not points:
        return text("change.lead-none", earlier=name(change.earlier), later=name(change.later))
    said = text(
        "change.lead-years" if change.earlier.kind is change.later.kind is SpanKind.YEAR else "change.lead",
        earlier=name(change.earlier),
        later=name(change.later),
        more=plural("change.groups", sum(1 for each in points if each > 0)),
        fewer=plural("change.groups", sum(1 for each in points if each < 0)),
        same=plural("change.groups", sum(1 for each in points if each == 0)),
    )
    return prose((said, plural("change.lead-unknown", unknown) if unknown else ""), language())


def _heads(change: Change) -> list[str]:
    return [text("column.group"), name(change.earlier), name(change.later), text("change.points")]


def _row(each: GroupChange) -> list[Content]:
    return [group_name(each.category), _presence(each.earlier), _presence(each.later), points(each)]


def _presence(found: Presence | None) -> str:
    if found is None:
        return text("cell.no_report")
    said = text("x-of-n", x=found.present, n=found.assessed)
    if found.high > found.present:
        said = text("list.at-most", x=found.present, n=found.assessed, y=found.high)
    return said if found.share is None else f"{said} · {locale.percent(found.share, language())}"


def points(each: GroupChange) -> str:
    """The difference in percentage points with its sign; a dash where there is none to say."""
    if each.points is None:
        return "–"
    said = round(100 * each.points)
    return plural("change.in-points", abs(said), signed=locale.signed(said, language()))


def _chart(change: Change, drawn: Sequence[GroupChange]) -> None:
    figure = gaps_charts.slope(
        drawn,
        (name(change.earlier), name(change.later)),
        charts.DARK if session.is_dark() else charts.LIGHT,
        group_name=group_name,
        percent=lambda share: locale.percent(share, language()),
    )
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="slope", alt=lead(change))
