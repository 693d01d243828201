"""An inclusion summary: the figures of a selection as a document of sentences and tables, in one language.

told            every read a summary is made of, taken once
groups          what was found; who is in the record, in how many networks, where and when
missing         gaps, outreach, what nobody expects, what has no report
taking_part     depth, voice, reach, continuity, seats
people          gender and age as far as they may be told, organisations that may be named
record          the record, the method, the files
styles, house   what a house style arranges, and the sections that only some of them have
"""

from collections.abc import Callable, Iterator

from engagement import wording
from engagement.document import Document, Property, Section
from engagement.errors import InputError
from engagement.locale import OWN_NAMES
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import groups, house, missing, people, record, taking_part
from engagement.summary.parts import Unrecorded, on
from engagement.summary.styles import NEUTRAL, HouseStyle
from engagement.summary.styles import style as styled
from engagement.summary.told import METHOD as METHOD
from engagement.summary.told import Told, told

_SECTIONS: dict[str, Callable[[Told], Section | None]] = {
    "findings": groups.findings,
    "networks": groups.networks,
    "bodies": house.bodies,
    "coverage": groups.coverage,
    "matrix": groups.matrix,
    "requirements": house.requirements,
    "rating": house.rating,
    "plan": house.plan,
    "gaps": missing.gaps,
    "not-expected": missing.not_expected,
    "outreach": missing.outreach,
    "depth": taking_part.depth,
    "voice": taking_part.voice,
    "leadership": house.leadership,
    "reach": taking_part.reach,
    "continuity": taking_part.continuity,
    "people": people.people,
    "seats": taking_part.seats,
    "trend": groups.trend,
    "no-report": missing.no_report,
    "records": record.records,
    "organisations": people.organisations,
    "method": record.method,
    "sources": record.sources,
}

_UNRECORDED = "unrecorded"


def inclusion_summary(
    store: Store, selection: Selection, language: str, style: str = NEUTRAL, beside: str | None = None
) -> Document:
    """The summary of a selection, arranged by a house style; with `beside`, the same in a second language with it.

    Raises UnknownNameError or AmbiguousNameError for names of the selection, InputError for an unknown style or a
    second language that is the first.
    """
    if beside == language:
        raise InputError("languages-alike", language=OWN_NAMES[language])
    document = _in_language(store, selection, language, styled(style))
    if beside is None:
        return document
    return document.model_copy(update={"beside": _in_language(store, selection, beside, styled(style))})


def _in_language(store: Store, selection: Selection, language: str, style: HouseStyle) -> Document:
    found = told(store, selection, language, style)
    scope = wording.scope(selection, found.mechanisms, language)
    return Document(
        language=language,
        title=found.say("title"),
        subtitle=f"{scope} · {wording.period(selection, language)}",
        notice=found.say("illustrative") if found.figures.is_illustrative else None,
        properties=_properties(found, scope),
        sections=tuple(_arranged(found)),
    )


def _arranged(found: Told) -> Iterator[Section]:
    """The sections of the style; those that answer a question stand one level below it. A style with a section for what
    is not recorded has it there, and nowhere else."""
    made = _made(found)
    for part in found.style.parts:
        sections = [made[code] for code in part.sections if code in made]
        if part.question and sections:
            yield house.questioned(found, part.question)
        for each in sections:
            told_of = house.noted(found, each) if each.code == "method" and found.style.code != NEUTRAL else each
            yield told_of.model_copy(update={"level": 2}) if part.question else told_of


def _made(found: Told) -> dict[str, Section]:
    """The sections that have something to say, by the codes of the style."""
    wanted = {code: _SECTIONS[code](found) for code in found.style.sections if code != _UNRECORDED}
    made = {code: each for code, each in wanted.items() if each is not None}
    if _UNRECORDED not in found.style.sections:
        return made
    gathered = record.gathered(found, [each for each in made.values() if isinstance(each, Unrecorded)])
    told_of = {code: each for code, each in made.items() if not isinstance(each, Unrecorded)}
    return told_of if gathered is None else {**told_of, _UNRECORDED: gathered}


def _properties(found: Told, scope: str) -> tuple[Property, ...]:
    selection, kept, as_of = found.selection, found.figures.records, found.figures.data_as_of
    events = kept.classified + kept.unclassified
    written = {
        "scope": scope,
        "period": wording.period(selection, found.language),
        "list": found.list_name,
        "unit": found.say("unit-is"),
        "unclassified": found.count("unclassified-of", events, unclassified=kept.unclassified)
        if events
        else found.say("none"),
        "data_as_of": on(as_of.date(), found.language).text if as_of else found.say("none"),
        "last_batch": found.figures.last_batch or found.say("none"),
        "method": METHOD,
    }
    if found.style.code != NEUTRAL:
        written["style"] = found.say(f"style-{found.style.code}")
    return tuple(Property(code=code, label=found.say(code), text=words) for code, words in written.items())
