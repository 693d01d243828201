-- What the index says when all batches are taken together: activities, and who is one organisation of which category.

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

-- Every name of every organisation, with the organisation it belongs to and as it is searched: as logs spell it, as it was
-- declared, or as an alias of what was declared.
create view named_and_folded as
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
select coalesce(identity.organisation_id, name_id) as organisation_id, every.*, fold(name) as folded
from every left join engagement.identity using (name_id);

-- Networks and working groups that logs and lists have brought; what a list says comes before what a log says.
create view created_mechanism as
with every as (
    select mechanism.*, imported.kind = 'mechanisms' as is_listed
    from engagement.mechanism join engagement.batch as imported using (batch)
)
select distinct on (every.code) every.code, every.kind, parent, name, name_fr, region
from every left join engagement.mechanism_detail as detail using (batch, code)
order by every.code, is_listed desc, batch desc;
