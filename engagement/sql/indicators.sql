-- What every figure is counted from. mechanisms: a list of codes, or null for all; days are inclusive, or null. What
-- further narrows a question: modes, gcm_objectives ('7') and reviews of activities, roles and stages of
-- participation; each a list, or null.

create view mechanism as
select code, kind, parent from known_mechanism
union select code, kind, parent from engagement.mechanism;

-- An activity as all batches together describe it. What a later batch says stands; what it leaves blank does not.
create view activity as
select
    activity_id,
    any_value(mechanism) as mechanism,
    arg_min(title, batch) as title,
    any_value(date_from) as date_from,
    any_value(date_to) as date_to,
    any_value(date_precision) as date_precision,
    arg_max(place, batch) as place,
    arg_max(mode, batch) as mode,
    arg_max(activity_type, batch) as activity_type,
    arg_max(objectives, batch) as objectives,
    arg_max(review, batch) as review,
    arg_max(open_to_stakeholders, batch) as open_to_stakeholders,
    -- a log was received when some batch brought participation and did not call itself incomplete
    bool_or(has_participation and coalesce(log_complete, true)) as has_log
from engagement.activity
group by activity_id;

-- What each key stands for, whichever batch spells it.
create view spelling as select key, any_value(text) as text from engagement.spelling group by key;

-- Of the verdicts on two names the last.
create view verdict as
from engagement.judgement
qualify row_number() over (partition by left_id, right_id order by batch desc, position desc) = 1;

-- The names that stand somewhere: in a log, a list or a roster.
create view standing_name as
select organisation_id as name_id from engagement.fact where organisation_id is not null
union select name_id from engagement.organisation
union select alias_id from engagement.alias
union select name_id from engagement.alias
union select name_id from engagement.seat;

-- The pairs of names that are one: judged so, while both stand somewhere, or declared so by a list, unless somebody has
-- taken that back since.
create view same_pair as
select left_id, right_id from verdict
where verdict = 'same' and left_id in (from standing_name) and right_id in (from standing_name)
union
select least(name_id, alias_id), greatest(name_id, alias_id) from engagement.alias
where not exists (
    from verdict
    where left_id = least(name_id, alias_id) and right_id = greatest(name_id, alias_id)
        and verdict <> 'same' and verdict.batch > alias.batch
);

-- The category that somebody has given an organisation, and the days it holds. What was said last stands, from its day
-- on; an earlier word holds for the days before.
create view standing as
with every as (
    select name_id, category, valid_from, batch from engagement.classification
    union all
    select left_id, category, null, batch
    from verdict join same_pair using (left_id, right_id) where verdict = 'same' and category is not null
),
said as (
    select
        coalesce(identity.organisation_id, name_id) as organisation_id, category,
        coalesce(valid_from, date '0001-01-01') as valid_from, batch
    from every left join engagement.identity using (name_id)
),
held as (
    select * from said
    where not exists (
        from said as later
        where later.organisation_id = said.organisation_id
            and later.batch > said.batch and later.valid_from <= said.valid_from
    )
    qualify row_number() over (partition by organisation_id, valid_from order by batch desc) = 1
)
select *, lead(valid_from) over (partition by organisation_id order by valid_from) as valid_to from held;

-- Networks and working groups that logs and lists have brought; what a list says comes before what a log says.
create view created_mechanism as
with every as (
    select mechanism.*, imported.kind = 'mechanisms' as is_listed
    from engagement.mechanism join engagement.batch as imported using (batch)
)
select distinct on (every.code) every.code, every.kind, parent, name, name_fr, region
from every left join engagement.mechanism_detail as detail using (batch, code)
order by every.code, is_listed desc, batch desc;

-- Activities that lie wholly in the period. `is_assessed`: what presence is counted over.
create macro held(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null
) as table
select *, has_log and coalesce(open_to_stakeholders, true) as is_assessed
from activity
where (mechanisms is null or list_contains(mechanisms, mechanism))
    and (first_day is null or date_from >= first_day)
    and (last_day is null or date_to <= last_day)
    and (modes is null or list_contains(modes, mode))
    and (gcm_objectives is null or list_has_any(string_split(objectives, ';'), gcm_objectives))
    and (reviews is null or list_contains(reviews, review));

-- Activities that lie only partly in the period: nobody knows on which side of its border they were.
create macro in_doubt(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null
) as table
select activity_id
from activity
where (mechanisms is null or list_contains(mechanisms, mechanism))
    and (first_day is null or date_to >= first_day)
    and (last_day is null or date_from <= last_day)
    and (modes is null or list_contains(modes, mode))
    and (gcm_objectives is null or list_has_any(string_split(objectives, ';'), gcm_objectives))
    and (reviews is null or list_contains(reviews, review))
    and ((first_day is not null and date_from < first_day) or (last_day is not null and date_to > last_day));

-- Participation at those activities; being invited or registered is reach, not participation.
create macro took_part(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
select
    -- names that are one organisation are one; what was said of its category comes before what a log says
    fact.* replace (
        coalesce(identity.organisation_id, fact.organisation_id) as organisation_id,
        coalesce(standing.category, fact.category) as category
    ),
    fact.organisation_id as name_id,
    held.mechanism,
    year(held.date_from) as held_in,
    held.is_assessed,
    'WCY' = coalesce(standing.category, fact.category) or tags is not null as is_tagged,
    coalesce(label, 0) as label_key,
    1 + len(coalesce(further_rows, [])) as rows
from engagement.fact
join held(mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews) as held
    using (activity_id)
left join engagement.identity on identity.name_id = fact.organisation_id
left join standing
    on standing.organisation_id = coalesce(identity.organisation_id, fact.organisation_id)
    and held.date_from >= standing.valid_from
    and (standing.valid_to is null or held.date_from < standing.valid_to)
where (stage is null or stage not in ('invited', 'registered'))
    and (roles is null or list_contains(roles, role))
    and (stages is null or list_contains(stages, coalesce(stage, 'attended')));

-- Organisation-events. An organisation that is classified at an activity is not unclassified there because another of
-- its rows has no category; of its levels the highest holds, whichever row says it. A head-count without a name is one
-- organisation-event of its category.
create macro organisation_event(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
with one as materialized (
    select
        activity_id, mechanism, held_in, is_assessed, organisation_id, category,
        max(level) as level, bool_or(is_tagged) as is_tagged
    from took_part(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
    group by all
)
select one.* replace (
    coalesce(several.level, one.level) as level,
    coalesce(several.is_tagged, one.is_tagged) as is_tagged
)
from one
left join (
    -- organisations with rows of several categories at one activity: few, so that a window over all rows is not needed
    select
        activity_id, organisation_id, max(level) as level, bool_or(is_tagged) as is_tagged,
        bool_or(category <> 'UNK') as is_classified
    from one
    where organisation_id is not null
    group by activity_id, organisation_id
    having count(*) > 1
) as several using (activity_id, organisation_id)
where category <> 'UNK' or is_classified is not true;

-- The counts of each category in the whole selection (mechanism and held_in null), in each mechanism and in each year.
-- The rows of category 'TAG' count what carries a tag of women, children or youth, whatever its category.
create macro category_counts(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
with event as materialized (
    from organisation_event(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
),
counted as (
    select activity_id, mechanism, held_in, is_assessed, organisation_id, category, level from event
    union all
    select activity_id, mechanism, held_in, is_assessed, organisation_id, 'TAG', max(level) from event
    where is_tagged group by all
),
-- far fewer rows than organisation-events, and what is counted by activity is then merely counted
at_activity as (
    select
        activity_id, category, any_value(mechanism) as mechanism, any_value(held_in) as held_in,
        any_value(is_assessed) as is_assessed, count(*) as events, bool_or(organisation_id is null) as has_nameless,
        count(level) as level_known, count(*) filter (level >= 3) as involved
    from counted group by activity_id, category
),
unclear as (
    select activity_id, true as is_unclear from at_activity where category = 'UNK'
),
summed as (
    select
        mechanism, held_in, category,
        sum(events)::bigint as organisation_events,
        count(*) filter (has_nameless) as nameless,
        count(*) as activities,
        count(*) filter (is_unclear is null) as activities_where_clear,
        count(*) filter (is_assessed) as present,
        count(*) filter (is_assessed and is_unclear is null) as present_where_clear,
        sum(level_known)::bigint as level_known,
        sum(involved)::bigint as involved
    from at_activity left join unclear using (activity_id)
    group by grouping sets ((category), (mechanism, category), (held_in, category))
),
named as (
    select mechanism, held_in, category, count(distinct organisation_id) as organisations
    from (
        select distinct mechanism, held_in, category, organisation_id from counted where organisation_id is not null
    )
    group by grouping sets ((category), (mechanism, category), (held_in, category))
)
select
    summed.* exclude (nameless), coalesce(organisations, 0) as organisations,
    coalesce(organisations, 0) + nameless as bodies  -- each head-count without a name is one more
from summed
left join named
    on named.category = summed.category
    and named.mechanism is not distinct from summed.mechanism
    and named.held_in is not distinct from summed.held_in;

-- The counts of activities, with the same three groupings.
create macro activity_counts(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
with unclear as (
    -- as organisation_event has it, with less work: nobody has a category for the organisation at the activity
    select distinct activity_id
    from (
        select activity_id
        from took_part(
            mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews,
            roles := roles, stages := stages
        )
        group by activity_id, organisation_id, case when organisation_id is null then category end
        having bool_and(category = 'UNK')
    )
)
select
    mechanism, year(date_from) as held_in,
    count(*) as held,
    count(*) filter (open_to_stakeholders) as open,
    count(*) filter (not open_to_stakeholders) as closed,
    count(*) filter (open_to_stakeholders is null) as openness_not_recorded,
    count(*) filter (has_log) as with_log,
    count(*) filter (is_assessed) as assessed,
    count(unclear.activity_id) as unclear,
    count(unclear.activity_id) filter (is_assessed) as assessed_unclear
from held(mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews) as held
left join unclear using (activity_id)
group by grouping sets ((), (mechanism), (held_in));

-- Rows, names and heads: per category, and per label as files spell it. Per mechanism and year a label is one row,
-- whatever categories it was given (`category` null).
create macro label_counts(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
with counted as (
    select
        category, label_key, mechanism, held_in, grouping(label_key) = 0 as is_label,
        sum(rows)::bigint as rows,
        count(distinct (activity_id, organisation_id)) as organisation_events,
        count(distinct organisation_id) as organisations,
        count(distinct organisation) as organisations_as_spelled,
        count(distinct activity_id) as activities,
        sum(people)::bigint as people,
        sum(women)::bigint as women,
        sum(men)::bigint as men,
        sum(other_gender)::bigint as other_gender,
        sum(gender_recorded)::bigint as gender_recorded
    from took_part(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
    group by grouping sets ((category), (category, label_key), (label_key, mechanism), (label_key, held_in))
)
select counted.* exclude (label_key), case when is_label then coalesce(spelling.text, '') end as label
from counted left join spelling on spelling.key = counted.label_key;

-- The same of each activity, per category and label.
create macro label_counts_of_activities(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
with counted as (
    select
        category, label_key, activity_id,
        sum(rows)::bigint as rows,
        count(distinct (activity_id, organisation_id)) as organisation_events,
        count(distinct organisation_id) as organisations,
        count(distinct organisation) as organisations_as_spelled,
        count(distinct activity_id) as activities,
        sum(people)::bigint as people,
        sum(women)::bigint as women,
        sum(men)::bigint as men,
        sum(other_gender)::bigint as other_gender,
        sum(gender_recorded)::bigint as gender_recorded
    from took_part(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
    group by category, label_key, activity_id
)
select counted.* exclude (label_key), coalesce(spelling.text, '') as label
from counted left join spelling on spelling.key = counted.label_key;

-- Every name of every organisation, with the organisation it belongs to: as logs spell it, as it was declared, or as an
-- alias of what was declared.
create view named as
with every as (
    select
        organisation_id as name_id, spelling.text as name, 'log' as source, null::varchar as language,
        count(distinct activity_id) as organisation_events
    from engagement.fact join spelling on spelling.key = fact.organisation
    where organisation_id is not null group by all
    union all by name
    select name_id, name, 'declared' as source, 0 as organisation_events from engagement.organisation
    union all by name
    select alias_id as name_id, alias as name, 'alias' as source, language, 0 as organisation_events from engagement.alias
    union all by name
    select name_id, name, 'seat' as source, 0 as organisation_events from engagement.seat
)
select coalesce(identity.organisation_id, name_id) as organisation_id, every.*
from every left join engagement.identity using (name_id);

-- What was declared of each organisation. What a later list says stands; what it leaves blank does not.
create view declared as
select
    coalesce(identity.organisation_id, name_id) as organisation_id,
    arg_max(name, (batch, name)) as name, arg_max(acronym, batch) as acronym, arg_max(country, batch) as country,
    arg_max(tags, batch) as tags, arg_max(members, batch) as members, arg_max(classified_on, batch) as classified_on,
    arg_max(verified_on, batch) as verified_on, arg_max(ror, batch) as ror, arg_max(wikidata, batch) as wikidata,
    arg_max(ecosoc, batch) as ecosoc, arg_max(iati, batch) as iati, arg_max(notes, batch) as notes
from engagement.organisation left join engagement.identity using (name_id)
group by 1;

-- Each organisation with the name it goes by: the declared one, or the one that stands in most logs.
create view titled as
with called as (
    select organisation_id, arg_max(name, (organisation_events, name)) as name from named group by organisation_id
)
select
    called.organisation_id, coalesce(declared.name, called.name) as name, declared.* exclude (organisation_id, name),
    declared.organisation_id is not null as is_declared
from called left join declared using (organisation_id);

-- Each organisation with what speaks for or against its being another one.
create view sided as
with seen as (
    select
        organisation_id, mode(country) as country, list(distinct category order by category) as categories,
        list(distinct mechanism order by mechanism) as mechanisms,
        count(distinct activity_id) as organisation_events, max(date_to) as last_seen
    from took_part(null, null, null) join (select activity_id, date_to from activity) using (activity_id)
    where organisation_id is not null group by organisation_id
)
select
    titled.organisation_id, titled.name, coalesce(titled.country, seen.country) as country,
    case
        when standing.category is not null then [standing.category] else coalesce(seen.categories, [])
    end as categories,
    -- the one category that counts for it; none where logs contradict each other
    coalesce(standing.category, case when len(list_filter(seen.categories, lambda code: code <> 'UNK')) = 1
        then list_filter(seen.categories, lambda code: code <> 'UNK')[1] end) as category,
    coalesce(seen.mechanisms, []) as mechanisms, coalesce(seen.organisation_events, 0) as organisation_events,
    seen.last_seen
from titled
left join seen using (organisation_id)
left join standing on standing.organisation_id = titled.organisation_id and standing.valid_to is null;

-- Each activity with how many took part.
create macro activity_detail(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
select
    held.*, coalesce(organisation_events, 0) as organisation_events, coalesce(organisations, 0) as organisations,
    coalesce(activity_id in (
        select activity_id from engagement.activity join engagement.batch using (batch) where is_illustrative
    ), false) as is_illustrative
from held(mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews) as held
left join (
    select activity_id, count(*) as organisation_events, count(distinct organisation_id) as organisations
    from organisation_event(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
    group by activity_id
) using (activity_id)
order by date_from, date_to, mechanism, title;

-- Each organisation that took part: its names as spelled, its categories, where and when.
create macro organisation_detail(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null, roles := null, stages := null
) as table
select
    organisation_id, any_value(titled.name) as name, any_value(titled.country) as country,
    any_value(is_declared) as is_declared, list(distinct text order by text) as spellings, any_value(names) as names,
    list(distinct category order by category) as categories,
    list(distinct mechanism order by mechanism) as mechanisms,
    count(distinct activity_id) as activities, min(date_from) as first_seen, max(date_to) as last_seen
from took_part(
        mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews, roles := roles,
        stages := stages
    )
join (select activity_id, date_from, date_to from activity) using (activity_id)
join spelling on spelling.key = organisation
join titled using (organisation_id)
join (select organisation_id, list(distinct name order by name) as names from named group by all) using (organisation_id)
where organisation_id is not null
group by organisation_id
order by name;

-- The import that last said something of the activities.
create macro latest_import(
    mechanisms, first_day, last_day, modes := null, gcm_objectives := null, reviews := null
) as table
select max(imported_at) as data_as_of, max(batch) as last_batch
from engagement.batch
where undone_at is null and batch in (
    select batch from engagement.activity
    join held(mechanisms, first_day, last_day, modes := modes, gcm_objectives := gcm_objectives, reviews := reviews)
        using (activity_id)
);
