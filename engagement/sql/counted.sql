-- What figures are counted from, worked out from the index whenever that has changed: participation with its activity,
-- organisation and category beside it, and the same in organisation-events and by category at each activity. It holds
-- nothing that cannot be made anew.

delete from engagement.counted.activity;
insert into engagement.counted.activity by name
select
    row_number() over (order by date_to, date_from, activity_id)::integer as number,
    activity.*, year(date_from)::smallint as held_in,
    has_log and coalesce(open_to_stakeholders, true) as is_assessed
from activity;

delete from engagement.counted.participation;
insert into engagement.counted.participation by name
select
    number, mechanism, held_in, date_from, date_to, is_assessed,
    fact.* replace (
        coalesce(identity.organisation_id, fact.organisation_id) as organisation_id,
        coalesce(standing.category, fact.category) as category
    ),
    fact.organisation_id as name_id,
    'WCY' = coalesce(standing.category, fact.category) or tags is not null as is_tagged,
    coalesce(has_voice, false) as has_voice,
    coalesce(label, 0) as label_key,
    1 + len(coalesce(further_rows, [])) as rows
from engagement.fact
join engagement.counted.activity using (activity_id)
left join engagement.identity on identity.name_id = fact.organisation_id
left join standing
    on standing.organisation_id = coalesce(identity.organisation_id, fact.organisation_id)
    and date_from >= standing.valid_from
    and (standing.valid_to is null or date_from < standing.valid_to)
left join known_role on known_role.code = role;

-- With what came before: in a period that begins after `earlier`, the organisation is counted here and at no activity that
-- ended before.
delete from engagement.counted.organisation_event;
insert into engagement.counted.organisation_event by name
select
    *,
    max(date_from) over (anywhere rows between unbounded preceding and 1 preceding) as earlier,
    max(date_from) over (here rows between unbounded preceding and 1 preceding) as earlier_here,
    max(date_from) over (in_year rows between unbounded preceding and 1 preceding) as earlier_in_year
from organisation_event_or_tag_of_rows()
window
    anywhere as (partition by category, organisation_id order by number),
    here as (partition by mechanism, category, organisation_id order by number),
    in_year as (partition by held_in, category, organisation_id order by number);

delete from engagement.counted.category_event;
insert into engagement.counted.category_event by name
from category_event_of_events();

-- `first_spelled` are the spellings of organisations that stand here and at no activity that ended before.
delete from engagement.counted.head_count;
insert into engagement.counted.head_count by name
with row_and_place as (
    select *, organisation is not null and row_number() over (partition by category, organisation order by number) = 1
        as is_first_spelled
    from took_part()
)
select
    number, category, sum(rows)::integer as rows, count(*) filter (is_first_spelled) as first_spelled,
    sum(people) as people, sum(women) as women, sum(men) as men, sum(other_gender) as other_gender,
    sum(gender_recorded) as gender_recorded
from row_and_place group by number, category;

delete from engagement.counted.stage_event;
insert into engagement.counted.stage_event by name
from stage_event_of_rows();

-- What the pages ask of the whole record: the macros of the same names, worked out once for everybody who opens a page.
create or replace table engagement.counted.whole_activity_counts as from activity_counts();
create or replace table engagement.counted.whole_category_counts as from category_counts();
create or replace table engagement.counted.whole_head_counts as from head_counts();
create or replace table engagement.counted.whole_group_needs as from group_needs();
create or replace table engagement.counted.whole_frequencies as from frequencies();
create or replace table engagement.counted.whole_levels as from levels();
create or replace table engagement.counted.whole_voice_slots as from voice_slots();
create or replace table engagement.counted.whole_reach as from reach();
