"""An inclusion summary: the figures of a selection as a document of sentences and tables, in one language.

told            every read a summary is made of, taken once
groups          what was found; who is in the record, in how many networks, where and when
missing         gaps, outreach, what nobody expects, what has no report
taking_part     depth, voice, reach, continuity, seats
record          the record, the method, the files
"""

from engagement import wording
from engagement.document import Document, Property
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import groups, missing, record, taking_part
from engagement.summary.parts import on
from engagement.summary.told import Told, told

METHOD = "1"
"""Version of the method; figures made by another version are not compared without saying so."""

_SECTIONS = (
    *(groups.findings, groups.networks, groups.coverage, groups.matrix),
    *(missing.gaps, missing.not_expected, missing.outreach),
    *(taking_part.depth, taking_part.voice, taking_part.reach, taking_part.continuity, taking_part.seats),
    *(groups.trend, missing.no_report, record.records, record.method, record.sources),
)


def inclusion_summary(store: Store, selection: Selection, language: str) -> Document:
    """The summary of a selection. Raises UnknownNameError or AmbiguousNameError for its names."""
    found = told(store, selection, language)
    scope = wording.scope(selection, found.mechanisms, language)
    sections = (make(found) for make in _SECTIONS)
    return Document(
        language=language,
        title=found.say("title"),
        subtitle=f"{scope} · {wording.period(selection, language)}",
        notice=found.say("illustrative") if found.figures.is_illustrative else None,
        properties=_properties(found, scope),
        sections=tuple(each for each in sections if each is not None),
    )


def _properties(found: Told, scope: str) -> tuple[Property, ...]:
    selection, kept, as_of = found.selection, found.figures.records, found.figures.data_as_of
    written = {
        "scope": scope,
        "period": wording.period(selection, found.language),
        "list": found.list_name,
        "unit": found.say("unit-is"),
        "unclassified": found.say("unclassified-of", n=kept.unclassified, total=kept.classified + kept.unclassified),
        "data_as_of": on(as_of.date(), found.language).text if as_of else found.say("none"),
        "last_batch": found.figures.last_batch or found.say("none"),
        "method": METHOD,
    }
    return tuple(Property(code=code, label=found.say(code), text=words) for code, words in written.items())
