-- When a declared expectation stops holding, beside the days it was declared for. Nothing declared is ever changed.
-- Of several rows about one version the last is true.

create table engagement.expectation_end (
    sequence bigint not null,
    declared_in bigint not null,        -- the entry that declared the version
    place bigint not null,              -- which of its entry, see expectation_version
    last_day date,                      -- null: as it was declared
    is_withdrawn boolean not null,      -- true: it holds on no day
    said_by varchar not null,           -- an office or a function, no person
    reason varchar not null
);

create view engagement.expectation_version as
with numbered as (
    select *, row_number() over (
        partition by sequence
        order by type, mechanism nulls first, category nulls first, valid_from nulls first, valid_to nulls first, value
    ) as place
    from engagement.expectation
),
ended as (
    select * from engagement.expectation_end
    qualify row_number() over (partition by declared_in, place order by sequence desc) = 1
)
select numbered.*, least(valid_to, last_day) as holds_to, last_day, coalesce(is_withdrawn, false) as is_withdrawn,
    said_by, reason
from numbered
left join ended on ended.declared_in = numbered.sequence and ended.place = numbered.place;
