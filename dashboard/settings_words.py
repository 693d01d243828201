"""Expectations, seats and places in words."""

from datetime import date
from fractions import Fraction
from html import escape

from dashboard import components, session
from dashboard.components import Markup
from dashboard.organisations_words import place_names
from dashboard.session import plural, text
from engagement import expectations, locale
from engagement.expectations import Preset, ValueKind
from engagement.model import UNCLASSIFIED, Expectation, GapType


def place(code: str | None) -> str:
    """A network or working group by its name; all of them where there is no code."""
    return place_names([code])[0] if code else text("settings.everywhere")


def group(category: str | None) -> str:
    """A group by its name; every group where there is no code."""
    return components.group_name(category) if category else text("settings.every-group")


def group_of(kind: GapType, category: str | None) -> str:
    """The group of an expectation; a dash where it is about all groups together."""
    return "–" if expectations.rule(kind).category == "no" else group(category)


def span(first: str | None, last: str | None) -> Markup:
    """From when to when, as exactly as it is known: 2024, 2024-03. It stays on one line."""
    known = "-".join(name for name, each in (("first", first), ("last", last)) if each)
    said = text(f"settings.span.{known}", first=first or "", last=last or "") if known else "–"
    return Markup(f'<span class="pl-nowrap">{escape(said)}</span>')


def places() -> dict[str, str]:
    """Every network and working group by code, with its name, in reading order."""
    codes = [each.code for each in session.known_mechanisms()]
    return dict(zip(codes, place_names(codes), strict=True))


def groups() -> dict[str, str]:
    """Every group an organisation can be of, by code."""
    return {code: components.group_name(code) for code in session.taxonomy().codes if code != UNCLASSIFIED}


def value(kind: GapType, expected: Fraction) -> str:
    """What is expected, with its unit: at least 50%, at most 184 days."""
    rule = expectations.rule(kind)
    said = _share(expected) if rule.value is ValueKind.RATE else plural(f"settings.unit.{rule.unit}", int(expected))
    return text("list.most" if rule.is_at_most else "list.least", x=said)


def _share(expected: Fraction) -> str:
    """A whole percentage as it is; any other with the exact fraction."""
    if (100 * expected).denominator == 1:
        return locale.percent(expected, session.language())
    return f"{locale.percent(expected, session.language(), 1)} ({expected})"


def basis(each: Expectation) -> str:
    """On what an expectation rests."""
    return text("settings.tool-default") if each.is_tool_default else each.basis


def days(first: date | None, last: date | None) -> str:
    """From when to when, either end open."""
    ends = {"first": first, "last": last}
    known = "-".join(name for name, each in ends.items() if each) or "always"
    return text(f"settings.days.{known}", **{name: each for name, each in ends.items() if each})


def declared(each: Expectation) -> str:
    """Who declared it, and when."""
    if each.date is None:
        return "–"
    return text("organisations.by", who=each.author, day=each.date)


def basis_and_source(preset: Preset) -> str:
    """The basis of a ready-made expectation and where it was seen, as HTML."""
    said = escape(preset.basis)
    if not preset.source:
        return said
    return f'{said} <a href="{escape(preset.source)}" rel="noreferrer">{escape(text("settings.source"))}</a>'
