-- The provider's side: clerks work on orders, cards are produced, sent, activated and revoked.
--
-- All of it belongs to the organisation whose order it is. A clerk works in the scope of the provider and goes into the
-- organisation of one order to change something there, so that its book says what happened.

-- +goose Up

-- Orders at the provider ------------------------------------------------------------------------------------------

alter table orders
  add column claimed_by     text,
  add column claimed_name   text not null default '',
  add column claimed_at     timestamptz,
  add column approved_by    text,                     -- the clerk who found that the card may be produced
  add column approved_name  text not null default '',
  add column approved_at    timestamptz,
  add column confirmed_by   text,                     -- the second one, where the organisation wants two
  add column confirmed_name text not null default '',
  add column confirmed_at   timestamptz,
  add column answered_at    timestamptz,              -- when what was asked last has been answered; null while an answer is due
  add column batch_id       text;                     -- with which its cards went into production
alter table orders add constraint order_approval_four_eyes check (confirmed_by is null or confirmed_by <> approved_by);
alter table orders add constraint order_approval_not_own check (account_id is null
  or (approved_by is distinct from account_id and confirmed_by is distinct from account_id));
-- Clerks look at all houses at once, the oldest first; a number or an id alone leads to an order.
create index orders_work on orders (status, status_since, id);
create index orders_id on orders (id);
create index orders_number on orders (number);
create index orders_clerk on orders (claimed_by, status_since, id) where claimed_by is not null;
create index orders_everywhere on orders (search_name collate "C", id);

alter table organisations add column approval_four_eyes boolean not null default false; -- two clerks approve

-- What the provider expects on paper for an order, and when it came.
create table order_papers (
  organisation_id text not null,
  order_id      text not null,
  paper         text not null,
  received_at   timestamptz,
  received_by   text,
  received_name text not null default '',
  primary key (organisation_id, order_id, paper),
  constraint order_paper_order foreign key (organisation_id, order_id) references orders (organisation_id, id)
);

-- What a clerk looked at before approving, item by item of the product's list.
create table order_checks (
  organisation_id text not null,
  order_id     text not null,
  item         text not null,
  outcome      text not null,
  note         text not null default '',
  checked_by   text not null,
  checked_name text not null,
  checked_at   timestamptz not null,
  primary key (organisation_id, order_id, item),
  constraint order_check_order foreign key (organisation_id, order_id) references orders (organisation_id, id),
  constraint order_check_outcome_known check (outcome in ('passed', 'failed', 'not_applicable'))
);

-- What a clerk asked back, and what was answered.
create table order_questions (
  organisation_id text not null,
  id           text not null,
  order_id     text not null,
  account_id   text,              -- the applicant's, who may read and answer it
  reasons      text[] not null,
  note         text not null default '',
  asked_by     text not null,
  asked_name   text not null,
  asked_at     timestamptz not null,
  answered_by  text,
  answered_name text not null default '',
  answered_at  timestamptz,
  answer       text not null default '',
  changed      jsonb not null default '[]', -- names of the form's fields that the answer changed, with what stood there before and what stands there now
  reminded     integer not null default 0,
  reminded_at  timestamptz,
  version      integer not null default 1,
  primary key (organisation_id, id),
  constraint order_question_order foreign key (organisation_id, order_id) references orders (organisation_id, id),
  constraint order_question_reasons check (cardinality(reasons) > 0)
);
create index order_questions_order on order_questions (organisation_id, order_id, asked_at desc);
create unique index order_question_one_open on order_questions (organisation_id, order_id) where answered_at is null;
create index order_questions_due on order_questions (asked_at, id) where answered_at is null;

-- Production ------------------------------------------------------------------------------------------------------

-- What went to the personaliser at one time: a signed list. It belongs to the provider's own organisation.
create table production_batches (
  organisation_id text not null references organisations (id),
  id          text not null,
  way         text not null,              -- by file, by the demo's producer, by the personaliser's own call
  status      text not null default 'open',
  orders      integer not null,
  cards       integer not null,
  produced    integer not null default 0, -- cards for which a result came
  content_sealed bytea not null,          -- canonical JSON: what the personaliser needs and no more
  digest      bytea not null,
  signature   bytea not null,
  key_id      text not null,
  made_by     text not null,
  made_name   text not null,
  made_at     timestamptz not null,
  fetched_at  timestamptz,
  closed_at   timestamptz,
  version     integer not null default 1,
  primary key (organisation_id, id),
  constraint batch_way_known check (way in ('file', 'demo', 'api')),
  constraint batch_status_known check (status in ('open', 'closed')),
  constraint batch_counts check (produced between 0 and cards)
);
create index production_batches_made on production_batches (organisation_id, made_at desc, id desc);

-- Cards -----------------------------------------------------------------------------------------------------------

create table cards (
  organisation_id text not null,
  id           text not null,
  order_id     text not null,
  account_id   text,
  person_id    text not null,
  product_id   text not null references products (id),
  ordinal      integer not null,          -- 1 to the order's quantity
  holder       text not null,             -- the name on it
  search_name  text not null,
  status       text not null,
  batch_id     text,
  serial       text not null default '',  -- the chip's number (ICCSN), as the personaliser reported it
  produced_on  date,
  valid_until  timestamptz,               -- as its certificates say
  -- two parcels, each with its own way
  card_sent_at     timestamptz,
  card_tracking    text not null default '',
  card_received_at timestamptz,
  card_received_by text not null default '', -- who said so: holder, desk, clerk
  pin_sent_at      timestamptz,
  pin_tracking     text not null default '',
  pin_received_at  timestamptz,
  pin_received_by  text not null default '',
  activates_at timestamptz,               -- about a day after dispatch
  activated_at timestamptz,
  revoked_at   timestamptz,               -- since when it counts as revoked
  created_at   timestamptz not null,
  version      integer not null default 1,
  primary key (organisation_id, id),
  constraint card_order foreign key (organisation_id, order_id) references orders (organisation_id, id),
  constraint card_person foreign key (organisation_id, person_id) references persons (organisation_id, id),
  constraint card_ordinal_once unique (organisation_id, order_id, ordinal),
  constraint card_status_known check (status in ('ordered', 'produced', 'not_activated', 'valid', 'revocation_in_progress', 'revoked')),
  constraint card_received_by_known check (card_received_by in ('', 'holder', 'desk', 'clerk') and pin_received_by in ('', 'holder', 'desk', 'clerk')),
  constraint card_sent_before_received check ((card_received_at is null or card_sent_at is not null) and (pin_received_at is null or pin_sent_at is not null)),
  constraint card_produced_complete check (status = 'ordered' or (serial <> '' and produced_on is not null and valid_until is not null))
);
create unique index card_serial_once on cards (organisation_id, serial) where serial <> '';
create index cards_serial on cards (serial) where serial <> '';
create index cards_id on cards (id);
create index cards_account on cards (account_id, created_at desc, id desc) where account_id is not null;
create index cards_person on cards (organisation_id, person_id, created_at desc);
create index cards_search on cards (organisation_id, search_name collate "C", id);
create index cards_created on cards (organisation_id, created_at desc, id desc);
create index cards_batch on cards (batch_id, id) where batch_id is not null;
create index cards_activating on cards (activates_at, id) where status = 'not_activated';
create index cards_expiring on cards (valid_until, id) where status = 'valid';
create index cards_under_way on cards (card_sent_at, id) where card_sent_at is not null and (card_received_at is null or pin_received_at is null);
create index cards_product on cards (product_id, produced_on, id) where status in ('not_activated', 'valid');

-- The certificates on a card, as they were issued.
create table certificates (
  organisation_id text not null,
  card_id    text not null,
  usage      text not null,
  der        bytea not null,
  serial     text not null,   -- of the certificate, in hexadecimal digits
  issuer     text not null,
  subject    text not null,
  not_before timestamptz not null,
  not_after  timestamptz not null,
  key_digest text not null,   -- SHA-256 of the public key, in hexadecimal digits
  primary key (organisation_id, card_id, usage),
  constraint certificate_card foreign key (organisation_id, card_id) references cards (organisation_id, id),
  constraint certificate_usage_known check (usage in ('qualified', 'authentication')),
  constraint certificate_period_forward check (not_after > not_before)
);
create unique index certificate_key_once on certificates (organisation_id, key_digest);
create index certificates_key on certificates (key_digest);
create index certificates_serial on certificates (serial);

-- Revocations -----------------------------------------------------------------------------------------------------

create table revocations (
  organisation_id text not null,
  id           text not null,
  card_id      text not null,
  account_id   text,             -- the holder's
  reason       text not null,
  note         text not null default '',
  requested_as text not null,
  requested_by text,             -- an account, where somebody was signed in
  requested_name text not null default '',
  requested_at timestamptz not null,
  effective_at timestamptz not null,
  status       text not null,
  attempts     integer not null default 0,
  due_at       timestamptz not null, -- of the next attempt
  alarmed_at   timestamptz,
  done_at      timestamptz,
  problem      text not null default '',
  version      integer not null default 1,
  primary key (organisation_id, id),
  constraint revocation_card foreign key (organisation_id, card_id) references cards (organisation_id, id),
  constraint revocation_status_known check (status in ('scheduled', 'in_progress', 'done')),
  constraint revocation_as_known check (requested_as in ('holder', 'revoker', 'confirmer', 'ra_manager', 'clerk', 'password')),
  constraint revocation_never_back check (effective_at >= requested_at)
);
create unique index revocation_once on revocations (organisation_id, card_id);
create index revocations_due on revocations (due_at, id) where status <> 'done';
create index revocations_requested on revocations (requested_at desc, id desc);

-- Row level security ----------------------------------------------------------------------------------------------

-- +goose StatementBegin
do $$
declare
  t text;
  org constant text := $q$organisation_id = nullif(current_setting('app.organisation', true), '') and current_setting('app.scope', true) = 'organisation'$q$;
  own constant text := $q$account_id = nullif(current_setting('app.account', true), '') and current_setting('app.scope', true) = 'account'$q$;
  all_rows constant text := $q$current_setting('app.scope', true) in ('tsp', 'system')$q$;
begin
  foreach t in array array['order_papers', 'order_checks', 'order_questions', 'cards', 'certificates', 'revocations'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy organisation_rows on %I using (%s) with check (%s)', t, org, org);
    execute format('create policy all_rows on %I using (%s) with check (%s)', t, all_rows, all_rows);
  end loop;
  foreach t in array array['order_questions', 'cards', 'revocations'] loop
    execute format('create policy account_rows on %I using (%s) with check (%s)', t, own, own);
  end loop;
end $$;
-- +goose StatementEnd

-- The provider's own business: no organisation sees which of its cards went with which others.
alter table production_batches enable row level security;
alter table production_batches force row level security;
create policy all_rows on production_batches using (current_setting('app.scope', true) in ('tsp', 'system')) with check (current_setting('app.scope', true) in ('tsp', 'system'));

-- What arrived for one's own order, and the certificates of one's own cards.
create policy account_reads on order_papers for select using (current_setting('app.scope', true) = 'account'
  and exists (select from orders o where o.organisation_id = order_papers.organisation_id and o.id = order_papers.order_id
    and o.account_id = nullif(current_setting('app.account', true), '')));
create policy account_reads on certificates for select using (current_setting('app.scope', true) = 'account'
  and exists (select from cards c where c.organisation_id = certificates.organisation_id and c.id = certificates.card_id
    and c.account_id = nullif(current_setting('app.account', true), '')));

grant select, insert, update on order_papers, order_checks, order_questions, production_batches, cards, revocations to officer_portal_app;
grant select, insert on certificates to officer_portal_app;
grant delete on order_checks to officer_portal_app;

-- +goose Down
select 1;
