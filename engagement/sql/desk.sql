-- The desk: a private DuckDB in memory on which a sheet is taken apart, block by block, and then forgotten. The rows at
-- hand stand in the table `block` as text, under our column names.

-- Each distinct text of a column, and what it was read as. The same texts and readings have the same keys everywhere;
-- keys have 58 bits, so that those of all columns of a row can be added up.
create table cell (
    column_name varchar not null,
    raw varchar not null,
    number uinteger not null,
    value varchar, until varchar, detail varchar,
    count integer, first_day date, last_day date,
    value_key ubigint, until_key ubigint,  -- of the value and of what follows it, as texts
    raw_key ubigint not null,   -- of the column and its text as it stands
    said_key ubigint not null,  -- of the column and what its text was read as
    near_key ubigint not null,  -- the same, case, accents and punctuation aside
    problem varchar,
    params varchar  -- JSON
);

-- The network or working group of each pair of names.
-- No number: no mechanism was named; 0: two have the name.
create table mechanism_of (network uinteger, working_group uinteger, number uinteger, code varchar, key ubigint);

-- Codes take a byte a row.
create type date_precision as enum (select code from code where column_name = 'date_precision' order by position);
create type mode as enum (select code from code where column_name = 'mode' order by position);
create type category as enum (select code from code where column_name = 'category' order by position);
create type country as enum (select code from code where column_name = 'country' order by position);
create type role as enum (select code from code where column_name = 'role' order by position);
create type stage as enum (select code from code where column_name = 'stage' order by position);
create type gender as enum (select code from code where column_name = 'gender' order by position);
create type age_band as enum (select code from code where column_name = 'age_band' order by position);
create type mark as enum (select code from code where column_name = 'mark' order by position);

-- Every row, read. Texts that may be long stand here by their keys.
create table log (
    id uinteger not null, row integer not null,
    activity_id ubigint, mechanism uinteger, title ubigint, date_from date, date_to date, date_precision date_precision,
    place uinteger, mode mode, activity_type uinteger, open_to_stakeholders boolean, log_complete boolean,
    objectives uinteger, review uinteger,  -- numbers of cells, as are place and activity_type
    organisation_id ubigint, organisation ubigint, category category, label ubigint, tags varchar, country country,
    role role, stage stage, level tinyint,
    people integer, women integer, men integer, other_gender integer, youth integer,
    gender gender, age_band age_band, mark mark, person ubigint,
    raw_key ubigint not null, said_key ubigint not null, near_key ubigint not null, rest ubigint
);

-- What is wrong, by row: with a cell (`number`), or with the row as a whole.
create table problem (id uinteger, column_name varchar, code varchar, number uinteger, params varchar);

-- Rows that do not become participation, and why: refused, duplicate or absent.
create table left_out (id uinteger not null, why varchar not null);

-- Rows that earlier uploads have recorded for the same activities: how often each stands there, and in which batch.
create table stored (said_key ubigint, times bigint, batch varchar);
