-- What every figure is counted from. What is asked for stands in the variable `scope` of the connection: mechanisms, a list
-- of codes; first_day and last_day, inclusive; modes, gcm_objectives ('7') and reviews of activities; roles and stages of
-- participation. What is null narrows nothing, and where no variable is set everything is asked for: see scopes.py.
create macro asked(part) as getvariable('scope')[part];

create macro is_of_kind(mechanism, mode, objectives, review) as
    (asked('mechanisms') is null or list_contains(asked('mechanisms'), mechanism))
    and (asked('modes') is null or list_contains(asked('modes'), mode))
    and (asked('gcm_objectives') is null or list_has_any(string_split(objectives, ';'), asked('gcm_objectives')))
    and (asked('reviews') is null or list_contains(asked('reviews'), review));

-- Activities that lie wholly in the period, by number. A scope that narrows anything puts a temporary table of them in the
-- place of the view.
create macro activity_of_scope() as table
select number
from engagement.counted.activity
where is_of_kind(mechanism, mode, objectives, review)
    and (asked('first_day') is null or date_from >= asked('first_day'))
    and (asked('last_day') is null or date_to <= asked('last_day'));

create view asked_activity as select number from engagement.counted.activity;

create macro held() as table
from engagement.counted.activity semi join asked_activity using (number);

-- Activities that lie only partly in the period: nobody knows on which side of its border they were.
create macro in_doubt() as table
select activity_id, mechanism
from engagement.counted.activity
where is_of_kind(mechanism, mode, objectives, review)
    and (asked('first_day') is null or date_to >= asked('first_day'))
    and (asked('last_day') is null or date_from <= asked('last_day'))
    and (
        (asked('first_day') is not null and date_from < asked('first_day'))
        or (asked('last_day') is not null and date_to > asked('last_day'))
    );

-- Being invited or registered is reach, not participation.
create macro is_taking_part(stage, role) as
    (stage is null or stage not in ('invited', 'registered'))
    and (asked('roles') is null or list_contains(asked('roles'), role))
    and (asked('stages') is null or list_contains(asked('stages'), coalesce(stage, 'attended')));

-- Participation as the index says it by now, with its activity, organisation and category beside it.
create view participation_of_facts as
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

-- Participation at those activities.
create macro took_part() as table
from engagement.counted.participation
semi join asked_activity using (number)
where is_taking_part(stage, role);

-- Organisation-events. An organisation that is classified at an activity is not unclassified there because another of
-- its rows has no category; of its levels the highest holds, whichever row says it. A head-count without a name is one
-- organisation-event of its category. `slots` are rows in which somebody spoke, drafted or led, each counted once: what is
-- not classified with the first category of its organisation there. `is_unsaid`: it has none, and a row does not say.
create macro organisation_event_of_rows() as table
with one as materialized (
    select
        number, organisation_id, category, max(level) as level, bool_or(is_tagged) as is_tagged,
        coalesce(sum(rows) filter (has_voice or stage in ('spoke', 'submitted')), 0)::integer as slots,
        bool_or(role is null and (stage is null or stage = 'attended')) as is_unsaid
    from took_part()
    group by number, organisation_id, category
),
-- organisations with rows of several categories at one activity: few, so that a window over all rows is not needed
several as (
    select
        number, organisation_id, max(level) as level, bool_or(is_tagged) as is_tagged,
        min(category) filter (category <> 'UNK') as first_category,
        sum(slots) filter (category = 'UNK') as unclassified_slots,
        bool_or(is_unsaid) filter (category = 'UNK') as is_unclassified_unsaid
    from one
    where organisation_id is not null
    group by number, organisation_id
    having count(*) > 1
),
resolved as (
    select
        number, organisation_id, category,
        coalesce(several.level, one.level) as level,
        coalesce(several.is_tagged, one.is_tagged) as is_tagged,
        slots + if(category = first_category, coalesce(unclassified_slots, 0), 0) as slots,
        is_unsaid or (category = first_category and is_unclassified_unsaid) is true as is_unsaid
    from one left join several using (number, organisation_id)
    where category <> 'UNK' or first_category is null
)
select * replace (is_unsaid and slots = 0 as is_unsaid) from resolved;

-- Those, and of category 'TAG' what carries a tag of women, children or youth, with their activity.
create macro organisation_event_or_tag_of_rows() as table
with event as materialized (from organisation_event_of_rows())
select whole.*, mechanism, held_in, date_from, date_to, has_log, is_assessed, activity_id
from (
    from event
    union all by name
    select
        number, organisation_id, 'TAG' as category, true as is_tagged, max(level) as level,
        sum(slots)::integer as slots, bool_or(is_unsaid) and sum(slots) = 0 as is_unsaid
    from event where is_tagged group by number, organisation_id
) as whole
join engagement.counted.activity using (number);

-- The same with what came before: in a period that begins after `earlier`, the organisation is counted here and at no
-- activity that ended before.
create macro organisation_event_and_those_before() as table
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

-- Each category at each activity in rows and heads. `first_spelled` are the spellings of organisations that stand here and
-- at no activity that ended before.
create macro head_count_of_rows() as table
with here as materialized (from took_part()),
first_place as (
    select category, organisation, min(number) as number
    from engagement.counted.participation
    where is_taking_part(stage, role) and organisation in (select organisation from here)
    group by category, organisation
)
select
    here.number, here.category, sum(rows)::integer as rows, count(distinct first_place.organisation) as first_spelled,
    sum(people) as people, sum(women) as women, sum(men) as men, sum(other_gender) as other_gender,
    sum(gender_recorded) as gender_recorded
from here left join first_place using (number, category, organisation)
group by here.number, here.category;

-- These stand for what counted.sql has made. Where a scope asks for some participation only, temporary tables and views
-- of the same names take their place.
create view organisation_event_or_tag as from engagement.counted.organisation_event;
create view category_event as from engagement.counted.category_event;
create view stage_event as from engagement.counted.stage_event;

-- The organisation-events of a scope.
create macro organisation_event() as table
from organisation_event_or_tag semi join asked_activity using (number) where category <> 'TAG';

-- Each category at each activity: far fewer rows than organisation-events, and what is counted by activity is then
-- merely counted. `untagged` leaves out what the row of category 'TAG' counts too. `first_seen` are organisations that
-- are counted here and at no activity that ended before.
create macro category_event_of_events() as table
select
    number, category,
    any_value(mechanism) as mechanism, any_value(held_in) as held_in, any_value(has_log) as has_log,
    any_value(is_assessed) as is_assessed,
    count(*) as events,
    count(*) filter (organisation_id is null) as nameless,
    count(level) as level_known,
    count(*) filter (level >= 3) as involved,
    sum(slots)::integer as slots,
    count(*) filter (is_unsaid) as voice_unsaid,
    count(*) filter (organisation_id is null and not is_tagged) as nameless_untagged,
    count(level) filter (not is_tagged) as level_known_untagged,
    count(*) filter (level >= 3 and not is_tagged) as involved_untagged,
    count(*) filter (not is_tagged) as events_untagged,
    coalesce(sum(slots) filter (not is_tagged), 0)::integer as slots_untagged,
    count(*) filter (is_unsaid and not is_tagged) as voice_unsaid_untagged,
    count(*) filter (organisation_id is not null and earlier is null) as first_seen,
    count(*) filter (organisation_id is not null and earlier_here is null) as first_seen_here,
    count(*) filter (organisation_id is not null and earlier_in_year is null) as first_seen_in_year,
    not bool_or(category = 'UNK') over (partition by number) as is_clear
from organisation_event_or_tag semi join asked_activity using (number)
group by number, category;

-- Organisation-events of each activity by the stages that are recorded of them, each a bit. Of whom no stage is said, the
-- log says that they were there; a role with a voice says that they spoke.
create macro stage_event_of_rows() as table
with said as (
    select
        category, number, organisation_id,
        bit_or(
            case stage when 'invited' then 1 when 'registered' then 2 when 'spoke' then 8 when 'submitted' then 16 else 4 end
            | if(has_voice and coalesce(stage, 'attended') in ('attended', 'spoke'), 8, 0)
        ) as stages
    from engagement.counted.participation
    semi join asked_activity using (number)
    where asked('roles') is null or list_contains(asked('roles'), role)
    group by category, number, organisation_id
),
several as (
    select
        number, organisation_id, bool_or(category <> 'UNK') as is_classified,
        bit_or(stages) filter (category = 'UNK') as unclassified
    from said where organisation_id is not null group by number, organisation_id having count(*) > 1
),
-- as in organisation_event: who is classified at an activity is not unclassified there
resolved as (
    select number, category, if(is_classified, stages | coalesce(unclassified, 0), stages) as stages
    from said left join several using (number, organisation_id)
    where category <> 'UNK' or is_classified is not true
)
select number, category, stages, count(*) as organisation_events from resolved group by number, category, stages;

-- What is summed of each category in the whole scope (mechanism and held_in null), in each mechanism and in each year.
create macro category_sums() as table
select
    mechanism, held_in, category,
    sum(events)::bigint as organisation_events,
    sum(nameless)::bigint as nameless,
    count(*) as activities,
    count(*) filter (is_clear) as activities_where_clear,
    count(*) filter (has_log) as activities_with_log,
    count(*) filter (is_assessed) as present,
    count(*) filter (is_assessed and is_clear) as present_where_clear,
    sum(level_known)::bigint as level_known,
    sum(involved)::bigint as involved,
    sum(first_seen)::bigint as first_seen,
    sum(first_seen_here)::bigint as first_seen_here,
    sum(first_seen_in_year)::bigint as first_seen_in_year
from category_event semi join asked_activity using (number)
group by grouping sets ((category), (mechanism, category), (held_in, category));

create macro by_grouping(mechanism, held_in, of_mechanism, of_year, of_all) as
    case when mechanism is not null then of_mechanism when held_in is not null then of_year else of_all end;

-- The counts of each category, in three ways to count its organisations: `bodies` are these, and each head-count without
-- a name is one more. This one is of everything that ended by some day.
create macro category_counts() as table
select
    * exclude (nameless, first_seen, first_seen_here, first_seen_in_year),
    by_grouping(mechanism, held_in, first_seen_here, first_seen_in_year, first_seen) as organisations,
    organisations + nameless as bodies
from category_sums();

-- Of a period with a first day.
create macro category_counts_of_period() as table
with counted as (
    select
        mechanism, held_in, category,
        count(*) filter (earlier is null or earlier < asked('first_day')) as anywhere,
        count(*) filter (earlier_here is null or earlier_here < asked('first_day')) as here,
        count(*) filter (earlier_in_year is null or earlier_in_year < asked('first_day')) as in_year
    from organisation_event_or_tag semi join asked_activity using (number)
    where organisation_id is not null
    group by grouping sets ((category), (mechanism, category), (held_in, category))
)
select
    summed.* exclude (nameless, first_seen, first_seen_here, first_seen_in_year),
    coalesce(by_grouping(summed.mechanism, summed.held_in, here, in_year, anywhere), 0) as organisations,
    organisations + nameless as bodies
from category_sums() as summed
left join counted
    on counted.category = summed.category
    and counted.mechanism is not distinct from summed.mechanism
    and counted.held_in is not distinct from summed.held_in;

-- Of some mechanisms, or activities of some kind.
create macro category_counts_of_part() as table
with counted as (
    select mechanism, held_in, category, count(distinct organisation_id) as found
    from organisation_event_or_tag semi join asked_activity using (number)
    group by grouping sets ((category), (mechanism, category), (held_in, category))
)
select
    summed.* exclude (nameless, first_seen, first_seen_here, first_seen_in_year),
    found as organisations,
    found + nameless as bodies
from category_sums() as summed
join counted
    on counted.category = summed.category
    and counted.mechanism is not distinct from summed.mechanism
    and counted.held_in is not distinct from summed.held_in;

-- The counts of activities, with the same three groupings.
create macro activity_counts() as table
with unclear as (select number from category_event where category = 'UNK')
select
    mechanism, held_in,
    count(*) as held,
    count(*) filter (open_to_stakeholders) as open,
    count(*) filter (not open_to_stakeholders) as closed,
    count(*) filter (open_to_stakeholders is null) as openness_not_recorded,
    count(*) filter (has_log) as with_log,
    count(*) filter (is_assessed) as assessed,
    count(unclear.number) as unclear,
    count(unclear.number) filter (is_assessed) as assessed_unclear
from held() as held left join unclear using (number)
group by grouping sets ((), (mechanism), (held_in));

-- Rows, names and heads of each category, in everything that ended by some day.
create macro head_counts() as table
select
    category,
    sum(rows)::bigint as rows,
    sum(first_spelled)::bigint as organisations_as_spelled,
    sum(people)::bigint as people,
    sum(women)::bigint as women,
    sum(men)::bigint as men,
    sum(other_gender)::bigint as other_gender,
    sum(gender_recorded)::bigint as gender_recorded
from engagement.counted.head_count semi join asked_activity using (number)
group by category;

-- The same in any scope.
create macro head_counts_of_part() as table
select
    category,
    sum(rows)::bigint as rows,
    count(distinct organisation) as organisations_as_spelled,
    sum(people)::bigint as people,
    sum(women)::bigint as women,
    sum(men)::bigint as men,
    sum(other_gender)::bigint as other_gender,
    sum(gender_recorded)::bigint as gender_recorded
from took_part()
group by category;

-- Rows, names and heads of each label as files spell it, per 'category', per 'activity' (and category there), or
-- per 'mechanism' or 'year', whatever categories the label was given there.
create macro label_counts(per) as table
with counted as (
    select
        case when per in ('category', 'activity') then category end as category,
        case when per = 'activity' then activity_id end as activity_id,
        case when per = 'mechanism' then mechanism end as mechanism,
        case when per = 'year' then held_in end as held_in,
        label_key,
        sum(rows)::bigint as rows,
        count(distinct (row.activity_id, organisation_id)) as organisation_events,
        count(distinct organisation_id) as organisations,
        count(distinct organisation) as organisations_as_spelled,
        count(distinct row.activity_id) as activities,
        sum(people)::bigint as people,
        sum(women)::bigint as women,
        sum(men)::bigint as men,
        sum(other_gender)::bigint as other_gender,
        sum(gender_recorded)::bigint as gender_recorded
    from took_part() as row
    group by all
)
select counted.* exclude (label_key), coalesce(spelling.text, '') as label
from counted left join spelling on spelling.key = counted.label_key;

-- Each activity with how many took part.
create macro activity_detail() as table
select
    held.*, coalesce(organisation_events, 0) as organisation_events, coalesce(organisations, 0) as organisations,
    coalesce(activity_id in (
        select activity_id from engagement.activity join engagement.batch using (batch) where is_illustrative
    ), false) as is_illustrative
from held() as held
left join (
    select number, count(*) as organisation_events, count(distinct organisation_id) as organisations
    from organisation_event()
    group by number
) using (number)
order by date_from, date_to, mechanism, title;

-- The import that last said something of the activities.
create macro latest_import() as table
select max(imported_at) as data_as_of, max(batch) as last_batch
from engagement.batch
where undone_at is null and batch in (
    select batch from engagement.activity semi join held() using (activity_id)
);

-- The files that say something of the activities, and the lists that say what of it means.
create macro sources() as table
select batch from engagement.batch
where undone_at is null and (kind <> 'log' or batch in (
    select batch from engagement.activity semi join held() using (activity_id)
))
order by batch;
