-- The desk: a private DuckDB in memory on which a sheet is taken apart, block by block, and then forgotten.

-- Each distinct text of a column, and what it was read as. The same readings have the same keys everywhere.
create table cell (
    column_name varchar not null,
    raw varchar not null,
    number uinteger not null,
    value varchar, until varchar, detail varchar,
    value_key ubigint, until_key ubigint,  -- of the value and of what follows it, as texts
    problem varchar,
    params varchar  -- JSON
);

create table mechanism (number uinteger, code varchar);

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

-- The view `log` is every row, read, with these columns. Texts that may be long stand in it by their keys; columns of
-- which a sheet says nothing take no room.
create table unsaid (
    id uinteger not null, row integer not null,
    activity_id ubigint,
    mechanism uinteger,  -- no number: none was named; 0: two have the name
    title ubigint, date_from date, date_to date, date_precision date_precision,
    place uinteger, mode mode, activity_type uinteger, open_to_stakeholders boolean, log_complete boolean,
    objectives uinteger, review uinteger,  -- numbers of cells, as are place and activity_type
    organisation_id ubigint, organisation ubigint, category category, label ubigint, tags varchar, country country,
    role role, stage stage, level tinyint,
    people integer, women integer, men integer, other_gender integer, youth integer,
    gender gender, age_band age_band, mark mark, person ubigint,
    -- Sums over the cells of a row, so that the order of its columns does not matter:
    raw_key ubigint not null,   -- of the texts as they stand; means something on this desk alone
    said_key ubigint not null,  -- of what they were read as
    near_key ubigint not null,  -- the same, case, accents and punctuation aside
    rest ubigint not null       -- of the texts of columns that are not used
);

-- What is wrong, by row: with a cell (`number`), or with the row as a whole.
create table problem (id uinteger, column_name varchar, code varchar, number uinteger, params varchar);

-- Rows that do not become participation, and why: refused, duplicate or absent.
create table left_out (id uinteger not null, why varchar not null);

-- Rows that earlier uploads have recorded for the same activities: how often each stands there, and in which batch.
create table stored (said_key ubigint, times bigint, batch varchar);

-- Who took part in those activities already, by batch.
create table met (batch varchar, activity_id ubigint, organisation_id ubigint);
