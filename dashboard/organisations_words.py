"""The registry in words: categories, places, reasons, verdicts, and one mistake in one sentence."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from urllib.parse import urlencode

from dashboard import components, session
from dashboard.components import Markup
from dashboard.session import language, text
from engagement import locale
from engagement.errors import EngagementError
from engagement.model import UNCLASSIFIED, DatePrecision
from engagement.organisations import Classification, Judgement

NOBODY = "rule"  # who has judged or classified where no person was asked


def category_names(codes: Iterable[str]) -> str:
    """The categories of an organisation; several where the logs disagree and nobody has decided."""
    return locale.joined([components.group_name(code) for code in codes], language()) or components.group_name(
        UNCLASSIFIED
    )


def place_names(mechanisms: Sequence[str]) -> list[str]:
    """Networks and working groups by their names, a working group after its network; what is neither as it stands."""
    known = {each.code: each for each in session.known_mechanisms()}
    chains = ((known.get(each.parent or ""), each) for code in mechanisms if (each := known.get(code)))
    names = {each.code: f"{above.name} – {each.name}" if above else each.name for above, each in chains}
    return [names.get(code, code) for code in mechanisms]


def months(first: date, last: date) -> str:
    """From which month to which: a day may be no more than the end of the month that a log names."""
    whole = first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return locale.day(*whole, DatePrecision.PERIOD, language())


def month_of(when: date) -> str:
    """The month of a day, for the same reason."""
    return locale.day(when, when, DatePrecision.MONTH, language())


def month(when: date) -> Markup:
    """A month that stays on one line of a table."""
    return Markup(f'<span class="pl-nowrap">{escape(month_of(when))}</span>')


def country_name(code: str | None) -> str:
    """The name of a country; '' where none is known."""
    return (locale.country_name(code, language()) or code) if code else ""


def known_or(code: str, otherwise: str) -> str:
    """The sentence of a code that the library may learn before the catalogue does."""
    try:
        return text(code)
    except KeyError:
        return text(otherwise, name=code.partition(".")[2])


def reason_words(reasons: Iterable[str]) -> list[str]:
    """Why two names may be one, each reason a sentence."""
    return [known_or(f"reason.{code}", "reason-other") for code in reasons]


def likeness(score: float) -> str:
    """How alike two names are, as a percentage."""
    return locale.percent(score, language())


def who(name: str) -> str:
    """Whoever has said something: a rule, or a name of the journal."""
    return text("organisations.by-rule") if name == NOBODY else name


def judged_words(judgement: Judgement) -> str:
    """One judgement: what was said of which names, by whom and when, and why."""
    parts = [
        text(f"verdict.{judgement.verdict.value}", left=judgement.left, right=judgement.right),
        text("organisations.by", who=who(judgement.by), day=judgement.at.date()),
    ]
    if judgement.score is not None:
        parts.append(text("organisations.likeness", share=likeness(judgement.score)))
    return " · ".join([*parts, *reason_words(judgement.reasons), *filter(None, [judgement.note])])


def classified_words(each: Classification) -> str:
    """Who has said of which category an organisation is, and when."""
    return text(f"classified-by.{each.classified_by.value}", who=who(each.by), day=each.at.date())


def error_words(error: EngagementError) -> str:
    """The sentence of a mistake in the language of the page."""
    return locale.error_text(error.code, error.values, language())


def link(organisation: str) -> str:
    """The address of an organisation's own page, in the language of this one."""
    parts = [("organisation", organisation), *(("lang", each) for each in session.addressed("lang")[:1])]
    return f"?{urlencode(parts)}"
