-- What figures are counted from: worked out by counted.sql from the tables before, whenever they have changed.

create schema engagement.counted;

create table engagement.counted.made (sha256 varchar not null);  -- by which text; empty: not since the last change

create table engagement.counted.activity (
    number integer not null,            -- in the order in which they ended
    activity_id ubigint not null,
    mechanism varchar not null,
    title varchar not null,
    date_from date not null,
    date_to date not null,
    date_precision varchar not null,
    place varchar,
    mode varchar,
    activity_type varchar,
    objectives varchar,
    review varchar,
    open_to_stakeholders boolean,
    has_log boolean not null,
    held_in smallint not null,          -- the year of its first day
    is_assessed boolean not null        -- what presence is counted over
);

create table engagement.counted.participation (
    number integer not null,            -- of the activity, with what is asked of it
    activity_id ubigint not null,
    mechanism varchar not null,
    held_in smallint not null,
    date_from date not null,
    date_to date not null,
    is_assessed boolean not null,
    organisation_id ubigint,            -- names that are one organisation are one
    name_id ubigint,                    -- as in fact, and so below
    organisation ubigint,
    category varchar not null,          -- what was said of it comes before what a log says
    label ubigint,
    label_key ubigint not null,         -- 0 for none
    tags varchar,
    is_tagged boolean not null,
    country varchar,
    role varchar,
    has_voice boolean not null,
    stage varchar,
    level tinyint,
    people integer,
    women integer,
    men integer,
    other_gender integer,
    gender_recorded integer,
    youth integer,
    batch bigint not null,
    row integer not null,
    further_rows integer[],
    rows integer not null               -- how many
);

-- In a period that begins after `earlier`, the organisation is counted here and at no activity that ended before.
create table engagement.counted.organisation_event (
    number integer not null,
    activity_id ubigint not null,
    mechanism varchar not null,
    held_in smallint not null,
    date_from date not null,
    date_to date not null,
    has_log boolean not null,
    is_assessed boolean not null,
    organisation_id ubigint,
    category varchar not null,          -- TAG: what carries a tag of women, children or youth, whatever its category
    level tinyint,
    is_tagged boolean not null,
    slots integer not null,             -- rows in which somebody spoke, drafted or led
    is_unsaid boolean not null,         -- it has none, and a row does not say
    earlier date,                       -- latest first day of those before with the organisation in the category
    earlier_here date,                  -- in the same mechanism
    earlier_in_year date                -- in the same year
);

-- `untagged` leaves out what the row of category TAG counts too.
create table engagement.counted.category_event (
    number integer not null,
    mechanism varchar not null,
    held_in smallint not null,
    has_log boolean not null,
    is_assessed boolean not null,
    is_clear boolean not null,          -- nothing at the activity is unclassified
    category varchar not null,
    events integer not null,
    nameless integer not null,
    level_known integer not null,
    involved integer not null,
    slots integer not null,
    voice_unsaid integer not null,
    events_untagged integer not null,
    nameless_untagged integer not null,
    level_known_untagged integer not null,
    involved_untagged integer not null,
    slots_untagged integer not null,
    voice_unsaid_untagged integer not null,
    first_seen integer not null,        -- organisations that are counted at no activity that ended before
    first_seen_here integer not null,
    first_seen_in_year integer not null
);

-- Null where nobody has counted.
create table engagement.counted.head_count (
    number integer not null,
    category varchar not null,
    rows integer not null,
    first_spelled integer not null,     -- spellings of organisations that stand at no activity that ended before
    people bigint,
    women bigint,
    men bigint,
    other_gender bigint,
    gender_recorded bigint
);

create table engagement.counted.stage_event (
    number integer not null,
    category varchar not null,
    stages integer not null,            -- bits: invited, registered, attended, spoke, submitted
    organisation_events integer not null
);
