-- A session whose rights grew gets a new token at the next page. For a moment the token before leads to the same new one, so that
-- two tabs that ask at once both stay signed in.

-- +goose Up

alter table sessions add column rights_grew boolean not null default false;
alter table sessions add column former_digest text;
alter table sessions add column former_until timestamptz;
create index sessions_former on sessions (former_digest) where former_digest is not null;

-- +goose Down

drop index sessions_former;
alter table sessions drop column rights_grew, drop column former_digest, drop column former_until;
