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

-- How many organisations took part now, in the period of the same length just before, in both, and now for the first time;
-- one that was away in the last period and seen before it is none of the latter two. The period before began on
-- `earlier_day`; institutions are `outside`.
-- `unmatched` are those of the two periods of which no list, rule or person has said which organisation they are.
create macro continuity_counts(earlier_day, outside) as table
with reached as (
    select
        number, has_log, date_from >= asked('first_day') as is_now,
        date_to < asked('first_day') and date_from >= earlier_day as is_last,
        date_to < earlier_day as is_before
    from engagement.counted.activity
    where is_of_kind(mechanism, mode, objectives, review) and date_to <= asked('last_day')
),
body as (
    select organisation_id, bool_or(is_now) as is_now, bool_or(is_last) as is_last, bool_or(is_before) as is_before
    from engagement.counted.participation join reached using (number)
    where is_taking_part(stage, role) and organisation_id is not null and not list_contains(outside, category)
    group by organisation_id
),
matched as (
    select coalesce(identity.organisation_id, name_id) as organisation_id
    from (
        select name_id from engagement.organisation
        union
        select unnest([left_id, right_id]) from engagement.judgement where verdict <> 'undecided'
    ) left join engagement.identity using (name_id)
)
select
    count(*) filter (is_now) as now,
    count(*) filter (is_last) as last,
    count(*) filter (is_now and is_last) as returned,
    count(*) filter (is_now and not is_last and not is_before) as new,
    count(*) filter ((is_now or is_last) and organisation_id not in (from matched)) as unmatched,
    (select count(*) from reached where is_last and has_log) as logs_before
from body;

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
