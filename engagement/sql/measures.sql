-- What the measures M6 to M12 and the reach funnel are computed from, in the scope of indicators.sql.

-- How many organisations of a category took part how often: organisation-events. Head-counts without a name are none.
create macro frequencies() as table
select category, organisation_events, is_named, count(*) as organisations
from (
    select category, organisation_id is not null as is_named, count(*) as organisation_events
    from organisation_event() group by category, organisation_id
)
group by category, organisation_events, is_named
order by category, organisation_events desc, is_named;

-- Organisation-events by level; the level is null where the log does not say.
create macro levels() as table
select category, level, count(*) as organisation_events
from organisation_event()
group by category, level
order by category, level;

-- Speaking, drafting and leading: one slot for each row with such a role, or of somebody who spoke or wrote. Of what is
-- not classified, those of each organisation-event too.
create macro voice_slots() as table
select
    category, sum(slots)::bigint as slots,
    case when category = 'UNK' then (
        select list(slots::bigint order by slots) from organisation_event() where category = 'UNK'
    ) end as each
from category_event semi join asked_activity using (number)
where category <> 'TAG'
group by category
order by category;

-- Who took part, for comparing one period with another.
create macro bodies() as table
select distinct organisation_id, category
from took_part()
where organisation_id is not null;

-- How far organisations came: organisation-events by the stages that are recorded of them.
create macro reach() as table
select
    category, sum(organisation_events)::bigint as organisation_events,
    list_filter(['invited', 'registered', 'attended', 'spoke', 'submitted'], lambda stage, place: stages >> (place - 1) & 1 = 1)
        as stages_said
from stage_event semi join asked_activity using (number)
group by category, stages
order by category, stages_said;

-- Head-counts of each category in each mechanism. Of a row, as many people as any of its counts says. `older` are 25 and
-- over, or of no recorded age, where an age was asked.
create macro people_counts() as table
with one as (
    select
        mechanism, category, coalesce(women, 0) as women, coalesce(men, 0) as men, coalesce(other_gender, 0) as other,
        youth, people as said, gender_recorded is not null as is_gender_asked,
        greatest(coalesce(people, 0), coalesce(gender_recorded, 0), coalesce(youth, 0)) as people
    from took_part()
)
select
    mechanism, category,
    sum(people)::bigint as people,
    sum(women)::bigint as women,
    sum(men)::bigint as men,
    sum(other)::bigint as other_gender,
    sum(people - women - men - other)::bigint as gender_not_recorded,
    coalesce(sum(youth), 0)::bigint as youth,
    coalesce(sum(people - youth) filter (youth is not null and said is not null), 0)::bigint as older,
    coalesce(sum(people - coalesce(youth, 0)) filter (youth is null or said is null), 0)::bigint as age_not_recorded,
    bool_or(is_gender_asked) as is_gender_asked,
    bool_or(youth is not null) as is_age_asked
from one group by mechanism, category having sum(people) > 0
order by mechanism, category;

-- Each category at activities that are alike: of one review, or of one kind in one year. Only those with a log.
create macro like_counts() as table
with logged as (
    select number, review, lower(trim(activity_type)) as kind, held_in, date_from, date_to
    from held() where has_log
),
of_category as (
    select logged.*, category, events, level_known from category_event join logged using (number)
)
select
    review, kind, held_in, category, count(distinct number) as activities, min(date_from) as first_on,
    max(date_to) as last_on, coalesce(sum(events), 0)::bigint as organisation_events,
    coalesce(sum(level_known), 0)::bigint as level_known
from of_category
where review is not null or kind is not null
group by grouping sets ((review, category), (kind, held_in, category))
having review is not null or kind is not null
order by review, kind, held_in, category;
