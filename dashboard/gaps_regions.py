"""By region: in how many networks and working groups of each region a group is recorded. Regions are not ranked."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import components, session
from dashboard.components import Content, Markup, group_name, mark
from dashboard.session import plural, text
from engagement import indicators
from engagement.grids import GroupInRegion, Region
from engagement.model import Indicators, Selection


def draw(chosen: Selection, _figures: Indicators) -> None:
    """The sentence and the table, the group most widely missing first."""
    st.header(text("regions.title"))
    regions = session.recalled(indicators.by_region, chosen)
    told = [each for each in regions if each.with_log]
    if not told:
        components.lead(text("gaps.lead-no-log"))
        return
    components.lead(lead(told))
    heads = [text("column.group"), *(_head(each) for each in told)]
    components.table(text("regions.caption"), heads, [_row(each) for each in rows(told)])
    silent = [region_name(each) for each in regions if not each.with_log]
    if silent:
        components.quiet(text("regions.no-report", regions=silent))
    components.quiet(text("regions.note"))


def region_name(region: Region) -> str:
    """The name of a region; the world, or nothing said, where it is tied to none."""
    return text(f"region.{region.region}") if region.region else text("region.none")


def rows(regions: Sequence[Region]) -> list[tuple[GroupInRegion, ...]]:
    """One group in each region, the group missing in most places first; ties in the order of the list."""
    across = list(zip(*(each.groups for each in regions), strict=True))
    return sorted(across, key=lambda found: -sum(each.places - each.recorded for each in found))


def lead(regions: Sequence[Region]) -> str:
    """Which groups are recorded in no network or working group of how many regions."""
    named = [each for each in regions if each.region] or list(regions)
    missing = [found for found in rows(named) if _regions_without(found)]
    if not missing:
        return plural("regions.lead-all", len(named))
    most = max(_regions_without(found) for found in missing)
    groups = [group_name(found[0].category) for found in missing if _regions_without(found) == most]
    return plural("regions.lead", len(named), k=most, groups=groups)


def _regions_without(found: Sequence[GroupInRegion]) -> int:
    return sum(1 for each in found if each.places and not each.recorded)


def _head(region: Region) -> str:
    said = plural("regions.places", region.with_log)
    return f"{region_name(region)} ({said})"


def _row(found: Sequence[GroupInRegion]) -> list[Content]:
    return [group_name(found[0].category), *(_cell(each) for each in found)]


def _cell(each: GroupInRegion) -> Content:
    if not each.places:
        return mark("not_expected", text("cell.not_expected"))
    said = text("x-of-n", x=each.recorded, n=each.places)
    if each.possible and not each.recorded:
        said = text("list.at-most", x=each.recorded, n=each.places, y=each.recorded + each.possible)
    bar = f'<i style="width:{100 * each.recorded / each.places:.0f}%"></i>'
    return Markup(f'<span class="pl-region"><span aria-hidden="true">{bar}</span><span>{escape(said)}</span></span>')
