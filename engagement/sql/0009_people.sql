-- Who may write, by role. Of the rows on one handle the last one stands.

create table engagement.person (
    sequence bigint not null,
    handle varchar not null,            -- an office or a user name, never an address
    role varchar,                       -- of data/permissions.csv; null: their access has ended
    networks varchar[] not null         -- for which networks and working groups; none: for all
);
