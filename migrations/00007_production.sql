-- What comes back from the personaliser: files of results and how each of their rows was taken, calls that may come twice, cards that could
-- not be made; parcels that are on their way for too long; and, for the demo's own authority, what it revoked.

-- +goose Up

create index orders_ready on orders (status_since, id) where status = 'in_production' and batch_id is null;

-- A file of results, or a try of one that changes nothing. Its id is that of the job that takes it.
create table production_imports (
  organisation_id text not null references organisations (id),
  id          text not null,
  name        text not null,              -- of the file
  digest      bytea not null,
  dry_run     boolean not null,
  content_sealed bytea,                   -- until it was taken
  rows        integer not null,
  taken       integer not null default 0, -- rows that changed something
  unchanged   integer not null default 0, -- rows that say what was known
  refused     integer not null default 0, -- rows with faults; nothing of them was taken
  faults      integer not null default 0, -- rows that tell of a card that could not be made
  report      jsonb not null default '[]', -- what became of each row
  made_by     text not null,
  made_name   text not null,
  made_at     timestamptz not null,
  done_at     timestamptz,
  primary key (organisation_id, id)
);
create index production_imports_made on production_imports (organisation_id, made_at desc, id desc);

-- What the personaliser's own calls were answered, so that a call that comes twice has one effect and one answer.
create table production_calls (
  organisation_id text not null references organisations (id),
  key      text not null,
  digest   bytea not null, -- of what was asked
  answer   jsonb not null,
  called_at timestamptz not null,
  primary key (organisation_id, key)
);
create index production_calls_old on production_calls (called_at);

-- Why cards could not be made.
create table production_faults (
  organisation_id text not null,
  card_id  text not null,
  batch_id text not null,
  code     text not null,
  text     text not null default '',
  told_at  timestamptz not null,
  primary key (organisation_id, card_id, batch_id),
  constraint production_fault_card foreign key (organisation_id, card_id) references cards (organisation_id, id)
);
create index production_faults_batch on production_faults (batch_id, card_id);

-- When it was told that a parcel should have arrived.
alter table cards add column card_overdue_told_at timestamptz;
alter table cards add column pin_overdue_told_at timestamptz;
create index cards_waited on cards (least(case when card_received_at is null then card_sent_at end, case when pin_received_at is null then pin_sent_at end), id)
  where (card_sent_at is not null and card_received_at is null) or (pin_sent_at is not null and pin_received_at is null);
create index cards_card_untold on cards (card_sent_at, id) where card_sent_at is not null and card_received_at is null and card_overdue_told_at is null;
create index cards_pin_untold on cards (pin_sent_at, id) where pin_sent_at is not null and pin_received_at is null and pin_overdue_told_at is null;

-- What was made and not sent, by batch.
create index cards_unsent on cards (batch_id) where batch_id is not null and status <> 'ordered' and (card_sent_at is null or pin_sent_at is null);

-- What the demo's authority revoked; a real one keeps that itself.
create table demo_revocations (
  organisation_id text not null references organisations (id),
  serial     text not null, -- of the certificate, in hexadecimal digits
  reason     integer not null, -- CRLReason, RFC 5280
  revoked_at timestamptz not null,
  primary key (organisation_id, serial)
);

-- +goose StatementBegin
do $$
declare
  t text;
  all_rows constant text := $q$current_setting('app.scope', true) in ('tsp', 'system')$q$;
begin
  foreach t in array array['production_imports', 'production_calls', 'production_faults', 'demo_revocations'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy all_rows on %I using (%s) with check (%s)', t, all_rows, all_rows);
  end loop;
end $$;
-- +goose StatementEnd

grant select, insert, update, delete on production_imports to officer_portal_app;
grant select, insert, delete on production_calls to officer_portal_app;
grant select, insert on production_faults, demo_revocations to officer_portal_app;

-- +goose Down
drop table demo_revocations, production_faults, production_calls, production_imports;
drop index orders_ready, cards_waited, cards_unsent, cards_card_untold, cards_pin_untold;
alter table cards drop column card_overdue_told_at, drop column pin_overdue_told_at;
