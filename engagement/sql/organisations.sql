-- Organisations as they are spoken of: all their names, the one they go by, and what is recorded of them.

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

-- Each organisation with what speaks for or against its being another one; those asked for, or (null) all of them.
create macro sided_of(keys) as table
with seen as (
    select
        organisation_id, mode(country) as country, list(distinct category order by category) as categories,
        list(distinct mechanism order by mechanism) as mechanisms,
        count(distinct activity_id) as organisation_events, max(date_to) as last_seen
    from took_part()
    where organisation_id is not null and (keys is null or organisation_id in (select unnest(keys)))
    group by organisation_id
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
left join standing on standing.organisation_id = titled.organisation_id and standing.valid_to is null
where keys is null or titled.organisation_id in (select unnest(keys));

create view sided as from sided_of(null::ubigint[]);

-- Organisations that asked not to be named: by the last word on any of their names.
create view kept_out as
select distinct coalesce(identity.organisation_id, name_id) as organisation_id
from (from engagement.kept_out qualify row_number() over (partition by name_id order by sequence desc) = 1)
left join engagement.identity using (name_id)
where is_kept_out;

-- Who may be named outside: 'public', or why not. What a list declares is known to be an organisation. Of what only logs
-- name, a group of migrants may be no more than its members, and one person who comes alone may be the whole of it.
create view naming as
with seen as (
    select
        organisation_id, mode(country) as country, bool_or(category = 'MIG') as is_of_migrants,
        max(people) <= 1 as is_one
    from engagement.counted.participation where organisation_id is not null group by organisation_id
)
select
    titled.organisation_id, name, coalesce(titled.country, seen.country) as country,
    case
        when kept_out.organisation_id is not null then 'kept_out'
        when not is_declared and (coalesce(is_of_migrants, false) or coalesce(is_one, false)) then 'persons'
        else 'public'
    end as naming
from titled left join seen using (organisation_id) left join kept_out using (organisation_id);

-- The organisations that took part, with whether they may be named.
create macro organisation_naming() as table
select
    organisation_id, naming.name, naming.country, naming.naming,
    list(distinct category order by category) as categories, count(distinct activity_id) as activities
from took_part() as taking join naming using (organisation_id)
group by all
order by lower(any_value(naming.name)), organisation_id;

-- Each organisation that took part: its names as spelled, its categories, where and when.
create macro organisation_detail() as table
select
    organisation_id, any_value(titled.name) as name, any_value(titled.country) as country,
    any_value(is_declared) as is_declared, list(distinct text order by text) as spellings, any_value(names) as names,
    list(distinct category order by category) as categories,
    list(distinct mechanism order by mechanism) as mechanisms,
    count(distinct activity_id) as activities, min(date_from) as first_seen, max(date_to) as last_seen
from took_part()
join spelling on spelling.key = organisation
join titled using (organisation_id)
join (select organisation_id, list(distinct name order by name) as names from named group by all) using (organisation_id)
where organisation_id is not null
group by organisation_id
order by name;
