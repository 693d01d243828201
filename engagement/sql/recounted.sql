-- The same tables where only the organisation or the category of some names has changed: what counts those names, and the
-- activities where they took part, is made anew. The names stand in the temporary table `changed_name`, which goes with all
-- others when it is done; of an organisation all its names are there.

create temp table changed_organisation as
select distinct organisation_id from engagement.counted.participation where name_id in (from changed_name)
union
select coalesce(organisation_id, name_id) from changed_name left join engagement.identity using (name_id);

create temp table asked_activity as
select distinct number from engagement.counted.participation where name_id in (from changed_name);

delete from engagement.counted.participation where name_id in (from changed_name);
insert into engagement.counted.participation by name
from participation_of_facts where name_id in (from changed_name);

delete from engagement.counted.organisation_event where organisation_id in (from changed_organisation);
insert into engagement.counted.organisation_event by name
from organisation_event_and_those_before() where organisation_id in (from changed_organisation);

delete from engagement.counted.category_event where number in (from asked_activity);
insert into engagement.counted.category_event by name
from category_event_of_events();

delete from engagement.counted.head_count where number in (from asked_activity);
insert into engagement.counted.head_count by name
from head_count_of_rows();

delete from engagement.counted.stage_event where number in (from asked_activity);
insert into engagement.counted.stage_event by name
from stage_event_of_rows();

delete from engagement.counted.named where name_id in (from changed_name);
insert into engagement.counted.named by name
from named_and_folded where name_id in (from changed_name);

drop table asked_activity;
drop table changed_organisation;
drop table changed_name;
