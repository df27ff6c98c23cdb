-- What the provider agreed with an organisation: from when until when, and which procedures its shops may not offer.

-- +goose Up

alter table organisations add column contract_from date;
alter table organisations add column contract_until date;
alter table organisations add column barred_procedures text[] not null default '{}';
alter table organisations add constraint organisation_contract_forward check (contract_until is null or contract_from is null or contract_until >= contract_from);
alter table organisations add constraint organisation_barred_known check (barred_procedures <@ array['postident_branch', 'postident_eid', 'notarident', 'botschaftsident',
  'officerident', 'behoerdenident', 'dtrust_ident']);

-- +goose Down

alter table organisations drop column contract_from, drop column contract_until, drop column barred_procedures;
