-- The index over the journal. Every row belongs to the journal entry that brought it: undoing a batch deletes its rows.
-- Only NOT NULL and DEFAULT are used as constraints, so that the same schema works in a DuckLake; what must hold beyond
-- that is asked in invariants.sql.

create table engagement.entry (
    sequence bigint not null,
    kind varchar not null,
    actor varchar not null,
    written_at timestamp not null,      -- all times are UTC
    hash varchar not null,
    fingerprint hugeint not null        -- of the rows this entry has in the tables below
);

create table engagement.batch (
    batch bigint not null,              -- the sequence of its journal entry
    kind varchar not null,              -- log, organisations, mechanisms
    file_name varchar not null,
    sha256 varchar not null,
    sheet varchar,
    mapping varchar not null,           -- JSON
    rows_read bigint not null,
    rows_accepted bigint not null,
    rows_refused bigint not null,
    rows_duplicate bigint not null,
    rows_corrected bigint not null,     -- mended by hand before the import
    rows_unclassified bigint not null,
    problem_counts varchar not null,    -- JSON
    copies_of varchar not null,         -- JSON: how many rows of which batch were set aside because they stood there
    replaces bigint,                    -- the batch whose place this one took
    is_illustrative boolean not null,
    imported_by varchar not null,
    imported_at timestamp not null,
    undone_at timestamp,
    undone_by varchar
);

create table engagement.mechanism (
    batch bigint not null,
    code varchar not null,
    kind varchar not null,
    parent varchar,
    name varchar not null
);

create table engagement.activity (
    batch bigint not null,
    activity_id ubigint not null,
    mechanism varchar not null,
    title varchar not null,
    date_from date not null,
    date_to date not null,
    date_precision varchar not null,
    place varchar,
    mode varchar,
    activity_type varchar,
    open_to_stakeholders boolean,
    log_complete boolean,
    objectives varchar,                 -- of the Compact: 7;23
    review varchar,
    has_participation boolean not null
);

-- Participation, long texts by their keys: what is counted is read often, names are read seldom.
create table engagement.fact (
    batch bigint not null,
    activity_id ubigint not null,
    organisation_id ubigint,            -- null: a head-count without a name
    organisation ubigint,               -- the name as this file spells it
    category varchar not null,
    label ubigint,                      -- of the category, as this file spells it
    tags varchar,                       -- women;youth
    country varchar,
    role varchar,
    stage varchar,
    level tinyint,                      -- 0 to 5; null: not recorded
    people integer,
    women integer,
    men integer,
    other_gender integer,
    gender_recorded integer,
    youth integer,
    row integer not null,               -- of the file
    further_rows integer[]              -- where one participation comes from several rows
);

create table engagement.spelling (
    batch bigint not null,
    key ubigint not null,
    text varchar not null
);

create view engagement.participation as
select
    fact.* exclude (organisation, label, tags, row, further_rows),
    name.text as organisation,
    label.text as category_label,
    coalesce(string_split(tags, ';'), []) as tags,
    list_prepend(fact.row, coalesce(further_rows, [])) as source_rows
from engagement.fact
left join engagement.spelling as name on name.batch = fact.batch and name.key = fact.organisation
left join engagement.spelling as label on label.batch = fact.batch and label.key = fact.label;

create table engagement.expectation (
    sequence bigint not null,
    type varchar not null,
    mechanism varchar,
    category varchar,
    value varchar not null,             -- an exact fraction: 1/2
    author varchar not null,
    declared_on date not null,
    basis varchar not null,
    valid_from date,
    valid_to date
);
