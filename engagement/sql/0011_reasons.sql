-- Why an organisation is not to be named, where somebody has said why.

alter table engagement.kept_out add column reason varchar;
