-- The block becomes rows of the log. $first_id and $first_row are those of its first row.

insert into log
select
    $first_id + block.rowid,
    coalesce(block.row::integer, $first_row + block.rowid),
    mechanism_of.key + c_activity.until_key + since.value_key + coalesce(c_date_to.until_key, since.until_key),
    mechanism_of.number,
    c_activity.value_key,
    since.first_day,
    coalesce(c_date_to.last_day, since.last_day),
    case
        when c_date_to.last_day is null then since.detail
        when since.detail = c_date_to.detail and (since.detail <> 'day' or since.first_day = c_date_to.last_day) then since.detail
        else 'period'
    end,
    c_place.number,
    c_mode.value,
    c_activity_type.number,
    c_open_to_stakeholders.value = 'yes',
    c_log_complete.value = 'yes',
    c_objectives.number,
    c_review.number,
    c_organisation.until_key,
    c_organisation.value_key,
    coalesce(c_category.value, case when c_organisation.value is not null then 'UNK' end),
    c_category.until_key,
    nullif(concat_ws(';', nullif(c_category.detail, ''), nullif(c_tags.value, '')), ''),
    c_country.value,
    c_role.value,
    -- a role of invited or registered is a stage too, and is not participation
    coalesce(c_stage.value, case when c_role.value in ('invited', 'registered') then c_role.value end),
    c_level.count,
    c_people.count,
    c_women.count,
    c_men.count,
    c_other_gender.count,
    c_youth.count,
    c_gender.value,
    c_age_band.value,
    c_mark.value,
    c_person.value_key,
        coalesce(c_activity.raw_key, 0) + coalesce(c_date.raw_key, 0) + coalesce(c_date_from.raw_key, 0)
        + coalesce(c_date_to.raw_key, 0) + coalesce(c_network.raw_key, 0) + coalesce(c_working_group.raw_key, 0)
        + coalesce(c_organisation.raw_key, 0) + coalesce(c_category.raw_key, 0) + coalesce(c_country.raw_key, 0)
        + coalesce(c_role.raw_key, 0) + coalesce(c_stage.raw_key, 0) + coalesce(c_level.raw_key, 0)
        + coalesce(c_people.raw_key, 0) + coalesce(c_women.raw_key, 0) + coalesce(c_men.raw_key, 0)
        + coalesce(c_other_gender.raw_key, 0) + coalesce(c_gender.raw_key, 0) + coalesce(c_age_band.raw_key, 0)
        + coalesce(c_youth.raw_key, 0) + coalesce(c_tags.raw_key, 0) + coalesce(c_mode.raw_key, 0)
        + coalesce(c_place.raw_key, 0) + coalesce(c_activity_type.raw_key, 0)
        + coalesce(c_open_to_stakeholders.raw_key, 0) + coalesce(c_log_complete.raw_key, 0)
        + coalesce(c_objectives.raw_key, 0) + coalesce(c_review.raw_key, 0) + coalesce(c_mark.raw_key, 0)
        + coalesce(c_person.raw_key, 0),
        coalesce(c_activity.said_key, 0) + coalesce(c_date.said_key, 0) + coalesce(c_date_from.said_key, 0)
        + coalesce(c_date_to.said_key, 0) + coalesce(c_network.said_key, 0) + coalesce(c_working_group.said_key, 0)
        + coalesce(c_organisation.said_key, 0) + coalesce(c_category.said_key, 0) + coalesce(c_country.said_key, 0)
        + coalesce(c_role.said_key, 0) + coalesce(c_stage.said_key, 0) + coalesce(c_level.said_key, 0)
        + coalesce(c_people.said_key, 0) + coalesce(c_women.said_key, 0) + coalesce(c_men.said_key, 0)
        + coalesce(c_other_gender.said_key, 0) + coalesce(c_gender.said_key, 0) + coalesce(c_age_band.said_key, 0)
        + coalesce(c_youth.said_key, 0) + coalesce(c_tags.said_key, 0) + coalesce(c_mode.said_key, 0)
        + coalesce(c_place.said_key, 0) + coalesce(c_activity_type.said_key, 0)
        + coalesce(c_open_to_stakeholders.said_key, 0) + coalesce(c_log_complete.said_key, 0)
        + coalesce(c_objectives.said_key, 0) + coalesce(c_review.said_key, 0) + coalesce(c_mark.said_key, 0)
        + coalesce(c_person.said_key, 0),
        coalesce(c_activity.near_key, 0) + coalesce(c_date.near_key, 0) + coalesce(c_date_from.near_key, 0)
        + coalesce(c_date_to.near_key, 0) + coalesce(c_network.near_key, 0) + coalesce(c_working_group.near_key, 0)
        + coalesce(c_organisation.near_key, 0) + coalesce(c_category.near_key, 0) + coalesce(c_country.near_key, 0)
        + coalesce(c_role.near_key, 0) + coalesce(c_stage.near_key, 0) + coalesce(c_level.near_key, 0)
        + coalesce(c_people.near_key, 0) + coalesce(c_women.near_key, 0) + coalesce(c_men.near_key, 0)
        + coalesce(c_other_gender.near_key, 0) + coalesce(c_gender.near_key, 0) + coalesce(c_age_band.near_key, 0)
        + coalesce(c_youth.near_key, 0) + coalesce(c_tags.near_key, 0) + coalesce(c_mode.near_key, 0)
        + coalesce(c_place.near_key, 0) + coalesce(c_activity_type.near_key, 0)
        + coalesce(c_open_to_stakeholders.near_key, 0) + coalesce(c_log_complete.near_key, 0)
        + coalesce(c_objectives.near_key, 0) + coalesce(c_review.near_key, 0) + coalesce(c_mark.near_key, 0)
        + coalesce(c_person.near_key, 0),
    block.rest
from block
left join (from cell where column_name = 'activity') as c_activity on c_activity.raw = block.activity
left join (from cell where column_name = 'date') as c_date on c_date.raw = block.date
left join (from cell where column_name = 'date_from') as c_date_from on c_date_from.raw = block.date_from
left join (from cell where column_name = 'date_to') as c_date_to on c_date_to.raw = block.date_to
left join (from cell where column_name = 'network') as c_network on c_network.raw = block.network
left join (from cell where column_name = 'working_group') as c_working_group on c_working_group.raw = block.working_group
left join (from cell where column_name = 'organisation') as c_organisation on c_organisation.raw = block.organisation
left join (from cell where column_name = 'category') as c_category on c_category.raw = block.category
left join (from cell where column_name = 'country') as c_country on c_country.raw = block.country
left join (from cell where column_name = 'role') as c_role on c_role.raw = block.role
left join (from cell where column_name = 'stage') as c_stage on c_stage.raw = block.stage
left join (from cell where column_name = 'level') as c_level on c_level.raw = block.level
left join (from cell where column_name = 'people') as c_people on c_people.raw = block.people
left join (from cell where column_name = 'women') as c_women on c_women.raw = block.women
left join (from cell where column_name = 'men') as c_men on c_men.raw = block.men
left join (from cell where column_name = 'other_gender') as c_other_gender on c_other_gender.raw = block.other_gender
left join (from cell where column_name = 'gender') as c_gender on c_gender.raw = block.gender
left join (from cell where column_name = 'age_band') as c_age_band on c_age_band.raw = block.age_band
left join (from cell where column_name = 'youth') as c_youth on c_youth.raw = block.youth
left join (from cell where column_name = 'tags') as c_tags on c_tags.raw = block.tags
left join (from cell where column_name = 'mode') as c_mode on c_mode.raw = block.mode
left join (from cell where column_name = 'place') as c_place on c_place.raw = block.place
left join (from cell where column_name = 'activity_type') as c_activity_type on c_activity_type.raw = block.activity_type
left join (from cell where column_name = 'open_to_stakeholders') as c_open_to_stakeholders on c_open_to_stakeholders.raw = block.open_to_stakeholders
left join (from cell where column_name = 'log_complete') as c_log_complete on c_log_complete.raw = block.log_complete
left join (from cell where column_name = 'objectives') as c_objectives on c_objectives.raw = block.objectives
left join (from cell where column_name = 'review') as c_review on c_review.raw = block.review
left join (from cell where column_name = 'mark') as c_mark on c_mark.raw = block.mark
left join (from cell where column_name = 'person') as c_person on c_person.raw = block.person
left join (from cell where column_name in ('date', 'date_from')) as since
    on since.raw = coalesce(block.date_from, block.date) and since.column_name = case when block.date_from is null then 'date' else 'date_from' end
left join mechanism_of
    on mechanism_of.network is not distinct from c_network.number
    and mechanism_of.working_group is not distinct from c_working_group.number;
