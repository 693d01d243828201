-- The registry: what was declared, judged and matched. Rows go with the journal entry that brought them.

-- Organisations as lists declare them. What a later list says stands; what it leaves blank does not.
create table engagement.organisation (
    batch bigint not null,
    name_id ubigint not null,           -- the key of its name, as organisation_id in fact
    name varchar not null,
    acronym varchar,
    country varchar,
    tags varchar,                       -- women;youth
    members integer,                    -- of an umbrella
    classified_on date,
    verified_on date,
    ror varchar,
    wikidata varchar,
    ecosoc varchar,
    iati varchar,
    notes varchar
);

create table engagement.alias (
    batch bigint not null,
    name_id ubigint not null,           -- of the organisation
    alias_id ubigint not null,
    alias varchar not null,
    language varchar
);

-- What a person or a rule said of two names. Of the verdicts on one pair the last stands.
create table engagement.judgement (
    batch bigint not null,              -- the entry that brought it: an import, where a rule has matched its names
    position integer not null,          -- among those of the entry
    left_id ubigint not null,           -- the smaller key of the two
    right_id ubigint not null,
    left_name varchar not null,
    right_name varchar not null,
    verdict varchar not null,
    score double,
    reasons varchar not null,           -- codes, with ; between them
    note varchar not null,
    category varchar,                   -- the one that stands, where the two had different ones
    by_rule boolean not null
);

create table engagement.classification (
    batch bigint not null,
    name_id ubigint not null,
    name varchar not null,
    category varchar not null,
    valid_from date,                    -- null: ever since
    classified_by varchar not null,
    reason varchar not null
);

-- What a list says of a network or working group beyond its code, kind, parent and name.
create table engagement.mechanism_detail (
    batch bigint not null,
    code varchar not null,
    name_fr varchar,
    level varchar,
    region varchar,
    country varchar,
    since varchar,                      -- as exactly as it is known: 2024-03-15, 2024-03, 2024
    until varchar,
    rhythm varchar,
    reporting_expected boolean
);

create table engagement.recheck (
    batch bigint not null,
    name varchar not null,
    category varchar not null,
    is_agreed boolean not null
);

-- Which names are one organisation: made anew from the tables above whenever they change. Names that stand alone are
-- not here.
create table engagement.identity (
    name_id ubigint not null,
    organisation_id ubigint not null
);
