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
from participation_of_facts;

delete from engagement.counted.organisation_event;
insert into engagement.counted.organisation_event by name
from organisation_event_and_those_before();

delete from engagement.counted.category_event;
insert into engagement.counted.category_event by name
from category_event_of_events();

delete from engagement.counted.head_count;
insert into engagement.counted.head_count by name
from head_count_of_rows();

delete from engagement.counted.stage_event;
insert into engagement.counted.stage_event by name
from stage_event_of_rows();

-- Every name of every organisation.
create or replace table engagement.counted.named as from named_and_folded;
