-- Organisations as they are spoken of: all their names, the one they go by, and what is recorded of them.

-- Every name of every organisation, as counted.sql has kept it.
create view named as from engagement.counted.named;

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
select
    coalesce(identity.organisation_id, name_id) as organisation_id,
    max(sequence) as entry, arg_max(coalesce(reason, ''), sequence) as reason
from (from engagement.kept_out qualify row_number() over (partition by name_id order by sequence desc) = 1)
left join engagement.identity using (name_id)
where is_kept_out
group by 1;

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

-- Each organisation that took part as a line of a list: what it is searched and sorted by (`words`, `sorted_as`), and how
-- much of it there is.
create macro organisation_line() as table
with seen as (
    select
        organisation_id, list(distinct category order by category) as categories,
        count(distinct mechanism) as places, count(distinct number) as activities, max(date_to) as last_seen
    from took_part()
    where organisation_id is not null
    group by organisation_id
),
called as (
    select
        organisation_id, any_value(titled.name) as name, count(distinct named.name) as names,
        max(folded) filter (named.name = titled.name) as sorted_as, string_agg(folded, chr(10)) as words
    from titled join named using (organisation_id)
    group by organisation_id
)
from seen join called using (organisation_id);

-- The letters with which the words of a folded name begin; of those longer than `longest_left_out`.
create macro initials(folded, longest_left_out) as
    array_to_string([word[1] for word in string_split(folded, ' ') if len(word) > longest_left_out], '');

-- Organisations with a name near to one of another's: that shares words which few have, is spelled much the same, or is
-- the initials of the other. Whether any of them may be the same is for the matching to say.
create macro named_much_as(own) as table
with word as materialized (
    select distinct organisation_id, unnest(string_split(folded, ' ')) as word from named
),
telling as (
    select word, 1 / sqrt(count(*)) as weight from word
    where word in (select word from word where organisation_id = own)
    group by word
),
own_name as (select folded, initials(folded, 0) as short, initials(folded, 3) as shorter from named where organisation_id = own),
other as (select *, initials(folded, 0) as short, initials(folded, 3) as shorter from named where organisation_id <> own),
near as (
    (
        select organisation_id from word join telling using (word) where organisation_id <> own
        group by organisation_id order by sum(weight) desc, organisation_id limit 100
    )
    union
    (
        select organisation_id from other join own_name on true
        group by organisation_id
        order by max(jaro_winkler_similarity(other.folded, own_name.folded)) desc, organisation_id limit 50
    )
    union
    (
        select organisation_id from other join own_name
            on other.folded in (own_name.short, own_name.shorter) or own_name.folded in (other.short, other.shorter)
        order by organisation_id limit 50
    )
)
select organisation_id from near;
