-- Each statement must return no rows; the first column of a row names what is wrong.
-- $batch is the batch just written, or null to look at everything.

select 'participation without its activity', batch, activity_id
from engagement.fact anti join engagement.activity using (batch, activity_id)
where $batch is null or batch = $batch;

select 'activity listed twice in one batch', batch, activity_id
from engagement.activity where $batch is null or batch = $batch group by all having count(*) > 1;

select 'rows of a batch that is not there or was undone', batch
from (select distinct batch from engagement.fact union select distinct batch from engagement.activity)
anti join (select batch from engagement.batch where undone_at is null) using (batch)
where $batch is null or batch = $batch;

select 'activity of an unknown mechanism', mechanism
from engagement.activity anti join (select code as mechanism from mechanism) using (mechanism)
where $batch is null or batch = $batch;

select 'category that is in no list', category
from engagement.fact anti join (select code as category from known_category) using (category)
where $batch is null or batch = $batch;

select 'a batch does not account for every row read', batch
from engagement.batch
where rows_read <> rows_accepted + rows_refused + rows_duplicate and ($batch is null or batch = $batch);

select 'more women, men and others than people', batch, row
from engagement.fact where gender_recorded > people and ($batch is null or batch = $batch);

select 'an activity that ends before it begins', batch, title
from engagement.activity where date_to < date_from and ($batch is null or batch = $batch);

select 'the same sheet imported twice', sha256, sheet
from engagement.batch where undone_at is null and kind = 'log' group by all having count(*) > 1 and ($batch is null or bool_or(batch = $batch));

select 'an entry of the journal indexed twice', sequence
from engagement.entry where $batch is null or sequence = $batch group by all having count(*) > 1;

select 'a seat that ends before it begins', batch, mechanism, name
from engagement.seat where valid_to < valid_from and ($batch is null or batch = $batch);
