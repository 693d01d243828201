-- How the rows on the desk differ from those of an earlier version of the file. Rows that say the same are paired first,
-- as often as they stand on both sides; of the others, the row of the same place and activity, or of the same activity
-- and organisation, or of the same place is what an earlier row was changed to.

create table earlier_row as
select row, key, activity_id, organisation_id from read_parquet(getvariable('earlier'))
union all
select unnest(further_rows), unnest(further_keys), activity_id, organisation_id from read_parquet(getvariable('earlier'));

create table gone as
with numbered as (select *, row_number() over (partition by key order by row) as occurrence from earlier_row)
select row, activity_id, organisation_id
from numbered anti join (
    select raw_key as key, row_number() over (partition by raw_key order by id) as occurrence from kept
) using (key, occurrence);

create table come as
with numbered as (select *, row_number() over (partition by raw_key order by id) as occurrence from kept)
select row, activity_id, organisation_id
from numbered anti join (
    select key as raw_key, row_number() over (partition by key order by row) as occurrence from earlier_row
) using (raw_key, occurrence);

create table difference (change varchar, row integer, earlier_row integer);

insert into difference
select 'changed', row, row from gone join come using (row, activity_id);

insert into difference
with old as (
    select *, row_number() over (partition by activity_id, organisation_id order by row) as occurrence
    from gone where row not in (select earlier_row from difference)
),
new as (
    select *, row_number() over (partition by activity_id, organisation_id order by row) as occurrence
    from come where row not in (select row from difference)
)
select 'changed', new.row, old.row from old join new using (activity_id, organisation_id, occurrence);

insert into difference
select 'changed', row, row from gone join come using (row)
where row not in (select earlier_row from difference) and row not in (select row from difference);

insert into difference
select 'added', row, null from come where row not in (select row from difference where row is not null)
union all
select 'removed', null, row from gone where row not in (select earlier_row from difference where earlier_row is not null);
