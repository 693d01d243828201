-- The plain query of a page, block by block, over one flat table of rows and one of activities.

create macro narrowed(mechanisms, first, last, modes) as table
select * from facts
where stage not in ('invited', 'registered')
    and (mechanisms is null or list_contains(mechanisms, mechanism))
    and (first is null or date_from >= first::date) and (last is null or date_to <= last::date)
    and (modes is null or list_contains(modes, mode));

create macro event(mechanisms, first, last, modes) as table
with one as (
    select activity, mechanism, year, is_assessed, organisation, category, max(level) as level
    from narrowed(mechanisms, first, last, modes) group by all
)
select * replace (max(level) over same as level) from one
window same as (partition by activity, organisation, case when organisation is null then category end)
qualify category <> 'UNK' or not bool_or(category <> 'UNK') over same;

create macro counted(grouped, mechanisms, first, last, modes) as table
with event as (from event(mechanisms, first, last, modes)),
unclear as (select distinct activity from event where category = 'UNK')
select
    case grouped when 'mechanism' then mechanism when 'year' then year::varchar else '' end as place, category,
    count(*) as events, count(distinct organisation) as organisations, count(distinct activity) as activities,
    count(distinct activity) filter (is_assessed) as present,
    count(distinct activity) filter (is_assessed and activity not in (from unclear)) as clear,
    count(level) as level_known, count(*) filter (level >= 3) as involved
from event group by all;

create macro held(grouped, mechanisms, first, last, modes) as table
with unclear as (select distinct activity from event(mechanisms, first, last, modes) where category = 'UNK')
select
    case grouped when 'mechanism' then mechanism when 'year' then year::varchar else '' end as place,
    count(*) filter (is_assessed) as assessed,
    count(*) filter (is_assessed and activity in (from unclear)) as unclear
from activities
where (mechanisms is null or list_contains(mechanisms, mechanism))
    and (first is null or date_from >= first::date) and (last is null or date_to <= last::date)
    and (modes is null or list_contains(modes, mode))
group by all;

create macro heads(mechanisms, first, last, modes) as table
select
    category, sum(rows)::bigint as rows, count(distinct spelled) as spelled,
    coalesce(sum(people), 0)::bigint as people, coalesce(sum(women), 0)::bigint as women
from narrowed(mechanisms, first, last, modes) group by all;

create macro levels(mechanisms, first, last, modes) as table
select category, level, count(*) as events from event(mechanisms, first, last, modes) group by all;

create macro slots(mechanisms, first, last, modes) as table
select category, coalesce(sum(rows) filter (has_voice or stage = 'spoke'), 0)::bigint as slots
from narrowed(mechanisms, first, last, modes) group by all;
