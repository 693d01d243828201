-- What is said of networks and working groups beside their logs: who has a seat, which group is not expected, whom
-- somebody has asked to come. Rows go with the journal entry that brought them.

create table engagement.seat (
    batch bigint not null,
    mechanism varchar not null,
    name_id ubigint not null,           -- the key of the organisation's name, as organisation_id in fact
    name varchar not null,
    category varchar,                   -- the group the seat is held for; null: not said
    role varchar,                       -- lead, co_lead, member, alternate, observer; null: not said
    since varchar,                      -- as exactly as it is known: 2024-03-15, 2024-03, 2024
    until varchar,
    valid_from date,                    -- the first day of since
    valid_to date,                      -- the last day of until
    selected_by varchar not null        -- constituency, convener, unknown
);

-- The seats that stand: of rows about one organisation in one place at the same time the last.
create view engagement.seated as
with owned as (
    select seat.*, coalesce(identity.organisation_id, name_id) as organisation_id
    from engagement.seat left join engagement.identity using (name_id)
)
select * from owned
where not exists (
    from owned as later
    where later.batch > owned.batch and later.mechanism = owned.mechanism
        and later.organisation_id = owned.organisation_id
        and coalesce(later.valid_from, date '0001-01-01') <= coalesce(owned.valid_to, date '9999-12-31')
        and coalesce(later.valid_to, date '9999-12-31') >= coalesce(owned.valid_from, date '0001-01-01')
);

-- Of the marks on one group in one place, the last one whose day has come holds.
create table engagement.not_expected (
    sequence bigint not null,
    mechanism varchar,                  -- null: everywhere
    category varchar not null,
    is_expected boolean not null,       -- true: an earlier mark is taken back
    reason varchar not null,
    said_by varchar not null,           -- an office or a function, no person
    marked_on date not null
);

create table engagement.outreach (
    sequence bigint not null,
    mechanism varchar not null,
    category varchar not null,
    name_id ubigint not null,
    name varchar not null,
    step varchar not null,              -- invited, answered, came
    happened_on date not null,
    note varchar not null
);
