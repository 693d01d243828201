-- Copies, near copies and contradictions between rows. head_count as in collect.sql; near_copies: keep or set-aside.

-- A list that marks who was there: those marked absent took no part.
insert into left_out
select id, 'absent' from log where mark = 'absent' and id not in (select id from left_out);

-- Rows that repeat an earlier one cell for cell. Where a row is a person without a name, two equal rows may well be two
-- people: they are kept, and said.
create table copy as
with many as (
    select raw_key, rest from log anti join left_out using (id) group by all having count(*) > 1
)
select id, min(row) over (partition by raw_key, rest) as first
from log join many using (raw_key, rest)
where id not in (select id from left_out)
qualify row_number() over (partition by raw_key, rest order by id) > 1;

insert into problem
select id, null, case when getvariable('head_count') = 'row' then 'row-copy-kept' else 'row-copy' end, null, '{"first": "' || first || '"}'
from copy;

insert into left_out select id, 'duplicate' from copy where getvariable('head_count') <> 'row';

-- Rows that stand in another upload already, as often as they stand there.
create table copy_of_stored as
with counted as (
    -- the first of them stand in the oldest batch, the next in the one after it
    select said_key, batch, times, sum(times) over (partition by said_key order by batch) as up_to from stored
)
select id, batch
from (
    select id, said_key, row_number() over (partition by said_key order by id) as occurrence
    from log anti join left_out using (id)
    where said_key in (select said_key from stored)
)
join counted using (said_key)
where occurrence > up_to - times and occurrence <= up_to;

insert into problem
select id, null, 'row-copy-store', null, '{"batch": "' || batch || '"}' from copy_of_stored;

insert into left_out select id, 'duplicate' from copy_of_stored;

-- Rows that say the same as an earlier one in other letters: case, accents, punctuation, the form of a date.
create table near_copy as
with many as (
    select near_key from log anti join left_out using (id) group by all having min(raw_key) <> max(raw_key)
)
select id, min(row) over same as first
from log join many using (near_key)
where getvariable('head_count') <> 'row' and id not in (select id from left_out)
window same as (partition by near_key order by id)
qualify raw_key <> first_value(raw_key) over same;

insert into problem
select id, null, case when getvariable('near_copies') = 'keep' then 'row-near-copy' else 'row-near-copy-left' end, null, '{"first": "' || first || '"}'
from near_copy;

insert into left_out select id, 'duplicate' from near_copy where getvariable('near_copies') <> 'keep';

-- One organisation that is of two categories at one activity.
insert into problem
select min(id), 'category', 'category-conflict', null, null
from log
where organisation_id is not null and category <> 'UNK' and id not in (select id from left_out)
group by activity_id, organisation_id having min(category) <> max(category);

-- One person in several rows of one organisation at one activity counts once.
insert into problem
select id, 'person', 'person-again', null, '{"first": "' || first || '"}'
from (
    select id, min(row) over (partition by activity_id, person) as first
    from log
    where getvariable('head_count') = 'person' and person is not null and id not in (select id from left_out)
    qualify row_number() over (partition by activity_id, person order by id) > 1
);
