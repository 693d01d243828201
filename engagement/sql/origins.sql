-- From figures to the rows of files they were counted from: see origins.py.

-- Participation, where who is classified at an activity is not unclassified beside it.
create macro kept() as table
with taken as (from took_part()),
classified as (
    select distinct number, organisation_id from taken
    where category <> 'UNK' and organisation_id in (select organisation_id from taken where category = 'UNK')
)
from taken where category <> 'UNK'
union all
from taken anti join classified using (number, organisation_id) where category = 'UNK';

create macro all_activities(number) as list_sort(list_distinct(list(number)));

create macro all_rows(source_row, further_rows) as
    list_sort(list_concat(list(source_row), flatten(list(further_rows) filter (further_rows is not null))));

-- The first and the last of numbers that follow each other, of a sorted list in which some may stand twice.
create macro runs(numbers) as list_zip(
    list_filter(numbers, lambda number, place: place = 1 or number - numbers[place - 1] > 1),
    list_filter(numbers, lambda number, place: place = len(numbers) or numbers[place + 1] - number > 1)
);

create macro run_length(runs) as list_sum(list_transform(runs, lambda run: run[2] - run[1] + 1))::bigint;

-- '2-14, 17'
create macro run_text(runs) as array_to_string(
    list_transform(runs, lambda run: if(run[1] = run[2], run[1]::varchar, run[1] || '-' || run[2])), ', '
);
