-- The accepted rows of a log become participation: persons are counted here, and their names stay on the desk.
-- $head_count says what a row is: 'declared' (it carries a number of people), 'person' (it is one person, who may
-- stand in several rows), 'row' (it is one person, without a name), 'none' (nobody counted people).

create table collected as
with kept as (
    select log.*, coalesce(stage in ('invited', 'registered'), false) as is_reach
    from log anti join refused using (row)
),
counted as (
    select *,
        -- a person who was already counted for this organisation at this activity is not counted again
        $head_count <> 'person' or person is null or row_number() over (
            partition by activity_id, organisation_id, category, category_label, is_reach, person order by row
        ) = 1 as is_counted,
        case when category is not null then case $head_count when 'declared' then people when 'none' then null else 1 end end as weight,
        gender in ('women', 'men', 'other') as has_gender
    from kept
)
select
    activity_id, mechanism, activity, date_from, date_to, date_precision, place, mode, activity_type,
    open_to_stakeholders, log_complete,
    organisation_id, organisation, category, category_label, tags, country, role, stage, level,
    -- one row whose number nobody knows makes the total unknown
    (case when count(weight) = count(*) then sum(weight) filter (is_counted) end)::bigint as people,
    -- where a gender was asked, no woman recorded is 0 women recorded; gender_recorded says of how many
    (case when $has_gender then coalesce(sum(weight) filter (is_counted and gender = 'women'), 0) else sum(women) end)::bigint as women,
    (case when $has_gender then coalesce(sum(weight) filter (is_counted and gender = 'men'), 0) else sum(men) end)::bigint as men,
    (case when $has_gender then coalesce(sum(weight) filter (is_counted and gender = 'other'), 0) else sum(other_gender) end)::bigint as other_gender,
    (case
        when $has_gender then coalesce(sum(weight) filter (is_counted and has_gender), 0)
        when count(women) + count(men) + count(other_gender) > 0
        then coalesce(sum(women), 0) + coalesce(sum(men), 0) + coalesce(sum(other_gender), 0)
    end)::bigint as gender_recorded,
    list(row order by row)::integer[] as source_rows
from counted
group by all
order by activity_id, category, organisation_id, source_rows;
