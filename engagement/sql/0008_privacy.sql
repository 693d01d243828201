-- Organisations that asked not to be named, and fewer than how many people are not told of. Of the rows on one
-- organisation, or on one place, the last one stands.

create table engagement.kept_out (
    sequence bigint not null,
    name_id ubigint not null,
    name varchar not null,
    is_kept_out boolean not null        -- false takes it back
);

create table engagement.least_people (
    sequence bigint not null,
    mechanism varchar,                  -- null: everywhere
    least integer not null
);
