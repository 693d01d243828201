-- What the measures M6 to M12 and the reach funnel are computed from. Parameters as in indicators.sql.

-- How often each organisation of a category took part: organisation-events. Head-counts without a name have no key.
create macro frequencies(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
select category, organisation_id, count(distinct activity_id) as organisation_events
from organisation_event(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
group by category, organisation_id
order by category, organisation_events desc, organisation_id;

-- Organisation-events by level; the level is null where the log does not say.
create macro levels(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
select category, level, count(*) as organisation_events
from organisation_event(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
group by category, level
order by category, level;

-- Speaking, drafting and leading, by organisation-event: one slot for each row with such a role, or of somebody who spoke.
create macro voices(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
select
    category, activity_id, organisation_id,
    coalesce(sum(rows) filter (has_voice or stage = 'spoke'), 0)::bigint as slots
from took_part(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
left join known_role on known_role.code = role
group by category, activity_id, organisation_id;

-- The slots of each category; of what is not classified, of each organisation-event.
create macro voice_slots(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
select category, sum(slots)::bigint as slots, case when category = 'UNK' then list(slots order by slots) end as each
from voices(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
group by category
order by category;

-- Who took part, for comparing one period with another.
create macro bodies(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
select distinct organisation_id
from organisation_event(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
where organisation_id is not null
order by organisation_id;

-- How far organisations came: organisation-events by the stages that are recorded of them. Of whom no stage is said, the
-- log says that they were there; a role with a voice says that they spoke.
create macro reach(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
with said as (
    select
        coalesce(standing.category, fact.category) as category,
        fact.activity_id,
        coalesce(identity.organisation_id, fact.organisation_id) as organisation_id,
        list_sort(list_distinct(flatten(list(
            if(coalesce(has_voice, false) and coalesce(stage, '') not in ('invited', 'registered', 'submitted'),
                [coalesce(stage, 'attended'), 'spoke'], [coalesce(stage, 'attended')])
        )))) as stages_said
    from engagement.fact
    join held(mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews) as held
        using (activity_id)
    left join engagement.identity on identity.name_id = fact.organisation_id
    left join standing
        on standing.organisation_id = coalesce(identity.organisation_id, fact.organisation_id)
        and held.date_from >= standing.valid_from
        and (standing.valid_to is null or held.date_from < standing.valid_to)
    left join known_role on known_role.code = fact.role
    where roles is null or list_contains(roles, role)
    group by all
)
select category, stages_said, count(*) as organisation_events
from said
group by category, stages_said
order by category, stages_said;
