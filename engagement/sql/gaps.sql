-- What expectations beyond presence are held against, by mechanism and category. In the scope of indicators.sql.

-- Organisations, depth and voice of each category. The rows of category 'TAG' are as in category_counts; `untagged`
-- counts leave out what stands in that row already. `nameless` are head-counts without a name. Of the organisations
-- `also_unclassified` have no category at another activity.
create macro group_needs() as table
with summed as (
    select
        mechanism, category,
        sum(events)::bigint as organisation_events,
        sum(nameless)::bigint as nameless,
        sum(involved)::bigint as deep,
        sum(events - level_known)::bigint as deep_unsaid,
        sum(slots)::bigint as slots,
        sum(voice_unsaid)::bigint as slots_unsaid,
        sum(nameless_untagged)::bigint as nameless_untagged,
        sum(involved_untagged)::bigint as deep_untagged,
        sum(events_untagged - level_known_untagged)::bigint as deep_unsaid_untagged,
        sum(slots_untagged)::bigint as slots_untagged,
        sum(voice_unsaid_untagged)::bigint as slots_unsaid_untagged
    from category_event semi join asked_activity using (number) group by mechanism, category
),
unclassified as (
    select distinct mechanism, organisation_id from organisation_event()
    where category = 'UNK' and organisation_id is not null
),
also as (
    select mechanism, category, count(distinct organisation_id) as also_unclassified
    from organisation_event_or_tag
    semi join asked_activity using (number)
    semi join unclassified using (mechanism, organisation_id)
    group by mechanism, category
)
select summed.*, coalesce(also_unclassified, 0) as also_unclassified
from summed left join also using (mechanism, category);

-- How many days passed without each category, from the end of one activity to the beginning of the next, and from the
-- first day of the period and to its last; where a period has no first or last day, those of what was held. An
-- activity known to the month takes the whole month, so an interval is never too long. Three readings, each the number
-- of intervals by length: as recorded; at most favourable, with the category wherever something is not classified or
-- no complete log was received; and the latter alone. The row of category 'NONE' is that of a category never recorded.
create macro intervals() as table
with meeting as (
    select activity_id, mechanism, date_from, date_to, has_log
    from held()
),
span as (
    select
        mechanism, coalesce(asked('first_day'), min(date_from)) as first_on, coalesce(asked('last_day'), max(date_to)) as last_on
    from meeting group by mechanism
),
event as (
    select mechanism, activity_id, category, is_tagged
    from organisation_event()
),
seen as (
    select mechanism, category, activity_id from event
    union
    select mechanism, 'TAG', activity_id from event where is_tagged
),
doubtful as (
    select mechanism, activity_id, false as is_without_log from event where category = 'UNK'
    union all
    select mechanism, activity_id, true from meeting where not has_log
),
wanted as (
    select distinct mechanism, category from seen union all select mechanism, 'NONE' from span
),
read as (
    select mechanism, category, activity_id, unnest(['recorded', 'possible', 'without_log']) as reading from seen
    union all
    select mechanism, category, activity_id, unnest(if(is_without_log, ['possible', 'without_log'], ['possible']))
    from wanted join doubtful using (mechanism)
),
moment as (
    select mechanism, category, reading, date_from, date_to from read join meeting using (mechanism, activity_id)
    union all
    select mechanism, category, reading, unnest([first_on, last_on]) as date_from, date_from as date_to
    from wanted join span using (mechanism), unnest(['recorded', 'possible', 'without_log']) as every(reading)
),
passed as (
    select
        mechanism, category, reading,
        greatest(0, date_from - max(date_to) over (
            partition by mechanism, category, reading order by date_from, date_to
            rows between unbounded preceding and 1 preceding
        )) as days
    from moment
)
select
    mechanism, category, any_value(last_on - first_on) as days,
    histogram(passed.days) filter (reading = 'recorded' and passed.days > 0) as recorded,
    histogram(passed.days) filter (reading = 'possible' and passed.days > 0) as possible,
    histogram(passed.days) filter (reading = 'without_log' and passed.days > 0) as without_log
from passed join span using (mechanism)
group by mechanism, category;

-- The seats that stand, each with the group it is held for: what the roster says, else what somebody has said of the
-- organisation for the last day of the seat (or of the period), else what logs say of it where they agree.
create macro seated_for(last_day) as table
with here as (
    select *, coalesce(least(valid_to, last_day::date), date '9999-12-31') as day from engagement.seated
),
logged as (
    select
        coalesce(identity.organisation_id, fact.organisation_id) as organisation_id,
        case when count(distinct category) filter (category <> 'UNK') = 1
            then any_value(category) filter (category <> 'UNK') end as category
    from engagement.fact left join engagement.identity on identity.name_id = fact.organisation_id
    where coalesce(identity.organisation_id, fact.organisation_id) in (select organisation_id from here)
    group by 1
)
select here.* exclude (day) replace (coalesce(here.category, standing.category, logged.category, 'UNK') as category)
from here
left join standing
    on standing.organisation_id = here.organisation_id
    and standing.valid_from <= day and (standing.valid_to is null or day < standing.valid_to)
left join logged on logged.organisation_id = here.organisation_id;

-- Seats by the group they are held for: how many are filled on the last day (of the period, or that anything is known
-- of), of how many meetings with a complete log, and the runs of meetings that one seat missed, by length. A meeting
-- counts for a seat while it is filled. An alternate of the same group stands in for a seat; an observer has none.
create macro seat_counts() as table
with place as (
    select
        row_number() over (order by batch, mechanism, name_id, valid_from) as seat,
        mechanism, organisation_id, coalesce(role, 'member') = 'alternate' as is_alternate, category,
        coalesce(valid_from, date '0001-01-01') as from_day, coalesce(valid_to, date '9999-12-31') as to_day
    from seated_for(asked('last_day'))
    where role is distinct from 'observer'
        and (asked('mechanisms') is null or list_contains(asked('mechanisms'), mechanism))
),
seat as (from place where not is_alternate),
known as (
    select coalesce(asked('last_day'), greatest(
        (select max(date_to) from engagement.activity), (select max(from_day) from place)
    )) as last_on
),
filled as (
    select mechanism, category, count(*) filter (from_day <= last_on and to_day >= last_on) as seats
    from seat cross join known group by mechanism, category
),
meeting as (
    select activity_id, mechanism, date_from, date_to
    from held()
    where has_log
),
there as (
    select distinct activity_id, organisation_id
    from took_part()
    where organisation_id in (select organisation_id from place)
),
stood_in as (
    select place.mechanism, place.category, activity_id, count(distinct place.organisation_id) as alternates
    from place
    join meeting on meeting.mechanism = place.mechanism and date_from between from_day and to_day
    semi join there on there.activity_id = meeting.activity_id and there.organisation_id = place.organisation_id
    where is_alternate group by all
),
attendance as (
    select
        seat.seat, seat.mechanism, seat.category, meeting.activity_id, date_from, date_to,
        there.organisation_id is not null as is_there, coalesce(alternates, 0) as alternates
    from seat
    join meeting on meeting.mechanism = seat.mechanism and date_from between from_day and to_day
    left join there on there.activity_id = meeting.activity_id and there.organisation_id = seat.organisation_id
    left join stood_in
        on stood_in.activity_id = meeting.activity_id and stood_in.mechanism = seat.mechanism
        and stood_in.category = seat.category
),
attended as (
    select mechanism, category, sum(places)::bigint as meetings, sum(least(places, came))::bigint as attended
    from (
        select mechanism, category, count(*) as places, count(*) filter (is_there) + any_value(alternates) as came
        from attendance group by mechanism, category, activity_id
    ) group by mechanism, category
),
run as (
    select mechanism, category, count(*) filter (not is_there and alternates = 0) as missed
    from (
        select *, count(*) filter (is_there or alternates > 0) over (
            partition by seat order by date_from, date_to, activity_id
            rows between unbounded preceding and current row
        ) as since
        from attendance
    ) group by mechanism, category, seat, since
),
runs as (
    select mechanism, category, histogram(missed) filter (missed > 0) as runs from run group by mechanism, category
)
select
    mechanism, category, seats, coalesce(meetings, 0) as meetings, coalesce(attended, 0) as attended, runs
from filled left join attended using (mechanism, category) left join runs using (mechanism, category);
