"""How groups take part: how deep, with what voice, how far from the invitation, who came back, who has a seat."""

from collections.abc import Sequence

from engagement import wording
from engagement.document import Entry, Paragraph, Section, Table
from engagement.locale import number, prose
from engagement.measuring import GroupMeasures
from engagement.model import CategoryKind
from engagement.reach import STAGES, Reach
from engagement.summary.parts import columns, counted, figure, nothing, said, section, unrecorded, x_of_n
from engagement.summary.told import Told

_LEVELS = (1, 2, 3, 4, 5)


def _silent_groups(told: Told, shown: Sequence[GroupMeasures]) -> tuple[Paragraph, ...]:
    """The groups of which there is nothing to say, by name: no row of noughts."""
    rest = tuple(each.category for each in told.measures.groups if each not in shown)
    return (Paragraph(text=told.say("no-data-for", groups=told.listed(rest)), role="note"),) if rest else ()


def _table_or_nothing(told: Told, code: str, table: Table | None, rest: tuple[Paragraph, ...] = ()) -> Section:
    if table is None:
        return unrecorded(code, told.language, told.say(f"no-{code}"))
    return section(code, told.language, (table, *rest))


# ---- depth and voice ----------------------------------------------------------------------------------------------


def depth(told: Told) -> Section:
    """M9: the whole distribution, and the share at 'involve' or above."""
    shown = [each for each in told.measures.groups if each.depth.distribution is not None or each.depth.below]
    table = Table(
        code="depth",
        caption=told.say("depth-caption"),
        columns=columns(
            ("group", *(f"level_{level}" for level in _LEVELS), "level_not_recorded", "involved", "involved_bounds"),
            told.language,
        ),
        row_codes=tuple(each.category for each in shown),
        rows=tuple(_depth_row(each, told) for each in shown),
        note=told.say("depth-note"),
    )
    return _table_or_nothing(told, "depth", table if shown else None, _silent_groups(told, shown))


def _depth_row(each: GroupMeasures, told: Told) -> tuple[Entry, ...]:
    found, language = each.depth, told.language
    levels = found.distribution or dict.fromkeys(_LEVELS, 0)
    return (
        said(told.group(each.category)),
        *(counted(levels[level], language) for level in _LEVELS),
        counted(found.not_recorded, language),
        figure(found.meaningful, language),
        said(wording.bounds(found.meaningful, language)),
    )


def voice(told: Told) -> Section:
    """M10: the share of speaking, drafting and leading beside the share of participation."""
    shown = [each for each in told.measures.groups if each.voice.presence.numerator]
    is_recorded = any(each.voice.slots.denominator for each in shown)
    table = Table(
        code="voice",
        caption=told.say("voice-caption"),
        columns=columns(("group", "slots", "events_share", "ratio"), told.language),
        row_codes=tuple(each.category for each in shown),
        rows=tuple(
            (
                said(told.group(each.category)),
                figure(each.voice.slots, told.language),
                figure(each.voice.presence, told.language),
                figure(each.voice.ratio, told.language),
            )
            for each in shown
        ),
        note=told.say("voice-note"),
    )
    return _table_or_nothing(told, "voice", table if is_recorded else None, _silent_groups(told, shown))


# ---- reach and continuity -----------------------------------------------------------------------------------------


def reach(told: Told) -> Section:
    """The funnel: invited, registered, attended, spoke. A stage nobody wrote down is not recorded, which is not 0."""
    shown = [(each, each.reach) for each in told.measures.groups if each.reach and _is_reached(each.reach)]
    table = Table(
        code="reach",
        caption=told.say("reach-caption"),
        columns=columns(("group", *STAGES, "submitted", "cause"), told.language),
        row_codes=tuple(each.category for each, _ in shown),
        rows=tuple(_reach_row(each, found, told) for each, found in shown),
        note=told.say("reach-note"),
    )
    return _table_or_nothing(told, "reach", table if shown else None, _silent_groups(told, [each for each, _ in shown]))


def _is_reached(found: Reach) -> bool:
    return bool(found.submitted) or any(step.count for step in found.steps)


def _reach_row(each: GroupMeasures, found: Reach, told: Told) -> tuple[Entry, ...]:
    counts = (*(step.count for step in found.steps), found.submitted)
    unknown = Entry(text=told.say("not-recorded-stage"), value=None)
    return (
        said(told.group(each.category)),
        *(unknown if count is None else counted(count, told.language) for count in counts),
        Entry(text=told.say(f"cause-{found.cause}"), value=found.cause.value),
    )


def continuity(told: Told) -> Section:
    """M11: who came back, and who is new."""
    found, language = told.measures.continuity, told.language
    if found.returned.denominator is None and found.new.denominator is None:
        is_open = told.selection.first_day is None or told.selection.last_day is None
        return unrecorded("continuity", language, told.say("no-period" if is_open else "no-earlier"))
    paragraphs = (
        Paragraph(text=told.say("returned", rate=wording.figure(found.returned, language))),
        Paragraph(text=told.say("newcomers", rate=wording.figure(found.new, language))),
        *(Paragraph(text=told.say("continuity-unmatched", n=number(n, language))) for n in (found.unmatched,) if n),
        Paragraph(text=told.say("continuity-note"), role="note"),
    )
    return section("continuity", language, paragraphs)


# ---- seats --------------------------------------------------------------------------------------------------------


def seats(told: Told) -> Section:
    """Standing membership: 'k of 12', by network and working group, and who put whom there."""
    if not told.seats.seats:
        return unrecorded("seats", told.language, told.say("no-seats"))
    cover = told.seats.coverage
    recorded = told.count("seated", cover.recorded, expected=cover.expected)
    upper = told.say("seated-upper", upper=cover.upper) if cover.upper > cover.recorded else ""
    first = prose((recorded, upper), told.language)
    return section("seats", told.language, (Paragraph(text=first), _seated_mechanisms(told), _seated_groups(told)))


def _seated_mechanisms(told: Told) -> Table:
    shown, language = told.seats.mechanisms, told.language
    return Table(
        code="seats",
        caption=told.say("seats-caption"),
        columns=columns(("mechanism", "groups_seated", "seats", "organisations"), language),
        row_codes=tuple(each.mechanism for each in shown),
        rows=tuple(
            (
                said(told.name(each.mechanism)),
                x_of_n(each.coverage.recorded, each.coverage.expected, language),
                counted(each.seats, language),
                counted(each.organisations, language),
            )
            for each in shown
        ),
    )


def _seated_groups(told: Told) -> Table:
    inside = (CategoryKind.NAMED, CategoryKind.TAG)
    shown = [each for each in told.seats.categories if each.kind in inside or each.seats]
    who = ("selected_by_constituency", "selected_by_convener", "selected_by_unknown")
    return Table(
        code="seats-by-group",
        caption=told.say("seats-by-group-caption"),
        columns=columns(("group", "seats", "organisations", "leads", *who), told.language),
        row_codes=tuple(each.category for each in shown),
        rows=tuple(
            (
                said(told.group(each.category)),
                *(
                    counted(getattr(each, name), told.language) if each.seats else nothing(told.language)
                    for name in ("seats", "organisations", "leads", *who)
                ),
            )
            for each in shown
        ),
        note=told.say("seats-note"),
    )
