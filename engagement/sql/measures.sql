-- What the measures M6 to M12 and the reach funnel are computed from. `scope` as in indicators.sql.

-- How many organisations of a category took part how often: organisation-events. Head-counts without a name are none.
create macro frequencies(scope) as table
select category, organisation_events, is_named, count(*) as organisations
from (
    select category, organisation_id is not null as is_named, count(*) as organisation_events
    from organisation_event(scope) group by category, organisation_id
)
group by category, organisation_events, is_named
order by category, organisation_events desc, is_named;

-- Organisation-events by level; the level is null where the log does not say.
create macro levels(scope) as table
select category, level, count(*) as organisation_events
from organisation_event(scope)
group by category, level
order by category, level;

-- Speaking, drafting and leading: one slot for each row with such a role, or of somebody who spoke or wrote. Of what is
-- not classified, those of each organisation-event too.
create macro voice_slots(scope) as table
select
    category, sum(slots)::bigint as slots,
    case when category = 'UNK' then list(slots::bigint order by slots) filter (category = 'UNK') end as each
from organisation_event(scope)
group by category
order by category;

-- Who took part, for comparing one period with another.
create macro bodies(scope) as table
select distinct organisation_id, category
from took_part(scope)
where organisation_id is not null;

-- How far organisations came: organisation-events by the stages that are recorded of them.
create macro reach(scope) as table
select
    category, sum(organisation_events)::bigint as organisation_events,
    list_filter(['invited', 'registered', 'attended', 'spoke', 'submitted'], lambda stage, place: stages >> (place - 1) & 1 = 1)
        as stages_said
from stage_event semi join held(scope) as held using (number)
group by category, stages
order by category, stages_said;
