-- Lists of categories that somebody brought: an OGP forum, an EITI group, the constituencies of the UNFCCC. What a list
-- says is kept whole, so that taking one back leaves the others as they were.

create table engagement.listed_category (
    batch bigint not null,
    list varchar not null,
    list_name varchar not null,
    position integer not null,          -- the place in the list
    category varchar not null,          -- a shipped code, or the list's own
    kind varchar not null,              -- named, other, tag, institutional
    label_en varchar not null,          -- '' of shipped categories, whose names are in data/
    label_fr varchar not null,          -- '' falls back to English, as in the languages that follow
    label_es varchar not null,
    label_ar varchar not null,
    label_ru varchar not null,
    label_zh varchar not null,
    synonyms varchar not null           -- with ; between them
);

-- Of the versions of one list the last stands.
create view engagement.category_list as
from engagement.listed_category
qualify batch = max(batch) over (partition by list);
