-- The rows that are kept become activities and participation: persons are counted here, and their names stay on the
-- desk. head_count says what a row is: 'declared' (it carries a number of people), 'person' (it is one person, who may
-- stand in several rows), 'row' (it is one person, without a name), 'none' (nobody counted people).

create view kept as select * from log anti join left_out using (id);

create view spelled as
select value_key as key, any_value(value) as text from cell
where column_name in ('activity', 'organisation') and value is not null group by value_key
union
select until_key, any_value(until) from cell where column_name = 'category' and until is not null group by until_key;

-- Only what is kept may be spelled out: a row that was refused leaves nothing behind.
create view spelling as
select key, text from spelled
where key in (select organisation from kept where category is not null union select label from kept where category is not null);

create view activity as
select
    activity_id, any_value(code) as mechanism, min(spelled.text) as title, any_value(date_from) as date_from,
    any_value(date_to) as date_to, any_value(date_precision) as date_precision,
    min(place.value) as place, min(mode) as mode, min(kind.value) as activity_type,
    -- a log that says both yes and no has not said whether the activity was open
    case when count(distinct open_to_stakeholders) = 1 then bool_and(open_to_stakeholders) end as open_to_stakeholders,
    bool_and(log_complete) as log_complete, min(objectives.value) as objectives, min(review.value) as review,
    -- a list of the invited is no report of who took part
    bool_or(category is not null and coalesce(stage not in ('invited', 'registered'), true)) as has_participation
from kept
join mechanism as named on named.number = kept.mechanism
left join spelled on spelled.key = kept.title
left join (from cell where column_name = 'place') as place on place.number = kept.place
left join (from cell where column_name = 'activity_type') as kind on kind.number = kept.activity_type
left join (from cell where column_name = 'objectives') as objectives on objectives.number = kept.objectives
left join (from cell where column_name = 'review') as review on review.number = kept.review
group by activity_id;

-- How many people a row stands for.
create view counted as
select *,
    case getvariable('head_count') when 'declared' then people when 'none' then null else 1 end as weight,
    -- a person who was already counted for this organisation at this activity is not counted again
    getvariable('head_count') <> 'person' or person is null or row_number() over (
        partition by
            activity_id, organisation_id, if(organisation_id is null, category, null),
            coalesce(stage in ('invited', 'registered'), false), person
        order by category = 'UNK', id
    ) = 1 as is_counted
from kept
where category is not null;

-- Rows of persons: one participation for all that have the same organisation, role and so on. Where a gender was asked,
-- no woman recorded is 0 women recorded; gender_recorded says of how many.
create view participation_of_persons as
select
    activity_id, organisation_id, organisation, category, label, tags, country, role, stage, level,
    count(*) filter (is_counted)::integer as people,
    case when getvariable('has_gender') then count(*) filter (is_counted and gender = 'women') end::integer as women,
    case when getvariable('has_gender') then count(*) filter (is_counted and gender = 'men') end::integer as men,
    case when getvariable('has_gender') then count(*) filter (is_counted and gender = 'other') end::integer as other_gender,
    case when getvariable('has_gender') then count(*) filter (is_counted and gender in ('women', 'men', 'other')) end::integer
        as gender_recorded,
    case when getvariable('has_age') then count(*) filter (is_counted and age_band in ('children', 'youth')) end::integer as youth,
    min(row) as row,
    arg_min(said_key, id) as key,
    (list(row order by id))[2:] as further_rows,
    (list(said_key order by id))[2:] as further_keys
from counted
group by all;

-- Rows of organisations, or of a number of people: each is one participation.
create view participation_of_rows as
select
    activity_id, organisation_id, organisation, category, label, tags, country, role, stage, level,
    people,
    case when getvariable('has_gender') then if(gender = 'women', coalesce(people, 0), 0) else women end as women,
    case when getvariable('has_gender') then if(gender = 'men', coalesce(people, 0), 0) else men end as men,
    case when getvariable('has_gender') then if(gender = 'other', coalesce(people, 0), 0) else other_gender end
        as other_gender,
    case
        when getvariable('has_gender') then if(gender in ('women', 'men', 'other'), coalesce(people, 0), 0)
        when coalesce(women, men, other_gender) is not null
        then coalesce(women, 0) + coalesce(men, 0) + coalesce(other_gender, 0)
    end as gender_recorded,
    youth,
    row,
    said_key as key,
    null::integer[] as further_rows,
    null::ubigint[] as further_keys
from kept
where category is not null;
