"""The state of the record in words: the opening sentence, the figures beside it, and findings by their short names."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from dashboard import components
from dashboard.components import Card
from dashboard.organisations_words import known_or
from dashboard.session import language, plural, text
from engagement import locale
from engagement.efforts import Silence
from engagement.model import CategoryKind, Indicators, Share
from engagement.quality import Settled


class Counted(Protocol):
    """Something that was looked for and found so many times."""

    @property
    def count(self) -> int: ...


def lead(figures: Indicators, checks: Sequence[Counted]) -> str:
    """How much is classified and logged, and in how many respects something can be mended."""
    records = figures.records
    total = records.classified + records.unclassified
    said = [text("data-quality.lead", classified=records.classified, all=total)] if total else []
    said.append(text("data-quality.lead-logs", logs=records.activities_with_log, held=records.activities_held))
    open_ = sum(1 for each in checks if each.count)
    said.append(
        plural("data-quality.lead-checks", open_, all=len(checks)) if open_ else text("data-quality.lead-clean")
    )
    return " ".join(said)


def cards(figures: Indicators, silence: Silence) -> list[Card]:
    """Classified, other, logs and reports, each as x of n with its percentage."""
    records = figures.records
    total = records.classified + records.unclassified
    return [
        Card(
            text("data-quality.card.classified"),
            of(records.classified, total, records.classified_share),
            plural("card.classified-note", records.unclassified),
        ),
        Card(
            text("data-quality.card.other"),
            of(other(figures), records.classified, None),
            text("data-quality.card.other-note"),
        ),
        Card(
            text("data-quality.card.logs"),
            of(records.activities_with_log, records.activities_held, None),
            plural("card.logs-note", records.activities_held - records.activities_with_log),
        ),
        Card(
            text("data-quality.card.silent"),
            components.number(len(silence.mechanisms)),
            text("data-quality.card.silent-note"),
        ),
    ]


def of(x: int, n: int, share: Share | None) -> str:
    """'x of n', with the percentage where there is one; where there is nothing to count, that is said."""
    if not n:
        return text("data-quality.no-data")
    said = text("x-of-n", x=x, n=n)
    return f"{said} ({locale.percent(share, language())})" if share is not None else said


def other(figures: Indicators) -> int:
    """Organisation-events of other relevant stakeholders."""
    return sum(each.organisation_events for each in figures.categories if each.kind is CategoryKind.OTHER)


def settled(found: Settled) -> str:
    """Who has said of which category organisations are, in organisation-events; '' where nothing is classified."""
    counts = found.model_dump()
    if not any(counts.values()):
        return text("data-quality.settled-none")
    parts = [plural(f"data-quality.settled.{who}", n) for who, n in counts.items() if n]
    return text("data-quality.settled", parts=locale.joined(parts, language()))


def findings(problems: Mapping[str, int]) -> str:
    """The findings of a file by their short names, each with how often."""
    return ", ".join(f"{finding(code)} ×\u00a0{components.number(n)}" for code, n in problems.items())


def finding(code: str) -> str:
    """The short name of a finding."""
    return known_or(f"finding.{code}", "finding-other")
