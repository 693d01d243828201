-- How the rows on the desk differ from those of an earlier version of the file. Rows that say the same are paired first,
-- as often as they stand on both sides. Of the others, a row of the same activity and organisation is what an earlier
-- row was changed to; where no row came or went, so is the row in the same place.

create table earlier_row as
select row, key, activity_id, organisation_id from read_parquet(getvariable('earlier'))
union all
select unnest(further_rows), unnest(further_keys), activity_id, organisation_id
from read_parquet(getvariable('earlier'));

create view later_row as
select id, row, said_key as key, activity_id, organisation_id from kept where category is not null;

create table gone as
with numbered as (select *, row_number() over (partition by key order by row) as occurrence from earlier_row)
select row, activity_id, organisation_id
from numbered anti join (
    select key, row_number() over (partition by key order by id) as occurrence from later_row
) using (key, occurrence);

create table come as
with numbered as (select *, row_number() over (partition by key order by id) as occurrence from later_row)
select row, activity_id, organisation_id
from numbered anti join (
    select key, row_number() over (partition by key order by row) as occurrence from earlier_row
) using (key, occurrence);

create table difference (change varchar, row integer, earlier_row integer);

insert into difference
with old as (
    select *, row_number() over (partition by activity_id, organisation_id order by row) as occurrence from gone
),
new as (
    select *, row_number() over (partition by activity_id, organisation_id order by row) as occurrence from come
)
select 'changed', new.row, old.row from old join new using (activity_id, organisation_id, occurrence);

insert into difference
select 'changed', row, row from gone join come using (row)
where row not in (select earlier_row from difference) and row not in (select row from difference)
    and (select count(*) from earlier_row) = (select count(*) from later_row);

insert into difference
select 'added', row, null from come where row not in (select row from difference where row is not null)
union all
select 'removed', null, row from gone where row not in (select earlier_row from difference where earlier_row is not null);
