-- The row of the roster that says a seat, so that a figure of seats leads to it.

drop view engagement.seated;

alter table engagement.seat add column row integer;  -- null: recorded before rows were kept

-- As before, with the row.
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
