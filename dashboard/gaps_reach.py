"""The reach funnel: invited, registered, attended, spoke; where each group was lost, as far as the record tells."""

from collections.abc import Sequence

import streamlit as st

from dashboard import charts, components, gaps_charts, session
from dashboard.components import Content, group_name, number
from dashboard.gaps_charts import STEPS, Bars
from dashboard.gaps_frame import key_of
from dashboard.session import language, plural, text
from engagement import indicators, locale
from engagement.measuring import GroupMeasures
from engagement.model import Indicators, Selection, Stage
from engagement.reach import STAGES, Cause, Reach

_COLOURS = {Stage.INVITED: 0, Stage.REGISTERED: 1, Stage.ATTENDED: 3, Stage.SPOKE: 4}
_WIDEST = 0.72


def draw(chosen: Selection, _figures: Indicators) -> None:
    """The sentence, the steps and the table."""
    st.header(text("reach.title"))
    groups = [each for each in session.recalled(indicators.measures, chosen).groups if each.reach]
    recorded = _recorded(groups)
    if not recorded:
        components.lead(text("reach.none"))
        components.quiet(text("reach.how"))
        return
    sentence = lead(groups, recorded)
    components.lead(sentence)
    components.counted_in(text("reach.caption"), chosen)
    _chart(groups, recorded, sentence)
    told = _told(groups, recorded)
    heads = [text("column.group"), *(text(f"stage.{stage.value}") for stage in told), text("reach.lost")]
    rows = [_row(each.category, each.reach, told) for each in groups if each.reach]
    components.table(text("reach.caption"), heads, rows, numbers=range(1, len(heads) - 1), is_named_above=True)
    components.quiet(text("reach.note"))


def _told(groups: Sequence[GroupMeasures], recorded: Sequence[Stage]) -> list[Stage]:
    """The steps that the logs record, and written input, which is no step, where any log has it."""
    has_input = any(each.reach and each.reach.submitted is not None for each in groups)
    return [*recorded, Stage.SUBMITTED] if has_input else list(recorded)


def _recorded(groups: Sequence[GroupMeasures]) -> list[Stage]:
    """The stages that the logs of the scope record."""
    counts = {step.stage: step.count for each in groups if each.reach for step in each.reach.steps}
    return [stage for stage in STAGES if counts.get(stage) is not None]


def lead(groups: Sequence[GroupMeasures], recorded: Sequence[Stage]) -> str:
    """How many groups were lost at each step, and which steps nobody wrote down."""
    causes = [each.reach.cause for each in groups if each.reach]
    told = [cause for cause in (Cause.NOT_INVITED, Cause.DID_NOT_COME, Cause.NOT_HEARD, Cause.HEARD) if cause in causes]
    said = [plural(f"reach.groups-{cause.value}", causes.count(cause)) for cause in told]
    written = _told(groups, recorded)
    missing = [text(f"stage.{stage.value}") for stage in (*STAGES, Stage.SUBMITTED) if stage not in written]
    sentence = text("reach.lead", said=locale.joined(said, language())) if said else text("reach.lead-untold")
    return f"{sentence} {text('reach.missing', stages=missing)}" if missing else sentence


def _chart(groups: Sequence[GroupMeasures], recorded: Sequence[Stage], alt: str) -> None:
    theme = "dark" if session.is_dark() else "light"
    parts = [
        Bars(
            text(f"stage.{stage.value}"),
            [_count(each.reach, stage) or 0 for each in groups],
            STEPS[theme][_COLOURS[stage]],
            _WIDEST * (len(recorded) - place) / len(recorded),
        )
        for place, stage in enumerate(recorded)
    ]
    palette = charts.DARK if session.is_dark() else charts.LIGHT
    key_of(parts)
    figure = gaps_charts.nested([group_name(each.category) for each in groups], parts, palette, number)
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key="reach", alt=alt)


def _count(reach: Reach | None, stage: Stage) -> int | None:
    return next((step.count for step in reach.steps if step.stage is stage), None) if reach else None


def _row(category: str, reach: Reach, told: Sequence[Stage]) -> list[Content]:
    counts = (reach.submitted if stage is Stage.SUBMITTED else _count(reach, stage) for stage in told)
    return [group_name(category), *map(_shown, counts), text(f"reach-cause.{reach.cause.value}")]


def _shown(count: int | None) -> str:
    """A count; words where the stage is in no log."""
    return text("reach.not-recorded") if count is None else number(count)
