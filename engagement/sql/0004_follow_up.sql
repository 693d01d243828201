-- Which office looks after a gap, and what it says of it. Of the rows on one gap the last one stands; one that says
-- nothing takes back what was said before.
create table engagement.gap_note (
    sequence bigint not null,
    mechanism varchar not null,
    category varchar,                   -- null: the gap is of the record as a whole
    type varchar not null,              -- as of the expectation that is not met
    owner varchar not null,             -- an office or a function, no person
    note varchar not null
);
