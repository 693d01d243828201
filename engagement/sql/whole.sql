-- What the pages ask of the whole record: the macros of the same names, worked out once for everybody who opens a page.
create or replace table engagement.counted.whole_activity_counts as from activity_counts();
create or replace table engagement.counted.whole_category_counts as from category_counts();
create or replace table engagement.counted.whole_head_counts as from head_counts();
create or replace table engagement.counted.whole_group_needs as from group_needs();
create or replace table engagement.counted.whole_frequencies as from frequencies();
create or replace table engagement.counted.whole_levels as from levels();
create or replace table engagement.counted.whole_voice_slots as from voice_slots();
create or replace table engagement.counted.whole_reach as from reach();
