"""Who took part as people and by name: gender and age as far as they may be told, organisations that may be named."""

from fractions import Fraction

from engagement.disclosure import LEAST_PEOPLE
from engagement.document import Entry, Paragraph, Section, Table
from engagement.locale import country_name, joined, prose
from engagement.measures import rate
from engagement.people import People, Split
from engagement.public import PublicOrganisation
from engagement.summary.parts import columns, counted, nothing, said, section, share, unrecorded
from engagement.summary.told import Told

NAMED_AT_ONCE = 300
"""Organisations that a document lists; of more it says where the list is."""

_ALL = "all"
_GENDER = ("women", "men", "other_gender")


# ---- people -------------------------------------------------------------------------------------------------------


def people(told: Told) -> Section:
    """Tables of people by group and gender, and by group and age; where there can be none, why not."""
    found = told.people
    if not found.splits:
        return unrecorded("people", told.language, told.say("people-none"))
    tables = [_split(found, each, told) for each in found.splits]
    if found.withheld is None:
        return section("people", told.language, tables)
    why = Paragraph(text=told.say(f"people-{found.withheld.value}", least=LEAST_PEOPLE))
    shown = [table for table, each in zip(tables, found.splits, strict=True) if None not in each.totals]
    return section("people", told.language, (why, *shown))


def _split(found: People, split: Split, told: Told) -> Table:
    """A row for each group and one of all; only that where groups are withheld."""
    is_gender = split.attribute == "gender"
    shares = ("women_share",) if is_gender else ()
    rows = [
        (said(told.group(code)), *_counts(of_group, row, is_gender, told))
        for code, of_group, row in zip(found.groups, found.of_groups, split.rows, strict=False)
    ]
    notes = [told.say("people-note", most=found.k - 1), *([told.say("people-shares-note")] if is_gender else [])]
    return Table(
        code=f"people-by-{split.attribute}",
        caption=told.say(f"people-by-{split.attribute}-caption"),
        columns=columns(("group", *split.columns, "people", *shares), told.language),
        row_codes=(*found.groups, _ALL),
        rows=(*rows, (said(told.say("all-people")), *_counts(found.total, split.totals, is_gender, told))),
        note=prose(notes, told.language),
    )


def _counts(people: int | None, row: tuple[int | None, ...], is_gender: bool, told: Told) -> tuple[Entry, ...]:
    numbers = tuple(_count(each, told) for each in (*row, people))
    return (*numbers, _women(row, told)) if is_gender else numbers


def _count(count: int | None, told: Told) -> Entry:
    return _withheld(told) if count is None else counted(count, told.language)


def _withheld(told: Told) -> Entry:
    return Entry(text=told.say("withheld"), value=None)


def _women(row: tuple[int | None, ...], told: Told) -> Entry:
    """The share of women of those whose gender is recorded; withheld with any part of it."""
    parts = row[: len(_GENDER)]
    if any(each is None for each in parts):
        return _withheld(told)
    recorded = sum(each or 0 for each in parts)
    of_women: Fraction | None = rate(parts[0] or 0, recorded)
    return share(of_women, told.language) if recorded else nothing(told.language)


# ---- organisations ------------------------------------------------------------------------------------------------


def organisations(told: Told) -> Section:
    """The organisations that may be named, and how many are counted without a name."""
    found, language = told.named_organisations, told.language
    unnamed = [
        told.count("organisations-kept-out", found.kept_out) if found.kept_out else "",
        told.count("organisations-persons", found.persons) if found.persons else "",
    ]
    rest = [Paragraph(text=each) for each in unnamed if each]
    if not found.organisations:
        nobody = told.say("organisations-none")
        if not rest:
            return unrecorded("organisations", language, nobody)
        return section("organisations", language, (Paragraph(text=nobody), *rest))
    if len(found.organisations) > NAMED_AT_ONCE:
        many = told.count("organisations-many", len(found.organisations))
        return section("organisations", language, (Paragraph(text=many), *rest))
    table = Table(
        code="organisations",
        caption=told.say("organisations-caption"),
        columns=columns(("organisation", "groups", "country", "activities"), language),
        row_codes=tuple(each.id for each in found.organisations),
        rows=tuple(_organisation(each, told) for each in found.organisations),
    )
    return section("organisations", language, (table, *rest))


def _organisation(each: PublicOrganisation, told: Told) -> tuple[Entry, ...]:
    language = told.language
    country = (country_name(each.country, language) or each.country) if each.country else None
    return (
        said(each.name),
        Entry(text=joined([told.group(code) for code in each.categories], language), value=";".join(each.categories)),
        Entry(text=country, value=each.country) if country else nothing(language),
        counted(each.activities, language),
    )
